"""What visitors wrote is encrypted where it is stored, and no wrong key loses or sends a lead."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from string import ascii_uppercase

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from leadframe.errors import UnreadableSubmissionError
from leadframe.ledger import Ledger, Selection, State
from leadframe.ledger.engine import open_database
from leadframe.ledger.key_check import LOOKED_AT
from leadframe.ledger.sealing import Seal
from leadframe.ledger.transitions import UNREADABLE_PUT_OFF, UNREADABLE_WAIT_SECONDS
from tests.ledger.conftest import OpenLedger
from tests.ledger.world import CONSENT, DELIVERED, Clock, claim, find, state_of, submission, trail

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def rows(url: str) -> Callable[[], str]:
    """Return what the database itself has of all submissions."""

    def read() -> str:
        database = open_database(url, busy_seconds=5)
        with database.reading() as connection:
            found = connection.execute(text("SELECT payload, consents FROM submission")).all()
        database.close()
        return json.dumps([list(row) for row in found], ensure_ascii=False)

    return read


def fill(ledger: Ledger, letter: str = "A") -> None:
    ledger.accept(submission(letter, consents=(CONSENT,)))


class TestSeal:
    def test_without_keys_nothing_changes(self) -> None:
        value = {"email": "kim@example.test"}

        assert Seal().close(value) is value
        assert Seal().open(value) is value

    @pytest.mark.parametrize("value", [{}, {"notes": "æøå\n"}, [{"given": True}], None])
    def test_what_was_closed_opens_as_it_was(self, value: object) -> None:
        seal = Seal([NEW])

        assert seal.open(seal.close(value)) == value

    def test_all_keys_open_and_the_newest_closes(self) -> None:
        both = Seal([NEW, OLD])

        assert both.open(Seal([OLD]).close({"a": 1})) == {"a": 1}
        assert Seal([NEW]).open(both.close({"a": 1})) == {"a": 1}

    @pytest.mark.parametrize("keys", [[], [NEW]])
    def test_without_its_key_nothing_opens_and_the_setting_is_named(self, keys: list[str]) -> None:
        closed = Seal([OLD]).close({"email": "kim@example.test"})

        with pytest.raises(UnreadableSubmissionError, match="LEADFRAME_ENCRYPTION_KEY") as caught:
            Seal(keys).open(closed)

        assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_the_database_has_no_word_of_the_visitor(
    open_ledger: OpenLedger, rows: Callable[[], str]
) -> None:
    ledger = open_ledger(keys=[NEW])
    fill(ledger)

    for word in ("kim@example.test", "email", "æøå", "terms"):
        assert word not in rows()
    story = ledger.story("A" * 16)
    assert story.payload["email"] == "kim@example.test"
    assert story.consents == (CONSENT.as_record(),)
    assert claim(ledger).payload == story.payload


def test_without_a_key_it_is_stored_as_it_always_was(
    open_ledger: OpenLedger, rows: Callable[[], str]
) -> None:
    fill(open_ledger())

    assert "kim@example.test" in rows()


def test_what_was_stored_before_there_was_a_key_is_still_read_and_sent(
    open_ledger: OpenLedger,
) -> None:
    fill(open_ledger())

    ledger = open_ledger(keys=[NEW])

    assert ledger.story("A" * 16).consents == (CONSENT.as_record(),)
    assert claim(ledger).payload["email"] == "kim@example.test"


def test_a_repeat_meets_the_primary_key_whatever_the_key_is(open_ledger: OpenLedger) -> None:
    fill(open_ledger(keys=[OLD]))
    before = find(open_ledger())

    assert open_ledger(keys=[NEW]).accept(submission()) == before


@pytest.mark.parametrize("keys", [[], [NEW]])
class TestAWrongKey:
    def test_it_is_noticed_while_a_lead_waits_though_newer_ones_can_be_read(
        self, open_ledger: OpenLedger, keys: list[str]
    ) -> None:
        fill(open_ledger(keys=[OLD]))
        wrong = open_ledger(keys=keys)
        for letter in ascii_uppercase[1 : LOOKED_AT + 2]:
            fill(wrong, letter)

        with pytest.raises(UnreadableSubmissionError, match="LEADFRAME_ENCRYPTION_KEY"):
            wrong.check_keys()

        open_ledger(keys=[NEW, OLD]).check_keys()

    def test_it_is_noticed_though_nothing_waits(
        self, open_ledger: OpenLedger, keys: list[str]
    ) -> None:
        right = open_ledger(keys=[OLD])
        fill(right)
        right.settle(claim(right), DELIVERED)

        with pytest.raises(UnreadableSubmissionError, match="LEADFRAME_ENCRYPTION_KEY"):
            open_ledger(keys=keys).check_keys()

        right.purge("A" * 16, actor="kim", reason="asked to", unsent=False)
        open_ledger(keys=keys).check_keys()

    def test_a_lead_waits_and_is_sent_when_its_key_is_there(
        self,
        open_ledger: OpenLedger,
        clock: Clock,
        caplog: pytest.LogCaptureFixture,
        keys: list[str],
    ) -> None:
        fill(open_ledger(keys=[OLD]))
        wrong = open_ledger(keys=keys)

        for _ in range(30):
            assert wrong.claim("courier-1") is None
            clock.advance(UNREADABLE_WAIT_SECONDS)

        lead = find(wrong)
        assert (lead.state, lead.tries, lead.fence) == (State.QUEUED, 0, 0)
        assert "LEADFRAME_ENCRYPTION_KEY" in lead.error
        assert {record.levelno for record in caplog.records} == {logging.ERROR}
        assert "kim@" not in caplog.text

        mended = open_ledger(keys=[NEW, OLD])
        assert len(trail(mended)) == 1
        mended.settle(claim(mended), DELIVERED)
        assert state_of(mended) is State.DELIVERED
        assert find(mended).error == ""

    def test_an_operator_who_mended_it_need_not_wait(
        self, open_ledger: OpenLedger, keys: list[str]
    ) -> None:
        fill(open_ledger(keys=[OLD]))
        open_ledger(keys=keys).claim("courier-1")
        mended = open_ledger(keys=[OLD])
        assert mended.claim("courier-1") is None

        mended.retry("A" * 16, actor="kim", reason="the key is back")

        assert claim(mended).payload["email"] == "kim@example.test"

    def test_others_do_not_wait_for_it(
        self, open_ledger: OpenLedger, clock: Clock, keys: list[str]
    ) -> None:
        old = open_ledger(keys=[OLD])
        for number in range(UNREADABLE_PUT_OFF + 1):
            old.accept(replace(submission(), id=f"{number:016}"))
        ledger = open_ledger(keys=keys)
        clock.advance(1)
        fill(ledger, "Z")

        claimed = ledger.claim("courier-1") or ledger.claim("courier-1")

        assert claimed
        assert claimed.id == "Z" * 16

    def test_it_is_told_to_operators_and_purged_all_the_same(
        self, open_ledger: OpenLedger, keys: list[str]
    ) -> None:
        fill(open_ledger(keys=[OLD]))
        ledger = open_ledger(keys=keys)

        with pytest.raises(UnreadableSubmissionError):
            ledger.story("A" * 16)
        (record,) = ledger.records(Selection())
        assert (record.is_readable, record.payload) == (False, {})

        ledger.purge("A" * 16, actor="kim", reason="asked to", unsent=True)
        assert open_ledger(keys=[OLD]).story("A" * 16).payload == {}


class TestReencryption:
    def test_afterwards_the_newest_key_is_enough(self, open_ledger: OpenLedger) -> None:
        fill(open_ledger(), "A")
        fill(open_ledger(keys=[OLD]), "B")
        fill(open_ledger(keys=[NEW]), "C")

        assert list(open_ledger(keys=[NEW, OLD]).reencrypt()) == [True, True, True]

        ledger = open_ledger(keys=[NEW])
        for letter in "ABC":
            story = ledger.story(letter * 16)
            assert story.payload["email"] == "kim@example.test"
            assert story.consents == (CONSENT.as_record(),)

    def test_it_writes_nothing_that_is_so_already(
        self, open_ledger: OpenLedger, rows: Callable[[], str]
    ) -> None:
        ledger = open_ledger(keys=[NEW])
        fill(ledger)
        ledger.accept(submission("B"))
        before = rows()

        assert list(ledger.reencrypt()) == [True, True]

        assert rows() == before

    def test_what_no_key_opens_stays_as_it_is(
        self, open_ledger: OpenLedger, rows: Callable[[], str]
    ) -> None:
        fill(open_ledger(keys=[OLD]))
        before = rows()

        assert list(open_ledger(keys=[NEW]).reencrypt()) == [False]

        assert rows() == before

    def test_what_was_purged_stays_so(
        self, open_ledger: OpenLedger, rows: Callable[[], str]
    ) -> None:
        ledger = open_ledger(keys=[OLD])
        fill(ledger)
        ledger.purge("A" * 16, actor="kim", reason="asked to", unsent=True)

        assert list(open_ledger(keys=[NEW, OLD]).reencrypt()) == [True]

        story = open_ledger(keys=[NEW]).story("A" * 16)
        assert (story.payload, story.consents) == ({}, (CONSENT.as_record(),))
        assert "gAAAA" in rows()
