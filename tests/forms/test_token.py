from __future__ import annotations

import random
import string
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.steps import Progress
from forms.token import LONGEST_TOKEN, NONCES_DRAWN, TokenSigner, random_nonce
from leadframe.errors import ExpiredTokenError, InvalidTokenError
from tests.forms.making import KEY, NOON, signer

OTHER_KEY = "another key of thirty-two characters"
# The same in every run: pytest names tests after it.
TOKEN = TokenSigner(
    [KEY], max_age_seconds=3600, now=lambda: NOON, nonce=lambda: "a nonce of 96 bit"
).issue("acme", "v1")


def test_a_token_says_what_was_signed() -> None:
    token = signer().read("acme", signer().issue("acme", "v7"))
    assert (token.version, token.first_rendered_at, token.issued_at) == ("v7", NOON, NOON)


def test_every_form_shown_has_a_nonce_of_its_own() -> None:
    tokens = signer()
    nonces = {tokens.read("acme", tokens.issue("acme", "v1")).nonce for _ in range(100)}
    assert len(nonces) == 100


def test_a_nonce_holds_96_bits_that_no_seed_repeats() -> None:
    nonces = {after_a_seed(random_nonce) for _ in range(3)}

    assert len(nonces) == 3
    assert {len(nonce) for nonce in nonces} == {16}


def test_a_process_and_its_child_have_nonces_of_their_own() -> None:
    forked = (
        "import os; from forms.token import random_nonce; random_nonce();"
        "child = os.fork(); child and os.wait(); print(random_nonce(), flush=True)"
    )
    told = subprocess.run([sys.executable, "-c", forked], capture_output=True, check=True)  # noqa: S603 - our own program

    nonces = told.stdout.split()
    assert len(nonces) == 2
    assert len(set(nonces)) == 2


def test_threads_have_nonces_of_their_own() -> None:
    with ThreadPoolExecutor(8) as threads:
        nonces = list(threads.map(lambda _each: random_nonce(), range(20 * NONCES_DRAWN)))

    assert len(set(nonces)) == len(nonces)


def after_a_seed(make: Callable[[], str]) -> str:
    """Make a text right after the random numbers that can be foretold begin anew."""
    before = random.getstate()
    random.seed(1)
    made = make()
    random.setstate(before)
    return made


@given(
    st.floats(0, 1e11),
    st.text(max_size=10),
    st.sampled_from([None, Progress(1, was_checked=False, answers={})]),
)
def test_a_stamp_makes_the_tokens_that_are_issued(
    now: float, nonce: str, progress: Progress | None
) -> None:
    tokens = TokenSigner([KEY], max_age_seconds=60, now=lambda: now, nonce=lambda: nonce)

    stamped = tokens.stamp("acme", "v\N{LATIN SMALL LETTER AE}1", progress)()

    issued = tokens.issue("acme", "v\N{LATIN SMALL LETTER AE}1", progress=progress)
    assert stamped.decode() == issued
    assert tokens.read("acme", issued).nonce == nonce


def test_a_stamp_makes_a_token_of_its_own_for_everyone() -> None:
    stamp = signer().stamp("acme", "v1", None)
    assert len({signer().read("acme", stamp().decode()).nonce for _ in range(100)}) == 100


def test_a_form_shown_again_keeps_its_nonce_and_first_time() -> None:
    first = signer().read("acme", TOKEN)
    later = signer(now=lambda: NOON + 60)
    second = later.read("acme", later.issue("acme", "v2", following=first))
    assert (second.nonce, second.first_rendered_at) == (first.nonce, NOON)
    assert (second.version, second.issued_at) == ("v2", NOON + 60)


def test_a_token_of_another_form_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        signer().read("other", TOKEN)


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidTokenError):
        signer(OTHER_KEY).read("acme", TOKEN)


def test_after_a_rotation_old_tokens_are_good_and_new_ones_are_signed_by_the_last_key() -> None:
    rotated = signer(KEY, OTHER_KEY)
    assert rotated.read("acme", TOKEN).version == "v1"
    assert signer(OTHER_KEY).read("acme", rotated.issue("acme", "v1")).version == "v1"


def test_a_token_is_good_until_its_last_second() -> None:
    assert signer(now=lambda: NOON + 3600).read("acme", TOKEN).version == "v1"


def test_an_expired_token_still_says_what_was_signed() -> None:
    with pytest.raises(ExpiredTokenError) as expired:
        signer(now=lambda: NOON + 3601).read("acme", TOKEN)
    assert expired.value.token.first_rendered_at == NOON


def test_the_clock_and_the_nonce_are_the_worlds_by_default() -> None:
    tokens = TokenSigner([KEY], max_age_seconds=60)
    assert len(tokens.read("acme", tokens.issue("acme", "v1")).nonce) == 16


def test_a_token_is_small() -> None:
    assert len(TOKEN) < 140


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b", "\ud800", "\xe9" * 9, "a" * 9999, TOKEN + "\n"]
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(InvalidTokenError):
        signer().read("acme", text)


def test_an_endless_token_is_refused_unread() -> None:
    with pytest.raises(InvalidTokenError, match="not one of ours"):
        signer().read("acme", "a" * (LONGEST_TOKEN + 1))


def test_no_other_spelling_of_a_signature_is_taken() -> None:
    digits = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    # The last sign's lowest two bits are spare: flipping them changes nothing but the spelling.
    twin = digits[digits.index(TOKEN[-1]) ^ 1]
    for spelling in (TOKEN[:-1] + twin, f"{TOKEN[:-3]}!!!!{TOKEN[-3:]}"):
        with pytest.raises(InvalidTokenError, match="not signed by us"):
            signer().read("acme", spelling)


@given(
    st.integers(0, len(TOKEN) - 1), st.sampled_from(string.ascii_letters + string.digits + "-_.=!")
)
def test_a_token_with_any_sign_changed_is_refused(place: int, sign: str) -> None:
    tampered = TOKEN[:place] + sign + TOKEN[place + 1 :]
    if tampered == TOKEN:
        return
    with pytest.raises(InvalidTokenError):
        signer().read("acme", tampered)


@given(st.integers(0, len(TOKEN)), st.text(min_size=1, max_size=5))
def test_a_token_with_anything_put_in_is_refused(place: int, extra: str) -> None:
    with pytest.raises(InvalidTokenError):
        signer().read("acme", TOKEN[:place] + extra + TOKEN[place:])


@given(st.integers(0, len(TOKEN) - 1))
def test_a_token_cut_short_is_refused(length: int) -> None:
    with pytest.raises(InvalidTokenError):
        signer().read("acme", TOKEN[:length])


@given(st.text())
def test_whatever_else_is_sent_is_refused(text: str) -> None:
    with pytest.raises(InvalidTokenError):
        signer().read("acme", text)
