from __future__ import annotations

import logging
import os
from collections import Counter
from pathlib import Path

import pytest

from leadframe.channels import Catalog, FormDefinition
from leadframe.errors import LedgerUnavailableError
from leadframe.ledger import State
from leadframe.sandbox import LookupMode, Mode
from leadframe.sandbox.server import API_KEY
from tests.delivery.world import CHANNEL, FORM, LONG, OFTEN, World

SOON = 1.0  # and yet long enough for a busy machine to connect and answer
ENDLESS = {
    Mode.ACCEPT_LATE,
    Mode.ACCEPT_THEN_HANG,
    Mode.HANG,
    Mode.SLOW_DRIP,
    Mode.SLOW_HEADERS,
}
STATES = {
    Mode.OK: State.DELIVERED,
    Mode.ERROR_400: State.DEAD,
    Mode.ERROR_401: State.QUEUED,
    Mode.ERROR_403: State.QUEUED,
    Mode.ERROR_404: State.QUEUED,
    Mode.ERROR_429: State.QUEUED,
    Mode.RETRY_AFTER_503: State.QUEUED,
    Mode.REFUSE: State.QUEUED,
}
UNAVAILABLE = LedgerUnavailableError("the disk is full")


@pytest.mark.parametrize("mode", Mode)
def test_the_ledger_knows_what_an_attempt_proved(world: World, mode: Mode) -> None:
    world.sandbox.mode = mode
    courier = world.courier(deadline_seconds=SOON if mode in ENDLESS else LONG)
    world.accept()
    courier.wake()
    expected = STATES.get(mode, State.UNCONFIRMED)
    assert world.next_settled() is expected
    assert world.find().state is expected
    assert len(world.references_accepted) == mode.creates_leads
    assert world.sandbox.complaints == []


def test_a_delivered_lead_carries_the_apis_id(world: World) -> None:
    courier = world.courier()
    world.accept()
    courier.wake()
    world.next_settled()
    (record,) = world.sandbox.accepted
    assert world.find().upstream_id == record["lead"]["id"]
    assert record["lead"]["channels_id"] == CHANNEL


@pytest.mark.parametrize("mode", [Mode.ERROR_401, Mode.ERROR_403, Mode.ERROR_404])
def test_a_form_that_is_misconfigured_is_paused(world: World, mode: Mode) -> None:
    world.sandbox.mode = mode
    courier = world.courier()
    world.accept()
    courier.wake()
    world.next_settled()
    assert (world.ledger.pause_reasons().get("acme") or "").startswith(mode.value)


def test_whoever_waits_for_a_lead_hears_of_it_when_it_is_settled(world: World) -> None:
    courier = world.courier()
    with world.news.expect("A" * 16) as event:
        world.accept()
        courier.wake()
        assert event.wait(LONG)
        assert world.find().state is State.DELIVERED


def test_what_waits_at_the_start_is_found_without_a_wake(world: World) -> None:
    for letter in "ABCDEFGH":
        world.accept(letter * 16)
    world.courier()
    assert [world.next_settled() for _ in range(8)] == [State.DELIVERED] * 8


def test_what_nobody_woke_for_is_found_all_the_same(world: World) -> None:
    world.courier(rest_seconds=OFTEN)
    world.ledger.idle.get(timeout=LONG)
    world.accept()
    assert world.next_settled() is State.DELIVERED


def test_a_lead_that_was_not_sent_is_tried_again_when_due(world: World) -> None:
    world.with_numbers(backoff_seconds=0.01)
    world.sandbox.mode = Mode.REFUSE
    world.courier(rest_seconds=OFTEN)
    world.accept()
    assert world.next_settled() is State.QUEUED
    world.sandbox.mode = Mode.OK
    while (state := world.next_settled()) is State.QUEUED:
        pass
    assert state is State.DELIVERED
    assert len(world.references_accepted) == 1


def test_without_a_key_a_doubtful_lead_is_held_for_a_person(world: World) -> None:
    world.sandbox.mode = Mode.ACCEPT_THEN_502
    world.courier(rest_seconds=OFTEN)
    world.accept()
    assert world.next_settled() is State.UNCONFIRMED
    assert world.ledger.decided.get(timeout=LONG) == "A" * 16
    assert world.find().state is State.HELD


def test_with_a_key_a_doubtful_lead_is_looked_up(world: World) -> None:
    world.sandbox.mode = Mode.ACCEPT_THEN_502
    world.courier(rest_seconds=OFTEN, api_key=API_KEY)
    world.accept()
    assert world.ledger.decided.get(timeout=LONG) == "A" * 16
    assert world.find().state is State.DELIVERED
    assert world.references_accepted == ["lf-" + "A" * 16]


def test_leads_are_delivered_while_a_lookup_hangs(world: World) -> None:
    world.sandbox.lookup_mode = LookupMode.HANG
    world.sandbox.mode = Mode.ERROR_500
    courier = world.courier(rest_seconds=OFTEN, api_key=API_KEY)
    world.accept("A" * 16)
    assert world.next_settled() is State.UNCONFIRMED
    assert world.sandbox.wait_until_received(2, timeout_seconds=LONG)
    world.sandbox.mode = Mode.OK
    world.accept("B" * 16)
    courier.wake()
    assert world.next_settled() is State.DELIVERED


def test_stopping_waits_for_a_lookup_no_longer_than_it_may(world: World) -> None:
    world.sandbox.lookup_mode = LookupMode.HANG
    world.sandbox.mode = Mode.ERROR_500
    courier = world.courier(rest_seconds=OFTEN, api_key=API_KEY)
    world.accept()
    assert world.sandbox.wait_until_received(2, timeout_seconds=LONG)
    assert not courier.stop(0)
    world.sandbox.lookup_mode = LookupMode.OK
    assert courier.stop(LONG)


def test_a_form_may_have_its_doubtful_leads_sent_again(world: World) -> None:
    world.with_numbers(backoff_seconds=0.01)
    world.write("acme", FORM + 'on_ambiguous = "resend"\n')
    world.sandbox.mode = Mode.ERROR_500
    world.courier(rest_seconds=OFTEN)
    world.accept()
    assert world.next_settled() is State.UNCONFIRMED
    world.sandbox.mode = Mode.OK
    while (state := world.next_settled()) is State.UNCONFIRMED:
        pass
    assert state is State.DELIVERED


def test_a_doubtful_lead_of_a_form_now_gone_is_held(world: World) -> None:
    world.sandbox.mode = Mode.ERROR_500
    courier = world.courier()
    world.accept()
    courier.wake()
    assert world.next_settled() is State.UNCONFIRMED
    courier.stop(LONG)
    (world.folder / "acme.toml").unlink()
    world.courier(catalog=Catalog(world.folder, environment={}))
    assert world.ledger.decided.get(timeout=LONG) == "A" * 16
    assert world.find().state is State.HELD


def test_a_lead_of_a_form_that_is_gone_waits_for_its_return(world: World) -> None:
    courier = world.courier()
    world.accept(slug="gone")
    courier.wake()
    assert world.next_settled() is State.QUEUED
    assert world.find().error == "no such form"
    assert world.sandbox.received == []


def test_a_hundred_leads_arrive_once_each(world: World) -> None:
    courier = world.courier(threads=8)
    ids = [f"{number:016}" for number in range(100)]
    for id_ in ids:
        world.accept(id_)
        courier.wake()
    assert {world.next_settled() for _ in ids} == {State.DELIVERED}
    assert Counter(world.references_accepted) == Counter(f"lf-{id_}" for id_ in ids)
    assert world.sandbox.complaints == []


def test_two_couriers_send_nothing_twice(world: World) -> None:
    couriers = [world.courier(threads=4), world.courier(threads=4)]
    ids = [f"{number:016}" for number in range(40)]
    for number, id_ in enumerate(ids):
        world.accept(id_)
        couriers[number % 2].wake()
    assert {world.next_settled() for _ in ids} == {State.DELIVERED}
    assert Counter(world.references_accepted) == Counter(f"lf-{id_}" for id_ in ids)


def test_one_wake_is_enough_for_all_that_is_due(world: World) -> None:
    courier = world.courier(threads=4)
    # The lookout may ring once at the start; all four rest again after it.
    for _ in range(4):
        world.ledger.idle.get(timeout=LONG)
    world.sandbox.mode = Mode.HANG
    for letter in "ABCD":
        world.accept(letter * 16)
    courier.wake()
    assert world.sandbox.wait_until_received(4, timeout_seconds=LONG)


def test_a_courier_is_busy_while_none_of_its_threads_is_free(world: World) -> None:
    world.sandbox.mode = Mode.HANG
    courier = world.courier(threads=1)
    assert not courier.busy
    with world.news.expect(world.accept()) as event:
        courier.wake()
        assert world.sandbox.wait_until_received(1, timeout_seconds=LONG)
        assert courier.busy
        world.sandbox.mode = Mode.OK
        assert event.wait(LONG)
        assert not courier.busy


def test_stopping_finishes_what_is_in_flight(world: World) -> None:
    courier = world.courier()
    world.sandbox.mode = Mode.HANG
    world.accept()
    courier.wake()
    assert world.sandbox.wait_until_received(1, timeout_seconds=LONG)
    assert not courier.stop(0)
    world.sandbox.mode = Mode.OK
    assert courier.stop(LONG)
    assert world.find().state is State.UNCONFIRMED


def test_a_stopped_courier_claims_nothing_more(world: World) -> None:
    courier = world.courier()
    assert courier.stop(LONG)
    world.accept()
    courier.wake()
    assert world.sandbox.received == []
    assert world.find().state is State.QUEUED


def test_stopping_twice_is_stopping_once(world: World) -> None:
    courier = world.courier()
    assert courier.stop(LONG)
    assert courier.stop(LONG)


@pytest.mark.parametrize("where", ["claim", "sweep"])
@pytest.mark.parametrize("trouble", [UNAVAILABLE, RuntimeError("a bug")])
def test_trouble_with_the_ledger_does_not_end_a_courier(
    world: World, where: str, trouble: Exception
) -> None:
    world.ledger.troubles[where] = [trouble, trouble, trouble]
    world.courier(rest_seconds=OFTEN)
    for letter in "ABCD":
        world.accept(letter * 16)
    assert [world.next_settled() for _ in range(4)] == [State.DELIVERED] * 4
    assert len(world.references_accepted) == 4


def test_a_proof_of_delivery_outlasts_trouble_with_the_ledger(world: World) -> None:
    world.ledger.troubles["settle"] = [UNAVAILABLE] * 5
    world.courier(rest_seconds=OFTEN)
    world.accept()
    assert world.next_settled() is State.DELIVERED
    assert world.find().tries == 1
    assert len(world.references_accepted) == 1


def test_stopping_does_not_wait_for_a_ledger_that_stays_away(world: World) -> None:
    world.ledger.troubles["settle"] = [UNAVAILABLE] * 1000
    courier = world.courier(rest_seconds=LONG)
    world.accept()
    courier.wake()
    assert world.sandbox.wait_until_received(1, timeout_seconds=LONG)
    assert courier.stop(LONG)
    assert world.find().state is State.SENDING


class _BrokenCatalog(Catalog):
    """A catalog with a bug that shows once."""

    broken = True

    def get(self, slug: str) -> FormDefinition:
        if self.broken:
            self.broken = False
            raise RuntimeError(slug)
        return super().get(slug)


def test_a_bug_costs_one_attempt_and_not_the_thread(world: World) -> None:
    catalog = _BrokenCatalog(world.folder, environment={})
    courier = world.courier(threads=1, rest_seconds=OFTEN, catalog=catalog)
    world.accept("A" * 16)
    world.accept("B" * 16)
    courier.wake()
    assert world.next_settled() is State.DELIVERED
    assert world.find("A" * 16).state is State.SENDING
    assert world.references_accepted == ["lf-" + "B" * 16]


def test_the_log_tells_of_leads_but_not_of_people_or_channels(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    courier = world.courier()
    for number, mode in enumerate([Mode.OK, Mode.ERROR_400, Mode.HTML_502, Mode.RESET]):
        world.sandbox.mode = mode
        with world.news.expect(f"{number:016}") as event:
            world.accept(f"{number:016}")
            courier.wake()
            assert event.wait(LONG)
    assert courier.stop(LONG)
    reports = [vars(record) for record in caplog.records if record.message == "Attempt settled"]
    assert [(one["form"], one["submission"], one["outcome"]) for one in reports] == [
        ("acme", f"{0:016}", "delivered"),
        ("acme", f"{1:016}", "refused"),
        ("acme", f"{2:016}", "ambiguous"),
        ("acme", f"{3:016}", "ambiguous"),
    ]
    everything = str([vars(record) for record in caplog.records])
    assert "alex" not in everything
    assert CHANNEL not in everything


def test_a_channel_id_is_looked_up_when_sending(world: World, tmp_path: Path) -> None:
    world.accept()
    (tmp_path / "acme.toml").write_text(FORM.replace(CHANNEL, CHANNEL[:-1] + "2"))
    world.courier()
    world.next_settled()
    assert world.sandbox.received[0]["body"]["channel_id"] == CHANNEL[:-1] + "2"


def test_it_is_on_the_roll_while_it_works(world: World) -> None:
    courier = world.courier()
    world.ledger.signed_in.get(timeout=LONG)

    assert [one.pid for one in world.ledger.workers(within_seconds=60)] == [os.getpid()]

    courier.stop(LONG)

    assert world.ledger.workers(within_seconds=60) == []


def test_personal_data_is_removed_while_leads_are_delivered(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    world.accept()
    courier = world.courier()
    courier.wake()
    assert world.next_settled() is State.DELIVERED
    courier.stop(LONG)
    world.let_days_pass(30)

    world.courier()

    while not world.ledger.purged.get(timeout=LONG):
        pass
    assert world.ledger.purged.get(timeout=LONG) == 0
    assert world.find().purged_at
    (told,) = [record for record in caplog.records if record.message == "Personal data removed"]
    assert vars(told)["submissions"] == 1
