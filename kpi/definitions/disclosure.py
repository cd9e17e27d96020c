"""Who sees what: the audiences and the thresholds below which a cell is hidden (disclosure.md).

The numbers are settings of the municipality; its data protection officer decides.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Audience:
    """Readers of a publication, with what is hidden from them.

    `smallest_base`: a smaller denominator hides the cell. `largest_small_count`: a numerator, or a complement, from 1
    to this number hides it (0: never).
    """

    key: str
    title: str
    smallest_base: int
    largest_small_count: int

    @property
    def rule(self) -> str:
        """The rule in Danish, as it stands in the notes."""
        if not self.smallest_base:
            return "Intet er skjult."
        text = f"* skjult: færre end {self.smallest_base} personer i nævneren"
        if self.largest_small_count:
            text += f", eller 1 til {self.largest_small_count} personer i tælleren eller blandt de øvrige"
        return text + "."


SMALLEST_CHARTED_BASE = 20
"""A staff group is charted by quarter where the base of every one of them is no smaller (statistics.md)."""


def charted_for(figures: pd.DataFrame, audience: Audience, totals: tuple[str, ...], paper: Set[str]) -> pd.DataFrame:
    """The figures that the audience has a use for: what explains them is told of staff groups inside the house only.

    `totals` are the keys of the groups that cover everyone, `paper` the measures of the paper. Outside the house there
    are no units, no quarters of groups, and of groups nothing but the paper's measures.
    """
    if audience.key in (RAW.key, INTERNAL.key):
        return figures
    of_a_group = ~np.isin(figures["group"], totals)
    beside = ~figures["measure"].isin(paper) | (figures["series"] == "quarter")
    left_out = (beside & of_a_group) | (figures["place_kind"] == "afdeling")
    return figures[~left_out].reset_index(drop=True) if left_out.any() else figures


def retained_for(retention: pd.DataFrame, audience: Audience, totals: tuple[str, ...]) -> pd.DataFrame:
    """The retention that the audience has a use for: outside the house that of everyone only."""
    if audience.key in (RAW.key, INTERNAL.key):
        return retention
    return retention[np.isin(retention["group"], totals)].reset_index(drop=True)


RAW = Audience("raa", "rå", 0, 0)
INTERNAL = Audience("intern", "intern", 5, 0)
PUBLIC = Audience("offentlig", "offentlig", 10, 4)
AUDIENCES = {audience.key: audience for audience in (RAW, INTERNAL, PUBLIC)}
