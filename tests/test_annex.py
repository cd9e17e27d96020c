"""Bilag 1 opened again: every sheet it promises, numbers that are numbers, and nothing that is hidden."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from example_for_tests import example_publication
from openpyxl.utils import column_index_from_string
from publications_for_tests import FORMULA, HIDDEN_NUMBERS, small_publication
from python_calamine import CalamineWorkbook

from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.people import OPEN, Coverage, People, day_number
from kpi.extracts.people.exclusions import exclusions
from kpi.extracts.rows import Extracts
from kpi.papers.annex import annex
from kpi.papers.comparisons.compared import compared_table
from kpi.papers.comparisons.contributed import contributed_tables

STEPS = [
    {"kind": "udgangspunkt", "words": "Rækker", "unit": "rækker", "count": 20},
    {"kind": "udgangspunkt", "words": "Ansatte", "unit": "personer", "count": 100},
    {"kind": "udeladt", "words": "Fleksjobbere", "unit": "personer", "count": 3},
    {"kind": "tilbage", "words": "Fastansatte", "unit": "personer", "count": 97},
]
TOLD = small_publication(
    facts={"udeladt": STEPS},
    accepted=({"code": "dublet", "file": "a.csv", "cell": "B2", "message": "7 rækker", "reason": "=1+1", "by": "HR"},),
)


def book(audience=INTERNAL, publication=TOLD) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(annex(publication, audience, "/tjek/2022-06")))


def rows(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_the_sheets_stand_in_the_order_that_the_contents_say():
    opened = book()
    names = [row[0] for row in rows(opened["Indhold"])[1:]]
    assert opened.sheetnames == names
    wanted = ["Forside", "Indhold", "Noter og tegn", "Definitioner", "Regler", "Tabel 1", "Tabel 1 i antal"]
    assert names[:7] == wanted and names[-4:] == ["Frasorteret", "Datakvalitet", "Revisioner", "Kilder"]
    assert all(row[1] for row in rows(opened["Indhold"])[1:])


def test_every_sheet_has_one_header_row_a_named_table_and_nothing_merged():
    for sheet in book():
        assert not sheet.merged_cells.ranges
        assert len(sheet.tables) == 1 and sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"


def test_the_cover_says_which_publication_it_is_and_where_to_check_it():
    told = dict(rows(book()["Forside"])[1:])
    assert told["Udgivelse"] == "2022-06" and told["Gælder tallene?"] == "/tjek/2022-06"
    assert told["Visning"].startswith("Intern.")


def test_percentages_are_fractions_with_a_format_and_counts_whole_numbers():
    opened = book()
    cell = opened["Tabel 2"]["B2"]
    assert cell.value == pytest.approx(0.168) and cell.number_format == "0.0%"
    counts = {tuple(row[:3]) for row in rows(opened["Tabel 2 i antal"])}
    assert ("Kommunen i alt", 2400, 402) in counts


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC])
def test_a_text_that_looks_like_a_formula_stays_text(audience):
    kinds = {cell.data_type for sheet in book(audience) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book(INTERNAL)["Datakvalitet"]["E2"].value == "=1+1"
    assert FORMULA in {row[0] for row in rows(book(audience)["Tabel 2"])}


def test_what_is_hidden_from_the_public_stands_nowhere():
    told = {str(cell.value) for sheet in book(PUBLIC) for row in sheet.iter_rows() for cell in row}
    assert not told & {str(number) for number in HIDDEN_NUMBERS}
    inside = {str(cell.value) for sheet in book(INTERNAL) for row in sheet.iter_rows() for cell in row}
    assert inside & {str(number) for number in HIDDEN_NUMBERS}


def test_the_messages_of_warnings_are_left_out_for_they_count_people():
    assert not [row for row in rows(book()["Datakvalitet"]) if any("7 rækker" in str(field) for field in row)]


def test_steps_that_took_few_persons_are_not_told_one_by_one():
    for audience in (INTERNAL, PUBLIC):
        told = [row[0] for row in rows(book(audience)["Frasorteret"])]
        assert told == ["Trin", "Rækker", "Ansatte"]
    many = replace(TOLD, facts={"udeladt": [one | {"count": one["count"] * 10} for one in STEPS]})
    assert [row[0] for row in rows(book(PUBLIC, many)["Frasorteret"])][1:] == [one["words"] for one in STEPS]


def test_the_same_publication_gives_the_same_bytes():
    assert annex(TOLD, PUBLIC) == annex(TOLD, PUBLIC)


def test_the_waterfall_counts_what_each_rule_takes_out():
    day = day_number(date(2022, 6, 30))
    contracts = {"Fast": "fast", "Flex": "fleksjob", "Elev": "elev", "Vikar": "vikar"}
    told = [
        ("a", "Fast", False, day - 100, OPEN),
        ("b", "Flex", False, day - 100, OPEN),
        ("c", "Elev", False, day - 100, OPEN),
        ("d", "Vikar", True, day - 100, OPEN),
        ("e", "Fast", True, day - 100, OPEN),
        ("f", "Fast", False, day - 100, day - 50),
        ("f", "Fast", False, day - 10, OPEN),
    ]
    frame = pd.DataFrame(told, columns=["employment", "contract", "hourly", "start", "left"])
    staff = pd.DataFrame(
        {"first": [0, 0, 0, day], "out": [OPEN, OPEN, day, OPEN], "category": [0, 1, 0, 0]}
        | {"rate": [1_000_000, 1_000_000, 1_000_000, 100_000]}
    )
    people = People(frame, staff, frame, frame, Coverage({}, date(2022, 8, 15)), {})
    steps = exclusions(Extracts(history=frame), contracts, people, date(2022, 6, 30))
    counts = {step["words"]: Decimal(step["count"]) for step in steps}
    assert counts["Rækker i udtrækkene, uden dubletter"] == 7
    assert [counts[f"Ansættelsesform i kategorien {name}"] for name in ("elev", "vikar", "§94")] == [1, 1, 0]
    assert counts["Timelønnede"] == 1 and counts["Rækker efter ansættelsens sidste dag"] == 1
    assert counts["Rækker, som ansættelsesforløbene er lavet af"] == 3
    assert [step["count"] for step in steps if step["unit"] == "personer"] == [3, 1, 2, 1, 1]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_reads_the_same(tmp_path):
    (tmp_path / "bilag1.xlsx").write_bytes(annex(TOLD, INTERNAL))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), "bilag1.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = CalamineWorkbook.from_path(tmp_path / "bilag1.ods")
    assert read.sheet_names == book().sheetnames
    for name in ("Tabel 2", "Tabel 2 i antal", "Datakvalitet"):
        wanted = [squeezed(row) for row in rows(book()[name])]
        found = [squeezed(row) for row in read.get_sheet_by_name(name).to_python()]
        assert [row for row in found if row] == [row for row in wanted if row]


def squeezed(row) -> list:
    """The cells that hold anything; a tab in a text is a space or nothing, as LibreOffice has it."""
    return ["".join(cell.split()) if isinstance(cell, str) else cell for cell in row if cell not in (None, "")]


def test_who_accepted_a_warning_and_why_stays_inside_the_house():
    told = ("En række står to gange", "a.csv", "B2", "ved udgivelsen")
    assert rows(book(PUBLIC)["Datakvalitet"]) == [("Advarsel", "Fil", "Celle", "Set"), told]
    assert rows(book(INTERNAL)["Datakvalitet"])[1] == (*told, "=1+1", "HR")


def with_comparison(audience) -> openpyxl.Workbook:
    publication = example_publication()
    content = annex(publication, audience, more=[compared_table(publication, audience.key, 3)])
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
def test_sheets_are_named_in_danish_stay_in_sight_and_print_whole(audience):
    found = with_comparison(audience)
    assert "Året før, tabel 3" in found.sheetnames
    assert [name for name in found.sheetnames if re.search("aa|oe|ae", name.lower())] == []
    for sheet in found:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.fitToHeight == 0 and sheet.print_title_cols == "$A:$A"


def test_a_wide_table_is_printed_over_so_many_pages_that_it_can_be_read():
    """At half the size of the screen a page on its side holds 290 of Excel's characters."""
    across = {}
    for sheet in with_comparison(INTERNAL):
        width = sum(one.width * (one.max - one.min + 1) for one in sheet.column_dimensions.values() if one.width)
        across[sheet.title] = int(sheet.page_setup.fitToWidth or 1)
        assert width / across[sheet.title] <= 291 and (across[sheet.title] == 1 or width > 290), sheet.title
    assert across["Forside"] == 1


def test_a_figure_that_was_changed_is_told_in_danish_with_its_unit():
    changed = {"audience": "intern", "place_kind": "", "group": "laerere", "period": "2021", "period_end": "2021-12-31"}
    states = {"old_status": "ok", "new_status": "ok", "reason": "Rettet"}
    log = (
        changed | states | {"measure": "turnover_hired", "old": "17.6", "new": "17.8"},
        changed | states | {"measure": "adverts", "group": "alle", "old": "117.0", "new": "1198.0"},
    )
    content = annex(replace(example_publication(), revisions=log), INTERNAL)
    why, *found = rows(openpyxl.load_workbook(io.BytesIO(content))["Revisioner"])[1:]
    assert why == ("1", "Begrundelse 1", *[None] * 5, "Rettet.")
    assert [row[1] for row in found] == ["Ansat", "Jobannoncer publiceret"] and found[1][2] == "I alt"
    assert [row[4:] for row in found] == [("procent", "17,6", "17,8", None), ("antal", "117", "1.198", None)]


def test_a_measures_contributions_have_a_sheet_that_says_which():
    publication = example_publication()
    more = contributed_tables(publication, INTERNAL.key)
    names = openpyxl.load_workbook(io.BytesIO(annex(publication, INTERNAL, more=more))).sheetnames
    added = [name for name in names if name.startswith(("Bidrag", "Centre"))]
    assert "Bidrag, tabel 2" in added and "Bidrag, tabel 3, 0-12 mdr." in added
    assert len(added) == len(more) and all(re.fullmatch(r"\w+, tabel \d(, 0-\d+ mdr\.)?", name) for name in added)


def test_each_reason_of_a_revision_is_told_once_above_its_figures():
    def line(group: str, old: str, new: str, reason: str, **changes) -> dict:
        return {
            "audience": "intern", "place_kind": "", "group": group, "period": "2021", "period_end": "2021-12-31",
            "measure": "turnover", "old_status": "ok", "new_status": "ok", "old": old, "new": new, "reason": reason,
        } | changes  # fmt: skip

    steps = [{"old": "16.0", "old_status": "ok", "reason": one} for one in ("Sent", "Kode")]
    log = (
        line("laerere", "17.6", "17.8", "Sent"),
        line("ledere", "17.6", "17.8", "Kode"),
        line("htk", "17.0", "17.0", "Sent", counts=["numerator"]),
        line("paed", "16.0", "17.0", "Kode", steps=steps),
        line("ass", "16.0", "17.0", "Kode", place_kind="center"),
    )
    found = rows(
        openpyxl.load_workbook(io.BytesIO(annex(replace(example_publication(), revisions=log), INTERNAL)))["Revisioner"]
    )
    assert [(row[0], row[1].split()[0], row[5], row[6], row[7]) for row in found[1:]] == [
        ("1", "Begrundelse", None, None, "Sent."),
        ("1", "Personaleomsætning", "17,6", "17,8", None),
        ("1", "Personaleomsætning", "17,0", "17,0", "ens afrundet; antallet bag er ændret"),
        ("2", "Begrundelse", None, None, "Kode."),
        ("2", "Personaleomsætning", "17,6", "17,8", None),
        ("3", "Begrundelse", None, None, "Sent. Kode."),
        ("3", "Personaleomsætning", "16,0", "17,0", None),
    ]


def test_the_warnings_of_the_files_and_of_the_publication_are_told_apart():
    def warning(code: str, reason: str) -> dict:
        return {"code": code, "file": "a.csv", "cell": "", "reason": reason, "by": "HR", "message": "7 rækker"}

    told = replace(
        example_publication(),
        taken_in=(warning("forsvundne_raekker", "Fejl i juni"),),
        accepted=(warning("stort_udsving", "Rigtigt"),),
    )
    content = rows(openpyxl.load_workbook(io.BytesIO(annex(told, INTERNAL)))["Datakvalitet"])
    assert content[0] == ("Advarsel", "Fil", "Celle", "Set", "Begrundelse", "Godkendt af")
    assert [row[3:] for row in content[1:]] == [
        ("da filen blev taget ind", "Fejl i juni", "HR"),
        ("ved udgivelsen", "Rigtigt", "HR"),
    ]
    outside = rows(openpyxl.load_workbook(io.BytesIO(annex(told, PUBLIC)))["Datakvalitet"])
    assert outside[0][-1] == "Set" and "Fejl i juni" not in str(outside)


def test_no_text_is_cut_and_numbers_do_not_touch_what_stands_beside_them():
    wrapped = 0
    for sheet in with_comparison(INTERNAL):
        widths = {place: one.width for one in sheet.column_dimensions.values() for place in range(one.min, one.max + 1)}
        texts = [cell for row in sheet.iter_rows(min_col=2) for cell in row if isinstance(cell.value, str)]
        for cell in texts:
            where, across = (sheet.title, cell.coordinate), widths[cell.column]
            lines = round(sheet.row_dimensions[cell.row].height / 13.5)
            wrapped += lines > 1
            assert cell.alignment.wrap_text or len(cell.value) <= across, where
            assert len(cell.value) * 0.75 <= across * lines, where
            assert cell.alignment.indent == 1 or cell.alignment.horizontal == "right", where
    assert wrapped > 10


def test_each_printed_table_has_a_chart_of_its_latest_values_with_words_for_it():
    book = openpyxl.load_workbook(io.BytesIO(annex(example_publication(), INTERNAL)))
    drawn = {sheet.title: sheet for sheet in book if sheet._charts}
    assert list(drawn) == [f"Tabel {number}" for number in range(1, 6)]
    for title, sheet in drawn.items():
        (chart,) = sheet._charts
        heads = [cell.value for cell in sheet[1]]
        latest = "1. kvartal 2022" if title == "Tabel 1" else "Jun. 2022"
        for series in chart.series:
            column = column_index_from_string(re.search(r"\$([A-Z]+)\$2:", series.val.numRef.f)[1])
            assert latest in heads[column - 1] and "antal" not in heads[column - 1]
            assert series.val.numRef.f.startswith(f"'{title}'!") and series.cat.strRef.f.startswith(f"'{title}'!$A$2:")
        assert len(chart.series) == (2 if title == "Tabel 3" else 1)
    with ZipFile(io.BytesIO(annex(example_publication(), INTERNAL))) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
    assert len(drawings) == 5 and all('descr="Søjlediagram af tallene i tabellen: ' in one for one in drawings)
