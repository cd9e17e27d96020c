"""The two guides against the program: what they say of it is so, and everybody can read them."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from served_for_tests import page_with_axe, served

import app
from kpi import danish, export
from kpi.command_line import arguments as command_words
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.finding_titles import TITLES
from kpi.definitions.populations import REASONS
from kpi.extracts.columns import BY_KEY, KINDS
from kpi.extracts.files import marked
from kpi.extracts.files.template import RULES_SHEET
from kpi.extracts.findings import SEVERITY, STOP
from kpi.extracts.placement.reference import PLACED_IN
from kpi.extracts.rows import EMPLOYMENT_COLUMNS, LEAVER_COLUMNS, STATUS_COLUMNS
from kpi.extracts.secret import KEY_BYTES, NAME
from kpi.municipality.demands import LEAST_LIST_YEARS, LOCAL, PROXY
from kpi.municipality.settings import ROLES, SECTIONS, TOP, Settings, settings_of
from kpi.papers.table import SYMBOLS
from kpi.publications import journal
from kpi.publications.journal_tables import COLUMNS
from kpi.publications.stored_publication import FRAMES
from kpi.refreshing import officers_files, refresh
from kpi.refreshing.office import office_at
from kpi.refreshing.one_person import erase_person
from kpi.refreshing.replacing import folder
from layouts import gate
from layouts.data import desk, steps, upload
from layouts.door import identity, roles, serving
from layouts.drawing.parts import drawn
from layouts.guides import GUIDES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES, PICTURES = ROOT / "layouts/templates", ROOT / "layouts/assets/vejledning"
MOST_PICTURES, LARGEST_PICTURE = 10, 150_000
EXAMPLE, PICTURED = ROOT / "data/example/2022-06-30", ROOT / "data/example/2022-12-31"


# --- reading a guide


class Reader(HTMLParser):
    """What a guide holds: its words, its tables by their captions, its anchors, links, pictures and blocks of lines."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.ids, self.links, self.pictures, self.blocks, self.headings = [], [], [], [], []
        self.captions: list[str] = []
        self._open: list[str] = []
        self._caption = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = dict(attrs)
        self._open += [] if tag in ("img", "meta", "br", "input") else [tag]
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told["href"]] if tag == "a" else []
        self.pictures += [told] if tag == "img" else []
        if tag == "table":
            self._caption = ""
        if tag == "tr":
            self.tables[self._caption].append([])
        if tag in ("th", "td"):
            self.tables[self._caption][-1].append("")
        if tag in ("pre", "h2", "h3", "figcaption"):
            {"pre": self.blocks, "figcaption": self.captions}.get(tag, self.headings).append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "caption" in self._open:
            self._caption += data
            self.tables[self._caption] = []
        elif {"th", "td"} & set(self._open):
            self.tables[self._caption][-1][-1] += data
        elif "pre" in self._open:
            self.blocks[-1] += data
        elif "figcaption" in self._open:
            self.captions[-1] += data
        elif {"h2", "h3"} & set(self._open):
            self.headings[-1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def rows(self, caption: str) -> list[list[str]]:
        """The table's rows under its header."""
        return self.tables[caption][1:]


def read(template: str) -> Reader:
    reader = Reader()
    reader.feed(str(drawn(template)))
    return reader


@pytest.fixture(scope="module")
def hr() -> Reader:
    return read("guide_hr.html")


@pytest.fixture(scope="module")
def it() -> Reader:
    return read("guide_it.html")


def source(*folders: str) -> str:
    """The program's own text."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html") and not path.name.startswith("guide") and path.is_file()
    )


# --- settings, roles and commands


def default_of(name: str) -> object:
    """A setting's default as it would stand in the file."""
    section, _, key = name.rpartition(".")
    settings = Settings()
    if section == "roller":
        return list(settings.proxy.groups.get(key, ()))
    if section == "skjul":
        at = {"intern_mindste": INTERNAL.smallest_base, "offentlig_mindste": PUBLIC.smallest_base}
        return at.get(key, PUBLIC.largest_small_count)
    holder, attribute = (settings, (TOP | SECTIONS.get(section, {}))[key])
    if section == "proxy":
        holder = settings.proxy
    value = getattr(holder, attribute)
    return list(value) if isinstance(value, tuple) else value


def test_every_setting_is_named_with_its_default_and_an_example_that_will_do(it: Reader) -> None:
    names = [*TOP, *(f"{section}.{key}" for section, keys in SECTIONS.items() for key in keys)]
    rows = {row[0]: row for row in it.rows("settings.toml")}
    assert list(rows) == names
    for name, (_, default, example, words) in rows.items():
        assert tomllib.loads(f"x = {default}")["x"] == default_of(name), name
        assert type(tomllib.loads(f"x = {example}")["x"]) is type(default_of(name)), name
        assert words.endswith("."), name
    section = ""
    for name, row in rows.items():
        head, _, key = name.rpartition(".")
        section += (f"[{head}]\n" if f"[{head}]" not in section and head else "") + f"{key} = {row[2]}\n"
    assert settings_of(section).mode == PROXY
    assert {f"`{one}`" for one in (LOCAL, PROXY)} <= {f"`{mode}`" for mode in re.findall(r'drift = "(\w+)"', it.text)}
    assert f"Mindst {LEAST_LIST_YEARS}." in rows["opbevaring.lister_aar"][3]


def test_the_settings_example_is_whole_and_says_every_setting(it: Reader) -> None:
    text = next(block for block in it.blocks if block.startswith("kommune"))
    settings = settings_of(text)
    assert settings.mode == PROXY and settings.two_persons_publish and set(settings.proxy.groups) == set(ROLES)
    assert settings.audiences == Settings().audiences
    told = tomllib.loads(text)
    assert {name for name in told if name in TOP} == set(TOP)
    assert {section: set(keys) for section, keys in told.items() if section in SECTIONS} == {
        section: set(keys) for section, keys in SECTIONS.items()
    }
    assert all(hasattr(settings, one.name) for one in fields(Settings))


def test_the_variables_and_options_are_those_of_the_program(it: Reader) -> None:
    variables = {row[0]: row for row in it.rows("Miljøvariable")}
    read_by_it = set(re.findall(r"KPI_[A-Z_]+", source("kpi", "layouts") + (ROOT / "app.py").read_text()))
    assert set(variables) == read_by_it
    assert NAME in variables["KPI_SECRET_FILE"][1]
    options = {row[0]: row[1] for row in it.rows("Når programmet startes")}
    assert options == {"--port": str(app.PORT), "--host": app.HOST}
    assert f"{KEY_BYTES} tilfældige byte" in it.text


def test_every_role_is_there_with_what_it_gives(it: Reader) -> None:
    rows = {row[0]: row[2] for row in it.rows("Hvem der må hvad")}
    assert list(rows) == list(ROLES) == list(roles.NAMES)
    for role, words in rows.items():
        assert ("ntern" in words) == (role in roles.AUDIENCES["intern"]), role
        assert "ffentlig visning" in words
        assert ("siden Data" in words) == (role in roles.of_page("/data")), role
        assert ("handlinger" in words or role == "hr") == (role in roles.ROUTES["/handlinger/skriv"]), role
        assert ("kommentarer" in words or role == "hr") == (role in roles.ROUTES["/sag/kommentar"]), role
    assert "Skriver som Direktionen" in rows["hr"]


def test_every_command_is_named(it: Reader) -> None:
    subparsers = next(
        action
        for action in command_words.parser_of(defaultdict(lambda: print))._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    assert sorted(row[0] for row in it.rows("Kommandoer")) == sorted(subparsers.choices)
    for block in it.blocks:
        for command in re.findall(r"-m kpi (\w+)", block):
            assert command in subparsers.choices


# --- findings, columns and signs


def test_every_finding_is_there_with_its_severity_and_its_name(hr: Reader) -> None:
    for caption, is_stop in (("Hvad der stopper", True), ("Hvad der er en advarsel", False)):
        rows = [(row[1], row[0]) for row in hr.rows(caption)]
        assert rows == [(code, TITLES[code]) for code, severity in SEVERITY.items() if (severity == STOP) is is_stop]


def test_every_kind_of_file_is_there(hr: Reader) -> None:
    rows = hr.rows("Hvilke filer")
    keys = [re.search(r"\((\w+)\)", row[0])[1] for row in rows]
    assert sorted(keys) == sorted(kind.key for kind in KINDS)
    assert {key: row[1] for key, row in zip(keys, rows, strict=True)} == {kind.key: kind.row for kind in KINDS}


@pytest.mark.parametrize(
    ("kind", "caption"),
    [("ansaettelser", "Kolonner i ansættelser med historik"), ("annoncer", "Kolonner i jobannoncer")],
)
def test_the_columns_to_ask_for_are_those_of_the_template(hr: Reader, kind: str, caption: str) -> None:
    columns = [column for column in BY_KEY[kind].columns if column.template and column.type != "bruges ikke"]
    told = [(row[0], row[1]) for row in hr.rows(caption)]
    assert told == [(column.name, "ja" if column.need else "nej") for column in columns]


def test_every_sign_is_explained(hr: Reader) -> None:
    rows = {row[0]: row[1] for row in hr.rows("Tegn i tabellerne")}
    assert set(rows) == set(SYMBOLS)
    for sign, meaning in SYMBOLS.items():
        assert rows[sign].casefold().startswith(meaning.split(",")[0].casefold()), sign


def test_what_is_hidden_is_what_the_defaults_hide(hr: Reader) -> None:
    rows = {row[0]: row[2] for row in hr.rows("De to visninger")}
    assert f"under {INTERNAL.smallest_base}" in rows["intern"] and not INTERNAL.largest_small_count
    assert f"under {PUBLIC.smallest_base}" in rows["offentlig"]
    assert f"1 til {PUBLIC.largest_small_count} personer" in rows["offentlig"]


# --- pages, addresses and words


def presses(template: str) -> set[str]:
    return set(re.findall(r'press\("([^"]+)"\)', (TEMPLATES / template).read_text(encoding="utf-8")))


@pytest.mark.parametrize("template", ["guide_hr.html", "guide_hr_steps.html"])
def test_what_the_officer_is_to_press_is_there_to_be_pressed(template: str) -> None:
    there = source("layouts")
    if 'f"Hent {name} (' in there:
        there += "Hent CSV, Hent Excel"
    assert presses(template)
    assert [words for words in sorted(presses(template)) if words not in there] == []


def test_the_half_year_has_the_steps_of_the_screen_by_their_names_and_numbers(hr: Reader) -> None:
    titles = [step.title for step in steps.of_files()]
    text = (TEMPLATES / "guide_hr.html").read_text(encoding="utf-8")
    overview = text[text.index('id="overblik">') : text.index('id="bestil">')]
    assert re.findall(r"<li><strong>(.+?)</strong>", overview) == titles
    told = [heading for heading in hr.headings if re.match(r"\d\. ", heading)]
    assert [one.partition(":")[0] for one in told] == [f"{place}. {one}" for place, one in enumerate(titles, start=1)]
    assert f"Halvåret i {('', 'et', 'to', 'tre', 'fire', 'fem', 'seks')[len(titles)]} trin" in hr.headings


def test_the_journal_has_one_name(hr: Reader) -> None:
    shown = [path.read_text(encoding="utf-8") for path in sorted((TEMPLATES / "data").glob("*.html"))]
    for text in (hr.text, *shown):
        assert re.findall(r"\w*[Ll]oggen\b", text) == []
    assert "I journalen står" in hr.text and "hændelser i journalen" in "".join(shown)


def test_a_drawn_extract_is_explained_before_the_word_is_used_as_a_field(hr: Reader) -> None:
    assert hr.text.count("At trække et udtræk er at lade lønsystemet eller Emply lave filen.") == 1
    assert hr.text.index("At trække et udtræk er") < hr.text.index("Skriv Trukket")


def test_the_marked_file_is_told_of_as_it_is_made(hr: Reader) -> None:
    assert "dens navn begynder med fund-i-." in hr.text
    assert 'f"fund-i-{stem_of(' in (ROOT / "layouts/data/draft_files.py").read_text(encoding="utf-8")
    assert f"arket {marked.TITLE} har hele listen" in hr.text


def test_what_it_quotes_of_messages_is_what_they_say(hr: Reader) -> None:
    there = source("layouts", "kpi")
    for row in hr.rows("Beskeder"):
        for words in re.findall(r"«([^»…]+)", row[0]):
            assert words.strip() in there, words


def test_the_limits_are_those_of_the_program(hr: Reader, it: Reader) -> None:
    assert f"højst {upload.MOST_FILES} og højst {upload.LARGEST_FILE // upload.MEGABYTE} MB i alt" in hr.text
    assert f"nej på dansk til mere end {upload.LARGEST_FILE // upload.MEGABYTE} MB på én gang" in it.text
    minutes = f"{desk.LIFETIME.seconds // 60} minutter"
    assert minutes in hr.text and minutes in it.text
    assert f"højst {identity.LONGEST_NAME} tegn" in it.text
    assert RULES_SHEET in hr.text


def test_the_faults_that_are_shown_as_pages_are_explained(it: Reader) -> None:
    told = {int(row[0]) for row in it.rows("Svar, der ikke er en side")}
    assert told == set(gate.WORDS)
    assert "Fejl %s ved %s" in source("layouts") and "der står Fejl 3F9A1C ved" in it.text


def test_every_kind_of_line_in_the_log_is_explained(it: Reader) -> None:
    text = source("kpi", "layouts")
    first = re.findall(r"journal\.record\(\s*(?:(?:journal\.)?([A-Z]+)|\"([^\"]+)\")", text)
    written = {getattr(journal, name, "") or getattr(gate, name) if name else words for name, words in first}
    written |= {getattr(gate, name) for name in re.findall(r"_note\(([A-Z]+),", text)} | {journal.EXPIRE, *folder.WHAT}
    assert {row[0] for row in it.rows("Hvad journalens log (tabellen audit) siger")} == written


def test_the_guide_says_it_where_the_program_falls_short(it: Reader) -> None:
    """Sentences that are true today, and must go when the program has caught up."""
    program = source("kpi", "layouts") + (ROOT / "app.py").read_text(encoding="utf-8")
    deletes = re.search(r"\.delete_before\(", program) is not None
    assert ("sletter endnu ikke" in it.text) is not deletes, "[opbevaring] in guide_it_storage, guide_it_privacy"
    spills = "WorksheetWriter" not in program
    where = "openpyxl's temporary files, in guide_it, _privacy and _storage"
    assert ("mens en mærket fil bliver lavet" in it.text) is spills, where
    answers = len(re.findall(r"read_answers\(", program)) > 1
    assert ("svar.toml" in it.text) is answers, "the file of answers, in guide_it_storage"


def test_what_is_said_to_be_tried_of_the_proxy_is_what_is_tried(it: Reader) -> None:
    tried = (ROOT / "tests/test_nginx.py").read_text(encoding="utf-8")
    for version in ("1.1", "1.2", "1.3"):
        assert f"TLSVersion.TLSv{version.replace('.', '_')}" in tried and version in it.text
    assert "req -x509" in tried and "selvudstedt certifikat" in it.text
    assert "class SignIn" in tried and "en rigtig oauth2-proxy og en rigtig Entra er ikke prøvet" in it.text


def test_raw_files_are_in_memory_only_as_the_guide_says(it: Reader) -> None:
    assert "kun i programmets hukommelse" in it.text and ".modtaget" not in it.text
    assert f"højst {desk.MOST_HELD // desk.MEGABYTE} MB for alle kladder tilsammen" in it.text
    assert serving.LONGEST_ANSWER > desk.MOST_HELD


def test_the_officers_own_workbook_is_promised_no_more_than_it_is_given(hr: Reader) -> None:
    assert hasattr(officers_files, "template_file")
    assert "For hver fil med fund, der kan mærkes, står et link med ordene med fundene markeret" in hr.text


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A data folder and a key that the program has made and used."""
    data, key = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("key") / "noegle"
    office = office_at(data, {"KPI_SECRET_FILE": str(key)})
    refresh.publish_example(office, EXAMPLE / "extract", date(2022, 6, 30), date(2022, 7, 31), datetime(2022, 8, 1, 12))
    export.maker_of(office)("2022-06", "direktionen", export.PAPER, False)
    return data, key


def test_every_place_that_is_named_is_made(it: Reader, used: tuple[Path, Path]) -> None:
    data, key = used
    assert len(key.read_bytes()) == KEY_BYTES
    for row in it.rows("Steder"):
        place = row[0].replace("ÅÅÅÅ-MM-DD-N", "*").replace("ÅÅÅÅ-MM", "*").rstrip("/")
        if not place.startswith("store"):
            continue
        found = list(data.glob(place))
        assert found, place
        for file in re.findall(r"[\w-]+\.(?:csv|json)", row[1]):
            assert (found[0] / file).is_file(), file
    files = {path.name for path in (next((data / "store/publications").iterdir())).iterdir()}
    frames = {f"{kind}-{audience}.csv" for kind in FRAMES for audience in ("intern", "offentlig")}
    assert files == {*frames, "definitions.json", "reference", "manifest.json"}
    reference = next(row for row in it.rows("Steder") if row[0] == "reference/")
    assert set(re.findall(r"\w+\.csv", reference[1])) == {path.name for path in (ROOT / "data/reference").glob("*.csv")}


def test_only_their_owner_can_read_what_is_made(used: tuple[Path, Path]) -> None:
    data, key = used
    for path in (key, data / "store/journal.sqlite", data / "store/imports", data / "store/publications"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_every_file_of_the_repository_that_is_named_is_there(hr: Reader, it: Reader) -> None:
    named = re.findall(
        r"\b((?:tests|data|layouts)/[\w/.-]+\w|run\.py|requirements\.lock|CHANGELOG\.md)", hr.text + it.text
    )
    assert {"run.py", "requirements.lock", "CHANGELOG.md", "tests/test_nginx.py"} <= set(named)
    for name in set(named) - {"data/store"}:
        assert (ROOT / name).exists(), name


def test_the_service_starts_the_program_with_the_variables_it_reads(it: Reader) -> None:
    unit = next(block for block in it.blocks if block.startswith("[Unit]"))
    told = dict(re.findall(r"^Environment=(\w+)=(.+)$", unit, re.M))
    key, data = Path(told["KPI_SECRET_FILE"]), Path(told["KPI_DATA_DIR"])
    assert data not in key.parents
    writable = re.search(r"^ReadWritePaths=(.+)$", unit, re.M)[1].split()
    assert {str(data), str(key.parent)} == set(writable)
    assert f"-m app --port {app.PORT}" in unit


def block(it: Reader, start: str) -> str:
    """The block of lines that begins so."""
    return next(text for text in it.blocks if text.startswith(start))


def test_what_the_program_has_refused_is_not_tried_again(it: Reader) -> None:
    """It ends with 1 or 2 where somebody must mend something first; anything else is tried again."""
    unit = block(it, "[Unit]\nDescription=Arbejdskraft")
    assert "\nRestart=on-failure\n" in unit
    assert re.search(r"^RestartPreventExitStatus=(.+)$", unit, re.M)[1] == "1 2"
    program = (ROOT / "app.py").read_text(encoding="utf-8")
    assert {"1", "2"} == set(re.findall(r"parser\.exit\(\s*(\d)", program))


def test_the_nightly_unit_works_on_the_same_data_and_only_lists(it: Reader) -> None:
    service, nightly = block(it, "[Unit]\nDescription=Arbejdskraft"), block(it, "# /etc/systemd/system/arbejdskraft-fr")
    for setting in (
        "User",
        "WorkingDirectory",
        "Environment=KPI_DATA_DIR",
        "Environment=KPI_SECRET_FILE",
        "ReadWritePaths",
    ):
        told = re.search(rf"^{setting}=.+$", service, re.M)[0]
        assert told in nightly.splitlines(), setting
    assert nightly.count("ExecStart=") == 1 and nightly.count("-m kpi list\n") == 1
    assert "arbejdskraft-frister.timer" in block(it, "cd ~/arbejdskraft\nsudo apt")


def test_every_file_that_is_to_be_installed_is_printed_or_told_of(it: Reader) -> None:
    titles = [text for text in it.captions if re.fullmatch(r"[\w.-]+( \(ikke prøvet\))?", text)]
    printed = {text.partition(" ")[0] for text in titles}
    brought = {"settings.toml", "reference/*.csv", "fuld-kaede.pem", "noegle.pem", "hemmelighed", "oauth2-proxy"}
    for text in it.blocks:
        for line in re.findall(r"^sudo install (?!-d).+$", text, re.M):
            files = [
                word
                for word in line.split()[2:-1]
                if not re.fullmatch(r"-\w|\d{3}|root|arbejdskraft|oauth2-proxy", word)
            ]
            assert set(files) <= printed | brought, line
    assert {"arbejdskraft.service", "arbejdskraft-kpi", "arbejdskraft-kopi", "arbejdskraft.nginx"} <= printed


SHELLS = ("cd ~/arbejdskraft", "sudo ", "#!/bin", "# Direkte", "# Skal svare", "openssl")


def test_every_block_of_commands_is_whole_shell(it: Reader) -> None:
    blocks = [text for text in it.blocks if text.startswith(SHELLS)]
    assert len(blocks) >= 10
    for text in blocks:
        told = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True)
        assert (told.returncode, told.stderr) == (0, ""), text


def test_no_backslash_is_lost_on_the_way_to_the_page(it: Reader) -> None:
    for text in it.blocks:
        assert re.findall(r"[^\n\x20-\x7eæøåÆØÅéÉ]", text) == [], text
    for name in ("start", "kpi"):
        lines = next(
            text for text in it.blocks if f"-m {'app' if name == 'start' else name} " in text and "@echo" in text
        )
        assert "KPI_SECRET_FILE=D:\\Arbejdskraft\\noegle\\noegle\n" in lines
        assert "KPI_DATA_DIR=D:\\Arbejdskraft\\data\n" in lines and "cd /d C:\\Arbejdskraft\\program\n" in lines


def test_what_is_asked_of_the_journal_is_there_to_be_told(it: Reader, used: tuple[Path, Path], tmp_path: Path) -> None:
    """Both questions of the guide, of a journal where a person was erased and an import withdrawn."""
    data = tmp_path / "data"
    shutil.copytree(used[0], data)
    office = office_at(data, {"KPI_SECRET_FILE": str(used[1])})
    erase_person(office, "010180-1234", "hanne", datetime(2026, 11, 23, 9), "Begæring i sag 7")
    refresh.withdraw(office, office.imports.ids()[0], "hanne", datetime(2026, 11, 23, 10), "Forkert fil")
    asked = [
        re.search(r'sqlite3 -readonly \S+ "(.+?)"', text, re.S)[1]
        for text in it.blocks
        if "sqlite3 -ro" in text or "sqlite3 -readonly" in text
    ]
    assert len(asked) == 2
    with sqlite3.connect(f"file:{data}/store/journal.sqlite?mode=ro", uri=True) as lines:
        told = {one.split(" FROM ")[0]: lines.execute(one).fetchall() for one in asked}
    since = next(rows for one, rows in told.items() if "role" not in one)
    assert [(row[2], row[1]) for row in since] == [("sletning", "hanne"), ("tilbagetrækning", "hanne")]
    assert all(len(rows) > 1 for rows in told.values())


HELD = {
    "person": "pseudonymer for personen", "employment": "og ansættelsen", "service_number": "løbenummer",
    "unit": "afdeling", "job_code": "stillingskode", "contract": "ansættelsesform", "hourly": "timelønnet",
    "rate": "beskæftigelsesdecimal", "leader": "leder", "hired": "ansættelse", "birth_year": "fødselsår",
    "start": "start", "end": "slut", "left": "fratrædelse", "reason": "fratrædelsesårsag", "on": "opgørelse",
    "file": "filens nummer", "line": "rækkens plads",
}  # fmt: skip


def test_the_draft_of_the_record_names_every_column_that_is_kept_of_a_person(it: Reader) -> None:
    kept = {*EMPLOYMENT_COLUMNS, *STATUS_COLUMNS, *LEAVER_COLUMNS}
    assert set(HELD) == kept
    told = {row[0]: row[1] for row in it.rows("Fortegnelse over behandlingsaktivitet")}["Kategorier af oplysninger"]
    assert [column for column, words in HELD.items() if words not in told] == []
    assert "ét af seks ord" in told and len(REASONS) == 6


WRITTEN = {
    "audit": "hvem der gjorde hvad hvornår", "acceptances": "godkendte advarsler", "comments": "kommentarer",
    "decisions": "beslutninger", "answers": "svar om kilder", "choices": "", "sentences": "HR's egne sætninger",
    "kept": "lod stå i korrekturen",
}  # fmt: skip


def test_the_place_of_the_journal_names_every_table_of_it(it: Reader) -> None:
    assert set(WRITTEN) == set(COLUMNS)
    row = next(row for row in it.rows("Steder") if row[0] == "store/journal.sqlite")
    assert [table for table, words in WRITTEN.items() if words not in row[1]] == []
    assert "navne på ansvarlige" in row[2] and "responsible" in COLUMNS["decisions"]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Callable[[str], subprocess.CompletedProcess]]:
    """Runs the guide's commands with their paths in a folder; systemctl only writes down what it is told."""
    if not shutil.which("gpg"):
        (pytest.fail if os.environ.get("CI", "").lower() in {"true", "1"} else pytest.skip)("no gpg")
    programs, home = tmp_path / "bin", tmp_path / "g"
    programs.mkdir()
    home.mkdir(mode=0o700)
    for name, words in (("systemctl", f'echo "$@" >> {tmp_path}/told'), ("sudo", 'exec "$@"'), ("chown", "true")):
        (programs / name).write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
        (programs / name).chmod(0o755)

    def run(text: str) -> subprocess.CompletedProcess:
        for place in ("/backup", "/var/lib", "/root"):
            text = re.sub(rf"(?<![\w.]){place}\b", f"{tmp_path}{place}", text)
        told = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "GNUPGHOME": str(home)}
        return subprocess.run(["bash", "-c", text], env=told, capture_output=True, text=True)

    yield run
    run("gpgconf --kill all")


def test_a_copy_is_closed_encrypted_and_can_be_laid_back(it: Reader, server: Callable, tmp_path: Path) -> None:
    data, script = tmp_path / "var/lib/arbejdskraft", block(it, "#!/bin/bash\n# /usr/local/sbin/arbejdskraft-kopi")
    (data / "store").mkdir(parents=True)
    (data / "store/.lock").write_bytes(b"")
    (data / "settings.toml").write_text("kommune = 'Ærø'", encoding="utf-8")
    (tmp_path / "root").mkdir()
    missing = server(script)
    assert missing.returncode == 1 and "der er ikke taget nogen kopi" in missing.stderr
    once = [
        line
        for line in block(it, "sudo install -m 700 arbejdskraft-kopi").splitlines()
        if "/backup" in line or "rand" in line
    ]
    assert server("\n".join(once)).returncode == 0
    made = server(script)
    copy = Path(made.stdout.strip())
    assert made.returncode == 0 and list((tmp_path / "backup").iterdir()) == [copy]
    assert [copy.stat().st_mode & 0o777, copy.parent.stat().st_mode & 0o777] == [0o600, 0o700]
    assert "Ærø".encode() not in copy.read_bytes()
    assert (tmp_path / "told").read_text().splitlines()[-2:] == ["stop arbejdskraft", "start arbejdskraft"]
    back = block(it, "sudo systemctl stop arbejdskraft arbejdskraft-frister.timer\nsudo mv -T /var")
    named = re.search(r"/backup/(\S+)", back)[1]
    assert server(back.replace(named, copy.name)).returncode == 0
    assert (data / "settings.toml").read_text(encoding="utf-8") == "kommune = 'Ærø'" and (
        data / "store/.lock"
    ).is_file()
    assert (tmp_path / "var/lib/arbejdskraft.gammel/store").is_dir()
    (tmp_path / "root/arbejdskraft-kopi.adgang").unlink()
    assert server(script).returncode != 0
    assert (tmp_path / "told").read_text().splitlines()[-1] == "start arbejdskraft"


def test_the_key_goes_to_the_keepers_of_secrets_and_back(it: Reader, server: Callable, tmp_path: Path) -> None:
    place = tmp_path / "var/lib/arbejdskraft-noegle/noegle"
    place.parent.mkdir(parents=True)
    place.write_bytes(bytes(range(KEY_BYTES)))
    out = next(
        line for line in block(it, "sudo install -m 700 arbejdskraft-kopi").splitlines() if "base64 /var" in line
    )
    told = server(out).stdout
    assert len(told.strip()) == 44 and "44 tegn" in it.text
    place.unlink()
    back = next(line for text in it.blocks for line in text.splitlines() if "base64 -d" in line)
    assert server(f"echo {told.strip()} | {back}").returncode == 0
    assert server(f"echo {told.strip()[:20]} | {back}").returncode != 0
    assert place.read_bytes() == bytes(range(KEY_BYTES)) and place.stat().st_mode & 0o777 == 0o600


# --- links and pictures


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_every_link_leads_somewhere(guide) -> None:
    found = read(guide.template)
    assert len(found.ids) == len(set(found.ids))
    for link in found.links:
        if link.startswith("#"):
            assert link[1:] in found.ids, link
        else:
            assert link in roles.PAGES or link in roles.ROUTES, link
    contents = [link[1:] for link in found.links if link.startswith("#")]
    assert contents == [key for key in found.ids if key in contents]
    assert len(contents) == len([one for one in found.headings if one]) - str(drawn(guide.template)).count("<h3")


def test_the_pictures_are_there_small_and_told_in_words(hr: Reader) -> None:
    names = [picture["src"].removeprefix("/assets/vejledning/") for picture in hr.pictures]
    assert 0 < len(names) <= MOST_PICTURES and len(set(names)) == len(names)
    assert sorted(names) == sorted(path.name for path in PICTURES.iterdir())
    for picture in hr.pictures:
        content = (PICTURES / picture["src"].rpartition("/")[2]).read_bytes()
        assert len(content) <= LARGEST_PICTURE
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">II", content[16:24]) == (int(picture["width"]), int(picture["height"]))
        assert len(picture["alt"]) > 40 and picture["alt"].endswith(".")


def test_the_picture_of_the_findings_counts_the_faults_that_were_put_in_the_example(hr: Reader) -> None:
    told = next(picture["alt"] for picture in hr.pictures if picture["src"].endswith("/fund.png"))
    faults = json.loads((PICTURED / "faults.json").read_text(encoding="utf-8"))
    stops = [fault["code"] for fault in faults if fault["severity"] == STOP]
    codes, asked = sum(code in PLACED_IN for code in stops), stops.count("ukendt_omraade")
    assert f"«{len(stops) - codes - asked} stop, {codes} koder uden plads, {asked} spørgsmål og " in told
    files = list((PICTURED / "extract").glob("*.csv"))
    rows = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in files)
    assert f"{len(files)} filer og {danish.number(rows, 0)} rækker" in told


# --- as a reader meets them


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A program with nothing published yet: the guides must be there already."""
    office = office_at(tmp_path_factory.mktemp("new"), {"KPI_SECRET_FILE": str(tmp_path_factory.mktemp("k") / "n")})
    site = app.create_app(app.Settings(office.root / "publications", example=False, office=office))
    with served(site) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    with page_with_axe(browser, browser_context_args) as page:
        yield page


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_everybody_can_read_it(page: Page, address: str, guide) -> None:
    faults: list[str] = []
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    answer = page.goto(address + guide.path)
    expect(page.locator("main h2").first).to_be_visible()
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == "da"
    assert page.locator("h1").all_inner_texts() == [guide.title]
    assert re.fullmatch(rf"{re.escape(guide.title)} – (Kommunen|Eksempel Kommune) – Arbejdskraft i tal", page.title())
    for width, height in ((390, 844), (1280, 900), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        found = page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], preload: false}).then(told => told.violations)"
        )
        assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == [], width
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
    assert faults == []


def test_the_guides_are_reached_from_every_page_and_from_each_other(page: Page, address: str) -> None:
    for path in ("/", "/metode", "/data"):
        page.goto(address + path)
        expect(page.locator("main h1")).to_be_visible()
        assert page.locator('a[href^="/vejledning"]').count(), path
    page.goto(f"{address}/vejledning")
    page.get_by_role("link", name=GUIDES[1].title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDES[1].title)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_its_chapters_stay_a_click_away_and_can_be_linked_to(page: Page, address: str, guide) -> None:
    keys = [link[1:] for link in read(guide.template).links if link.startswith("#")]
    for width, height in ((1280, 900), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}{guide.path}#{keys[-2]}")
        expect(page.locator(f"#{keys[-2]}")).to_be_in_viewport()
        contents = page.locator("nav.contents")
        if width < 1000:
            expect(contents).not_to_be_in_viewport()
            page.get_by_role("link", name="Til indholdet").click(timeout=2_000)
        for link in (contents.locator("a").first, contents.locator("a").last):
            link.scroll_into_view_if_needed()
            expect(link).to_be_in_viewport()
        contents.locator(f'a[href="#{keys[1]}"]').click()
        expect(page.locator(f"#{keys[1]}")).to_be_in_viewport()
        assert page.url.endswith(f"#{keys[1]}")


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_it_can_be_printed(page: Page, address: str, guide) -> None:
    page.goto(address + guide.path)
    expect(page.locator("main h2").first).to_be_visible()
    page.emulate_media(media="print")
    assert not any(one.is_visible() for one in page.locator("nav a, .to-contents").all())
    assert page.locator("main h2").first.is_visible()
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
    page.emulate_media(media="null")
