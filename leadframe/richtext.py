"""Texts with links and stress: a small part of Markdown, cut into pieces for a template to escape.

Read as CommonMark has it are `[words](address)`, `**strong**`, `*emphasis*` and backslashes
before punctuation. Whatever else a text holds, HTML too, stands for itself.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import SimpleNamespace

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel
from markdown_it.rules_inline import StateInline

from leadframe.languages import Words, foreign_language
from leadframe.links import is_mail_link, is_web_link, mailbox_of

NO_ADDRESS = re.compile(r"\]\(\s*\)")


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are set alike."""

    words: str
    is_strong: bool = False
    is_emphasised: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Spans in a row, and the address they link to if they do: one of the web, or `mailto:`."""

    spans: tuple[Span, ...]
    address: str = ""

    @property
    def words(self) -> str:
        """What its spans say."""
        return "".join(span.words for span in self.spans)

    @property
    def is_mail(self) -> bool:
        """Whether it has a mail written."""
        return bool(mailbox_of(self.address))

    @property
    def in_full(self) -> str:
        """What it says, with the address that does not show where nothing can be followed."""
        place = mailbox_of(self.address) or self.address
        return self.words if place in {"", self.words} else f"{self.words} ({place})"


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


def segments(text: str) -> tuple[Segment, ...]:
    """Cut a text at its links, and what stands between them where the setting changes."""
    language = foreign_language(text)
    found: list[tuple[str, list[Span]]] = [("", [])]
    depth = Counter[str]()
    (line,) = _PARSER.parseInline(text)
    for token in line.children or []:
        depth[token.tag] += token.nesting
        if token.tag == "a":
            found.append((str(token.attrGet("href") or ""), []))
        elif words := "\n" if token.type == "hardbreak" else token.content:
            said = Words(words, language=language)
            found[-1][1].append(Span(said, depth["strong"] > 0, depth["em"] > 0))
    return tuple(Segment(tuple(spans), address) for address, spans in found if spans)


def plain(text: str) -> str:
    """Return the words of a text alone."""
    return "".join(segment.words for segment in segments(text))


def in_full(text: str) -> str:
    """Return the words of a text with the addresses of its links: `the policy (https://...)`."""
    return "".join(segment.in_full for segment in segments(text))
