"""Plotly's charts, all with one set-up: Danish, nothing sent anywhere, no buttons but the picture's."""

from collections.abc import Iterable

import plotly.graph_objects as go
from dash import dcc

from kpi.definitions.model import Indicator
from kpi.papers.series import Point
from kpi.papers.table import UNITS
from layouts.drawing.curves import least_height

SETUP = {
    "locale": "da",
    "displaylogo": False,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "scrollZoom": False,
    "doubleClick": False,
    "showAxisDragHandles": False,
}
INK, QUIET, GREY, HAIR = "#1c2126", "#545e68", "#7b8590", "#dfe3e7"
HEIGHT = 340


def _range(series: Iterable[tuple[str, tuple[Point, ...]]], indicator: Indicator) -> list[float] | None:
    """The axis' ends: at least as tall as a spark line, so that noise stays small, with room for what is written."""
    values = [point.cell.value for _, points in series for point in points if point.cell.value is not None]
    if not values:
        return None
    least, height = least_height(indicator), max(values) - min(values)
    room = max(least, height) / 8
    margin = max(least - height, 0) / 2 + room
    return [max(min(values) - margin, -room), max(values) + margin]


def over_time(series: Iterable[tuple[str, tuple[Point, ...]]], indicator: Indicator, name: str) -> dcc.Graph:
    """A chart of series with the same periods: the first is the reference, the last stands out."""
    named = list(series)
    figure = go.Figure(layout=_layout(indicator, _range(named, indicator)))
    for place, (label, points) in enumerate(named):
        others = [other for number, (_, other) in enumerate(named) if number != place]
        figure.add_trace(_line(label, points, _sides(points, others), stands_out=place == len(named) - 1))
    labels = [point.label for point in named[0][1]]
    in_two_lines = ["<br>".join(label.rsplit(" ", 1)) for label in labels]
    figure.update_xaxes(categoryorder="array", categoryarray=labels, tickvals=labels, ticktext=in_two_lines)
    return dcc.Graph(
        figure=figure,
        config=SETUP | {"toImageButtonOptions": {"format": "png", "filename": name, "scale": 2}},
        responsive=True,
        style={"height": f"{HEIGHT}px"},
    )


def _sides(points: tuple[Point, ...], others: list[tuple[Point, ...]]) -> list[str]:
    """Where each figure is written: above its point, or below where another series lies above it."""
    return [
        "bottom center" if any(_above(other[place], point) for other in others) else "top center"
        for place, point in enumerate(points)
    ]


def _above(one: Point, two: Point) -> bool:
    return None not in (one.cell.value, two.cell.value) and one.cell.value > two.cell.value


def _line(label: str, points: tuple[Point, ...], sides: list[str], stands_out: bool) -> go.Scatter:
    color = INK if stands_out else GREY
    return go.Scatter(
        x=[point.label for point in points],
        y=[point.cell.value for point in points],
        text=[point.cell.text if point.cell.value is not None else "" for point in points],
        customdata=[point.cell.spoken for point in points],
        name=label,
        mode="lines+markers+text",
        textposition=sides,
        textfont={"color": INK if stands_out else QUIET, "size": 13},
        line={"color": color, "width": 2 if stands_out else 1.25},
        marker={"color": color, "size": 7 if stands_out else 5},
        hovertemplate="%{x}: %{customdata}<extra>" + label.replace("<", "&lt;") + "</extra>",
        cliponaxis=False,
        connectgaps=False,
    )


def _layout(indicator: Indicator, span: list[float] | None) -> go.Layout:
    axis = {"gridcolor": HAIR, "zeroline": False, "fixedrange": True, "tickfont": {"color": QUIET, "size": 13}}
    return go.Layout(
        template="none",
        separators=",.",
        font={"family": '"Segoe UI", -apple-system, Roboto, "Helvetica Neue", Arial, sans-serif', "color": INK},
        height=HEIGHT,
        margin={"l": 56, "r": 24, "t": 40, "b": 40},
        xaxis=axis | {"type": "category", "showgrid": False, "linecolor": GREY, "showline": True},
        yaxis=axis | {"title": {"text": UNITS[indicator.unit], "font": {"size": 13}}, "range": span},
        legend={"orientation": "h", "x": 0, "y": 1.14, "itemclick": False, "itemdoubleclick": False},
        hovermode="closest",
        dragmode=False,
        modebar={"color": QUIET, "activecolor": INK, "bgcolor": "rgba(0,0,0,0)"},
    )
