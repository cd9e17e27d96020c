"""A value that will not do, and what a finding may say of it: never what may tell who somebody is."""

import re
from dataclasses import dataclass

from kpi.definitions.person_numbers import looks_like_one
from kpi.extracts.cells.amounts import NoAmount
from kpi.extracts.cells.dates import NoDate
from kpi.extracts.cells.texts import text_of
from kpi.extracts.columns import Column, Type
from kpi.extracts.sheets import Cells

LIKE_A_PERSON = re.compile(r"(?<!\d)(\d{5,6}[- ]\d{4}|\d{9,10})(?!\d)|^[^\W\d]+( [^\W\d]+)+$")
"""What may be a person number, or a first name and a last name, that slipped into another column."""
LONGEST_SHOWN = 40
CODES = (
    {Type.PERSON: "person_mangler"}
    | dict.fromkeys((Type.DATE, Type.END, Type.LEAVE, Type.MONTH), "ulaeselig_dato")
    | dict.fromkeys((Type.RATE, Type.HOURS, Type.DEGREE, Type.NUMERATOR, Type.DENOMINATOR), "ulaeseligt_tal")
    | dict.fromkeys((Type.DECIMAL, Type.COUNT), "ulaeseligt_tal")
)
"""The finding's code by the column's type: `ulaeselig_vaerdi` where nothing is said here."""

A_DAY = "5. marts 2021 skrives 05-03-2021"
A_RATE = "24 timer om ugen skrives 0,6486"
WRITTEN = (
    dict.fromkeys((Type.DATE, Type.END, Type.LEAVE), A_DAY)
    | dict.fromkeys((Type.RATE, Type.DEGREE), A_RATE)
    | dict.fromkeys((Type.HOURS, Type.NUMERATOR, Type.DENOMINATOR), "24 timer og 30 minutter skrives 24,5")
    | {Type.MONTH: "marts 2021 skrives 03-2021", Type.DECIMAL: "12 en halv skrives 12,5", Type.COUNT: "tolv skrives 12"}
)
"""How a value is written, shown by one that nobody takes for the cell's own: that must be found where it is known."""


@dataclass(frozen=True)
class Refused:
    """Why a value will not do: the finding's code, the cause that it shares with others, and the sentence.

    `instead` is what the value counts as where the code is a warning.
    """

    code: str
    cause: str
    text: str
    instead: object = None


def shown(value: object, column: Column) -> str | None:
    """The value as typed, for a finding; None where it identifies a person, or may do so by its looks."""
    text = text_of(value)
    of_a_person = column.identifies or LIKE_A_PERSON.search(text) or looks_like_one(text)
    return None if of_a_person or len(text) > LONGEST_SHOWN else text


def missing(cells: Cells) -> Refused:
    """The refusal of an empty cell."""
    text = f"{cells.header} mangler i rækken. {fill_in(cells.column)}."
    return Refused(CODES.get(cells.column.type, "ulaeselig_vaerdi"), "mangler", text)


def fill_in(column: Column) -> str:
    """How to fill in a cell of the column: with an example of the form, for a person number with its form only."""
    if column.type is Type.PERSON:
        return "Skriv personens nummer på formen ddmmåå-xxxx"
    if column.type in WRITTEN:
        return f"Udfyld cellen: {WRITTEN[column.type]}"
    return f"Udfyld cellen; et eksempel på, hvad der kan stå, er {column.example}"


def refused(cells: Cells, value: object, why: NoDate | NoAmount) -> Refused:
    """The refusal of a value that is no day or no amount."""
    text = f"{said(cells, value, why.wrong)} {why.mend}: {WRITTEN[cells.column.type]}."
    return Refused(CODES.get(cells.column.type, "ulaeselig_vaerdi"), why.cause, text)


def said(cells: Cells, value: object, wrong: str) -> str:
    """What is wrong, without the value where that may be a person's number or name."""
    if shown(value, cells.column) is not None:
        return wrong
    return f"Cellen i kolonnen {cells.header} rummer noget, der kan udpege en person, og vises ikke."
