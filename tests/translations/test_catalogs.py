from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message

from leadframe.languages import SPOKEN
from translations import catalog_files, collect, compiled, merged, read

FILES = {file.parts[-3]: file for file in catalog_files()}
TEMPLATE = collect()
PLACEHOLDER = re.compile(r"%\(\w+\)s")
# What a language writes as English does.
SAME_AS_IN_ENGLISH = {
    "%(label)s: %(advice)s": "only French and Arabic set a label apart otherwise",
    "Error:": "Spanish has the same word",
    "Error: %(title)s": "Spanish has the same word",
    "Message": "French has the same word",
    "No": "Spanish and Italian have the same word",
    "Send": "Danish and Norwegian have the same word",
}
LATIN_WORD = re.compile(r"[A-Za-z]+")
# Left-to-right isolates, and those that go by what they hold (Unicode, UAX 9).
LEFT_TO_RIGHT, EITHER, CLOSE = "\u2066", "\u2068", "\u2069"
ISOLATED = re.compile(f"[{LEFT_TO_RIGHT}{EITHER}][^{CLOSE}]+{CLOSE}")


@pytest.fixture(params=sorted(FILES))
def language(request: pytest.FixtureRequest) -> str:
    """Have a test run for each catalog."""
    return str(request.param)


@pytest.fixture
def catalog(language: str) -> Catalog:
    return read(FILES[language])


def said(message: Message) -> list[str]:
    """Return every form of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def english(message: Message) -> str:
    """Return the English, of several forms the last, which serves most numbers."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def translations(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield every (English, translation)."""
    for message in catalog:
        if message.id:
            yield from ((english(message), form) for form in said(message))


def test_there_is_a_catalog_for_every_language_but_our_own() -> None:
    assert {"en", *FILES} == set(SPOKEN)


def test_the_sources_have_words() -> None:
    found = {english(message) for message in TEMPLATE if message.id}

    assert {"Page not found", "Email", "There is a problem", "fill this in"} <= found


def test_every_catalog_is_up_to_date(language: str) -> None:
    """`make translations` would change nothing."""
    file = FILES[language]

    assert file.read_text(encoding="utf-8") == merged(file, TEMPLATE)


def test_nothing_is_untranslated_or_doubtful(catalog: Catalog) -> None:
    messages = [message for message in catalog if message.id]

    assert [message.id for message in messages if message.fuzzy or not all(said(message))] == []


def test_every_number_has_its_form(catalog: Catalog) -> None:
    plural = [message for message in catalog if not isinstance(message.id, str)]

    assert plural
    assert {len(said(message)) for message in plural} == {catalog.num_plurals}


def test_every_form_is_used_by_some_number(language: str, catalog: Catalog) -> None:
    rule = c2py(catalog.plural_expr)

    assert {rule(number) for number in range(1000)} == set(range(catalog.num_plurals)), language


def test_placeholders_are_those_of_the_english(catalog: Catalog) -> None:
    """A form for a single number may leave the number out: Arabic says "one" and "two" in words."""
    rule = c2py(catalog.plural_expr)
    for message in catalog:
        wanted = sorted(PLACEHOLDER.findall(english(message)))
        for form, string in enumerate(said(message)):
            found = sorted(PLACEHOLDER.findall(string))
            numbers = [number for number in range(1000) if rule(number) == form]
            is_single = not isinstance(message.id, str) and len(numbers) == 1
            without = [name for name in wanted if name != "%(number)s"]
            assert found in ([wanted, without] if is_single else [wanted]), string


def test_translations_begin_and_end_as_the_english_does(catalog: Catalog) -> None:
    for source, string in translations(catalog):
        assert string == string.strip()
        assert (source[-1] in ".:") == (string.rstrip(CLOSE)[-1] in ".:"), string


def test_no_translation_is_markup(catalog: Catalog) -> None:
    """Jinja takes what is translated in a template as it is."""
    assert [string for _, string in translations(catalog) if set("<>&") & set(string)] == []


def test_no_translation_is_the_english(catalog: Catalog) -> None:
    same = {source for source, string in translations(catalog) if source == string}

    assert same <= SAME_AS_IN_ENGLISH.keys()


def test_typography_is_the_languages_own(catalog: Catalog) -> None:
    typewritten = [string for _, string in translations(catalog) if set("'\"") & set(string)]
    dots = [string for _, string in translations(catalog) if "..." in string]

    assert typewritten == dots == []


def test_nothing_written_from_left_to_right_is_loose_in_arabic() -> None:
    """Without isolates the parts of a phone number or an address change places."""
    loose = []
    for _, string in translations(read(FILES["ar"])):
        sentence = ISOLATED.sub("", string)
        sentence = re.sub(r"%\((number|written|advice|later)\)s", "", sentence)
        loose += LATIN_WORD.findall(sentence)

    assert loose == []


def test_a_catalog_says_at_its_head_how_it_speaks_and_nothing_that_changes(language: str) -> None:
    head = FILES[language].read_text(encoding="utf-8").partition("\n\n")[0]

    assert "To the reader" in head
    assert "Glossary" in head
    assert re.findall(r'^"([\w-]+):', head, re.MULTILINE) == [
        "Language",
        "Plural-Forms",
        "MIME-Version",
        "Content-Type",
    ]


def test_compiling_twice_gives_the_same_bytes(language: str) -> None:
    assert compiled(FILES[language]) == compiled(FILES[language])


def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """`make setup` compiles; a test run without it would speak an older language."""
    machine_readable = FILES[language].with_suffix(".mo")

    assert machine_readable.is_file(), "run `make setup`"
    assert machine_readable.read_bytes() == compiled(FILES[language]), "run `make setup`"


def test_what_is_new_is_collected_empty_and_what_is_gone_is_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    file = folder / "messages.po"
    file.write_text('# Ours.\nmsgid ""\nmsgstr ""\n\nmsgid "old"\nmsgstr "gammel"\n')
    template = Catalog()
    template.add("new")

    text = merged(file, template)

    assert text.startswith("# Ours.\nmsgid")
    assert text.endswith('\nmsgid "new"\nmsgstr ""\n')
    assert "old" not in text
