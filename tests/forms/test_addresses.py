from __future__ import annotations

import string

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from forms.addresses import meant_address, parse_email, parse_web_address
from leadframe.errors import UnreadableError


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ada@EXAMPLE.com", "Ada@example.com"),
        ("ada+news@example.com", "ada+news@example.com"),
        ("z\xf6e@b\xfccher.de", "z\xf6e@b\xfccher.de"),
    ],
)
def test_an_email_address_is_normalised(typed: str, meant: str) -> None:
    assert parse_email(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "ada@",
        "@example.com",
        "ada@example",
        "a b@example.com",
        "Ada <ada@example.com>",
        "ada@shop.test",
        "ada@[127.0.0.1]",
        "ada@ex\ud800ample.com",
        "a" * 300 + "@example.com",
    ],
)
def test_what_no_mail_reaches_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"^enter an address like name@example\.com$"):
        parse_email(typed)


def test_only_the_domain_of_a_mistyped_address_changes() -> None:
    assert meant_address("Ada.Byron+x@gmial.com") == "Ada.Byron+x@gmail.com"
    assert meant_address("ada@example.com") == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acme.example", "https://acme.example"),
        ("acme.example:8080/a?b=c#d", "https://acme.example:8080/a?b=c#d"),
        ("http://acme.example", "http://acme.example"),
        ("HTTPS://Acme.example/A", "https://Acme.example/A"),
        ("b\xfccher.example", "https://b\xfccher.example"),
        ("www.acme-co.example/~ada", "https://www.acme-co.example/~ada"),
    ],
)
def test_a_web_address_gets_the_scheme_people_leave_out(typed: str, meant: str) -> None:
    assert parse_web_address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "acme",
        "//acme.example",
        "ftp://acme.example",
        "javascript:alert(1)",
        "javascript://acme.example/%0aalert(1)",
        "data:text/html,x",
        "mailto:ada@acme.example",
        "https://",
        "https://ada:pw@acme.example",
        "https://acme..example",
        "https://-acme.example",
        "https://[::1",
        "acme.example:0",
        "acme.example:99999",
        "acme.example:x",
        "two words.example",
        'https://acme.example/"><b>',
    ],
)
def test_what_is_no_public_web_address_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError, match=r"^enter a web address like https://example\.com$"):
        parse_web_address(typed)


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_web_address_or_advice(typed: str) -> None:
    try:
        assert parse_web_address(typed).startswith(("https://", "http://"))
    except UnreadableError as refused:
        assert str(refused)  # noqa: PT017 - either is right


@given(st.text(max_size=60))
def test_a_normal_email_address_stays_as_it_is(typed: str) -> None:
    try:
        address = parse_email(f"{typed}@example.com")
    except UnreadableError:
        return
    assert parse_email(address) == address


NAMES = st.text(string.ascii_letters + string.digits + "._+-!'\" @", max_size=70)
DOMAINS = st.one_of(
    st.sampled_from(
        ["Example.com", "example", "shop.test", "[::1]", "xn--bcher-kva.de", "b\xfccher.de"]
    ),
    st.text(string.ascii_letters + string.digits + ".-_() ", max_size=70),
)


@given(NAMES, DOMAINS)
def test_an_email_address_is_what_the_library_says_it_is(name: str, domain: str) -> None:
    typed = f"{name}@{domain}"
    try:
        expected = validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        with pytest.raises(UnreadableError):
            parse_email(typed)
    else:
        assert parse_email(typed) == expected
