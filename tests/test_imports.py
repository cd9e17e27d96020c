"""The store of imports: what gets in and what never does, what is measured, and how rows are taken out again."""

from __future__ import annotations

import csv
import errno
import hashlib
import itertools
import json
import os
import random
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions import person_numbers
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.people import OPEN, People, day_number
from kpi.extracts import columns
from kpi.extracts import rows as extract_rows
from kpi.extracts.careers import careers
from kpi.extracts.classify import classify, classify_adverts
from kpi.extracts.people.adverts import adverts_with_outcome
from kpi.extracts.people.coverage import coverage
from kpi.extracts.placement.reference import read_reference
from kpi.extracts.pseudonyms import pseudonyms
from kpi.extracts.read import read
from kpi.extracts.validate import validate
from kpi.figures.count import Cells
from kpi.figures.measure import measure
from kpi.publications import stored_rows
from kpi.publications.combined import combine
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Import, Imports, Rows
from kpi.publications.person_numbers import PersonNumber
from kpi.publications.stored_rows import COLUMNS, Unstorable
from kpi.publications.transactions import recover
from kpi.refreshing.one_person import find_person

ROOT = Path(__file__).resolve().parent.parent
SHA = hashlib.sha256(b"ansaettelser.csv").hexdigest()
NUMBERS = ("0101901234", "010190-1234", "8204600081", "820460-0081")
AT = datetime(2023, 3, 1, 9, 30)

_serial = itertools.count()


def pseudonym(name: object) -> str:
    return hashlib.sha256(f"{name}".encode()).hexdigest()[:32]


DEFAULTS = {
    **{"service_number": "0", "unit": "SK01", "job_code": "3001", "contract": "Fastansat", "hourly": False},
    **{"rate": 1_000_000, "leader": False, "hired": day_number(date(2020, 3, 1)), "left": OPEN, "end": OPEN},
    **{"start": day_number(date(2020, 3, 1)), "on": day_number(date(2022, 6, 30)), "area": "Skole"},
    **{"published": day_number(date(2022, 1, 10)), "deadline": OPEN, "closed": OPEN, "hires": 1, "job_id": "J1"},
    **{"file": 0, "year": 2022, "center": "ISC", "target": 4.5, "source": "Løn", "headcount": 412, "month": 19_000},
    **{"birth_year": 1960, "reason": -1},
    **{"seniors": 7, "offered": 5, "agreed": 3, "absence_days": 41.5, "absence_hours": 0.0, "full_time": 23.4},
    **{"group": "Lærere", "municipality": "Eksempel", "period": "2021", "turnover": 19.8, "definition": "Afgang"},
}


def rows(kind: str, *told: dict) -> pd.DataFrame:
    """Rows of a kind: each says what differs; `who` names the person and the employment."""
    made = []
    for line, one in enumerate(told, start=2):
        who = one.get("who", f"person {next(_serial)}")
        names = {"person": pseudonym(who), "employment": pseudonym(f"{who}, ansættelse")}
        row = DEFAULTS | names | {"line": line} | one
        made.append({name: row[name] for name in COLUMNS[kind]})
    frame = pd.DataFrame(made, columns=list(COLUMNS[kind]))
    return frame.astype(COLUMNS[kind])


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def import_of(frames: dict, **changes) -> Import:
    told = {
        "taken_in": datetime(2023, 2, 5, 12, 0),
        "by": "Anne Holm",
        "drawn": date(2022, 7, 31),
        "as_of": date(2022, 6, 30),
        "covers_from": date(2015, 1, 1),
        "sources": ({"file": "loen.csv", "sheet": None, "kind": "ansaettelser", "sha256": SHA, "rows": 9},),
        "accepted": ({"code": "dublet", "file": "loen.csv", "cell": "A3", "message": "En række står to gange.",
                      "reason": "Systemet", "by": "Anne Holm"},),
        "answers": {"grad": "decimal"},
        "frames": frames,
    }  # fmt: skip
    return Import(**(told | changes))


def a_history(*names: str, **changes) -> Import:
    return import_of({"history": rows("history", *({"who": name} for name in names))}, **changes)


@pytest.fixture
def imports(tmp_path):
    return Imports(tmp_path / "store/imports")


def root(imports: Imports) -> Path:
    return imports.folder.parent


def every_byte(folder: Path) -> str:
    """All that can be read in a folder: the files' bytes, their names, and what their Parquet columns hold."""
    found = []
    for path in folder.rglob("*"):
        found.append(path.name)
        if path.is_file():
            found.append(path.read_bytes().decode("latin-1"))
        if path.suffix == ".parquet":
            found.append(pq.read_table(path).to_pandas().to_csv())
    return "\n".join(found)


# --- in and out again


def test_what_is_stored_comes_back_to_the_type(imports):
    frames = {kind: rows(kind, {}, {}) for kind in COLUMNS}
    key = imports.add(import_of(frames))
    assert key == "2023-02-05-1"
    back = Imports(imports.folder).load(key)
    for kind, frame in frames.items():
        pd.testing.assert_frame_equal(back.frames[kind], frame)
    for name in ("taken_in", "by", "drawn", "as_of", "covers_from", "sources", "accepted", "answers"):
        assert getattr(back, name) == getattr(import_of(frames), name), name
    assert back.id == key


def test_ids_are_the_day_and_a_running_number_in_order(imports):
    for _ in range(11):
        imports.add(a_history("a"))
    imports.add(a_history("a", taken_in=datetime(2022, 12, 1)))
    assert imports.ids() == ["2022-12-01-1", *(f"2023-02-05-{number}" for number in range(1, 12))]


def test_a_withdrawn_number_is_not_used_again(imports):
    first = imports.add(a_history("a"))
    imports.withdraw(first, "Anne", "Forkert fil", AT)
    assert imports.add(a_history("a")) == "2023-02-05-2"


def test_kinds_without_rows_come_back_empty_and_are_no_files(imports):
    key = imports.add(import_of({"history": rows("history", {}), "status": rows("status")}))
    assert sorted(path.name for path in (imports.folder / key).iterdir()) == ["history.parquet", "manifest.json"]
    assert list(imports.load(key).frames["leavers"].columns) == list(COLUMNS["leavers"])


def test_files_and_folders_are_for_their_owner_alone(imports):
    key = imports.add(a_history("a"))
    for path in (root(imports), imports.folder, imports.folder / key):
        assert path.stat().st_mode & 0o077 == 0, path
    assert all(path.stat().st_mode & 0o077 == 0 for path in imports.folder.rglob("*"))


@pytest.mark.parametrize("key", ["", ".", "..", "../imports/2023-02-05-1", "2023-02-05-2", "2023-02-05-01", NUMBERS[0]])
def test_an_id_is_never_a_path_and_an_unknown_one_is_said(imports, key):
    imports.add(a_history("a"))
    for use in (imports.load, imports.manifest, imports.verify, lambda one: imports.withdraw(one, "A", "", AT)):
        with pytest.raises(Unpublishable, match="findes ikke") as refused:
            use(key)
        assert "0101901234" not in str(refused.value)


def test_a_copied_folder_is_not_an_import(imports):
    key = imports.add(a_history("a"))
    shutil.copytree(imports.folder / key, imports.folder / "2023-02-05-2")
    with pytest.raises(Unpublishable, match="kopi af en anden import"):
        imports.combined()


# --- what may be stored is what the extracts give


def test_the_columns_are_those_of_the_extracts():
    for kind, of in {"history": "EMPLOYMENT", "status": "STATUS", "leavers": "LEAVER", "adverts": "ADVERT"}.items():
        declared = getattr(extract_rows, f"{of}_COLUMNS")
        assert tuple(COLUMNS[kind]) == declared
        assert COLUMNS[kind] == {name: extract_rows.TYPES[name] for name in declared}
    for key in ("sygefravaer", "maaltal", "senioraftaler", "benchmark", "kontroltal"):
        fields = {one.field for one in columns.BY_KEY[key].columns if one.type is not columns.Type.UNUSED}
        assert set(COLUMNS[key]) == fields | {"file", "line"}
    assert len(COLUMNS) == len(columns.KINDS)


@pytest.fixture(scope="module")
def example():
    """The example municipality's extracts as rows, and every person number and service number of its files."""
    folder = ROOT / "data/example/2022-06-30/extract"
    sheets, faults = read([folder])
    extracts, _ = validate(sheets, key=b"k" * 32)
    assert not faults
    lines = csv.DictReader((folder / "ansaettelser.csv").open(encoding="utf-8-sig"), delimiter=";")
    return extracts, {line["CPR"] for line in lines}


def as_import(extracts, **changes) -> Import:
    frames = {kind: getattr(extracts, kind) for kind in ("history", "status", "leavers", "adverts")}
    sources = tuple(source.as_json() for source in extracts.sources)
    return import_of(frames | extracts.other, sources=sources, covers_from=None, **changes)


def test_the_example_is_stored_and_measured_to_the_same_figures(imports, example):
    extracts, _ = example
    imports.add(as_import(extracts))
    combined = imports.combined()
    for kind in ("history", "status", "leavers", "adverts"):
        pd.testing.assert_frame_equal(getattr(combined, kind), getattr(extracts, kind))
    reference = read_reference(ROOT / "data/reference")

    def figures(history, adverts):
        placed, _ = classify(history.assign(from_list=False), reference, extracts.sources)
        of_adverts, _ = classify_adverts(adverts, reference, extracts.sources)
        covered = coverage(history, combined.status, combined.leavers, adverts, combined.staff_drawn)
        outcomes = adverts_with_outcome(of_adverts, combined.adverts_drawn)
        people = People(*careers(placed), outcomes, covered, {})
        cells = Cells(reference.groups, tuple(reference.areas), "", ("",))
        return measure(people, INDICATORS, date(2022, 6, 30), cells)

    stored, direct = figures(combined.history, combined.adverts), figures(extracts.history, extracts.adverts)
    assert stored.to_csv().encode() == direct.to_csv().encode()
    assert (stored["status"] == "ok").sum() > 100


def test_no_person_number_of_the_example_is_anywhere_in_the_store(imports, example):
    extracts, persons = example
    imports.add(as_import(extracts))
    numbers = {number.replace("-", "") for number in persons}
    told = re.findall(r"(?=(\d{6}-?\d{4}))", every_byte(root(imports)))
    assert len(numbers) > 1000
    assert numbers.isdisjoint(number.replace("-", "") for number in told)


# --- no number and no name gets in


def refused(frame: pd.DataFrame, kind: str = "history", codes=()) -> str:
    """The message that the rows are refused with; it repeats no value."""
    with pytest.raises(Unstorable) as error:
        stored_rows.admitted(kind, frame, 9, codes)
    assert not any(number in str(error.value) for number in NUMBERS), error.value
    return str(error.value)


@pytest.mark.parametrize("name", ["CPR", "navn", "cpr", "0101901234", "Person", "title"])
def test_a_column_that_is_not_declared_is_refused_by_its_place(name):
    told = refused(rows("history", {}).assign(**{name: "0101901234"}))
    assert f"nr. {len(COLUMNS['history']) + 1}" in told and name not in told


@pytest.mark.parametrize("kind", ["history", "status", "leavers", "adverts"])
def test_a_column_that_is_missing_is_refused(kind):
    for name in COLUMNS[kind]:
        assert name in refused(rows(kind, {}).drop(columns=name), kind)


def test_a_column_that_stands_twice_is_refused():
    frame = rows("history", {})
    frame = pd.concat([frame, frame[["person"]].assign(person="0101901234")], axis=1)
    assert "nr. 1" in refused(frame)


def test_an_unknown_kind_of_rows_is_refused():
    assert "loensedler" in refused(rows("history", {}), "loensedler")


BAD_PERSONS = [*NUMBERS, "", "Jens Hansen", "a" * 31, "A" * 32, "g" * 32, "a" * 65, pseudonym(1) + "\n", " " * 32, None]


@pytest.mark.parametrize("column", ["person", "employment"])
@pytest.mark.parametrize("value", BAD_PERSONS)
def test_a_person_that_is_no_pseudonym_is_refused(column, value):
    frame = rows("history", {}, {}, {})
    frame[column] = [pseudonym(1), value, pseudonym(2)]
    assert column in refused(frame)


@pytest.mark.parametrize("number", ["900001", "9", "0101901234", "-1", "1.0", "12a", "", "٣", "²"])
def test_a_service_number_that_is_no_place_in_order_is_refused(number):
    assert "service_number" in refused(rows("history", {"service_number": number}, {}))


@pytest.mark.parametrize(("kind", "column"), [
    *(("history", name) for name in ("unit", "job_code", "contract")), ("adverts", "job_id"), ("adverts", "area"),
    ("benchmark", "definition"), ("kontroltal", "center"), ("sygefravaer", "unit"), ("maaltal", "center"),
])  # fmt: skip
@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_has_slipped_into_another_column_is_refused(kind, column, number):
    told = refused(rows(kind, {}, {column: f"{number} "}), kind)
    assert column in told and "udtrækket" in told


@pytest.mark.parametrize("column", ["hired", "left", "line", "rate", "start"])
def test_a_number_that_has_become_a_number_is_refused(column):
    assert column in refused(rows("history", {}, {column: 101901234}))
    assert column in refused(rows("history", {}, {column: -3112991234}))


@pytest.mark.parametrize(("column", "value"), [
    ("hired", "0101901234"), ("hired", 1.5), ("leader", "Nej"), ("leader", None), ("rate", None), ("unit", 101901234),
])  # fmt: skip
def test_values_of_another_type_are_refused(column, value):
    frame = rows("history", {}, {}).astype({column: object})
    frame[column] = pd.Series([value] * 2)
    refused(frame)


def test_categories_that_no_row_has_are_not_stored(imports):
    frame = rows("history", {"unit": "SK01"})
    frame["unit"] = pd.Categorical(frame["unit"], ["SK01", "010190-1234"])
    imports.add(import_of({"history": frame}))
    assert "010190-1234" not in every_byte(root(imports))


def test_an_index_is_not_stored(imports):
    frame = rows("history", {"unit": "SK01"}).set_index(pd.Index(["010190-1234"], name="CPR"))
    frame.attrs["fil"] = "010190-1234"
    imports.add(import_of({"history": frame}))
    assert "010190-1234" not in every_byte(root(imports))


def test_a_code_of_the_reference_files_may_look_as_it_pleases(imports):
    key = imports.add(import_of({"history": rows("history", {"unit": "1012345678"})}), codes={"1012345678"})
    assert imports.load(key).frames["history"]["unit"].item() == "1012345678"


@pytest.mark.parametrize("changes", [
    {"by": "0101901234"},
    {"answers": {"kolonne": "010190-1234"}},
    {"answers": {"010190 1234": "ja"}},
    {"answers": {"kolonner": [{"CPR": ["a", "0101901234"]}]}},
    {"accepted": ({"code": "dublet", "reason": "Hun hedder 010190-1234"},)},
    {"accepted": ({"code": "dublet", "reason": "", "by": "010190-1234"},)},
])  # fmt: skip
def test_what_a_person_wrote_is_refused_where_it_looks_like_a_number(imports, changes):
    with pytest.raises(PersonNumber, match="ligner et personnummer") as told:
        imports.add(a_history("a", **changes))
    assert "1234" not in str(told.value)
    assert imports.ids() == [] and not imports.folder.exists()


def test_file_names_and_messages_are_kept_without_the_number(imports):
    source = {"file": "løn 010190-1234.xlsx", "sheet": "0101901234", "kind": "x", "sha256": SHA, "rows": 9}
    accepted = {"code": "dublet", "file": "010190-1234.csv", "message": "Værdien 0101901234.", "reason": ""}
    source, accepted = source | {"navn": "Jens Hansen"}, accepted | {"navn": "Jens Hansen"}
    key = imports.add(a_history("a", sources=(source,), accepted=(accepted,)))
    told = every_byte(root(imports))
    assert not re.search("010190.?1234", told) and "Hansen" not in told and SHA in told
    assert imports.load(key).sources[0]["file"] == "løn (skjult, ligner et personnummer).xlsx"


def test_rows_of_a_file_that_is_no_source_are_refused(imports):
    with pytest.raises(Unstorable, match="ikke er blandt kilderne"):
        imports.add(import_of({"history": rows("history", {"file": 1})}))


def test_nothing_to_store_is_said(imports):
    with pytest.raises(Unstorable, match="ingen rækker"):
        imports.add(import_of({"history": rows("history")}))


LOOKS = [
    "0101901234", "010190-1234", "010190 1234", "010190 - 1234", "010190–1234", "010190\u00a01234", "CPR:010190-1234.",
    "01 01 90 1234", "01 01 90-12 34", "01.01.90-1234", "01-01-90-1234", "01/01/90 1234", "0 1 0 1 9 0 1 2 3 4",
    "０１０１９０-1234", "0101\u200b90-1234", "0101\u00ad901234", "820460-0081", "x0101901234x", "9999999999",
    "999999-9999",
    "010190.1234", "0101 90/1234", "010190/1234", "010190, 1234", "010190 (1234)", "010190--1234", "010190+1234",
    "010190:1234", "0,1,0,1,9,0,1,2,3,4", "610190;1234",
    "0101\n901234", "010190_1234", "0101 901234", "(010190−1234)", pseudonym("en person"), f"id {pseudonym(1)}.",
]  # fmt: skip
LOOKS_NOT = [
    "", "30-06-2022", "30-06-2022 12 personer", "2022-06-30T12:00:00", "30-06-2022 12:05", "2022-06-30 12:05:59.123456",
    "402 2400 421 2450", "482/2434 = 19,8 %", "tlf. 12 34 56 78", "+45 12 34 56 78", "+4512345678", "F122", SHA,
    "fra 31-12-2021 til 01-01-2022", "2020, 2021 og 2022", "2022-06-2", "2023-02-05-11", "12345678901", "1.234.567",
    "202206-202212", "123456789", "31-12-2021 01-01-2022", "Annonce 2022-001234",
    "20220630/1234", "123456/1234", "999999, 1234", "2022-123456: 2000", "1.234.567, 1234", "010190, 12345",
]  # fmt: skip


@pytest.mark.parametrize("text", LOOKS)
def test_a_text_that_looks_like_a_person_number_is_seen_and_hidden(text):
    assert person_numbers.looks_like_one(text)
    told = person_numbers.hidden(f"Hun, {text}, er ny.")
    assert told.startswith("Hun, ") and told.endswith(", er ny.") and "skjult" in told
    assert not person_numbers.looks_like_one(told)


@pytest.mark.parametrize("text", LOOKS_NOT)
def test_a_text_that_does_not_is_let_be(text):
    assert not person_numbers.looks_like_one(text)
    assert person_numbers.hidden(text) == text


BLANK = st.sampled_from(["", " ", "\u00a0", "\u2009", "\u200b", "\n"])


@given(
    st.dates(date(1900, 1, 1), date(2050, 1, 1)),
    st.integers(0, 9999),
    st.sampled_from([0, 60]),
    BLANK,
    st.sampled_from(["", "-", "–", "−", " - ", "\u00a0-\u00a0", "_", "  "]),
    st.sampled_from(["", " ", "cpr ", "(", "æ", "nr.: "]),
    st.sampled_from(["", " ", ".", ")", "ø", ", 2 timer"]),
)
def test_every_person_number_is_seen_however_it_is_written(born, number, later, blank, dash, before, after):
    parts = (f"{born.day + later:02}", f"{born.month:02}", f"{born.year % 100:02}")
    text = f"{before}{blank.join(parts)}{dash}{number:04}{after}"
    assert person_numbers.looks_like_one(text)
    assert f"{number:04}" not in person_numbers.hidden(text).replace("skjult", "")


# --- what is measured


def combined_of(*imports: Import):
    return combine([replace(one, id=f"2023-01-01-{number}") for number, one in enumerate(imports, start=1)])


def test_nothing_taken_in_is_nothing_to_measure(imports):
    told = imports.combined()
    assert told.history.empty and told.adverts.empty and not told.other and told.imports == () == told.sources
    assert (told.staff_drawn, told.adverts_drawn, told.covers_from) == (None, None, None)
    assert list(told.history.columns) == list(COLUMNS["history"])


def test_the_history_is_the_latest_drawn_alone():
    told = combined_of(
        a_history("Anna", drawn=date(2023, 1, 31), covers_from=date(2018, 1, 1)),
        a_history("Bo", drawn=date(2022, 7, 31)),
    )
    assert told.history["person"].tolist() == [pseudonym("Anna")]
    assert (told.staff_drawn, told.covers_from) == (date(2023, 1, 31), date(2018, 1, 1))
    assert told.imports == ("2023-01-01-1",)


def test_of_the_same_day_the_history_taken_in_later_is_used():
    ids = [combined_of(*[a_history(str(number)) for number in range(12)]).imports]
    assert ids == [("2023-01-01-12",)]


def test_an_import_without_a_history_does_not_hide_the_one_before():
    adverts = import_of({"adverts": rows("adverts", {})}, drawn=date(2023, 1, 31))
    told = combined_of(a_history("Anna"), adverts)
    assert told.history["person"].tolist() == [pseudonym("Anna")]
    assert (told.staff_drawn, told.adverts_drawn) == (date(2022, 7, 31), date(2023, 1, 31))
    assert told.imports == ("2023-01-01-1", "2023-01-01-2")


def lists(*told: dict, kind: str = "status", **changes) -> Import:
    return import_of({kind: rows(kind, *told)}, **changes)


def test_status_lists_add_up_and_a_later_one_of_the_same_day_takes_the_place():
    june, december = day("2022-06-30"), day("2022-12-31")
    told = combined_of(
        lists({"who": "Anna", "on": june}, {"who": "Bo", "on": june}),
        lists({"who": "Carla", "on": december}, drawn=date(2023, 1, 31)),
        lists({"who": "Anna", "on": june, "unit": "SK02"}, drawn=date(2023, 1, 31)),
    )
    kept = set(zip(told.status["person"], told.status["on"], told.status["unit"], strict=True))
    assert kept == {(pseudonym("Carla"), december, "SK01"), (pseudonym("Anna"), june, "SK02")}
    assert told.imports == ("2023-01-01-2", "2023-01-01-3") and told.staff_drawn == date(2023, 1, 31)


def test_an_older_list_taken_in_afterwards_does_not_take_a_newer_ones_place():
    told = combined_of(lists({"unit": "NY"}, drawn=date(2022, 8, 31)), lists({"unit": "GL"}, drawn=date(2022, 7, 31)))
    assert told.status["unit"].tolist() == ["NY"]


def test_leavers_add_up_and_a_later_row_of_the_employment_and_half_year_takes_the_place():
    told = combined_of(
        lists(
            {"who": "Anna", "left": day("2022-06-30")},
            {"who": "Bo", "left": day("2022-01-31")},
            {"who": "Carla", "left": day("2021-12-31")},
            kind="leavers",
        ),
        lists(
            {"who": "Anna", "left": day("2022-05-31")},
            {"who": "Carla", "left": day("2022-03-31")},
            kind="leavers",
            drawn=date(2022, 9, 1),
        ),
    )
    kept = set(zip(told.leavers["person"], told.leavers["left"], strict=True))
    assert kept == {
        (pseudonym("Anna"), day("2022-05-31")),
        (pseudonym("Bo"), day("2022-01-31")),
        (pseudonym("Carla"), day("2021-12-31")),
        (pseudonym("Carla"), day("2022-03-31")),
    }


def test_the_first_complete_day_of_lists_is_the_earliest_unless_one_says_none():
    early, late = ({"on": day("2022-06-30")}, {"on": day("2022-12-31")})
    both = [lists(early, covers_from=date(2022, 6, 30)), lists(late, covers_from=date(2022, 12, 31))]
    assert combined_of(*both).covers_from == date(2022, 6, 30)
    assert combined_of(both[0], lists(late, covers_from=None)).covers_from is None


def test_an_advert_is_as_the_latest_import_says_first_published_the_earliest_day():
    told = combined_of(
        lists(
            {"job_id": "A", "published": day("2022-01-10"), "hires": 0, "area": "Gammel"},
            {"job_id": "B", "published": day("2022-02-01"), "hires": 0},
            kind="adverts",
        ),
        lists(
            {"job_id": "A", "published": day("2022-03-01"), "hires": 2},
            {"job_id": "C", "published": day("2022-04-01"), "hires": 1},
            kind="adverts",
            drawn=date(2022, 10, 1),
        ),
    )
    result = adverts_with_outcome(told.adverts, told.adverts_drawn)
    days = dict(zip(result["day"], result["hires"], strict=True))
    assert days == {day("2022-01-10"): 2, day("2022-02-01"): 0, day("2022-04-01"): 1}
    assert "Gammel" not in set(told.adverts["area"])


def test_an_advert_that_was_first_said_to_be_later_is_not_told_twice():
    told = combined_of(
        lists({"published": day("2022-03-01")}, kind="adverts"),
        lists({"published": day("2022-01-10")}, kind="adverts", drawn=date(2022, 10, 1)),
    )
    assert told.adverts["published"].tolist() == [day("2022-01-10")]


def test_other_kinds_are_the_latest_of_each():
    told = combined_of(
        import_of({"maaltal": rows("maaltal", {"target": 1.0}), "kontroltal": rows("kontroltal", {})}),
        import_of({"maaltal": rows("maaltal", {"target": 2.0}, {"target": 3.0})}),
    )
    assert told.other["maaltal"]["target"].tolist() == [2.0, 3.0] and len(told.other["kontroltal"]) == 1


def test_files_are_numbered_among_the_sources_that_are_used():
    def source(name):
        return {"file": name, "sheet": None, "kind": "x", "sha256": SHA, "rows": 9}

    first = import_of(
        {"history": rows("history", {}), "adverts": rows("adverts", {"job_id": "A", "file": 2})},
        sources=(source("a.csv"), source("tom.csv"), source("b.csv")),
    )
    second = import_of(
        {"history": rows("history", {"file": 1}), "adverts": rows("adverts", {"job_id": "B", "file": 0})},
        sources=(source("c.csv"), source("d.csv")),
    )
    told = combined_of(first, second)
    files = [one["file"] for one in told.sources]
    assert files == ["b.csv", "c.csv", "d.csv"]
    assert [files[place] for place in told.history["file"]] == ["d.csv"]
    assert [files[place] for place in told.adverts["file"]] == ["b.csv", "c.csv"]


DRAWN = [date(2022, 7, 31), date(2022, 8, 31), date(2023, 1, 31)]
ROW = st.tuples(st.sampled_from("ABC"), st.sampled_from(["2022-01-31", "2022-06-30", "2022-07-01", "2022-12-31"]))


@given(st.lists(st.tuples(st.sampled_from(DRAWN), st.lists(ROW, max_size=4), st.lists(ROW, max_size=4)), max_size=4))
def test_lists_are_combined_as_a_dictionary_would(told):
    """A naive second reading: go through the imports in order, and let each take the place of what it says again."""
    imports = [
        import_of(
            {
                "status": rows("status", *({"who": who, "on": day(when), "rate": place} for who, when in status)),
                "leavers": rows("leavers", *({"who": who, "left": day(when), "rate": place} for who, when in leavers)),
            },
            drawn=drawn,
        )
        for place, (drawn, status, leavers) in enumerate(told)
    ]
    by_day, by_half_year = {}, {}
    for place in sorted(range(len(told)), key=lambda place: (told[place][0], place)):
        for days in {when for _, when in told[place][1]}:
            by_day[days] = place
        for who, when in told[place][2]:
            by_half_year[who, when[:4], when[5:7] <= "06"] = place
    status = [(who, when, p) for p, (_, of, _) in enumerate(told) for who, when in of if by_day[when] == p]
    left = [
        (who, when, p)
        for p, (_, _, of) in enumerate(told)
        for who, when in of
        if by_half_year[who, when[:4], when[5:7] <= "06"] == p
    ]
    combined = combined_of(*imports)

    def as_told(frame, column):
        names = {pseudonym(name): name for name in "ABC"}
        days = frame[column].to_numpy().astype("datetime64[D]").astype(str)
        return sorted(zip(frame["person"].map(names), days, frame["rate"], strict=True))

    assert as_told(combined.status, "on") == sorted(status)
    assert as_told(combined.leavers, "left") == sorted(left)


# --- rows are taken out again


def test_a_withdrawn_import_is_out_of_use_and_its_rows_are_gone_but_the_fact_stays(imports):
    first = imports.add(a_history("Anna"))
    second = imports.add(a_history("Bo", drawn=date(2023, 1, 31)))
    imports.withdraw(second, "Bente Lund", "Forkert fil", AT)
    assert imports.ids() == [first, second] and imports.in_use() == [first]
    assert imports.combined().history["person"].tolist() == [pseudonym("Anna")]
    assert [path.name for path in (imports.folder / second).iterdir()] == ["manifest.json"]
    manifest = imports.manifest(second)
    assert manifest["changes"] == [
        {"what": "trukket tilbage", "at": "2023-03-01T09:30:00", "by": "Bente Lund", "reason": "Forkert fil",
         "rows": {"history": 1}}
    ]  # fmt: skip
    assert manifest["sources"][0]["sha256"] == SHA and manifest["by"] == "Anne Holm"
    assert imports.verify(second) == []
    with pytest.raises(Unpublishable, match=r"trukket tilbage 1\. marts 2023 af Bente Lund"):
        imports.load(second)
    with pytest.raises(Unpublishable, match="allerede trukket tilbage"):
        imports.withdraw(second, "Bente", "", AT)


def test_a_reason_with_a_person_number_changes_nothing(imports):
    key = imports.add(a_history("Anna"))
    for change in (lambda: imports.withdraw(key, "B", "Hun er 010190-1234", AT),
                   lambda: imports.erase(pseudonym("Anna"), "B", "Hun er 010190-1234", AT),
                   lambda: imports.withdraw(key, "0101901234", "", AT)):  # fmt: skip
        with pytest.raises(PersonNumber):
            change()
    assert imports.in_use() == [key] and len(imports.load(key).frames["history"]) == 1


def test_an_import_with_damaged_rows_can_be_withdrawn(imports):
    key = imports.add(a_history("Anna"))
    (imports.folder / key / "history.parquet").write_bytes(b"")
    imports.withdraw(key, "B", "Beskadiget", AT)
    assert imports.in_use() == [] and imports.verify(key) == []


def test_a_person_is_found_by_pseudonym_and_erased_from_every_byte(imports):
    person = pseudonym("Anna")
    first = imports.add(a_history("Anna", "Bo", "Anna"))
    leavers = rows("leavers", {"who": "Anna", "left": day("2022-06-30")}, {"who": "Carla", "left": day("2022-06-30")})
    second = imports.add(import_of({"status": rows("status", {"who": "Anna"}), "leavers": leavers}))
    third = imports.add(a_history("Bo"))
    untouched = {path: path.read_bytes() for path in (imports.folder / third).iterdir()}
    where = [Rows(first, "history", 2), Rows(second, "status", 1), Rows(second, "leavers", 1)]
    assert imports.find(person) == where
    assert person in every_byte(root(imports))
    assert imports.erase(person, "Bente Lund", "Anmodning om sletning", AT) == where
    assert imports.find(person) == []
    told = every_byte(root(imports))
    assert person not in told and pseudonym("Anna, ansættelse") not in told
    assert pseudonym("Bo") in told and pseudonym("Carla") in told
    assert imports.manifest(first)["changes"][0]["rows"] == {"history": 2}
    assert imports.manifest(second)["changes"][0]["rows"] == {"status": 1, "leavers": 1}
    assert {path: path.read_bytes() for path in (imports.folder / third).iterdir()} == untouched
    assert all(imports.verify(key) == [] for key in imports.ids())
    left = imports.load(first).frames["history"]
    assert left["person"].tolist() == [pseudonym("Bo")] and left["line"].tolist() == [3]


def test_the_only_person_of_an_import_takes_it_out_of_use(imports):
    key = imports.add(a_history("Anna"))
    imports.erase(pseudonym("Anna"), "B", "", AT)
    assert imports.in_use() == [] and imports.ids() == [key] and imports.combined().history.empty


def test_one_after_another_can_be_erased(imports):
    key = imports.add(a_history(*"abcdef"))
    for name in "abcde":
        imports.erase(pseudonym(name), "B", "", AT)
    assert imports.load(key).frames["history"]["person"].tolist() == [pseudonym("f")]
    assert len(list((imports.folder / key).iterdir())) == 2
    assert len(imports.manifest(key)["changes"]) == 5


def test_nobody_is_erased_where_there_is_nobody(imports):
    imports.add(a_history("Anna"))
    before = every_byte(root(imports))
    assert imports.erase(pseudonym("Bo"), "B", "", AT) == [] == imports.find(pseudonym("Bo"))
    assert every_byte(root(imports)) == before


@pytest.mark.parametrize("number", [*NUMBERS, "", "Jens"])
def test_a_person_is_never_asked_for_by_number(imports, number):
    for use in (imports.find, lambda one: imports.erase(one, "B", "", AT)):
        with pytest.raises(Unstorable) as told:
            use(number)
        assert not number or number not in str(told.value)


# --- how long rows are kept


def test_old_imports_are_deleted_and_lists_stay_until_their_own_time(imports):
    frames = {"history": rows("history", {}), "status": rows("status", {}), "adverts": rows("adverts", {})}
    old = imports.add(import_of(frames, taken_in=datetime(2018, 2, 1)))
    later = imports.add(import_of(frames, taken_in=datetime(2019, 2, 1)))
    new = imports.add(import_of(frames, taken_in=datetime(2022, 2, 1)))
    deleted = imports.delete_before(date(2021, 1, 1), 5, at=datetime(2023, 3, 1))
    assert set(deleted) == {
        *(Rows(old, kind, 1) for kind in frames),
        *(Rows(later, kind, 1) for kind in ("history", "adverts")),
    }
    assert imports.in_use() == [later, new] and list(imports.manifest(later)["frames"]) == ["status"]
    assert imports.manifest(old)["changes"][0]["rows"] == dict.fromkeys(frames, 1)
    assert [path.name for path in (imports.folder / old).iterdir()] == ["manifest.json"]
    assert all(imports.verify(key) == [] for key in imports.ids())
    assert imports.delete_before(date(2021, 1, 1), 5, at=datetime(2023, 3, 1)) == []


def test_lists_are_never_deleted_before_four_years(imports):
    key = imports.add(lists({}, taken_in=datetime(2019, 3, 1)))
    for years in (3, 0, -1):
        with pytest.raises(Unpublishable, match="mindst 4 år"):
            imports.delete_before(date(2023, 1, 1), years)
    assert imports.delete_before(date(2023, 1, 1), 4, at=datetime(2023, 3, 1)) == []
    assert imports.delete_before(date(2023, 1, 1), 4, at=datetime(2023, 3, 2)) == [Rows(key, "status", 1)]


def test_lists_are_not_deleted_before_the_municipalitys_own_time(imports):
    imports.add(lists({}, taken_in=datetime(2015, 3, 1)))
    assert imports.delete_before(date(2014, 1, 1), 4, at=datetime(2023, 3, 2)) == []


# --- whole or not at all, and as it was written


def test_any_changed_byte_is_found(imports):
    """All files of an import, a byte at both ends and at many places between, and every byte of the manifest."""
    key = imports.add(import_of({kind: rows(kind, {}, {}) for kind in COLUMNS}))
    tried, dice = 0, random.Random(20230301)
    for path in sorted((imports.folder / key).iterdir()):
        content = path.read_bytes()
        inside = range(len(content)) if path.suffix == ".json" else dice.sample(range(len(content)), 20)
        for offset in {0, len(content) - 1, *inside}:
            spoilt = bytearray(content)
            spoilt[offset] ^= dice.randrange(1, 256)
            path.write_bytes(spoilt)
            assert [fault.file for fault in imports.verify(key)] == [path.name], offset
            tried += 1
        for spoilt in (content[:-1], content + b" ", b""):
            path.write_bytes(spoilt)
            assert [(one.file, one.what) for one in imports.verify(key)] == [(path.name, "ændret")]
            with pytest.raises(Unpublishable, match=f"Importen {key} er beskadiget: filen {path.name}"):
                imports.load(key)
            tried += 1
        path.write_bytes(content)
    assert imports.verify(key) == []
    print(f"{tried} ændrede bytes blev fundet")
    assert tried > 1000


def test_a_missing_file_and_a_strange_one_are_told(imports):
    key = imports.add(import_of({"history": rows("history", {}), "adverts": rows("adverts", {})}))
    (imports.folder / key / "history.parquet").unlink()
    (imports.folder / key / "noter.txt").write_text("x")
    told = [fault.message for fault in imports.verify(key)]
    assert told == ["Filen history.parquet mangler.", "Filen noter.txt hører ikke til."]
    (imports.folder / key / "manifest.json").unlink()
    assert [fault.message for fault in imports.verify(key)] == ["Filen manifest.json mangler."]
    with pytest.raises(Unpublishable, match=r"manifest\.json er ændret eller mangler"):
        imports.combined()


def test_half_an_import_is_none_and_is_cleared_away(imports):
    key = imports.add(a_history("Anna"))
    half = imports.folder / ".2023-02-05-2.skrives"
    shutil.copytree(imports.folder / key, half)
    assert imports.ids() == [key]
    assert recover(root(imports)) == ["Importen 2023-02-05-2 blev ikke færdig og er fjernet. Intet er ændret."]
    assert not half.exists() and recover(root(imports)) == []
    assert imports.load(key).frames["history"]["person"].tolist() == [pseudonym("Anna")]


def test_what_an_interrupted_change_had_written_is_cleared_away_by_the_next_writer(imports):
    key = imports.add(a_history("Anna", "Bo"))
    shutil.copy(imports.folder / key / "history.parquet", imports.folder / key / "history.2.parquet")
    imports.add(a_history("Carla"))
    assert sorted(path.name for path in (imports.folder / key).iterdir()) == ["history.parquet", "manifest.json"]


def test_of_a_link_in_place_of_a_half_import_only_the_link_is_cleared_away(imports, tmp_path):
    elsewhere = tmp_path / "andetsteds"
    elsewhere.mkdir()
    (elsewhere / "brev.txt").write_text("bliver", encoding="utf-8")
    imports.folder.mkdir(parents=True, exist_ok=True)
    link = imports.folder / ".2023-02-05-7.skrives"
    link.symlink_to(elsewhere, target_is_directory=True)
    assert len(recover(root(imports))) == 1
    assert not link.is_symlink() and (elsewhere / "brev.txt").read_text(encoding="utf-8") == "bliver"


def test_on_a_full_disk_nothing_is_stored_and_it_is_said_so(imports, monkeypatch):
    kept = imports.add(a_history("a"))
    before = {path: path.read_bytes() for path in imports.folder.rglob("*") if path.is_file()}

    def full(handle: int, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "write", full)
        with pytest.raises(Unpublishable, match="plads på disken"):
            imports.add(a_history("b"))
        assert recover(root(imports)) == []
        assert len(imports.load(kept).frames)
    assert {path: path.read_bytes() for path in imports.folder.rglob("*") if path.is_file()} == before
    assert imports.in_use() == [kept]


def test_recovery_lets_whole_folders_and_strange_files_be(imports):
    imports.add(a_history("Anna"))
    (imports.folder / "noter.txt").write_text("x")
    (imports.folder / "2023-02-05-1/noter.txt").write_text("x")
    before = every_byte(root(imports))
    assert recover(root(imports)) == []
    assert every_byte(root(imports)) == before


def test_a_restored_copy_is_the_store(imports, tmp_path):
    for name in ("Anna", "Bo"):
        imports.add(a_history(name))
    imports.withdraw("2023-02-05-2", "B", "", AT)
    shutil.copytree(root(imports), tmp_path / "kopi")
    shutil.rmtree(root(imports))
    restored = Imports(tmp_path / "kopi/imports")
    assert recover(tmp_path / "kopi") == []
    assert restored.ids() == ["2023-02-05-1", "2023-02-05-2"] and restored.in_use() == ["2023-02-05-1"]
    assert all(restored.verify(key) == [] for key in restored.ids())
    assert restored.add(a_history("Carla")) == "2023-02-05-3"
    assert len(restored.combined().history) == 1


def test_a_manifest_can_be_read_by_a_person(imports):
    key = imports.add(a_history("Anna"))
    told = json.loads((imports.folder / key / "manifest.json").read_text(encoding="utf-8"))
    assert told["by"] == "Anne Holm" and told["frames"] == {"history": {"file": "history.parquet", "rows": 1}}
    assert np.isin(["checksums", "seal", "format", "changes"], list(told)).all()


@pytest.mark.parametrize("typed", ["0101600001", "010160-0001", " 10160 - 0001 ", "010160\u20130001", "101.600.001"])
def test_a_person_is_looked_up_by_the_number_in_any_form_that_a_file_may_have(typed: str) -> None:
    looked_for = []
    office = SimpleNamespace(key=b"key", imports=SimpleNamespace(find=lambda person: looked_for.append(person) or []))
    assert find_person(office, typed) == []
    assert looked_for == pseudonyms(b"key", ["0101600001"])
