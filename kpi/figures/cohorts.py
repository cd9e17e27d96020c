"""Retention -> the counts behind it as figures, so that it is hidden as they are, and back."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import Audience
from kpi.definitions.model import Status
from kpi.definitions.periods import shifted
from kpi.definitions.relations import FOLLOWED_TO
from kpi.definitions.retained import HIRED_KEY
from kpi.figures.retention import HIDDEN_COLUMNS

COHORT = ["group", "cohort_start"]


def as_figures(retention: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The counts behind a retention, a row for each of its rows and then one for each cohort's hires.

    Who had left by a mark that not all of the cohort have come to is another count for each `as_of`.
    """
    hired = retention.drop_duplicates(COHORT)
    settled = is_settled(retention, as_of)
    marks = {
        "measure": "gone_" + retention["months"].astype(int).astype(str) + "m",
        "series": np.where(settled, "", f"{FOLLOWED_TO}{as_of}"),
        "numerator": retention["gone"],
        "status": retention["status"],
    }
    told = np.where(hired["hired"].isna(), Status.SUPPRESSED, np.where(hired["hired"] > 0, Status.OK, Status.UNDEFINED))
    whole = {"measure": HIRED_KEY, "series": "", "numerator": hired["hired"], "status": told}
    rows = pd.concat([_rows(retention, marks), _rows(hired, whole)], ignore_index=True)
    rows.loc[rows["status"] == Status.SUPPRESSED, ["numerator", "denominator"]] = np.nan
    return rows


def is_settled(retention: pd.DataFrame, as_of: date) -> np.ndarray:
    """Whether the whole cohort of each row has come to its mark."""
    ends = zip(retention["cohort_end"], retention["months"], strict=True)
    return np.array([shifted(date.fromisoformat(str(end)), int(months)) <= as_of for end, months in ends], bool)


def big_enough(retention: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """The retention of the groups where every half-year hired enough: small ones would take most others with them."""
    small = retention["hired"].between(1, audience.smallest_base - 1)
    return retention[~retention["group"].isin(retention.loc[small, "group"])].reset_index(drop=True)


def _rows(retention: pd.DataFrame, columns: dict) -> pd.DataFrame:
    shared = {
        "group": retention["group"],
        "place_kind": "",
        "place": "",
        "period_start": retention["cohort_start"].astype(str),
        "period_end": retention["cohort_end"].astype(str),
        "period": retention["cohort"],
        "denominator": retention["hired"],
        "value": np.nan,
        "provisional": False,
    }
    return pd.DataFrame(shared | columns, index=retention.index)


def after_a_hidden(retention: pd.DataFrame, hidden: np.ndarray) -> np.ndarray:
    """Whether a row stands after a hidden one of the same cohort; marks are in the order of their months."""
    return pd.Series(hidden, retention.index).groupby([retention[key] for key in COHORT]).cummax().to_numpy()


def hidden_in(retention: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The retention with what is hidden in its `rows`, made by `as_figures`, hidden."""
    hidden = (rows["status"] == Status.SUPPRESSED).to_numpy()
    shown, size = retention.copy(), len(retention)
    of_marks = hidden[:size] & (retention["status"] == Status.OK).to_numpy()
    shown.loc[of_marks, HIDDEN_COLUMNS] = np.nan
    shown.loc[of_marks, "status"] = Status.SUPPRESSED.value
    unhired = pd.MultiIndex.from_frame(rows.loc[np.flatnonzero(hidden[size:]) + size, ["group", "period_start"]])
    of_cohorts = pd.MultiIndex.from_arrays([retention["group"], retention["cohort_start"].astype(str)])
    shown.loc[of_cohorts.isin(unhired), "hired"] = np.nan
    return shown
