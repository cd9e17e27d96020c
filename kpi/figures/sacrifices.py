"""What gives way so that a hidden count cannot be worked out: which figures first, and which one of them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi.definitions.model import Status
from kpi.definitions.relations import Structure
from kpi.figures.levels import EVERYONE, OLDER, PRINTED, levels
from kpi.figures.solver import SLACK, Bounds, implied_by_entry, reduced
from kpi.figures.system import System

OF_EVERYONE, NEVER = PRINTED + 1, PRINTED + 2
STEPS = (PRINTED, OF_EVERYONE)
"""The lower levels give way first. Where that is not enough, what the paper prints of everyone in the municipality."""
ENOUGH = 3
"""A count of fewer persons makes little room for the one that it is hidden for."""
FURTHEST = 60
"""How many bounds are followed back, from the one that is too close."""


def ranks(figures: pd.DataFrame, structure: Structure) -> np.ndarray:
    """What gives way first, cell by cell: the lowest rank; `NEVER` for what is not shown."""
    level = levels(figures, structure.everyone)
    of_everyone = level >= EVERYONE + OLDER
    return np.select([(figures["status"] != Status.OK).to_numpy(), of_everyone], [NEVER, OF_EVERYONE], level % EVERYONE)


def pinning(system: System, known: np.ndarray, bounds: Bounds, exposed: np.ndarray) -> dict[int, np.ndarray]:
    """The relations that the bounds of each exposed count follow from, nearest first; none where it is shown."""
    left = reduced(system, known)
    low, high = bounds.low[left.unknown], bounds.high[left.unknown]
    lower, upper = implied_by_entry(left, low, high)
    from_below = (lower >= low[left.column] - SLACK) & (low[left.column] > 0)
    binding = from_below | (upper <= high[left.column] + SLACK)
    by_count = _grouped(left.column[binding], left.row[binding], len(left.unknown))
    by_row = _grouped(left.row, left.column, len(left.rows))
    places = {int(count): place for place, count in enumerate(left.unknown)}
    return {
        int(count): left.rows[_followed(places[int(count)], by_count, by_row)]
        if int(count) in places
        else np.empty(0, int)
        for count in exposed
    }


def _followed(count: int, by_count: list[np.ndarray], by_row: list[np.ndarray]) -> list[int]:
    """The rows that bind a count, those that bind the counts in these, and so on."""
    rows: dict[int, None] = {}
    seen, queue = {count}, [count]
    for one in queue:
        for row in by_count[one].tolist():
            rows.setdefault(row)
            fresh = [other for other in by_row[row].tolist() if other not in seen]
            seen.update(fresh)
            queue.extend(fresh)
        if len(seen) > FURTHEST:
            break
    return list(rows)


def _grouped(keys: np.ndarray, values: np.ndarray, size: int) -> list[np.ndarray]:
    """The values of each key from 0 up to the size."""
    order = np.argsort(keys, kind="stable")
    return np.split(values[order], np.searchsorted(keys[order], np.arange(1, size)))


def sacrifices(system: System, pinned: Mapping[int, np.ndarray], rank: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The counts to hide: for each pinned one, of those that hold it, the one that gives way first.

    `rank` is each count's, `NEVER` where hiding it is no help; one that is shown itself gives way. One that is hidden
    for several serves them all. What is of a later step gives way only where nothing else does for any of them.
    """
    by_row = _grouped(system.row, system.column, len(system.low)) if pinned else []
    for step in STEPS:
        within = np.where(rank <= step, rank, NEVER)
        chosen = _chosen({count: [by_row[row] for row in rows] for count, rows in pinned.items()}, within, truth)
        if len(chosen):
            return chosen
    return np.empty(0, int)


def nearest(system: System, exposed: np.ndarray, rank: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """As `sacrifices`, where no relation is known to hold the exposed counts: the nearest that gives way."""
    by_row = _grouped(system.row, system.column, len(system.low))
    by_count = _grouped(system.column, system.row, len(system.keys))
    found: dict[int, None] = {}
    for count in exposed.tolist():
        seen, edge = {count}, [count]
        while edge and not found.keys() & seen:
            ready = [other for other in edge if rank[other] < NEVER]
            if ready:
                found.setdefault(min(ready, key=lambda other: (rank[other], truth[other])))
                break
            reached = {other for one in edge for row in by_count[one].tolist() for other in by_row[row].tolist()}
            edge = list(reached - seen)
            seen |= reached
    return np.array(list(found), int)


def _chosen(holding: Mapping[int, list[np.ndarray]], rank: np.ndarray, truth: np.ndarray) -> np.ndarray:
    chosen: dict[int, None] = {}
    for count, rows in holding.items():
        if any(chosen.keys() & one.tolist() for one in rows[:1]):
            continue
        candidates = [
            (rank[other], distance, truth[other] < ENOUGH, truth[other], other)
            for distance, others in enumerate(rows)
            for other in others.tolist()
            if other != count and rank[other] < NEVER
        ]
        if rank[count] < NEVER:
            candidates.append((-1, False, 0, 0, count))
        if candidates:
            chosen.setdefault(min(candidates)[-1])
    return np.array(list(chosen), int)
