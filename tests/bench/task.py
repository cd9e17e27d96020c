"""The task that every engine is given, so that the times compare: the same rows, the same figures, the same shape.

In: the rows of one or more municipalities as `municipalities.py` draws them, in the engine's own kind of table in
memory or in one Parquet file. Out: a whole number for each municipality, tally, place (the whole municipality, then
each center), group (everyone, leaders, then the named groups) and period.

On the way, from definitions.md: a row ends on its employment's last day; the rows of permanent staff are joined to
stays over gaps of at most 31 days; on each day the row with the highest rate (then the earliest hire, the lowest
service number, the latest start) speaks for the person; a stay whose first row is its employment's earliest has that
row's Ansættelsesdato, unless the person was still there then; stock is counted at the close of a day, exits within
(start, end]. Every run works everything out of the rows; only look-up tables of the calendar may be kept.
"""

from dataclasses import dataclass

import numpy as np
from municipalities import CENTERS, GROUPS, NAMED, spans

from kpi.definitions.model import RATE_UNIT, Span
from kpi.definitions.people import day_number
from kpi.definitions.periods import Period

BRIDGE_DAYS = 31
TEN_HOURS, FULL_TIME = int(np.ceil(9.995 * RATE_UNIT / 37)), int(0.9995 * RATE_UNIT)
"""The lowest rates, in millionths, of ten hours a week (rounded to two decimals) and of full time."""
TALLIES = ("exits", "stock_before", "exits_3", "exits_12", "exits_fast", "full_time", "rate", "stock")
"""Turnover's numerator and denominator (permanent and flexible jobs); of those who left permanent jobs in the calendar
year those within 3 and 12 months, and all; of the stock with ten hours or more the full time, the rates, and all."""


@dataclass(frozen=True)
class Windows:
    """The periods of one span as days since 1970-01-01, in order: a window is (start, end], a status is its end."""

    starts: np.ndarray
    ends: np.ndarray


@dataclass(frozen=True)
class Calendar:
    """The periods of the figures: the twelve months of turnover, the calendar year so far, and the day itself."""

    rolling: Windows
    year: Windows
    status: Windows

    def __len__(self) -> int:
        return len(self.status.ends)


def calendar(periods: int) -> Calendar:
    """The windows of so many periods, 20 or 120."""
    of = spans(periods)
    return Calendar(*(_windows(of[span]) for span in (Span.ROLLING_YEAR, Span.YEAR_TO_DATE, Span.STATUS)))


def _windows(periods: tuple[Period, ...]) -> Windows:
    return Windows(*(np.array([day_number(getattr(one, side)) for one in periods]) for side in ("start", "end")))


def shape(periods: int) -> tuple[int, int, int, int]:
    """The shape of one municipality's figures: tallies, places, groups, periods."""
    return len(TALLIES), 1 + len(CENTERS), len(GROUPS), periods


def before(days: np.ndarray) -> tuple[np.ndarray, int]:
    """A look-up table of how many of the sorted days lie before a day, and the day it begins with; clip to its ends."""
    return np.searchsorted(days, np.arange(days[0], days[-1] + 2)), int(days[0])


def leaves(periods: int) -> tuple[int, int, int, int]:
    """The shape of the smallest cells, a period more: centers, groups (the first is none), leader or not, periods."""
    return len(CENTERS), len(NAMED) + 1, 2, periods + 1


def rolled_up(marks: np.ndarray) -> np.ndarray:
    """Figures from what begins less what ends in each of `leaves` (the last four axes): added up and cumulated."""
    marks = marks[..., :-1]
    groups = marks.sum(-2)
    everyone, leaders = groups.sum(-2, keepdims=True), marks[..., 1, :].sum(-2, keepdims=True)
    centers = np.concatenate((everyone, leaders, groups[..., 1:, :]), axis=-2)
    places = np.concatenate((centers.sum(-3, keepdims=True), centers), axis=-3)
    return np.cumsum(places, axis=-1)
