from __future__ import annotations

import re

import pytest
from pydantic import SecretStr

from leadframe.settings import PREFIX, SECRETS, Settings
from tests.docs.pages import page, table_rows

PAGE = page("settings.md")
ROWS = {cells[0].strip("`"): cells[1:] for cells in table_rows(PAGE) if PREFIX in cells[0]}
VARIABLES = {PREFIX + name.upper() for name in Settings.model_fields}


def documented_default(name: str) -> str:
    """Return a setting's default as the page writes it."""
    field = Settings.model_fields[name]
    if field.is_required():
        return "required"
    if field.default in (None, ()):
        return "none"
    if isinstance(field.default, SecretStr):
        return f"`{field.default.get_secret_value()}`"
    values = field.default if isinstance(field.default, tuple) else (field.default,)
    shown = [format(one, "g") if isinstance(one, float) else str(one) for one in values]
    return f"`{','.join(shown)}`"


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert set(ROWS) == VARIABLES


def test_each_setting_is_documented_once() -> None:
    assert len([cells for cells in table_rows(PAGE) if PREFIX in cells[0]]) == len(ROWS)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_documented_with_its_default(name: str) -> None:
    default, unit, meaning = ROWS[PREFIX + name.upper()]

    assert default == documented_default(name)
    assert unit
    assert meaning


@pytest.mark.parametrize("name", [name for name in Settings.model_fields if "seconds" in name])
def test_a_time_is_documented_in_seconds(name: str) -> None:
    assert ROWS[PREFIX + name.upper()][1].startswith("seconds")


def test_the_page_names_no_setting_that_is_none() -> None:
    files = {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    prefixes = {PREFIX, "LEADFRAME_TEST_"}

    assert set(re.findall(r"LEADFRAME_[A-Z_]*", PAGE)) <= VARIABLES | files | prefixes


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_every_setting_that_may_be_a_file_is_named_as_such(name: str) -> None:
    section = PAGE.partition("## Secrets from files")[2].partition("##")[0]

    assert f"`{PREFIX}{name.upper()}`" in section
