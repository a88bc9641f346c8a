"""The obvious way: Flask-WTF makes the form, Jinja the page, and the view sends the lead itself.

    python -m benchmarks.peers.obvious THREADS

It is what one writes on the first day: a session cookie against forged requests, the page
rendered for each visitor, and `requests.post` before the redirect, so that a visitor waits as long
as the lead API takes. It asks for what examples/contact.toml asks for, and keeps nothing.
"""

from __future__ import annotations

import os
import secrets
import sys

import requests
from flask import Flask, redirect, render_template_string
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, TelField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from benchmarks.peers.serving import serve

CHANNEL = "00000000-0000-4000-8000-000000000001"
TIMEOUT_SECONDS = 30
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Talk to Larch &amp; Linden</title>
<style>
body { font: 1rem/1.5 sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
label { display: block; font-weight: bold }
input, textarea { font: inherit; width: 100%; padding: .5rem; border: 1px solid gray }
.error { color: firebrick }
</style>
</head>
<body>
<main>
<h1>Talk to Larch &amp; Linden</h1>
<form method="post" novalidate>
{{ form.hidden_tag() }}
{% for field in form if field.name != "csrf_token" %}
<p>
{{ field.label }}
{{ field() }}
{% for error in field.errors %}<span class="error">{{ error }}</span>{% endfor %}
</p>
{% endfor %}
<button>Send message</button>
</form>
</main>
</body>
</html>
"""


class ContactForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """The standard fields of a lead."""

    email = EmailField("Email", [InputRequired(), Email(), Length(max=254)])
    first_name = StringField("First name", [Optional(), Length(max=100)])
    last_name = StringField("Last name", [Optional(), Length(max=100)])
    phone = TelField("Phone", [Optional(), Length(max=30)])
    company_name = StringField("Company", [Optional(), Length(max=100)])
    notes = TextAreaField("Message", [Optional(), Length(max=2000)])


def create_app() -> Flask:
    """Return the application; the lead API is at the address in LEADFRAME_API_URL."""
    app = Flask(__name__, static_folder=None)
    app.config["SECRET_KEY"] = secrets.token_hex(32)
    api_url = os.environ.get("LEADFRAME_API_URL", "")

    @app.route("/f/contact", methods=["GET", "POST"])
    def contact() -> ResponseReturnValue:
        form = ContactForm()
        if not form.validate_on_submit():
            return render_template_string(PAGE, form=form)
        lead = {name: value for name, value in form.data.items() if value and name != "csrf_token"}
        answer = requests.post(
            api_url,
            json={"action": "lead_external", "channel_id": CHANNEL, **lead},
            timeout=TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
        return redirect("/sent", 303)

    return app


if __name__ == "__main__":
    serve(create_app(), threads=int(sys.argv[1]))
