"""The page where a line is followed up with a status and a note, and where HR chooses whose papers it goes with."""

from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.follow_up.actions import Row, rows
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import COMPLETED, DECISIONS, GIVEN_UP, INTERPRETATION, RETRACTED, UNDER_WAY
from kpi.publications.person_numbers import PersonNumber
from layouts import gate
from layouts.door import roles
from layouts.door.identity import person
from layouts.papers import recipients
from layouts.reading import Reading
from layouts.writing import page
from layouts.writing.actions import HERE, LONGEST, PERSON_NUMBER, back_to, too_long
from layouts.written import written

FIELDS = ("status", "note")
NOTHING_NEW = "Vælg en status, eller skriv en note."
NO_SUCH_STATUS = "Statussen findes ikke. Vælg en fra listen."
GONE = "Linjen findes ikke, eller den er trukket tilbage."


def form(line: int, told: dict[str, str] | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The line with all that followed it, and the form for more; for HR the choice of papers too."""
    gate.require(roles.WRITERS)
    reading, row = _row(line)
    return page.shown(
        "follow_up.html",
        f"Følg op på en {row.kind}",
        status,
        HERE,
        reading=reading,
        row=row,
        told=told or dict.fromkeys(FIELDS, ""),
        error=error,
        statuses=_statuses(row),
        chooses=person().may(roles.ONLY_HR),
        recipients=recipients.names(),
        longest=LONGEST["tekst"],
    )


def keep(line: int) -> Response:
    """The way to the list, with the status and the note kept; or the page again, with what was refused."""
    gate.require(roles.WRITERS)
    told, (reading, row) = page.typed(FIELDS), _row(line)
    try:
        _kept(row, told)
    except Unpublishable as error:
        if isinstance(error, PersonNumber):
            gate.note_written(f"opfølgning på {row.kind} {line}", PERSON_NUMBER)
        return form(line, told, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    gate.note_written(f"opfølgning på {row.kind} {line}")
    return back_to(reading.publication.key, line)


def choose(line: int) -> Response:
    """The way to the list, with HR's choice of papers kept."""
    by = gate.require(roles.ONLY_HR)
    reading, row = _row(line)
    chosen = recipients.ticked()
    gate.journal().choose(DECISIONS, line, chosen, who=by.name, role=by.role)
    gate.note_choice(f"{row.kind} {line}", danish.joined([recipients.names()[key] for key in chosen]) or "ingen")
    return back_to(reading.publication.key, line)


def _kept(row: Row, told: dict[str, str]) -> None:
    """Nothing; the follow-up is in the journal."""
    wrong = "" if told["status"] or told["note"] else NOTHING_NEW
    wrong = wrong or ("" if told["status"] in ("", *_statuses(row)) else NO_SUCH_STATUS)
    wrong = wrong or too_long({"tekst": told["note"]})
    if wrong:
        raise Unpublishable(wrong)
    who = {"who": person().name, "role": person().role}
    place = {"publication": row.publication, "measure": row.measure, "staff_group": row.staff_group}
    gate.journal().decide(row.kind, told["note"], **who, **place, about=row.line, status=told["status"])


def _statuses(row: Row) -> tuple[str, ...]:
    """The statuses that who asks may give the line."""
    known = () if row.kind == INTERPRETATION else (UNDER_WAY, COMPLETED, GIVEN_UP)
    return (*known, RETRACTED) if person().may(roles.ONLY_HR) else known


def _row(line: int) -> tuple[Reading, Row]:
    """The newest publication, and the line beside it; else the answer 404."""
    reading = page.reading_of("")
    found = rows(reading.publication, reading.audience.key, written())
    row = next((one for one in found if one.line == line), None)
    if row is None:
        flask.abort(page.refused("Linjen findes ikke", GONE, HTTPStatus.NOT_FOUND))
    return reading, row
