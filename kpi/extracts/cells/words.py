"""A cell -> a person or service number, a yes or no, a pay form or a status; or the refusal of it."""

import re
from collections.abc import Sequence

from kpi.extracts.cells.refusals import Refused, said, shown
from kpi.extracts.cells.texts import text_of
from kpi.extracts.columns import Type
from kpi.extracts.sheets import Cells

DASHES = "-\u2010-\u2015\u2212"
CPR = re.compile(rf"(\d{{1,2}})\.?(\d\d)\.?(\d\d) ?[{DASHES}]? ?(\d{{4}})")
"""A CPR number with or without its hyphen, or the dash that Word makes of it, and its first zero."""
MASKED = re.compile(
    rf"\d{{5,6}} ?[{DASHES}]? ?[xX*?]+|\d{{5,6}} ?[{DASHES}]|[xX*?]{{6}} ?[{DASHES}]? ?\d{{4}}|[xX*?]+|[-.0]+|#.*"
)
"""A number of which the last four figures, the birth date or all of it is hidden or left out."""
BORN = re.compile(r"(?P<day>0?[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d\d")
LEAST_BORN, LEAST_DAYS = 20, 12
"""So many numbers, of so many days of the month, are birth dates and no numbers that happen to look like them."""
WHOLE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[.,]0{1,2})?")
"""A whole number with the thousands' dots or the decimals that a program has put on it."""
SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
YES = {"ja", "j", "yes", "y", "sand", "true", "x", "leder", *"123456789"}
NO = {"nej", "n", "no", "falsk", "false", "ingen", "-", "0"}
HOURLY, MONTHLY = re.compile(r"time", re.IGNORECASE), re.compile(r"måned|fast|14|^m$", re.IGNORECASE)
STATUSES = {"fratrådt": "8", "ophørt": "8", "pensioneret": "9", "slettet": "S"} | dict.fromkeys(("ansat", "aktiv"), "1")
FIRST_DAY_OUT, DELETED = ("7", "8", "9"), "S"
"""Silkeborg Data's statuses: a row of the former begins on the first day out, one of the latter never was."""
STATUS_CODES = ("0", "1", "3", "4", "7", "8", "9", "S")


def person_number(cells: Cells, value: object, text: str) -> str | Refused:
    """The person number without what stands between its figures and with the zero that Excel dropped; else the text."""
    plain = text[:6] + text[7:] if text[6:7] == "-" else text
    if len(plain) == 10 and plain.isdecimal() and plain.strip("0"):
        return plain
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} er vist i Excels korte form (med E+), så nogle cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen, så numrene står på formen"
    elif MASKED.fullmatch(text):
        wrong = (
            f"{cells.header} er skjult eller tomt i udtrækket, så programmet ikke kan kende personerne fra hinanden."
        )
        mend = "Hent udtrækket med hele nummeret på formen"
    else:
        return cpr_of(text) or text
    return Refused("person_mangler", wrong, f"{wrong} {mend} ddmmåå-xxxx.")


def cpr_of(text: str) -> str | None:
    """The ten figures of a CPR number, however they are set apart; None for any other text."""
    found = CPR.fullmatch(_undotted(text))
    return "".join(found.groups()).zfill(10) if found else None


def are_birth_dates(values: Sequence[object]) -> bool:
    """Whether every person number of the column is a birth date, ddmmyy, which several persons share."""
    days = []
    for text in filter(None, map(text_of, values)):
        found = BORN.fullmatch(text)
        if not found:
            return False
        days.append(int(found["day"]))
    return len(days) >= LEAST_BORN and len(set(days)) >= LEAST_DAYS


def birth_date(cells: Cells) -> Refused:
    """The refusal of a person number of which only the birth date is there."""
    wrong = f"{cells.header} er kun fødselsdatoen, så programmet ikke kan kende personerne fra hinanden."
    return Refused("person_mangler", wrong, f"{wrong} Hent udtrækket med hele nummeret på formen ddmmåå-xxxx.")


def service_number(cells: Cells, value: object, text: str) -> str | Refused:
    """The number without its thousands' dots and the zeros that Excel would have dropped."""
    if SHORTENED.fullmatch(text):
        wrong = f"{cells.header} er vist i Excels korte form (med E+), så nogle cifre er gået tabt."
        mend = "Formatér kolonnen som tekst, og hent udtrækket igen; et helt nummer ser ud som"
        return Refused("ulaeselig_vaerdi", "E+", f"{wrong} {mend} {cells.column.example}.")
    text = text if text.isdigit() else _undotted(text)
    return text.lstrip("0") or "0" if text.isdigit() else text


def _undotted(text: str) -> str:
    """A whole number as its figures only, any other text as it is."""
    found = None if text.isalnum() else WHOLE.fullmatch(text)
    return found[1].replace(".", "") if found else text


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
