"""What was accepted of a warning holds for the same warning about the same rows, wherever they stand, and no others."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_answering import data as data  # a fixture
from test_data_page import Officer, office_of
from test_data_page import officer as officer  # a fixture
from test_refresh import run
from test_validate import ADVERT, ROW

from kpi.extracts.findings import Finding
from kpi.extracts.read import Upload
from kpi.publications.imports import Imports
from kpi.publications.journal import Journal
from kpi.publications.reconcile import reconcile
from kpi.refreshing import refresh
from kpi.refreshing.acceptances import Acceptance, NotAccepted, marked, take_back, this
from kpi.refreshing.office import Office

AT, LATER = datetime(2022, 8, 1, 12), datetime(2022, 8, 2, 12)
KEY = b"k" * 32
ROOT = Path(__file__).resolve().parent.parent
REASON = "Aftalt med lønkontoret"


def small_office(folder: Path) -> Office:
    """An office with the reference files of the small case."""
    shutil.copytree(ROOT / "tests/cases/small/reference", folder / "reference", dirs_exist_ok=True)
    return office_of(folder)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return small_office(tmp_path)


def person(number: int, **cells: str) -> dict:
    told = {"CPR": f"6101900{number:03d}", "Tjenestenummer": str(900 + number)}
    return ROW | told | {name.replace("_", " "): text for name, text in cells.items()}


def late(number: int, hired: str = "01-09-2020", **cells: str) -> dict:
    """A row whose hire date lies after its start, which is a warning."""
    return person(number, Ansættelsesdato=hired, **cells)


def text_of(rows: list[dict]) -> bytes:
    return "\r\n".join(";".join(cells) for cells in (list(rows[0]), *(row.values() for row in rows))).encode()


def read(office: Office, *rows: dict, name: str = "løn.csv", as_of: date = date(2022, 6, 30)) -> refresh.Draft:
    upload = Upload(name, text_of(list(rows)))
    return refresh.read_draft(office, [upload], LATER.date(), as_of, date(2022, 8, 1))


def accept(office: Office, draft: refresh.Draft, by: str = "anna") -> str:
    accepted = [this(one, f"{REASON} ({one.code})") for one in draft.findings]
    return refresh.import_draft(office, draft, by, AT, accepted)


def open_codes(office: Office, draft: refresh.Draft | refresh.Proposal) -> list[str]:
    """The warnings that are asked for, the oracle being that the draft cannot be taken in without them."""
    held = refresh.accepted_earlier(office, draft)
    return [one.code for one in draft.findings if not any(told.covers(one) for told in held)]


UNKNOWN = {"Fratrædelsesårsag": "Rejst til månen", "Fratrædelsesdato": "31-05-2022", "Slutdato": "31-05-2022"}
ORDINARY = [person(number) for number in range(1, 6)]
TWO_EMPLOYMENTS = [person(1), person(1) | {"Tjenestenummer": "90"}, *(person(number) for number in range(3, 6))]
WARNED = {
    "ansat_efter_start": [late(11)],
    "dublet": [person(12), person(12)],
    "fratraadt_uden_slut": [person(13, Fratrædelsesdato="31-05-2022")],
    "fratraadt_foer_slut": [person(14, Fratrædelsesdato="31-05-2022", Slutdato="30-06-2022")],
}


def rows_with(rows: list[dict]) -> list[dict]:
    """The rows with the same columns in all of them."""
    columns = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name, "") for name in columns} for row in rows]


@pytest.mark.parametrize("code", WARNED)
def test_a_row_that_moves_up_or_down_is_still_accepted_and_another_is_not(office: Office, code: str) -> None:
    first = read(office, *ORDINARY, *WARNED[code])
    assert [one.code for one in first.findings] == [code]
    with pytest.raises(NotAccepted):
        refresh.import_draft(office, first, "anna", AT)
    accept(office, first)
    for rows in ([*ORDINARY[1:], *WARNED[code]], [*WARNED[code], *ORDINARY], [person(99), *WARNED[code]]):
        moved = read(office, *rows, name="rettet.csv")
        told = [one for one in moved.findings if one.code == code]
        assert [one.code for one in refresh.accepted_earlier(office, moved) if one.covers(told[0])] == [code]
    [kept] = [one for one in refresh.accepted_earlier(office, moved) if one.code == code]
    assert (kept.reason, kept.by, kept.at) == (f"{REASON} ({code})", "anna", "2022-08-01T12:00:00")


CHANGED = {
    "another person": [late(21)],
    "one person more": [late(11), late(21)],
    "another hire date": [late(11, hired="02-09-2020")],
    "another start": [late(11, Startdato="02-08-2020")],
    "another cell of the row": [late(11, Afdeling="SK02")],
    "another row of the employment": [late(11, Slutdato="31-01-2021"), late(11, Startdato="01-02-2021")],
    "the row twice": [late(11), late(11)],
}


@pytest.mark.parametrize("change", CHANGED)
def test_whatever_the_row_says_otherwise_is_asked_again(office: Office, change: str) -> None:
    accept(office, read(office, *ORDINARY, late(11)))
    now = read(office, *ORDINARY, *CHANGED[change])
    assert "ansat_efter_start" in open_codes(office, now)
    with pytest.raises(NotAccepted):
        refresh.import_draft(office, now, "anna", LATER)


def test_a_leave_date_on_another_row_of_the_employment_is_part_of_what_was_accepted(office: Office) -> None:
    def rows(left: str) -> list[dict]:
        early = person(11, Slutdato="31-12-2020", Fratrædelsesdato=left)
        return [early, person(11, Startdato="01-01-2021", Slutdato="30-06-2022")]

    first = read(office, *ORDINARY, *rows("31-05-2022"))
    assert [one.code for one in first.findings] == ["fratraadt_foer_slut"]
    accept(office, first)
    assert open_codes(office, read(office, *ORDINARY[1:], *rows("31-05-2022"))) == ["forsvundne_raekker"]
    assert "fratraadt_foer_slut" in open_codes(office, read(office, *ORDINARY, *rows("30-04-2022")))


def test_a_reason_for_leaving_that_is_not_known_is_the_words_that_were_typed(office: Office) -> None:
    def rows(*reasons: str) -> list[dict]:
        return rows_with(
            [*ORDINARY, *(person(n, **UNKNOWN | {"Fratrædelsesårsag": r}) for n, r in enumerate(reasons, 31))]
        )

    first = read(office, *rows("Rejst til månen", "Blev munk"))
    assert [(one.code, one.count) for one in first.findings] == [("ukendt_aarsag", 2)]
    accept(office, first)
    assert open_codes(office, read(office, *rows("Rejst til månen", "Blev munk"))) == []
    assert open_codes(office, read(office, *rows("Rejst til månen", "Blev abbed"))) == ["ukendt_aarsag"]
    assert open_codes(office, read(office, *rows("Blev munk", "Rejst til månen"))) == ["ukendt_aarsag"]


def test_adverts_that_stand_twice_are_told_apart_by_what_they_say(office: Office) -> None:
    def rows(*numbers: int, hires: str = "1") -> list[dict]:
        return [ADVERT | {"Job-id": f"J{n}", "Område": "Dagtilbud", "Antal ansatte": hires} for n in numbers]

    def drafted(adverts: list[dict]) -> list[str]:
        one = refresh.read_draft(office, [Upload("emply.csv", text_of(adverts))], LATER.date(), date(2022, 6, 30))
        return [told.code for told in one.findings if told.code == "dublet" and told.mark in asked(one)]

    def asked(one: refresh.Draft) -> set[str]:
        held = refresh.accepted_earlier(office, one)
        return {told.mark for told in one.findings if not any(each.covers(told) for each in held)}

    first = refresh.read_draft(office, [Upload("emply.csv", text_of(rows(1, 2, 1)))], LATER.date(), date(2022, 6, 30))
    accept(office, first)
    assert drafted(rows(1, 1)) == [] and drafted(rows(5, 6, 1, 7, 1)) == []
    assert drafted(rows(2, 2)) == ["dublet"] and drafted(rows(1, 1, hires="2")) == ["dublet"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(1, 9)), st.integers(0, 7))
def test_the_order_of_the_rows_never_matters(tmp_path: Path, order: list[int], left_out: int) -> None:
    office = small_office(tmp_path)
    rows = {number: late(number) if number < 4 else person(number) for number in range(1, 9)}
    [first] = read(office, *rows.values()).findings
    assert read(office, *(rows[number] for number in order)).findings[0].mark == first.mark
    fewer = [rows[number] for number in order if number != order[left_out]]
    found = read(office, *fewer).findings
    assert (found[0].mark == first.mark) == (order[left_out] >= 4)


def test_those_who_vanished_are_those_who_were_accepted(office: Office) -> None:
    accept(office, read(office, *ORDINARY))
    gone = read(office, *ORDINARY[1:])
    assert [one.code for one in gone.findings] == ["forsvundne_raekker"]
    [mark] = [one.mark for one in gone.findings]
    assert read(office, *ORDINARY[1:]).findings[0].mark == mark
    assert read(office, *ORDINARY[:-1]).findings[0].mark != mark
    assert read(office, *ORDINARY[1:-1]).findings[0].mark != mark


def test_another_office_has_other_marks_and_a_mark_tells_nothing(tmp_path: Path) -> None:
    [finding] = read(small_office(tmp_path / "a"), *ORDINARY, late(11)).findings
    assert re.fullmatch("[0-9a-f]{64}", finding.mark)
    assert marked([finding], KEY, None)[0].mark != marked([finding], b"l" * 32, None)[0].mark
    assert finding.mark not in json.dumps(finding.as_json(with_lines=True)) and finding.mark not in repr(finding)


def test_findings_that_look_alike_are_accepted_apart() -> None:
    first, second = marked([Finding("ens_tal", "Tallene er ens."), Finding("ens_tal", "Tallene er ens.")], KEY, None)
    assert this(first, "ja").covers(first) and not this(first, "ja").covers(second)
    bare = Finding("ens_tal", "Tallene er ens.")
    assert not this(bare, "ja").covers(bare)


@pytest.mark.parametrize(
    "other",
    [
        {"message": "Gruppen er gået fra 100 til 131."},
        {"count": 31},
        {"code": "ens_tal"},
        {"rows": ("a", "c")},
        {"as_of": date(2022, 12, 31)},
    ],
)
def test_a_warning_about_the_period_is_of_its_date_and_its_words(other: dict) -> None:
    told = {"code": "stort_udsving", "message": "Gruppen er gået fra 100 til 130.", "count": 30, "rows": ("a", "b")}
    as_of = {"as_of": date(2022, 6, 30)}

    def mark(**changed: object) -> str:
        given = told | ({"rows": ()} if changed.keys() & {"message"} else {}) | changed
        return marked([Finding(**{k: v for k, v in given.items() if k != "as_of"})], KEY, (as_of | changed)["as_of"])[
            0
        ].mark

    base = mark(message=told["message"]) if "message" in other else mark()
    assert mark(**other) != base
    assert base == (mark(message=told["message"]) if "message" in other else mark())


# --- what holds next time


def withdrawn(office: Office) -> None:
    for key in office.imports.in_use():
        refresh.withdraw(office, key, "anna", LATER, "Forkert fil")


def test_after_a_withdrawal_the_same_file_asks_nothing_and_keeps_who_accepted_it_and_when(office: Office) -> None:
    accept(office, read(office, *ORDINARY, late(11)))
    withdrawn(office)
    again = read(office, *ORDINARY, late(11))
    key = refresh.import_draft(office, again, "bo", LATER)
    [kept] = office.imports.manifest(key)["accepted"]
    told = {name: kept[name] for name in ("code", "reason", "by", "at")}
    reason = f"{REASON} (ansat_efter_start)"
    assert told == {"code": "ansat_efter_start", "reason": reason, "by": "anna", "at": "2022-08-01T12:00:00"}
    assert [(line["who"], line["at"]) for line in office.journal.acceptances(key)] == [("anna", "2022-08-01T12:00:00")]


def test_what_was_taken_back_is_asked_again_until_it_is_accepted_again(office: Office) -> None:
    accept(office, read(office, *ORDINARY, late(11)))
    draft = read(office, *ORDINARY, late(11))
    [held], [finding] = refresh.accepted_earlier(office, draft), draft.findings
    take_back(office, held, finding, "bo", LATER)
    assert refresh.accepted_earlier(office, draft) == [] and open_codes(office, draft) == ["ansat_efter_start"]
    assert [(one["action"], one["who"]) for one in office.journal.audit()][-1] == ("godkendelse fortrudt", "bo")
    refresh.import_draft(office, draft, "bo", LATER, [this(finding, "Nu er det aftalt")])
    assert [(one.reason, one.by) for one in refresh.accepted_earlier(office, draft)] == [("Nu er det aftalt", "bo")]


def test_a_new_reason_goes_before_the_one_from_before(office: Office) -> None:
    accept(office, read(office, *ORDINARY, late(11)))
    again = read(office, *ORDINARY, late(11))
    key = refresh.import_draft(office, again, "bo", LATER, [Acceptance("ansat_efter_start", "En anden grund")])
    [kept] = office.imports.manifest(key)["accepted"]
    assert (kept["reason"], kept["by"], kept["at"]) == ("En anden grund", "bo", "")


def without_marks(office: Office) -> None:
    """Nothing; the journal is as the program left it before acceptances had marks."""
    lines = office.journal.acceptances()
    office.journal.path.unlink()
    old = Journal(office.root)
    for line in lines:
        told = {name: line[name] for name in ("who", "role", "code", "reason", "file", "cell", "message")}
        old.accept(line["target"], **told, at=datetime.fromisoformat(line["at"]))
    assert {line["mark"] for line in old.acceptances()} == {""}


def test_an_older_acceptance_holds_for_the_very_file_it_was_given_for(office: Office) -> None:
    accept(office, read(office, *ORDINARY, late(11)))
    without_marks(office)
    assert [one.reason for one in refresh.accepted_earlier(office, read(office, *ORDINARY, late(11)))] == [
        f"{REASON} (ansat_efter_start)"
    ]
    assert open_codes(office, read(office, *ORDINARY, late(11), name="b.csv")) == ["ansat_efter_start"]
    assert open_codes(office, read(office, *ORDINARY, late(11), person(9))) == ["ansat_efter_start"]
    assert open_codes(office, read(office, *ORDINARY, late(12))) == ["ansat_efter_start", "forsvundne_raekker"]
    [held] = refresh.accepted_earlier(office, read(office, *ORDINARY, late(11)))
    take_back(office, held, read(office, *ORDINARY, late(11)).findings[0], "bo", LATER)
    assert open_codes(office, read(office, *ORDINARY, late(11))) == ["ansat_efter_start"]


def test_an_older_acceptance_of_a_publication_holds_for_its_date_and_the_very_files(office: Office) -> None:
    def several(as_of: date) -> list[str]:
        one = refresh.propose(office, as_of, LATER)
        return [told for told in open_codes(office, one) if told == "flere_ansaettelser"]

    key = accept(office, read(office, *TWO_EMPLOYMENTS))
    first = refresh.propose(office, date(2022, 6, 30), AT)
    refresh.publish(office, first, "anna", AT, [this(one, "Som sædvanlig") for one in first.findings])
    without_marks(office)
    assert several(date(2022, 6, 30)) == [] and several(date(2022, 5, 31)) == ["flere_ansaettelser"]
    refresh.withdraw(office, key, "anna", LATER, "Forkert fil")
    accept(office, read(office, *TWO_EMPLOYMENTS[2:], person(2), person(2) | {"Tjenestenummer": "91"}))
    assert several(date(2022, 6, 30)) == ["flere_ansaettelser"]


def test_a_line_that_was_lost_is_written_again_with_its_mark(office: Office) -> None:
    key = accept(office, read(office, *ORDINARY, late(11)))
    before = [{name: text for name, text in line.items() if name != "id"} for line in office.journal.acceptances(key)]
    office.journal.path.unlink()
    assert reconcile(office.root)
    after = [{name: text for name, text in line.items() if name != "id"} for line in office.journal.acceptances(key)]
    assert after == before and re.fullmatch("[0-9a-f]{64}", after[0]["mark"])
    assert open_codes(office, read(office, *ORDINARY, late(11))) == []


# --- publications, at the command and on the page


def test_an_amendment_asks_for_no_warning_again(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    def write(*rows: dict) -> None:
        (tmp_path / "løn.csv").write_bytes(text_of(list(rows)))

    files, dates = tmp_path / "løn.csv", ["--as-of", "2022-06-30", "--drawn", "2022-08-01"]
    write(*TWO_EMPLOYMENTS, late(11))
    accept = [
        "--accept",
        "ansat_efter_start=Aftalt",
        "--accept",
        "flere_ansaettelser=Som sædvanlig",
        "--accept",
        "ens_tal=Ja",
    ]
    status, key, told = run(capsys, "publish", files, *dates, *accept)
    assert (status, key) == (0, "2022-06\n") and "Godkendt før" not in told, told
    status, key, told = run(capsys, "publish", *dates[:2], "--reason", "Noten er rettet")
    assert (status, key) == (0, "2022-06-2\n"), told
    assert told.count("Godkendt før: flere_ansaettelser, af ") == 1 and "ansat_efter_start" not in told
    assert "«Som sædvanlig»" in told
    kept = json.loads((data / "store/publications/2022-06-2/manifest.json").read_text("utf-8"))["accepted"]
    assert {one["code"]: one["reason"] for one in kept} == {"flere_ansaettelser": "Som sædvanlig", "ens_tal": "Ja"}
    [taken] = Imports(data / "store/imports").ids()
    assert run(capsys, "withdraw", taken, "--reason", "Forkert fil")[0] == 0
    [newer, older] = run(capsys, "list")[1].splitlines()
    gone = f"importen {taken} er trukket tilbage"
    assert f"gældende for 30. juni 2022, delvis, {gone}" in newer and f"rettet af 2022-06-2, delvis, {gone}" in older
    write(late(11), *TWO_EMPLOYMENTS)
    status, key, told = run(capsys, "publish", files, *dates, "--reason", "Taget ind igen")
    assert (status, key) == (0, "2022-06-3\n") and "Godkendt før: flere_ansaettelser" in told, told
    status, _, told = run(capsys, "publish", "--as-of", "2022-05-31", "--reason", "x")
    assert status == 1 and "Advarsel flere_ansaettelser" in told
    write(*TWO_EMPLOYMENTS[2:], *(person(2) | {"Tjenestenummer": number} for number in ("91", "92")), late(11))
    status, _, told = run(capsys, "import", files, *dates, "--accept", "forsvundne_raekker=Ja", "--accept", "dublet=x")
    assert status == 0, told
    status, _, told = run(capsys, "publish", *dates[:2], "--reason", "En anden person")
    assert status == 1 and "Advarsel flere_ansaettelser: 1 person har flere ansættelser" in told


def test_the_page_shows_what_was_accepted_before_and_lets_it_be_taken_back(officer: Officer) -> None:
    shutil.copytree(ROOT / "tests/cases/small/reference", officer.room.office.own_reference)
    accept(officer.room.office, read(officer.room.office, *ORDINARY, late(11)))
    at = officer.draft({"løn.csv": text_of([*ORDINARY[1:], late(11), person(1)])}, drawn="2022-08-01")
    page = officer.get(f"{at}/fund").text
    assert f"Godkendt af anna 1. august 2022: «{REASON} (ansat_efter_start)»" in page
    assert "Alle advarsler er godkendt" in page and "Tag udtrækkene ind</button>" in page
    number = re.search(r'<li id="fund-(\d+)', page)[1]
    assert officer.post(f"{at}/godkend", fund=number, fortryd="ja").status_code == 303
    page = officer.get(f"{at}/fund").text
    assert "Godkendt af" not in page and "1 advarsel skal godkendes eller rettes" in page
    assert officer.post(f"{at}/gem").status_code == 422
    assert "godkendelse fortrudt" in officer.get("/data").text
    officer.post(f"{at}/godkend", fund=number, begrundelse="Nu er det aftalt")
    assert officer.post(f"{at}/gem").status_code == 303
