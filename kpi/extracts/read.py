"""Any CSV or Excel file -> sheets of known kinds, every cell as it was typed and with its address kept."""

import hashlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import python_calamine

from kpi.definitions.person_numbers import hidden
from kpi.extracts.asking.answers import NO_ANSWERS, Answers
from kpi.extracts.files import unreadable
from kpi.extracts.files.delimited import SEPARATORS, decoded, overfull, records, top_of
from kpi.extracts.files.packed import check_size
from kpi.extracts.files.unreadable import AGAIN, TOO_LARGE, Unreadable
from kpi.extracts.findings import Finding
from kpi.extracts.headers import header
from kpi.extracts.sheets import Sheet, sheet_of

RULES_SHEET, FINDINGS_SHEET = "vejledning", "fund"
"""The sheet of our own template, which is never read, and that of the findings in a workbook that was marked."""
MOST_MERGED = 1_000
"""Ranges of merged cells that are filled, and rows of each."""
NOT_READ = re.compile(r"\.|~\$|__MACOSX$")
"""Files and folders that nobody put there as an extract: hidden ones, Excel's lock files, what a Mac packs beside."""
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

OLD = (
    "Filen er en gammel Excel-fil (.xls) eller er låst med en adgangskode. Åbn den i Excel, fjern adgangskoden, og gem "
    "den som Excel-projektmappe (.xlsx)."
)


@dataclass(frozen=True)
class Upload:
    """A file that is held in memory only; its name is shown, and never used as a path."""

    name: str
    data: bytes = field(repr=False)


def read(files: Iterable[Path | Upload], answers: Answers = NO_ANSWERS) -> tuple[list[Sheet], list[Finding]]:
    """The sheets of the files, and of the files in the folders, with a finding for whatever cannot be read.

    `answers` say which columns of a source are which, where its headers do not.
    """
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for told in files:
        for shown, file in [(told.name, told)] if isinstance(told, Upload) else _files(Path(told)):
            name = hidden(shown)
            try:
                found, faults = _sheets(name, _bytes(file), answers)
            except Unreadable as fault:
                found, faults = [], [Finding(fault.code, str(fault), name, row=fault.line)]
            sheets += found
            findings += faults
    return sheets, findings


def _files(path: Path) -> list[tuple[str, Path]]:
    """The path itself, or every file in the folder and the folders in it, in order of name, each with its name there.

    Hidden files and folders and Excel's lock files are left out.
    """
    if not path.is_dir():
        return [(path.name, path)]
    named = sorted((file.relative_to(path), file) for file in path.rglob("*") if file.is_file())
    return [(name.as_posix(), file) for name, file in named if not any(map(NOT_READ.match, name.parts))]


def _sheets(name: str, data: bytes, answers: Answers) -> tuple[list[Sheet], list[Finding]]:
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(OLD_EXCEL):
        raise Unreadable(OLD)
    if data.startswith(ZIP):
        return _of_workbook(data, name, sha256, answers)
    sheet, findings = _of_text(data, name, sha256, answers)
    suffix = Path(name).suffix.lower()
    if sheet is None and suffix in (".xlsx", ".xlsm"):
        text = f"Filens navn ender på {suffix}, men indholdet er ikke en Excel-projektmappe."
        raise Unreadable(f"{text} Åbn den i Excel, og gem den igen som .xlsx.")
    return [sheet] if sheet else [], findings


def _bytes(file: Path | Upload) -> bytes:
    try:
        size = len(file.data) if isinstance(file, Upload) else file.stat().st_size
        if size > unreadable.LARGEST_FILE:
            raise Unreadable(TOO_LARGE)
        data = file.data if isinstance(file, Upload) else file.read_bytes()
    except OSError:
        text = "Filen findes ikke eller kan ikke åbnes. Kontrollér navnet, og om filen er åben i Excel."
        raise Unreadable(text) from None
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"Filen er tom. {AGAIN}", "tom_fil")
    return data


def _of_workbook(data: bytes, file: str, sha256: str, answers: Answers) -> tuple[list[Sheet], list[Finding]]:
    """Every sheet of the workbook; those that are no extract are told of only once one of them is."""
    known: list[Sheet] = []
    unknown: list[Finding] = []
    findings: list[Finding] = []
    for name, grid in grids(data):
        sheet, found = sheet_of(grid, np.arange(1, len(grid) + 1), file, hidden(name), sha256, answers)
        known += [sheet] if sheet else []
        if sheet or name.casefold() != FINDINGS_SHEET:
            (findings if sheet else unknown).extend(found)
    if known:
        return known, findings + [_left_out(one) for one in unknown if one.code == "ukendt_fil"]
    strangers = [one for one in unknown if one.code == "ukendt_fil"]
    if not strangers:
        raise Unreadable(f"Projektmappen har ingen rækker. {AGAIN}", "tom_fil")
    return [], strangers[:1]


def _left_out(unknown: Finding) -> Finding:
    text = (
        f"Arket «{unknown.sheet}» er ikke læst, for det har ingen overskrift med kendte kolonner. Er det et udtræk, så "
        "giv det skabelonens overskrifter; ellers kan du godkende advarslen eller slette arket."
    )
    return Finding("ukendt_ark", text, unknown.file, unknown.sheet)


def grids(data: bytes) -> list[tuple[str, list[list]]]:
    """Name and rows of every sheet of a workbook but the one of rules; raises `Unreadable`.

    Calamine's panics are no `Exception`, hence the wide net.
    """
    check_size(data)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet and sheet.name.casefold() != RULES_SHEET
            ]
            return [(name, _grid(workbook.get_sheet_by_name(name))) for name in names]
    except python_calamine.PasswordError:
        raise Unreadable("Filen er låst med en adgangskode. Åbn den i Excel, fjern adgangskoden, og gem den.") from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:
        raise Unreadable(f"Filen er beskadiget og kan ikke læses. {AGAIN}") from None


def _grid(sheet: python_calamine.CalamineSheet) -> list[list]:
    """The sheet's rows; what was merged downwards stands in every cell of it."""
    grid = sheet.to_python(skip_empty_area=False)
    merged = [(first, last) for first, last in sheet.merged_cell_ranges or () if first[0] < last[0] < len(grid)]
    for (top, column), (bottom, _) in merged[:MOST_MERGED]:
        for row in range(top + 1, min(bottom, top + MOST_MERGED) + 1):
            if grid[row][column] == "":
                grid[row][column] = grid[top][column]
    return grid


def _of_text(data: bytes, file: str, sha256: str, answers: Answers) -> tuple[Sheet | None, list[Finding]]:
    """The sheet that the text holds, with the separator that makes the most of its header."""
    text = decoded(data)
    top = top_of(text, 200)
    separator = max(SEPARATORS, key=lambda one: header(records(top, one, 10**6)[0])[0])
    grid, lines = records(text, separator)
    sheet, findings = sheet_of(grid, np.array(lines, dtype=np.int64), file, None, sha256, answers)
    return sheet, findings + (overfull(grid, lines, header(grid)[1], file) if sheet else [])
