"""How many of those hired in a half-year are still employed after 3, 6, 12 and 24 months (Kaplan-Meier)."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import Audience
from kpi.definitions.frames import RETENTION_COLUMNS
from kpi.definitions.model import Source, Status
from kpi.definitions.people import People, day_number, whole_months
from kpi.definitions.periods import Period, half_years
from kpi.definitions.populations import PERMANENT
from kpi.definitions.retained import MARKS
from kpi.definitions.tallies import HIRED
from kpi.figures.count import Cells, Counts
from kpi.statistics.survival import kaplan_meier

HIDDEN_COLUMNS = ["at_risk", "gone", "value"]


def retention(people: People, as_of: date, cells: Cells) -> pd.DataFrame:
    """The retention of each group's cohorts, nothing hidden: a row for each of `RETENTION_COLUMNS`.

    A cohort is permanent staff by the main row of the first day, in the group it then had; half-years are told that
    are covered from their beginning to `as_of`. Time is in whole months since the hire date, as tenure is. Who is still
    employed is censored at `as_of`: a month counts for those hired long enough ago to have it behind them, so that
    those who stay and those who leave are followed equally long. A mark that nobody has come to yet is missing.
    """
    cohorts = [one for one in half_years(as_of) if people.coverage.holds(_needs(one, as_of))]
    if not cohorts:
        return pd.DataFrame(columns=list(RETENTION_COLUMNS))
    end = day_number(as_of)
    hired = Counts(people).of(HIRED, PERMANENT, cohorts, cells)
    at_risk, gone = (_by_month(people.entries, cohorts, cells, end, left) for left in (False, True))
    employed = kaplan_meier(at_risk, gone)
    frames = []
    for months in MARKS:
        told = {"hired": hired, "at_risk": at_risk[:, :, months - 1], "gone": gone[:, :, :months].sum(axis=2)}
        frames.append(_frame(cohorts, cells, months, told, employed[:, :, months - 1]))
    ordered = pd.concat(frames, ignore_index=True)
    order = np.arange(len(ordered)).reshape(len(MARKS), -1).T.ravel()
    return ordered.iloc[order].reset_index(drop=True)


def few_followed(frame: pd.DataFrame, audience: Audience) -> np.ndarray:
    """Whether each mark that could be told was reached, or left before it, by too few of the cohort."""
    few = frame["at_risk"] + frame["gone"] < audience.smallest_base
    return (few & (frame["status"] == Status.OK)).to_numpy()


def _needs(cohort: Period, as_of: date) -> list[tuple[Source, date, date]]:
    """The stock before the half-year and on `as_of`, and all exits between."""
    stocks = [(Source.STAFF, day, day) for day in (cohort.start, as_of)]
    return [*stocks, (Source.EXITS, min(cohort.start, as_of), as_of)]


def _by_month(entries: pd.DataFrame, cohorts: Sequence[Period], cells: Cells, end: int, left: bool) -> np.ndarray:
    """How many are at risk in each month of employment, or leave in it, shaped (places x groups, cohorts, months).

    Somebody is at risk in the months that were over by the day `end` and that the stay reached.
    """
    ends = np.array([day_number(cohort.end) for cohort in cohorts])
    cohort = np.searchsorted(ends, entries["day"].to_numpy())
    counted = PERMANENT.holds(entries) & (entries["day"].to_numpy() > day_number(cohorts[0].start))
    counted = np.flatnonzero(counted & (cohort < len(cohorts)))
    observed = whole_months(entries["hired"].to_numpy()[counted], np.full(len(counted), end + 1))
    tenure = entries["tenure_months"].to_numpy()[counted]
    leaf = cells.leaves(Source.ENTRIES, entries)[counted] * len(cohorts) + cohort[counted]
    members, width = cells.members(Source.ENTRIES), max(MARKS)
    shape = (len(cells.places), members.shape[1], len(cohorts), width)
    by_month = np.zeros((np.prod(shape[:3]), width))
    for month in range(width):
        there = (observed > month) & ((tenure == month) if left else (tenure >= month))
        by_month[:, month] = np.bincount(leaf[there], minlength=len(by_month))
    by_group = np.tensordot(by_month.reshape(shape), members, (1, 1))
    return np.moveaxis(by_group, 3, 1).reshape(-1, len(cohorts), width)


def _frame(
    cohorts: Sequence[Period], cells: Cells, months: int, told: dict[str, np.ndarray], employed: np.ndarray
) -> pd.DataFrame:
    groups = cells.rows(Source.ENTRIES)
    reached = ~np.isnan(employed)
    status = np.where(reached, Status.OK, np.where(told["hired"] > 0, Status.MISSING, Status.UNDEFINED))
    columns = {
        "group": np.repeat([group.key for group in groups], len(cohorts)),
        **{f"cohort_{side}": _each(cohorts, side, len(groups)) for side in ("start", "end")},
        "cohort": np.tile([cohort.label for cohort in cohorts], len(groups)),
        "months": months,
        "hired": told["hired"].ravel(),
        **{name: np.where(reached, told[name], np.nan).ravel() for name in ("at_risk", "gone")},
        "value": np.where(reached, 100 * employed, np.nan).ravel(),
        "status": status.ravel(),
    }
    return pd.DataFrame(columns)[list(RETENTION_COLUMNS)]


def _each(cohorts: Sequence[Period], side: str, times: int) -> np.ndarray:
    return np.tile([getattr(cohort, side).isoformat() for cohort in cohorts], times)
