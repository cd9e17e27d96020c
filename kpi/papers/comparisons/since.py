"""A figure then and since: what was printed when something was written, and what is printed now.

The two may come from two publications, each with its own columns. They are held against each other only where their
periods are equally long and share no days, and then by the evidence that the figure carries, else by printed values.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.breaks import between
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Polarity, Span, Unit
from kpi.papers.comparisons.comparability import comparable, months, shared_months
from kpi.papers.series import Point, latest_of, series
from kpi.papers.table import Cell
from kpi.publications.publication import Publication
from kpi.publications.redefined import redefined

UNITS = {Unit.PERCENT: "\u00a0%", Unit.HOURS: "\u00a0timer", Unit.COUNT: ""}
DIFFERENCES = {Unit.PERCENT: "procentpoint", Unit.HOURS: "timer", Unit.COUNT: ""}
TOO_EARLY = "for tidligt at sige"
NOT_SINCE = "tallet er ikke opgjort siden"
NOT_ANY_MORE = "tallet findes ikke i den viste udgivelse"
HALF, WHOLE = 6, 12
BLANK, NOT_COMPARABLE = danish.SIGNS["not_comparable"]


@dataclass(frozen=True)
class Since:
    """The printed figure then and since, each with its unit and period, and in words what to make of it.

    `since` is empty where there is no later figure. `sign` is the sign that stands before the words, `assessment`
    better or worse where the change is clear: only that takes colour.
    """

    then: str
    since: str
    words: str
    sign: str = ""
    assessment: str = ""


def column_of(publication: Publication, audience: str, measure: str, group: str, period_end: str) -> Point | None:
    """The measure's printed column that ends on a day (ISO), the latest where no day is asked for."""
    if not period_end:
        return latest_of(publication, audience, measure, group)
    return next((one for one in series(publication, audience, measure, group) if one.end == period_end), None)


def since(before: Publication | None, now: Publication, audience: str, place: Mapping[str, str]) -> Since | None:
    """How the figure went that something was written at; None where nothing was written at a figure.

    `place` has the keys `measure`, `staff_group` and `period_end`, as the journal's lines do.
    """
    measure, group = place["measure"], place["staff_group"]
    if measure not in BY_KEY or before is None:
        return None
    one = BY_KEY[measure]
    then = column_of(before, audience, measure, group, place["period_end"])
    if then is None:
        return None
    latest = latest_of(now, audience, measure, group)
    if latest is None:
        return Since(told(then, one), "", NOT_ANY_MORE)
    parted = _parted(before, now, then, latest, place)
    if parted and latest.end >= then.end:
        return Since(told(then, one), told(latest, one), f"{NOT_COMPARABLE}: {parted}", BLANK)
    if latest.end <= then.end:
        return _revised(now, audience, place, then, one)
    return Since(told(then, one), told(latest, one), *_movement(then, latest, one))


def _parted(before: Publication, now: Publication, then: Point, latest: Point, place: Mapping[str, str]) -> str:
    """Why the two are not the same figure: a break between them, or that the later publication counts otherwise."""
    cell = place["measure"], place["staff_group"]
    found = list(between(now.breaks, *cell, (then.start, then.end), latest.end))
    found += [one for one in redefined(before, now) if one.touches(*cell)]
    return found[0].reason if found else ""


def told(point: Point, one: Indicator) -> str:
    """A figure with its unit and period: 37,5 % i 1. halvår 2022."""
    cell = point.cell
    figure = cell.text + (UNITS[one.unit] if cell.value is not None else "") + (f" {cell.mark}" if cell.mark else "")
    return f"{figure} i {period_of(point, one.span)}"


def period_of(point: Point, span: Span) -> str:
    """A column's period inside a sentence: 2021, 1. halvår 2022, jun. 2022."""
    if span is Span.YEAR_TO_DATE and months(point) == HALF:
        return f"1. halvår {point.end[:4]}"
    return point.label[:1].lower() + point.label[1:]


def _revised(now: Publication, audience: str, place: Mapping[str, str], then: Point, one: Indicator) -> Since:
    """The same column, where there is no later one: unchanged, or another figure since it was corrected."""
    again = column_of(now, audience, place["measure"], place["staff_group"], then.end)
    if again is None or again.cell.text == then.cell.text:
        return Since(told(then, one), "", NOT_SINCE)
    return Since(told(then, one), told(again, one), "tallet er rettet siden")


def _movement(then: Point, latest: Point, one: Indicator) -> tuple[str, str, str]:
    """Words, sign and assessment of what happened between two columns."""
    comparison = latest.cell
    for point in (then, latest):
        if point.cell.value is None:
            return f"{period_of(point, one.span)}: {point.cell.spoken}", BLANK, ""
    if not comparable(then, latest):
        return f"{TOO_EARLY}: {_why(then, latest)}", BLANK, ""
    if comparison.sign:
        return _evidence(then, latest, one)
    return _printed(then.cell, latest.cell, one)


def _why(then: Point, latest: Point) -> str:
    """Why two periods cannot be held against each other."""
    shared = shared_months(then, latest)
    if shared:
        return f"de to perioder har {danish.counted(shared, 'måned', 'måneder')} til fælles"
    if {months(then), months(latest)} == {HALF, WHOLE}:
        return "et halvt år mod et helt"
    return f"{danish.counted(months(then), 'måned', 'måneder')} mod {months(latest)}"


def _evidence(then: Point, latest: Point, one: Indicator) -> tuple[str, str, str]:
    """What the latest figure's own comparison says; it looks a year back, and says so where `then` is another day."""
    key = latest.cell.sign
    sign, words = danish.SIGNS[key]
    if key == "not_comparable" and latest.cell.reason:
        words = latest.cell.reason
    a_year_before = f"{int(latest.end[:4]) - 1}{latest.end[4:7]}"
    if key not in ("not_comparable", "too_few") and then.end[:7] != a_year_before:
        words = f"mod samme tid året før: {words}"
    assessment = _assessment(key.removeprefix("clear_"), one) if key.startswith("clear_") else ""
    return words + (f", {danish.ASSESSED[assessment]}" if assessment else ""), sign, assessment


def _printed(then: Cell, latest: Cell, one: Indicator) -> tuple[str, str, str]:
    """The direction between two printed values, which claims nothing of whether it is real."""
    change = danish.rounded(latest.value, latest.decimals) - danish.rounded(then.value, then.decimals)
    arrow = "up" if change > 0 else "down" if change < 0 else "flat"
    assessment = _assessment(arrow, one)
    size = f" {danish.number(abs(change), latest.decimals)} {DIFFERENCES[one.unit]}".rstrip() if change else ""
    judged = f", {danish.ASSESSED[assessment]}" if assessment else ""
    return f"{danish.MOVED[arrow]}{size}{judged}", danish.ARROWS[arrow], ""


def _assessment(arrow: str, one: Indicator) -> str:
    """Better or worse, by the measure's polarity; empty where nothing moved or neither way is better."""
    if arrow not in ("up", "down") or one.polarity is Polarity.NONE:
        return ""
    return "better" if (arrow == "up") == (one.polarity is Polarity.HIGHER) else "worse"
