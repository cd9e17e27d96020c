"""What stands around the figures of a drawn table: headings, the lines under it, and what it is in words."""

import re
from dataclasses import replace

from kpi import danish
from kpi.papers.table import Column, Table

UNBROKEN = re.compile(r"(?<=\d\.) (?=kvartal)|(?<=kvartal) (?=\d)|(?<=[a-z]\.)(?<!mdr\.) (?=\d{4})|(?<=\d) (?=mdr)")
"""Where a column's label may not be broken: 1. kvartal 2022, Jun. 2022, 0-3 mdr."""
BETWEEN_DIGITS = re.compile(r"(?<=\d)-(?=\d)")
NUMBERED = re.compile(rf"(?<=\d) (?=%)|(?<=\d\.) (?=kvartal|{'|'.join(danish.MONTHS)})")
"""Where a line of text may not be broken: 19,8 %, 1. kvartal, 30. juni."""


def heading(column: Column) -> str:
    """What heads a column: its label, unbroken within a period, and its note where it has one."""
    return unbroken(column.label) + (f" ({column.note})" if column.note else "")


def unbroken(label: str) -> str:
    """The label with no line break inside a period or a number of months."""
    return UNBROKEN.sub("\u00a0", label)


def text_sign(text: str) -> str:
    """The text with its signs as signs on every device: a phone would draw ↔ as a picture."""
    return text.replace("↔", "↔\ufe0e")


def unbroken_at_hyphens(label: str) -> str:
    """The label as a page takes it, where a line may also end after the hyphen of 0-3."""
    return BETWEEN_DIGITS.sub("\u2060-\u2060", unbroken(label))


def unbroken_numbers(text: str) -> str:
    """The text with no line break between a number and what it counts."""
    return NUMBERED.sub("\u00a0", text)


def lines_under(table: Table) -> tuple[str, ...]:
    """What is told under a table, a line each: notes, how much is hidden, the signs that occur, the source.

    Where figures are hidden, the rule among the notes says what the sign means.
    """
    hidden = [f"Skjulte tal i tabellen: {danish.number(table.hidden, 0)}."] if table.hidden else []
    signs = [f"{sign} {meaning}" for sign, meaning in table.symbols if not (hidden and sign == danish.SUPPRESSED)]
    return (
        *table.notes,
        *hidden,
        *([f"Tegn: {'; '.join(signs)}."] if signs else []),
        *([f"Kilde: {table.source}."] if table.source else []),
    )


def described(table: Table) -> str:
    """The table in words, for those who do not see it: what its rows and columns are, and which row is the first."""
    rows = danish.counted(len(table.rows), "række", "rækker")
    columns = danish.counted(len(table.columns), "kolonne", "kolonner")
    labels = danish.joined([column.label for column in table.columns])
    first = f" Første række er {table.rows[0].label}." if table.rows else ""
    subtitle = f"{danish.sentence(table.subtitle)}. " if table.subtitle else ""
    return f"{subtitle}{rows} og {columns} med tal: {labels}.{first}"


def by_period(table: Table, most_columns: int) -> tuple[Table, ...]:
    """The table, or a table for each of its periods where it has more columns than that.

    The first keeps the table's key. A period that ends every label of its part stands over them instead. The notes,
    the symbols and the source stand under the last.
    """
    periods = list(dict.fromkeys(column.period for column in table.columns))
    if len(table.columns) <= most_columns or len(periods) == 1:
        return (table,)
    parts = []
    for number, period in enumerate(periods, 1):
        places = [place for place, column in enumerate(table.columns) if column.period == period]
        columns, shared = _without_shared([table.columns[place] for place in places])
        told = f"{shared} (del {number} af {len(periods)})" if shared else f"del {number} af {len(periods)}"
        part = replace(
            table,
            key=table.key if number == 1 else f"{table.key}-{number}",
            subtitle="; ".join(filter(None, (table.subtitle, told))),
            columns=columns,
            rows=tuple(replace(row, cells=tuple(row.cells[place] for place in places)) for row in table.rows),
        )
        parts.append(part if number == len(periods) else replace(part, notes=(), symbols=(), source=""))
    return tuple(parts)


def _without_shared(columns: list[Column]) -> tuple[tuple[Column, ...], str]:
    """The columns without what follows the last comma of every label, and that."""
    endings = {column.label.rpartition(", ")[2] for column in columns}
    if len(endings) > 1 or any(", " not in column.label for column in columns):
        return tuple(columns), ""
    return tuple(replace(column, label=column.label.rpartition(", ")[0]) for column in columns), endings.pop()
