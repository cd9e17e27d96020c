"""What hangs to the right of a figure in a drawn table: the arrow or sign with its words, and the figure's marks.

A sign never stands without words, so that nothing is said by colour alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi import danish
from kpi.papers.table import Cell

SHORT_WORDS = {"better": "bedre", "worse": "værre", "same": "uændret", "": ""}
SHORT_MOVED = danish.MOVED | {"up": "op", "down": "ned"}
SHORT_SIGNS = {"up": "normal variation", "down": "normal variation"}
"""What stands beside a sign whose direction is seen; under the table the sign is explained in full."""
CLEAR = ("clear_up", "clear_down")
UNPARTED = "\u00a0"
"""A space where no line ends."""
WITHOUT_COMPARISON = ("too_few", "not_comparable")


@dataclass(frozen=True)
class Piece:
    """A piece of what hangs there; `tone` is better, worse or neither, and only a piece with a word has one."""

    text: str
    tone: str = ""


def beside(cell: Cell) -> tuple[Piece, ...]:
    """The pieces in the order they are drawn: house arrow, sign of the comparison, marks."""
    return tuple(piece for piece in (_arrow(cell), _sign(cell, SHORT_SIGNS), Piece(cell.mark)) if piece.text)


def unparted(cell: Cell) -> tuple[Piece, ...]:
    """The pieces as paper takes them: a sign is not parted from its first word, nor a mark from what is before it."""
    told = []
    for place, piece in enumerate(beside(cell)):
        is_mark = piece.text == cell.mark
        text = piece.text.replace(" ", UNPARTED, -1 if is_mark else 1)
        told.append(replace(piece, text=f"{(UNPARTED if is_mark else ' ') if place else ''}{text}"))
    return tuple(told)


def beside_text(cell: Cell) -> str:
    """The pieces as one text: ↑ værre (f)."""
    return " ".join(piece.text for piece in beside(cell))


def sign_text(cell: Cell) -> str:
    """The sign with all its words: ▲ tydelig stigning, forværret; empty where the cell has none."""
    return _sign(cell, {}).text


def _arrow(cell: Cell) -> Piece:
    if not cell.arrow:
        return Piece("")
    return Piece(f"{danish.ARROWS[cell.arrow]} {SHORT_WORDS[cell.assessment] or SHORT_MOVED[cell.arrow]}", _tone(cell))


def _sign(cell: Cell, short: Mapping[str, str]) -> Piece:
    if not cell.sign or (cell.arrow and cell.sign not in WITHOUT_COMPARISON):
        return Piece("")
    sign, words = danish.SIGNS[cell.sign]
    if cell.sign in WITHOUT_COMPARISON and cell.reason:
        return Piece(f"{sign} {cell.reason}")
    if cell.sign in CLEAR and _tone(cell):
        return Piece(f"{sign} {words}, {danish.ASSESSED[cell.assessment]}", _tone(cell))
    return Piece(f"{sign} {short.get(cell.sign, words)}")


def _tone(cell: Cell) -> str:
    return cell.assessment if cell.assessment in ("better", "worse") else ""
