"""A reconciler's world: a real ledger and a real sandbox over one virtual clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from pydantic import SecretStr

from leadframe.channels import Catalog
from leadframe.delivery import LeadAPI, News
from leadframe.delivery.reconciler import Reconciler
from leadframe.errors import LedgerUnavailableError
from leadframe.lead import Lead, reference_of
from leadframe.ledger import Ledger, Snapshot, State, Submission
from leadframe.sandbox import Mode, Sandbox
from tests.ledger.world import NUMBERS, Clock
from tests.sqlite_file import lay_out

CHANNEL = "00000000-0000-4000-8000-000000000001"
OTHER_CHANNEL = "00000000-0000-4000-8000-000000000002"
ABSENT_CHANNEL = "99999999-0000-4000-8000-000000000001"
CLOSED_CHANNEL = "00000000-0000-4000-8000-00000000000c"
TEXT_PROPERTY = "33333333-2222-3333-4444-555555555555"
API_KEY = "sandbox-key"
LONG = 20.0
FIRST_LOOK_SECONDS = NUMBERS.lookup_seconds[0]


class TroubledLedger(Ledger):
    """A real ledger in which the lookup of one form goes wrong, or others come first."""

    troubled_form = ""
    trouble: Exception = LedgerUnavailableError("the disk is full")
    somebody_is_quicker = False

    def begin_lookup(self, slugs: Any, *, owner: str) -> float | None:
        if self.troubled_form in slugs:
            raise self.trouble
        return super().begin_lookup(slugs, owner=owner)

    def resume(self, slug: str, *, actor: str, reason: str) -> None:
        if self.somebody_is_quicker:
            super().resume(slug, actor="kim", reason="they told me by phone")
        super().resume(slug, actor=actor, reason=reason)


class Doubts:
    """Leads that may have arrived, and a reconciler to find out.

    Args:
        folder: for the ledger and the channel files.
        sandbox: the lead API; `sandbox_at` gives one that goes by the clock.
        clock: what ledger and sandbox go by.
        api_key: the key of the forms that have none of their own.
    """

    def __init__(
        self, folder: Path, sandbox: Sandbox, clock: Clock, *, api_key: str | None = API_KEY
    ) -> None:
        self.folder = folder
        self.sandbox = sandbox
        self.clock = clock
        self.news = News()
        lay_out(folder / "leads.db")
        self.ledger = TroubledLedger.open(
            f"sqlite:///{folder}/leads.db",
            numbers=replace(NUMBERS, breaker_failures=3),
            now=clock,
            gate_clock=lambda: 0.0,
            random=lambda: 0.0,
        )
        self.catalog = Catalog(folder, environment={}, clock=clock)
        self.api = LeadAPI(
            sandbox.url,
            connect_seconds=LONG,
            deadline_seconds=LONG,
            send_gate_seconds=LONG,
            gate_clock=lambda: 0.0,
            now=clock,
        )
        self.reconciler = self.make_reconciler(api_key)
        self.write("acme")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ledger.close()

    def make_reconciler(
        self, api_key: str | None, *, is_stopping: Callable[[], bool] = lambda: False
    ) -> Reconciler:
        return Reconciler(
            self.ledger,
            self.api,
            self.catalog,
            api_key=SecretStr(api_key) if api_key else None,
            news=self.news,
            owner="reconciler-1",
            is_stopping=is_stopping,
        )

    def write(self, slug: str, channel: str = CHANNEL, **values: str) -> None:
        """Write a channel file; of a former one it makes a new file that differs in time."""
        lines = [f'{key} = "{value}"' for key, value in values.items()]
        path = self.folder / f"{slug}.toml"
        path.unlink(missing_ok=True)
        path.write_text("\n".join([f'channel_id = "{channel}"', 'title = "Acme"', *lines]))
        self.clock.advance(2)  # the catalog looks at its files once a second

    def send(self, letter: str, mode: Mode = Mode.OK, *, slug: str = "acme") -> State:
        """Accept a lead and send it, as the web and a courier do; return its state."""
        form = self.catalog.get(slug)
        reference = reference_of(letter * 16)
        lead = Lead(email="alex@example.com").with_reference(reference, form.reference_in)
        self.ledger.accept(Submission(id=letter * 16, slug=slug, payload=lead.as_request()))
        return self.deliver(mode)

    def deliver(self, mode: Mode = Mode.OK) -> State:
        """Send the lead that has been due longest."""
        self.sandbox.mode = mode
        claim = self.ledger.claim("courier-1")
        assert claim
        channel_id = self.catalog.get(claim.slug).channel_id.get_secret_value()
        outcome = self.api.send(claim.payload, channel_id=channel_id, claimed_at_boot=0.0)
        return self.ledger.settle(claim, outcome)

    def look(self, seconds: float = FIRST_LOOK_SECONDS) -> None:
        """Let so much time pass, then let the reconciler do what is due."""
        self.clock.advance(seconds)
        self.reconciler.step()

    def look_until_decided(self, letter: str = "A") -> State:
        """Look every second until the lead is no longer in doubt."""
        while self.state_of(letter) is State.UNCONFIRMED:
            self.look(1)
        return self.state_of(letter)

    def find(self, letter: str = "A") -> Snapshot:
        found = self.ledger.find(letter * 16)
        assert found
        return found

    def state_of(self, letter: str = "A") -> State:
        return self.find(letter).state

    def last_reason(self, letter: str = "A") -> str:
        return self.ledger.story(letter * 16).events[-1].reason

    @property
    def lookups(self) -> list[str]:
        """The channels that were looked at, in order."""
        return [body["channel_id"] for body in self._asked("get_leads")]

    @property
    def channel_lists(self) -> int:
        """How often the channels were asked for."""
        return len(self._asked("get_channels"))

    @property
    def created(self) -> int:
        """How many leads the lead API created."""
        return len(self.sandbox.accepted)

    def _asked(self, action: str) -> list[dict[str, Any]]:
        bodies = [record["body"] for record in self.sandbox.received]
        return [body for body in bodies if body["action"] == action]
