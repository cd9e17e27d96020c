"""The standard template: reads back as an empty file of its kind, keeps codes as text, and never reads its rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from kpi.extracts.columns import BY_KEY, KINDS, Kind, Type
from kpi.extracts.files.template import write_template
from kpi.extracts.read import read
from kpi.extracts.validate import validate


@pytest.fixture(params=KINDS, ids=lambda kind: kind.key)
def kind(request: pytest.FixtureRequest) -> Kind:
    return request.param


@pytest.fixture
def template(tmp_path: Path, kind: Kind) -> Path:
    path = tmp_path / f"{kind.key}.xlsx"
    write_template(kind.key, path)
    return path


def test_it_reads_back_as_an_empty_file_of_its_kind(template: Path, kind: Kind) -> None:
    sheets, findings = read([template])
    assert [(sheet.sheet, sheet.kind.key, len(sheet.lines)) for sheet in sheets] == [(kind.key, kind.key, 0)]
    assert [(one.code, one.sheet) for one in findings] == [("tom_fil", kind.key)]
    assert findings[0].message.startswith(f"Arket «{kind.key}» har en overskrift (")
    assert validate(sheets, key=b"k")[1] == []


def test_the_first_sheet_is_the_header_and_the_second_the_rules(template: Path, kind: Kind) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == [kind.key, "Vejledning"]
    sheet = book[kind.key]
    columns = [column for column in kind.columns if column.template]
    assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
    assert sheet.max_row == 1
    assert sheet.freeze_panes == "A2"
    rules = [[cell.value for cell in row] for row in book["Vejledning"].iter_rows()]
    assert [column.name for column in columns] in [row[: len(columns)] for row in rules]
    assert [column.example for column in columns] in [
        [cell or "" for cell in row[: len(columns)]] for row in rules if row[: len(columns)].count(None) < len(columns)
    ]
    explained = {row[0]: row for row in rules}
    assert all(explained[column.name][2] == column.rule for column in columns)


def test_numbers_and_codes_are_text_and_dates_are_dates(template: Path, kind: Kind) -> None:
    sheet = openpyxl.load_workbook(template)[kind.key]
    for place, column in enumerate(kind.columns[:0] or [one for one in kind.columns if one.template]):
        looks = sheet.column_dimensions[chr(65 + place)].number_format
        if column.type in (Type.PERSON, Type.NUMBER, Type.TEXT):
            assert looks == "@", column.name
        if column.type in (Type.DATE, Type.END, Type.LEAVE):
            assert looks == "dd-mm-yyyy", column.name


def test_yes_and_no_are_offered_where_they_are_asked_for(template: Path, kind: Kind) -> None:
    sheet = openpyxl.load_workbook(template)[kind.key]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    asked = [place for place, one in enumerate(c for c in kind.columns if c.template) if one.type is Type.FLAG]
    assert [offered[f"{chr(65 + place)}2:{chr(65 + place)}50001"] for place in asked] == ['"Ja,Nej"'] * len(asked)


def test_its_example_filled_in_reads_without_findings(template: Path, kind: Kind) -> None:
    book = openpyxl.load_workbook(template)
    sheet = book[kind.key]
    for place, column in enumerate((one for one in kind.columns if one.template), start=1):
        day = column.type in (Type.DATE, Type.END, Type.LEAVE)
        sheet.cell(2, place, date(*map(int, reversed(column.example.split("-")))) if day else column.example)
    book.save(template)
    sheets, findings = read([template])
    assert findings == []
    extracts, findings = validate(sheets, key=b"k")
    assert findings == []
    frames = [extracts.history, extracts.status, extracts.leavers, extracts.adverts, *extracts.other.values()]
    assert sum(len(frame) for frame in frames) == 1
    assert extracts.sources[0].kind == kind.key


def test_the_same_template_is_the_same_file(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template("ansaettelser", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_there_is_a_template_of_every_kind_that_the_documents_name() -> None:
    assert list(BY_KEY) == [
        "ansaettelser",
        "bestand",
        "fratraadte",
        "annoncer",
        "sygefravaer",
        "maaltal",
        "senioraftaler",
        "benchmark",
        "kontroltal",
    ]
