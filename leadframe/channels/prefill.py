"""By which key of a form's address a field may be filled in."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import PlainValidator

# As campaigns name theirs: utm_source, gclid, mc_cid, hsa.cam.
KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
# What the pages themselves read from their addresses, and what only a form may send.
PAGE_KEYS = {"lang", "theme", "sent", "look", "token", "go"}


def read_prefill(value: object) -> bool | str:
    """Read whether an address may fill a field in, or by which key where it is not the field's.

    Raises:
        ValueError: it is something else.
    """
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value in {"true", "false"}:
        raise ValueError('write true or false, or a key in quotes such as "utm_source"')
    if not KEY.fullmatch(value):
        raise ValueError("a key has letters, digits, . _ and -, and starts with a letter")
    return value


Prefill = Annotated[bool | str, PlainValidator(read_prefill)]
