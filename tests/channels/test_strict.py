from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.channels.strict import http_link, is_uuid
from tests.channels.files import CHANNEL


@pytest.mark.parametrize(
    "address",
    [
        "https://acme.example",
        "http://acme.example:8000/a?b=c#d",
        "HTTPS://acme.example/",
        "https://blåbær.example/på-dansk",
        "https://[2001:db8::1]/",
    ],
)
def test_a_web_address_may_be_linked(address: str) -> None:
    assert http_link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//acme.example",
        "/privacy",
        "acme.example",
        "https://",
        "https:///path",
        "https://acme.example:port/",
        "https://[half",
        "https://acme.example/a b",
        "https://acme.example/\n",
        "mailto:me@acme.example",
        "",
    ],
)
def test_anything_else_is_no_link(address: str) -> None:
    with pytest.raises(ValueError, match="is not a web address; start it with https://"):
        http_link(address)


@given(st.text())
def test_a_link_is_refused_or_kept_as_it_is(address: str) -> None:
    try:
        kept = http_link(address)
    except ValueError:
        return

    assert kept == address
    assert kept.lower().startswith(("http://", "https://"))


@given(st.uuids())
def test_a_uuid_is_taken_as_the_crm_writes_it(value: uuid.UUID) -> None:
    assert is_uuid(str(value))
    assert not is_uuid(value.hex)
    assert not is_uuid(value.urn)
    assert not is_uuid(f"{{{value}}}")


@pytest.mark.parametrize("value", ["", "x", CHANNEL + "\n", CHANNEL[:-1] + "G", CHANNEL + "0"])
def test_what_is_nearly_a_uuid_is_none(value: str) -> None:
    assert not is_uuid(value)


def test_a_uuid_in_capitals_would_be_a_second_spelling_of_one_place() -> None:
    assert not is_uuid("ABCDEF00-0000-4000-8000-000000000001")
