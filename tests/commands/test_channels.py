from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from leadframe.ledger import Outcome, State, Verdict
from leadframe.sandbox import Channel, LookupMode, Sandbox
from leadframe.sandbox.channels import DEFAULT_CHANNELS, PropertyDefinition
from tests.channels.files import CHANNEL, HEAD, PROPERTY, write
from tests.commands.leads import database_only, opened, stored
from tests.commands.world import run
from tests.site import EXAMPLES

FORMS = "https://forms.example"
CLOSED = "00000000-0000-4000-8000-00000000000c"
UNKNOWN = "99999999-2222-3333-4444-555555555555"
TEXT_PROPERTY = "33333333-2222-3333-4444-555555555555"
WITH_PROPERTY = f"""{HEAD}
[[field]]
property = "{PROPERTY}"
label = "Deal size"
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return what `channels` needs: the folder, and nothing else."""
    return {"LEADFRAME_CHANNELS_DIR": str(tmp_path)}


def asking(env: dict[str, str], sandbox: Sandbox) -> dict[str, str]:
    """Add what it takes to ask the lead API."""
    api = {"API_URL": sandbox.url, "API_KEY": "sandbox-key", "DEADLINE_SECONDS": "5"}
    return env | {f"LEADFRAME_{name}": value for name, value in api.items()}


def test_forms_are_listed_with_their_titles_in_their_first_language(
    tmp_path: Path, env: dict[str, str]
) -> None:
    write(tmp_path, "b-form", HEAD)
    danish = 'title = { da = "Skriv", en = "Write" }\nlanguages = ["da", "en"]'
    write(tmp_path, "a-form", f'channel_id = "{CHANNEL}"\n{danish}')

    result = run(env, "channels", "list")

    assert (result.exit_code, result.output) == (0, "a-form\tSkriv\nb-form\tTalk to us\n")


def test_a_list_says_that_something_is_left_out(tmp_path: Path, env: dict[str, str]) -> None:
    write(tmp_path, "good", HEAD)
    write(tmp_path, "bad", "title = 1")

    result = run(env, "channels", "list")

    assert result.stdout == "good\tTalk to us\n"
    assert result.stderr == "1 left out: see `leadframe channels check`\n"


def test_all_examples_are_in_order() -> None:
    result = run({"LEADFRAME_CHANNELS_DIR": str(EXAMPLES)}, "channels", "check")

    assert (result.exit_code, result.output) == (0, "7 usable, 0 to mend\n")


def test_a_fault_is_told_with_file_key_and_remedy(tmp_path: Path, env: dict[str, str]) -> None:
    write(tmp_path, "good", HEAD)
    write(tmp_path, "bad", f'channel_id = "{CHANNEL}"\ntitel = "Talk"')

    result = run(env, "channels", "check")

    assert result.exit_code == 1
    assert result.stdout == "1 usable, 2 to mend\n"
    title, misspelt = sorted(result.stderr.splitlines(), key=lambda line: "titel" in line)
    assert title.startswith("bad.toml: title")
    assert misspelt.startswith("bad.toml: titel")
    assert "title" in misspelt


def test_one_form_can_be_checked_alone(tmp_path: Path, env: dict[str, str]) -> None:
    write(tmp_path, "good", HEAD)
    write(tmp_path, "bad", "title = 1")

    assert run(env, "channels", "check", "good").exit_code == 0
    bad = run(env, "channels", "check", "bad")
    assert bad.exit_code == 1
    assert bad.stdout.startswith("0 usable, ")


@pytest.mark.parametrize("command", ["check", "embed"])
def test_a_form_that_is_not_there_is_one_line(env: dict[str, str], command: str) -> None:
    public = {"LEADFRAME_PUBLIC_URL": "https://forms.example"}

    result = run(env | public, "channels", command, "nobody")

    assert result.exit_code == 1
    assert result.stderr == "leadframe: no form goes by 'nobody'\n"


def test_a_folder_that_is_not_there_is_told_with_its_remedy(tmp_path: Path) -> None:
    result = run({"LEADFRAME_CHANNELS_DIR": str(tmp_path / "gone")}, "channels", "check")

    assert result.exit_code == 1
    assert "create the folder, or set LEADFRAME_CHANNELS_DIR" in result.stderr


def test_a_wrong_setting_is_one_line(env: dict[str, str]) -> None:
    assert run(env | {"LEADFRAME_API_URL": "nowhere"}, "channels", "check").exit_code == 2


def test_with_a_key_the_lead_api_is_asked_too(
    tmp_path: Path, env: dict[str, str], sandbox: Sandbox
) -> None:
    write(tmp_path, "acme", WITH_PROPERTY)

    result = run(asking(env, sandbox), "channels", "check")

    assert (result.exit_code, result.output) == (0, "1 usable, 0 to mend\n")
    assert len(sandbox.received) == 1


def test_a_forms_own_key_goes_first(tmp_path: Path, env: dict[str, str], sandbox: Sandbox) -> None:
    write(tmp_path, "acme", f'api_key = "sandbox-key"\n{HEAD}')

    keyed = asking(env, sandbox) | {"LEADFRAME_API_KEY": "another"}

    assert run(keyed, "channels", "check").exit_code == 0


@pytest.mark.parametrize(
    ("channel", "remedy"),
    [
        (UNKNOWN, "channel_id: the API key sees no such channel; copy the id from the CRM"),
        (CLOSED, "channel_id: the channel's public API is off; switch it on (no_auth_api)"),
    ],
)
def test_a_channel_that_would_take_no_lead_is_a_fault(
    *, tmp_path: Path, env: dict[str, str], sandbox: Sandbox, channel: str, remedy: str
) -> None:
    write(tmp_path, "acme", HEAD.replace(CHANNEL, channel))

    result = run(asking(env, sandbox), "channels", "check")

    assert result.exit_code == 1
    assert result.stderr == f"acme.toml: {remedy}\n"
    assert channel not in result.output


def test_a_property_that_the_channel_does_not_have_is_a_fault(
    tmp_path: Path, env: dict[str, str], sandbox: Sandbox
) -> None:
    write(tmp_path, "acme", WITH_PROPERTY.replace(PROPERTY, UNKNOWN))

    result = run(asking(env, sandbox), "channels", "check")

    assert result.exit_code == 1
    assert f"acme.toml: {UNKNOWN}: the channel has no such property" in result.stderr


def test_a_type_that_nobody_knows_is_a_note_and_no_fault(
    tmp_path: Path, env: dict[str, str]
) -> None:
    write(tmp_path, "acme", WITH_PROPERTY)
    with Sandbox(channels=[with_type("hologram")]) as sandbox:
        result = run(asking(env, sandbox), "channels", "check")

    assert result.exit_code == 0
    assert result.stderr == (
        f'Note: acme.toml: {PROPERTY}: the CRM calls its type "hologram"; it is sent as text\n'
    )


def with_type(kind: str) -> Channel:
    odd = PropertyDefinition(id=PROPERTY, name="Deal size", type=kind)
    return dataclasses.replace(DEFAULT_CHANNELS[0], property_definitions=(odd,))


@pytest.mark.parametrize(
    ("mode", "key", "words"),
    [
        (LookupMode.OK, "wrong-key", "refused the API key"),
        (LookupMode.HTML, "sandbox-key", "is not JSON"),
        (LookupMode.FAIL, "sandbox-key", "answered 500"),
    ],
)
def test_a_lead_api_that_does_not_answer_is_a_fault_without_the_key_in_it(
    tmp_path: Path, env: dict[str, str], mode: LookupMode, key: str, words: str
) -> None:
    write(tmp_path, "acme", HEAD)
    with Sandbox(lookup_mode=mode) as sandbox:
        keyed = asking(env, sandbox) | {"LEADFRAME_API_KEY": key}
        result = run(keyed, "channels", "check")

    assert result.exit_code == 1
    assert result.stderr.startswith("acme.toml: ")
    assert words in result.stderr
    assert key not in result.output


def test_the_snippet_has_the_public_address(tmp_path: Path, env: dict[str, str]) -> None:
    write(tmp_path, "acme", f'{HEAD}\n[embed]\norigins = ["https://acme.example"]')

    public = {"LEADFRAME_PUBLIC_URL": "https://forms.example"}
    result = run(env | public, "channels", "embed", "acme")

    assert result.exit_code == 0
    assert result.stderr == ""
    assert 'src="https://forms.example/f/acme/embed"' in result.stdout


def test_the_snippet_has_the_look_that_is_asked_for(env: dict[str, str]) -> None:
    world = env | {"LEADFRAME_CHANNELS_DIR": str(EXAMPLES), "LEADFRAME_PUBLIC_URL": FORMS}

    result = run(world, "channels", "embed", "event", "--theme", "dark", "--lang", "en")

    assert f'src="{FORMS}/f/event/embed?lang=en&amp;theme=dark"' in result.stdout
    assert "color-scheme:dark" in result.stdout
    assert 'title="Register for Harbour Days"' in result.stdout


def test_the_snippets_heights_have_room_for_our_words_in_its_language(
    tmp_path: Path, env: dict[str, str]
) -> None:
    write(tmp_path, "acme", f'{HEAD}\nlanguages = ["en", "fi"]\n[embed]\norigins = ["{FORMS}"]')
    public = env | {"LEADFRAME_PUBLIC_URL": FORMS}

    english, finnish = (
        re.findall(r"height:(\d+)px", run(public, "channels", "embed", "acme", *lang).stdout)
        for lang in (("--lang", "en"), ("--lang", "fi"))
    )

    assert english != finnish


@pytest.mark.parametrize(
    ("choice", "says"),
    [(("--lang", "fr"), "the form is in da, en"), (("--theme", "pink"), "'pink' is not one of")],
)
def test_a_look_that_the_form_does_not_have_is_wrong_use(
    env: dict[str, str], choice: tuple[str, str], says: str
) -> None:
    world = env | {"LEADFRAME_CHANNELS_DIR": str(EXAMPLES), "LEADFRAME_PUBLIC_URL": FORMS}

    result = run(world, "channels", "embed", "event", *choice)

    assert result.exit_code == 2
    assert says in result.stderr


def test_without_a_public_address_there_is_no_snippet(tmp_path: Path, env: dict[str, str]) -> None:
    write(tmp_path, "acme", HEAD)

    result = run(env, "channels", "embed", "acme")

    assert result.exit_code == 2
    assert result.stderr == (
        "leadframe: LEADFRAME_PUBLIC_URL is not set: partners need the public address\n"
    )


def test_a_form_that_nobody_may_frame_has_a_snippet_with_a_warning(
    tmp_path: Path, env: dict[str, str]
) -> None:
    write(tmp_path, "acme", HEAD)

    public = {"LEADFRAME_PUBLIC_URL": "https://forms.example"}
    result = run(env | public, "channels", "embed", "acme")

    assert result.exit_code == 0
    assert result.stderr == "acme.toml: [embed] origins is empty, so no page may frame it\n"
    assert "<iframe" in result.stdout


def test_a_reference_in_a_property_is_looked_for_too(
    tmp_path: Path, env: dict[str, str], sandbox: Sandbox
) -> None:
    write(tmp_path, "acme", f'reference_in = "{TEXT_PROPERTY}"\n{HEAD}')
    write(tmp_path, "bell", f'reference_in = "{UNKNOWN}"\n{HEAD}')

    result = run(asking(env, sandbox), "channels", "check")

    assert [line[:4] for line in result.stderr.splitlines()] == ["bell"]


def test_a_closed_form_is_opened(tmp_path: Path) -> None:
    env = closed(tmp_path)

    result = run(env, "channels", "resume", "contact", "--reason", "switched on again")

    assert (result.exit_code, result.output) == (0, "contact is open\n")
    with opened(env) as ledger:
        assert ledger.pause_reasons().get("contact") is None


def closed(folder: Path) -> dict[str, str]:
    """Let the lead API refuse the form `contact`; return the environment of its ledger."""
    env = database_only(folder)
    stored(env, State.QUEUED)
    with opened(env) as ledger:
        claim = ledger.claim("test")
        assert claim
        ledger.settle(claim, Outcome(verdict=Verdict.MISCONFIGURED, http_status=403, error="off"))
        assert ledger.pause_reasons().get("contact") == "off"
    return env


def test_a_form_that_is_not_closed_is_not_opened(tmp_path: Path) -> None:
    env = database_only(tmp_path)

    result = run(env, "channels", "resume", "contact", "--reason", "just in case")

    assert result.exit_code == 1
    assert result.stderr == "leadframe: the form contact is not closed\n"


def test_no_form_is_opened_without_a_reason(tmp_path: Path) -> None:
    env = closed(tmp_path)

    assert run(env, "channels", "resume", "contact").exit_code == 2
