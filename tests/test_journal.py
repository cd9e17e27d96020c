"""The journal: what people write and do, added and never changed, without person numbers, whole after any stop."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_imports import AT, NUMBERS, a_history, pseudonym
from test_publication import amendment, publication

from kpi.publications import journal_tables
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import DENIED, DONE, ERASE, IMPORT, PUBLISH, WITHDRAW, Journal
from kpi.publications.person_numbers import PersonNumber
from kpi.publications.publication import Store
from kpi.publications.reconcile import reconcile
from kpi.publications.transactions import Busy

HR = {"who": "Anne Holm", "role": "hr"}


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "store")


KEPT = {
    "audience": "intern", "text": "Omsætningen er 20,1 %.", "kind": "tal_ikke_i_tabellerne", "words": "20,1 %",
    "found": "I tabellen står der 19,8 %.", "reason": "Tallet er fra KRL.",
}  # fmt: skip


def fill(journal: Journal) -> None:
    """A line in every table."""
    journal.record(PUBLISH, "2022-06", **HR, detail="Første udgivelse", at=AT)
    journal.accept(
        "2023-02-05-1", **HR, code="dublet", reason="Systemet", file="loen.csv", cell="F2", message="To", at=AT
    )
    journal.comment("2022-06", "Flere stopper tidligt.", **HR, place="tabel-3", at=AT)
    journal.decide("beslutning", "Vi taler med lederne.", **HR, publication="2022-06", at=AT)
    journal.answer("loen.csv", "grad", "decimal", who="Anne Holm", at=AT)
    journal.choose("comments", 1, ["direktionen"], **HR, at=AT)
    journal.word("tabel-2/turnover/niveau", "off", **HR, at=AT)
    journal.keep("tabel-2/turnover/niveau", **KEPT, **HR, at=AT)


def test_what_is_written_is_listed_the_oldest_first(journal):
    fill(journal)
    journal.record("eksport", "2022-06", **HR)
    again = Journal(journal.path.parent)
    assert [line["action"] for line in again.audit()] == ["udgivelse", "eksport"]
    assert again.audit()[0] == {
        "id": 1, "at": "2023-03-01T09:30:00", "who": "Anne Holm", "role": "hr", "action": "udgivelse",
        "target": "2022-06", "outcome": "gennemført", "detail": "Første udgivelse",
    }  # fmt: skip
    assert [line["action"] for line in again.audit(latest=1)] == ["eksport"]
    assert [line["id"] for line in again.audit(action=PUBLISH, target="2022-06")] == [1]
    assert again.audit(target="2022-12") == []
    assert again.acceptances("2023-02-05-1")[0]["reason"] == "Systemet"
    assert again.comments("2022-06", "tabel-3")[0]["text"] == "Flere stopper tidligt."
    assert again.decisions(kind="beslutning")[0]["text"] == "Vi taler med lederne."
    assert again.answers("loen.csv") == {"grad": "decimal"} and again.answers("anden.csv") == {}


def test_the_latest_answer_holds(journal):
    journal.answer("loen.csv", "grad", "decimal", who="Anne")
    journal.answer("loen.csv", "grad", "timer", who="Bente")
    assert journal.answers("loen.csv") == {"grad": "timer"}


def test_a_decision_can_be_followed_up(journal):
    first = journal.decide(
        "handling", "Introforløb", **HR, measure="left_within_3m", responsible="Bo Lund", due="2023-06-01"
    )
    journal.decide("handling", "Er sat i gang", **HR, about=first)
    assert [line["about"] for line in journal.decisions()] == [None, first]
    journal.decide("handling", "", **HR, about=first, status="udført")
    assert [line["status"] for line in journal.decisions()] == ["", "", "udført"]
    with pytest.raises(Unpublishable, match="Linjen 99 findes ikke"):
        journal.decide("handling", "Mere", **HR, about=99)
    with pytest.raises(Unpublishable, match="En status er i gang, udført, opgivet eller trukket tilbage, ikke færdig"):
        journal.decide("handling", "", **HR, about=first, status="færdig")
    with pytest.raises(Unpublishable, match="En status er tom"):
        journal.decide("handling", "Ny", **HR, status="udført")
    with pytest.raises(PersonNumber, match="feltet ansvarlig"):
        journal.decide("handling", "Ny", **HR, responsible="010190-1234")
    assert len(journal.decisions()) == 3
    with pytest.raises(Unpublishable, match="fortolkning, beslutning eller handling"):
        journal.decide("mening", "Nej", **HR)


def test_only_whether_a_comment_is_shown_can_change(journal):
    fill(journal)
    journal.show(1, False)
    assert [line["visible"] for line in journal.comments()] == [0]
    journal.show(1, True)
    assert [line["visible"] for line in journal.comments()] == [1]
    with pytest.raises(Unpublishable, match="Kommentaren 9 findes ikke"):
        journal.show(9, True)


def test_hr_chooses_whose_papers_a_line_goes_with_and_the_latest_choice_holds(journal):
    fill(journal)
    assert journal.choices("comments") == {1: ("direktionen",)} and journal.choices("decisions") == {}
    journal.choose("comments", 1, ["oekonomiudvalget", "chefforum", "chefforum"], **HR)
    journal.choose("decisions", 1, {"hovedudvalget"}, **HR)
    assert journal.choices("comments") == {1: ("chefforum", "oekonomiudvalget")}
    assert journal.choices("decisions") == {1: ("hovedudvalget",)}
    journal.choose("comments", 1, [], **HR)
    assert Journal(journal.path.parent).choices("comments") == {1: ()}
    for told, message in (
        (("comments", 9, []), "Kommentaren 9 findes ikke"),
        (("decisions", 9, []), "Linjen 9 findes ikke"),
        (("answers", 1, []), "Det skrevne er"),
        (("comments", 1, ["pressen"]), "En modtager er .*, ikke pressen"),
    ):
        with pytest.raises(Unpublishable, match=message):
            journal.choose(*told, **HR)
    assert journal.choices("comments") == {1: ()}


def test_a_journal_of_the_first_version_keeps_its_lines_and_gets_the_rest(tmp_path):
    root = tmp_path / "store"
    root.mkdir()
    with sqlite3.connect(root / "journal.sqlite", isolation_level=None) as old:
        for statement in journal_tables.SCHEMAS[0]:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        columns = ("at", "who", "role", "kind", "publication", "measure", "staff_group", "period_end", "text")
        told = ("2022-10-10T09:00:00", "Anne", "hr", "handling", "2022-06", "turnover", "laerere", "2022-06-30", "Tal")
        old.execute(f"INSERT INTO decisions ({', '.join(columns)}, responsible, due) VALUES {(*told, 'HR', '')}")
    journal = Journal(root)
    assert [(line["text"], line["responsible"], line["status"]) for line in journal.decisions()] == [("Tal", "HR", "")]
    journal.decide("handling", "", **HR, about=1, status="udført")
    journal.choose("decisions", 1, ["direktionen"], **HR)
    assert [line["status"] for line in Journal(root).decisions()] == ["", "udført"]
    with sqlite3.connect(journal.path) as connection, pytest.raises(sqlite3.IntegrityError, match="kun skrives til"):
        connection.execute("UPDATE decisions SET status = 'opgivet'")


def old_journal(root: Path, version: int) -> None:
    """A journal as the program of that version left it, with a line."""
    root.mkdir()
    with sqlite3.connect(root / "journal.sqlite", isolation_level=None) as old:
        for schema in journal_tables.SCHEMAS[:version]:
            for statement in schema:
                old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
        old.execute("INSERT INTO answers (at, who, source, question, answer) VALUES ('x', 'Anne', 'a.csv', 'q', 'ja')")


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_older_journal_takes_what_hr_wants_of_a_sentence(tmp_path, version):
    old_journal(tmp_path / "store", version)
    journal = Journal(tmp_path / "store")
    assert journal.answers("a.csv") == {"q": "ja"} and journal.wording() == []
    behind = {"turnover/htk/2022-06-30": "19,8"}
    journal.word(
        "tabel-2/turnover/niveau", "text", text="Flere fratræder.", printed=behind, publication="2022-06", **HR, at=AT
    )
    told = Journal(tmp_path / "store").wording()
    assert told == [
        {
            "id": 1, "at": "2023-03-01T09:30:00", "who": "Anne Holm", "role": "hr", "audience": "intern",
            "key": "tabel-2/turnover/niveau", "state": "text", "text": "Flere fratræder.", "printed": behind,
            "after": "", "publication": "2022-06",
        }
    ]  # fmt: skip
    journal.keep("tabel-2/turnover/niveau", **KEPT, **HR, at=AT)
    told = {"id": 1, "at": "2023-03-01T09:30:00", "who": "Anne Holm", "role": "hr", "key": "tabel-2/turnover/niveau"}
    assert Journal(tmp_path / "store").kept() == [told | KEPT]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"reason": " \n"}, "Skriv en begrundelse"),
        ({"reason": "Ring til 010190-1234"}, "personnummer"),
        ({"audience": "alle"}, "Visningen er intern eller offentlig, ikke alle"),
    ],
)
def test_a_fault_is_kept_with_a_reason_alone(journal, told, message):
    with pytest.raises(Unpublishable, match=message):
        journal.keep("k", **KEPT | told, **HR)
    assert journal.kept() == []


def test_what_hr_wants_of_a_sentence_is_one_of_five_things(journal):
    for told, message in (
        (("k", "måske"), "Valget er on, off, text, own eller gone, ikke måske"),
        (("k", "text"), "Skriv en tekst"),
        (("k", "own"), "Skriv en tekst"),
    ):
        with pytest.raises(Unpublishable, match=message):
            journal.word(*told, **HR)
    with pytest.raises(Unpublishable, match="Visningen er intern eller offentlig, ikke raa"):
        journal.word("k", "on", audience="raa", **HR)
    assert journal.wording() == []


# --- lines are added, and never changed or removed


def statements(table: str) -> list[str]:
    columns = ("id", *journal_tables.COLUMNS[table])
    changes = [f"UPDATE {table} SET {column} = {column} || 'x'" for column in columns if column != "visible"]
    if table != "comments":
        changes.append(f"UPDATE {table} SET at = at")
    inserted = ", ".join("1" if column == "id" else "''" for column in columns if column != "about")
    named = ", ".join(column for column in columns if column != "about")
    return [
        *(change for change in changes if " id " not in change and "about" not in change),
        f"UPDATE {table} SET id = 77",
        f"UPDATE {table} SET rowid = 77",
        f"UPDATE OR IGNORE {table} SET who = 'x'",
        f"DELETE FROM {table}",
        f"DELETE FROM {table} WHERE id = 1",
        f"INSERT OR REPLACE INTO {table} ({named}) VALUES ({inserted.replace(chr(39) * 2, '1')})",
        f"REPLACE INTO {table} (rowid, at) VALUES (1, 'x')",
    ]


@pytest.mark.parametrize("table", journal_tables.COLUMNS)
def test_a_line_can_neither_be_changed_nor_removed(journal, table):
    fill(journal)
    before = list(sqlite3.connect(journal.path).iterdump())
    for statement in statements(table):
        with (
            sqlite3.connect(journal.path) as connection,
            pytest.raises(sqlite3.IntegrityError, match="kun skrives til"),
        ):
            connection.execute(statement)
        connection.close()
    assert list(sqlite3.connect(journal.path).iterdump()) == before
    assert len(statements(table)) >= 10


def test_a_text_that_cannot_be_stored_is_said(journal):
    with pytest.raises(Unpublishable, match="et tegn i teksten"):
        journal.comment("2022-06", "\ud800", **HR)
    assert journal.comments() == []


def test_ids_are_never_used_again(journal):
    assert [journal.record("eksport", **HR) for _ in range(3)] == [1, 2, 3]


# --- no person numbers


@pytest.mark.parametrize("number", [*NUMBERS, "010190 1234", "01 01 90 1234", "en 0101901234 i", pseudonym("Anna")])
@pytest.mark.parametrize("write", [
    lambda journal, text: journal.comment("2022-06", text, **HR),
    lambda journal, text: journal.comment("2022-06", "x", place=text, **HR),
    lambda journal, text: journal.comment(text, "x", **HR),
    lambda journal, text: journal.comment("2022-06", "x", who=text, role="hr"),
    lambda journal, text: journal.decide("handling", text, **HR),
    lambda journal, text: journal.decide("handling", "x", responsible=text, **HR),
    lambda journal, text: journal.decide("handling", "x", due=text, **HR),
    lambda journal, text: journal.accept("2022-06", code="dublet", reason=text, **HR),
    lambda journal, text: journal.accept(text, code="dublet", reason="x", **HR),
    lambda journal, text: journal.answer("loen.csv", "grad", text, who="Anne"),
    lambda journal, text: journal.word("tabel-2/x", "text", text=text, **HR),
    lambda journal, text: journal.word(text, "off", **HR),
    lambda journal, text: journal.word("x", "own", text="x", printed={text: "1"}, **HR),
])  # fmt: skip
def test_text_that_looks_like_a_person_number_is_refused(journal, write, number):
    with pytest.raises(PersonNumber, match="ligner et personnummer") as told:
        write(journal, number)
    assert number not in str(told.value)
    everything = "\n".join(sqlite3.connect(journal.path).iterdump())
    assert 'INSERT INTO "audit"' not in everything and number not in everything


def test_a_denied_attempt_is_logged_without_the_number(journal):
    told = {"detail": "Søgte 010190-1234", "outcome": DENIED, "who": "0101901234", "role": "chef"}
    journal.record("adgang", "/hent/010190-1234", **told)
    line = journal.audit()[0]
    assert line["outcome"] == "nægtet" and "1234" not in str(line) and "skjult" in line["target"]


def test_files_and_messages_that_the_program_names_are_kept_without_the_number(journal):
    journal.accept("x", **HR, code="dublet", reason="Ja", file="løn 010190-1234.csv", message="Værdien 0101901234")
    journal.answer("løn 010190-1234.csv", "kolonnen 0101901234", "ja", who="Anne")
    assert "1234" not in "\n".join(sqlite3.connect(journal.path).iterdump())
    assert list(journal.answers("løn 010190-1234.csv").values()) == ["ja"]


@given(st.text(max_size=60))
def test_any_text_comes_back_or_is_refused(tmp_path_factory, text):
    journal = Journal(tmp_path_factory.getbasetemp() / "tekster")
    try:
        number = journal.comment("2022-06", text, **HR)
    except PersonNumber:
        return
    except Unpublishable:
        assert any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)
        return
    assert [line["text"] for line in journal.comments() if line["id"] == number] == [text]


# --- the file


def test_the_journal_is_one_file_that_is_on_disk_and_can_be_copied(journal, tmp_path):
    fill(journal)
    assert [path.name for path in journal.path.parent.iterdir()] == ["journal.sqlite"]
    assert journal.path.stat().st_mode & 0o077 == 0
    with journal._connection() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] >= 2
    shutil.copytree(journal.path.parent, tmp_path / "kopi")
    copy = Journal(tmp_path / "kopi")
    assert copy.audit() == journal.audit() and copy.comments() == journal.comments()
    assert copy.record("eksport", **HR) == 2


def test_a_journal_of_a_later_version_is_not_touched(journal):
    with sqlite3.connect(journal.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = journal.path.read_bytes()
    with pytest.raises(Unpublishable, match="nyere udgave"):
        Journal(journal.path.parent)
    assert journal.path.read_bytes() == before


def test_a_journal_that_is_no_journal_is_said(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"ikke en database" * 100)
    with pytest.raises(Unpublishable, match="Journalen kan ikke læses"):
        Journal(tmp_path)


def test_many_can_write_at_once(journal):
    threads = [threading.Thread(target=lambda: [journal.record("eksport", **HR) for _ in range(5)]) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line["id"] for line in journal.audit()] == list(range(1, 31))


def test_a_journal_that_is_in_use_is_said(journal, monkeypatch):
    monkeypatch.setattr("kpi.publications.journal_lines.WAIT", 0.1)
    holder = sqlite3.connect(journal.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Busy, match="i brug"):
        journal.record("eksport", **HR)
    holder.execute("ROLLBACK")
    assert journal.record("eksport", **HR) == 1


# --- the log against what is stored


@pytest.fixture
def root(tmp_path) -> Path:
    return tmp_path / "store"


def deeds(root: Path) -> list[tuple[str, str, str]]:
    return [(line["action"], line["target"], line["who"]) for line in Journal(root).audit() if line["outcome"] == DONE]


def test_an_empty_store_has_nothing_amiss(root):
    assert reconcile(root) == [] and deeds(root) == []


def test_lines_that_were_lost_are_written_again_once(root):
    imports, store = Imports(root / "imports"), Store(root / "publications")
    first, second = imports.add(a_history("Anna", "Bo")), imports.add(a_history("Anna", "Bo"))
    store.add(publication(by="Anne"))
    store.add(amendment())
    imports.erase(pseudonym("Anna"), "Bente", "Anmodning", AT)
    imports.withdraw(second, "Carla", "Forkert fil", datetime(2023, 3, 2))
    messages = reconcile(root)
    assert sorted(deeds(root)) == sorted([
        (IMPORT, first, "Anne Holm"), (IMPORT, second, "Anne Holm"),
        (PUBLISH, "2022-06", "Anne"), (PUBLISH, "2022-06-2", "Bente"),
        (ERASE, first, "Bente"), (ERASE, second, "Bente"), (WITHDRAW, second, "Carla"),
    ])  # fmt: skip
    assert len(messages) == 7 and "Journalen manglede linjen «udgivelse 2022-06-2». Den er skrevet igen." in messages
    withdrawn = Journal(root).audit(action=WITHDRAW)[0]
    assert withdrawn["at"] == "2023-03-02T00:00:00" and withdrawn["detail"].startswith("Forkert fil (skrevet igen")
    assert [line["at"] for line in Journal(root).audit()] == sorted(line["at"] for line in Journal(root).audit())
    assert reconcile(root) == []


def test_lines_that_are_there_are_let_be_whenever_they_were_written(root):
    imports, journal = Imports(root / "imports"), Journal(root)
    key = imports.add(a_history("Anna", "Bo", "Carla"))
    journal.record(IMPORT, key, **HR, at=datetime(2023, 2, 5, 12, 7))
    imports.erase(pseudonym("Anna"), "Bente", "", AT)
    journal.record(ERASE, key, **HR, at=AT)
    imports.erase(pseudonym("Bo"), "Bente", "", datetime(2023, 3, 2))
    assert reconcile(root) == ["Journalen manglede linjen «sletning 2023-02-05-1». Den er skrevet igen."]
    assert [line["at"][:10] for line in journal.audit(action=ERASE)] == ["2023-03-01", "2023-03-02"]


@pytest.mark.parametrize("with_false_lines", [False, True], ids=["as it was written", "and with the lines it got"])
def test_an_erasure_that_stands_as_one_line_for_all_imports_gets_no_more(root, with_false_lines):
    """As the line was written until each import had its own, and where a start has written some again beside it."""
    imports, journal = Imports(root / "imports"), Journal(root)
    keys = [imports.add(a_history("Anna", "Bo")) for _ in range(2)]
    for key in keys:
        journal.record(IMPORT, key, **HR, at=datetime(2023, 2, 5))
    assert len(imports.erase(pseudonym("Anna"), "Bente", "Anmodning", AT)) == 2
    journal.record(ERASE, "person", who="Bente", role="hr", detail="2 rækker: Anmodning", at=AT)
    for key in keys * with_false_lines:
        journal.record(ERASE, key, who="Bente", role="hr", detail="(skrevet igen efter en afbrydelse)", at=AT)
    before = journal.audit()
    assert reconcile(root) == [] and journal.audit() == before
    imports.erase(pseudonym("Bo"), "Bente", "Anmodning", datetime(2023, 3, 2))
    assert reconcile(root) == [f"Journalen manglede linjen «sletning {key}». Den er skrevet igen." for key in keys]
    assert reconcile(root) == []


def test_an_erasure_that_found_nobody_does_not_stand_for_one_whose_line_was_lost(root):
    imports, journal = Imports(root / "imports"), Journal(root)
    journal.record(IMPORT, imports.add(a_history("Anna")), **HR, at=AT)
    journal.record(ERASE, "person", who="Bente", role="hr", detail="0 rækker: Anmodning", at=datetime(2023, 2, 6))
    imports.erase(pseudonym("Anna"), "Bente", "Anmodning", AT)
    assert len(reconcile(root)) == 1 and reconcile(root) == []


def test_an_attempt_that_was_denied_is_not_the_deed(root):
    Journal(root).record(PUBLISH, "2022-06", **HR, outcome=DENIED)
    Store(root / "publications").add(publication(by="Anne"))
    assert len(reconcile(root)) == 1 and deeds(root) == [(PUBLISH, "2022-06", "Anne")]


def test_a_publication_or_an_import_that_was_lost_is_told_every_time(root):
    key = Imports(root / "imports").add(a_history("Anna"))
    Store(root / "publications").add(publication())
    reconcile(root)
    shutil.rmtree(root / "publications/2022-06")
    shutil.rmtree(root / "imports" / key)
    lost = [
        f"Importen {key} står i journalen, men findes ikke i lageret. Hent den fra en sikkerhedskopi.",
        "Udgivelsen 2022-06 står i journalen, men findes ikke i lageret. Hent den fra en sikkerhedskopi.",
    ]
    assert reconcile(root) == lost == reconcile(root)


def test_a_publication_that_lost_its_manifest_is_told(root):
    Store(root / "publications").add(publication())
    reconcile(root)
    (root / "publications/2022-06/manifest.json").unlink()
    assert "Udgivelsen 2022-06 står i journalen" in reconcile(root)[0]


def test_a_damaged_manifest_does_not_stop_the_rest(root):
    imports = Imports(root / "imports")
    first, second = imports.add(a_history("Anna")), imports.add(a_history("Bo"))
    (imports.folder / first / "manifest.json").write_text("{}")
    reconcile(root)
    assert deeds(root) == [(IMPORT, second, "Anne Holm")]
