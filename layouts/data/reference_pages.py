"""HR's reference files on a page: each as it lies now, a template, what each column means, what becomes of history."""

from dataclasses import dataclass
from http import HTTPStatus

import flask

from kpi import danish
from kpi.extracts.findings import Stopped
from kpi.extracts.placement.reference import read_reference
from kpi.refreshing import officers_files
from layouts import downloads, gate
from layouts.data import page
from layouts.data.room import room
from layouts.door import roles

CSV = "text/csv"


@dataclass(frozen=True)
class Lying:
    """A reference file with its lines as it lies now, in words; empty where it is not there."""

    file: officers_files.ReferenceFile
    lines: str

    @property
    def key(self) -> str:
        """The name without its ending, which is its place on the page."""
        return self.file.name.removesuffix(".csv")


def files() -> flask.Response:
    """The files, each with its columns, and what is wrong with them as they lie."""
    gate.require(roles.ONLY_HR)
    office = room().office
    try:
        read_reference(office.reference)
        faults = ()
    except Stopped as stopped:
        faults = stopped.findings
    return page.shown(
        "reference.html",
        "Referencefiler",
        files=[Lying(one, _lines(one.name)) for one in officers_files.REFERENCE_FILES.values()],
        faults=faults,
        history=officers_files.HISTORY,
        lent=office.is_lent,
    )


def as_it_lies(file: str) -> flask.Response:
    """The file as it holds now, to the byte."""
    gate.require(roles.ONLY_HR)
    path = room().office.reference / _known(file).name
    if not path.is_file():
        flask.abort(HTTPStatus.NOT_FOUND)
    gate.note_export(path.name)
    return downloads.sent(path.read_bytes(), CSV, path.name)


def template(file: str) -> flask.Response:
    """The file with its header and no line."""
    gate.require(roles.ONLY_HR)
    return downloads.sent(_known(file).template, CSV, f"skabelon-{file}.csv")


def _known(file: str) -> officers_files.ReferenceFile:
    """The reference file of the name without its ending; else the answer 404."""
    known = officers_files.REFERENCE_FILES.get(f"{file}.csv")
    return known or flask.abort(HTTPStatus.NOT_FOUND)


def _lines(name: str) -> str:
    path = room().office.reference / name
    if not path.is_file():
        return ""
    count = sum(bool(line.strip(b";, \t\r\xef\xbb\xbf")) for line in path.read_bytes().split(b"\n")) - 1
    return danish.counted(max(count, 0), "linje", "linjer")
