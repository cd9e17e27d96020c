"""The draft that an address names: whose it is, what came of reading it, and what is shown until it is read."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

import flask

from kpi.extracts.findings import Finding, Stopped
from kpi.publications.folders import Unpublishable
from kpi.refreshing import answering, refresh
from kpi.refreshing.acceptances import Refused
from layouts import gate
from layouts.data import page, steps
from layouts.data.desk import Draft
from layouts.data.room import room
from layouts.door import roles
from layouts.door.identity import person

GONE = (
    "Den er taget ind eller kasseret, du har sendt nye filer i stedet, dens 30 minutter er gået, eller programmet er "
    "startet igen. Filerne er slettet.",
    "Er udtrækkene taget ind, står de på siden Data. Ellers er ingen rækker gemt: send filerne igen for at fortsætte.",
)


def found_draft(key: str) -> Draft:
    gate.require(roles.ONLY_HR)
    draft = room().desk.find(key, person().name)
    if draft is None:
        other = room().desk.of_another(key, person().name)
        if other:
            flask.abort(page.refused("Kladden er en kollegas", _about(other), HTTPStatus.FORBIDDEN, "/data"))
        flask.abort(page.refused("Kladden findes ikke længere", GONE, HTTPStatus.GONE, "/data/ny"))
    return draft


def _about(other: Draft) -> tuple[str, ...]:
    return (
        f"Kladden tilhører {other.owner}. Den vises ikke for andre, heller ikke i HR.",
        f"Filerne bliver slettet kl. {other.until:%H.%M}, hvis de ikke er taget ind før. Når de er taget ind, kan du "
        "se tabellerne på siden Data.",
    )


def waiting(held: Draft) -> flask.Response:
    poll = page.Poll(f"/data/kladde/{held.id}/status", held.job.told)
    return page.shown("waiting.html", "Filerne bliver læst", poll=poll, steps=steps.of_draft(held, (), None, "fund"))


def outcome(held: Draft) -> tuple[tuple[Finding, ...], refresh.Draft | None]:
    """The findings, and what was read; None where a stop came before there was anything to read with."""
    try:
        read = held.read()
    except Stopped as stopped:
        return tuple(stopped.findings), None
    except (Refused, Unpublishable) as error:
        flask.abort(unread(held, "Filerne kan ikke kontrolleres", error))
    return read.findings, read


def unread(held: Draft, title: str, error: Exception) -> flask.Response:
    """The page that says why the draft's files must be read again, and does it; they are still held."""
    return page.refused(title, (str(error),), HTTPStatus.CONFLICT, again=f"/data/kladde/{held.id}/igen")


def asked_about(read: refresh.Draft | None) -> tuple[list[answering.AskedSource], str]:
    """The sources of what was read, with what was answered about them; or none, and why they cannot be told."""
    try:
        return (answering.about(room().office, read.placed.extracts.sources) if read else []), ""
    except Refused as error:
        return [], str(error)


def besides(sources: Sequence[answering.AskedSource], found: Sequence[Finding]) -> list[answering.AskedSource]:
    """What may be answered of the sources besides what the findings ask: that is asked there, and must be answered."""
    asked = set(answering.open_questions(found))
    rest = [replace(one, told=tuple(told for told in one.told if told.question not in asked)) for one in sources]
    return [one for one in rest if one.told]
