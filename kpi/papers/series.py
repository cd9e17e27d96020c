"""A figure over time: the points that spark lines, charts and arrows are made of."""

from dataclasses import dataclass, replace

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Status
from kpi.papers.table import Cell, Table, value_cell
from kpi.publications.publication import Publication


@dataclass(frozen=True)
class Point:
    """A figure in a series: the cell, with the label and the days of its period (ISO)."""

    label: str
    start: str
    end: str
    cell: Cell


def series(
    publication: Publication, audience: str, measure: str, group: str, which: str = "printed"
) -> tuple[Point, ...]:
    """A measure of a group (or an area's adverts) over time, oldest first; `which` is printed or same_date."""
    return tuple(points_of(publication.by_group[audience], BY_KEY[measure], group, which))


def latest_of(publication: Publication, audience: str, measure: str, group: str) -> Point | None:
    """The measure's latest column that has anything to show for the group, else its latest; None without columns."""
    points = series(publication, audience, measure, group)
    with_any = [one for one in points if one.cell.status is not Status.MISSING]
    return next(reversed(with_any or points), None)


def points_of(figures: dict, indicator: Indicator, group: str, which: str) -> list[Point]:
    """The points of an indicator among an audience's figures; each arrow looks back at the point before it."""
    points, before = [], ""
    for figure in figures.get((indicator.key, group, which), []):
        cell = value_cell(figure, indicator, before)
        points.append(Point(figure["period"], figure["period_start"], figure["period_end"], cell))
        before = before if cell.status is Status.MISSING else figure["period"]
    return points


def without_first_arrows(table: Table) -> Table:
    """The table without arrows in each measure's first column, where the year they look back at is not shown."""
    shown_before: set[str] = set()
    first = [column.measure not in shown_before and not shown_before.add(column.measure) for column in table.columns]
    rows = tuple(
        replace(row, cells=tuple(_unmoved(cell) if one else cell for cell, one in zip(row.cells, first, strict=True)))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _unmoved(cell: Cell) -> Cell:
    return replace(cell, arrow="", assessment="", spoken=cell.spoken.split(", ")[0])
