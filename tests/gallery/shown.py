"""What a picture shows: the page's HTML, without what is different every time."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from leadframe.frames import Look, snippet_of
from tests.audit.plan import view_page
from tests.audit.scenes import Scenes
from tests.audit.states import STATES
from tests.gallery.pictures import Picture
from tests.pages import Page

# One of those who may frame the example forms.
PARTNER = "http://localhost:8000/"
PARTNERS_PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A partner's page</title>
<style>
body {{ margin: 0; font: 1rem/1.5 Georgia, serif }}
header, footer {{ background: light-dark(#e8e4da, #2b2a26) }}
header, footer {{ padding: 1rem max(1.5rem, 50% - 21rem) }}
main {{ padding: 1rem; max-width: 42rem; margin: auto }}
</style>
<header>A partner's page</header>
<main>
{snippet}
</main>
<footer>Here the partner's page goes on.</footer>
"""
REFERENCE = "2345 6789 ABCD EFGH"
RECEIVED = "2030-01-31 09:30"
# What no two visits share, and what it is in a picture.
VARIES = (
    (re.compile(r'(name="token" value=")[^"]*'), r"\1"),
    (re.compile(r"/sent/[^?&#\"]+"), "/sent/receipt"),
    (re.compile(r'(<strong dir="ltr">)[^<]+'), rf"\g<1>{REFERENCE}"),
    (re.compile(r"<time [^>]+>[^<]+"), f'<time datetime="{RECEIVED}Z">{RECEIVED}'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page for a picture.

    Attributes:
        page: as it was answered.
        html: what is shown of it.
        partners_page: what frames it, if anything does.
    """

    page: Page
    html: str
    partners_page: str = ""

    def digest(self, picture: Picture) -> str:
        """Return a short text that changes whenever the picture would.

        The heights in a partner's snippet are for browsers other than that of the pictures.
        """
        site = self.page.browser.house.origin
        frame = PARTNERS_PAGE if picture.view.framed else ""
        told = "\0".join((str(picture.window), frame, self.html.replace(site, "")))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def shown_in(picture: Picture, scenes: Scenes) -> Shown:
    """Lead a visitor to the page of a picture."""
    view = picture.view
    page = view_page(view, scenes)
    html = steady(page.answer.body)
    if not view.framed:
        return Shown(page=page, html=html)
    site = scenes[STATES[view.state].scene].site
    definition = site.backend.catalog.get(view.slug)
    look = Look(theme=definition.theme.mode, language=view.language)
    with site.app.app_context():
        snippet = snippet_of(definition, site.url, look)
    return Shown(page=page, html=html, partners_page=PARTNERS_PAGE.format(snippet=snippet))


def steady(html: str) -> str:
    """Return a page without its token, receipt, reference and time, which are new each time."""
    for pattern, constant in VARIES:
        html = pattern.sub(constant, html)
    return html
