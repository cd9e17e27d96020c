"""A `Table` drawn as HTML through one template, and placed on the page as it is.

A table of Dash components grows faster than its cells, and each arrow costs three; a string does not. `markup` hands
the string to `assets/c-markup.js`, which places it before the page is painted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import jinja2
from dash import html
from markupsafe import Markup

from kpi import danish
from kpi.definitions.model import Indicator, Unit
from kpi.papers.table import Cell, Row, Table
from kpi.papers.writers.around import by_period, text_sign, unbroken_at_hyphens
from kpi.papers.writers.beside import SHORT_SIGNS, SHORT_WORDS
from layouts.address import download
from layouts.door import roles
from layouts.drawing.curves import Curve
from layouts.drawing.intervals import Intervals
from layouts.drawing.waterfall import Bar
from layouts.reading import Reading

CLEAR = ("clear_up", "clear_down")
SIGNS = {Unit.PERCENT: " %", Unit.HOURS: " timer", Unit.COUNT: ""}
SPOKEN_UNITS = {Unit.PERCENT: " procent", Unit.HOURS: " timer pr. uge", Unit.COUNT: ""}
TONES = (("better", "blå: forbedret"), ("worse", "orange: forværret"))
FEW_COLUMNS, MOST_COLUMNS = 6, 10

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    trim_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def sign_words(cell: Cell) -> str:
    """The words beside a sign, with better or worse where the change is clear."""
    told = SHORT_SIGNS.get(cell.sign, danish.SIGNS[cell.sign][1])
    return f"{told}, {danish.ASSESSED[cell.assessment]}" if cell.sign in CLEAR and cell.assessment else told


_templates.filters |= {
    "sign_symbol": lambda sign: text_sign(danish.SIGNS[sign][0]),
    "sign_words": sign_words,
    "kept_together": lambda text: text.replace(" %", "\u00a0%"),
    "unbroken": unbroken_at_hyphens,
    "text_sign": text_sign,
    "arrow_sign": lambda arrow: text_sign(danish.ARROWS[arrow]),
    "short_word": SHORT_WORDS.__getitem__,
    "sentence": danish.sentence,
    "joined": danish.joined,
    "day": danish.day,
    "role_name": lambda role: roles.NAMES.get(role, role),
}


def drawn(template: str, **parts) -> Markup:
    """A template of `templates/` with its parts, everything in them escaped that is not markup already."""
    return Markup(_templates.get_template(template).render(**parts))


def markup(content: Markup, **attributes) -> html.Div:
    """The component that shows a piece of HTML. It takes `Markup` only: text that nobody has escaped is refused."""
    if not isinstance(content, Markup):
        raise TypeError("markup() takes Markup, which drawn() gives")
    return html.Div(**{"data-html": str(content)} | attributes)


@dataclass(frozen=True)
class Dressing:
    """What a page adds to a table: where its names lead, and the drawings beside its figures.

    `intervals` are drawn after the columns of those keys, `bars` after the last; `apart` are the keys of the columns
    that stand apart from the one before. `row_notes` are the ends of the rows' names that stand quietly. Without
    `files`, as before a publication is made, there is nothing to download or to copy.
    """

    row_links: Mapping[str, str] = field(default_factory=dict)
    row_notes: Mapping[str, str] = field(default_factory=dict)
    column_links: Mapping[str, str] = field(default_factory=dict)
    column_notes: Mapping[str, str] = field(default_factory=dict)
    curves: Mapping[tuple[str, str], Curve | None] | None = None
    row_curves: Mapping[str, Curve | None] = field(default_factory=dict)
    intervals: Mapping[str, Intervals] = field(default_factory=dict)
    bars: Mapping[str, Bar] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    after: Markup | str = ""
    files: bool = True
    cells: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """By row and column, a cell's id on the page and the numbers of the sentences that rest on it."""


def figures(table: Table, reading: Reading, dressing: Dressing = Dressing()) -> Markup:
    """The table with its notes, signs and downloads; one that is too wide for a page as a table a period."""
    if not table.columns:
        return drawn("empty.html", table=table)
    *before, last = by_period(table, MOST_COLUMNS)
    told = {
        "after": dressing.after,
        "hidden": hidden_note(table),
        "legend": table.symbols,
        "tones": [tone for tone in TONES if tone[0] in {cell.assessment for _, cell in _cells(table)}],
        "downloads": downloads(table, reading) if dressing.files else (),
        "whole": table,
        "copies": {name: download(table.publication, table.key, name, reading.audience) for name in ("html", "txt")},
    }
    return Markup("").join([*(_drawn(one, dressing) for one in before), _drawn(last, dressing, **told)])


def _drawn(table: Table, dressing: Dressing, **told) -> Markup:
    matrix = dressing.curves is not None
    nothing = {"after": "", "hidden": "", "legend": (), "tones": (), "downloads": (), "whole": table, "copies": {}}
    return drawn(
        "table.html",
        table=table,
        blocks=_blocks(table),
        worded={column.key for column, cell in _cells(table) if cell.arrow or cell.mark or (cell.sign and cell.text)},
        matrix=matrix,
        shape=_shape(table, matrix, bool(dressing.bars)),
        curves=dressing.curves or {},
        row_curves=dressing.row_curves,
        intervals=dressing.intervals,
        bars=dressing.bars,
        apart=dressing.apart,
        row_links=dressing.row_links,
        row_notes=dressing.row_notes,
        column_notes=dressing.column_notes,
        column_links=dressing.column_links,
        cells=dressing.cells,
        **nothing | told,
    )


def downloads(table: Table, reading: Reading) -> list[tuple[str, str]]:
    """The table's files, each with the audience in its words and in its address."""
    return [
        (
            f"Hent {name} ({reading.audience.title} visning)",
            download(table.publication, table.key, suffix, reading.audience),
        )
        for name, suffix in (("CSV", "csv"), ("Excel", "xlsx"))
    ]


def hidden_note(table: Table) -> str:
    """How many cells are hidden from the audience; empty where none is. The rule stands among the notes."""
    return f"Skjulte tal i tabellen: {danish.number(table.hidden, 0)}." if table.hidden else ""


def _cells(table: Table) -> list[tuple]:
    return [pair for row in table.rows for pair in zip(table.columns, row.cells, strict=True)]


def _blocks(table: Table) -> list[dict]:
    return [
        {"total": block == 0, "rows": [_row(table, row) for row in rows]}
        for block, rows in groupby(table.rows, key=lambda row: row.block)
    ]


def _row(table: Table, row: Row) -> dict[str, str | list[tuple[object, Cell]]]:
    pairs = list(zip(table.columns, row.cells, strict=True))
    return {"key": row.key, "label": row.label, "pairs": pairs}


def _shape(table: Table, matrix: bool, bars: bool) -> str:
    """The classes of the table: few columns stand close to the names, many fill the page."""
    compared = any(column.part == "sign" for column in table.columns)
    wide = len(table.columns) > FEW_COLUMNS or compared
    width = "full matrix" if matrix else "full tight" if wide else "snug"
    folds = "folds" if len(table.columns) % 2 and not matrix else "folds pairs"
    marked = "marked" if any(cell.mark for _, cell in _cells(table)) else ""
    return " ".join(filter(None, [width, folds, marked, "adding" if bars else "", "compared" if compared else ""]))


@dataclass(frozen=True)
class Small:
    """One of the small multiples: a curve with its name, its unit and where it leads."""

    name: str
    curve: Curve
    indicator: Indicator
    href: str = ""
    scale: bool = False

    @property
    def sign(self) -> str:
        """What stands after the scale's uppermost figure."""
        return SIGNS[self.indicator.unit]

    @property
    def unit(self) -> str:
        """The unit read aloud."""
        return SPOKEN_UNITS[self.indicator.unit]


def multiples(figures: list[Small], shape: str = "") -> Markup:
    """Curves side by side."""
    return drawn("multiples.html", figures=figures, shape=shape)
