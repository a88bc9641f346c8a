"""The small part of Markdown that texts may hold, read by markdown-it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from leadframe.links import is_mail_link, is_web_link

NO_ADDRESS = re.compile(r"\]\(\s*\)")


class _Parser(MarkdownIt):
    """The few rules, and nothing that a reader would not see or be led to as it is written."""

    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(["link", "emphasis", "escape"])
        # A title, `[words](address "title")`, hides from who has no mouse: such a link is none.
        self.helpers = SimpleNamespace(  # type: ignore[assignment]  # a module by nature
            parseLinkLabel=_end_of_words,
            parseLinkDestination=parseLinkDestination,
            parseLinkTitle=lambda *_: SimpleNamespace(ok=False),
        )

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        """Leave an address as it was checked."""
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802 - likewise
        """Let nothing else be a link."""
        return is_web_link(url) or is_mail_link(url)


def _end_of_words(state: StateInline, start: int, disable_nested: bool = False) -> int:  # noqa: FBT001, FBT002 - the library's signature
    """Return where the words of a link end, or -1 where there is none: it needs an address too."""
    end = parseLinkLabel(state, start, disable_nested)
    is_whole = state.src[start + 1 : end].strip() and not NO_ADDRESS.match(state.src, end)
    return end if is_whole else -1


_PARSER = _Parser()


def tokens_of(text: str) -> Sequence[Token]:
    """Return the pieces of a text in their order, as markdown-it tells them."""
    (line,) = _PARSER.parseInline(text)
    return line.children or []
