"""The second example extract, faults and all, through the page and through the command: the same publication.

On the page the files are sent, codes are placed in the form and warnings accepted one by one; in the command the codes
are lines in HR's reference files and the warnings are accepted by code. What comes out is the same, byte for byte.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from test_data_page import Officer, published

import app
from kpi.refreshing.office import office_at
from layouts.data.room import PLACE

ROOT = Path(__file__).resolve().parent.parent
JUNE, DECEMBER = ROOT / "data/example/2022-06-30", ROOT / "data/example/2022-12-31"
IN_JUNE = {"as_of": "2022-06-30", "drawn": "2022-07-31"}
IN_DECEMBER = {"as_of": "2022-12-31", "drawn": "2023-02-03"}
REASON = "Sene rettelser i lønsystemet"
PLACED = {
    "ukendt_stillingskode": "stillinger.csv",
    "ukendt_afdeling": "afdelinger.csv",
    "ukendt_ansaettelsesform": "ansaettelsesformer.csv",
}


def faults() -> list[dict]:
    return json.loads((DECEMBER / "faults.json").read_text(encoding="utf-8"))


def mended() -> dict[str, bytes]:
    """The faulty files with what must be mended in the files mended as `faults.json` says; codes are left to place."""
    files = {
        path.name: path.read_text(encoding="utf-8-sig").splitlines()
        for path in sorted((DECEMBER / "extract").iterdir())
    }
    for one in faults():
        if one["code"] in PLACED or one["severity"] != "stop":
            continue
        lines, row = files[one["file"]], one["row"] - 1
        column = "Slutdato" if one["code"] == "overlappende_raekker" else one["column"]
        row -= one["code"] == "overlappende_raekker"
        value = re.match(r"write (\S+)", one["mend"])[1]
        cells = lines[row].split(";")
        cells[lines[0].split(";").index(column)] = value
        lines[row] = ";".join(cells)
    return {name: ("\r\n".join(lines) + "\r\n").encode("utf-8-sig") for name, lines in files.items()}


@pytest.fixture(scope="module")
def by_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an officer who went through the page, twice."""
    folder = tmp_path_factory.mktemp("page")
    data = data_folder(folder)
    office = office_at(data, {"KPI_SECRET_FILE": str(folder / "noegle")})
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    officer = Officer(site.server.extensions[PLACE], site.server.test_client())
    taken_in(officer, officer.draft(files_of(JUNE / "extract"), **IN_JUNE))
    published(officer, IN_JUNE["as_of"], "2022-06")
    at = officer.draft(files_of(DECEMBER / "extract"), **IN_DECEMBER)
    assert officer.post(f"{at}/gem").status_code == 422
    assert len(re.findall(r'<span class="severity stop">', officer.get(f"{at}/fund").text)) >= 10
    at = officer.draft(mended(), **IN_DECEMBER)
    place_codes(officer, at)
    taken_in(officer, at)
    published(officer, IN_DECEMBER["as_of"], "2022-12", REASON)
    return data


def data_folder(folder: Path) -> Path:
    shutil.copytree(ROOT / "data/reference", folder / "data/reference")
    return folder / "data"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def taken_in(officer: Officer, at: str) -> None:
    while found := re.findall(
        r'<input type="hidden" name="fund" value="(\d+)">\s*<label', officer.get(f"{at}/fund").text
    ):
        assert officer.post(f"{at}/godkend", fund=found[0], begrundelse="Set efter").status_code == 303
    answer = officer.post(f"{at}/gem")
    assert answer.status_code == 303, re.findall(r'role="alert">(.*?)</p>', answer.text)


def place_codes(officer: Officer, at: str) -> None:
    """Fills in the form of unknown codes until none is left; a unit that is placed may show a code that has no line."""
    for _ in range(3):
        page = officer.get(f"{at}/placer").text
        forms = re.findall(r'<fieldset class="code.*?</fieldset>', page, re.S)
        if not forms:
            return
        told = {}
        for form in forms:
            for name, value in re.findall(r'<input(?: [^>]*)? name="([^"]+)"[^>]*? value="([^"]*)"', form):
                told[name] = value or "Nyt navn"
            for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', form, re.S):
                values = re.findall(r'value="([^"]+)"', options)
                told[name] = next((one for one in ("uden-for", "Dagtilbud", "fast") if one in values), values[0])
        assert officer.post(f"{at}/placer", **told).status_code == 303, told
    raise AssertionError("there is still a code without a place")


@pytest.fixture(scope="module")
def by_command(by_page: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an officer who wrote commands; the codes got their lines in the reference files by hand."""
    folder = tmp_path_factory.mktemp("command")
    data, extract = data_folder(folder), folder / "mended"
    extract.mkdir()
    for name, content in mended().items():
        (extract / name).write_bytes(content)
    kpi(data, "import", JUNE / "extract", *dates(IN_JUNE), *accepted("udtraeksdato_antaget"))
    kpi(
        data,
        "publish",
        "--as-of",
        "2022-06-30",
        *accepted("flere_ansaettelser", "maaneder_uden_annoncer", "omraader_uden_annoncer"),
    )
    assert kpi(data, "import", DECEMBER / "extract", *dates(IN_DECEMBER), status=1) == ""
    shutil.copytree(by_page / "reference", data / "reference", dirs_exist_ok=True)
    known = ("dublet", "ansat_efter_start", "fratraadt_uden_slut", "fratraadt_foer_slut", "forsvundne_raekker",
             "aendret_historik")  # fmt: skip
    kpi(data, "import", extract, *dates(IN_DECEMBER), *accepted(*known))
    found = ("flere_ansaettelser", "kontroltal_afviger", "ens_tal", "stort_udsving")
    assert kpi(data, "publish", "--as-of", "2022-12-31", *accepted(*found), "--reason", REASON) == "2022-12\n"
    return data


def dates(told: dict[str, str]) -> list[str]:
    return ["--as-of", told["as_of"], "--drawn", told["drawn"]]


def accepted(*codes: str) -> list[str]:
    return [part for code in codes for part in ("--accept", f"{code}=Set efter")]


def kpi(data: Path, *arguments: object, status: int = 0) -> str:
    """What a command says on its standard output."""
    environment = {"KPI_DATA_DIR": str(data), "KPI_SECRET_FILE": str(data.parent / "noegle")}
    ran = subprocess.run(
        [sys.executable, "-m", "kpi", *map(str, arguments)],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == status, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("key", ["2022-06", "2022-12"])
def test_page_and_command_give_the_same_figures_byte_for_byte(by_page: Path, by_command: Path, key: str) -> None:
    one, other = (data / "store/publications" / key for data in (by_page, by_command))
    names = sorted(path.name for path in one.iterdir())
    assert names == sorted(path.name for path in other.iterdir())
    for name in ("figures-intern.csv", "figures-offentlig.csv", "definitions.json"):
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
        assert len((one / name).read_bytes()) > 5_000, name


def test_the_manifests_differ_in_who_and_when_only(by_page: Path, by_command: Path) -> None:
    one, other = (
        json.loads((data / "store/publications/2022-12/manifest.json").read_text(encoding="utf-8"))
        for data in (by_page, by_command)
    )
    for name in ("key", "as_of", "drawn", "groups", "areas", "facts", "reason", "supersedes", "partial", "checksums"):
        assert one[name] == other[name], name
    sources = [
        [{part: told[part] for part in ("file", "kind", "rows")} for told in each["sources"]] for each in (one, other)
    ]
    assert sources[0] == sources[1] and len(sources[0]) == 3
    told = [sorted((line["code"], line["message"]) for line in each["accepted"]) for each in (one, other)]
    assert told[0] == told[1] and "kontroltal_afviger" in str(told[0])
    header = (DECEMBER / "extract/kontroltal.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
    letter = "ABCDEFGH"[header.index("Antal ansatte")]
    told = [
        [line["cell"] for line in each["accepted"] if line["code"] == "kontroltal_afviger"] for each in (one, other)
    ]
    assert told[0] == told[1] and {cell[0] for cell in told[0]} == {letter}, "of stored rows the cell is still known"
    cells = [{tuple(line[part] for part in ("audience", "measure", "group", "period_end", "old", "new"))
              for line in each["revisions"]} for each in (one, other)]  # fmt: skip
    assert cells[0] == cells[1] and len(cells[0]) > 10


def test_the_stored_rows_are_as_many_and_none_is_another(by_page: Path, by_command: Path) -> None:
    """Pseudonyms differ, for each has a key of its own; all else of a row is the same."""
    for kind in ("history", "adverts"):
        frames = []
        for data in (by_page, by_command):
            frames.append(pd.read_parquet(max((data / "store/imports").glob(f"*/{kind}.parquet"))))
        own = [column for column in frames[0].columns if column not in ("person", "employment")]
        pd.testing.assert_frame_equal(frames[0][own], frames[1][own])
