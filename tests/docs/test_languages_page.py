from __future__ import annotations

from leadframe.languages import SPOKEN, name_of
from tests.docs.pages import page, table_rows


def test_every_language_we_speak_is_named_by_its_own_name() -> None:
    _heading, *rows = table_rows(page("languages.md"))

    assert rows == [[f"`{tag}`", name_of(tag)] for tag in sorted(SPOKEN)]
