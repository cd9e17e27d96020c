"""Hides what is too small to show to an audience, before anything is compared (disclosure.md, primary rules)."""

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import Audience
from kpi.definitions.model import Status, Unit
from kpi.figures.of_measure import of_measure

HIDDEN_COLUMNS = ["numerator", "denominator", "value"]


def disclose(figures: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """The figures as the audience may see them: a hidden cell is `suppressed`, without numerator, denominator or value.

    Hides a denominator below the audience's smallest base and, for shares, a numerator or a complement of a few
    persons. Adverts are not persons; the complement does not apply where the numerator is not part of the denominator.
    A denominator of 0 is `undefined` for every audience, but the count above it is hidden like any other.
    """
    numerator, denominator = figures["numerator"].to_numpy(), figures["denominator"].to_numpy()
    about_people, is_share, is_subset = (
        of_measure(figures["measure"], ask)
        for ask in (lambda one: one.about_people, lambda one: one.unit is Unit.PERCENT, lambda one: one.subset)
    )
    too_few = denominator < audience.smallest_base
    few_counted = is_share & _is_few(numerator, audience)
    few_others = is_share & is_subset & _is_few(denominator - numerator, audience)
    hidden = about_people & (figures["status"] == Status.OK).to_numpy() & (too_few | few_counted | few_others)
    uncounted = about_people & (denominator == 0) & (numerator > 0) & (audience.smallest_base > 0)
    shown = hidden_where(figures, hidden)
    return shown.assign(numerator=np.where(uncounted, np.nan, shown["numerator"]))


def hidden_where(figures: pd.DataFrame, hidden: np.ndarray) -> pd.DataFrame:
    """The figures with these cells `suppressed`: nothing of them is left but that they are hidden."""
    numbers = {name: np.where(hidden, np.nan, figures[name]) for name in HIDDEN_COLUMNS}
    status = figures["status"].mask(hidden, Status.SUPPRESSED.value)
    return figures.assign(**numbers, status=status, provisional=figures["provisional"] & ~hidden)


def _is_few(count: np.ndarray, audience: Audience) -> np.ndarray:
    return (count >= 1) & (count <= audience.largest_small_count)
