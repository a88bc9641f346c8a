"""The signed token of a rendered form: it replaces the cookie that a frame may not have."""

from __future__ import annotations

import hmac
import json
import os
import time
import zlib
from base64 import urlsafe_b64decode
from binascii import b2a_base64
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from json.encoder import encode_basestring_ascii

from forms.steps import Progress
from leadframe.errors import ExpiredTokenError, InvalidTokenError

NONCE_BYTES = 12
# A multiple of three bytes is four signs for each three, so nonces can be cut from one text.
NONCE_SIGNS = 16
# So many are drawn at once: to ask the system for each takes as long as to sign the token.
NONCES_DRAWN = 256
# Only what is longer is deflated, for answers ride along there: all others of a page are of one
# length, and deflating them would take longer than signing.
LONGEST_PLAIN = 256
# As much as a body may hold: the answers of other steps ride along.
LONGEST_TOKEN = 256 * 1024
# Renamed whenever what is signed, or how, changes: a token of another release is simply not ours.
SALT = "leadframe.form-token.6"
SIGNATURE_BYTES = 32
KEPT_KEYS = 1024
# RFC 4648, 5. What the library makes of it takes twice as long.
URL_SAFE = bytes.maketrans(b"+/", b"-_")
ENCODER = json.JSONEncoder(separators=(",", ":"))
# No stream of zlib's begins so (RFC 1950, 2.2: its first byte ends in 8).
PLAIN_START = b"["
# Makes a token anew each time, for whoever comes.
Stamp = Callable[[], bytes]

_drawn: deque[str] = deque()
# A child would go on with the same ones as its parent.
os.register_at_fork(after_in_child=_drawn.clear)


def random_nonce() -> str:
    """Return 96 random bits as text, which no other thread or process is given."""
    try:
        return _drawn.popleft()
    except IndexError:
        nonce, *others = _draw_nonces()
        _drawn.extend(others)
        return nonce


def _draw_nonces() -> list[str]:
    text = b2a_base64(os.urandom(NONCE_BYTES * NONCES_DRAWN), newline=False).decode()
    return [text[at : at + NONCE_SIGNS] for at in range(0, len(text), NONCE_SIGNS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a form knows about itself when it comes back; times are Unix seconds.

    `nonce` and `first_rendered_at` stay the same however often the form is shown again with its
    faults, so that a repeat is recognised and a quick correction is not taken for a robot's haste.
    `progress` is None on a page that has all fields there are.
    """

    version: str
    first_rendered_at: float
    issued_at: float
    nonce: str
    progress: Progress | None = None


class TokenSigner:
    """Signs and reads form tokens.

    Args:
        keys: the signing keys, the current one last; all of them are believed.
        max_age_seconds: how long after it was issued a token is good.
        now: returns Unix seconds.
        nonce: returns a new unguessable text.
    """

    def __init__(
        self,
        keys: Sequence[str],
        *,
        max_age_seconds: float,
        now: Callable[[], float] = time.time,
        nonce: Callable[[], str] = random_nonce,
    ) -> None:
        self._keys = list(keys)
        self._keys_for = lru_cache(maxsize=KEPT_KEYS)(self._derive)
        self._max_age_seconds = max_age_seconds
        self._now = now
        self._nonce = nonce

    def issue(
        self,
        slug: str,
        version: str,
        *,
        following: Token | None = None,
        progress: Progress | None = None,
    ) -> str:
        """Sign a token for a form of this version, or for one that is shown again."""
        return self.sign(slug, self.renew(version, following=following, progress=progress))

    def renew(
        self, version: str, *, following: Token | None = None, progress: Progress | None = None
    ) -> Token:
        """Return the token of a form rendered now, which may follow an earlier rendering."""
        now = round(self._now(), 1)
        return Token(
            version=version,
            first_rendered_at=following.first_rendered_at if following else now,
            issued_at=now,
            nonce=following.nonce if following else self._nonce(),
            progress=progress,
        )

    def sign(self, slug: str, token: Token) -> str:
        """Return a token as text, good for this form alone."""
        times = [token.first_rendered_at, token.issued_at]
        said = [token.version, *times, token.nonce, *_far(token.progress)]
        plain = ENCODER.encode(said).encode()
        content = zlib.compress(plain) if len(plain) > LONGEST_PLAIN else plain
        return _signed(content, self._keys_for(slug)[-1]).decode()

    def stamp(self, slug: str, version: str, progress: Progress | None) -> Stamp:
        """Return what signs tokens of a form that many open, as `issue` does and quicker."""
        before = ENCODER.encode([version])[:-1]
        after = ENCODER.encode(["", *_far(progress)])[len('[""') :]
        key = self._keys_for(slug)[-1]
        moment, new_nonce = self._now, self._nonce

        def stamp() -> bytes:
            now = f"{moment():.1f}"
            nonce = encode_basestring_ascii(new_nonce())
            return _signed(f"{before},{now},{now},{nonce}{after}".encode(), key)

        return stamp

    def read(self, slug: str, text: str) -> Token:
        """Return what a token says.

        Raises:
            InvalidTokenError: we did not sign it for this form.
            ExpiredTokenError: we did, too long ago.
        """
        if len(text) > LONGEST_TOKEN or not text.isascii():
            raise InvalidTokenError("the form token is not one of ours")
        whole, keys = text.encode(), self._keys_for(slug)
        content = _content_of(whole)
        # As a whole: Base64 forgives stray signs and spare bits, and we do not.
        if not any(hmac.compare_digest(_signed(content, key), whole) for key in keys):
            raise InvalidTokenError("the form token was not signed by us")
        plain = content if content.startswith(PLAIN_START) else zlib.decompress(content)
        version, first_rendered_at, issued_at, nonce, *progress = json.loads(plain)
        token = Token(
            version=version,
            first_rendered_at=first_rendered_at,
            issued_at=issued_at,
            nonce=nonce,
            progress=Progress(*progress) if progress else None,
        )
        if self._now() - issued_at > self._max_age_seconds:
            raise ExpiredTokenError(token)
        return token

    def _derive(self, slug: str) -> list[blake2b]:
        """Return a form's keys, which are good for its tokens alone, the current one last.

        Each has been taken in by BLAKE2b, which takes a key itself (RFC 7693).
        """
        salt = f"{SALT}:{slug}".encode()
        keys = (hmac.digest(key.encode(), salt, "sha256") for key in self._keys)
        return [blake2b(digest_size=SIGNATURE_BYTES, key=key) for key in keys]


def _far(progress: Progress | None) -> list[object]:
    """Return what of a token's content tells how far its visitor is."""
    if not progress:
        return []
    return [progress.page, progress.was_checked, progress.answers, progress.sent_at]


def _signed(content: bytes, key: blake2b) -> bytes:
    signature = key.copy()
    signature.update(content)
    said = b2a_base64(content + signature.digest(), newline=False)
    return said.rstrip(b"=").translate(URL_SAFE)


def _content_of(token: bytes) -> bytes:
    """Return what a token says it signs; anything at all if it is none of ours."""
    try:
        return urlsafe_b64decode(token + b"=" * (-len(token) % 4))[:-SIGNATURE_BYTES]
    except ValueError:
        return b""
