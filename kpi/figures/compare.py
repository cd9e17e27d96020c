"""The house arrow, and better or worse: from the values as they are printed (definitions.md, "Printing …")."""

import numpy as np
import pandas as pd

from kpi.definitions.model import Status
from kpi.figures.numbered import numbered
from kpi.figures.of_measure import assessed
from kpi.figures.rounding import in_last_decimals

SERIES = ["measure", "place_kind", "place", "group", "series"]


def compare(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with arrow (up, down, flat or empty) and assessment (better, worse, same or empty).

    Each value is compared with the column printed before it, looking past columns that are missing. What cannot be
    calculated or is hidden has no arrow, and gives none to the next.
    """
    tenths = in_last_decimals(figures["value"], figures["measure"], figures["status"])
    change = tenths - _before(figures, tenths)
    arrow = np.select([change > 0, change < 0, change == 0], ["up", "down", "flat"], "")
    return figures.assign(arrow=arrow, assessment=assessed(figures["measure"], arrow))


def _before(figures: pd.DataFrame, values: np.ndarray) -> np.ndarray:
    """For each figure that is not missing the value of the column before it that is not either; else NaN."""
    shown = np.flatnonzero(figures["status"] != Status.MISSING)
    (series,) = numbered(SERIES, figures)
    series = series[shown]
    order = np.argsort(series, kind="stable")
    same = np.diff(series[order], prepend=-1) == 0
    before = np.full(len(figures), np.nan)
    before[shown[order[same]]] = values[shown[order[np.flatnonzero(same) - 1]]]
    return before
