"""Placing a code that nobody knew: one line more in HR's own reference file, or nothing at all."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from kpi.extracts.findings import Stopped
from kpi.extracts.placement.lying import files_in
from kpi.extracts.placement.placing import with_lines
from kpi.extracts.placement.reference import read_reference
from kpi.publications.journal import PLACE, Journal
from kpi.refreshing.replacing import folder

HOUSE = Path(__file__).resolve().parent / "cases/small/reference"


@pytest.fixture
def own(tmp_path):
    return Path(shutil.copytree(HOUSE, tmp_path / "reference"))


def add_lines(own, holding, lines):
    """Places the lines as `refresh.place` does, with a journal beside the folder."""
    files = with_lines(files_in(holding), lines)
    told = [(file, ", ".join(values.values())) for file, values in lines]
    folder.put(
        own, holding, files, Journal(own.parent / "store"), folder.Deed("Anne", datetime(2026, 11, 22), told, PLACE)
    )


def test_a_line_is_added_and_the_rest_is_to_the_byte_as_before(own):
    before = (own / "stillinger.csv").read_bytes()
    add_lines(
        own, own, [("stillinger.csv", {"Stillingskode": "3999", "Stilling": "Lærer, vikar", "Gruppe": "laerere"})]
    )
    after = (own / "stillinger.csv").read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode().strip() == "3999;Lærer, vikar;;laerere"
    assert "3999" in set(read_reference(own).job_codes["code"])


def test_a_municipality_without_files_gets_a_copy_first(tmp_path):
    own, before = tmp_path / "data/reference", (HOUSE / "ansaettelsesformer.csv").read_bytes()
    add_lines(own, HOUSE, [("ansaettelsesformer.csv", {"Ansættelsesform": "Projektansat", "Kategori": "fast"})])
    assert read_reference(own).contracts["Projektansat"] == "fast"
    assert (HOUSE / "ansaettelsesformer.csv").read_bytes() == before
    assert not {path.name for path in own.parent.iterdir()} - {"reference", "store"}
    assert sorted(path.name for path in own.iterdir()) == sorted(path.name for path in HOUSE.iterdir())


@pytest.mark.parametrize(
    ("file", "values"),
    [
        ("ansaettelsesformer.csv", {"Ansættelsesform": "Projektansat", "Kategori": "findes ikke"}),
        ("stillinger.csv", {"Stillingskode": "3999", "Stilling": "x", "Gruppe": "findes_ikke"}),
        ("stillinger.csv", {"Stillingskode": "3001", "Stilling": "Lærer", "Område": "Skole", "Gruppe": "laerere"}),
        ("stillinger.csv", {"Fremmed": "x"}),
        ("../stillinger.csv", {"Stillingskode": "1"}),
        ("findes-ikke.csv", {"Stillingskode": "1"}),
    ],
)
def test_what_would_not_hold_changes_nothing(own, file, values):
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    with pytest.raises(Stopped):
        add_lines(own, own, [(file, values)])
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before
    assert not {path.name for path in own.parent.iterdir()} - {"reference", "store"}
    assert sorted(path.name for path in own.iterdir()) == sorted(path.name for path in HOUSE.iterdir())


def test_a_file_that_excel_saved_without_utf_8_keeps_its_encoding(own):
    file = own / "stillinger.csv"
    before = file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8").encode("cp1252")
    file.write_bytes(before)
    add_lines(own, own, [("stillinger.csv", {"Stillingskode": "3999", "Stilling": "Lærer – vikar", "Gruppe": ""})])
    after = file.read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode("cp1252").strip() == "3999;Lærer – vikar;;"
    names = read_reference(own).job_codes.set_index("code")
    assert "3999" in names.index


@pytest.mark.parametrize("separator", ["\t", ","])
def test_a_file_keeps_its_own_separator_and_its_own_spelling_of_the_header(own, separator):
    file = own / "stillinger.csv"
    text = file.read_text(encoding="utf-8-sig").replace(";", separator)
    assert text.startswith("Stillingskode")
    before = ("STILLINGSKODE " + text.removeprefix("Stillingskode")).encode()
    file.write_bytes(before)
    add_lines(own, own, [("stillinger.csv", {"Stillingskode": "3999", "Stilling": "Lærer, vikar", "Gruppe": ""})])
    after = file.read_bytes()
    assert after.startswith(before)
    titles = read_reference(own).job_codes.set_index("code")["title"]
    assert titles["3999"] == "Lærer, vikar"
    assert titles["3001"] == read_reference(HOUSE).job_codes.set_index("code")["title"]["3001"]


def test_lines_are_added_all_or_none(own):
    good = ("afdelinger.csv", {"Afdeling": "DA99", "Navn": "Nord", "Område": "Dagtilbud", "Center": "ISC"})
    bad = ("stillinger.csv", {"Stillingskode": "3999", "Stilling": "x", "Gruppe": "findes_ikke"})
    before = {path.name: path.read_bytes() for path in own.iterdir()}
    for lines in ([good, bad], [bad, good]):
        with pytest.raises(Stopped):
            add_lines(own, own, lines)
        assert {path.name: path.read_bytes() for path in own.iterdir()} == before
    add_lines(own, own, [good, ("stillinger.csv", {"Stillingskode": "3999", "Stilling": "x", "Gruppe": ""})])
    reference = read_reference(own)
    assert "DA99" in set(reference.units["unit"]) and "3999" in set(reference.job_codes["code"])


def test_a_value_cannot_smuggle_in_a_line_or_a_column(own):
    line = {"Afdeling": "DA99", "Navn": "Nord;Syd\nØst", "Område": "Dagtilbud", "Center": "ISC"}
    add_lines(own, own, [("afdelinger.csv", line)])
    reference = read_reference(own)
    assert reference.units[reference.units["unit"] == "DA99"]["name"].item() == "Nord;Syd Øst"
