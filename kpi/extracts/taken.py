"""A sheet -> its columns as values, with a finding for each column that is missing and each cell that will not do."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.extracts.asking import doubts
from kpi.extracts.asking.answers import NO_ANSWERS, Answers
from kpi.extracts.asking.questions import FIRST_DAY_OUT as FIRST_DAY_OUT_ANSWER
from kpi.extracts.asking.questions import Question, day_of_list, leave_question, meaning_of, which_column
from kpi.extracts.cells.amounts import HIGHEST_RATE, millionths
from kpi.extracts.cells.convert import converted
from kpi.extracts.cells.dates import day_of
from kpi.extracts.cells.refusals import A_DAY, Refused, shown
from kpi.extracts.cells.words import DELETED, FIRST_DAY_OUT
from kpi.extracts.checking.unlikely import unlikely
from kpi.extracts.columns import BY_KEY, Column, Kind, Type, moves
from kpi.extracts.findings import SEVERITY, STOP, Finding, about_rows
from kpi.extracts.pseudonyms import combinations
from kpi.extracts.rows import Source
from kpi.extracts.sheets import Cells, Sheet

STATUS_LIST, LEAVERS = BY_KEY["bestand"], BY_KEY["fratraadte"]
TAKEN_FIRST = {Type.STATUS: 0, Type.PAY: 1, Type.MONTHLY: 1}
"""Columns that say what other cells of the row may leave out."""
MARKS = ("person", "institution", "service_number", "start", "status", "left", "reason")
"""What even a row of status 7, 8, 9 or S must tell."""
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
    doubted: list[doubts.Doubt] = field(default_factory=list)
    on: date | None = None
    left_is_first_day_out: bool = False

    @property
    def source(self) -> Source:
        """The sheet as a source, with the kind that its rows told."""
        columns = {name: (cells.header, cells.letter) for name, cells in self.sheet.columns.items()}
        sheet = self.sheet
        titles = None if sheet.titles is None else pd.Series(sheet.titles, index=sheet.lines)
        return Source(sheet.file, sheet.sheet, self.kind.key, sheet.sha256, len(sheet.lines), columns, sheet.origin,
                      self.left_is_first_day_out, titles)  # fmt: skip

    @property
    def complete(self) -> bool:
        """Whether every column that is needed was there."""
        return not any(finding.code == "kolonne_mangler" for finding in self.findings)


def taken(sheet: Sheet, on: date | None = None, answers: Answers = NO_ANSWERS) -> Taken:
    """The sheet's values and kind, with its findings; `on` is the day of a status list that does not tell it."""
    one = Taken(sheet, sheet.kind, {}, np.ones(len(sheet.lines), dtype=bool))
    rate, doubt = doubts.rate_column(sheet, answers)
    for column in sorted(sheet.kind.columns, key=lambda column: TAKEN_FIRST.get(column.type, len(TAKEN_FIRST))):
        cells = sheet.columns.get(column.name)
        if cells is not None and (column.field != "rate" or cells is rate) and column.field not in one.fields:
            _take(one, cells, answers)
    if any(isinstance(value, Fraction) for value in one.fields.get("rate", ([],))[0]):
        _divide(one)
    one.kind = _kind(one)
    one.on = _day_of_list(one, on, answers)
    one.doubted += [*([doubt] if doubt else []), *_about_leave(one, answers)]
    about = [doubt.finding(one.source, sheet.lines) for doubt in one.doubted]
    hardly = unlikely(sheet, one.fields, one.good, one.source)
    one.findings = [*_missing_columns(one), *one.findings, *about, *hardly]
    return one


def _take(one: Taken, cells: Cells, answers: Answers) -> None:
    """Puts the column's values among the fields, and what it refuses among the findings."""
    is_degree = cells.column.type is Type.DEGREE
    unit, question = doubts.unit_of(one.sheet, cells, answers) if is_degree else (None, None)
    values = converted(cells, unit)
    asked = doubts.settled(one.sheet, cells, values, answers)
    causes: dict[tuple[str, str, int], list[int]] = {}
    refused = {place: value for place, value in enumerate(values) if isinstance(value, Refused)}
    for place, value in refused.items():
        causes.setdefault((value.code, value.cause, place if place in asked else -1), []).append(place)
    for (code, cause, place), places in causes.items():
        rows = np.isin(cells.codes, places) & _must_tell(one, cells.column, cause)
        _refuse(one, cells, code, np.flatnonzero(rows), values, asked.get(place))
    plain = values.copy()
    for place, value in refused.items():
        plain[place] = NEUTRAL.get(cells.column.type, 0) if value.instead is None else value.instead
    if one.kind.key == "annoncer" and cells.column.field == "area":
        named = answers.of(one.sheet.origin.key, meaning_of(cells.column.name, ""))
        plain = [named.get(area, area) for area in plain]
    one.fields[cells.column.field] = plain, cells.codes
    if question and one.good.any():
        one.doubted.append(doubts.about_unit(cells, plain, unit, question, one.good))


def _must_tell(one: Taken, column: Column, cause: str) -> np.ndarray:
    """The rows whose cell must do: not the rate of who is paid by the hour, not what a row of status 8 leaves out."""
    must = np.ones(len(one.good), dtype=bool)
    if column.field == "rate" and cause == "mangler":
        values, codes = one.fields.get("hourly", ([False], np.zeros(len(one.good), dtype=np.int64)))
        must &= ~np.array(values, dtype=bool)[codes]
    if column.field not in MARKS and one.kind is not LEAVERS and "status" in one.fields:
        values, codes = one.fields["status"]
        must &= ~np.isin(values, (*FIRST_DAY_OUT, DELETED))[codes]
    return must


def _refuse(
    one: Taken, cells: Cells, code: str, rows: np.ndarray, values: list, question: Question | None = None
) -> None:
    """Adds one finding about the rows, whose cells were refused for one cause; a stop leaves the rows out."""
    if not len(rows):
        return
    if SEVERITY[code] == STOP:
        one.good[rows] = False
    text = values[cells.codes[rows[0]]].text
    column, value = cells.column, shown(cells.of(rows[0]), cells.column)
    found = about_rows(code, text, one.source, column.name, one.sheet.lines[rows], column.tables, value, question)
    one.findings.append(found)


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
    text = (
        f"{cells.header} divideret med Nævner ligger uden for 0 til 1,3. Ret tallene: 24 af 37 timer skrives 24 og 37."
    )
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


def _about_leave(one: Taken, answers: Answers) -> list[doubts.Doubt]:
    """Takes a day off each Fratrædelsesdato where HR said that it is the first day out; else the doubt, if any."""
    if "left" not in one.fields or not len(one.good):
        return []
    values, codes = one.fields["left"]
    answer = answers.to(leave_question(one.sheet.origin))
    if answer == FIRST_DAY_OUT_ANSWER:
        one.fields["left"] = [day if day == OPEN else day - 1 for day in values], codes
        one.left_is_first_day_out = True
    if answer:
        return []
    left = np.where(one.good, np.array(values, dtype=np.int64)[codes], OPEN)
    end = _days(one, "end") if "end" in one.fields else None
    first_out = np.full(len(left), OPEN + 1)
    if {"status", "start"} <= one.fields.keys():
        texts, places = one.fields["status"]
        first_out = np.where(np.isin(texts, FIRST_DAY_OUT)[places], _days(one, "start"), first_out)
    doubt = doubts.about_leave(one.sheet, left, end, first_out)
    return [doubt] if doubt else []


def _days(one: Taken, name: str) -> np.ndarray:
    values, codes = one.fields[name]
    return np.array(values, dtype=np.int64)[codes]


def _day_of_list(one: Taken, on: date | None, answers: Answers) -> date | None:
    """The day of a status list that does not tell it: as answered for this very file, else `on`."""
    told = answers.to(_asked_day(one))
    day = day_of(told, told) if told else None
    return date.fromordinal(day + 719163) if isinstance(day, int) and day != OPEN else on


def _asked_day(one: Taken) -> Question:
    sheet = one.sheet
    where = f"{sheet.file}, {sheet.sheet}" if sheet.sheet else sheet.file
    key = day_of_list(sheet.sha256 + (sheet.sheet or ""))
    return sheet.origin.asks(key, f"Hvilken dag gælder listen i {where}? Skriv den som dd-mm-åååå.")


def _missing_columns(one: Taken) -> list[Finding]:
    found = []
    for need, columns in one.kind.needs.items():
        is_told = need == "on" and one.kind is STATUS_LIST and one.on is not None
        if not is_told and not any(column.name in one.sheet.columns for column in columns):
            found.append(_missing(columns[0], columns[1:], one))
    return found


def _missing(column: Column, others: list[Column], one: Taken) -> Finding:
    instead = f" (eller {danish.joined([other.name for other in others], 'eller')})" if others else ""
    text = f"Kolonnen {column.name}{instead} mangler."
    is_day = column.field == "on" and one.kind is STATUS_LIST
    if is_day:
        text += " Listen siger derfor ikke, hvilken dag den gælder. Skriv dagen i feltet «Statuslistens dag» (i"
        text += f" kommandoen: --on åååå-mm-dd), eller tilføj kolonnen med dagen i hver række: {A_DAY}."
        if one.sheet.others:
            text += " Er filen en historik, så kald dens kolonner med første og sidste dag Startdato og Slutdato."
    else:
        example = "" if column.identifies else f" I en række kan der f.eks. stå {column.example}."
        text += f" Tilføj den med overskriften {column.name}.{example}"
    text += f" {moves('Kolonnen', column.tables)}"
    question = _asked_day(one) if is_day else _asked_column([column, *others], one)
    return Finding("kolonne_mangler", text, one.sheet.file, one.sheet.sheet, column=column.name, tables=column.tables,
                   question=question)  # fmt: skip


def _asked_column(columns: list[Column], one: Taken) -> Question | None:
    """Which of the sheet's other columns is it; one that may hold any unit is asked for where there is one."""
    if not one.sheet.others:
        return None
    name = next((column.name for column in columns if column.type is Type.DEGREE), columns[0].name)
    return one.sheet.origin.asks(which_column(name), f"Hvilken kolonne er {name}?", one.sheet.others)
