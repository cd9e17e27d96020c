"""Hvad det kræver: the arithmetic of keeping a staff group's headcount, in words and as a table of all groups."""

from dash import html

from kpi import danish
from kpi.papers.explanations.outlook import NOT_A_FORECAST, outlook, outlook_table, told
from layouts.drawing.parts import Dressing, figures, markup
from layouts.frame.shell import View
from layouts.reading import library

TITLE = "Hvad det kræver at holde antallet"
SETTING = "Timerne er regnet for {points} procentpoint flere på fuld tid. Tallet er HR-centrets indstilling."


def at_group(view: View, group: str) -> html.Section | None:
    """The group's arithmetic in words; None where the audience is not shown what it is made of."""
    points = library().full_time_points
    found = view.reading.told_of(outlook, group, points)
    if found is None:
        return None
    pairs = told(found, view.publication)
    setting = SETTING.format(points=danish.number(points, 0))
    return html.Section(
        [
            html.H2(TITLE, id="kraever"),
            html.P(NOT_A_FORECAST, className="quiet"),
            html.Dl([part for term, text in pairs for part in (html.Dt(term), html.Dd(text))], className="definition"),
            html.Div(html.P(setting), className="notes"),
        ],
        **{"aria-labelledby": "kraever"},
    )


def all_groups(view: View) -> list:
    """The table of all groups; empty where the audience is shown none."""
    table = view.reading.told_of(outlook_table, library().full_time_points)
    if table is None:
        return []
    links = {row.key: view.to(f"/faggruppe/{row.key}") for row in table.rows}
    drawn = markup(figures(table, view.reading, Dressing(row_links=links)))
    return [html.Section([html.H2(TITLE, id="kraever"), drawn], **{"aria-labelledby": "kraever"})]
