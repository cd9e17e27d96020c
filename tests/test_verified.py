"""`verify` without a key looks through all that is stored: every damage is found, and a whole store is silent."""

import json
import random
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from publications_for_tests import small_publication
from test_imports import a_history
from test_journal import fill
from test_refresh import office, run  # noqa: F401 (a fixture)

from kpi.publications import journal_check, key_check
from kpi.publications.imports import Imports
from kpi.publications.journal import IMPORT, PUBLISH, Journal
from kpi.publications.journal_tables import COLUMNS
from kpi.publications.made_papers import MadePapers
from kpi.publications.publication import Store
from kpi.publications.verified import verified

AT = datetime(2023, 2, 5, 12)
HR = {"who": "Anne Holm", "role": "hr", "at": AT}


def filled(root: Path) -> Path:
    """A store with something of everything."""
    journal = Journal(root)
    journal.record(IMPORT, Imports(root / "imports").add(a_history("Anna", taken_in=AT)), **HR)
    Store(root / "publications").add(small_publication(published=AT))
    journal.record(PUBLISH, "2022-06", **HR)
    MadePapers(root).add("2022-06", "direktionen", {"sag.docx": b"Sagen"}, by="Anne Holm", at=AT, arrows_2022=False)
    fill(journal)
    key_check.keep(root, b"k" * 32)
    return root


@pytest.fixture
def store(tmp_path) -> Path:
    return filled(tmp_path / "store")


def told(root: Path) -> list[str]:
    return [one.message for one in verified(root).damage]


def edited(root: Path, *statements: str) -> None:
    """The journal after somebody has been at it with SQLite's own tools."""
    with sqlite3.connect(root / "journal.sqlite") as connection:
        for one in statements:
            connection.execute(one)
    connection.close()


def test_a_whole_store_is_silent_and_untouched(store):
    before = {path: path.read_bytes() for path in store.rglob("*") if path.is_file()}
    found = verified(store)
    assert (found.imports, found.publications, found.papers, found.damage) == (1, 1, 1, [])
    assert {path: path.read_bytes() for path in store.rglob("*") if path.is_file()} == before


def test_a_changed_byte_is_found_in_every_file_but_the_journal(store):
    dice, tried = random.Random(20261122), 0
    for path in sorted(store.rglob("*")):
        if path.is_file() and path.name not in ("journal.sqlite", ".lock"):
            whole = path.read_bytes()
            spoilt = bytearray(whole)
            spoilt[dice.randrange(len(whole))] ^= dice.randrange(1, 256)
            path.write_bytes(spoilt)
            assert len(told(store)) == 1, path
            path.write_bytes(whole)
            tried += 1
    assert tried == 10 and told(store) == []


def test_what_is_gone_is_told_by_name(store):
    (store / "papers/2023-02-05-1/sag.docx").unlink()
    (store / "publications/2022-06/manifest.json").unlink()
    (store / "imports/2023-02-05-1").rename(store.parent / "andetsteds")
    assert told(store) == [
        "Udgivelsen 2022-06: Filen manifest.json mangler.",
        "Sagen 2023-02-05-1: Filen sag.docx mangler.",
        "Importen 2023-02-05-1: Filen manifest.json mangler.",
        "Udgivelsen 2022-06: Filen manifest.json mangler.",
    ], "the last two because the journal tells of them"
    (store / "journal.sqlite").unlink()
    assert told(store)[-1] == "Journalen: Filen journal.sqlite mangler."
    assert not (store / "journal.sqlite").exists()


@pytest.mark.parametrize("table", COLUMNS)
def test_a_line_that_was_taken_out_of_the_journal_is_missed(store, table):
    last = f"DELETE FROM {table} WHERE id = (SELECT MAX(id) FROM {table})"
    rule = sqlite3.connect(store / "journal.sqlite").execute(
        "SELECT sql FROM sqlite_master WHERE name = ?", [f"{table}_removed"]
    )
    edited(store, f"DROP TRIGGER {table}_removed", last, rule.fetchone()[0])
    assert told(store) == [f"Journalen mangler linjer i tabellen {table}."]


def test_a_rule_that_was_taken_away_is_missed_and_so_is_a_broken_reference(store):
    edited(store, "DROP TRIGGER audit_changed")
    assert told(store) == [f"Journalen {journal_check.OTHER_TABLES.format('audit_changed')}."]
    edited(store, "PRAGMA user_version = 1")
    assert told(store) == [f"Journalen {journal_check.OTHER_VERSION}."]


def test_a_torn_journal_is_told_and_the_rest_is_looked_at(store):
    path = store / "journal.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    (store / "papers/2023-02-05-1/sag.docx").write_bytes(b"")
    first, *rest = told(store)
    assert first == "Sagen 2023-02-05-1: Filen sag.docx er ændret." and rest
    assert all(one.startswith("Journalen kan ikke læses: ") for one in rest)
    path.write_bytes(b"x" * 4096)
    assert told(store)[1].startswith("Journalen kan ikke læses: ")


def test_the_pages_of_the_journal_that_sqlite_can_check_are_checked(store):
    """The head and the pages' own heads: most bytes of a database are text, which is not checked."""
    path, found = store / "journal.sqlite", 0
    whole = path.read_bytes()
    for page in range(0, len(whole), 4096):
        spoilt = bytearray(whole)
        spoilt[page + (100 if page == 0 else 0)] ^= 0x55
        path.write_bytes(spoilt)
        found += bool(told(store))
    assert found == len(whole) // 4096 > 5


def test_a_damaged_paper_does_not_stop_the_next(store):
    path = store / "papers/2023-02-05-1/manifest.json"
    path.write_bytes(path.read_bytes().replace(b"Anne", b"Anna"))
    papers = MadePapers(store)
    assert papers.of("2022-06") == []
    kept = papers.add("2022-06", "direktionen", {"sag.docx": b"Sagen"}, by="Bo", at=AT, arrows_2022=False)
    assert kept == "2023-02-05-2" and [one["id"] for one in papers.of("2022-06")] == [kept]


def test_the_command_checks_all_or_one(office, capsys):  # noqa: F811
    assert run(capsys, "verify")[0] == 1, "a store without a journal is none"
    root = filled(office / "store")
    status, out, said = run(capsys, "verify")
    assert (status, out) == (0, "")
    assert said == "Kontrolleret: 1 import, 1 udgivelse, 1 sag og journalen. Alt er, som det blev skrevet.\n"
    [rows] = (root / "imports").glob("*/history.parquet")
    rows.write_bytes(rows.read_bytes() + b" ")
    status, out, said = run(capsys, "verify")
    assert (status, out) == (1, "Importen 2023-02-05-1: Filen history.parquet er ændret.\n")
    assert said.endswith("1 fejl.\n")
    listed = json.loads(run(capsys, "verify", "--json")[1])
    assert listed == [{"thing": "Importen 2023-02-05-1", "file": "history.parquet", "what": "ændret"}]
    assert run(capsys, "verify", "2022-06")[0] == 0 and run(capsys, "verify", "2022-06", "--json")[1] == "[]\n"
    (root / "journal.sqlite").write_bytes(b"x" * 4096)
    status, out, _ = run(capsys, "verify")
    assert status == 1 and "Journalen kan ikke læses" in out and "history.parquet" in out
