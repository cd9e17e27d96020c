"""Table -> plain rows of numbers and texts, and CSV as a Danish Excel reads it: BOM, semicolon, decimal comma.

One header row. A figure's arrow and mark stand in columns of their own beside it, so that the figures' column holds
numbers, and beside them only the signs of what is not shown. What travels with a table comes after it, a line each.
"""

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal

from kpi import danish
from kpi.papers.table import UNITS, Cell, Column, Table
from kpi.papers.writers.beside import sign_text
from kpi.publications.publication import Publication

Field = Decimal | str
BOM = "\ufeff"
EXAMPLE = "Eksempel – opdigtede personer"
PARTIAL = "Delvis udgivelse"
"""What heads the tables that a publication's sources do not cover whole."""
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, full-width forms too."""
SIGNED_NUMBER = re.compile(r"[+-][0-9]+(\.[0-9]{3})*(,[0-9]+)?")
"""What begins as a formula and is a difference: a spreadsheet gives the number back, whatever its language."""
AS_DATA = str.maketrans({".": None, "\u2212": "-"})


@dataclass(frozen=True)
class Plain:
    """A table as rows: one header, fields that are numbers as printed or texts, and the lines that travel with it."""

    header: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]
    told: tuple[str, ...]


def plain(table: Table, publication: Publication) -> Plain:
    """The table as plain rows; the publication tells when and from where."""
    beside = [
        (
            any(movement(row.cells[place]) for row in table.rows) and table.columns[place].part != "sign",
            any(row.cells[place].mark for row in table.rows),
        )
        for place in range(len(table.columns))
    ]
    header = [table.stub]
    for column, has in zip(table.columns, beside, strict=True):
        header += [heading(column), *_chosen(has, f"{column.label}, udvikling", f"{column.label}, tegn")]
    rows = []
    for row in table.rows:
        fields: list[Field] = [row.label]
        for cell, has in zip(row.cells, beside, strict=True):
            fields += [figure(cell), *_chosen(has, movement(cell), cell.mark)]
        rows.append(tuple(fields))
    return Plain(tuple(header), tuple(rows), told(table, publication))


def heading(column: Column) -> str:
    """The column's label with its unit, where the label does not say it; rows of several units say it themselves."""
    unit = UNITS[column.unit] if column.measure and column.unit.value not in column.label else ""
    within = column.note or unit
    return f"{column.label} ({within})" if within else column.label


def figure(cell: Cell) -> Field:
    """The figure as it is printed: a number with the printed decimals, or the sign of what is not shown.

    A cell that holds nothing but the sign of a comparison is that sign with its words.
    """
    if not cell.text:
        return sign_text(cell)
    return cell.text if cell.value is None else danish.rounded(cell.value, cell.decimals) + 0  # + 0: no negative zero


def movement(cell: Cell) -> str:
    """The arrow with its word: ↑ forværret, or ↑ steget where neither way is better; then the comparison's sign."""
    arrow = f"{danish.ARROWS[cell.arrow]} {cell.word or danish.MOVED[cell.arrow]}" if cell.arrow else ""
    return "; ".join(filter(None, (arrow, sign_text(cell))))


def told(table: Table, publication: Publication) -> tuple[str, ...]:
    """What travels with the table, a line each: title, notes, signs, source, audience with its rule, publication.

    Where figures are hidden, the rule among the notes says what the sign means.
    """
    audience = publication.audience(table.audience)
    hidden = [f"{danish.counted(table.hidden, 'tal', 'tal')} er skjult i denne visning."] if table.hidden else []
    signs = [f"{sign} {meaning}" for sign, meaning in table.symbols if not (hidden and sign == danish.SUPPRESSED)]
    return (
        table.caption,
        *([danish.sentence(table.subtitle)] if table.subtitle else []),
        *table.notes,
        *hidden,
        *([f"Tegn: {'; '.join(signs)}."] if signs else []),
        f"Kilde: {table.source}, trukket {danish.day(publication.drawn)}. Data pr. {danish.day(publication.as_of)}.",
        f"Visning: {audience.title}." + (f" {audience.rule}" if audience.rule not in table.notes else ""),
        f"Udgivelse: {publication.key}, {publication.municipality}, {danish.day(publication.published.date())}.",
        *([f"{EXAMPLE}."] if publication.example else []),
    )


def csv_file(table: Table, publication: Publication) -> bytes:
    """The table as CSV: header, rows, an empty line, and the lines that travel with it."""
    content = plain(table, publication)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(field) for field in content.header])
    writer.writerows([_written(field) for field in row] for row in content.rows)
    writer.writerow([])
    writer.writerows([harmless(line)] for line in content.told)
    return (BOM + text.getvalue()).encode()


def harmless(text: str) -> str:
    """The text on one line, and never a formula to the spreadsheet that opens it; a signed number stands as it is."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(BEGINS_A_FORMULA) and not SIGNED_NUMBER.fullmatch(line) else line


def _written(field: Field) -> str:
    """A number with comma, an ordinary minus and no thousands; or a harmless text."""
    if isinstance(field, str):
        return harmless(field)
    return danish.number(field, -field.as_tuple().exponent).translate(AS_DATA)


def _chosen(has: tuple[bool, ...], *fields: str) -> list[str]:
    return [field for is_there, field in zip(has, fields, strict=True) if is_there]
