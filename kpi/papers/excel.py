"""Tables -> an Excel workbook, a sheet each: one header row, a named table, numbers that are numbers, nothing merged.

Every text is written as text, so that none becomes a formula or a link. The bytes follow from the tables and the
publication alone.
"""

import io
import re
import textwrap
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from kpi.papers.plain import EXAMPLE, Field, Plain, plain
from kpi.papers.table import Table
from kpi.publications.publication import Publication

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
TITLE = "Arbejdskraft i tal"
LANGUAGE = b"<dc:language>da-DK</dc:language>"
NUMBER_FORMATS = {0: "#,##0", 1: "#,##0.0"}
FIRST_WIDTH, LEAST_WIDTH, MOST_WIDTH = 46, 10, 24
LINE_HEIGHT = 13.5
A4, UPRIGHT_WIDTH = 9, 100
"""Excel's number of the paper, and how wide a table can be, in characters, that is printed along it."""
LONGEST_NAME = 31
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\s]+")
FONT = {"font_name": "Arial", "font_size": 10}


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

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "Looks":
        """The formats, added to the workbook."""
        head = FONT | {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        return cls(
            head=book.add_format(head),
            number_head=book.add_format(head | {"align": "right"}),
            word_head=book.add_format(head | {"align": "left", "indent": 1}),
            text=book.add_format(FONT),
            word=book.add_format(FONT | {"indent": 1}),
            sign=book.add_format(FONT | {"align": "right"}),
            line=book.add_format(FONT | {"text_wrap": True, "valign": "top"}),
            numbers={n: book.add_format(FONT | {"num_format": form}) for n, form in NUMBER_FORMATS.items()},
        )


def workbook(tables: Sequence[Table], publication: Publication) -> bytes:
    """The workbook with a sheet for each table, all of one publication and one audience."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    audience = tables[0].audience
    book.set_properties(
        {
            "title": tables[0].caption if len(tables) == 1 else f"{TITLE}, udgivelse {publication.key}",
            "subject": f"Udgivelse {publication.key}, {audience} visning",
            "author": f"HR-centret, {publication.municipality}",
            "company": publication.municipality,
            "comments": EXAMPLE if publication.example else "",
            "created": publication.published,
        }
    )
    looks = Looks.of(book)
    for table, name in zip(tables, _sheet_names(tables), strict=True):
        sheet = book.add_worksheet(name)
        _fill(sheet, table, plain(table, publication), looks)
        _set_up_print(sheet, table, publication)
    book.close()
    return _in_danish(content.getvalue())


def _fill(sheet, table: Table, content: Plain, looks: Looks) -> None:
    """Writes the table, names it, and writes the lines that travel with it under it."""
    figures = [any(isinstance(row[place], Decimal) for row in content.rows) for place in range(len(content.header))]
    heads = [looks.head, *(looks.number_head if is_figures else looks.word_head for is_figures in figures[1:])]
    widths = [_width(content, place) for place in range(len(content.header))]
    _name(sheet, table, content, heads)
    for place, (title, head) in enumerate(zip(content.header, heads, strict=True)):
        sheet.write_string(0, place, title, head)
        sheet.set_column(place, place, widths[place])
    sheet.set_row(0, max(_height(title, width) for title, width in zip(content.header, widths, strict=True)))
    for number, row in enumerate(content.rows, 1):
        for place, field in enumerate(row):
            beside = looks.sign if figures[place] else looks.word if place else looks.text
            _write(sheet, number, place, field, looks, beside)
    for number, line in enumerate(content.told, len(content.rows) + 2):
        sheet.write_string(number, 0, line, looks.line)
        sheet.set_row(number, _height(line, FIRST_WIDTH * 1.15))
    sheet.freeze_panes(1, 1)
    if sum(widths) > UPRIGHT_WIDTH:
        sheet.set_landscape()


def _name(sheet, table: Table, content: Plain, heads: list) -> None:
    """Makes the rows a named table, where there are any, with the words that a screen reader says of it."""
    if not content.rows:
        return
    columns = [{"header": title, "header_format": head} for title, head in zip(content.header, heads, strict=True)]
    sheet.add_table(
        *(0, 0, len(content.rows), len(content.header) - 1),
        {
            "name": re.sub(r"\W", "_", table.key),
            "columns": columns,
            "autofilter": False,
            "banded_rows": False,
            "first_column": True,
            "style": "Table Style Light 1",
            "title": table.caption,
            "description": f"{table.caption}. {table.subtitle}",
        },
    )


def _write(sheet, number: int, place: int, field: Field, looks: Looks, text: object) -> None:
    if isinstance(field, Decimal):
        sheet.write_number(number, place, float(field), looks.numbers[-field.as_tuple().exponent])
    elif field:
        sheet.write_string(number, place, field, text)


def _width(content: Plain, place: int) -> float:
    """Wide enough for the column's longest field; a long header wraps."""
    if place == 0:
        return FIRST_WIDTH
    longest_word = max(len(word) for word in content.header[place].split())
    fields = max((len(str(row[place])) for row in content.rows), default=0)
    return min(max(fields, longest_word, LEAST_WIDTH) + 1, MOST_WIDTH)


def _height(text: str, width: float) -> float:
    """High enough for the text as it wraps: LibreOffice does not fit rows itself."""
    return LINE_HEIGHT * max(len(textwrap.wrap(text, int(width))), 1)


def _set_up_print(sheet, table: Table, publication: Publication) -> None:
    """A4, as wide as one page, the header row on each, and at the foot which figures these are."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    example = f" · {EXAMPLE}" if publication.example else ""
    sheet.set_header(f"&L&10{_literal(table.caption)}")
    sheet.set_footer(f"&L&9Udgivelse {publication.key} · {table.audience} visning{_literal(example)}&R&9Side &P af &N")


def _literal(text: str) -> str:
    """The text as a header or footer takes it: & begins a code there."""
    return text.replace("&", "&&")


def _sheet_names(tables: Iterable[Table]) -> list[str]:
    """The sheets' names: a table's kind and number, a staff group's own name; none twice, none that Excel refuses."""
    names: list[str] = []
    for table in tables:
        words = table.title if table.key.startswith("faggruppe-") else table.key.replace("-", " ").capitalize()
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
