"""Lines -> the tables that an officer's text holds, each figure with the row and the column that it stands in.

A table is known by its caption (or the heading above it) and its heading rows: a row is a staff group or an area, a
column a period of a measure. What is not known for sure is left out: nothing is said of a table that may be another.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpi.papers.proofreading.group_mentions import GroupNames
from kpi.papers.proofreading.lines import Line
from kpi.papers.proofreading.measure_names import OF_TABLES, keys_of, measures_in
from kpi.papers.proofreading.period_mentions import periods_in, resolved
from kpi.papers.proofreading.reading import ADVERTS, ELSEWHERE
from kpi.papers.sentences.ledger import TOTAL_ADVERTS, Ledger

ABOVE = 3
"""How many lines above its first row a table's caption may stand."""
NO_FIGURE = re.compile(
    r"vurdering|ændring|forskel|differen|interval|forhold|udvikling|point|indeks|bemærkning|\bn\b|nævner|tæller", re.I
)
"""Headings of columns whose figures are no cells of the paper's tables."""
COUNTED = re.compile(r"\bantal(?! ansatte (?:et år|året) før)", re.I)
OF_ADVERTS = (
    (re.compile(r"uafklare", re.I), "adverts_undecided", "value"),
    (re.compile(r"andel|procent|%", re.I), ADVERTS, "value"),
    (re.compile(r"uden ansættelse", re.I), ADVERTS, "numerator"),
    (re.compile(r"publicere|annoncer|opslag", re.I), "adverts", "value"),
    (re.compile(r"ansættelser", re.I), "adverts_hires", "value"),
)
"""What a heading or a row of the table of adverts speaks of; the first that fits."""
ALL = ("i alt", "alle", "alle områder", "total", "samlet")


@dataclass(frozen=True)
class Column:
    """A column: its heading, the measure and the part of it (`value`, `numerator`), its last day; empty if unknown."""

    label: str
    measure: str = ""
    part: str = "value"
    end: str = ""


@dataclass(frozen=True)
class Typed:
    """A cell as it was typed: its text and where it begins in its line; `after` is the cell to its right."""

    line: Line
    text: str
    start: int
    row: str
    group: str
    column: Column
    before: Column | None = None
    after: str = ""


@dataclass(frozen=True)
class TypedTable:
    """A table: what it is called, its heading line and columns, and its cells row by row."""

    name: str
    heading: Line
    columns: tuple[Column, ...]
    cells: tuple[Typed, ...] = field(default=())


def typed_tables(lines: Sequence[Line], ledger: Ledger) -> Iterable[TypedTable]:
    """The tables of the text that are known to show what the publication's tables show."""
    names = GroupNames(ledger)
    for first, line in enumerate(lines):
        if line.kind != "row" or (first and lines[first - 1].kind == "row"):
            continue
        rows = [line]
        while first + len(rows) < len(lines) and lines[first + len(rows)].kind == "row":
            rows.append(lines[first + len(rows)])
        name, measures = _known_by(lines[max(first - ABOVE, 0) : first])
        if measures and not (COUNTED.search(name) and measures != (ADVERTS,)):
            yield _table(name, measures, rows, names, ledger)


def _known_by(above: Sequence[Line]) -> tuple[str, tuple[str, ...]]:
    """What the table is called and the measures that it shows, by its caption, else by the nearest heading."""
    for line in (*(one for one in reversed(above) if one.kind == "caption"), *reversed(above)):
        keys = keys_of(measures_in(line.text))
        if ELSEWHERE.search(line.text):
            return "", ()
        if line.kind == "caption":
            return line.text.strip(), keys or OF_TABLES.get(line.table, ())
        if line.kind == "heading" and keys:
            return line.text.strip(), keys
    return "", ()


def _table(name: str, measures: tuple[str, ...], rows: list[Line], names: GroupNames, ledger: Ledger) -> TypedTable:
    adverts = measures == (ADVERTS,)
    labels = [line.text.split("\t")[0] for line in rows]
    top = next((at for at, label in enumerate(labels) if _group_of(label, adverts, names, ledger)), len(rows))
    columns = _columns(name, measures, [line.text.split("\t") for line in rows[:top]], ledger)
    cells, area = [], ""
    for line in rows[top:]:
        label, *texts = line.text.split("\t")
        group = _group_of(label, adverts, names, ledger)
        told = _of_adverts(label) if adverts else None
        if adverts and not group and told and area:
            columns_of_row = tuple(Column(f"{label}, {one.label}", *told, one.end) for one in columns)
            cells += _cells(line, label, area, columns_of_row, texts)
        elif group:
            area = group
            cells += _cells(line, label, group, columns, texts)
    return TypedTable(name, rows[0], columns, tuple(cells))


def _cells(line: Line, label: str, group: str, columns: Sequence[Column], texts: list[str]) -> Iterable[Typed]:
    start = len(label) + 1
    for place, text in enumerate(texts):
        if place < len(columns) and columns[place].measure and columns[place].end:
            column = columns[place]
            earlier = [one for one in columns[:place] if (one.measure, one.part) == (column.measure, column.part)]
            beside = texts[place + 1] if place + 1 < len(texts) and not _heads(columns, place + 1) else ""
            before = earlier[-1] if earlier else None
            yield Typed(line, text, start, label.strip(), group, column, before, beside)
        start += len(text) + 1


def _heads(columns: Sequence[Column], place: int) -> bool:
    return place < len(columns) and bool(columns[place].label)


def _columns(name: str, measures: tuple[str, ...], heads: list[list[str]], ledger: Ledger) -> tuple[Column, ...]:
    """What each column shows; a heading that spans several is that of all of them, where another row stands below."""
    width = max((len(row) for row in heads), default=0)
    spread = [_spread(row, width) if place < len(heads) - 1 else row for place, row in enumerate(heads)]
    found = []
    for place in range(1, width):
        label = " ".join(row[place].strip() for row in spread if place < len(row) and row[place].strip())
        found.append(_column(label, name, measures, ledger))
    return tuple(found)


def _spread(row: list[str], width: int) -> list[str]:
    told: list[str] = []
    for text in [*row, *[""] * (width - len(row))]:
        told.append(text if text.strip() or len(told) < 2 else told[-1])
    return told


def _column(label: str, name: str, measures: tuple[str, ...], ledger: Ledger) -> Column:
    if NO_FIGURE.search(label):
        return Column(label)
    measure, part = "", "value"
    if measures == (ADVERTS,):
        measure, part = _of_adverts(label) or (ADVERTS, "value")
    else:
        own = keys_of(measures_in(label))
        keys = own or measures
        measure = keys[0] if len(keys) == 1 and not COUNTED.search(label) else ""
    latest = ledger.ends(measure)[-1] if measure and ledger.ends(measure) else ledger.publication.as_of.isoformat()
    told = [one for one in resolved(periods_in(label) or periods_in(name), (), latest) if one.keys]
    return Column(label, measure, part, told[-1].keys[0] if label and len(told) == 1 else "")


def _of_adverts(label: str) -> tuple[str, str] | None:
    return next(((measure, part) for words, measure, part in OF_ADVERTS if words.search(label)), None)


def _group_of(label: str, adverts: bool, names: GroupNames, ledger: Ledger) -> str:
    """The key of the row that a label names; empty where it names none, or several."""
    label, publication = label.strip(), ledger.publication
    printed = {area: area for area in publication.areas} if adverts else _by_name(publication.group_names)
    if label.lower() in ALL:
        return TOTAL_ADVERTS if adverts else ledger.total
    if label in printed:
        return printed[label]
    found = keys_of(names.areas_in(label) if adverts else names.people_in(label))
    found = [one for one in found if one != ledger.total or len(found) == 1]
    return found[0] if len(found) == 1 else ""


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {name: key for key, name in names.items()}
