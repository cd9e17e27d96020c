"""What is held about one person, found and deleted by the number: for a request for access or for erasure."""

from collections import Counter
from datetime import datetime

from kpi import danish
from kpi.extracts.cells.words import cpr_of
from kpi.extracts.pseudonyms import pseudonyms
from kpi.publications import journal
from kpi.publications.imports import Rows
from kpi.publications.transactions import writing
from kpi.refreshing.office import Office


def find_person(office: Office, number: str) -> list[Rows]:
    """Where there are rows about the person with this number, for a request for access."""
    return [row for person in pseudonyms_of(office, number) for row in office.imports.find(person)]


def erase_person(office: Office, number: str, by: str, at: datetime, reason: str) -> list[Rows]:
    """What was deleted about the person with this number, in every import. Published figures stay.

    The log has a line for each import, as its manifest has, or one where there was nothing to delete.
    """
    with writing(office.root, by, "at slette en person"):
        erased = [row for one in pseudonyms_of(office, number) for row in office.imports.erase(one, by, reason, at)]
        rows = Counter()
        for row in erased:
            rows[row.import_id] += row.count
        for target, count in (rows or {"person": 0}).items():
            detail = f"{danish.counted(count, 'række', 'rækker')} om en person: {reason}"
            office.journal.record(journal.ERASE, target, who=by, role="hr", detail=detail, at=at)
    return erased


def pseudonyms_of(office: Office, number: str) -> list[str]:
    """The pseudonym of a person number as a file's would be: a CPR number with ten digits, any other text as it is."""
    typed = " ".join(number.split())
    return pseudonyms(office.key, [cpr_of(typed) or typed])
