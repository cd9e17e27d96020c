"""A figure held against the same stretch of the year before: the cells that every table of comparisons has.

The comparison is the publication's own evidence (statistics.md); nothing is tested here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kpi.definitions.model import Indicator
from kpi.definitions.periods import shifted
from kpi.papers.comparisons.judged import (
    CLEAR,
    NO_CHANGE,
    bare_cell,
    change_cell,
    comparison,
    interval_cell,
    is_sound,
    sign_cell,
)
from kpi.papers.table import Cell
from kpi.publications.publication import Publication

NO_EVIDENCE = {"sign": "", "assessment": "", "reason": ""}
RATIO_NOTE = (
    "Forhold: × 1,21 betyder 21 procent flere fratrædelser pr. ansat end året før. Ændringen er tydelig, når "
    "intervallet ikke rummer 1. Færre end 20 i nævneren er for få til at vurdere."
)
INTERVAL_NOTE = (
    "Intervallet viser, hvor meget forskellen svinger af sig selv. Ændringen er tydelig, når det ikke rummer 0. Færre "
    "end 20 i nævneren er for få til at vurdere."
)


@dataclass(frozen=True)
class YearOnYear:
    """A figure (`after`) and the one a year `before`, both without arrows, and what the evidence says of the two.

    `change` is the difference of the printed values, `interval` that of the ratio for turnover, else of the difference.
    """

    after: Cell
    before: Cell
    change: Cell
    interval: Cell
    verdict: Cell
    evidence: Mapping

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        """What moved: change, interval and verdict."""
        return self.change, self.interval, self.verdict

    @property
    def sign(self) -> str:
        """One of `kpi.danish.SIGNS`, empty where there is no evidence."""
        return self.evidence["sign"]

    @property
    def assessment(self) -> str:
        """Better or worse, where the change is clear."""
        return self.evidence["assessment"]

    @property
    def is_clear(self) -> bool:
        """Whether the change is larger than it normally swings."""
        return self.sign in CLEAR


def year_before(end: str) -> str:
    """The last day of the same stretch of the year before (ISO)."""
    return shifted(date.fromisoformat(end), -12).isoformat()


def year_on_year(publication: Publication, audience: str, measure: str, group: str, end: str) -> YearOnYear:
    """The figure of the period that ends on the day, against the year before; of what is not shown nothing is told."""
    before, after = (bare_cell(publication, audience, measure, group, day) for day in (year_before(end), end))
    found = comparison(publication, audience, measure, group, end) if after.value is not None else None
    change = change_cell(before, after, measure) if is_sound(found) else NO_CHANGE
    return YearOnYear(after, before, change, interval_cell(found), sign_cell(after, found), found or NO_EVIDENCE)


def interval_notes(measures: Iterable[Indicator]) -> list[str]:
    """What is to be known of the measures' intervals, each thing once."""
    return list(dict.fromkeys(INTERVAL_NOTE if one.subset else RATIO_NOTE for one in measures))
