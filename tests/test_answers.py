"""What is ambiguous is asked with the reading shown, stops what is taken in until it is answered, and is remembered."""

from __future__ import annotations

import os
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi.extracts.asking.answers import NO_ANSWERS, AnswerError, Answers, keep, questions, read_answers
from kpi.extracts.asking.questions import Origin, Question, fingerprint, origin_of
from kpi.extracts.findings import STOP, WARNING, Finding, Stopped, stop_on
from kpi.extracts.read import Upload, read
from kpi.extracts.rows import Extracts
from kpi.extracts.validate import validate
from tests.test_validate import KEY, LISTED, ROW, day, hours, without

SOURCE = Origin("ansaettelser-abcdefghij", ("CPR", "Afdeling"))
QUESTION = SOURCE.asks("enhed: Beskæftigelsesgrad", "Hvad er tallene?", ("procent", "timer"), "procent")


def read_in(rows: list[dict], answers: Answers = NO_ANSWERS, **options) -> tuple[Extracts, list[Finding]]:
    text = "\n".join(";".join(map(str, cells)) for cells in (list(rows[0]), *(row.values() for row in rows)))
    sheets, findings = read([Upload("udtræk.csv", text.encode())], answers)
    extracts, more = validate(sheets, key=KEY, answers=answers, **options)
    return extracts, findings + more


def degrees(*values: str) -> list[dict]:
    row = {("Beskæftigelsesgrad" if name == "Beskæftigelsesdecimal" else name): cell for name, cell in ROW.items()}
    return [row | {"Beskæftigelsesgrad": value, "CPR": f"person {n}"} for n, value in enumerate(values)]


def asked(rows: list[dict], **options) -> Question:
    """The one question that the rows ask."""
    (question,) = questions(read_in(rows, **options)[1])
    return question


# --- asked, answered, kept


def test_what_is_asked_is_a_warning_for_figures_and_a_stop_when_files_are_taken_in() -> None:
    _, findings = read_in(degrees("80", "100"))
    assert [(one.code, one.severity, one.severity_taken_in) for one in findings] == [
        ("tvetydig_kolonne", WARNING, STOP)
    ]
    stop_on(findings)
    with pytest.raises(Stopped):
        stop_on(findings, taken_in=True)


def test_a_question_shows_its_choices_and_the_reading_meanwhile() -> None:
    question = asked(degrees("80", "100"))
    assert question.key == "enhed: Beskæftigelsesgrad"
    assert (
        question.text
        == "Hvad er tallene i Beskæftigelsesgrad: decimal (1 er fuld tid), procent (100) eller timer (37)?"
    )
    assert (question.choices, question.reading) == (("procent", "timer"), "procent")
    assert question.headers == tuple(degrees("1")[0])


@pytest.mark.parametrize(("answer", "rates"), [("timer", [540_541, 1_000_000]), ("procent", [200_000, 370_000])])
def test_an_answer_is_used_and_not_asked_again(answer: str, rates: list[int]) -> None:
    rows = degrees("20", "37")
    extracts, findings = read_in(rows, NO_ANSWERS.with_answer(asked(rows), answer))
    assert findings == []
    assert extracts.history["rate"].tolist() == rates


def test_an_answer_of_another_range_is_not_taken_over() -> None:
    """Last time in percent, this time decimals: 1 would be a hundredth of full time."""
    answers = NO_ANSWERS.with_answer(asked(degrees("80", "100")), "procent")
    extracts, findings = read_in(degrees("0,8", "1"), answers)
    assert [one.question.choices for one in findings] == [("decimal",)]
    assert extracts.history["rate"].tolist() == [800_000, 1_000_000]


def test_cells_that_tell_their_unit_are_not_asked_about() -> None:
    for values in (("86,49 %", "50 %"), ("32/37", "18,5/37")):
        assert read_in(degrees(*values))[1] == []


def test_the_source_is_known_by_its_kind_and_headers_in_any_order_and_spelling() -> None:
    first = asked(degrees("80"))
    other = [{name.upper(): row[name] for name in reversed(row)} for row in degrees("90")]
    assert asked(other).source == first.source
    assert asked([row | {"Ny kolonne": "1"} for row in degrees("80")]).source != first.source
    assert origin_of("bestand", ["a"]).key != origin_of("ansaettelser", ["a"]).key


# --- each kind of question


def test_two_columns_of_a_name_are_asked_about() -> None:
    rows = [ROW | {"Enhed": "XX9"}]
    assert read_in(rows)[1] == []  # the canonical name wins
    rows = [{("LOS" if name == "Afdeling" else name): cell for name, cell in ROW.items()} | {"Enhed": "XX9"}]
    question = asked(rows)
    assert (question.key, question.choices, question.reading) == ("kolonne: Afdeling", ("Enhed", "LOS"), "Enhed")
    extracts, findings = read_in(rows, NO_ANSWERS.with_answer(question, "LOS"))
    assert (findings, extracts.history["unit"].tolist()) == ([], ["SK01"])


def test_a_header_that_means_nothing_is_offered_where_a_column_is_missing() -> None:
    rows = [{("Stednr" if name == "Afdeling" else name): cell for name, cell in ROW.items()}]
    question = asked(rows)
    assert (question.key, question.choices, question.reading) == ("kolonne: Afdeling", ("Stednr",), "")
    extracts, findings = read_in(rows, NO_ANSWERS.with_answer(question, "Stednr"))
    assert (findings, extracts.history["unit"].tolist()) == ([], ["SK01"])
    assert extracts.sources[0].cell("Afdeling", 2) == "C2"


def test_a_rate_under_an_unknown_name_is_asked_for_its_unit_too() -> None:
    rows = [
        {
            ("Pct." if name == "Beskæftigelsesdecimal" else name): cell
            for name, cell in (ROW | {"Beskæftigelsesdecimal": "80"}).items()
        }
    ]
    answers = NO_ANSWERS.with_answer(asked(rows), "Pct.")
    (unit,) = questions(read_in(rows, answers)[1])
    assert unit.key == "enhed: Beskæftigelsesgrad"
    extracts, findings = read_in(rows, answers.with_answer(unit, "procent"))
    assert (findings, extracts.history["rate"].tolist()) == ([], [800_000])


def test_two_columns_that_say_how_much_people_work_are_asked_about_where_they_disagree() -> None:
    agree = [hours("32") | {"Beskæftigelsesgrad": "86,49", "CPR": f"p{n}"} for n in range(3)]
    assert read_in(agree)[1] == []
    rows = [hours("37") | {"Beskæftigelsesgrad": "80", "CPR": f"p{n}"} for n in range(3)]
    _, findings = read_in(rows)
    assert [(one.code, one.cell, one.count, one.message) for one in findings] == [
        (
            "tvetydig_kolonne",
            "F2",
            3,
            "Timer pr. uge og Beskæftigelsesgrad siger ikke det samme, f.eks. 37 og 80 i linje 2. Timer pr. uge er "
            "brugt. Svar, hvilken af dem der gælder, eller slet den anden kolonne. De 3 rækker tæller i tabel 4 og 5.",
        )
    ]
    answers = NO_ANSWERS.with_answer(findings[0].question, "Beskæftigelsesgrad")
    (unit,) = questions(read_in(rows, answers)[1])
    extracts, findings = read_in(rows, answers.with_answer(unit, "procent"))
    assert (findings, extracts.history["rate"].tolist()) == ([], [800_000] * 3)


def leaving(count: int, later: int, *, end: bool = True, step: int = 40) -> list[dict]:
    """People who leave some days apart, whose Fratrædelsesdato lies so many days after their last."""
    last = [date(2021, 1, 5) + timedelta(days=step * n) for n in range(count)]
    return [
        ROW | {"CPR": f"person {n}", "Slutdato": f"{one:%d-%m-%Y}" if end else "",
               "Fratrædelsesdato": f"{one + timedelta(days=later):%d-%m-%Y}"}
        for n, one in enumerate(last)
    ]  # fmt: skip


def test_a_leave_date_on_the_day_after_the_end_is_asked_about() -> None:
    rows = leaving(5, later=1)
    extracts, findings = read_in(rows)
    assert [(one.code, one.cell, one.count, one.message) for one in findings] == [
        (
            "tvetydig_kolonne",
            "K2",
            5,
            "Fratrædelsesdato kan være den første dag efter ansættelsen: den ligger dagen efter Slutdato i 5 af 5 "
            "rækker. Den er læst som den sidste dag i ansættelsen. Svar, hvad den er; spørg lønkontoret, hvis du er "
            "i tvivl. De 5 rækker tæller i tabel 2 til 5.",
        )
    ]
    assert extracts.history["left"].tolist()[0] == day("2021-01-06")
    extracts, found = read_in(rows, NO_ANSWERS.with_answer(findings[0].question, "første dag ude"))
    assert (found, extracts.history["left"].tolist()[0]) == ([], day("2021-01-05"))
    extracts, found = read_in(rows, NO_ANSWERS.with_answer(findings[0].question, "sidste dag"))
    assert (found, extracts.history["left"].tolist()[0]) == ([], day("2021-01-06"))


def test_leave_dates_on_the_first_of_the_month_are_asked_about() -> None:
    firsts = [f"01-{1 + n % 12:02d}-2021" for n in range(20)]
    rows = [ROW | {"CPR": f"person {n}", "Fratrædelsesdato": one} for n, one in enumerate(firsts)]
    question = next(one.question for one in read_in(rows)[1] if one.question)
    assert question.key == "Fratrædelsesdato er"
    unreadable = [row | {"Fratrædelsesdato": "snart"} for row in rows]
    assert questions(read_in(unreadable + leaving(20, 0))[1]) == []


@pytest.mark.parametrize("rows", [leaving(30, 0), leaving(4, 1), leaving(30, 0, end=False), [ROW]])
def test_other_leave_dates_are_not_asked_about(rows: list[dict]) -> None:
    assert questions(read_in(rows)[1]) == []


def test_a_first_day_out_is_told_as_it_stands_in_the_file() -> None:
    rows = [ROW | {"Fratrædelsesdato": "15-05-2022"}]
    sheets, _ = read([Upload("a.csv", "\n".join([";".join(ROW), ";".join(rows[0].values())]).encode())])
    question = sheets[0].origin.asks("Fratrædelsesdato er", "", ("sidste dag", "første dag ude"))
    _, findings = read_in(rows, NO_ANSWERS.with_answer(question, "første dag ude"))
    assert [(one.code, one.value, one.message) for one in findings] == [
        (
            "fratraadt_uden_slut",
            "15-05-2022",
            "Ansættelsen har Fratrædelsesdato 14-05-2022, men ingen Slutdato. Den regnes til og med 14-05-2022. Er "
            "personen fratrådt, så skriv 14-05-2022 i Slutdato også; ellers slet Fratrædelsesdato. Fratrædelsesdato "
            "er her den sidste dag, altså dagen før den, der står i filen. Rækken tæller i tabel 2 til 5.",
        )
    ]


def test_the_day_of_a_status_list_is_of_that_very_file() -> None:
    rows = [LISTED, LISTED | {"CPR": "person 2", "Fratrædelsesdato": "31-07-2022"}]
    question = asked(rows)
    assert (question.choices, question.text) == (
        (),
        "Hvilken dag gælder listen i udtræk.csv? Skriv den som dd-mm-åååå.",
    )
    answers = NO_ANSWERS.with_answer(question, "30-06-2022")
    extracts, findings = read_in(rows, answers, on=date(2020, 1, 1))
    assert (findings, extracts.status["on"].tolist()) == ([], [day("2022-06-30")] * 2)
    later = [*rows, LISTED | {"CPR": "person 3"}]
    assert asked(later).source == question.source
    assert questions(read_in(later, answers)[1]) != []
    assert questions(read_in(rows, NO_ANSWERS.with_answer(question, "engang"))[1]) == [question]


@pytest.mark.parametrize("kind", ["kontroltal", "maaltal"])
def test_the_level_of_the_center_is_asked_for(kind: str) -> None:
    levels = {"NY3-niveau": "ISC", "ORG2": "HTK"}
    row = {"kontroltal": {"Kilde": "Løn", "Dato": "30-06-2022", **levels, "Antal ansatte": "4"},
           "maaltal": {**levels, "År": "2022", "Måltal": "4,5"}}[kind]  # fmt: skip
    question = asked([row])
    assert (question.key, question.reading) == ("kolonne: Center", "NY3-niveau")
    assert question.choices == ("NY3-niveau", "ORG2", "ingen af dem")
    for answer, center in (("NY3-niveau", "ISC"), ("ORG2", "HTK")):
        extracts, findings = read_in([row], NO_ANSWERS.with_answer(question, answer))
        assert (findings, extracts.other[kind]["center"].tolist()) == ([], [center])
    _, findings = read_in([row], NO_ANSWERS.with_answer(question, "ingen af dem"))
    assert [(one.code, one.column) for one in findings] == [("kolonne_mangler", "Center")]
    one_level = {name: cell for name, cell in row.items() if name != "ORG2"}
    assert [one.message.partition(". ")[0] for one in read_in([one_level])[1]] == [
        f"Kolonne {'C' if kind == 'kontroltal' else 'A'} (NY3-niveau) kan være Center"
    ]


def test_texts_that_tell_nothing_are_asked_about_one_by_one() -> None:
    rows = [ROW | {"Lønform": pay, "CPR": f"p{n}"} for n, pay in enumerate(("4", "7", "4", "Måned"))]
    _, findings = read_in(rows)
    assert [(one.count, one.question.key, one.question.choices) for one in findings] == [
        (2, "Lønform: 4", ("måned", "time")),
        (1, "Lønform: 7", ("måned", "time")),
    ]
    answers = NO_ANSWERS
    for one, answer in zip(findings, ("time", "måned"), strict=True):
        answers = answers.with_answer(one.question, answer)
    extracts, findings = read_in(rows, answers)
    assert (findings, extracts.history["hourly"].tolist()) == ([], [True, False, True, False])


@pytest.mark.parametrize(("answer", "count"), [("ansat", 2), ("fratrådt", 1), ("slettet", 1)])
def test_a_status_that_tells_nothing_is_asked_about(answer: str, count: int) -> None:
    rows = [ROW | {"Statuskode": "Q1"}, ROW | {"CPR": "person 2", "Statuskode": "1"}]
    extracts, findings = read_in(rows, NO_ANSWERS.with_answer(asked(rows), answer))
    assert (findings, len(extracts.history)) == ([], count)


def test_a_column_of_many_texts_is_one_finding_and_no_question() -> None:
    rows = [ROW | {"Lønform": f"kode {n}", "CPR": f"p{n}"} for n in range(13)]
    _, findings = read_in(rows)
    assert [(one.code, one.count, one.question) for one in findings] == [("tvetydig_kolonne", 13, None)]


def test_what_may_be_a_person_is_never_asked_about() -> None:
    _, findings = read_in([ROW | {"Lønform": "Hanne Jensen"}, ROW | {"Lønform": "610190-0001", "CPR": "x"}])
    assert questions(findings) == []
    _, findings = read_in([without(ROW, "Afdeling") | {"6101900001": "x"}])
    assert "6101900001" not in repr(findings)


# --- the file


def test_an_answer_is_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "svar.toml"
    assert read_answers(path) == NO_ANSWERS
    keep(path, QUESTION.source, QUESTION, "timer")
    keep(path, QUESTION.source, SOURCE.asks("Lønform: 4", "?"), "time")
    keep(path, "annoncer-x", Question('Område: Skole"omr\\ådet"', "annoncer-x", "?"), "Skole")
    answers = read_answers(path)
    assert answers.to(QUESTION) == "timer"
    assert answers.of("annoncer-x", "Område: ") == {'Skole"omr\\ådet"': "Skole"}
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Svar om udtræk")
    assert 'kolonner = "CPR; Afdeling"' in text
    assert '"enhed: Beskæftigelsesgrad" = "timer"' in text
    keep(path, QUESTION.source, QUESTION, "procent")
    assert read_answers(path).to(QUESTION) == "procent"
    assert [one.name for one in tmp_path.iterdir()] == ["svar.toml"]


@pytest.mark.parametrize("answer", ["gæt", ""])
def test_only_a_choice_is_an_answer(tmp_path: Path, answer: str) -> None:
    with pytest.raises(AnswerError, match="Vælg en af mulighederne"):
        keep(tmp_path / "svar.toml", QUESTION.source, QUESTION, answer)
    assert NO_ANSWERS.with_answer(QUESTION, answer).to(QUESTION) is None


@pytest.mark.parametrize("text", ["610190-0001", "6101900001", "610190 0001", "101900001", "", "  ", "a\nb"])
def test_no_person_number_is_ever_kept(tmp_path: Path, text: str) -> None:
    path = tmp_path / "svar.toml"
    with pytest.raises(AnswerError, match="ligner et personnummer"):
        keep(path, "x", Question("Opgørelsesdato: a", "x", "?"), text)
    if text.strip():
        with pytest.raises(AnswerError):
            keep(path, "x", Question(f"Lønform: {text}", "x", "?"), "time")
    keep(path, "x", Question("a", "x", "?", headers=("CPR", "610190-0001")), "b")
    assert not re.search(r"610190", path.read_text(encoding="utf-8"))


def test_a_key_never_looks_like_a_person_number() -> None:
    assert all(re.fullmatch(r"[a-p]{10}", fingerprint(str(n))) for n in range(500))


@pytest.mark.parametrize("text", ["[a", "a = 1", '["x"]\nb = 2', "\xff"])
def test_a_file_of_something_else_is_told_of(tmp_path: Path, text: str) -> None:
    path = tmp_path / "svar.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(AnswerError, match=re.escape("svar.toml")):
        read_answers(path)
    with pytest.raises(AnswerError):
        keep(path, QUESTION.source, QUESTION, "timer")
    assert path.read_bytes() == text.encode("latin-1")


def test_an_answer_is_kept_in_one_step_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "svar.toml"
    keep(path, QUESTION.source, QUESTION, "timer")
    before = path.read_bytes()

    def broken(*_: object) -> None:
        raise OSError

    for name in ("replace", "fsync"):
        with monkeypatch.context() as patch, pytest.raises(OSError):
            patch.setattr(os, name, broken)
            keep(path, QUESTION.source, QUESTION, "procent")
        assert path.read_bytes() == before
        assert [one.name for one in tmp_path.iterdir()] == ["svar.toml"]


@given(key=st.text(min_size=1, max_size=30), answer=st.text(min_size=1, max_size=30))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_kept_is_read_again(tmp_path: Path, key: str, answer: str) -> None:
    path, question = tmp_path / "svar.toml", Question(" ".join(key.split()), "kilde", "?")
    path.unlink(missing_ok=True)
    try:
        keep(path, "kilde", question, " ".join(answer.split()))
    except AnswerError:
        assert not path.exists()
        return
    tomllib.loads(path.read_text(encoding="utf-8"))
    assert read_answers(path).to(question) == " ".join(answer.split())
