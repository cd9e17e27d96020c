"""The house arrow, and better or worse: from the values as they are printed (definitions.md, "Printing …")."""

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Polarity, Status, Unit

SERIES = ["measure", "place_kind", "place", "group", "series"]
DIRECTIONS = {1: "up", -1: "down", 0: "flat"}
BETTER = {Polarity.HIGHER: {"up": "better", "down": "worse"}, Polarity.LOWER: {"up": "worse", "down": "better"}}


def compare(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with arrow (up, down, flat or empty) and assessment (better, worse, same or empty).

    Each value is compared with the column printed before it, looking past columns that are missing. What cannot be
    calculated or is hidden has no arrow, and gives none to the next.
    """
    tenths = np.array([_printed(*row) for row in figures[["value", "measure", "status"]].itertuples(index=False)])
    shown = figures[(figures["status"] != Status.MISSING).to_numpy()]
    before = pd.Series(tenths, figures.index)[shown.index].groupby([shown[key] for key in SERIES], sort=False).shift()
    change = tenths - before.reindex(figures.index).to_numpy()
    arrow = [DIRECTIONS[int(np.sign(step))] if step == step else "" for step in change]
    assessment = [_assessment(key, at) for key, at in zip(figures["measure"], arrow, strict=True)]
    return figures.assign(arrow=arrow, assessment=assessment)


def _printed(value: float, measure: str, status: str) -> float:
    """The value as it is printed, in whole last decimals; NaN where no value is."""
    if status != Status.OK:
        return np.nan
    decimals = 0 if BY_KEY[measure].unit is Unit.COUNT else BY_KEY[measure].decimals
    return float(danish.rounded(value, decimals).scaleb(decimals))


def _assessment(measure: str, arrow: str) -> str:
    polarity = BY_KEY[measure].polarity
    if not arrow or polarity is Polarity.NONE:
        return ""
    return "same" if arrow == "flat" else BETTER[polarity][arrow]
