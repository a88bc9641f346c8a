"""The sandbox: the lead API's actions and faults, served on loopback."""

from __future__ import annotations

import random as randomness
import socket
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from types import TracebackType
from typing import Any, Generic, Self, TextIO, TypeVar

from flask import Flask, Response, jsonify, request

from leadframe.sandbox.actions import LOOKUPS, Actions, Answer, LeadsShape
from leadframe.sandbox.channels import DEFAULT_CHANNELS, Channel
from leadframe.sandbox.complaints import complaints_about
from leadframe.sandbox.faults import misbehave
from leadframe.sandbox.latch import Latch
from leadframe.sandbox.listener import Listener
from leadframe.sandbox.modes import LookupMode, Mode, mode_of_lead

API_KEY = "sandbox-key"
KEPT_RECORDS = 10_000
LATE_SECONDS = 30.0
STALE_SECONDS = 60.0
HEADERS_OF_INTEREST = ("Content-Type", "Connection", "User-Agent", "Accept", "Content-Length")

M = TypeVar("M", Mode, LookupMode)


@dataclass(frozen=True, slots=True)
class _Setting(Generic[M]):
    """A mode, and the latch that frees those it holds when the mode is set anew."""

    mode: M
    latch: Latch = field(default_factory=Latch)


class Sandbox:
    """A stand-in for the lead API over real HTTP, for developers and tests.

    Args:
        host: where to listen; loopback unless there is a reason.
        port: 0 lets the system choose; then `url` says which.
        channels: the channels that exist.
        mode: how leads are answered; may be set anew at any time. One lead can ask for a mode of
            its own by an email address like `sandbox+502-html@example.com`.
        lookup_mode: how `get_channels` and `get_leads` are answered; may be set anew too.
        latency_seconds: how long every answer is held back.
        late_seconds: how long after its request a lead is created in mode `accept-late`.
        stale_seconds: how old the leads are that lookup mode `stale` shows.
        fail_rate: the part of the leads, 0 to 1, that is answered as in mode `500`.
        flood_per_lead: how many leads from elsewhere follow each lead that is created.
        api_key: what `X-Api-Key` must say for the actions that need one.
        leads_shape: how `get_leads` answers, "object" or "array".
        record: where each lead that a request creates is written at once, one line of JSON each.
        retry_after: the header of mode `503-retry-after`.
        random: gives numbers from 0 to 1, for `fail_rate`.
        now: gives Unix seconds.
    """

    def __init__(  # noqa: PLR0913 - each has a default and most callers give none
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        channels: Sequence[Channel] = DEFAULT_CHANNELS,
        mode: Mode = Mode.OK,
        lookup_mode: LookupMode = LookupMode.OK,
        latency_seconds: float = 0,
        late_seconds: float = LATE_SECONDS,
        stale_seconds: float = STALE_SECONDS,
        fail_rate: float = 0,
        flood_per_lead: int = 0,
        api_key: str = API_KEY,
        leads_shape: LeadsShape = "object",
        record: TextIO | None = None,
        retry_after: str = "1",
        random: Callable[[], float] = randomness.random,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._host = host
        self._setting = _Setting(mode)
        self._lookup_setting = _Setting(lookup_mode)
        self._stopped = threading.Event()
        self._latency_seconds = latency_seconds
        self._late_seconds = late_seconds
        self._stale_seconds = stale_seconds
        self._fail_rate = fail_rate
        self._retry_after = retry_after
        self._random = random
        self._now = now
        self._actions = Actions(
            channels,
            api_key=api_key,
            leads_shape=leads_shape,
            flood_per_lead=flood_per_lead,
            record=record,
            now=now,
            new_id=uuid.uuid4,
        )
        self._news = threading.Condition()
        self._records: deque[dict[str, Any]] = deque(maxlen=KEPT_RECORDS)
        self._complaints: deque[str] = deque(maxlen=KEPT_RECORDS)
        self._listener = Listener(host, port, self._application())

    def _application(self) -> Flask:
        application = Flask("leadframe.sandbox", static_folder=None)
        # A dropped connection must reach the server, not become an error page.
        application.config["PROPAGATE_EXCEPTIONS"] = True
        application.add_url_rule("/", view_func=self._receive, methods=["POST"])
        application.add_url_rule("/received", view_func=self._show_received)
        return application

    def start(self) -> None:
        """Listen and serve; in mode `refuse`, only keep the port.

        Raises:
            OSError: the address is taken.
        """
        if self.mode is Mode.REFUSE:
            self._listener.close(keep_port=True)
        else:
            self._listener.open()

    def stop(self) -> None:
        """Drop whoever is being held and stop listening; what is late then never comes."""
        self._stopped.set()
        self._setting.latch.release()
        self._lookup_setting.latch.release()
        self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The lead API's one address."""
        return f"http://{self._host}:{self._listener.port}/"

    @property
    def mode(self) -> Mode:
        """How leads are answered from now on; setting it drops those who are being held."""
        return self._setting.mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        with self._news:
            former, self._setting = self._setting, _Setting(mode)
        former.latch.release()
        if Mode.REFUSE in {mode, former.mode}:
            self.start()

    @property
    def lookup_mode(self) -> LookupMode:
        """How lookups are answered from now on; setting it drops those who are being held."""
        return self._lookup_setting.mode

    @lookup_mode.setter
    def lookup_mode(self, mode: LookupMode) -> None:
        with self._news:
            former, self._lookup_setting = self._lookup_setting, _Setting(mode)
        former.latch.release()

    def flood(self, channel_id: str, count: int) -> None:
        """Let leads come to a channel from elsewhere.

        Raises:
            ValueError: there is no such channel.
        """
        with self._news:
            self._actions.flood(channel_id, count)

    @property
    def received(self) -> list[dict[str, Any]]:
        """The last 10,000 requests, oldest first.

        Each has `received_at` (Unix seconds), `mode`, `headers` (some), `body` (None when it
        is no JSON) and `lead` (what was created, or None).
        """
        with self._news:
            return list(self._records)

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The requests among `received` for which a lead was created."""
        return [record for record in self.received if record["lead"]]

    @property
    def complaints(self) -> list[str]:
        """What was wrong with leads by the letter of the API's page, even if accepted."""
        with self._news:
            return list(self._complaints)

    def wait_until_received(self, count: int, *, timeout_seconds: float) -> bool:
        """Wait until that many requests are in; return whether they came in time."""
        with self._news:
            return self._news.wait_for(lambda: len(self._records) >= count, timeout_seconds)

    def wait_until_accepted(self, count: int, *, timeout_seconds: float) -> bool:
        """Wait until that many leads are created; return whether they were in time."""
        with self._news:
            return self._news.wait_for(lambda: len(self.accepted) >= count, timeout_seconds)

    def _show_received(self) -> Response:
        return jsonify(self.received)

    def _receive(self) -> Response:
        """Take one request: decide on its fate, write it down, then answer or do not."""
        leads, lookups = self._setting, self._lookup_setting
        client: socket.socket = request.environ["werkzeug.socket"]
        body = request.get_json(force=True, silent=True)
        if isinstance(body, dict) and body.get("action") in LOOKUPS:
            mode, latch = lookups.mode.fault, lookups.latch
            answer = self._take(body, mode, shown_as=lookups.mode)
        else:
            mode, latch = self._mode_for(body, leads.mode), leads.latch
            answer = self._take(body, mode, shown_as=mode)
        if self._latency_seconds:
            latch.wait(client, self._latency_seconds)
        if mode is not Mode.OK:
            return misbehave(mode, client=client, latch=latch, retry_after=self._retry_after)
        response = jsonify(answer.content)
        response.status_code = answer.status
        return response

    def _mode_for(self, body: object, mode: Mode) -> Mode:
        if wish := mode_of_lead(body):
            return wish
        # Not asked at all when there is no rate, so that a seeded series stays the same.
        if self._fail_rate and self._random() < self._fail_rate:
            return Mode.ERROR_500
        return mode

    def _take(self, body: object, mode: Mode, *, shown_as: Mode | LookupMode) -> Answer:
        """Write the request down, and carry it out if the mode does."""
        record = {
            "received_at": self._now(),
            "mode": shown_as.value,
            "headers": {n: request.headers[n] for n in HEADERS_OF_INTEREST if n in request.headers},
            "body": body,
            "lead": None,
        }
        answer = Answer.error(500, "Internal server error")
        with self._news:
            self._records.append(record)
            if isinstance(body, dict) and body.get("action") == "lead_external":
                self._complaints.extend(complaints_about(body))
            if mode.creates_leads:
                answer = self._perform(record)
            self._news.notify_all()
        if mode is Mode.ACCEPT_LATE and not self._stopped.wait(self._late_seconds):
            with self._news:
                self._perform(record)
                self._news.notify_all()
        return answer

    def _perform(self, record: dict[str, Any]) -> Answer:
        answer = self._actions.perform(
            record["body"],
            api_key=request.headers.get("X-Api-Key"),
            shown_until=self._shown_until(),
        )
        record["lead"] = answer.lead
        return answer

    def _shown_until(self) -> float:
        if self.lookup_mode is LookupMode.EMPTY:
            return -inf
        return self._now() - self._stale_seconds if self.lookup_mode is LookupMode.STALE else inf
