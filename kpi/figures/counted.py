"""Figures -> the names of the counts behind them, and rows of sums between such names.

Every count has a whole number for a name (what, group, place, time), so that relations are written out for whole
arrays of them: the cost grows with the number of cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions import relations
from kpi.definitions.model import Status
from kpi.definitions.periods import shifted
from kpi.definitions.relations import FOLLOWED_TO, SIDES, Count
from kpi.definitions.retained import COUNTED

REST, OTHERS = "(uden for grupperne)", "(ikke ledere)"
"""The people whom no row shows: outside every named group, and not leaders."""


@dataclass
class Grid:
    """The names of counts: each part of a name has a list of what it can be."""

    whats: list[Count] = field(default_factory=lambda: list(dict.fromkeys(relations.shown_counts().values())))
    groups: list[str] = field(default_factory=lambda: [REST, OTHERS])
    places: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])
    times: list[tuple[str, str]] = field(default_factory=list)

    def codes(self, part: list, values: Sequence) -> np.ndarray:
        """The place of each value in the part's list, which grows as needed."""
        known = {value: code for code, value in enumerate(part)}
        distinct, inverse = pd.factorize(pd.Series(list(values), dtype=object))[::-1]
        for value in distinct:
            if value not in known:
                known[value] = len(part)
                part.append(value)
        return np.array([known[value] for value in distinct], int)[inverse]

    def key(self, what, group, place, time) -> np.ndarray:
        """The names of counts, from the codes of their parts."""
        return ((np.asarray(what) * 1000 + group) * 10_000 + place) * 10_000 + time

    def moved(self, keys: np.ndarray, **codes) -> np.ndarray:
        """The names with another what, group, place or time."""
        parts = dict(zip(("what", "group", "place", "time"), self.parts(keys), strict=True))
        return self.key(**(parts | codes))

    def of_what(self, keys: np.ndarray, what: int) -> np.ndarray:
        """Those of the names that count this."""
        return keys[self.parts(keys)[0] == what]

    def of_group(self, keys: np.ndarray, group: str) -> np.ndarray:
        """Those of the names that are of the group."""
        return keys[self.parts(keys)[1] == (self.groups.index(group) if group in self.groups else -1)]

    def parts(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The codes of what, group, place and time of names."""
        rest, time = np.divmod(keys, 10_000)
        rest, place = np.divmod(rest, 10_000)
        what, group = np.divmod(rest, 1000)
        return what, group, place, time


@dataclass
class Rows:
    """Linear relations: the sum of coefficient x count of each row lies from its low to its high."""

    keys: list[np.ndarray] = field(default_factory=list)
    coefficients: list[np.ndarray] = field(default_factory=list)
    numbers: list[np.ndarray] = field(default_factory=list)
    lows: list[np.ndarray] = field(default_factory=list)
    highs: list[np.ndarray] = field(default_factory=list)
    count: int = 0

    def add(self, terms: Sequence[tuple[np.ndarray, float]], low: float, high: float) -> None:
        """As many rows as the first term has counts; a term can have several counts a row, as a matrix."""
        size = len(terms[0][0])
        if not size:
            return
        for keys, coefficient in terms:
            keys = np.asarray(keys).reshape(size, -1)
            self.keys.append(keys.ravel())
            self.numbers.append(np.repeat(np.arange(self.count, self.count + size), keys.shape[1]))
            self.coefficients.append(np.full(keys.size, float(coefficient)))
        self.lows.append(np.full(size, float(low)))
        self.highs.append(np.full(size, float(high)))
        self.count += size


def named(figures: pd.DataFrame, grid: Grid) -> np.ndarray:
    """The names of the counts behind figures about people, shaped (figures, 2); -1 where there is none."""
    shown = relations.shown_counts()
    names = np.full((len(figures), 2), -1, np.int64)
    group = grid.codes(grid.groups, figures["group"])
    place = grid.codes(grid.places, list(zip(figures["place_kind"], figures["place"], strict=True)))
    told = (figures["status"] != Status.MISSING).to_numpy()
    for (measure, series), of_measure in figures.groupby(["measure", "series"], sort=False).indices.items():
        for at, side in enumerate(SIDES):
            count = shown.get((measure, side))
            if count is None:
                continue
            if series.startswith(FOLLOWED_TO) and count.where:
                count = replace(count, when="cohort", cohort=series)
            rows = of_measure[told[of_measure]]
            time = grid.codes(grid.times, _times(figures.iloc[rows], measure, side, count))
            names[rows, at] = grid.key(grid.codes(grid.whats, [count])[0], group[rows], place[rows], time)
    return names


def _times(figures: pd.DataFrame, measure: str, side: str, count: Count) -> list[tuple[str, str]]:
    """From when to when each figure's count is counted, as ISO text."""
    starts, ends = (figures[column].astype(str) for column in ("period_start", "period_end"))
    if count.when == "day":
        days = starts if relations.first_of_period(COUNTED[measure], side) else ends
        return list(zip(days, days, strict=True))
    if relations.counts_first_year(COUNTED[measure], side):
        ends = [shifted(date.fromisoformat(end), -12).isoformat() for end in ends]
    return list(zip(starts, ends, strict=True))
