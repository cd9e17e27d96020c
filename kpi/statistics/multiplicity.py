"""Which of many tests hold when all of them are looked at together."""

import numpy as np

RATE = 0.10


def benjamini_hochberg(p_values, rate: float = RATE) -> np.ndarray:
    """Which tests hold, as an array of bools: among those at most `rate` are false, on average.

    Benjamini and Hochberg 1995: of m p-values in order, all up to the last that is at most its rank × rate / m. A NaN
    was never tested: it does not hold and is none of the m.
    """
    p_values = np.asarray(p_values, float)
    tested = np.sort(p_values[~np.isnan(p_values)])
    under = np.flatnonzero(tested <= rate * np.arange(1, len(tested) + 1) / max(len(tested), 1))
    return p_values <= tested[under[-1]] if len(under) else np.zeros(p_values.shape, bool)
