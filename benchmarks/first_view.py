"""What the first view of a form with twelve fields costs, beside one flight of TCP."""

from __future__ import annotations

import gzip
import re
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

from benchmarks.comparison import Comparison, Side
from benchmarks.results import Goal
from benchmarks.servers import Server

# What a server may send before it hears from the browser: ten segments of 1,460 bytes (RFC 6928).
FLIGHT_BYTES = 14_600
AIM_BYTES = 8_000
TARGET = "/f/event?lang=en"
# What makes a browser ask for more; data is there already.
MORE = re.compile(
    rb"<(?:(?:script|img|iframe|source|video|audio|embed)\b[^>]* src"
    rb'|link rel="?(?:stylesheet|icon|preload|manifest)"?[^>]* href)=(?!"?data:)'
)


@dataclass(frozen=True)
class View:
    """How many requests a page takes, and the bytes of its answer."""

    requests: int
    size: int

    def figures(self) -> dict[str, float]:
        """Return both by their names."""
        return {"requests": self.requests, "bytes": self.size}


def comparison(server: Server) -> Comparison:
    """Return the comparison of a server's page with what comes in one flight."""
    return Comparison(
        name="first view, 12 fields, gzip",
        ours=Side(name="leadframe", measure=lambda: _view(server)),
        other=Side(name="one flight of TCP", measure=lambda: View(1, FLIGHT_BYTES)),
        by="bytes",
        goal=Goal(floor=1, aim=AIM_BYTES / FLIGHT_BYTES),
    )


def _view(server: Server) -> View:
    """Open the page; what the server does not compress is compressed as a proxy would."""
    with server.awake(), closing(HTTPConnection("127.0.0.1", server.port)) as connection:
        connection.request("GET", TARGET, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        sent = answer.read()
    head = f"HTTP/1.1 {answer.status} {answer.reason}\r\n{answer.msg}"
    compressed = answer.headers.get("Content-Encoding") == "gzip"
    page, body = (gzip.decompress(sent), sent) if compressed else (sent, gzip.compress(sent))
    return View(1 + len(MORE.findall(page)), len(head) + len(body))
