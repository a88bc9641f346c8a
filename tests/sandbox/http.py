"""A small HTTP client that hides nothing, for looking at the sandbox from outside."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from leadframe.sandbox import Sandbox

OPEN = "00000000-0000-4000-8000-000000000001"
CLOSED = "00000000-0000-4000-8000-00000000000c"
ABSENT = "99999999-0000-4000-8000-000000000001"
TIMEOUT_SECONDS = 10
KEY = {"X-Api-Key": "sandbox-key"}
LEAD = {
    "action": "lead_external",
    "channel_id": OPEN,
    "email": "alex@example.com",
    "business_id": "lf-1",
}

LOOKUP = {"action": "get_leads", "channel_id": OPEN}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str]:
        return self.status, self.json["error"]


def ask(
    sandbox: Sandbox,
    body: object = None,
    *,
    path: str = "/",
    headers: dict[str, str] | None = None,
) -> Reply:
    address = urlsplit(sandbox.url)
    connection = http.client.HTTPConnection(address.netloc, timeout=TIMEOUT_SECONDS)
    try:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST" if path == "/" else "GET", path, data, headers or {})
        response = connection.getresponse()
        return Reply(response.status, dict(response.headers), response.read().decode())
    finally:
        connection.close()
