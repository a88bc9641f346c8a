"""What of a form counts as written in one's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from forms.decoy import decoy_name
from leadframe.ledger import State
from tests.site import Site
from tests.web.senders import post, still_site, stored_as, token_of

SLUG = "fair"
ABOUT = "11111111-2222-3333-4444-555555555555"
PAGE = "66666666-2222-3333-4444-555555555555"
FORM = f"""
channel_id = "00000000-0000-4000-8000-000000000009"
title = "Come to the fair"
fixed = {{ source = "http://a.example http://b.example http://c.example" }}

[[field]]
name = "email"

[[field]]
name = "first_name"

[[field]]
name = "notes"
prefill = true

[[field]]
name = "about"
property = "{ABOUT}"
label = "About you"
type = "textarea"

[[field]]
name = "pages"
property = "{PAGE}"
label = "Your pages"
type = "url"
"""
TEXT = "I saw your advertisement in the spring catalogue and would like to visit your stand."
QUEUED, QUARANTINED = State.QUEUED, State.QUARANTINED


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a site with the form, whose leads stay where they are."""
    channels = tmp_path / "channels"
    channels.mkdir()
    (channels / f"{SLUG}.toml").write_text(FORM)
    with still_site(tmp_path, couriers=False, WAIT_SECONDS="0") as running:
        yield running


def sent_in_haste(site: Site, **values: str) -> State:
    """Send the form at once, and return what became of it."""
    ours = {"token": token_of(site, slug=SLUG), decoy_name(SLUG): ""}
    answer = post(site, {**ours, "email": "ada@example.com", **values}, slug=SLUG)
    return site.snapshot(stored_as(answer)).state


def states(site: Site, values: Mapping[str, str], times: int = 5) -> list[State]:
    return [sent_in_haste(site, **values) for _ in range(times)]


def test_what_the_address_may_fill_in_may_come_from_many(site: Site) -> None:
    assert set(states(site, {"notes": TEXT})) == {QUEUED}


def test_the_answer_to_a_question_of_the_form_may_not(site: Site) -> None:
    assert states(site, {"about": TEXT}) == [QUEUED] * 3 + [QUARANTINED] * 2


def test_a_long_name_is_no_text(site: Site) -> None:
    assert set(states(site, {"first_name": "Maria " * 9})) == {QUEUED}


def test_the_links_of_all_texts_count_together(site: Site) -> None:
    two = "https://a.example https://b.example"

    assert sent_in_haste(site, notes=two) is QUEUED
    assert sent_in_haste(site, notes=two, about="https://c.example") is QUARANTINED


def test_a_link_where_one_is_asked_for_is_none_too_many(site: Site) -> None:
    two = "https://a.example https://b.example"

    assert sent_in_haste(site, notes=two, pages="https://c.example") is QUEUED


@pytest.mark.parametrize(
    ("headers", "state"),
    [
        ({}, QUEUED),
        ({"Origin": "https://forms.example", "Sec-Fetch-Site": "same-origin"}, QUEUED),
        ({"Origin": "null"}, QUARANTINED),
        ({"Sec-Fetch-Site": "cross-site"}, QUARANTINED),
    ],
)
def test_where_it_came_from_tips_the_scales(
    site: Site, headers: dict[str, str], state: State
) -> None:
    # One point is missing: the decoy was not sent, and the address is a disposable one.
    values = {"token": token_of(site, seconds=30, slug=SLUG), "email": "ada@mailinator.com"}

    answer = post(site, values, headers=headers, slug=SLUG)

    assert site.snapshot(stored_as(answer)).state is state
