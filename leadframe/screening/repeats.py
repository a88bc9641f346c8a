"""The same text in one submission after another, known by keyed hashes alone."""

from __future__ import annotations

import hmac
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence

WINDOW_SECONDS = 3600.0
MOST_TEXTS = 10_000
# So many submissions are remembered of each text; more would not say more.
MOST_SUBMISSIONS = 8
# Letters and digits. "Please call me" is what many say.
SHORTEST_TEXT = 40


class Repeats:
    """Remembers in this process which texts came of late, and in which submissions.

    A text is known by an HMAC under a key of its own, so that nothing anybody wrote is kept, nor
    can be guessed without the secret.

    Args:
        secret: what the key is derived from.
        now: returns seconds of a clock that nobody sets.
    """

    def __init__(self, secret: str, *, now: Callable[[], float]) -> None:
        self._key = hmac.digest(secret.encode(), b"leadframe.repeats", "sha256")
        self._now = now
        self._seen: dict[bytes, dict[str, float]] = {}
        self._lock = threading.Lock()

    def count(self, submission: str, texts: Sequence[str]) -> int:
        """Return how many other submissions said one of these of late, and remember this one.

        Args:
            submission: its id; the same one again is no repeat.
            texts: what its sender wrote; short ones count for nothing.
        """
        with self._lock:
            counts = [self._note(digest, submission) for digest in self._digests(texts)]
        return max(counts, default=0)

    def _digests(self, texts: Sequence[str]) -> Iterator[bytes]:
        for text in texts:
            plain = _plain(text)
            if len(plain) >= SHORTEST_TEXT:
                yield hmac.digest(self._key, plain.encode(), "sha256")

    def _note(self, digest: bytes, submission: str) -> int:
        now = self._now()
        seen = self._seen.pop(digest, {})
        others = {
            each: at
            for each, at in seen.items()
            if each != submission and now - at < WINDOW_SECONDS
        }
        newest = [*others.items(), (submission, now)][-MOST_SUBMISSIONS:]
        # Put in anew, so that the first of all is the one that was silent longest.
        self._seen[digest] = dict(newest)
        if len(self._seen) > MOST_TEXTS:
            del self._seen[next(iter(self._seen))]
        return len(others)


def _plain(text: str) -> str:
    """Return the letters and digits alone, for a changed space makes no text another."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
