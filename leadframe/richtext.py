"""Texts with links and stress: a small part of Markdown, cut into pieces for a template to escape.

Read as CommonMark has it are `[words](address)`, `**strong**`, `*emphasis*` and backslashes
before punctuation. Whatever else a text holds, HTML too, stands for itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from leadframe.languages import Words, foreign_language
from leadframe.links import mailbox_of


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


def segments(text: str) -> tuple[Segment, ...]:
    """Cut a text at its links, and what stands between them where the setting changes."""
    # Slow to load, and many forms have no such text.
    from leadframe.markdown import tokens_of  # noqa: PLC0415

    language = foreign_language(text)
    found: list[tuple[str, list[Span]]] = [("", [])]
    depth = Counter[str]()
    for token in tokens_of(text):
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
