"""Values as they are printed, for whatever compares printed values."""

import numpy as np

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit


def in_last_decimals(value: float, measure: str, status: str = Status.OK) -> float:
    """The value as it is printed, in whole last decimals; NaN where no value is."""
    if status != Status.OK:
        return np.nan
    decimals = 0 if BY_KEY[measure].unit is Unit.COUNT else BY_KEY[measure].decimals
    return float(danish.rounded(value, decimals).scaleb(decimals))
