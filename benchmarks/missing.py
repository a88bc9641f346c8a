"""Programs that a benchmark would use and that are not installed."""

from __future__ import annotations

import click


def tell_what_is_missing(package: str, *, instead: str) -> None:
    """Say which package of Debian's to install, and what is done without it."""
    click.echo(f"{package} is not installed (apt-get install {package}): {instead}.\n")
