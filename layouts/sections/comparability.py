"""What is to be known before two columns are held against each other: shared months, or unequal lengths."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from kpi import danish
from kpi.papers.comparisons.comparability import cautions, column_note, comparable, month, months, shared_months
from kpi.papers.series import Point
from kpi.papers.table import Table
from layouts.drawing.curves import day
from layouts.drawing.parts import drawn

LEFT, PER_MONTH, ROW = 96, 9.2, 21
TICK_MONTHS = 6


@dataclass(frozen=True)
class Bar:
    """A period on the month axis."""

    label: str
    x: float
    y: float
    width: float
    latest: bool


def comparison(printed: tuple[Point, ...], same_date: tuple[Point, ...]) -> tuple[Point, Point, Point | None] | None:
    """The last two printed periods that cannot be compared, and the one a year before the last; None where they can."""
    shown = [point for point in printed if point.cell.value is not None]
    if len(shown) < 2 or comparable(*shown[-2:]):
        return None
    earlier = [point for point in same_date if point.end < shown[-1].end and point.cell.value is not None]
    return shown[-2], shown[-1], earlier[-1] if earlier else None


def column_notes(table: Table, printed: tuple[Point, ...]) -> dict[str, str]:
    """What stands at the head of the columns that cannot be held against the one before."""
    found = comparison(printed, ())
    if found is None:
        return {}
    before, after, _ = found
    note = column_note(before, after)
    return {column.key: note for column in table.columns if column.period == after.end}


def drawing(printed: tuple[Point, ...], same_date: tuple[Point, ...], judged: bool = False) -> Markup | str:
    """The periods as bars with a sentence, to stand under the table; empty where the columns can be compared.

    `judged` says that the table itself holds the last column against the one a year before.
    """
    found = comparison(printed, same_date)
    if found is None:
        return ""
    before, after, fair = found
    points = [point for point in (before, after, fair) if point]
    first = min(month(point.start) for point in points)
    last = max(month(point.end) for point in points)
    shared = shared_months(before, after)
    bars = [_bar(point, place, first, point is after) for place, point in enumerate(points)]
    ticks = [(LEFT + (at - first) * PER_MONTH, _tick(at)) for at in range(first, last + 1, TICK_MONTHS)]
    caution = cautions(before, after)[0]
    return drawn(
        "comparability.html",
        bars=bars,
        ticks=ticks,
        shared=(bars[1].x, shared * PER_MONTH, f"{shared} fælles måneder") if shared else None,
        width=LEFT + (last - first) * PER_MONTH + 24,
        height=len(bars) * ROW,
        label=". ".join(_in_words(point) for point in points) + ".",
        title=caution.title,
        text=caution.text + _fair_words(after, fair, judged),
    )


def _fair_words(after: Point, fair: Point | None, judged: bool) -> str:
    if not fair:
        return ""
    if judged:
        return f" Derfor er vurderingen lavet mod {fair.label}, der er lige så lang og ikke overlapper."
    return f" Sammenlign {after.label} med {fair.label} i stedet: de er lige lange og overlapper ikke."


def _bar(point: Point, place: int, first: int, latest: bool) -> Bar:
    x = LEFT + (month(point.start) - first) * PER_MONTH
    return Bar(point.label, round(x, 1), place * ROW + 6, round(months(point) * PER_MONTH, 1), latest)


def _tick(at: int) -> str:
    year, place = divmod(at, 12)
    return f"{danish.SHORT_MONTHS[place].lower().rstrip('.')} {year % 100:02}"


def _in_words(point: Point) -> str:
    first = date.fromordinal(day(point.start).toordinal() + 1)
    return f"{point.label} dækker {danish.day(first)} til {danish.day(day(point.end))}"
