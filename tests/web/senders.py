"""Who sends forms: people of all kinds and scripts of all kinds, faster than any browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from werkzeug.test import TestResponse

from forms.decoy import decoy_name
from forms.token import TokenSigner
from leadframe.sandbox import Mode
from leadframe.web.parts import EXTENSION
from tests.site import SECRET_KEY, Site, running_site

SLUG = "contact"
DECOY = decoy_name(SLUG)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FROM_PAGE = {"User-Agent": FIREFOX, "Sec-Fetch-Site": "same-origin"}
NOW = 2_000_000_000.0
ANSWER_ADDRESS = re.compile(r"/sent/([A-Z2-9]+)\.")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """One who sends the form "contact" of a site.

    Attributes:
        values: what stands in the fields, the page's own ones aside.
        seconds: how long after its showing the form is sent.
        headers: what the browser says.
        address: the IP address.
    """

    values: Mapping[str, str]
    seconds: float = 30.0
    headers: Mapping[str, str] = field(default_factory=lambda: FROM_PAGE)
    address: str = "192.0.2.1"

    def send(self, site: Site) -> TestResponse:
        """Send the form and return the first answer."""
        given = {DECOY: "", "token": token_of(site, seconds=self.seconds)} | dict(self.values)
        return post(site, given, headers=self.headers, address=self.address)


@contextmanager
def still_site(folder: Path, *, couriers: bool = True, **settings: str) -> Iterator[Site]:
    """Run a site for which it is always now: who is in haste is so on a slow machine, too."""
    with running_site(folder, mode=Mode.OK, couriers=couriers, **settings) as site:
        parts = site.app.extensions[EXTENSION]
        max_age_seconds = site.backend.settings.token_max_age_seconds
        tokens = TokenSigner([SECRET_KEY], max_age_seconds=max_age_seconds, now=lambda: NOW)
        site.app.extensions[EXTENSION] = replace(parts, tokens=tokens)
        yield site


def post(
    site: Site,
    values: Mapping[str, str],
    *,
    headers: Mapping[str, str] = FROM_PAGE,
    address: str = "192.0.2.1",
    slug: str = SLUG,
) -> TestResponse:
    """Send anything to the form."""
    return site.app.test_client().post(
        f"/f/{slug}",
        data=dict(values),
        headers=dict(headers),
        environ_base={"REMOTE_ADDR": address},
    )


def token_of(site: Site, *, seconds: float = 0.0, slug: str = SLUG) -> str:
    """Return the token of a page that was shown so many seconds ago."""
    signer = TokenSigner([SECRET_KEY], max_age_seconds=60, now=lambda: NOW - seconds)
    return signer.issue(slug, site.backend.catalog.get(slug).version)


def stored_as(answer: TestResponse) -> str:
    """Return the id of the submission that an answer leads to."""
    found = ANSWER_ADDRESS.search(answer.headers["Location"])
    assert found
    return found[1]
