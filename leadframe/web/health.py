"""What load balancers and orchestrators ask."""

from __future__ import annotations

from flask import Blueprint, Response

from leadframe.errors import LedgerUnavailableError
from leadframe.web.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """Say whether the ledger can be asked: without it no lead could be stored."""
    try:
        parts().ledger.seconds_until_due()
    except LedgerUnavailableError:
        return Response("the ledger does not answer\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")
