"""A courier's world: a real ledger, real channel files and a sandbox, with troubles on demand."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

from pydantic import SecretStr

from leadframe.channels import Catalog
from leadframe.delivery import Courier, LeadAPI, News
from leadframe.ledger import (
    Claim,
    Ledger,
    Numbers,
    Outcome,
    Snapshot,
    State,
    Submission,
    boot_seconds,
)
from leadframe.sandbox import Sandbox
from tests.sqlite_file import lay_out

LONG = 20.0
NEVER = 3600.0
OFTEN = 0.01
CHANNEL = "00000000-0000-4000-8000-000000000001"
FORM = f'channel_id = "{CHANNEL}"\ntitle = "Acme"\n'
NUMBERS = Numbers(
    lease_seconds=60,
    quarantine_seconds=120,
    lookup_seconds=(OFTEN,),
    absent_gap_seconds=30,
    clock_skew_seconds=120,
    backoff_seconds=NEVER,
    backoff_max_seconds=NEVER,
    max_tries=20,
    max_age_seconds=172800,
    barrier_sends=60,
    breaker_failures=1000,
    breaker_pause_seconds=NEVER,
    breaker_pause_max_seconds=NEVER,
    channel_in_flight=8,
    retention_days=30,
)


class WatchedLedger(Ledger):
    """A real ledger that tells what it settles, and fails as often as it is told to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settled: SimpleQueue[State] = SimpleQueue()
        self.decided: SimpleQueue[str] = SimpleQueue()
        self.idle: SimpleQueue[None] = SimpleQueue()
        self.signed_in: SimpleQueue[None] = SimpleQueue()
        self.purged: SimpleQueue[int] = SimpleQueue()
        self.troubles: defaultdict[str, list[Exception]] = defaultdict(list)

    def claim(self, owner: str) -> Claim | None:
        self._trouble("claim")
        claimed = super().claim(owner)
        if claimed is None:
            self.idle.put(None)
        return claimed

    def settle(self, held: Claim, outcome: Outcome) -> State:
        self._trouble("settle")
        state = super().settle(held, outcome)
        self.settled.put(state)
        return state

    def sweep(self) -> int:
        self._trouble("sweep")
        return super().sweep()

    def give_up(self, slug: str, *, resend: bool, reason: str) -> list[str]:
        moved = super().give_up(slug, resend=resend, reason=reason)
        for id_ in moved:
            self.decided.put(id_)
        return moved

    def finish_lookup(self, slug: str, *args: Any, **kwargs: Any) -> list[str]:
        moved = super().finish_lookup(slug, *args, **kwargs)
        for id_ in moved:
            self.decided.put(id_)
        return moved

    def sign_in(self, owner: str) -> None:
        super().sign_in(owner)
        self.signed_in.put(None)

    def purge_expired(self) -> int:
        purged = super().purge_expired()
        self.purged.put(purged)
        return purged

    def _trouble(self, where: str) -> None:
        if self.troubles[where]:
            raise self.troubles[where].pop()


class World:
    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.news = News()
        self.write("acme", FORM)
        self.catalog = Catalog(folder, environment={})
        self._now: Callable[[], float] | None = None
        lay_out(folder / "leads.db")
        self.ledger = self.open_ledger()
        self._couriers: list[Courier] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sandbox.stop()
        for courier in self._couriers:
            courier.stop(LONG)
        self.ledger.close()

    def open_ledger(self, **numbers: float) -> WatchedLedger:
        changed = {name: getattr(NUMBERS, name) for name in NUMBERS.__slots__} | numbers
        url = f"sqlite:///{self.folder}/leads.db"
        return WatchedLedger.open(url, numbers=Numbers(**changed), now=self._now)

    def with_numbers(self, **numbers: float) -> None:
        self.ledger.close()
        self.ledger = self.open_ledger(**numbers)

    def let_days_pass(self, days: int) -> None:
        self.ledger.close()
        self._now = lambda: time.time() + days * 86400.0
        self.ledger = self.open_ledger()

    def write(self, slug: str, content: str) -> None:
        (self.folder / f"{slug}.toml").write_text(content)

    def courier(
        self,
        *,
        threads: int = 2,
        deadline_seconds: float = LONG,
        rest_seconds: float = NEVER,
        catalog: Catalog | None = None,
        api_key: str | None = None,
    ) -> Courier:
        """Start a courier; by default it looks out and reconciles once and then never again."""
        api = LeadAPI(
            self.sandbox.url,
            connect_seconds=LONG,
            deadline_seconds=deadline_seconds,
            send_gate_seconds=LONG,
            gate_clock=boot_seconds,
        )
        courier = Courier(
            self.ledger,
            api,
            catalog or self.catalog,
            threads=threads,
            api_key=SecretStr(api_key) if api_key else None,
            news=self.news,
            rest_seconds=rest_seconds,
        )
        self._couriers.append(courier)
        courier.start()
        return courier

    def accept(self, id_: str = "A" * 16, *, slug: str = "acme") -> str:
        payload = {"email": "alex@example.com", "business_id": f"lf-{id_}"}
        self.ledger.accept(Submission(id=id_, slug=slug, payload=payload))
        return id_

    def next_settled(self) -> State:
        return self.ledger.settled.get(timeout=LONG)

    def find(self, id_: str = "A" * 16) -> Snapshot:
        found = self.ledger.find(id_)
        assert found
        return found

    @property
    def references_accepted(self) -> list[str]:
        return [record["lead"]["business_id"] for record in self.sandbox.accepted]
