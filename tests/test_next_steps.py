"""The walk of a code that nobody knew, at the command line: each message says what to do next."""

from __future__ import annotations

import shlex
import shutil
from datetime import date
from pathlib import Path

import pytest

from kpi.__main__ import main
from kpi.command_line.next_steps import after_findings, after_import
from kpi.extracts.asking.questions import Question
from kpi.extracts.findings import SEVERITY, WARNING, Finding

SMALL = Path(__file__).resolve().parent / "cases/small"
ACCEPTED = [f"--accept={code}=Set efter" for code in SEVERITY if SEVERITY[code] == WARNING]
DATES = ["--as-of", "2022-06-30", "--drawn", "2022-09-30"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path / "noegle"))
    shutil.copytree(SMALL / "reference", tmp_path / "data/reference")
    shutil.copytree(SMALL / "extract", tmp_path / "udtræk")
    return tmp_path / "data"


def told(capsys: pytest.CaptureFixture, *command: object) -> tuple[int, str]:
    """The exit status and the last line that was said."""
    status = main([str(word) for word in command])
    return status, capsys.readouterr().err.strip().splitlines()[-1]


def test_a_code_is_placed_by_file_and_the_extracts_are_taken_in(data: Path, capsys: pytest.CaptureFixture) -> None:
    extract, lines = data.parent / "udtræk", data / "reference/stillinger.csv"
    whole = lines.read_text(encoding="utf-8-sig")
    code = next(line for line in whole.splitlines()[1:] if line)
    lines.write_text(whole.replace(code + "\n", "", 1), encoding="utf-8")
    for command in ("check", "import"):
        status, last = told(capsys, command, extract, *DATES)
        assert status == 1 and last.startswith("Næste skridt: tilføj linjerne i stillinger.csv")
        assert str(data / "reference") in last and "template stillinger" in last and "kommandoen igen" in last
    lines.write_text(whole.replace(code, f"{code.rpartition(';')[0]};findes_ikke", 1), encoding="utf-8")
    status, last = told(capsys, "check", extract, *DATES)
    assert (status, last) == (
        1,
        f"Næste skridt: ret stillinger.csv i mappen {data / 'reference'}; kør så kommandoen igen.",
    )
    lines.write_text(whole, encoding="utf-8")
    status, last = told(capsys, "check", extract, *DATES)
    assert status == 0 and last.startswith("Næste skridt: tag filerne ind med python -m kpi import.")
    status, last = told(capsys, "import", extract, *DATES, *ACCEPTED)
    assert status == 0 and last.endswith("Næste skridt: python -m kpi publish --as-of 2022-06-30")


def test_warnings_that_nobody_accepted_say_how(data: Path, capsys: pytest.CaptureFixture) -> None:
    status, last = told(capsys, "import", data.parent / "udtræk", "--as-of", "2022-06-30")
    assert status == 1 and "--accept KODE=BEGRUNDELSE" in last


def test_the_examples_next_step_works_as_it_is_written_and_its_folder_says_where(tmp_path, capsys) -> None:
    out = tmp_path / "min kommune"
    status, last = told(capsys, "example", "--as-of", "2022-06-30", "--out", out)
    assert status == 0 and last.startswith("Næste skridt: python -m kpi figures ")
    words = shlex.split(last.partition("python -m kpi ")[2])
    assert main([*words, "--out", str(tmp_path / "tal.csv")]) == 0 and (tmp_path / "tal.csv").is_file()
    whole = [str(out), *words[2:], "--out", str(tmp_path / "igen.csv")]
    assert main(["figures", *whole]) == 0, "the folder of the whole case is its extracts"
    assert (tmp_path / "igen.csv").read_bytes() == (tmp_path / "tal.csv").read_bytes()


STOP = Finding("ulaeselig_dato", "x", "a.csv")
ASKED = Finding("kolonne_mangler", "x", "a.csv", question=Question("kolonne", "kilde", "Hvilken?"))
UNPLACED = {
    "ukendt_stillingskode": "stillinger.csv",
    "ukendt_afdeling": "afdelinger.csv",
    "ukendt_ansaettelsesform": "ansaettelsesformer.csv",
}


@pytest.mark.parametrize(("code", "file"), UNPLACED.items())
def test_each_kind_of_code_names_its_file(tmp_path: Path, code: str, file: str) -> None:
    alone = after_findings([Finding(code, "x")], tmp_path, tmp_path)
    assert f"i {file} i mappen {tmp_path}" in alone and "kopiér" not in alone and "andre stop" not in alone
    assert "; ret også de andre stop; kør" in after_findings([Finding(code, "x"), STOP], tmp_path, tmp_path)
    both = after_findings([Finding(code, "x"), STOP, ASKED], tmp_path, tmp_path)
    assert "; besvar det, der spørges om, med python -m kpi answer og ret også de andre stop; kør" in both


def test_a_municipality_without_files_of_its_own_is_told_to_copy_them_first(tmp_path: Path) -> None:
    own = tmp_path / "reference"
    text = after_findings([Finding("ukendt_afdeling", "x")], own, tmp_path)
    assert f"kopiér referencefilerne fra {tmp_path} til {own}, tilføj" in text


def test_what_is_not_about_codes(tmp_path: Path) -> None:
    assert after_findings([STOP], tmp_path, tmp_path) == "Næste skridt: ret filerne; kør så kommandoen igen."
    answer = "besvar det, der spørges om, med python -m kpi answer"
    assert after_findings([ASKED], tmp_path, tmp_path) == f"Næste skridt: {answer}; kør så kommandoen igen."
    assert f"{answer} og ret filerne;" in after_findings([STOP, ASKED], tmp_path, tmp_path)
    assert "--accept" in after_findings([Finding("dublet", "x")], tmp_path, tmp_path)
    assert "--accept" not in after_findings([], tmp_path, tmp_path)
    unsure = Finding("tvetydig_kolonne", "x", "a.csv", question=Question("enhed", "kilde", "Hvad er tallene?"))
    told = after_findings([unsure], tmp_path, tmp_path)
    assert f"{answer}, og tag så filerne ind" in told and "--accept" not in told
    assert "--accept" in after_findings([unsure, Finding("dublet", "x")], tmp_path, tmp_path)
    assert after_import("i-1", date(2022, 6, 30)).endswith("--as-of 2022-06-30")
    assert after_import("i-1", None).endswith("--as-of ÅÅÅÅ-MM-DD")
