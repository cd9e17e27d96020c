"""Table -> the same table with arrows that only point: the direction from the column before, and no judgement of it."""

from dataclasses import replace

from kpi import danish
from kpi.papers.table import Cell, Table

JUDGED = (danish.ASSESSED["better"], danish.ASSESSED["worse"])


def without_judgement(table: Table) -> Table:
    """The table without better and worse, in colour, in words and read aloud; figures, arrows and marks stay."""
    rows = (replace(row, cells=tuple(_pointing(cell) for cell in row.cells)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _pointing(cell: Cell) -> Cell:
    said = ", ".join(part for part in cell.spoken.split(", ") if part not in JUDGED)
    return replace(cell, assessment="", spoken=said)
