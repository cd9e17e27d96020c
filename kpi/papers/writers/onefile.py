"""Document -> one page of HTML that needs nothing else: for a reader without access to the server, and for print.

No script, no request: its own Content-Security-Policy lets nothing in but its stylesheet, which it knows by checksum.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from kpi import danish
from kpi.definitions.disclosure import AUDIENCES
from kpi.papers.document import Bullets, Chart, Document, Heading, Paragraph, TableBlock
from kpi.papers.table import Cell, Column, Table
from kpi.papers.writers import svg_chart
from kpi.papers.writers.around import by_period, heading, lines_under, text_sign, unbroken_at_hyphens
from kpi.papers.writers.beside import Piece, beside, beside_text
from kpi.papers.writers.plain import EXAMPLE

TEMPLATES = Path(__file__).parent / "templates"
FEW_COLUMNS, MOST_COLUMNS = 4, 10
SHORT_SIGN = 13
"""Letters beside a figure that stand on one line: ↔ uændret (f)."""
NOT_HTML = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010fffd]")
NOT_PLAIN = re.compile(r"[^\w .,:/-]")
ADDRESS = re.compile(r"https?://\S+")
POLICY = "default-src 'none'; style-src 'sha256-{checksum}'; base-uri 'none'; form-action 'none'"


def _text(text: object) -> object:
    """What is written into the page: without the characters that no page may hold."""
    return NOT_HTML.sub(" ", text) if isinstance(text, str) and not isinstance(text, Markup) else text


_page = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
    finalize=_text,
)
_page.filters |= {
    "is_address": lambda text: bool(ADDRESS.fullmatch(text)),
    "sentence": danish.sentence,
    "heading": heading,
    "lines_under": lines_under,
    "unbroken": unbroken_at_hyphens,
}


@dataclass(frozen=True)
class Figure:
    """A cell as it is drawn: what is seen, what is only spoken, and what hangs beside it."""

    text: str
    spoken: str
    said: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Drawn:
    """A block of the page: what it is, and what the template draws of it."""

    kind: str
    content: object
    key: str = ""
    number: int = 0


def one_file_html(document: Document) -> bytes:
    """The document as one page, UTF-8. The same document gives the same bytes."""
    style = (TEMPLATES / "onefile.css").read_text(encoding="utf-8") + _page_foot(document)
    blocks = _drawn(document)
    page = _page.get_template("onefile.html").render(
        document=document,
        audience=AUDIENCES[document.audience].title,
        blocks=blocks,
        contents=[block for block in blocks if block.kind == "heading" and block.content.level == 1],
        example=EXAMPLE if document.example else "",
        policy=POLICY.format(checksum=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()),
        style=style,
    )
    return page.encode()


def figure_of(cell: Cell) -> Figure:
    """How a cell is drawn: where it has words of its own to be spoken, what is seen beside it is not read as well."""
    pieces = tuple(Piece(text_sign(piece.text), piece.tone) for piece in beside(cell))
    if not cell.spoken:
        return Figure(cell.text, "", False, pieces)
    sign = danish.SIGNS[cell.sign][1] if cell.sign else ""
    unsaid = [words for words in (sign, cell.reason) if words and words not in cell.spoken]
    return Figure(cell.text, ", ".join((cell.spoken, *unsaid)), True, pieces)


def _page_foot(document: Document) -> str:
    """The stylesheet's last rule: what stands at the foot of each printed page, as a string that ends nowhere early."""
    told = f"Udgivelse {document.publication} · {AUDIENCES[document.audience].title} visning"
    told += f" · {EXAMPLE}" if document.example else ""
    escaped = NOT_PLAIN.sub(lambda found: f"\\{ord(found[0]):x} ", NOT_HTML.sub(" ", told))
    return f':root {{ --udgivelse: "{escaped}"; }}\n'


def _drawn(document: Document) -> list[Drawn]:
    """The blocks of the page in order, each with an id where something can lead to it."""
    drawn, figures, tables = [], 0, 0
    for place, block in enumerate(document.blocks):
        if isinstance(block, Heading):
            drawn.append(Drawn("heading", block, f"afsnit-{place}"))
        elif isinstance(block, Paragraph):
            drawn.append(Drawn("paragraph", block))
        elif isinstance(block, Bullets):
            drawn.append(Drawn("bullets", block))
        elif isinstance(block, TableBlock):
            for part in by_period(block.table, MOST_COLUMNS):
                tables += 1
                drawn.append(Drawn("table", _table(part), f"tabel-nr-{tables}"))
        else:
            figures += 1
            drawn.append(_chart(block, figures))
    return drawn


def _chart(chart: Chart, number: int) -> Drawn:
    content = {
        "chart": chart,
        "drawing": svg_chart.drawing(chart),
        "table": _table(svg_chart.chart_table(chart, number)),
    }
    return Drawn("chart", content, f"figur-{number}", number)


def _table(table: Table) -> dict:
    """What the template draws of a table: its rows by group, each cell with its column."""
    pairs = "pairs" if len(table.columns) % 3 else ""
    return {
        "table": table,
        "columns": table.columns,
        "hangs": _hangs(table),
        "shape": " ".join(("full" if len(table.columns) > FEW_COLUMNS else "snug", "folds", pairs)).strip(),
        "groups": [
            {
                "total": block == 0,
                "rows": [
                    {"label": row.label, "cells": list(zip(table.columns, map(figure_of, row.cells), strict=True))}
                    for row in rows
                ],
            }
            for block, rows in groupby(table.rows, key=lambda row: row.block)
        ],
    }


def _hangs(table: Table) -> dict[str, str]:
    """The columns whose figures have something beside them, with how much room it takes."""
    longest: dict[str, int] = {}
    for column, cell in _cells(table):
        longest[column.key] = max(longest.get(column.key, 0), len(beside_text(cell)))
    return {key: "wide" if length > SHORT_SIGN else "narrow" for key, length in longest.items() if length}


def _cells(table: Table) -> list[tuple[Column, Cell]]:
    return [pair for row in table.rows for pair in zip(table.columns, row.cells, strict=True)]
