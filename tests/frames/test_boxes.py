from __future__ import annotations

from leadframe.frames.boxes import Cell, Grid, Style, fixed, nothing, stack
from leadframe.frames.lettering import Lettering
from leadframe.richtext import Span

GRID = Grid(two_from=600, row_gap=20, column_gap=16)
SMALL, TALL = Cell(fixed(50), is_wide=False), Cell(fixed(70), is_wide=False)
WIDE = Cell(fixed(100), is_wide=True)


def as_wide(width: float) -> float:
    """Be as high as wide, and so tell the width one is given."""
    return width


def test_a_style_adds_its_margins_and_paddings() -> None:
    style = Style(above=1, below=2, within=10, beside=30)

    assert style.around(as_wide)(100) == 1 + 10 + 70 + 2


def test_a_box_has_its_least_height_with_its_padding() -> None:
    style = Style(within=10, least=44)

    assert style.around(fixed(20))(100) == 44
    assert style.around(fixed(40))(100) == 50


def test_words_are_set_in_the_width_that_is_left() -> None:
    style = Style(beside=60, lettering=Lettering(line=20))

    assert style.text("short words")(180) == 20
    assert style.text("short words")(125) == 40


def test_strong_words_are_set_in_the_same_box() -> None:
    style = Style(above=1, within=10, lettering=Lettering(line=20))
    spans = [Span("short "), Span("words", is_strong=True)]

    assert style.rich_text(spans)(200) == 31
    assert style.rich_text(spans)(60) == 51


def test_no_words_make_no_box() -> None:
    assert Style(above=1, least=44).text("") is nothing


def test_a_stack_has_its_gaps_between() -> None:
    assert stack([fixed(10), fixed(20), as_wide], gap=5)(100) == 10 + 5 + 20 + 5 + 100
    assert stack([])(100) == 0


def test_a_narrow_grid_has_one_column() -> None:
    assert GRID.of([SMALL, TALL, WIDE])(599) == 50 + 20 + 70 + 20 + 100


def test_two_cells_share_a_row_as_high_as_the_taller() -> None:
    assert GRID.of([SMALL, TALL, SMALL])(600) == 70 + 20 + 50


def test_a_wide_cell_has_a_row_of_its_own_and_leaves_a_hole() -> None:
    assert GRID.of([SMALL, WIDE, TALL])(600) == 50 + 20 + 100 + 20 + 70


def test_cells_are_given_their_columns_width() -> None:
    assert GRID.of([Cell(as_wide, is_wide=False)])(616) == 300
    assert GRID.of([Cell(as_wide, is_wide=True)])(616) == 616
