"""The standard template of a kind of extract: a workbook to fill in, with its rules on a sheet that is never read."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from kpi.extracts.columns import BY_KEY, Column, Kind, Type, tables_in_words

RULES_SHEET = "Vejledning"
ROWS = 50_000
"""How many rows the choice of Ja and Nej is offered in."""
MADE = datetime(2022, 10, 10)
"""The date of every template, so that the same template is the same file."""

FORMATS = {
    Type.DATE: "dd-mm-yyyy",
    Type.END: "dd-mm-yyyy",
    Type.LEAVE: "dd-mm-yyyy",
    Type.RATE: "0.0###",
    Type.HOURS: "0.0#",
    Type.DECIMAL: "0.0#",
    Type.COUNT: "0",
}
CHOICES = {Type.FLAG: ["Ja", "Nej"], Type.PAY: ["Måned", "Time"]}
HEADS = ("Kolonne", "Skal den være der?", "Sådan udfyldes den", "Eksempel", "Må også hedde", "Tæller i")
GENERAL = (
    "Udfyld det første ark, én række for {row}. Dette ark bliver aldrig læst.",
    "Datoer skrives dag først, f.eks. 31-03-2022. Tal skrives med komma, f.eks. 0,8649.",
    "Numre og koder er tekst, så foranstillede nuller bliver stående.",
    "Andre kolonner må gerne være der. De bliver ikke gemt.",
)


def write_template(kind: str, to: Path | BinaryIO) -> None:
    """Writes the template of the kind (a key of `columns.BY_KEY`) as an Excel workbook; nothing else is written."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(to, options) as workbook:
        workbook.set_properties({"title": f"Skabelon: {BY_KEY[kind].title}", "author": "", "created": MADE})
        look = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "top"}
        head = workbook.add_format(look)
        columns = [column for column in BY_KEY[kind].columns if column.template]
        _sheet_to_fill_in(workbook, BY_KEY[kind], columns, head)
        _sheet_of_rules(workbook, BY_KEY[kind], columns, head)


def _sheet_to_fill_in(workbook: Workbook, kind: Kind, columns: list[Column], head: Format) -> None:
    sheet = workbook.add_worksheet(kind.key)
    for place, column in enumerate(columns):
        cells = workbook.add_format({"num_format": FORMATS.get(column.type, "@")})
        sheet.set_column(place, place, max(12, len(column.name) + 4), cells)
        sheet.write_string(0, place, column.name, head)
        if column.type in CHOICES:
            choice = {"validate": "list", "source": CHOICES[column.type], "error_title": column.name}
            message = f"Vælg {' eller '.join(CHOICES[column.type])}."
            sheet.data_validation(1, place, ROWS, place, choice | {"error_message": message})
    sheet.freeze_panes(1, 0)


def _sheet_of_rules(workbook: Workbook, kind: Kind, columns: list[Column], head: Format) -> None:
    """An example row under the header, then a line about every column."""
    sheet, wrap = workbook.add_worksheet(RULES_SHEET), workbook.add_format({"text_wrap": True, "valign": "top"})
    title = workbook.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, kind.title, title)
    for line, text in enumerate(GENERAL, start=1):
        sheet.write_string(line, 0, text.format(row=kind.row))
    at = len(GENERAL) + 2
    sheet.write_string(at, 0, "Eksempel på en række (opdigtet)", workbook.add_format({"bold": True}))
    for place, column in enumerate(columns):
        sheet.write_string(at + 1, place, column.name, head)
        sheet.write_string(at + 2, place, column.example, wrap)
    for place, text in enumerate(HEADS):
        sheet.write_string(at + 4, place, text, head)
    for line, column in enumerate(columns, start=at + 5):
        for place, text in enumerate(_rule(column)):
            sheet.write_string(line, place, text, wrap)
    sheet.set_column(0, len(columns), 24)


def _rule(column: Column) -> tuple[str, ...]:
    needed = "Nej" if not column.need else "Ja, men cellen må være tom" if column.blank else "Ja"
    moves = tables_in_words(column.tables).capitalize() if column.tables else ""
    return column.name, needed, column.rule, column.example, ", ".join(column.aliases), moves
