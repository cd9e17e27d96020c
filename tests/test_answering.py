"""What HR answers about a source goes through the whole half-year refresh: asked, a stop, kept, used, and changed."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app
from kpi.__main__ import main
from kpi.extracts import read as reading
from kpi.extracts.asking.answers import AnswerError, forget, keep, questions, read_answers
from kpi.extracts.asking.asked import again, as_kept, in_words, reading_of
from kpi.extracts.asking.questions import LEAVE_KEY, Origin, Question, day_of_list
from kpi.extracts.files import unreadable
from kpi.extracts.findings import Stopped, stop_on
from kpi.extracts.read import Upload
from kpi.extracts.validate import validate
from kpi.publications.folders import Unpublishable
from kpi.refreshing import answering, refresh
from kpi.refreshing.acceptances import Acceptance, NotAccepted, Refused, this
from kpi.refreshing.answering import Outdated
from kpi.refreshing.office import Office, office_at
from kpi.refreshing.signing import signed
from layouts.data import desk, upload
from layouts.data.acceptances import open_warnings
from layouts.data.room import PLACE
from tests.test_answers import degrees, leaving
from tests.test_data_page import ADVERTS, BAD, NUMBER, Officer, alert, office_of
from tests.test_validate import KEY, LISTED, ROW, hours

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests/cases/small/reference"
AT = datetime(2022, 8, 1, 12)
UNIT = "enhed: Beskæftigelsesgrad"
DATES = {"as_of": date(2022, 6, 30), "drawn": date(2022, 8, 1)}
SAME = ["ens_tal", "stort_udsving"]


def text_of(rows: list[dict]) -> bytes:
    return "\n".join(";".join(map(str, cells)) for cells in (list(rows[0]), *(row.values() for row in rows))).encode()


def staff(*leave: str, **more: str) -> list[dict]:
    """Full-time teachers hired in 2019, each with a Fratrædelsesdato or none; `more` are columns beside the known."""
    hired = {"Ansættelsesdato": "01-01-2019", "Startdato": "01-01-2019"}
    return [
        ROW | hired | {"CPR": f"person {n}", "Tjenestenummer": n, "Fratrædelsesdato": day, "Slutdato": day} | more
        for n, day in enumerate(leave, start=1)
    ]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of HR's own, named in the environment as the command line reads it."""
    folder = tmp_path / "data"
    shutil.copytree(REFERENCE, folder / "reference")
    monkeypatch.setenv("KPI_DATA_DIR", str(folder))
    monkeypatch.setenv("KPI_SECRET_FILE", str(tmp_path / "noegle"))
    return folder


@pytest.fixture
def office(data: Path, tmp_path: Path) -> Office:
    return office_at(data, {"KPI_SECRET_FILE": str(tmp_path / "noegle")})


def draft_of(office: Office, rows: list[dict], name: str = "løn.csv", **dates: date) -> refresh.Draft:
    return refresh.read_draft(office, [Upload(name, text_of(rows))], date(2022, 8, 1), **DATES | dates)


def asked(draft: refresh.Draft) -> list[Question]:
    return answering.open_questions(draft.findings)


def content_of(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "journal" not in path.name and path.name != ".lock"
    }


# --- the refresh


def test_a_question_stops_what_is_taken_in_and_cannot_be_accepted(office: Office) -> None:
    draft = draft_of(office, degrees("80", "100"))
    assert [one.code for one in draft.findings] == ["tvetydig_kolonne"]
    for acceptances in ((), [Acceptance("tvetydig_kolonne", "Det passer")], [this(draft.findings[0], "Det passer")]):
        with pytest.raises(Stopped) as stopped:
            refresh.import_draft(office, draft, "anna", AT, acceptances)
        assert str(stopped.value) == "1 fund stopper kørslen"
        with pytest.raises(Stopped):
            refresh.import_and_publish(office, draft, "anna", AT, acceptances)
    assert office.imports.ids() == [] and office.store.keys() == []
    stop_on(draft.findings)
    assert open_warnings(draft.findings, []) == []


def test_an_answer_is_used_now_and_next_time_without_asking(office: Office) -> None:
    first = draft_of(office, degrees("80", "100"))
    [question] = asked(first)
    assert reading_of(question) == "Beskæftigelsesgrad læses som procent (100 er fuld tid)."
    answering.answer(office, question, "procent", "anna", AT)
    again_read = draft_of(office, degrees("80", "100"))
    assert again_read.findings == ()
    taken = refresh.import_draft(office, again_read, "anna", AT)
    assert office.imports.load(taken).frames["history"]["rate"].tolist() == [800_000, 1_000_000]
    assert office.imports.manifest(taken)["answers"] == {question.source: {UNIT: "procent"}}
    next_time = [dict(reversed(row.items())) for row in degrees("50", "86,49", "100")]
    assert asked(draft_of(office, next_time, "helt andet navn.txt")) == []
    wider = [row | {"Ny kolonne": "x"} for row in degrees("50")]
    assert [one.key for one in asked(draft_of(office, wider))] == [UNIT]


def turnover(extracts: list[Path], capsys: pytest.CaptureFixture) -> dict[str, tuple[float, ...]]:
    """Exits and stock of the whole municipality by period, as the command prints them."""
    command = ["figures", *map(str, extracts), "--as-of", "2022-06-30", "--drawn", "2022-08-01", "--audience", "raa"]
    assert main([*command, "--covers-from", "2019-01-01"]) == 0
    lines = [line.split(",") for line in capsys.readouterr().out.splitlines()]
    told = {line[3]: line[4:6] for line in lines if line[:2] == ["turnover", "htk"]}
    return {period: tuple(map(float, counts)) for period, counts in told.items() if all(counts)}


def test_a_first_day_out_moves_an_exit_by_a_day(data: Path, office: Office, tmp_path: Path, capsys) -> None:
    """Out on 1 July 2021: an exit in the year to June 2022, or on the last day before it and not in its stock."""
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of(staff("01-07-2021", "", "", "")))
    assert turnover([path], capsys)["Jun. 2022"] == (1, 4)
    assert main(["answer", str(path), LEAVE_KEY, "første dag ude"]) == 0
    figures = turnover([path], capsys)
    assert figures["Jun. 2022"] == (0, 3)
    assert figures["2021"] == (1, 4)
    assert main(["answer", str(path), LEAVE_KEY, "sidste dag"]) == 0
    assert turnover([path], capsys)["Jun. 2022"] == (1, 4)


def test_two_sources_have_answers_of_their_own(data: Path, office: Office, tmp_path: Path, capsys) -> None:
    one, other = tmp_path / "sd.csv", tmp_path / "opus.csv"
    one.write_bytes(text_of(staff("01-07-2021", "")))
    other.write_bytes(text_of([row | {"CPR": f"y {row['CPR']}"} for row in staff("01-07-2021", "", Lokalnr="7")]))
    assert turnover([one, other], capsys)["Jun. 2022"] == (2, 4)
    assert main(["answer", str(one), LEAVE_KEY, "første dag ude"]) == 0
    assert turnover([one, other], capsys)["Jun. 2022"] == (1, 3)
    assert main(["answer", str(other), LEAVE_KEY, "sidste dag"]) == 0
    assert turnover([one, other], capsys)["Jun. 2022"] == (1, 3)
    assert sorted(answer for of in read_answers(office.answers).told.values() for answer in of.values()) == [
        "første dag ude",
        "sidste dag",
    ]
    draft = refresh.read_draft(office, [one, other], date(2022, 8, 1), **DATES)
    left = draft.placed.extracts.history.query("left < 100000")["left"].tolist()
    assert [date(1970, 1, 1) + timedelta(day) for day in left] == [date(2021, 6, 30), date(2021, 7, 1)]


def test_the_answers_of_the_data_folder_are_not_the_examples(data: Path, office: Office, monkeypatch, capsys) -> None:
    assert office.answers == data / "svar.toml"
    path = data.parent / "løn.csv"
    path.write_bytes(text_of(staff("01-07-2021", "", "")))
    assert main(["answer", str(path), LEAVE_KEY, "første dag ude"]) == 0
    capsys.readouterr()
    assert turnover([path], capsys)["Jun. 2022"] == (0, 2)
    monkeypatch.delenv("KPI_DATA_DIR")
    monkeypatch.setattr("kpi.__main__.COMES_WITH_IT", REFERENCE)
    assert turnover([path], capsys)["Jun. 2022"] == (1, 3)


def test_other_reference_files_have_the_same_answers(data: Path, office: Office, tmp_path: Path, capsys) -> None:
    assert replace(office, own_reference=tmp_path / "andre").answers == office.answers
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of(degrees("80")))
    assert main(["answer", str(path), UNIT, "procent"]) == 0
    command = ["import", str(path), "--reference", str(REFERENCE), "--as-of", "2022-06-30", "--drawn", "2022-08-01"]
    assert main(command) == 0, capsys.readouterr().err


def test_an_answer_given_after_the_files_were_read_must_be_used(office: Office) -> None:
    draft = draft_of(office, staff("01-07-2021", ""))
    [source] = answering.about(office, draft.placed.extracts.sources)
    [told] = source.told
    answering.answer(office, told.question, "første dag ude", "bo", AT)
    accepted = [Acceptance(one.code, "ja") for one in draft.findings]
    with pytest.raises(Outdated):
        refresh.import_draft(office, draft, "anna", AT, accepted)
    with pytest.raises(Outdated):
        refresh.import_and_publish(office, draft, "anna", AT, [Acceptance(code, "ja") for code in SAME])
    assert office.imports.ids() == [] and office.store.keys() == []
    elsewhere = Question(LEAVE_KEY, "fratraadte-abcdefghij", "?", ("sidste dag",))
    answering.answer(office, elsewhere, "sidste dag", "bo", AT)
    fresh = draft_of(office, staff("01-07-2021", ""))
    assert refresh.import_draft(office, fresh, "anna", AT, [Acceptance(one.code, "ja") for one in fresh.findings])


def test_warnings_are_still_to_be_accepted(office: Office) -> None:
    rows = staff("", "")
    draft = draft_of(office, [*rows, rows[0]])
    with pytest.raises(NotAccepted):
        refresh.import_draft(office, draft, "anna", AT)
    assert refresh.import_draft(office, draft, "anna", AT, [Acceptance("dublet", "Den står to gange")])


# --- what is kept


def test_an_answer_stands_in_the_journal_with_who_and_when(office: Office) -> None:
    [question] = asked(draft_of(office, degrees("80")))
    answering.answer(office, question, "timer", "anna", AT)
    answering.answer(office, question, "procent", "bo", AT + timedelta(days=1))
    [source] = answering.kept(office)
    assert source.title == "Ansættelser med historik" and source.origin.headers == tuple(degrees("1")[0])
    told = {one.question.key: one for one in source.told}
    assert told[UNIT].given == "02-08-2022 af bo" and told[UNIT].words == "procent (100 er fuld tid)"
    assert told[LEAVE_KEY].given == "ingen; svar kun, hvis det er forkert"
    lines = [(one["who"], one["detail"]) for one in office.journal.audit(action="svar")]
    assert lines == [("anna", f"{UNIT}: timer"), ("bo", f"{UNIT}: procent")]
    text = office.answers.read_text(encoding="utf-8")
    office.answers.write_text(text.replace('"procent"', '"timer"'), encoding="utf-8")
    assert answering.kept(office)[0].told[0].given == "skrevet i filen"


def test_an_answer_is_taken_back_and_asked_again(office: Office) -> None:
    [question] = asked(draft_of(office, degrees("80")))
    answering.answer(office, question, "procent", "anna", AT)
    answering.take_back(office, question, "anna", AT)
    assert asked(draft_of(office, degrees("80"))) == [question] and answering.kept(office) == []
    assert office.journal.audit(action="svar")[-1]["detail"] == f"{UNIT}: slettet"
    with pytest.raises(Refused, match="findes ikke længere"):
        answering.take_back(office, question, "anna", AT)


def test_taking_back_one_answer_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, source = tmp_path / "svar.toml", Origin("bestand-abcdefghij", ("CPR", "Afdeling"))
    first, second = (source.asks(f"Lønform: {text}", "?") for text in "ab")
    keep(path, source.key, first, "time")
    keep(path, source.key, second, "måned")
    keep(path, "annoncer-x", Question("Område: x", "annoncer-x", "?"), "Skole")
    before = path.read_bytes()
    with monkeypatch.context() as patch, pytest.raises(OSError):
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError))
        forget(path, first)
    assert path.read_bytes() == before
    forget(path, first)
    assert read_answers(path).told == {source.key: {"Lønform: b": "måned"}, "annoncer-x": {"Område: x": "Skole"}}
    forget(path, second)
    assert list(read_answers(path).told) == ["annoncer-x"]
    with pytest.raises(AnswerError):
        forget(path, second)


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (Question("x", "kilde", "?", ("ja", "nej")), "måske", "Vælg «ja» eller «nej»"),
        (Question("x", "kilde", "?", ("ja",)), "", "Vælg «ja»"),
        (Question("x", "kilde", "?"), "  ", "Skriv et svar"),
        (Question(day_of_list("a"), "kilde", "?"), "engang", "ikke en dato"),
        (Question(day_of_list("a"), "kilde", "?"), "31-02-2022", "ikke en dato"),
        (Question(day_of_list("a"), "kilde", "?"), "00-00-0000", "ikke en dato"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_changes(
    office: Office, question: Question, answer: str, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        answering.answer(office, question, answer, "anna", AT)
    assert not office.answers.exists() and office.journal.answered() == []


@pytest.mark.parametrize("text", [NUMBER, f"person {NUMBER}", "01.01.90 1234", "0101901234"])
def test_no_answer_has_a_person_number(office: Office, text: str) -> None:
    with pytest.raises((Refused, Unpublishable)) as refused:
        answering.answer(office, Question("x", "kilde", "?"), text, "anna", AT)
    assert text not in str(refused.value)
    assert not office.answers.exists() and office.journal.answered() == [] == office.journal.audit(action="svar")


def test_an_answer_is_written_in_turn(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    turns, real = [], answering.writing
    monkeypatch.setattr(answering, "writing", lambda root, *told: turns.append((root, *told)) or real(root, *told))
    question = Question("x", "kilde", "?", ("ja",))
    answering.answer(office, question, "ja", "anna", AT)
    answering.take_back(office, question, "bo", AT)
    assert turns == [(office.root, "anna", "at gemme et svar"), (office.root, "bo", "at slette et svar")]


# --- questions again


def every_question() -> list[tuple[Question, Origin]]:
    """Each kind of question as a file asks it."""
    files = [
        degrees("80"),
        degrees("20", "37"),
        leaving(5, later=1),
        [ROW | {"Lønform": "4"}],
        [ROW | {"Statuskode": "Q1"}],
        [{("LOS" if name == "Afdeling" else name): cell for name, cell in ROW.items()} | {"Enhed": "XX9"}],
        [{("Stednr" if name == "Afdeling" else name): cell for name, cell in ROW.items()}],
        [hours("37") | {"Beskæftigelsesgrad": "80", "CPR": f"p{n}"} for n in range(3)],
        [LISTED, LISTED | {"CPR": "person 2", "Fratrædelsesdato": "31-07-2022"}],
        [{"Kilde": "Løn", "Dato": "30-06-2022", "NY3-niveau": "ISC", "Antal ansatte": "4"}],
    ]
    found = []
    for rows in files:
        sheets, findings = reading.read([Upload("a.csv", text_of(rows))])
        findings += validate(sheets, key=KEY)[1]
        found += [(question, sheets[0].origin) for question in questions(findings)]
    return found


ASKED = every_question()


def test_there_is_a_file_for_each_kind_of_question() -> None:
    assert len({question.key.partition(":")[0] for question, _ in ASKED}) == 7


@pytest.mark.parametrize(("question", "origin"), ASKED, ids=[question.key for question, _ in ASKED])
def test_what_was_asked_can_be_answered_otherwise_later(question: Question, origin: Origin) -> None:
    """From its key alone: the same key and source, every choice that the file gave, and words that say as much."""
    later = again(origin, question.key)
    assert (later.key, later.source, later.headers) == (question.key, question.source, question.headers)
    assert set(question.choices) <= set(later.choices) and bool(question.choices) is bool(later.choices)
    assert later.text.endswith("?")
    assert later.text.partition(":")[0].partition("?")[0][:14] == question.text[:14]
    assert reading_of(question).endswith(".") and (question.reading in ("", *question.choices))
    for choice in question.choices:
        assert in_words(question, choice) and as_kept(later, choice) == choice


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_a_day_is_kept_as_a_dane_writes_it(day: date) -> None:
    question = Question(day_of_list("x"), "bestand-x", "?")
    for typed in (f"{day:%d-%m-%Y}", day.isoformat(), f" {day:%d.%m.%Y} "):
        assert as_kept(question, typed) == f"{day:%d-%m-%Y}"


@given(text=st.text(max_size=40), key=st.sampled_from([UNIT, LEAVE_KEY, day_of_list("x"), "kolonne: Center", "x: y"]))
def test_whatever_is_typed_is_an_answer_or_none(text: str, key: str) -> None:
    question = again(Origin("kontroltal-x", ("NY3-niveau",)), key)
    held = as_kept(question, text)
    assert held is None or (held.strip() and as_kept(question, held) == held)
    assert held is None or not question.choices or held in question.choices


@pytest.mark.parametrize("source", ["", "ukendt", "ukendt-x", "ansaettelser-"])
def test_a_key_that_nobody_knows_is_shown_as_it_is(source: str) -> None:
    assert again(Origin(source), "noget: andet").text == "noget: andet"


# --- the file cannot be read


BROKEN = ['["x"', "a = 1", "\xff"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_of_answers_that_cannot_be_read_stops_and_loses_nothing(
    data: Path, office: Office, tmp_path: Path, text: str, capsys
) -> None:
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of(staff("", "")))
    assert main(["import", str(path), "--as-of", "2022-06-30", "--drawn", "2022-08-01"]) == 0
    office.answers.write_bytes(text.encode("latin-1"))
    before = content_of(data)
    capsys.readouterr()
    for command in (
        ["check", str(path)],
        ["figures", str(path), "--as-of", "2022-06-30"],
        ["import", str(path), "--as-of", "2022-06-30"],
        ["publish", str(path), "--as-of", "2022-06-30"],
        ["answer"],
        ["answer", str(path)],
        ["answer", str(path), LEAVE_KEY, "sidste dag"],
        ["answer", str(path), LEAVE_KEY, "--delete"],
    ):
        assert main(command) == 1, command
        told = capsys.readouterr()
        assert told.out == "" and re.match(r"svar\.toml kan ikke (læses|bruges)", told.err), command
    assert content_of(data) == before


# --- the command line


def run(capsys, *arguments) -> tuple[int, str, str]:
    status = main([str(one) for one in arguments])
    return status, *capsys.readouterr()


def test_check_tells_the_question_as_one_with_the_command_that_answers_it(data: Path, tmp_path: Path, capsys) -> None:
    folder = tmp_path / "mit udtræk"
    folder.mkdir()
    (folder / "løn.csv").write_bytes(text_of(degrees("80", "100")))
    status, out, told = run(capsys, "check", folder)
    assert (status, out) == (0, "")
    assert "Spørgsmål tvetydig_kolonne: løn.csv, F2" in told
    assert "Beskæftigelsesgrad læses som procent (100 er fuld tid). Svar «procent» eller «timer»." in told
    command = re.search(r'python -m kpi answer "(.*)" "(.*)" SVAR', told)
    findings = json.loads(run(capsys, "check", folder, "--json")[1])
    assert [(one["code"], one["severity"], set(one) & {"question"}) for one in findings] == [
        ("tvetydig_kolonne", "advarsel", set())
    ]
    status, out, told = run(capsys, "import", folder, "--accept", "tvetydig_kolonne=Det passer")
    assert (status, out) == (1, "") and "Spørgsmål tvetydig_kolonne" in told and "Advarsel" not in told
    assert command[0] in told
    status, _, told = run(capsys, "answer", *command.groups(), "procent")
    assert status == 0 and "Svaret er gemt i svar.toml" in told
    assert "Ingen fund" in run(capsys, "check", folder)[2]
    assert run(capsys, "import", folder)[0] == 0


def test_the_questions_and_answers_are_listed(data: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of(degrees("80")))
    assert run(capsys, "answer")[:2] == (0, "")
    before = [line.split("\t")[1:3] for line in run(capsys, "answer", path)[1].splitlines()]
    assert before == [[UNIT, "ikke besvaret"], [LEAVE_KEY, "ikke besvaret"]]
    run(capsys, "answer", path, UNIT, "procent", "--by", "anna")
    lines = [line.split("\t") for line in run(capsys, "answer")[1].splitlines()]
    assert [line[1:3] for line in lines] == [[UNIT, "procent"], [LEAVE_KEY, "ikke besvaret"]]
    assert lines[0][3].endswith(f"af {signed('anna')}")
    source = lines[0][0]
    assert run(capsys, "answer", source, LEAVE_KEY, "første dag ude")[0] == 0
    assert run(capsys, "answer", source, UNIT, "--delete")[0] == 0
    assert list(read_answers(data / "svar.toml").told[source]) == [LEAVE_KEY]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((UNIT,), 2, "Forkert brug"),
        ((UNIT, "procent", "--delete"), 2, "Forkert brug"),
        ((UNIT, "gæt"), 1, "Vælg «procent» eller «timer»"),
        (("noget andet", "procent"), 1, "Spørgsmålene er: «enhed: Beskæftigelsesgrad» og «Fratrædelsesdato er»"),
        ((UNIT, "--delete"), 1, "findes ikke længere"),
    ],
)
def test_what_cannot_be_answered_is_told(data: Path, tmp_path: Path, capsys, arguments, status, words) -> None:
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of(degrees("80")))
    told = run(capsys, "answer", path, *arguments)
    assert told[0] == status and words in told[2]
    assert not (data / "svar.toml").exists()


def test_a_source_that_nobody_knows_is_told(data: Path, tmp_path: Path, capsys) -> None:
    status, _, told = run(capsys, "answer", "ansaettelser-abcdefghij", LEAVE_KEY, "sidste dag")
    assert status == 1 and "hverken en fil eller en kilde i svar.toml" in told
    for number, more in enumerate(({}, {"Lokalnr": "7"})):
        (tmp_path / f"{number}.csv").write_bytes(text_of(staff("", **more)))
    status, _, told = run(capsys, "answer", tmp_path, LEAVE_KEY, "sidste dag")
    assert status == 1 and "Svar for én fil ad gangen" in told and not (data / "svar.toml").exists()


def test_what_was_not_checked_is_told(data: Path, tmp_path: Path, capsys) -> None:
    path = tmp_path / "løn.csv"
    path.write_bytes(text_of([row | {"Startdato": "31-02-2022"} for row in staff("")] + staff("", "")[1:]))
    told = (
        "Ikke kørt for 1 række i løn.csv: dubletter, datoernes rækkefølge, rækker i modstrid og ukendte koder. En "
        "celle i den kan ikke læses.\n"
    )
    for arguments in (["check", path], ["check", path, "--json"], ["import", path], ["figures", path, *AS_OF]):
        status, out, err = run(capsys, *arguments)
        assert status == 1 and told in err and "Ikke kørt" not in out, arguments
        assert "Først skal 1 stop ryddes af vejen." in err
    path.write_bytes(text_of(staff("", "")))
    assert "Ikke kørt" not in run(capsys, "check", path)[2]


AS_OF = ["--as-of", "2022-06-30"]


# --- the page


@pytest.fixture
def officer(tmp_path: Path) -> Officer:
    office = office_of(tmp_path / "store")
    shutil.copytree(REFERENCE, office.own_reference)
    site = app.create_app(app.Settings(office.store.folder, example=False, office=office))
    return Officer(site.server.extensions[PLACE], site.server.test_client())


def forms_of(page: str, words: str) -> list[dict[str, str]]:
    """The hidden fields of each form with these words."""
    forms = [form for form in re.findall(r"<form.*?</form>", page, re.S) if words in form]
    hidden = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    return [{name: html.unescape(value) for name, value in re.findall(hidden, form)} for form in forms]


def test_a_question_is_answered_on_the_page_and_not_asked_again(officer: Officer) -> None:
    at = officer.draft({"løn.csv": text_of(degrees("80", "100"))})
    page = officer.get(f"{at}/fund").text
    assert "1 spørgsmål skal besvares." in page and '<span class="severity stop">Spørgsmål</span>' in page
    assert "Beskæftigelsesgrad læses som procent (100 er fuld tid)." in page
    assert "2. Kontrollér</a><small>1 spørgsmål</small>" in page
    options = re.findall(r'<option value="(\w+)">([^<]+)', page)
    assert options[:2] == [("procent", "procent (100 er fuld tid)"), ("timer", "timer pr. uge (37 er fuld tid)")]
    assert "Kan ikke tages ind endnu" in page and "Godkend advarslen" not in page
    answer = officer.post(f"{at}/godkend", fund="0", begrundelse="Det passer")
    assert answer.status_code == 422 and "Et spørgsmål kan ikke godkendes" in alert(answer)
    answer = officer.post(f"{at}/gem")
    assert answer.status_code == 422 and "spørgsmålene besvaret" in alert(answer)
    assert officer.room.office.imports.ids() == []

    sent = forms_of(page, "Gem svaret")[0]
    for wrong in ("", "gæt", BAD, NUMBER):
        refused = officer.post(f"{at}/svar", **sent, svar=wrong)
        assert refused.status_code == 422 and "Vælg" in alert(refused) and NUMBER not in refused.text
    assert not officer.room.office.answers.exists()
    assert officer.post(f"{at}/svar", **sent, svar="procent").headers["Location"] == f"{at}/fund"
    page = officer.get(f"{at}/fund").text
    assert "Spørgsmål</span>" not in page and "Procent (100 er fuld tid)" in page
    assert officer.post(f"{at}/gem").status_code == 303
    [taken] = officer.room.office.imports.ids()
    assert officer.room.office.imports.load(taken).frames["history"]["rate"].tolist() == [800_000, 1_000_000]

    front = officer.get("/data").text
    assert "Hvad er tallene i Beskæftigelsesgrad?" in front and "af HR på denne maskine" in front
    at = officer.draft({"næste gang.csv": text_of(degrees("50", "60", "100"))})
    assert "Spørgsmål</span>" not in officer.get(f"{at}/fund").text
    answers = officer.room.office.journal.answered()
    assert [(one["question"], one["answer"]) for one in answers] == [(UNIT, "procent")]


def left_on(officer: Officer) -> list[date]:
    left = officer.held.read().placed.extracts.history["left"]
    return [date(1970, 1, 1) + timedelta(day) for day in left[left < 100_000]]


def test_a_first_day_out_is_answered_though_nothing_asks(officer: Officer) -> None:
    at = officer.draft({"løn.csv": text_of(staff("01-07-2021", ""))})
    page = officer.get(f"{at}/fund").text
    assert "Sådan læses filerne" in page and "Fratrædelsesdato læses som den sidste dag i ansættelsen." in page
    assert left_on(officer) == [date(2021, 7, 1)]
    [sent] = forms_of(page, "Er Fratrædelsesdato den sidste dag")
    assert officer.post(f"{at}/svar", **sent, svar="første dag ude").status_code == 303
    page = officer.get(f"{at}/fund").text
    assert left_on(officer) == [date(2021, 6, 30)] and "Den første dag ude" in page
    other = officer.draft({"andet.csv": text_of(staff("01-07-2021", "", Lokalnr="7"))})
    officer.get(f"{other}/fund")
    assert left_on(officer) == [date(2021, 7, 1)]


def test_an_answer_is_changed_and_taken_back_on_the_front(officer: Officer) -> None:
    at = officer.draft({"løn.csv": text_of(degrees("20", "37"))})
    sent = forms_of(officer.get(f"{at}/fund").text, "Gem svaret")[0]
    officer.post(f"{at}/svar", **sent, svar="procent")
    officer.get(f"{at}/fund")
    rates = lambda: officer.held.read().placed.extracts.history["rate"].tolist()  # noqa: E731
    assert rates() == [200_000, 370_000]
    [change] = forms_of(officer.get("/data").text, "Hvad er tallene i Beskæftigelsesgrad?")[:1]
    refused = officer.post("/data/svar", **change, svar="gæt")
    assert refused.status_code == 422 and "Vælg" in alert(refused)
    answer = officer.post("/data/svar", **change, svar="timer")
    assert answer.headers["Location"] == "/data?svar=ja#svar"
    assert "er ikke ændret" in officer.get("/data?svar=ja").text
    officer.get(f"{at}/fund")
    assert rates() == [540_541, 1_000_000]
    [gone] = forms_of(officer.get("/data").text, "Slet svaret")
    assert officer.post("/data/svar", **gone).status_code == 303
    assert "1 spørgsmål skal besvares." in officer.get(f"{at}/fund").text
    assert "Der er endnu ikke svaret på noget." in officer.get("/data").text
    assert officer.post("/data/svar", **gone).status_code == 422
    assert [one["detail"].rpartition(" ")[2] for one in officer.room.office.journal.audit(action="svar")] == [
        "procent",
        "timer",
        "slettet",
    ]


def test_a_stop_that_asks_can_be_mended_by_an_answer(officer: Officer) -> None:
    """A column that goes by a name of the house's own, and an area that Emply calls something else."""
    rows = [{("Stednr" if name == "Afdeling" else name): cell for name, cell in row.items()} for row in staff("", "")]
    adverts = ADVERTS.format("Folkeskoler").encode()
    files = {"løn.csv": text_of(rows), "emply.csv": adverts}
    at = officer.draft(files)
    page = officer.get(f"{at}/fund").text
    assert "2 spørgsmål skal besvares" in page and "stop skal rettes" not in page
    assert page.count('<span class="severity stop">Spørgsmål</span>') == 2
    column, area = (
        next(one for one in forms_of(page, "Gem svaret") if one["spoergsmaal"] == key)
        for key in ("kolonne: Afdeling", "Område: Folkeskoler")
    )
    assert officer.post(f"{at}/svar", **column, svar="Stednr").status_code == 303
    officer.get(f"{at}/fund")
    assert "Vælg" in alert(officer.post(f"{at}/svar", **area, svar="Folkeskoler"))
    assert officer.post(f"{at}/svar", **area, svar="Skole").status_code == 303
    page = officer.get(f"{at}/fund").text
    assert "stop skal rettes" not in page and "Hvilket område er «Folkeskoler»?" in page
    assert officer.post(f"{at}/gem").status_code == 303
    stored = officer.room.office.imports.load(*officer.room.office.imports.ids())
    assert stored.frames["history"]["unit"].tolist() == ["SK01", "SK01"]
    assert stored.frames["adverts"]["area"].tolist() == ["Skole"]


def test_it_is_told_how_many_are_to_be_mended_placed_and_answered(officer: Officer) -> None:
    rows = staff("", "", "")
    rows[0]["Startdato"] = "31-02-2022"
    rows[1]["Stillingskode"], rows[2]["Afdeling"] = "9998", "XX99"
    files = {"løn.csv": text_of(rows), "emply.csv": ADVERTS.format("Folkeskoler").encode()}
    page = officer.get(f"{officer.draft(files)}/fund").text
    lacks = "1 stop skal rettes, 2 koder skal placeres eller rettes og 1 spørgsmål skal besvares"
    assert page.count(lacks) == 2 and "1 stop, 2 koder uden plads og 1 spørgsmål" in page
    assert "Et stop skal rettes. En kode uden plads skal placeres eller rettes. Et spørgsmål skal besvares." in page
    assert "Ingen rækker er gemt" in page and "Intet er gemt" not in page


def test_only_what_is_asked_can_be_answered(officer: Officer) -> None:
    at = officer.draft({"løn.csv": text_of(degrees("80"))})
    sent = forms_of(officer.get(f"{at}/fund").text, "Gem svaret")[0]
    for other in ({"kilde": "ansaettelser-x"}, {"spoergsmaal": "kolonne: CPR"}, {"spoergsmaal": ""}):
        refused = officer.post(f"{at}/svar", **sent | other, svar="procent")
        assert refused.status_code == 422 and "findes ikke længere" in alert(refused)
    assert officer.post("/data/svar", **sent, svar="procent").status_code == 422
    assert not officer.room.office.answers.exists() and officer.room.office.journal.answered() == []
    for address in ("svar", "igen"):
        assert officer.post(f"/data/kladde/ukendt/{address}", **sent, svar="procent").status_code == 410


def test_the_day_of_a_list_is_answered_on_the_page(officer: Officer) -> None:
    rows = [LISTED, LISTED | {"CPR": "person 2", "Tjenestenummer": "2"}]
    at = officer.draft({"liste.csv": text_of(rows)})
    page = officer.get(f"{at}/fund").text
    sent = next(one for one in forms_of(page, "Gem svaret") if one["spoergsmaal"].startswith("Opgørelsesdato"))
    assert "ikke en dato" in alert(officer.post(f"{at}/svar", **sent, svar="i går"))
    assert officer.post(f"{at}/svar", **sent, svar="2022-06-30").status_code == 303
    page = officer.get(f"{at}/fund").text
    assert "30-06-2022" in page and officer.held.read().placed.extracts.status["on"].nunique() == 1


def test_a_broken_file_of_answers_is_told_and_the_draft_is_kept(officer: Officer) -> None:
    path = officer.room.office.answers
    path.write_text("[", encoding="utf-8")
    at = officer.draft({"løn.csv": text_of(degrees("80"))})
    page = officer.get(f"{at}/fund")
    assert page.status_code == 409 and "svar.toml kan ikke læses" in page.text and "Læs filerne igen" in page.text
    front = officer.get("/data")
    assert front.status_code == 200 and "svar.toml kan ikke læses" in front.text
    refused = officer.post("/data/svar", kilde="x", spoergsmaal="x", svar="x")
    assert refused.status_code == 422 and "svar.toml kan ikke læses" in alert(refused)
    assert path.read_text(encoding="utf-8") == "[" and officer.left == ["løn.csv"]
    path.unlink()
    assert officer.post(f"{at}/igen").headers["Location"] == f"{at}/fund"
    page = officer.get(f"{at}/fund")
    assert page.status_code == 200 and "1 spørgsmål skal besvares." in page.text
    sent = forms_of(page.text, "Gem svaret")[0]
    path.write_text("[", encoding="utf-8")
    page = officer.get(f"{at}/fund")
    assert page.status_code == 200 and "svar.toml kan ikke læses" in alert(page)
    assert officer.post(f"{at}/svar", **sent, svar="procent").status_code == 422
    assert path.read_text(encoding="utf-8") == "[" and officer.left == ["løn.csv"]


def test_files_that_somebody_else_has_answered_about_are_read_again_first(officer: Officer) -> None:
    at, office = officer.draft({"løn.csv": text_of(staff("", ""))}), officer.room.office
    officer.get(f"{at}/fund")
    [source] = answering.about(office, officer.held.read().placed.extracts.sources)
    answering.answer(office, source.told[0].question, "første dag ude", "bo", AT)
    refused = officer.post(f"{at}/gem")
    assert refused.status_code == 409 and "siden de blev læst" in refused.text and office.imports.ids() == []
    assert officer.post(f"{at}/igen").status_code == 303
    officer.get(f"{at}/fund")
    assert officer.post(f"{at}/gem").status_code == 303 and len(office.imports.ids()) == 1


def test_what_was_not_checked_stands_under_the_findings(officer: Officer) -> None:
    rows = [row | {"Startdato": "31-02-2022"} for row in staff("")] + staff("", "")[1:]
    at = officer.draft({"løn.csv": text_of(rows)})
    page = officer.get(f"{at}/fund").text
    assert "Ikke kørt for 1 række i løn.csv: dubletter" in page
    at = officer.draft({"løn.csv": text_of(staff("", ""))})
    assert "Ikke kørt" not in officer.get(f"{at}/fund").text


def test_what_stands_in_the_file_of_answers_is_text_on_the_page(officer: Officer) -> None:
    bad = BAD.replace("'", "")
    text = f"['ansaettelser-{bad}']\nkolonner = '{bad}'\n'x {bad}' = '{bad}'\n"
    officer.room.office.answers.write_text(text, encoding="utf-8")
    page = officer.get("/data").text
    assert "<img src" not in page and "&lt;img src" in page


# --- one limit


def test_page_and_reader_have_one_limit(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert upload.LARGEST_FILE == unreadable.LARGEST_FILE
    assert upload.LARGEST_FILE < upload.LARGEST_TOTAL <= desk.MOST_HELD
    told = f"{unreadable.LARGEST_FILE // unreadable.MEGABYTE} MB"
    assert f"Højst {told} i alt" in officer.get("/data/ny").text
    assert f"mere end {told}" in upload.TOO_LARGE and f"mere end {told}" in unreadable.TOO_LARGE
    assert f'data-largest="{unreadable.LARGEST_FILE}"' in officer.get("/data/ny").text
