"""Naughty strings in every field of every example, over HTTP, to the server of production.

LEADFRAME_TEST_EXAMPLES sets how often each string meets each form, hosted and framed, and always
in another field: once unless told, 2,000 for ten times.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from itertools import product
from pathlib import Path

import pytest

from leadframe.ledger import State
from tests.commands.processes import Running, started
from tests.commands.world import environment
from tests.pages import Browser
from tests.site import EXAMPLES as CHANNELS
from tests.site import PATIENCE_SECONDS, Site
from tests.web.corpus import EXAMPLES, NAUGHTY, urlencoded
from tests.web.world import CONTACT, SLUGS, house_at, leads

ROUNDS = max(1, EXAMPLES // 200)
API_KEY = "a-key-of-the-lead-api"
WAYS = ("", "/embed")
# What an address may say besides what it fills in.
OF_ADDRESSES = ("lang", "theme", "look", "sent")
LONGEST_ADDRESS = 16_000
READABLE = {HTTPStatus.OK, HTTPStatus.SEE_OTHER, HTTPStatus.UNPROCESSABLE_ENTITY}
SLOWEST_SECONDS = 1
# What a process takes that still meets fields for the first time; a page is some 20 kB.
MOST_GROWTH_BYTES = 16 * 1024 * 1024


@dataclass
class Process:
    """What the system knows of a process (man 5 proc)."""

    folder: Path

    @property
    def bytes_in_memory(self) -> int:
        pages = int((self.folder / "statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def busy_seconds(self) -> float:
        """What it has spent on a processor, however many others there are to share it with."""
        user, system = (self.folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Running]:
    """Run the server; its leads stay where they are."""
    arguments = ("serve", "--no-courier", "--port", "0")
    with started(tmp_path, environment(tmp_path, API_KEY=API_KEY), *arguments) as running:
        yield running


@dataclass
class Guest:
    """Sends naughty strings in every field at once, each time the next ones."""

    browser: Browser
    process: Process
    slowest_seconds: float = 0

    def visit(self, address: str, *, turn: int) -> None:
        """Meet a form with every string once; in each turn they stand in other fields."""
        page = self.browser.get(address)
        names = sorted({each.get("name", "") for each in page.form.iter()} - {""})
        token = page.values["token"][0].encode()
        step = len(names) + len(OF_ADDRESSES)
        for number, start in enumerate(range(0, len(NAUGHTY), step)):
            strings = iter(NAUGHTY[(start + place + turn) % len(NAUGHTY)] for place in range(step))
            in_address = {name: [next(strings)] for name in OF_ADDRESSES}
            typed = {name: [next(strings)] for name in names}
            # Without a token of ours nothing is stored, and with one everything is judged.
            if number % 2:
                typed["token"] = [token]
            self._send(f"{address}?{urlencoded(in_address)}"[:LONGEST_ADDRESS], typed)

    def _send(self, address: str, typed: dict[str, list[bytes]]) -> None:
        busy_before = self.process.busy_seconds
        sent = self.browser.send_bytes(address, urlencoded(typed).encode())
        filled_in = self.browser.get(f"{address}&{urlencoded(typed)}"[:LONGEST_ADDRESS])
        spent = self.process.busy_seconds - busy_before
        self.slowest_seconds = max(self.slowest_seconds, spent)
        strings = [value.decode(errors="replace") for (value,) in typed.values()]
        markup = [text for text in strings if "<" in text]
        for page in (sent, filled_in):
            assert page.status in READABLE
            assert not [text for text in markup if text in page.answer.body]


def test_what_is_stored_of_naughty_strings_can_be_sent(site: Site, browser: Browser) -> None:
    page = browser.get("/f/contact").fill(**CONTACT)
    good = {name: [value.encode() for value in values] for name, values in page.values.items()}
    strings = NAUGHTY[:: max(1, 800 // EXAMPLES)]

    bodies = [urlencoded(good | {"notes": [string]}).encode() for string in strings]
    answers = [browser.send_bytes("/f/contact", body).status for body in bodies]

    # Some are the markup of links, which is kept apart.
    on_their_way = sum(one.state is not State.QUARANTINED for one in leads(site))
    assert on_their_way > len(strings) // 2
    assert set(answers) <= READABLE
    assert site.sandbox.wait_until_received(on_their_way, timeout_seconds=PATIENCE_SECONDS)
    assert site.sandbox.complaints == []


def test_naughty_strings_meet_a_calm_server(server: Running) -> None:
    known = house_at(server.url.rstrip("/"), CHANNELS)
    house = replace(known, secrets=(*known.secrets, API_KEY))
    process = Process(Path(f"/proc/{server.process.pid}"))
    guest = Guest(Browser(house), process)
    sizes: list[int] = []

    for turn, way in product(range(ROUNDS), WAYS):
        for slug in SLUGS:
            guest.visit(f"/f/{slug}{way}", turn=turn)
        sizes.append(process.bytes_in_memory)

    assert guest.slowest_seconds < SLOWEST_SECONDS
    assert sizes[-1] - sizes[0] < MOST_GROWTH_BYTES
    logged = server.errors.read_text()
    assert '"fault in a request"' not in logged
    assert not [secret for secret in house.secrets if secret in logged]
