"""A copy of what is held about one person, for a request for access (article 15): a table with Danish names.

What tells persons apart in the store, the keyed hashes, stays there: it says nothing of the person.
"""

import csv
import io
from datetime import date, timedelta
from typing import NamedTuple

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.definitions.populations import REASONS, UNTOLD
from kpi.publications.imports import Imports
from kpi.publications.stored_rows import PEOPLE
from kpi.refreshing.office import Office
from kpi.refreshing.one_person import pseudonyms_of

KINDS = {"history": "ansættelser", "status": "statusliste", "leavers": "fratrådte"}
DAYS = {
    "hired": "Ansættelsesdato",
    "start": "Startdato",
    "end": "Slutdato",
    "left": "Fratrædelsesdato",
    "on": "Opgørelsesdato",
}
TEXTS = {"unit": "Afdeling", "job_code": "Stillingskode", "contract": "Ansættelsesform"}
YES_OR_NO = {"hourly": "Timelønnet", "leader": "Leder"}
OTHERS = {
    "rate": "Beskæftigelsesdecimal",
    "birth_year": "Fødselsår",
    "reason": "Fratrædelsesårsag",
    "service_number": "Tjenestenummerets plads i filen (fra 0)",
}
ABOUT = ("Import", "Taget ind", "Slags", "Fil", "Linje i filen")
MILLION = 1_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Copy(NamedTuple):
    """The file, and how many rows are in it."""

    content: bytes
    rows: int


def copy_of(office: Office, number: str) -> Copy:
    """Every stored row about the person with this number, as CSV that Excel opens; its head alone where there is none.

    Raises `Unpublishable` where an import is damaged: a copy that lacks something would be false.
    """
    told = [row for one in pseudonyms_of(office, number) for row in _rows(office.imports, one)]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    named = TEXTS | DAYS | YES_OR_NO | OTHERS
    writer.writerow([*ABOUT, *named.values()])
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in told)
    return Copy(text.getvalue().encode("utf-8-sig"), len(told))


def _rows(imports: Imports, person: str) -> list[list[str]]:
    found = []
    for key in imports.in_use():
        held = imports.load(key)
        for kind in PEOPLE:
            frame = held.frames[kind]
            for row in frame[frame["person"] == person].to_dict("records"):
                file = held.sources[row["file"]]["file"]
                about = [key, danish.day(held.taken_in.date()), KINDS[kind], file, str(row["line"])]
                found.append([*about, *(_told(name, row.get(name)) for name in TEXTS | DAYS | YES_OR_NO | OTHERS)])
    return found


def _told(name: str, value: object) -> str:
    """A value as a person reads it; empty where the row has none."""
    if value is None or (name in DAYS and value == OPEN) or (name in ("birth_year", "reason") and value == UNTOLD):
        return ""
    if name in DAYS:
        return f"{date(1970, 1, 1) + timedelta(days=int(value)):%d-%m-%Y}"
    if name in YES_OR_NO:
        return "ja" if value else "nej"
    if name == "rate":
        return f"{value / MILLION:.6f}".rstrip("0").rstrip(".").replace(".", ",")
    return REASONS[value] if name == "reason" else str(value)
