from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit.judges import findings_in, installation_of, scores_of
from tests.browser.programs import need, need_file
from tests.page_rules import Answer
from tests.pages import Browser, Page
from tests.site import running_site
from tests.web.world import SLUGS, filled, house_of

PUBLIC = "https://forms.example"
REMEDY = "`make checker` installs it"
WEAK = "script-src 'unsafe-inline' *"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with running_site(tmp_path, PUBLIC_URL=PUBLIC) as site:
        for file in site.channels.glob("*.toml"):
            # The examples may be framed by what runs on the developer's own machine, too.
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace('"http://localhost:8000", ', ""), encoding="utf-8")
        yield Browser(house_of(site, origin=PUBLIC), server=site.url)


def pages_of(browser: Browser, way: str) -> list[Page]:
    """Return every kind of page, hosted or framed."""
    forms = [browser.get(f"/f/{slug}{way}") for slug in SLUGS]
    sent = browser.follow(filled(browser, f"contact{way}").press())
    return [*forms, browser.post(f"/f/contact{way}"), sent]


def test_the_csp_evaluator_finds_nothing(browser: Browser) -> None:
    need_file(installation_of("csp"), REMEDY)
    (logo, *_) = [image.get("src", "") for image in browser.get("/f/workshop").tree.iter("img")]
    missing = [browser.get("/"), browser.get(logo)]
    pages = [*pages_of(browser, ""), *pages_of(browser, "/embed"), *missing]
    policies = [page.headers["Content-Security-Policy"] for page in pages]

    *findings, of_a_weak_one = findings_in([*policies, WEAK], node=need("node"))

    assert findings == [[]] * len(pages)
    assert of_a_weak_one


def test_the_observatory_gives_every_page_more_than_full_marks(browser: Browser) -> None:
    need_file(installation_of("observatory"), REMEDY)
    hosted, framed = pages_of(browser, ""), pages_of(browser, "/embed")
    bare = Answer("GET", PUBLIC, 200, {"Content-Type": "text/html"}, "")

    *scores, of_a_bare_one = scores_of(
        [*(page.answer for page in (*hosted, *framed)), bare], node=need("node")
    )

    assert [score.results for score in scores if score.points < 120] == []
    assert of_a_bare_one.points < 50
