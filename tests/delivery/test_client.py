from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from math import inf

import pytest

from leadframe.delivery import ChannelInfo, LeadAPI
from leadframe.errors import RefusedKeyError, UnreachableLeadAPIError, UnreadableAnswerError
from leadframe.lead import ALPHABET, LEAD_FIELDS, Lead
from leadframe.ledger import Outcome, Sightings, Verdict
from leadframe.sandbox import LookupMode, Mode, Sandbox
from leadframe.sandbox.actions import LeadsShape
from leadframe.sandbox.server import API_KEY
from tests.delivery.servers import answering, silent, tls_before, trusting_tls

CHANNEL = "00000000-0000-4000-8000-000000000001"
DEAL_SIZE = "11111111-2222-3333-4444-555555555555"
PAYLOAD = {"email": "alex@example.com", "business_id": "lf-1"}
REFERENCE = "lf-" + "A" * 16
CLAIMED_AT = 100.0
PLENTY = 20.0
SOON = 1.0  # and yet long enough for a busy machine to connect and answer
ENDLESS = {
    Mode.ACCEPT_LATE,
    Mode.ACCEPT_THEN_HANG,
    Mode.HANG,
    Mode.SLOW_DRIP,
    Mode.SLOW_HEADERS,
}

VERDICTS = {
    Mode.OK: Verdict.DELIVERED,
    Mode.ACCEPT_LATE: Verdict.AMBIGUOUS,
    Mode.ACCEPT_THEN_502: Verdict.AMBIGUOUS,
    Mode.ACCEPT_THEN_HANG: Verdict.AMBIGUOUS,
    Mode.ACCEPT_THEN_RESET: Verdict.AMBIGUOUS,
    Mode.ERROR_400: Verdict.REFUSED,
    Mode.ERROR_401: Verdict.MISCONFIGURED,
    Mode.ERROR_403: Verdict.MISCONFIGURED,
    Mode.ERROR_404: Verdict.MISCONFIGURED,
    Mode.ERROR_429: Verdict.NOT_SENT,
    Mode.ERROR_500: Verdict.AMBIGUOUS,
    Mode.HTML_502: Verdict.AMBIGUOUS,
    Mode.RETRY_AFTER_503: Verdict.NOT_SENT,
    Mode.HANG: Verdict.AMBIGUOUS,
    Mode.RESET: Verdict.AMBIGUOUS,
    Mode.REFUSE: Verdict.NOT_SENT,
    Mode.HTML_200: Verdict.AMBIGUOUS,
    Mode.LEAD_LESS_200: Verdict.AMBIGUOUS,
    Mode.GARBAGE_JSON_200: Verdict.AMBIGUOUS,
    Mode.REDIRECT: Verdict.AMBIGUOUS,
    Mode.SLOW_DRIP: Verdict.AMBIGUOUS,
    Mode.SLOW_HEADERS: Verdict.AMBIGUOUS,
}


def client(
    url: str,
    *,
    deadline_seconds: float = PLENTY,
    clock_reading: float = CLAIMED_AT,
    trusting: bool = True,
) -> LeadAPI:
    return LeadAPI(
        url,
        connect_seconds=PLENTY,
        deadline_seconds=deadline_seconds,
        send_gate_seconds=10,
        gate_clock=lambda: clock_reading,
        tls=trusting_tls() if trusting else None,
    )


def send(api: LeadAPI) -> Outcome:
    return api.send(PAYLOAD, channel_id=CHANNEL, claimed_at_boot=CLAIMED_AT)


def test_a_lead_arrives_and_its_id_is_the_proof(sandbox: Sandbox) -> None:
    outcome = send(client(sandbox.url))
    (record,) = sandbox.accepted
    assert outcome == Outcome(
        verdict=Verdict.DELIVERED, http_status=200, upstream_id=record["lead"]["id"]
    )


def test_exactly_what_the_api_takes_is_sent(sandbox: Sandbox) -> None:
    lead = Lead(
        **{name: f'"{name}" æøå \U0001f600' for name in LEAD_FIELDS},
        properties=((DEAL_SIZE, "1234.5"), (CHANNEL, "")),
    )
    lead = replace(lead, phone="").with_reference("lf-7", "business_id")
    api = client(sandbox.url)
    api.send(lead.as_request(), channel_id=CHANNEL, claimed_at_boot=CLAIMED_AT)
    (record,) = sandbox.received
    assert record["body"] == {
        "action": "lead_external",
        "channel_id": CHANNEL,
        **{name: getattr(lead, name) for name in LEAD_FIELDS if name != "phone"},
        "properties": [{"property_definitions_id": DEAL_SIZE, "value": "1234.5"}],
    }
    assert sandbox.complaints == []


def test_a_payload_cannot_choose_its_channel_or_action(sandbox: Sandbox) -> None:
    api = client(sandbox.url)
    other = {"action": "get_leads", "channel_id": DEAL_SIZE}
    api.send(other, channel_id=CHANNEL, claimed_at_boot=CLAIMED_AT)
    assert sandbox.received[0]["body"] == {"action": "lead_external", "channel_id": CHANNEL}


def test_every_request_says_that_its_connection_is_its_own(sandbox: Sandbox) -> None:
    send(client(sandbox.url))
    headers = sandbox.received[0]["headers"]
    assert headers["Connection"] == "close"
    assert headers["Content-Type"] == "application/json"


def test_every_mode_of_the_sandbox_is_tried() -> None:
    assert set(VERDICTS) == set(Mode)


@pytest.mark.parametrize("mode", Mode)
def test_an_answer_or_its_lack_proves_what_it_proves(sandbox: Sandbox, mode: Mode) -> None:
    sandbox.mode = mode
    api = client(sandbox.url, deadline_seconds=SOON if mode in ENDLESS else PLENTY)
    outcome = send(api)
    assert outcome.verdict is VERDICTS[mode]
    assert len(sandbox.received) == (mode is not Mode.REFUSE)
    assert CHANNEL not in outcome.error
    assert "alex" not in outcome.error


@pytest.mark.parametrize("mode", sorted(ENDLESS))
def test_an_answer_without_end_ends_at_the_deadline(sandbox: Sandbox, mode: Mode) -> None:
    sandbox.mode = mode
    outcome = send(client(sandbox.url, deadline_seconds=SOON))
    assert outcome.verdict is Verdict.AMBIGUOUS
    assert outcome.http_status is None
    assert outcome.error.startswith("no answer in time")


def test_the_api_says_when_to_come_back() -> None:
    with Sandbox(mode=Mode.RETRY_AFTER_503, retry_after="77") as sandbox:
        assert send(client(sandbox.url)).retry_after_seconds == 77


def test_a_redirect_is_not_followed(sandbox: Sandbox) -> None:
    sandbox.mode = Mode.REDIRECT
    assert send(client(sandbox.url)).http_status == 302
    assert len(sandbox.received) == 1


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_no_proxy_of_the_environment_is_used(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://127.0.0.1:9")
    assert send(client(sandbox.url)).verdict is Verdict.DELIVERED


def test_no_proxy_of_the_environment_is_used_for_tls(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with tls_before(sandbox.url) as url:
        assert send(client(url)).verdict is Verdict.DELIVERED


def test_a_missed_gate_lets_nothing_through(sandbox: Sandbox) -> None:
    outcome = send(client(sandbox.url, clock_reading=CLAIMED_AT + 10.001))
    assert outcome == Outcome(verdict=Verdict.NOT_SENT, error="connected too late to send")
    assert sandbox.received == []


def test_the_gate_is_open_to_its_last_moment(sandbox: Sandbox) -> None:
    outcome = send(client(sandbox.url, clock_reading=CLAIMED_AT + 10))
    assert outcome.verdict is Verdict.DELIVERED


def test_the_gate_is_looked_at_when_connected_and_not_before() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        connected: list[socket.socket] = []

        def clock() -> float:
            connected.append(server.accept()[0])
            return CLAIMED_AT + 11

        api = LeadAPI(
            f"http://127.0.0.1:{server.getsockname()[1]}",
            connect_seconds=PLENTY,
            deadline_seconds=PLENTY,
            send_gate_seconds=10,
            gate_clock=clock,
        )
        assert send(api).verdict is Verdict.NOT_SENT
        (line,) = connected
        with line:
            assert line.recv(1) == b""


@pytest.mark.parametrize(
    "url",
    ["http://", "http://a..b/", "https://127.0.0.1:1", "http://127.0.0.1:1", "mailto:alex@x.dk"],
)
def test_an_address_that_leads_nowhere_sends_nothing(url: str) -> None:
    outcome = send(client(url))
    assert outcome.verdict is Verdict.NOT_SENT
    assert outcome.error.startswith("no connection")


def test_a_lead_arrives_through_tls(sandbox: Sandbox) -> None:
    with tls_before(sandbox.url) as url:
        assert send(client(url)).verdict is Verdict.DELIVERED
    assert len(sandbox.accepted) == 1


def test_a_certificate_nobody_vouches_for_sends_nothing(sandbox: Sandbox) -> None:
    with tls_before(sandbox.url) as url:
        outcome = send(client(url, trusting=False))
    assert outcome == Outcome(verdict=Verdict.NOT_SENT, error="no connection (SSLError)")
    assert sandbox.received == []


def test_a_certificate_for_another_name_sends_nothing(sandbox: Sandbox) -> None:
    # The whole of 127/8 is loopback; the certificate is for 127.0.0.1 alone.
    with tls_before(sandbox.url, host="127.0.0.2") as url:
        outcome = send(client(url))
    assert outcome == Outcome(verdict=Verdict.NOT_SENT, error="no connection (SSLError)")
    assert sandbox.received == []


def test_a_missed_gate_lets_nothing_through_tls(sandbox: Sandbox) -> None:
    with tls_before(sandbox.url) as url:
        outcome = send(client(url, clock_reading=CLAIMED_AT + 11))
    assert outcome.verdict is Verdict.NOT_SENT
    assert sandbox.received == []


def test_a_slow_answer_through_tls_ends_at_the_deadline(sandbox: Sandbox) -> None:
    sandbox.mode = Mode.SLOW_DRIP
    with tls_before(sandbox.url) as url:
        outcome = send(client(url, deadline_seconds=SOON))
    assert outcome.verdict is Verdict.AMBIGUOUS
    assert outcome.error.startswith("no answer in time")


def test_a_handshake_that_never_ends_sends_nothing() -> None:
    with silent() as port:
        outcome = send(client(f"https://127.0.0.1:{port}", deadline_seconds=SOON))
    assert outcome.verdict is Verdict.NOT_SENT
    assert outcome.error.startswith("no answer in time")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"Hello\r\n\r\n",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{}",
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 999\r\n\r\n" + b'{"error": "no"}',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000,
    ],
)
def test_an_answer_that_is_broken_proves_nothing(answer: bytes) -> None:
    with answering(answer) as url:
        assert send(client(url)).verdict is Verdict.AMBIGUOUS


def test_an_answer_that_goes_on_and_on_is_read_to_a_limit() -> None:
    with answering(b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 1024, then_repeat=True) as url:
        outcome = send(client(url))
    assert outcome == Outcome(
        verdict=Verdict.AMBIGUOUS, http_status=200, error="200 without a lead id"
    )


def test_a_proof_that_came_before_the_deadline_counts() -> None:
    answer = b'HTTP/1.1 200 OK\r\n\r\n{"lead": {"id": "aabb"}}'
    with answering(answer, then_wait=True) as url:
        outcome = send(client(url, deadline_seconds=SOON))
    assert outcome.verdict is Verdict.DELIVERED


def test_a_refusal_cut_off_at_the_deadline_is_none() -> None:
    with answering(b"HTTP/1.1 404 Not Found\r\nX: ", then_wait=True) as url:
        outcome = send(client(url, deadline_seconds=SOON))
    assert outcome == Outcome(verdict=Verdict.AMBIGUOUS, error="no answer in time")


def get_channels(api: LeadAPI, key: str = API_KEY) -> list[ChannelInfo]:
    return api.get_channels(key)


def get_leads(api: LeadAPI, key: str = API_KEY) -> Sightings:
    return api.get_leads(key, CHANNEL)


def test_channels_are_read_with_the_key(sandbox: Sandbox) -> None:
    channels = get_channels(client(sandbox.url))
    first, last = channels[0], channels[-1]
    assert (first.id, first.title, first.currency) == (CHANNEL, "Channel 1", "DKK")
    size = first.properties[0]
    assert (size.id, size.name, size.type) == (DEAL_SIZE, "Deal size", "number")
    assert [one.status for one in first.statuses] == ["New lead"]
    assert (first.no_auth_api, last.no_auth_api) == (True, False)


def test_channels_may_fill_more_than_a_lead() -> None:
    many = [{"id": f"{number:036}", "title": "x" * 100} for number in range(1000)]
    body = json.dumps({"channels": many}).encode()
    with answering(b"HTTP/1.1 200 OK\r\n\r\n" + body) as url:
        assert len(get_channels(client(url))) == 1000


@pytest.mark.parametrize("shape", ["object", "array"])
def test_our_leads_are_seen_with_the_key(shape: LeadsShape) -> None:
    with Sandbox(leads_shape=shape) as sandbox:
        api = client(sandbox.url)
        lead = {**PAYLOAD, "business_id": REFERENCE}
        outcome = api.send(lead, channel_id=CHANNEL, claimed_at_boot=CLAIMED_AT)
        assert get_leads(api) == Sightings(
            upstream_ids={REFERENCE.removeprefix("lf-"): str(outcome.upstream_id)},
            window_from=-inf,
            shown=1,
        )


def test_a_hundred_leads_with_long_notes_are_read_whole() -> None:
    letters = list(ALPHABET)[:10]
    references = [f"lf-{one}{other}{'A' * 14}" for one in letters for other in letters]
    notes = ["ø" * 10_000 + f"\n\nReference: {reference}" for reference in references]
    body = json.dumps([{"id": "x", "notes": text} for text in notes]).encode()
    with answering(b"HTTP/1.1 200 OK\r\n\r\n" + body) as url:
        assert len(get_leads(client(url)).upstream_ids) == 100


LOOKUPS = pytest.mark.parametrize("look_up", [get_channels, get_leads])


@LOOKUPS
def test_a_wrong_key_is_named_as_the_fault(
    sandbox: Sandbox, look_up: Callable[[LeadAPI, str], object]
) -> None:
    with pytest.raises(RefusedKeyError) as caught:
        look_up(client(sandbox.url), "wrong-key")
    assert "wrong-key" not in str(caught.value)


@LOOKUPS
def test_a_key_that_no_header_can_hold_is_no_key(
    sandbox: Sandbox, look_up: Callable[[LeadAPI, str], object]
) -> None:
    with pytest.raises(UnreachableLeadAPIError) as caught:
        look_up(client(sandbox.url), "ключ")
    assert "ключ" not in str(caught.value)
    assert sandbox.received == []


def test_a_channel_that_the_key_does_not_open_is_named_as_the_fault(sandbox: Sandbox) -> None:
    with pytest.raises(RefusedKeyError) as caught:
        client(sandbox.url).get_leads(API_KEY, DEAL_SIZE)
    assert DEAL_SIZE not in str(caught.value)


@LOOKUPS
def test_a_lookup_without_end_ends_at_the_deadline(
    sandbox: Sandbox, look_up: Callable[[LeadAPI], object]
) -> None:
    sandbox.lookup_mode = LookupMode.HANG
    with pytest.raises(UnreachableLeadAPIError):
        look_up(client(sandbox.url, deadline_seconds=SOON))


@LOOKUPS
def test_no_answer_is_named_as_the_fault(
    sandbox: Sandbox, look_up: Callable[[LeadAPI], object]
) -> None:
    sandbox.mode = Mode.REFUSE
    with pytest.raises(UnreachableLeadAPIError):
        look_up(client(sandbox.url))


@LOOKUPS
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n<h1>Welcome</h1>",
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n[{",
        b"HTTP/1.1 206 Partial Content\r\n\r\n[]",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n[]",
        b"HTTP/1.1 500 Internal Server Error\r\n\r\n[]",
        b"HTTP/1.1 502 Bad Gateway\r\n\r\n<h1>Bad Gateway</h1>",
    ],
)
def test_a_senseless_answer_is_named_as_the_fault(
    answer: bytes, look_up: Callable[[LeadAPI], object]
) -> None:
    with answering(answer) as url, pytest.raises(UnreadableAnswerError):
        look_up(client(url))
