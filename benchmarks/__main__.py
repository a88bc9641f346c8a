"""Measures Leadframe beside what it can be compared with, in adjacent pairs."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from benchmarks import (
    commits,
    curves,
    get,
    growth,
    hanging,
    idle,
    many_forms,
    pictures,
    slow,
    stages,
    starting,
    submit,
)
from benchmarks.asking import who_asks
from benchmarks.comparison import Comparison
from benchmarks.publishing import Publisher
from benchmarks.results import Result, Run
from benchmarks.tables import beside, lines, markdown

Prepare = Callable[[Path, float], AbstractContextManager[Sequence[Comparison]]]
ROWS = ("get", "submit", "hanging", "forms", "commits", "growth", "slow", "starting")
RESULTS = Path(__file__).parent.parent / "build" / "benchmarks"
# What is told of Leadframe alone, line by line.
ALONE = {"stages": stages.told, "idle": idle.told}
Former = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("rows", nargs=-1, type=click.Choice([*ROWS, *ALONE, "curves"]))
@click.option("--pairs", default=10, show_default=True, type=click.IntRange(1))
@click.option("--seconds", default=1.0, show_default=True, help="Of each measurement.")
@click.option("--leads", default=1_000_000, show_default=True, help="In the grown ledger.")
@click.option("--forms", default=10_000, show_default=True, help="In the large deployment.")
@click.option("--visitors", default=200, show_default=True, help="At once, at the curves' end.")
@click.option("--latency", default=30.0, show_default=True, help="Of the lead API, likewise.")
@click.option("--results", default=RESULTS, type=click.Path(path_type=Path), help="Kept there.")
@click.option("--add", type=Former, help="Show a kept run's other rows, too.")
@click.option("--compare", type=Former, help="Hold the ratios against a kept run's.")
@click.option("--docs", is_flag=True, help="Put table and picture into docs/performance.md.")
def main(  # noqa: PLR0913 - one for each option
    *,
    rows: tuple[str, ...],
    pairs: int,
    seconds: float,
    results: Path,
    add: Path | None,
    compare: Path | None,
    docs: bool,
    **sizes: Any,
) -> None:
    """Measure the ROWS that are named, or all that are held against something.

    Only ratios travel to other machines, and none is finer than the A/A spread beside it: how
    much Leadframe differs from itself between one pair and the next.
    """
    most = curves.Sizes(**sizes)
    prepared: Mapping[str, Prepare] = {
        "get": get.comparisons,
        "submit": submit.comparisons,
        "hanging": hanging.comparisons,
        "forms": partial(many_forms.comparisons, forms=most.forms),
        "commits": commits.comparisons,
        "growth": partial(growth.comparisons, rows=most.leads),
        "slow": slow.comparisons,
        "starting": starting.comparisons,
    }
    publisher = Publisher(results=results, docs=docs)
    began = Run.now(clients=who_asks(), pairs=pairs, seconds=seconds)
    if chosen := [row for row in rows or ROWS if row in prepared]:
        measured = _measured((prepared[row] for row in chosen), pairs, seconds)
        run = began.ended_with(list(measured))
        click.echo(f"Kept in {run.save(results)}\n")
        if add:
            run = run.joined_with(Run.read(add))
        publisher.publish("rows", markdown(run), pictures.of_results(run.results))
        if compare:
            click.echo("\n".join(beside(Run.read(compare), run)))
    for part in ALONE.keys() & rows:
        with tempfile.TemporaryDirectory() as folder:
            for line in ALONE[part](Path(folder), seconds * pairs):
                click.echo(line)
    if "curves" in rows:
        drawn = curves.measured(seconds, rounds=pairs, sizes=most)
        table = curves.markdown(drawn, began.ended_with([]))
        publisher.publish("curves", table, pictures.of_curves(drawn))


def _measured(parts: Iterator[Prepare], pairs: int, seconds: float) -> Iterator[Result]:
    for prepare in parts:
        with (
            tempfile.TemporaryDirectory() as folder,
            prepare(Path(folder), seconds) as comparisons,
        ):
            for comparison in comparisons:
                result = comparison.result(pairs)
                click.echo("\n".join([*lines(result), ""]))
                yield result


def _end(*_: object) -> NoReturn:
    sys.exit(f"ended by {signal.SIGTERM.name}")


if __name__ == "__main__":
    # Servers that have been started, and may be asleep, are ended too.
    signal.signal(signal.SIGTERM, _end)
    main()
