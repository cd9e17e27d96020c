"""How wide the columns of a table are on paper, and whether it needs the page on its side.

Widths are twips (1/1440 inch). A text's width is what Arial's letters take: Word wraps what is wider.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kpi.papers.table import Cell, Table
from kpi.papers.writers import letters
from kpi.papers.writers.around import heading
from kpi.papers.writers.beside import UNPARTED, beside_text, unparted

TYPE = 8.5 * 20
"""The size of a table's type, as styles.xml has it."""
GAP = 113
"""To the right of every column's text."""
SIGN_GAP = 80
"""From a figure to the sign that hangs beside it."""
SLACK = 40
"""More than the letters take, so that a sign and its word stay on one line."""
INDENT = 227
"""How far a column of words is drawn in, away from the figures to its left."""
LEAST_STUB, MOST_STUB = 1900, 4650
FIGURES, SIGNED, NARROW, WORDS = "figures", "signed", "narrow", "words"
"""What a column holds: figures alone, figures with signs beside them (narrow where there is little room), or words."""
STOPS = {SIGNED: 770, NARROW: 482}
"""Where the figures end in a column with signs, and their heading where it has room: the tab stops of its styles."""
NARROW_INDENT = 160
"""Where a narrow column's heading begins, as its style has it: with figures of three digits, to reach over signs."""
TRIED = ((SIGNED, 2650), (NARROW, 2650), (NARROW, 1600), (NARROW, 0))
"""The ways to make a table fit, best first: which columns with signs, and how wide what hangs there may be unbroken."""

text_width = partial(letters.text_width, size=TYPE)


@dataclass(frozen=True)
class Widths:
    """The width of the stub and of each column, and what each column holds."""

    stub: int
    columns: tuple[int, ...]
    kinds: tuple[str, ...]

    @property
    def whole(self) -> int:
        """The table's width."""
        return self.stub + sum(self.columns)


def fitted(table: Table, room: int) -> Widths | None:
    """The widths that fill the room, every sign on one line where that fits; None where the table needs more."""
    for signed, most in TRIED:
        kinds = _kinds(table, signed)
        if not _heads_fit(table, kinds):
            continue
        least = [_least(table, place, kind, most) for place, kind in enumerate(kinds)]
        if LEAST_STUB + sum(least) <= room:
            return _filled(table, room, least, kinds)
    return None


def squeezed(table: Table, room: int) -> Widths:
    """Equal columns, for a table that is too wide even a period at a time: its words wrap."""
    width = room // (len(table.columns) + 2)
    columns = (width,) * len(table.columns)
    return Widths(room - sum(columns), columns, _kinds(table, NARROW))


def alike(parts: Sequence[Table]) -> Iterable[tuple[Table, Table]]:
    """Each part of a table with what its widths are to suit: the rows of every part that has the same headings."""
    for part in parts:
        same = [one for one in parts if _labels(one) == _labels(part)]
        yield part, replace(part, rows=tuple(row for one in same for row in one.rows))


def _labels(table: Table) -> list[str]:
    return [column.label for column in table.columns]


def broken(label: str) -> list[str]:
    """The lines of a heading over figures with signs: each as long as the room before the figure's right edge."""
    lines: list[str] = []
    for word in label.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold=True) <= STOPS[SIGNED]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _heads_fit(table: Table, kinds: tuple[str, ...]) -> bool:
    """Whether no word of a heading is longer than the room before the figures' right edge, where it ends there."""
    heads = [heading(column) for column, kind in zip(table.columns, kinds, strict=True) if kind == SIGNED]
    return all(text_width(line, bold=True) <= STOPS[SIGNED] for head in heads for line in broken(head))


def _filled(table: Table, room: int, least: list[int], kinds: tuple[str, ...]) -> Widths:
    """The room shared out: first the stub's longest label, then equally."""
    labels = [table.stub, *(row.label for row in table.rows)]
    wanted = round(max(map(text_width, labels))) + GAP + SLACK
    stub = min(max(wanted, LEAST_STUB), MOST_STUB, room - sum(least))
    spare = (room - stub - sum(least)) // max(len(least), 1)
    columns = tuple(width + spare for width in least)
    return Widths(room - sum(columns), columns, kinds)


def _kinds(table: Table, signed: str) -> tuple[str, ...]:
    """What each column holds; those with signs are of the kind `signed`."""
    columns = [[row.cells[place] for row in table.rows] for place in range(len(table.columns))]
    return tuple(_kind(cells, signed) for cells in columns)


def _kind(cells: list[Cell], signed: str) -> str:
    if not any(beside_text(cell) for cell in cells):
        return FIGURES
    return signed if any(cell.text for cell in cells) else WORDS


def _least(table: Table, place: int, kind: str, most: int) -> int:
    """The least width of a column: its longest heading, its figures, and what hangs beside them."""
    cells = [row.cells[place] for row in table.rows]
    head = max(text_width(word, bold=True) for word in heading(table.columns[place]).split(" "))
    if kind == FIGURES:
        needed = max([head, *(text_width(cell.text) for cell in cells)])
    elif kind == WORDS:
        needed = INDENT + max(head, _hung(cells, most))
    else:
        needed = max(NARROW_INDENT + head, STOPS[kind] + SIGN_GAP + _hung(cells, most))
    return round(needed) + SLACK + GAP


def _hung(cells: list[Cell], most: int) -> float:
    """The widest of what hangs beside a column's figures, no wider than `most` where it can wrap there.

    A sign keeps its first word, and a mark what stands before it.
    """
    hung = ["".join(piece.text for piece in unparted(cell)) for cell in cells]
    unbroken = max(text_width(words.replace(UNPARTED, " ")) for text in hung for words in text.split(" "))
    return min(max(text_width(beside_text(cell)) for cell in cells), max(most, unbroken))
