"""The input that people leave empty, on every page that is sent."""

from __future__ import annotations

import pytest

from forms.decoy import decoy_name
from leadframe.ledger import State
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import filled, sent_bodies

DECOY = decoy_name("project")


def steps(browser: Browser, *decoys: str) -> list[Page]:
    """Go through the form in steps with this in the decoy of each page, as far as there is any."""
    answers: list[dict[str, str]] = [
        {"first_name": "Ada", "email": "ada@example.com"},
        {"kind": "sauna", "notes": "Deep."},
        {"budget": "250 000", "privacy": "true"},
        {},
    ]
    pages = [browser.get("/f/project")]
    for number, typed in enumerate(answers):
        decoy = {DECOY: decoys[number]} if number < len(decoys) else {}
        pages.append(pages[-1].fill(**typed, **decoy).send())
    return pages


@pytest.mark.parametrize("slug", ["contact", "all-fields", "contact/embed", "newsletter"])
def test_every_form_has_one_that_is_empty(browser: Browser, slug: str) -> None:
    page = browser.get(f"/f/{slug}")

    assert page.values[decoy_name(slug.removesuffix("/embed"))] == [""]
    assert "Leave this empty" in page.words


def test_every_step_has_one_and_who_leaves_it_empty_is_served(browser: Browser, site: Site) -> None:
    *pages, result = steps(browser)

    assert [page.values[DECOY] for page in pages] == [[""]] * 4
    assert site.attempted(result.reference).state is State.DELIVERED


def test_what_was_written_in_it_on_a_step_stays_until_it_is_taken_out(
    browser: Browser, site: Site
) -> None:
    *pages, result = steps(browser, "Ada")
    assert [page.values[DECOY] for page in pages] == [[""], ["Ada"], ["Ada"], ["Ada"]]
    assert site.snapshot(result.reference).state is State.QUARANTINED

    corrected = steps(browser, "Ada", "")[-1]

    assert site.attempted(corrected.reference).state is State.DELIVERED


def test_going_back_keeps_it(browser: Browser) -> None:
    second = browser.get("/f/project").fill(
        **{"first_name": "Ada", "email": "ada@example.com", DECOY: "Ada"}
    )

    assert second.send().send("Back").values[DECOY] == ["Ada"]


def test_it_is_not_among_the_answers_that_are_looked_over(browser: Browser) -> None:
    check = steps(browser, "Adalbert")[3]

    assert check.h1
    assert not [answer for answer in check.answers.values() if "Adalbert" in answer]


def test_what_was_written_in_it_is_not_sent_and_is_shown_again_with_a_fault(
    browser: Browser, site: Site
) -> None:
    name = decoy_name("contact")
    again = filled(browser, email="ada@", **{name: "Ada"}).send()
    assert again.status == 422
    assert again.values[name] == ["Ada"]

    again.fill(email="ada@example.com", **{name: ""}).send().settled()

    (body,) = sent_bodies(site)
    assert "Ada" not in [body[key] for key in body if key != "first_name"]
