from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from tests.audit import nu
from tests.audit.__main__ import main
from tests.audit.audit import Audit, Programs
from tests.audit.lighthouse import CATEGORIES, METRICS, VISITS, read_report
from tests.audit.plan import Share, every_view, share_of
from tests.audit.views import SLUGS, View
from tests.browser.programs import need, need_file
from tests.docs.pages import ROOT

LAST = f"{len(every_view())}/{len(every_view())}"


@pytest.fixture
def programs() -> Programs:
    need_file(nu.JAR, "`make checker` installs it")
    return Programs(chromium=need("chromium"), java=need("java"), node=need("node"))


def test_the_shares_together_are_everything_once() -> None:
    views = every_view()
    shares = [share_of(views, Share(number, 8)) for number in range(1, 9)]
    assert sorted(map(str, views)) == sorted(str(view) for share in shares for view in share)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


def test_lighthouse_visits_every_form_on_every_device() -> None:
    assert len(VISITS) == len(set(VISITS)) == 2 * len(SLUGS)


@pytest.mark.parametrize("share", ["0/8", "9/8", "1", "1/0", "a/b"])
def test_a_share_that_is_none_is_refused(share: str) -> None:
    result = CliRunner().invoke(main, ["--share", share])
    assert result.exit_code == 2
    assert "the second of eight" in result.output


def test_looking_at_nothing_is_not_taken_for_finding_nothing() -> None:
    result = CliRunner().invoke(main, ["--only", "no-such-page"])
    assert result.exit_code == 2
    assert "there is no such page" in result.output


@pytest.mark.browser
@pytest.mark.usefixtures("programs")
def test_a_share_is_looked_at_and_counted() -> None:
    # In a process of its own: this one may have a browser already.
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "tests.audit", "--share", LAST, "--no-lighthouse"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout.splitlines()) == (
        0,
        [
            "unavailable: 1 pages in 4 windows, 0 findings",
            "HTML checker: 1 pages, 0 findings",
            "1 pages, 0 visits, 0 findings",
        ],
    )


@pytest.mark.browser
def test_a_page_that_is_not_the_one_it_should_be_is_a_finding(
    programs: Programs, chromium: Browser, tmp_path: Path
) -> None:
    said: list[str] = []
    audit = Audit(programs, nullcontext(chromium), tmp_path, say=said.append)
    audit.run([View("form", "no-such-form", "en", framed=False)], [], runs=1)
    assert audit.findings == ["form-no-such-form-en-hosted: 404 instead of 200"]
    assert not audit.found_nothing
    assert said == [
        *audit.findings,
        "form: 1 pages in 4 windows, 1 findings",
        "HTML checker: 0 pages, 0 findings",
        "1 pages, 0 visits, 1 findings",
    ]


def lighthouse_result(**scores: float) -> str:
    """Return what Lighthouse would put out, so far as it is read."""
    parts = [{"id": "slow", "weight": 10}, {"id": "hint", "weight": 0}]
    measured = {key: {"numericValue": 1.5, "score": 1, "title": key} for key in METRICS.values()}
    slow = {"title": "Slow", "displayValue": "9 s", "score": scores.get("performance", 1)}
    return json.dumps(
        {
            "categories": {
                name: {"score": scores.get(name, 1), "auditRefs": parts} for name in CATEGORIES
            },
            "audits": {**measured, "slow": slow, "hint": {"title": "A hint", "score": 0}},
        }
    )


def test_only_full_marks_of_lighthouse_are_good_enough() -> None:
    best = read_report(json.loads(lighthouse_result()))
    worse = read_report(json.loads(lighthouse_result(performance=0.99)))
    assert (best.is_best, best.below_best) == (True, ())
    assert (worse.is_best, worse.below_best) == (False, ("Slow 9 s",))
    assert str(worse).startswith(" 99  100  100  FCP 1.5")


def audit_with_results(folder: Path, *performance: float) -> Audit:
    """Return an audit whose Lighthouse puts out these results, one a visit and in their order."""
    results = folder / "results"
    results.write_text("\n".join(lighthouse_result(performance=each) for each in performance))
    node = folder / "node"
    node.write_text(f"#!/bin/sh\nhead -n 1 {results}\nsed -i 1d {results}\n")
    node.chmod(0o700)
    programs = Programs(chromium="none", java="none", node=str(node))
    return Audit(programs, nullcontext(), folder, say=lambda _message: None)  # type: ignore[arg-type] # no page is looked at


def test_a_form_is_visited_again_until_its_page_is_at_its_best(tmp_path: Path) -> None:
    audit = audit_with_results(tmp_path, 0.95, 1, 0.5)
    audit.run([], VISITS[:1], runs=3)
    assert audit.found_nothing
    assert len((tmp_path / "results").read_text().splitlines()) == 1


def test_a_form_whose_page_is_never_at_its_best_is_a_finding(tmp_path: Path) -> None:
    audit = audit_with_results(tmp_path, 0.95, 0.96, 0.97, 1)
    audit.run([], VISITS[:1], runs=3)
    assert audit.findings == [f"{VISITS[0]}: Slow 9 s"]
