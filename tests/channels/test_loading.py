from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadframe.channels.fields import ChoiceField, DateField, NumberField
from leadframe.channels.loading import LARGEST_FILE_BYTES, SUFFIX, is_slug
from leadframe.errors import ChannelFileError
from tests.channels.files import CHANNEL, HEAD, PROPERTY, faults_of, load, write

# Hypothesis runs one test many times in one folder; each run writes its own file anew.
IN_ONE_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def test_two_keys_make_a_form(folder: Path) -> None:
    form = load(write(folder, "acme", HEAD))

    assert form.slug == "acme"
    assert form.channel_id.get_secret_value() == CHANNEL
    assert form.title.in_language("en", fallback="en") == "Talk to us"


def test_lists_tables_days_and_numbers_arrive_as_the_model_wants_them(folder: Path) -> None:
    content = f"""{HEAD}
languages = ["en", "da"]
[[field]]
property = "{PROPERTY}"
label = "Size"
type = "number"
min = 0.1
[[field]]
name = "source"
type = "select"
options = ["Small", {{ value = "l", label = {{ en = "Large", da = "Stor" }} }}]
[[field]]
name = "employee"
type = "date"
min = 2026-02-28
"""
    number, choice, day = load(write(folder, "acme", content)).fields

    assert isinstance(number, NumberField)
    assert number.min == Decimal("0.1")
    assert isinstance(choice, ChoiceField)
    assert [option.value for option in choice.all_options] == ["Small", "l"]
    assert isinstance(day, DateField)
    assert day.min == date(2026, 2, 28)


def test_the_version_follows_the_content_alone(folder: Path) -> None:
    first = load(write(folder, "acme", HEAD)).version

    assert load(write(folder, "other", HEAD)).version == first
    assert load(write(folder, "acme", HEAD + "# a note\n")).version != first


# Secrets


def test_secrets_come_from_the_environment(folder: Path) -> None:
    path = write(folder, "acme", 'channel_id = "${ID}"\napi_key = "${KEY}"\ntitle = "Hello"')

    form = load(path, {"ID": CHANNEL, "KEY": "the-key"})

    assert form.channel_id.get_secret_value() == CHANNEL
    assert form.api_key is not None
    assert form.api_key.get_secret_value() == "the-key"


@pytest.mark.parametrize("place", ["id", "secrets/id", "../id"])
def test_secrets_come_from_files_near_the_channel_file(folder: Path, place: str) -> None:
    secret = folder / place
    secret.parent.mkdir(exist_ok=True)
    secret.write_text(f"{CHANNEL}\n", encoding="utf-8")

    form = load(write(folder, "acme", f'channel_id = {{ file = "{place}" }}\ntitle = "Hello"'))

    assert form.channel_id.get_secret_value() == CHANNEL


def test_secrets_come_from_files_anywhere(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "id"
    secret.write_text(CHANNEL, encoding="utf-8")

    form = load(write(folder, "acme", f'channel_id = {{ file = "{secret}" }}\ntitle = "Hello"'))

    assert form.channel_id.get_secret_value() == CHANNEL


def test_every_missing_secret_is_told_beside_the_other_faults(folder: Path) -> None:
    path = write(folder, "acme", 'channel_id = "${ID}"\napi_key = { file = "key" }')

    channel, key, title = faults_of(path)

    assert channel.startswith("channel_id: the environment variable ID is not set")
    assert key.startswith('api_key: the file "key" cannot be read')
    assert title.startswith("title: this is missing")


def test_a_missing_secret_alone_is_a_fault(folder: Path) -> None:
    path = write(folder, "acme", f'{HEAD}api_key = "${{KEY}}"')

    assert faults_of(path) == [
        "api_key: the environment variable KEY is not set; set it and start again"
    ]


@pytest.mark.parametrize(
    "content",
    [
        'channel_id = "sesame"\ntitle = "Hello"',
        'channel_id = ["sesame"]\ntitle = "Hello"',
        'channel_id = { sesame = "sesame" }\ntitle = "Hello"',
        'channel_id = "sesame',
        'channel_id = "sesame" "sesame"',
        'api_key = "sesame"',
        'api_key = "sesame${"',
        'api_key = "sesame"\napi_key = "sesame"',
    ],
)
def test_no_fault_shows_a_secret(folder: Path, content: str) -> None:
    assert "sesame" not in "\n".join(faults_of(write(folder, "acme", content)))


# The file itself


def test_the_loader_alone_says_slug_and_version(folder: Path) -> None:
    path = write(folder, "acme", f'{HEAD}slug = "other"\nversion = "2"')

    assert faults_of(path) == ["slug: this is not a key", "version: this is not a key"]


def test_a_file_may_have_256_kb_and_no_more(folder: Path) -> None:
    padding = "#" * (LARGEST_FILE_BYTES - len(HEAD))

    assert load(write(folder, "acme", HEAD + padding)).slug == "acme"
    assert faults_of(write(folder, "acme", HEAD + padding + "#")) == [
        "the file is larger than 256 KB"
    ]


def test_bad_utf_8_is_named(folder: Path) -> None:
    path = folder / "acme.toml"
    path.write_bytes(b'channel_id = "x"\ntitle = "caf\xe9"\n')

    assert faults_of(path) == ["the file is not UTF-8 in line 2; save it as UTF-8"]


def test_a_file_from_a_windows_editor_is_fine(folder: Path) -> None:
    path = folder / "acme.toml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())

    assert load(path).slug == "acme"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("title = Hello", "Invalid value (at line 1, column 9); put texts in quotes"),
        ('title = "a"\n\nnonsense', "(at line 3, the end)"),
        ('title = "a"\ntitle = "b"\n# end', "(at line 2, column 12); the key is there twice"),
        ("[embed]\n[embed]", "(at line 2, column 7)"),
        ("min = 2026-02-30", "Invalid date or datetime (at line 1, column 7)"),
        ("a = " + "9" * 5000, "Exceeds the limit"),
    ],
)
def test_what_is_no_toml_names_its_line(folder: Path, content: str, fault: str) -> None:
    (line,) = faults_of(write(folder, "acme", content))

    assert line.startswith("this is not TOML: ")
    assert fault in line


@pytest.mark.parametrize("content", ["a = " + "[" * 50_000, "a." * 3000 + "b = 1"])
def test_what_is_nested_without_end_is_refused(folder: Path, content: str) -> None:
    assert faults_of(write(folder, "acme", content)) == [
        "its tables or lists are nested too deeply"
    ]


# Names and places


@pytest.mark.parametrize("name", ["acme", "a", "0-9", "a" * 64])
def test_a_slug_has_small_letters_digits_and_dashes(name: str) -> None:
    assert is_slug(name)


@pytest.mark.parametrize(
    "name",
    [
        *("", "a" * 65, "Acme", "ACME", "a_b", "a.b", "..", "../acme", "/acme", "a/b", "a\\b"),
        *("acme\n", "acme\0", "a b", "blåbær", "\u212arone", "acme\u0660"),
    ],
)
def test_nothing_else_is_a_slug(name: str) -> None:
    assert not is_slug(name)


def test_a_file_with_another_name_is_refused(folder: Path) -> None:
    assert faults_of(write(folder, "Acme", HEAD)) == [
        "name the file with a to z, 0 to 9 and - alone"
    ]


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    data = folder / "..data"
    data.mkdir()
    write(data, "acme", HEAD)
    (folder / "acme.toml").symlink_to("..data/acme.toml")

    assert load(folder / "acme.toml").slug == "acme"


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, "acme", HEAD)
    (folder / "acme.toml").symlink_to(tmp_path / "acme.toml")

    assert faults_of(folder / "acme.toml") == ["its symbolic link leads out of the folder"]


def test_a_missing_file_is_a_fault(folder: Path) -> None:
    assert faults_of(folder / "acme.toml") == ["the file cannot be read: No such file or directory"]


# Whatever people write

TOML_WORDS = st.sampled_from(
    [
        *("[[field]]", "[embed]", "[thanks]", "[theme]", "name", "type", "options", "fixed"),
        *("channel_id", " = ", '"email"', '"select"', "[", "]", "{", "}", "\n", ", ", "5", "true"),
        *("2026-01-01", "property", "min", "label", "en", f'"{PROPERTY}"', "field", ".", "inf"),
    ]
)


@IN_ONE_FOLDER
@given(st.lists(TOML_WORDS, max_size=30).map("".join) | st.text(max_size=200))
def test_any_text_makes_a_form_or_faults_in_plain_lines(folder: Path, content: str) -> None:
    path = folder / "acme.toml"
    path.write_text(HEAD + content, encoding="utf-8", newline="")
    try:
        outcome = [load(path).slug]
    except ChannelFileError as error:
        outcome = error.faults

    assert outcome
    assert CHANNEL not in "".join(outcome)


@IN_ONE_FOLDER
@given(st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True))
def test_every_slug_is_its_files_name(folder: Path, slug: str) -> None:
    path = write(folder, slug, HEAD)

    assert load(path).slug + SUFFIX == path.name
