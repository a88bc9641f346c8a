"""What the lead API is sent, to the letter, for each of the example forms."""

from __future__ import annotations

import pytest

from tests.audit.views import SLUGS
from tests.leads import CAMPAIGN, CHANNEL, TYPED, expected
from tests.pages import Browser, Page
from tests.site import Site
from tests.web.world import sent_bodies


def filled_in(page: Page, slug: str) -> Page:
    """Fill in all that a page of a form asks."""
    names = {control.get("name") for control in page.form.iter()}
    return page.fill(**{name: text for name, text in TYPED[slug].items() if name in names})


@pytest.mark.parametrize("way", ["", "/embed"])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_lead_api_is_sent_exactly_what_was_typed(
    browser: Browser, site: Site, slug: str, way: str
) -> None:
    page = browser.get(f"/f/{slug}{way}?{CAMPAIGN}")
    while page.has_form:
        page = filled_in(page, slug).send()
        assert page.status == 200, page.summary
    result = page.settled()

    assert sent_bodies(site) == [expected(site, slug, result.reference)]
    assert site.sandbox.complaints == []


def test_what_no_form_asks_for_is_not_sent(browser: Browser, site: Site) -> None:
    page = browser.get("/f/newsletter").fill(email="ada@example.com", letter="true")
    smuggled = {"source": "me", "channel_id": f"{CHANNEL}9", "utm_campaign": "x", "employee": "me"}

    browser.post("/f/newsletter", page.values | smuggled)

    (body,) = sent_bodies(site)
    assert (body["source"], body["channel_id"]) == ("Newsletter", f"{CHANNEL}5")
    assert not body.keys() & {"employee", "properties"}


def test_the_channel_id_is_not_in_the_ledger(browser: Browser, site: Site) -> None:
    result = browser.get("/f/contact").fill(email="ada@example.com").send()

    story = site.backend.ledger.story(result.reference)

    assert CHANNEL not in repr(story)
    assert f"{CHANNEL}1" in repr(sent_bodies(site))
