"""What a sheet leaves open: a question to HR for each doubt, and the finding that shows how it was read meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.extracts.asking.answers import Answers
from kpi.extracts.asking.questions import (
    DECIMAL,
    DELETED,
    EMPLOYED,
    HOURLY,
    HOURS,
    LEFT,
    MONTHLY,
    PERCENT,
    RATE_KEY,
    Question,
    leave_question,
    meaning_of,
    unit_in,
)
from kpi.extracts.cells.convert import converted, reading_of
from kpi.extracts.cells.refusals import A_RATE, Refused, shown
from kpi.extracts.cells.texts import text_of
from kpi.extracts.columns import Column, Type
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.rows import Source
from kpi.extracts.sheets import Cells, Sheet

UNITS = {DECIMAL: Type.RATE, PERCENT: Type.DECIMAL, HOURS: Type.HOURS}
POSSIBLE = {DECIMAL: (DECIMAL,), PERCENT: (PERCENT, HOURS), HOURS: (HOURS, PERCENT)}
"""What a column may be whose range is this: what was answered of another range is not taken over without asking."""
READINGS = {
    Type.RATE: "en decimal, hvor 1 er fuld tid",
    Type.HOURS: "timer pr. uge, hvor 37 er fuld tid",
    Type.DECIMAL: "procent, hvor 100 er fuld tid",
}
MEANINGS = {
    Type.PAY: {MONTHLY: False, HOURLY: True},
    Type.STATUS: {EMPLOYED: "1", LEFT: "8", DELETED: "S"},
}
"""What a text may be said to mean, the first of them until somebody says so, and the value that it then is."""
MOST_ASKED = 12
"""More texts than this that tell nothing are no codes: the column is the wrong one."""
LEAST_ROWS, LEAST_DATES = 5, 20
"""Rows that must speak for a first day out, beside another date or by falling on the first of a month."""
APART, SHARE_APART = 20_000, 0.05
"""Two columns disagree where more than this share of the rows is further apart than this (in millionths)."""


@dataclass(frozen=True)
class Doubt:
    """A question that is open, with what is said of it and the places of the rows that it is about."""

    question: Question
    text: str
    column: Column
    rows: np.ndarray = field(repr=False)
    value: str | None = None

    def finding(self, source: Source, lines: np.ndarray) -> Finding:
        """The doubt as a finding; `lines` are the sheet's."""
        told, tables = lines[self.rows], self.column.tables
        name = self.column.name
        return about_rows("tvetydig_kolonne", self.text, source, name, told, tables, self.value, self.question)


def unit_of(sheet: Sheet, cells: Cells, answers: Answers) -> tuple[Type, Question | None]:
    """How a Beskæftigelsesgrad is read: as HR said, else by its range, and then with the question.

    Cells that tell their unit themselves, such as 86,49 % and 32/37, are not asked about.
    """
    by_range = reading_of(cells)
    if all(not text or text.endswith("%") or "/" in text for text in map(text_of, cells.values)):
        return by_range, None
    word = next(word for word, unit in UNITS.items() if unit is by_range)
    text = f"Hvad er tallene i {cells.header}: {DECIMAL} (1 er fuld tid), {PERCENT} (100) eller {HOURS} (37)?"
    question = sheet.origin.asks(unit_in(cells.column.name), text, POSSIBLE[word], word)
    answer = answers.to(question)
    return (UNITS[answer], None) if answer else (by_range, question)


def about_unit(cells: Cells, rates: list, unit: Type, question: Question, good: np.ndarray) -> Doubt:
    """The doubt about an ambiguous column, shown by its first row that will do."""
    rows = np.flatnonzero(good)
    text, decimal = text_of(cells.of(rows[0])), danish.number(rates[cells.codes[rows[0]]] / 1_000_000, 4)
    told = (
        f"{cells.header} er læst som {READINGS[unit]}: {text} er blevet til decimalen {decimal}. Svar, hvad tallene "
        f"er. Er de noget helt andet, så kald kolonnen Beskæftigelsesdecimal, og skriv decimaler: {A_RATE}."
    )
    return Doubt(question, told, cells.column, rows, text)


def settled(sheet: Sheet, cells: Cells, values: list, answers: Answers) -> dict[int, Question]:
    """The questions about texts that tell nothing, by their place; `values` take on what HR has answered."""
    meanings = MEANINGS.get(cells.column.type, {})
    open_places = [place for place, value in enumerate(values) if isinstance(value, Refused)] if meanings else []
    asked = {}
    for place in open_places if len(open_places) <= MOST_ASKED else ():
        text = text_of(cells.values[place])
        if shown(text, cells.column) is None:
            continue
        told = f"Hvad betyder «{text}» i {cells.header}?"
        question = sheet.origin.asks(meaning_of(cells.column.name, text), told, meanings, next(iter(meanings)))
        answer = answers.to(question)
        if answer:
            values[place] = meanings[answer]
        else:
            asked[place] = question
    return asked


def rate_column(sheet: Sheet, answers: Answers) -> tuple[Cells | None, Doubt | None]:
    """The column that the employment rate is taken from, and the doubt where another one does not say the same."""
    columns = [column for column in sheet.kind.columns if column.field == "rate" and column.name in sheet.columns]
    chosen, *others = [sheet.columns[column.name] for column in columns] or [None]
    others = [other for other in others if other.column.type is not Type.NUMERATOR]
    if not others or chosen.column.type is Type.NUMERATOR:
        return chosen, None
    names = [one.column.name for one in (chosen, *others)]
    question = sheet.origin.asks(RATE_KEY, "Hvilken kolonne siger, hvor meget folk er ansat?", names, names[0])
    answer = answers.to(question)
    if answer:
        return sheet.columns[answer], None
    for other in others:
        rows = _apart(chosen, other)
        if len(rows):
            line = sheet.lines[rows[0]]
            text = (
                f"{chosen.header} og {other.header} siger ikke det samme, f.eks. {_told(chosen, rows[0])} og "
                f"{_told(other, rows[0])} i linje {line}. {chosen.header} er brugt. Svar, hvilken af dem der gælder, "
                "eller slet den anden kolonne."
            )
            return chosen, Doubt(question, text, chosen.column, rows)
    return chosen, None


def _told(cells: Cells, row: int) -> str:
    return shown(cells.of(row), cells.column) or "…"


def _apart(one: Cells, other: Cells) -> np.ndarray:
    """The rows in which two columns give rates that are too far apart, where there are too many of them."""
    first, second = (_rates(cells) for cells in (one, other))
    known = ~np.isnan(first) & ~np.isnan(second)
    apart = known & (np.abs(first - second) > APART)
    return np.flatnonzero(apart) if apart.sum() > SHARE_APART * known.sum() else np.zeros(0, dtype=np.int64)


def _rates(cells: Cells) -> np.ndarray:
    values = [np.nan if isinstance(value, Refused) else float(value) for value in converted(cells)]
    return np.array(values)[cells.codes] if values else np.zeros(0)


def about_leave(sheet: Sheet, left: np.ndarray, end: np.ndarray | None, first_out: np.ndarray) -> Doubt | None:
    """The doubt whether Fratrædelsesdato is the first day out, where the rows speak for that; None where they do not.

    `end` is the rows' own end where they have one, `first_out` the first day out that a status row tells, else `OPEN`.
    """
    cells = sheet.columns["Fratrædelsesdato"]
    known = left < OPEN
    days: Sequence[tuple[np.ndarray, np.ndarray, str]] = (
        *([(known & (left == end + 1), known & (left == end), "dagen efter Slutdato")] if end is not None else []),
        (known & (left == first_out), known & (left == first_out - 1), "på den dag, hvor en status 7, 8 eller 9 "
         "begynder"),
    )  # fmt: skip
    for speaks, contradicts, where in days:
        if speaks.sum() >= LEAST_ROWS and speaks.sum() > contradicts.sum():
            return _leave_doubt(sheet, cells, speaks, int((speaks | contradicts).sum()), where)
    firsts = known & (left.astype("datetime64[D]") == left.astype("datetime64[D]").astype("datetime64[M]"))
    if known.sum() >= LEAST_DATES and firsts.sum() > known.sum() / 2:
        return _leave_doubt(sheet, cells, firsts, int(known.sum()), "på den første dag i en måned")
    return None


def _leave_doubt(sheet: Sheet, cells: Cells, rows: np.ndarray, of: int, where: str) -> Doubt:
    share = f"{danish.number(int(rows.sum()), 0)} af {danish.number(of, 0)}"
    text = (
        f"{cells.header} kan være den første dag efter ansættelsen: den ligger {where} i {share} rækker. Den er læst "
        "som den sidste dag i ansættelsen. Svar, hvad den er; spørg lønkontoret, hvis du er i tvivl."
    )
    return Doubt(leave_question(sheet.origin), text, cells.column, np.flatnonzero(rows))
