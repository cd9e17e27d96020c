"""What gives way so that a hidden count cannot be worked out: which figures first, and which one of them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.definitions.relations import Structure
from kpi.figures.solver import SLACK, Bounds, implied_by_entry, reduced
from kpi.figures.system import System

UNIT, CENTER, QUARTER, EXPLAINING, OLDER, PRINTED = range(6)
NEVER = 9
"""Units give way first, then centres, quarters, measures that the paper does not print, the same date of earlier
years, and the paper's own cells; the whole municipality's figures for everyone never do."""
ENOUGH = 3
"""A count of fewer persons makes little room for the one that it is hidden for."""
FURTHEST = 60
"""How many bounds are followed back, from the one that is too close."""


def ranks(figures: pd.DataFrame, structure: Structure) -> np.ndarray:
    """What gives way first, cell by cell: the lowest rank; `NEVER` for what is not hidden for another's sake."""
    printed = figures["measure"].map({key: one.printed for key, one in BY_KEY.items()}).to_numpy(bool)
    series, kind = figures["series"], figures["place_kind"]
    everyone = (figures["group"] == structure.everyone) & (kind == "")
    shown = figures["status"] == Status.OK
    told = [~shown, kind == "afdeling", kind != "", everyone, series == "quarter", ~printed, series != "printed"]
    return np.select(told, [NEVER, UNIT, CENTER, NEVER, QUARTER, EXPLAINING, OLDER], PRINTED)


def pinning(system: System, known: np.ndarray, bounds: Bounds, exposed: np.ndarray) -> dict[int, np.ndarray]:
    """The relations that the bounds of each exposed count follow from, nearest first."""
    left = reduced(system, known)
    low, high = bounds.low[left.unknown], bounds.high[left.unknown]
    lower, upper = implied_by_entry(left, low, high)
    binding = {
        "low": (lower >= low[left.column] - SLACK) & (low[left.column] > 0),
        "high": upper <= high[left.column] + SLACK,
    }
    starts = np.searchsorted(left.column, np.arange(len(left.unknown) + 1))
    by_row = np.argsort(left.row, kind="stable")
    row_starts = np.searchsorted(left.row[by_row], np.arange(len(left.rows) + 1))
    found = {}
    for count in exposed:
        at = np.searchsorted(left.unknown, count)
        if at < len(left.unknown) and left.unknown[at] == count:
            rows: dict[int, None] = {}
            seen, queue = {at}, [at]
            for one in queue:
                mine = np.arange(starts[one], starts[one + 1])
                for row in left.row[mine[binding["low"][mine] | binding["high"][mine]]]:
                    rows.setdefault(row)
                    others = left.column[by_row[row_starts[row] : row_starts[row + 1]]]
                    fresh = [other for other in others.tolist() if other not in seen]
                    seen.update(fresh)
                    queue.extend(fresh)
                if len(seen) > FURTHEST:
                    break
            found[int(count)] = left.rows[list(rows)]
    return found


def sacrifices(system: System, pinned: Mapping[int, np.ndarray], rank: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The counts to hide: for each pinned one, of those that hold it, the one that gives way first.

    `rank` is each count's, infinite where hiding it is no help. One that is hidden for several serves them all.
    """
    by_row = np.argsort(system.row, kind="stable")
    starts = np.searchsorted(system.row[by_row], np.arange(len(system.low) + 1))
    chosen: dict[int, None] = {}
    for count, rows in pinned.items():
        holding = [system.column[by_row[starts[row] : starts[row + 1]]] for row in rows]
        if any(chosen.keys() & one.tolist() for one in holding[:1]):
            continue
        candidates = [
            (rank[other], distance, truth[other] < ENOUGH, truth[other], other)
            for distance, others in enumerate(holding)
            for other in others.tolist()
            if other != count and rank[other] < NEVER
        ]
        if rank[count] < NEVER:
            candidates.append((-1, False, 0, 0, count))
        if candidates:
            chosen.setdefault(min(candidates)[-1])
    return np.array(list(chosen), int)
