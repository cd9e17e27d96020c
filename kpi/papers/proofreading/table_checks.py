"""The figures and arrows of an officer's tables held against the cells of the publication."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.lines import Line
from kpi.papers.proofreading.typed_tables import Column, Typed, TypedTable, typed_tables
from kpi.papers.sentences.claim import direction_of
from kpi.papers.sentences.ledger import Entry, Ledger
from kpi.papers.sentences.wording import LEVELS

FIGURE = re.compile(
    r"^[\s↑↓↔]*(?P<number>\d{1,3}(?:\.\d{3})+(?![\d,])|\d+(?:,\d+)?)\s*(?P<unit>%|procent|pct\.?|timer)?(?P<rest>\D*)$",
    re.I,
)
"""A cell with one figure; arrows, words and marks may stand around it."""
WAYS = {"↑": "up", "↓": "down", "↔": "flat", "steget": "up", "faldet": "down", "uændret": "flat"}
WAY = re.compile("|".join(WAYS))
NOT_THERE = "Kolonnen står ikke i udgivelsens tabeller, så dens tal kan ikke kontrolleres."
TAKE_AWAY = "Slet kolonnen, eller kontrollér tallene i den udgivelse, de kommer fra."
HIDDEN = "tallet står ikke i tabellerne for denne læser: det foreligger ikke, eller det er skjult."


def check_cells(lines: Sequence[Line], ledger: Ledger) -> Iterable[Fault]:
    """Faults of the figures and arrows of the text's tables, each with its table, row and column."""
    for table in typed_tables(lines, ledger):
        unknown = {one for one in table.columns if one.measure and one.end and not _is_told(one, ledger)}
        yield from (_of_column(table, one) for one in table.columns if one in unknown)
        for cell in table.cells:
            if not _is_among(cell.column, unknown):
                yield from _of_cell(table, cell, ledger)


def _is_told(column: Column, ledger: Ledger) -> bool:
    return column.end in (*ledger.ends(column.measure), *ledger.ends(column.measure, "same_date"))


def _is_among(column: Column, unknown: set[Column]) -> bool:
    return any(column.end == one.end for one in unknown)


def _of_column(table: TypedTable, column: Column) -> Fault:
    start = max(table.heading.text.find(column.label), 0)
    words = column.label if column.label in table.heading.text else table.heading.text.strip()
    return Fault(table.heading.number, start, start + len(words), words, "tal_ikke_i_tabellerne", NOT_THERE, TAKE_AWAY)


def _of_cell(table: TypedTable, cell: Typed, ledger: Ledger) -> Iterable[Fault]:
    hit = FIGURE.match(cell.text)
    if not hit:
        return
    entry = ledger.at(cell.column.measure, cell.group, cell.column.end)
    where = f"{_name(table)}, rækken «{cell.row}», kolonnen «{cell.column.label}»"
    if entry is None:
        reason = f"{where}: {HIDDEN}"
        yield _fault(
            cell, hit.span("number"), "tal_ikke_i_tabellerne", reason, "Slet tallet, eller skriv tabellens tegn."
        )
    elif not _holds(hit["number"], cell.column, entry):
        right = _right(cell.column, entry)
        unit = LEVELS[BY_KEY[entry.measure].unit] if cell.column.part == "value" else ""
        reason = f"{where}: i udgivelsen står der {right}{unit}."
        yield _fault(cell, hit.span("number"), "tal_ikke_i_tabellerne", reason, f"Skriv {right}.", entry)
    elif _is_percent(hit) and BY_KEY[entry.measure].unit is Unit.HOURS:
        reason = f"{where}: arbejdstid måles i timer."
        yield _fault(cell, hit.span("unit"), "procent_for_timer", reason, "Skriv timer, eller slet tegnet.", entry)
    else:
        yield from _of_way(cell, hit, where, ledger)


def _of_way(cell: Typed, hit: re.Match, where: str, ledger: Ledger) -> Iterable[Fault]:
    """A fault where the arrow (or the word) after a figure is not that of the change since the column before."""
    said = WAY.search(hit["rest"]) or (WAY.search(cell.after) if not FIGURE.match(cell.after) else None)
    before, column = cell.before, cell.column
    if not said or before is None or not before.end < column.end or column.part != "value":
        return
    right = direction_of(ledger, column.measure, cell.group, before.end, column.end)
    every = {WAYS[one] for one in WAY.findall(hit["rest"])} or {WAYS[said[0]]}
    if right and every != {right}:
        first, last = (ledger.at(column.measure, cell.group, one.end) for one in (before, column))
        moved = "uændret" if right == "flat" else f"{danish.MOVED[right]} fra {first.text}"
        told = (f"{where}: tallet er {moved}.", f"Skriv {danish.ARROWS[right]} ved tallet.")
        yield _fault(cell, hit.span("number"), "forkert_retning", *told, first, last)


def _holds(said: str, column: Column, entry: Entry) -> bool:
    value, decimals = Decimal(said.replace(".", "").replace(",", ".")), len(said.partition(",")[2])
    shown = entry.numerator if column.part == "numerator" else entry.value
    return danish.rounded(shown, decimals) == value


def _right(column: Column, entry: Entry) -> str:
    return danish.number(entry.numerator, 0) if column.part == "numerator" else entry.text


def _is_percent(hit: re.Match) -> bool:
    return (hit["unit"] or "").lower()[:1] in ("%", "p")


def _name(table: TypedTable) -> str:
    number = re.match(r"Tabel \d+", table.name)
    return number[0] if number else f"Tabellen «{table.name}»"


def _fault(cell: Typed, span: tuple[int, int], kind: str, reason: str, proposal: str, *entries: Entry) -> Fault:
    start, end = (cell.start + place for place in span)
    words, cells = cell.line.text[start:end], tuple(one.address for one in entries)
    return Fault(cell.line.number, start, end, words, kind, reason, proposal, cells)
