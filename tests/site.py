"""A whole site for tests: the sandbox, the couriers and the pages over real HTTP on loopback."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from leadframe.delivery import Backend
from leadframe.ledger import Snapshot, State
from leadframe.sandbox import Mode, Sandbox
from leadframe.serving import Answer, Asked, AtHand, AtOnce
from leadframe.settings import read_settings
from leadframe.web.application import Application
from tests.sqlite_file import lay_out
from tests.templates import COMPILED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

EXAMPLES = Path(__file__).parent.parent / "examples"
SECRET_KEY = "a-secret-key-for-tests-only-0123456789"
PATIENCE_SECONDS = 20
# How long a server may take to notice that it is to stop; unless told, half a second.
POLL_SECONDS = 0.02
# With "0" there is no layer before Flask, and all that the tests say must hold as well.
PAGE_CACHE_BYTES = os.environ.get("LEADFRAME_TEST_PAGE_CACHE_BYTES", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a test of the whole may look at."""

    url: str
    app: Application
    backend: Backend
    sandbox: Sandbox
    channels: Path

    def snapshot(self, submission_id: str) -> Snapshot:
        """Return the submission, which must be there."""
        found = self.backend.ledger.find(submission_id)
        assert found is not None
        return found

    def attempted(self, submission_id: str) -> Snapshot:
        """Wait until the first attempt at a submission has been settled."""
        with self.backend.news.expect(submission_id) as settled:
            if self._is_under_way(self.snapshot(submission_id)):
                assert settled.wait(PATIENCE_SECONDS)
        return self.snapshot(submission_id)

    def _is_under_way(self, now: Snapshot) -> bool:
        # An attempt that closes the form does not count as a try.
        untried = now.state is State.QUEUED and not now.tries
        is_closed = self.backend.ledger.pause_reasons().get(now.slug) is not None
        return now.state is State.SENDING or (untried and not is_closed)


@contextmanager
def running_site(
    folder: Path, *, mode: Mode = Mode.OK, couriers: bool = True, **settings: str
) -> Iterator[Site]:
    """Run a site with the example forms in `folder`; `settings` are written WAIT_SECONDS="0"."""
    channels = folder / "channels"
    shutil.copytree(EXAMPLES, channels, dirs_exist_ok=True)
    lay_out(folder / "leadframe.db")
    with Sandbox(mode=mode) as sandbox:
        environment = _environment(folder, channels, sandbox.url, settings)
        with Backend.open(read_settings(environment), environment={}) as backend:
            app = create_app(backend=backend, delivers=couriers)
            if couriers:
                backend.courier.start()
            with served(app) as url:
                yield Site(url=url, app=app, backend=backend, sandbox=sandbox, channels=channels)
            sandbox.mode = Mode.OK


def _environment(
    folder: Path, channels: Path, api_url: str, settings: Mapping[str, str]
) -> dict[str, str]:
    ours = {
        "SECRET_KEY": SECRET_KEY,
        "API_URL": api_url,
        "CHANNELS_DIR": str(channels),
        "DATABASE_URL": f"sqlite:///{folder}/leadframe.db",
        # So that a slow machine is no slow lead API, and a visitor is told of the first attempt.
        "CONNECT_SECONDS": "5",
        "DEADLINE_SECONDS": "5",
        "WAIT_SECONDS": "5",
        # All visitors of a test share one address; what the limits do has tests of its own.
        "RATE_LIMIT": "off",
        "PAGE_CACHE_BYTES": PAGE_CACHE_BYTES,
    }
    return {f"LEADFRAME_{name}": value for name, value in {**ours, **settings}.items()}


def as_served(app: Application) -> WSGIApplication:
    """Return what our server answers: without a thread where it can, or else as the application."""
    answered: WSGIApplication = app
    if app.at_once:
        answered = begun_or(app.at_once, answered)
    return either(app.at_hand, answered) if app.at_hand else answered


def begun_or(at_once: AtOnce, otherwise: WSGIApplication) -> WSGIApplication:
    """Return an application that answers what is begun at once, and the rest as another does."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        replies: SimpleQueue[Answer | None] = SimpleQueue()
        has_begun = environ.get("CONTENT_LENGTH") and at_once.begin(environ, replies.put)
        found = replies.get(timeout=PATIENCE_SECONDS) if has_begun else None
        if not found:
            return otherwise(environ, start_response)
        return _say(found, start_response)

    return answer


def either(at_hand: AtHand, otherwise: WSGIApplication) -> WSGIApplication:
    """Return an application that answers with what is at hand, and otherwise as another does."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = asked_by(environ)
        found = at_hand(asked) if asked else None
        if not found:
            return otherwise(environ, start_response)
        return _say(found, start_response)

    return answer


def _say(found: Answer, start_response: StartResponse) -> Iterable[bytes]:
    status, headers, body = found
    start_response(f"{int(status)} {HTTPStatus(status).phrase.upper()}", headers)
    return [body]


def asked_by(environ: WSGIEnvironment) -> Asked | None:
    """Return what our server would ask for what is at hand; None where it would not, or never."""
    names = {name: name.removeprefix("HTTP_").replace("_", "-").lower() for name in environ}
    headers = {names[name]: environ[name] for name in environ if name.startswith("HTTP_")}
    is_ours = environ["wsgi.url_scheme"] == "http" and not environ.get("SCRIPT_NAME")
    is_plain = all(value.isascii() for value in headers.values())
    has_body = environ.get("CONTENT_LENGTH") not in {None, "", "0"}
    if not is_ours or not is_plain or has_body:
        return None
    path, query = (
        environ.get(name, "").encode("latin-1").decode(errors="replace")
        for name in ("PATH_INFO", "QUERY_STRING")
    )
    return Asked(environ["REQUEST_METHOD"], path, query, headers)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on loopback and give its address."""
    app.jinja_env.bytecode_cache = COMPILED
    served = as_served(app) if isinstance(app, Application) else app
    server = make_server("127.0.0.1", 0, served, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
