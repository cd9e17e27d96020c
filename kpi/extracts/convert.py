"""The cells of a column -> values of its declared type: each distinct value once, those that will not do refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np

from kpi.definitions.model import FULL_WEEK
from kpi.definitions.people import OPEN
from kpi.extracts.amounts import (
    HIGHEST_HOURS,
    HIGHEST_RATE,
    NoAmount,
    count_of,
    millionths,
    number_of,
    share_of,
)
from kpi.extracts.columns import Column, Type
from kpi.extracts.dates import FIRST_YEAR, LAST_YEAR, NoDate, day_of, month_of
from kpi.extracts.sheets import Cells, text_of

YES = {"ja", "j", "yes", "y", "sand", "true", "x", "leder", *"123456789"}
NO = {"nej", "n", "no", "falsk", "false", "ingen", "-", "0"}
HOURLY, MONTHLY = re.compile(r"time", re.IGNORECASE), re.compile(r"måned|fast|14|^m$", re.IGNORECASE)
STATUSES = {"fratrådt": "8", "ophørt": "8", "pensioneret": "9", "slettet": "S"} | dict.fromkeys(("ansat", "aktiv"), "1")
STATUS_CODES = ("", "0", "1", "3", "4", "7", "8", "9", "S")
LIKE_A_PERSON = re.compile(r"(?<!\d)(\d{5,6}[- ]\d{4}|\d{9,10})(?!\d)|^[^\W\d]+( [^\W\d]+)+$")
CPR = re.compile(r"(\d{5,6})[- ]?(\d{4})")
MASKED = re.compile(r"\d{6}[- ]?[xX*?]+|[xX*?]+|[-.0]+|#.*")
SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
LONGEST_SHOWN = 40
DAYS = (Type.DATE, Type.END, Type.LEAVE, Type.MONTH)
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Refused:
    """Why a value will not do: the finding's code, the cause that it shares with others, and the sentence.

    `instead` is what the value counts as where the code is a warning.
    """

    code: str
    cause: str
    text: str
    instead: object = None


def converted(cells: Cells) -> list:
    """For each distinct value of the column what it means, or the `Refused` that says why it means nothing.

    Days are days since 1970-01-01 (`OPEN` where there is none), rates millionths of full time.
    """
    if cells.column.type is Type.DEGREE:
        return _degrees(cells)
    if cells.column.type in DAYS:
        return _days(cells)
    return _each(cells, _CONVERT[cells.column.type])


def shown(value: object, column: Column) -> str | None:
    """The value as typed, for a finding; None where it identifies a person, or may do so by its looks."""
    text = text_of(value)
    if column.identifies or LIKE_A_PERSON.search(text):
        return None
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


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
    blank = _BLANK[cells.column.type] if cells.column.blank else _missing(cells)
    return [convert(cells, value, text) if (text := text_of(value)) else blank for value in cells.values]


def _days(cells: Cells) -> list:
    """As `_each`, with a short cut for what Excel knows to be a plain date."""
    plain = {
        place: value.toordinal() - EPOCH
        for place, value in enumerate(cells.values)
        if isinstance(value, date) and FIRST_YEAR < value.year <= LAST_YEAR
    }
    rest = replace(cells, values=[value for place, value in enumerate(cells.values) if place not in plain])
    others = iter(_each(rest, _month if cells.column.type is Type.MONTH else _day))
    return [plain[place] if place in plain else next(others) for place in range(len(cells.values))]


def _degrees(cells: Cells) -> list:
    reading = reading_of(cells)
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
}


def _missing(cells: Cells) -> Refused:
    column = cells.column
    return Refused(_code(column.type), "mangler", f"{cells.header} mangler i rækken. Udfyld cellen, f.eks. {column.example}.")


def _code(type_: Type) -> str:
    if type_ is Type.PERSON:
        return "person_mangler"
    if type_ in DAYS:
        return "ulaeselig_dato"
    if type_ in (Type.RATE, Type.HOURS, Type.DEGREE, Type.NUMERATOR, Type.DENOMINATOR, Type.DECIMAL, Type.COUNT):
        return "ulaeseligt_tal"
    return "ulaeselig_vaerdi"


def _refused(cells: Cells, value: object, why: NoDate | NoAmount) -> Refused:
    """The refusal in words."""
    example = getattr(why, "example", None) or cells.column.example
    text = f"{_said(cells, value, why.wrong)} {why.mend} f.eks. {example}."
    return Refused(_code(cells.column.type), why.cause, text)


def _said(cells: Cells, value: object, wrong: str) -> str:
    """What is wrong, without the value where that may be a person's number or name."""
    if shown(value, cells.column) is not None:
        return wrong
    return f"Cellen i kolonnen {cells.header} ligner et personnummer eller et navn og vises ikke."


def _day(cells: Cells, value: object, text: str) -> int | Refused:
    kind = cells.column.type
    day = day_of(value, text, opens=kind in (Type.END, Type.LEAVE), unset_1900=kind is Type.LEAVE)
    if isinstance(day, NoDate):
        return _refused(cells, value, day)
    return _missing(cells) if day == OPEN and not cells.column.blank else day


def _month(cells: Cells, value: object, text: str) -> int | Refused:
    day = month_of(value, text)
    return _refused(cells, value, day) if isinstance(day, NoDate) else day


def _rate(cells: Cells, value: object, text: str) -> int | Refused:
    """The rate in millionths, from a rate within 0 to 1,3 or from hours within 0 to 48."""
    if cells.column.type is Type.HOURS:
        number, highest, words = number_of(value, text), HIGHEST_HOURS, ("48", "timerne pr. uge", "32,5")
    else:
        number, highest = share_of(value, text), HIGHEST_RATE
        words = ("1,3", "decimalen, hvor 1 er 37 timer", "0,8649")
    if isinstance(number, NoAmount):
        return _refused(cells, value, number)
    if not 0 <= number <= highest:
        return _outside(cells, value, *words)
    return millionths(number / FULL_WEEK if cells.column.type is Type.HOURS else number)


def _percentage(cells: Cells, value: object, text: str) -> int | Refused:
    """The rate in millionths, from a percentage within 0 to 130."""
    number = number_of(value, text, percent=True)
    if isinstance(number, NoAmount):
        return _refused(cells, value, number)
    if not 0 <= number <= 100 * HIGHEST_RATE:
        return _outside(cells, value, "130 procent", "procenten", "86,49")
    return millionths(number / 100)


def _outside(cells: Cells, value: object, highest: str, what: str, example: str) -> Refused:
    wrong = _said(cells, value, f"{cells.header} {text_of(value)} ligger uden for 0 til {highest}.")
    return Refused("sats_udenfor", "udenfor", f"{wrong} Skriv {what}, f.eks. {example}.")


def _number(cells: Cells, value: object, text: str) -> Fraction | float | Refused:
    number = number_of(value, text, percent=cells.column.type is Type.DECIMAL)
    if isinstance(number, NoAmount):
        return _refused(cells, value, number)
    return float(number) if cells.column.type is Type.DECIMAL else number


def _count(cells: Cells, value: object, text: str) -> int | Refused:
    count = count_of(value, text)
    return _refused(cells, value, count) if isinstance(count, NoAmount) else count


def _person(cells: Cells, value: object, text: str) -> str | Refused:
    """The person number without its hyphen and with the zero that Excel dropped; any other text as it is."""
    if len(text) == 10 and text.isdecimal() and text.strip("0"):
        return text
    if found := CPR.fullmatch(text):
        return (found[1] + found[2]).zfill(10)
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} står i Excels korte form (med E+), så cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen; et helt nummer er"
    elif MASKED.fullmatch(text):
        wrong = f"{cells.header} er skjult eller tomt i udtrækket, så personerne ikke kan kendes fra hinanden."
        mend = "Hent udtrækket med hele nummeret,"
    else:
        return text
    return Refused("person_mangler", wrong, f"{wrong} {mend} f.eks. {cells.column.example}.")


def _service(cells: Cells, value: object, text: str) -> str | Refused:
    """The number without the zeros that Excel would have dropped."""
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} står i Excels korte form (med E+), så cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen; et helt nummer er"
        return Refused("ulaeselig_vaerdi", "E+", f"{wrong} {mend} f.eks. {cells.column.example}.")
    return text.lstrip("0") or "0" if text.isdigit() else text


def _flag(cells: Cells, value: object, text: str) -> bool | Refused:
    word = text.casefold()
    if word in NO:
        return cells.column.type is Type.MONTHLY
    if word in YES:
        return cells.column.type is not Type.MONTHLY
    wrong = _said(cells, value, f"«{text}» er hverken Ja eller Nej.")
    return Refused("ulaeselig_vaerdi", "flag", f"{wrong} Skriv Ja eller Nej, f.eks. {cells.column.example}.")


def _hourly(cells: Cells, value: object, text: str) -> bool | Refused:
    if HOURLY.search(text):
        return True
    if MONTHLY.search(text):
        return False
    wrong = f"{cells.header} «{shown(value, cells.column) or '…'}» siger hverken måned eller time, og rækken regnes"
    return Refused("tvetydig_kolonne", text, f"{wrong} som månedslønnet. Skriv Måned eller Time, f.eks. Måned.", False)


def _status(cells: Cells, value: object, text: str) -> str | Refused:
    code = STATUSES.get(text.casefold(), text.upper())
    if code in STATUS_CODES:
        return code
    wrong = f"{cells.header} «{shown(value, cells.column) or '…'}» er ikke en kendt statuskode, og rækken regnes som "
    return Refused("tvetydig_kolonne", text, f"{wrong}ansat. Skriv en af 0, 1, 3, 4, 7, 8, 9 og S, f.eks. 1.", "1")


def _text(cells: Cells, value: object, text: str) -> str:
    return text


_CONVERT: dict[Type, Callable] = {
    Type.TEXT: _text,
    Type.NUMBER: _service,
    Type.PERSON: _person,
    Type.RATE: _rate,
    Type.HOURS: _rate,
    Type.NUMERATOR: _number,
    Type.DENOMINATOR: _number,
    Type.DECIMAL: _number,
    Type.COUNT: _count,
    Type.FLAG: _flag,
    Type.MONTHLY: _flag,
    Type.PAY: _hourly,
    Type.STATUS: _status,
}
