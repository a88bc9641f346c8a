"""`python -m tests.chaos`: everything that can go wrong does, and nothing is lost or sent twice."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path

import click

from tests.chaos.configuration import Configuration, DatabaseName
from tests.chaos.run import Result, run

DATABASES: tuple[DatabaseName, ...] = ("sqlite", "postgresql")
CHANNELS = (1, 5)
SECONDS_PER_LEAD = 0.2
HEADINGS = (
    "configuration", "seed", "troubles", "accepted", "delivered", "held", "dead", "queued",
    "in_doubt", "lost", "duplicated", "stuck", "unfounded", "surprises", "recovery s",
)  # fmt: skip


def as_row(result: Result) -> str:
    """Return a result as a row of the table."""
    counts = result.reckoning.counts()
    cells: dict[str, object] = {
        **counts,
        "configuration": result.configuration.name,
        "seed": result.configuration.seed,
        "troubles": result.troubles,
        "surprises": len(result.surprises),
        "recovery s": f"{result.recovery_seconds:.1f}",
    }
    return " ".join(f"{cells[heading]!s:>{_width(heading)}}" for heading in HEADINGS)


def as_json(result: Result) -> str:
    """Return a result as a line for programs."""
    return json.dumps(
        asdict(result.configuration)
        | result.reckoning.counts()
        | {
            "troubles": result.troubles,
            "surprises": result.surprises,
            "recovery_seconds": round(result.recovery_seconds, 1),
        }
    )


def _width(heading: str) -> int:
    return 19 if heading == "configuration" else len(heading)


@click.command()
@click.option("--leads", default=100, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True)
@click.option("--database", "databases", multiple=True, type=click.Choice(DATABASES))
@click.option("--key/--no-key", default=None, help="With an API key, or without.")
@click.option("--channels", multiple=True, type=click.IntRange(1, 9), help="How many.")
@click.option("--minutes", type=click.FloatRange(0, min_open=True))
def main(  # noqa: PLR0913 - one for each option
    *,
    leads: int,
    seed: int,
    databases: Sequence[DatabaseName],
    key: bool | None,
    channels: Sequence[int],
    minutes: float | None,
) -> None:
    """Send leads while everything goes wrong, and reckon from the lead API's own record.

    What is not chosen is all tried: both databases, with a key and without, 1 channel and 5.
    LEADS visitors come to each configuration, over so many MINUTES, or five a second. Exits
    with 1 if anything was lost, duplicated, stuck, or held or dead without a cause.
    """
    click.echo(" ".join(f"{heading:>{_width(heading)}}" for heading in HEADINGS))
    results = []
    chosen = product(databases or DATABASES, (True, False) if key is None else (key,))
    for (database, has_key), count in product(chosen, channels or CHANNELS):
        configuration = Configuration(
            database=database,
            key=has_key,
            channels=count,
            leads=leads,
            seconds=minutes * 60 if minutes else leads * SECONDS_PER_LEAD,
            seed=seed,
        )
        folder = Path(tempfile.mkdtemp(prefix=f"chaos-{configuration.name}-"))
        results.append(run(configuration, folder))
        click.echo(as_row(results[-1]))
        click.echo(as_json(results[-1]))
        if not results[-1].is_good:
            click.echo(f"{results[-1].stories}\nEverything is in {folder}", err=True)
    sys.exit(not all(result.is_good for result in results))


if __name__ == "__main__":
    main()
