"""Where the time of a valid submission goes: twelve fields through the whole application."""

from __future__ import annotations

import io
import os
import re
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, redirect_stderr
from inspect import getattr_static
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from urllib.parse import urlencode

from app import create_app
from benchmarks.peers.bare import bare_app
from benchmarks.servers import SETTINGS, Line, leadframe, peer
from forms.decoy import decoy_name
from forms.form import LeadForm
from forms.token import TokenSigner
from leadframe.ledger import Ledger
from leadframe.screening import Screening
from leadframe.settings import read_settings
from leadframe.web import intake, short_way
from leadframe.web.limits import Limits
from leadframe.web.receipts import Receipts
from leadframe.web.senders import Sender
from leadframe.web.short_way import ShortWay
from tests.leads import TYPED

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

SLUG = "event"
TARGET = f"/f/{SLUG}"
# The only address that the bare application knows.
BARE_TARGET = "/f/contact"
FORM_TYPE = "application/x-www-form-urlencoded"
LEAST_POSTS = 20
STAGES: tuple[tuple[str, tuple[tuple[Any, str], ...]], ...] = (
    ("find the form", ((ShortWay, "find"),)),
    ("parse the body", ((short_way, "_read"),)),
    ("form class", ((short_way, "form_class"),)),
    ("check the token", ((TokenSigner, "read"),)),
    ("instantiate the form, read the values", ((LeadForm, "for_visit"),)),
    ("validate", ((short_way, "turn"),)),
    (
        "limits",
        (
            *((Sender, "of"), (Limits, "admit_request")),
            *((Limits, "admit_lead"), (Limits, "count_lead")),
        ),
    ),
    ("lead and its id", ((LeadForm, "lead"), (intake, "submission_id"))),
    ("screening", ((intake, "evidence_of"), (Screening, "judge"))),
    ("ledger.accept", ((Ledger, "accept"),)),
    ("receipt and its address", ((Receipts, "issue"), (short_way, "_address"))),
    ("log line", ((short_way, "log_answer"),)),
)
REST = "what else there is"


class Stopwatch:
    """Sums the seconds in each stage, without those in the stages inside it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inside = [0.0]

    def watched(self, stage: str, original: Any) -> Any:
        """Return a function or class method that does the same, under the watch."""
        if isinstance(original, classmethod):
            return classmethod(self.watched(stage, original.__func__))

        def call(*args: Any, **options: Any) -> Any:
            self._inside.append(0.0)
            began = time.perf_counter()
            try:
                return original(*args, **options)
            finally:
                took = time.perf_counter() - began
                self.seconds[stage] += took - self._inside.pop()
                self._inside[-1] += took

        return call


def told(folder: Path, seconds: float) -> Iterator[str]:
    """Send leads one after another for some seconds, and tell the medians, stage by stage."""
    for name, microseconds in _rows(folder, seconds):
        yield f"{name:44}{microseconds:7.0f} µs"


def _rows(folder: Path, seconds: float) -> Iterator[tuple[str, float]]:
    stages = _watch(f"sqlite:///{folder}/stages.db", seconds)
    yield from stages.items()
    yield "all of it", sum(stages.values())
    bare = _timed(_calling(bare_app(b""), BARE_TARGET), _bodies(""), seconds)
    yield "bare Flask: parse the body, redirect", bare
    yield from _over_http(folder, seconds)


def _watch(database_url: str, seconds: float) -> Mapping[str, float]:
    """Return the median microseconds of each stage, and of the rest."""
    watch, told = Stopwatch(), []
    with ExitStack() as patches:
        for stage, places in STAGES:
            for owner, name in places:
                replacement = watch.watched(stage, getattr_static(owner, name))
                patches.enter_context(patch.object(owner, name, replacement))
        # The log lines are written, but not onto the table.
        nowhere = patches.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
        patches.enter_context(redirect_stderr(nowhere))
        settings = {**SETTINGS, "DATABASE_URL": database_url, "LOG_LEVEL": "info"}
        app = create_app(read_settings({f"LEADFRAME_{key}": settings[key] for key in settings}))
        page = app.test_client().get(TARGET).get_data(as_text=True)
        post = watch.watched(REST, _calling(app, TARGET))
        for body in _until(seconds, _bodies(page)):
            watch.seconds.clear()
            post(body)
            told.append(dict(watch.seconds))
    names = [*(stage for stage, _ in STAGES), REST]
    return {name: median(one[name] for one in told) * 1e6 for name in names}


def _calling(app: WSGIApplication, target: str) -> Callable[[bytes], None]:
    """Return what sends a body to an application without a server between them."""

    def post(body: bytes) -> None:
        statuses = []

        def start_response(status: str, _headers: Any, _trouble: Any = None) -> Any:
            statuses.append(status)

        answer = app(_environment(target, body), start_response)
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
        if statuses != ["303 SEE OTHER"]:
            raise RuntimeError(f"the application answered {statuses}")

    return post


def _environment(target: str, body: bytes) -> WSGIEnvironment:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": target,
        "QUERY_STRING": "",
        "SERVER_NAME": "bench",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": FORM_TYPE,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "bench",
        "HTTP_ACCEPT_LANGUAGE": "da,en;q=0.8",
        "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _bodies(page: str) -> Iterator[bytes]:
    """Fill the form in again and again, each time as a lead of its own."""
    token = "".join(re.findall(r'name="token" value="([^"]+)"', page))
    for number in count():
        own = {"email": f"bench{number}@example.com", decoy_name(SLUG): "", "token": token}
        yield urlencode({**TYPED[SLUG], **own}, doseq=True).encode()


def _until(seconds: float, bodies: Iterator[bytes]) -> Iterator[bytes]:
    until = time.perf_counter() + seconds
    for number, body in enumerate(bodies):
        if number >= LEAST_POSTS and time.perf_counter() > until:
            return
        yield body


def _timed(post: Callable[[bytes], None], bodies: Iterator[bytes], seconds: float) -> float:
    """Return the median microseconds of a post."""
    took = []
    for body in _until(seconds, bodies):
        began = time.perf_counter()
        post(body)
        took.append(time.perf_counter() - began)
    return median(took) * 1e6


def _over_http(folder: Path, seconds: float) -> Iterator[tuple[str, float]]:
    """Yield the medians of one client that sends to either server, one lead after another."""
    with leadframe(folder, "--no-courier") as ours, peer("bare") as bare:
        with urllib.request.urlopen(ours.url + TARGET) as answer:  # noqa: S310 - loopback
            page = answer.read().decode()
        for name, server, target in (
            ("all of it, over HTTP", ours, TARGET),
            ("bare Flask, over HTTP", bare, BARE_TARGET),
        ):
            with closing(Line(server.port)) as line:
                yield name, _timed(_sending(line, target), _bodies(page), seconds)


def _sending(line: Line, target: str) -> Callable[[bytes], None]:
    head = f"POST {target} HTTP/1.1\r\nHost: bench\r\nContent-Type: {FORM_TYPE}\r\n"

    def post(body: bytes) -> None:
        line.ask(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body, status=303)

    return post
