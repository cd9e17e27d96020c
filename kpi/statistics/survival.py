"""The share still there after each step, when most have not left yet (Kaplan and Meier 1958)."""

import numpy as np


def kaplan_meier(at_risk, left) -> np.ndarray:
    """The probability of still being there after each step, as shares; the steps are the last axis of the counts.

    `at_risk` is how many came to a step and were followed through it, `left` how many of them left in it. Those who are
    followed no longer are at risk no more, and have not left. A step that nobody is followed through, while somebody
    might have been, is NaN.
    """
    at_risk, left = np.asarray(at_risk, float), np.asarray(left, float)
    share = np.cumprod(1 - left / np.maximum(at_risk, 1), axis=-1)
    return np.where((at_risk > 0) | (share == 0), share, np.nan)
