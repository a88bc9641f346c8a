from __future__ import annotations

from pathlib import Path

import pytest

from leadframe.delivery import Backend, open_ledger
from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import State, Submission
from leadframe.sandbox import Mode, Sandbox
from leadframe.settings import Settings, read_settings
from tests.site import EXAMPLES, SECRET_KEY

PATIENCE_SECONDS = 20
LEAD = Submission(id="A" * 16, slug="contact", payload={"email": "kim@example.com"})


def settings(folder: Path, api_url: str = "http://127.0.0.1:9/", **more: str) -> Settings:
    return read_settings(
        {
            **more,
            "LEADFRAME_SECRET_KEY": SECRET_KEY,
            "LEADFRAME_API_URL": api_url,
            "LEADFRAME_CHANNELS_DIR": str(EXAMPLES),
            "LEADFRAME_DATABASE_URL": f"sqlite:///{folder}/leadframe.db",
        }
    )


def test_everything_is_opened_by_the_settings(tmp_path: Path) -> None:
    with Backend.open(settings(tmp_path), environment={}) as backend:
        assert "contact" in backend.catalog.slugs()
        assert backend.ledger.list() == []

    assert (tmp_path / "leadframe.db").exists()


def test_secrets_of_channel_files_come_from_the_environment_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "channels"
    folder.mkdir()
    (folder / "acme.toml").write_text('channel_id = "${ACME}"\ntitle = "Acme"', encoding="utf-8")
    ours = settings(tmp_path).model_copy(update={"channels_dir": folder})
    channel = "00000000-0000-4000-8000-000000000001"

    with Backend.open(ours, environment={"ACME": channel}) as backend:
        assert backend.catalog.get("acme").channel_id.get_secret_value() == channel


def test_the_couriers_wait_to_be_started(tmp_path: Path) -> None:
    with Sandbox() as sandbox:
        with Backend.open(settings(tmp_path, sandbox.url), environment={}) as backend:
            backend.ledger.accept(LEAD)

        assert sandbox.received == []


def test_closing_lets_the_couriers_finish_what_is_in_flight(tmp_path: Path) -> None:
    with Sandbox(latency_seconds=0.5) as slow:
        ours = settings(tmp_path, slow.url)
        with Backend.open(ours, environment={}) as backend:
            backend.ledger.accept(LEAD)
            backend.courier.start()
            assert slow.wait_until_received(1, timeout_seconds=PATIENCE_SECONDS)

    ledger = open_ledger(ours)
    (lead,) = ledger.list()
    ledger.close()
    assert lead.state is State.DELIVERED


def test_news_of_an_outcome_reach_whoever_expects_them(tmp_path: Path) -> None:
    with (
        Sandbox() as sandbox,
        Backend.open(settings(tmp_path, sandbox.url), environment={}) as backend,
        backend.news.expect(LEAD.id) as settled,
    ):
        backend.ledger.accept(LEAD)
        backend.courier.start()

        assert settled.wait(PATIENCE_SECONDS)


def test_doubts_are_looked_up_with_the_key_of_the_settings(tmp_path: Path) -> None:
    with Sandbox(mode=Mode.ERROR_500) as sandbox:
        keyed = settings(
            tmp_path,
            sandbox.url,
            LEADFRAME_API_KEY="sandbox-key",
            LEADFRAME_LOOKUP_SECONDS="0.01",
        )
        with Backend.open(keyed, environment={}) as backend:
            backend.ledger.accept(LEAD)
            backend.courier.start()

            assert sandbox.wait_until_received(2, timeout_seconds=PATIENCE_SECONDS)

        assert sandbox.received[1]["body"]["action"] == "get_leads"


def test_a_database_that_cannot_be_opened_is_told_in_our_words(tmp_path: Path) -> None:
    (tmp_path / "leadframe.db").mkdir()

    with pytest.raises(LedgerUnavailableError):
        Backend.open(settings(tmp_path), environment={})
