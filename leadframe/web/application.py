"""The application that a server runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Application(Flask):
    """A Flask application, some of whose answers may be at hand.

    Attributes:
        at_hand: a WSGI application that waits for nothing, and begins no answer where it has none;
            None where nothing is at hand.
    """

    at_hand: WSGIApplication | None = None

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: none of ours is asynchronous, and to look takes time."""
        return func
