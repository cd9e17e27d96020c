"""Values as they are printed, for whatever compares printed values."""

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.model import Status, Unit
from kpi.figures.of_measure import of_measure

NEAR_A_TIE = 1e-6
"""Closer to a half than this, in last decimals, a value is rounded by its decimal digits."""


def in_last_decimals(values: pd.Series, measures: pd.Series, statuses: pd.Series) -> np.ndarray:
    """The values as they are printed, in whole last decimals; NaN where no value is."""
    decimals = of_measure(measures, lambda one: 0 if one.unit is Unit.COUNT else one.decimals, int)
    values = np.where(statuses == Status.OK, values, np.nan)
    scaled = np.abs(values) * 10.0**decimals
    whole = np.copysign(np.floor(scaled + 0.5), values)
    for place in np.flatnonzero(np.abs(scaled % 1 - 0.5) < NEAR_A_TIE):
        whole[place] = danish.rounded(values[place], int(decimals[place])).scaleb(int(decimals[place]))
    return whole
