"""Which pages stay where there is no room for all, and what is remembered of who asked for them."""

from __future__ import annotations

import pytest

from leadframe.channels import Catalog, FormDefinition
from leadframe.web.asking import Facts
from leadframe.web.finds import Finds
from leadframe.web.rendering import Manner, Place, Wanted
from leadframe.web.shelf import OVERHEAD_BYTES, KeptPage, Shelf
from leadframe.web.splices import Halves, Plain
from tests.site import EXAMPLES

TOKEN = b"token"
PAGE_BYTES = 1000
FIRST, SECOND, THIRD, FOURTH = (
    (Place(slug, embedded=False), Manner("https://forms.example", "en", "", "", ""))
    for slug in ("first", "second", "third", "fourth")
)


@pytest.fixture(scope="module")
def form() -> FormDefinition:
    return Catalog(EXAMPLES, environment={}).get("contact")


@pytest.fixture
def shelf() -> Shelf:
    """Return one with room for three pages."""
    return Shelf(3 * (OVERHEAD_BYTES + PAGE_BYTES))


def page_of(form: FormDefinition, size: int = PAGE_BYTES) -> KeptPage:
    return KeptPage(
        slug=form.slug,
        route="/f/<slug>",
        definition=form,
        headers=[],
        splice=Plain(Halves(b"<p>", TOKEN, b"x" * (size - 3))),
        stamp=lambda: TOKEN,
        token_length=len(TOKEN),
    )


def put(shelf: Shelf, form: FormDefinition, *all_wanted: Wanted) -> None:
    for wanted in all_wanted:
        shelf.put(wanted, page_of(form))


def kept(shelf: Shelf, form: FormDefinition) -> set[Wanted]:
    return {wanted for wanted in (FIRST, SECOND, THIRD, FOURTH) if shelf.get(wanted, form)}


def ask_for(shelf: Shelf, form: FormDefinition, wanted: Wanted) -> None:
    page = shelf.get(wanted, form)
    assert page
    assert page.for_visitor()


def test_where_all_were_asked_for_the_first_one_leaves(shelf: Shelf, form: FormDefinition) -> None:
    put(shelf, form, FIRST, SECOND, THIRD, FOURTH)

    assert kept(shelf, form) == {SECOND, THIRD, FOURTH}


def test_a_page_that_was_asked_for_since_stays_for_those_that_were_not(
    shelf: Shelf, form: FormDefinition
) -> None:
    put(shelf, form, FIRST, SECOND, THIRD, FOURTH)
    ask_for(shelf, form, SECOND)

    put(shelf, form, FIRST)

    assert kept(shelf, form) == {FIRST, SECOND, FOURTH}


def test_a_page_that_is_large_has_several_leave(shelf: Shelf, form: FormDefinition) -> None:
    put(shelf, form, FIRST, SECOND, THIRD)

    shelf.put(FOURTH, page_of(form, 2 * PAGE_BYTES))

    assert kept(shelf, form) == {THIRD, FOURTH}
    assert shelf.kept_bytes == 2 * OVERHEAD_BYTES + 3 * PAGE_BYTES


def test_a_page_that_takes_anothers_place_takes_its_room(
    shelf: Shelf, form: FormDefinition
) -> None:
    put(shelf, form, FIRST, SECOND, FIRST, FIRST, THIRD)

    assert kept(shelf, form) == {FIRST, SECOND, THIRD}
    assert shelf.kept_bytes == 3 * (OVERHEAD_BYTES + PAGE_BYTES)


def test_what_is_larger_than_the_shelf_has_nobody_leave(shelf: Shelf, form: FormDefinition) -> None:
    put(shelf, form, FIRST)

    shelf.put(SECOND, page_of(form, 20 * PAGE_BYTES))

    assert kept(shelf, form) == {FIRST}


def test_a_find_is_forgotten_with_its_page(shelf: Shelf, form: FormDefinition) -> None:
    finds = Finds()
    put(shelf, form, FIRST)
    finds.put(asked("first"), shelf.get(FIRST, form) or page_of(form))
    assert finds.get(asked("first")) is shelf.get(FIRST, form)

    put(shelf, form, SECOND, THIRD, FOURTH)

    assert finds.get(asked("first")) is None


def test_no_more_finds_are_remembered_than_there_may_be(form: FormDefinition) -> None:
    page, finds = page_of(form), Finds(most=2)

    for name in ("first", "second", "first", "third"):
        finds.put(asked(name), page)

    assert [finds.get(asked(name)) for name in ("first", "second", "third")] == [None, page, page]


def asked(name: str) -> Facts:
    return f"/f/{name}", ("", "forms.example")
