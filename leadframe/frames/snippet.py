"""The few lines a partner pastes."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from leadframe.channels import FormDefinition
from leadframe.frames.heights import frame_heights, least_height
from leadframe.frames.look import Look
from leadframe.frames.styles import MEASURE

# The widths that decide are the frame's: it may stand in a narrow column of a wide page. To be
# asked for its width a box must not take it from its content (CSS Conditional 5), so it is told
# what to want where its place is as wide as what stands there, as in a flex container or a table.
# A frame without a width, as in a folded panel, would be as high as its longest word has letters:
# it is 200 px wide at least.
TEMPLATE = """\
<style>.{name}{{container-type:inline-size;flex-grow:1;min-width:0;max-width:min({measure}px,100%);\
contain-intrinsic-inline-size:min({measure}px,80vw)}}
.{name} iframe{{display:block;width:100%;min-width:200px;border:0;\
height:{narrow}px;color-scheme:{scheme}}}
{wider}@supports(frame-sizing:content-height)\
{{.{name} iframe{{height:auto;min-height:{least}px;frame-sizing:content-height}}}}</style>
<div class="{name}"><iframe title="{title}" loading="lazy"
 src="{origin}/f/{slug}/embed{query}"><a href="{origin}/f/{slug}{query}">{title}</a></iframe></div>
"""
WIDER = "@container(min-width:{width}px){{.{name} iframe{{height:{height}px}}}}\n"
# A partner's page that declares a colour scheme has its frame follow; one that does not is light,
# whatever the visitor likes. A registered colour tells them apart (CSS Properties and Values 1).
FOLLOWING = """\
@property --leadframe{{syntax:"<color>";inherits:true;initial-value:#fff}}
.{name}{{--leadframe:light-dark(#fff,#000)}}
@container style(--leadframe:#000){{.{name} iframe{{color-scheme:dark}}}}
"""


def snippet_of(definition: FormDefinition, origin: str, look: Look | None = None) -> str:
    """Return the HTML that frames a form in a partner's page, with a plain link inside.

    Chromium sizes the frame by itself (`frame-sizing`, CSS Sizing 4); others take the heights
    for the frame's width, which leave room for mistakes. Our own words are in the look's
    language only in an application's context.

    Args:
        definition: the form.
        origin: the address visitors know this server by, such as https://forms.example.
        look: what the partner chose; the channel file's unless given.
    """
    look = look or Look.of(definition)
    # No slug and no language has a "_".
    name = "_".join(filter(None, ("leadframe", definition.slug, look.language, look.theme)))
    (_, narrow), *heights = frame_heights(definition, look.language)
    wider = "".join(
        WIDER.format(name=name, width=width, height=height) for width, height in heights
    )
    fallback = definition.languages[0]
    return TEMPLATE.format(
        name=name,
        measure=MEASURE,
        narrow=narrow,
        least=least_height(definition, look.language),
        scheme="dark" if look.theme == "dark" else "light",
        wider=wider + (FOLLOWING.format(name=name) if look.theme == "auto" else ""),
        title=escape(definition.title.in_language(look.language or fallback, fallback=fallback)),
        origin=escape(origin),
        slug=definition.slug,
        query=_query(definition, look),
    )


def _query(definition: FormDefinition, look: Look) -> str:
    """Return what the form's address says of the look, unless the channel file says so already."""
    asked = {"lang": look.language, "theme": look.theme}
    if look.theme == definition.theme.mode:
        del asked["theme"]
    query = urlencode({name: value for name, value in asked.items() if value})
    return escape(f"?{query}") if query else ""
