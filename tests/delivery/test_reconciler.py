from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import State
from leadframe.sandbox import LookupMode, Mode, Sandbox
from leadframe.sandbox.actions import LeadsShape
from tests.delivery.doubts import (
    ABSENT_CHANNEL,
    API_KEY,
    CHANNEL,
    CLOSED_CHANNEL,
    OTHER_CHANNEL,
    TEXT_PROPERTY,
    Doubts,
)
from tests.ledger.world import NUMBERS, Clock

LOST = Mode.RESET
ARRIVED = Mode.ACCEPT_THEN_502
PAUSE = NUMBERS.breaker_pause_seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(now=clock) as running:
        yield running


@pytest.fixture
def doubts(tmp_path: Path, sandbox: Sandbox, clock: Clock) -> Iterator[Doubts]:
    with Doubts(tmp_path, sandbox, clock) as whole:
        yield whole


@pytest.fixture
def keyless(tmp_path: Path, sandbox: Sandbox, clock: Clock) -> Iterator[Doubts]:
    with Doubts(tmp_path, sandbox, clock, api_key=None) as whole:
        yield whole


def verify(doubts: Doubts) -> None:
    """Deliver a lead and see it, so that absence means something."""
    assert doubts.send("V") is State.DELIVERED
    doubts.look()


class TestDoubts:
    @pytest.mark.parametrize("shape", ["object", "array"])
    @pytest.mark.parametrize("place", ["business_id", "notes", TEXT_PROPERTY])
    def test_a_lead_that_arrived_is_found_wherever_its_reference_is(
        self, tmp_path: Path, clock: Clock, shape: LeadsShape, place: str
    ) -> None:
        with (
            Sandbox(leads_shape=shape, now=clock) as sandbox,
            Doubts(tmp_path, sandbox, clock) as doubts,
        ):
            doubts.write("acme", reference_in=place)
            assert doubts.send("A", ARRIVED) is State.UNCONFIRMED

            doubts.look()

            assert doubts.state_of() is State.DELIVERED
            (record,) = sandbox.accepted
            assert doubts.find().upstream_id == record["lead"]["id"]

    def test_a_lead_that_never_arrived_is_sent_once_more(self, doubts: Doubts) -> None:
        verify(doubts)
        assert doubts.send("A", LOST) is State.UNCONFIRMED

        assert doubts.look_until_decided() is State.QUEUED

        doubts.clock.advance(NUMBERS.backoff_seconds)
        assert doubts.deliver() is State.DELIVERED
        assert doubts.created == 2

    def test_a_lead_that_shows_up_late_is_not_sent_again(self, doubts: Doubts) -> None:
        verify(doubts)
        doubts.sandbox.lookup_mode = LookupMode.STALE  # shows what is 60 seconds old
        doubts.send("A", ARRIVED)

        assert doubts.look_until_decided() is State.DELIVERED
        assert doubts.created == 2

    def test_a_lookup_that_never_showed_a_lead_decides_nothing(self, doubts: Doubts) -> None:
        doubts.sandbox.lookup_mode = LookupMode.EMPTY
        doubts.send("A", ARRIVED)

        assert doubts.look_until_decided() is State.HELD

    def test_a_lead_that_others_pushed_out_of_sight_is_held(self, doubts: Doubts) -> None:
        verify(doubts)
        doubts.send("A", ARRIVED)
        doubts.clock.advance(1)
        doubts.sandbox.flood(CHANNEL, 100)

        assert doubts.look_until_decided() is State.HELD

    def test_a_form_may_rather_have_it_sent_again(self, doubts: Doubts) -> None:
        doubts.write("acme", on_ambiguous="resend")
        doubts.sandbox.lookup_mode = LookupMode.EMPTY
        doubts.send("A", ARRIVED)

        assert doubts.look_until_decided() is State.QUEUED

    def test_the_lead_of_a_lost_courier_is_looked_for(self, doubts: Doubts) -> None:
        doubts.send("A", LOST)
        doubts.look_until_decided()
        doubts.ledger.retry("A" * 16, actor="kim", reason="the CRM does not have it")
        doubts.ledger.claim("courier-2")

        doubts.look(NUMBERS.lease_seconds)
        assert doubts.state_of() is State.UNCONFIRMED
        doubts.look()

        assert doubts.lookups
        assert doubts.last_reason().startswith("not among the")

    def test_whoever_waits_for_a_lead_hears_of_the_decision(self, doubts: Doubts) -> None:
        doubts.send("A", ARRIVED)

        with doubts.news.expect("A" * 16) as event:
            doubts.look()

        assert event.is_set()

    def test_another_place_of_the_reference_must_prove_itself_anew(self, doubts: Doubts) -> None:
        verify(doubts)
        doubts.write("acme", reference_in="notes")
        doubts.send("A", LOST)

        assert doubts.look_until_decided() is State.HELD

    def test_a_step_that_is_to_stop_leaves_the_rest_undone(self, doubts: Doubts) -> None:
        doubts.send("A", ARRIVED)
        doubts.reconciler = doubts.make_reconciler(API_KEY, is_stopping=lambda: True)

        doubts.look()

        assert doubts.lookups == []


class TestWithoutALookup:
    @pytest.mark.parametrize(
        ("on_ambiguous", "state"), [("hold", State.HELD), ("resend", State.QUEUED)]
    )
    def test_without_a_key_a_doubt_is_decided_as_the_form_says(
        self, keyless: Doubts, on_ambiguous: str, state: State
    ) -> None:
        keyless.write("acme", on_ambiguous=on_ambiguous)
        keyless.send("A", ARRIVED)

        with keyless.news.expect("A" * 16) as event:
            keyless.look(0)

        assert event.is_set()
        assert keyless.state_of() is state
        assert keyless.last_reason() == "there is no API key to look with"
        assert keyless.lookups == []

    @pytest.mark.parametrize(
        ("on_ambiguous", "state"), [("hold", State.HELD), ("resend", State.QUEUED)]
    )
    def test_without_a_reference_there_is_nothing_to_look_for(
        self, doubts: Doubts, on_ambiguous: str, state: State
    ) -> None:
        doubts.write("acme", reference_in="none", on_ambiguous=on_ambiguous)
        doubts.send("A", ARRIVED)

        doubts.look(0)

        assert doubts.state_of() is state
        assert 'reference_in is "none"' in doubts.last_reason()
        assert doubts.lookups == []

    def test_without_its_form_a_lead_is_held(self, doubts: Doubts) -> None:
        doubts.write("acme", on_ambiguous="resend")
        doubts.send("A", ARRIVED)
        (doubts.folder / "acme.toml").unlink()

        doubts.look()

        assert doubts.state_of() is State.HELD
        assert "its form is gone" in doubts.last_reason()

    def test_a_forms_own_key_is_enough(self, keyless: Doubts) -> None:
        keyless.write("acme", api_key=API_KEY)
        keyless.send("A", ARRIVED)

        keyless.look()

        assert keyless.state_of() is State.DELIVERED


class TestSharing:
    def test_forms_of_one_channel_share_a_call(self, doubts: Doubts) -> None:
        doubts.write("bell", api_key=API_KEY)
        doubts.write("cole", reference_in="notes")
        for letter, slug in zip("ABC", ["acme", "bell", "cole"], strict=True):
            doubts.send(letter, ARRIVED, slug=slug)

        doubts.look()

        assert [doubts.state_of(letter) for letter in "ABC"] == [State.DELIVERED] * 3
        assert doubts.lookups == [CHANNEL]

    def test_forms_with_other_keys_or_channels_have_calls_of_their_own(
        self, doubts: Doubts
    ) -> None:
        doubts.write("bell", OTHER_CHANNEL)
        doubts.write("cole", api_key="another-key")
        for letter, slug in zip("ABC", ["acme", "bell", "cole"], strict=True):
            doubts.send(letter, ARRIVED, slug=slug)

        doubts.look()

        assert sorted(doubts.lookups) == [CHANNEL, CHANNEL, OTHER_CHANNEL]
        assert [doubts.state_of(letter) for letter in "ABC"] == [
            State.DELIVERED,
            State.DELIVERED,
            State.UNCONFIRMED,
        ]

    def test_nothing_is_asked_before_it_is_time_or_while_another_asks(self, doubts: Doubts) -> None:
        doubts.send("A", LOST)

        doubts.look(0)
        assert doubts.lookups == []
        doubts.ledger.begin_lookup(["acme"], owner="reconciler-2")
        doubts.clock.advance(NUMBERS.lookup_seconds[0])
        assert doubts.ledger.begin_lookup(["acme"], owner="reconciler-2")
        doubts.look(0)
        assert doubts.lookups == []


class TestFailures:
    @pytest.mark.parametrize(
        ("mode", "reason"),
        [
            (LookupMode.FAIL, "the lead API answered 500 to get_leads"),
            (LookupMode.HTML, "the answer to get_leads is not JSON"),
            (LookupMode.REFUSE_KEY, "the lead API refused the API key (401)"),
        ],
    )
    def test_a_lookup_that_fails_is_made_again_ever_less_often(
        self, doubts: Doubts, mode: LookupMode, reason: str
    ) -> None:
        doubts.sandbox.lookup_mode = mode
        doubts.send("A", ARRIVED)

        doubts.look()
        assert (doubts.state_of(), doubts.last_reason()) == (State.UNCONFIRMED, reason)
        doubts.look(PAUSE - 1)
        assert len(doubts.lookups) == 1
        doubts.look(1)
        assert len(doubts.lookups) == 2
        doubts.look(2 * PAUSE - 1)
        assert len(doubts.lookups) == 2

        doubts.sandbox.lookup_mode = LookupMode.OK
        doubts.look(1)
        assert doubts.state_of() is State.DELIVERED

    def test_one_channels_failure_keeps_no_other_from_being_looked_at(self, doubts: Doubts) -> None:
        doubts.write("bell", OTHER_CHANNEL)
        doubts.send("A", ARRIVED)
        doubts.send("B", ARRIVED, slug="bell")
        doubts.write("acme", ABSENT_CHANNEL)

        doubts.look()

        assert doubts.lookups == [ABSENT_CHANNEL, OTHER_CHANNEL]
        assert [doubts.state_of(letter) for letter in "AB"] == [
            State.UNCONFIRMED,
            State.DELIVERED,
        ]

    @pytest.mark.parametrize(
        "trouble", [LedgerUnavailableError("the disk is full"), RuntimeError("a bug")]
    )
    def test_nor_does_trouble_of_another_kind(self, doubts: Doubts, trouble: Exception) -> None:
        doubts.write("bell", OTHER_CHANNEL)
        doubts.send("A", ARRIVED)
        doubts.send("B", ARRIVED, slug="bell")
        doubts.ledger.troubled_form, doubts.ledger.trouble = "acme", trouble

        doubts.look()

        assert [doubts.state_of(letter) for letter in "AB"] == [
            State.UNCONFIRMED,
            State.DELIVERED,
        ]

    def test_a_refused_key_is_an_error_that_names_forms_but_no_secrets(
        self, doubts: Doubts, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        doubts.write("acme", api_key="another-key")
        doubts.send("A", ARRIVED)

        doubts.look()

        (told,) = [vars(record) for record in caplog.records if record.message == "Lookup failed"]
        assert (told["levelname"], told["forms"]) == ("ERROR", ["acme"])
        everything = str([vars(record) for record in caplog.records])
        assert "another-key" not in everything
        assert CHANNEL not in everything


class TestClosedForms:
    def test_a_form_opens_again_once_its_channel_takes_leads(
        self, doubts: Doubts, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.INFO)
        assert doubts.send("A", Mode.ERROR_403) is State.QUEUED
        assert doubts.ledger.pause_reasons().get("acme")
        doubts.sandbox.mode = Mode.OK

        doubts.look(PAUSE)

        assert doubts.ledger.pause_reasons().get("acme") is None
        assert [record.message for record in caplog.records] == ["Form is open again"]
        assert doubts.deliver() is State.DELIVERED

    def test_until_then_it_is_asked_about_ever_less_often(self, doubts: Doubts) -> None:
        doubts.write("acme", CLOSED_CHANNEL)
        doubts.send("A")

        doubts.look(PAUSE - 1)
        assert doubts.channel_lists == 0
        doubts.look(1)
        doubts.look(2 * PAUSE - 1)
        assert doubts.channel_lists == 1
        doubts.look(1)
        assert doubts.channel_lists == 2
        assert doubts.ledger.pause_reasons().get("acme")

    @pytest.mark.parametrize("channel", [ABSENT_CHANNEL, CLOSED_CHANNEL])
    def test_a_channel_that_is_off_or_not_there_stays_closed(
        self, doubts: Doubts, channel: str
    ) -> None:
        doubts.write("acme", channel)
        doubts.send("A")

        doubts.look(PAUSE)

        assert doubts.channel_lists == 1
        assert doubts.ledger.pause_reasons().get("acme")

    @pytest.mark.parametrize("mode", [LookupMode.FAIL, LookupMode.HTML, LookupMode.REFUSE_KEY])
    def test_nothing_opens_while_nobody_knows(self, doubts: Doubts, mode: LookupMode) -> None:
        doubts.send("A", Mode.ERROR_404)
        doubts.sandbox.lookup_mode = mode

        doubts.look(PAUSE)
        doubts.look(PAUSE)

        assert doubts.channel_lists == 1
        assert doubts.ledger.pause_reasons().get("acme")

    def test_forms_with_one_key_are_asked_about_together(self, doubts: Doubts) -> None:
        doubts.write("bell", OTHER_CHANNEL)
        doubts.write("cole", CLOSED_CHANNEL)
        for letter, slug in zip("ABC", ["acme", "bell", "cole"], strict=True):
            doubts.send(letter, Mode.ERROR_403, slug=slug)

        doubts.look(PAUSE)

        assert doubts.channel_lists == 1
        assert [
            doubts.ledger.pause_reasons().get(slug) is None for slug in ("acme", "bell", "cole")
        ] == [
            True,
            True,
            False,
        ]

    def test_without_a_key_a_form_waits_for_a_person(self, keyless: Doubts) -> None:
        keyless.send("A", Mode.ERROR_403)

        keyless.look(PAUSE)

        assert keyless.channel_lists == 0
        assert keyless.ledger.pause_reasons().get("acme")

    def test_a_form_that_is_gone_is_not_asked_about(self, doubts: Doubts) -> None:
        doubts.send("A", Mode.ERROR_403)
        (doubts.folder / "acme.toml").unlink()

        doubts.look(PAUSE)

        assert doubts.channel_lists == 0

    def test_somebody_else_may_be_quicker(
        self, doubts: Doubts, caplog: pytest.LogCaptureFixture
    ) -> None:
        doubts.send("A", Mode.ERROR_403)
        doubts.ledger.somebody_is_quicker = True

        doubts.look(PAUSE)

        assert doubts.ledger.pause_reasons().get("acme") is None
        assert caplog.records == []
