"""What is held about one person, found and deleted by the number: for a request for access or for erasure."""

from datetime import datetime

from kpi.extracts.cells.words import CPR
from kpi.extracts.pseudonyms import pseudonyms
from kpi.publications import logged
from kpi.publications.imports import Rows
from kpi.refreshing.office import Office


def find_person(office: Office, number: str) -> list[Rows]:
    """Where there are rows about the person with this number, for a request for access."""
    return [row for person in _pseudonyms_of(office, number) for row in office.imports.find(person)]


def erase_person(office: Office, number: str, by: str, at: datetime, reason: str) -> list[Rows]:
    """What was deleted about the person with this number, in every import. Published figures stay."""
    erased = [row for one in _pseudonyms_of(office, number) for row in office.imports.erase(one, by, reason, at)]
    logged.person_erased(office.journal, sum(row.count for row in erased), reason, by, at)
    return erased


def _pseudonyms_of(office: Office, number: str) -> list[str]:
    """The pseudonym of a person number as a file's would be: a CPR number with ten digits, any other text as it is."""
    typed = " ".join(number.split())
    found = CPR.fullmatch(typed)
    return pseudonyms(office.key, [(found[1] + found[2]).zfill(10) if found else typed])
