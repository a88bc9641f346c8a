from __future__ import annotations

import urllib.request

from tests.site import Site


def test_a_form_is_served(site: Site) -> None:
    with urllib.request.urlopen(f"{site.url}/f/contact") as answer:  # noqa: S310 - loopback
        assert answer.status == 200
