"""The smallest pictures that are still pictures, for tests."""

from __future__ import annotations

import struct
import zlib

SVG_ROOT = 'xmlns="http://www.w3.org/2000/svg"'


def png(width: int, height: int) -> bytes:
    """Return a black picture in grey."""
    rows = (b"\0" + bytes(width)) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def jpeg(width: int, height: int) -> bytes:
    """Return the beginning of a picture: a note, tables and the frame's header."""
    note = b"\xff\xe0" + struct.pack(">H", 6) + b"JFIF"
    tables = b"\xff\xc4" + struct.pack(">H", 4) + b"\xff\xc0"
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 8, 8, height, width, 1)
    return b"\xff\xd8" + note + tables + frame


def svg(attributes: str, content: str = "") -> bytes:
    return f"<svg {SVG_ROOT} {attributes}>{content}</svg>".encode()
