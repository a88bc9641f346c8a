"""The sites whose pages are looked at; their forms may speak more languages than the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leadframe.ledger import Submission
from leadframe.sandbox import Mode
from leadframe.web.parts import EXTENSION, Parts
from tests.audit.views import SLUGS, languages_of
from tests.page_rules import House
from tests.pages import Browser
from tests.site import Site, running_site
from tests.web.world import house_of

SceneName = Literal["open", "waiting", "closed", "full"]
NEVER = "1000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A site, and what its pages must keep to."""

    site: Site
    house: House

    def browser(self, language: str) -> Browser:
        """Return the browser of somebody who reads a language."""
        return Browser(self.house, {"Accept-Language": language})


Scenes = Mapping[SceneName, Scene]


@contextmanager
def running_scenes(folder: Path, *, more_languages: bool = True) -> Iterator[Scenes]:
    """Run a site for each scene: all is well, leads wait, all forms are closed, all are full.

    Where leads wait, forms ask to confirm what is doubtful, which haste alone is not there.
    """
    with (
        running_site(folder / "open", BREAKER_FAILURES=NEVER) as open_,
        running_site(
            folder / "waiting", couriers=False, WAIT_SECONDS="0", MIN_FILL_SECONDS="0"
        ) as waiting,
        running_site(folder / "closed") as closed,
        running_site(folder / "full", RATE_LIMIT="deployment 1/day") as full,
    ):
        sites: dict[SceneName, Site] = {
            "open": open_,
            "waiting": waiting,
            "closed": closed,
            "full": full,
        }
        for site in sites.values() if more_languages else ():
            _add_languages(site)
        _have_forms_ask(waiting)
        _close_all_forms(closed)
        _fill_up(full)
        yield {name: Scene(site=site, house=house_of(site)) for name, site in sites.items()}


def _add_languages(site: Site) -> None:
    """Have every form offer more languages; what it does not say in one, it says in its first."""
    for slug in SLUGS:
        file = site.channels / f"{slug}.toml"
        text = re.sub(
            r"^languages = .*\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        languages = ", ".join(f'"{language}"' for language in languages_of(slug))
        file.write_text(f"languages = [{languages}]\n{text}", encoding="utf-8")


def _have_forms_ask(site: Site) -> None:
    for slug in SLUGS:
        with (site.channels / f"{slug}.toml").open("a", encoding="utf-8") as file:
            file.write("\n[spam]\nconfirm = true\n")


def _fill_up(site: Site) -> None:
    parts: Parts = site.app.extensions[EXTENSION]
    parts.limits.count_lead(site.backend.catalog.get("contact"), None)


def _close_all_forms(site: Site) -> None:
    site.sandbox.mode = Mode.ERROR_403
    for number, slug in enumerate(SLUGS):
        lead = f"{number:A>16}"
        payload = {"email": "ada@example.com"}
        site.backend.ledger.accept(Submission(id=lead, slug=slug, payload=payload))
        site.backend.courier.wake()
        site.attempted(lead)
