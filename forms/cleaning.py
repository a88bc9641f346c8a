"""What visitors send, made into text that is safe to store, send and compare."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAKS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
ONE_LINE = str.maketrans("\n\t", "  ")
UNWANTED = re.compile(
    "["
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, NUL among them
    r"\ud800-\udfff"  # halves of surrogate pairs, which UTF-8 cannot carry
    r"\u202a-\u202e\u2066-\u2069"  # what turns the order of the text around it
    r"\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # what nobody sees
    r"\ufdd0-\ufdef\ufffe\uffff"  # noncharacters, which HTML does not allow, here and below
    + "".join(f"{chr(end)}{chr(end + 1)}" for end in range(0x1FFFE, 0x110000, 0x10000))
    + "]"
)
# Joiners, direction marks and accents hold a text together, and are none by themselves.
UNSEEN = {"Cf", "Mn", "Me"}
BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
# Signs that look alike and mean the same in a number or a date.
LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("−–—‐‑‒﹣－", "-"),  # noqa: RUF001 - they are meant
        **dict.fromkeys("’‘ʼ＇`´", "'"),  # noqa: RUF001 - they are meant
        **dict.fromkeys("٪％﹪", "%"),  # noqa: RUF001 - they are meant
        **dict.fromkeys("．﹒", "."),  # noqa: RUF001 - they are meant
        **dict.fromkeys("，﹐", ","),  # noqa: RUF001 - they are meant
    }
)


def tidy_text(text: str) -> str:
    r"""Return a text of several lines: NFC, trimmed, lines parted by \n, nothing unwanted.

    A text of which nothing can be seen is empty.
    """
    if text.isascii() and text.isprintable():
        # Most lines are such, and nothing in them is unwanted.
        return text.strip()
    lines = text.replace("\r\n", "\n").translate(LINE_BREAKS)
    kept = UNWANTED.sub("", lines)
    return unicodedata.normalize("NFC", kept).strip() if any(map(_is_seen, kept)) else ""


def tidy_line(text: str) -> str:
    """Return a text of one line: like `tidy_text`, with spaces where lines ended."""
    return tidy_text(text).translate(ONE_LINE)


def plain(text: str) -> str:
    """Return a number or a date in plain signs, whatever script and keyboard it was typed in.

    Digits become 0 to 9, every space an ordinary one, minus signs a hyphen; direction marks go.
    """
    shown = (sign for sign in text.translate(LOOKALIKES) if unicodedata.category(sign) != "Cf")
    return "".join(_plain_sign(sign) for sign in shown).strip()


def _is_seen(sign: str) -> bool:
    blank = sign.isspace() or sign in BLANK_LETTERS
    return not blank and unicodedata.category(sign) not in UNSEEN


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
