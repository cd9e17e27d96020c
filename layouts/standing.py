"""A staff group's measures drawn: printed columns, curve, everybody's figure, and the verdict on the year."""

from markupsafe import Markup

from kpi.definitions.indicators import BY_KEY
from kpi.papers.columns import unit_note
from kpi.papers.comparisons.year_on_year import compared
from kpi.papers.explanations.standing import BEFORE, VERDICT
from kpi.papers.table import Row, Table
from layouts.address import download
from layouts.curves import WIDE_SPARK_SIZE, spark
from layouts.parts import downloads, drawn, hidden_note
from layouts.shell import View


def standing(view: View, table: Table, group: str) -> Markup:
    """The table with its notes, signs and downloads."""
    first_beside = next((n for n, column in enumerate(table.columns) if column.key != column.label), len(table.columns))
    parts = table.columns[:first_beside], table.columns[first_beside:]
    copies = {name: download(table.publication, table.key, name, view.reading.audience) for name in ("html", "txt")}
    return drawn(
        "standing.html",
        table=table,
        printed=parts[0],
        beside=parts[1],
        rows=[_row(view, group, row, parts) for row in table.rows],
        verdict=VERDICT,
        apart=BEFORE,
        hidden=hidden_note(table),
        downloads=downloads(table, view.reading),
        copies=copies,
    )


def _row(view: View, group: str, row: Row, parts: tuple) -> dict:
    one, series = BY_KEY[row.key], view.reading.series(row.key, group)
    found = view.reading.told_of(compared, row.key, group)
    split = len(parts[0])
    return {
        "name": one.title,
        "unit": unit_note(one),
        "href": view.to(f"/noegletal/{one.page}"),
        "curve": spark(series, one, found.assessment if found.is_clear else "", WIDE_SPARK_SIZE),
        "printed": list(zip(parts[0], row.cells[:split], strict=True)),
        "beside": list(zip(parts[1], row.cells[split:], strict=True)),
    }
