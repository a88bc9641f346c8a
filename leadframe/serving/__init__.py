"""The web server, which knows nothing of forms: it serves any WSGI application."""

from leadframe.serving.server import ARRIVAL, Times, run_until_stopped

__all__ = ["ARRIVAL", "Times", "run_until_stopped"]
