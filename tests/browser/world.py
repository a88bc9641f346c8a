"""The forms at http://forms.example, and the page of a partner at http://partner.example.

They are different sites (HTML, "same site"), as in production; `tests.browser.chromium` makes the
browser find both on loopback.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from playwright.sync_api import Error, Frame, Locator, Page

from leadframe.ledger import Snapshot
from leadframe.sandbox import Mode
from leadframe.web.closing import Closings
from leadframe.web.parts import EXTENSION
from tests.browser.partner import PartnersPage, partners_site
from tests.site import Site, running_site, served

Way = Literal["back", "forward"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A site of forms, a partner who frames them, and a stranger who may not.

    Attributes:
        site: the forms, as their operator sees them.
        forms: where visitors find them.
        partner: where the partner's pages are.
        stranger: where a stranger's are, which are the same.
        pages: what the page of a form is like, by the form's slug; plain unless it is here.
    """

    site: Site
    forms: str
    partner: str
    stranger: str
    pages: dict[str, PartnersPage]

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
        closings = Closings(self.site.backend.ledger.pause_reasons)
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
        pages: dict[str, PartnersPage] = {}
        with served(partners_site(site, forms, pages)) as partner:
            world = World(
                site=site,
                forms=forms,
                partner=_named(partner, "partner"),
                stranger=_named(partner, "stranger"),
                pages=pages,
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


def activate(element: Locator) -> None:
    """Press a button, or follow a link, by the keyboard.

    A click goes to a point, and some were lost on a busy machine: most likely where a frame had
    just changed its height and the point was still taken for one of the page around it.
    """
    element.press("Enter")


def _named(url: str, name: str) -> str:
    return url.replace("127.0.0.1", f"{name}.example")


def go_in_history(frame: Frame, to: Way) -> None:
    """Go where the browser's button goes; waiting for a load would miss a cached page."""
    with suppress(Error):  # the answer is lost where the page is gone before it was given
        frame.evaluate(f"history.{to}()")
