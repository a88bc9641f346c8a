from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, Response, request

from benchmarks.asking import ask_by_ourselves
from benchmarks.load import Window
from benchmarks.peers.nginx import find_nginx
from benchmarks.publishing import between_marks
from benchmarks.question import NUMBER, get, post
from benchmarks.results import Goal, Measured, Result, Run
from benchmarks.servers import peer
from benchmarks.slow_clients import Kind
from benchmarks.stages import STAGES
from benchmarks.tables import beside, verdict
from benchmarks.visits import post_to_bare, visit
from benchmarks.wrk import ask_by_wrk
from tests.browser.programs import need
from tests.docs.pages import ROOT, page, table_rows
from tests.postgresql import need_binaries
from tests.site import served

Ask = Callable[..., Window | None]
SVG = "{http://www.w3.org/2000/svg}"
ENGINES = ("SQLite", "PostgreSQL")
WORKS = ("accept", "claim and settle")
SMALL = ["--pairs", "1", "--seconds", "0.1", "--leads", "1000", "--forms", "3"]
SHORT = ["--visitors", "1", "--latency", "0"]
LEADS = "POST stored"
NAMES = {
    "get": ["GET form"] * 3 + ["first view, 12 fields, gzip"],
    "submit": ["POST, lead API 300 ms"] * 2 + [LEADS, f"{LEADS}, couriers elsewhere"],
    "hanging": ["POST, lead API hangs", "p99 of GET beside 50 who POST"],
    "forms": ["GET a form at random"],
    "starting": ["start to first answer", "memory of a worker"],
    "commits": [
        f"{name}, {who}"
        for name in ENGINES
        for who in ("32 clients", "1 callers", "8 callers", "32 callers")
    ],
    "growth": [f"{name}, {work}" for name in ENGINES for work in WORKS],
    "slow": [f"300 x {kind}" for kind in Kind],
}
HALVES = [
    ("get", "submit", "hanging"),
    ("forms", "starting", "commits", "growth", "slow"),
]


def run(*arguments: str) -> str:
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "benchmarks", *arguments, *SMALL, *SHORT],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_each_stage_of_a_submission_is_measured_and_the_page_tells_of_it(tmp_path: Path) -> None:
    told = run("stages", "--results", str(tmp_path))
    rows = re.findall(r"^(.+?) +[\d]+ µs$", told, re.MULTILINE)

    assert rows[: len(STAGES)] == [stage for stage, _ in STAGES]
    assert all(f"| {row} |" in page("performance.md") for row in rows)


def test_an_idle_server_is_measured_and_the_page_tells_of_it(tmp_path: Path) -> None:
    need_binaries()
    told = run("idle", "--results", str(tmp_path))
    rows = re.findall(r"^(.+?) +[\d.]+% of a core$", told, re.MULTILINE)

    assert rows == [f"idle, {name}" for name in ENGINES]
    assert all(f"| {row} |" in page("performance.md") for row in rows)


@pytest.mark.parametrize("rows", HALVES, ids=" ".join)
def test_each_row_is_measured_kept_shown_and_drawn(rows: tuple[str, ...], tmp_path: Path) -> None:
    need_binaries()
    need("wrk")
    assert find_nginx() or need("nginx")
    names = [name for row in rows for name in NAMES[row]]

    said = run(*rows, "--results", str(tmp_path))

    (kept,) = tmp_path.glob("*.json")
    results = Run.read(kept).results
    assert [result.name for result in results] == names
    assert re.findall(r"^(.+?) +ratio [\d.]+   A/A [\d.]+ to [\d.]+", said, re.MULTILINE) == names
    assert [row[0] for row in table_rows((tmp_path / "rows.md").read_text())[1:]] == names
    picture = ET.parse(tmp_path / "rows.svg")  # noqa: S314 - just written by us
    assert len(picture.findall(f"{SVG}circle")) == sum(1 for one in results if one.goal) + 3


def test_the_curves_are_measured_and_drawn(tmp_path: Path) -> None:
    need("wrk")
    said = run("curves", "--results", str(tmp_path))

    firsts = [row[0] for row in table_rows(said)]
    assert firsts[::3] == [
        "forms",
        "leads stored before",
        "visitors at once",
        "visitors at once",
        "seconds the lead API takes",
    ]
    picture = ET.parse(tmp_path / "curves.svg")  # noqa: S314 - just written by us
    assert len(picture.findall(f"{SVG}g")) == 2 * len(firsts[::3])


@pytest.fixture(params=["wrk", "our own"])
def ask(request: pytest.FixtureRequest) -> Ask:
    if request.param == "wrk":
        return partial(ask_by_wrk, need("wrk"))
    return ask_by_ourselves


def test_either_client_measures_and_complains_about_an_answer_of_another_kind(ask: Ask) -> None:
    question = post_to_bare()
    with peer("bare") as server:
        # It opens its first page late, so nobody may be answered in so short a time before.
        visit(server.url)
        window = ask(question, server.port, clients=2, seconds=0.5)
        with pytest.raises(RuntimeError, match=r"instead of|not what"):
            ask(replace(question, status=302), server.port, clients=2, seconds=0.5)

    assert window
    assert window.rate > 0


def test_the_requests_of_a_question_have_numbers_of_their_own_in_all_windows() -> None:
    question = get(f"/{NUMBER.decode()}")

    asked = [*islice(question.requests(), 3), *islice(question.requests(), 3)]

    assert len(set(asked)) == len(asked)


def test_wrk_sends_leads_with_a_number_of_their_own() -> None:
    app, sent = Flask("counting", static_folder=None), []

    @app.post("/")
    def take() -> Response:
        sent.append(request.form["email"])
        return Response(status=303)

    asked = post("/", f"email={NUMBER.decode()}")
    with served(app) as url:
        while not sent:
            ask_by_wrk(need("wrk"), asked, port_of(url), clients=3, seconds=0.3)

    assert len(sent) == len(set(sent))
    assert all(re.fullmatch("[0-9]{9}", email) for email in sent)


def test_wrk_opens_forms_at_random() -> None:
    app, opened = Flask("counting", static_folder=None), set()

    @app.get("/form-<number>")
    def show(number: str) -> str:
        opened.add(number)
        return ""

    asked = get(f"/form-{NUMBER.decode()}", below=2)
    with served(app) as url:
        while len(opened) < 2:
            ask_by_wrk(need("wrk"), asked, port_of(url), clients=3, seconds=0.3)

    assert opened == {"000000000", "000000001"}


@pytest.mark.parametrize(
    ("goal", "ratio", "words"),
    [
        (Goal(floor=0.35, aim=0.8), 0.34, "floor ≥ 0.35 missed, aim ≥ 0.8 missed"),
        (Goal(floor=0.35, aim=0.8), 0.35, "floor ≥ 0.35 met, aim ≥ 0.8 missed"),
        (Goal(floor=0.35, aim=0.8), 0.8, "floor ≥ 0.35 met, aim ≥ 0.8 met"),
        (Goal(floor=2, aim=1.2), 2.1, "floor ≤ 2 missed, aim ≤ 1.2 missed"),
        (Goal(floor=2, aim=1.2), 1.2, "floor ≤ 2 met, aim ≤ 1.2 met"),
        (
            Goal(floor=2, aim=3, worst_ms=50),
            3,
            "floor ≥ 2 and worst ≤ 50 ms missed, aim ≥ 3 and worst ≤ 50 ms missed",
        ),
    ],
)
def test_a_ratio_is_held_against_its_floor_and_its_aim(
    goal: Goal, ratio: float, words: str
) -> None:
    assert verdict(result(ratio, goal=goal)) == words


def test_a_run_is_held_against_a_former_one_no_finer_than_the_spread() -> None:
    former, same, better = (run_with(result(ratio)) for ratio in (1.0, 1.05, 2.0))

    assert [line.split("   ")[-1] for line in beside(former, same)] == ["within the spread"]
    assert [line.split("   ")[-1] for line in beside(former, better)] == ["beyond the spread"]


def test_a_run_takes_the_other_rows_of_a_former_one() -> None:
    former = run_with(result(1.0, name="GET"), result(1.0, name="POST"))

    joined = run_with(result(2.0, name="POST")).joined_with(former)

    assert [(one.name, one.ratio) for one in joined.results] == [("GET", 1.0), ("POST", 2.0)]


@pytest.mark.parametrize("part", [*NAMES, "curves"])
def test_the_page_names_each_part(part: str) -> None:
    assert re.search(rf"`(python -m benchmarks\s)?{part}`", page("performance.md"))


@pytest.mark.parametrize("name", ["rows", "curves"])
def test_the_page_has_a_place_for_each_table(name: str) -> None:
    text = page("performance.md")

    written = between_marks(text, name, "a new table\n")

    assert written.count("a new table") == 1
    assert between_marks(written, name, "a new table\n") == written


def test_a_page_without_a_place_is_left_as_it_is() -> None:
    with pytest.raises(ValueError, match="no place for rows"):
        between_marks("a page", "rows", "a table")


def result(ratio: float, *, name: str = "GET", goal: Goal | None = None) -> Result:
    side = Measured(name="somebody", figures={"rate": 1.0, "worst_ms": 51.0})
    return Result(name=name, ours=side, other=side, ratio=ratio, spread=(0.9, 1.1), goal=goal)


def run_with(*results: Result) -> Run:
    return Run.now(clients="nobody", pairs=2, seconds=1).ended_with(results)


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])
