"""What has changed from before to after, with a 95 % interval and the p-value that belongs to it.

Each p-value is the interval turned round: it is below 0,05 exactly where the interval leaves out "no change" (0, of a
ratio 1), so that a sign decided by the interval and a family corrected by p-values never contradict each other.
All functions take numbers or arrays and give arrays.
"""

from typing import NamedTuple

import numpy as np

from kpi.statistics.intervals import TAIL, Z, wilson

LARGEST_Z = 40.0
"""A standard normal beyond which the p-value is 0 in the machine's numbers."""
HALVINGS = 60


class Difference(NamedTuple):
    """The difference (or ratio), the limits of its 95 % interval, and its two-sided p-value."""

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    p_value: np.ndarray


def newcombe(count_before, of_before, count_after, of_after) -> Difference:
    """The difference of two shares of different people, as a share, by Newcombe's hybrid of Wilson's intervals.

    Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10. The p-value is
    that of the z whose interval just reaches 0; the pooled z test, which is more usual, contradicts the interval in
    some tables of counts.
    """
    before, after = _share(count_before, of_before), _share(count_after, of_after)
    low_before, high_before = wilson(count_before, of_before)
    low_after, high_after = wilson(count_after, of_after)
    difference = after - before
    low = difference - np.hypot(after - low_after, high_before - before)
    high = difference + np.hypot(high_after - after, before - low_before)
    return Difference(
        difference, low, high, _newcombe_p_value(difference, count_before, of_before, count_after, of_after)
    )


def rate_ratio(count_before, of_before, count_after, of_after) -> Difference:
    """The ratio of two rates, after to before, by the exact conditional binomial.

    Given k1 + k2 events, k2 is Bin(k1 + k2, N2 / (N1 + N2)) where nothing has changed. The interval is Clopper and
    Pearson's of that share, turned into a ratio; the p-value is twice the smaller tail, at most 1. Without events
    before, the ratio and its upper limit are infinite; without any events the ratio is NaN, from 0 to infinity.
    """
    from scipy.special import betainc, betaincc, betaincinv

    k1, n1, k2, n2 = _arrays(count_before, of_before, count_after, of_after)
    with np.errstate(divide="ignore", invalid="ignore"):
        share_low = np.where(k2 > 0, betaincinv(np.maximum(k2, 1), k1 + 1, TAIL), 0)
        share_high = np.where(k1 > 0, betaincinv(k2 + 1, np.maximum(k1, 1), 1 - TAIL), 1)
        unchanged = n2 / (n1 + n2)
        at_least = np.where(k2 > 0, betainc(np.maximum(k2, 1), k1 + 1, unchanged), 1)
        at_most = np.where(k1 > 0, betaincc(k2 + 1, np.maximum(k1, 1), unchanged), 1)
        found = Difference(
            (k2 / n2) / (k1 / n1),
            share_low / (1 - share_low) * n1 / n2,
            share_high / (1 - share_high) * n1 / n2,
            np.minimum(2 * np.minimum(at_least, at_most), 1),
        )
    return Difference(*(np.where((n1 > 0) & (n2 > 0), one, np.nan) for one in found))


def by_person(difference, variance) -> Difference:
    """The difference of two means of mostly the same people: difference ± 1,96 × the root of its variance.

    The variance is the sum over persons of u², u = p2 (x2 - m2) / n2 - p1 (x1 - m1) / n1 (statistics.md). Without any
    variance everybody has moved alike: a difference is then certain.
    """
    difference, error = np.asarray(difference, float), np.sqrt(np.asarray(variance, float))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(difference == 0, 0, np.abs(difference) / error)
    p_value = np.where(np.isnan(difference + error), np.nan, _two_sided(z))
    return Difference(difference, difference - Z * error, difference + Z * error, p_value)


def _newcombe_p_value(difference, count_before, of_before, count_after, of_after) -> np.ndarray:
    """Two-sided, from the z whose interval just reaches 0; it grows with z, so that halving finds it."""
    rises = difference > 0
    one, of_one, other, of_other = _arrays(count_before, of_before, count_after, of_after)
    upper, of_upper = np.where(rises, other, one), np.where(rises, of_other, of_one)
    lower, of_lower = np.where(rises, one, other), np.where(rises, of_one, of_other)
    low, high = np.zeros(upper.shape), np.full(upper.shape, LARGEST_Z)
    for _ in range(HALVINGS):
        z = (low + high) / 2
        down = _share(upper, of_upper) - wilson(upper, of_upper, z).low
        up = wilson(lower, of_lower, z).high - _share(lower, of_lower)
        short = np.hypot(down, up) < np.abs(difference)
        low, high = np.where(short, z, low), np.where(short, high, z)
    return np.where(np.isnan(difference), np.nan, _two_sided(np.where(difference == 0, 0, high)))


def _two_sided(z: np.ndarray) -> np.ndarray:
    from scipy.special import erfc

    return erfc(z / np.sqrt(2))


def _share(count, of) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(count, float) / np.asarray(of, float)


def _arrays(*numbers) -> list[np.ndarray]:
    return np.broadcast_arrays(*(np.asarray(one, float) for one in numbers))
