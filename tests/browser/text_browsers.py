"""lynx and w3m, and the keys by which a person fills in a form in each of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from queue import SimpleQueue
from typing import ClassVar
from xml.etree.ElementTree import Element

from tests.browser.terminal import Terminal
from tests.leads import Typed
from tests.pages import Page
from tests.site import PATIENCE_SECONDS

DOWN = "\x1b[B"
TAB = "\t"
RETURN = "\r"


class TextBrowser(ABC):
    """A text browser at a terminal, which goes through a page from one stop to the next by Tab.

    Args:
        terminal: where it runs, high enough to show a whole page at once.
        pages: those that the site sends it.
    """

    command: ClassVar[Sequence[str]]

    def __init__(self, terminal: Terminal, pages: SimpleQueue[Page]) -> None:
        self._terminal = terminal
        self._pages = pages

    def next_page(self) -> Page:
        """Wait until the next page is shown and a key would be heard."""
        page = self._pages.get(timeout=PATIENCE_SECONDS)
        self._terminal.wait_for(page.title)
        return page

    def send(self, page: Page, typed: Typed) -> Page:
        """Answer all that the page shown asks, press its main button, and return what follows.

        Args:
            page: the page shown.
            typed: the answers by the names of their fields.

        Raises:
            KeyError: the page asks for what there is no answer to.
        """
        self._begin()
        for stop in filter(_is_stop, page.tree.iter()):
            if stop.tag == "button" and not stop.get("name"):
                break
            if name := stop.get("name"):
                self._answer(stop, name, typed)
            self._terminal.press(TAB)
        self._terminal.press(RETURN)
        return self.next_page()

    def _answer(self, field: Element, name: str, typed: Typed) -> None:
        if field.tag == "button":
            return
        answer = typed[name]
        answers = [answer] if isinstance(answer, str) else answer
        if field.tag == "select":
            self._choose(field, answers[0])
        elif field.get("type") in {"checkbox", "radio"}:
            self._terminal.press(RETURN if field.get("value") in answers else "")
        elif field.tag == "textarea":
            self._write_lines(answers[0])
        else:
            self._write(answers[-1])  # beside "Other" what comes after the choices

    def _choose(self, field: Element, value: str) -> None:
        values = [option.get("value") for option in field.iter("option")]
        self._terminal.press(RETURN + DOWN * values.index(value) + RETURN)

    @abstractmethod
    def _begin(self) -> None:
        """Go to the first stop of the page."""

    @abstractmethod
    def _write(self, text: str) -> None:
        """Write a line into the empty field that has the focus."""

    @abstractmethod
    def _write_lines(self, text: str) -> None:
        """Write several lines into the empty field that has the focus."""


class Lynx(TextBrowser):
    """lynx has the focus on the first stop that is in view, and writes into a field at once."""

    # It swallows keys while a page comes in, so it may not show a part of one (-partial).
    command = ("lynx", "-nopause", "-partial")

    def _begin(self) -> None:
        pass

    def _write(self, text: str) -> None:
        self._terminal.press(text)

    def _write_lines(self, text: str) -> None:
        self._terminal.press(RETURN.join(text.splitlines()))


class W3m(TextBrowser):
    """w3m writes into a field when it is told to, and has an editor write several lines."""

    command = ("w3m", "-no-cookie", "-no-mouse", "-o", "editor=cp written %s")

    def _begin(self) -> None:
        self._terminal.press("[")

    def _write(self, text: str) -> None:
        self._terminal.press(RETURN + text + RETURN)

    def _write_lines(self, text: str) -> None:
        (self._terminal.folder / "written").write_text(text, encoding="utf-8")
        self._terminal.press(RETURN)
        # Keys that come while another program has the terminal may be lost.
        self._terminal.wait_for(text.splitlines()[-1])


def _is_stop(element: Element) -> bool:
    """Tell whether Tab stops at an element."""
    if element.tag == "input":
        return element.get("type") != "hidden"
    return element.tag in {"a", "button", "select", "textarea"}
