"""A measure quarter by quarter, which never overlap: the points, which of them stand out, and their Table.

Shares and rates get the limits of an XmR chart; a status of mostly the same people moves too slowly for limits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import nan

from kpi import danish
from kpi.definitions.breaks import Break, between, first_counted
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Polarity, Span, Status, Unit
from kpi.papers.columns import BASES, UNITS
from kpi.papers.comparisons.comparability import of_a_break
from kpi.papers.comparisons.compared import named
from kpi.papers.paper import BY_NUMBER
from kpi.papers.series import Point, points_of
from kpi.papers.table import Cell, Column, Row, Table
from kpi.papers.tables import finished
from kpi.publications.publication import Publication
from kpi.statistics.control_chart import FEWEST_POINTS, RULES, ControlChart, control_chart

LEAST_POINTS = 2
BASES_OF_A_QUARTER = {"turnover": "procent af antal ansatte ved kvartalets begyndelse"}
LIMITS_NOTE = (
    "Grænserne viser, hvor meget tallet plejer at svinge, når intet er ændret: gennemsnittet plus og minus 2,66 gange "
    "den gennemsnitlige forskel fra kvartal til kvartal."
)
NO_LIMITS_NOTE = f"Der er færre end {FEWEST_POINTS} kvartaler, så der er ingen grænser."
STATUS_NOTE = "Tallet er en status af stort set de samme ansatte, så der er ingen grænser for et enkelt kvartal."


@dataclass(frozen=True)
class Quarters:
    """A measure of a group by quarter, oldest first, and the chart's limits and marks (None for a status).

    `broken` is the latest break in the series: the limits are those of the quarters from it on.
    """

    measure: str
    group: str
    points: tuple[Point, ...]
    chart: ControlChart | None
    broken: Break | None = None

    @property
    def marked(self) -> tuple[tuple[Point, tuple[str, ...]], ...]:
        """The points that stand out, each with the rules that mark it, in Danish."""
        if self.chart is None:
            return ()
        pairs = zip(self.points, self.chart.marks, strict=True)
        return tuple((point, tuple(RULES[rule] for rule in marks)) for point, marks in pairs if marks)

    @property
    def has_limits(self) -> bool:
        """Whether there are enough points for limits."""
        return self.chart is not None and self.chart.low is not None


def quarters(publication: Publication, audience: str, measure: str, group: str) -> Quarters | None:
    """The quarters of a measure; None where fewer than two can be shown."""
    one = BY_KEY[measure]
    points = points_of(publication.by_group[audience], one, group, "quarter")
    first = next((place for place, point in enumerate(points) if point.cell.value is not None), len(points))
    points = points[first:]
    values = [nan if point.cell.value is None else point.cell.value for point in points]
    if sum(value == value for value in values) < LEAST_POINTS:
        return None
    broken = _latest_break(publication, measure, group, points)
    if broken:
        values = [nan if first_counted(measure, at.start, at.end) < broken.from_day else value
                  for at, value in zip(points, values, strict=True)]  # fmt: skip
    chart = None if one.span is Span.STATUS else control_chart(values)
    return Quarters(measure, group, tuple(points), chart, broken)


def _latest_break(publication: Publication, measure: str, group: str, points: list[Point]) -> Break | None:
    """The latest break between the first of the quarters and the last."""
    found = between(publication.breaks, measure, group, (points[0].start, points[0].end), points[-1].end)
    return max(found, key=lambda one: one.from_day, default=None)


def quarters_table(publication: Publication, audience: str, found: Quarters) -> Table:
    """A row a quarter: the figure, and where it stands out the rule that says so."""
    one = BY_KEY[found.measure]
    marked = {point.end: ", ".join(rules) for point, rules in found.marked}
    rows = [
        Row(point.end, point.label, (_bare(point.cell), _told(marked.get(point.end, "ingen"))), 1)
        for point in found.points
    ]
    columns = [
        Column("value", "Tal", one.unit, "", found.measure, polarity=Polarity.NONE),
        Column("rule", "Skiller sig ud", Unit.COUNT, part="text"),
    ]
    total = publication.total
    words = {
        "key": f"kvartaler-{named(one)}" + ("" if found.group == total else f"-{found.group.replace('_', '-')}"),
        "number": 0,
        "title": f"{one.title} kvartal for kvartal, {publication.group_names[found.group]}",
        "subtitle": BASES_OF_A_QUARTER.get(found.measure, BASES.get(found.measure, UNITS[one.unit])),
        "stub": "Kvartal",
        "source": BY_NUMBER[one.table].source,
    }
    return finished(publication, audience, columns, rows, [*_limits(found), note(found)], **words)


def note(found: Quarters) -> str:
    """What is to be known of the limits, or why there are none; and of a break in the series."""
    return " ".join(filter(None, [_of_limits(found), _of_the_break(found)]))


def _of_the_break(found: Quarters) -> str:
    if found.broken is None:
        return ""
    limits = "" if found.chart is None else " Grænser og mærker regnes af kvartalerne derefter."
    return f"Brud: {of_a_break(found.broken).sentences} Før og efter kan ikke holdes op mod hinanden.{limits}"


def _of_limits(found: Quarters) -> str:
    if found.chart is None:
        return STATUS_NOTE
    return LIMITS_NOTE if found.has_limits else NO_LIMITS_NOTE


def standing_out(found: Quarters) -> str:
    """Which quarters stand out and by which rule, in one sentence; empty where there are no limits."""
    if not found.has_limits:
        return ""
    if not found.marked:
        return "Ingen kvartaler skiller sig ud: alle svinger, som de plejer."
    told = [f"{quarters} ({', '.join(rules)})" for quarters, rules in _stretches(found)]
    return f"Disse kvartaler skiller sig ud: {danish.joined(told)}."


def _stretches(found: Quarters) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The marked quarters with their rules; those in a row on one side of the middle, by the same rules, as one."""
    at = {point.end: place for place, point in enumerate(found.points)}

    def row(numbered: tuple) -> tuple:
        number, (point, rules) = numbered
        return at[point.end] - number, point.cell.value > found.chart.centre, rules

    for (_, _, rules), alike in groupby(enumerate(found.marked), key=row):
        labels = [point.label for _, (point, _) in alike]
        yield labels[0] if len(labels) == 1 else f"{labels[0]} til {labels[-1]}", rules


def _limits(found: Quarters) -> list[str]:
    if not found.has_limits:
        return []
    centre, high = danish.number(found.chart.centre), danish.number(found.chart.high)
    below = f"nedre grænse {danish.number(found.chart.low)}; " if found.chart.low > 0 else ""
    return [f"Middel {centre}; {below}øvre grænse {high}."]


def _bare(cell: Cell) -> Cell:
    """The figure alone: a quarter's arrow would look back at another season."""
    if cell.status is not Status.OK:
        return cell
    return Cell(cell.text, cell.value, cell.decimals, mark=cell.mark, spoken=cell.spoken.split(", ")[0])


def _told(text: str) -> Cell:
    return Cell(text, spoken=text)
