"""The officer's own workbook back, with the cells of the findings marked and a sheet of findings; and all as CSV.

openpyxl keeps values, formulas, formats, column widths, merged cells, hidden sheets, filters, names, plain conditional
formats, validations and (in .xlsm) macros. It loses what it does not know: the values that formulas had when the
workbook was saved (Excel computes them again), text boxes and shapes, form controls, slicers, sparklines, pictures
(without Pillow), threaded comments, printer settings and signatures.

The person numbers in the workbook are the officer's own, and it goes back to nobody else. The sheet of findings and
the comments repeat none.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from kpi.definitions.person_numbers import hidden
from kpi.extracts.checking.not_run import not_run
from kpi.extracts.files.delimited import SEPARATORS, decoded, records, top_of
from kpi.extracts.files.packed import check_size
from kpi.extracts.files.saved import saved
from kpi.extracts.files.unreadable import AGAIN, LARGEST_FILE, TOO_LARGE, Unreadable
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.headers import header

TITLE = "Fund"
AUTHOR = "Arbejdskraft i tal"
HEADS = ("Alvor", "Celle", "Ark", "Række", "Kolonne", "Værdi", "Fund", "Rækker", "Tabeller", "Kode")
WIDTHS = (11, 10, 18, 9, 24, 20, 100, 9, 12, 24)
CSV_HEADS = ("Alvor", "Fil", "Ark", "Celle", "Række", "Kolonne", "Værdi", "Fund", "Rækker", "Tabeller", "Kode")
OURS = f"\n\n{AUTHOR}:\n"
"""What stands between a comment of the officer's own and ours."""
FILLS = {True: PatternFill("solid", fgColor="FFF4B6B7"), False: PatternFill("solid", fgColor="FFFFE79A")}
LINK = Font(color="FF0563C1", underline="single")
MOST_MARKED, MOST_COMMENTS, WIDEST_ROW = 20_000, 500, 100
"""Cells of a finding that are marked and listed, those that have a comment too, and how far a whole row is marked."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Brush:
    """A look for many cells; what a cell's style becomes is worked out once for each style, not for each cell."""

    def __init__(self, **look):
        self._look, self._becomes = look, {}

    def paint(self, cell: Cell) -> None:
        """Nothing; the cell has the look, and otherwise its own."""
        before = tuple(cell._style or ())
        if before not in self._becomes:
            for name, value in self._look.items():
                setattr(cell, name, value)
            self._becomes[before] = cell._style
        cell._style = copy(self._becomes[before])


def findings_csv(findings: Sequence[Finding]) -> bytes:
    """Every row of every finding as a file that Excel opens; no cell of it can be a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(CSV_HEADS)
    for one in findings:
        for place, cell in enumerate(one.addresses or (one.cell or "",)):
            line = one.lines[place] if one.lines else one.row
            told = _told(one, cell, line, first=not place)
            row = (told[0], one.file, told[2], told[1], *told[3:])
            writer.writerow([f"'{part}" if part.startswith(FORMULA) else part for part in map(str, row)])
    return text.getvalue().encode("utf-8-sig")


def marked(path_or_bytes: Path | bytes, file_name: str, findings: Sequence[Finding]) -> bytes:
    """The workbook as .xlsx (.xlsm stays .xlsm) with the file's findings; a CSV comes back as a workbook of its rows.

    A file that cannot be opened gives a workbook of the findings alone. What an earlier call marked is unmarked first.
    """
    here = [one for one in findings if one.file == hidden(file_name)]
    book = _opened(path_or_bytes, file_name)
    for sheet in book.worksheets:
        _unmark(sheet)
        names = (hidden(sheet.title), None)
        for one in sorted(here, key=lambda one: one.severity == STOP):
            if one.sheet in names and sheet.title != TITLE:
                _mark(sheet, one)
    _list(book, here, [one.text for one in not_run(findings) if one.file in (hidden(file_name), "")])
    return saved(book)


def _opened(path_or_bytes: Path | bytes, file_name: str) -> Workbook:
    """The workbook without an earlier sheet of findings; an empty one where it cannot be opened."""
    try:
        data = path_or_bytes if isinstance(path_or_bytes, bytes) else Path(path_or_bytes).read_bytes()
        if len(data) > LARGEST_FILE:
            raise Unreadable(TOO_LARGE)
        if not data.strip():
            raise Unreadable(AGAIN)
        if not data.startswith(b"PK"):
            return _of_text(data)
        check_size(data)
        macros = file_name.casefold().endswith(".xlsm")
        book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=macros, rich_text=True)
    except Exception:  # whatever is wrong with the file, the findings say so
        book = Workbook()
        book.remove(book.active)
        return book
    for sheet in [one for one in book.worksheets if _is_ours(one)]:
        book.remove(sheet)
    return book


def _is_ours(sheet: Worksheet) -> bool:
    return sheet.title == TITLE and tuple(cell.value for cell in sheet[1][: len(HEADS)]) == HEADS


def _of_text(data: bytes) -> Workbook:
    """A CSV's records as a sheet of texts, each on its own line of the file, so that addresses are the same."""
    text = decoded(data)
    separator = max(SEPARATORS, key=lambda one: header(records(top_of(text, 200), one, 10**6)[0])[0])
    book = Workbook()
    book.active.title = "Udtræk"
    for record, line in zip(*records(text, separator), strict=True):
        for column, value in enumerate(record, start=1):
            if value:
                _write(book.active.cell(line, column), value)
    return book


def _write(cell: Cell, text: str) -> None:
    """Puts the text in the cell as text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    cell.data_type = "s"


def _unmark(sheet: Worksheet) -> None:
    """Takes away the comments and colours of an earlier call; what colour a cell had before that is not known."""
    colours = {fill.fgColor.rgb for fill in FILLS.values()}
    ours = {place for place, fill in enumerate(sheet.parent._fills) if fill.fgColor.rgb in colours}
    for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)):
        if cell.has_style and cell._style.fillId in ours:
            cell.fill = PatternFill()
        if cell.comment and (cell.comment.author == AUTHOR or OURS in cell.comment.text):
            own = cell.comment.text.partition(OURS)[0]
            cell.comment = None if cell.comment.author == AUTHOR else Comment(own, cell.comment.author)


def _mark(sheet: Worksheet, one: Finding) -> None:
    """Fills the cells of the finding and says in a comment what is wrong; a finding without a column marks its rows."""
    brush = Brush(fill=FILLS[one.severity == STOP])
    width = min(sheet.max_column, WIDEST_ROW)
    for place, address in enumerate(one.addresses[:MOST_MARKED]):
        cell = sheet[address]
        for each in [cell] if one.column else (sheet.cell(cell.row, column) for column in range(1, width + 1)):
            if isinstance(each, Cell):  # what was merged away cannot be filled
                brush.paint(each)
        if place < MOST_COMMENTS and isinstance(cell, Cell):
            _comment(cell, _clean(one.message))


def _comment(cell: Cell, text: str) -> None:
    """Says the text in the cell's comment, after what stands there; the officer's own comment stays theirs."""
    author, before = AUTHOR, ""
    if cell.comment:
        author = cell.comment.author
        is_ours = author == AUTHOR or OURS in cell.comment.text
        before = cell.comment.text + ("\n\n" if is_ours else OURS)
    cell.comment = Comment(before + text, author, height=140, width=380)


def _list(book: Workbook, findings: Sequence[Finding], ends: Iterable[str]) -> None:
    """Adds the sheet of findings as the first, each with a link to its cell."""
    title = TITLE if TITLE not in book.sheetnames else f"{TITLE} ({AUTHOR})"
    sheet = book.create_sheet(title, 0)
    book.active = 0
    for column, (head, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=1):
        sheet.cell(1, column, head).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = "A2"
    titles = {hidden(one.title): one.title for one in book.worksheets if one.title != title}
    only = next(iter(titles.values()), None) if len(titles) == 1 else None
    line, told_at, link = 1, Brush(alignment=Alignment(wrap_text=True, vertical="top")), Brush(font=LINK)
    for one in findings:
        severity = Brush(fill=FILLS[one.severity == STOP])
        target = titles.get(one.sheet or "", only)
        for place, address in enumerate(one.addresses[:MOST_MARKED] or (one.cell or "",)):
            line += 1
            for column, text in enumerate(_told(one, address, one.lines[place] if one.lines else None, not place), 1):
                if text != "":
                    _write(sheet.cell(line, column), _clean(str(text)))
            severity.paint(sheet.cell(line, 1))
            told_at.paint(sheet.cell(line, 7))
            if address and target:
                _link(sheet.cell(line, 2), target, address)
                link.paint(sheet.cell(line, 2))
    for told in [*ends, *([] if findings else ["Ingen fund i filen."])]:
        line += 1
        _write(sheet.cell(line, 7), _clean(told))


def _link(cell: Cell, sheet: str, address: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")


def _told(one: Finding, address: str, line: int | None, first: bool) -> tuple:
    """The row that tells of one cell of the finding; the value is known of the first only."""
    severity = "Stop" if one.severity == STOP else "Spørgsmål" if one.question else "Advarsel"
    value = one.value if first and one.value is not None else ""
    tables = ", ".join(map(str, one.tables))
    return (severity, address, one.sheet or "", line or "", one.column or "", value, one.message, one.count, tables,
            one.code)  # fmt: skip


def _clean(text: str) -> str:
    return hidden(ILLEGAL_CHARACTERS_RE.sub("", re.sub(r"[\t\r]", " ", text)))
