"""Table -> what the clipboard takes: simple HTML that Word, Outlook and the case systems paste, and text with tabs.

A cell holds what the page shows: the figure, its arrow and its mark.
"""

from html import escape

from kpi import danish
from kpi.papers.table import Cell, Row, Table
from kpi.papers.writers.beside import sign_text
from kpi.papers.writers.plain import harmless, heading, told
from kpi.publications.publication import Publication

TABLE = "border-collapse:collapse;font-family:Arial,sans-serif;font-size:10pt"
CAPTION = "text-align:left;font-weight:bold"
TEXT = "border:1px solid #a3acb5;padding:2pt 6pt;text-align:left;mso-number-format:'\\@'"
"""The last part tells Excel that a pasted text is a text, whatever it begins with."""
NUMBER = "border:1px solid #a3acb5;padding:2pt 6pt;text-align:right"


def printed(cell: Cell) -> str:
    """The cell as it is printed: figure, arrow or the comparison's sign with its words, mark."""
    return " ".join(filter(None, (cell.text, danish.ARROWS[cell.arrow], sign_text(cell), cell.mark)))


def html(table: Table, publication: Publication) -> str:
    """The table as a small document: caption, header cells with scope, and the lines that travel with it."""
    head = _cell("th", table.stub, TEXT, "col") + "".join(
        _cell("th", heading(one), NUMBER, "col") for one in table.columns
    )
    caption, *others = told(table, publication)
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in others)
    return (
        f'<!DOCTYPE html>\n<html lang="da"><head><meta charset="utf-8"><title>{escape(caption)}</title></head><body>\n'
        f'<table style="{TABLE}">\n<caption style="{CAPTION}">{escape(caption)}</caption>\n'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{''.join(_row(row) for row in table.rows)}</tbody>\n</table>\n"
        f"{lines}\n</body></html>\n"
    )


def text(table: Table, publication: Publication) -> str:
    """The table as lines with tabs, the caption before it and the lines that travel with it after it."""
    caption, *others = told(table, publication)
    header = [table.stub, *(heading(column) for column in table.columns)]
    rows = [[row.label, *map(printed, row.cells)] for row in table.rows]
    lines = [
        "\t".join(map(harmless, fields)) for fields in ([caption], header, *rows, [], *([line] for line in others))
    ]
    return "\r\n".join(lines) + "\r\n"


def _row(row: Row) -> str:
    cells = "".join(_cell("td", printed(cell), NUMBER) for cell in row.cells)
    return f"<tr>{_cell('th', row.label, TEXT, 'row')}{cells}</tr>\n"


def _cell(name: str, content: str, style: str, scope: str = "") -> str:
    scoped = f' scope="{scope}"' if scope else ""
    return f'<{name}{scoped} style="{style}">{escape(content)}</{name}>'
