"""What visitors send, made into text that is safe to store, send and compare."""

from __future__ import annotations

import unicodedata

LINE_BREAKS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
ONE_LINE = str.maketrans("\n\t", "  ")
# Control characters, NUL among them, and halves of surrogate pairs, which UTF-8 cannot carry.
UNWANTED = {"Cc", "Cs"}
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
    r"""Return a text of several lines: NFC, trimmed, lines parted by \n, no control characters."""
    lines = text.replace("\r\n", "\n").translate(LINE_BREAKS)
    kept = "".join(sign for sign in lines if sign in "\n\t" or _is_wanted(sign))
    return unicodedata.normalize("NFC", kept).strip()


def tidy_line(text: str) -> str:
    """Return a text of one line: like `tidy_text`, with spaces where lines ended."""
    return tidy_text(text).translate(ONE_LINE)


def plain(text: str) -> str:
    """Return a number or a date in plain signs, whatever script and keyboard it was typed in.

    Digits become 0 to 9, every space an ordinary one, minus signs a hyphen; direction marks go.
    """
    shown = (sign for sign in text.translate(LOOKALIKES) if unicodedata.category(sign) != "Cf")
    return "".join(_plain_sign(sign) for sign in shown).strip()


def _is_wanted(sign: str) -> bool:
    return unicodedata.category(sign) not in UNWANTED


def _plain_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
