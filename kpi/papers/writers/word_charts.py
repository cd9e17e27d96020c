"""Chart -> a native chart in a Word file, which Word edits, with the figures in a workbook inside it.

The chart's XML is what xlsxwriter makes of the same chart for Excel. The workbook holds the printed figures and no
more: what is hidden from the paper's readers is not in it either.
"""

import io
import re
import zipfile
from datetime import datetime

import xlsxwriter
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.parts.document import DocumentPart

from kpi import danish
from kpi.papers.document import Chart, Line
from kpi.papers.writers.word_text import harmless

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "Tal"
MADE = datetime(2000, 1, 1)
"""The day in the workbook inside a chart: the same chart gives the same bytes."""
INK, QUIET, RULE, HAIR = "#1C2126", "#545E68", "#7B8590", "#DFE3E7"
FONT = {"name": "Arial", "size": 9, "color": QUIET, "bold": False}
LOOKS = (
    (INK, 2.25, "solid", "circle"),
    (QUIET, 1.5, "dash", "square"),
    (RULE, 1.5, "round_dot", "diamond"),
    (QUIET, 1.5, "solid", "triangle"),
    (INK, 1.25, "dash_dot", "x"),
)
"""Colour, width, dash and marker of each line in turn: lines are told apart without colour."""
FILLS = (INK, "#A3ACB5", RULE, HAIR, QUIET)
CENTIMETRE = 360_000
"""In English metric units."""
ABOVE, PLOT, BELOW, LEGEND_ROW = 0.7, 4.6, 0.8, 0.55
"""Centimetres of a figure, from its top: the unit, the curves, the categories, and each row of the legend."""
LETTERS_IN_A_ROW, LETTERS_OF_A_KEY = 84, 12
SAID_OUTRIGHT = tuple(
    (re.compile(found, re.DOTALL), meant)
    for found, meant in (
        (r"<c:printSettings>.*?</c:printSettings>", ""),
        (r'lang( val)?="en-US"', r'lang\1="da-DK"'),
        (r'(<c:majorTickMark val="none"/>)(?!<c:minorTickMark)', r'\1<c:minorTickMark val="none"/>'),
        (r"</c:val></c:ser>(?=.*</c:lineChart>)", '</c:val><c:smooth val="0"/></c:ser>'),
        (r"(<c:title>(?:(?!<c:overlay).)*)</c:title>", r'\1<c:overlay val="0"/></c:title>'),
        (r'(<c:legendPos val="\w+"/>(?:<c:layout/>)?)(?!<c:overlay)', r'\1<c:overlay val="0"/>'),
        (r'(<c:grouping val="\w+"/>)(?!<c:varyColors)', r'\1<c:varyColors val="0"/>'),
        (r"(</c:scaling>)(?!<c:delete)", r'\1<c:delete val="0"/>'),
        (r'(<c:plotVisOnly val="1"/>)(?!<c:dispBlanksAs)', r'\1<c:dispBlanksAs val="gap"/>'),
        (
            r'<c:showVal val="1"/></c:dLbls>',
            '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>',
        ),
    )
)
"""What Excel takes for granted and others do not: a gap is no zero, and nothing is smoothed, ticked or drawn over."""


def drawing(chart: Chart, number: int, part: DocumentPart, width: int) -> BaseOxmlElement:
    """The run's drawing of a chart, whose parts are added to the document; `width` in English metric units."""
    book, xml = _book(chart, with_chart=False), _chart_xml(chart)
    sheet = Part(PackURI(f"/word/embeddings/Tal{number}.xlsx"), SHEET_TYPE, book, part.package)
    drawn = Part(PackURI(f"/word/charts/chart{number}.xml"), CHART_TYPE, b"", part.package)
    held = drawn.relate_to(sheet, f"{RELATION}package")
    data = f'<c:externalData r:id="{held}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    drawn._blob = xml.replace("</c:chartSpace>", data).encode()
    inline = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{int(_height(chart) * CENTIMETRE)}"/>'
        f'<wp:docPr id="{number}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{part.relate_to(drawn, f"{RELATION}chart")}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    told = inline[0][1]
    told.set("name", f"Figur {number}")
    told.set("title", harmless(chart.title))
    told.set("descr", harmless(chart.alt))
    return inline


def values(chart: Chart, line: Line) -> list[float | None]:
    """A line's values as they are printed."""
    return [None if value is None else float(danish.rounded(value, chart.decimals)) for value in line.values]


def _chart_xml(chart: Chart) -> str:
    """The chart as xlsxwriter writes it, in Danish and without what only a workbook has."""
    with zipfile.ZipFile(io.BytesIO(_book(chart, with_chart=True))) as book:
        xml = book.read("xl/charts/chart1.xml").decode()
    for said, meant in SAID_OUTRIGHT:
        xml = said.sub(meant, xml)
    return xml


def _book(chart: Chart, with_chart: bool) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": harmless(chart.title), "created": MADE})
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, chart.unit)
    for place, category in enumerate(chart.categories, 1):
        sheet.write_string(place, 0, harmless(category))
    figures = book.add_format({"num_format": _number_format(chart)})
    for column, line in enumerate(chart.lines, 1):
        sheet.write_string(0, column, harmless(line.name))
        for place, value in enumerate(values(chart, line), 1):
            if value is not None:
                sheet.write_number(place, column, value, figures)
    if with_chart:
        sheet.insert_chart(0, len(chart.lines) + 2, _made(chart, book))
    book.close()
    return content.getvalue()


def _made(chart: Chart, book: xlsxwriter.Workbook):
    """The chart of the sheet's figures."""
    made = book.add_chart({"type": "column" if chart.kind == "column" else "line"})
    for place in range(len(chart.lines)):
        made.add_series(_series(chart, place))
    axis = {"num_font": FONT, "line": {"color": RULE, "width": 0.75}, "major_tick_mark": "none"}
    made.set_x_axis(axis | {"text_axis": True, "label_position": "low"})
    unit = {"name": harmless(chart.unit), "name_font": FONT | {"rotation": 360}, "name_layout": {"x": 0.0, "y": 0.0}}
    lines = {"major_gridlines": {"visible": True, "line": {"color": HAIR, "width": 0.75}}, "line": {"none": True}}
    made.set_y_axis(unit | lines | {"num_font": FONT, "num_format": _number_format(chart), "major_tick_mark": "none"})
    made.set_legend({"position": "bottom", "font": FONT} if len(chart.lines) > 1 else {"none": True})
    made.set_title({"none": True})
    made.set_chartarea({"border": {"none": True}, "fill": {"none": True}})
    height = _height(chart)
    made.set_plotarea({"layout": {"x": 0.06, "y": ABOVE / height, "width": 0.92, "height": PLOT / height}})
    return made


def _height(chart: Chart) -> float:
    """The figure's height in centimetres: a legend takes as many rows as its names fill."""
    letters = sum(len(line.name) + LETTERS_OF_A_KEY for line in chart.lines) if len(chart.lines) > 1 else 0
    return ABOVE + PLOT + BELOW + LEGEND_ROW * -(-letters // LETTERS_IN_A_ROW)


def _series(chart: Chart, place: int) -> dict:
    last, column = len(chart.categories), place + 1
    series = {
        "name": [SHEET, 0, column],
        "categories": [SHEET, 1, 0, last, 0],
        "values": [SHEET, 1, column, last, column],
    }
    if len(chart.lines) == 1:
        font = FONT | {"color": INK}
        where = "above" if chart.kind == "line" else "outside_end"
        series["data_labels"] = {"value": True, "position": where, "font": font, "num_format": _number_format(chart)}
    if chart.kind == "column":
        return series | {"fill": {"color": FILLS[place % len(FILLS)]}, "border": {"color": RULE}, "gap": 60}
    color, width, dash, marker = LOOKS[place % len(LOOKS)]
    mark = {"type": marker, "size": 6, "fill": {"color": color}, "border": {"color": color}}
    return series | {"line": {"color": color, "width": width, "dash_type": dash}, "marker": mark, "smooth": False}


def _number_format(chart: Chart) -> str:
    return "#,##0" + ("." + "0" * chart.decimals if chart.decimals else "")
