from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.channels.secret_values import reveal
from leadframe.errors import UnreadableFileError

SECRET = "correct-horse-battery-staple"


def no_file(_path: str) -> str:
    raise UnreadableFileError("cannot be read: No such file or directory")


def refusal_of(given_value: object, **environment: str) -> str:
    with pytest.raises(ValueError, match=r".+") as refused:
        reveal(given_value, environment=environment, read_file=no_file)
    return str(refused.value)


def test_a_secret_may_be_literal() -> None:
    assert reveal(f" {SECRET}\n", environment={}, read_file=no_file) == SECRET


def test_a_secret_may_be_a_variable() -> None:
    environment = {"ACME_KEY": f"{SECRET}\n"}

    assert reveal("${ACME_KEY}", environment=environment, read_file=no_file) == SECRET


def test_a_secret_may_be_a_file() -> None:
    contents = {"secrets/acme": f"{SECRET}\n"}

    revealed = reveal(
        {"file": "secrets/acme"}, environment={}, read_file=lambda path: contents[path]
    )

    assert revealed == SECRET


def test_a_variable_that_is_not_set_is_named() -> None:
    assert "variable ACME_KEY is not set; set it" in refusal_of("${ACME_KEY}")


def test_a_file_that_cannot_be_read_is_named() -> None:
    message = refusal_of({"file": "acme"})

    assert 'the file "acme" cannot be read: No such file' in message
    assert "starts at the channel file's folder" in message


@pytest.mark.parametrize("value", ["${", "${A", "x${A}", "${A}${B}", "${a b}", "${1A}", "${}"])
def test_half_a_variable_is_not_taken_for_a_secret(value: str) -> None:
    assert 'write a variable as "${NAME}"' in refusal_of(value, A=SECRET, B=SECRET)


@pytest.mark.parametrize("value", [5, True, None, ("a",), {}, {"path": "a"}, {"file": 5}])
def test_a_secret_of_another_kind_says_what_to_write(value: object) -> None:
    assert 'write a text in quotes, "${VARIABLE}" or { file = "path" }' in refusal_of(value)


@pytest.mark.parametrize("value", ["", " \n", "${EMPTY}"])
def test_an_empty_secret_is_none(value: str) -> None:
    assert refusal_of(value, EMPTY=" ") == "the secret is empty"


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_refusal_repeats_a_literal_secret(before: str, after: str) -> None:
    for value in (f"{before}${{{SECRET}}}{after}", f"{before}${{{SECRET}", ("x", SECRET)):
        assert SECRET not in refusal_of(value)


@given(st.text().filter(lambda text: "${" not in text and text.strip()))
def test_every_other_text_is_its_own_secret(text: str) -> None:
    assert reveal(text, environment={}, read_file=no_file) == text.strip()
