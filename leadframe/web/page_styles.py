"""Which stylesheets the answer to this request carries; its policy allows these and no other."""

from __future__ import annotations

from flask import g

from leadframe.channels import FormDefinition
from leadframe.web.form_styles import form_stylesheet
from leadframe.web.parts import parts
from leadframe.web.stylesheet import Stylesheet


def style_for_form(definition: FormDefinition) -> None:
    """Have the page look as its form's channel file says."""
    if own := form_stylesheet(definition):
        g.stylesheets = (parts().stylesheet, own)


def style_with(stylesheet: Stylesheet) -> None:
    """Have the page carry this stylesheet alone."""
    g.stylesheets = (stylesheet,)


def page_stylesheets() -> tuple[Stylesheet, ...]:
    """Return the page's stylesheets: what every page has, then what its form adds."""
    chosen: tuple[Stylesheet, ...] = g.get("stylesheets") or (parts().stylesheet,)
    return chosen
