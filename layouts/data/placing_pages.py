"""The page where unknown codes get a place: a line each in HR's reference files, and then the files are read again."""

from http import HTTPStatus

import flask

from kpi.extracts.findings import Stopped
from kpi.publications.folders import Unpublishable
from kpi.publications.person_numbers import PersonNumber
from kpi.refreshing.replacing import taking
from layouts import gate
from layouts.data import draft_pages, page, placing, steps
from layouts.data.drafts import found_draft, outcome, waiting
from layouts.data.room import room
from layouts.door import roles

NOTHING = "Vælg en plads til mindst én kode. Et forslag skal bekræftes."


def show(draft: str, error: str = "", typed: dict | None = None, code: int = 200) -> flask.Response:
    """The codes without a place, by file, each with its form."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    found, read = outcome(held)
    codes = placing.unplaced(found, read) if read else []
    files = [
        (placing.HEADS[file], file, [one for one in codes if one.file == file])
        for file in dict.fromkeys(one.file for one in codes)
    ]
    return page.shown(
        "placing.html",
        "Placér ukendte koder",
        code,
        error=error,
        draft=held,
        files=files,
        typed=typed or {},
        steps=steps.of_draft(held, found, read, "placer"),
    )


def place(draft: str) -> flask.Response:
    """The way to the findings, with the codes placed and the files being read again."""
    held, typed = found_draft(draft), flask.request.form.to_dict()
    if not held.job.is_done:
        return waiting(held)
    found, read = outcome(held)
    chosen = [one for one in placing.unplaced(found, read) if one.is_touched(typed)] if read else []
    if not chosen:
        return show(draft, NOTHING, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        lines = [(one.file, placing.values_of(one, typed)) for one in chosen]
    except (placing.Unsaid, PersonNumber) as wrong:
        return show(draft, str(wrong), typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    wrong = _placed(lines)
    if wrong:
        return show(draft, wrong, typed, HTTPStatus.UNPROCESSABLE_ENTITY)
    draft_pages.read_again(held)
    return flask.redirect(f"/data/kladde/{held.id}/fund", HTTPStatus.SEE_OTHER)


def _placed(lines: list[tuple[str, dict[str, str]]]) -> str:
    """What was refused, and then no line is written; else nothing."""
    by = gate.require(roles.ONLY_HR)
    distinct = dict.fromkeys((file, tuple(values.items())) for file, values in lines)
    try:
        taking.place(room().office, [(file, dict(values)) for file, values in distinct], by.name, room().moment())
    except Stopped as stopped:
        return " ".join(one.message for one in stopped.findings)
    except Unpublishable as error:
        return str(error)
    return ""
