"""What the officer gets back of a draft: all findings as a file, and their own workbook with the cells marked."""

from http import HTTPStatus

import flask

from kpi.refreshing import officers_files
from layouts import gate
from layouts.data import page, steps
from layouts.data.desk import Draft, stem_of
from layouts.data.drafts import found_draft, outcome, waiting
from layouts.data.jobs import Job
from layouts.data.room import room
from layouts.downloads import EXCEL, sent

KEPT_ENDING = ".xlsm"
"""A workbook with macros stays one; every other file comes back as a plain workbook."""
AT_ONCE = 2.0
"""Seconds that a request waits for a workbook, before it shows a page that waits."""


def findings_file(draft: str) -> flask.Response:
    """All findings as CSV."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    gate.note_export("fund.csv")
    return sent(officers_files.findings_csv(outcome(held)[0]), "text/csv", f"fund-{held.given.as_of}.csv")


def marked_file(draft: str, number: int) -> flask.Response:
    """The officer's own file with the findings marked; the way to a page that waits, where that takes long."""
    held = _draft_with(draft, number)
    job = _marking(held, number)
    job.wait(AT_ONCE)
    if not job.is_done:
        return flask.redirect(f"{flask.request.path}/laves", HTTPStatus.SEE_OTHER)
    ending = KEPT_ENDING if held.names[number].casefold().endswith(KEPT_ENDING) else ".xlsx"
    content = job.result()
    held.marked.pop(number, None)
    gate.note_export("egen fil med fundene markeret")
    return sent(content, EXCEL, f"fund-i-{stem_of(held.names[number], number)}{ending}")


def making(draft: str, number: int) -> flask.Response:
    """The page that waits for the marked file, and says where it is when it is made."""
    held = _draft_with(draft, number)
    job, at = _marking(held, number), f"/data/kladde/{held.id}/fil/{number}"
    poll = None if job.is_done else page.Poll(f"{at}/status", job.told)
    found, read = outcome(held)
    return page.shown(
        "marked.html",
        "Din fil er klar" if job.is_done else "Fundene bliver markeret i din fil",
        poll=poll,
        name=held.names[number],
        at=at,
        draft=held,
        steps=steps.of_draft(held, found, read, "fund"),
    )


def making_status(draft: str, number: int) -> flask.Response:
    """How far the marking is, for the page that waits."""
    job = _marking(_draft_with(draft, number), number)
    return flask.jsonify(done=job.is_done, told=job.told)


def _draft_with(key: str, number: int) -> Draft:
    """The draft, where it has been read and has a file of the number."""
    held = found_draft(key)
    if not held.job.is_done or not 0 < number <= len(held.files):
        flask.abort(HTTPStatus.NOT_FOUND)
    return held


def _marking(held: Draft, number: int) -> Job:
    """The work that marks the file, begun or in the queue: begun anew where the files have been read again."""
    reading, marking = held.marked.get(number, (None, None))
    if reading is not held.job:
        found, read = outcome(held)

        def work() -> bytes:
            return officers_files.marked_workbook(found, held.files[number - 1], read.read_as if read else ())

        marking = room().worker.ask(f"Markerer fundene i {held.names[number]}", work)
        held.marked[number] = held.job, marking
    return marking
