"""Results in words: as they come, as a Markdown table, and beside a former run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.results import Goal, Measured, Result, Run

# How each figure is written; the order is theirs in a cell.
FORMS = {
    "rate": "{:,.0f}/s",
    "p50_ms": "p50 {:,.3g} ms",
    "p99_ms": "p99 {:,.3g} ms",
    "worst_ms": "worst {:,.0f} ms",
    "mib": "{:,.1f} MiB",
    "seconds": "{:,.2f} s",
    "requests": "requests: {:.0f}",
    "bytes": "{:,.0f} bytes",
}
TITLES = ("measured", "against", "Leadframe", "the other", "ratio", "A/A spread", "floor", "aim")


def lines(result: Result) -> Iterator[str]:
    """Tell of one result at the terminal."""
    for side in (result.ours, result.other):
        yield f"{result.name:33}{side.name:34}{words(side.figures)}"
    low, high = result.spread
    judged = f"   {verdict(result)}" if result.goal else ""
    yield f"{result.name:33}ratio {number(result.ratio)}   A/A {low:.2f} to {high:.2f}{judged}"


def words(figures: Mapping[str, float]) -> str:
    """Write figures down with their units."""
    return ", ".join(form.format(figures[kind]) for kind, form in FORMS.items() if kind in figures)


def number(ratio: float) -> str:
    """Write a ratio down as finely as it can be of use."""
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"  # noqa: PLR2004 - three digits


def verdict(result: Result) -> str:
    """Tell what is met and what is missed."""
    goal = result.goal
    if goal is None:
        return ""
    said = [
        f"{name} {limit(goal, bound)} {'met' if result.reaches(bound) else 'missed'}"
        for name, bound in (("floor", goal.floor), ("aim", goal.aim))
    ]
    return ", ".join(said)


def limit(goal: Goal, bound: float) -> str:
    """Write a floor or an aim down."""
    sign = "≤" if goal.less_is_better else "≥"
    longest = f" and worst ≤ {goal.worst_ms:.0f} ms" if goal.worst_ms else ""
    return f"{sign} {bound:.3g}{longest}"


def markdown(run: Run) -> str:
    """Return a Markdown table of all results, below a line on how they came about."""
    rows = [TITLES, ["---"] * len(TITLES), *(_cells(result) for result in run.results)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{conditions(run)}\n\n{table}\n"


def conditions(run: Run) -> str:
    """Tell in a sentence how the figures of a run came about."""
    load = " to ".join(f"{load:.1f}" for load in run.load_average)
    return (
        f"Measured on {run.began:%Y-%m-%d} on {run.machine}, load average {load}: "
        f"{run.pairs} pairs of {run.seconds:g} s each; {run.clients} asks."
    )


def beside(former: Run, run: Run) -> Iterator[str]:
    """Tell how the ratios of a run differ from those of a former one.

    A difference within the wider of both A/A spreads may be chance.
    """
    for then, now in run.since(former):
        change = now.ratio / then.ratio
        low = min(then.spread[0], now.spread[0])
        high = max(then.spread[1], now.spread[1])
        judged = "within the spread" if low <= change <= high else "beyond the spread"
        yield f"{now.key:66}{number(then.ratio)} -> {number(now.ratio)}   {judged}"


def _cells(result: Result) -> Sequence[str]:
    low, high = result.spread
    return (
        result.name,
        result.other.name,
        _told(result.ours),
        words(result.other.figures),
        number(result.ratio),
        f"{low:.2f} to {high:.2f}",
        *_judged(result),
    )


def _told(ours: Measured) -> str:
    said = words(ours.figures)
    return said if ours.name == "leadframe" else f"{ours.name}: {said}"


def _judged(result: Result) -> tuple[str, str]:
    if result.goal is None:
        return "", ""
    floor, aim = (
        f"{limit(result.goal, bound)}: {'met' if result.reaches(bound) else 'missed'}"
        for bound in (result.goal.floor, result.goal.aim)
    )
    return floor, aim
