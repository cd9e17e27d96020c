"""A cell -> a person or service number, a yes or no, a pay form or a status; or the refusal of it."""

import re

from kpi.extracts.cells.refusals import Refused, said, shown
from kpi.extracts.columns import Type
from kpi.extracts.sheets import Cells

CPR = re.compile(r"(\d{5,6})[- ]?(\d{4})")
MASKED = re.compile(r"\d{6}[- ]?[xX*?]+|[xX*?]+|[-.0]+|#.*")
SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
YES = {"ja", "j", "yes", "y", "sand", "true", "x", "leder", *"123456789"}
NO = {"nej", "n", "no", "falsk", "false", "ingen", "-", "0"}
HOURLY, MONTHLY = re.compile(r"time", re.IGNORECASE), re.compile(r"måned|fast|14|^m$", re.IGNORECASE)
STATUSES = {"fratrådt": "8", "ophørt": "8", "pensioneret": "9", "slettet": "S"} | dict.fromkeys(("ansat", "aktiv"), "1")
FIRST_DAY_OUT, DELETED = ("7", "8", "9"), "S"
"""Silkeborg Data's statuses: a row of the former begins on the first day out, one of the latter never was."""
STATUS_CODES = ("0", "1", "3", "4", "7", "8", "9", "S")


def person_number(cells: Cells, value: object, text: str) -> str | Refused:
    """The person number without its hyphen and with the zero that Excel dropped; any other text as it is."""
    if len(text) == 10 and text.isdecimal() and text.strip("0"):
        return text
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} er vist i Excels korte form (med E+), så nogle cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen, så numrene står på formen"
    elif MASKED.fullmatch(text):
        wrong = (
            f"{cells.header} er skjult eller tomt i udtrækket, så programmet ikke kan kende personerne fra hinanden."
        )
        mend = "Hent udtrækket med hele nummeret på formen"
    elif found := CPR.fullmatch(text):
        return (found[1] + found[2]).zfill(10)
    else:
        return text
    return Refused("person_mangler", wrong, f"{wrong} {mend} ddmmåå-xxxx.")


def service_number(cells: Cells, value: object, text: str) -> str | Refused:
    """The number without the zeros that Excel would have dropped."""
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} er vist i Excels korte form (med E+), så nogle cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen; et helt nummer ser ud som"
        return Refused("ulaeselig_vaerdi", "E+", f"{wrong} {mend} {cells.column.example}.")
    return text.lstrip("0") or "0" if text.isdigit() else text


def yes(cells: Cells, value: object, text: str) -> bool | Refused:
    """Whether the cell says yes; for Månedslønnet whether it says no, as the field asks for hourly pay."""
    word = text.casefold()
    if word in NO:
        return cells.column.type is Type.MONTHLY
    if word in YES:
        return cells.column.type is not Type.MONTHLY
    wrong = said(cells, value, f"«{text}» er hverken Ja eller Nej.")
    return Refused("ulaeselig_vaerdi", "flag", f"{wrong} Skriv Ja eller Nej.")


def by_the_hour(cells: Cells, value: object, text: str) -> bool | Refused:
    """Whether the pay is by the hour; a warning, and no, where the cell does not tell."""
    if HOURLY.search(text):
        return True
    if MONTHLY.search(text):
        return False
    wrong = f"{cells.header} «{shown(value, cells.column) or '…'}» siger hverken måned eller time."
    counts = "Rækken regnes som månedslønnet. Skriv Måned eller Time."
    return Refused("tvetydig_kolonne", "lønform", f"{wrong} {counts}", False)


def status(cells: Cells, value: object, text: str) -> str | Refused:
    """The status as Silkeborg Data writes it; a warning, and employed, where the cell does not tell."""
    code = STATUSES.get(text.casefold(), text.upper())
    if code in STATUS_CODES:
        return code
    wrong = f"{cells.header} «{shown(value, cells.column) or '…'}» er ikke en kendt statuskode."
    counts = "Rækken regnes som ansat. Skriv 0, 1, 3, 4, 7, 8, 9 eller S; 1 er en almindelig ansættelse."
    return Refused("tvetydig_kolonne", "status", f"{wrong} {counts}", "1")
