"""The stock-flow identity: what was there, plus who came, less who went, is what is there (definitions.md, rule 7)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.people import day_number
from kpi.definitions.populations import PERMANENT_TEN_HOURS
from kpi.extracts.findings import Finding


def broken_identities(stays: pd.DataFrame, staff: pd.DataFrame, days: Sequence) -> list[Finding]:
    """A finding for each pair of following days between which stock and flow disagree, in any group or population.

    The stock is counted among the spells on the day itself; hires and leavers are counted among the stays, changes of
    group, category, leader or population between a stay's spells.
    """
    cell, count = _cells(staff)
    days = sorted(set(days))
    return [
        Finding(
            "identitet_brudt",
            f"Bestanden {danish.day(end)} svarer ikke til bestanden {danish.day(start)} plus tilgang minus afgang. "
            "Det er en fejl i programmet, ikke i filen: udgiv ikke, og giv besked til den, der vedligeholder det.",
            tables=(2, 3, 4, 5),
        )
        for start, end in pairwise(days)
        if (_change(staff, cell, count, start, end) != _net_flow(stays, staff, cell, count, start, end)).any()
    ]


def _cells(staff: pd.DataFrame) -> tuple[np.ndarray, int]:
    """Each spell's cell: every combination of group, category, leader and hours that a population can ask about."""
    over_ten = PERMANENT_TEN_HOURS.holds(staff)
    keys = np.column_stack([staff["group"] + 1, staff["category"], staff["leader"], over_ten]).astype(np.int64)
    cell = ((keys[:, 0] * 2 + keys[:, 1]) * 2 + keys[:, 2]) * 2 + keys[:, 3]
    return cell, int(cell.max(initial=-1)) + 1


def _change(staff: pd.DataFrame, cell: np.ndarray, count: int, start, end) -> np.ndarray:
    stocks = []
    for day in (day_number(start), day_number(end)):
        there = (staff["first"].to_numpy() <= day) & (day < staff["out"].to_numpy())
        stocks.append(np.bincount(cell[there], minlength=count))
    return stocks[1] - stocks[0]


def _net_flow(stays: pd.DataFrame, staff: pd.DataFrame, cell: np.ndarray, count: int, start, end) -> np.ndarray:
    stay, first = staff["stay"].to_numpy(), staff["first"].to_numpy()
    opens, closes = np.diff(stay, prepend=-1) != 0, np.diff(stay, append=-1) != 0

    def within(days: np.ndarray) -> np.ndarray:
        return (day_number(start) < days) & (days <= day_number(end))

    moved = np.flatnonzero(~opens & within(first))
    came = np.bincount(cell[opens][within(stays["first"].to_numpy())], minlength=count)
    went = np.bincount(cell[closes][within(stays["last"].to_numpy())], minlength=count)
    moved_in, moved_out = (np.bincount(cell[places], minlength=count) for places in (moved, moved - 1))
    return came - went + moved_in - moved_out
