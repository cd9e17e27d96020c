"""A measure quarter by quarter: the curve with the limits of its usual swing, and the figures behind it."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.compared import judged_measures
from kpi.papers.explanations.quarters import Quarters, note, standing_out
from kpi.papers.paper import PAPER_TABLES, PaperTable
from kpi.papers.table import BROKEN
from layouts.drawing.curves import GRID_STEPS, MOST_INTERVALS, Place, in_words, least_height
from layouts.drawing.parts import SPOKEN_UNITS, drawn, figures, markup
from layouts.frame.shell import View
from layouts.sections.printed import total_of
from layouts.sections.same_date import chosen_group

WIDTH, HEIGHT, TOP, RIGHT, BOTTOM, LEFT = 640, 200, 14, 130, 26, 34
HEADING = "Kvartal for kvartal"
INTRO = "Kvartaler overlapper ikke, så de kan holdes op mod hinanden. Udsving hen over året er med i kurven."
MEASURES = tuple(one.key for paper in PAPER_TABLES for one in judged_measures(paper) if one.about_people)


@dataclass(frozen=True)
class Drawing:
    """The curve as places: its strokes, its points with whether each stands out, the limits, the axes."""

    strokes: tuple[str, ...]
    points: tuple[tuple[Place, bool], ...]
    limits: tuple[tuple[float, str], ...]
    grid: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    label: str
    width: int = WIDTH
    height: int = HEIGHT
    right: int = WIDTH - RIGHT


def section(view: View, paper: PaperTable) -> list[html.Section]:
    """The charts of the total, and of the chosen group where its quarters are told; nothing where there are none."""
    groups = dict.fromkeys((total_of(view, paper), chosen_group(view, paper)))
    measures = [one for one in judged_measures(paper) if one.about_people]
    return _section(view, [(one.key, group) for one in measures for group in groups])


def of_group(view: View, group: str) -> list[html.Section]:
    """The charts of every measure of a staff group that is told by quarter; nothing where none is."""
    return _section(view, [(measure, group) for measure in MEASURES])


def _section(view: View, asked: list[tuple[str, str]]) -> list[html.Section]:
    found = [one for which in asked if (one := view.reading.by_quarter(*which)) is not None]
    if not found:
        return []
    notes = [note(one) for one in found]
    told_once = [words if words != after else "" for words, after in zip(notes, [*notes[1:], ""], strict=True)]
    charts = [part for one, words in zip(found, told_once, strict=True) for part in _chart(view, one, words)]
    content = [html.H2(HEADING, id="kvartaler"), html.P(INTRO), *charts]
    return [html.Section(content, **{"aria-labelledby": "kvartaler"})]


def _chart(view: View, found: Quarters, below: str) -> list:
    """The chart with its table and what is said below it; a note that the next chart has too is said there."""
    one, name = BY_KEY[found.measure], view.publication.group_names[found.group]
    table = view.reading.by_quarter_table(found)
    told = [html.P(words) for words in (standing_out(found), below) if words]
    return [
        html.H3([f"{one.title}, {name}", html.Span(f", {table.subtitle}", className="quiet")], className="caption"),
        markup(drawn("control.html", chart=drawing(found)), className="control"),
        html.Div(told, className="notes"),
        html.Details([html.Summary("Tallene bag figuren"), markup(figures(table, view.reading))]),
    ]


def drawing(found: Quarters) -> Drawing:
    """The quarters on one axis, at least as tall as a spark line, with their limits."""
    one, limits = BY_KEY[found.measure], _limits(found)
    values = [point.cell.value for point in found.points if point.cell.value is not None]
    axis = _axis([*values, *(value for value, _ in limits)], least_height(one) / 2)
    gap = (WIDTH - LEFT - RIGHT) / max(len(found.points) - 1, 1)
    across = [round(LEFT + number * gap, 1) for number in range(len(found.points))]
    places = [
        Place(x, axis.down(point.cell.value), point.cell.text, point.label) if point.cell.value is not None else None
        for x, point in zip(across, found.points, strict=True)
    ]
    out = {point.end for point, _ in found.marked}
    return Drawing(
        strokes=tuple(
            f"M{a.x} {a.y}L{b.x} {b.y}"
            for (a, _), (b, later) in pairwise(zip(places, found.points, strict=True))
            if a and b and BROKEN not in later.cell.mark
        ),
        points=tuple((place, point.end in out) for place, point in zip(places, found.points, strict=True) if place),
        limits=tuple((axis.down(value), name) for value, name in limits),
        grid=tuple((axis.down(value), _tick(value)) for value in axis.ticks),
        years=tuple(
            (x, point.end[:4]) for x, point in zip(across, found.points, strict=True) if point.end[5:7] == "03"
        ),
        label=f"{one.title}: {in_words(found.points)}{SPOKEN_UNITS[one.unit]}",
    )


@dataclass(frozen=True)
class Axis:
    """The values from the lowest line to the highest, a line each `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The values of the lines."""
        return [self.low + number * self.step for number in range(round((self.high - self.low) / self.step) + 1)]

    def down(self, value: float) -> float:
        """How far down a value stands."""
        return round(HEIGHT - BOTTOM - (value - self.low) / (self.high - self.low) * (HEIGHT - TOP - BOTTOM), 1)


def _limits(found: Quarters) -> list[tuple[float, str]]:
    """The lines of the chart with their names; a limit that no figure can reach is left out."""
    if not found.has_limits:
        return []
    named = ((found.chart.low, "nedre grænse"), (found.chart.high, "øvre grænse"), (found.chart.centre, "middel"))
    return [(value, name) for value, name in named if value > 0]


def _axis(values: list[float], least: float) -> Axis:
    low, high = min(values), max(values)
    spare = max(least - (high - low), 0) / 2
    low, high = max(low - spare, 0), high + spare
    step = next((one for one in GRID_STEPS if ceil(high / one) - floor(low / one) <= MOST_INTERVALS), 100)
    return Axis(floor(low / step) * step, ceil(high / step) * step, step)


def _tick(value: float) -> str:
    return danish.number(value, 0 if float(value).is_integer() else 1)
