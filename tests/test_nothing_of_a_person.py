"""Nothing of a person gets out: an extract of invented persons goes through everything, and then all is searched.

Through the page and through the command: a broken extract is checked and marked, a good one is taken in, published
and exported, errors are made on purpose. The store (rows read back, and raw bytes), the journal, what was logged and
said, the exports, the pages, the processes' arguments and the folders of temporary files hold no person's number, in
any way of writing it, no service number and no name. The search is tried on what was planted first.
"""

from __future__ import annotations

import contextlib
import csv
import html
import io
import logging
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from test_data_page import HERE, Officer, published

import app
from kpi.refreshing.office import office_at
from layouts.data.room import PLACE
from tests.files_written import files_written

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "cases" / "small"
DATES = {"as_of": "2022-06-30", "drawn": "2022-09-30"}
GIVEN, FAMILY = (
    ("Zebulon", "Xantippe", "Wilibald", "Quintus"),
    ("Kvistgaardsen", "Fjelsøbro", "Ravnkildeby", "Hvamsmølle"),
)
NAMES = tuple(f"{given} {family}" for given in GIVEN for family in FAMILY)
FLOWS = ("page", "command")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
ERROR_TEXT = "could not convert {number} of {name}"


def number_of(place: int) -> str:
    """A person number that is nobody's: there is no month above 12. Every fourth begins with a nought."""
    return f"{0 if place % 4 == 0 else 2}{place % 9 + 1}{13 + place % 80:02}9{place % 10}-{7000 + place:04}"


def service_number_of(place: int) -> str:
    return f"88442{place:04}"


@dataclass(frozen=True)
class Persons:
    """The invented persons: what of each must never be found, in every way it may be written."""

    numbers: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def forms(self) -> list[str]:
        plain = [number.replace("-", "") for number in self.numbers]
        nine = [number[1:] for number in plain if number[0] == "0"]
        spaced = [number.replace("-", " ") for number in self.numbers]
        words = [word for name in NAMES for word in (name, *name.split())]
        return [*self.numbers, *plain, *nine, *spaced, *self.services, *words]

    def found_in(self, content: bytes) -> set[str]:
        """What of the persons stands in the bytes: as utf-8, Latin-1 or utf-16, and as HTML or JSON would escape it."""
        texts = [content.decode(encoding, "replace") for encoding in ("utf-8", "latin-1", "utf-16-le")]
        texts.append(content[1:].decode("utf-16-le", "replace"))
        texts.append(ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), html.unescape(texts[0])))
        return {hit for text in texts for hit in self.pattern.findall(text.casefold())}

    @cached_property
    def pattern(self) -> re.Pattern:
        wanted = sorted({form.casefold() for form in self.forms}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, wanted)))


def lines_of(name: str) -> list[dict[str, str]]:
    with (SMALL / "extract" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def persons() -> Persons:
    people = dict.fromkeys(line["CPR"] for line in lines_of("ansaettelser.csv"))
    jobs = dict.fromkeys(line["Tjenestenummer"] for line in lines_of("ansaettelser.csv"))
    return Persons(tuple(map(number_of, range(len(people)))), tuple(map(service_number_of, range(len(jobs)))))


def as_csv(lines: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


@pytest.fixture(scope="module")
def good(persons: Persons) -> dict[str, bytes]:
    """The small case with the persons' numbers in its three ways of writing, their names, and a title that has one."""
    lines = lines_of("ansaettelser.csv")
    number = dict(zip(dict.fromkeys(line["CPR"] for line in lines), persons.numbers, strict=True))
    service = dict(zip(dict.fromkeys(line["Tjenestenummer"] for line in lines), persons.services, strict=True))
    written = []
    for place, line in enumerate(lines):
        known = list(number).index(line["CPR"])
        told = number[line["CPR"]]
        told = (
            told if known % 3 == 0 else told.replace("-", "").lstrip("0") if known % 3 == 1 else told.replace("-", "")
        )
        own = {"CPR": told, "Tjenestenummer": service[line["Tjenestenummer"]]}
        written.append(line | own | {"Navn": NAMES[place % len(NAMES)], "E-mail": f"{NAMES[known % 16]}@x.dk"})
    adverts = lines_of("annoncer.csv")
    adverts = [line | {"Titel": f"Vikar for {NAMES[0]} ({persons.numbers[0]})"} for line in adverts]
    return {"ansaettelser.csv": as_csv(written), "annoncer.csv": as_csv(adverts)}


@pytest.fixture(scope="module")
def broken(persons: Persons) -> dict[str, bytes]:
    """Files with numbers and names where they must not be: slipped columns, a header, a sheet's and a file's name."""
    base = lines_of("ansaettelser.csv")[0] | {"CPR": persons.numbers[1], "Tjenestenummer": persons.services[1]}
    number, name = persons.numbers[0], NAMES[0]
    wrong = [
        base | {"Startdato": number}, base | {"Startdato": name}, base | {"Slutdato": number.replace("-", "")},
        base | {"Leder": name}, base | {"Beskæftigelsesdecimal": number}, base | {"Beskæftigelsesdecimal": name},
        base | {"Stillingskode": number}, base | {"Afdeling": number}, base | {"Ansættelsesform": number},
        base | {"Fratrædelsesdato": number.replace("-", " ")}, base | {"CPR": name}, base | {"CPR": f"{number} {name}"},
        base | {"CPR": "", "Navn": name}, base | {"Tjenestenummer": ""}, base, base, base | {"Afdeling": "SK05"},
    ]  # fmt: skip
    wrong = [{"Navn": NAMES[3]} | line for line in wrong]
    book = openpyxl.Workbook()
    book.active.title = f"Løn {number}"
    for line in (list(wrong[0]), *([line.get(head, "") for head in wrong[0]] for line in wrong)):
        book.active.append(line)
    book.create_sheet(f"Noter {persons.numbers[2]}").append([name, number])
    sheet = io.BytesIO()
    book.save(sheet)
    headed = as_csv(wrong).replace(b"Leder", number.encode(), 1)
    return {
        "ansaettelser.csv": as_csv(wrong), f"løn {number}.xlsx": sheet.getvalue(), "hoved.csv": headed,
        "uden.csv": f"{name};{number}\r\n{name};{number}\r\n".encode(),
        "luk.csv": as_csv(wrong) + f'"{number};{name}'.encode(),
    }  # fmt: skip


# --- the flows


@dataclass
class Run:
    """What a flow left and said: the data folder, and everything else by name."""

    data: Path
    temporary: Path
    said: dict[str, bytes] = field(default_factory=dict)

    def everything(self) -> Iterator[tuple[str, bytes]]:
        """Everything that was written or said, each with what it holds inside."""
        for folder in (self.data, self.temporary):
            for path in sorted(folder.rglob("*")):
                yield str(path), str(path.relative_to(folder)).encode()
                if path.is_file():
                    yield from inside(str(path), path.read_bytes())
        for name, content in self.said.items():
            yield from inside(name, content)


def inside(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what they are when they are opened: a table, a database, a zip."""
    yield name, content
    if content.startswith(b"PAR1"):
        yield f"{name} (rows)", pd.read_parquet(io.BytesIO(content)).to_csv().encode()
    if content.startswith(b"SQLite format 3"):
        with contextlib.closing(sqlite3.connect(":memory:")) as database:
            database.deserialize(content)
            yield f"{name} (lines)", "\n".join(database.iterdump()).encode()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                yield f"{name} ({part})", part.encode() + b"\n" + archive.read(part)


def folders(folder: Path) -> tuple[Path, Path]:
    shutil.copytree(SMALL / "reference", folder / "data" / "reference")
    (folder / "temporary").mkdir()
    return folder / "data", folder / "temporary"


@pytest.fixture(scope="module")
def page(good, broken, persons, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """HR's officer at the page; the log is what the root logger would write."""
    folder = tmp_path_factory.mktemp("page")
    run = Run(*folders(folder))
    log = logging.StreamHandler(io.StringIO())
    log.setFormatter(logging.Formatter("%(name)s %(message)s"))
    logging.getLogger().addHandler(log)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(io.StringIO()) as err:
        patch.setattr(tempfile, "tempdir", str(run.temporary))
        with contextlib.redirect_stdout(io.StringIO()) as out, files_written() as written, no_processes():
            go_through_the_page(run, folder, good, broken, persons, patch)
    logging.getLogger().removeHandler(log)
    outside = [path for path in written if not Path(path).is_relative_to(folder)]
    assert outside == [], "written outside the data folder"
    assert not [path for path in written if Path(path).is_relative_to(run.temporary)]
    run.said |= {"log": log.stream.getvalue().encode(), "err": err.getvalue().encode(), "out": out.getvalue().encode()}
    assert b"Fejl " in run.said["log"], "the errors that were made on purpose are logged"
    return run


@contextlib.contextmanager
def no_processes() -> Iterator[None]:
    """The page starts no process of its own, whose arguments others could read."""
    with pytest.MonkeyPatch.context() as patch:

        def refused(*told, **named):
            raise AssertionError("a process was started")

        for name in ("Popen", "run"):
            patch.setattr(subprocess, name, refused)
        for name in ("fork", "posix_spawn", "system"):
            patch.setattr(os, name, refused)
        yield


def go_through_the_page(run: Run, folder: Path, good, broken, persons: Persons, patch: pytest.MonkeyPatch) -> None:
    office = office_at(run.data, {"KPI_SECRET_FILE": str(folder / "noegle")})
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    officer = Officer(site.server.extensions[PLACE], site.server.test_client())
    number, name = persons.numbers[0], NAMES[0]

    def look(address: str) -> None:
        answer = officer.get(address)
        assert answer.status_code < 500, address
        run.said[f"page {address}"] = answer.data + str(answer.headers).encode()

    for files in [broken, *({one: content} for one, content in broken.items())]:
        at = officer.draft(files, **DATES)
        for part in ("/fund", "/fund.csv", "/placer"):
            look(f"{at}{part}")
        marked_in_memory(officer, at, len(files))
        run.said[f"refused {at}"] = officer.post(f"{at}/gem").data
    refused = officer.post(f"{at}/godkend", fund="0", begrundelse=f"{number} er rejst")
    assert refused.status_code == 422
    run.said["reason"] = refused.data
    errors_on_purpose(run, officer, at, number, name, patch)

    at = officer.draft(good, **DATES)
    look(f"{at}/fund")
    while found := re.findall(
        r'<input type="hidden" name="fund" value="(\d+)">\s*<label', officer.get(f"{at}/fund").text
    ):
        assert officer.post(f"{at}/godkend", fund=found[0], begrundelse="Set efter").status_code == 303
    marked_in_memory(officer, at, len(good))
    assert officer.post(f"{at}/gem").status_code == 303
    for step in ("tabeller", "forskel", "udgiv"):
        look(f"/data/udgiv/2022-06-30/{step}")
    published(officer, "2022-06-30", "2022-06")
    look("/data")
    look(f"/data/import/{office.imports.ids()[0]}")
    for audience in ("intern", "offentlig"):
        for file in ("alle.xlsx", "tabel-2.csv", "tabel-3.xlsx", "tabel-4.html", "tabel-5.txt", "bilag-2.csv"):
            look(f"/hent/2022-06/{file}?visning={audience}")
    asked = officer.post("/data/person", nummer=number)
    assert asked.status_code == 200 and "handler om personen" in asked.text
    run.said["person"] = asked.data


def marked_in_memory(officer: Officer, at: str, count: int) -> None:
    """Her own file comes back with her own cells, and is nowhere but in the answer."""
    for place in range(1, count + 1):
        while (answer := officer.client.get(f"{at}/fil/{place}", base_url=HERE)).status_code == 303:
            time.sleep(0.05)
        assert answer.data.startswith(b"PK"), place


def errors_on_purpose(run: Run, officer: Officer, at: str, number: str, name: str, patch: pytest.MonkeyPatch) -> None:
    """Errors that nobody foresaw, with a person in their texts, while reading and answering; and wrong addresses."""

    def fails(*told, **named):
        raise ValueError(ERROR_TEXT.format(number=number, name=name)) from KeyError(number)

    with patch.context() as broken:
        broken.setattr("kpi.refreshing.officers_files.findings_csv", fails)
        answer = officer.client.get(f"{at}/fund.csv", base_url=HERE)
        assert answer.status_code == 500 and "Fejlnummer" in answer.text
        run.said["500 answering"] = answer.data
        broken.setattr("kpi.pipeline.read_in", fails)
        at = officer.draft({"a.csv": b"CPR;x\n"}, **DATES)
        answer = officer.get(f"{at}/fund")
        assert answer.status_code == 500
        run.said["500 reading"] = answer.data
    for address in (f"/hent/{number}/{name}.csv", f"/data/import/{number}", f"/data/kladde/{name}/fund", f"/{number}"):
        answer = officer.client.get(address, base_url=HERE)
        assert answer.status_code >= 400 or "findes ikke" in answer.text or address == f"/{number}"
        run.said[f"wrong address {len(run.said)}"] = answer.data
    officer.client.get(f"/data/kladde/{number}/fund", base_url=HERE, environ_overrides={"REMOTE_ADDR": "10.1.1.1"})


@pytest.fixture(scope="module")
def command(good, broken, persons: Persons, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """HR's officer at the command line; everything that is said, and each process's arguments and environment."""
    folder = tmp_path_factory.mktemp("command")
    run = Run(*folders(folder))
    for name, files in (("good", good), ("broken", broken)):
        (folder / name).mkdir()
        for file, content in files.items():
            (folder / name / file.replace(persons.numbers[0], "x")).write_bytes(content)
    kpi = Command(run, folder)
    drawn = ["--as-of", DATES["as_of"], "--drawn", DATES["drawn"]]
    kpi.run(1, "check", folder / "broken", *drawn)
    kpi.run(1, "check", folder / "broken", "--json")
    kpi.run(1, "import", folder / "broken", *drawn)
    kpi.run(1, "import", folder / "good", *drawn)
    codes = (
        "fratraadt_uden_slut",
        "fratraadt_foer_slut",
        "flere_ansaettelser",
        "stort_udsving",
        "ens_tal",
        "kan_regnes_ud",
    )
    accepted = [part for code in codes for part in ("--accept", f"{code}=Set efter")]
    kpi.run(0, "import", folder / "good", *drawn, *accepted)
    kpi.run(0, "publish", "--as-of", DATES["as_of"], *accepted)
    kpi.run(0, "publish", folder / "good", *drawn, *accepted, "--reason", "Taget ind igen")
    for told in (["list"], ["show", "2022-06", "--json"], ["diff", "2022-06", "2022-06-2"], ["verify", "2022-06"]):
        kpi.run(0, *told)
    kpi.run(0, "figures", folder / "good", *drawn, "--out", folder / "figures.csv")
    run.said["figures.csv"] = (folder / "figures.csv").read_bytes()
    kpi.run(1, "check", folder / "good", "--as-of", DATES["as_of"], inserted=BROKEN_READER)
    shutil.rmtree(folder / "good")
    shutil.rmtree(folder / "broken")
    return run


BROKEN_READER = f"""
import sys
from kpi import pipeline
from kpi.__main__ import main
def fails(paths, *told):
    line = [line for path in paths for line in open(next(path.glob('ans*')), encoding='utf-8-sig')][1]
    raise ValueError('{ERROR_TEXT}'.format(number=line, name=line))
pipeline.read_in = fails
sys.exit(main(sys.argv[1:]))
"""


@dataclass
class Command:
    """Runs the program's commands, and looks at their processes meanwhile."""

    run_: Run
    folder: Path

    def run(self, status: int, *arguments: object, inserted: str = "") -> None:
        environment = {
            "KPI_DATA_DIR": self.run_.data,
            "KPI_SECRET_FILE": self.folder / "noegle",
            "TMPDIR": self.run_.temporary,
        }
        start = ["-c", inserted] if inserted else ["-m", "kpi"]
        told = [sys.executable, *start, *map(str, arguments)]
        name = f"command {' '.join(map(str, arguments[:2]))} {len(self.run_.said)}"
        out, err = self.folder / "out", self.folder / "err"
        with out.open("wb") as saying, err.open("wb") as telling:
            process = subprocess.Popen(
                told, cwd=ROOT, env=os.environ | {key: str(value) for key, value in environment.items()},
                stdout=saying, stderr=telling,
            )  # fmt: skip
            seen = set()
            while process.poll() is None:
                seen |= set(processes(process.pid))
                time.sleep(0.02)
        assert process.returncode == status, err.read_text(encoding="utf-8")[-3_000:]
        assert any(b"kpi" in one for one in seen) or not Path("/proc").is_dir()
        self.run_.said |= {f"{name} out": out.read_bytes(), f"{name} err": err.read_bytes()}
        self.run_.said[f"{name} processes"] = b"\n".join(sorted(seen))


def processes(pid: int) -> Iterator[bytes]:
    """The arguments and the environment of a process and of those that it started."""
    for part in ("cmdline", "environ"):
        with contextlib.suppress(OSError):
            yield Path(f"/proc/{pid}/{part}").read_bytes()
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from processes(int(child))


# --- the search


@pytest.mark.parametrize("way", ["text", "utf-16", "rows", "journal", "workbook", "name of a file", "said"])
def test_what_is_planted_is_found(persons: Persons, tmp_path: Path, way: str) -> None:
    run = Run(tmp_path / "data", tmp_path / "temporary")
    for folder in (run.data, run.temporary):
        folder.mkdir()
    planted = [persons.numbers[4], persons.numbers[5].replace("-", ""), persons.numbers[8].replace("-", "")[1:],
               persons.services[3], NAMES[2], NAMES[7].split()[1].upper()]  # fmt: skip
    assert len(set(persons.numbers)) == len(persons.numbers) > 100
    for text in planted:
        plant(run, way, text)
        found = {hit for _, content in run.everything() for hit in persons.found_in(content)}
        assert {text.casefold(), *text.casefold().split()} & found, text
        for folder in (run.data, run.temporary):
            shutil.rmtree(folder)
            folder.mkdir()
        run.said.clear()


def plant(run: Run, way: str, text: str) -> None:
    if way == "text":
        (run.temporary / "x").write_text(f"før{text}efter", encoding="utf-8")
    elif way == "utf-16":
        (run.data / "x").write_bytes(b"x" + f"før {text} efter".encode("utf-16-le"))
    elif way == "rows":
        pd.DataFrame({"a": [text] * 500}).to_parquet(run.data / "x.parquet", compression="zstd")
    elif way == "journal":
        with contextlib.closing(sqlite3.connect(run.data / "x.sqlite")) as database:
            database.execute("CREATE TABLE a (b TEXT)")
            database.execute("INSERT INTO a VALUES (?)", (text,))
            database.commit()
    elif way == "workbook":
        book = openpyxl.Workbook()
        book.active.append([text])
        content = io.BytesIO()
        book.save(content)
        run.said["x.xlsx"] = content.getvalue()
    elif way == "name of a file":
        (run.data / f"a {text}.txt").write_text("")
    else:
        run.said["err"] = f"ValueError: {text}".encode()


@pytest.mark.parametrize("flow", FLOWS)
def test_nothing_of_a_person_is_anywhere(flow: str, persons: Persons, request: pytest.FixtureRequest, capsys) -> None:
    run: Run = request.getfixturevalue(flow)
    places = list(run.everything())
    found = {place: sorted(hits)[:3] for place, content in places if (hits := persons.found_in(content))}
    assert found == {}
    names = " ".join(place for place, _ in places)
    for wanted in ("history.parquet (rows)", "journal.sqlite (lines)", "figures-intern.csv", "manifest.json"):
        assert wanted in names
    rows = [content for place, content in places if place.endswith("history.parquet (rows)")]
    assert all(content.count(b"\n") == len(lines_of("ansaettelser.csv")) + 1 for content in rows)
    with capsys.disabled():
        print(f" [{flow}: {len(places)} places, {sum(len(content) for _, content in places) // 1024} KB]", end="")
