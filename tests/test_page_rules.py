from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests import page_rules
from tests.page_rules import Answer, BrokenRuleError, House, check

ORIGIN = "http://forms.example"
PARTNER = "https://partner.example"
CSS = "p{margin:0}"


def hash_of(css: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()}'"


SOURCE = hash_of(CSS)
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><title>Good</title><style>{CSS}</style></head><body><main>
<h1>Good</h1>
<a href="https://elsewhere.example/">Continue</a> <a href="#result">Message</a>
<a href="#name">It</a>
<form action="{ORIGIN}/f/acme" method="post">
<label for="name">Name</label><input id="name" name="name" aria-describedby="hint">
<p id="hint">Your own.</p>
<fieldset><legend>Pick</legend><label for="one">One</label><input type="radio" id="one"></fieldset>
<input type="hidden" name="token"><button>Send</button>
</form></main></body></html>"""
NOT_KEPT = {"Cache-Control": "no-store"}
HOUSE = House(origin=ORIGIN, secrets=("s3cret",), framers={"acme": (PARTNER,)})


def headers_for(ancestors: str = "'none'") -> dict[str, str]:
    policy = (
        f"default-src 'none'; style-src {SOURCE}; img-src 'self' data:; form-action {ORIGIN};"
        f" base-uri 'none'; frame-ancestors {ancestors}"
    )
    more = page_rules.UNFRAMEABLE if ancestors == "'none'" else page_rules.FRAMEABLE
    page = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Cache-Control": "private, no-cache",
        "Vary": page_rules.VARY,
    }
    return page_rules.EVERYWHERE | more | page


def answer(
    body: str = PAGE,
    *,
    path: str = "/f/acme",
    ancestors: str = "'none'",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    given = {**headers_for(ancestors), **(headers or {})}
    return Answer("GET", f"{ORIGIN}{path}", status, given, body)


def broken(found: Answer) -> str:
    with pytest.raises(BrokenRuleError) as caught:
        check(found, HOUSE)
    return str(caught.value)


def test_a_good_page_passes() -> None:
    check(answer(), HOUSE)


@pytest.mark.parametrize(("path", "status"), [("/f/acme", 422), ("/f/acme/sent/receipt", 200)])
def test_a_page_with_a_visitors_values_is_kept_by_nobody(path: str, status: int) -> None:
    check(answer(path=path, status=status, headers=NOT_KEPT), HOUSE)
    assert "whole values" in broken(answer(path=path, status=status))


@pytest.mark.parametrize("status", [200, 422, 429])
def test_a_step_may_be_kept_to_go_back_to(status: int) -> None:
    step = PAGE.replace("<form", '<progress value="1" max="2"></progress><form')
    sent = replace(answer(step, status=status), method="POST")
    check(sent, HOUSE)
    not_kept = replace(sent, headers={**sent.headers, **NOT_KEPT})
    check(replace(not_kept, status=503), HOUSE)
    assert "whole values" in broken(not_kept)


@pytest.mark.parametrize(
    ("path", "caching"), [("/f/acme/embed", {}), ("/f/acme/embed/sent/receipt", NOT_KEPT)]
)
def test_a_good_page_in_a_partners_frame_passes(path: str, caching: Mapping[str, str]) -> None:
    check(answer(path=path, ancestors=PARTNER, headers=caching), HOUSE)


BAD_PAGES = {
    "no doctype": ("<!DOCTYPE html>", "", "not valid HTML"),
    "a stray end tag": ("</form>", "</b></form>", "not valid HTML"),
    "an id twice": ('id="hint"', 'id="name"', "every id once"),
    "no heading": ("<h1>Good</h1>", "", "one heading"),
    "two headings": ("<h1>Good</h1>", "<h1>Good</h1><h1>Bad</h1>", "one heading"),
    "an empty title": ("<title>Good</title>", "<title></title>", "one heading"),
    "no main": ("main>", "div>", "one heading"),
    "no language": ('<html lang="en">', "<html>", "a language"),
    "no label": ('<label for="name">Name</label>', "", "every control labelled"),
    "an empty label": (">Name</label>", "></label>", "every control labelled"),
    "no legend": ("<legend>Pick</legend>", "", "every group and button named"),
    "a button without words": ("<button>Send", "<button>", "every group and button named"),
    "a hint that is not there": ('id="hint"', 'id="other"', "every reference"),
    "a label of nothing": ("<p id", '<label for="gone">Bad</label><p id', "every reference"),
    "a link to nothing": ('href="#name"', 'href="#gone"', "every reference"),
    "a script": ("</main>", "<script></script></main>", "no script"),
    "a handler": ("<p id", '<p onclick="x()" id', "no script"),
    "a script's address": ('href="#name"', 'href=" JavaScript:x()"', "no script"),
    "a style attribute": ("<p id", '<p style="margin:0" id', "no style attribute"),
    "a picture from elsewhere": ("</main>", '<img src="https://x.example/"></main>', "elsewhere"),
    "a form that goes elsewhere": (f'action="{ORIGIN}', 'action="//x.example', "elsewhere"),
    "a stylesheet from elsewhere": (
        "<style>",
        '<link rel="stylesheet" href="https://x.example/"><style>',
        "elsewhere",
    ),
    "a style that fetches": (CSS, "p{background:url(https://x.example/)}", "elsewhere"),
    "a style that was changed": (CSS, "p{margin:1px}", "a policy"),
    "a style that the policy does not know": (
        "</head>",
        "<style>b{margin:0}</style></head>",
        "a policy",
    ),
    "a secret": ("Your own.", "It is s3cret.", "no secret"),
    "our software": ("Your own.", "Werkzeug 3", "no software named"),
}


@pytest.mark.parametrize(("good", "bad", "rule"), BAD_PAGES.values(), ids=BAD_PAGES.keys())
def test_a_bad_page_breaks_its_rule(good: str, bad: str, rule: str) -> None:
    assert good in PAGE
    page = PAGE.replace(good, bad)
    found = answer(page)
    if rule == "elsewhere":  # the policy knows the style, so that this rule alone can tell
        style = re.findall(r"<style>(.*?)</style>", page)[0]
        policy = found.headers["Content-Security-Policy"].replace(SOURCE, hash_of(style))
        found = answer(page, headers={"Content-Security-Policy": policy})

    assert rule in broken(found)


OWN_CSS = "p{margin:2px}"


def styled(*styles: str, path: str = "/f/acme", sources: str = "") -> Answer:
    """Return a page with more styles; its policy names their hashes, or `sources`."""
    elements = "".join(f"<style>{css}</style>" for css in styles)
    named = sources or " ".join(hash_of(css) for css in (CSS, *styles))
    policy = headers_for()["Content-Security-Policy"].replace(SOURCE, named)
    headers = {"Content-Security-Policy": policy}
    if path != "/f/acme":
        headers |= NOT_KEPT
    return answer(PAGE.replace("</head>", f"{elements}</head>"), path=path, headers=headers)


def test_a_form_may_have_a_style_of_its_own() -> None:
    check(styled(OWN_CSS), HOUSE)


@pytest.mark.parametrize(
    "bad",
    [
        styled(OWN_CSS, "b{margin:0}"),
        styled(OWN_CSS, path="/elsewhere"),
        styled(OWN_CSS, sources=f"{hash_of(OWN_CSS)} {SOURCE}"),
        styled(sources=f"{SOURCE} {hash_of(OWN_CSS)}"),
    ],
    ids=["three styles", "no page of a form", "hashes in another order", "a hash of nothing"],
)
def test_styles_and_their_hashes_agree(bad: Answer) -> None:
    assert "a policy" in broken(bad)


def test_a_redirect_from_a_form_may_name_both_hashes_and_no_more() -> None:
    def redirect(*styles: str) -> Answer:
        sources = " ".join(hash_of(css) for css in styles)
        policy = headers_for()["Content-Security-Policy"].replace(SOURCE, sources)
        return answer("", status=303, headers={**NOT_KEPT, "Content-Security-Policy": policy})

    check(redirect(CSS, OWN_CSS), HOUSE)
    assert "a policy" in broken(redirect(CSS, OWN_CSS, "b{margin:0}"))


PICTURE = {
    "Content-Type": "image/svg+xml",
    "Content-Security-Policy": page_rules.PICTURE_POLICY,
    "Cache-Control": "public, max-age=31536000, immutable",
}


def test_a_picture_is_kept_for_ever_and_can_do_nothing() -> None:
    check(answer("<svg/>", path="/f/acme/logo/5", headers=PICTURE), HOUSE)


@pytest.mark.parametrize(
    ("path", "changed", "rule"),
    [
        ("/f/acme", {}, "whole values"),
        ("/f/acme/logo/5", NOT_KEPT, "whole values"),
        ("/f/acme/logo/5", {"Content-Type": "text/html; charset=utf-8"}, "whole values"),
        ("/f/acme/logo/5", {"Content-Security-Policy": "default-src 'none'"}, "a policy"),
    ],
)
def test_nothing_else_is_kept_like_a_picture(
    path: str, changed: Mapping[str, str], rule: str
) -> None:
    assert rule in broken(answer(path=path, headers={**PICTURE, **changed}))


BAD_HEADERS = {
    "a cookie": ("Set-Cookie", "a=b", "no cookie"),
    "a header nobody knows": ("X-Powered-By", "us", "whole values"),
    "a page that is kept": ("Cache-Control", "private", "whole values"),
    "a page for any language": ("Vary", "Accept-Encoding", "varies"),
    "a page that may be framed": ("X-Frame-Options", "SAMEORIGIN", "whole values"),
    "an open policy": ("Content-Security-Policy", "default-src *", "a policy"),
    "a secret": ("Location", "/?s3cret", "no secret"),
    "our software": ("Location", "/flask", "no software named"),
}


@pytest.mark.parametrize(("name", "value", "rule"), BAD_HEADERS.values(), ids=BAD_HEADERS.keys())
def test_a_bad_header_breaks_its_rule(name: str, value: str, rule: str) -> None:
    assert rule in broken(answer(headers={name: value}))


@pytest.mark.parametrize("name", page_rules.EVERYWHERE)
def test_a_missing_header_breaks_its_rule(name: str) -> None:
    headers = {known: value for known, value in headers_for().items() if known != name}

    assert "whole values" in broken(Answer("GET", f"{ORIGIN}/f/acme", 200, headers, PAGE))


@pytest.mark.parametrize(
    ("path", "ancestors"),
    [
        ("/f/acme", PARTNER),
        ("/f/acme/embed", "'none'"),
        ("/f/acme/embed", f"{PARTNER} https://x.example"),
        ("/f/other/embed", PARTNER),
    ],
)
def test_a_page_that_others_than_its_partners_may_frame_breaks_the_rules(
    path: str, ancestors: str
) -> None:
    assert broken(answer(path=path, ancestors=ancestors))


def test_a_redirects_few_words_need_not_be_a_page() -> None:
    headers = {**NOT_KEPT, "Location": "/"}
    check(answer("<title>Redirecting</title>", status=303, headers=headers), HOUSE)


def test_a_redirect_without_a_policy_of_ours_breaks_the_rules() -> None:
    headers = {**NOT_KEPT, "Content-Security-Policy": "default-src 'none'"}
    bad = answer("", status=303, headers=headers)

    assert "a policy" in broken(bad)
