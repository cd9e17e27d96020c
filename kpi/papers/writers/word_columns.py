"""How wide the columns of a table are on paper, and whether it needs the page on its side.

Widths are twips (1/1440 inch). A text's width is estimated from Arial's letters: Word wraps what is wider.
"""

from dataclasses import dataclass

from kpi.papers.table import Table
from kpi.papers.writers.around import heading
from kpi.papers.writers.beside import beside_text

TYPE = 8.5 * 20
"""The size of a table's type, as styles.xml has it."""
NARROW, WIDE = "iljtfrI.,:;'!|()- \u00a0", "mwMWæÆ@%↔▲▼●⊘"
GAP = 113
"""To the right of every column's text."""
FIGURE = 567
"""Where the sign begins in a column of figures with signs: the style's tab stop."""
SLACK = 60
"""More than the estimate, so that a sign and its word stay on one line."""
INDENT = 113
"""How far the head of such a column is drawn in, so that it begins where figures of four signs do."""
LEAST_STUB, MOST_STUB = 2000, 4650
MOST_SIGN = 2150


@dataclass(frozen=True)
class Widths:
    """The width of the stub and of each column; `signed` says that signs hang beside the figures."""

    stub: int
    columns: tuple[int, ...]
    signed: bool

    @property
    def whole(self) -> int:
        """The table's width."""
        return self.stub + sum(self.columns)


def fitted(table: Table, room: int) -> Widths | None:
    """The widths that fill the room; None where the table needs more."""
    signed = any(beside_text(cell) for row in table.rows for cell in row.cells)
    least = [_least(table, place, signed) for place in range(len(table.columns))]
    if LEAST_STUB + sum(least) > room:
        return None
    labels = [table.stub, *(row.label for row in table.rows)]
    wanted = max(map(text_width, labels)) + GAP
    stub = min(max(wanted, LEAST_STUB), MOST_STUB, room - sum(least))
    spare = (room - stub - sum(least)) // max(len(least), 1)
    columns = tuple(width + spare for width in least)
    return Widths(room - sum(columns), columns, signed)


def text_width(text: str, bold: bool = False) -> int:
    """About how wide a text is in a table's type."""
    return round(sum(map(_ems, text)) * TYPE * (1.06 if bold else 1))


def _ems(letter: str) -> float:
    if letter in NARROW:
        return 0.3
    return 0.96 if letter in WIDE else 0.7 if letter.isupper() else 0.556


def _least(table: Table, place: int, signed: bool) -> int:
    """The least width of a column: its longest word, its figures, and the signs beside them."""
    cells = [row.cells[place] for row in table.rows]
    words = heading(table.columns[place]).split(" ")
    head = max(text_width(word, bold=True) for word in words) if words else 0
    figures = max((text_width(cell.text) for cell in cells), default=0)
    if not signed:
        return max(head, figures) + GAP
    signs = max((text_width(beside_text(cell)) for cell in cells), default=0)
    longest_word = max((text_width(word) for cell in cells for word in beside_text(cell).split()), default=0)
    beside = min(signs, max(MOST_SIGN, longest_word))
    return max(head + INDENT, FIGURE + beside + SLACK) + GAP
