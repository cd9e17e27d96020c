"""Hides what is too small to show, and whatever it could be worked out from (disclosure.md, secondary rules)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import RAW, Audience
from kpi.definitions.model import Status
from kpi.definitions.relations import Structure
from kpi.figures.disclose import disclose, hidden_where
from kpi.figures.extremes import pinned
from kpi.figures.sacrifices import NEVER, nearest, pinning, ranks, sacrifices
from kpi.figures.solver import CELL, SLACK, Bounds, at_least_one, bounded, room_needed, shown_values
from kpi.figures.system import System, system_of

ROUNDS = 200
"""So many times more is hidden for what the rest gives away; then all of it is."""


@dataclass(frozen=True)
class Protected:
    """Figures as an audience may see them, and how that came about.

    `primary` and `secondary` are how many cells are hidden for being too small, and for what they would give away;
    `unsafe` are the hidden cells that can be worked out all the same, from what was shown before.
    `counts` and `rounds` are how many counts were looked at, and how often; `seconds` how long it took, where somebody
    measured it. `earlier` is what the audience was shown before.
    """

    figures: pd.DataFrame
    primary: int
    secondary: int
    unsafe: pd.DataFrame
    counts: int
    rounds: int
    seconds: float = 0.0
    earlier: tuple[pd.DataFrame, ...] = ()


def protect(
    figures: pd.DataFrame,
    audience: Audience,
    structure: Structure,
    earlier: Sequence[pd.DataFrame] = (),
    withheld: np.ndarray | None = None,
) -> Protected:
    """The figures with nothing hidden, as the audience may see them after what it has been shown `earlier`.

    Every hidden cell, of these figures and of the earlier ones, keeps at least three possible values, but for those
    that what was shown earlier gives away. What gives way first stands in `kpi.figures.sacrifices`. Of what is
    `withheld` nothing is told from the beginning. For the audience `raa` nothing is hidden.
    """
    shown = disclose(figures, audience)
    primary = int((shown["status"] == Status.SUPPRESSED).sum())
    if audience == RAW:
        return Protected(shown, primary, 0, figures.loc[[], CELL], 0, 0)
    if withheld is not None:
        shown = hidden_where(shown, withheld & (shown["status"] == Status.OK).to_numpy())
    desk = _Desk.of(figures, shown, audience, structure, earlier)
    for rounds in range(1, ROUNDS + 1):  # noqa: B007 (told at the end)
        open_counts, chosen = desk.next_to_hide()
        if not len(chosen):
            break
        desk.hide(chosen)
    else:
        desk.hide(np.arange(len(desk.truth)))
        open_counts, _ = desk.next_to_hide()
    secondary = int((desk.shown["status"] == Status.SUPPRESSED).sum()) - primary
    unsafe, counts = desk.cells_of(open_counts), len(desk.system.keys)
    return Protected(desk.shown, primary, secondary, unsafe, counts, rounds, earlier=tuple(earlier))


@dataclass
class _Desk:
    """The figures while they are being hidden, with the relations between them."""

    shown: pd.DataFrame
    audience: Audience
    structure: Structure
    earlier: list[pd.DataFrame]
    system: System
    truth: np.ndarray
    given: np.ndarray
    """Whether each count can be worked out from what was shown earlier alone."""
    proven: np.ndarray
    """The room that each count was found to have: hiding more never takes it away."""

    @classmethod
    def of(cls, figures, shown, audience, structure, earlier) -> "_Desk":
        system = system_of([*earlier, figures], structure)
        truth = shown_values([figures], system.cells[-1:], system)
        given = np.zeros(len(truth), bool)
        desk = cls(shown, audience, structure, list(earlier), system, truth, given, np.zeros(len(truth)))
        if earlier:
            bounds, _ = desk._judged(desk._nothing())
            desk.given = (bounds.high - bounds.low < SLACK) & ~bounds.contradicted
        return desk

    def next_to_hide(self) -> tuple[np.ndarray, np.ndarray]:
        """The counts that can be worked out, and those to hide for them: by one relation at a time, then by all."""
        known, rank = self._known(self.shown), self._ranks()
        bounds, needed = self._judged(self.shown)
        lacks = bounds.high - bounds.low < needed - SLACK
        exposed = np.flatnonzero(lacks)
        chosen = sacrifices(self.system, pinning(self.system, known, bounds, exposed), rank, self.truth)
        if len(chosen):
            return exposed, chosen
        open_question = np.where(lacks | (self.proven >= needed), 0, needed)
        held = pinned(self.system, known, bounds, open_question)
        given = np.setdiff1d(np.flatnonzero(open_question), list(held)).astype(int)
        self.proven[given] = open_question[given]
        chosen = sacrifices(self.system, held, rank, self.truth)
        exposed = np.union1d(exposed, list(held)).astype(int)
        if not len(chosen) and len(exposed):
            chosen = nearest(self.system, self._not_given_before(exposed), rank, self.truth)
        return exposed, chosen

    def hide(self, counts: np.ndarray) -> None:
        """Nothing; every cell that shows one of the counts is hidden, but for those that were given away before.

        That a base is 0 is told to every audience (definitions.md).
        """
        showing = np.isin(self.system.cells[-1], counts).any(axis=1)
        told, names = (self.shown["status"] == Status.OK).to_numpy(), self.system.cells[-1]
        told = told & ~((names < 0) | self.given[names]).all(axis=1)
        self.shown = hidden_where(self.shown, told & showing)

    def cells_of(self, counts: np.ndarray) -> pd.DataFrame:
        """The hidden cells behind which one of the counts stands, of every frame."""
        told = [
            frame.loc[np.isin(names, counts).any(axis=1) & (frame["status"] != Status.OK).to_numpy(), CELL]
            for frame, names in zip([*self.earlier, self.shown], self.system.cells, strict=True)
        ]
        return pd.concat(told).drop_duplicates(ignore_index=True)

    def _judged(self, shown: pd.DataFrame) -> tuple[Bounds, np.ndarray]:
        """The bounds of every count where so much is shown, and the room that each needs."""
        frames = [*self.earlier, shown]
        bounds = bounded(self.system, self._known(shown), at_least_one(frames, self.system))
        return bounds, room_needed(frames, self.system, bounds, self.audience)

    def _not_given_before(self, counts: np.ndarray) -> np.ndarray:
        """Those of the counts that could not be worked out if nothing were shown now."""
        nothing = self._nothing()
        bounds, needed = self._judged(nothing)
        given = (bounds.high - bounds.low < needed - SLACK)[counts]
        asked = np.where(np.isin(np.arange(len(needed)), counts[~given]), needed, 0)
        held = pinned(self.system, self._known(nothing), bounds, asked)
        return counts[~given & ~np.isin(counts, list(held))]

    def _nothing(self) -> pd.DataFrame:
        """The figures with everything hidden."""
        return hidden_where(self.shown, (self.shown["status"] == Status.OK).to_numpy())

    def _known(self, shown: pd.DataFrame) -> np.ndarray:
        """What is shown, now or before; what was told before and is otherwise now is true of nobody."""
        before = shown_values(self.earlier, self.system.cells[:-1], self.system)
        before[~np.isnan(self.truth) & ~self._as_now(before)] = np.nan
        now = shown_values([shown], self.system.cells[-1:], self.system)
        return np.where(np.isnan(now), before, now)

    def _ranks(self) -> np.ndarray:
        """What gives way first, count by count; never what other frames show, or no cell does."""
        rank = np.full(len(self.system.keys), -1)
        of_cells, names = ranks(self.shown, self.structure), self.system.cells[-1]
        visible = (self.shown["status"] == Status.OK).to_numpy()[:, None] & (names >= 0)
        np.maximum.at(rank, names[visible], np.broadcast_to(of_cells[:, None], names.shape)[visible])
        return np.where((rank < 0) | self.given, NEVER, rank)

    def _as_now(self, before: np.ndarray) -> np.ndarray:
        return np.isclose(before, self.truth, rtol=0, atol=1e-3)
