"""HR's reference files on a page: each as it lies and as it lay, a template, what each column means, and history."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import flask

from kpi import danish
from kpi.extracts.findings import Stopped
from kpi.extracts.placement.reference import reference_of
from kpi.refreshing import officers_files
from kpi.refreshing.replacing import folder, sent
from layouts import downloads, gate
from layouts.data import page
from layouts.data.room import room
from layouts.door import roles

CSV = "text/csv"
MOST_EARLIER = 10
"""Earlier versions that are shown without being folded."""
DONE = "Filerne er taget i brug. De, der lå før, kan hentes nederst på siden."


@dataclass(frozen=True)
class Lying:
    """A reference file with its lines as it lies now, in words; empty where it is not there."""

    file: officers_files.ReferenceFile
    lines: str

    @property
    def key(self) -> str:
        """The name without its ending, which is its place on the page."""
        return self.file.name.removesuffix(".csv")


@dataclass(frozen=True)
class Earlier:
    """Files that were replaced at one time: the name of the version, in words when, and their names."""

    version: str
    told: str
    files: tuple[str, ...]


def files(error: str = "", code: int = 200) -> flask.Response:
    """The files, each with its columns, what is wrong with them as they lie, and the form that others are sent with."""
    gate.require(roles.ONLY_HR)
    office = room().office
    lying = officers_files.files_in(office.reference)
    try:
        reference_of(lying)
        faults = ()
    except Stopped as stopped:
        faults = stopped.findings
    earlier = [_earlier(*one) for one in folder.earlier_versions(office.own_reference).items()]
    return page.shown(
        "reference.html",
        "Referencefiler",
        code,
        error=error,
        done=DONE if flask.request.args.get("i-brug") else "",
        files=[Lying(one, _lines(lying.get(one.name))) for one in officers_files.REFERENCE_FILES.values()],
        faults=faults,
        history=officers_files.HISTORY,
        lent=office.is_lent,
        largest=sent.LARGEST,
        total=len(officers_files.REFERENCE_FILES) * sent.LARGEST,
        megabytes=sent.LARGEST // officers_files.MEGABYTE,
        earlier=(earlier[:MOST_EARLIER], earlier[MOST_EARLIER:]),
    )


def as_it_lies(file: str) -> flask.Response:
    """The file as it holds now, to the byte."""
    gate.require(roles.ONLY_HR)
    name = _known(file).name
    return _sent(officers_files.files_in(room().office.reference).get(name), name)


def as_it_lay(version: str, file: str) -> flask.Response:
    """The file as it held before it was replaced, to the byte."""
    gate.require(roles.ONLY_HR)
    name = _known(file).name
    return _sent(folder.earlier_file(room().office.own_reference, version, name), f"{file}-{version}.csv")


def template(file: str) -> flask.Response:
    """The file with its header and no line."""
    gate.require(roles.ONLY_HR)
    return downloads.sent(_known(file).template, CSV, f"skabelon-{file}.csv")


def _known(file: str) -> officers_files.ReferenceFile:
    """The reference file of the name without its ending; else the answer 404."""
    known = officers_files.REFERENCE_FILES.get(f"{file}.csv")
    return known or flask.abort(HTTPStatus.NOT_FOUND)


def _sent(content: bytes | None, name: str) -> flask.Response:
    """The content as a file, which the log tells of; 404 where there is none."""
    if content is None:
        flask.abort(HTTPStatus.NOT_FOUND)
    gate.note_export(name)
    return downloads.sent(content, CSV, name)


def _lines(content: bytes | None) -> str:
    if content is None:
        return ""
    count = sum(bool(line.strip(b";, \t\r\xef\xbb\xbf")) for line in content.split(b"\n")) - 1
    return danish.counted(max(count, 0), "linje", "linjer")


def _earlier(version: str, names: list[str]) -> Earlier:
    day, _, number = version.rpartition("-")
    return Earlier(version, f"{danish.day(date.fromisoformat(day))}, nr. {number}", tuple(names))
