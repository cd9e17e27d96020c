"""Figures beside the same stretch of the year before: comparisons that never overlap (statistics.md)."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.model import Status, Unit
from kpi.definitions.periods import shifted
from kpi.figures.numbered import numbered
from kpi.figures.of_measure import of_measure

PLACE = ["measure", "group", "place_kind", "place"]
PERIOD = ["period_start", "period_end"]
TOLD = ["numerator", "denominator", "value", "status"]
RANK = {Status.SUPPRESSED.value: 0, Status.OK.value: 1, Status.UNDEFINED.value: 2, Status.MISSING.value: 3}
"""What is told of a figure that stands in several series: that it is hidden first."""
NOWHERE = -1


def like_for_like(shown: pd.DataFrame) -> pd.DataFrame:
    """The figures that are to be judged, one row each, with the same stretch of the year before beside them.

    Judged is what has a value and a denominator: the columns of the paper after the first, and of places the latest
    same date. Columns: `PLACE`, `PERIOD`, `TOLD`, and PERIOD and TOLD again as `before_…`; dates are ISO text.
    `before_status` is `missing` where nothing is found. A figure that is hidden in one series is hidden.
    """
    (place,) = numbered(PLACE, shown)
    days, names = pd.factorize(shown[PERIOD].astype(str).to_numpy(object).ravel())
    start, end = days.reshape(-1, len(PERIOD)).T
    earlier = np.array([shifted(date.fromisoformat(day), -12).isoformat() for day in names], object)
    figure = _of_days(place, start, end, len(names))
    row_of = _told(shown, figure)
    now = row_of[pd.unique(figure[_to_judge(shown, place)])].to_numpy()
    now = now[shown["status"].to_numpy()[now] == Status.OK]
    a_year_before = pd.Index(names).get_indexer(earlier)
    asked = _of_days(place[now], a_year_before[start[now]], a_year_before[end[now]], len(names))
    before = row_of.reindex(asked, fill_value=NOWHERE).to_numpy()
    pairs = {name: shown[name].array.take(now) for name in (*PLACE, *TOLD)}
    pairs |= dict(zip(PERIOD, (names[start[now]], names[end[now]]), strict=True))
    pairs |= {"before_start": earlier[start[now]], "before_end": earlier[end[now]]}
    pairs |= {f"before_{name}": shown[name].array.take(before, allow_fill=True) for name in TOLD}
    return pd.DataFrame(pairs).fillna({"before_status": Status.MISSING.value})


def _of_days(place: np.ndarray, start: np.ndarray, end: np.ndarray, days: int) -> np.ndarray:
    """A number for each figure by its place and its period's two days; `NOWHERE` where a day is not among them."""
    return np.where((start < 0) | (end < 0), NOWHERE, (place * days + start) * days + end)


def _told(shown: pd.DataFrame, figure: np.ndarray) -> pd.Series:
    """By the number of each figure the row that tells of it, whatever series it stands in."""
    status, names = pd.factorize(shown["status"])
    in_order = np.argsort(np.array([RANK[name] for name in names], int)[status], kind="stable")
    numbers, first = np.unique(figure[in_order], return_index=True)
    return pd.Series(in_order[first], numbers)


def _to_judge(shown: pd.DataFrame, place: np.ndarray) -> np.ndarray:
    """Whether each figure is one that a change is looked for of; `place` is the number of its measure and place."""
    end, _ = pd.factorize(shown["period_end"], sort=True)
    series, names = pd.factorize(shown["series"])
    ends = pd.Series(end).groupby(place * len(names) + series)
    first, last = (ends.transform(which).to_numpy() for which in ("min", "max"))
    latest = (shown["place_kind"] != "") & (shown["series"] == "same_date") & (end == last)
    counted = of_measure(shown["measure"], lambda one: one.unit is Unit.COUNT)
    return (((shown["series"] == "printed") | latest) & (end > first) & ~counted).to_numpy()
