"""Debian's Firefox, driven by its own WebDriver BiDi (https://w3c.github.io/webdriver-bidi/).

Playwright brings a Firefox of its own; this is the one that people have. Script is switched off
for pages; what is asked of them here runs in a sandbox beside them.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 60
PREFERENCES = {
    "javascript.enabled": False,
    # The sites of the tests, all on loopback.
    "network.dns.localDomains": "forms.example,partner.example,stranger.example",
}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
SANDBOX = "tests"
HEIGHT = 800


class RefusedCommandError(Exception):
    """Firefox refused a command."""


class Firefox:
    """A conversation with Firefox.

    Attributes:
        version: such as 153.7.0.
        loads: how many pages it has told of so far.
    """

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self.loads = 0
        capabilities = self.command("session.new", capabilities={})["capabilities"]
        self.version: str = capabilities["browserVersion"]
        self.command("session.subscribe", events=["browsingContext.load"])

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have a command carried out and return its result.

        Raises:
            RefusedCommandError: it was refused.
            TimeoutError: no answer came.
        """
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := self.hear()).get("id") != number:
            pass
        if answer["type"] == "error":
            raise RefusedCommandError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def hear(self) -> dict[str, Any]:
        """Wait for the next thing that Firefox says, an answer or that a page was loaded.

        Raises:
            TimeoutError: it said nothing for long.
        """
        said: dict[str, Any] = json.loads(self._connection.recv(timeout=PATIENCE_SECONDS))
        self.loads += said.get("method") == "browsingContext.load"
        return said

    def count_tabs(self) -> int:
        """Return how many tabs are open."""
        return len(self.command("browsingContext.getTree")["contexts"])

    def open_tab(self) -> Tab:
        """Open a tab and return it."""
        return Tab(self, self.command("browsingContext.create", type="tab")["context"])


class Tab:
    """A page in a tab, or in a frame of one."""

    def __init__(self, firefox: Firefox, context: str) -> None:
        self._firefox = firefox
        self._context = context

    def go(self, url: str) -> None:
        self._on_context("navigate", url=url, wait="complete")

    def go_back(self) -> None:
        self._on_context("traverseHistory", delta=-1)

    def resize(self, width: int) -> None:
        """Have the tab show that many CSS pixels in a line."""
        self._on_context("setViewport", viewport={"width": width, "height": HEIGHT})

    def close(self) -> None:
        self._on_context("close")

    def reveal(self, selector: str) -> None:
        """Scroll to an element."""
        self.ask(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")

    def frame(self) -> Tab:
        """Return the page in the only frame."""
        (tree,) = self._firefox.command("browsingContext.getTree", root=self._context)["contexts"]
        (child,) = tree["children"]
        return Tab(self._firefox, child["context"])

    def ask(self, expression: str) -> Any:
        """Return what an expression of JavaScript is, beside the page: text, a number, a truth."""
        answer = self._firefox.command(
            "script.evaluate",
            expression=expression,
            target={"context": self._context, "sandbox": SANDBOX},
            awaitPromise=False,
        )
        return answer["result"].get("value") if answer["type"] == "success" else None

    def wait_until(self, expression: str) -> None:
        """Wait until an expression is true of the page, or of one that comes after it."""
        while True:
            loads = self._firefox.loads
            if self.ask(expression):
                return
            if loads == self._firefox.loads:
                self._firefox.hear()

    def write(self, selector: str, text: str) -> None:
        """Type into an emptied field."""
        self.ask(f"document.querySelector({json.dumps(selector)}).select()")
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": keys})

    def click(self, selector: str) -> None:
        """Click an element with the mouse."""
        self.reveal(selector)
        nodes = self._on_context("locateNodes", locator={"type": "css", "value": selector})["nodes"]
        here = {"type": "element", "element": {"sharedId": nodes[0]["sharedId"]}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": here}
        press = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *press]})

    def _act(self, *sources: dict[str, Any]) -> None:
        self._firefox.command("input.performActions", context=self._context, actions=sources)

    def _on_context(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._firefox.command(
            f"browsingContext.{method}", context=self._context, **parameters
        )


@contextmanager
def running_firefox(path: str, folder: Path) -> Iterator[Firefox]:
    """Run Firefox with a profile in a folder until the end of the block."""
    preferences = (
        f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
        for name, value in PREFERENCES.items()
    )
    (folder / "user.js").write_text("".join(preferences), encoding="utf-8")
    profile = ["--no-remote", "--profile", str(folder)]
    command = [path, "--headless", "--remote-debugging-port", "0", *profile]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 - Firefox
        try:
            with connect(f"{_address_told_by(process)}/session", max_size=None) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()


def _address_told_by(process: subprocess.Popen[str]) -> str:
    """Return where Firefox listens, and let it go on to say whatever it likes."""
    assert process.stderr
    said = ""
    for line in process.stderr:
        said += line
        if told := LISTENING.search(line):
            Thread(target=process.stderr.read, daemon=True).start()
            return told[1]
    raise RuntimeError(f"Firefox does not listen: {said}")
