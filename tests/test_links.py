from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.links import is_mail_link, is_web_link, mailbox_of


@pytest.mark.parametrize(
    ("address", "mailbox"),
    [
        ("mailto:kim@acme.example", "kim@acme.example"),
        ("MailTo:kim@acme.example?subject=My%20data&body=Hello", "kim@acme.example"),
        ("mailto:kim%2Bforms@acme.example", "kim+forms@acme.example"),
        ("mailto:kim@blåbær.example", "kim@blåbær.example"),
    ],
)
def test_a_mail_link_names_one_mailbox(address: str, mailbox: str) -> None:
    assert is_mail_link(address)
    assert mailbox_of(address) == mailbox


@pytest.mark.parametrize(
    "address",
    [
        "mailto:",
        "mailto:?to=kim@acme.example",
        "mailto:kim",
        "mailto:kim@",
        "mailto:kim@acme.example,ada@acme.example",
        "mailto:kim @acme.example",
        "mailto:kim@acme.example\n",
        "mailto:kim@acme.example?subject=two words",
        "mailto:%0Akim@acme.example",
        "mailto://kim@acme.example",
        "kim@acme.example",
        "mail\tto:kim@acme.example",
        "https://kim@acme.example",
        "http://[half",
        "",
    ],
)
def test_anything_else_is_no_mail_link(address: str) -> None:
    assert not is_mail_link(address)


def test_only_mail_links_have_a_mailbox() -> None:
    assert mailbox_of("https://kim@acme.example/") == ""


@given(st.text() | st.text().map("mailto:{}@acme.example".format))
def test_a_link_is_of_one_kind_or_none(address: str) -> None:
    assert not (is_web_link(address) and is_mail_link(address))
    if is_mail_link(address):
        assert address.lower().startswith("mailto:")
