"""What the declarations say of each figure's measure, asked once for each measure that is there."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from kpi.definitions.model import Indicator, Polarity
from kpi.definitions.retained import COUNTED


def of_measure(measures: pd.Series, ask: Callable[[Indicator], object], kind: type = bool) -> np.ndarray:
    """For each row what is asked of its measure's indicator, as an array of the kind."""
    places, keys = pd.factorize(measures)
    return np.array([ask(COUNTED[key]) for key in keys], kind)[places]


def assessed(measures: pd.Series, directions: np.ndarray) -> np.ndarray:
    """What each direction (up, down, flat or empty) means for its measure: better, worse, same or empty."""
    polarity = of_measure(measures, lambda one: one.polarity, object)
    told = {(way, direction): way.assessed(direction) for way in Polarity for direction in ("up", "down", "flat", "")}
    return np.array([told[pair] for pair in zip(polarity, directions, strict=True)], "U6")
