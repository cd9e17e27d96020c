"""What can be worked out of the counts that are hidden, from all that is shown: between which bounds each must lie.

Interval propagation: each relation bounds each of its counts by the bounds of the others, over and over until nothing
changes. The bounds hold every solution; whether they are reached, `kpi.figures.extremes` tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import Audience
from kpi.definitions.model import FULL_WEEK, Status
from kpi.definitions.relations import Structure
from kpi.figures.system import System, system_of

UNBOUNDED = 1e7
"""More persons, or hours, than anything here counts."""
PASSES = 100
SLACK = 1e-6
SHOWN_COLUMNS = ["numerator", "denominator"]
CELL = ["measure", "group", "place_kind", "place", "series", "period_start", "period_end"]


@dataclass(frozen=True)
class Bounds:
    """The lowest and highest that each count of a system can be, after so many passes.

    `contradicted` are counts that what is shown says two things of: they have changed between publications.
    """

    low: np.ndarray
    high: np.ndarray
    passes: int
    contradicted: np.ndarray


@dataclass(frozen=True)
class Reduced:
    """The relations with what is known put in: only unknown counts are left, and the relations that hold any.

    `unknown` and `rows` are their places in the system; entries are in the order of the counts.
    """

    unknown: np.ndarray
    rows: np.ndarray
    row: np.ndarray
    column: np.ndarray
    coefficient: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Solved:
    """What a reader of some figures can work out: a row for each hidden cell of them, with its bounds.

    `cells` has measure, group, place and period with numerator_low, numerator_high, denominator_low and
    denominator_high; `unsafe` are those with fewer than three possible values. `counts` is how many were looked at.
    """

    cells: pd.DataFrame
    unsafe: pd.DataFrame
    counts: int
    passes: int


def solve(frames: Sequence[pd.DataFrame], structure: Structure, audience: Audience) -> Solved:
    """What can be worked out of the hidden cells of all the frames that one audience is shown, the newest last."""
    system = system_of(frames, structure)
    bounds = bounded(system, shown_values(frames, system.cells, system), at_least_one(frames, system))
    has_room = bounds.high - bounds.low >= room_needed(frames, system, bounds, audience) - SLACK
    told = []
    for frame, names in zip(frames, system.cells, strict=True):
        hidden = (frame["status"] == Status.SUPPRESSED).to_numpy() & (names >= 0).all(axis=1)
        cells = frame.loc[hidden, CELL].assign(safe=has_room[names[hidden]].all(axis=1))
        for at, side in enumerate(SHOWN_COLUMNS):
            cells[f"{side}_low"], cells[f"{side}_high"] = bounds.low[names[hidden, at]], bounds.high[names[hidden, at]]
        told.append(cells)
    cells = pd.concat(told).drop_duplicates(CELL, ignore_index=True)
    unsafe = cells[~cells["safe"]].drop(columns="safe")
    return Solved(cells.drop(columns="safe"), unsafe, len(system.keys), bounds.passes)


def room_needed(frames: Sequence[pd.DataFrame], system: System, bounds: Bounds, audience: Audience) -> np.ndarray:
    """How far apart the lowest and highest of each count must be, so that every hidden cell has three possible values.

    A base that may be too small to show needs three values; so does a numerator, where few persons are hidden for
    their number or the base is known anyway. Else the base's three values make three of the cell's, unless the
    numerator is known to be 0. For hours, three whole weeks stand for three persons. That nobody is there may be
    known: every audience is told so elsewhere.
    """
    needed, width = np.zeros(len(system.keys)), bounds.high - bounds.low
    full = np.where(system.whole, 2, 2 * FULL_WEEK)
    for frame, names in zip(frames, system.cells, strict=True):
        hidden = (frame["status"] == Status.SUPPRESSED).to_numpy() & (names >= 0).all(axis=1)
        somebody = bounds.high[names[:, 1]] > SLACK
        counted, bases = names[hidden & somebody].T
        small = bases[bounds.low[bases] < audience.smallest_base]
        needed[small] = full[small]
        strict = (width[bases] < full[bases]) | (audience.largest_small_count > 0)
        at_least = np.where(strict, full[counted], np.where(bounds.low[counted] >= 1, 0, 1))
        np.maximum.at(needed, counted, at_least)
        uncounted = names[_uncounted(frame) & (names[:, 0] >= 0), 0]
        needed[uncounted] = full[uncounted]
    return needed


def at_least_one(frames: Sequence[pd.DataFrame], system: System) -> np.ndarray:
    """What each count is at least: something is divided by somebody, and only who is counted is hidden above 0."""
    least = np.zeros(len(system.keys))
    for frame, names in zip(frames, system.cells, strict=True):
        counted, divided_by = names.T
        divides = frame["status"].isin([Status.SUPPRESSED, Status.OK]).to_numpy()
        least[divided_by[divides & (divided_by >= 0)]] = 1
        least[counted[_uncounted(frame) & (counted >= 0)]] = 1
    return least


def _uncounted(frame: pd.DataFrame) -> np.ndarray:
    """Whether the count above an empty base is hidden."""
    return ((frame["status"] == Status.UNDEFINED) & frame["numerator"].isna()).to_numpy()


def shown_values(frames: Sequence[pd.DataFrame], cells: Sequence[np.ndarray], system: System) -> np.ndarray:
    """What each count is shown to be, by the last frame that shows it; NaN where none does."""
    known = np.full(len(system.keys), np.nan)
    for frame, names in zip(frames, cells, strict=True):
        values = frame[SHOWN_COLUMNS].to_numpy(float)
        told = (names >= 0) & ~np.isnan(values)
        known[names[told]] = values[told]
    return known


def reduced(system: System, known: np.ndarray) -> Reduced:
    """The system with what is known put in."""
    free = np.isnan(known)
    shown = np.where(free, 0, known)[system.column] * system.coefficient
    given = np.bincount(system.row, shown, len(system.low))
    entries = np.flatnonzero(free[system.column])
    entries = entries[np.argsort(system.column[entries], kind="stable")]
    unknown, column = np.unique(system.column[entries], return_inverse=True)
    rows, row = np.unique(system.row[entries], return_inverse=True)
    low, high = (system.low - given)[rows], (system.high - given)[rows]
    return Reduced(unknown, rows, row, column, system.coefficient[entries], low, high)


def bounded(system: System, known: np.ndarray, least: np.ndarray, passes: int = PASSES) -> Bounds:
    """The bounds of every count, given what is known of some and what each is at least."""
    free = np.isnan(known)
    low, high = np.where(free, least, known), np.where(free, UNBOUNDED, known)
    contradicted = np.zeros(len(known), bool)
    left = reduced(system, known)
    at, whole = left.unknown, system.whole[left.unknown]
    passed = 0
    for _ in range(passes):
        passed += 1
        lower, upper = _implied(left, low[at], high[at])
        lower = np.maximum(np.where(whole, np.ceil(lower - SLACK), lower), low[at])
        upper = np.minimum(np.where(whole, np.floor(upper + SLACK), upper), high[at])
        impossible = lower > upper + SLACK
        contradicted[at[impossible]] = True
        lower, upper = np.where(impossible, low[at], lower), np.where(impossible, high[at], upper)
        if (lower <= low[at] + SLACK).all() and (upper >= high[at] - SLACK).all():
            break
        low[at], high[at] = lower, upper
    return Bounds(low, high, passed, contradicted)


def _implied(left: Reduced, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The closest bounds that any one relation puts on each unknown count. Entries are in order of their counts."""
    if not len(left.row):
        return low, high
    lower, upper = implied_by_entry(left, low, high)
    starts = np.searchsorted(left.column, np.arange(len(left.unknown)))
    return np.maximum.reduceat(lower, starts), np.minimum.reduceat(upper, starts)


def implied_by_entry(left: Reduced, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The bounds that each relation puts on each of its counts, given the bounds of its other counts."""
    a, low, high = left.coefficient, low[left.column], high[left.column]
    least, most = np.where(a > 0, a * low, a * high), np.where(a > 0, a * high, a * low)
    size = len(left.low)
    others_least = np.bincount(left.row, least, size)[left.row] - least
    others_most = np.bincount(left.row, most, size)[left.row] - most
    above, below = (left.high[left.row] - others_least) / a, (left.low[left.row] - others_most) / a
    return np.where(a > 0, below, above), np.where(a > 0, above, below)
