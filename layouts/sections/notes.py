"""What was written about a measure, a staff group or last time, beside their figures, and the way to write more."""

from dash import html

from kpi.definitions.indicators import INDICATORS
from kpi.papers.follow_up.actions import Row, decided_before, narrowed
from kpi.papers.paper import PaperTable
from layouts.actions import PATH, table
from layouts.frame.shell import View
from layouts.sections.printed import row_names
from layouts.written import form_for, may_write, or_told, rows_for, written

WRITTEN = "Skrevet om tallene"
WRITE = "Skriv fortolkning eller handling"
MEASURES = tuple(one for one in INDICATORS if one.about_people and one.printed)
DECIDED = "Besluttet sidst, og hvordan det gik"


def at_measure(view: View, paper: PaperTable) -> list:
    """What was written at the table's measures, and a link to write for each of its rows."""
    keys = [one.key for one in paper.indicators]
    ways = [(name, form_for(view, _first(paper), key)) for key, name in row_names(view, paper).items()]
    return or_told(lambda: _section(view, narrowed(rows_for(view), measures=keys), ways))


def at_group(view: View, group: str) -> list:
    """What was written at the staff group, and a link to write for the group and for each of its measures."""
    ways = [
        ("Hele gruppen", form_for(view, "", group)),
        *((one.title, form_for(view, one.key, group)) for one in MEASURES),
    ]
    return or_told(lambda: _section(view, narrowed(rows_for(view), staff_group=group), ways))


def decided(view: View) -> list:
    """What was decided last time and how it went, and the way to write more."""
    return or_told(lambda: _decided(view))


def _decided(view: View) -> list:
    rows = decided_before(view.publication, view.reading.audience.key, written())
    ways = [("Det hele", form_for(view)), *((name, form_for(view, "", key)) for key, name in _groups(view))]
    if not rows:
        return _ways(view, ways)
    content = [html.H2(DECIDED, id="besluttet"), table(view, rows, _told(rows), "tabel-besluttet")]
    everything = html.P(html.A("Alle beslutninger og handlinger", href=view.to(PATH)), className="downloads")
    return [html.Section([*content, everything, *_ways(view, ways)], **{"aria-labelledby": "besluttet"})]


def _told(rows: tuple[Row, ...]) -> str:
    late = sum(row.is_late for row in rows)
    return "Det nyeste øverst, og det, der stadig er i gang" + (f"; {late} over fristen" if late else "")


def _section(view: View, rows: tuple[Row, ...], ways: list[tuple[str, str]]) -> list:
    if not rows:
        return _ways(view, ways)
    told = table(view, rows, WRITTEN, "tabel-skrevet")
    return [html.Section([told, *_ways(view, ways)], **{"aria-label": WRITTEN})]


def _ways(view: View, ways: list[tuple[str, str]]) -> list:
    """The links to the form, folded together so that they are quiet beside the figures."""
    if not may_write(view):
        return []
    links = [html.Li(html.A(name, href=href)) for name, href in ways]
    return [html.Details([html.Summary(WRITE), html.Ul(links)], className="ways")]


def _groups(view: View) -> list[tuple[str, str]]:
    return list(view.publication.group_names.items())


def _first(paper: PaperTable) -> str:
    return next(one.key for one in paper.indicators if one.printed)
