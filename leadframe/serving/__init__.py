"""The web server, which knows nothing of forms: it serves any WSGI application."""

from leadframe.serving.asked import Answer, Asked, AtHand, AtOnce, Reply, environ_of
from leadframe.serving.server import ARRIVAL, Times, listen, run_until_stopped, tell_where
from leadframe.serving.supervisor import Supervisor
from leadframe.serving.worker import Parent, Worker

__all__ = [
    "ARRIVAL",
    "Answer",
    "Asked",
    "AtHand",
    "AtOnce",
    "Parent",
    "Reply",
    "Supervisor",
    "Times",
    "Worker",
    "environ_of",
    "listen",
    "run_until_stopped",
    "tell_where",
]
