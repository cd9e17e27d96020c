"""Intervals of differences as places on a page: one axis for all rows of a table. Geometry only."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, log

from kpi import danish

WIDTH = 128
RATIOS = (0.4, 3.3)
RATIO_TICKS = (0.5, 1, 2, 3)
REACHES = (0.5, 1, 2, 5, 10, 15, 20, 30, 40, 50)
"""How far a difference's axis goes to each side, in procentpoint or hours."""


@dataclass(frozen=True)
class Interval:
    """A row's interval from `low` to `high`, its estimate `at`, and at which ends it runs out of the drawing."""

    low: float
    high: float
    at: float | None
    tone: str = ""
    runs_out_low: bool = False
    runs_out_high: bool = False


@dataclass(frozen=True)
class Intervals:
    """The drawn column: where nothing has changed, the axis' ticks with their labels, and the rows by their keys."""

    unchanged: float
    ticks: tuple[tuple[float, str], ...]
    rows: Mapping[str, Interval]
    width: int = WIDTH


def drawn_intervals(found: Mapping[str, Mapping | None]) -> Intervals | None:
    """The column of the rows' comparisons; ratios on a logarithmic axis. None where no row has an interval."""
    known = {key: one for key, one in found.items() if one is not None and one["low"] == one["low"]}
    if not known:
        return None
    if next(iter(known.values()))["unit"] == "ratio":
        low, high, of = log(RATIOS[0]), log(RATIOS[1]), _logarithm
        ticks, unchanged = tuple((value, danish.number(value, 0 if value >= 1 else 1)) for value in RATIO_TICKS), 1.0
    else:
        reach = _reach(known)
        low, high, of = -reach, reach, float
        ticks, unchanged = tuple((value, _tick(value)) for value in (-reach, 0, reach)), 0.0

    def place(value: float) -> float:
        return (of(value) - low) / (high - low) * WIDTH

    rows = {key: _interval(one, place) for key, one in known.items()}
    return Intervals(round(place(unchanged), 1), tuple((round(place(at), 1), label) for at, label in ticks), rows)


def _interval(one: Mapping, place) -> Interval:
    low, high, at = (place(one[side]) if isfinite(one[side]) else None for side in ("low", "high", "difference"))
    runs_low, runs_high = low is None or low < 0, high is None or high > WIDTH
    estimate = round(at, 1) if at is not None and 0 <= at <= WIDTH else None
    ends = (0.0 if runs_low else low, float(WIDTH) if runs_high else high)
    return Interval(*(round(end, 1) for end in ends), estimate, one["assessment"], runs_low, runs_high)


def _reach(known: Mapping[str, Mapping]) -> float:
    ends = [abs(one[side]) for one in known.values() for side in ("low", "high")]
    return next((reach for reach in REACHES if max(ends) <= reach), REACHES[-1])


def _tick(value: float) -> str:
    return danish.number(value, 0 if float(value).is_integer() else 1, sign=True)


def _logarithm(value: float) -> float:
    return log(value) if value > 0 else float("-inf")
