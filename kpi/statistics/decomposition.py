"""Where a change of a total comes from: what happened inside each part, and what the mix of the parts did."""

from typing import NamedTuple

import numpy as np


class Parts(NamedTuple):
    """The two effects of each part, in the order given; together they are the change of the total."""

    within: np.ndarray
    mix: np.ndarray


def kitagawa(count_before, of_before, count_after, of_after) -> Parts:
    """Kitagawa's decomposition of the change of a rate that is a sum over parts, as a quotient (Kitagawa 1955).

    Inside a part: the change of its rate × its mean share of the base. Mix: the change of its share × its mean rate,
    measured from the mean rate of the total: a part that grows counts upwards only if its rate is higher than the
    total's. (That does not change the sum, for the shares' changes are 0 in all.) A part with an empty base at one end
    has the rate of the other end; events above an empty base are counted inside the part.
    """
    k1, n1, k2, n2 = (np.asarray(one, float) for one in (count_before, of_before, count_after, of_after))
    moved = n2 / n2.sum() - n1 / n1.sum()
    rate = _mean_rate(k1, n1, k2, n2)
    change = k2 / n2.sum() - k1 / n1.sum()
    total = (k1.sum() / n1.sum() + k2.sum() / n2.sum()) / 2
    return Parts(change - rate * moved, (rate - total) * moved)


def with_remainder(parts, total: float) -> np.ndarray:
    """The parts with one more after them: what the total has besides ("øvrige")."""
    parts = np.asarray(parts, float)
    return np.append(parts, total - parts.sum())


def _mean_rate(k1: np.ndarray, n1: np.ndarray, k2: np.ndarray, n2: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore", invalid="ignore"):
        before, after = np.where(n1 > 0, k1 / n1, np.nan), np.where(n2 > 0, k2 / n2, np.nan)
    before, after = np.where(np.isnan(before), after, before), np.where(np.isnan(after), before, after)
    return np.nan_to_num((before + after) / 2)
