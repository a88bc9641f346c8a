"""How high a form's frame must be at each width, where browsers do not find out themselves."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from math import ceil

from flask_babel import force_locale

from forms.builder import form_class
from forms.token import TokenSigner
from leadframe.channels import FormDefinition
from leadframe.frames.mistakes import mistakes_at_once
from leadframe.frames.outline import Outline
from leadframe.frames.styles import MEASURE
from leadframe.languages import locale_of

# From each of these widths on a frame may get a height of its own, in CSS pixels: phones upright,
# the button beside its reminder, two columns.
WIDTHS = (280, 320, 360, 400, 480, 600)
# A height that differs less from that of narrower frames is not worth its bytes.
LEAST_DIFFERENCE = 16
# A frame that is hidden when its page loads, as in a tab, never learns how high its form is
# (measured in Chromium 156): so much of it is seen, and the outcome leaves no more empty than that.
MOST_UNASKED = 480


def height_at(
    definition: FormDefinition, language: str, width: float, *, with_mistakes: bool
) -> int:
    """Return how high a form is in a frame of a width, in CSS pixels.

    Every conditional field counts as shown. Of a form in steps the highest step counts. The page
    of all answers, which is as long as they are, scrolls in its frame.

    Args:
        definition: the form.
        language: one of its languages.
        width: the frame's, in CSS pixels.
        with_mistakes: whether there is room for the mistakes that one visitor makes at once.
    """
    with force_locale(locale_of(language)):
        # The token is no part of what is seen, and never leaves this function.
        signer = TokenSigner([secrets.token_hex(32)], max_age_seconds=1)
        form = form_class(definition, language).for_visit(signer, formdata=None)
        form.reveal()
        heights = []
        for page in form.steps or form.pages:
            form.open_at(page)
            mistakes = mistakes_at_once(form.visible_fields) if with_mistakes else {}
            heights.append(Outline(form=form, language=language, mistakes=mistakes).height(width))
        return ceil(max(heights))


def frame_heights(definition: FormDefinition, language: str | None) -> Iterator[tuple[int, int]]:
    """Yield (width, height) for each width from which frames have that height, narrowest first.

    There is room for the mistakes that one visitor makes at once.

    Args:
        definition: the form.
        language: one of its languages, or None: then the tallest of all counts.
    """
    languages = [language] if language else definition.languages
    before = None
    for width in WIDTHS:
        height = max(height_at(definition, one, width, with_mistakes=True) for one in languages)
        if before is None or before - height >= LEAST_DIFFERENCE:
            yield width, height
            before = height


def least_height(definition: FormDefinition, language: str | None) -> int:
    """Return the height below which a frame that is sized by its browser need not fall.

    Args:
        definition: the form.
        language: one of its languages, or None: then the lowest of all counts.
    """
    languages = [language] if language else definition.languages
    heights = (height_at(definition, one, MEASURE, with_mistakes=False) for one in languages)
    return min(MOST_UNASKED, *heights)
