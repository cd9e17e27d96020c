"""What HR answers about its sources, for page and command alike: asked, kept in one file, and in the journal.   (I/O)

What was read before stays as it was read: an answer is for the files that are read from then on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kpi import danish
from kpi.extracts.asking.answers import AnswerError, Answers, forget, keep, questions, read_answers, read_headers
from kpi.extracts.asking.asked import again, as_kept, has_leave_date, in_words, is_day, kind_of, reading_of
from kpi.extracts.asking.questions import LEAVE_KEY, Origin, Question
from kpi.extracts.cells.refusals import A_DAY
from kpi.extracts.findings import Finding
from kpi.extracts.rows import Source
from kpi.publications.person_numbers import refuse
from kpi.publications.transactions import writing
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.office import Office


class Outdated(Refused):
    """Raised where something was answered about the files after they were read: they must be read again."""

    def __init__(self):
        super().__init__(
            "Der er svaret på noget om filerne, siden de blev læst. De skal læses igen. Ingen rækker er gemt."
        )


@dataclass(frozen=True)
class Told:
    """A question with the answer that is kept (empty where there is none), who gave it and when.

    `at` is None where the journal does not know, as when a person has written in the file.
    """

    question: Question
    answer: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def words(self) -> str:
        """The answer as a person reads it; without one, how the source is read."""
        return in_words(self.question, self.answer) if self.answer else reading_of(self.question)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may be answered, each with its words; empty where any text may."""
        return [(choice, in_words(self.question, choice)) for choice in self.question.choices]

    @property
    def is_day(self) -> bool:
        """Whether a day is asked for."""
        return is_day(self.question.key)

    @property
    def given(self) -> str:
        """When it was answered, and by whom, in words."""
        if not self.answer:
            return "ingen; svar kun, hvis det er forkert"
        return f"{danish.short_day(self.at.date())} af {self.by}" if self.at else "skrevet i filen"


@dataclass(frozen=True)
class AskedSource:
    """A source with all that was answered about it, and may be: `files` are those that it was just read from."""

    origin: Origin
    title: str
    told: tuple[Told, ...]
    files: tuple[str, ...] = ()


def answers_in(path: Path) -> Answers:
    """The answers that the file keeps; raises `Refused` where it cannot be read."""
    try:
        return read_answers(path)
    except AnswerError as error:
        raise Refused(str(error)) from None


def open_questions(findings: Iterable[Finding]) -> list[Question]:
    """What the findings ask, each once."""
    return questions(findings)


def kept(office: Office) -> list[AskedSource]:
    """Every source that something was answered about; raises `Refused` where the file cannot be read."""
    answers = answers_in(office.answers)
    origins = [Origin(source, headers) for source, headers in read_headers(office.answers).items()]
    return [_about(office, origin, answers) for origin in origins]


def about(office: Office, sources: Iterable[Source]) -> list[AskedSource]:
    """The sources of files that were read, with what was answered about them; those that nothing is asked of are not.

    Raises `Refused` where the file of answers cannot be read.
    """
    answers, files = answers_in(office.answers), {}
    for one in sources:
        files.setdefault(one.origin, []).append(f"{one.file}, ark {one.sheet}" if one.sheet else one.file)
    found = [_about(office, origin, answers, tuple(dict.fromkeys(of))) for origin, of in files.items() if origin.key]
    return [one for one in found if one.told]


def answer(office: Office, question: Question, told: str, by: str, at: datetime) -> None:
    """Nothing; the answer holds for the files of the source that are read from now on.

    Raises `Refused` or `Unpublishable` where it is no answer, or the file of answers cannot be read: nothing changes.
    """
    given = as_kept(question, told)
    if given is None:
        raise Refused(_wrong(question))
    refuse(given, "svaret")
    with writing(office.root, by, "at gemme et svar"):
        try:
            keep(office.answers, question.source, question, given)
        except AnswerError as error:
            raise Refused(str(error)) from None
        _record(office, question, given, by, at)


def take_back(office: Office, question: Question, by: str, at: datetime) -> None:
    """Nothing; the question has no answer any more, and is asked again where a file asks it. Raises as `answer`."""
    with writing(office.root, by, "at slette et svar"):
        try:
            forget(office.answers, question)
        except AnswerError as error:
            raise Refused(str(error)) from None
        _record(office, question, "", by, at)


def used(sources: Iterable[Source], answers: Answers) -> dict[str, dict[str, str]]:
    """What was answered about the sources, by source and question: how their files were read."""
    keys = dict.fromkeys(one.origin.key for one in sources)
    return {key: dict(answers.told[key]) for key in keys if answers.told.get(key)}


def refuse_outdated(office: Office, sources: Iterable[Source], answers: Answers) -> None:
    """Nothing, or `Outdated` where the answers about the sources are others now than those they were read with."""
    sources = tuple(sources)
    if used(sources, answers) != used(sources, answers_in(office.answers)):
        raise Outdated


def _about(office: Office, origin: Origin, answers: Answers, files: tuple[str, ...] = ()) -> AskedSource:
    """The source with its answers, and the question of the leave date, which may be answered though nothing asks."""
    told = dict(answers.told.get(origin.key, {}))
    keys = [*told, *([LEAVE_KEY] if LEAVE_KEY not in told and has_leave_date(origin, told) else [])]
    given = {(line["source"], line["question"]): line for line in office.journal.answered()}
    kind = kind_of(origin.key)
    asked = tuple(_told(again(origin, key), told.get(key, ""), given.get((origin.key, key))) for key in keys)
    return AskedSource(origin, kind.title if kind else origin.key, asked, files)


def _told(question: Question, kept_answer: str, line: dict | None) -> Told:
    if not kept_answer or line is None or line["answer"] != kept_answer:
        return Told(question, kept_answer)
    return Told(question, kept_answer, line["who"], datetime.fromisoformat(line["at"]))


def _wrong(question: Question) -> str:
    if is_day(question.key):
        return f"Svaret er ikke en dato. Skriv den som dd-mm-åååå: {A_DAY}."
    if question.choices:
        words = danish.joined([f"«{choice}»" for choice in question.choices], "eller")
        return f"Svaret kan ikke bruges. Vælg {words}."
    return "Skriv et svar."


def _record(office: Office, question: Question, given: str, by: str, at: datetime) -> None:
    office.journal.answer(question.source, question.key, given, who=by, at=at)
    detail = f"{question.key}: {given or 'slettet'}"
    office.journal.record("svar", question.source, who=by, role="hr", detail=detail, at=at)
