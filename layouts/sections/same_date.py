"""The comparison that is sound: the same stretch of each year, which never overlaps, as a chart and its table."""

from dataclasses import replace

from dash import html

from kpi.definitions.model import Indicator, Span
from kpi.papers.paper import PaperTable
from kpi.papers.series import Point
from kpi.papers.table import UNITS, Table
from layouts.address import last
from layouts.drawing import charts
from layouts.drawing.curves import in_words
from layouts.drawing.parts import Dressing, drawn, figures, markup
from layouts.frame.shell import View
from layouts.reading import Unknown
from layouts.sections.printed import group_links, row_names, total_of

TITLES = {"areas": "Kvartal for kvartal", "groups": "Samme tid hvert år"}
ALONE = "Der er endnu kun én periode, så der er ikke noget at holde den op imod."
PRINTED = "Tallene bag figuren står i tabel {} øverst på siden."
TEXTS = {
    "areas": "Hvert kvartal for sig. Et kvartal holdes bedst op mod samme kvartal året før.",
    "groups": "Lige lange perioder, der ikke overlapper. Det er den sammenligning, der holder.",
}


def section(view: View, paper: PaperTable) -> html.Section:
    """The section with the choice of group, the chart and the table of the same figures."""
    rows = "areas" if paper.rows == "areas" else "groups"
    heading = [html.H2(TITLES[rows], id="samme-tid"), html.P(TEXTS[rows])]
    table = view.reading.same_date_table(paper.number, not view.house_arrows)
    periods = {column.period for column in table.columns}
    if len(periods) < 2:
        content = [html.P(ALONE)]
    elif rows == "areas" and periods == {column.period for column in view.reading.paper_table(paper.number).columns}:
        content = [*_chart(view, paper, periods), html.P(PRINTED.format(paper.number))]
    else:
        content = [*_chart(view, paper, periods), _table(view, paper, table)]
    return html.Section(heading + content, **{"aria-labelledby": "samme-tid"})


def _chart(view: View, paper: PaperTable, periods: set[str]) -> list:
    measure, group = _chosen(view, paper)
    names = row_names(view, paper)
    keys = dict.fromkeys((total_of(view, paper), group))
    series = [(names[key], _shown(view, measure, key, periods)) for key in keys]
    hidden = [name for name, points in series if all(point.cell.value is None for point in points)]
    notes = [
        html.P(f"{name}: tallene er skjult eller foreligger ikke i denne visning.", className="quiet")
        for name in hidden
    ]
    return [markup(_choice(view, paper, measure, group, names)), *notes, _figure(series, measure, view)]


def _table(view: View, paper: PaperTable, table: Table) -> html.Div:
    titled = replace(table, number=0, title=f"{paper.title}: samme tid hvert år")
    return markup(figures(titled, view.reading, Dressing(row_links=group_links(view, paper))))


def chosen_group(view: View, paper: PaperTable) -> str:
    """The key of the group that the page's choice stands at."""
    return _chosen(view, paper)[1]


def _chosen(view: View, paper: PaperTable) -> tuple[Indicator, str]:
    """The measure and the group that the address asks for: else the first one, and the first group after the total."""
    measures = [one for one in paper.indicators if one.printed]
    key = last(view.asked.get("maal"))
    measure = next((one for one in measures if one.key == key), None if key else measures[0])
    if measure is None:
        raise Unknown("measure", key)
    names = list(row_names(view, paper))
    group = last(view.asked.get("gruppe")) or _first_with_history(view, measure, names)
    if group not in names:
        raise Unknown("group", group)
    return measure, group


def _first_with_history(view: View, measure: Indicator, names: list[str]) -> str:
    """The first group after the total whose figures can be shown, else the total."""
    for group in names[1:]:
        if sum(point.cell.value is not None for point in view.reading.series(measure.key, group, "same_date")) > 1:
            return group
    return names[0]


def _shown(view: View, measure: Indicator, group: str, periods: set[str]) -> tuple[Point, ...]:
    return tuple(point for point in view.reading.series(measure.key, group, "same_date") if point.end in periods)


def _choice(view: View, paper: PaperTable, measure: Indicator, group: str, names: dict[str, str]):
    measures = [(one.key, one.title) for one in paper.indicators if one.printed]
    choices = [
        {
            "label": "Område" if paper.rows == "areas" else "Faggruppe",
            "name": "gruppe",
            "chosen": group,
            "options": list(names.items()),
        }
    ]
    if len(measures) > 1:
        choices.insert(0, {"label": "Nøgletal", "name": "maal", "chosen": measure.key, "options": measures})
    kept = list(view.address.state.items())
    return drawn("choice.html", action=f"{view.address.path}#samme-tid", kept=kept, choices=choices)


def _figure(series: list[tuple[str, tuple[Point, ...]]], measure: Indicator, view: View) -> html.Figure:
    told = [html.Span([html.B(f"{name}: "), in_words(points), ". "]) for name, points in series]
    words = "kvartal for kvartal" if measure.span is Span.QUARTER else "samme tid hvert år"
    caption = [f"{measure.title}, {UNITS[measure.unit]}, {words}", html.Span([". ", *told], className="spoken")]
    name = f"{measure.page} {view.publication.key} {view.reading.audience.title}"
    return html.Figure(
        [html.Figcaption(caption, className="caption"), charts.over_time(series, measure, name)], className="chart"
    )
