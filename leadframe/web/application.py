"""The application that a server runs."""

from __future__ import annotations

from flask import Flask

from leadframe.serving import AtHand, AtOnce


class Application(Flask):
    """A Flask application, some of whose answers take no thread.

    Attributes:
        at_hand: returns those that are at hand; None where nothing is.
        at_once: begins those that only the ledger is waited for; None where none is begun.
    """

    at_hand: AtHand | None = None
    at_once: AtOnce | None = None
