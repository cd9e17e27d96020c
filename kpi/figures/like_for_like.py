"""Figures beside the same stretch of the year before: comparisons that never overlap (statistics.md)."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.definitions.periods import shifted

PLACE = ["measure", "group", "place_kind", "place"]
PERIOD = ["period_start", "period_end"]
TOLD = ["numerator", "denominator", "value", "status"]


def like_for_like(shown: pd.DataFrame) -> pd.DataFrame:
    """The figures that are to be judged, one row each, with the same stretch of the year before beside them.

    Judged is what has a value and a denominator: the columns of the paper after the first, and of places the latest
    same date. Columns: `PLACE`, `PERIOD`, `TOLD`, and PERIOD and TOLD again as `before_…`; dates are ISO text.
    `before_status` is `missing` where nothing is found. A figure that is hidden in one series is hidden.
    """
    shown = shown.astype(dict.fromkeys(PERIOD, str))
    told = _told(shown)
    figures = shown.loc[_to_judge(shown), [*PLACE, *PERIOD]].drop_duplicates().merge(told, on=[*PLACE, *PERIOD])
    figures = figures[figures["status"] == Status.OK].reset_index(drop=True)
    before = told.rename(columns={name: f"before_{name.removeprefix('period_')}" for name in [*PERIOD, *TOLD]})
    sides = {"before_start": figures["period_start"], "before_end": figures["period_end"]}
    figures = figures.assign(**{name: _a_year_before(ends) for name, ends in sides.items()})
    pairs = figures.merge(before, how="left", on=[*PLACE, *sides])
    return pairs.assign(before_status=pairs["before_status"].fillna(Status.MISSING.value))


def _told(shown: pd.DataFrame) -> pd.DataFrame:
    """Each figure once, whatever series it stands in: as hidden where one of them hides it."""
    rank = {Status.SUPPRESSED.value: 0, Status.OK.value: 1, Status.UNDEFINED.value: 2, Status.MISSING.value: 3}
    in_order = np.argsort(shown["status"].map(rank).to_numpy(), kind="stable")
    return shown.iloc[in_order][[*PLACE, *PERIOD, *TOLD]].drop_duplicates([*PLACE, *PERIOD])


def _to_judge(shown: pd.DataFrame) -> np.ndarray:
    end = pd.Series(pd.factorize(shown["period_end"], sort=True)[0], shown.index)
    ends = end.groupby([shown[key] for key in [*PLACE, "series"]], sort=False)
    counts = {key for key, one in BY_KEY.items() if one.unit is Unit.COUNT}
    printed = shown["series"] == "printed"
    latest = (shown["place_kind"] != "") & (shown["series"] == "same_date") & (end == ends.transform("max"))
    return ((printed | latest) & (end > ends.transform("min")) & ~shown["measure"].isin(counts)).to_numpy()


def _a_year_before(days: pd.Series) -> pd.Series:
    earlier = {day: shifted(date.fromisoformat(day), -12).isoformat() for day in days.unique()}
    return days.map(earlier).astype(str)
