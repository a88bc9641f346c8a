"""Measures Leadframe beside what it can be compared with, in adjacent pairs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import click

from benchmarks import commits, growth, idle, slow, stages, web
from benchmarks.comparison import Measurement

Prepare = Callable[[Path, float], AbstractContextManager[Sequence[Measurement]]]
PARTS = ("web", "stages", "slow", "commits", "growth", "idle")


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(PARTS))
@click.option("--pairs", default=10, show_default=True, type=click.IntRange(2))
@click.option("--seconds", default=1.0, show_default=True, help="Of each measurement.")
@click.option("--rows", default=1_000_000, show_default=True, help="Of the grown ledger.")
def main(parts: tuple[str, ...], pairs: int, seconds: float, rows: int) -> None:
    """Measure the PARTS that are named, or all.

    Only ratios travel to other machines, and none is finer than the A/A spread beside it: how
    much Leadframe differs from itself between one pair and the next.
    """
    prepared: Mapping[str, Prepare] = {
        "web": web.comparisons,
        "slow": slow.comparisons,
        "commits": commits.comparisons,
        "stages": stages.comparisons,
        "idle": idle.comparisons,
        "growth": partial(growth.comparisons, rows=rows),
    }
    for part in parts or PARTS:
        with (
            tempfile.TemporaryDirectory() as folder,
            prepared[part](Path(folder), seconds) as comparisons,
        ):
            for comparison in comparisons:
                click.echo("\n".join([*comparison.lines(pairs), ""]))


if __name__ == "__main__":
    main()
