"""Figures over time as places on a page: spark lines and small multiples. Geometry only; every value is a `Cell`'s."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor

from kpi import danish
from kpi.definitions.model import Indicator, Span, Unit
from kpi.papers.comparisons.comparability import comparable
from kpi.papers.series import Point
from kpi.papers.table import BROKEN

SPARK_SIZE = (56, 24)
WIDE_SPARK_SIZE = (80, 24)
LEAST_HEIGHT = {Unit.PERCENT: 10.0, Unit.HOURS: 2.0, Unit.COUNT: 10.0}
LEAST_HEIGHT_OF_SHARES_OF_LEAVERS = 20.0
"""What a spark line's whole height is worth at least, so that noise stays small."""
GRID_STEPS = (0.5, 1, 2, 5, 10, 20, 25, 50)
MOST_INTERVALS = 5
ABOVE, BELOW = -9, 17
NINE_ACROSS, SIX_ACROSS = 118, 190


@dataclass(frozen=True)
class Place:
    """A figure's point in a drawing."""

    x: float
    y: float
    text: str
    label: str


@dataclass(frozen=True)
class Segment:
    """The stroke between two places; not `comparable` where a break parts them, or they overlap or differ in kind."""

    path: str
    comparable: bool


@dataclass(frozen=True)
class Curve:
    """A series drawn: its strokes, its first and last place, and the sentence that says the same."""

    width: int
    height: int
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    label: str
    tone: str = ""
    grid: tuple[tuple[float, str], ...] = ()
    reference: tuple[Segment, ...] = ()

    @property
    def is_dashed(self) -> bool:
        """Whether a stroke joins what cannot be held against each other."""
        return any(not segment.comparable for segment in self.segments)

    @property
    def start(self) -> Place:
        """The first place that has a figure."""
        return self.places[0]

    @property
    def end(self) -> Place:
        """The last place that has a figure."""
        return self.places[-1]

    @property
    def first_below(self) -> int:
        """How far below its place the first figure is written: under a curve that rises, above one that falls."""
        rises = len(self.places) < 2 or self.places[1].y <= self.start.y
        return BELOW if rises and self.start.y + BELOW < self.floor else ABOVE

    @property
    def last_below(self) -> int:
        """How far below its place the last figure is written: above a curve that rose, under one that fell."""
        fell = len(self.places) > 1 and self.end.y > self.places[-2].y
        return BELOW if fell and self.end.y + BELOW < self.floor else ABOVE

    @property
    def floor(self) -> float:
        """How far down the lowest line is."""
        return self.grid[0][0] if self.grid else self.height

    @property
    def scale(self) -> str:
        """The lowest and the highest line, as 10 til 35."""
        return f"{self.grid[0][1]} til {self.grid[-1][1]}" if self.grid else ""


@dataclass(frozen=True)
class Frame:
    """The plane that curves are drawn on: days across, values up."""

    width: int
    height: int
    first: int
    last: int
    low: float
    high: float
    margins: tuple[float, float, float, float] = (4, 4, 4, 4)

    def place(self, point: Point) -> Place:
        """Where a figure stands."""
        _, right, _, left = self.margins
        across = (day(point.end).toordinal() - self.first) / max(self.last - self.first, 1)
        x = left + across * (self.width - left - right)
        return Place(round(x, 1), self.height_of(point.cell.value), point.cell.text, point.label)

    def height_of(self, value: float) -> float:
        """How far down a value stands."""
        top, _, bottom, _ = self.margins
        up = (value - self.low) / (self.high - self.low)
        return round(self.height - bottom - up * (self.height - top - bottom), 1)


def least_height(indicator: Indicator) -> float:
    """What the whole height of a drawing of the measure is worth at least."""
    shares_of_leavers = indicator.span is Span.YEAR_TO_DATE
    return LEAST_HEIGHT_OF_SHARES_OF_LEAVERS if shares_of_leavers else LEAST_HEIGHT[indicator.unit]


def day(iso: str) -> date:
    """The date of an ISO text."""
    return date.fromisoformat(iso)


def spark(series: tuple[Point, ...], indicator: Indicator, tone: str = "", size=SPARK_SIZE) -> Curve | None:
    """The spark line of a series; None where no two figures in a row can be shown."""
    values = _values(series)
    if not any(before.cell.value is not None and after.cell.value is not None for before, after in pairwise(series)):
        return None
    height, middle = max(max(values) - min(values), least_height(indicator)), (max(values) + min(values)) / 2
    first, last = day(series[0].end).toordinal(), day(series[-1].end).toordinal()
    return _curve(series, Frame(*size, first, last, middle - height / 2, middle + height / 2), tone)


def multiples(
    named: Mapping[str, tuple[Point, ...]], tones: Mapping[str, str], reference: str, width: int = NINE_ACROSS
) -> dict[str, Curve]:
    """A curve for each name on one scale, with the reference's curve thin behind the others; none without a history."""
    values = [value for series in named.values() for value in _values(series)]
    ends = [day(point.end).toordinal() for series in named.values() for point in series]
    if len({point.end for series in named.values() for point in series if point.cell.value is not None}) < 2:
        return {}
    step = next((s for s in GRID_STEPS if ceil(max(values) / s) - floor(min(values) / s) <= MOST_INTERVALS), 100)
    low = floor(min(values) / step) * step
    intervals = max(ceil((max(values) - low) / step), 1)
    frame = Frame(width, 150, min(ends), max(ends), low, low + intervals * step, margins=(16, 12, 22, 8))
    grid = tuple(_grid_line(frame, low + n * step, step) for n in range(intervals + 1))
    behind = _curve(named[reference], frame).segments if reference in named else ()
    return {
        name: _curve(series, frame, tones.get(name, ""), grid, behind if name != reference else ())
        for name, series in named.items()
        if _values(series)
    }


def _values(series: Iterable[Point]) -> list[float]:
    return [point.cell.value for point in series if point.cell.value is not None]


def _grid_line(frame: Frame, value: float, step: float) -> tuple[float, str]:
    return frame.height_of(value), danish.number(value, 0 if step >= 1 else 1)


def _curve(series: tuple[Point, ...], frame: Frame, tone: str = "", grid: tuple = (), reference: tuple = ()) -> Curve:
    places = [frame.place(point) if point.cell.value is not None else None for point in series]
    segments = tuple(
        Segment(f"M{one.x} {one.y}L{two.x} {two.y}", comparable(before, after) and BROKEN not in after.cell.mark)
        for (one, before), (two, after) in pairwise(zip(places, series, strict=True))
        if one and two
    )
    shown = tuple(place for place in places if place)
    return Curve(frame.width, frame.height, segments, shown, in_words(series), tone, grid, reference)


def in_words(series: Iterable[Point]) -> str:
    """The series as a sentence says it: 2020 16,7; 2021 17,0."""
    return "; ".join(f"{point.label} {_said(point)}" for point in series)


def _said(point: Point) -> str:
    return point.cell.text if point.cell.value is not None else point.cell.spoken
