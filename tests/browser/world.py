"""The forms at http://forms.example, and the page of a partner at http://partner.example.

They are different sites (HTML, "same site"), as in production; `tests.browser.chromium` makes the
browser find both on loopback.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask, request
from playwright.sync_api import Frame, Page

from leadframe.frames import Look, snippet_of
from leadframe.ledger import Snapshot
from leadframe.sandbox import Mode
from leadframe.web.closing import Closings
from leadframe.web.parts import EXTENSION
from tests.site import Site, running_site, served

PARTNERS_PAGE = """\
<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Our garden</title>
<h1>Our garden</h1>
{snippet}
<p>The end of our page</p>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A site of forms, a partner who frames them, and a stranger who may not."""

    site: Site
    forms: str
    partner: str
    stranger: str

    def visit(self, page: Page, slug: str, *, framed: bool) -> Frame:
        """Open a form in its frame or at its own link, and return where it is."""
        if framed:
            page.goto(f"{self.partner}/garden/{slug}")
            return frame_of(page)
        page.goto(f"{self.forms}/f/{slug}")
        return page.main_frame

    def forget_that_forms_are_open(self) -> None:
        """Have the pages ask the ledger again; otherwise they remember its answer for a second."""
        parts = self.site.app.extensions[EXTENSION]
        closings = Closings(self.site.backend.ledger.pause_reason)
        self.site.app.extensions[EXTENSION] = replace(parts, closings=closings)

    def submissions(self) -> list[Snapshot]:
        """Return everything the ledger has."""
        return self.site.backend.ledger.list(limit=100)

    def delivered(self) -> list[dict[str, object]]:
        """Return the body of every request that made a lead."""
        return [record["body"] for record in self.site.sandbox.accepted]


@contextmanager
def running_world(
    folder: Path, *, mode: Mode = Mode.OK, couriers: bool = True, **settings: str
) -> Iterator[World]:
    """Run a world in which the partner may frame every example form."""
    with running_site(folder, mode=mode, couriers=couriers, **settings) as site:
        forms = _named(site.url, "forms")
        with served(_partners_site(site, forms)) as partner:
            world = World(
                site=site,
                forms=forms,
                partner=_named(partner, "partner"),
                stranger=_named(partner, "stranger"),
            )
            for file in site.channels.glob("*.toml"):
                text = file.read_text(encoding="utf-8")
                listed = text.replace('"https://partner.example"', f'"{world.partner}"')
                file.write_text(listed, encoding="utf-8")
            yield world


def frame_of(page: Page) -> Frame:
    """Return the frame with the form in a partner's page."""
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    return frame


def _named(url: str, name: str) -> str:
    return url.replace("127.0.0.1", f"{name}.example")


def _partners_site(site: Site, forms: str) -> Flask:
    """Frame any form with the snippet that partners are given."""
    app = Flask("partner", static_folder=None)

    def page(slug: str) -> str:
        definition = site.backend.catalog.get(slug)
        look = Look(theme=definition.theme.mode, language=request.args.get("lang"))
        with site.app.app_context():
            return PARTNERS_PAGE.format(snippet=snippet_of(definition, forms, look))

    app.add_url_rule("/garden/<slug>", view_func=page)
    return app
