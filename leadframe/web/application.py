"""The application that a server runs."""

from __future__ import annotations

from flask import Flask

from leadframe.serving import AtHand


class Application(Flask):
    """A Flask application, some of whose answers may be at hand.

    Attributes:
        at_hand: returns them; None where nothing is at hand.
    """

    at_hand: AtHand | None = None
