from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from leadframe.channels import Catalog
from leadframe.sandbox import Mode
from leadframe.web.preview import Preview
from tests.page_rules import House, text_of
from tests.pages import Browser, Page
from tests.site import SECRET_KEY, Site
from tests.web.world import CONTACT, SLUGS, another_server, house_of


@contextmanager
def previewed(site: Site, catalog: Catalog | None = None) -> Iterator[Browser]:
    """Visit the preview; it shows a developer the channel id, but not the key."""
    preview = Preview(
        received=lambda: site.sandbox.received,
        modes=tuple(Mode),
        mode=lambda: site.sandbox.mode,
        set_mode=lambda mode: setattr(site.sandbox, "mode", Mode(mode)),
    )
    backend = replace(site.backend, catalog=catalog or site.backend.catalog)
    with another_server(site, backend=backend, preview=preview, delivers=True) as browser:
        origin = browser.house.origin
        framers = house_of(site).framers
        yield Browser(House(origin=origin, secrets=(SECRET_KEY,), framers=framers, previewed=True))


def test_every_form_is_a_link_away(site: Site) -> None:
    with previewed(site) as browser:
        page = browser.get("/")

        assert page.h1 == "Leadframe preview"
        assert page.title == "all-fields – Leadframe preview"  # noqa: RUF001 - a title's dash
        for slug in SLUGS:
            assert browser.get(page.links[slug]).title.startswith(slug)


def test_a_form_is_shown_hosted_and_framed_and_may_be(site: Site) -> None:
    with previewed(site) as browser:
        page = browser.get("/?form=contact")
        frames = [frame.get("src", "") for frame in page.tree.iter("iframe")]

        assert frames == ["/f/contact", "/f/contact/embed", "/f/contact/embed"]
        for address in frames:
            policy = browser.get(address).headers["Content-Security-Policy"]
            assert policy.endswith(browser.house.origin)
        (snippet,) = page.tree.iter("textarea")
        assert f"{browser.house.origin}/f/contact/embed" in (snippet.text or "")


def frames_of(page: Page) -> set[str]:
    return {frame.get("src", "") for frame in page.tree.iter("iframe")}


def test_a_form_is_shown_in_the_look_asked_for(site: Site) -> None:
    with previewed(site) as browser:
        dark = browser.get(browser.get("/?form=event").links["Dark"])
        page = browser.get(dark.links["English"])

        assert frames_of(page) == {
            f"/f/event{layout}?theme=dark&lang=en" for layout in ("", "/embed")
        }
        current = [link for link in page.tree.iter("a") if link.get("aria-current")]
        assert [text_of(link) for link in current] == ["event", "Dark", "English"]
        (snippet,) = page.tree.iter("textarea")
        assert "/f/event/embed?lang=en&amp;theme=dark" in (snippet.text or "")
        again = page.fill(mode="400").send()
        assert frames_of(again) == frames_of(page)
        assert frames_of(browser.get(again.links["Browser's"])) == {
            f"/f/event{layout}?theme=dark" for layout in ("", "/embed")
        }


def test_a_look_that_is_none_is_not_asked_for(site: Site) -> None:
    with previewed(site) as browser:
        page = browser.get("/?form=contact&theme=dim&lang=xx")

        assert frames_of(page) == {"/f/contact", "/f/contact/embed"}
        assert page.values == {"form": ["contact"], "mode": ["ok"]}
        assert "English" not in page.links


def test_what_the_sandbox_received_is_shown_newest_first(site: Site) -> None:
    with previewed(site) as browser:
        assert "It has received nothing yet" in browser.get("/").words
        for name in ("Ada", "Bob"):
            browser.get("/f/contact").fill(**CONTACT | {"first_name": name}).send()

        shown = ["".join(record.itertext()) for record in browser.get("/").tree.iter("pre")]

    assert ["Bob" in record for record in shown] == [True, False]
    assert "Ada" in shown[1]


def test_the_sandbox_misbehaves_as_asked(site: Site) -> None:
    with previewed(site) as browser:
        page = browser.get("/?form=contact")
        assert page.values == {"form": ["contact"], "mode": ["ok"]}

        again = page.fill(mode="400").send()

        assert site.sandbox.mode is Mode.ERROR_400
        assert again.values == {"form": ["contact"], "mode": ["400"]}
        result = browser.get("/f/contact").fill(**CONTACT).send()
        assert result.h1 == "We could not pass your message on"


@pytest.mark.parametrize("values", [{}, {"mode": ""}, {"mode": "nonsense"}])
def test_a_mode_that_is_none_is_refused(site: Site, values: dict[str, str]) -> None:
    with previewed(site) as browser:
        assert browser.post("/preview/mode", values).status == 400
    assert site.sandbox.mode is Mode.OK


def test_a_form_that_is_none_is_not_found(site: Site) -> None:
    with previewed(site) as browser:
        assert browser.get("/?form=nobody").status == 404


def test_faulty_files_are_told_beside_the_forms(site: Site) -> None:
    with previewed(site) as browser:
        (site.channels / "broken.toml").write_text('title = "Broken')

        assert "broken.toml" in browser.get("/").words


def test_a_folder_without_forms_says_what_to_do(site: Site, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    with previewed(site, Catalog(empty, environment={})) as browser:
        page = browser.get("/")
        assert "There is no form yet" in page.words
        assert page.fill(mode="400").send().values["mode"] == ["400"]


def test_there_is_no_preview_unless_asked_for(site: Site, browser: Browser) -> None:
    assert browser.get("/").status == 404
    assert browser.post("/preview/mode", {"mode": "400"}).status == 404
    assert site.sandbox.mode is Mode.OK
