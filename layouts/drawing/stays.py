"""How long new colleagues stay, drawn: a curve for each half-year of hire, side by side so that no labels meet."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from kpi.papers.explanations.retained import Stay
from layouts.drawing.parts import drawn

WIDTH, HEIGHT = 172, 150
LEFT, RIGHT, TOP, BOTTOM = 28, 146, 10, 126
LAST_MONTH = 24
TICKS, GRID = (0, 6, 12, 24), (0, 50, 100)
ABOVE, BESIDE = -5, 4


def stays(cohorts: dict[str, Sequence[Stay]], reference: dict[str, Sequence[Stay]], whose: str = "") -> Markup:
    """The curves of the half-years that have any mark; behind each thin that of the reference, whose name is given."""
    return drawn(
        "stays.html",
        curves=[
            _curve(name, points, reference.get(name, ()), whose) for name, points in cohorts.items() if _any(points)
        ],
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=RIGHT,
        grid=[(_y(value), str(value)) for value in GRID],
        ticks=[(_x(months), str(months)) for months in TICKS],
    )


def _any(points: Sequence[Stay]) -> bool:
    return any(point.months and point.value is not None for point in points)


def _curve(name: str, points: Sequence[Stay], behind: Sequence[Stay], whose: str) -> dict:
    shown = [point for point in points if point.value is not None]
    dots = [(_x(point.months), _y(point.value)) for point in shown]
    fell = len(dots) > 1 and dots[-1][1] - dots[-2][1] > HEIGHT / 8
    return {
        "name": name,
        "label": _in_words(name, shown) + (f" {whose}: {_marks(behind)}." if whose and _any(behind) else ""),
        "path": _path(points),
        "reference": _path(behind),
        "dots": dots,
        "text": shown[-1].text,
        "below": BESIDE if fell else ABOVE,
    }


def _in_words(name: str, shown: Sequence[Stay]) -> str:
    return f"Ansat i {name}, procent stadig ansat: {_marks(shown)}."


def _marks(points: Sequence[Stay]) -> str:
    told = [
        f"{point.text} efter {point.months} måneder" for point in points if point.months and point.value is not None
    ]
    return ", ".join(told)


def _path(points: Sequence[Stay]) -> str:
    """The strokes between marks that follow each other; none across a mark that is not told."""
    strokes = [
        f"M{_x(before.months)} {_y(before.value)}L{_x(after.months)} {_y(after.value)}"
        for before, after in pairwise(points)
        if before.value is not None and after.value is not None
    ]
    return "".join(strokes)


def _x(months: float) -> float:
    return round(LEFT + months / LAST_MONTH * (RIGHT - LEFT), 1)


def _y(value: float) -> float:
    return round(BOTTOM - value / 100 * (BOTTOM - TOP), 1)
