from __future__ import annotations

from dataclasses import replace

import pytest

from leadframe.channels import Catalog
from tests.pages import Browser
from tests.site import Site
from tests.web.world import another_server, filled, leads


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self) -> None:
        """Let more time pass than anything is remembered for."""
        self.seconds += 60


def test_a_new_channel_file_is_served_at_once(browser: Browser, site: Site) -> None:
    assert browser.get("/f/fresh").status == 404

    (site.channels / "fresh.toml").write_text((site.channels / "contact.toml").read_text())

    assert browser.get("/f/fresh").h1 == "Talk to Larch & Linden"


def test_a_changed_channel_file_is_served_and_a_broken_one_never(site: Site) -> None:
    file, clock = site.channels / "contact.toml", Clock()
    good = file.read_text()
    catalog = Catalog(site.channels, environment={}, clock=clock)

    with another_server(site, backend=replace(site.backend, catalog=catalog)) as browser:
        assert browser.get("/f/contact").h1 == "Talk to Larch & Linden"

        file.write_text(good.replace("Talk to", "Write to"))
        clock.pass_by()
        assert browser.get("/f/contact").h1 == "Write to Larch & Linden"

        file.write_text('title = "Broken')
        clock.pass_by()
        assert browser.get("/f/contact").h1 == "Write to Larch & Linden"

        file.unlink()
        clock.pass_by()
        assert browser.get("/f/contact").status == 404


@pytest.mark.parametrize("change", ["a new title", "a new required field"])
def test_who_has_the_old_form_open_while_it_changes_loses_nothing(site: Site, change: str) -> None:
    file, clock = site.channels / "contact.toml", Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)
    backend = replace(site.backend, catalog=catalog)

    with another_server(site, backend=backend, delivers=True) as browser:
        page = filled(browser)
        text = file.read_text()
        again = '[[field]]\nname = "email"\n\n[[field]]\nname = "company_name"\nrequired = true\n'
        file.write_text(
            text.replace("Talk to", "Write to")
            if change == "a new title"
            else text.replace("[embed]", f"{again}\n[embed]", 1)
        )
        clock.pass_by()
        answer = page.send()

        if change == "a new required field":
            assert list(answer.summary) == ["company_name"]
            assert answer.values["email"] == page.values["email"]
            answer = answer.fill(company_name="Saltmarsh").send()
        assert answer.settled().h1 == "Thank you for writing"
        assert len(leads(site)) == 1


def test_a_form_that_is_gone_takes_its_results_with_it_but_no_lead(site: Site) -> None:
    clock = Clock()
    catalog = Catalog(site.channels, environment={}, clock=clock)

    with another_server(site, backend=replace(site.backend, catalog=catalog)) as browser:
        result = filled(browser).send()
        (site.channels / "contact.toml").unlink()
        clock.pass_by()

        assert browser.get(result.url).status == 404

    assert [snapshot.id for snapshot in leads(site)] == [result.reference]
