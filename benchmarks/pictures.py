"""Results and curves as pictures, readable in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from benchmarks.curves import Curve, Point
from benchmarks.results import Goal, Result
from benchmarks.tables import limit, number

DRAWINGS = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("drawings")), autoescape=True
)
WIDTH = 900
# Between the names on the left and the ratios on the right; logarithmic, the floor at 1.
LEFT, RIGHT = 280, 690
LEAST, MOST = 1 / 32, 8
TOP, STEP = 56, 44
PANEL_WIDTH, PANEL_HEIGHT = 240, 190
MARGIN = 30
HEAD, FOOT = 56, 140


def of_results(results: Sequence[Result]) -> str:
    """Draw how far each ratio is from its floor; those that are to reach nothing are left out."""
    judged = [(result, result.goal) for result in results if result.goal]
    bars = [_bar(*one, y=TOP + STEP * place) for place, one in enumerate(judged)]
    foot = TOP + STEP * len(bars) - 16
    met = sum(bar["mark"] != "poor" for bar in bars)
    return DRAWINGS.get_template("rows.svg").render(
        width=WIDTH,
        height=foot + 44,
        foot=foot,
        ticks=list(_ticks()),
        bars=bars,
        summary=f"{met} of {len(bars)} meet it",
    )


def _bar(result: Result, goal: Goal, y: int) -> Mapping[str, object]:
    low, high = result.spread
    return {
        "y": y,
        "name": result.name,
        "other": result.other.name,
        "x": _x(_beside_floor(result.ratio, goal)),
        "low": _x(_beside_floor(result.ratio * low, goal)),
        "high": _x(_beside_floor(result.ratio * high, goal)),
        "aim": _x(_beside_floor(goal.aim, goal)),
        "mark": _mark(result, goal),
        "ratio": number(result.ratio),
        "bounds": f"{limit(goal, goal.floor)}, aim {goal.aim:.3g}",
    }


def _mark(result: Result, goal: Goal) -> str:
    if not result.reaches(goal.floor):
        return "poor"
    return "good" if result.reaches(goal.aim) else "fair"


def _beside_floor(ratio: float, goal: Goal) -> float:
    return goal.floor / ratio if goal.less_is_better else ratio / goal.floor


def _x(beside_floor: float) -> float:
    kept = min(max(beside_floor, LEAST), MOST)
    part = (log2(kept) - log2(LEAST)) / (log2(MOST) - log2(LEAST))
    return round(LEFT + part * (RIGHT - LEFT), 1)


def _ticks() -> Iterator[Mapping[str, object]]:
    for power in range(-5, 4):
        name = "floor" if power == 0 else f"{2**power} x" if power > 0 else f"1/{2**-power}"
        yield {"x": _x(2.0**power), "name": name, "is_floor": power == 0}


def of_curves(curves: Sequence[Curve]) -> str:
    """Draw two small panels for each curve: answers a second, and below it the slow ones' wait."""
    panels = [
        _panel(curve, column, row, unit, mark, figure)
        for column, curve in enumerate(curves)
        for row, (unit, mark, figure) in enumerate(FIGURES)
    ]
    return DRAWINGS.get_template("curves.svg").render(
        width=MARGIN + len(curves) * (PANEL_WIDTH + MARGIN),
        height=len(FIGURES) * (PANEL_HEIGHT + MARGIN) + MARGIN,
        panels=panels,
        summary=", ".join(f"{curve.name} by {curve.of}" for curve in curves),
    )


def _rate(point: Point) -> float:
    return point.rate


def _p99(point: Point) -> float:
    return point.p99_ms


FIGURES: Sequence[tuple[str, str, Callable[[Point], float]]] = (
    ("a second", "fair", _rate),
    ("p99, ms", "good", _p99),
)


def _panel(  # noqa: PLR0913, PLR0917 - what, where and how
    curve: Curve,
    column: int,
    row: int,
    unit: str,
    mark: str,
    figure: Callable[[Point], float],
) -> Mapping[str, Any]:
    most = max(figure(point) for point in curve.points)
    apart = (PANEL_WIDTH - MARGIN) / max(1, len(curve.points) - 1)
    last = len(curve.points) - 1
    return {
        "name": curve.name,
        "of": curve.of,
        "unit": unit,
        "mark": mark,
        "x": MARGIN + column * (PANEL_WIDTH + MARGIN),
        "y": MARGIN / 2 + row * (PANEL_HEIGHT + MARGIN),
        "width": PANEL_WIDTH,
        "foot": FOOT,
        "points": [
            {
                "x": round(MARGIN / 2 + place * apart, 1),
                "y": round(FOOT - figure(point) / most * (FOOT - HEAD), 1),
                "at": point.at.replace(",000,000", "M").replace(",000", "k"),
                "number": f"{figure(point):,.0f}",
                "is_named": place in {0, last} or figure(point) == most,
            }
            for place, point in enumerate(curve.points)
        ],
    }
