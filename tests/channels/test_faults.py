from __future__ import annotations

from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from leadframe.channels.remedies import EXAMPLES
from leadframe.channels.vocabulary import PARTS, keys_of
from tests.channels.files import HEAD, PROPERTY, faults_of, write

CHOICE = '[[field]]\nname = "source"\ntype = "select"\n'
THEME_KEYS = "mode, background, accent, radius, density, font, logo_alt, logo"
CUSTOM = f'[[field]]\nproperty = "{PROPERTY}"\nlabel = "Size"\n'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        # Unknown keys
        ("titel = 5", 'titel: this is not a key; did you mean "title"?'),
        ("[embed]\norgins = []", 'embed.orgins: this is not a key; did you mean "origins"?'),
        (
            '[[field]]\nname = "email"\nplacehodler = "x"',
            'field[1] (email).placehodler: this is not a key; did you mean "placeholder"?',
        ),
        (
            CHOICE + 'options = [{ value = "a", lable = "A" }]',
            'field[1] (source).options[1].lable: this is not a key; did you mean "label"?',
        ),
        (
            '[[field]]\nname = "email"\noptions = ["a"]',
            (
                "field[1] (email).options: this does not go with the field's type; it goes with"
                " select, radio, multiselect"
            ),
        ),
        (
            '[embed]\ncontinue_url = "https://acme.example"',
            "embed.continue_url: this is not a key here; it belongs in [thanks]",
        ),
        (
            '[thanks]\nreference_in = "notes"',
            "thanks.reference_in: this is not a key here; it belongs in the top of the file",
        ),
        (
            '[theme]\ntitle = "Hello"',
            "theme.title: this is not a key here; it belongs in the top of the file or [thanks]",
        ),
        (
            "[theme]\ncolours = 5",
            f"theme.colours: this is not a key; the keys here are {THEME_KEYS}",
        ),
        (
            CHOICE + 'options = [{ value = "a", colour = "red" }]',
            (
                "field[1] (source).options[1].colour: this is not a key;"
                " the keys here are value, label"
            ),
        ),
        (
            '[theme]\n"a\\nb" = 5',
            f'theme."a\\nb": this is not a key; the keys here are {THEME_KEYS}',
        ),
        ("[limits]\nper_day = 5", "limits.per_day: this is not a key; the keys here are per_hour"),
        ("per_hour = 5", "per_hour: this is not a key here; it belongs in [limits]"),
        ("limits = 200", "limits: write [limits] on a line of its own, and its keys below"),
        (
            '[limits]\nper_hour = "200"',
            "limits.per_hour: write a whole number, without quotes",
        ),
        ("[limits]\nper_hour = true", "limits.per_hour: write a whole number, without quotes"),
        (
            "[limits]\nper_hour = 0",
            "limits.per_hour: this must be greater than or equal to 1",
        ),
        # Wrong types
        ("default_region = 45", "default_region: write a text in quotes"),
        ("fixed = { source = 5 }", "fixed.source: write a text in quotes"),
        (
            'fixed = { source = "" }',
            "fixed.source: this is empty; write a text, or leave it out",
        ),
        ('fixed = "x"', 'fixed: write a table such as { source = "Website" }'),
        ('languages = "en"', 'languages: write a list such as ["one", "two"]'),
        ('embed = "x"', "embed: write [embed] on a line of its own, and its keys below"),
        (
            '[[field]]\nname = "email"\nrequired = "yes"',
            "field[1] (email).required: write true or false, without quotes",
        ),
        (
            '[[field]]\nname = "notes"\nmax_length = "5"',
            "field[1] (notes).max_length: write a whole number, without quotes",
        ),
        (
            '[[field]]\nname = "notes"\nmax_length = 0',
            "field[1] (notes).max_length: this must be greater than or equal to 1",
        ),
        (
            CUSTOM + 'type = "number"\nmin = "5"',
            f"field[1] ({PROPERTY}).min: write a number, without quotes",
        ),
        (
            CUSTOM + 'type = "number"\nmin = nan',
            f"field[1] ({PROPERTY}).min: write a number, without quotes",
        ),
        (
            CUSTOM + 'type = "date"\nmin = 2026-01-01T10:00:00',
            f"field[1] ({PROPERTY}).min: write a day such as 2030-12-31, without quotes",
        ),
        (
            CUSTOM + 'type = "time"\nmin = "9"',
            f"field[1] ({PROPERTY}).min: write a time such as 09:30:00, without quotes",
        ),
        (
            CUSTOM + 'type = "datetime"\nmin = 2030-01-01',
            f"field[1] ({PROPERTY}).min: write a day and a time such as 2030-12-31T09:30:00",
        ),
        (
            CUSTOM + 'type = "datetime"\nmin = 2030-01-01T09:30:00Z',
            f"field[1] ({PROPERTY}).min: leave out the offset from UTC",
        ),
        (
            CHOICE + 'options = ["a", { group = "B", options = [{ value = "b", lable = "B" }] }]',
            (
                "field[1] (source).options[2].options[1].lable: this is not a key;"
                ' did you mean "label"?'
            ),
        ),
        (
            CHOICE + 'options = [{ options = ["a"] }]',
            'field[1] (source).options[1].group: this is missing; add group = "Sizes"',
        ),
        (
            CHOICE + 'options = [{ group = "B", options = ["b"], value = "b" }]',
            "field[1] (source).options[1].value: this is not a key; the keys here are group",
        ),
        (
            CHOICE + "options = [5]",
            (
                "field[1] (source).options[1]: write a text,"
                ' or a table such as { value = "s", label = "Small" }'
            ),
        ),
        (
            CHOICE + "options = [{ value = 5 }]",
            "field[1] (source).options[1].value: write a text in quotes",
        ),
        (
            CHOICE + 'options = [{ value = "" }]',
            "field[1] (source).options[1].value: this is empty; write a text, or leave it out",
        ),
        (CHOICE + "options = []", "field[1] (source).options: this must have at least 1 item"),
        ("[[field]]\nname = 5", "field[1].name: write a text in quotes"),
        # Missing keys
        (
            CHOICE,
            'field[1] (source).options: this is missing; add options = ["Small", "Large"]',
        ),
        (
            CHOICE + 'options = [{ label = "A" }]',
            'field[1] (source).options[1].value: this is missing; add value = "small"',
        ),
        (
            '[[field]]\ntype = "consent"\nname = "ok"',
            'field[1] (ok).text: this is missing; add text = "I agree to be contacted."',
        ),
        # Links that are none
        (
            '[[field]]\ntype = "consent"\nname = "ok"\ntext = "I [agree](javascript:x)."',
            (
                'field[1] (ok).text: "[agree](javascript:x)" is no link; write [words](address),'
                " with an address that starts with https://, http:// or mailto: and has no spaces"
            ),
        ),
        # Fields that are none
        (
            '[field]\nname = "email"',
            "field: write [[field]], with two brackets, above the keys of each field",
        ),
        (
            'field = ["email"]',
            "field[1].type: write [[field]], with two brackets, above the keys of each field",
        ),
        ("field = []", "field: leave it out to show the standard fields"),
        # Choices of words
        ('on_ambiguous = "send"', "on_ambiguous: this must be 'hold' or 'resend'"),
        ('[theme]\nmode = "dim"', "theme.mode: this must be 'auto', 'light' or 'dark'"),
        # Rules of our own
        ('[[field]]\nlabel = "x"', "field[1]: give name (a lead field) or property (a uuid)"),
        (
            'intro = { da = "Hej" }',
            'intro: "da" is not in languages; add it there',
        ),
    ],
)
def test_a_fault_is_told_with_its_key_and_its_remedy(
    folder: Path, content: str, fault: str
) -> None:
    (line,) = faults_of(write(folder, "acme", HEAD + content))

    assert line.startswith(fault)


def test_an_unknown_type_lists_the_known_ones(folder: Path) -> None:
    content = HEAD + '[[field]]\nname = "email"\ntype = "emial"'

    (line,) = faults_of(write(folder, "acme", content))

    assert line.startswith('field[1] (email).type: "emial" is not a type; did you mean "email"?')
    assert line.endswith("country, language, checkbox, hidden, consent, heading")


def test_a_type_like_no_other_gets_no_guess(folder: Path) -> None:
    content = HEAD + '[[field]]\nname = "email"\ntype = "hologram"'

    (line,) = faults_of(write(folder, "acme", content))

    assert line.startswith('field[1] (email).type: "hologram" is not a type; the types are text')


def test_fields_are_counted_as_people_count(folder: Path) -> None:
    content = f"""{HEAD}
[[field]]
name = "first_name"
[[field]]
name = "email"
type = "select"
options = ["a", 5]
"""
    (line,) = faults_of(write(folder, "acme", content))

    assert line.startswith("field[2] (email).options[2]: ")


def test_all_faults_are_told_at_once(folder: Path) -> None:
    content = 'titel = "x"\n[embed]\norigins = [5]\n[[field]]\nname = "email"\nrequired = 1\n'

    assert [line.partition(":")[0] for line in faults_of(write(folder, "acme", content))] == [
        "channel_id",
        "title",
        "field[1] (email).required",
        "embed.origins[1]",
        "titel",
    ]


def test_every_key_that_can_be_missing_has_an_example() -> None:
    required = {
        key.alias or name
        for part in PARTS.values()
        for name, key in part.model_fields.items()
        if key.default is PydanticUndefined and key.default_factory is None
    }

    # The loader and the model itself always give these.
    assert required - {"slug", "version", "type"} == set(EXAMPLES)


def test_a_file_cannot_say_what_the_loader_says() -> None:
    assert not {"slug", "version"} & set(keys_of(()))
