"""What a staff is made of: stays, spells, exits and adverts, with what the source covers of them.

Days are whole days since 1970-01-01. A code of -1 means outside (a group) or not permanent staff (a category).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.model import Source

OPEN = int(np.datetime64("9999-12-31", "D").astype(np.int64))
"""The day of an end that has not come."""

MAIN_ROW = ("group", "area", "center", "unit", "category", "leader", "rate")
"""What the main row says of a person on a day."""
BORDERS = ("leader", "group", "area", "center", "unit")
"""What of it makes somebody one of another group of staff, or of another place."""
EXPLAINS = ("birth_year", "reason")
"""What it says besides, where the source does: the year of birth for age bands, and a place in `REASONS`; else -1."""


def day_number(when: date) -> int:
    """The date as days since 1970-01-01."""
    return when.toordinal() - 719163


def whole_months(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """How many calendar months have been completed from the first day to the last, month ends clipped.

    Within k months is last < first + k months, which is: fewer than k months completed (definitions.md, "The tables").
    """
    if not len(first):
        return np.zeros(0, np.int64)
    months = np.array([first.min(), last.max()]).astype("datetime64[D]").astype("datetime64[M]")
    begins = np.arange(months[0], months[1] + 2).astype("datetime64[D]").astype(np.int64)
    lengths = np.diff(begins)
    month_of = np.repeat(np.arange(len(lengths)), lengths)
    month_first, month_last = month_of[first - begins[0]], month_of[last - begins[0]]
    day_first, day_last = first - begins[month_first], last - begins[month_last]
    return month_last - month_first - (day_last < np.minimum(day_first, lengths[month_last] - 1))


@dataclass(frozen=True)
class Coverage:
    """Per source the stretches of days, first and last, that the extracts tell everything about."""

    stretches: dict[Source, tuple[tuple[int, int], ...]]
    drawn: date

    def holds(self, needs: Iterable[tuple[Source, date, date]]) -> bool:
        """Whether each source covers all the days, first and last, that are needed of it."""
        return all(self._covers(source, day_number(first), day_number(last)) for source, first, last in needs)

    def _covers(self, source: Source, first: int, last: int) -> bool:
        return any(begin <= first and last <= end for begin, end in self.stretches.get(source, ()))


@dataclass(frozen=True)
class People:
    """The staff as persons, ready to be counted.

    `stays`: one row a stay (person, first, last, hired). `staff`: one row a spell in which one main row speaks for
    the person (stay, first, out, and `MAIN_ROW`): in the stock at the close of day D where first <= D < out. `exits`:
    one row a stay that ended (day, tenure_months, and `MAIN_ROW` of the last day). `adverts`: one row an advert
    (area, day, outcome, hires). `facts`: counts that are told of (persons with several employments).

    What explains the figures: `entries`, one row a stay (day, hired, last, tenure_months at its end, and the main row
    of its first day); `moved_in` and `moved_out`, one row for each time that the main row of a stay tells another
    group, place or leader flag than the one before it (day, the main row on the one side, and a flag `other_…` for each
    of `BORDERS` that is crossed).
    """

    stays: pd.DataFrame
    staff: pd.DataFrame
    exits: pd.DataFrame
    adverts: pd.DataFrame
    coverage: Coverage
    facts: dict[str, int]
    entries: pd.DataFrame = field(default_factory=pd.DataFrame)
    moved_in: pd.DataFrame = field(default_factory=pd.DataFrame)
    moved_out: pd.DataFrame = field(default_factory=pd.DataFrame)

    def of(self, source: Source) -> pd.DataFrame:
        """The frame that a tally of the source adds up."""
        return {
            Source.STAFF: self.staff,
            Source.EXITS: self.exits,
            Source.ADVERTS: self.adverts,
            Source.ENTRIES: self.entries,
            Source.MOVED_IN: self.moved_in,
            Source.MOVED_OUT: self.moved_out,
        }[source]


def merged(stretches: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The stretches of days in order, joined where they touch or overlap."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
