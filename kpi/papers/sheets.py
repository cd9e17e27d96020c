"""Sheet: what a sheet of a workbook holds, whether it is a table of figures or a list of texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kpi.definitions.model import Unit
from kpi.papers.table import Table
from kpi.papers.writers.plain import Field, Plain, plain
from kpi.publications.publication import Publication

BY_TABLE = {"aaret-foer": "Året før", "sag": "Sagen", "bidrag": "Bidrag", "bidrag-centre": "Centre"}
"""What the sheets of a table of the paper are called, by what the keys of their tables begin with."""
OF_MONTHS = re.compile(r"-(\d+)-(\d+)-mdr$")
IN_DANISH = {"bevaegelser": "bevægelser", "omsaetning": "omsætning", "laesninger": "læsninger", "foer": "før"}
"""The words of the tables' keys that are written otherwise."""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the name of its table, its words, and its rows with one header row.

    `percent` has the places of the columns whose numbers are per cent: they are written as fractions with a format.
    `wide` says that every column holds texts that wrap. `charted` has the places of the columns that a chart under the
    table draws, row by row.
    """

    name: str
    key: str
    caption: str
    description: str
    content: Plain
    percent: frozenset[int] = frozenset()
    wide: bool = False
    charted: tuple[int, ...] = ()


def table_sheet(table: Table, publication: Publication, name: str = "") -> Sheet:
    """The sheet of a table: its figures, the arrows and marks in columns of their own, and what travels with it."""
    content = plain(table, publication)
    percent = {column.label for column in table.columns if column.unit is Unit.PERCENT and column.part == "value"}
    places = {
        place
        for place, title in enumerate(content.header)
        if any(title == label or title.startswith(f"{label} (") for label in percent)
    }
    description = f"{table.caption}. {table.subtitle}"
    charted = _latest_shares(table, content) if table.key == f"tabel-{table.number}" else ()
    return Sheet(
        name or _name(table), table.key, table.caption, description, content, frozenset(places), charted=charted
    )


def _latest_shares(table: Table, content: Plain) -> tuple[int, ...]:
    """The places of the printed table's latest values, of those that are shares or hours."""
    values = [one for one in table.columns if one.part == "value" and one.unit is not Unit.COUNT]
    latest = max((one.period for one in values), default="")
    return tuple(
        place
        for place, title in enumerate(content.header)
        if any(one.period == latest and (title == one.label or title.startswith(f"{one.label} (")) for one in values)
    )


def list_sheet(key: str, name: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[Field]]) -> Sheet:
    """The sheet of a list of texts and counts."""
    content = Plain(tuple(header), tuple(tuple(row) for row in rows), ())
    return Sheet(name, key, caption, caption, content, wide=True)


def _name(table: Table) -> str:
    """A table's kind and number in Danish, a staff group's own name."""
    if table.key.startswith("faggruppe-"):
        return table.title
    months = OF_MONTHS.search(table.key)
    key, ending = OF_MONTHS.sub("", table.key), f", {months[1]}-{months[2]} mdr." if months else ""
    kind, _, number = key.rpartition("-")
    if kind in BY_TABLE:
        return f"{BY_TABLE[kind]}, tabel {number}{ending}"
    return " ".join(IN_DANISH.get(word, word) for word in key.split("-")).capitalize() + ending
