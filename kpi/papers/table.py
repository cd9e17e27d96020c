"""Table, Row, Column, Cell: the one presentation model that page, download and paper draw.

A `Table` is an immutable value with parts. Nothing that draws one computes, rounds or hides anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.model import Indicator, Polarity, Status, Unit

UNITS = {Unit.PERCENT: "procent", Unit.HOURS: "timer pr. uge", Unit.COUNT: "antal"}
UNIT_SPOKEN = {Unit.PERCENT: " procent", Unit.HOURS: " timer", Unit.COUNT: ""}
NOT_SHOWN = {
    Status.MISSING: (danish.MISSING, "foreligger ikke"),
    Status.UNDEFINED: (danish.UNDEFINED, "kan ikke beregnes"),
    Status.SUPPRESSED: (danish.SUPPRESSED, "skjult, for få personer"),
}
BROKEN, REVISED = "|", "(r)"
SYMBOLS = {
    "(f)": "foreløbigt tal",
    REVISED: "revideret tal",
    BROKEN: "brud: kan ikke holdes op mod kolonnen før",
    danish.SUPPRESSED: "skjult, for få personer",
    danish.MISSING: "foreligger ikke",
    danish.UNDEFINED: "kan ikke beregnes",
    "↑": "steget siden kolonnen før",
    "↓": "faldet siden kolonnen før",
    "↔": "uændret siden kolonnen før",
}


@dataclass(frozen=True)
class Cell:
    """One figure as it is printed: `text` without its unit, `value` unrounded (None when there is none to show).

    `arrow` is the house arrow. `sign` is the like-for-like comparison's (`kpi.danish.SIGNS`), `reason` why there is
    no comparison, in Danish.
    """

    text: str
    value: float | None = None
    decimals: int = 0
    status: Status = Status.OK
    arrow: str = ""
    assessment: str = ""
    mark: str = ""
    spoken: str = ""
    address: str = ""
    sign: str = ""
    reason: str = ""

    @property
    def word(self) -> str:
        """The arrow's word: forbedret, forværret or uændret; empty without an arrow."""
        return danish.ASSESSED[self.assessment] if self.arrow else ""


@dataclass(frozen=True)
class Column:
    """A column: the label that heads it, its unit, and the measure and period it shows.

    `part` is what it shows of the measure: its value, or the numerator or denominator behind it.
    """

    key: str
    label: str
    unit: Unit
    note: str = ""
    measure: str = ""
    period: str = ""
    polarity: Polarity = Polarity.NONE
    part: str = "value"


@dataclass(frozen=True)
class Row:
    """A row: a staff group or an area. `block` numbers the groups of rows that stand together, the total's is 0."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    block: int = 1
    href: str = ""


@dataclass(frozen=True)
class Table:
    """A table with everything that travels with it: words, rows, notes, symbols that occur, source and audience."""

    key: str
    number: int
    title: str
    subtitle: str
    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    symbols: tuple[tuple[str, str], ...] = ()
    source: str = ""
    audience: str = ""
    publication: str = ""

    @property
    def caption(self) -> str:
        """The title with its number, where the paper gives it one."""
        return f"Tabel {self.number}. {self.title}" if self.number else self.title

    @property
    def hidden(self) -> int:
        """How many cells are hidden from the audience."""
        return sum(cell.status is Status.SUPPRESSED for row in self.rows for cell in row.cells)


def value_cell(figure: Mapping, indicator: Indicator, before: str = "") -> Cell:
    """The cell that prints a figure's value; `before` is the label of the column that its arrow looks back at."""
    if figure["status"] != Status.OK:
        return unseen_cell(figure["status"], address(figure))
    decimals = 0 if indicator.unit is Unit.COUNT else indicator.decimals
    text = danish.number(figure["value"], decimals)
    arrow, assessment = figure["arrow"], figure["assessment"]
    marks = ["(f)"] * bool(figure["provisional"]) + [REVISED] * ("value" in figure.get("revised", ()))
    marks += [BROKEN] * bool(figure.get("broken"))
    spoken = [text + UNIT_SPOKEN[indicator.unit]]
    spoken += [f"{danish.MOVED[arrow]} siden {before}"] if arrow and before else []
    spoken += [danish.ASSESSED[assessment]] if assessment in ("better", "worse") else []
    spoken += [SYMBOLS[mark] for mark in marks]
    value = float(figure["value"])
    return Cell(
        text, value, decimals, Status.OK, arrow, assessment, " ".join(marks), ", ".join(spoken), address(figure)
    )


def count_cell(figure: Mapping, part: str, decimals: int = 0) -> Cell:
    """The cell that prints the numerator or denominator behind a figure; it is hidden when the figure is.

    Above a denominator of 0 the numerator is hidden alone.
    """
    if figure["status"] in (Status.MISSING, Status.SUPPRESSED):
        return unseen_cell(figure["status"], address(figure))
    if figure[part] != figure[part]:
        return unseen_cell(Status.SUPPRESSED, address(figure))
    text = danish.number(figure[part], decimals)
    mark = REVISED if part in figure.get("revised", ()) else ""
    spoken = ", ".join(filter(None, [text, SYMBOLS.get(mark)]))
    return Cell(text, float(figure[part]), decimals, mark=mark, spoken=spoken, address=address(figure))


def whole_cell(count: float) -> Cell:
    """The cell of a count that was worked out, as a whole number; hidden where it is not known."""
    if count != count:
        return unseen_cell(Status.SUPPRESSED)
    text = danish.number(count, 0)
    return Cell(text, float(count), spoken=text)


def unseen_cell(status: str, address: str = "") -> Cell:
    """The cell of what has no value to show, with the sign that says why."""
    text, spoken = NOT_SHOWN[Status(status)]
    return Cell(text, status=Status(status), spoken=spoken, address=address)


def symbols_in(cells: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """The symbols that occur in the cells, each with its meaning. A sign of a comparison explains an arrow like it."""
    cells = list(cells)
    marks = {mark for cell in cells for mark in (*cell.mark.split(), cell.text, danish.ARROWS[cell.arrow])}
    signs = {cell.sign for cell in cells if not cell.arrow or cell.sign in ("too_few", "not_comparable")}
    shown = dict(danish.SIGNS[sign] for sign in danish.SIGNS if sign in signs)
    others = {symbol: meaning for symbol, meaning in SYMBOLS.items() if symbol in marks and symbol not in shown}
    return (*shown.items(), *others.items())


def address(figure: Mapping) -> str:
    """The address of a figure in its publication: measure/group/period's last day."""
    return f"{figure['measure']}/{figure['group']}/{figure['period_end']}"
