"""Pages that are kept, as many as there is room for; those least recently asked for leave."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cachetools import LRUCache

from forms.token import Stamp, TokenSigner
from leadframe.channels import FormDefinition
from leadframe.web.rendering import Headers, Rendered, Wanted
from leadframe.web.splices import Gzipped, Plain

# What a page takes besides its bytes: its headers, names and objects.
OVERHEAD_BYTES = 3000


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of one encoding, as one reading of the channel file has it."""

    definition: FormDefinition
    headers: Headers
    splice: Plain | Gzipped
    stamp: Stamp
    token_length: int

    @classmethod
    def of(
        cls, definition: FormDefinition, rendered: Rendered, encoding: str, tokens: TokenSigner
    ) -> KeptPage:
        """Make a page ready for any number of visitors."""
        splice = Gzipped(rendered.halves) if encoding else Plain(rendered.halves)
        length = len(rendered.halves.token)
        size = len(splice.with_token(rendered.halves.token))
        headers = [*rendered.headers, ("Content-Length", str(size))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        shown = rendered.token
        stamp = tokens.stamp(definition.slug, shown.version, shown.progress)
        return cls(definition, headers, splice, stamp, length)

    def for_visitor(self) -> bytes | None:
        """Return the page with a token of its own, or None if that does not fit."""
        token = self.stamp()
        return self.splice.with_token(token) if len(token) == self.token_length else None

    @property
    def kept_bytes(self) -> int:
        """How much memory the page takes."""
        return OVERHEAD_BYTES + self.splice.kept_bytes


class Shelf:
    """Keeps pages; all methods may be called from any thread.

    Args:
        most_bytes: how much memory they may take.
    """

    def __init__(self, most_bytes: int) -> None:
        self._lock = threading.Lock()
        self._most_bytes = most_bytes
        self._pages: LRUCache[Wanted, KeptPage] = LRUCache(
            most_bytes, getsizeof=lambda page: page.kept_bytes
        )

    def get(self, wanted: Wanted, definition: FormDefinition) -> KeptPage | None:
        """Return the page as the channel file has it now.

        A definition is read anew, and so another one, whenever any of its files changed.
        """
        try:
            with self._lock:
                page = self._pages[wanted]
        except KeyError:
            return None
        return page if page.definition is definition else None

    def put(self, wanted: Wanted, page: KeptPage) -> None:
        """Keep a page, if there is room for one of its size at all."""
        if page.kept_bytes <= self._most_bytes:
            with self._lock:
                self._pages[wanted] = page

    @property
    def kept_bytes(self) -> int:
        """How much memory the pages take."""
        return int(self._pages.currsize)
