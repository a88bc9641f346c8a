"""`python -m tests.audit`: every page in every state, language, layout, scheme and width."""

from __future__ import annotations

import logging
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from tests.audit import lighthouse, nu
from tests.audit.audit import Audit, Programs
from tests.audit.plan import Share, every_view, share_of
from tests.browser.chromium import running_chromium

EVERYTHING = Share(1, 1)


class ShareType(click.ParamType[Share]):
    """A share is written 2/8: the second of eight."""

    name = "n/of"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Share:
        """Read a share, or say why it is none."""
        if isinstance(value, Share):
            return value
        found = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", str(value))
        if not found or int(found[1]) > int(found[2]):
            self.fail("write it 2/8: the second of eight parts", param, ctx)
        return Share(int(found[1]), int(found[2]))


@click.command()
@click.option("--share", type=ShareType(), default=EVERYTHING, help="Part of it, written 2/8.")
@click.option("--only", default="", help="Only pages with this in their name: errors-contact-de.")
@click.option("--lighthouse/--no-lighthouse", "measures", default=True, show_default=True)
@click.option(
    "--runs",
    default=3,
    show_default=True,
    type=click.IntRange(1),
    help="How often Lighthouse may visit a form until it has 100.",
)
def main(*, share: Share, only: str, measures: bool, runs: int) -> None:
    """Look at every page there is, and exit with 1 if anything is found.

    axe, the width of the window and the Nu HTML checker have nothing to find in any state of any
    example, in any language, hosted or framed, light or dark, at 320 or 1280 px; Lighthouse has
    100 for each form. `make audit` installs what that takes.
    """
    views = [view for view in share_of(every_view(), share) if only in str(view)]
    visits = [visit for visit in share_of(lighthouse.VISITS, share) if only in str(visit)]
    if not measures:
        visits = []
    if not views and not visits:
        raise click.UsageError("there is no such page")
    programs = installed_programs(files=[nu.JAR, *([lighthouse.PROGRAM] if visits else [])])
    with tempfile.TemporaryDirectory() as folder:
        chromium = running_chromium(programs.chromium)
        audit = Audit(programs, chromium, Path(folder), say=click.echo)
        audit.run(views, visits, runs=runs)
    sys.exit(not audit.found_nothing)


def installed_programs(*, files: Sequence[Path]) -> Programs:
    """Return the programs that look, and see that the files they run are there.

    Raises:
        click.ClickException: one is missing.
    """
    for file in files:
        if not file.exists():
            raise click.ClickException(f"there is no {file.name}; `make audit` installs it")
    return Programs(chromium=_found("chromium"), java=_found("java"), node=_found("node"))


def _found(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise click.ClickException(f"{name} is not installed")
    return path


if __name__ == "__main__":
    logging.disable()  # the sites are in this process, and tell of every request
    main()
