"""Which pictures there are: each a page in a state, as one visitor's browser shows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.audit.views import SLUGS, View, Window, languages_of
from tests.docs.pages import FOLDER

IMAGES = FOLDER / "images" / "gallery"
PHONE_WIDTH = 390
DESKTOP_WIDTH = 900
LIGHT_PHONE, DARK_PHONE = Window(PHONE_WIDTH, "light"), Window(PHONE_WIDTH, "dark")
LIGHT_DESKTOP, DARK_DESKTOP = Window(DESKTOP_WIDTH, "light"), Window(DESKTOP_WIDTH, "dark")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in a window, if framed then in a partner's page."""

    view: View
    window: Window

    def __str__(self) -> str:
        return f"{self.view}-{self.device}-{self.window.scheme}"

    @property
    def device(self) -> str:
        return "phone" if self.window.width == PHONE_WIDTH else "desktop"

    @property
    def file(self) -> Path:
        """Where it is kept."""
        return IMAGES / f"{self}.webp"

    @property
    def caption(self) -> str:
        """What it is beside others of its section."""
        place = "in a partner's page" if self.view.framed else "hosted"
        return f"{place}, {self.device}, {self.window.scheme}"


@dataclass(frozen=True, slots=True)
class Section:
    """Pictures that are looked at together."""

    title: str
    text: str
    pictures: tuple[Picture, ...]


def form_section(slug: str) -> Section:
    """Return an example form, hosted and framed, in every window, in its own first language."""
    language = "en" if "en" in languages_of(slug) else languages_of(slug)[0]
    hosted, framed = (View("form", slug, language, framed=framed) for framed in (False, True))
    return Section(
        title=slug,
        text=f"`examples/{slug}.toml`",
        pictures=(
            Picture(hosted, LIGHT_DESKTOP),
            Picture(hosted, DARK_PHONE),
            Picture(framed, DARK_DESKTOP),
            Picture(framed, LIGHT_PHONE),
        ),
    )


def hosted(state: str, slug: str, window: Window, language: str = "en") -> Picture:
    """Return a page at the form's own link."""
    return Picture(View(state, slug, language, framed=False), window)


def framed(state: str, slug: str, window: Window, language: str = "en") -> Picture:
    """Return a page in a partner's page."""
    return Picture(View(state, slug, language, framed=True), window)


SECTIONS = (
    *map(form_section, SLUGS),
    Section(
        "Mistakes",
        "A summary that leads to each field, and the message beside the field.",
        (
            hosted("errors", "event", LIGHT_DESKTOP),
            framed("errors", "contact", DARK_PHONE),
            hosted("stale", "newsletter", LIGHT_PHONE),
        ),
    ),
    Section(
        "Several steps",
        "The answers travel in the pages; all are shown once more before they are sent.",
        (
            hosted("step", "project", LIGHT_DESKTOP),
            framed("step-errors", "project", DARK_PHONE),
            hosted("check", "project", LIGHT_PHONE),
            framed("check", "project", DARK_DESKTOP),
        ),
    ),
    Section(
        "What is doubtful",
        "A form may ask once more before it takes what looks a little like spam.",
        (
            hosted("confirm", "contact", LIGHT_PHONE),
            framed("confirm", "event", DARK_PHONE, "ar"),
        ),
    ),
    Section(
        "Outcomes",
        "What is true of the lead at that moment; never delivered before it is.",
        (
            hosted("sending", "contact", LIGHT_PHONE),
            hosted("delivered", "workshop", LIGHT_PHONE),
            hosted("received", "contact", DARK_PHONE),
            hosted("refused", "contact", LIGHT_PHONE),
            framed("delivered", "event", DARK_DESKTOP),
        ),
    ),
    Section(
        "From right to left",
        "A form in Arabic.",
        (
            hosted("form", "event", LIGHT_DESKTOP, "ar"),
            framed("errors", "event", DARK_PHONE, "ar"),
            hosted("delivered", "event", LIGHT_PHONE, "ar"),
        ),
    ),
    Section(
        "When something is in the way",
        "Every error page is a page of ours, in the visitor's language; what was typed is kept.",
        (
            hosted("closed", "contact", LIGHT_PHONE),
            hosted("not-stored", "newsletter", DARK_PHONE),
            hosted("not-found", "", LIGHT_PHONE),
        ),
    ),
)
PICTURES = tuple(picture for section in SECTIONS for picture in section.pictures)
