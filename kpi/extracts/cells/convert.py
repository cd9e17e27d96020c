"""The cells of a column -> values of its declared type: each distinct value once, those that will not do refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np

from kpi.definitions.model import FULL_WEEK, RATE_UNIT
from kpi.definitions.people import OPEN, day_number
from kpi.definitions.populations import UNTOLD
from kpi.extracts.cells import reasons, words
from kpi.extracts.cells.amounts import (
    HIGHEST_HOURS,
    HIGHEST_RATE,
    NoAmount,
    count_of,
    hours_of,
    millionths,
    number_of,
    share_of,
)
from kpi.extracts.cells.dates import FIRST_YEAR, LAST_YEAR, NoDate, day_of, month_of
from kpi.extracts.cells.refusals import A_RATE, WRITTEN, Refused, missing, refused, said
from kpi.extracts.cells.texts import text_of
from kpi.extracts.columns import Type
from kpi.extracts.sheets import Cells

PLAIN = re.compile(r"\d\.\d{1,6}")
DAYS = (Type.DATE, Type.END, Type.LEAVE, Type.MONTH)


def converted(cells: Cells, unit: Type | None = None) -> list:
    """For each distinct value of the column what it means, or the `Refused` that says why it means nothing.

    Days are days since 1970-01-01 (`OPEN` where there is none), rates millionths of full time. `unit` is that of a
    Beskæftigelsesgrad where HR has said which; else its range tells.
    """
    if cells.column.type is Type.DEGREE:
        return _degrees(cells, unit or reading_of(cells))
    if cells.column.type in DAYS:
        return _days(cells)
    if cells.column.type is Type.PERSON and words.are_birth_dates(cells.values):
        return [words.birth_date(cells) if text_of(value) else missing(cells) for value in cells.values]
    return _each(cells, _CONVERT[cells.column.type])


def reading_of(cells: Cells) -> Type:
    """Whether a Beskæftigelsesgrad is a decimal, hours or a percentage, by what nine tenths of its rows are at most."""
    numbers = [number_of(value, text_of(value), percent=True) for value in cells.values]
    known = np.array([float(number) if isinstance(number, Fraction) else np.nan for number in numbers])
    rows = np.sort(known[cells.codes])
    rows = rows[~np.isnan(rows)]
    if any(text_of(value).endswith("%") for value in cells.values) or not len(rows):
        return Type.RATE
    high = rows[int(0.9 * (len(rows) - 1))]
    return Type.RATE if high <= 1.3 else Type.HOURS if high <= 45 else Type.DECIMAL


def _each(cells: Cells, convert: Callable) -> list:
    """What each distinct value is converted to; empty ones where the column lets them be."""
    blank = _BLANK[cells.column.type] if cells.column.blank else missing(cells)
    return [convert(cells, value, text) if (text := text_of(value)) else blank for value in cells.values]


def _days(cells: Cells) -> list:
    """As `_each`, with a short cut for what Excel knows to be a plain date."""
    plain = {
        place: day_number(value)
        for place, value in enumerate(cells.values)
        if isinstance(value, date) and FIRST_YEAR < value.year <= LAST_YEAR
    }
    rest = replace(cells, values=[value for place, value in enumerate(cells.values) if place not in plain])
    others = iter(_each(rest, _month if cells.column.type is Type.MONTH else _day))
    return [plain[place] if place in plain else next(others) for place in range(len(cells.values))]


def _degrees(cells: Cells, reading: Type) -> list:
    if reading is Type.DECIMAL:
        return _each(cells, _percentage)
    return _each(replace(cells, column=replace(cells.column, type=reading)), _rate)


_BLANK = {
    Type.TEXT: "",
    Type.NUMBER: "",
    Type.DATE: OPEN,
    Type.END: OPEN,
    Type.LEAVE: OPEN,
    Type.FLAG: False,
    Type.PAY: False,
    Type.MONTHLY: False,
    Type.STATUS: "",
    Type.REASON: UNTOLD,
}


def _day(cells: Cells, value: object, text: str) -> int | Refused:
    kind = cells.column.type
    day = day_of(value, text, opens=kind in (Type.END, Type.LEAVE), unset_1900=kind is Type.LEAVE)
    if isinstance(day, NoDate):
        return refused(cells, value, day)
    return missing(cells) if day == OPEN and not cells.column.blank else day


def _month(cells: Cells, value: object, text: str) -> int | Refused:
    day = month_of(value, text)
    return refused(cells, value, replace(day, mend="Skriv måned og år")) if isinstance(day, NoDate) else day


def _rate(cells: Cells, value: object, text: str) -> int | Refused:
    """The rate in millionths, from a rate within 0 to 1,3 or from hours within 0 to 48."""
    if cells.column.type is Type.RATE and type(value) is float and 0 <= value <= 1.3 and PLAIN.fullmatch(repr(value)):
        return round(value * RATE_UNIT)  # exactly what the fractions below would give, and sooner
    if cells.column.type is Type.HOURS:
        asked = "48", f"timerne pr. uge: {WRITTEN[Type.HOURS]}"
        number, highest = hours_of(value, text), HIGHEST_HOURS
    else:
        number, highest = share_of(value, text), HIGHEST_RATE
        asked = "1,3", f"decimalen, hvor 1 er 37 timer: {A_RATE}"
    if isinstance(number, NoAmount):
        return refused(cells, value, number)
    if not 0 <= number <= highest:
        return _outside(cells, value, *asked)
    return millionths(number / FULL_WEEK if cells.column.type is Type.HOURS else number)


def _percentage(cells: Cells, value: object, text: str) -> int | Refused:
    """The rate in millionths, from a percentage within 0 to 130."""
    number = number_of(value, text, percent=True)
    if isinstance(number, NoAmount):
        return refused(cells, value, number)
    if not 0 <= number <= 100 * HIGHEST_RATE:
        return _outside(cells, value, "130 procent", "procenten, hvor 100 er 37 timer: 24 timer om ugen skrives 64,86")
    return millionths(number / 100)


def _outside(cells: Cells, value: object, highest: str, what: str) -> Refused:
    wrong = said(cells, value, f"{cells.header} {text_of(value)} ligger uden for 0 til {highest}.")
    return Refused("sats_udenfor", "udenfor", f"{wrong} Skriv {what}.")


def _number(cells: Cells, value: object, text: str) -> Fraction | float | Refused:
    number = number_of(value, text, percent=cells.column.type is Type.DECIMAL)
    if isinstance(number, NoAmount):
        return refused(cells, value, number)
    return float(number) if cells.column.type is Type.DECIMAL else number


def _count(cells: Cells, value: object, text: str) -> int | Refused:
    count = count_of(value, text)
    return refused(cells, value, count) if isinstance(count, NoAmount) else count


def _text(cells: Cells, value: object, text: str) -> str:
    return text


_CONVERT: dict[Type, Callable] = {
    Type.TEXT: _text,
    Type.NUMBER: words.service_number,
    Type.PERSON: words.person_number,
    Type.RATE: _rate,
    Type.HOURS: _rate,
    Type.NUMERATOR: _number,
    Type.DENOMINATOR: _number,
    Type.DECIMAL: _number,
    Type.COUNT: _count,
    Type.FLAG: words.yes,
    Type.MONTHLY: words.yes,
    Type.PAY: words.by_the_hour,
    Type.STATUS: words.status,
    Type.REASON: reasons.reason,
}
