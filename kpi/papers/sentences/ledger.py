"""Publication x audience -> Ledger: what is printed, by measure, group and last day.

Sentences are written and read by it. A figure that is hidden (in either series), missing or undefined has no entry: no
sentence can be made of it, and none is found true by it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import Indicator, Span, Status, Unit
from kpi.definitions.periods import shifted
from kpi.papers.comparisons.contributed import contributed
from kpi.papers.comparisons.contributions import Contributions
from kpi.papers.table import address
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.publication import Publication

PAPER_MEASURES = frozenset(indicator.key for indicator in INDICATORS)
WITHOUT_EVIDENCE = pd.DataFrame(columns=["measure", "group", "place_kind", "period_end", "sign"])


@dataclass(frozen=True)
class Entry:
    """A printed figure: `printed` is rounded as it stands in the table, `numerator` and `denominator` lie behind it."""

    measure: str
    group: str
    end: str
    label: str
    printed: Decimal
    value: float
    numerator: float
    denominator: float
    address: str

    @property
    def text(self) -> str:
        """The figure as it is printed, without its unit."""
        indicator = BY_KEY[self.measure]
        return danish.number(self.printed, 0 if indicator.unit is Unit.COUNT else indicator.decimals)


def _is_told(measure: str, series: str) -> bool:
    """Whether sentences speak of it: a measure of the paper, in its columns or on the same date of other years."""
    return measure in PAPER_MEASURES and series in ("printed", "same_date")


class Ledger:
    """The printed figures of a publication for an audience, with the comparisons that say what is clear."""

    def __init__(self, publication: Publication, audience: str, evidence: pd.DataFrame | None = None) -> None:
        """`evidence` is the audience's frame of like-for-like comparisons; the publication's own where it has one."""
        self.publication, self.audience = publication, audience
        frozen = getattr(publication, "evidence", None) or {}
        frame = evidence if evidence is not None else frozen.get(audience)
        self.evidence = WITHOUT_EVIDENCE if frame is None else frame

    @cached_property
    def entries(self) -> dict[tuple[str, str, str], Entry]:
        """Every figure of the paper's measures that has a value to show, by (measure, group, last day)."""
        told = self.publication.by_group[self.audience]
        figures = [one for (measure, _, series), of in told.items() if _is_told(measure, series) for one in of]
        hidden = {_place(one) for one in figures if one["status"] != Status.OK}
        shown = [one for one in figures if one["status"] == Status.OK]
        return {_place(one): _entry(one) for one in shown if _place(one) not in hidden}

    @cached_property
    def signs(self) -> dict[tuple[str, str, str], dict]:
        """The like-for-like comparison of each (measure, group, last day) of the whole municipality."""
        rows = self.evidence[self.evidence["place_kind"] == ""].to_dict("records")
        return {(one["measure"], one["group"], str(one["period_end"])): one for one in rows}

    @cached_property
    def total(self) -> str:
        """The key of the row of everyone."""
        return self.publication.total

    @cached_property
    def staff_groups(self) -> tuple[str, ...]:
        """The keys of the staff groups, in printed order: neither everyone nor the leaders."""
        return tuple(group.key for group in self.publication.groups if group.covers == "stillinger")

    def at(self, measure: str, group: str, end: str) -> Entry | None:
        """The figure, or None where there is none to show."""
        return self.entries.get((measure, group, end))

    def total_of(self, measure: str) -> str:
        """The key of the row of everything for the measure: everyone, or all adverts."""
        return self.total if BY_KEY[measure].about_people else TOTAL_ADVERTS

    def ends(self, measure: str, series: str = "printed") -> tuple[str, ...]:
        """The last days of the measure's columns, oldest first; a column that no source covers is left out."""
        told = self.publication.by_group[self.audience].get((measure, self.total_of(measure), series), [])
        return tuple(one["period_end"] for one in told if one["status"] != Status.MISSING)

    def uncovered(self, measure: str) -> tuple[str, ...]:
        """The last days of the measure's columns that no source covers."""
        told = self.publication.by_group[self.audience].get((measure, self.total_of(measure), "printed"), [])
        return tuple(one["period_end"] for one in told if one["status"] == Status.MISSING)

    def sign(self, measure: str, group: str, end: str) -> str:
        """The sign of the like-for-like comparison (`kpi.danish.SIGNS`); empty where there is none."""
        return str(self.signs.get((measure, group, end), {}).get("sign", ""))

    def is_broken(self, measure: str, group: str, end: str) -> bool:
        """Whether a break parts the column from the one printed before it."""
        told = self.publication.by_group[self.audience].get((measure, group, "printed"), [])
        return any(one["broken"] for one in told if one["period_end"] == end)

    def contributions(self, measure: str, division: str) -> Contributions | None:
        """Where the total's change since the year before comes from; None where that cannot be told."""
        ends = self.ends(measure)
        return contributed(self.publication, self.audience, measure, ends[-1], division) if ends else None

    def difference(self, measure: str, group: str, before: str, after: str) -> Decimal | None:
        """The difference of the printed values, or None where either is not shown."""
        first, last = self.at(measure, group, before), self.at(measure, group, after)
        return last.printed - first.printed if first and last else None


def year_before(end: str) -> str:
    """The same day a year before (ISO), a month's end where the day is one."""
    return shifted(date.fromisoformat(end), -12).isoformat()


def is_year_end(end: str) -> bool:
    """Whether the ISO day is a year's last."""
    return end.endswith("-12-31")


def overlap(measure: str, before: str, after: str) -> bool:
    """Whether two columns of the measure have months in common: rolling years less than a year apart."""
    return BY_KEY[measure].span is Span.ROLLING_YEAR and before > year_before(after)


def differ_in_kind(measure: str, before: str, after: str) -> bool:
    """Whether one column is a part of a year and the other is not the same part."""
    return BY_KEY[measure].span is Span.YEAR_TO_DATE and before[5:] != after[5:]


def people_measures() -> list[Indicator]:
    """The printed measures of people, in the order of the paper."""
    return [one for one in INDICATORS if one.about_people and one.printed]


def _place(figure: dict) -> tuple[str, str, str]:
    return figure["measure"], figure["group"], figure["period_end"]


def _entry(figure: dict) -> Entry:
    indicator = BY_KEY[figure["measure"]]
    decimals = 0 if indicator.unit is Unit.COUNT else indicator.decimals
    return Entry(
        figure["measure"],
        figure["group"],
        figure["period_end"],
        figure["period"],
        danish.rounded(figure["value"], decimals),
        float(figure["value"]),
        float(figure["numerator"]),
        float(figure["denominator"]),
        address(figure),
    )
