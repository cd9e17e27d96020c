"""The house arrow, and better or worse: from the values as they are printed (definitions.md, "Printing …")."""

import numpy as np
import pandas as pd

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.figures.rounding import in_last_decimals

SERIES = ["measure", "place_kind", "place", "group", "series"]
DIRECTIONS = {1: "up", -1: "down", 0: "flat"}


def compare(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with arrow (up, down, flat or empty) and assessment (better, worse, same or empty).

    Each value is compared with the column printed before it, looking past columns that are missing. What cannot be
    calculated or is hidden has no arrow, and gives none to the next.
    """
    values = figures[["value", "measure", "status"]].itertuples(index=False)
    tenths = np.array([in_last_decimals(*row) for row in values])
    shown = figures[(figures["status"] != Status.MISSING).to_numpy()]
    before = pd.Series(tenths, figures.index)[shown.index].groupby([shown[key] for key in SERIES], sort=False).shift()
    change = tenths - before.reindex(figures.index).to_numpy()
    arrow = [DIRECTIONS[int(np.sign(step))] if step == step else "" for step in change]
    assessment = [BY_KEY[key].polarity.assessed(at) for key, at in zip(figures["measure"], arrow, strict=True)]
    return figures.assign(arrow=arrow, assessment=assessment)
