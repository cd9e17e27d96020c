"""The front of `/data`: what is held, what was published, what was done; and the request about one person."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from http import HTTPStatus

import flask

from kpi import danish
from kpi.publications.folders import Unpublishable
from kpi.publications.stored_import import is_withdrawn
from kpi.refreshing import answering, officers_files, one_person, persons_copy, refresh
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.office import MEND
from kpi.refreshing.signing import is_same
from layouts import downloads, gate
from layouts.data import page
from layouts.data.draft_pages import why_not
from layouts.data.room import room
from layouts.door import roles
from layouts.door.identity import person
from layouts.frame import shell

LATEST = 20
KINDS = {"history": "ansættelser", "status": "statuslister", "leavers": "fratrådte", "adverts": "jobannoncer"}
NO_NUMBER = "Skriv personens nummer."
NOT_SURE = "Sæt flueben ved, at rækkerne skal slettes for altid."


def front(error: str = "", code: int = 200) -> flask.Response:
    """What is held and what can be done with it."""
    gate.require(roles.ONLY_HR)
    office, last = room().office, room().last_as_of()
    held = [_import(key) for key in reversed(office.imports.ids())]
    waiting = {one["as_of"] for one in held if one["in_use"] and one["as_of"]}
    asked, unreadable = _asked()
    waiting -= {office.store.as_of(key) for key in office.store.keys()}  # noqa: SIM118 (a method, not a dict)
    return page.shown(
        "front.html",
        "Data",
        code,
        error=error,
        done=_done(),
        onward=_after_publishing(),
        told=office.told,
        draft=room().draft_of(),
        imports=held,
        waiting=[(day.isoformat(), danish.day(day), _is_a_colleagues(day, held)) for day in sorted(waiting)],
        next_day=shell.next_date(last) if last else None,
        publications=[_publication(key) for key in office.store.keys()],  # noqa: SIM118
        templates=officers_files.TEMPLATES,
        sources=asked,
        unreadable=unreadable,
        log=[{**one, "when": _when(one["at"])} for one in reversed(office.journal.audit(latest=LATEST))],
    )


def template(kind: str) -> flask.Response:
    """The standard template of a kind of extract."""
    gate.require(roles.ONLY_HR)
    if kind not in officers_files.TEMPLATES:
        flask.abort(HTTPStatus.NOT_FOUND)
    return downloads.sent(officers_files.template_file(kind), downloads.EXCEL, f"skabelon-{kind}.xlsx")


def one_import(key: str, error: str = "", code: int = 200) -> flask.Response:
    """One import: its files, what was accepted, what became of it, and the form that takes it back."""
    gate.require(roles.ONLY_HR)
    try:
        manifest = room().office.imports.manifest(key)
    except Unpublishable as wrong:
        if key in room().office.imports.ids():
            return page.refused("Importen er beskadiget", (str(wrong), MEND), HTTPStatus.CONFLICT)
        return page.refused("Importen findes ikke", (str(wrong),), HTTPStatus.NOT_FOUND)
    used_by = [one for one in room().office.store.keys() if _is_made_of(one, key)]  # noqa: SIM118
    told = _import(key)
    return page.shown(
        "import.html", f"Import {key}", code, error=error, one=told, manifest=manifest, used_by=used_by, kinds=KINDS
    )


def withdraw(key: str) -> flask.Response:
    """The way to the front, with the import taken back; or the import again, with what was refused."""
    by = gate.require(roles.ONLY_HR)
    reason = " ".join(flask.request.form.get("begrundelse", "").split())
    wrong = why_not(reason) or _not_sure()
    if wrong:
        return one_import(key, wrong, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refresh.withdraw(room().office, key, by.name, room().moment(), reason)
    except Unpublishable as error:
        return one_import(key, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    return flask.redirect("/data?tilbage=ja", HTTPStatus.SEE_OTHER)


def about_person(error: str = "", rows=None, erased: bool = False, code: int = 200) -> flask.Response:
    """The form that finds, or erases, what is held about one person; the number is never shown again."""
    gate.require(roles.ONLY_HR)
    total = sum(row.count for row in rows or ())
    return page.shown(
        "person.html", "En persons oplysninger", code, error=error, rows=rows, total=total, erased=erased, kinds=KINDS
    )


def look_up_person() -> flask.Response:
    """What was found, or erased, about the person whose number was sent."""
    by = gate.require(roles.ONLY_HR)
    form, office = flask.request.form, room().office
    number, erase = form.get("nummer", ""), bool(form.get("slet"))
    reason = " ".join(form.get("begrundelse", "").split())
    wrong = NO_NUMBER if not number.strip() else why_not(reason) or _not_sure() if erase else ""
    if wrong:
        return about_person(wrong, code=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if erase:
            rows = one_person.erase_person(office, number, by.name, room().moment(), reason)
            return about_person(rows=rows, erased=True)
        if form.get("kopi"):
            return _copy(number)
        rows = one_person.find_person(office, number)
    except Unpublishable as error:
        return about_person(str(error), code=HTTPStatus.UNPROCESSABLE_ENTITY)
    told = danish.counted(sum(row.count for row in rows), "række", "rækker")
    office.journal.record("opslag", "person", who=by.name, role=by.role, detail=told)
    return about_person(rows=rows)


def _not_sure() -> str:
    """What is said where rows are to be deleted for good, and who asks has not said yes to that; else empty."""
    return "" if flask.request.form.get("sikker") else NOT_SURE


def _copy(number: str) -> flask.Response:
    """The file with what is held about the person; the log tells that it was fetched, and not of whom."""
    found = persons_copy.copy_of(room().office, number)
    gate.note_export(f"kopi af oplysninger om en person ({danish.counted(found.rows, 'række', 'rækker')})")
    return downloads.sent(found.content, "text/csv", "oplysninger-om-en-person.csv")


def _done() -> str:
    """What was just done, as the address tells."""
    asked = flask.request.args
    key = asked.get("udgivet", "")
    if key in room().office.store.keys():  # noqa: SIM118
        return f"Udgivelsen {key} er lavet. Alle, der har adgang, kan nu se den."
    if asked.get("kasseret"):
        return "Kladden og dens filer er slettet. Ingen rækker blev gemt; svar og placeringer bliver stående."
    if asked.get("svar"):
        return "Svaret er gemt og bruges fra nu af. Udtræk, der allerede er taget ind, er ikke ændret."
    if asked.get("tilbage"):
        return "Importen er trukket tilbage, og dens rækker er slettet. Udgivelser er ikke ændret."
    return ""


def _after_publishing() -> list[tuple[str, str]]:
    """Where to see what was just published, each with its address."""
    key = flask.request.args.get("udgivet", "")
    if key not in room().office.store.keys():  # noqa: SIM118
        return []
    at = f"?udgivelse={key}"
    return [("Se tallene", f"/{at}"), ("Sagen", f"/sag{at}"), ("Forskel fra sidst", f"/data/forskel/{key}")]


def _asked() -> tuple[list[answering.AskedSource], str]:
    """The sources that something was answered about; or none, and why they cannot be told."""
    try:
        return answering.kept(room().office), ""
    except Refused as error:
        return [], str(error)


def _is_a_colleagues(day: date, held: Iterable[Mapping]) -> bool:
    """Whether the settings want another person to publish the date than who asks, who took files in for it."""
    took_in = any(is_same(one["by"], person().name) for one in held if one["in_use"] and one["as_of"] == day)
    return room().office.settings.two_persons_publish and took_in


def _import(key: str) -> dict:
    try:
        manifest = room().office.imports.manifest(key)
    except Unpublishable as error:
        return {"key": key, "broken": str(error), "as_of": None, "in_use": False}
    as_of = manifest.get("as_of")
    changes = [f"{one['what']} {_when(one['at'])} af {one['by']}: «{one['reason']}»" for one in manifest["changes"]]
    return {
        "key": key,
        "broken": "",
        "taken_in": _when(manifest["taken_in"]),
        "by": manifest["by"],
        "as_of": date.fromisoformat(as_of) if as_of else None,
        "told_as_of": danish.day(date.fromisoformat(as_of)) if as_of else "ikke oplyst",
        "files": [f"{one['file']}: {danish.counted(one['rows'], 'række', 'rækker')}" for one in manifest["sources"]],
        "in_use": bool(manifest["frames"]) and not is_withdrawn(manifest),
        "withdrawn": is_withdrawn(manifest),
        "changes": changes,
    }


def _is_made_of(publication: str, key: str) -> bool:
    """Whether a publication was made of the import; of a damaged one nobody knows."""
    try:
        return key in room().office.store.load(publication).imports
    except Unpublishable:
        return False


def _publication(key: str) -> dict:
    office = room().office
    faults = office.store.verify(key)
    try:
        one = office.store.load(key)
    except Unpublishable as error:
        return {"key": key, "broken": str(error)}
    return {
        "key": key,
        "broken": "",
        "as_of": danish.day(one.as_of),
        "iso": one.as_of.isoformat(),
        "published": _when(one.published.isoformat()),
        "by": one.by,
        "reason": one.reason,
        "state": ", ".join(office.states(one)),
        "checked": "uændret" if not faults else " ".join(fault.message for fault in faults),
    }


def _when(text: str) -> str:
    when = datetime.fromisoformat(text)
    return f"{danish.day(when.date())} kl. {when:%H.%M}"
