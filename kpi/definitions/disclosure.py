"""Who sees what: the audiences and the thresholds below which a cell is hidden (disclosure.md).

The numbers are settings of the municipality; its data protection officer decides.
"""

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import pandas as pd

SO_THAT_NOTHING_CAN_BE_WORKED_OUT = "Flere tal kan være skjult, så det skjulte ikke kan regnes ud."


@dataclass(frozen=True)
class Audience:
    """Readers of a publication, with what is hidden from them.

    `smallest_base`: a smaller denominator hides the cell. `largest_small_count`: a numerator, or a complement, from 1
    to this number hides it (0: never). `frozen` is the rule in the words that a publication was made with.
    """

    key: str
    title: str
    smallest_base: int
    largest_small_count: int
    frozen: str = ""

    @property
    def rule(self) -> str:
        """The rule in Danish, as it stands in the notes."""
        if self.frozen:
            return self.frozen
        if not self.smallest_base:
            return "Intet er skjult."
        text = f"* skjult: færre end {self.smallest_base} personer i nævneren"
        if self.largest_small_count:
            text += f", eller 1 til {self.largest_small_count} personer i tælleren eller blandt de øvrige"
        return f"{text}. {SO_THAT_NOTHING_CAN_BE_WORKED_OUT}"


SMALLEST_CHARTED_BASE = 20
"""A staff group is charted by quarter where the base of every one of them is no smaller (statistics.md)."""


def charted_for(figures: pd.DataFrame, audience: Audience, totals: tuple[str, ...], paper: Set[str]) -> pd.DataFrame:
    """The figures that an audience is told at all, before anything in them is hidden.

    `totals` are the keys of the groups that cover everyone, `paper` the measures of the paper. Nobody is told figures
    of groups and places that would mostly be hidden and give others away. Outside the house there are besides no units,
    no quarters of groups, and of groups nothing but the paper's measures.
    """
    if audience.key == RAW.key:
        return figures
    measure, kind = figures["measure"], figures["place_kind"]
    of_a_group = ~np.isin(figures["group"], totals)
    left_out = of_a_group & measure.isin(OF_EVERYONE_ALONE)
    for place_kind, told in OF_PLACES.items():
        left_out |= (kind == place_kind) & ~measure.isin(told)
    if audience.key != INTERNAL.key:
        beside = ~measure.isin(paper) | (figures["series"] == "quarter")
        left_out |= (beside & of_a_group) | (kind == "afdeling")
    return figures[~left_out].reset_index(drop=True) if left_out.any() else figures


def retained_for(retention: pd.DataFrame, audience: Audience, totals: tuple[str, ...]) -> pd.DataFrame:
    """The retention that the audience has a use for: outside the house that of everyone only."""
    if audience.key in (RAW.key, INTERNAL.key):
        return retention
    return retention[np.isin(retention["group"], totals)].reset_index(drop=True)


OF_EVERYONE_ALONE = frozenset({"turnover_left_3m", "turnover_left_3_12m", "turnover_left_later", "turnover_mean_stock"})
"""Measures that of a staff group would give table 3's small counts away."""
OF_PLACES = {
    "center": frozenset({"turnover", "full_time_share", "weekly_hours", "seniors_58"}),
    "afdeling": frozenset({"turnover", "full_time_share"}),
}
"""What is told of places: too few leave most of them for a share of those."""
RAW = Audience("raa", "rå", 0, 0)
INTERNAL = Audience("intern", "intern", 5, 0)
PUBLIC = Audience("offentlig", "offentlig", 10, 4)
AUDIENCES = {audience.key: audience for audience in (RAW, INTERNAL, PUBLIC)}
