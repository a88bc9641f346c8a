"""The least a Flask application can do, on the server that `leadframe serve` is.

    python -m benchmarks.peers.bare THREADS [PAGE]

GET answers with the constant bytes of the file PAGE; POST reads the form and redirects.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask, Response, redirect, request
from werkzeug.wrappers import Response as WerkzeugResponse

from benchmarks.peers.serving import serve


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
    page = Path(sys.argv[2]).read_bytes() if sys.argv[2:] else b""
    serve(bare_app(page), threads=int(sys.argv[1]))
