"""The few lines a partner pastes, with a height for browsers that cannot size frames."""

from __future__ import annotations

from html import escape

from leadframe.channels.fields import CheckboxField, ChoiceField, ConsentField, HiddenField
from leadframe.channels.model import FormDefinition

# Heights in CSS pixels of what the page is made of; they follow static/css/fields.css.
HEADING, MARGIN, GAP, BUTTON = 120, 32, 20, 56
ROW, TEXTAREA, CHOICE, HINT, ERROR, SUMMARY_LINE = 70, 146, 48, 27, 27, 28
SUMMARY = 90

TEMPLATE = """\
<style>.leadframe{{display:block;width:100%;max-width:640px;border:0;height:{narrow}px}}
@media(min-width:680px){{.leadframe{{height:{wide}px}}}}
@supports(frame-sizing:content-height){{.leadframe{{height:auto;min-height:150px;frame-sizing:content-height}}}}</style>
<iframe class="leadframe" title="{title}" style="color-scheme:{scheme}" loading="lazy"
 src="{origin}/f/{slug}/embed"><a href="{origin}/f/{slug}">{title}</a></iframe>
"""


def snippet_of(definition: FormDefinition, origin: str) -> str:
    """Return the HTML that frames a form in a partner's page, with a plain link inside.

    Chromium sizes the frame by itself (`frame-sizing`, CSS Sizing 4); others take the fixed
    heights, which leave room for one error at every field.

    Args:
        definition: the form.
        origin: the address visitors know this server by, such as https://forms.example.
    """
    title = definition.title.in_language(definition.languages[0], fallback="")
    return TEMPLATE.format(
        narrow=_height(definition, columns=1),
        wide=_height(definition, columns=2),
        title=escape(title),
        scheme=_scheme(definition.theme.mode),
        origin=escape(origin),
        slug=definition.slug,
    )


def _scheme(mode: str) -> str:
    """Return the frame's colour scheme: light unless the form says dark.

    A frame whose scheme differs from its page's gets an opaque ground (CSS Color Adjustment 1),
    and most partners' pages are light whatever the visitor likes: with "auto" and no scheme
    declared, Chromium shows a dark slab on a white page (measured).
    """
    return "dark" if mode == "dark" else "light"


def _height(definition: FormDefinition, *, columns: int) -> int:
    """Estimate the height with every field in error; short fields share a row of two columns."""
    total, short = HEADING + MARGIN + SUMMARY + BUTTON, 0
    for field in definition.fields:
        if isinstance(field, HiddenField):
            continue
        total += SUMMARY_LINE
        height = ERROR + (HINT if field.help else 0)
        if isinstance(field, ChoiceField) and field.type != "select":
            total += height + HINT + CHOICE * len(field.options) + GAP
        elif isinstance(field, CheckboxField | ConsentField):
            total += height + CHOICE + GAP
        elif field.type == "textarea":
            total += height + TEXTAREA + GAP
        else:
            short += height + ROW + GAP
    return total + short // columns
