from __future__ import annotations

import re
from pathlib import Path

import pytest

from leadframe.channels.base_field import LABEL_OF_LEAD_FIELD
from leadframe.channels.choice_fields import MULTISELECT_SEPARATOR
from leadframe.channels.fields import (
    FAMILIES,
    FAMILY_CLASSES,
    standard_fields,
)
from leadframe.channels.files import WatchedFiles
from leadframe.channels.fonts import STACKS
from leadframe.channels.loading import LARGEST_FILE_BYTES, LARGEST_LOGO_BYTES, load_form
from leadframe.channels.palette import TEXT
from leadframe.channels.typed_fields import LONGEST_VALUE
from leadframe.channels.vocabulary import PARTS, keys_of
from leadframe.lead import LEAD_FIELDS
from tests.channels.files import CHANNEL, form, write
from tests.docs.pages import code_blocks, page, table_rows

PAGE = page("channel-files.md")
EXAMPLES = code_blocks(PAGE, "toml")
ENVIRONMENT = {"ACME_CHANNEL_ID": CHANNEL, "ACME_API_KEY": "the-key"}
NAMED = set(re.findall(r"`([^`\n]+)`", PAGE))


def documented_name(part: tuple[str, ...], key: str) -> str:
    """Return how the page's tables name a key: those of tables with their table."""
    return f"{part[0]}.{key}" if len(part) == 1 else key


@pytest.mark.parametrize("part", PARTS, ids=lambda part: ".".join(part) or "form")
def test_every_key_is_in_a_table_of_the_page(part: tuple[str, ...]) -> None:
    first_cells = " ".join(cells[0] for cells in table_rows(PAGE))
    documented = set(re.findall(r"`([^`]+)`", first_cells))
    if part[:3] == ("field", "choice", "options"):  # described in a sentence
        documented = NAMED

    assert {documented_name(part, key) for key in keys_of(part)} <= documented


def test_the_tables_name_no_key_that_is_none() -> None:
    known = {documented_name(part, key) for part in PARTS for key in keys_of(part)}
    first_cells = " ".join(cells[0] for cells in table_rows(PAGE))

    assert set(re.findall(r"`([^`]+)`", first_cells)) <= known | set(FAMILIES)


@pytest.mark.parametrize("kind", FAMILIES)
def test_every_type_is_listed_with_the_keys_it_knows(kind: str) -> None:
    (cells,) = [cells for cells in table_rows(PAGE) if cells[0] == f"`{kind}`" and len(cells) == 4]
    fields = FAMILY_CLASSES.keys() - {"heading"}
    common = set.intersection(*(set(keys_of(("field", family))) for family in fields))
    own = set(keys_of(("field", FAMILIES[kind]))) - common
    not_for_this_type = {
        **{name: {"min_length", "max_length"} for name in ("email", "tel", "url")},
        **{name: {"currency"} for name in ("number", "integer", "percent")},
    }

    assert set(re.findall(r"`([^`]+)`", cells[3])) == own - not_for_this_type.get(kind, set())


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_channel_file(tmp_path: Path, example: str) -> None:
    secret = tmp_path / "secrets" / "acme_channel_id"
    secret.parent.mkdir()
    secret.write_text(CHANNEL, encoding="utf-8")
    path = write(tmp_path, "acme", example)

    assert load_form(path, environment=ENVIRONMENT, files=WatchedFiles()).slug == "acme"


@pytest.mark.parametrize("name", STACKS)
def test_every_kind_of_font_is_named(name: str) -> None:
    assert f'"{name}"' in NAMED


@pytest.mark.parametrize("name", LEAD_FIELDS)
def test_every_lead_field_is_named(name: str) -> None:
    assert name in NAMED
    assert name in LABEL_OF_LEAD_FIELD


def test_the_standard_fields_are_named_in_their_order() -> None:
    sentence = PAGE.partition("Without any `[[field]]` the form asks for")[2].partition(".\n")[0]

    assert re.findall(r"`(\w+)`", sentence) == [field["name"] for field in standard_fields()]
    assert "`email` (required)" in sentence


def test_the_numbers_are_those_of_the_code() -> None:
    assert f"{LARGEST_FILE_BYTES // 1024} KB" in PAGE
    assert f"{LARGEST_LOGO_BYTES // 1024} KB" in PAGE
    assert f"need a contrast of\n{TEXT}:1" in PAGE
    assert f"1 to {LONGEST_VALUE}" in PAGE
    assert f"`{MULTISELECT_SEPARATOR}` between them" in PAGE


def test_the_defaults_are_those_of_the_code() -> None:
    rows = {cells[0].strip("`"): cells[1].strip("`") for cells in table_rows(PAGE)}
    plain = form()

    assert rows["languages"] == '["en"]'
    assert rows["reference_in"] == f'"{plain.reference_in}"'
    assert rows["on_ambiguous"] == f'"{plain.on_ambiguous}"'
    for key in ("mode", "radius", "density"):
        assert rows[f"theme.{key}"] == f'"{getattr(plain.theme, key)}"'
    assert rows["theme.font"] == f'"{plain.theme.font[-1]}"'
