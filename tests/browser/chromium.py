"""Debian's Chromium, as the tests and the pictures of the docs use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The sites of the tests are called so, and are all on loopback.
    "--host-resolver-rules=MAP *.example 127.0.0.1",
]


@contextmanager
def running_chromium(path: str) -> Iterator[Browser]:
    """Run the browser at a path until the end of the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=ARGUMENTS,
            # Visitors have it, and it decides what the back button shows.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()
