"""From files to an import: send, check, place, take in. Every address but the first belongs to one draft."""

from collections.abc import Sequence
from datetime import date
from http import HTTPStatus

import flask

from kpi import danish
from kpi.definitions.periods import is_month_end
from kpi.extracts.checking.counted import stops, without_place
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference import PLACED_IN
from kpi.publications.folders import Unpublishable
from kpi.publications.person_numbers import refuse
from kpi.refreshing import officers_files, refresh
from kpi.refreshing.acceptances import Acceptance, Refused, this
from kpi.refreshing.answering import Outdated
from layouts import gate
from layouts.data import page, steps, upload
from layouts.data.acceptances import asked, holding, open_warnings, take_back
from layouts.data.desk import Draft, Given
from layouts.data.drafts import asked_about, besides, found_draft, outcome, unread, waiting
from layouts.data.findings import listed, not_checked, refused
from layouts.data.room import room
from layouts.door import roles
from layouts.frame import shell

LABELS = {"as_of": "Data pr.", "drawn": "Trukket", "covers_from": "Dækker fra", "on": "Statuslistens dag"}
STOPPED = "Filerne kan ikke tages ind, før stoppene er rettet og spørgsmålene besvaret."


def new(error: str = "", given: dict | None = None, status: int = 200) -> flask.Response:
    """The form that files are sent with."""
    gate.require(roles.ONLY_HR)
    last = room().last_as_of()
    wanted = dict.fromkeys(LABELS, "") | {"as_of": shell.next_date(last).isoformat() if last else ""} | (given or {})
    told = {"given": wanted, "steps": steps.of_files(), "limits": upload, "draft": room().draft_of()}
    return page.shown("new.html", "Hent filer", status, error=error, **told)


def send() -> flask.Response:
    """The way to the draft of the files that were sent; or the form again, with what is wrong."""
    by = gate.require(roles.ONLY_HR)
    with room().desk.room_for(upload.announced()):
        told = upload.receive()
        given, wrong = _given(told.fields)
        if not told.files:
            wrong = "Vælg mindst én fil."
        if wrong:
            return new(wrong, told.fields, HTTPStatus.UNPROCESSABLE_ENTITY)
        draft = room().desk.put(by.name, told.files, given)
    files = danish.counted(len(told.files), "fil", "filer")
    room().office.journal.record("modtagelse", "kladde", who=by.name, role=by.role, detail=files)
    read_again(draft)
    return flask.redirect(f"/data/kladde/{draft.id}/fund", HTTPStatus.SEE_OTHER)


def read_again(draft: Draft) -> None:
    """Nothing; the draft's files are being read."""
    office, given, today = room().office, draft.given, room().now().date()
    names = danish.joined(list(draft.names.values()))

    def work() -> refresh.Draft:
        return refresh.read_draft(office, draft.files, today, given.as_of, given.drawn, given.covers_from, given.on)

    draft.job = room().worker.ask(f"Læser og kontrollerer {names}", work)


def _given(fields: dict[str, str]) -> tuple[Given | None, str]:
    """What the officer said of the files, or what is wrong with it."""
    days: dict[str, date | None] = {}
    for name, label in LABELS.items():
        text = fields.get(name, "").strip()
        try:
            days[name] = date.fromisoformat(text) if text else None
        except ValueError:
            return None, f"«{label}» er ikke en dato. Vælg en dag, eller skriv den som åååå-mm-dd."
    if days["as_of"] is None:
        return None, "Skriv i «Data pr.», hvilken dag tallene gælder: den sidste dag i perioden."
    if not is_month_end(days["as_of"]):
        return None, "«Data pr.» skal være den sidste dag i en måned."
    return Given(**days), ""


def start(draft: str) -> flask.Response:
    """The way to the draft's findings."""
    return flask.redirect(f"/data/kladde/{found_draft(draft).id}/fund", HTTPStatus.SEE_OTHER)


def again(draft: str) -> flask.Response:
    """The way to the draft's findings, with its files being read again."""
    held = found_draft(draft)
    read_again(held)
    return flask.redirect(f"/data/kladde/{held.id}/fund", HTTPStatus.SEE_OTHER)


def status(draft: str) -> flask.Response:
    """How far the reading is, for the page that waits."""
    job = found_draft(draft).job
    return flask.jsonify(done=job.is_done, told=job.told)


def findings(draft: str, error: str = "", code: int = 200) -> flask.Response:
    """The findings of the draft, each with its form; a page that waits until they are there."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    found, read = outcome(held)
    places = dict.fromkeys(PLACED_IN, f"/data/kladde/{held.id}/placer") if read else {}
    accepted = holding(read, held.accepted)
    shown = listed(found, accepted, places)
    sources, unreadable = asked_about(read)
    lacks = _lacks(found, accepted)
    return page.shown(
        "findings.html",
        f"Fund i filerne: data pr. {danish.day(held.given.as_of)}",
        code,
        error=error or unreadable,
        draft=held,
        findings=shown,
        lacks=lacks,
        not_checked=not_checked(found),
        must=_must(found),
        sources=besides(sources, found),
        read_as=read.read_as if read else (),
        rows=_rows(held, read),
        reference=room().office.reference if any(one.code == "referencefil_fejl" for one in found) else "",
        can_store=read is not None and not lacks,
        given=_typed(held.given),
        limits=upload,
        marked={number: name for number, name in held.names.items() if officers_files.is_found_in(found, name)},
        steps=steps.of_draft(held, found, read, "fund"),
    )


def accept(draft: str) -> flask.Response:
    """The way back to the findings, one of which is now accepted; or not any more."""
    by, held = gate.require(roles.ONLY_HR), found_draft(draft)
    found, read = outcome(held)
    number = flask.request.form.get("fund", type=int)
    if number is None or not 0 <= number < len(found):
        return findings(draft, "Fundet findes ikke længere. Se listen igen.", HTTPStatus.UNPROCESSABLE_ENTITY)
    reason = " ".join(flask.request.form.get("begrundelse", "").split())
    held.accepted = [one for one in held.accepted if not one.covers(found[number])]
    if flask.request.form.get("fortryd"):
        take_back(found[number], read, by.name)
        return flask.redirect(f"/data/kladde/{held.id}/fund#fund-{number}", HTTPStatus.SEE_OTHER)
    wrong = _cannot_be_accepted(found[number]) or why_not(reason)
    if wrong:
        return findings(draft, refused(found[number], wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
    held.accepted.append(this(found[number], reason))
    return flask.redirect(f"/data/kladde/{held.id}/fund#fund-{number}", HTTPStatus.SEE_OTHER)


def _cannot_be_accepted(finding: Finding) -> str:
    if asked([finding]):
        return "Et spørgsmål kan ikke godkendes. Svar på det."
    return "Et stop kan ikke godkendes." if stops([finding]) else ""


def why_not(reason: str) -> str:
    """Why the reason will not do; empty where it will."""
    if not reason:
        return "Skriv en begrundelse. Den bliver gemt sammen med advarslen."
    try:
        refuse(reason, "begrundelsen")
    except Unpublishable as error:
        return str(error)
    return ""


def store(draft: str) -> flask.Response:
    """The way to the tables, once the draft is an import; or the findings again, with what was refused."""
    by, held = gate.require(roles.ONLY_HR), found_draft(draft)
    _, read = outcome(held)
    if read is None:
        return findings(draft, STOPPED, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refresh.import_draft(room().office, read, by.name, room().moment(), held.accepted)
    except Stopped:
        return findings(draft, STOPPED, HTTPStatus.UNPROCESSABLE_ENTITY)
    except Outdated as error:
        return unread(held, "Filerne skal læses igen", error)
    except (Refused, Unpublishable) as error:
        return findings(draft, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    room().desk.drop(held)
    return flask.redirect(f"/data/udgiv/{held.given.as_of.isoformat()}/tabeller", HTTPStatus.SEE_OTHER)


def throw_away(draft: str) -> flask.Response:
    """The way to the front, without the draft."""
    by, held = gate.require(roles.ONLY_HR), found_draft(draft)
    room().desk.drop(held)
    room().office.journal.record("kladde kasseret", "kladde", who=by.name, role=by.role)
    return flask.redirect("/data?kasseret=ja", HTTPStatus.SEE_OTHER)


def _lacks(found: Sequence[Finding], accepted: Sequence[Acceptance]) -> list[str]:
    """What is left to do before the files can be taken in, as parts of a sentence."""
    open_ones = len(open_warnings(found, accepted))
    questions, codes = len(asked(found)), len(without_place(found))
    stopping = len(stops(found)) - codes
    told = [f"{danish.number(stopping, 0)} stop skal rettes"] if stopping else []
    told += [f"{danish.counted(codes, 'kode', 'koder')} skal placeres eller rettes"] if codes else []
    told += [f"{danish.number(questions, 0)} spørgsmål skal besvares"] if questions else []
    warnings = danish.counted(open_ones, "advarsel", "advarsler")
    return told + ([f"{warnings} skal godkendes eller rettes"] if open_ones else [])


def _must(found: Sequence[Finding]) -> list[str]:
    """What is asked of each kind of finding that there is, a sentence each."""
    codes = without_place(found)
    told = [
        ([one for one in stops(found) if one not in codes], "Et stop skal rettes."),
        (codes, "En kode uden plads skal placeres eller rettes."),
        (asked(found), "Et spørgsmål skal besvares."),
        (
            open_warnings(found, ()),
            "En advarsel skal enten rettes eller godkendes med en begrundelse, som bliver gemt.",
        ),
    ]
    return [words for of_kind, words in told if of_kind]


def _rows(held: Draft, read: refresh.Draft | None) -> str:
    rows = sum(source.rows for source in read.placed.extracts.sources) if read else 0
    return f"{danish.counted(len(held.names), 'fil', 'filer')}, {danish.counted(rows, 'række', 'rækker')}"


def _typed(given: Given) -> dict[str, str]:
    return {name: day.isoformat() if day else "" for name, day in vars(given).items()}
