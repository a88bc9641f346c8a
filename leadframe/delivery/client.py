"""The lead API, as the rest of Leadframe sees it."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from leadframe.delivery.answers import judge
from leadframe.delivery.channel_info import ChannelInfo, read_channels
from leadframe.delivery.flight import Flight
from leadframe.delivery.sightings import read_sightings
from leadframe.errors import LeadAPIError, RefusedKeyError, UnreadableAnswerError
from leadframe.ledger import Outcome, Sightings, Verdict

if TYPE_CHECKING:
    from leadframe.delivery.transport import Reply

LEAD_ANSWER_BYTES = 64 * 1024
CHANNELS_ANSWER_BYTES = 8 * 1024 * 1024
# A hundred leads, each as large as the largest of ours with every character escaped.
LEADS_ANSWER_BYTES = 64 * 1024 * 1024
HEADERS = {
    "User-Agent": "Leadframe",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    # One POST a connection: then a failure to connect proves that nothing was sent.
    "Connection": "close",
}


class LeadAPI:
    """A client of the lead API; safe to share between threads.

    Args:
        url: the API's one address.
        connect_seconds: how long to wait for a connection.
        deadline_seconds: how long one exchange may take, connecting included.
        send_gate_seconds: how long after its claim a lead may still be sent.
        gate_clock: the clock that claims were stamped by, in seconds.
        now: gives Unix seconds.
        tls: verifies the server; by default against the public certificate authorities.
    """

    def __init__(  # noqa: PLR0913 - the outside world comes in one by one
        self,
        url: str,
        *,
        connect_seconds: float,
        deadline_seconds: float,
        send_gate_seconds: float,
        gate_clock: Callable[[], float],
        now: Callable[[], float] = time.time,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._url = url
        self._connect_seconds = connect_seconds
        self._deadline_seconds = deadline_seconds
        self._send_gate_seconds = send_gate_seconds
        self._gate_clock = gate_clock
        self._now = now
        self._tls = tls

    def send(
        self, claim_payload: Mapping[str, Any], *, channel_id: str, claimed_at_boot: float
    ) -> Outcome:
        """Send a lead once and say what that proved; nothing the network or API does raises.

        Args:
            claim_payload: the request of `lead_external` without its channel.
            channel_id: the channel to send it to.
            claimed_at_boot: what the gate clock read before the lead was claimed.
        """
        flight = Flight(
            may_depart=lambda: self._gate_clock() - claimed_at_boot <= self._send_gate_seconds
        )
        body = {**claim_payload, "action": "lead_external", "channel_id": channel_id}
        try:
            reply = self._ask(body, flight, limit_bytes=LEAD_ANSWER_BYTES)
        except LeadAPIError as error:
            verdict = Verdict.AMBIGUOUS if flight.departed else Verdict.NOT_SENT
            return Outcome(verdict=verdict, error=str(error))
        outcome = judge(reply.status, reply.headers, reply.body, now=self._now())
        if flight.timed_out and outcome.verdict is not Verdict.DELIVERED:
            # We cut the answer off ourselves: what is left of it proves only what is in it.
            return Outcome(verdict=Verdict.AMBIGUOUS, error="no answer in time")
        return outcome

    def get_channels(self, api_key: str) -> list[ChannelInfo]:
        """Return the channels that the API key may see.

        Raises:
            RefusedKeyError: the key is not taken.
            UnreachableLeadAPIError: there is no answer.
            UnreadableAnswerError: the answer makes no sense.
        """
        body = self._read("get_channels", api_key, limit_bytes=CHANNELS_ANSWER_BYTES)
        return read_channels(body)

    def get_leads(self, api_key: str, channel_id: str) -> Sightings:
        """Look which of our leads are among the newest of a channel.

        Raises:
            RefusedKeyError: the key is not taken, or does not open this channel.
            UnreachableLeadAPIError: there is no answer.
            UnreadableAnswerError: the answer makes no sense.
        """
        body = self._read(
            "get_leads", api_key, limit_bytes=LEADS_ANSWER_BYTES, channel_id=channel_id
        )
        return read_sightings(body)

    def _read(self, action: str, api_key: str, *, limit_bytes: int, **values: str) -> bytes:
        """Carry out an action that changes nothing; return the answer's body."""
        flight = Flight(may_depart=lambda: True)
        request = {"action": action, **values}
        reply = self._ask(request, flight, limit_bytes=limit_bytes, api_key=api_key)
        if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise RefusedKeyError(f"the lead API refused the API key ({reply.status})")
        if reply.status != HTTPStatus.OK:
            raise UnreadableAnswerError(f"the lead API answered {reply.status} to {action}")
        return reply.body

    def _ask(
        self, body: dict[str, Any], flight: Flight, *, limit_bytes: int, api_key: str | None = None
    ) -> Reply:
        # Slow to load, and needed for the first lead, not for the pages before it.
        from requests import Request  # noqa: PLC0415

        from leadframe.delivery.transport import TimeLimits, exchange  # noqa: PLC0415

        headers = HEADERS if api_key is None else {**HEADERS, "X-Api-Key": api_key}
        return exchange(
            Request("POST", self._url, headers=headers, json=body),
            flight,
            tls=self._tls,
            limits=TimeLimits(
                connect_seconds=self._connect_seconds, deadline_seconds=self._deadline_seconds
            ),
            limit_bytes=limit_bytes,
        )
