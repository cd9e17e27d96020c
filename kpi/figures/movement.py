"""What mostly the same people's status did between two days a year apart, by person (statistics.md, "by person")."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi.definitions.frames import MOVEMENT_COLUMNS
from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Indicator, Source, Span, Unit
from kpi.definitions.people import People, day_number
from kpi.definitions.periods import printed, same_date, shifted
from kpi.figures.count import PLACE_KINDS, Cells

Pair = tuple[date, date]


class There(NamedTuple):
    """The spells of those present on a day, in the order of their persons, and the value in the printed unit."""

    spells: np.ndarray
    person: np.ndarray
    value: np.ndarray


class Followed(NamedTuple):
    """Who is in a measure's population on each day, and the two places of those who are there on both of a pair."""

    measure: str
    there: dict[date, There]
    both: dict[Pair, tuple[np.ndarray, np.ndarray]]


def movement(people: People, indicators: Sequence[Indicator], as_of: date, everywhere: Sequence[Cells]) -> pd.DataFrame:
    """The rows of `MOVEMENT_COLUMNS`, nothing hidden, for each status column that is covered with the year before it.

    The variance is the sum of u² over persons, u = p2 (x2 - m2) / n2 - p1 (x1 - m1) / n1, in the printed unit squared;
    it is empty where nobody was there on one of the days. `both` counts those who were in the group on both days.
    """
    ends = sorted({one.end for columns in (printed, same_date) for one in columns(Span.STATUS, as_of)})
    pairs = [(shifted(end, -12), end) for end in ends]
    pairs = [pair for pair in pairs if people.coverage.holds([(Source.STAFF, day, day) for day in pair])]
    if not pairs:
        return pd.DataFrame(columns=list(MOVEMENT_COLUMNS))
    followed = [_followed(people, indicator, pairs) for indicator in indicators]
    return pd.concat([_frame(people.staff, followed, cells) for cells in everywhere], ignore_index=True)


def _followed(people: People, indicator: Indicator, pairs: Sequence[Pair]) -> Followed:
    """The spells of the indicator's population at the close of each day, and who is found again a year later."""
    staff = people.staff
    person = people.stays["person"].to_numpy()[staff["stay"].to_numpy()]
    counted = indicator.population.holds(staff)
    if indicator.unit is Unit.HOURS:
        value = staff["rate"].to_numpy() * FULL_WEEK / RATE_UNIT
    else:
        value = 100.0 * indicator.numerator.where.holds(staff)
    there = {}
    for day in sorted({day for pair in pairs for day in pair}):
        at = day_number(day)
        spells = np.flatnonzero(counted & (staff["first"].to_numpy() <= at) & (at < staff["out"].to_numpy()))
        there[day] = There(spells, person[spells], value[spells])
    return Followed(indicator.key, there, {pair: _both(*(there[day] for day in pair)) for pair in pairs})


def _both(before: There, after: There) -> tuple[np.ndarray, np.ndarray]:
    """The places, among those of either day, of the persons who are there on both."""
    place = np.full(max(one.person.max(initial=-1) for one in (before, after)) + 1, -1)
    place[before.person] = np.arange(len(before.person))
    found = place[after.person]
    return found[found >= 0], np.flatnonzero(found >= 0)


def _frame(staff: pd.DataFrame, followed: Sequence[Followed], cells: Cells) -> pd.DataFrame:
    groups, leaf = cells.rows(Source.STAFF), cells.leaves(Source.STAFF, staff)
    moved = [part for one in followed for part in _moved(one, leaf, cells)]
    size, pairs = len(groups) * len(cells.places), list(followed[0].both)
    columns = {
        "measure": np.repeat([one.measure for one in followed], size * len(pairs)),
        "group": np.tile([group.key for group in groups], len(moved) * len(cells.places)),
        "place_kind": PLACE_KINDS[cells.place_kind],
        "place": np.tile(np.repeat(cells.places, len(groups)), len(moved)),
        "period_end": np.tile(np.repeat([after.isoformat() for _, after in pairs], size), len(followed)),
        "before_end": np.tile(np.repeat([before.isoformat() for before, _ in pairs], size), len(followed)),
    }
    columns |= {name: np.concatenate([part[name] for part in moved]) for name in moved[0]}
    return pd.DataFrame(columns)[list(MOVEMENT_COLUMNS)]


def _moved(one: Followed, leaf: np.ndarray, cells: Cells) -> list[dict[str, np.ndarray]]:
    """The variance and the counts of each place and group, pair by pair: all from sums over cells, of the persons of
    each day and of those who are there on both.
    """
    members, stayed = cells.members(Source.STAFF), cells.on_both_sides
    sums = {
        day: _sums(leaf[there.spells], members, cells, 1, there.value, there.value**2)
        for day, there in one.there.items()
    }
    told = []
    for (before, after), (first, second) in one.both.items():
        x1, x2 = one.there[before].value[first], one.there[after].value[second]
        of = cells.crossing(leaf[one.there[before].spells[first]], leaf[one.there[after].spells[second]])
        shared = _sums(of, stayed, cells, 1, x1 * x2, x1, x2, x2 > x1, x2 < x1)
        told.append(_told(*sums[before], *sums[after], *shared))
    return told


def _told(n1, total1, squares1, n2, total2, squares2, both, product, of_first, of_second, up, down) -> dict:
    """The variance and the counts from the sums of the first day, of the second, and of both."""
    with np.errstate(invalid="ignore", divide="ignore"):
        m1, m2 = total1 / n1, total2 / n2
        shared = (product - m1 * of_second - m2 * of_first + both * m1 * m2) / (n1 * n2)
        variance = (squares1 - n1 * m1**2) / n1**2 + (squares2 - n2 * m2**2) / n2**2 - 2 * shared
    variance = np.where((n1 > 0) & (n2 > 0), np.maximum(variance, 0), np.nan)
    counts = {"both": both, "up": up, "down": down, "stayed": both - up - down}
    return {"variance": variance} | {name: count.astype(np.int64) for name, count in counts.items()}


def _sums(leaf: np.ndarray, members: np.ndarray, cells: Cells, *weights) -> list[np.ndarray]:
    """The sum of each weight, by place and group."""
    size = len(cells.places) * members.shape[1]
    by_leaf = [np.bincount(leaf, np.broadcast_to(weight, leaf.shape), size) for weight in weights]
    return [(of.reshape(-1, members.shape[1]) @ members.T).ravel() for of in by_leaf]
