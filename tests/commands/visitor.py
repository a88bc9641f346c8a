"""A visitor who fills in the form "contact"."""

from __future__ import annotations

import re

import requests

from forms.decoy import decoy_name

TIMEOUT_SECONDS = 30


def address_of(url: str) -> str:
    return f"{url.rstrip('/')}/f/contact"


def token_of(url: str) -> str:
    """Open the form and return the token in it."""
    page = requests.get(address_of(url), timeout=TIMEOUT_SECONDS).text
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def send(url: str, *, token: str = "") -> requests.Response:
    """Send the form, just opened unless a token is given, and return the first answer."""
    answer = requests.post(
        address_of(url),
        data={
            "email": "alex@example.com",
            decoy_name("contact"): "",
            "token": token or token_of(url),
        },
        allow_redirects=False,
        timeout=TIMEOUT_SECONDS,
    )
    assert answer.status_code == requests.codes.see_other, answer.text
    return answer
