"""The printed columns of a measure with what the last of them is held against: like for like, with its interval."""

from kpi.definitions.model import Indicator
from kpi.papers.comparisons.compared import judged_measures, year_before
from kpi.papers.comparisons.judged import before_cell, change_cell
from kpi.papers.paper import PaperTable
from layouts import arrows, comparability
from layouts.intervals import drawn_intervals
from layouts.parts import Dressing, figures, markup
from layouts.printed import group_links, printed, total_of, total_series
from layouts.shell import View

VERDICTS = {
    "clear_up": "en tydelig stigning",
    "clear_down": "et tydeligt fald",
    "up": "inden for normal variation",
    "down": "inden for normal variation",
    "flat": "uændret",
    "too_few": "for få til at vurdere",
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
    found = view.reading.comparison(one.key, total, end) if end else None
    if found is None:
        return ""
    if found["sign"] == "not_comparable":
        return f"Det kan ikke sammenlignes med samme tid året før: {found['reason']}."
    before, after = (before_cell(view.publication, key, one.key, total, day) for day in (year_before(end), end))
    change = change_cell(before, after, one.key)
    if change.value is None:
        return ""
    if not change.value:
        return "Det er det samme som samme tid året før."
    way = "mere" if change.value > 0 else "mindre"
    size = change.spoken.lstrip("+\u2212")
    return f"Det er {size} {way} end samme tid året før: {VERDICTS[found['sign']]}."
