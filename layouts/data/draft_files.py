"""What the officer gets back of a draft: all findings as a file, and their own workbook with the cells marked."""

import io
from http import HTTPStatus

import flask

from kpi import officers_files
from layouts import gate
from layouts.data.drafts import found_draft, outcome, waiting
from layouts.data.findings import as_csv

KEPT_ENDING = ".xlsm"
"""Every other file comes back as a plain workbook: a CSV cannot be marked."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def findings_file(draft: str) -> flask.Response:
    """All findings as CSV."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    gate.note_export("fund.csv")
    return sent(as_csv(outcome(held)[0]), "text/csv", f"fund-{held.given.as_of}.csv")


def marked_file(draft: str, number: int) -> flask.Response:
    """The officer's own file with the findings marked, where it can be made."""
    held = found_draft(draft)
    mark = marker()
    if mark is None or not held.job.is_done or not 0 < number <= len(held.paths):
        flask.abort(HTTPStatus.NOT_FOUND)
    path = held.paths[number - 1]
    gate.note_export("egen fil med fundene markeret")
    ending = KEPT_ENDING if path.suffix == KEPT_ENDING else ".xlsx"
    return sent(mark(held.read(), path), WORKBOOK, f"fund-i-fil-{number}{ending}")


def marker():
    """What marks the officer's own file, where this version of the program has it."""
    return getattr(officers_files, "marked_workbook", None)


def sent(content: bytes, kind: str, name: str) -> flask.Response:
    """A file as an answer; our own name for it, and no copy kept by anybody on the way."""
    return flask.send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name, etag=False)
