from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask, render_template_string, request

from tests.channels.files import CHANNEL, write
from tests.docs.pages import code_blocks, page
from tests.pages import Browser
from tests.site import Site
from tests.web.world import house_of

PAGE = page("campaigns.md")
PUBLIC = "https://forms.example"


@pytest.fixture
def browser(site: Site) -> Browser:
    """Visit a site with the page's channel file, which its frame and its link lead to."""
    (file,) = code_blocks(PAGE, "toml")
    write(site.channels, "acme", file.replace("${ACME_CHANNEL_ID}", CHANNEL))
    return Browser(house_of(site))


def address_in(markup: str) -> str:
    """Return where a frame or a link leads, as a browser reads it, below the public address."""
    (address,) = re.findall(rf'(?:src|href)="{PUBLIC}([^"]*)"', markup)
    return unescape(address)


def partners_page(query: str) -> str:
    """Return the partner's page for a visitor who came by this query."""
    (view,) = code_blocks(PAGE, "python")
    (template,) = code_blocks(PAGE, "jinja")
    app = Flask("partner")

    def render(name: str, **values: object) -> str:
        assert name == "contact.html"
        return render_template_string(template, **values)

    exec(view, {"app": app, "request": request, "render_template": render})  # noqa: S102 - our own page
    return app.test_client().get(f"/contact?{query}").text


@pytest.mark.parametrize("source", ["letter", 'a "b" & c=<d>', "Sønderborg"])
def test_the_partners_template_passes_the_keys_on(browser: Browser, source: str) -> None:
    client_query = f"utm_source={quote(source)}&utm_campaign=spring&email=ada@example.com"
    address = address_in(partners_page(client_query))

    framed = browser.get(address)

    assert "email" not in address
    assert framed.values["source"] == [source]
    assert ["spring"] in framed.values.values()


def test_the_partners_page_without_a_campaign_shows_the_form_too(browser: Browser) -> None:
    framed = browser.get(address_in(partners_page("")))

    assert framed.values["source"] == ["Acme website"]


def test_the_link_leads_to_a_form_that_knows_its_source(browser: Browser) -> None:
    (link,) = code_blocks(PAGE, "html")

    hosted = browser.get(address_in(link))

    assert hosted.values["source"] == ["letter"]
    assert ["spring"] in hosted.values.values()
