"""What is told of a file of staff that does not say who is paid by the hour: at once, in the workbook and on paper."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from kpi import pipeline, showing
from kpi.__main__ import main
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.populations import PAID_ALIKE
from kpi.extracts.checking.read_as import paid_alike
from kpi.extracts.files.marked import TITLE, marked
from kpi.extracts.read import Upload, read
from kpi.extracts.rows import Extracts, Source
from kpi.extracts.validate import validate
from kpi.papers.annex import annex
from kpi.papers.tables import paper_table
from kpi.publications.publication import Publication

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests/cases/small"
HEADS = "CPR;Tjenestenummer;Afdeling;Stillingskode;Ansættelsesform;Beskæftigelsesdecimal;Leder;Ansættelsesdato"
CELLS = "610190-0001;900001;SK01;3001;Fastansat;1;Nej;01-03-2020"
HISTORY, LEFT = (";Startdato;Slutdato;Fratrædelsesdato", ";01-03-2020;;"), (";Fratrædelsesdato", ";31-05-2022")
STATUS = (";Fratrædelsesdato;Opgørelsesdato", ";;30-06-2022")
KEY = b"k" * 32


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """No data folder: the reference files are those that come with the program."""
    monkeypatch.delenv("KPI_DATA_DIR", raising=False)


def extracts_of(*files: tuple[str, str, str]) -> Extracts:
    """What is read of files: the name of each with what comes after `HEADS` and `CELLS`."""
    uploads = [Upload(name, f"{HEADS}{heads}\n{CELLS}{cells}\n".encode()) for name, heads, cells in files]
    sheets, faults = read(uploads)
    extracts, found = validate(sheets, key=KEY)
    assert faults == found == []
    return extracts


def with_pay(kind: tuple[str, str], head: str, cell: str) -> tuple[str, str]:
    return f"{kind[0]};{head}", f"{kind[1]};{cell}"


@pytest.mark.parametrize("kind", [HISTORY, LEFT, STATUS])
def test_each_kind_of_staff_file_is_told_of_by_name_and_tables(kind: tuple[str, str]) -> None:
    (told,) = paid_alike(extracts_of(("løn.csv", *kind)))
    assert told.text.startswith("løn.csv har ikke kolonnen Lønform: alle er læst som månedslønnede.")
    assert "tabel 2 til 5" in told.text and "Måned eller Time" in told.text


@pytest.mark.parametrize(
    ("head", "cell"), [("Lønform", "Måned"), ("Lønform", ""), ("Aflønningsform", "Måned"), ("SalariedIndicator", "Ja")]
)
def test_a_column_that_says_it_by_any_name_is_enough(head: str, cell: str) -> None:
    assert paid_alike(extracts_of(("løn.csv", *with_pay(HISTORY, head, cell)))) == []


def test_lists_beside_a_history_are_not_told_of_for_they_are_not_used() -> None:
    files = [("løn.csv", *with_pay(HISTORY, "Lønform", "Måned")), ("liste.csv", *STATUS)]
    assert paid_alike(extracts_of(*files)) == []
    assert [one.file for one in paid_alike(extracts_of(files[1]))] == ["liste.csv"]


def test_a_source_that_was_kept_without_its_columns_says_nothing() -> None:
    one = extracts_of(("løn.csv", *HISTORY))
    told = one.sources[0].as_json()
    assert [found.file for found in paid_alike(replace(one, sources=(Source.of_json(told),)))] == ["løn.csv"]
    del told["letters"]
    assert paid_alike(replace(one, sources=(Source.of_json(told),))) == []


@pytest.mark.usefixtures("no_office")
def test_check_has_nothing_to_find_and_tells_it_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    code = (ROOT / "data/reference/stillinger.csv").read_text("utf-8-sig").splitlines()[1].split(";")[0]
    unit = (ROOT / "data/reference/afdelinger.csv").read_text("utf-8-sig").splitlines()[1].split(";")[0]
    row = f"{CELLS}{HISTORY[1]}".replace("3001", code).replace("SK01", unit)
    (tmp_path / "løn.csv").write_text(f"{HEADS}{HISTORY[0]}\n{row}\n", encoding="utf-8")
    asked = ["check", str(tmp_path)]
    assert main(asked) == 0
    said = capsys.readouterr().err
    assert "Ingen fund." in said and "løn.csv har ikke kolonnen Lønform" in said
    assert main([*asked, "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == [] and "har ikke kolonnen Lønform" in told.err


def test_the_marked_workbook_tells_it_of_its_own_file_alone() -> None:
    read_as = paid_alike(extracts_of(("løn.csv", *HISTORY)))
    for name, is_told in (("løn.csv", True), ("annoncer.csv", False)):
        book = openpyxl.load_workbook(io.BytesIO(marked(b"CPR;Startdato\n1;x\n", name, [], read_as)))
        said = [row[6] for row in book[TITLE].iter_rows(values_only=True)]
        assert (read_as[0].text in said) is is_told


@pytest.fixture(scope="module")
def small() -> Publication:
    """A publication of the small case, whose history has no such column."""
    case = json.loads((SMALL / "case.json").read_text(encoding="utf-8"))
    as_of, drawn = (date.fromisoformat(case[name]) for name in ("as_of", "drawn"))
    intake = pipeline.take_in([SMALL / "extract"], SMALL / "reference", as_of, drawn)
    protected = showing.for_audiences(pipeline.all_figures(intake), (INTERNAL, PUBLIC), intake.reference, {})
    return pipeline.publication_of(intake, protected, "Lille", False, datetime(2022, 8, 1))


def test_the_papers_notes_say_no_more_than_the_sources_do(small: Publication) -> None:
    assert small.facts[PAID_ALIKE] == ["ansaettelser.csv"]
    for number in (2, 3, 4, 5):
        notes = " ".join(paper_table(small, "intern", number).notes)
        assert "månedslønnede, ekskl" not in notes and "månedslønnede og flex" not in notes
        assert "fastansatte (også timelønnede, hvis der er nogen:" in notes
    footnotes = " ".join(one["footnote"] for one in small.definitions["populations"])
    assert "omfatter fastansatte månedslønnede" not in footnotes
    plain = replace(small, facts={name: told for name, told in small.facts.items() if name != PAID_ALIKE})
    assert "Data omfatter fastansatte månedslønnede" in " ".join(paper_table(plain, "intern", 3).notes)


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC])
def test_the_annex_has_it_among_what_is_told_of_the_data(small: Publication, audience) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annex(small, audience)))
    told = [row for row in book["Datakvalitet"].iter_rows(values_only=True) if "Lønform" in str(row)]
    assert len(told) == 1 and "ansaettelser.csv" in told[0]
