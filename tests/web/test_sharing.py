from __future__ import annotations

from leadframe.web.sharing import shared
from leadframe.web.splices import Halves, Plain

TOKEN = b"a-token"


def test_of_equal_values_all_have_the_first() -> None:
    first, second = (f"no-cache {number}" for number in (1, 1))
    assert first is not second

    assert shared(first) is first
    assert shared(second) is first


def test_pages_of_one_style_are_each_whole() -> None:
    pages = [
        Halves(b"<title>%d</title><style>p{}</style><p>" % number, TOKEN, b"</p>")
        for number in range(2)
    ]

    shown = [Plain(page).with_token(b"another") for page in pages]

    assert shown == [
        b"<title>0</title><style>p{}</style><p>another</p>",
        b"<title>1</title><style>p{}</style><p>another</p>",
    ]


def test_a_page_without_a_style_is_whole() -> None:
    assert Plain(Halves(b"<p>", TOKEN, b"</p>")).with_token(b"x") == b"<p>x</p>"
