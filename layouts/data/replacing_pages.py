"""Reference files that HR sends: what they change is shown before anything is written, and then they are put in use.

What was sent is held in memory only, for half an hour at most, and looked at anew each time it is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import flask

from kpi import danish
from kpi.extracts.findings import Stopped
from kpi.publications.folders import Unpublishable
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.officers_files import MEGABYTE, REFERENCE_FILES
from kpi.refreshing.replacing import sent, taking
from kpi.refreshing.replacing.changes import Cells, FileChange
from kpi.refreshing.replacing.folder import NotInPlace
from layouts import gate
from layouts.data import page, reference_pages, upload
from layouts.data.desk import Draft
from layouts.data.room import room
from layouts.door import roles
from layouts.door.identity import person

HERE = "/data/referencefiler"
LIMITS = upload.Limits(
    total=len(REFERENCE_FILES) * sent.LARGEST + MEGABYTE,
    each=sent.LARGEST,
    too_much="Filerne fylder for meget. Send kun de fem referencefiler. Intet er ændret.",
    too_large=f"Filen «{{}}» fylder mere end {sent.LARGEST // MEGABYTE} MB. En referencefil har kun én linje for hver "
    "kode. Intet er ændret.",
)
NO_FILE = "Vælg mindst én fil."
GONE = (
    "De er taget i brug eller kasseret, de 30 minutter er gået, programmet er startet igen, eller en kollega har sendt "
    "dem.",
    "Er de taget i brug, kan du se det på siden Referencefiler. Ellers er intet ændret: send filerne igen.",
)
SHOWN, MOST = 10, 500
"""Lines of a kind that are shown without being folded, and folded ones."""


@dataclass(frozen=True)
class Lines:
    """Lines that come, go or change: how many and what becomes of them, those that are shown, and how many are not.

    `folded` is what unfolds them, empty where they are few. A cell is what it was, empty where it is the same, and what
    it is.
    """

    title: str
    folded: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    more: int


def send() -> flask.Response:
    """The way to what the files change; or the form again, with what is wrong."""
    by = gate.require(roles.ONLY_HR)
    desk = room().reference_desk
    with desk.room_for(upload.announced(LIMITS)):
        told = upload.receive(LIMITS)
        if not told.files:
            return reference_pages.files(NO_FILE, HTTPStatus.UNPROCESSABLE_ENTITY)
        held = desk.put(by.name, told.files)
    files = danish.counted(len(told.files), "fil", "filer")
    room().office.journal.record("modtagelse", "referencefiler", who=by.name, role=by.role, detail=files)
    return flask.redirect(f"{HERE}/kladde/{held.id}", HTTPStatus.SEE_OTHER)


def show(draft: str, error: str = "", code: int = 200) -> flask.Response:
    """What the files change and what it means for figures of the past; or all that is wrong with them."""
    held, office = _held(draft), room().office
    parts = {"error": error, "draft": held, "faults": (), "found": None, "changes": ()}
    try:
        found = taking.replacement(office, held.files)
        parts |= {"found": found, "changes": [(one, _kinds(one)) for one in found.changes]}
    except Stopped as stopped:
        parts["faults"] = stopped.findings
    title = "Filerne kan ikke tages i brug" if parts["faults"] else "Det bliver ændret i referencefilerne"
    return page.shown("replacing.html", title, code, **parts)


def take_in_use(draft: str) -> flask.Response:
    """The way to the reference files, now that those that were sent are among them; or what was refused."""
    by, held = gate.require(roles.ONLY_HR), _held(draft)
    try:
        taking.take_in_use(room().office, held.files, by.name, room().moment(), flask.request.form.get("set", ""))
    except Stopped:
        return show(draft, code=HTTPStatus.CONFLICT)
    except NotInPlace as error:
        room().reference_desk.drop(held)
        return page.refused("Filerne er taget i brug", (str(error),), HTTPStatus.CONFLICT, HERE)
    except (Refused, Unpublishable) as error:
        return show(draft, str(error), HTTPStatus.CONFLICT)
    room().reference_desk.drop(held)
    return flask.redirect(f"{HERE}?i-brug=ja", HTTPStatus.SEE_OTHER)


def throw_away(draft: str) -> flask.Response:
    """The way to the reference files, without those that were sent."""
    gate.require(roles.ONLY_HR)
    room().reference_desk.drop(_held(draft))
    return flask.redirect(HERE, HTTPStatus.SEE_OTHER)


def _held(key: str) -> Draft:
    """The files of who asks; else the answer that they are gone."""
    gate.require(roles.ONLY_HR)
    held = room().reference_desk.find(key, person().name)
    return held or flask.abort(page.refused("Filerne ligger her ikke længere", GONE, HTTPStatus.GONE, HERE))


def _kinds(one: FileChange) -> list[Lines]:
    """The lines of a file by what becomes of them; none of a kind where there are none."""
    heads = tuple(column.name for column in one.file.columns)
    kinds = (
        ("bliver ændret", [_differing(*pair) for pair in one.changed]),
        ("går ud", [_alone(line) for line in one.gone]),
        ("kommer til", [_alone(line) for line in one.came]),
    )
    return [_lines(heads, what, rows) for what, rows in kinds if rows]


def _lines(heads: tuple[str, ...], what: str, rows: list[tuple[tuple[str, str], ...]]) -> Lines:
    count = danish.counted(len(rows), "linje", "linjer")
    folded = f"Vis {count}, der {what}" if len(rows) > SHOWN else ""
    return Lines(f"{danish.sentence(what)}: {count}", folded, heads, tuple(rows[:MOST]), max(len(rows) - MOST, 0))


def _alone(line: Cells) -> tuple[tuple[str, str], ...]:
    return tuple(("", cell) for cell in line)


def _differing(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = zip(before, after, strict=True)
    return tuple(((old or "tom") if old != new else "", new or ("tom" if old else "")) for old, new in pairs)
