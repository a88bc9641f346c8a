"""The small parts by themselves."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from leadframe.errors import LedgerUnavailableError
from leadframe.web.closing import REMEMBER_SECONDS, Closings
from leadframe.web.patience import Patience
from leadframe.web.receipts import Receipts
from leadframe.web.stylesheet import Stylesheet
from tests.site import EXAMPLES, PATIENCE_SECONDS

CSS = EXAMPLES.parent / "static/css"


def test_who_is_impatient_does_not_wait() -> None:
    event = threading.Event()
    patience = Patience(seconds=0, places=4)

    assert not patience.wait(event)
    event.set()
    assert patience.wait(event)


def test_the_wait_ends_with_the_news() -> None:
    event = threading.Event()
    patience = Patience(seconds=PATIENCE_SECONDS, places=1)

    with ThreadPoolExecutor(1) as visitors:
        waiting = visitors.submit(patience.wait, event)
        event.set()
        assert waiting.result()


def test_the_wait_ends_without_news_too() -> None:
    assert not Patience(seconds=0.01, places=1).wait(threading.Event())


class Watched(threading.Event):
    """An event that tells when somebody begins to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_awaited = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.is_awaited.set()
        return super().wait(timeout)


@pytest.mark.parametrize("places", [0, 1])
def test_who_finds_all_places_taken_does_not_wait(places: int) -> None:
    event = Watched()
    patience = Patience(seconds=PATIENCE_SECONDS, places=places)

    with ThreadPoolExecutor(1) as visitors:
        first = visitors.submit(patience.wait, event)
        assert event.is_awaited.wait(PATIENCE_SECONDS)
        assert not patience.wait(threading.Event())
        event.set()
        assert first.result()

    # The place is free again.
    assert patience.wait(event)


def answering(*answers: set[str] | LedgerUnavailableError) -> Callable[[], set[str]]:
    """Return a ledger's answers one after the other; more questions than answers are a fault."""
    left: Iterator[set[str] | LedgerUnavailableError] = iter(answers)

    def ask() -> set[str]:
        answer = next(left)
        if isinstance(answer, LedgerUnavailableError):
            raise answer
        return answer

    return ask


def test_the_ledger_is_asked_once_a_second_about_all_forms() -> None:
    seconds = [0.0]
    closings = Closings(answering({"acme"}, set()), clock=lambda: seconds[0])

    assert [closings.is_closed("acme") for _ in range(3)] == [True] * 3
    assert not closings.is_closed("other")
    seconds[0] = REMEMBER_SECONDS
    assert not closings.is_closed("acme")


def test_the_last_answer_is_good_for_a_second_after_it_was_asked_for() -> None:
    seconds = [5.0]
    closings = Closings(answering({"acme"}), clock=lambda: seconds[0])
    assert closings.answer.known_until < seconds[0]

    closings.is_closed("other")

    assert closings.answer == (seconds[0] + REMEMBER_SECONDS, {"acme"})


@pytest.mark.parametrize("last", [{"acme"}, set()])
def test_the_last_answer_stands_while_there_is_none(last: set[str]) -> None:
    seconds = [0.0]
    closings = Closings(
        answering(last, LedgerUnavailableError("gone"), set()), clock=lambda: seconds[0]
    )

    before = closings.is_closed("acme")
    seconds[0] += REMEMBER_SECONDS
    assert closings.is_closed("acme") is before
    # Nor is it asked again at once: it has enough to do.
    assert closings.is_closed("acme") is before
    seconds[0] += REMEMBER_SECONDS
    assert not closings.is_closed("acme")


def test_a_form_is_open_before_the_ledger_ever_answered() -> None:
    assert not Closings(answering(LedgerUnavailableError("gone"))).is_closed("acme")


def test_a_receipt_is_good_for_its_form_alone() -> None:
    receipts = Receipts(["k" * 32])
    receipt = receipts.issue("acme", "A" * 16)

    assert receipts.read("acme", receipt) == "A" * 16
    assert receipts.read("other", receipt) is None
    assert Receipts(["o" * 32]).read("acme", receipt) is None


@pytest.mark.parametrize("receipt", ["", ".", "A" * 16, "A.b", "\ud800", "é.é", "\x00", "A" * 9999])
def test_what_is_no_receipt_reads_as_none(receipt: str) -> None:
    assert Receipts(["k" * 32]).read("acme", receipt) is None


def test_a_receipt_outlives_its_key_by_the_fallbacks() -> None:
    receipt = Receipts(["old" * 11]).issue("acme", "A" * 16)

    assert Receipts(["old" * 11, "new" * 11]).read("acme", receipt) == "A" * 16


def test_the_stylesheet_is_small_and_known_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "tokens.css").write_text("/* why */ :root { --ink: black; }\n")
    (tmp_path / "page.css").write_text("p::after { content: '\u201c'; }\n", encoding="utf-8")

    sheet = Stylesheet.read(tmp_path, ("tokens", "page"))

    assert sheet.css == ":root{--ink:black}p::after{content:'\u201c'}"
    digest = base64.b64encode(hashlib.sha256(sheet.css.encode()).digest()).decode()
    assert sheet.source == f"'sha256-{digest}'"


def test_our_own_stylesheet_closes_no_style_element() -> None:
    assert "<" not in Stylesheet.read(CSS).css
