"""The bytes of a CSV -> its text, and the fields of every record with the line that each begins on."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from kpi import danish
from kpi.extracts.files import unreadable
from kpi.extracts.files.unreadable import AGAIN, TOO_WIDE, Unreadable
from kpi.extracts.findings import Finding

SEPARATORS = ";\t,"
LONGEST_RECORD = 20
"""Lines that one record may fill, before it is an inverted comma that was never closed."""
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]")


def decoded(data: bytes) -> str:
    """The text: utf-8 and utf-16 by their marks, else utf-8 when it is that, else Windows' own; or `Unreadable`."""
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for encoding in (marked, "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as fault:
            if data.startswith(codecs.BOM_UTF8):
                raise _broken(data[len(codecs.BOM_UTF8) :], fault.start) from None
            continue
        if "\0" not in text and sum(1 for _ in CONTROLS.finditer(text)) <= len(text) / 100:
            _check_width(text)
            return text
    raise Unreadable("Filen er hverken en tekstfil (CSV) eller en Excel-projektmappe (.xlsx). Gem udtrækket som en af "
                     "dem, og hent filen igen.")  # fmt: skip


def _broken(data: bytes, at: int) -> Unreadable:
    line = len(re.findall(rb"\r\n|\r|\n", data[:at])) + 1
    text = f"Filen er mærket som UTF-8, men linje {line} har et tegn, der er gemt på en anden måde. {AGAIN}"
    return Unreadable(text, line=line)


def _check_width(text: str) -> None:
    """Nothing, or `Unreadable` where there are more fields than are safe to keep."""
    if any(text.count(separator) > unreadable.LARGEST_GRID for separator in (*SEPARATORS, "\n", "\r")):
        raise Unreadable(TOO_WIDE)


def top_of(text: str, lines: int) -> str:
    """The text's first lines, where they end as a CSV's do; no more of it than lines as wide as Excel's would fill."""
    ends = re.compile(r"\r\n|\r|\n").finditer(text, 0, 50 * unreadable.WIDEST)
    last = next((end.end() for number, end in enumerate(ends, start=1) if number == lines), None)
    return text[: last or 50 * unreadable.WIDEST]


def records(text: str, separator: str, longest: int = LONGEST_RECORD) -> tuple[list[list[str]], list[int]]:
    """The fields of every record, and the line that each begins on; `Unreadable` where an inverted comma is open."""
    grid, lines, before = [], [], 0
    try:
        for record, line in _read(text, separator):
            if line - before > longest:
                raise csv.Error
            grid.append(record)
            lines.append(before + 1)
            before = line
    except csv.Error:
        if longest > LONGEST_RECORD:
            return grid, lines
        if '"' not in text:
            wrong = f"Linje {before + 1} er for lang til at være en række i et udtræk. {AGAIN}"
            raise Unreadable(wrong, line=before + 1) from None
        raise Unreadable(f"Linje {before + 1} har et anførselstegn, der ikke bliver lukket. Slet det, eller skriv det "
                         'to gange, f.eks. "Lærer ""vikar""".', line=before + 1) from None  # fmt: skip
    return grid, lines


def _read(text: str, separator: str) -> Iterator[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for record in reader:
        yield record, reader.line_num


def overfull(grid: Sequence[Sequence[str]], lines: Sequence[int], at: int, file: str) -> list[Finding]:
    """A finding where rows have more fields than the header (in row `at`), so that values stand in wrong columns."""
    width = len(grid[at])
    wrong = [place for place in range(at + 1, len(grid)) if len(grid[place]) > width]
    wrong = [place for place in wrong if any(map(str.strip, grid[place][width:]))]
    if not wrong:
        return []
    told, cells = tuple(lines[place] for place in wrong), tuple(f"A{lines[place]}" for place in wrong[:5])
    text = (
        f"Linje {told[0]} har {len(grid[wrong[0]])} felter, men overskriften har {width}. Der er nok et skilletegn i "
        'en tekst; sæt teksten i anførselstegn, f.eks. "Lærer; vikar".'
    )
    more = f" Det gælder {danish.counted(len(wrong), 'linje', 'linjer')}." if len(wrong) > 1 else ""
    return [Finding("ulaeselig_fil", text + more, file, row=told[0], cell=cells[0], count=len(wrong), cells=cells,
                    lines=told)]  # fmt: skip
