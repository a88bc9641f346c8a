"""A partner's logo: a picture from a file beside the channel file, as it is served."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Self

from leadframe.channels.pictures import measure

DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture, its media type, its size in pixels and a digest that names its content."""

    content: bytes = field(repr=False)
    media_type: str
    width: int
    height: int
    digest: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Find out what a picture is.

        Raises:
            ValueError: it is not a PNG, JPEG or SVG picture, or does not tell its size.
        """
        picture = measure(content)
        return cls(
            content=content,
            media_type=picture.media_type,
            width=picture.width,
            height=picture.height,
            digest=hashlib.sha256(content).hexdigest()[:DIGEST_LENGTH],
        )
