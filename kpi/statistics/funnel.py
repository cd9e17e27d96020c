"""The limits that units of different size stay within when all of them have the same rate (a funnel plot).

Exact limits in steps: beyond the 95 % limit lies at most 2,5 % of the probability on each side, beyond the 99,8 % limit
at most 0,1 % (Spiegelhalter 2005 joins the steps to a line; more than that lies beyond it).
"""

from typing import NamedTuple

import numpy as np

LEVELS = (0.95, 0.998)


class Limits(NamedTuple):
    """The lowest and highest value that is not beyond the limit, as quotients."""

    low: np.ndarray
    high: np.ndarray


def binomial_limits(of, rate: float, level: float = LEVELS[0]) -> Limits:
    """The limits of a share with the denominators `of`, where every unit's share is `rate`."""
    from scipy.special import bdtr, bdtrik

    of = np.asarray(of, np.int64)
    tail = (1 - level) / 2
    if not 0 < rate < 1:
        return _certain(of, rate)
    low, high = (_quantile(bdtrik(q, of, rate), lambda k: bdtr(k, of, rate), q) for q in (tail, 1 - tail))
    return _per(low, high, of)


def poisson_limits(of, rate: float, level: float = LEVELS[0]) -> Limits:
    """The limits of a rate of events per `of`, where every unit's rate is `rate`: for turnover."""
    from scipy.special import pdtr, pdtrik

    of = np.asarray(of, float)
    tail = (1 - level) / 2
    if not rate > 0:
        return _certain(of, rate)
    mean = np.where(of > 0, of * rate, np.nan)
    low, high = (_quantile(pdtrik(q, mean), lambda k: pdtr(k, mean), q) for q in (tail, 1 - tail))
    return _per(low, high, of)


def beyond(count, of, rate: float, limits=binomial_limits) -> np.ndarray:
    """For each unit the widest level that it is beyond, with the sign of the side: 0,95 above, -0,998 below, 0 within.

    `limits` is `binomial_limits` or `poisson_limits`.
    """
    count, of = np.asarray(count, float), np.asarray(of, float)
    found = np.zeros(np.broadcast(count, of).shape)
    for level in LEVELS:
        low, high = (np.rint(side * of) for side in limits(of, rate, level))
        found = np.where(count > high, level, np.where(count < low, -level, found))
    return found


def _quantile(near: np.ndarray, at_most, probability: float) -> np.ndarray:
    """The smallest count that is reached with at least the probability; `near` is its continuous neighbour."""
    count = np.ceil(np.nan_to_num(near) - 1e-9)
    one_less = np.maximum(count - 1, 0)
    count = np.where(at_most(one_less) >= probability, one_less, count)
    return np.where(at_most(count) >= probability, count, count + 1)


def _per(low: np.ndarray, high: np.ndarray, of: np.ndarray) -> Limits:
    with np.errstate(divide="ignore", invalid="ignore"):
        return Limits(np.where(of > 0, low / of, np.nan), np.where(of > 0, high / of, np.nan))


def _certain(of: np.ndarray, rate: float) -> Limits:
    return Limits(np.where(of > 0, rate, np.nan), np.where(of > 0, rate, np.nan))
