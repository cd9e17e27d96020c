"""Contributions as bars that add up from the left: the waterfall inside a table. Geometry only."""

from dataclasses import dataclass
from itertools import accumulate

from kpi.papers.table import Table

WIDTH = 440
LEAST = 1.5
"""The width of a bar that would not be seen."""


@dataclass(frozen=True)
class Bar:
    """A row's bar, where nothing is, and where the next row's bar begins (None after the last)."""

    x: float
    width: float
    zero: float
    ends: float | None
    tone: str = ""


def waterfall(table: Table) -> dict[str, Bar]:
    """The bar of each row: the parts stand where the ones above them end, the whole (the last row) at nothing."""
    values = [row.cells[0].value for row in table.rows]
    sums = [0.0, *accumulate(values[:-1])]
    low, high = min(0.0, *sums, values[-1]), max(0.0, *sums, values[-1])
    scale = (WIDTH - 2) / (high - low) if high > low else 0.0

    def place(value: float) -> float:
        return 1 + (value - low) * scale

    found = {}
    for number, (row, value) in enumerate(zip(table.rows, values, strict=True)):
        whole = number == len(values) - 1
        start, end = (0.0, value) if whole else (sums[number], sums[number + 1])
        left, width = place(min(start, end)), max(abs(end - start) * scale, LEAST)
        tone = "ink" if whole else row.cells[0].assessment or "bar"
        ends = None if whole else round(place(end), 1)
        found[row.key] = Bar(round(left, 1), round(width, 1), round(place(0.0), 1), ends, tone)
    return found
