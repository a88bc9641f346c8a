"""The rules that every public page keeps; a test client runs them on every answer.

They come from the browsers' side of the design: no script, no cookie, nothing from elsewhere,
everything labelled, every header with its whole value, no secret anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
FRAMEABLE = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
UNFRAMEABLE = {"X-Frame-Options": "DENY"}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=63072000"}
KEPT = "private, no-cache"
VARY = "Accept-Language, Accept-Encoding"
# What an answer may carry besides; "Server" is the development server's own.
OTHERS = {
    *("Content-Security-Policy", "Content-Type", "Content-Length", "Date"),
    *("Server", "Connection", "Allow", "Location", "Refresh", "Retry-After"),
    *("Content-Encoding", "Vary"),
}
SOFTWARE = re.compile(
    r"\b(werkzeug|flask|granian|wtforms|jinja|sqlalchemy|traceback)\b", re.IGNORECASE
)
EMBED_PATH = re.compile(r"/f/([^/]+)/embed(/.*)?")
FORM_PATH = re.compile(r"/f/[^/]+(/embed)?")
LOGO_PATH = re.compile(r"/f/[^/]+/logo/[^/]+")
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
FORM_PAGE_PATH = re.compile(r"/f/.+")
HASH = "'sha256-[A-Za-z0-9+/]{43}='"
# The pages of a form have the stylesheet of all pages, and may have one of the form's own.
MOST_STYLES = 2
# What shows a visitor how far a form in steps has come.
STEP = "<progress "
STATUSES_OF_STEPS = {
    HTTPStatus.OK,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
CONTROLS = ("input", "select", "textarea")
LOADING = ("src", "srcset", "data", "poster", "action", "formaction", "background", "ping")
REDIRECTS = range(300, 400)


class BrokenRuleError(AssertionError):
    """A page breaks one of the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is true of the site whose pages are judged.

    Attributes:
        origin: the one visitors know it by.
        secrets: what no answer may hold.
        framers: the origins that each form's channel file lists.
        previewed: whether the developers' preview, which frames every form, is on.
        only_https: whether the site knows by itself that its origin is one of https.
        shared_seconds: how long a cache may show the same empty form to several visitors.
    """

    origin: str
    secrets: tuple[str, ...] = ()
    framers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previewed: bool = False
    only_https: bool = False
    shared_seconds: int = 0

    def framers_of(self, path: str) -> tuple[str, ...]:
        """Return who may frame the page at a path."""
        embedded = EMBED_PATH.fullmatch(path)
        partners = self.framers.get(embedded[1], ()) if embedded else ()
        return (*partners, self.origin) if self.previewed else partners


@dataclass(frozen=True)
class Answer:
    """One answer of the site, as it came over the wire."""

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def is_page(self) -> bool:
        """Whether a person is to read it; a redirect's few words are for nobody."""
        is_html = self.headers.get("Content-Type", "").startswith("text/html")
        return is_html and bool(self.body) and self.status not in REDIRECTS

    @cached_property
    def tree(self) -> Element:
        """The page as a browser's parser sees it, which may not have to forgive anything."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        try:
            tree: Element = parser.parse(self.body)
        except ParseError as error:
            raise BrokenRuleError(f"not valid HTML: {error} in {self.url}") from error
        return tree

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(element.get("id", "") for element in self.tree.iter() if element.get("id"))


def text_of(element: Element) -> str:
    """Return an element's words, the spaces between them made one."""
    return " ".join("".join(element.itertext()).split())


def check(answer: Answer, house: House) -> None:
    """Run all rules on an answer.

    Raises:
        BrokenRuleError: it breaks one, which the message names.
    """
    for rule in ANSWER_RULES:
        _judge(rule, answer, house)
    if answer.is_page:
        for rule in PAGE_RULES:
            _judge(rule, answer, house)


Rule = Callable[[Answer, House], Iterator[object]]


def _judge(rule: Rule, answer: Answer, house: House) -> None:
    if broken := list(rule(answer, house)):
        name = rule.__name__.replace("_", " ")
        raise BrokenRuleError(f"{answer.method} {answer.url}: {name}: {broken}")


def no_cookie(answer: Answer, _house: House) -> Iterator[object]:
    if "Set-Cookie" in answer.headers:
        yield answer.headers["Set-Cookie"]


def headers_with_their_whole_values(answer: Answer, house: House) -> Iterator[object]:
    wanted = EVERYWHERE | (FRAMEABLE if house.framers_of(answer.path) else UNFRAMEABLE)
    wanted |= {"Cache-Control": _caching(answer, house)}
    wanted |= ONLY_HTTPS if house.only_https else {}
    # Servers write names as they like (RFC 9110, 5.1).
    named = {name.title(): value for name, value in answer.headers.items()}
    found = {name: value for name, value in named.items() if name not in OTHERS}
    if found != wanted:
        yield found


def _caching(answer: Answer, house: House) -> str:
    """Only an empty form and a step may be kept, by the visitor's own browser, to go back to.

    A logo's address names its content, so that anybody may keep it for ever. An empty form that
    the address fills nothing in may be shared where the site says so.
    """
    is_read = answer.method in {"GET", "HEAD"} and answer.status == HTTPStatus.OK
    if is_read and _is_picture(answer):
        return "public, max-age=31536000, immutable"
    is_step = answer.status in STATUSES_OF_STEPS and STEP in answer.body
    is_form = FORM_PATH.fullmatch(answer.path)
    asked = parse_qs(urlsplit(answer.url).query, keep_blank_values=True)
    if house.shared_seconds and is_read and is_form and asked.keys() <= {"lang", "theme"}:
        return f"max-age=0, s-maxage={house.shared_seconds}"
    return KEPT if (is_read or is_step) and is_form else "no-store"


def what_is_kept_says_by_what_it_varies(answer: Answer, house: House) -> Iterator[object]:
    is_kept = _caching(answer, house) != "no-store" and not _is_picture(answer)
    if is_kept and answer.headers.get("Vary") != VARY:
        yield answer.headers.get("Vary")


def _is_picture(answer: Answer) -> bool:
    media_type = answer.headers.get("Content-Type", "")
    return bool(LOGO_PATH.fullmatch(answer.path)) and media_type.startswith("image/")


def a_policy_that_allows_nothing_more(answer: Answer, house: House) -> Iterator[object]:
    policy = answer.headers.get("Content-Security-Policy", "")
    ancestors = " ".join(house.framers_of(answer.path)) or "'none'"
    shows_frames = house.previewed and (answer.path, answer.status) == ("/", 200)
    frames = [f"frame-src {house.origin}"] if shows_frames else []
    wanted = [
        "default-src 'none'",
        f"style-src {_style_sources(answer)}",
        "img-src 'self' data:",
        f"form-action {house.origin}",
        "base-uri 'none'",
        *frames,
        f"frame-ancestors {ancestors}",
    ]
    if policy != (PICTURE_POLICY if _is_picture(answer) else "; ".join(wanted)):
        yield policy


def _style_sources(answer: Answer) -> str:
    """Return the hashes of the page's style elements; without a page any hashes will do."""
    most = MOST_STYLES if FORM_PAGE_PATH.fullmatch(answer.path) else 1
    if not answer.is_page:
        policy = answer.headers.get("Content-Security-Policy", "")
        named = re.search(rf"style-src ({HASH}(?: {HASH}){{0,{most - 1}}});", policy)
        return named[1] if named else "a hash"
    styles = [style.text or "" for style in answer.tree.iter("style")]
    if not 1 <= len(styles) <= most:
        return f"at most {most} style elements, not {len(styles)}"
    return " ".join(_hash_of(style) for style in styles)


def _hash_of(style: str) -> str:
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def no_secret(answer: Answer, house: House) -> Iterator[object]:
    everything = f"{dict(answer.headers)}\n{answer.body}"
    yield from (secret for secret in house.secrets if secret in everything)


def no_software_named(answer: Answer, _house: House) -> Iterator[object]:
    told = [value for name, value in answer.headers.items() if name != "Server"]
    yield from SOFTWARE.findall("\n".join([*told, answer.body]))


def one_heading_one_main_and_a_title(answer: Answer, _house: House) -> Iterator[object]:
    for tag in ("h1", "main", "title"):
        found = [text_of(element) for element in answer.tree.iter(tag)]
        if len(found) != 1 or not found[0]:
            yield f"{tag}: {found}"


def a_language(answer: Answer, _house: House) -> Iterator[object]:
    if not answer.tree.get("lang"):
        yield "html without lang"


def every_id_once(answer: Answer, _house: House) -> Iterator[object]:
    yield from (name for name, times in answer.ids.items() if times > 1)


def every_control_labelled(answer: Answer, _house: House) -> Iterator[object]:
    labels = {label.get("for") for label in answer.tree.iter("label") if text_of(label)}
    for tag in CONTROLS:
        for control in answer.tree.iter(tag):
            if control.get("type") != "hidden" and control.get("id") not in labels:
                yield control.attrib


def every_group_and_button_named(answer: Answer, _house: House) -> Iterator[object]:
    for button in answer.tree.iter("button"):
        if not text_of(button):
            yield button.attrib
    for group in answer.tree.iter("fieldset"):
        if not any(text_of(legend) for legend in group.findall("legend")):
            yield group.attrib


def every_reference_leads_somewhere(answer: Answer, _house: House) -> Iterator[object]:
    for element in answer.tree.iter():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            yield from (each for each in element.get(name, "").split() if each not in answer.ids)
        target = element.get("href", "")
        # A form shown for the first time has no message yet that its answer's link could mean.
        if target.startswith("#") and target != "#result" and target[1:] not in answer.ids:
            yield target


def no_script(answer: Answer, _house: House) -> Iterator[object]:
    for element in answer.tree.iter():
        if element.tag == "script":
            yield "script"
        for name, value in element.attrib.items():
            # What stands in a field is no address, whatever it looks like.
            is_address = name != "value" and value.strip().lower().startswith("javascript:")
            if name.startswith("on") or is_address:
                yield f"{name}={value}"


def no_style_attribute(answer: Answer, _house: House) -> Iterator[object]:
    yield from (element.tag for element in answer.tree.iter() if "style" in element.attrib)


def nothing_from_elsewhere(answer: Answer, house: House) -> Iterator[object]:
    for element in answer.tree.iter():
        names = (*LOADING, "href") if element.tag == "link" else LOADING
        for name in names:
            address = element.get(name, "")
            if address and urlsplit(f"{house.origin}/").netloc != _host_of(address, house):
                yield f"{element.tag} {name}={address}"
    for style in answer.tree.iter("style"):
        yield from re.findall(r"@import|url\(\s*['\"]?(?!data:)[^)]*", style.text or "")


def _host_of(address: str, house: House) -> str:
    return urlsplit(address).netloc or urlsplit(house.origin).netloc


ANSWER_RULES: tuple[Rule, ...] = (
    no_cookie,
    headers_with_their_whole_values,
    what_is_kept_says_by_what_it_varies,
    a_policy_that_allows_nothing_more,
    no_secret,
    no_software_named,
)
PAGE_RULES: tuple[Rule, ...] = (
    one_heading_one_main_and_a_title,
    a_language,
    every_id_once,
    every_control_labelled,
    every_group_and_button_named,
    every_reference_leads_somewhere,
    no_script,
    no_style_attribute,
    nothing_from_elsewhere,
)
