"""All of it: every view in every window, its HTML, and what Lighthouse says of every form."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Browser

from tests.audit import lighthouse, nu
from tests.audit.eye import Eye
from tests.audit.lighthouse import Visit
from tests.audit.plan import view_page
from tests.audit.scenes import Scenes, running_scenes
from tests.audit.views import WINDOWS, View
from tests.commands.processes import started
from tests.commands.world import environment


class Say(Protocol):
    """Tells whoever waits how far the audit has come."""

    def __call__(self, message: str, /) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """The paths of what looks."""

    chromium: str
    java: str
    node: str


@dataclass
class Audit:
    """Looks at pages, says how far it has come, and keeps what it finds.

    Args:
        programs: what looks at them.
        chromium: the browser of axe, which runs as long as it is needed.
        folder: an empty one, for the sites and the pages.
        say: told of each finding, and of what is done.
    """

    programs: Programs
    chromium: AbstractContextManager[Browser]
    folder: Path
    say: Say
    findings: list[str] = field(default_factory=list)

    @property
    def found_nothing(self) -> bool:
        """Whether all is well, so far as it was looked at."""
        return not self.findings

    def run(self, views: Sequence[View], visits: Sequence[Visit], *, runs: int) -> None:
        """Look at views, have Lighthouse visit forms, and say in the end what that came to."""
        if views:
            self.look(views)
        if visits:
            self.measure(visits, runs=runs)
        self.say(f"{len(views)} pages, {len(visits)} visits, {len(self.findings)} findings")

    def look(self, views: Sequence[View]) -> None:
        """Hold views to the page rules, to axe in every window, and to the HTML checker."""
        documents: dict[str, str] = {}
        with (
            running_scenes(self.folder) as scenes,
            self.chromium as chromium,
            chromium.new_context(reduced_motion="reduce") as context,
        ):
            eye = Eye(context.new_page())
            for state, group in groupby(views, key=lambda view: view.state):
                known, shown = len(self.findings), list(group)
                for view in shown:
                    documents |= self._look_at(view, scenes, eye)
                new = len(self.findings) - known
                self.say(f"{state}: {len(shown)} pages in {len(WINDOWS)} windows, {new} findings")
        self._check(documents)

    def measure(self, visits: Sequence[Visit], *, runs: int) -> None:
        """Have Lighthouse visit forms that are served as in production.

        What else the machine does can only take points away: a form whose page is not at its best
        is visited again, up to so many times.
        """
        env = environment(self.folder)
        with started(self.folder, env, "serve", "--port", "0") as server:
            for visit in visits:
                self._measure(visit, server.url.rstrip("/"), runs=runs)

    def _look_at(self, view: View, scenes: Scenes, eye: Eye) -> dict[str, str]:
        """Return the HTML of a view, if its page is the one it should be."""
        try:
            page = view_page(view, scenes)
        except AssertionError as error:
            self._find(f"{view}: {error}")
            return {}
        for window, faults in eye.faults_by_window(page, WINDOWS).items():
            for fault in faults:
                self._find(f"{view}, {window}: {fault}")
        return {str(view): page.answer.body}

    def _check(self, documents: dict[str, str]) -> None:
        folder = self.folder / "documents"
        folder.mkdir()
        found = nu.faults_in(documents, folder, self.programs.java)
        for fault in found:
            self._find(fault)
        self.say(f"HTML checker: {len(documents)} pages, {len(found)} findings")

    def _measure(self, visit: Visit, site: str, *, runs: int) -> None:
        node, chromium = self.programs.node, self.programs.chromium
        below_best: tuple[str, ...] = ()
        for _ in range(runs):
            report = lighthouse.reported(visit, site, node=node, chromium=chromium)
            self.say(f"{visit!s:24} {report}")
            if report.is_best:
                return
            below_best = report.below_best
        self._find(f"{visit}: {'; '.join(below_best)}")

    def _find(self, finding: str) -> None:
        self.findings.append(finding)
        self.say(finding)
