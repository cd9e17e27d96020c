"""A sheet -> its columns as values, with a finding for each column that is missing and each cell that will not do."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.extracts.amounts import HIGHEST_RATE, millionths
from kpi.extracts.columns import BY_KEY, Column, Kind, Type, moves
from kpi.extracts.convert import converted, reading_of
from kpi.extracts.findings import SEVERITY, STOP, Finding, about_rows
from kpi.extracts.pseudonyms import combinations
from kpi.extracts.refusals import Refused, shown
from kpi.extracts.rows import Source
from kpi.extracts.sheets import Cells, Sheet
from kpi.extracts.texts import text_of

STATUS_LIST, LEAVERS = BY_KEY["bestand"], BY_KEY["fratraadte"]
READINGS = {
    Type.RATE: "en decimal, hvor 1 er fuld tid",
    Type.HOURS: "timer pr. uge, hvor 37 er fuld tid",
    Type.DECIMAL: "procent, hvor 100 er fuld tid",
}
NEUTRAL = {Type.FLAG: False, Type.PAY: False, Type.MONTHLY: False} | dict.fromkeys(
    (Type.TEXT, Type.NUMBER, Type.PERSON, Type.STATUS), ""
)
"""What stands in for a value that was refused, in rows that are left out: zero where nothing is said here."""


@dataclass
class Taken:
    """A sheet taken in: by field its distinct values and each row's place among them, and which rows will do."""

    sheet: Sheet
    kind: Kind
    fields: dict[str, tuple[list, np.ndarray]] = field(repr=False)
    good: np.ndarray = field(repr=False)
    findings: list[Finding] = field(default_factory=list)

    @property
    def source(self) -> Source:
        """The sheet as a source, with the kind that its rows told."""
        columns = {name: (cells.header, cells.letter) for name, cells in self.sheet.columns.items()}
        sheet = self.sheet
        return Source(sheet.file, sheet.sheet, self.kind.key, sheet.sha256, len(sheet.lines), columns)

    @property
    def complete(self) -> bool:
        """Whether every column that is needed was there."""
        return not any(finding.code == "kolonne_mangler" for finding in self.findings)


def taken(sheet: Sheet, on: date | None) -> Taken:
    """The sheet's values and kind, with its findings; `on` is the day of a status list that does not tell it."""
    one = Taken(sheet, sheet.kind, {}, np.ones(len(sheet.lines), dtype=bool))
    pay_first = sorted(sheet.kind.columns, key=lambda column: column.field != "hourly")
    for column in pay_first:
        if column.name in sheet.columns and column.field not in one.fields:
            _take(one, sheet.columns[column.name])
    if any(isinstance(value, Fraction) for value in one.fields.get("rate", ([],))[0]):
        _divide(one)
    one.kind = _kind(one)
    one.findings = _missing_columns(one, on) + one.findings
    return one


def _take(one: Taken, cells: Cells) -> None:
    """Puts the column's values among the fields, and what it refuses among the findings."""
    values = converted(cells)
    neutral = NEUTRAL.get(cells.column.type, 0)
    causes: dict[tuple[str, str], list[int]] = {}
    for place, value in enumerate(values):
        if isinstance(value, Refused):
            causes.setdefault((value.code, value.cause), []).append(place)
    for (code, cause), places in causes.items():
        rows = np.isin(cells.codes, places)
        if cells.column.field == "rate" and cause == "mangler":
            rows &= ~_paid_by_the_hour(one)
        _refuse(one, cells, code, np.flatnonzero(rows), values)
    plain = [_plain(value, neutral) for value in values]
    one.fields[cells.column.field] = plain, cells.codes
    if cells.column.type is Type.DEGREE and one.good.any():
        one.findings.append(_degree(one, cells, plain))


def _plain(value: object, neutral: object) -> object:
    if not isinstance(value, Refused):
        return value
    return neutral if value.instead is None else value.instead


def _paid_by_the_hour(one: Taken) -> np.ndarray:
    values, codes = one.fields.get("hourly", ([False], np.zeros(len(one.good), dtype=np.int64)))
    return np.array(values, dtype=bool)[codes]


def _refuse(one: Taken, cells: Cells, code: str, rows: np.ndarray, values: list) -> None:
    """Adds one finding about the rows, whose cells were refused for one cause; a stop leaves the rows out."""
    if not len(rows):
        return
    if SEVERITY[code] == STOP:
        one.good[rows] = False
    text = values[cells.codes[rows[0]]].text
    column, value = cells.column, shown(cells.of(rows[0]), cells.column)
    found = about_rows(code, text, one.source, column.name, one.sheet.lines[rows], column.tables, value)
    one.findings.append(found)


def _degree(one: Taken, cells: Cells, plain: list) -> Finding:
    """How an ambiguous column was read, by its first row that will do."""
    row = int(np.argmax(one.good))
    decimal = danish.number(plain[cells.codes[row]] / 1_000_000, 4)
    text = (
        f"{cells.header} er læst som {READINGS[reading_of(cells)]}: {text_of(cells.of(row))} er blevet til decimalen "
        f"{decimal}. Passer det ikke, så kald kolonnen Beskæftigelsesdecimal og skriv decimaler, f.eks. {decimal}."
    )
    column, lines = cells.column, one.sheet.lines[one.good]
    return about_rows("tvetydig_kolonne", text, one.source, column.name, lines, column.tables, text_of(cells.of(row)))


def _divide(one: Taken) -> None:
    """Puts numerator / denominator in place of the rate; rows where that is no rate are refused."""
    cells = one.sheet.columns["Tæller"]
    if "full_time" not in one.fields:
        one.fields["full_time"] = [Fraction(37)], np.zeros(len(one.good), dtype=np.int64)
        column = next(column for column in one.kind.columns if column.field == "full_time")
        one.findings.append(_missing(column, [], one))
    pairs, codes = combinations(one.fields["rate"], one.fields["full_time"])
    rates = [part / whole if whole else Fraction(-1) for part, whole in pairs]
    outside = [place for place, rate in enumerate(rates) if not 0 <= rate <= HIGHEST_RATE]
    rows = np.flatnonzero(np.isin(codes, outside) & one.good)
    text = f"{cells.header} divideret med Nævner ligger uden for 0 til 1,3. Ret tallene, f.eks. 32 og 37."
    refusals = [Refused("sats_udenfor", "brøk", text)] * len(cells.values)
    _refuse(one, cells, "sats_udenfor", rows, refusals)
    one.fields["rate"] = [millionths(max(rate, Fraction(0))) for rate in rates], codes


def _kind(one: Taken) -> Kind:
    """The sheet's kind: a list without its day is a leavers' list when every row has a leave date."""
    if one.kind not in (STATUS_LIST, LEAVERS) or "on" in one.fields or "left" not in one.fields:
        return one.kind
    values, codes = one.fields["left"]
    is_open = np.array([value == OPEN for value in values], dtype=bool)[codes]
    return STATUS_LIST if is_open.any() else LEAVERS


def _missing_columns(one: Taken, on: date | None) -> list[Finding]:
    found = []
    for need, columns in one.kind.needs.items():
        is_told = need == "on" and one.kind is STATUS_LIST and on is not None
        if not is_told and not any(column.name in one.sheet.columns for column in columns):
            found.append(_missing(columns[0], columns[1:], one))
    return found


def _missing(column: Column, others: list[Column], one: Taken) -> Finding:
    instead = f" (eller {danish.joined([other.name for other in others], 'eller')})" if others else ""
    text = f"Kolonnen {column.name}{instead} mangler."
    if column.field == "on" and one.kind is STATUS_LIST:
        text += " Listen siger derfor ikke, hvilken dag den gælder. Angiv dagen med --on, f.eks. --on 2022-06-30, eller"
        text += f" tilføj kolonnen, f.eks. med {column.example}."
    else:
        example = "" if column.identifies else f", f.eks. med {column.example} i rækkerne"
        text += f" Tilføj den under overskriften {column.name}{example}."
    text += f" {moves('Kolonnen', column.tables)}"
    return Finding("kolonne_mangler", text, one.sheet.file, one.sheet.sheet, column=column.name, tables=column.tables)
