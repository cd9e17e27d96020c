"""What leaves the house is opened again: each export says what the page says, and nothing that is hidden."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

import flask
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publications_for_tests import FORMULA, HIDDEN_NUMBERS, small_publication
from python_calamine import CalamineWorkbook

from kpi import danish
from kpi.definitions.disclosure import PUBLIC
from kpi.definitions.model import Unit
from kpi.papers.annex import annex
from kpi.papers.table import Cell, Column, Row, Table
from kpi.papers.whole import whole_document
from kpi.papers.writers import clipboard, excel, plain
from kpi.publications.publication import Store
from layouts import downloads, gate
from layouts.address import SHOWN_TO
from layouts.drawing import parts
from layouts.reading import Library, Reading

PUBLICATION = small_publication()
READINGS = {key: Reading(PUBLICATION, audience) for key, audience in SHOWN_TO.items()}
TABLES = {(key, name): make() for key, one in READINGS.items() for name, make in downloads.tables_of(one).items()}
EACH = [pytest.param(table, id=f"{key}-{name}") for (key, name), table in TABLES.items()]
WORDS = re.compile(r"\b(forbedret|forværret|uændret|bedre|værre)\b")
BESIDE = (", udvikling", ", tegn")


class Cells(HTMLParser):
    """The rows of a document's first table, a text a cell: what is only spoken, drawn or said in words is left out."""

    def __init__(self, document: str):
        super().__init__()
        self.rows: list[list[str]] = []
        self.scopes: list[str] = []
        self.caption, self._within, self._silent = "", "", []
        self.feed(document[: document.index("</table>")])

    def handle_starttag(self, tag, attributes):
        if tag == "circle" or tag == "path":
            return
        given = dict(attributes)
        self._silent += [tag] if self._silent or "spoken" in given.get("class", "").split() or tag == "svg" else []
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
            self.scopes.append(given.get("scope", ""))
        self._within = tag if tag in ("th", "td", "caption") else self._within

    def handle_endtag(self, tag):
        if self._silent:
            self._silent.pop()
        self._within = "" if tag == self._within else self._within

    def handle_data(self, data):
        if self._within == "caption" and not self._silent:
            self.caption += data
        elif self._within and not self._silent:
            self.rows[-1][-1] += f" {data}"


def tidy(text: str) -> str:
    return " ".join(WORDS.sub("", text.replace("\ufe0e", "")).split())


def body_of(document: str) -> list[list[str]]:
    """The texts of the body's rows: the label, then figure, arrow and mark of each cell."""
    return [[" ".join(row[0].split()), *map(tidy, row[1:])] for row in Cells(document).rows[1:]]


def printed(table: Table) -> list[list[str]]:
    return [[" ".join(row.label.split()), *map(clipboard.printed, row.cells)] for row in table.rows]


def joined(header: list[str], rows: list[list[str]]) -> list[list[str]]:
    """Rows of which each figure has its arrow and mark in the same cell again."""
    found = []
    for row in rows:
        cells: list[str] = []
        for title, text in zip(header, row, strict=True):
            if title.endswith(BESIDE):
                cells[-1] = f"{cells[-1]} {text.split()[0]}" if text else cells[-1]
            else:
                cells.append(text)
        found.append(cells)
    return found


def csv_rows(table: Table) -> list[list[str]]:
    content = plain.csv_file(table, PUBLICATION).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


def as_printed(text: str) -> str:
    """A field of a CSV as the page prints it."""
    if not re.fullmatch(r"-?\d+(,\d+)?", text):
        return text.removeprefix("'")
    return danish.number(float(text.replace(",", ".")), len(text.partition(",")[2]))


def sheet_of(table: Table):
    content = excel.workbook([table], PUBLICATION)
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def shown(cell) -> str:
    """A cell of a workbook as Excel shows it."""
    if isinstance(cell.value, int | float):
        form, is_percent = cell.number_format.removesuffix("%"), cell.number_format.endswith("%")
        return danish.number(cell.value * (100 if is_percent else 1), len(form.partition(".")[2]))
    return " ".join((cell.value or "").split())


def texts_inside(content: bytes) -> str:
    """Everything that an xlsx holds, as one text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(name).decode() for name in file.namelist())


# --- each export says what the page says


@pytest.mark.parametrize("table", EACH)
def test_page_csv_excel_and_clipboard_say_the_same(table):
    expected = printed(table)
    assert body_of(str(parts.figures(table, READINGS[table.audience]))) == expected

    header, *rows = csv_rows(table)[: len(table.rows) + 1]
    assert joined(header, [[as_printed(text) for text in row] for row in rows]) == expected

    header, *rows = ([shown(cell) for cell in row] for row in sheet_of(table).iter_rows(max_row=len(table.rows) + 1))
    assert joined(header, rows) == expected

    assert body_of(clipboard.html(table, PUBLICATION)) == expected
    lines = clipboard.text(table, PUBLICATION).split("\r\n")[2 : len(table.rows) + 2]
    assert [[text.removeprefix("'") for text in line.split("\t")] for line in lines] == expected


@pytest.mark.parametrize("table", EACH)
def test_calamine_reads_the_same_as_openpyxl(table):
    content = excel.workbook([table], PUBLICATION)
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [[cell.value or "" if cell.value != 0 else 0 for cell in row] for row in sheet_of(table).iter_rows()] == read


@pytest.mark.parametrize("table", EACH)
def test_what_travels_with_a_table_is_in_every_export(table):
    told = plain.told(table, PUBLICATION)
    empty = len(table.rows) + 1
    rows = csv_rows(table)
    assert rows[empty] == [] and [text for [text] in rows[empty + 1 :]] == [*map(plain.harmless, told)]
    sheet = sheet_of(table)
    assert [cell.value for cell in sheet["A"]][empty:] == [None, *told]
    text, document = clipboard.text(table, PUBLICATION), clipboard.html(table, PUBLICATION)
    for line in told:
        assert plain.harmless(line) in text
        assert escape(line) in document

    whole = "\n".join(told)
    assert told[0] == table.caption
    for part in (*table.notes, table.source, f"Visning: {table.audience}", "2022-06", "30. juni 2022", "Prøve & Test"):
        assert part in whole
    assert "opdigtede" in whole
    for sign, _ in table.symbols:
        assert re.search(rf"(^|[:;] ){re.escape(sign)} ", whole, re.MULTILINE), sign


def test_each_file_tells_the_rule_that_the_publication_was_hidden_by():
    own = {
        "key": "intern",
        "title": "intern",
        "smallest_base": 7,
        "largest_small_count": 0,
        "rule": "* skjult: under 7.",
    }
    publication = replace(PUBLICATION, definitions={"audiences": [own]})
    audience = publication.audience("intern")
    table = TABLES["intern", "tabel-1"]
    assert "Visning: intern. * skjult: under 7." in plain.told(table, publication)
    assert ("Visning", "Intern. * skjult: under 7.") in whole_document(publication, "intern").facts
    assert "Intern. * skjult: under 7." in texts_inside(annex(publication, audience))
    assert publication.audience("offentlig") == PUBLIC and audience.smallest_base == 7


@pytest.mark.parametrize("table", EACH)
def test_headers_are_one_row_of_different_names(table):
    header = plain.plain(table, PUBLICATION).header
    assert len({name.lower() for name in header}) == len(header)
    assert all(header) and all("\n" not in name for name in header)


def test_units_stand_in_the_headers_and_only_where_they_are_not_said():
    assert plain.plain(TABLES["intern", "tabel-2"], PUBLICATION).header[:3] == (
        "Faggruppe",
        "2020 (procent)",
        "2021 (procent)",
    )
    assert "Andel i procent, 1. kvartal 2022" in plain.plain(TABLES["intern", "tabel-1"], PUBLICATION).header
    assert plain.plain(TABLES["intern", "faggruppe-alle"], PUBLICATION).header[:2] == ("Nøgletal", "2020")


# --- numbers and signs


def one_cell(*cells: Cell) -> Table:
    columns = tuple(Column(f"c{n}", f"Kolonne {n}", Unit.HOURS, measure="weekly_hours") for n in range(len(cells)))
    return Table("prøve", 0, "Prøve", "", "Række", columns, (Row("r", "R", cells),), audience="intern", source="test")


def test_negative_numbers_stay_numbers_and_a_tie_is_rounded_half_up():
    values = (-0.4, -0.25, 0.25, -0.04, 2742.0)
    table = one_cell(*(Cell(danish.number(value, 1), value, 1) for value in values))
    assert csv_rows(table)[1] == ["R", "-0,4", "-0,3", "0,3", "0,0", "2742,0"]
    assert [cell.value for cell in sheet_of(table)[2]] == ["R", -0.4, -0.3, 0.3, 0, 2742]
    assert "\u22120,4\t\u22120,3\t0,3\t0,0\t2.742,0" in clipboard.text(table, PUBLICATION)


def test_the_figures_column_holds_numbers_and_their_arrows_and_marks_stand_beside():
    header, total, *_ = csv_rows(TABLES["intern", "tabel-2"])
    assert header[4:] == ["Jun. 2022 (procent)", "Jun. 2022, udvikling", "Jun. 2022, tegn"]
    assert total[4:] == ["19,8", "↑ forværret", "(f)"]
    assert [cell.value for cell in sheet_of(TABLES["intern", "tabel-2"])[2]][4:] == [0.198, "↑ forværret", "(f)"]


def test_what_is_not_shown_has_its_sign():
    rows = {row[0]: row for row in csv_rows(TABLES["offentlig", "tabel-2"]) if row}
    assert rows["Få personer"][1:] == ["*", "*", "", "*", "", ""]
    assert rows["Ingen ansatte"][1:] == ["–", "–", "", "–", "", ""]
    missing = one_cell(Cell("..", spoken="foreligger ikke"))
    assert csv_rows(missing)[1] == ["R", ".."] and sheet_of(missing)["B2"].value == ".."


def test_csv_is_as_a_danish_excel_reads_it():
    content = plain.csv_file(TABLES["intern", "tabel-2"], PUBLICATION)
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    assert b";19,8;" in content and "Få personer" in content.decode()


# --- nothing that is hidden, nothing that runs


@pytest.mark.parametrize("suffix", list(downloads.TYPES))
def test_hidden_numbers_are_nowhere_in_a_file_for_the_public(suffix):
    tables = [table for (audience, _), table in TABLES.items() if audience == "offentlig"]
    assert sum(table.hidden for table in tables) > 50
    for chosen in [tables] if suffix == "xlsx" else [[table] for table in tables]:
        content = downloads.content_of(chosen, suffix, PUBLICATION)
        inside = texts_inside(content) if suffix == "xlsx" else content.decode()
        told = [number for number in HIDDEN_NUMBERS if number in inside or number.replace(".", ",") in inside]
        assert told == [], chosen[0].key


def test_the_search_for_hidden_numbers_finds_them_where_they_may_be():
    tables = [table for (audience, _), table in TABLES.items() if audience == "intern"]
    inside = texts_inside(excel.workbook(tables, PUBLICATION))
    assert {"7919", "6781", "193.3"} <= {number for number in HIDDEN_NUMBERS if number in inside}


def is_number(text: str) -> bool:
    """Whether it is a number with a decimal comma and nothing else."""
    try:
        float(text.replace(".", "").replace(",", "."))
    except ValueError:
        return False
    return True


def test_a_text_never_becomes_a_formula():
    for key in ("tabel-2", "faggruppe-formel"):
        table = TABLES["intern", key]
        inside = texts_inside(excel.workbook([table], PUBLICATION))
        assert "<f>" not in inside and FORMULA in inside
        for row in csv.reader(io.StringIO(plain.csv_file(table, PUBLICATION).decode("utf-8-sig")), delimiter=";"):
            for text in row:
                assert is_number(text) or not text.startswith(("=", "+", "-", "@", "\t")), text
        for line in clipboard.text(table, PUBLICATION).split("\r\n"):
            assert not [text for text in line.split("\t") if text.startswith(tuple("=+-@")) and not is_number(text)]
    cell = next(cell for cell in sheet_of(TABLES["intern", "tabel-2"])["A"] if cell.value == FORMULA)
    assert cell.data_type == "s"


LIKE_NUMBERS = ("+1+1", "-1+1", "+1,", "+1;2", "+,5", "+1,5,5", "+1.5", "+A1", "+1 A1", "+1E5", "-\u0663", "\uff0b1")
SPREADSHEET = ("=1+1", "@SUM(A1)", "\t=1+1", "  =1", "\uff1d1", "\r\n=1", "+", "-", *LIKE_NUMBERS)


@pytest.mark.parametrize("text", SPREADSHEET)
def test_a_text_that_begins_a_formula_is_made_harmless(text):
    assert plain.harmless(text) == "'" + " ".join(text.split())


@pytest.mark.parametrize("text", ["", "Lærere, skoler", "*", "..", "–", "0-3 mdr. 2021", "(f)", "\u22120,4"])
def test_other_texts_stay_as_they_are(text):
    assert plain.harmless(text) == text


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_a_difference_stands_without_an_apostrophe(value, decimals):
    text = danish.number(value, decimals, sign=True)
    assert plain.harmless(text) == text


def test_a_signed_difference_is_copied_as_text_as_it_is_printed():
    table = TABLES["intern", "tabel-2"]
    row = replace(table.rows[0], cells=tuple(Cell(text) for text in ("+2,7", "\u22121,3", "+2,7 timer")))
    copied = clipboard.text(replace(table, rows=(row,)), PUBLICATION).split("\r\n")[2].split("\t")[1:]
    assert copied == ["+2,7", "\u22121,3", "'+2,7 timer"]


def test_names_are_escaped_in_the_clipboards_html():
    document = clipboard.html(TABLES["intern", "tabel-2"], PUBLICATION)
    assert "&lt;b&gt;andre&lt;/b&gt;" in document and "<b>" not in document


# --- the workbook


def test_each_sheet_is_a_named_table_with_one_header_row():
    names = set()
    tables = [table for (audience, _), table in TABLES.items() if audience == "intern"]
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook(tables, PUBLICATION)))
    assert len(book.worksheets) == len(tables) == 16 + len(PUBLICATION.groups)
    for sheet, table in zip(book.worksheets, tables, strict=True):
        [named] = sheet.tables.values()
        names.add(named.name)
        assert named.ref == f"A1:{openpyxl.utils.get_column_letter(sheet.max_column)}{len(table.rows) + 1}"
        assert sheet.freeze_panes == "B2" and not sheet.merged_cells.ranges
        assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1" and "2022-06" in sheet.oddFooter.left.text
        assert all(sheet.column_dimensions[openpyxl.utils.get_column_letter(n + 1)].width for n in range(3))
    assert len(names) == len(tables)


def test_language_title_and_dates_are_the_publications():
    book = openpyxl.load_workbook(io.BytesIO(excel.workbook([TABLES["intern", "tabel-2"]], PUBLICATION)))
    told = book.properties
    assert (told.language, told.title) == ("da-DK", "Tabel 2. Personaleomsætning")
    assert told.created == told.modified == datetime(2022, 9, 26, 12, 0)
    assert "Prøve & Test Kommune" in told.creator and "intern" in told.subject


def test_numbers_have_the_printed_decimals():
    formats = {cell.number_format for cell in sheet_of(TABLES["intern", "tabel-5"])["B"][1:6]}
    assert formats == {"#,##0.0"}
    assert sheet_of(TABLES["intern", "bilag-2"])["B2"].number_format == "#,##0"


def test_the_bytes_follow_from_the_publication_alone():
    for (_, key), table in TABLES.items():
        assert excel.workbook([table], PUBLICATION) == excel.workbook([table], PUBLICATION), key
        assert plain.csv_file(table, PUBLICATION) == plain.csv_file(table, PUBLICATION)


def test_sheet_names_are_all_different_and_such_as_excel_takes():
    title = "En meget lang faggruppe: med [tegn] som / ikke * må være der"
    tables = [
        Table(f"faggruppe-{n}", 0, title, "", "N", (), (Row("r", "R", ()),), audience="intern") for n in range(12)
    ]
    names = openpyxl.load_workbook(io.BytesIO(excel.workbook(tables, PUBLICATION))).sheetnames
    assert len(set(names)) == 12 and max(map(len, names)) <= 31


def test_a_table_without_rows_is_a_sheet_with_its_header():
    table = Table("tom", 0, "Tom", "", "Område", (), (), audience="intern")
    assert sheet_of(table)["A1"].value == "Område"
    assert csv_rows(table)[:2] == [["Område"], []]


# --- the addresses


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    store = Store(tmp_path_factory.mktemp("publications"))
    store.add(small_publication())
    store.add(small_publication("2022-06-1"))
    server = flask.Flask("test", static_folder=None)
    gate.close_to_strangers(server)
    Library(store, example=True).place_in(server)
    downloads.register(server)
    return server.test_client()


def get(client, address: str):
    return client.get(address, base_url="http://127.0.0.1")


def test_a_download_is_for_the_public_unless_the_address_says_intern(client):
    public = get(client, "/hent/2022-06/tabel-2.csv")
    assert b"Visning: offentlig" in public.data and b"*;*" in public.data
    assert get(client, "/hent/2022-06/tabel-2.csv?visning=").data == public.data
    assert get(client, "/hent/2022-06/tabel-2.csv?visning=offentlig").data == public.data
    internal = get(client, "/hent/2022-06/tabel-2.csv?visning=intern")
    assert b"Visning: intern" in internal.data and b"*;*" not in internal.data


@pytest.mark.parametrize("name", [*downloads.tables_of(READINGS["intern"])])
@pytest.mark.parametrize("suffix", list(downloads.TYPES))
def test_each_table_can_be_had_in_each_kind(client, name, suffix):
    answer = get(client, f"/hent/2022-06/{name}.{suffix}")
    assert answer.status_code == 200
    assert answer.mimetype == downloads.TYPES[suffix]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(
        rf"attachment; filename=[\w-]+-2022-06-offentlig\.{suffix}", answer.headers["Content-Disposition"]
    )
    assert "ETag" not in answer.headers and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("2022-06/tabel-2.csv", "tabel-2-personaleomsaetning-2022-06-offentlig.csv"),
        ("2022-06/tabel-2.xlsx?visning=intern", "tabel-2-personaleomsaetning-2022-06-intern.xlsx"),
        ("2022-06-1/bilag-1.csv", "bilag-1-stillingsannoncer-2022-06-1-offentlig.csv"),
        ("2022-06/samme-dato-3.txt", "samme-dato-3-korte-ansaettelser-2022-06-offentlig.txt"),
        ("2022-06/overblik.html", "overblik-2022-06-offentlig.html"),
        ("2022-06/faggruppe-laerere.csv", "faggruppe-laerere-2022-06-offentlig.csv"),
        ("2022-06/alle.xlsx", "alle-tabeller-2022-06-offentlig.xlsx"),
    ],
)
def test_a_file_is_named_in_danish_by_what_it_holds(client, address, name):
    told = get(client, f"/hent/{address}").headers["Content-Disposition"]
    assert unquote(told) == f"attachment; filename={name}"


def test_all_tables_come_as_one_workbook(client):
    names = openpyxl.load_workbook(io.BytesIO(get(client, "/hent/2022-06/alle.xlsx").data)).sheetnames
    assert names[:3] == ["Overblik", "Tabel 1", "Tabel 2"]
    assert {"Bilag 5", "Samme dato 3", "Få personer", "=1+1"} <= set(names)


@pytest.mark.parametrize(
    "address",
    [
        "2022-06/tabel-2.csv?visning=raa",
        "2022-06/tabel-2.csv?visning=alle",
        "2022-06/tabel-2.csv?visning=offentlig&visning=raa",
        "2022-06/tabel-6.csv",
        "2022-06/tabel-.csv",
        "2022-06/faggruppe-ukendt.csv",
        "2022-06/tabel-2.pdf",
        "2022-06/alle.csv",
        "2022-06/figures-raa.csv",
        "2021-12/tabel-2.csv",
        "../tabel-2.csv",
    ],
)
def test_what_is_not_there_is_not_found_in_danish(client, address):
    answer = get(client, f"/hent/{address}")
    assert answer.status_code == 404
    assert "findes ikke" in answer.text and "Content-Disposition" not in answer.headers


def test_the_last_audience_in_the_address_counts(client):
    answer = get(client, "/hent/2022-06/tabel-2.csv?visning=intern&visning=offentlig")
    assert b"Visning: offentlig" in answer.data


def test_a_stranger_gets_no_file(client):
    assert client.get("/hent/2022-06/tabel-2.csv", base_url="http://andre.example").status_code == 403
