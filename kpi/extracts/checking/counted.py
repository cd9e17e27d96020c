"""Findings as they are called, counted and put in order, the same on the page, in the command and in the workbook."""

from collections.abc import Iterable

from kpi import danish
from kpi.extracts.asking.answers import questions
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.placement.reference import PLACED_IN

STOPS, ASKS, WARNS = "Stop", "Spørgsmål", "Advarsel"
_WORST_FIRST = (STOPS, ASKS, WARNS)


def called(one: Finding) -> str:
    """Spørgsmål where the finding is to be answered before the files can be taken in, else Stop or Advarsel."""
    if one.question:
        return ASKS
    return STOPS if one.severity == STOP else WARNS


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings: what is to be mended, then what is to be answered, then the warnings."""
    return sorted(findings, key=lambda one: _WORST_FIRST.index(called(one)))


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that must be mended, or whose code must get a place; what can be answered is not among them."""
    return [one for one in findings if called(one) == STOPS]


def without_place(findings: Iterable[Finding]) -> list[Finding]:
    """The stops about codes, which a place in HR's reference files mends."""
    return [one for one in stops(findings) if one.code in PLACED_IN]


def in_the_way(findings: Iterable[Finding]) -> list[str]:
    """How many stops, codes without a place and questions there are, as parts of a sentence; each question once."""
    findings = tuple(findings)
    codes = len(without_place(findings))
    return counts_in_words(len(stops(findings)) - codes, codes, len(questions(findings)))


def counts_in_words(stopping: int, codes: int, asked: int) -> list[str]:
    """So many stops, codes without a place and questions, as parts of a sentence; what there is none of is left out."""
    told = [f"{danish.number(stopping, 0)} stop"] if stopping else []
    told += [f"{danish.counted(codes, 'kode', 'koder')} uden plads"] if codes else []
    return told + ([f"{danish.number(asked, 0)} spørgsmål"] if asked else [])
