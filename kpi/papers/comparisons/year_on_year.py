"""The latest figure of a measure held against the year before, as cells: what was, what moved, and how sure that is.

The comparison is the publication's own evidence (statistics.md); nothing is tested here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.series import Point, series
from kpi.papers.table import Cell, value_cell
from kpi.publications.publication import Publication

NONE = Cell("", spoken="intet")
HIDDEN_NOW = "tallet er skjult"
NOT_THERE = "tallet foreligger ikke"
NOT_CALCULABLE = "tallet kan ikke beregnes"
RATIO, HOURS = "ratio", "timer"
INTERVAL_DECIMALS = {RATIO: 2, HOURS: 2}
UNKNOWN_END = "∞"
DIFFERENCE_UNITS = {Unit.PERCENT: " procentpoint", Unit.HOURS: " timer", Unit.COUNT: ""}


@dataclass(frozen=True)
class Compared:
    """A figure (`now`, None where there is no column) and the year before it.

    `sign` is one of `kpi.danish.SIGNS`, empty where there is no evidence; `change` is the difference of the printed
    values; `interval` is that of the ratio for turnover, else of the difference; `reason` is a Danish clause that says
    why nothing can be told, where that is so.
    """

    now: Point | None
    before: Cell = NONE
    change: Cell = NONE
    interval: Cell = NONE
    verdict: Cell = NONE
    sign: str = ""
    assessment: str = ""
    reason: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether the change is larger than it normally swings."""
        return self.sign in ("clear_up", "clear_down")


def compared(publication: Publication, audience: str, measure: str, group: str) -> Compared:
    """The latest printed figure that the sources cover, and what the evidence says of it."""
    points = series(publication, audience, measure, group)
    covered = [point for point in points if point.cell.status is not Status.MISSING]
    now = covered[-1] if covered else points[-1] if points else None
    if now is None:
        return Compared(None)
    if now.cell.status is not Status.OK:
        reason = {Status.SUPPRESSED: HIDDEN_NOW, Status.UNDEFINED: NOT_CALCULABLE}.get(now.cell.status, NOT_THERE)
        return Compared(now, verdict=Cell(reason, spoken=reason))
    told = publication.comparisons.get(audience, {}).get((measure, group, now.end))
    if told is None:
        return Compared(now)
    before = _before(publication, audience, told)
    moved = told["sign"] not in ("too_few", "not_comparable")
    return Compared(
        now,
        before,
        _change(now.cell, before, told) if told["sign"] != "not_comparable" else NONE,
        _interval(told) if moved else NONE,
        _verdict(told),
        told["sign"],
        told["assessment"],
        told["reason"],
    )


def _before(publication: Publication, audience: str, told: Mapping) -> Cell:
    """The figure a year before, without an arrow: nothing stands before it here."""
    figures = publication.by_group[audience].get((told["measure"], told["group"], "same_date"), [])
    found = next((one for one in figures if one["period_end"] == told["before_end"]), None)
    plain = {"arrow": "", "assessment": ""}
    return value_cell(found | plain, BY_KEY[told["measure"]]) if found else NONE


def _change(now: Cell, before: Cell, told: Mapping) -> Cell:
    """The difference of the two printed values."""
    if before.value is None:
        return NONE
    difference = danish.rounded(now.value, now.decimals) - danish.rounded(before.value, now.decimals)
    text = danish.number(difference, now.decimals, sign=True)
    spoken = text + DIFFERENCE_UNITS[BY_KEY[told["measure"]].unit]
    return Cell(text, float(difference), now.decimals, spoken=spoken, address=now.address)


def _interval(told: Mapping) -> Cell:
    """The 95 % interval in words and signs: of a ratio × 1,35 [0,86; 2,13], of a difference [−18,0; +29,8]."""
    is_ratio = told["unit"] == RATIO
    decimals = INTERVAL_DECIMALS.get(told["unit"], 1)
    if not isfinite(told["low"]):
        return NONE
    low, high = (
        danish.number(end, decimals, sign=not is_ratio) if isfinite(end) else UNKNOWN_END
        for end in (told["low"], told["high"])
    )
    middle = f"× {danish.number(told['difference'], decimals)} " if is_ratio and isfinite(told["difference"]) else ""
    said = f"fra {low} til {high}".replace(UNKNOWN_END, "uden øvre grænse")
    spoken = f"forholdet {middle.strip('× ')}, {said}" if middle else said
    return Cell(f"{middle}[{low}; {high}]", spoken=spoken)


def _verdict(told: Mapping) -> Cell:
    sign, words = danish.SIGNS[told["sign"]]
    said = f"{words}, {danish.ASSESSED[told['assessment']]}" if told["assessment"] in ("better", "worse") else words
    return Cell(f"{sign} {said}", spoken=said, assessment=told["assessment"], reason=told["reason"])
