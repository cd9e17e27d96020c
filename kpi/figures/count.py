"""The counting kernel: people -> how many, for each cell and period, in one pass over the rows.

A person counts in a run of periods: a spell in those whose day it holds, an exit in those whose window it falls in. So
it is enough to mark where each run begins and ends; the cells are rolled up to the groups first and the periods
cumulated last. The cost grows with rows plus cells x periods (performance.md).
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi.definitions.model import Condition, Population, Source, StaffGroup, Tally, When
from kpi.definitions.people import People, day_number
from kpi.definitions.periods import Period

PLACE_KINDS = {"": "", "area": "område", "center": "center", "unit": "afdeling"}
MOVES = (Source.MOVED_IN, Source.MOVED_OUT)
BORDERS = 8
"""How many ways there are to cross three borders, or none: leader or not, group, place."""
ADVERTS_IN_ALL = StaffGroup("alle", "I alt", "alle")


@dataclass(frozen=True)
class Cells:
    """The rows of the figures: groups of staff and areas of adverts, for the whole or in each of several places.

    `place_kind` is empty for the whole municipality, else the column of the people (`area`, `center` or `unit`) that
    numbers the place as in `places`. With `everyone_alone` only the groups that cover everyone are counted.
    """

    groups: tuple[StaffGroup, ...]
    areas: tuple[str, ...]
    place_kind: str = ""
    places: tuple[str, ...] = ("",)
    everyone_alone: bool = False

    def rows(self, source: Source) -> tuple[StaffGroup, ...]:
        """The groups that a source is counted by, in printed order."""
        if source is Source.ADVERTS:
            return (*(StaffGroup(area, area, "område") for area in self.areas), ADVERTS_IN_ALL)
        return tuple(group for group in self.groups if group.covers == "alle" or not self.everyone_alone)

    def leaves(self, source: Source, rows: pd.DataFrame) -> np.ndarray:
        """Each row's smallest cell: its place, its group (or area), and whether it is a leader's."""
        if source is Source.ADVERTS:
            return rows["area"].to_numpy()
        leaf = rows["group"].to_numpy() * np.int64(2) + rows["leader"].to_numpy() + 2
        if self.place_kind:
            leaf += rows[self.place_kind].to_numpy() * np.int64(self._kinds)
        return leaf * BORDERS + self._crossed(rows) if source in MOVES else leaf

    def _crossed(self, rows: pd.DataFrame) -> np.ndarray:
        """Which borders each row's other side is beyond: 1 another leader flag, 2 another group, 4 another place."""
        crossed = rows["other_leader"].to_numpy() + np.int64(2) * rows["other_group"].to_numpy()
        return crossed + np.int64(4) * rows[f"other_{self.place_kind}"].to_numpy() if self.place_kind else crossed

    def members(self, source: Source) -> np.ndarray:
        """Which of a place's smallest cells belong to which group, as a matrix of groups x smallest cells.

        Of moves those do whose other side is not of the group.
        """
        if source is Source.ADVERTS:
            return np.vstack([np.eye(len(self.areas)), np.ones(len(self.areas))])
        return self._by_border(beyond=True) if source in MOVES else self._members

    @cached_property
    def on_both_sides(self) -> np.ndarray:
        """As `members`, of the cells that `crossing` gives: those of a group are there before and after."""
        return self._by_border(beyond=False)

    def crossing(self, before: np.ndarray, after: np.ndarray) -> np.ndarray:
        """Each person's smallest cell afterwards, by which borders lie between it and the one before."""
        sides = (before % 2, after % 2), (before % self._kinds // 2, after % self._kinds // 2)
        other_leader, other_group = (np.not_equal(*side) for side in sides)
        other_place = before // self._kinds != after // self._kinds
        return after * BORDERS + other_leader + np.int64(2) * other_group + np.int64(4) * other_place

    def _by_border(self, beyond: bool) -> np.ndarray:
        """The members by which borders were crossed: those that leave a group have another side beyond it."""
        leaves, groups = {"alle": 4, "ledere": 4 | 1}, self.rows(Source.STAFF)
        crossed = np.array(
            [[(border & leaves.get(group.covers, 4 | 2)) > 0 for border in range(BORDERS)] for group in groups]
        )
        held = self._members[:, :, None] * (crossed if beyond else ~crossed)[:, None, :]
        return held.reshape(len(groups), -1)

    @cached_property
    def _members(self) -> np.ndarray:
        kind = np.arange(self._kinds)
        held = {"alle": kind >= 0, "ledere": kind % 2 == 1}
        rows = [
            held[group.covers] if group.covers in held else kind // 2 == self._named.index(group) + 1
            for group in self.rows(Source.STAFF)
        ]
        return np.array(rows, float)

    @cached_property
    def _kinds(self) -> int:
        """How many smallest cells a place has."""
        return 2 * len(self._named) + 2

    @cached_property
    def _named(self) -> list[StaffGroup]:
        return [group for group in self.groups if group.covers == "stillinger"]


class Days(NamedTuple):
    """When the periods start and end, as days since 1970-01-01."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass
class Counts:
    """Counts tallies of one set of people, in any cells; what several of them need is worked out once."""

    people: People
    _known: dict = field(default_factory=dict)

    def of(self, tally: Tally, population: Population | None, periods: Sequence[Period], cells: Cells) -> np.ndarray:
        """The tally as whole numbers, shaped (places x groups, periods); hours are sums of rates in `RATE_UNIT`.

        The periods must be in the order of their ends, and of their starts.
        """
        if tally.when is When.MEAN:
            ends = (replace(tally, when=when) for when in (When.AT_START, When.AT_END))
            return sum(self.of(one, population, periods, cells) for one in ends) / 2
        sides = ("start", "a_year_before" if tally.when is When.FIRST_YEAR else "end")
        days = Days(*(tuple(day_number(getattr(period, side)) for period in periods) for side in sides))
        asked = (tally.source, (tally.when, tally.since), days, tally.value, population, tally.where)
        return self._once((asked, cells), self._count, asked, cells)

    def _once(self, key: Hashable, work: Callable, *given):
        if key not in self._known:
            self._known[key] = work(*given)
        return self._known[key]

    def _count(self, asked: tuple, cells: Cells) -> np.ndarray:
        source, _, days, *_ = asked
        counted, begin, end, weight = self._once(asked, self._counted, *asked)
        members = cells.members(source)
        shape = (len(cells.places), members.shape[1], len(days.ends) + 1)
        leaf = self._once((source, cells), cells.leaves, source, self.people.of(source))[counted] * shape[2]
        marks = np.bincount(leaf + begin, weight, np.prod(shape)) - np.bincount(leaf + end, weight, np.prod(shape))
        by_group = np.matmul(members, marks.reshape(shape))
        return np.cumsum(by_group[:, :, :-1], axis=2).reshape(-1, len(days.ends))

    def _counted(
        self, source: Source, when: tuple[When, str], days: Days, value: str, *conditions: Condition | None
    ) -> tuple:
        """The places of the rows that count, where the run of periods of each begins and ends, and what it weighs."""
        rows = self.people.of(source)
        begin, end = self._once((source, when, days), runs, rows, *when, days)
        counted = begin < end
        for condition in conditions:
            if condition is not None:
                counted = counted & self._once((source, condition), condition.holds, rows)
        counted = np.flatnonzero(counted)
        return counted, begin[counted], end[counted], _weights(rows, value, counted)


def runs(rows: pd.DataFrame, when: When, since: str, days: Days) -> tuple[np.ndarray, np.ndarray]:
    """For each row the run of periods that it counts in: the first index, and one past the last.

    Who is gone by the end counts from the first period that ends on the stay's last day or later.
    """
    if when in (When.WITHIN, When.FIRST_YEAR):
        day = rows["day"].to_numpy()
        return _index(days.ends, day), _index(days.starts, day)
    at = days.ends if when is When.AT_END else days.starts
    begin, end = (_index(at, rows[side].to_numpy()) for side in ("first", "out"))
    if when is When.GONE_BY_END:
        begin = np.maximum(begin, _index(days.ends, rows["last"].to_numpy()))
    return (np.maximum(begin, _index(at, rows[since].to_numpy())) if since else begin), end


def _index(days: tuple[int, ...], wanted: np.ndarray) -> np.ndarray:
    """How many of the sorted days lie before each wanted day."""
    table = _before(days)
    return table[np.clip(wanted - days[0], 0, len(table) - 1)]


@lru_cache
def _before(days: tuple[int, ...]) -> np.ndarray:
    """How many of the sorted days lie before each day, from the first of them to the day after the last."""
    return np.repeat(np.arange(len(days) + 1), np.diff(days, prepend=days[0] - 1, append=days[-1] + 1))


def _weights(rows: pd.DataFrame, value: str, counted: np.ndarray) -> np.ndarray | None:
    column = {"": None, "hours": "rate"}.get(value, value)
    return None if column is None else rows[column].to_numpy()[counted]
