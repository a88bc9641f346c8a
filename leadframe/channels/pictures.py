"""What a picture is and how large: told by its own bytes, whatever its file is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8"
SVG_ROOT = "{http://www.w3.org/2000/svg}svg"
LENGTH = re.compile(r"([0-9.]+)(?:px)?")
# The JPEG markers that begin a frame and so tell its size, and those after which none can come:
# the scan's, and one that is cut off (ITU-T T.81, table B.1).
JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
JPEG_ENDS = {b"\xff\xda", b"\xff"}

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's media type, and its size in pixels."""

    media_type: str
    width: int
    height: int


def measure(content: bytes) -> Picture:
    """Return what a picture is.

    Raises:
        ValueError: it is not a PNG, JPEG or SVG picture, or does not tell its size.
    """
    media_type, size_of = _kind(content)
    width, height = size_of(content)
    if width < 1 or height < 1:
        raise ValueError("does not tell its size; save it with a width and a height")
    return Picture(media_type, width, height)


def _kind(content: bytes) -> tuple[str, Callable[[bytes], Size]]:
    if content.startswith(PNG_START):
        return "image/png", _png_size
    if content.startswith(JPEG_START):
        return "image/jpeg", _jpeg_size
    if b"<svg" in content:
        return "image/svg+xml", _svg_size
    raise ValueError("is not a PNG, JPEG or SVG picture")


def _png_size(content: bytes) -> Size:
    """Read the header chunk, which is always the first (PNG, 11.2.1)."""
    return _number(content[16:20]), _number(content[20:24])


def _jpeg_size(content: bytes) -> Size:
    """Go from marker to marker until one that begins a frame."""
    place = len(JPEG_START)
    while (marker := content[place : place + 2])[:1] == b"\xff" and marker not in JPEG_ENDS:
        if marker[1] in JPEG_FRAMES:
            return _number(content[place + 7 : place + 9]), _number(content[place + 5 : place + 7])
        place += 2 + _number(content[place + 2 : place + 4])
    return 0, 0


def _svg_size(content: bytes) -> Size:
    """Read the root's width and height, else its view box (SVG 2, 8.2)."""
    try:
        root = ET.fromstring(content)  # noqa: S314 - the operator's own file, and expat has limits
    except ET.ParseError as error:
        raise ValueError(f"is not well-formed SVG: {error}") from None
    if root.tag != SVG_ROOT:
        raise ValueError('is not SVG; its root is <svg xmlns="http://www.w3.org/2000/svg">')
    lengths = [LENGTH.fullmatch(root.get(name, "").strip()) for name in ("width", "height")]
    texts = [length[1] for length in lengths if length]
    if len(texts) < len(lengths):
        texts = re.split(r"[\s,]+", root.get("viewBox", "0 0 0 0").strip())[2:]
    try:
        width, height = (round(float(text)) for text in texts)
    except (ValueError, OverflowError):
        return 0, 0
    return width, height


def _number(digits: bytes) -> int:
    return int.from_bytes(digits, "big")
