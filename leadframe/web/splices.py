"""A kept page as bytes: all of it but the token, which goes in anew for each visitor."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from typing import NamedTuple, Self

from forms.form import LeadForm
from leadframe.web.sharing import shared

TOKEN_INPUT = f'name="{LeadForm.Meta.csrf_field_name}" value="'.encode()
STYLE, END_OF_STYLE = b"<style>", b"</style>"
# RFC 1952, 2.3: deflated, no name, no time, made as small as can be, on an unknown system.
GZIP_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 255))
RAW = -zlib.MAX_WBITS
BEST = 9


class Halves(NamedTuple):
    """A page apart: what stands before its token, the token, and what stands behind it."""

    before: bytes
    token: bytes
    after: bytes

    @classmethod
    def of(cls, body: bytes) -> Self | None:
        """Take a page apart, or return None where it has no token, or more than one."""
        before, found, rest = body.partition(TOKEN_INPUT)
        token, end, after = rest.partition(b'"')
        if not found or not end or TOKEN_INPUT in after:
            return None
        return cls(before + found, token, end + after)


class Splice(ABC):
    """A page that wants a token of a certain length."""

    __slots__ = ()

    @abstractmethod
    def with_token(self, token: bytes) -> bytes:
        """Return the whole page."""

    @property
    @abstractmethod
    def kept_bytes(self) -> int:
        """How much memory the page takes."""


class Plain(Splice):
    """The page as it is, but that it shares its style with all others of that style."""

    __slots__ = ("_after", "_rest", "_start", "_style")

    def __init__(self, halves: Halves) -> None:
        before, _token, self._after = halves
        self._start, opening, rest = before.partition(STYLE)
        style, closing, self._rest = rest.partition(END_OF_STYLE)
        self._style = shared(opening + style + closing)

    def with_token(self, token: bytes) -> bytes:
        """Return the whole page."""
        return b"".join((self._start, self._style, self._rest, token, self._after))

    @property
    def kept_bytes(self) -> int:
        """How much memory the page takes, at most: no other need have its style."""
        return sum(map(len, (self._start, self._style, self._rest, self._after)))


class Gzipped(Splice):
    """The page as one gzip member (RFC 1952), deflated once around a stored block for the token.

    Nothing behind the token refers to it, and all distances are those of a token of its length.
    So that of a page nothing that is secret is deflated: its length tells nothing of the token.
    """

    __slots__ = ("_after", "_checksum", "_head", "_size", "_tail")

    def __init__(self, halves: Halves) -> None:
        before, token, self._after = halves
        self._checksum = zlib.crc32(before)
        self._head = GZIP_HEAD + _deflated_to_a_byte(before) + _stored_block_head(len(token))
        # No page has such bytes (RFC 3629, 1), so nothing that is found in it is found among them.
        window = before + b"\xff" * len(token)
        self._tail = _deflated_to_the_end(self._after, window)
        self._size = sum(map(len, halves)).to_bytes(4, "little")

    def with_token(self, token: bytes) -> bytes:
        """Return the whole page, gzipped."""
        checksum = zlib.crc32(self._after, zlib.crc32(token, self._checksum))
        return b"".join((self._head, token, self._tail, checksum.to_bytes(4, "little"), self._size))

    @property
    def kept_bytes(self) -> int:
        """How much memory the page takes."""
        return len(self._head) + len(self._tail) + len(self._after)


def _deflated_to_a_byte(data: bytes) -> bytes:
    """Deflate what more follows, and end at the edge of a byte."""
    deflate = zlib.compressobj(BEST, zlib.DEFLATED, RAW, zlib.DEF_MEM_LEVEL + 1)
    return deflate.compress(data) + deflate.flush(zlib.Z_SYNC_FLUSH)


def _deflated_to_the_end(data: bytes, window: bytes) -> bytes:
    """Deflate what nothing follows, and refer to what stands before it."""
    deflate = zlib.compressobj(
        BEST, zlib.DEFLATED, RAW, zlib.DEF_MEM_LEVEL + 1, zlib.Z_DEFAULT_STRATEGY, window
    )
    return deflate.compress(data) + deflate.flush(zlib.Z_FINISH)


def _stored_block_head(length: int) -> bytes:
    """Announce so many bytes that stand as they are, and that more follows (RFC 1951, 3.2.4)."""
    return b"\0" + length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little")
