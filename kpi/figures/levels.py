"""The levels that figures stand on, and which of them an audience has a use for."""

import numpy as np
import pandas as pd

from kpi.definitions.model import Status
from kpi.definitions.retained import COUNTED

UNIT, CENTER, QUARTER, EXPLAINING, OLDER, PRINTED = range(6)
"""Units, centres, quarters, measures that the paper does not print, the same date of earlier years, and the paper's own
cells."""
EVERYONE = 10
"""Added to the level of what is told of everyone in the municipality."""
WORTH_TELLING = 2
"""One in so many of a level's cells must be large enough to show, or the level is not told."""


def levels(figures: pd.DataFrame, everyone: str) -> np.ndarray:
    """Each figure's level; `everyone` is the key of the group that covers everyone."""
    printed = figures["measure"].map({key: one.printed for key, one in COUNTED.items()}).to_numpy(bool)
    series, kind = figures["series"], figures["place_kind"]
    told = [kind == "afdeling", kind != "", series == "quarter", ~printed, series != "printed"]
    level = np.select(told, [UNIT, CENTER, QUARTER, EXPLAINING, OLDER], PRINTED)
    return level + EVERYONE * ((figures["group"] == everyone) & (kind == "")).to_numpy()


def of_little_use(shown: pd.DataFrame, everyone: str) -> np.ndarray:
    """Whether each figure stands on a level, not of everyone, that too few of are shown to tell it at all.

    Where most are hidden, those that are shown say little and give the others away.
    """
    level = levels(shown, everyone)
    about_people = shown["measure"].map({key: one.about_people for key, one in COUNTED.items()}).to_numpy(bool)
    there = about_people & (shown["status"] != Status.MISSING).to_numpy() & (level < EVERYONE)
    is_shown = there & (shown["status"] == Status.OK).to_numpy()
    told, seen = (np.bincount(level[which], minlength=2 * EVERYONE) for which in (there, is_shown))
    return about_people & (seen * WORTH_TELLING < told)[level]
