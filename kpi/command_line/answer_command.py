"""The command `answer`: the questions about HR's sources, and what was answered; and how the others tell of them."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from kpi import danish
from kpi.command_line.commands import DONE, say
from kpi.command_line.danish_parser import WRONG_USE
from kpi.extracts.asking.questions import Question
from kpi.extracts.findings import Finding
from kpi.refreshing import answering, refresh
from kpi.refreshing.acceptances import Refused
from kpi.refreshing.answering import AskedSource, Told
from kpi.refreshing.office import Office


def tell_questions(findings: Iterable[Finding], paths: Iterable[str] = ()) -> None:
    """Nothing; each question that is open stands on standard error, with the command that answers it."""
    findings = list(findings)
    for question in answering.open_questions(findings):
        file = next(one.file for one in findings if one.question == question)
        say(f"Spørgsmål: {question.text} {answering.reading_of(question)}{_choices(question)}")
        say(f'  python -m kpi answer "{_path_of(file, paths)}" "{question.key}" SVAR')


def answer(chosen: Namespace, office: Office) -> int:
    """Answers a question about a source, deletes an answer, or lists what is asked and answered."""
    if chosen.question is None:
        _list(*_known(chosen.source, office))
        return DONE
    if (chosen.answer is None) is not chosen.delete:
        say("Forkert brug: skriv KILDE SPØRGSMÅL SVAR, eller KILDE SPØRGSMÅL --delete.")
        return WRONG_USE
    question = _the_one(chosen.question, *_known(chosen.source, office))
    at = datetime.now().replace(microsecond=0)
    if chosen.delete:
        answering.take_back(office, question, chosen.by, at)
        say(f"Svaret er slettet: {question.text}")
    else:
        answering.answer(office, question, chosen.answer, chosen.by, at)
        say(f"Svaret er gemt i {office.answers.name} og bruges fra nu af: {question.text} {chosen.answer}")
    return DONE


def _known(source: str | None, office: Office) -> tuple[list[Question], list[AskedSource]]:
    """What is open and what is answered: of a file's sources, of the one with this key, or of all."""
    if source is not None and Path(source).exists():
        draft = refresh.read_draft(office, [Path(source)], date.today())
        return answering.open_questions(draft.findings), answering.about(office, draft.placed.extracts.sources)
    held = answering.kept(office)
    found = [one for one in held if source in (None, one.origin.key)]
    if source is not None and not found:
        raise Refused(f"{source} er hverken en fil eller en kilde i {office.answers.name}.")
    return [], found


def _the_one(key: str, asked: list[Question], sources: list[AskedSource]) -> Question:
    """The question of this key; raises `Refused` where there is none, or one of several sources."""
    known = [*asked, *(told.question for source in sources for told in source.told)]
    by_source = {one.source: one for one in reversed(known) if one.key == key}
    if len(by_source) == 1:
        return next(iter(by_source.values()))
    if by_source:
        names = danish.joined(list(by_source))
        raise Refused(f"Flere kilder i filen har spørgsmålet. Svar for én fil ad gangen, eller for én af {names}.")
    keys = danish.joined([f"«{one}»" for one in dict.fromkeys(one.key for one in known)]) or "ingen"
    raise Refused(f"Der er ikke noget spørgsmål, der hedder «{key}». Spørgsmålene er: {keys}.")


def _list(asked: list[Question], sources: list[AskedSource]) -> None:
    for question in asked:
        print(f"{question.source}\t{question.key}\tikke besvaret\t{answering.reading_of(question)}{_choices(question)}")
    for source in sources:
        for told in source.told:
            print(f"{source.origin.key}\t{told.question.key}\t{told.answer or 'ikke besvaret'}\t{_given(told)}")
    if not asked and not any(source.told for source in sources):
        say("Der er ingen spørgsmål og ingen svar.")


def _given(told: Told) -> str:
    if not told.answer:
        return f"{told.words}{_choices(told.question)}"
    return told.given


def _choices(question: Question) -> str:
    words = danish.joined([f"«{choice}»" for choice in question.choices], "eller")
    return f" Svar {words}." if words else ""


def _path_of(name: str, paths: Iterable[str]) -> str:
    """The path that the file was given as, or found in a folder as; its name where nobody can tell."""
    for path in map(Path, paths):
        found = [path] if path.name == name else [path / name] if (path / name).is_file() else []
        if found:
            return str(found[0])
    return name
