"""What mostly the same people's status did between two days a year apart, by person (statistics.md, "by person")."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi.definitions.frames import MOVEMENT_COLUMNS
from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Indicator, Source, Span, Unit
from kpi.definitions.people import BORDERS, People, day_number
from kpi.definitions.periods import printed, same_date, shifted
from kpi.figures.count import PLACE_KINDS, Cells


class There(NamedTuple):
    """The spells of those present on a day: the person of each, and the value in the printed unit."""

    spells: np.ndarray
    person: np.ndarray
    value: np.ndarray


def movement(people: People, indicators: Sequence[Indicator], as_of: date, cells: Cells) -> pd.DataFrame:
    """The rows of `MOVEMENT_COLUMNS`, nothing hidden, for each status column that is covered with the year before it.

    The variance is the sum of u² over persons, u = p2 (x2 - m2) / n2 - p1 (x1 - m1) / n1, in the printed unit squared;
    it is empty where nobody was there on one of the days. `both` counts those who were in the group on both days.
    """
    days = sorted({one.end for columns in (printed, same_date) for one in columns(Span.STATUS, as_of)})
    pairs = [(shifted(end, -12), end) for end in days]
    frames = []
    for indicator in indicators:
        for pair in pairs:
            if people.coverage.holds([(Source.STAFF, day, day) for day in pair]):
                frames.append(_frame(people, indicator, pair, cells))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(MOVEMENT_COLUMNS))


def _frame(people: People, indicator: Indicator, pair: tuple[date, date], cells: Cells) -> pd.DataFrame:
    before, after = (_there(people, indicator, day_number(day)) for day in pair)
    groups = cells.rows(Source.STAFF)
    columns = {
        "measure": indicator.key,
        "group": np.tile([group.key for group in groups], len(cells.places)),
        "place_kind": PLACE_KINDS[cells.place_kind],
        "place": np.repeat(cells.places, len(groups)),
        "period_end": pair[1].isoformat(),
        "before_end": pair[0].isoformat(),
    }
    return pd.DataFrame(columns | _moved(people.staff, before, after, cells))[list(MOVEMENT_COLUMNS)]


def _there(people: People, indicator: Indicator, day: int) -> There:
    """Who is in the indicator's population at the close of the day, in the order of their persons."""
    staff = people.staff
    there = (staff["first"].to_numpy() <= day) & (day < staff["out"].to_numpy())
    spells = np.flatnonzero(there & indicator.population.holds(staff))
    rows = staff.iloc[spells]
    if indicator.unit is Unit.HOURS:
        value = rows["rate"].to_numpy() * FULL_WEEK / RATE_UNIT
    else:
        value = 100.0 * indicator.numerator.where.holds(rows)
    return There(spells, people.stays["person"].to_numpy()[rows["stay"].to_numpy()], value)


def _moved(staff: pd.DataFrame, before: There, after: There, cells: Cells) -> dict[str, np.ndarray]:
    """The variance and the counts of each place and group: all from sums over cells, of the persons of each day
    and of those who are there on both.
    """
    _, first, second = np.intersect1d(before.person, after.person, assume_unique=True, return_indices=True)
    sums = []
    for one in (before, after):
        leaf = cells.leaves(Source.STAFF, staff.iloc[one.spells])
        sums.append(_sums(leaf, cells.members(Source.STAFF), cells, 1, one.value, one.value**2))
    x1, x2 = before.value[first], after.value[second]
    leaf, members = cells.on_both_sides(_both_sides(staff, before.spells[first], after.spells[second]))
    both, product, of_first, of_second, up, down = _sums(leaf, members, cells, 1, x1 * x2, x1, x2, x2 > x1, x2 < x1)
    (n1, total1, squares1), (n2, total2, squares2) = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        m1, m2 = total1 / n1, total2 / n2
        shared = (product - m1 * of_second - m2 * of_first + both * m1 * m2) / (n1 * n2)
        variance = (squares1 - n1 * m1**2) / n1**2 + (squares2 - n2 * m2**2) / n2**2 - 2 * shared
    variance = np.where((n1 > 0) & (n2 > 0), np.maximum(variance, 0), np.nan)
    counts = {"both": both, "up": up, "down": down, "stayed": both - up - down}
    return {"variance": variance} | {name: count.astype(np.int64) for name, count in counts.items()}


def _both_sides(staff: pd.DataFrame, first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    """The spells of the second day, with a flag for each border that lies between them and those of the first."""
    other = {f"other_{name}": staff[name].to_numpy()[first] != staff[name].to_numpy()[second] for name in BORDERS}
    return staff.iloc[second].reset_index(drop=True).assign(**other)


def _sums(leaf: np.ndarray, members: np.ndarray, cells: Cells, *weights) -> list[np.ndarray]:
    """The sum of each weight, by place and group."""
    size = len(cells.places) * members.shape[1]
    by_leaf = [np.bincount(leaf, np.broadcast_to(weight, leaf.shape), size) for weight in weights]
    return [(of.reshape(-1, members.shape[1]) @ members.T).ravel() for of in by_leaf]
