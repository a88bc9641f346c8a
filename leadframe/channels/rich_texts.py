"""Texts of a channel file that may hold links and stress."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from leadframe.channels.text import Text
from leadframe.richtext import plain

# What was meant for a link and is read as words.
BROKEN_LINK = re.compile(r"\[?[^\[\]]{0,40}\]\([^\s)]*\)?")


def _with_sound_links(text: Text) -> Text:
    for written in text.by_language.values():
        if broken := BROKEN_LINK.search(plain(written)):
            raise ValueError(
                f'"{broken.group()}" is no link; write [words](address), with an address that'
                " starts with https://, http:// or mailto: and has no spaces"
            )
    return text


RichText = Annotated[Text, AfterValidator(_with_sound_links)]
