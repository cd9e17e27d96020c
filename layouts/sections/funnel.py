"""Centres and units in a funnel: each place by its size and its figure, within limits that narrow as places grow."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.compared import judged_measures
from kpi.papers.explanations.places import KINDS, Places, standing_out, where
from kpi.papers.paper import PaperTable
from layouts.drawing.curves import GRID_STEPS, MOST_INTERVALS
from layouts.drawing.parts import drawn, figures, markup
from layouts.frame.shell import View

WIDTH, HEIGHT, TOP, RIGHT, BOTTOM, LEFT = 640, 260, 14, 70, 40, 34
LEVELS = ((0.95, "95 %"), (0.998, "99,8 %"))
STEPS = 60
NAME_HEIGHT = 20


@dataclass(frozen=True)
class Drawing:
    """The funnel as places: the limits' curves with whether each is the far one, their names, the points, the axes."""

    limits: tuple[tuple[str, bool], ...]
    names: tuple[tuple[float, str], ...]
    level: float
    points: tuple[tuple[float, float, bool], ...]
    grid: tuple[tuple[float, str], ...]
    sizes: tuple[tuple[float, str], ...]
    label: str
    width: int = WIDTH
    height: int = HEIGHT


def section(view: View, paper: PaperTable) -> list[html.Section]:
    """The funnels of the measures that have places; nothing where too few can be shown."""
    found = [
        one
        for measure in judged_measures(paper)
        for kind in KINDS
        if measure.about_people and (one := view.reading.places(measure.key, kind)) is not None
    ]
    if not found:
        return []
    content = [html.H2("Sted for sted", id="steder")]
    for one in found:
        content += _chart(view, one)
    return [html.Section(content, **{"aria-labelledby": "steder"})]


def _chart(view: View, found: Places) -> list:
    measure = BY_KEY[found.measure]
    heading = [
        f"{measure.title}: {KINDS[found.kind][2]}",
        html.Span(", procent efter antal ansatte", className="quiet"),
    ]
    title = [html.H3(heading, className="caption"), html.P(standing_out(found))]
    if not found.shown:
        return title
    shown = markup(figures(view.reading.places_table(found), view.reading))
    behind = [shown] if found.kind == "center" else [html.Details([html.Summary("Tallene bag figuren"), shown])]
    return [
        *title,
        markup(drawn("funnel.html", chart=drawing(found)), className="control"),
        *behind,
    ]


def drawing(found: Places) -> Drawing:
    """The places and the limits on one plane; the limits begin where a place is so small that they say nothing."""
    largest = max(spot.of for spot in found.shown) * 1.05
    sizes = np.unique(np.linspace(max(min(spot.of for spot in found.shown) * 0.9, 5), largest, STEPS).round())
    top = max(*(spot.value for spot in found.shown), found.rate * 200) * 1.05
    top = min(top, 100.0) if found.is_share else top
    step = next((one for one in GRID_STEPS if ceil(top / one) <= MOST_INTERVALS), 100)
    top = ceil(top / step) * step

    def across(size: float) -> float:
        return round(LEFT + size / largest * (WIDTH - LEFT - RIGHT), 1)

    def down(value: float) -> float:
        return round(HEIGHT - BOTTOM - min(max(value, 0), top) / top * (HEIGHT - TOP - BOTTOM), 1)

    middle, curves, names = down(found.rate * 100), [], [(down(found.rate * 100), "i alt")]
    for level, name in LEVELS:
        sides = found.limits(sizes, level)
        for side in sides:
            path = "M" + "L".join(f"{across(size)} {down(value)}" for size, value in zip(sizes, side, strict=True))
            curves.append((path, level == LEVELS[-1][0]))
        names.append((min(down(sides[1][-1]), names[-1][0] - NAME_HEIGHT), name))
    return Drawing(
        tuple(curves),
        tuple(names),
        middle,
        tuple((across(spot.of), down(spot.value), bool(spot.beyond)) for spot in found.shown),
        tuple((down(n * step), danish.number(n * step, 0 if step >= 1 else 1)) for n in range(round(top / step) + 1)),
        tuple((across(size), danish.number(size, 0)) for size in _sizes(largest)),
        _in_words(found),
    )


def _sizes(largest: float) -> list[int]:
    step = next((one for one in (5, 10, 20, 50, 100, 200, 500, 1000) if largest / one <= MOST_INTERVALS), 2000)
    return list(range(0, int(largest) + 1, step))


def _in_words(found: Places) -> str:
    out = [f"{spot.name} {danish.number(spot.value)}, {where(spot)}" for spot in found.shown if spot.beyond]
    told = "; ".join(out) if out else "ingen uden for grænserne"
    return f"{danish.counted(len(found.shown), *KINDS[found.kind][1:])}: {told}"
