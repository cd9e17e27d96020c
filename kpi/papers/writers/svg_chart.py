"""Chart -> the geometry of a drawing: axis, curves or columns, and the words beside them. What draws it only draws.

Lengths are units of the drawing's own box; lines are told apart by dashes and markers, not by colour.
"""

from dataclasses import dataclass
from decimal import Decimal

from kpi import danish
from kpi.definitions.model import Unit
from kpi.papers.document import Chart, Line
from kpi.papers.table import Cell, Column, Row, Table

WIDTH, HEIGHT = 680, 260
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 26, 30
STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 6
LETTER = 6.4
"""About how wide a letter of the drawing is."""
MARKERS = (
    "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "M-3 -3h6v6h-6z",
    "M0 -4.2l4.2 4.2l-4.2 4.2l-4.2 -4.2z",
    "M0 -4l4 7h-8z",
    "M-4 -4h8l-4 7z",
)
"""Circle, square, diamond and triangles, around the point."""
NOT_SHOWN = "vises ikke"


@dataclass(frozen=True)
class Mark:
    """A text of the drawing at its place."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True)
class Bar:
    """A column of a column chart."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Curve:
    """One of the chart's lines: its path, its points, its columns, and its place among the looks."""

    name: str
    look: int
    path: str
    points: tuple[Mark, ...]
    columns: tuple[Bar, ...]

    @property
    def marker(self) -> str:
        """The path of its marker around 0,0."""
        return MARKERS[self.look]


@dataclass(frozen=True)
class Drawing:
    """A chart ready to be drawn."""

    ticks: tuple[Mark, ...]
    categories: tuple[Mark, ...]
    curves: tuple[Curve, ...]
    zero: float
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def drawing(chart: Chart) -> Drawing:
    """The geometry of a chart."""
    shown = [value for line in chart.lines for value in line.values if value is not None]
    ticks = steps(min(shown, default=0), max(shown, default=0))
    low, high = ticks[0], ticks[-1]
    decimals = max(0, -Decimal(str(ticks[1] - ticks[0])).normalize().as_tuple().exponent)

    def across(place: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(len(chart.categories), 1), 1)

    def down(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - low) / (high - low), 1)

    every = _every(chart.categories)
    return Drawing(
        ticks=tuple(Mark(LEFT - 8, down(tick), danish.number(tick, decimals)) for tick in ticks),
        categories=tuple(
            Mark(across(place), HEIGHT - 8, text) for place, text in enumerate(chart.categories) if place % every == 0
        ),
        curves=tuple(_curve(chart, line, look, across, down) for look, line in enumerate(chart.lines)),
        zero=down(max(low, 0)),
    )


def steps(low: float, high: float) -> list[float]:
    """The marks of an axis from 0, or from below the least, in round steps to above the highest."""
    low, high = min(low, 0), max(high, 0)
    rough = (high - low) / (MOST_STEPS - 1) or 1
    size = 10.0 ** (len(str(int(1 / rough))) * -1 if rough < 1 else len(str(int(rough))) - 1)
    step = next((size * one for one in STEPS if size * one >= rough), size * 10)
    first, last = int(low // step), int(-(-high // step))
    return [round(step * place, 10) for place in range(first, max(last, first + 1) + 1)]


def chart_table(chart: Chart, number: int) -> Table:
    """The figures of a chart as a table, a row a line."""
    columns = [Column(f"k{place}", category, Unit.COUNT) for place, category in enumerate(chart.categories)]
    rows = [
        Row(f"l{place}", line.name, tuple(_cell(value, chart) for value in line.values))
        for place, line in enumerate(chart.lines)
    ]
    return Table(
        key=f"figur-{number}-tal",
        number=0,
        title=f"Tallene bag figur {number}",
        subtitle=chart.unit,
        stub="Gruppe",
        columns=tuple(columns),
        rows=tuple(rows),
    )


def _cell(value: float | None, chart: Chart) -> Cell:
    return Cell(NOT_SHOWN) if value is None else Cell(danish.number(value, chart.decimals), value, chart.decimals)


def _every(categories: tuple[str, ...]) -> int:
    """1 where all categories can be written side by side, 2 where every other can, and so on."""
    room = (WIDTH - LEFT - RIGHT) / max(len(categories), 1)
    return int(-(-max((len(text) for text in categories), default=1) * LETTER // room)) or 1


def _curve(chart: Chart, line: Line, look: int, across, down) -> Curve:
    values = [None if value is None else float(danish.rounded(value, chart.decimals)) for value in line.values]
    points = tuple(
        Mark(across(place), down(value), danish.number(value, chart.decimals))
        for place, value in enumerate(values)
        if value is not None
    )
    if chart.kind == "column":
        return Curve(line.name, look % len(MARKERS), "", points, tuple(_columns(chart, values, look, across, down)))
    path, pen = "", "M"
    for place, value in enumerate(values):
        path += "" if value is None else f"{pen}{across(place)} {down(value)}"
        pen = "M" if value is None else "L"
    return Curve(line.name, look % len(MARKERS), path, points, ())


def _columns(chart: Chart, values: list[float | None], look: int, across, down):
    width = round(0.6 / len(chart.lines) * (across(1) - across(0)), 1)
    for place, value in enumerate(values):
        if value is not None:
            left = across(place) + (look - len(chart.lines) / 2) * width
            yield Bar(round(left, 1), min(down(value), down(0)), width, round(abs(down(value) - down(0)), 1))
