"""Publication x table -> Table: every table that a page shows or that leaves the house."""

from collections.abc import Iterable, Sequence
from datetime import date

from kpi import danish
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import Indicator, Span, Status, Unit
from kpi.definitions.periods import ONE_DAY, ending
from kpi.papers.columns import count_columns, paper_columns, unit_note
from kpi.papers.comparisons.guard import break_notes
from kpi.papers.comparisons.judged import comparison, is_judged, judged
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER, PaperTable
from kpi.papers.series import points_of, without_first_arrows
from kpi.papers.table import Cell, Column, Row, Table, count_cell
from kpi.publications.publication import Publication

TOTAL_ADVERTS = "alle"
EXTRACTS = {"Emply": "udtrækket fra Emply", "lønudtræk": "lønudtrækket"}
"""What is told of a source that does not cover a period: it is the extract that does not."""


def paper_table(publication: Publication, audience: str, number: int) -> Table:
    """Table 1 to 5 as printed: a row a group, columns by period; a column that is missing is left out and named."""
    paper = BY_NUMBER[number]
    periods, missing = printed_periods(publication, audience, paper, "printed")
    columns = [column for end, label in periods for column in paper_columns(paper, end, label)]
    notes = [
        *population_notes(paper),
        *_footnotes(paper),
        *period_note(paper, periods),
        *missing_note(paper, missing),
        *breaks_noted(publication, audience, paper),
    ]
    return _table(publication, audience, paper, f"tabel-{number}", columns, "printed", notes)


def like_for_like_table(publication: Publication, audience: str, number: int, years: int = 4) -> Table:
    """The same stretch of each of the latest years, which never overlap; quarters are compared a year apart."""
    paper = BY_NUMBER[number]
    periods, _ = printed_periods(publication, audience, paper, "same_date")
    columns = [column for end, label in periods[-years:] for column in paper_columns(paper, end, label)]
    notes = [*population_notes(paper), "Perioderne er lige lange og overlapper ikke. Pilen ser på året før."]
    words = {"number": 0, "title": f"{paper.title}: samme tid hvert år", "subtitle": paper.subtitle}
    table = _table(publication, audience, paper, f"samme-dato-{number}", columns, "same_date", notes, **words)
    return without_first_arrows(table)


def counts_table(publication: Publication, audience: str, number: int) -> Table:
    """Bilag 1's counts behind a table: the denominator and the numerators of each period."""
    paper = BY_NUMBER[number]
    periods, missing = printed_periods(publication, audience, paper, "printed")
    columns = [column for end, label in periods for column in count_columns(paper, end, label)]
    notes = [*population_notes(paper), *missing_note(paper, missing)]
    words = {"number": 0, "title": f"Bilag 1, tabel {number}. {paper.name} i antal", "subtitle": "antal"}
    return _table(publication, audience, paper, f"bilag-{number}", columns, "printed", notes, **words)


def overview_table(publication: Publication, audience: str, house_arrows: bool = False) -> Table:
    """The matrix of staff groups x measures of people, each with its latest printed figure and its sign.

    With `house_arrows`, and where nothing was judged, the arrows of the printed columns stand in place of the signs.
    """
    measures = [indicator for indicator in INDICATORS if indicator.about_people and indicator.printed]
    figures = publication.by_group[audience]
    columns = [
        Column(one.key, one.short_title, one.unit, unit_note(one), one.key, "", one.polarity) for one in measures
    ]
    signs = not house_arrows and is_judged(publication, audience)
    rows = [
        Row(group, name, tuple(_latest(publication, audience, one, group, signs) for one in measures), block)
        for group, name, block in rows_of(publication, "groups")
    ]
    label = points_of(figures, measures[0], rows[0].key, "printed")[-1].label
    title = f"Alle faggrupper og nøgletal, {label[:1].lower() + label[1:]}"
    subtitle = (
        "holdt op mod samme tid året før" if signs else "pilen ser på kolonnen før i den tabel, tallet kommer fra"
    )
    key = "overblik-pile-2022" if house_arrows and is_judged(publication, audience) else "overblik"
    words = {"key": key, "number": 0, "title": title, "subtitle": subtitle, "stub": "Faggruppe"}
    return finished(publication, audience, columns, rows, [], source="lønudtræk", **words)


def _latest(publication: Publication, audience: str, one: Indicator, group: str, signs: bool) -> Cell:
    latest = points_of(publication.by_group[audience], one, group, "printed")[-1]
    found = comparison(publication, audience, one.key, group, latest.end)
    return judged(latest.cell, found) if signs else latest.cell


def printed_periods(
    publication: Publication, audience: str, paper: PaperTable, which: str
) -> tuple[list[tuple[str, str]], list[str]]:
    """The periods that can be printed, as (end, label), and the labels of those that the sources do not cover."""
    figures = publication.by_group[audience]
    first = next(group for group, _, _ in rows_of(publication, paper.rows))
    points = points_of(figures, paper.indicators[0], first, which)
    shown = [(point.end, point.label) for point in points if point.cell.status is not Status.MISSING]
    return shown, [point.label for point in points if point.cell.status is Status.MISSING]


def rows_of(publication: Publication, rows: str) -> Iterable[tuple[str, str, int]]:
    """The rows of a table as (key, name, block): the total first, and rows of one area in one block."""
    if rows == "areas":
        yield TOTAL_ADVERTS, "I alt", 0
        yield from ((area, area, 1) for area in publication.areas)
        return
    block, area_before = 0, None
    for group in publication.groups:
        if group.covers == "ledere" and rows != "groups_and_leaders":
            continue
        area = publication.group_areas.get(group.key, "") if group.covers == "stillinger" else group.covers
        if area and area != area_before:
            block, area_before = block + (area_before is not None), area
        yield group.key, group.name, block


def _table(
    publication: Publication,
    audience: str,
    paper: PaperTable,
    key: str,
    columns: Sequence[Column],
    which: str,
    notes: list[str],
    **words: str | int,
) -> Table:
    rows = [
        Row(group, name, tuple(_cell(publication, audience, group, column, which) for column in columns), block)
        for group, name, block in rows_of(publication, paper.rows)
    ]
    if paper.rows == "areas":
        rows, notes = _with_adverts(rows, columns, notes)
    stub = "Område" if paper.rows == "areas" else "Faggruppe"
    words = {"number": paper.number, "title": paper.title, "subtitle": paper.subtitle, "stub": stub} | words
    return finished(publication, audience, columns, rows, notes, key=key, source=paper.source, **words)


def _cell(publication: Publication, audience: str, group: str, column: Column, which: str) -> Cell:
    indicator = BY_KEY[column.measure]
    figures = publication.by_group[audience].get((column.measure, group, which), [])
    if column.part != "value":
        figure = next(figure for figure in figures if figure["period_end"] == column.period)
        return count_cell(figure, column.part, decimals=1 if column.unit is Unit.HOURS else 0)
    points = points_of(publication.by_group[audience], indicator, group, which)
    return next(point.cell for point in points if point.end == column.period)


def _with_adverts(rows: list[Row], columns: Sequence[Column], notes: list[str]) -> tuple[list[Row], list[str]]:
    """The areas that had an advert in any column, and a note that names the others."""
    counted = [place for place, column in enumerate(columns) if column.measure == "adverts"]
    with_any = [row for row in rows if row.block == 0 or any(row.cells[place].value for place in counted)]
    others = [row.label for row in rows if row not in with_any]
    return with_any, notes + (
        [f"Udtrækket har ingen jobannoncer i {danish.joined(others)}."] if others and counted else []
    )


def population_notes(paper: PaperTable) -> list[str]:
    """The footnotes of who is counted in the table."""
    return list(dict.fromkeys(one.population.footnote for one in paper.indicators if one.population))


def _footnotes(paper: PaperTable) -> list[str]:
    """The footnotes of the table's indicators."""
    return [one.footnote for one in paper.indicators]


def breaks_noted(publication: Publication, audience: str, paper: PaperTable) -> list[str]:
    """The breaks between figures of the table."""
    rows = [(key, name) for key, name, _ in rows_of(publication, paper.rows)]
    return break_notes(publication, audience, paper.indicators, rows)


def missing_note(paper: PaperTable, missing: list[str]) -> list[str]:
    """A note that names the periods that the sources do not cover."""
    if not missing:
        return []
    covered = "det" if len(missing) == 1 else "dem"
    extract = EXTRACTS.get(paper.source, paper.source)
    return [f"{danish.joined(missing)} foreligger ikke: {extract} dækker {covered} ikke."]


def period_note(paper: PaperTable, periods: list[tuple[str, str]]) -> list[str]:
    """What the latest column covers, in dates, where it is not a calendar year."""
    if not periods or paper.rows == "areas" or periods[-1][0].endswith("-12-31"):
        return []
    end, label = date.fromisoformat(periods[-1][0]), periods[-1][1]
    period = ending(end, paper.indicators[0].span)
    first, last = danish.day(period.start + ONE_DAY), danish.day(end)
    told = {
        Span.ROLLING_YEAR: f"er fratrådte {first} til og med {last} i procent af antal ansatte "
        f"{danish.day(period.start)}",
        Span.YEAR_TO_DATE: f"omfatter fratrådte {first} til og med {last}",
        Span.STATUS: f"er opgjort {last}",
    }
    return [f"{label} {told[paper.indicators[0].span]}."]
