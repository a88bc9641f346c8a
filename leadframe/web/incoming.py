"""A request as it may come in: of any bytes, and not only of those that browsers send."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Request

AS_THEY_ARE = string.punctuation


class Incoming(Request):
    """A request whose query string can always be read.

    Browsers quote what is not ASCII (URL Standard, 1.3); what comes unquoted need not be UTF-8.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.query_string = quote_from_bytes(self.query_string, safe=AS_THEY_ARE).encode()
