"""Whether hidden counts really have the room that their bounds leave them: other solutions, by linear programs.

Interval propagation looks at one relation at a time; tables that add up both ways can give away more. Here each
connected part of what is unknown is solved as a whole: a few times for all its counts together, then for each that no
two solutions hold far enough apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kpi.figures.solver import SLACK, Bounds, Reduced, reduced
from kpi.figures.system import System

IDLE_TURNS, WORTHWHILE = 3, 2
"""Solutions are asked of all the counts of a part together until so many in a row have given fewer of them room; then
each that is left is asked for alone."""
FEW = 8
"""So few are asked for alone at once."""
NEAR = 60
"""How many counts around one are looked at before the whole part."""
TIGHT = 1e-7
SOLVED = 0


@dataclass(frozen=True)
class Part:
    """Unknown counts that hang together, and the relations between them, as `linprog` takes them.

    `counts` and `rows` are places in the system. `at_most` are the rows of `matrix` that have an upper limit,
    `at_least` those with a lower one, `equal` those with both the same.
    """

    counts: np.ndarray
    rows: np.ndarray
    matrix: object
    low: np.ndarray
    high: np.ndarray
    bounds: np.ndarray

    def solve(self, objective: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
        """A solution that makes the objective least, and the rows that keep it from less; None where there is none."""
        from scipy.optimize import linprog
        from scipy.sparse import vstack

        equal = np.flatnonzero(self.low == self.high)
        above = np.flatnonzero((self.low != self.high) & np.isfinite(self.high))
        below = np.flatnonzero((self.low != self.high) & np.isfinite(self.low))
        found = linprog(
            objective,
            A_ub=vstack([self.matrix[above], -self.matrix[below]]),
            b_ub=np.concatenate([self.high[above], -self.low[below]]),
            A_eq=self.matrix[equal],
            b_eq=self.low[equal],
            bounds=self.bounds,
            method="highs",
        )
        if found.status != SOLVED:
            return None
        prices = np.concatenate([found.eqlin.marginals, found.ineqlin.marginals])
        return found.x, self.rows[np.unique(np.concatenate([equal, above, below])[abs(prices) > TIGHT])]


def pinned(system: System, known: np.ndarray, bounds: Bounds, needed: np.ndarray) -> dict[int, np.ndarray]:
    """The counts without the room that is needed (0: none), each with the relations that hold it there.

    A part that contradicts itself, because history has changed between publications, pins nothing.
    """
    found: dict[int, np.ndarray] = {}
    settled = np.where(bounds.high - bounds.low < SLACK, bounds.low, known)
    left = _without_idle_rows(reduced(system, settled), bounds)
    for part in _parts(left, bounds, np.flatnonzero(needed)):
        found |= _pinned_in(part, needed[part.counts])
    return found


def _without_idle_rows(left: Reduced, bounds: Bounds) -> Reduced:
    """The same without the relations that the bounds of their counts already see to."""
    low, high = bounds.low[left.unknown][left.column], bounds.high[left.unknown][left.column]
    a, size = left.coefficient, len(left.rows)
    least = np.bincount(left.row, np.where(a > 0, a * low, a * high), size)
    most = np.bincount(left.row, np.where(a > 0, a * high, a * low), size)
    busy = (least < left.low - SLACK) | (most > left.high + SLACK)
    kept = busy[left.row]
    row = (np.cumsum(busy) - 1)[left.row[kept]]
    return replace(
        left,
        rows=left.rows[busy],
        row=row,
        column=left.column[kept],
        coefficient=a[kept],
        low=left.low[busy],
        high=left.high[busy],
    )


def _parts(left: Reduced, bounds: Bounds, watched: np.ndarray) -> Iterator[Part]:
    from scipy.sparse import coo_matrix, csr_matrix
    from scipy.sparse.csgraph import connected_components

    size, rows = len(left.unknown), len(left.rows)
    links = coo_matrix((np.ones(len(left.row)), (left.row, rows + left.column)), shape=(rows + size,) * 2)
    label = connected_components(links, directed=False)[1]
    matrix = csr_matrix((left.coefficient, (left.row, left.column)), shape=(rows, size))
    limits = np.column_stack([bounds.low[left.unknown], bounds.high[left.unknown]])
    for of_part in np.unique(label[rows:][np.isin(left.unknown, watched)]):
        at, there = np.flatnonzero(label[:rows] == of_part), np.flatnonzero(label[rows:] == of_part)
        if len(at):
            yield Part(
                left.unknown[there],
                left.rows[at],
                matrix[at][:, there],
                left.low[at],
                left.high[at],
                limits[there],
            )


def _pinned_in(part: Part, needed: np.ndarray) -> dict[int, np.ndarray]:
    """The counts of the part that lack the room they need, with the relations that hold them."""
    lowest, highest = np.full(len(needed), np.inf), np.full(len(needed), -np.inf)
    drawn, idle, solution = np.random.default_rng(len(needed)), 0, None
    while idle < IDLE_TURNS:
        wanting = needed - SLACK > np.maximum(highest - lowest, 0)
        if not wanting.any():
            return {}
        if solution is not None and wanting.sum() < FEW:
            break
        weights = drawn.random(len(needed)) ** 2 * drawn.choice((-1.0, -1.0, 1.0), len(needed))
        solution = part.solve(wanting * weights)
        if solution is None:
            return {}
        lowest, highest = np.minimum(lowest, solution[0]), np.maximum(highest, solution[0])
        left = needed - SLACK > np.maximum(highest - lowest, 0)
        idle = 0 if wanting.sum() - left.sum() >= WORTHWHILE else idle + 1
    found = {}
    for count in np.flatnonzero(needed - SLACK > np.maximum(highest - lowest, 0)):
        held = _holds(part, int(count), needed[count], solution[0])
        if held is not None:
            found[int(part.counts[count])] = held
    return found


def _holds(part: Part, count: int, needed: float, solution: np.ndarray) -> np.ndarray | None:
    """The relations that keep a count from the room it needs; None where it has it.

    Its nearest relations are asked first: what they alone forbid is forbidden, and what they allow while everything
    further away stays as in the solution is allowed. Only where they do not settle it, the whole part is asked.
    """
    rows, counts = _nearest(part, count)
    near = Part(
        part.counts[counts], part.rows[rows], part.matrix[rows][:, counts], part.low[rows], part.high[rows],
        part.bounds[counts],
    )  # fmt: skip
    at = int(np.searchsorted(counts, count))
    held = _lacks(near, at, needed)
    if held is not None or len(rows) == len(part.rows):
        return held
    outward = np.diff(part.matrix.tocsc().indptr)[counts] > np.diff(near.matrix.tocsc().indptr)
    still = np.where(outward[:, None], solution[counts][:, None], near.bounds)
    near_by = _room(replace(near, bounds=still), at)
    if near_by is not None and near_by[0] >= needed - SLACK:
        return None
    return _lacks(part, count, needed)


def _nearest(part: Part, count: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows and counts around a count, by their places in the part, in order."""
    by_count = part.matrix.tocsc()
    rows, counts = np.empty(0, int), np.array([count])
    while len(counts) < NEAR:
        more = np.unique(by_count[:, counts].indices)
        if len(more) == len(rows):
            break
        rows, counts = more, np.unique(part.matrix[more].indices)
    return rows, counts


def _lacks(part: Part, count: int, needed: float) -> np.ndarray | None:
    """The relations that hold a count where its lowest and highest are closer than needed; else None."""
    found = _room(part, count)
    return None if found is None or found[0] >= needed - SLACK else found[1]


def _room(part: Part, count: int) -> tuple[float, np.ndarray] | None:
    """How far apart a count's lowest and highest are, and the relations that hold them; None without a solution."""
    alone = (np.arange(len(part.counts)) == count).astype(float)
    highest, lowest = part.solve(-alone), part.solve(alone)
    if highest is None or lowest is None:
        return None
    return highest[0][count] - lowest[0][count], np.concatenate([highest[1], lowest[1]])
