"""How many are still employed after some months, when most of them have not left yet (Kaplan and Meier 1958)."""

from typing import NamedTuple

import numpy as np

HORIZONS = (3, 6, 12, 24)
"""Months after the hire."""


class Survival(NamedTuple):
    """For each horizon the probability of still being employed, and how many were followed that far."""

    probability: np.ndarray
    at_risk: np.ndarray


def kaplan_meier(months, left, horizons=HORIZONS) -> Survival:
    """The probability of staying at least as long as each horizon, as shares.

    `months` is how long each person was employed, or has been followed; `left` whether the person left then (else
    still employed: censored). A stay shorter than the horizon is within it, one exactly as long is not
    (definitions.md: last day < hire date + k months). A horizon that nobody is followed to, while somebody might have
    been, is NaN.
    """
    months, left, horizons = np.asarray(months, float), np.asarray(left, bool), np.asarray(horizons, float)
    times, leavers = np.unique(months[left], return_counts=True)
    in_order = np.sort(months)
    stays = 1 - leavers / _at_least(in_order, times)
    probability = np.concatenate([[1.0], np.cumprod(stays)])[np.searchsorted(times, horizons)]
    at_risk = _at_least(in_order, horizons)
    return Survival(np.where((at_risk > 0) | (probability == 0), probability, np.nan), at_risk)


def _at_least(in_order: np.ndarray, values: np.ndarray) -> np.ndarray:
    return len(in_order) - np.searchsorted(in_order, values)
