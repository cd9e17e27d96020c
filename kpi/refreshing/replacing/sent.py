"""Files that HR sends -> the reference files that they are, as they will lie, or all that is wrong with them."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath

from kpi import danish
from kpi.extracts.cells.texts import text_of
from kpi.extracts.columns import folded
from kpi.extracts.files.delimited import decoded, overfull, records
from kpi.extracts.files.unreadable import MEGABYTE, Unreadable
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference_files import REFERENCE_FILES
from kpi.extracts.placement.reference_lines import separator_of, table_of
from kpi.extracts.read import OLD, OLD_EXCEL, ZIP, Upload, grids
from kpi.publications.person_numbers import hidden

LARGEST = 2 * MEGABYTE
"""Bytes of a reference file, also of what a workbook holds: many times what the largest municipality has."""
TOO_LARGE = f"Filen fylder mere end {LARGEST // MEGABYTE} MB. En referencefil har kun én linje for hver kode."
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
NO_ROWS = "Filen er tom. Hent filen, som den ligger nu, eller en skabelon, og ret den."
TWO_SHEETS = "Projektmappen har flere ark med rækker: {}. Gem det ene ark i en projektmappe for sig."
OPEN_QUOTE = (
    'Linje {} har et anførselstegn, der ikke passer. Slet det, eller skriv det to gange, f.eks. "Lærer ""vikar""".'
)


@dataclass(frozen=True)
class Sent:
    """A reference file that was sent: what the sender called it, and its bytes as they will lie."""

    called: str
    content: bytes = field(repr=False)


def sent_files(uploads: Iterable[Upload]) -> dict[str, Sent]:
    """The files by the names that they lie under; raises `Stopped` with what is wrong with any of them.

    A file is known by its header, or by its name where the header is wrong; the name is never used as a path.
    """
    found: dict[str, Sent] = {}
    faults: list[Finding] = []
    for upload in uploads:
        called = hidden(upload.name)
        try:
            content = _as_it_will_lie(upload.data)
            name = _recognised(called, content)
            if name in found:
                raise Unreadable(f"Både «{found[name].called}» og «{called}» er {name}. Send kun den ene.")
            found[name] = Sent(called, content)
            faults += _too_full(name, content)
        except Unreadable as fault:
            faults.append(Finding(fault.code, str(fault), called, row=fault.line))
    if faults:
        raise Stopped(faults)
    return found


def _as_it_will_lie(data: bytes) -> bytes:
    """A CSV as it was sent, or what a workbook's one sheet holds as the house's own CSV; raises `Unreadable`."""
    if len(data) > LARGEST:
        raise Unreadable(TOO_LARGE)
    if data.startswith(OLD_EXCEL):
        raise Unreadable(OLD)
    if data.startswith(ZIP):
        data = _of_workbook(data)
        if len(data) > LARGEST:
            raise Unreadable(TOO_LARGE)
    text = decoded(data)
    _check_quotes(text)
    return text.encode("utf-8-sig") if data.startswith(UTF_16) else data


def _of_workbook(data: bytes) -> bytes:
    """The rows of the workbook's one sheet, each on the line that it has in Excel."""
    sheets = [(name, grid) for name, grid in grids(data) if any(text_of(cell) for row in grid for cell in row)]
    if not sheets:
        raise Unreadable(NO_ROWS, "tom_fil")
    if len(sheets) > 1:
        raise Unreadable(TWO_SHEETS.format(danish.joined([hidden(name) for name, _ in sheets])))
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(map(_texts, sheets[0][1]))
    return written.getvalue().encode("utf-8-sig")


def _texts(row: Iterable) -> list[str]:
    """The cells as texts of one line each: what a person typed as text is left as it was typed."""
    return [" ".join(cell.split()) if isinstance(cell, str) else text_of(cell) for cell in row]


def _check_quotes(text: str) -> None:
    """Nothing, or `Unreadable` where an inverted comma would take other cells or lines with it."""
    separator = separator_of(text)
    records(text, separator)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error:
        raise Unreadable(OPEN_QUOTE.format(reader.line_num), line=reader.line_num) from None


def _recognised(called: str, content: bytes) -> str:
    """The name of the reference file that it is; raises `Unreadable` where it is none."""
    table = table_of(content)
    if not table:
        raise Unreadable(NO_ROWS, "tom_fil")
    heads = {folded(cell) for cell in table[0][1]}
    by_header = [one.name for one in REFERENCE_FILES.values() if {folded(name) for name in one.needed} <= heads]
    if by_header:
        return by_header[0]
    word = re.match(r"\w*?(?=[\W_\d]|$)", PurePath(called.casefold()).name)[0].replace("æ", "ae")
    if f"{word}.csv" in REFERENCE_FILES:
        return f"{word}.csv"
    known = danish.joined([f"{one.name} ({';'.join(one.needed)})" for one in REFERENCE_FILES.values()], "eller")
    raise Unreadable(f"Filen er ikke en af referencefilerne. Den første linje skal være overskriften i {known}.",
                     "ukendt_fil")  # fmt: skip


def _too_full(name: str, content: bytes) -> list[Finding]:
    """A finding where lines have more fields than the header, so that their cells have slipped."""
    text = decoded(content)
    grid, lines = records(text, separator_of(text))
    header = next(place for place, row in enumerate(grid) if any(map(text_of, row)))
    return overfull(grid, lines, header, name)
