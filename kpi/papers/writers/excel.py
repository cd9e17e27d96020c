"""Sheets -> an Excel workbook: one header row each, a named table, numbers that are numbers, nothing merged.

Per cent are fractions with a format, so that Excel calculates with them. Every text is written as text, so that none
becomes a formula or a link. The bytes follow from the sheets and the publication alone.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

import xlsxwriter

from kpi.papers.sheets import Sheet, table_sheet
from kpi.papers.table import Table
from kpi.papers.writers import letters
from kpi.papers.writers.excel_charts import draw
from kpi.papers.writers.plain import EXAMPLE, Field
from kpi.publications.publication import Publication

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = {"font_name": "Arial", "font_size": 10}
TITLE = "Arbejdskraft i tal"
LANGUAGE = b"<dc:language>da-DK</dc:language>"
NUMBER_FORMATS = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}
PERCENT_FORMATS = {0: "0%", 1: "0.0%", 2: "0.00%"}
FIRST_WIDTH, LEAST_WIDTH, MOST_WIDTH, SHEET_WIDTH = 58, 12, 30, 170
"""In Excel's characters: the first column, the others at least and at most, and a whole sheet of texts."""
CHARACTER, TYPE = 7, 10 * 96 / 72
"""Pixels of a character of a column's width, and the size of the cells' type."""
AROUND = 2
"""Characters around a field, its indent among them, so that two columns never touch."""
LINE_HEIGHT = 13.5
A4, UPRIGHT_WIDTH = 9, 100
"""Excel's number of the paper, and how wide a table can be, in characters, that is printed along it."""
SMALLEST_PRINT_WIDTH = 290
"""What a page on its side can hold at half the size of the screen; a wider sheet goes over more pages than one."""
LONGEST_NAME = 31
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s]+")
TOP = {"valign": "top"}
BESIDE = {"text_wrap": True, "align": "left", "indent": 1}
"""A text to the right of something else: drawn in, and never cut."""


@dataclass(frozen=True)
class Looks:
    """The formats of a workbook's cells."""

    head: object
    number_head: object
    word_head: object
    text: object
    word: object
    sign: object
    line: object
    numbers: dict[int, object]
    percents: dict[int, object]

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "Looks":
        """The formats, added to the workbook."""
        head = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        return cls(
            head=book.add_format(head),
            number_head=book.add_format(head | {"align": "right"}),
            word_head=book.add_format(head | BESIDE),
            text=book.add_format(TOP),
            word=book.add_format(TOP | BESIDE),
            sign=book.add_format(TOP | {"align": "right"}),
            line=book.add_format(TOP | {"text_wrap": True}),
            numbers={n: book.add_format(TOP | {"num_format": form}) for n, form in NUMBER_FORMATS.items()},
            percents={n: book.add_format(TOP | {"num_format": form}) for n, form in PERCENT_FORMATS.items()},
        )


def workbook(tables: Sequence[Table], publication: Publication) -> bytes:
    """The workbook with a sheet for each table, all of one publication and one audience."""
    title = tables[0].caption if len(tables) == 1 else f"{TITLE}, udgivelse {publication.key}"
    return book_of([table_sheet(table, publication) for table in tables], publication, tables[0].audience, title)


def book_of(sheets: Sequence[Sheet], publication: Publication, audience: str, title: str) -> bytes:
    """The workbook with these sheets, in their order."""
    content = io.BytesIO()
    own_font = dict(FONT)  # xlsxwriter writes in what it is given
    book = xlsxwriter.Workbook(content, OPTIONS | {"default_format_properties": own_font})
    book.set_properties(
        {
            "title": title,
            "subject": f"Udgivelse {publication.key}, {audience} visning",
            "author": f"HR-centret, {publication.municipality}",
            "company": publication.municipality,
            "comments": EXAMPLE if publication.example else "",
            "created": publication.published,
        }
    )
    looks = Looks.of(book)
    for sheet, name in zip(sheets, _names([sheet.name for sheet in sheets]), strict=True):
        written = book.add_worksheet(name)
        _fill(written, sheet, looks)
        if sheet.charted:
            beside = sum(_width(sheet, place) for place in range(1, len(sheet.content.header))) * CHARACTER
            draw(book, written, sheet, name, beside)
        _set_up_print(written, sheet, audience, publication)
    book.close()
    return _in_danish(content.getvalue())


def _fill(written, sheet: Sheet, looks: Looks) -> None:
    """Writes the rows, names their table, and writes the lines that travel with it under it."""
    content = sheet.content
    figures = [any(isinstance(row[place], Decimal) for row in content.rows) for place in range(len(content.header))]
    heads = [looks.head, *(looks.number_head if is_figures else looks.word_head for is_figures in figures[1:])]
    widths = [_width(sheet, place) for place in range(len(content.header))]
    _name(written, sheet, heads)
    for place, (title, head) in enumerate(zip(content.header, heads, strict=True)):
        written.write_string(0, place, title, head)
        written.set_column(place, place, widths[place])
    written.set_row(
        0, max(_height(title, width, bold=True) for title, width in zip(content.header, widths, strict=True))
    )
    for number, row in enumerate(content.rows, 1):
        for place, field in enumerate(row):
            beside = _look(looks, sheet.wide, place, figures[place])
            _write(written, (number, place), field, looks, beside, place in sheet.percent)
        written.set_row(number, max(_height(str(field), width) for field, width in zip(row, widths, strict=True)))
    for number, line in enumerate(content.told, len(content.rows) + 2):
        written.write_string(number, 0, line, looks.line)
        written.set_row(number, _height(line, FIRST_WIDTH))
    written.freeze_panes(1, 1)
    if sum(widths) > UPRIGHT_WIDTH:
        written.set_landscape()
    written.fit_to_pages(max(ceil(sum(widths) / SMALLEST_PRINT_WIDTH), 1), 0)


def _look(looks: Looks, wide: bool, place: int, beside_figures: bool) -> object:
    """How a text looks in its column: in a list it wraps, among figures it stands where they end."""
    if wide:
        return looks.word if place else looks.line
    return looks.sign if beside_figures else looks.word if place else looks.text


def _name(written, sheet: Sheet, heads: list) -> None:
    """Makes the rows a named table, where there are any, with the words that a screen reader says of it."""
    content = sheet.content
    if not content.rows:
        return
    columns = [{"header": title, "header_format": head} for title, head in zip(content.header, heads, strict=True)]
    written.add_table(
        *(0, 0, len(content.rows), len(content.header) - 1),
        {
            "name": re.sub(r"\W", "_", sheet.key),
            "columns": columns,
            "autofilter": False,
            "banded_rows": False,
            "first_column": True,
            "style": "Table Style Light 1",
            "title": sheet.caption,
            "description": sheet.description,
        },
    )


def _write(written, at: tuple[int, int], field: Field, looks: Looks, text: object, is_percent: bool) -> None:
    if isinstance(field, Decimal):
        decimals = -field.as_tuple().exponent
        formats = looks.percents if is_percent else looks.numbers
        written.write_number(*at, float(field / 100 if is_percent else field), formats[decimals])
    elif field:
        written.write_string(*at, field, text)


def _width(sheet: Sheet, place: int) -> float:
    """Wide enough for the column's longest field; a long header wraps, and so does a text."""
    content = sheet.content
    if place == 0 and not sheet.wide:
        return FIRST_WIDTH
    fields = [str(row[place]) for row in content.rows]
    words = content.header[place].split()
    if sheet.wide:
        words += [word for field in fields for word in field.split()]
    longest_word = max(_across(word, bold=True) for word in words)
    most = max(SHEET_WIDTH / len(content.header), longest_word) if sheet.wide else MOST_WIDTH
    return min(max([LEAST_WIDTH, longest_word, *map(_across, fields)]), most) + AROUND


def _across(text: str, bold: bool = False) -> float:
    """How wide a text is, in Excel's characters."""
    return letters.text_width(text, TYPE, bold) / CHARACTER


def _height(text: str, width: float, bold: bool = False) -> float:
    """High enough for the text as it wraps: LibreOffice does not fit rows itself."""
    return LINE_HEIGHT * letters.lines_of(text, (width - AROUND) * CHARACTER, TYPE, bold)


def _set_up_print(written, sheet: Sheet, audience: str, publication: Publication) -> None:
    """A4, the header row and the names on each page, and at the foot which figures these are."""
    written.set_paper(A4)
    written.repeat_rows(0)
    written.repeat_columns(0)
    written.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    example = f" · {EXAMPLE}" if publication.example else ""
    written.set_header(f"&L&10{_literal(sheet.caption)}")
    written.set_footer(f"&L&9Udgivelse {publication.key} · {audience} visning{_literal(example)}&R&9Side &P af &N")


def _literal(text: str) -> str:
    """The text as a header or footer takes it: & begins a code there."""
    return text.replace("&", "&&")


def _names(wanted: Iterable[str]) -> list[str]:
    """The sheets' names as Excel takes them; none twice."""
    names: list[str] = []
    for words in wanted:
        name = base = NOT_IN_A_NAME.sub(" ", words).strip(" '")[:LONGEST_NAME].rstrip(" '")
        while name.lower() in {taken.lower() for taken in names}:
            ending = f" ({len(names) + 1})"
            name = base[: LONGEST_NAME - len(ending)] + ending
        names.append(name)
    return names


def _in_danish(content: bytes) -> bytes:
    """The workbook with its language among its properties, which xlsxwriter has no name for."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(told, "w", zipfile.ZIP_DEFLATED) as file:
        for part in written.infolist():
            inside = written.read(part)
            if part.filename == "docProps/core.xml":
                inside = inside.replace(b"</cp:coreProperties>", LANGUAGE + b"</cp:coreProperties>")
            file.writestr(part, inside)
    return told.getvalue()
