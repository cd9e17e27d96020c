"""Placing a code that nobody knew: one line more in HR's own reference file, or nothing at all."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from kpi.extracts.findings import Stopped
from kpi.extracts.placement.placing import add_lines, finish, is_unfinished
from kpi.extracts.placement.reference import read_reference

HOUSE = Path(__file__).resolve().parent / "cases/small/reference"


@pytest.fixture
def own(tmp_path):
    return Path(shutil.copytree(HOUSE, tmp_path / "reference"))


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
    assert sorted(path.name for path in own.parent.iterdir()) == ["reference"]


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
    assert sorted(path.name for path in own.parent.iterdir()) == ["reference"]


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


THREE = [
    ("afdelinger.csv", {"Afdeling": "DA99", "Navn": "Nord", "Område": "Dagtilbud", "Center": "ISC"}),
    ("ansaettelsesformer.csv", {"Ansættelsesform": "Projektansat", "Kategori": "fast"}),
    ("stillinger.csv", {"Stillingskode": "3999", "Stilling": "x", "Gruppe": ""}),
]
TOUCHES_THE_DISK = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}
SURVIVED, STOPPED, FAILED = 0, 9, 1


def stopped_at(operation: int, own: Path, holding: Path) -> int:
    """How a process of its own ended that placed the three lines, and was stopped before its n-th operation."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [operation]

    def stop(event: str, _: tuple) -> None:
        left[0] -= event in TOUCHES_THE_DISK
        if not left[0]:
            os._exit(STOPPED)

    try:
        sys.addaudithook(stop)
        add_lines(own, holding, THREE)
        os._exit(SURVIVED)
    finally:
        os._exit(FAILED)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


@pytest.mark.skipif(os.name != "posix", reason="stops a process that was forked")
@pytest.mark.parametrize("has_own", [True, False])
def test_lines_in_several_files_are_placed_all_or_none_wherever_it_is_stopped(tmp_path, has_own):
    whole = Path(shutil.copytree(HOUSE, tmp_path / "hel/reference"))
    add_lines(whole, whole, THREE)
    old, new, met = contents(HOUSE) if has_own else {}, contents(whole), []
    for operation in range(1, 1_000):
        own = tmp_path / str(operation) / "reference"
        own.parent.mkdir()
        if has_own:
            shutil.copytree(HOUSE, own)
        ended = stopped_at(operation, own, HOUSE)
        assert ended in (SURVIVED, STOPPED)
        finish(own)
        assert contents(own) in (old, new), f"half placed when stopped at operation {operation}"
        assert {path.name for path in own.parent.iterdir()} <= {"reference"} and not is_unfinished(own)
        met.append(contents(own) == new)
        if ended == SURVIVED:
            break
    assert ended == SURVIVED and met == sorted(met) and False in met
    assert met.count(True) > len(THREE) * has_own, "it was stopped between the files, too"
