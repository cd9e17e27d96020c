"""The printed columns of a measure with what the last of them is held against: like for like, with its interval."""

from kpi.definitions.model import Indicator
from kpi.papers.comparisons.compared import judged_measures
from kpi.papers.comparisons.year_on_year import year_on_year
from kpi.papers.paper import PaperTable
from layouts.drawing.intervals import drawn_intervals
from layouts.drawing.parts import Dressing, figures, markup
from layouts.frame.shell import View
from layouts.sections import arrows, comparability
from layouts.sections.printed import group_links, printed, total_of, total_series

VERDICTS = {
    "clear_up": "en tydelig stigning",
    "clear_down": "et tydeligt fald",
    "up": "inden for normal variation",
    "down": "inden for normal variation",
    "flat": "uændret",
    "too_few": "men der er for få til at vurdere det",
}


def section(view: View, paper: PaperTable) -> list:
    """The printed table, and where changes were judged a table for each of its measures with its comparison."""
    if view.house_arrows:
        return [*arrows.told(view), markup(printed(view, paper))]
    if paper.rows == "areas":
        return [markup(printed(view, paper)), *_of_areas(view, paper), *arrows.switch(view)]
    measures = judged_measures(paper)
    content = [markup(_judged(view, paper, one, last=one is measures[-1])) for one in measures]
    return [*content, *arrows.switch(view)]


def _judged(view: View, paper: PaperTable, one: Indicator, last: bool):
    table = view.reading.measure_table(one.key)
    history, same_date = total_series(view, paper), total_series(view, paper, "same_date")
    noted = comparability.column_notes(table, history)
    dressing = Dressing(
        row_links=group_links(view, paper),
        column_notes={key: note for key, note in noted.items() if key.count("/") == 1},
        intervals=_intervals(view, paper, one.key, table),
        apart=frozenset(column.key for column in table.columns if column.key.endswith("/before")),
        after=comparability.drawing(history, same_date, judged=True) if last else "",
    )
    return figures(table, view.reading, dressing)


def _of_areas(view: View, paper: PaperTable) -> list:
    """The comparison of the areas' shares, where there is a year to hold any of them against."""
    table = view.reading.compared_table(paper.number)
    if all(row.cells[1].value is None for row in table.rows):
        return []
    dressing = Dressing(intervals=_intervals(view, paper, judged_measures(paper)[0].key, table))
    return [markup(figures(table, view.reading, dressing))]


def _intervals(view: View, paper: PaperTable, measure: str, table) -> dict:
    end = view.reading.latest_end(paper.number)
    drawn = drawn_intervals({row.key: view.reading.comparison(measure, row.key, end) for row in table.rows})
    return {f"{measure}/{end}/interval": drawn} if drawn else {}


def verdict(view: View, paper: PaperTable, one: Indicator) -> str:
    """The change of the total since the year before in a sentence; empty where there is none to tell."""
    if view.house_arrows:
        return ""
    key, total = view.reading.audience.key, total_of(view, paper)
    end = view.reading.latest_end(paper.number)
    found = year_on_year(view.publication, key, one.key, total, end) if end else None
    if found is None or not found.sign:
        return ""
    if found.sign == "not_comparable":
        return f"Det kan ikke sammenlignes med samme tid året før: {found.verdict.reason}."
    if found.change.value is None:
        return ""
    change = found.change
    first = "Det er" if len(judged_measures(paper)) == 1 else f"{one.title}:"
    if not change.value:
        return f"{first} det samme som samme tid året før."
    way = "mere" if change.value > 0 else "mindre"
    size = change.spoken.lstrip("+\u2212")
    return f"{first} {size} {way} end samme tid året før, {VERDICTS[found.sign]}."
