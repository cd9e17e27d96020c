"""How many exits to expect in the next twelve months, if it goes on as in the last twelve."""

from typing import NamedTuple

import numpy as np

from kpi.statistics.intervals import TAIL


class Prediction(NamedTuple):
    """The expected count and the limits of its 95 % prediction interval, both included, as whole counts."""

    expected: float
    low: int
    high: int


def next_exits(exits: float, stock: float, stock_now: float) -> Prediction:
    """The exits of the next twelve months from those of the last, out of the stock a year ago and the stock now.

    The limits are those of the negative binomial with `exits` + 1/2 events before and success probability stock /
    (stock + stock now): the Poisson count of next year mixed over what the last year's count leaves open of the rate
    (Jeffreys' prior). An interval that took the rate for known would hold next year's count in 83 of 100 years; the
    exact conditional interval holds in more than 95, and of few exits is wider than it need be.
    """
    from scipy.special import betainc

    if not stock > 0:
        raise ValueError("a stock of nobody predicts nothing")
    if stock_now == 0:
        return Prediction(0.0, 0, 0)
    expected, events = exits * stock_now / stock, exits + 0.5
    far = int(expected + 20 * np.sqrt((events + 1) * (1 + stock_now / stock) * stock_now / stock) + 40)
    at_most = betainc(events, np.arange(far) + 1.0, stock / (stock + stock_now))
    low, high = np.searchsorted(at_most, [TAIL, 1 - TAIL], side="left")
    return Prediction(float(expected), int(low), int(high))
