"""What HR has answered about its sources, kept in one small file that a person can read and mend.          (I/O)

A source is known again by its kind and its headers (`questions.Origin`), and what was answered for it is used the
next time without asking.
"""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kpi import danish
from kpi.definitions.person_numbers import hidden, looks_like_one
from kpi.extracts.asking.questions import Question
from kpi.extracts.findings import Finding

FILE = "svar.toml"
HEADERS = "kolonner"
HEAD = (
    "# Svar om udtræk, der kan læses på flere måder. Hvert afsnit er en kilde: en slags fil med netop disse kolonner.\n"
    "# Et svar må gerne rettes eller slettes her; så spørges der igen. Egne bemærkninger bliver ikke bevaret.\n"
)
SHORT_ONE = re.compile(r"(?<!\d)(\d{5}[- ]\d{4}|\d{9})(?!\d)")
"""A person number that a program has read as a number: it lacks a nought in front."""


class AnswerError(Exception):
    """Raised, with a Danish message, where an answer cannot be kept or the file of answers cannot be read."""


@dataclass(frozen=True)
class Answers:
    """What was answered: by the source's key, the question's key, the answer."""

    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def to(self, question: Question) -> str | None:
        """The answer to the question; None where there is none, or one that is not among its choices."""
        answer = self.told.get(question.source, {}).get(question.key)
        return answer if not question.choices or answer in question.choices else None

    def of(self, source: str, start: str) -> dict[str, str]:
        """The source's answers to the questions whose key begins like this, by the rest of the key."""
        told = self.told.get(source, {})
        return {key.removeprefix(start): answer for key, answer in told.items() if key.startswith(start)}

    def with_answer(self, question: Question, answer: str) -> "Answers":
        """These answers and one more, which is not kept."""
        told = {source: dict(of) for source, of in self.told.items()}
        told.setdefault(question.source, {})[question.key] = answer
        return Answers(told)


NO_ANSWERS = Answers()


def questions(findings: Iterable[Finding]) -> list[Question]:
    """What the findings ask, each once, in their order."""
    return list(dict.fromkeys(finding.question for finding in findings if finding.question))


def read_answers(path: Path) -> Answers:
    """The answers of the file; none where there is no file. Raises `AnswerError` where it is no such file."""
    return Answers({source: _without_headers(of) for source, of in _sections(path).items()})


def read_headers(path: Path) -> dict[str, tuple[str, ...]]:
    """The headers of each source of the file, as they were kept for a person to know it by; raises `AnswerError`."""
    return {source: tuple(filter(None, of.get(HEADERS, "").split("; "))) for source, of in _sections(path).items()}


def keep(path: Path, source: str, question: Question, answer: str) -> None:
    """Nothing; the source's answer stands in the file, in one step or not at all.

    Raises `AnswerError` where the answer is not among the choices, or anything looks like a person number.
    """
    if question.choices and answer not in question.choices:
        raise AnswerError(f"Svaret kan ikke bruges. Vælg en af mulighederne, f.eks. {question.choices[0]}.")
    for text in (question.key, answer):
        if looks_like_one(text) or SHORT_ONE.search(text) or not text.isprintable() or not text.strip():
            raise AnswerError("Svaret kan ikke gemmes: det er tomt, eller det ligner et personnummer.")
    sections = _sections(path)
    section = sections.setdefault(source, {})
    if question.headers:
        section[HEADERS] = "; ".join(question.headers)
    section[question.key] = answer
    _write(path, HEAD + "".join(_section(name, of) for name, of in sections.items()))


def forget(path: Path, question: Question) -> None:
    """Nothing; the question has no answer in the file, in one step or not at all. Raises `AnswerError`."""
    sections = _sections(path)
    section = sections.get(question.source, {})
    if question.key not in section:
        raise AnswerError("Svaret findes ikke længere. Se listen igen.")
    del section[question.key]
    kept = {name: of for name, of in sections.items() if _without_headers(of)}
    _write(path, HEAD + "".join(_section(name, of) for name, of in kept.items()))


def _without_headers(section: Mapping[str, str]) -> dict[str, str]:
    return {key: answer for key, answer in section.items() if key != HEADERS}


def _sections(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        why = danish.toml_fault(error)
        raise AnswerError(f"{path.name} kan ikke læses: {why}. Ret filen, eller slet den, og svar igen.") from None
    wrong = [source for source, of in told.items() if not isinstance(of, dict)]
    wrong += [f"{source}: {key}" for source, of in told.items() if isinstance(of, dict)
              for key, answer in of.items() if not isinstance(answer, str)]  # fmt: skip
    if wrong:
        raise AnswerError(f"{path.name} kan ikke bruges: {wrong[0]} er ikke en tekst i anførselstegn.")
    return told


def _section(name: str, section: Mapping[str, str]) -> str:
    lines = [f"{_key(key)} = {_quoted(answer)}\n" for key, answer in section.items()]
    return "".join(["\n", f"[{_key(name)}]\n", *lines])


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    text = hidden(" ".join(text.split()))
    text = "".join(sign for sign in text if sign.isprintable())
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
