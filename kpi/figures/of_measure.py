"""What the declarations say of each figure's measure, asked once for each measure that is there."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator


def of_measure(measures: pd.Series, ask: Callable[[Indicator], object], kind: type = bool) -> np.ndarray:
    """For each row what is asked of its measure's indicator, as an array of the kind."""
    places, keys = pd.factorize(measures)
    return np.array([ask(BY_KEY[key]) for key in keys], kind)[places]
