"""Lighthouse (https://github.com/GoogleChrome/lighthouse): how fast, accessible and well made."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal

from tests.audit.views import SLUGS

PROGRAM = Path(__file__).parents[2] / ".venv/node/lighthouse/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices")
BEST = 100
# What the first impression is made of, in milliseconds; a shift of the layout has no unit.
METRICS = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}
CHROME_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"

Device = Literal["phone", "desktop"]
DEVICES: tuple[Device, ...] = ("phone", "desktop")


@dataclass(frozen=True, slots=True)
class Visit:
    """A hosted form, opened on a device; Lighthouse gives each its own network and processor."""

    slug: str
    device: Device

    def __str__(self) -> str:
        return f"{self.slug}, {self.device}"


VISITS = tuple(Visit(slug, device) for slug, device in product(SLUGS, DEVICES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What Lighthouse says of one visit.

    Attributes:
        scores: of each category, at best 100.
        metrics: by their short names.
        below_best: what cost the page points.
    """

    scores: Mapping[str, int]
    metrics: Mapping[str, float]
    below_best: tuple[str, ...]

    def __str__(self) -> str:
        return "  ".join(
            [f"{score:3}" for score in self.scores.values()]
            + [f"{name} {value:.4g}" for name, value in self.metrics.items()]
        )

    @property
    def is_best(self) -> bool:
        """Whether every category has its best score."""
        return all(score == BEST for score in self.scores.values())


def reported(visit: Visit, site: str, *, node: str, chromium: str) -> Report:
    """Have Lighthouse open a hosted form.

    Args:
        visit: which, and on what.
        site: where the forms are served.
        node: the program that runs Lighthouse.
        chromium: the browser that Lighthouse drives.

    Raises:
        subprocess.CalledProcessError: it could not.
    """
    options = [
        "--quiet",
        "--output=json",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME_FLAGS}",
        *(["--preset=desktop"] if visit.device == "desktop" else []),
    ]
    done = subprocess.run(  # noqa: S603 - Lighthouse and our own page
        [node, PROGRAM, f"{site}/f/{visit.slug}", *options],
        env=os.environ | {"CHROME_PATH": chromium},
        check=True,
        capture_output=True,
        text=True,
    )
    return read_report(json.loads(done.stdout))


def read_report(result: Mapping[str, Any]) -> Report:
    """Read what Lighthouse puts out as JSON."""
    categories, audits = result["categories"], result["audits"]
    counted = {
        part["id"]: audits[part["id"]]
        for category in categories.values()
        for part in category["auditRefs"]
        if part["weight"]
    }
    return Report(
        scores={name: round(100 * categories[name]["score"]) for name in CATEGORIES},
        metrics={name: audits[key]["numericValue"] for name, key in METRICS.items()},
        below_best=tuple(
            f"{audit['title']} {audit.get('displayValue', '')}".strip()
            for audit in counted.values()
            if audit["score"] is not None and audit["score"] < 1
        ),
    )
