from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages import FORM_TYPE, Browser
from tests.site import Site
from tests.web.world import filled, leads, sent_bodies

MULTIPART = "multipart/form-data; boundary=b"
ODD = {
    "nothing": (FORM_TYPE, b""),
    "NULs": (FORM_TYPE, b"email=%00&first_name=\x00&%00=%00"),
    "bad UTF-8": (FORM_TYPE, b"first_name=%FF%FE&notes=\xff\xfe&token=%C0%80"),
    "lone surrogates": (FORM_TYPE, b"first_name=%ED%A0%80&notes=\xed\xa0\x80&email=%ED%B0%80"),
    "10,000 keys": (FORM_TYPE, b"&".join(b"k%d=v" % number for number in range(10_000))),
    "one key 10,000 times": (FORM_TYPE, b"email=a@b.example&" * 10_000),
    "no pairs": (FORM_TYPE, b"&&&===&&;;%%%zz%"),
    "a charset nobody knows": (f"{FORM_TYPE}; charset=nonsense", b"email=a%40b.example"),
    "a charset of two bytes": (f"{FORM_TYPE}; charset=utf-16", b"email=a%40b.example"),
    "multipart without a boundary": ("multipart/form-data", b"--b\r\n\r\n"),
    "multipart cut off": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na',
    ),
    "multipart of nonsense": (MULTIPART, b"\x00\xff" * 500),
    "multipart without names": (MULTIPART, b"--b\r\n\r\nx\r\n--b--\r\n"),
    "multipart with 10,000 parts": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 4000 + b"--b--\r\n",
    ),
    "a file for a field": (
        MULTIPART,
        b'--b\r\nContent-Disposition: form-data; name="email"; filename="x"\r\n\r\nx\r\n--b--\r\n',
    ),
}


@pytest.mark.parametrize("slug", ["contact", "all-fields"])
@pytest.mark.parametrize(("content_type", "body"), ODD.values(), ids=ODD.keys())
def test_an_odd_body_is_answered_and_never_stored(
    browser: Browser, site: Site, content_type: str, body: bytes, slug: str
) -> None:
    page = browser.send_bytes(f"/f/{slug}", body, content_type=content_type)

    assert page.status in {400, 413, 422}
    assert leads(site) == []
    assert browser.get(f"/f/{slug}").status == 200


def test_an_odd_body_with_a_good_token_is_answered_and_never_stored(
    browser: Browser, site: Site
) -> None:
    token = browser.get("/f/contact").values["token"][0]

    for _kind, body in ODD.values():
        page = browser.send_bytes("/f/contact", f"token={token}&".encode() + body)
        assert page.status in {303, 413, 422}
    assert {snapshot.slug for snapshot in leads(site)} <= {"contact"}


def test_odd_characters_reach_the_lead_api_as_text(browser: Browser, site: Site) -> None:
    typed = {name: texts for name, texts in filled(browser).values.items() if name != "notes"}
    body = f"{urlencode(typed, doseq=True)}&notes=a%00b%ED%A0%80c%F0%9F%98%80".encode()

    page = browser.send_bytes("/f/contact", body)

    assert page.status == 303
    (sent,) = sent_bodies(site)
    assert sent["notes"].startswith("a")
    assert sent["notes"].endswith("c😀")
    assert "\x00" not in sent["notes"]
    assert site.sandbox.complaints == []


@pytest.mark.parametrize(("fields", "status"), [(500, 422), (501, 413)])
def test_more_fields_than_any_form_has_are_refused(
    browser: Browser, fields: int, status: int
) -> None:
    page = browser.send_bytes("/f/contact", b"&".join([b"email=a"] * fields))

    assert page.status == status


def test_a_multipart_form_is_as_good_as_any(browser: Browser) -> None:
    values = filled(browser).values
    parts = [
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, (value,) in values.items()
    ]

    page = browser.send_bytes(
        "/f/contact", f"{''.join(parts)}--b--\r\n".encode(), content_type=MULTIPART
    )

    assert browser.follow(page).h1 == "Thank you for writing"


@given(body=st.binary(max_size=300), name=st.sampled_from([b"email", b"notes", b"token", b"phone"]))
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_bytes_at_all_make_the_server_fail(browser: Browser, body: bytes, name: bytes) -> None:
    page = browser.send_bytes("/f/contact", name + b"=" + body)

    assert page.status == 422
