from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import settings

from forms import words
from tests.forms.making import ROOT

# A locale's first use reads files, which says nothing about the code.
settings.register_profile("forms", deadline=None)
settings.load_profile("forms")


@pytest.fixture
def page() -> Iterator[Flask]:
    """Fields can be rendered in here, as in a page."""
    app = Flask("page", template_folder=str(ROOT / "templates"))
    Babel(app, default_translation_directories=str(ROOT / "translations"))  # type: ignore[no-untyped-call]
    words.register(app)
    with app.test_request_context("/f/acme"):
        yield app
