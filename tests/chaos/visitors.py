"""Visitors who fill in forms, press the button again when it fails, and sometimes twice."""

from __future__ import annotations

import itertools
import re
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import requests

from forms.decoy import decoy_name
from leadframe.sandbox import Mode

TOKEN = re.compile(r'name="token" value="([^"]+)"')
RECEIPT = re.compile(r"/sent/([A-Z2-9]+)\.")
AT_ONCE = 24
PAUSE_SECONDS = 0.25
TIMEOUT_SECONDS = 10.0
# Longer than any fault lasts; who gives up sooner is told apart by having no receipt.
PATIENT_TRIES = 240
IMPATIENT_TRIES = 2
IMPATIENT_SHARE = 0.1
DOUBLE_CLICK_SHARE = 0.15
# Leads that meet trouble of their own, whatever the lead API does to the others.
TROUBLED_SHARE = 0.1
TROUBLES = (
    Mode.ACCEPT_LATE,
    Mode.ACCEPT_THEN_502,
    Mode.ACCEPT_THEN_RESET,
    Mode.ACCEPT_THEN_HANG,
    Mode.ERROR_400,
)
# All else would be a defect of ours: a page that fails says 503 and when to come back.
EXPECTED = {
    "GET": {requests.codes.ok, requests.codes.service_unavailable},
    "POST": {requests.codes.see_other, requests.codes.service_unavailable},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who comes when, to which form, and how they behave.

    Attributes:
        name: tells their lead apart from all others.
        form: the form's slug.
        email: names the lead's own trouble, if it has any (see `leadframe.sandbox.modes`).
        arrives_at: seconds after the run began.
        tries: how often they ask before they give up.
        clicks: how often they press the button at once.
    """

    name: str
    form: str
    email: str
    arrives_at: float
    tries: int
    clicks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """What the visitors were told.

    Attributes:
        receipts: the submission ids of those who were thanked.
        surprises: what nobody should ever have been told.
    """

    receipts: frozenset[str]
    surprises: tuple[str, ...]


def crowd(random: Random, *, leads: int, forms: Sequence[str], seconds: float) -> list[Visitor]:
    """Make up so many visitors, who arrive evenly over so many seconds."""
    return [
        Visitor(
            name=f"V{number}",
            form=random.choice(forms),
            email=_email(random, number),
            arrives_at=seconds * number / leads,
            tries=IMPATIENT_TRIES if random.random() < IMPATIENT_SHARE else PATIENT_TRIES,
            clicks=2 if random.random() < DOUBLE_CLICK_SHARE else 1,
        )
        for number in range(leads)
    ]


def _email(random: Random, number: int) -> str:
    if random.random() < TROUBLED_SHARE:
        return f"sandbox+{random.choice(TROUBLES)}@example.com"
    return f"visitor{number}@example.com"


class Crowd:
    """Lets visitors come.

    Args:
        addresses: of the web processes; each try goes to the next one, as a balancer would do it.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = itertools.cycle(addresses)
        self._going_home = threading.Event()
        self._receipts: set[str] = set()
        self._surprises: list[str] = []

    def come(self, visitors: Sequence[Visitor]) -> Experience:
        """Let all of them come, each in their time, and wait until the last has gone."""
        began_at = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as doors, self._leaving():
            visits = [doors.submit(self._visit, one, began_at=began_at) for one in visitors]
            for visit in visits:
                visit.result()
        return Experience(receipts=frozenset(self._receipts), surprises=tuple(self._surprises))

    @contextmanager
    def _leaving(self) -> Iterator[None]:
        """Send all home if one of them stumbled, or if the run is broken off."""
        try:
            yield
        finally:
            self._going_home.set()

    def _visit(self, visitor: Visitor, *, began_at: float) -> None:
        self._going_home.wait(max(0.0, began_at + visitor.arrives_at - time.monotonic()))
        token = self._open_form(visitor)
        if token is None:
            self._leave_without_receipt(visitor)
            return
        values = {"email": visitor.email, "last_name": visitor.name, "token": token}
        values[decoy_name(visitor.form)] = ""
        with ThreadPoolExecutor(visitor.clicks) as fingers:
            clicks = [
                fingers.submit(self._press_button, visitor, values) for _ in range(visitor.clicks)
            ]
        for click in clicks:
            click.result()

    def _open_form(self, visitor: Visitor) -> str | None:
        """Return the token in the form, or None if it was never shown."""
        for _ in range(visitor.tries):
            answer = self._ask("GET", visitor)
            if answer is not None and answer.status_code == requests.codes.ok:
                (token,) = TOKEN.findall(answer.text)
                return str(token)
            if self._going_home.wait(PAUSE_SECONDS):
                break
        return None

    def _press_button(self, visitor: Visitor, values: dict[str, str]) -> None:
        """Send the very same form again and again until there is a receipt."""
        for _ in range(visitor.tries):
            answer = self._ask("POST", visitor, values)
            if answer is not None and answer.status_code == requests.codes.see_other:
                self._receipts.update(RECEIPT.findall(answer.headers["Location"]))
                return
            if self._going_home.wait(PAUSE_SECONDS):
                return
        self._leave_without_receipt(visitor)

    def _leave_without_receipt(self, visitor: Visitor) -> None:
        if visitor.tries == PATIENT_TRIES:
            self._surprises.append("a patient visitor was never served")

    def _ask(
        self, method: str, visitor: Visitor, values: dict[str, str] | None = None
    ) -> requests.Response | None:
        """Ask a web process; return None if it did not answer."""
        address = f"{next(self._addresses)}/f/{visitor.form}"
        try:
            answer = requests.request(
                method, address, data=values, allow_redirects=False, timeout=TIMEOUT_SECONDS
            )
        except requests.RequestException:
            return None
        if answer.status_code not in EXPECTED[method]:
            self._surprises.append(f"{method} {answer.status_code}")
        return answer
