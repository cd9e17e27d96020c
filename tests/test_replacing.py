"""Reference files that HR sends: what they are, what they change, and that they are put in use all of them or none."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.__main__ import main
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference import reference_of
from kpi.extracts.placement.reference_files import REFERENCE_FILES
from kpi.municipality.settings import Settings
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import REPLACED, Journal
from kpi.publications.person_numbers import looks_like_one
from kpi.publications.publication import Store
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.office import COMES_WITH_IT, Office, office_at
from kpi.refreshing.officers_files import Upload, files_in
from kpi.refreshing.replacing import folder, sent, taking
from kpi.refreshing.replacing.changes import change_of
from kpi.refreshing.replacing.history import NOTHING, told_of_history
from kpi.refreshing.signing import machine_user

AT = datetime(2026, 11, 22, 9, 30)
NUMBER = "010190-1234"
FILES: dict[str, list[list[str]]] = {
    "grupper.csv": [
        ["alle", "I alt", "alle"],
        ["laerere", "Lærere", "stillinger"],
        ["paed", "Pædagoger", "stillinger"],
    ],
    "stillinger.csv": [
        ["3001", "Lærer", "", "laerere", "", ""],
        ["3002", "Pædagog", "Skole", "", "", ""],
        ["3002", "Pædagog", "Dagtilbud", "paed", "", ""],
    ],
    "afdelinger.csv": [["SK1", "Skolen", "Skole", "ISC", "", ""], ["DA1", "Huset", "Dagtilbud", "CBU", "", ""]],
    "ansaettelsesformer.csv": [["Fastansat", "fast"], ["Timelønnet", "vikar"]],
}


def content(name: str, rows: list[list[str]], encoding: str = "utf-8-sig", separator: str = ";") -> bytes:
    text = io.StringIO()
    header = [column.name for column in REFERENCE_FILES[name].columns]
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows([header, *rows])
    return text.getvalue().encode(encoding)


def workbook(*sheets: list[list[object]]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    book.save(written)
    return written.getvalue()


def rows_of(name: str, change: Callable[[list[list[str]]], object] = lambda rows: None) -> bytes:
    """The file with its lines changed."""
    rows = [list(row) for row in FILES[name]]
    change(rows)
    return content(name, rows)


def office_in(root: Path) -> Office:
    own = root / "data/reference"
    own.mkdir(parents=True)
    for name, rows in FILES.items():
        (own / name).write_bytes(content(name, rows))
    store = root / "data/store"
    store.mkdir()
    parts = Imports(store / "imports"), Store(store / "publications"), Journal(store)
    return Office(store, own, Settings(), b"k" * 32, *parts)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return office_in(tmp_path)


def everything(office: Office) -> dict[str, bytes]:
    """Every file of the folder, and the log."""
    there = [path for path in sorted(office.own_reference.parent.rglob("*")) if path.is_file()]
    found = {str(path): path.read_bytes() for path in there if office.root not in path.parents}
    return found | {"log": repr(office.journal.audit()).encode()}


def put_in_use(office: Office, *files: Upload, by: str = "Anne Holm") -> taking.Replacement:
    return taking.take_in_use(office, files, by, AT, taking.replacement(office, files).seen)


def faults_of(office: Office, *files: Upload) -> list[Finding]:
    """What is wrong with the files; nothing may have changed."""
    before = everything(office)
    with pytest.raises(Stopped) as stopped:
        taking.replacement(office, files)
    with pytest.raises(Stopped):
        taking.take_in_use(office, files, "Anne Holm", AT, "")
    assert everything(office) == before
    return list(stopped.value.findings)


# --- which file it is


@pytest.mark.parametrize("name", REFERENCE_FILES)
@pytest.mark.parametrize("called", ["andet.csv", "grupper.csv", "../../stillinger.csv", "x"])
def test_a_file_is_known_by_its_header_whatever_it_is_called(name: str, called: str) -> None:
    example = REFERENCE_FILES[name].example.encode("cp1252")
    assert list(sent.sent_files([Upload(called, example)])) == [name]


@pytest.mark.parametrize("called", ["Stillinger (2).csv", "stillinger_ny.csv", "stillinger.csv.txt", "STILLINGER.csv"])
def test_a_file_with_a_wrong_header_is_known_by_its_name(office: Office, called: str) -> None:
    [fault] = faults_of(office, Upload(called, b"Stillingskode;Titel\r\n1;x\r\n"))
    assert (fault.file, fault.column) == ("stillinger.csv", "Stilling")
    assert fault.message.startswith("stillinger.csv mangler Stilling, Område og Gruppe.")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"Navn;Telefon\r\nAnna;1\r\n", "Filen er ikke en af referencefilerne."),
        (b"", "Filen er tom."),
        (b";;;\r\n\r\n", "Filen er tom."),
        (b"\x00\x01\x02" * 50, "Filen er hverken en tekstfil (CSV) eller en Excel-projektmappe (.xlsx)."),
        (b"PK\x03\x04 no workbook", "Filen er beskadiget"),
        (b"\xd0\xcf\x11\xe0 old", "Filen er en gammel Excel-fil (.xls)"),
        (b"x" * (sent.LARGEST + 1), "Filen fylder mere end 2 MB."),
        (workbook([["Stillingskode"]], [["Gruppe"]]), "Projektmappen har flere ark med rækker: Ark0 og Ark1."),
        (workbook([[]]), "Filen er tom."),
    ],
)  # fmt: skip
def test_what_is_no_reference_file_is_told_by_name(office: Office, data: bytes, words: str) -> None:
    [fault] = faults_of(office, Upload("min fil.csv", data))
    assert fault.file == "min fil.csv" and fault.message.startswith(words)


def test_two_files_of_one_kind_are_one_too_many(office: Office) -> None:
    data = rows_of("stillinger.csv")
    [fault] = faults_of(office, Upload("a.csv", data), Upload("b.csv", data))
    assert fault.message == "Både «a.csv» og «b.csv» er stillinger.csv. Send kun den ene."


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('3009;"Kok;;\r\n3010;Vært;;', "Linje 6 har et anførselstegn, der ikke passer."),
        ('3009;"Kok" ny;;', "Linje 5 har et anførselstegn, der ikke passer."),
        ("3009;Kok; vikar;;;;", "Linje 5 har 7 felter, men overskriften har 6."),
    ],
)
def test_a_cell_that_would_take_others_with_it_is_told(office: Office, line: str, words: str) -> None:
    broken = rows_of("stillinger.csv") + line.replace("vikar;;;;", "vikar;;;;x").encode()
    [fault] = faults_of(office, Upload("stillinger.csv", broken))
    assert fault.message.startswith(words)


# --- a workbook, and other ways to write


def test_a_workbook_of_one_sheet_is_stored_as_the_houses_csv_with_its_lines_where_they_were(office: Office) -> None:
    header = [column.name for column in REFERENCE_FILES["stillinger.csv"].columns]
    rows = [
        header,
        [3001, "Lærer; skole", None, "laerere", datetime(2022, 1, 1), None],
        [],
        ["'3002", " x\ny ", "", "", "", ""],
    ]
    upload = Upload("Stillinger 2026.xlsx", workbook(rows, []))
    found = sent.sent_files([upload])["stillinger.csv"].content
    text = found.decode("utf-8-sig")
    assert found.startswith(b"\xef\xbb\xbf")
    assert text.split("\r\n")[1:] == ['3001;"Lærer; skole";;laerere;01-01-2022;', ";;;;;", "'3002;x y;;;;", ""]
    put_in_use(office, upload)
    assert (office.own_reference / "stillinger.csv").read_bytes() == found
    [fault] = faults_of(office, Upload("a.xlsx", workbook([*rows, ["3003", "z", "", "ukendt", "", ""]])))
    assert (fault.file, fault.cell) == ("stillinger.csv", "D5")


@pytest.mark.parametrize(("encoding", "separator"), [("cp1252", ";"), ("utf-8", "\t"), ("utf-8-sig", ",")])
def test_a_file_lies_as_it_was_sent(office: Office, encoding: str, separator: str) -> None:
    rows = [*FILES["afdelinger.csv"], ["Æ1", "Øst", "Skole", "ISC", "", ""]]
    data = content("afdelinger.csv", rows, encoding, separator)
    put_in_use(office, Upload("x", data))
    assert (office.own_reference / "afdelinger.csv").read_bytes() == data
    assert list(reference_of(files_in(office.own_reference)).units["name"]) == ["Skolen", "Huset", "Øst"]


def test_excels_unicode_text_is_stored_as_utf_8(office: Office) -> None:
    rows = [*FILES["afdelinger.csv"], ["Æ1", "Øst", "Skole", "ISC", "", ""]]
    put_in_use(office, Upload("x.txt", content("afdelinger.csv", rows, "utf-16", "\t")))
    lies = (office.own_reference / "afdelinger.csv").read_bytes()
    assert lies == content("afdelinger.csv", rows, "utf-8-sig", "\t")


# --- no person number


@pytest.mark.parametrize("cell", [NUMBER, "0101901234", f"Ring til {NUMBER}", "010190 1234"])
def test_a_cell_like_a_person_number_is_refused_and_told_by_address_alone(office: Office, cell: str) -> None:
    data = rows_of("stillinger.csv", lambda rows: rows[1].__setitem__(1, cell))
    [fault] = faults_of(office, Upload(f"{NUMBER}.csv", data))
    assert (fault.file, fault.cell, fault.value) == ("stillinger.csv", "B3", None)
    assert "ligner et personnummer" in fault.message and not looks_like_one(repr(fault))


def test_a_column_of_them_is_one_fault_also_where_nothing_reads_it(office: Office) -> None:
    rows = [["Ansættelsesform", "Kategori", "Bemærkning"], *([f"F{n}", "fast", f"01019{n}-1234"] for n in range(8))]
    text = "\r\n".join(";".join(row) for row in rows).encode()
    [fault] = faults_of(office, Upload("f.csv", text))
    assert (fault.cell, fault.count) == ("C2", 8) and "Det gælder 8 celler" in fault.message


# --- the set as a whole


def test_the_files_must_hold_together_with_those_that_lie(office: Office) -> None:
    groups = rows_of("grupper.csv", lambda rows: rows.pop())
    [fault] = faults_of(office, Upload("grupper.csv", groups))
    assert (fault.file, fault.cell) == ("stillinger.csv", "D4") and "paed" in fault.message
    codes = rows_of("stillinger.csv", lambda rows: rows[2].__setitem__(3, "laerere"))
    done = put_in_use(office, Upload("grupper.csv", groups), Upload("stillinger.csv", codes))
    assert set(done.files) == {"grupper.csv", "stillinger.csv"}


def test_all_faults_are_told_at_once(office: Office) -> None:
    codes = rows_of("stillinger.csv", lambda rows: rows[0].__setitem__(3, "nix"))
    units = rows_of("afdelinger.csv", lambda rows: rows[1].__setitem__(4, "i går"))
    found = faults_of(office, Upload("a.csv", codes), Upload("b.csv", units), Upload("c.csv", b"x"))
    assert [(one.file, one.cell) for one in found] == [("c.csv", None)]
    found = faults_of(office, Upload("a.csv", codes), Upload("b.csv", units))
    assert [(one.file, one.cell) for one in found] == [("stillinger.csv", "D2"), ("afdelinger.csv", "E3")]


# --- what changes


LINE = ["3001", "Lærer", "", "laerere", "", ""]
TURNS = [
    ([], ["0", "0", "0", ""]),
    ([("append", ["9", "Kok", "", "", "", ""])], ["1", "0", "0", "1 linje til"]),
    ([("pop", 0)], ["0", "1", "0", "1 linje ud"]),
    ([("set", 0, 1, "Folkeskolelærer")], ["0", "0", "1", "1 ændret"]),
    ([("set", 1, 2, "Fritid")], ["0", "0", "1", "1 ændret"]),
    ([("set", 0, 0, "3009")], ["1", "1", "0", "1 linje til, 1 linje ud"]),
    ([("reverse",)], ["0", "0", "0", "ny rækkefølge"]),
    ([("set", 0, 5, "31-12-2026"), ("append", ["3001", "Lærer", "", "paed", "01-01-2027", ""])],
     ["1", "0", "1", "1 linje til, 1 ændret"]),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "told"), TURNS, ids=range(len(TURNS)))
def test_lines_come_go_and_change(turns: list[tuple], told: list[str]) -> None:
    def change(rows: list[list[str]]) -> None:
        for what, *rest in turns:
            if what == "set":
                rows[rest[0]][rest[1]] = rest[2]
            else:
                getattr(rows, what)(*rest)

    found = change_of("stillinger.csv", "x", rows_of("stillinger.csv"), rows_of("stillinger.csv", change))
    logged = found.logged if turns else ""
    assert [str(len(found.came)), str(len(found.gone)), str(len(found.changed)), logged] == told


def test_what_only_looks_another_way_is_told_as_that() -> None:
    found = change_of(
        "grupper.csv", "x", rows_of("grupper.csv"), content("grupper.csv", FILES["grupper.csv"], "cp1252")
    )
    assert found.logged == "kun skrivemåden" and found.words.startswith("Linjerne er de samme; kun skrivemåden")


ROWS = st.lists(st.tuples(*[st.sampled_from(["a", "b", "c"])] * 2, st.sampled_from(["", "S"]), st.just("")), max_size=8)


@given(ROWS, ROWS)
def test_what_lay_and_what_changes_is_what_will_lie(before: list[tuple], after: list[tuple]) -> None:
    old, new = ([[*row, "", ""] for row in rows] for rows in (before, after))
    found = change_of("stillinger.csv", "x", content("stillinger.csv", old), content("stillinger.csv", new))
    left = [tuple(row) for row in old]
    for line in [*found.gone, *(was for was, _ in found.changed)]:
        left.remove(line)
    left += [*found.came, *(will for _, will in found.changed)]
    assert sorted(left) == sorted(map(tuple, new))
    assert not set(found.came) & set(found.gone)
    assert found.is_reordered or found.came or found.gone or found.changed or old == new


# --- what it means for the past


def history(**changes: Callable[[list[list[str]]], object]) -> list[str]:
    before = {name: content(name, rows) for name, rows in FILES.items()}
    after = before | {f"{name}.csv": rows_of(f"{name}.csv", change) for name, change in changes.items()}
    return told_of_history(reference_of(before), reference_of(after))


def test_what_moves_the_past_is_told_by_name() -> None:
    [told] = history(stillinger=lambda rows: rows[0].__setitem__(3, "paed"))
    assert told.startswith("1 stillingskode (3001) bliver placeret anderledes, også bagud.")
    assert "tidligere tal sig: de står som ændret historik" in told
    [told] = history(afdelinger=lambda rows: rows[1].__setitem__(2, "Skole"))
    assert told.startswith("1 afdeling (DA1) bliver placeret anderledes, også bagud.")
    [told] = history(ansaettelsesformer=lambda rows: rows[1].__setitem__(1, "fast"))
    assert told.startswith("1 ansættelsesform (Timelønnet) får en anden kategori.") and "tidligere tal" in told


def test_what_holds_from_a_day_leaves_the_days_before() -> None:
    def move(rows: list[list[str]]) -> None:
        rows[0][5] = "31-12-2026"
        rows.append(["3001", "Lærer", "", "paed", "01-01-2027", ""])

    told = history(stillinger=move)
    assert told[0] == (
        "1 stillingskode (3001) bliver placeret anderledes fra 1. januar 2027. Tal fra før dagen bliver, som de er."
    )
    assert len(told) == 2 and told[1].startswith("Bruddene er ikke de samme.")
    [ended] = history(stillinger=lambda rows: rows[0].__setitem__(5, "31-12-2026"))
    assert ended.startswith("1 stillingskode (3001) har ingen plads fra 1. januar 2027.") and "et stop" in ended


def test_what_is_new_or_only_called_something_else_moves_nothing() -> None:
    assert history() == [NOTHING]
    assert history(stillinger=lambda rows: rows.append(["9", "Kok", "", "", "", ""])) == [NOTHING]
    assert history(stillinger=lambda rows: rows[0].__setitem__(1, "Folkeskolelærer")) == [NOTHING]
    assert history(afdelinger=lambda rows: rows.reverse()) == [NOTHING]
    assert history(grupper=lambda rows: rows[1].__setitem__(1, "Folkeskolelærere")) == [
        "1 faggruppe (laerere) får et nyt navn i den næste udgivelse."
    ]


def test_days_that_no_line_covered_had_no_figures_to_move() -> None:
    files = {name: content(name, rows) for name, rows in FILES.items()}
    ended = rows_of("stillinger.csv", lambda rows: rows[0].__setitem__(5, "31-12-2021"))

    def covered(rows: list[list[str]]) -> None:
        rows[0][5] = "31-12-2021"
        rows.append(["3001", "Lærer", "", "laerere", "01-01-2022", ""])

    before, after = (
        reference_of(files | {"stillinger.csv": told}) for told in (ended, rows_of("stillinger.csv", covered))
    )
    assert told_of_history(before, after) == [NOTHING]
    assert told_of_history(after, before)[0].startswith("1 stillingskode (3001) har ingen plads fra 1. januar 2022.")


def test_a_code_that_goes_out_is_a_stop_where_it_is_used() -> None:
    [told] = history(stillinger=lambda rows: rows.pop(0))
    assert told.startswith("1 stillingskode (3001) går ud.") and "et stop" in told


# --- put in use


def test_they_are_in_use_with_their_lines_in_the_log_and_those_before_are_kept(office: Office) -> None:
    before = everything(office)
    codes = rows_of("stillinger.csv", lambda rows: [rows.append([str(n), "Ny", "", "", "", ""]) for n in range(3)])
    units = rows_of("afdelinger.csv", lambda rows: rows[0].__setitem__(1, "Nordskolen"))
    put_in_use(office, Upload("s", codes), Upload("a", units))
    own = office.own_reference
    assert (own / "stillinger.csv").read_bytes() == codes and (own / "afdelinger.csv").read_bytes() == units
    lines = [(one["target"], one["detail"], one["who"], one["at"]) for one in office.journal.audit(action=REPLACED)]
    assert lines == [
        ("stillinger.csv", "3 linjer til", "Anne Holm", "2026-11-22T09:30:00"),
        ("afdelinger.csv", "1 ændret", "Anne Holm", "2026-11-22T09:30:00"),
    ]
    assert folder.earlier_versions(own) == {"2026-11-22-1": ["stillinger.csv", "afdelinger.csv"]}
    for name in ("stillinger.csv", "afdelinger.csv"):
        assert folder.earlier_file(own, "2026-11-22-1", name) == before[str(own / name)]
    assert sorted(path.name for path in own.iterdir()) == sorted([*FILES, "tidligere"])
    assert sorted(path.name for path in own.glob("*.csv")) == sorted(FILES)
    for number in range(2, 12):
        put_in_use(office, Upload("x", rows_of("grupper.csv", lambda rows, n=number: rows[1].__setitem__(1, f"L{n}"))))
    assert list(folder.earlier_versions(own))[:2] == ["2026-11-22-11", "2026-11-22-10"]


@pytest.mark.parametrize(
    "version", ["..", "2026-11-22-1/..", "../tidligere/2026-11-22-1", "", "2026-11-22-2", ".skift"]
)
def test_no_other_file_is_an_earlier_one(office: Office, version: str) -> None:
    put_in_use(office, Upload("x", rows_of("grupper.csv", lambda rows: rows[1].__setitem__(1, "Andre"))))
    assert folder.earlier_file(office.own_reference, version, "grupper.csv") is None
    assert folder.earlier_file(office.own_reference, "2026-11-22-1", "../../reference/grupper.csv") is None


def test_a_municipality_without_files_gets_the_others_with_its_own(office: Office) -> None:
    shutil.rmtree(office.own_reference)
    groups = (COMES_WITH_IT / "grupper.csv").read_bytes() + b"kokke;Kokke;stillinger\r\n"
    codes = content("stillinger.csv", [["9", "Kok", "", "kokke", "", ""]])
    found = put_in_use(office, Upload("g", groups), Upload("s", codes))
    assert found.lent == ("afdelinger.csv", "ansaettelsesformer.csv")
    own = office.own_reference
    assert office.reference == own and (own / "stillinger.csv").read_bytes() == codes
    for name in ("afdelinger.csv", "ansaettelsesformer.csv", "brud.csv"):
        assert (own / name).read_bytes() == (COMES_WITH_IT / name).read_bytes()
    assert replace(office, example=True).lent_besides(()) == ()


def test_what_lies_already_is_nothing_to_put_in_use(office: Office) -> None:
    same = Upload("x", rows_of("grupper.csv"))
    found = taking.replacement(office, [same])
    assert (found.unchanged, found.changes) == (("grupper.csv",), ())
    before = everything(office)
    with pytest.raises(Refused, match="Filerne er de samme"):
        taking.take_in_use(office, [same], "Anne", AT, found.seen)
    assert everything(office) == before


def test_what_has_changed_since_it_was_seen_is_not_put_in_use(office: Office) -> None:
    files = [Upload("x", rows_of("grupper.csv", lambda rows: rows[1].__setitem__(1, "Andre")))]
    seen = taking.replacement(office, files).seen
    taking.place(office, [("ansaettelsesformer.csv", {"Ansættelsesform": "Projekt", "Kategori": "vikar"})], "Bo", AT)
    before = everything(office)
    with pytest.raises(Refused, match="siden du så forskellen"):
        taking.take_in_use(office, files, "Anne", AT, seen)
    assert everything(office) == before
    assert taking.take_in_use(office, files, "Anne", AT, taking.replacement(office, files).seen).files


def test_a_set_with_faults_can_be_mended_by_what_is_sent(office: Office) -> None:
    (office.own_reference / "grupper.csv").write_bytes(b"Gruppe;Navn\r\nx;y\r\n")
    (office.own_reference / "brud.csv").write_bytes(b"Fra\r\n")
    found = faults_of(office, Upload("x", rows_of("ansaettelsesformer.csv", lambda rows: rows.pop())))
    assert {one.file for one in found} == {"grupper.csv", "stillinger.csv", "brud.csv"}
    found = put_in_use(office, Upload("x", rows_of("grupper.csv")), Upload("b", REFERENCE_FILES["brud.csv"].template))
    assert (
        found.history == (taking.UNTOLD,) and reference_of(files_in(office.own_reference)).names["laerere"] == "Lærere"
    )


def test_what_the_disk_refuses_is_told_and_nothing_has_changed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*told: object) -> None:
        raise OSError(28, "No space left on device")

    files = [Upload("x", rows_of("grupper.csv", lambda rows: rows.pop(0)))]
    before = everything(office)
    monkeypatch.setattr("kpi.publications.folders.write_file", full)
    with pytest.raises(Unpublishable, match=r"ikke plads på disken\. .* Intet er ændret\."):
        put_in_use(office, *files)
    assert everything(office) == before


def interrupted(office: Office, monkeypatch: pytest.MonkeyPatch, *files: Upload) -> None:
    """The files are decided, and the disk fails before they are in place."""

    def fails(*told: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(folder.os, "replace", fails)
        with pytest.raises(folder.NotInPlace, match="taget i brug, men disken svigtede"):
            put_in_use(office, *files)


def test_what_was_interrupted_holds_at_once_and_is_finished_by_who_writes_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = rows_of("grupper.csv", lambda rows: rows.append(["kokke", "Kokke", "stillinger"]))
    interrupted(office, monkeypatch, Upload("g", groups))
    own = office.own_reference
    assert files_in(own)["grupper.csv"] == groups != (own / "grupper.csv").read_bytes()
    line = {"Stillingskode": "9", "Stilling": "Kok", "Område": "", "Gruppe": "kokke"}
    taking.place(office, [("stillinger.csv", line)], "Bo", AT)
    assert (own / "grupper.csv").read_bytes() == groups and not (own / "skift").exists()
    assert [one["target"] for one in office.journal.audit()] == ["grupper.csv", "stillinger.csv"]
    assert list(folder.earlier_versions(own)) == ["2026-11-22-1"]


def test_a_disk_that_goes_on_failing_keeps_what_was_decided_and_takes_nothing_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*told: object) -> None:
        raise OSError(5, "Input/output error")

    groups = rows_of("grupper.csv", lambda rows: rows.append(["kokke", "Kokke", "stillinger"]))
    interrupted(office, monkeypatch, Upload("g", groups))
    more = Upload("a", rows_of("ansaettelsesformer.csv", lambda rows: rows.pop()))
    with monkeypatch.context() as patch:
        patch.setattr(folder.os, "replace", fails)
        with pytest.raises(Unpublishable, match="Intet er ændret"):
            put_in_use(office, more)
    assert files_in(office.own_reference)["grupper.csv"] == groups
    assert files_in(office.own_reference)["ansaettelsesformer.csv"] == rows_of("ansaettelsesformer.csv")
    put_in_use(office, more)
    assert [one["target"] for one in office.journal.audit()] == ["grupper.csv", "ansaettelsesformer.csv"]


def test_what_was_interrupted_is_finished_and_told_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    groups = rows_of("grupper.csv", lambda rows: rows.append(["kokke", "Kokke", "stillinger"]))
    interrupted(office, monkeypatch, Upload("g", groups))
    again = office_at(tmp_path / "data", {"KPI_SECRET_FILE": str(tmp_path / "noegle")})
    assert again.told == ("Udskiftningen af grupper.csv blev afbrudt og er nu gjort færdig.",)
    assert (office.own_reference / "grupper.csv").read_bytes() == groups
    assert [one["detail"] for one in again.journal.audit(action=REPLACED)] == ["1 linje til"]
    assert office_at(tmp_path / "data", {"KPI_SECRET_FILE": str(tmp_path / "noegle")}).told == ()


def test_files_of_two_moments_are_never_read_as_one_set(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader is stopped after each file in turn while the others are replaced: all are old, or all are new."""
    old, real = files_in(office.own_reference), Path.read_bytes
    new = {name: rows_of(name, lambda rows: rows.append(rows[0])) for name in FILES}
    for stop in range(1, 2 * len(FILES) + 1):
        count = 0

        def reading(path: Path, stop: int = stop) -> bytes:
            nonlocal count
            found = real(path)
            if path.name in FILES and path.parent == office.own_reference:
                count += 1
                if count == stop:
                    for name in new:
                        (office.own_reference / name).write_bytes(new[name])
            return found

        with monkeypatch.context() as patch:
            patch.setattr(Path, "read_bytes", reading)
            found = files_in(office.own_reference)
        assert found in (old, new), stop
        for name, told in old.items():
            (office.own_reference / name).write_bytes(told)


# --- any set


TEXT = st.text(st.sampled_from("abæøå ;,\t\"'é-/&<"), min_size=1, max_size=8).map(lambda text: f"x{text}".strip())
UNIQUE = st.lists(TEXT, min_size=1, max_size=5, unique_by=lambda text: " ".join(text.split()))


@st.composite
def sets(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    """A set that holds, with blanks as the reader keeps them."""
    groups, areas, units, codes, forms = ([" ".join(text.split()) for text in draw(UNIQUE)] for _ in range(5))
    names = draw(st.lists(st.sampled_from(["Lærere", "Ærlige; folk", 'a"b']), min_size=5, max_size=5))
    return {
        "grupper.csv": [[key, name, "stillinger"] for key, name in zip(groups, names, strict=False)],
        "stillinger.csv": [[code, "", "", draw(st.sampled_from(["", *groups])), "", ""] for code in codes],
        "afdelinger.csv": [[unit, "", draw(st.sampled_from(areas)), "", "", ""] for unit in units],
        "ansaettelsesformer.csv": [[form, draw(st.sampled_from(["fast", "vikar", "§94"]))] for form in forms],
    }


WAYS = st.sampled_from(
    [("utf-8", ";"), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-8", "\t"), ("cp1252", ","), ("xlsx", "")]
)


def written(name: str, rows: list[list[str]], way: tuple[str, str]) -> bytes:
    if way[0] == "xlsx":
        return workbook([[column.name for column in REFERENCE_FILES[name].columns], *rows])
    return content(name, rows, *way)


@pytest.fixture(scope="module")
def shared() -> Iterator[SimpleNamespace]:
    with tempfile.TemporaryDirectory() as root:
        yield SimpleNamespace(office=office_in(Path(root)))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_set_that_holds_reads_back_the_same(shared: SimpleNamespace, data: st.DataObject) -> None:
    files, office = data.draw(sets()), shared.office
    uploads = [Upload(str(n), written(name, rows, data.draw(WAYS))) for n, (name, rows) in enumerate(files.items())]
    found = taking.replacement(office, uploads)
    if found.files:
        taking.take_in_use(office, uploads, "Anne", AT, found.seen)
    read = reference_of(files_in(office.own_reference))
    assert [(one.key, one.name, one.covers) for one in read.groups] == [tuple(row) for row in files["grupper.csv"]]
    codes = read.job_codes[["code", "title", "area", "group"]].itertuples(index=False, name=None)
    assert list(codes) == [tuple(row[:4]) for row in files["stillinger.csv"]]
    units = read.units[["unit", "name", "area", "center"]].itertuples(index=False, name=None)
    assert list(units) == [tuple(row[:4]) for row in files["afdelinger.csv"]]
    assert read.contracts == {form: kind for form, kind in files["ansaettelsesformer.csv"]}


BREAKS: Mapping[str, tuple[str, Callable[[list[list[str]]], object]]] = {
    "a group that is not there": ("stillinger.csv", lambda rows: rows[0].__setitem__(3, "findes_ikke")),
    "a category that is not there": ("ansaettelsesformer.csv", lambda rows: rows[0].__setitem__(1, "x")),
    "a group told twice": ("grupper.csv", lambda rows: rows.append(rows[0])),
    "no line": ("afdelinger.csv", lambda rows: rows.clear()),
    "no area": ("afdelinger.csv", lambda rows: rows[0].__setitem__(2, "")),
    "a day that is none": ("afdelinger.csv", lambda rows: rows[0].__setitem__(4, "31-02-2022")),
    "a person number": ("grupper.csv", lambda rows: rows[0].__setitem__(1, NUMBER)),
    "a cell too many": ("stillinger.csv", lambda rows: rows[0].append("x")),
}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_set_that_does_not_leaves_the_folder_to_the_byte(shared: SimpleNamespace, data: st.DataObject) -> None:
    files, office, way = data.draw(sets()), shared.office, data.draw(WAYS)
    broken, how = BREAKS[data.draw(st.sampled_from(list(BREAKS)))]
    how(files[broken])
    if way[0] == "xlsx" and len(files[broken][0:1]) and len(files[broken][0]) > len(REFERENCE_FILES[broken].columns):
        way = ("utf-8", ";")
    found = faults_of(office, *(Upload(name, written(name, rows, way)) for name, rows in files.items()))
    assert broken in {one.file for one in found}


# --- the command


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KPI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path / "noegle"))
    return office_in(tmp_path).own_reference


def file(tmp_path: Path, name: str, told: bytes) -> str:
    (tmp_path / name).write_bytes(told)
    return str(tmp_path / name)


def test_the_command_tells_what_changes_and_puts_it_in_use(data: Path, tmp_path: Path, capsys) -> None:
    def change(rows: list[list[str]]) -> None:
        rows[0][3] = ""
        rows.pop(1)
        rows.append(["9", "Kok", "", "", "", ""])

    new = rows_of("stillinger.csv", change)
    given = [file(tmp_path, "nye koder.csv", new), file(tmp_path, "grupper.csv", rows_of("grupper.csv"))]
    assert main(["reference", *given, "--dry-run"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "stillinger.csv (nye koder.csv): 1 linje kommer til, 1 linje bliver ændret og 1 linje går ud.",
        "  + 9;Kok;;;;",
        "  - 3002;Pædagog;Skole;;;",
        "  ~ 3001;Lærer;;;;  (Gruppe var laerere)",
        "grupper.csv: uændret",
    ]
    assert "Intet er skrevet." in told.err and "3001" in told.err and (data / "stillinger.csv").read_bytes() != new
    assert main(["reference", *given, "--by", "Bo"]) == 0
    assert "Taget i brug: stillinger.csv." in capsys.readouterr().err
    assert (data / "stillinger.csv").read_bytes() == new
    [line] = Journal(data.parent / "store").audit()
    own = f"Bo (kommandolinjen: {machine_user()})"
    assert (line["who"], line["detail"]) == (own, "1 linje til, 1 ændret, 1 linje ud")
    assert main(["reference", *given]) == 1
    assert "Filerne er de samme" in capsys.readouterr().err


def test_the_command_changes_nothing_where_the_files_do_not_hold(data: Path, tmp_path: Path, capsys) -> None:
    before = (data / "stillinger.csv").read_bytes()
    codes = rows_of("stillinger.csv", lambda rows: rows[0].__setitem__(3, "nix"))
    assert main(["reference", file(tmp_path, "s.csv", codes)]) == 1
    told = capsys.readouterr()
    assert told.out == "" and "Stop referencefil_fejl: stillinger.csv, D2: Gruppen «nix»" in told.err
    assert "Intet er ændret." in told.err and (data / "stillinger.csv").read_bytes() == before
    assert main(["reference", str(tmp_path / "findes-ikke.csv")]) == 1
    assert "findes-ikke.csv" in capsys.readouterr().err
