"""The least a Flask application can do, on the same server with the same options.

    python -m benchmarks.peers.bare PAGE THREADS

GET answers with the constant bytes of the file PAGE; POST reads the form and redirects.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from leadframe.commands.server import run_until_stopped
from leadframe.commands.stopping import StopSignal


def bare_app(page: bytes) -> Flask:
    """Return an application that renders, checks and stores nothing."""
    app = Flask(__name__, static_folder=None)

    @app.get("/f/contact")
    def show() -> Response:
        return Response(page, content_type="text/html; charset=utf-8")

    @app.post("/f/contact")
    def take() -> WerkzeugResponse:
        return redirect(f"/sent?{len(request.form['email'])}", 303)

    return app


if __name__ == "__main__":
    app = bare_app(Path(sys.argv[1]).read_bytes())
    with StopSignal() as stop:
        run_until_stopped(
            app, host="127.0.0.1", port=0, threads=int(sys.argv[2]), stopped=lambda: stop.came
        )
