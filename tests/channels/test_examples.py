from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from leadframe.channels import Catalog
from leadframe.channels.fields import FAMILIES
from leadframe.links import mailbox_of
from leadframe.richtext import segments
from tests.channels.files import load

FOLDER = Path(__file__).parents[2] / "examples"
FILES = sorted(FOLDER.glob("*.toml"))


def test_every_example_is_in_service() -> None:
    catalog = Catalog(FOLDER, environment={})

    assert catalog.faults() == []
    assert catalog.slugs() == sorted(path.stem for path in FILES)


def test_together_they_show_every_type_of_field() -> None:
    shown = {item.type for path in FILES for item in load(path).items}

    assert shown == set(FAMILIES)


def test_one_example_alone_shows_every_type() -> None:
    all_fields = load(FOLDER / "all-fields.toml")

    assert {item.type for item in all_fields.items} == set(FAMILIES)


def test_no_two_examples_share_a_channel() -> None:
    channels = [load(path).channel_id.get_secret_value() for path in FILES]

    assert sorted(channels) == [
        f"00000000-0000-4000-8000-00000000000{number}" for number in range(1, len(FILES) + 1)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_may_be_framed_in_the_preview(path: Path) -> None:
    assert load(path).embed.origins == ("http://localhost:8000", "https://partner.example")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_leads_to_invented_sites_only(path: Path) -> None:
    form = load(path)
    texts = [
        text
        for item in form.items
        for _key, texts in item.texts()
        for text in texts.by_language.values()
    ]
    links = [part.address for text in texts for part in segments(text) if part.address]
    links += [form.thanks.continue_url] if form.thanks.continue_url else []

    hosts = [urlsplit(link).hostname or mailbox_of(link) for link in links]
    assert all(host.endswith(".example") for host in hosts)


def test_the_event_form_speaks_four_languages_in_twelve_fields() -> None:
    event = load(FOLDER / "event.toml")

    assert event.languages == ("da", "en", "de", "ar")
    assert event.default_region == "DK"
    assert len(event.fields) == 12
    assert event.fixed
