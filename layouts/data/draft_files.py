"""What the officer gets back of a draft: all findings as a file, and their own workbook with the cells marked."""

import io
from http import HTTPStatus

import flask

from kpi import officers_files
from layouts import gate
from layouts.data.drafts import found_draft, outcome, waiting

KEPT_ENDING = ".xlsm"
"""A workbook with macros stays one; every other file comes back as a plain workbook."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def findings_file(draft: str) -> flask.Response:
    """All findings as CSV."""
    held = found_draft(draft)
    if not held.job.is_done:
        return waiting(held)
    gate.note_export("fund.csv")
    return sent(officers_files.findings_csv(outcome(held)[0]), "text/csv", f"fund-{held.given.as_of}.csv")


def marked_file(draft: str, number: int) -> flask.Response:
    """The officer's own file with the findings marked."""
    held = found_draft(draft)
    files = held.files
    if not held.job.is_done or not 0 < number <= len(files):
        flask.abort(HTTPStatus.NOT_FOUND)
    file = files[number - 1]
    gate.note_export("egen fil med fundene markeret")
    ending = KEPT_ENDING if file.name.casefold().endswith(KEPT_ENDING) else ".xlsx"
    return sent(officers_files.marked_workbook(outcome(held)[0], file), WORKBOOK, f"fund-i-fil-{number}{ending}")


def sent(content: bytes, kind: str, name: str) -> flask.Response:
    """A file as an answer; our own name for it, and no copy kept by anybody on the way."""
    return flask.send_file(io.BytesIO(content), kind, as_attachment=True, download_name=name, etag=False)
