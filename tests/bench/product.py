"""The product: the kernel as the pipeline calls it, from classified rows to counts, for the whole and by center."""

import numpy as np
import pandas as pd
from municipalities import AREAS, CENTERS, GROUPS
from task import TALLIES

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Tally
from kpi.definitions.people import Coverage, People
from kpi.extracts.careers import careers
from kpi.figures.count import Cells, Counts

DECLARED = {
    "exits": ("turnover", "numerator"),
    "stock_before": ("turnover", "denominator"),
    "exits_3": ("left_within_3m", "numerator"),
    "exits_12": ("left_within_12m", "numerator"),
    "exits_fast": ("left_within_3m", "denominator"),
    "full_time": ("full_time_share", "numerator"),
    "rate": ("weekly_hours", "numerator"),
    "stock": ("weekly_hours", "denominator"),
}
EVERYWHERE = (Cells(GROUPS, AREAS), Cells(GROUPS, AREAS, "center", CENTERS))


def figures(rows: pd.DataFrame, periods: dict) -> np.ndarray:
    """All tallies of one municipality, shaped as `task.shape`; `periods` are those of `municipalities.spans`."""
    stays, staff, exits = careers(rows)
    people = People(stays, staff, exits, pd.DataFrame(), Coverage({}, None), {})
    counts = Counts(people)
    return np.stack([_tally(counts, *_declared(name), periods) for name in TALLIES])


def _declared(name: str) -> tuple[Indicator, Tally]:
    key, part = DECLARED[name]
    return BY_KEY[key], getattr(BY_KEY[key], part)


def _tally(counts: Counts, indicator: Indicator, tally: Tally, periods: dict) -> np.ndarray:
    columns = periods[indicator.span]
    counted = [counts.of(tally, indicator.population, columns, cells) for cells in EVERYWHERE]
    return np.concatenate(counted).reshape(-1, len(GROUPS), len(columns)).astype(np.int64)
