"""The XmR chart: which points of a series over time are more than its usual swing.

For figures of periods that do not overlap, in order. Never for rolling twelve months, where each point shares eleven
months with the next (statistics.md).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

FEWEST_POINTS = 12
LIMIT_FACTOR = 2.66
"""3 / 1,128: three standard deviations, told from the mean of moving ranges of two."""
RANGE_FACTOR = 3.267
RUN, MOVES = 7, 6
RULES = {
    "limit": "uden for en af grænserne",
    "trend": "seks ryk i træk samme vej",
    "near_limit": "to af tre punkter i den yderste tredjedel på samme side",
    "one_side": "syv punkter i træk på samme side af midten",
}
"""The rules that mark a point, in Danish."""


class Limits(NamedTuple):
    """The centre of a series and the natural limits of its points."""

    centre: float
    low: float
    high: float


@dataclass(frozen=True)
class ControlChart:
    """The centre and the limits of a series, and for each of its points the keys of the `RULES` that mark it.

    Below twelve points there are no limits (None) and no marks.
    """

    centre: float
    low: float | None
    high: float | None
    marks: tuple[tuple[str, ...], ...]


def control_chart(values) -> ControlChart:
    """The chart of a series, oldest first; NaN is a period without a figure, which breaks runs and moving ranges."""
    values = np.asarray(values, float)
    points = values[~np.isnan(values)]
    if len(points) < FEWEST_POINTS:
        return ControlChart(float(points.mean()) if len(points) else np.nan, None, None, ((),) * len(values))
    centre, low, high = natural_limits(values)
    near_high, near_low = centre + (high - centre) * 2 / 3, centre - (centre - low) * 2 / 3
    marked = {
        "limit": _above(values, high) | _above(low, values),
        "trend": _trend(values),
        "near_limit": _two_of_three(values, _above(values, near_high))
        | _two_of_three(values, _above(near_low, values)),
        "one_side": _in_run(_above(values, centre), RUN) | _in_run(_above(centre, values), RUN),
    }
    marks = tuple(tuple(rule for rule in RULES if marked[rule][place]) for place in range(len(values)))
    return ControlChart(centre, low, high, marks)


def natural_limits(values) -> Limits:
    """Mean ± 2,66 × the mean moving range, after moving ranges of 3,267 × their mean or more are left out, once."""
    values = np.asarray(values, float)
    ranges = np.abs(np.diff(values))
    ranges = ranges[~np.isnan(ranges)]
    usual = ranges[ranges < RANGE_FACTOR * ranges.mean()]
    centre, reach = float(np.nanmean(values)), LIMIT_FACTOR * float(usual.mean()) if len(usual) else 0.0
    return Limits(centre, centre - reach, centre + reach)


def _above(values, others) -> np.ndarray:
    """Where values are larger than others, by more than sums of decimals are off."""
    return (values - others) > 1e-9 * np.maximum(np.abs(values), np.abs(others))


def _in_run(held: np.ndarray, length: int) -> np.ndarray:
    """The places in an unbroken run of so many."""
    marked = np.zeros(len(held), bool)
    for start in range(len(held) - length + 1):
        if held[start : start + length].all():
            marked[start : start + length] = True
    return marked


def _trend(values: np.ndarray) -> np.ndarray:
    """The points of six successive moves one way, the one it set out from included."""
    marked = np.zeros(len(values), bool)
    for moves in (_above(values[1:], values[:-1]), _above(values[:-1], values[1:])):
        run = _in_run(moves, MOVES)
        marked[1:] |= run
        marked[:-1] |= run
    return marked


def _two_of_three(values: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    """The points beyond, where at least two of three successive points are."""
    marked = np.zeros(len(values), bool)
    for start in range(len(values) - 2):
        three = slice(start, start + 3)
        if beyond[three].sum() >= 2 and not np.isnan(values[three]).any():
            marked[three] |= beyond[three]
    return marked
