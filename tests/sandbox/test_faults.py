from __future__ import annotations

import http.client
import itertools
import socket
import threading
from urllib.parse import urlsplit

import pytest

from leadframe.sandbox import LookupMode, Mode, Sandbox
from tests.sandbox.http import KEY, LEAD, LOOKUP, OPEN, Reply, ask

LONG = 10.0
HANGING = (Mode.HANG, Mode.ACCEPT_THEN_HANG, Mode.SLOW_DRIP, Mode.SLOW_HEADERS)
DROPPED = (http.client.HTTPException, ConnectionError)


@pytest.mark.parametrize(
    ("mode", "status", "content_type", "body"),
    [
        (Mode.ERROR_400, 400, "application/json", "channel_id required"),
        (Mode.ERROR_401, 401, "application/json", "Invalid API key"),
        (Mode.ERROR_403, 403, "application/json", "Public API not enabled"),
        (Mode.ERROR_404, 404, "application/json", "Channel not found"),
        (Mode.ERROR_429, 429, "application/json", "Too many"),
        (Mode.ERROR_500, 500, "application/json", "error"),
        (Mode.RETRY_AFTER_503, 503, "application/json", "unavailable"),
        (Mode.HTML_502, 502, "text/html", "<h1>"),
        (Mode.HTML_200, 200, "text/html", "<h1>"),
        (Mode.LEAD_LESS_200, 200, "application/json", "{}"),
        (Mode.GARBAGE_JSON_200, 200, "application/json", '{"lead": {"id": '),
        (Mode.REDIRECT, 302, "text/html", ""),
    ],
)
def test_a_plain_fault_creates_nothing(
    sandbox: Sandbox, mode: Mode, status: int, content_type: str, body: str
) -> None:
    sandbox.mode = mode
    reply = ask(sandbox, LEAD)
    assert reply.status == status
    assert reply.headers["Content-Type"].startswith(content_type)
    assert body in reply.body
    assert (len(sandbox.received), len(sandbox.accepted)) == (1, 0)


def test_retry_after_says_what_it_was_told_to() -> None:
    with Sandbox(mode=Mode.RETRY_AFTER_503, retry_after="77") as sandbox:
        assert ask(sandbox, LEAD).headers["Retry-After"] == "77"


def test_a_lead_can_be_created_and_502_answered(sandbox: Sandbox) -> None:
    sandbox.mode = Mode.ACCEPT_THEN_502
    assert ask(sandbox, LEAD).status == 502
    assert [record["lead"]["business_id"] for record in sandbox.accepted] == ["lf-1"]


@pytest.mark.parametrize(("mode", "created"), [(Mode.RESET, 0), (Mode.ACCEPT_THEN_RESET, 1)])
def test_a_connection_can_be_reset(sandbox: Sandbox, mode: Mode, created: int) -> None:
    sandbox.mode = mode
    with pytest.raises(ConnectionResetError):
        ask(sandbox, LEAD)
    assert len(sandbox.accepted) == created


@pytest.mark.parametrize("mode", HANGING)
def test_who_is_held_is_dropped_when_the_sandbox_stops(mode: Mode) -> None:
    with Sandbox(mode=mode) as sandbox:
        client = _Client(sandbox)
        assert sandbox.wait_until_received(1, timeout_seconds=LONG)
    assert client.is_dropped()
    assert len(sandbox.accepted) == (mode is Mode.ACCEPT_THEN_HANG)


@pytest.mark.parametrize("mode", HANGING)
def test_who_is_held_is_dropped_when_the_mode_is_set_anew(sandbox: Sandbox, mode: Mode) -> None:
    sandbox.mode = mode
    client = _Client(sandbox)
    assert sandbox.wait_until_received(1, timeout_seconds=LONG)
    sandbox.mode = Mode.OK
    assert client.is_dropped()
    assert ask(sandbox, LEAD).status == 200


@pytest.mark.parametrize("mode", HANGING)
def test_a_handler_does_not_outlive_its_client(sandbox: Sandbox, mode: Mode) -> None:
    sandbox.mode = mode
    before = set(threading.enumerate())
    with socket.create_connection(_place(sandbox), timeout=LONG) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
        assert sandbox.wait_until_received(1, timeout_seconds=LONG)
        (handler,) = set(threading.enumerate()) - before
    handler.join(LONG)
    assert not handler.is_alive()


@pytest.mark.parametrize(
    ("mode", "drop"), [(Mode.SLOW_DRIP, b"1\r\n \r\n"), (Mode.SLOW_HEADERS, b".")]
)
def test_a_slow_answer_comes_drop_by_drop(sandbox: Sandbox, mode: Mode, drop: bytes) -> None:
    sandbox.mode = mode
    with socket.create_connection(_place(sandbox), timeout=LONG) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
        heard = b""
        while not heard.endswith(drop * 3):
            heard += client.recv(1)
    assert heard.startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_mode_set_before_a_handler_waits_frees_it_all_the_same(sandbox: Sandbox) -> None:
    sandbox.mode = Mode.HANG
    clients = [_Client(sandbox) for _ in range(8)]
    sandbox.wait_until_received(1, timeout_seconds=LONG)
    sandbox.mode = Mode.OK
    # Those who came late are served; none is still held.
    assert all(client.is_dropped() or client.status == 200 for client in clients)


def test_a_late_lead_is_created_although_nobody_waits_for_it() -> None:
    with Sandbox(mode=Mode.ACCEPT_LATE, late_seconds=0.1) as sandbox:
        client = _Client(sandbox)
        assert sandbox.wait_until_received(1, timeout_seconds=LONG)
        sandbox.mode = Mode.OK
        assert sandbox.wait_until_accepted(1, timeout_seconds=LONG)
    assert client.is_dropped()
    assert [record["mode"] for record in sandbox.accepted] == ["accept-late"]


def test_until_then_it_is_not_there_and_nobody_is_answered() -> None:
    with Sandbox(mode=Mode.ACCEPT_LATE, late_seconds=LONG) as sandbox:
        client = _Client(sandbox)
        assert sandbox.wait_until_received(1, timeout_seconds=LONG)
        assert client.status is None
        assert sandbox.accepted == []
    assert client.is_dropped()
    assert sandbox.accepted == []


@pytest.mark.parametrize("action", ["get_channels", "get_leads"])
@pytest.mark.parametrize(
    ("mode", "status", "body"),
    [
        (LookupMode.FAIL, 500, "error"),
        (LookupMode.HTML, 200, "<h1>"),
        (LookupMode.REFUSE_KEY, 401, "Invalid API key"),
    ],
)
def test_a_lookup_can_fail_while_leads_arrive(
    sandbox: Sandbox, action: str, mode: LookupMode, status: int, body: str
) -> None:
    sandbox.lookup_mode = mode
    reply = ask(sandbox, LOOKUP | {"action": action}, headers=KEY)
    assert reply.status == status
    assert body in reply.body
    assert ask(sandbox, LEAD).status == 200
    assert [record["mode"] for record in sandbox.received] == [mode.value, "ok"]


def test_a_lookup_can_be_answered_while_leads_fail(sandbox: Sandbox) -> None:
    sandbox.mode = Mode.HANG
    assert look_up(sandbox).status == 200


def test_a_lookup_that_hangs_is_dropped_when_its_mode_is_set_anew(sandbox: Sandbox) -> None:
    sandbox.lookup_mode = LookupMode.HANG
    client = _Client(sandbox, LOOKUP)
    assert sandbox.wait_until_received(1, timeout_seconds=LONG)
    sandbox.mode = Mode.RESET
    assert client.status is None
    sandbox.lookup_mode = LookupMode.OK
    assert client.is_dropped()
    assert look_up(sandbox).status == 200


def test_a_lookup_can_show_the_leads_as_they_were() -> None:
    clock = [1_000_000.0]
    with Sandbox(stale_seconds=60, now=lambda: clock[0]) as sandbox:
        ask(sandbox, LEAD)
        clock[0] += 60
        ask(sandbox, LEAD)
        sandbox.lookup_mode = LookupMode.STALE
        assert len(look_up(sandbox).json["leads"]) == 1
        clock[0] += 60
        assert len(look_up(sandbox).json["leads"]) == 2


def test_a_lookup_can_show_nothing_of_what_is_there(sandbox: Sandbox) -> None:
    ask(sandbox, LEAD)
    sandbox.lookup_mode = LookupMode.EMPTY
    assert look_up(sandbox).json == {"leads": []}


def test_leads_from_elsewhere_push_ours_out_of_sight(sandbox: Sandbox) -> None:
    ask(sandbox, LEAD)
    sandbox.flood(OPEN, 100)
    shown = look_up(sandbox).json["leads"]
    assert {lead["business_id"] for lead in shown} == {None}
    assert len(shown) == 100


def test_each_lead_can_be_followed_by_some_from_elsewhere() -> None:
    with Sandbox(flood_per_lead=2) as sandbox:
        ask(sandbox, LEAD)
        ask(sandbox, LEAD)
        shown = look_up(sandbox).json["leads"]
    assert [lead["business_id"] for lead in shown] == [None, None, "lf-1"] * 2
    assert len(sandbox.accepted) == 2


def test_a_channel_that_is_not_there_cannot_be_flooded(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="no channel"):
        sandbox.flood("00000000-0000-4000-8000-0000000000ff", 1)


def test_connections_are_refused_and_then_taken_again_on_the_same_port(sandbox: Sandbox) -> None:
    url = sandbox.url
    sandbox.mode = Mode.REFUSE
    with pytest.raises(ConnectionRefusedError):
        ask(sandbox, LEAD)
    sandbox.mode = Mode.OK
    assert sandbox.url == url
    assert ask(sandbox, LEAD).status == 200


def test_a_sandbox_can_start_by_refusing() -> None:
    with Sandbox(mode=Mode.REFUSE) as sandbox:
        with pytest.raises(ConnectionRefusedError):
            ask(sandbox, LEAD)
        sandbox.mode = Mode.REFUSE
        sandbox.mode = Mode.OK
        assert ask(sandbox, LEAD).status == 200


def test_a_taken_port_is_an_error_and_not_the_end_of_the_process(sandbox: Sandbox) -> None:
    port = urlsplit(sandbox.url).port
    assert port
    with pytest.raises(OSError, match="in use"):
        Sandbox(port=port).start()


def test_starting_twice_is_starting_once(sandbox: Sandbox) -> None:
    sandbox.start()
    assert ask(sandbox, LEAD).status == 200


def test_one_lead_can_ask_for_a_mode_of_its_own(sandbox: Sandbox) -> None:
    assert ask(sandbox, LEAD | {"email": "sandbox+502-html@example.com"}).status == 502
    assert ask(sandbox, LEAD).status == 200


@pytest.mark.parametrize(
    "email", ["sandbox+refuse@example.com", "sandbox+nonsense@x.dk", "sandbox+500", 5, None]
)
def test_an_email_address_that_names_no_mode_changes_nothing(
    sandbox: Sandbox, email: object
) -> None:
    assert ask(sandbox, LEAD | {"email": email}).status == 200


def test_a_part_of_the_requests_fails_as_the_numbers_say() -> None:
    numbers = itertools.cycle([0.1, 0.9])
    with Sandbox(fail_rate=0.5, random=lambda: next(numbers)) as sandbox:
        assert [ask(sandbox, LEAD).status for _ in range(4)] == [500, 200, 500, 200]


def test_answers_are_held_back_but_the_lead_is_already_there() -> None:
    with Sandbox(latency_seconds=LONG) as sandbox:
        client = _Client(sandbox)
        assert sandbox.wait_until_received(1, timeout_seconds=LONG)
        assert client.status is None
        assert len(sandbox.accepted) == 1
    assert client.wait() == 200


def test_a_short_latency_is_only_a_delay() -> None:
    with Sandbox(latency_seconds=0.01) as sandbox:
        assert ask(sandbox, LEAD).status == 200


def test_what_was_received_can_be_read(sandbox: Sandbox) -> None:
    ask(sandbox, LEAD, headers={"Connection": "close", "X-Other": "no"})
    (record,) = ask(sandbox, path="/received").json
    assert record["mode"] == "ok"
    assert record["body"] == LEAD
    assert record["headers"]["Connection"] == "close"
    assert "X-Other" not in record["headers"]
    assert record["lead"]["email"] == "alex@example.com"
    assert record["received_at"] > 1_700_000_000


def test_waiting_for_what_does_not_come_ends(sandbox: Sandbox) -> None:
    assert not sandbox.wait_until_received(1, timeout_seconds=0.01)


def look_up(sandbox: Sandbox) -> Reply:
    return ask(sandbox, LOOKUP, headers=KEY)


def _place(sandbox: Sandbox) -> tuple[str, int]:
    address = urlsplit(sandbox.url)
    return str(address.hostname), int(address.port or 0)


class _Client:
    """Somebody who asks and waits for the answer in a thread of their own."""

    def __init__(self, sandbox: Sandbox, body: object = LEAD) -> None:
        self.status: int | None = None
        self._sandbox = sandbox
        self._body = body
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        try:
            self.status = ask(self._sandbox, self._body).status
        except DROPPED:
            self.status = 0

    def wait(self) -> int | None:
        self._thread.join(LONG)
        return self.status

    def is_dropped(self) -> bool:
        return self.wait() == 0
