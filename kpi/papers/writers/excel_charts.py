"""Sheet -> a native chart in its workbook, which Excel edits, of the figures as they stand in the cells."""

from kpi import danish
from kpi.papers.sheets import Sheet

FONT_OF_CHARTS = {"name": "Arial", "size": 8}
COLOURS = ("#545E68", "#A3ACB5")
"""The bars of a chart: of one column, and of the next beside it."""
GRID = {"color": "#D9D9D9"}
CHART_LEAST, CHART_MOST, CHART_ROOM, CHART_ROW = 420, 760, 110, 30
"""Pixels: how wide a chart is at least and at most, its height around the bars, and a bar's."""


def draw(book, written, sheet: Sheet, name: str, beside: float) -> None:
    """Draws the charted columns in the written sheet, under the table and beside its notes: a bar for each row.

    `name` is the sheet's in the book, `beside` the room beside the notes in pixels. Its words are read aloud.
    """
    rows, chart = len(sheet.content.rows), book.add_chart({"type": "bar"})
    for place, colour in zip(sheet.charted, COLOURS, strict=False):
        chart.add_series(
            {
                "name": [name, 0, place],
                "categories": [name, 1, 0, rows, 0],
                "values": [name, 1, place, rows, place],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    titles = danish.joined([sheet.content.header[place] for place in sheet.charted])
    shares = sheet.percent.issuperset(sheet.charted)
    numbers = {"min": 0, "num_font": FONT_OF_CHARTS, "num_format": "0%" if shares else "0"}
    chart.set_title({"name": titles, "overlay": False, "name_font": FONT_OF_CHARTS | {"bold": True}})
    chart.set_legend({"position": "bottom", "font": FONT_OF_CHARTS} if len(sheet.charted) > 1 else {"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": FONT_OF_CHARTS})
    chart.set_x_axis(numbers | {"major_gridlines": {"visible": True, "line": GRID}})
    height = CHART_ROOM + CHART_ROW * rows * len(sheet.charted)
    chart.set_size({"width": min(max(beside, CHART_LEAST), CHART_MOST), "height": height})
    told = f"Søjlediagram af tallene i tabellen: {titles}. {sheet.caption}. {sheet.description}"
    written.insert_chart(rows + 2, 1, chart, {"description": told, "object_position": 2})
