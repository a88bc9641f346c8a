"""A small browser without script: it reads pages, fills in forms and judges every answer.

It keeps no cookie and follows no redirect unasked. Whatever it fetches must keep the rules of
`tests.page_rules`, or the test that fetched it fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urldefrag, urljoin
from xml.etree.ElementTree import Element

import requests

from tests.page_rules import Answer, House, check, text_of

TIMEOUT_SECONDS = 30
MOST_REFRESHES = 20
FORM_TYPE = "application/x-www-form-urlencoded"
Values = dict[str, list[str]]


@dataclass(frozen=True)
class Browser:
    """Fetches pages of one site.

    Args:
        house: what is true of the site.
        headers: what the browser, or a proxy for it, says with every request.
        server: where the site listens, if that is not the origin visitors know it by.
    """

    house: House
    headers: Mapping[str, str] = field(default_factory=dict)
    server: str = ""

    def get(self, address: str, **headers: str) -> Page:
        """Fetch a page; headers are written Accept_Language="da"."""
        return self.ask("GET", address, headers=headers)

    def post(self, address: str, values: Mapping[str, Any] | None = None, **headers: str) -> Page:
        """Send form values and return the first answer, be it a redirect."""
        return self.ask("POST", address, values=values or {}, headers=headers)

    def send_bytes(self, address: str, body: bytes, *, content_type: str = FORM_TYPE) -> Page:
        """Send a body as it is."""
        return self.ask("POST", address, values=body, headers={"Content-Type": content_type})

    def ask(
        self,
        method: str,
        address: str,
        *,
        values: Mapping[str, Any] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        judge: bool = True,
    ) -> Page:
        """Make any request and return its answer as a page.

        Only an answer to who lies about the host, and so about our origin, goes unjudged.
        """
        said = {**self.headers, **(headers or {})}
        with requests.request(
            method,
            self._found(urldefrag(urljoin(self.house.origin, address)).url),
            data=values,
            headers={name.replace("_", "-"): value for name, value in said.items()},
            allow_redirects=False,
            timeout=TIMEOUT_SECONDS,
        ) as got:
            answer = Answer(method, got.url, got.status_code, got.headers, got.content.decode())
        if judge:
            check(answer, self.house)
        return Page(self, answer)

    def _found(self, url: str) -> str:
        return url.replace(self.house.origin, self.server, 1) if self.server else url

    def follow(self, page: Page) -> Page:
        """Go where a redirect leads; a page that is none is where we are."""
        return (
            self.get(page.headers["Location"]) if page.status == requests.codes.see_other else page
        )


@dataclass(frozen=True)
class Page:
    """What a visitor sees, and what stands in the form."""

    browser: Browser
    answer: Answer
    typed: Values | None = None

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def headers(self) -> Mapping[str, str]:
        return self.answer.headers

    @property
    def url(self) -> str:
        return self.answer.url

    @property
    def tree(self) -> Element:
        return self.answer.tree

    @property
    def title(self) -> str:
        return text_of(self._only("title"))

    @property
    def h1(self) -> str:
        return text_of(self._only("h1"))

    @property
    def words(self) -> str:
        return text_of(self._only("main"))

    @property
    def language(self) -> tuple[str | None, str | None]:
        return self.tree.get("lang"), self.tree.get("dir")

    @property
    def theme(self) -> str:
        return (self.tree.get("class") or "").split()[0]

    @property
    def is_step(self) -> bool:
        """Whether it is one step of a form, which more follows."""
        return self.tree.find(".//progress") is not None

    @property
    def has_form(self) -> bool:
        return self.tree.find(".//form") is not None

    @property
    def answers(self) -> dict[str, str]:
        """The answers shown once more: each question with what was answered."""
        rows = [row for row in self.tree.iter("div") if row.get("class") == "answer"]
        return {text_of(row[0]): text_of(row[1]) for row in rows}

    @property
    def summary(self) -> dict[str, str]:
        """The error summary: the id each link leads to, and what it says."""
        links = self.tree.findall(".//div[@id='result']//a")
        return {link.get("href", "")[1:]: text_of(link) for link in links}

    @property
    def links(self) -> dict[str, str]:
        """The addresses of the page's links by their words."""
        return {text_of(link): link.get("href", "") for link in self.tree.iter("a")}

    @property
    def reference(self) -> str:
        """The submission id that the visitor is told."""
        return text_of(self._only("strong")).replace(" ", "")

    @property
    def refresh(self) -> tuple[int, str] | None:
        """After how many seconds the page goes where by itself, if it does."""
        found = re.fullmatch(r"(\d+);url=(.+)", self.headers.get("Refresh", ""))
        return (int(found[1]), found[2]) if found else None

    def meta(self, name: str) -> str | None:
        """Return the content of a meta element."""
        found = self.tree.find(f".//meta[@name='{name}']")
        return found.get("content") if found is not None else None

    @property
    def form(self) -> Element:
        """The page's form."""
        return self._only("form")

    @property
    def values(self) -> Values:
        """What a browser would send now: boxes only when ticked, hidden inputs as they are."""
        if self.typed is not None:
            return self.typed
        return values_of(self.form)

    def fill(self, **values: str | Sequence[str]) -> Page:
        """Type into fields, choose in lists, tick boxes; an empty sequence takes the ticks away.

        Raises:
            KeyError: the form has no such field.
        """
        names = {control.get("name") for control in self.form.iter() if control.get("name")}
        if unknown := set(values) - names:
            raise KeyError(*unknown)
        typed = dict(self.values)
        for name, value in values.items():
            typed[name] = [value] if isinstance(value, str) else list(value)
        return replace(self, typed=typed)

    def press(self, words: str = "") -> Page:
        """Send the form and return the first answer, be it a redirect.

        Args:
            words: what the pressed button says; without them it is the form's main one.

        Raises:
            StopIteration: there is no such button.
        """
        assert self.form.get("method") == "post"
        buttons = self.form.iter("button")
        button = next(
            each for each in buttons if (text_of(each) == words if words else not each.get("name"))
        )
        name, value = button.get("name"), button.get("value", "")
        address = button.get("formaction", self.form.get("action", ""))
        return self.browser.post(address, self.values | ({name: [value]} if name else {}))

    def send(self, words: str = "") -> Page:
        """Send the form, by the button that says `words`, and go where the answer leads."""
        return self.browser.follow(self.press(words))

    def refreshed(self) -> Page:
        """Go where the page goes by itself, at once."""
        assert self.refresh
        return self.browser.get(self.refresh[1])

    def settled(self) -> Page:
        """Follow the page's refreshes to the last one, as a patient visitor sees it."""
        page = self
        for _ in range(MOST_REFRESHES):
            if not page.refresh:
                return page
            page = page.refreshed()
        raise AssertionError("the page never comes to rest")

    def _only(self, tag: str) -> Element:
        (found,) = self.tree.iter(tag)
        return found


def values_of(form: Element) -> Values:
    """Return what a form would send as it stands, buttons aside."""
    values: Values = {}
    for control in form.iter():
        if name := control.get("name"):
            values.setdefault(name, []).extend(_values_of(control))
    return {name: sent for name, sent in values.items() if sent}


def _values_of(control: Element) -> list[str]:
    """Return what one control would send, which may be nothing."""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return [option.get("value", "") for option in chosen]
    if control.tag == "textarea":
        return [control.text or ""]
    if control.tag != "input":
        return []
    if control.get("type") in {"radio", "checkbox"} and "checked" not in control.attrib:
        return []
    return [control.get("value", "")]
