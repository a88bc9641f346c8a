"""Everything behind the pages, opened together and closed together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from leadframe.channels import Catalog
from leadframe.delivery.client import LeadAPI
from leadframe.delivery.courier import Courier
from leadframe.delivery.news import News
from leadframe.ledger import Ledger, Numbers, boot_seconds
from leadframe.settings import Settings


def lead_api(settings: Settings) -> LeadAPI:
    """Return a client of the lead API that goes by the settings."""
    return LeadAPI(
        settings.api_url,
        connect_seconds=settings.connect_seconds,
        deadline_seconds=settings.deadline_seconds,
        send_gate_seconds=settings.send_gate_seconds,
        gate_clock=boot_seconds,
    )


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger that the settings name.

    Raises:
        LedgerUnavailableError: the database cannot be opened.
    """
    return Ledger.open(
        settings.database_url,
        numbers=Numbers.of(settings),
        keys=settings.encryption_keys,
        gate_clock=boot_seconds,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """The forms, the ledger, the lead API and the couriers of one process."""

    settings: Settings
    catalog: Catalog
    ledger: Ledger
    api: LeadAPI
    news: News
    courier: Courier

    @classmethod
    def open(cls, settings: Settings, *, environment: Mapping[str, str]) -> Self:
        """Open everything; the couriers stand ready but are not started.

        Raises:
            LedgerUnavailableError: the database cannot be opened.
        """
        catalog = Catalog(settings.channels_dir, environment=environment)
        ledger = open_ledger(settings)
        api = lead_api(settings)
        news = News()
        courier = Courier(
            ledger,
            api,
            catalog,
            threads=settings.courier_threads,
            api_key=settings.api_key,
            news=news,
        )
        return cls(
            settings=settings, catalog=catalog, ledger=ledger, api=api, news=news, courier=courier
        )

    def close(self) -> None:
        """Let the couriers finish what is in flight, then close the ledger."""
        self.courier.stop(self.settings.deadline_seconds)
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()
