"""A figure held against the same stretch of the year before: its sign, its words, its change and its interval.

Everything here is of one cell. What is said is what the publication froze for the audience; nothing is computed but
the difference of two printed values (definitions.md, "Printing and comparing").
"""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite, isnan

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Status, Unit
from kpi.papers.series import points_of
from kpi.papers.table import Cell, address, unseen_cell, value_cell
from kpi.publications.publication import Publication

RATIO = "ratio"
SAME_TIME = "siden samme tid året før"
NO_COMPARISON = "der er ingen tal for samme tid året før at holde det op imod"
CLEAR = ("clear_up", "clear_down")
CHANGE_UNITS = {Unit.PERCENT: "procentpoint", Unit.HOURS: "timer", Unit.COUNT: "antal"}
DECIMALS = {Unit.PERCENT: 1, Unit.HOURS: 2, Unit.COUNT: 0, RATIO: 2}
"""The decimals of an interval's ends, by the unit it is told in."""
MOST_DECIMALS = 4
UNBOUNDED = "ubegrænset"


def is_judged(publication: Publication, audience: str) -> bool:
    """Whether the publication froze for the audience which changes are clear; those of before that was done did not."""
    return bool(publication.comparisons.get(audience))


def comparison(publication: Publication, audience: str, measure: str, group: str, end: str) -> Mapping | None:
    """The evidence of a figure of the whole municipality; None where it is held against nothing."""
    return publication.comparisons.get(audience, {}).get((measure, group, end))


def is_sound(found: Mapping | None) -> bool:
    """Whether a figure's change may be told: not where a break, or anything else, keeps the two from being compared."""
    return found is None or found["sign"] != "not_comparable"


def judged(cell: Cell, found: Mapping | None) -> Cell:
    """The cell with the sign of its comparison in place of the house arrow; what has no value is left as it is."""
    if cell.status is not Status.OK or cell.value is None:
        return cell
    sign, reason, assessment = _verdict(found)
    spoken = ", ".join([_figure_aloud(cell), in_words(sign, reason, assessment), *_marks_aloud(cell)])
    return replace(cell, arrow="", sign=sign, reason=reason, assessment=assessment, spoken=spoken)


def beside_their_arrows(publication: Publication, audience: str, one: Indicator, group: str) -> dict[str, Cell]:
    """The printed cells of a measure that is judged, by their last day, each arrow with what is to be known of it."""
    cells, before = {}, ""
    for point in points_of(publication.by_group[audience], one, group, "printed"):
        found = comparison(publication, audience, one.key, group, point.end)
        cells[point.end] = beside_its_arrow(point.cell, found, before)
        before = before if point.cell.status is Status.MISSING else point.end
    return cells


def beside_its_arrow(cell: Cell, found: Mapping | None, before: str) -> Cell:
    """The cell with its house arrow, which takes colour only where it looks back at what the comparison does.

    `before` is the last day of the column that the arrow looks back at. What is spoken says both.
    """
    if not cell.arrow:
        return cell
    sign, reason, assessment = _verdict(found)
    same = found is not None and found["before_end"] == before
    moved = [part for part in cell.spoken.split(", ") if part.startswith(danish.MOVED[cell.arrow])]
    spoken = [_figure_aloud(cell), *moved[:1], in_words(sign, reason, assessment), *_marks_aloud(cell)]
    shown = {"sign": sign, "assessment": assessment} if same else {"sign": "", "assessment": ""}
    return replace(cell, reason=reason, spoken=", ".join(spoken), **shown)


def in_words(sign: str, reason: str = "", assessment: str = "") -> str:
    """What a sign says: op siden samme tid året før, inden for normal variation."""
    first, *rest = danish.SIGNS[sign][1].split(", ")
    if sign in ("too_few", "not_comparable"):
        return f"{first}: {reason}" if reason else first
    return ", ".join(filter(None, [f"{first} {SAME_TIME}", *rest, danish.ASSESSED[assessment]]))


def bare_cell(publication: Publication, audience: str, measure: str, group: str, end: str) -> Cell:
    """The figure of a period by its last day, without arrow; hidden where any series hides it."""
    by_group = publication.by_group[audience]
    rows = [row for series in ("same_date", "printed") for row in by_group.get((measure, group, series), [])]
    found = [row for row in rows if row["period_end"] == end]
    if not found:
        return unseen_cell(Status.MISSING)
    hidden = next((row for row in found if row["status"] == Status.SUPPRESSED), found[0])
    return value_cell(hidden | {"arrow": "", "assessment": ""}, BY_KEY[measure])


def change_cell(before: Cell, after: Cell, measure: str) -> Cell:
    """The difference of two printed values, in procentpoint or hours; a dash where one of them is not shown."""
    if before.value is None or after.value is None:
        return unseen_cell(Status.UNDEFINED)
    unit, decimals = BY_KEY[measure].unit, BY_KEY[measure].decimals
    change = danish.rounded(after.value, decimals) - danish.rounded(before.value, decimals)
    text = danish.number(change, decimals, sign=True)
    return Cell(text, float(change), decimals, spoken=f"{text} {CHANGE_UNITS[unit]}", address=after.address)


def interval_cell(found: Mapping | None) -> Cell:
    """The 95 % interval of the difference as text; for turnover the ratio with its: × 1,35 [0,86; 2,13]."""
    if found is None or isnan(found["low"]):
        return replace(unseen_cell(Status.UNDEFINED), spoken="intet interval")
    is_ratio = found["unit"] == RATIO
    decimals = _decimals(found)
    low, high = (_end(found[side], decimals, signed=not is_ratio) for side in ("low", "high"))
    text, told = f"[{low}; {high}]", f"interval fra {low} til {high}"
    if not is_ratio:
        return Cell(text, spoken=f"{told} {found['unit']}", address=address(found))
    if isfinite(found["difference"]):
        ratio = danish.number(found["difference"], decimals)
        text, told = f"× {ratio} {text}", f"forhold {ratio}, {told}"
    return Cell(text, spoken=told, address=address(found))


def sign_cell(after: Cell, found: Mapping | None) -> Cell:
    """The cell that holds nothing but the sign with its words; empty where there is no figure to judge."""
    if after.value is None:
        return Cell("", spoken=after.spoken)
    sign, reason, assessment = _verdict(found)
    told = in_words(sign, reason, assessment)
    return Cell("", sign=sign, reason=reason, assessment=assessment, spoken=told, address=after.address)


def _verdict(found: Mapping | None) -> tuple[str, str, str]:
    """The sign, why there is none to give, and better or worse."""
    if found is None:
        return "not_comparable", NO_COMPARISON, ""
    return found["sign"], found["reason"], found["assessment"]


def _figure_aloud(cell: Cell) -> str:
    return cell.spoken.split(", ")[0]


def _marks_aloud(cell: Cell) -> list[str]:
    return [told for mark, told in (("(f)", "foreløbigt tal"), ("(r)", "revideret tal")) if mark in cell.mark]


def _decimals(found: Mapping) -> int:
    """Enough decimals that an interval which leaves out no change does so in print too."""
    unit = found["unit"] if found["unit"] == RATIO else BY_KEY[found["measure"]].unit
    nothing = 1 if unit == RATIO else 0
    nearest = min((found["low"], found["high"]), key=lambda side: abs(side - nothing))
    places = range(DECIMALS[unit], MOST_DECIMALS)
    clear = found["sign"] in CLEAR
    return next((place for place in places if not clear or danish.rounded(nearest, place) != nothing), MOST_DECIMALS)


def _end(value: float, decimals: int, signed: bool) -> str:
    return danish.number(value, decimals, sign=signed) if isfinite(value) else UNBOUNDED


NO_CHANGE = replace(unseen_cell(Status.UNDEFINED), spoken="kan ikke sammenlignes")
"""The change of a figure that cannot be held against the year before."""
