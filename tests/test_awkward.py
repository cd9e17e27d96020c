"""Every awkward file reads to the same people as the clean one, once HR has answered what only HR can know."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpi.extracts.asking.answers import NO_ANSWERS, Answers, keep, questions, read_answers
from kpi.extracts.classify import classify_adverts
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.placement.reference import Reference
from kpi.extracts.read import Upload, read
from kpi.extracts.rows import Extracts
from kpi.extracts.validate import validate
from tests.awkward_files import CLEAN, Awkward, clean, corpus, write

KEY = b"k" * 32
CORPUS = list(corpus())
EMPTY = pd.DataFrame()
AREAS = pd.DataFrame({"area": ["Skole", "Dagtilbud"], "unit": ["SK01", "DT01"], "center": ["ISC", "ISC"]})
REFERENCE = Reference((), EMPTY, AREAS, {}, {})


def taken_in(file: Awkward, answers: Answers) -> tuple[Extracts, list[Finding]]:
    sheets, findings = read([Upload(file.name, file.data)], answers)
    extracts, more = validate(sheets, key=KEY, on=file.on, answers=answers)
    about_areas = classify_adverts(extracts.adverts, REFERENCE, extracts.sources)[1]
    return extracts, [*findings, *more, *about_areas]


def answered(file: Awkward, path: Path) -> tuple[Extracts, list[Finding], set[str]]:
    """What the file says when every question has its answer, kept in the file and read from there each time."""
    asked: set[str] = set()
    for _ in range(4):
        extracts, findings = taken_in(file, read_answers(path))
        open_questions = [one for one in questions(findings) if one.key not in asked]
        if not open_questions:
            return extracts, findings, asked
        for question in open_questions:
            asked.add(question.key)
            answer = file.answers.get(question.key) or file.answers.get(question.key.partition(": ")[0] + ": ")
            assert answer, f"{file.name} asks {question.text} {question.choices}"
            keep(path, question.source, question, answer)
    raise AssertionError(f"{file.name} goes on asking")


def people(extracts: Extracts, like: str) -> pd.DataFrame:
    return getattr(extracts, like).drop(columns=["file", "line"])


@pytest.fixture(scope="module")
def expected() -> dict[str, pd.DataFrame]:
    frames = {}
    for like in CLEAN:
        extracts, findings = taken_in(Awkward("clean.csv", clean(like), like), NO_ANSWERS)
        assert findings == []
        frames[like] = people(extracts, like)
    return frames


@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.name)
def test_it_reads_to_the_people_of_the_clean_file(file: Awkward, expected: dict, tmp_path: Path) -> None:
    extracts, findings, asked = answered(file, tmp_path / "svar.toml")
    assert [(one.code, one.message) for one in findings if one.code not in file.warnings] == []
    pd.testing.assert_frame_equal(people(extracts, file.like), expected[file.like])
    assert {one for one in file.answers if not one.endswith(": ")} <= asked


@pytest.mark.parametrize("file", [one for one in CORPUS if one.answers], ids=lambda file: file.name)
def test_what_was_not_answered_stops_what_is_taken_in(file: Awkward) -> None:
    _, findings = taken_in(file, NO_ANSWERS)
    assert STOP in {one.severity_taken_in for one in findings if one.question}


def test_the_script_writes_them_all_and_no_two_of_a_name(tmp_path: Path) -> None:
    assert len(write(tmp_path / "corpus")) == len(CORPUS) + len(CLEAN)
    assert len(CORPUS) > 80
