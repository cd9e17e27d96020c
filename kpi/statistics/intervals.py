"""95 % intervals of a share, a rate and a mean: how much a figure typically swings when nothing has changed.

The figures are full counts, not samples; the interval is of the chance that made them (statistics.md). All functions
take numbers or arrays and give arrays. What has no base has no interval: NaN.
"""

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

LEVEL = 0.95
TAIL = (1 - LEVEL) / 2
Z = NormalDist().inv_cdf(1 - TAIL)
"""The standard normal quantile of a two-sided 95 % interval: 1,96."""


class Interval(NamedTuple):
    """The limits of an interval, in the unit of the figure."""

    low: np.ndarray
    high: np.ndarray


def wilson(count, of, z=Z) -> Interval:
    """Wilson's score interval of a share, `count` out of `of`, as shares between 0 and 1 (Wilson 1927)."""
    count, of = np.asarray(count, float), np.asarray(of, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (count + z**2 / 2) / (of + z**2)
        reach = z * np.sqrt(count * (of - count) / of + z**2 / 4) / (of + z**2)
    return Interval(np.clip(middle - reach, 0, 1), np.clip(middle + reach, 0, 1))


def poisson_rate(count, of) -> Interval:
    """The exact interval of a rate of events, `count` per `of`, as a quotient (Garwood 1936, by the gamma quantiles).

    For turnover: the leavers are not a part of the stock that they are held against.
    """
    from scipy.special import gammaincinv

    count, of = np.asarray(count, float), np.asarray(of, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(count > 0, gammaincinv(np.maximum(count, 1), TAIL), 0) / of
        high = gammaincinv(count + 1, 1 - TAIL) / of
    defined = of > 0
    return Interval(np.where(defined, low, np.nan), np.where(defined, high, np.nan))


def mean(average, deviation, of) -> Interval:
    """Student's t interval of a mean of `of` values with the sample's standard deviation (n - 1 in it)."""
    from scipy.special import stdtrit

    average, deviation, of = (np.asarray(one, float) for one in (average, deviation, of))
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(of > 1, stdtrit(np.maximum(of - 1, 1), 1 - TAIL) * deviation / np.sqrt(of), np.nan)
    return Interval(average - reach, average + reach)
