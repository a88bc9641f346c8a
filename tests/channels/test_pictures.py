from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadframe.channels.logo import Logo
from leadframe.channels.pictures import Picture, measure
from tests.channels.pictures import jpeg, png, svg

SIZES = st.integers(1, 0xFFFF)


@given(SIZES, SIZES)
def test_a_jpeg_tells_its_size(width: int, height: int) -> None:
    assert measure(jpeg(width, height)) == Picture("image/jpeg", width, height)


def test_a_png_tells_its_size() -> None:
    assert measure(png(120, 40)) == Picture("image/png", 120, 40)


@pytest.mark.parametrize(
    "attributes",
    [
        'width="120" height="40"',
        'width="120px" height="39.6"',
        'viewBox="0 0 120 40"',
        'viewBox="5,5,120,40" width="100%" height="100%"',
        'viewBox="0 0 120 40" width="10em"',
    ],
)
def test_an_svg_tells_its_size(attributes: str) -> None:
    picture = b'<?xml version="1.0"?><!DOCTYPE svg>\n<!-- ours -->' + svg(attributes)

    assert measure(picture) == Picture("image/svg+xml", 120, 40)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "is not a PNG, JPEG or SVG picture"),
        (b"GIF89a", "is not a PNG, JPEG or SVG picture"),
        (b"<p>Hello</p>", "is not a PNG, JPEG or SVG picture"),
        (b"<svg></svg>", "is not SVG; its root is"),
        (b"<p xmlns='http://www.w3.org/1999/xhtml'><svg/></p>", "is not SVG; its root is"),
        (b"<svg", "is not well-formed SVG: unclosed token"),
        (svg(""), "does not tell its size"),
        (svg('width="0" height="5"'), "does not tell its size"),
        (svg('width="1.2.3" height="5"'), "does not tell its size"),
        (svg('viewBox="0 0 inf nan"'), "does not tell its size"),
        (svg('viewBox="none"'), "does not tell its size"),
        (png(0, 5), "does not tell its size"),
        (png(5, 5)[:16], "does not tell its size"),
        (b"\xff\xd8", "does not tell its size"),
        (b"\xff\xd8\xff", "does not tell its size"),
        (b"\xff\xd8\xff\xda", "does not tell its size"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match="^" + fault):
        measure(content)


@given(st.integers(0, 40))
def test_a_picture_that_is_cut_off_tells_its_size_or_none(length: int) -> None:
    for whole in (png(5, 7), jpeg(5, 7)):
        try:
            picture = measure(whole[:length])
        except ValueError:
            continue
        assert 0 < picture.width <= 5
        assert 0 < picture.height <= 7


def test_entities_that_multiply_are_refused() -> None:
    entities = "".join(f'<!ENTITY e{n} "{10 * f"&e{n - 1};"}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE svg [<!ENTITY e0 "ha">{entities}]>'.encode() + svg("", "&e9;")

    with pytest.raises(ValueError, match="is not well-formed SVG"):
        measure(bomb)


def test_a_logo_is_named_by_its_content() -> None:
    assert Logo.of(png(1, 1)).digest == Logo.of(png(1, 1)).digest != Logo.of(png(1, 2)).digest
    assert len(repr(Logo.of(png(500, 500)))) < 200
