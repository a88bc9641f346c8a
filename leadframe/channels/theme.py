"""How a form looks: the [theme] of its channel file."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import PlainValidator, ValidationInfo, field_validator, model_validator

from leadframe.channels.by_mode import ByMode, Mode, read_by_mode
from leadframe.channels.colour import Colour, Need, nearest_passing
from leadframe.channels.fonts import Fonts, read_fonts
from leadframe.channels.palette import (
    OURS,
    Palette,
    accent_for,
    background_for,
    need_of_accent,
    need_of_background,
    palette,
)
from leadframe.channels.strict import Strict
from leadframe.channels.text import Text

COLOUR_REMEDY = (
    'write a colour such as "#3b82f6", or a table such as { light = "#1d4ed8", dark = "#93c5fd" }'
)
LOGO_REMEDY = (
    'write the name of a file such as "logo.svg",'
    ' or a table such as { light = "logo.svg", dark = "logo-dark.svg" }'
)


def _colours(value: object) -> ByMode[Colour]:
    return read_by_mode(value, Colour.parse, remedy=COLOUR_REMEDY)


def _file_names(value: object) -> ByMode[str]:
    table = {"light": value} if isinstance(value, str) else value
    return read_by_mode(table, str, remedy=LOGO_REMEDY)


Colours = Annotated[ByMode[Colour], PlainValidator(_colours)]
FileNames = Annotated[ByMode[str], PlainValidator(_file_names)]


class Theme(Strict):
    """How the form looks; each key changes tokens of the stylesheet and nothing else.

    A colour given as one text is for the mode that the form is in, "light" when that is "auto".
    What the other mode has is computed from it: an address may ask for either with `?theme=`.
    """

    # The order counts: a background is checked in its mode, an accent on its background.
    mode: Literal["auto", "light", "dark"] = "auto"
    background: Colours | None = None
    accent: Colours | None = None
    radius: Literal["none", "small", "medium", "large"] = "medium"
    density: Literal["comfortable", "compact"] = "comfortable"
    font: Annotated[Fonts, PlainValidator(read_fonts)] = ("system",)
    logo_alt: Text | None = None
    logo: FileNames | None = None

    @field_validator("background", "accent", mode="before")
    @classmethod
    def _one_colour_is_for_the_forms_own_mode(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str):
            return {"dark" if info.data.get("mode") == "dark" else "light": value}
        return value

    @field_validator("background")
    @classmethod
    def _text_can_be_read_on_it(cls, value: ByMode[Colour]) -> ByMode[Colour]:
        for mode, colour in value.given():
            _refuse_unless(need_of_background(mode), colour, f"the text of {mode} pages")
        return value

    @field_validator("accent")
    @classmethod
    def _can_be_read_on_the_background(
        cls, value: ByMode[Colour], info: ValidationInfo
    ) -> ByMode[Colour]:
        for mode, colour in value.given():
            background = _background(info.data.get("background"), mode) or OURS[mode]["surface"]
            need = need_of_accent(background)
            _refuse_unless(need, colour, f"the background of {mode} pages")
        return value

    @field_validator("logo")
    @classmethod
    def _has_words_too(cls, value: ByMode[str], info: ValidationInfo) -> ByMode[str]:
        if info.data.get("logo_alt", "faulty") is None:
            raise ValueError('say in words what it shows: add logo_alt = "Acme"')
        return value

    @model_validator(mode="after")
    def _words_are_for_a_logo(self) -> Self:
        if self.logo_alt and not self.logo:
            raise ValueError("logo_alt goes with a logo; add it, or leave logo_alt out")
        return self

    def palette(self, mode: Mode) -> Palette:
        """Return all colours of a mode."""
        background = _background(self.background, mode)
        accent = _accent(self.accent, mode, background or OURS[mode]["surface"])
        return palette(mode, accent=accent, background=background)


def _background(given: ByMode[Colour] | None, mode: Mode) -> Colour | None:
    """Return a mode's background: as given, or to go with the other mode's."""
    if given is None:
        return None
    other = given.other(mode)
    return given.own(mode) or (background_for(mode, other) if other else None)


def _accent(given: ByMode[Colour] | None, mode: Mode, background: Colour) -> Colour | None:
    if given is None:
        return None
    other = given.other(mode)
    return given.own(mode) or (accent_for(mode, other, background) if other else None)


def _refuse_unless(need: Need, colour: Colour, ground: str) -> None:
    """Refuse a colour that cannot be seen well enough, and name the nearest that can.

    Raises:
        ValueError: it does not meet the need.
    """
    if need.is_met_by(colour):
        return
    better = nearest_passing(colour, need)
    raise ValueError(
        f"{colour} has a contrast of {_shown(need.ratio_of(colour))} with {need.ground},"
        f" {ground}, and needs {need.ratio}:1 (WCAG 2.2 AA); the nearest that has it is"
        f' "{better}" with {_shown(need.ratio_of(better))}'
    )


def _shown(ratio: float) -> str:
    """Write a ratio, never rounded up to one that would pass."""
    return f"{int(ratio * 100) / 100:.2f}:1"
