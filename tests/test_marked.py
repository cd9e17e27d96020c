"""The officer's own workbook comes back with the cells marked and a sheet of findings, and otherwise as it was."""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kpi.extracts.asking.questions import Question
from kpi.extracts.checking.not_run import not_run
from kpi.extracts.files.marked import AUTHOR, HEADS, TITLE, findings_csv, marked
from kpi.extracts.files.saved import saved
from kpi.extracts.findings import Finding
from kpi.extracts.read import Upload, read
from kpi.extracts.validate import validate
from kpi.refreshing.officers_files import template_file
from tests.files_written import files_written
from tests.test_validate import KEY, ROW, without

NAME = "ansatte.xlsx"
BAD = [
    ROW,
    ROW | {"CPR": "620290-0002", "Startdato": "31-06-2022"},
    ROW | {"CPR": "630390-0003", "Startdato": "30-02-2022", "Afdeling": '=HYPERLINK("x")'},
    ROW | {"CPR": ""},
    ROW,
]


def workbook(*rows: dict, change=None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Ansatte på løn"
    for cells in (list(rows[0]), *(list(row.values()) for row in rows)):
        book.active.append(cells)
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    if change:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def found(data: bytes, name: str = NAME) -> list[Finding]:
    sheets, findings = read([Upload(name, data)])
    return findings + validate(sheets, key=KEY)[1]


def marks(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def test_the_cells_are_marked_with_the_sentence_and_listed_with_links() -> None:
    data = workbook(*BAD)
    findings = found(data)
    assert [(one.code, one.addresses) for one in findings] == [
        ("person_mangler", ("A5",)),
        ("ulaeselig_dato", ("I3", "I4")),
        ("dublet", ("A6",)),
    ]
    book = marks(marked(data, NAME, findings))
    assert book.sheetnames == [TITLE, "Ansatte på løn"]
    sheet = book["Ansatte på løn"]
    for one in findings:
        for address in one.addresses:
            assert sheet[address].comment.text == one.message
            assert sheet[address].comment.author == AUTHOR
    red, yellow = sheet["I3"].fill.fgColor.rgb, sheet["A6"].fill.fgColor.rgb
    assert red != yellow
    assert {cell.fill.fgColor.rgb for cell in sheet[6]} == {yellow}  # a whole row
    assert sheet["A1"].comment is None and sheet["I2"].fill.fill_type is None
    listed = [[cell.value for cell in row] for row in book[TITLE].iter_rows()]
    assert tuple(listed[0]) == HEADS
    assert [row[:6] for row in listed[1:5]] == [
        ["Stop", "A5", "Ansatte på løn", "5", "CPR", None],
        ["Stop", "I3", "Ansatte på løn", "3", "Startdato", "31-06-2022"],
        ["Stop", "I4", "Ansatte på løn", "4", "Startdato", None],
        ["Advarsel", "A6", "Ansatte på løn", "6", None, None],
    ]
    assert book[TITLE]["B3"].hyperlink.location == "'Ansatte på løn'!I3"
    assert listed[5][6].startswith("Ikke kørt for 3 rækker i ansatte.xlsx, ark Ansatte på løn: dubletter")


def test_the_sheet_and_the_comments_repeat_no_person_number() -> None:
    data = workbook(*BAD, ROW | {"CPR": "640490-0004", "Startdato": "640490-0004"})
    findings = found(data)
    book = marks(marked(data, NAME, findings))
    said = [str(cell.value) for row in book[TITLE].iter_rows() for cell in row]
    said += [cell.comment.text for row in book.worksheets[1].iter_rows() for cell in row if cell.comment]
    said += [findings_csv(findings).decode("utf-8-sig")]
    assert not any(f"{number}" in text for text in said for number in ("610190", "620290", "630390", "640490"))
    assert book.worksheets[1]["A2"].value == "610190-0001"  # their own stays in their own


def decorate(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.column_dimensions["C"].width = 33
    sheet.row_dimensions[2].height = 41
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:K5"
    sheet["C2"].font = Font(bold=True, color="FF00B050")
    sheet["C2"].fill = PatternFill("solid", fgColor="FF112233")
    sheet["F2"].number_format = "0.000"
    sheet["N1"] = "Sum"
    sheet["N2"] = "=SUM(F2:F5)"
    sheet["B2"].comment = Comment("Husk Hanne", "Officeren")
    sheet["I3"].comment = Comment("Ring til løn", "Officeren")
    sheet.conditional_formatting.add("F2:F5", CellIsRule(operator="greaterThan", formula=["1"], font=Font(italic=True)))
    rule = DataValidation(type="list", formula1='"Ja,Nej"')
    rule.add("G2:G5")
    sheet.add_data_validation(rule)
    other = book.create_sheet("Noter")
    other["A1"], other["B7"] = "Egne noter", 42.5
    other.merge_cells("A1:C1")
    book.create_sheet("Skjult").sheet_state = "hidden"
    book.defined_names["Satser"] = openpyxl.workbook.defined_name.DefinedName("Satser", attr_text="Noter!$B$7")


def test_everything_else_is_as_it_was() -> None:
    data = workbook(*BAD, change=decorate)
    before, after = marks(data), marks(marked(data, NAME, found(data)))
    assert after.sheetnames == [TITLE, *before.sheetnames]
    one, other = before.worksheets[0], after["Ansatte på løn"]
    assert other.column_dimensions["C"].width == 33
    assert other.row_dimensions[2].height == 41
    assert (other.freeze_panes, other.auto_filter.ref) == (one.freeze_panes, one.auto_filter.ref)
    assert [[cell.value for cell in row] for row in other.iter_rows()] == [
        [cell.value for cell in row] for row in one.iter_rows()
    ]
    for address in ("A1", "B2", "C2", "F2", "N2"):
        assert repr(other[address].font) == repr(one[address].font)
        assert repr(other[address].fill) == repr(one[address].fill)
        assert other[address].number_format == one[address].number_format
    assert other["B2"].comment.text == "Husk Hanne"
    assert other["I3"].comment.text.startswith(f"Ring til løn\n\n{AUTHOR}:\nDatoen 31-06-2022 findes ikke")
    assert other["I3"].comment.author == "Officeren"
    assert len(other.conditional_formatting) == 1
    assert str(other.data_validations.dataValidation[0].sqref) == "G2:G5"
    assert (after["Noter"]["B7"].value, after["Skjult"].sheet_state) == (42.5, "hidden")
    assert [str(merged) for merged in after["Noter"].merged_cells.ranges] == ["A1:C1"]
    assert after.defined_names["Satser"].attr_text == "Noter!$B$7"


def test_text_that_looks_like_a_formula_stays_text_and_a_formula_a_formula() -> None:
    data = workbook(*BAD, change=decorate)
    sheet = marks(marked(data, NAME, found(data)))["Ansatte på løn"]
    assert (sheet["C4"].value, sheet["C4"].data_type) == ('=HYPERLINK("x")', "s")
    assert sheet["N2"].data_type == "f"
    finding = Finding("ulaeseligt_tal", "=1+1 er ikke et tal.", NAME, "Ansatte på løn", 2, "=cmd", "F2", "=1+1")
    book = marks(marked(data, NAME, [finding]))
    assert {cell.data_type for row in book[TITLE].iter_rows() for cell in row} <= {"s", "n"}
    rows = list(csv.reader(io.StringIO(findings_csv([finding]).decode("utf-8-sig")), delimiter=";"))
    assert rows[1][5:8] == ["'=cmd", "'=1+1", "'=1+1 er ikke et tal."]


def test_a_marked_workbook_can_be_mended_sent_in_and_marked_again() -> None:
    data = workbook(*BAD, change=decorate)
    once = marked(data, NAME, found(data))
    again = found(once)
    assert [(one.code, one.sheet, one.addresses) for one in again if one.code != "ukendt_ark"] == [
        (one.code, one.sheet, one.addresses) for one in found(data) if one.code != "ukendt_ark"
    ]
    assert {one.sheet for one in again if one.code == "ukendt_ark"} == {"Noter"}
    cleaned = marks(marked(once, NAME, []))
    assert cleaned.sheetnames == [TITLE, "Ansatte på løn", "Noter", "Skjult"]
    sheet = cleaned["Ansatte på løn"]
    assert sheet["I3"].fill.fill_type is None
    assert {cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment} == {
        "Husk Hanne",
        "Ring til løn",
    }
    assert cleaned[TITLE]["G2"].value == "Ingen fund i filen."


def test_an_officer_s_own_sheet_of_that_name_is_left_alone() -> None:
    data = workbook(*BAD, change=lambda book: book.create_sheet(TITLE).append(["Mine egne fund"]))
    book = marks(marked(data, NAME, found(data)))
    assert book.sheetnames == [f"{TITLE} ({AUTHOR})", "Ansatte på løn", TITLE]
    assert book[TITLE]["A1"].value == "Mine egne fund"


def test_a_csv_comes_back_as_a_workbook_of_its_rows_on_their_lines() -> None:
    rows = [ROW | {"Leder": '"Ja\nhej"'}, *BAD[1:]]
    text = "\r\n".join(";".join(cells) for cells in (list(ROW), *(row.values() for row in rows)))
    data = b"\xef\xbb\xbf" + text.encode()
    findings = found(data, "ansatte.csv")
    book = marks(marked(data, "ansatte.csv", findings))
    sheet = book["Udtræk"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value, sheet["A4"].value) == (
        "CPR",
        "610190-0001",
        None,
        "620290-0002",
    )
    assert sheet["I4"].comment.text == next(one.message for one in findings if one.code == "ulaeselig_dato")
    assert book[TITLE]["B3"].hyperlink.location.startswith("'Udtræk'!")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_only_the_file_s_own_findings_are_marked() -> None:
    data = workbook(ROW)
    other = Finding("ulaeselig_dato", "x", "en anden.xlsx", "Ansatte på løn", 2, "Startdato", "I2")
    book = marks(marked(data, NAME, [other]))
    assert book["Ansatte på løn"]["I2"].comment is None
    told = [cell.value for cell in book[TITLE]["G"]]
    assert told[-1] == "Ingen fund i filen." and "x" not in told


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04xx", b"\xd0\xcf\x11\xe0", bytes(range(256)), workbook(ROW)[:900]])
def test_a_file_that_cannot_be_opened_gives_the_findings_alone(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(data)
    findings = read([path])[1]
    assert len(findings) == 1
    book = marks(marked(path, NAME, findings))
    assert book.sheetnames == [TITLE]
    assert book[TITLE]["G2"].value == findings[0].message
    assert book[TITLE]["G3"].value.startswith("Ikke kørt i ansatte.xlsx: dubletter")


def test_all_rows_of_a_finding_can_be_downloaded() -> None:
    rows = [ROW | {"CPR": f"person {n}", "Fratrædelsesdato": "31-06-2022"} for n in range(9)]
    findings = found(workbook(*rows))
    assert (len(findings), len(findings[0].cells), len(findings[0].lines)) == (1, 5, 9)
    assert findings[0].as_json(with_lines=True)["lines"] == list(range(2, 11))
    assert "lines" not in findings[0].as_json()
    told = list(csv.reader(io.StringIO(findings_csv(findings).decode("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in told[1:]] == [f"K{line}" for line in range(2, 11)]
    assert {row[7] for row in told[1:]} == {findings[0].message}


# --- checks that were not run


def texts(*rows: dict) -> list[str]:
    return [one.text for one in not_run(found(workbook(*rows)))]


PERIOD = "flere ansættelser, måneder og områder uden annoncer, store udsving, kontroltal, bestand og afgang"


def test_a_clean_file_has_no_check_that_was_not_run() -> None:
    assert texts(ROW) == []
    assert texts(ROW, ROW) == []  # a warning


def test_a_missing_column_says_what_was_not_run() -> None:
    assert texts(without(ROW, "Slutdato")) == [
        "Ikke kørt i ansatte.xlsx, ark Ansatte på løn: dubletter, datoernes rækkefølge, rækker i modstrid og ukendte "
        "koder. Kolonnen Slutdato mangler.",
        "Ikke kørt: forsvundne ansættelser og ændret historik siden sidste udtræk. Først skal alle rækker kunne læses.",
        f"Ikke kørt: {PERIOD}. Først skal 1 stop ryddes af vejen.",
    ]


def test_a_row_that_cannot_be_read_says_what_was_not_run() -> None:
    assert texts(ROW, ROW | {"CPR": "", "Startdato": "31-06-2022"}) == [
        "Ikke kørt for 1 række i ansatte.xlsx, ark Ansatte på løn: dubletter, datoernes rækkefølge, rækker i "
        "modstrid og ukendte koder. En celle i den kan ikke læses.",
        "Ikke kørt: forsvundne ansættelser og ændret historik siden sidste udtræk. Først skal alle rækker kunne læses.",
        f"Ikke kørt: {PERIOD}. Først skal 2 stop ryddes af vejen.",
    ]


def test_what_stops_is_counted_and_called_as_on_the_page_and_stands_first() -> None:
    """Two stops, two codes, one question that two findings ask, a warning: in the sheet, the CSV and the sentence."""
    asked = Question("kolonne: Område", "annoncer-abc", "Hvilket område er «Skoler»?")
    findings = [
        Finding("dublet", "Magen til.", NAME),
        Finding("ukendt_omraade", "Ukendt.", NAME, question=asked),
        Finding("ukendt_stillingskode", "Uden plads.", NAME),
        Finding("tvetydig_kolonne", "Kan læses på to måder.", NAME, question=asked),
        Finding("ukendt_afdeling", "Uden plads.", NAME),
        Finding("slut_foer_start", "Bagvendt.", NAME),
        Finding("sats_udenfor", "For meget.", NAME),
    ]
    order = ["Stop"] * 4 + ["Spørgsmål"] * 2 + ["Advarsel"]
    listed = list(marks(marked(workbook(ROW), NAME, findings))[TITLE].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in listed[:7]] == order
    told = list(csv.reader(io.StringIO(findings_csv(findings).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in told[1:]] == order
    way = f"Ikke kørt: {PERIOD}. Først skal 2 stop, 2 koder uden plads og 1 spørgsmål ryddes af vejen."
    assert way in [one.text for one in not_run(findings)] and way in [row[6] for row in listed]


def test_a_reference_file_that_cannot_be_used_is_no_extract_with_checks_of_its_own() -> None:
    assert [one.text for one in not_run([Finding("referencefil_fejl", "Filen mangler.", "grupper.csv")])] == [
        "Ikke kørt: alle kontroller af udtrækkene. Først skal grupper.csv kunne bruges."
    ]


# --- in memory only, and quickly


def macros() -> bytes:
    """A workbook that is kept with its macros: the part that has them need hold nothing."""
    data = io.BytesIO(workbook(*BAD))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [(NAME, workbook(*BAD, change=decorate)), ("ansatte.csv", b"CPR;Startdato\n610190-0001;x\n"), ("x.xlsm", macros())],
    ids=["xlsx", "csv", "xlsm"],
)
def test_no_file_is_made_while_a_workbook_is_marked(
    name: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = found(data, name)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    with files_written() as written:
        content = marked(data, name, findings)
    assert written == []
    assert marks(content).sheetnames[0] == TITLE


def test_a_file_that_is_made_would_be_noticed(tmp_path: Path) -> None:
    with files_written() as written:
        marks(workbook(ROW)).save(io.BytesIO())
        (tmp_path / "a").write_text("x")
        os.close(os.open(tmp_path / "b", os.O_CREAT | os.O_WRONLY))
    assert any("openpyxl." in path for path in written)
    assert {str(tmp_path / "a"), str(tmp_path / "b")} <= set(written)


def test_a_template_is_made_without_a_file() -> None:
    with files_written() as written:
        assert marks(template_file("ansaettelser")).sheetnames[0] == "ansaettelser"
    assert written == []


def test_what_is_saved_in_memory_is_what_openpyxl_saves() -> None:
    """Every part of the archive but the time of saving, byte for byte."""
    plain, own = workbook(*BAD, change=decorate), saved(marks(workbook(*BAD, change=decorate)))
    again = io.BytesIO()
    marks(plain).save(again)
    theirs, ours = zipfile.ZipFile(again), zipfile.ZipFile(io.BytesIO(own))
    assert sorted(ours.namelist()) == sorted(theirs.namelist())
    parts = [name for name in ours.namelist() if name != "docProps/core.xml"]
    assert len(parts) > 5
    assert [name for name in parts if ours.read(name) != theirs.read(name)] == []


def test_the_sheet_is_measured_once_and_not_for_every_row_that_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its width is found by looking at every cell: 15.000 rows to mark took seven minutes when each asked for it."""
    data = workbook(*([ROW] * 40))
    asked = []
    width = Worksheet.max_column.fget
    monkeypatch.setattr(Worksheet, "max_column", property(lambda sheet: asked.append(sheet) or width(sheet)))
    lines = tuple(range(2, 42))
    every = Finding("dublet", "To ens.", NAME, "Ansatte på løn", 2, None, "A2", count=len(lines), lines=lines)
    sheet = marks(marked(data, NAME, [every]))["Ansatte på løn"]
    assert {cell.fill.fgColor.rgb for row in sheet.iter_rows(min_row=2) for cell in row} == {"FFFFE79A"}
    assert len(asked) < len(lines)
