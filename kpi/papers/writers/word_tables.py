"""Table -> a native Word table with its caption above it and what travels with it below.

One header row, which repeats; no row splits and no cell is merged. A figure stands at a tab stop and its sign at the
next, so that the digits of a column align whatever hangs beside them, and their heading with them; where the columns
are narrow the heading begins with the digits and reaches over the signs. A table keeps together with its caption and
the lines under it where a page holds them.
"""

from collections.abc import Iterable, Mapping

from docx.oxml.xmlchemy import BaseOxmlElement

from kpi.papers.table import Cell, Row, Table
from kpi.papers.writers.around import described, heading, lines_under, unbroken_numbers
from kpi.papers.writers.beside import unparted
from kpi.papers.writers.word_columns import FIGURES, NARROW, SIGNED, STOPS, WORDS, Widths, broken
from kpi.papers.writers.word_text import TAB, element, field, harmless, paragraph, run

HEADS = {
    FIGURES: "Tabelhoved tal",
    SIGNED: "Tabelhoved tal og tegn",
    NARROW: "Tabelhoved tal og tegn, smal",
    WORDS: "Tabelhoved ord",
}
CELLS = {FIGURES: "Tabeltal", SIGNED: "Tabeltal og tegn", NARROW: "Tabeltal og tegn, smal", WORDS: "Tabelord"}
TONES = {"better": "Bedre", "worse": "Værre", "": "Tegn"}
LOOK = {"firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 1, "noVBand": 1}


def caption(words: str, label: str, number: int, styles: Mapping[str, str], switch: str = "") -> BaseOxmlElement:
    """The caption's paragraph; a number in it is a field that Word counts (`Tabel 2`)."""
    numbered = f"{label} {number}"
    if not number or not words.startswith(numbered):
        return paragraph(styles["caption"], words)
    counted = field(f"SEQ {label} \\* ARABIC{switch}", str(number))
    return paragraph(styles["caption"], f"{label} ", counted, words.removeprefix(numbered))


def drawn(table: Table, widths: Widths, styles: Mapping[str, str]) -> BaseOxmlElement:
    """The table itself."""
    head = element("w:tr", element("w:trPr", element("w:cantSplit"), element("w:tblHeader")))
    head.extend(_head(table, widths, styles))
    grid = element("w:tblGrid", *(element("w:gridCol", w=width) for width in (widths.stub, *widths.columns)))
    rows = [_row(row, starts, widths, styles) for row, starts in _with_starts(table.rows)]
    return element("w:tbl", _properties(table, widths, styles), grid, head, *rows)


def told(table: Table, styles: Mapping[str, str]) -> list[BaseOxmlElement]:
    """The paragraphs under the table, on its page: notes, how much is hidden, the signs that occur, the source."""
    lines = lines_under(table) or ("",)
    *kept, last = [unbroken_numbers(line) for line in lines]
    held = [paragraph(styles["Note"], line, properties=(element("w:keepNext"),)) for line in kept]
    return [*held, paragraph(styles["Note"], last)]


def printed(cell: Cell, kind: str) -> list[tuple[str, str]]:
    """What a cell holds, as pieces of text with their tone; tabs stand for themselves."""
    if kind == FIGURES:
        return [(cell.text, "")]
    hung = unparted(cell)
    pieces = [(TAB, ""), (cell.text, "")] + [(TAB, "")] * bool(hung) if kind in STOPS else []
    return pieces + [(piece.text, TONES[piece.tone]) for piece in hung]


def _properties(table: Table, widths: Widths, styles: Mapping[str, str]) -> BaseOxmlElement:
    return element(
        "w:tblPr",
        element("w:tblStyle", val=styles["Arbejdskraft i tal"]),
        element("w:tblW", w=widths.whole, type="dxa"),
        element("w:tblLayout", type="fixed"),
        element("w:tblLook", val="06A0", **LOOK),
        element("w:tblCaption", val=harmless(table.caption)),
        element("w:tblDescription", val=harmless(described(table))),
    )


def _head(table: Table, widths: Widths, styles: Mapping[str, str]) -> Iterable[BaseOxmlElement]:
    yield _cell(widths.stub, paragraph(styles["Tabelhoved"], table.stub, properties=(element("w:keepNext"),)))
    for column, width, kind in zip(table.columns, widths.columns, widths.kinds, strict=True):
        words = _in_lines(heading(column)) if kind == SIGNED else [heading(column)]
        yield _cell(width, paragraph(styles[HEADS[kind]], *words))


def _in_lines(label: str) -> list[str | BaseOxmlElement]:
    """A heading over figures with signs, each of its lines ending where the figures do."""
    first, *others = broken(label)
    runs: list[str | BaseOxmlElement] = [run(TAB), first]
    for line in others:
        runs += [element("w:r", element("w:br")), run(TAB), line]
    return runs


def _row(row: Row, starts_group: bool, widths: Widths, styles: Mapping[str, str]) -> BaseOxmlElement:
    strong = styles["I alt"] if row.block == 0 else ""
    name = styles["Tabeltekst ny gruppe" if starts_group else "Tabeltekst"]
    made = element("w:tr", element("w:trPr", element("w:cantSplit")))
    made.append(_cell(widths.stub, paragraph(name, run(row.label, strong), properties=(element("w:keepNext"),))))
    for cell, width, kind in zip(row.cells, widths.columns, widths.kinds, strict=True):
        runs = [
            run(text, styles[tone] if tone else strong if text != TAB else "") for text, tone in printed(cell, kind)
        ]
        made.append(_cell(width, paragraph(styles[CELLS[kind]], *runs)))
    return made


def _cell(width: int, content: BaseOxmlElement) -> BaseOxmlElement:
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa")), content)


def _with_starts(rows: Iterable[Row]) -> Iterable[tuple[Row, bool]]:
    """Each row, and whether a new group of rows begins with it."""
    before = None
    for row in rows:
        yield row, before is not None and row.block != before
        before = row.block
