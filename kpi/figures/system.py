"""Disclosed figures -> every relation between the counts behind them, as rows of sums (`definitions.relations`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd

from kpi.definitions import relations
from kpi.definitions.populations import FULL_TIME
from kpi.definitions.relations import LEAST_FULL_TIME_HOURS, LEAST_HOURS, Structure
from kpi.figures.counted import OTHERS, REST, Grid, Rows, named
from kpi.figures.of_measure import of_measure

PLACES = {"": "", "center": "center", "unit": "afdeling"}


@dataclass(frozen=True)
class System:
    """Counts and relations. `cells` has a row for each cell given: its index, the counts on either side (-1: none)."""

    keys: np.ndarray
    whole: np.ndarray
    row: np.ndarray
    column: np.ndarray
    coefficient: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cells: list[np.ndarray]


def system_of(frames: Sequence[pd.DataFrame], structure: Structure) -> System:
    """The system of what stands in all the frames together."""
    grid, rows = Grid(), Rows()
    cells = [named(frame, grid) for frame in frames]
    keys = np.unique(np.concatenate([names.ravel() for names in cells]))
    keys = keys[keys >= 0]
    for write in (_groups, _places):
        write(grid, rows, keys, structure)
        keys = np.unique(np.concatenate([keys, *rows.keys]))
    for frame, names in zip(frames, cells, strict=True):
        _within_the_cell(rows, frame, names)
    _splits(grid, rows, keys)
    _stock_and_flow(grid, rows, keys)
    _windows(grid, rows, keys)
    _followed(grid, rows, keys)
    keys = np.unique(np.concatenate([keys, *rows.keys]))
    _parts(grid, rows, keys, structure)
    _hours(grid, rows, keys)
    return _numbered(grid, rows, keys, cells)


def _numbered(grid: Grid, rows: Rows, keys: np.ndarray, cells: list[np.ndarray]) -> System:
    keys = np.unique(np.concatenate([keys, *rows.keys]))
    whole = np.array([count.is_persons for count in grid.whats], bool)[grid.parts(keys)[0]]
    joined = [np.concatenate(part) if part else np.empty(0) for part in (rows.numbers, rows.keys, rows.coefficients)]
    numbered = [np.where(names >= 0, np.searchsorted(keys, names), -1) for names in cells]
    bounds = [np.concatenate(part) if part else np.empty(0) for part in (rows.lows, rows.highs)]
    return System(keys, whole, joined[0].astype(int), np.searchsorted(keys, joined[1]), joined[2], *bounds, numbered)


def _groups(grid: Grid, rows: Rows, keys: np.ndarray, structure: Structure) -> None:
    """Everyone is the named groups and those outside them, and is the leaders and the others."""
    for parts, rest in ((structure.named, REST), ((structure.leaders,), OTHERS)):
        totals = _adding_up(grid, grid.of_group(keys, structure.everyone))
        found = [grid.moved(totals, group=grid.groups.index(part)) for part in parts if part in grid.groups]
        _sums(rows, keys, totals, found, grid.moved(totals, group=grid.groups.index(rest)))


def _adding_up(grid: Grid, keys: np.ndarray) -> np.ndarray:
    """Those of the names whose parts make the whole."""
    return keys[np.array([count.adds_up for count in grid.whats], bool)[grid.parts(keys)[0]]]


def _places(grid: Grid, rows: Rows, keys: np.ndarray, structure: Structure) -> None:
    """The whole is its centres, and a centre its units; where not all of them are there, and some others."""
    centers = dict.fromkeys(structure.centers.values())
    wholes = {("", ""): [("center", center) for center in centers]}
    for center in centers:
        wholes["center", center] = [("unit", unit) for unit, within in structure.centers.items() if within == center]
    for whole, parts in wholes.items():
        codes = {place: code for code, place in enumerate(grid.places)}
        listed = [(PLACES[kind], place) for kind, place in parts]
        told = (PLACES[whole[0]], whole[1])
        if told not in codes or not any(part in codes for part in listed):
            continue
        totals = _adding_up(grid, keys[grid.parts(keys)[2] == codes[told]])
        found = [grid.moved(totals, place=codes[part]) for part in listed if part in codes]
        closed = all(part in codes for part in listed) and whole[1] not in structure.open_centers
        others = grid.codes(grid.places, [("(øvrige)", f"{told[0]} {told[1]}")])[0]
        _sums(rows, keys, totals, found, None if closed else grid.moved(totals, place=others))


def _sums(rows: Rows, keys: np.ndarray, totals: np.ndarray, found: list[np.ndarray], rest: np.ndarray | None) -> None:
    """Rows for the totals of which some part is known of; without a rest, those of which every part is."""
    if not found or not len(totals):
        return
    parts = np.array(found).T
    there = np.isin(parts, keys)
    of_use = there.any(axis=1) if rest is not None else there.all(axis=1)
    for pattern in np.unique(there[of_use], axis=0):
        chosen = of_use & (there == pattern).all(axis=1)
        terms = [(totals[chosen], -1.0), (parts[chosen][:, pattern], 1.0)]
        rows.add([*terms, *([(rest[chosen], 1.0)] if rest is not None else [])], 0, 0)


def _within_the_cell(rows: Rows, frame: pd.DataFrame, names: np.ndarray) -> None:
    """A numerator whose people are among the denominator's is at most that."""
    subset = of_measure(frame["measure"], relations.is_subset)
    pairs = np.unique(names[subset & (names >= 0).all(axis=1)], axis=0)
    if len(pairs):
        rows.add([(pairs[:, 0], 1), (pairs[:, 1], -1)], -np.inf, 0)


def _splits(grid: Grid, rows: Rows, keys: np.ndarray) -> None:
    shown = relations.shown_counts()
    whats = set(np.unique(grid.parts(keys)[0]).tolist())
    numerators = {measure: grid.whats.index(count) for (measure, side), count in shown.items() if side == "numerator"}
    there = [measure for measure, what in numerators.items() if what in whats]
    for split in relations.SPLITS:
        parts = [numerators[part] for part in split.present(there)]
        if split.whole not in there or not parts:
            continue
        totals = grid.of_what(keys, numerators[split.whole])
        together = np.array([grid.moved(totals, what=part) for part in parts]).T
        chosen = np.isin(together, keys).all(axis=1)
        low = 0 if split.adds_up(there) else -np.inf
        rows.add([(totals[chosen], -1), (together[chosen], 1)], low, 0)


def _stock_and_flow(grid: Grid, rows: Rows, keys: np.ndarray) -> None:
    """The stock at the end, which need not be shown, is the stock at the start and what came, less what went."""
    shown = relations.shown_counts()
    measure, came, went = relations.STOCK_FLOW
    if any((one, "numerator") not in shown for one in (*came, *went)):
        return
    what = {one: grid.whats.index(shown[one, "numerator"]) for one in (*came, *went)}
    windows = grid.of_what(keys, what[measure])
    times = [grid.times[time] for time in grid.parts(windows)[3]]
    stock = grid.whats.index(shown[measure, "denominator"])
    ends = [
        grid.moved(windows, what=stock, time=grid.codes(grid.times, [(t[at], t[at]) for t in times])) for at in (0, 1)
    ]
    flows = {one: grid.moved(windows, what=of) for one, of in what.items()}
    chosen = np.all([np.isin(one, keys) for one in (ends[0], *flows.values())], axis=0)
    terms = [(ends[0][chosen], 1), (ends[1][chosen], -1)]
    terms += [(flows[one][chosen], 1 if one in came else -1) for one in flows]
    rows.add(terms, 0, 0)


def _windows(grid: Grid, rows: Rows, keys: np.ndarray) -> None:
    """What happens in a stretch of time happens in the stretches between all the days where some stretch ends."""
    what, _, place, _ = grid.parts(keys)
    flows = np.array([count.when == "window" for count in grid.whats], bool)[what]
    kinds = np.array([kind for kind, _ in grid.places], object)[place]
    for kind in dict.fromkeys(kinds[flows]):
        here = keys[flows & (kinds == kind)]
        codes = np.unique(grid.parts(here)[3])
        days = sorted({day for code in codes for day in grid.times[code]})
        for code in codes:
            start, end = grid.times[code]
            cuts = [day for day in days if start <= day <= end]
            if len(cuts) > 2:
                pieces = grid.codes(grid.times, list(pairwise(cuts)))
                whole = here[grid.parts(here)[3] == code]
                rows.add([(whole, -1), (grid.moved(whole[:, None], time=pieces), 1)], 0, 0)


def _followed(grid: Grid, rows: Rows, keys: np.ndarray) -> None:
    """Of those hired in a half-year at least as many have left on a later day, and at last all that the mark counts."""
    by_mark: dict[object, list] = {}
    for at, count in enumerate(grid.whats):
        if count.cohort.startswith(relations.FOLLOWED_TO):
            settled = replace(count, when="window", cohort="")
            by_mark.setdefault(settled, []).append((count.cohort, at))
    for settled, followed in by_mark.items():
        order = [at for _, at in sorted(followed)]
        for before, after in pairwise([*order, *([grid.whats.index(settled)] if settled in grid.whats else [])]):
            smaller = grid.of_what(keys, before)
            _at_most(rows, keys, smaller, grid.moved(smaller, what=after))


def _parts(grid: Grid, rows: Rows, keys: np.ndarray, structure: Structure) -> None:
    """A part of the people is never more than the whole of them."""
    for part, whole in relations.parts_and_wholes(grid.whats):
        smaller = grid.of_what(keys, grid.whats.index(part))
        _at_most(rows, keys, smaller, grid.moved(smaller, what=grid.whats.index(whole)))
    shown = relations.shown_counts()
    for pairs, of_all in ((relations.CHAINS, False), (relations.CHAINS_OF_ALL, True)):
        for names in pairs:
            if all((name, "numerator") in shown for name in names):
                part, whole = (grid.whats.index(shown[name, "numerator"]) for name in names)
                smaller = grid.of_what(keys, part)
                if of_all:
                    smaller = np.intersect1d(smaller, grid.of_group(keys, structure.everyone))
                _at_most(rows, keys, smaller, grid.moved(smaller, what=whole))


def _at_most(rows: Rows, keys: np.ndarray, smaller: np.ndarray, larger: np.ndarray) -> None:
    chosen = np.isin(larger, keys)
    if chosen.any():
        rows.add([(smaller[chosen], 1), (larger[chosen], -1)], -np.inf, 0)


def _hours(grid: Grid, rows: Rows, keys: np.ndarray) -> None:
    """The hours of the staff are at least those of so many on full time, and the least for each of the others."""
    for at, count in enumerate(grid.whats):
        if count.value != "hours":
            continue
        hours = grid.of_what(keys, at)
        staff = grid.moved(hours, what=grid.whats.index(replace(count, value="")))
        full_time = grid.moved(hours, what=grid.whats.index(replace(count, value="", where=FULL_TIME.key)))
        more = LEAST_FULL_TIME_HOURS - LEAST_HOURS
        both = np.isin(staff, keys) & np.isin(full_time, keys)
        rows.add([(hours[both], 1), (full_time[both], -more), (staff[both], -LEAST_HOURS)], 0, np.inf)
