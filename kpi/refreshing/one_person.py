"""What is held about one person, found and deleted by the number: for a request for access or for erasure."""

from datetime import datetime

from kpi.extracts.cells.words import cpr_of
from kpi.extracts.pseudonyms import pseudonyms
from kpi.publications import journal
from kpi.publications.imports import Rows
from kpi.refreshing.office import Office


def find_person(office: Office, number: str) -> list[Rows]:
    """Where there are rows about the person with this number, for a request for access."""
    return [row for person in _pseudonyms_of(office, number) for row in office.imports.find(person)]


def erase_person(office: Office, number: str, by: str, at: datetime, reason: str) -> list[Rows]:
    """What was deleted about the person with this number, in every import. Published figures stay."""
    erased = [row for one in _pseudonyms_of(office, number) for row in office.imports.erase(one, by, reason, at)]
    rows = sum(row.count for row in erased)
    office.journal.record(journal.ERASE, "person", who=by, role="hr", detail=f"{rows} rækker: {reason}", at=at)
    return erased


def _pseudonyms_of(office: Office, number: str) -> list[str]:
    """The pseudonym of a person number as a file's would be: a CPR number with ten digits, any other text as it is."""
    typed = " ".join(number.split())
    return pseudonyms(office.key, [cpr_of(typed) or typed])
