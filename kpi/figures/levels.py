"""The levels that figures stand on, and which of them an audience has a use for."""

import numpy as np
import pandas as pd

from kpi.definitions.model import Status
from kpi.figures.of_measure import of_measure

UNIT, CENTER, QUARTER, EXPLAINING, OLDER, PRINTED = range(6)
"""Units, centres, quarters, measures that the paper does not print, the same date of earlier years, and the paper's own
cells."""
EVERYONE = 10
"""Added to the level of what is told of everyone in the municipality."""
WORTH_TELLING = 2
"""One in so many of a level's cells must be large enough to show, or the level is not told."""


def levels(figures: pd.DataFrame, everyone: str) -> np.ndarray:
    """Each figure's level; `everyone` is the key of the group that covers everyone."""
    printed = of_measure(figures["measure"], lambda one: one.printed)
    series, kind = figures["series"], figures["place_kind"]
    told = [kind == "afdeling", kind != "", series == "quarter", ~printed, series != "printed"]
    level = np.select(told, [UNIT, CENTER, QUARTER, EXPLAINING, OLDER], PRINTED)
    return level + EVERYONE * ((figures["group"] == everyone) & (kind == "")).to_numpy()


def of_little_use(shown: pd.DataFrame, everyone: str) -> np.ndarray:
    """Whether each figure stands on a level that too few of are shown to tell it at all.

    Where most are hidden, those that are shown say little and give the others away. What is told of everyone, and what
    the paper prints, now or of the same date of earlier years, is told all the same.
    """
    level, status = levels(shown, everyone), shown["status"]
    about_people = of_measure(shown["measure"], lambda one: one.about_people)
    there = about_people & (status != Status.MISSING).to_numpy() & (level < OLDER)
    is_shown = there & (status == Status.OK).to_numpy()
    told, seen = (np.bincount(level[which], minlength=2 * EVERYONE) for which in (there, is_shown))
    return about_people & (seen * WORTH_TELLING < told)[level]
