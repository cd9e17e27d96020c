"""What a staff is made of: stays, spells, exits and adverts, with what the source covers of them.

Days are whole days since 1970-01-01. A code of -1 means outside (a group) or not permanent staff (a category).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.model import Source

OPEN = int(np.datetime64("9999-12-31", "D").astype(np.int64))
"""The day of an end that has not come."""

MAIN_ROW = ("group", "area", "center", "unit", "category", "leader", "rate")
"""What the main row says of a person on a day."""


def day_number(when: date) -> int:
    """The date as days since 1970-01-01."""
    return when.toordinal() - 719163


@dataclass(frozen=True)
class Coverage:
    """Per source the stretches of days, first and last, that the extracts tell everything about."""

    stretches: dict[Source, tuple[tuple[int, int], ...]]
    drawn: date

    def holds(self, needs: dict[Source, tuple[date, date]]) -> bool:
        """Whether each source covers all the days that are needed of it."""
        return all(self._covers(source, day_number(first), day_number(last)) for source, (first, last) in needs.items())

    def _covers(self, source: Source, first: int, last: int) -> bool:
        return any(begin <= first and last <= end for begin, end in self.stretches.get(source, ()))


@dataclass(frozen=True)
class People:
    """The staff as persons, ready to be counted.

    `stays`: one row a stay (person, first, last, hired). `staff`: one row a spell in which one main row speaks for
    the person (stay, first, out, and `MAIN_ROW`): in the stock at the close of day D where first <= D < out. `exits`:
    one row a stay that ended (day, tenure_months, and `MAIN_ROW` of the last day). `adverts`: one row an advert
    (area, day, outcome, hires). `facts`: counts that are told of (persons with several employments).
    """

    stays: pd.DataFrame
    staff: pd.DataFrame
    exits: pd.DataFrame
    adverts: pd.DataFrame
    coverage: Coverage
    facts: dict[str, int]

    def of(self, source: Source) -> pd.DataFrame:
        """The frame that a tally of the source adds up."""
        return {Source.STAFF: self.staff, Source.EXITS: self.exits, Source.ADVERTS: self.adverts}[source]


def merged(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches of days in order, joined where they touch or overlap."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
