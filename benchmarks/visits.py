"""What a benchmark's visitor finds in a form before it is sent."""

from __future__ import annotations

import re
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.question import NUMBER, Question, post
from forms.decoy import decoy_name

SLUG = "contact"
TARGET = f"/f/{SLUG}"
EMAIL = f"bench{NUMBER.decode()}@example.com"


@dataclass(frozen=True)
class Visit:
    """A page as it came, and the cookie it brought."""

    body: bytes
    cookie: str

    def value_of(self, name: str) -> str:
        """Return what stands in a hidden input."""
        (value,) = re.findall(rf'name="{name}"[^>]* value="([^"]+)"', self.body.decode())
        return str(value)


def visit(url: str, target: str = TARGET) -> Visit:
    """Open a page."""
    with urllib.request.urlopen(url + target) as answer:  # noqa: S310 - loopback
        cookie = str(answer.headers.get("Set-Cookie", "")).partition(";")[0]
        return Visit(body=answer.read(), cookie=cookie)


def post_lead(url: str) -> Question:
    """Send Leadframe's form, each time with a lead of its own."""
    token = visit(url).value_of("token")
    return _post({decoy_name(SLUG): "", "token": token})


def post_to_obvious(url: str) -> Question:
    """Send the obvious form, which wants its cookie back."""
    page = visit(url)
    return _post({"csrf_token": page.value_of("csrf_token")}, cookie=page.cookie)


def post_to_bare() -> Question:
    """Send what Leadframe's form is sent with; nobody looks at it."""
    return _post({decoy_name(SLUG): "", "token": "x" * 100})


def _post(values: dict[str, str], *, cookie: str = "") -> Question:
    # The place of the number must come through as it is, and an "@" may.
    return post(TARGET, urlencode({"email": EMAIL, **values}, safe="{}@"), cookie=cookie)
