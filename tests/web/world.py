"""A visitor to the site, the forms as visitors fill them in, and troubles on demand."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from app import create_app
from leadframe.delivery import Backend
from leadframe.ledger import Snapshot, Submission
from leadframe.sandbox import Mode
from tests.page_rules import House
from tests.pages import Browser, Page
from tests.site import SECRET_KEY, Site, served

CONTACT: dict[str, str | Sequence[str]] = {"email": "ada@example.com", "first_name": "Ada"}
# A lead of nobody in particular, stored without any page.
LEAD_ID = "A" * 16
SLUGS = ("all-fields", "contact", "event", "newsletter", "project", "quote", "workshop")


def house_of(site: Site, *, origin: str | None = None) -> House:
    """Say what is true of a site, by its channel files."""
    public = site.backend.settings.public_url or ""
    house = house_at(origin or site.url, site.channels)
    shared = site.backend.settings.page_shared_seconds
    return replace(house, only_https=public.startswith("https:"), shared_seconds=shared)


def house_at(origin: str, channels: Path) -> House:
    """Say what is true of a site at an origin, with the channel files of a folder."""
    files = {path.stem: tomllib.loads(path.read_text()) for path in channels.glob("*.toml")}
    return House(
        origin=origin,
        secrets=(SECRET_KEY, *(file["channel_id"] for file in files.values())),
        framers={slug: tuple(file["embed"]["origins"]) for slug, file in files.items()},
    )


@contextmanager
def another_server(
    site: Site, *, backend: Backend | None = None, **options: Any
) -> Iterator[Browser]:
    """Serve the site's forms a second time, as after a restart, and visit that server."""
    app = create_app(backend=backend or site.backend, **options)
    with served(app) as url:
        yield Browser(house_of(site, origin=url))


def with_settings(site: Site, **settings: Any) -> Backend:
    """Return the site's backend with other settings, written wait_seconds=0."""
    changed = site.backend.settings.model_copy(update=settings)
    return replace(site.backend, settings=changed)


def filled(browser: Browser, slug: str = "contact", **more: str | Sequence[str]) -> Page:
    """Open a form and fill in what it cannot do without."""
    return browser.get(f"/f/{slug}").fill(**(CONTACT | more))


def sent_bodies(site: Site) -> list[dict[str, Any]]:
    """Return what the lead API was sent."""
    return [record["body"] for record in site.sandbox.received]


MANY = 10_000


def leads(site: Site) -> list[Snapshot]:
    """Return everything the ledger holds."""
    return site.backend.ledger.list(limit=MANY)


def close_form(site: Site, mode: Mode = Mode.ERROR_403, slug: str = "contact") -> None:
    """Have the lead API refuse the form's channel, as the first lead finds out."""
    site.sandbox.mode = mode
    site.backend.ledger.accept(Submission(id=LEAD_ID, slug=slug, payload={"email": "b@c.example"}))
    site.backend.courier.wake()
    site.attempted(LEAD_ID)
    assert site.backend.ledger.pause_reasons().get(slug)


def all_fields_filled(browser: Browser, way: str = "") -> Page:
    """Open the form of all fields, `way` below its address, and write what it cannot do without."""
    return browser.get(f"/f/all-fields{way}").fill(
        first_name="Ada",
        email="ada@example.com",
        kind="barometer",
        faults=["It stopped", ""],
        notes="Hello",
        privacy="true",
    )


@contextmanager
def ledger_gone(site: Site) -> Iterator[None]:
    """Take the ledger's table away for a while, so that nothing can be stored or looked up."""
    rename(site, "submission", "elsewhere")
    try:
        yield
    finally:
        rename(site, "elsewhere", "submission")


def rename(site: Site, table: str, name: str) -> None:
    """Give a table of the ledger another name."""
    file = Path(site.backend.settings.database_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file, timeout=30)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO {name}")
        connection.commit()
