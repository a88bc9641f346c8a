"""Pages that are kept, as many as there is room for; those least recently asked for leave."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from forms.token import Stamp, TokenSigner
from leadframe.channels import FormDefinition
from leadframe.web.rendering import Headers, Place, Rendered, Wanted
from leadframe.web.sharing import shared
from leadframe.web.splices import Gzipped, Plain

# What a page takes besides its bytes: its headers, names and objects.
OVERHEAD_BYTES = 3000


@dataclass(slots=True, weakref_slot=True, eq=False)
class KeptPage:
    """A page of one encoding, as one reading of the channel file has it.

    Attributes:
        was_asked_for: lately; whoever asks for it notes it down.
        good_until: by the catalog's clock, when it has to be seen again whether it still is.
    """

    slug: str
    route: str
    definition: FormDefinition
    headers: Headers
    splice: Plain | Gzipped
    stamp: Stamp
    token_length: int
    was_asked_for: bool = True
    good_until: float = float("-inf")

    @classmethod
    def of(
        cls,
        place: Place,
        definition: FormDefinition,
        rendered: Rendered,
        *,
        encoding: str,
        tokens: TokenSigner,
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
        return cls(
            slug=place.slug,
            route=place.route,
            definition=definition,
            headers=[shared(header) for header in headers],
            splice=splice,
            stamp=stamp,
            token_length=length,
        )

    def for_visitor(self) -> bytes | None:
        """Return the page with a token of its own, or None if that does not fit."""
        self.was_asked_for = True
        token = self.stamp()
        return self.splice.with_token(token) if len(token) == self.token_length else None

    @property
    def kept_bytes(self) -> int:
        """How much memory the page takes."""
        return OVERHEAD_BYTES + self.splice.kept_bytes


class Shelf:
    """Keeps pages; all methods may be called from any thread.

    Which page was asked for last is not kept, only whether one was since it was last its turn
    to leave ("second chance"): that takes no lock and no list to be put in order for a visitor.

    Args:
        most_bytes: how much memory they may take.
    """

    def __init__(self, most_bytes: int) -> None:
        self._lock = threading.Lock()
        self._most_bytes = most_bytes
        self._pages: OrderedDict[Wanted, KeptPage] = OrderedDict()
        self._kept_bytes = 0

    def get(self, wanted: Wanted, definition: FormDefinition) -> KeptPage | None:
        """Return the page as the channel file has it now.

        A definition is read anew, and so another one, whenever any of its files changed.
        """
        page = self._pages.get(wanted)
        return page if page and page.definition is definition else None

    def put(self, wanted: Wanted, page: KeptPage) -> None:
        """Keep a page, if there is room for one of its size at all."""
        if page.kept_bytes > self._most_bytes:
            return
        with self._lock:
            if before := self._pages.pop(wanted, None):
                self._kept_bytes -= before.kept_bytes
            self._pages[wanted] = page
            self._kept_bytes += page.kept_bytes
            while self._kept_bytes > self._most_bytes:
                self._ask_one_to_leave()

    def _ask_one_to_leave(self) -> None:
        wanted, page = self._pages.popitem(last=False)
        if page.was_asked_for:
            page.was_asked_for = False
            self._pages[wanted] = page
        else:
            self._kept_bytes -= page.kept_bytes

    @property
    def kept_bytes(self) -> int:
        """How much memory the pages take."""
        return self._kept_bytes
