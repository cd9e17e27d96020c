"""`check` on what an officer may hand over: one clear Danish finding with the cell, status 1, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kpi.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
HEADER = (
    "CPR;Tjenestenummer;Afdeling;Stillingskode;Ansættelsesform;Beskæftigelsesdecimal;Leder;Ansættelsesdato;Startdato;"
    "Slutdato;Fratrædelsesdato"
)
GOOD = "6101801234;100001;SK01;3001;Fastansat;1;Nej;01-08-2020;01-08-2020;;"
OTHER = "6202851234;100002;SK02;3001;Fastansat;0,8649;Nej;01-08-2021;01-08-2021;;"


def check(capsys, *paths):
    """The findings and the exit status of the command, and what a person sees on standard error."""
    arguments = ["check", *map(str, paths), "--reference", str(ROOT / "tests/cases/small/reference")]
    status = main([*arguments, "--json"])
    findings = json.loads(capsys.readouterr().out)
    assert main(arguments) == status
    return findings, status, capsys.readouterr().err


def write(tmp_path, *lines, name="ansaettelser.csv", header=HEADER):
    path = tmp_path / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8-sig")
    return path


def test_a_clean_file_says_so(capsys, tmp_path):
    findings, status, told = check(capsys, write(tmp_path, GOOD, OTHER))
    assert (findings, status) == ([], 0)
    assert "Ingen fund" in told


CASES = {
    "a wrong date": (
        [GOOD, OTHER.replace("01-08-2021;;", "31-02-2022;;")],
        "ulaeselig_dato", "I3", "Startdato", "31-02-2022",
    ),
    "an end before a start": (
        [GOOD, OTHER.replace("01-08-2021;;", "15-03-2022;01-03-2022;")],
        "slut_foer_start", "J3", "Slutdato", "01-03-2022",
    ),
    "an unknown job code": (
        [GOOD, OTHER.replace(";3001;", ";9999;")], "ukendt_stillingskode", "D3", "Stillingskode", "9999",
    ),
    "a known job code in an area that no line covers": (
        [GOOD, OTHER.replace("SK02;3001", "ÆL01;3001")], "ukendt_stillingskode", "D3", "Stillingskode", "3001",
    ),
    "an unknown unit": ([GOOD, OTHER.replace(";SK02;", ";XX99;")], "ukendt_afdeling", "C3", "Afdeling", "XX99"),
    "an unknown contract type": (
        [GOOD, OTHER.replace("Fastansat", "Projektansat")],
        "ukendt_ansaettelsesform", "E3", "Ansættelsesform", "Projektansat",
    ),
    "rows of one employment that overlap and differ": (
        [GOOD, GOOD.replace(";1;Nej", ";0,5;Nej").replace("01-08-2020;;", "01-09-2021;;")],
        "overlappende_raekker", "I3", "Startdato", None,
    ),
    "a rate that cannot be": (
        [GOOD, OTHER.replace("0,8649", "8,649")], "sats_udenfor", "F3", "Beskæftigelsesdecimal", "8,649",
    ),
    "a number that is none": (
        [GOOD, OTHER.replace("0,8649", "O,8649")], "ulaeseligt_tal", "F3", "Beskæftigelsesdecimal", "O,8649",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_clear_finding_with_the_cell(capsys, tmp_path, case):
    lines, code, cell, column, value = CASES[case]
    findings, status, told = check(capsys, write(tmp_path, *lines))
    assert status == 1
    stops = [finding for finding in findings if finding["severity"] == "stop"]
    assert [(one["code"], one["cell"], one["column"]) for one in stops] == [(code, cell, column)]
    if value is not None:
        assert stops[0]["value"] == value
    assert stops[0]["message"] in told
    assert stops[0]["message"].endswith(".")


def test_a_missing_column_is_named(capsys, tmp_path):
    path = write(
        tmp_path,
        *(line.rsplit(";", 3)[0] + ";;" for line in (GOOD, OTHER)),
        header=HEADER.replace(";Startdato", ""),
    )
    findings, status, _ = check(capsys, path)
    assert status == 1
    assert [(one["code"], one["column"]) for one in findings if one["severity"] == "stop"] == [
        ("kolonne_mangler", "Startdato")
    ]
    assert "Startdato" in findings[0]["message"]


FILES = {
    "an empty file": ("ansaettelser.csv", b"", "tom_fil"),
    "a header and no rows": ("ansaettelser.csv", (HEADER + "\n").encode("utf-8-sig"), "tom_fil"),
    "a 0-byte xlsx": ("ansaettelser.xlsx", b"", "tom_fil"),
    "a text file named .xlsx": ("ansaettelser.xlsx", b"CPR;Tjenestenummer\n1;2\n", "ulaeselig_fil"),
    "a file of something else": ("noter.csv", b"Dag;Vejr\n1;sol\n", "ukendt_fil"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_cannot_be_taken_in_is_one_finding(capsys, tmp_path, case):
    name, content, code = FILES[case]
    (tmp_path / name).write_bytes(content)
    findings, status, told = check(capsys, tmp_path / name)
    assert status == 1
    assert [(one["code"], one["file"], one["row"], one["column"]) for one in findings] == [(code, name, None, None)]
    assert name in told


def test_a_file_that_is_not_there_is_told(capsys, tmp_path):
    _, status, told = check(capsys, tmp_path / "findes-ikke.csv")
    assert status == 1
    assert "findes-ikke.csv" in told


def test_an_empty_folder_is_told(capsys, tmp_path):
    (tmp_path / "tom mappe").mkdir()
    findings, status, told = check(capsys, tmp_path / "tom mappe")
    assert status == 1
    assert [one["code"] for one in findings] == ["tom_fil"]
    assert "ingen CSV- eller Excel-filer i tom mappe" in told


def test_no_person_number_is_ever_told(capsys, tmp_path):
    lines = [
        GOOD,
        GOOD.replace(";1;Nej", ";0,5;Nej"),
        OTHER.replace("6202851234", ""),
        OTHER.replace("SK02;3001;Fastansat", "6202851234;620285-1234;620285 1234").replace("100002", "100003"),
        "6101801234;6101801234;6101801234;610180-1234;x;y;z;1;2;3;4",
    ]
    findings, status, told = check(capsys, write(tmp_path, *lines))
    assert status == 1
    for number in ("6101801234", "610180-1234", "6202851234", "620285-1234", "620285 1234"):
        assert number not in told
        assert number not in json.dumps(findings)


@pytest.mark.parametrize(
    "arguments",
    [["figures"], ["check", "x", "--as-of", "2022-06-31"], ["figures", "x", "--as-of", "2022-06-15"], ["nonsens"]],
)
def test_wrong_use_is_status_2(arguments):
    done = subprocess.run(
        [sys.executable, "-m", "kpi", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
