"""A partner's site, whose pages frame forms with the snippet that partners are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, Response, request

from leadframe.frames import Look, Theme, snippet_of
from tests.site import Site

HTML = """\
<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Our garden</title>
{head}
<h1>Our garden</h1>
{before}
{snippet}
{after}
<p>The end of our page</p>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnersPage:
    """What stands around the snippet, and what the partner's system makes of it.

    Attributes:
        headers: the page's own.
        head: elements of its head.
        before: what comes before the snippet.
        after: what comes after it.
        attributes: those that the frame is given in addition.
        theme: the look that the partner chose, if not the form's own.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    head: str = ""
    before: str = ""
    after: str = ""
    attributes: str = ""
    theme: Theme | None = None

    def html(self, snippet: str) -> str:
        """Return the page."""
        pasted = snippet.replace("<iframe ", f"<iframe {self.attributes} ")
        return HTML.format(head=self.head, before=self.before, snippet=pasted, after=self.after)


def partners_site(site: Site, forms: str, pages: Mapping[str, PartnersPage]) -> Flask:
    """Frame each form in its page of `pages`, or in a plain one.

    Args:
        site: the forms.
        forms: the address that visitors know them by.
        pages: by the form's slug; they may change meanwhile.
    """
    app = Flask("partner", static_folder=None)

    def page(slug: str) -> Response:
        partners = pages.get(slug, PartnersPage())
        definition = site.backend.catalog.get(slug)
        theme = partners.theme or definition.theme.mode
        look = Look(theme=theme, language=request.args.get("lang"))
        with site.app.app_context():
            html = partners.html(snippet_of(definition, forms, look))
        return Response(html, headers=dict(partners.headers), mimetype="text/html")

    app.add_url_rule("/garden/<slug>", view_func=page)
    return app
