"""Wires the rooms: the WSGI application factory and the `leadframe` command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from flask.ctx import AppContext

from forms.token import TokenSigner
from leadframe import logs
from leadframe.commands import Wiring, build_command
from leadframe.delivery import Backend
from leadframe.screening import Screening
from leadframe.settings import Settings, read_settings
from leadframe.web import Parts, languages, register
from leadframe.web.admission import Admission, Unlimited
from leadframe.web.application import Application
from leadframe.web.closing import Closings
from leadframe.web.counters import Counters
from leadframe.web.limits import Limits
from leadframe.web.patience import Patience
from leadframe.web.receipts import Receipts
from leadframe.web.sources import Sources
from leadframe.web.stylesheet import Stylesheet

if TYPE_CHECKING:
    from leadframe.web.preview import Preview

HERE = Path(__file__).parent
TRANSLATIONS = HERE / "translations"
DEFAULT_THREADS = 8


def create_app(
    settings: Settings | None = None,
    *,
    backend: Backend | None = None,
    delivers: bool = False,
    threads: int = DEFAULT_THREADS,
    preview: Preview | None = None,
) -> Application:
    """Return the WSGI application.

    Args:
        settings: read from the environment when not given.
        backend: opened from the settings when not given; it brings its own.
        delivers: whether the backend's couriers run in this process, so that a visitor may wait
            for them; otherwise `leadframe courier` delivers.
        threads: how many requests the server handles at once.
        preview: shows the developers' preview at `/` when given.

    Raises:
        SettingsError: a setting is missing or wrong.
        LedgerUnavailableError: the database cannot be opened.
    """
    if backend is None:
        backend = Backend.open(settings or read_settings(os.environ), environment=os.environ)
    logs.configure(backend.settings)
    app = Application("leadframe", root_path=str(HERE), static_folder=None)
    register(app, _assemble(backend, delivers=delivers, threads=threads))
    if preview:
        from leadframe.web.preview import register_preview  # noqa: PLC0415 - for developers alone

        register_preview(app, preview, Stylesheet.read(HERE / "static/css", preview.STYLES))
    return app


def _assemble(backend: Backend, *, delivers: bool, threads: int) -> Parts:
    settings = backend.settings
    return Parts(
        settings=settings,
        catalog=backend.catalog,
        ledger=backend.ledger,
        tokens=TokenSigner(settings.signing_keys, max_age_seconds=settings.token_max_age_seconds),
        receipts=Receipts(settings.signing_keys),
        closings=Closings(backend.ledger.pause_reasons, clock=backend.catalog.clock),
        patience=Patience(seconds=settings.wait_seconds, places=threads // 2),
        limits=_limits(settings),
        screening=Screening(settings.signing_keys[-1], min_fill_seconds=settings.min_fill_seconds),
        news=backend.news,
        stylesheet=Stylesheet.read(HERE / "static/css"),
        translations=TRANSLATIONS,
        couriers=backend.courier if delivers else None,
    )


def _limits(settings: Settings) -> Admission:
    if settings.rate_limit is None:
        return Unlimited()
    counters = Counters.open(settings.rate_limit_storage.get_secret_value())
    return Limits(settings.rate_limit, counters, Sources(settings.secret_key.get_secret_value()))


def words() -> AppContext:
    """Return a context in which our own words are there in every language, and nothing else is."""
    app = Flask("leadframe", root_path=str(HERE), static_folder=None)
    languages.register(app, TRANSLATIONS)
    return app.app_context()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the `leadframe` command, with the process's own arguments unless others are given."""
    wiring = Wiring(
        environment=os.environ,
        create_app=create_app,
        sandbox=partial(import_module, "leadframe.sandbox"),
        preview=partial(import_module, "leadframe.web.preview"),
        words=words,
        examples=HERE / "examples",
        command_line=(sys.executable, *sys.orig_argv[1:]),
    )
    build_command(wiring)(arguments)
