"""The reference files are explained as they are read: the declaration, the page, the command and the guide agree."""

from __future__ import annotations

import csv
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from test_data_page import Officer, office_of
from test_guides import read as read_guide

import app
from kpi.__main__ import main
from kpi.extracts.findings import Stopped
from kpi.extracts.placement.reference import read_reference
from kpi.extracts.placement.reference_files import REFERENCE_FILES, VALID, ReferenceFile
from layouts.data.room import PLACE

COMES_WITH_IT = Path(__file__).resolve().parent.parent / "data/reference"
CELLS = [(one, column) for one in REFERENCE_FILES.values() for column in one.columns]
IDS = [f"{one.name} {column.name}" for one, column in CELLS]


@pytest.fixture(params=REFERENCE_FILES.values(), ids=list(REFERENCE_FILES))
def file(request: pytest.FixtureRequest) -> ReferenceFile:
    return request.param


@pytest.fixture
def officer(tmp_path: Path) -> Officer:
    office = office_of(tmp_path)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    return Officer(site.server.extensions[PLACE], site.server.test_client())


def examples(folder: Path) -> Path:
    """The files with the examples of all their columns as their only line, in a folder of their own."""
    folder.mkdir(parents=True)
    for one in REFERENCE_FILES.values():
        rows = [{column.name: column.example for column in one.columns}]
        if one.name == "grupper.csv":
            rows += [{"Gruppe": "alle", "Navn": "I alt", "Dækker": "alle"}]
        written(folder / one.name, one, rows)
    return folder


def written(path: Path, one: ReferenceFile, rows: list[dict[str, str]]) -> None:
    path.write_bytes(one.template)
    with path.open("a", encoding="utf-8", newline="") as out:
        csv.DictWriter(out, [column.name for column in one.columns], delimiter=";").writerows(rows)


def faults_of(folder: Path) -> list[tuple[str, str | None]]:
    try:
        read_reference(folder)
    except Stopped as stopped:
        return [(one.file, one.column) for one in stopped.findings]
    return []


def test_the_examples_are_read_without_a_fault(tmp_path: Path) -> None:
    reference = read_reference(examples(tmp_path / "reference"))
    assert reference.names["laerere"] == "Lærere, skoler"
    assert len(reference.job_codes) == len(reference.units) == len(reference.contracts) == 1
    assert [one.reason.casefold() for one in reference.breaks] == ["fleksjobbere tælles nu med"]


@pytest.mark.parametrize(("one", "column"), CELLS, ids=IDS)
def test_a_cell_may_be_empty_where_the_declaration_says_so(tmp_path: Path, one: ReferenceFile, column) -> None:
    folder = examples(tmp_path / "reference")
    line = {each.name: each.example for each in one.columns} | {column.name: ""}
    rows = [line] if one.name != "grupper.csv" else [line, {"Gruppe": "alle", "Navn": "I alt", "Dækker": "alle"}]
    written(folder / one.name, one, rows)
    found = [name for file, name in faults_of(folder) if file == one.name]
    assert found == ([] if column.blank else [column.name])


def test_a_column_may_be_missing_where_a_line_need_not_be_dated(tmp_path: Path, file: ReferenceFile) -> None:
    for column in file.columns:
        folder = examples(tmp_path / column.name / "reference")
        path = folder / file.name
        table = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
        kept = [name for name in table[0] if name != column.name]
        lines = [kept, *([row[name] for name in kept] for row in table)]
        path.write_text("\n".join(";".join(row) for row in lines), encoding="utf-8")
        missing = [name for one, name in faults_of(folder) if one == file.name]
        assert missing == ([] if column.name in VALID else [column.name])


def test_the_files_that_come_with_the_program_have_the_headers_that_are_declared(file: ReferenceFile) -> None:
    header = (COMES_WITH_IT / file.name).read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    declared = [column.name for column in file.columns]
    assert header in (declared, list(file.needed))
    assert file.is_dated == (file.name in ("stillinger.csv", "afdelinger.csv"))


def test_the_template_and_the_file_as_it_lies_can_be_had_on_the_page(officer: Officer, file: ReferenceFile) -> None:
    page = officer.get("/data/referencefiler").text
    assert "eksempelkommunens bliver brugt" in page
    lying = officer.get(f"/data/referencefiler/{file.name}")
    assert f'href="/data/referencefiler/{file.name}"' in page and lying.data == (COMES_WITH_IT / file.name).read_bytes()
    template = officer.get(f"/data/referencefiler/skabelon/{file.name}").data
    assert template.decode("utf-8-sig").strip().split(";") == [column.name for column in file.columns]
    assert template.startswith(b"\xef\xbb\xbf") and template.endswith(b"\r\n")
    for column in file.columns:
        assert column.rule in unescape(page)
    noted = [line["target"] for line in officer.room.office.journal.audit() if line["action"] == "eksport"]
    assert noted == [file.name]


def test_the_municipalitys_own_file_is_the_one_that_is_had(officer: Officer) -> None:
    own = officer.room.office.own_reference
    shutil.copytree(COMES_WITH_IT, own)
    (own / "brud.csv").unlink()
    with (own / "stillinger.csv").open("a", encoding="utf-8") as file:
        file.write("9999;Kok;Skoleområdet;\r\n\r\n")
    page = officer.get("/data/referencefiler").text
    assert "eksempelkommunens" not in page and "Fejl i filerne" not in page
    count = len(read_reference(own).job_codes)
    assert f"({count} linjer)" in page and "9999;Kok" in officer.get("/data/referencefiler/stillinger.csv").text
    assert "Filen ligger her ikke og behøver ikke være der" in page
    assert officer.get("/data/referencefiler/brud.csv").status_code == 404
    assert officer.get("/data/referencefiler/skabelon/brud.csv").status_code == 200


@pytest.mark.parametrize("name", ["settings", "..%2Fsettings", "ukendt", "STILLINGER"])
def test_no_other_file_can_be_had(officer: Officer, name: str) -> None:
    (officer.room.office.root / "settings.csv").write_text("hemmeligt")
    for address in (f"/data/referencefiler/{name}.csv", f"/data/referencefiler/skabelon/{name}.csv"):
        assert officer.get(address).status_code == 404


def test_what_is_wrong_with_the_files_stands_on_the_page_by_cell(officer: Officer) -> None:
    own = shutil.copytree(COMES_WITH_IT, officer.room.office.own_reference)
    with (own / "ansaettelsesformer.csv").open("a", encoding="utf-8") as file:
        file.write("Projekt;projekt<b>\r\n")
    lines = (own / "ansaettelsesformer.csv").read_text(encoding="utf-8-sig").splitlines()
    page = officer.get("/data/referencefiler").text
    assert f"<strong>ansaettelsesformer.csv, B{len(lines)}</strong>: Kategorien «projekt&lt;b&gt;» kendes ikke." in page


def test_the_command_writes_the_template_and_tells_every_column(tmp_path: Path, capsys, file: ReferenceFile) -> None:
    out = tmp_path / file.name
    assert main(["template", out.stem, "--out", str(out)]) == 0
    assert out.read_bytes() == file.template
    told = capsys.readouterr().err
    for column in file.columns:
        assert f"{column.name}: {column.rule}" in told and column.example in told
    assert ("Uden datoer gælder en linje altid" in told) == file.is_dated
    assert str(out) in told


def test_the_guide_explains_breaks_as_they_are_declared() -> None:
    rows = read_guide("guide_hr.html").rows("Kolonner i brud.csv")
    declared = [
        (column.name, "cellen må være tom" if column.blank else "ja", column.rule)
        for column in REFERENCE_FILES["brud.csv"].columns
    ]
    assert [tuple(row) for row in rows] == declared


def test_the_guide_and_the_front_lead_to_the_files(officer: Officer) -> None:
    assert 'href="/data/referencefiler"' in officer.get("/data").text
    words = read_guide("guide_hr.html").text
    assert all(name in re.sub(r"\s", " ", words) for name in ("stillinger.csv", "Gyldig til", "Ret i referencefilerne"))
