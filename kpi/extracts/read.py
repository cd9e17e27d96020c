"""Any CSV or Excel file -> sheets of known kinds, every cell as it was typed and with its address kept."""

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
import python_calamine

from kpi import danish
from kpi.extracts.findings import Finding
from kpi.extracts.sheets import Sheet, header, sheet_of

RULES_SHEET = "vejledning"
"""The sheet of our own template that is never read."""
MEGABYTE = 1024 * 1024
LARGEST_FILE, LARGEST_UNPACKED, LARGEST_GRID = 100 * MEGABYTE, 1024 * MEGABYTE, 60_000_000
LONGEST_RECORD = 20
"""Lines that one record of a CSV may fill, before it is an inverted comma that was never closed."""

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
AGAIN = "Hent filen igen fra kildesystemet."


class Unreadable(Exception):
    """Raised with a Danish sentence where a file cannot be read; `code` is the finding's."""

    def __init__(self, text: str, code: str = "ulaeselig_fil", line: int | None = None):
        super().__init__(text)
        self.code, self.line = code, line


def read(paths: Iterable[Path]) -> tuple[list[Sheet], list[Finding]]:
    """The sheets of the files, and of the files in the folders, with a finding for whatever cannot be read."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    for path in paths:
        for file in _files(Path(path)):
            try:
                found, faults = _sheets(file)
            except Unreadable as fault:
                found, faults = [], [Finding(fault.code, str(fault), file.name, row=fault.line)]
            sheets += found
            findings += faults
    return sheets, findings


def _files(path: Path) -> list[Path]:
    """The path itself, or the folder's files in order of name; hidden files and Excel's lock files are left out."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith((".", "~$")))


def _sheets(path: Path) -> tuple[list[Sheet], list[Finding]]:
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(OLD_EXCEL):
        raise Unreadable("Filen er en gammel Excel-fil (.xls) eller er låst med en adgangskode. Åbn den i Excel, fjern "
                         "adgangskoden, og gem den som Excel-projektmappe (.xlsx).")  # fmt: skip
    if data.startswith(ZIP):
        return _of_workbook(data, path.name, sha256)
    sheet, findings = _of_text(data, path.name, sha256)
    if sheet is None and path.suffix.lower() in (".xlsx", ".xlsm"):
        text = f"Filens navn ender på {path.suffix.lower()}, men indholdet er ikke en Excel-projektmappe."
        raise Unreadable(f"{text} Åbn den i Excel, og gem den igen som .xlsx.")
    return [sheet] if sheet else [], findings


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable("Filen fylder mere end 100 MB. Træk kun de kolonner og år, som skal bruges.")
        data = path.read_bytes()
    except OSError:
        text = "Filen findes ikke eller kan ikke åbnes. Kontrollér navnet, og om filen er åben i Excel."
        raise Unreadable(text) from None
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(f"Filen er tom. {AGAIN}", "tom_fil")
    return data


def _of_workbook(data: bytes, file: str, sha256: str) -> tuple[list[Sheet], list[Finding]]:
    """Every sheet of the workbook; those that are no extract are told of only once one of them is."""
    _check_size(data)
    known: list[Sheet] = []
    unknown: list[Finding] = []
    findings: list[Finding] = []
    for name, grid in _grids(data):
        sheet, found = sheet_of(grid, np.arange(1, len(grid) + 1), file, name, sha256)
        known += [sheet] if sheet else []
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


def _check_size(data: bytes) -> None:
    """Nothing, or `Unreadable` before anything large is unpacked: Calamine keeps each sheet's rectangle in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if "xl/workbook.xml" not in packed.namelist():
                raise Unreadable("Filen er ikke en Excel-projektmappe. Gem den som .xlsx eller som CSV.")
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise Unreadable("Filen fylder mere end 1 GB, når den pakkes ud. Træk kun det, som skal bruges.")
            for entry in entries:
                content = packed.read(entry)
                if b"sheetData" in content and _rectangle(content) > LARGEST_GRID:
                    raise Unreadable("Et ark har celler meget langt nede eller ude til højre. Kopiér rækkerne til et "
                                     "nyt, tomt ark, og gem det.")  # fmt: skip
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(f"Filen er beskadiget og kan ikke pakkes ud. {AGAIN}") from None


def _rectangle(sheet_xml: bytes) -> int:
    """At least how many cells the sheet's rectangle has: its last row times a bound of its last column."""
    last = re.search(rb' r="(\d+)"', sheet_xml[max(0, sheet_xml.rfind(b"row ")) :])
    rows = int(last[1]) if last else sheet_xml.count(b"row")
    if not re.search(rb'r="[A-Z][A-Z]', sheet_xml):
        return rows * 26
    return rows * (16_384 if re.search(rb'r="[A-Z]{3}', sheet_xml) else 702)


def _grids(data: bytes) -> list[tuple[str, list[list]]]:
    """Name and rows of every sheet but the one of rules. Calamine's panics are no `Exception`, hence the wide net."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            names = [
                sheet.name
                for sheet in workbook.sheets_metadata
                if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet and sheet.name.casefold() != RULES_SHEET
            ]
            return [(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in names]
    except python_calamine.PasswordError:
        raise Unreadable("Filen er låst med en adgangskode. Åbn den i Excel, fjern adgangskoden, og gem den.") from None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:
        raise Unreadable(f"Filen er beskadiget og kan ikke læses. {AGAIN}") from None


def _of_text(data: bytes, file: str, sha256: str) -> tuple[Sheet | None, list[Finding]]:
    """The sheet that the text holds, with the separator that makes the most of its header."""
    text = _decoded(data)
    top = "".join(islice(io.StringIO(text, newline=""), 200))
    separator = max(";\t,", key=lambda one: header(_records(top, one, 10**6)[0])[0])
    grid, lines = _records(text, separator, LONGEST_RECORD)
    sheet, findings = sheet_of(grid, np.array(lines, dtype=np.int64), file, None, sha256)
    return sheet, findings + (_overfull(grid, lines, file) if sheet else [])


def _decoded(data: bytes) -> str:
    """The text: utf-8 and utf-16 by their marks, else utf-8 when it is that, else Windows' own."""
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (marked, "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(re.findall(r"[\x01-\x08\x0e-\x19\x1b-\x1f]", text)) <= len(text) / 100:
            return text
    raise Unreadable("Filen er hverken en tekstfil (CSV) eller en Excel-projektmappe (.xlsx). Gem udtrækket som en af "
                     "dem, og hent filen igen.")  # fmt: skip


def _records(text: str, separator: str, longest: int) -> tuple[list[list[str]], list[int]]:
    """The fields of every record, and the line that each begins on."""
    grid, lines, before = [], [], 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for record in reader:
            if reader.line_num - before > longest:
                raise csv.Error
            grid.append(record)
            lines.append(before + 1)
            before = reader.line_num
    except csv.Error:
        if longest > LONGEST_RECORD:
            return grid, lines
        raise Unreadable(f"Linje {before + 1} har et anførselstegn, der ikke bliver lukket. Slet det, eller skriv det "
                         'to gange, f.eks. "Lærer ""vikar""".', line=before + 1) from None  # fmt: skip
    return grid, lines


def _overfull(grid: list[list[str]], lines: list[int], file: str) -> list[Finding]:
    """A finding where rows have more fields than the header, so that their values stand in the wrong columns."""
    width = len(grid[header(grid)[1]])
    wrong = [place for place, row in enumerate(grid) if len(row) > width and any(map(str.strip, row[width:]))]
    wrong = [place for place in wrong if place > header(grid)[1]]
    if not wrong:
        return []
    line, fields = lines[wrong[0]], len(grid[wrong[0]])
    text = (
        f"Linje {line} har {fields} felter, men overskriften har {width}. Der er nok et skilletegn i en tekst; sæt "
        'teksten i anførselstegn, f.eks. "Lærer; vikar".'
    )
    more = f" Det gælder {danish.counted(len(wrong), 'linje', 'linjer')}." if len(wrong) > 1 else ""
    cells = tuple(f"A{lines[place]}" for place in wrong[:5])
    return [Finding("ulaeselig_fil", text + more, file, row=line, cell=cells[0], count=len(wrong), cells=cells)]
