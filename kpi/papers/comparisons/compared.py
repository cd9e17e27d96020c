"""Publication x table -> the like-for-like comparison as a Table: this year, the year before, and whether it is clear.

The printed tables stay as they are (`kpi.papers.tables`); these stand beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Unit
from kpi.definitions.periods import ending
from kpi.papers.columns import SHORT_TENURE
from kpi.papers.comparisons.judged import CHANGE_UNITS, beside_their_arrows, comparison, judged
from kpi.papers.comparisons.year_on_year import interval_notes, year_before, year_on_year
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER, PaperTable
from kpi.papers.table import Cell, Column, Row, Table, symbols_in
from kpi.papers.tables import breaks_noted, like_for_like_table, period_note, population_notes, printed_periods, rows_of
from kpi.publications.publication import Publication

TITLE = "{title}: mod samme tid året før"
SUBTITLE = "{subtitle}; lige lange perioder, der ikke overlapper"
ARROW_NOTE = (
    "De tynde pile ved de trykte kolonner viser retningen fra kolonnen før. Kun hvor kolonnen før er samme tid året "
    "før, og ændringen er tydelig, står der bedre eller værre, i farve."
)


def compared_table(publication: Publication, audience: str, number: int) -> Table:
    """The last printed column of a table, the year before, the change, its interval and its sign, for each measure."""
    paper = BY_NUMBER[number]
    measures = judged_measures(paper)
    columns = [
        column
        for one in measures
        for column in _compared_columns(publication, audience, one, _prefix(one, len(measures)))
    ]
    rows = [
        Row(
            group, name, tuple(cell for one in measures for cell in _compared(publication, audience, one, group)), block
        )
        for group, name, block in rows_of(publication, paper.rows)
    ]
    words = {
        "key": f"aaret-foer-{number}",
        "title": TITLE.format(title=paper.title),
        "subtitle": SUBTITLE.format(subtitle=paper.subtitle),
    }
    return _table(publication, audience, measures, columns, rows, interval_notes(measures), **words)


def measure_table(publication: Publication, audience: str, measure: str) -> Table:
    """The printed columns of one measure with their house arrows, and beside them the last one's comparison.

    The year before stands once: it has no column of its own where it is printed already.
    The key is `vurderet-2`, and where a table has two measures `vurderet-3-0-3-mdr`.
    """
    one = BY_KEY[measure]
    paper = BY_NUMBER[one.table]
    periods, _ = printed_periods(publication, audience, paper, "printed")
    columns = [Column(f"{measure}/{end}", label, one.unit, "", measure, end, one.polarity) for end, label in periods]
    ends = [end for end, _ in periods]
    first = 1 if ends and year_before(ends[-1]) in ends else 0
    rows = [
        Row(
            group,
            name,
            (*_printed(publication, audience, one, group), *_compared(publication, audience, one, group)[1 + first :]),
            block,
        )
        for group, name, block in rows_of(publication, paper.rows)
    ]
    notes = [ARROW_NOTE, *interval_notes([one])]
    words = {
        "key": f"vurderet-{named(one)}",
        "number": paper.number,
        "title": one.title,
        "subtitle": paper.subtitle,
    }
    columns += _compared_columns(publication, audience, one)[1 + first :]
    return _table(publication, audience, [one], columns, rows, notes, **words)


def same_date_table(publication: Publication, audience: str, number: int) -> Table:
    """The same stretch of the latest years, with signs where the changes were judged and else arrows alone."""
    table = like_for_like_table(publication, audience, number)

    def told(cell: Cell, column: Column, row: Row) -> Cell:
        found = comparison(publication, audience, column.measure, row.key, column.period)
        if found is not None and column.part == "value":
            return judged(cell, found)
        return replace(cell, assessment="", spoken=_without_verdict(cell)) if cell.arrow else cell

    rows = tuple(
        replace(
            row, cells=tuple(told(cell, column, row) for cell, column in zip(row.cells, table.columns, strict=True))
        )
        for row in table.rows
    )
    key = f"samme-tid-{number}"
    return replace(table, key=key, rows=rows, symbols=symbols_in(cell for row in rows for cell in row.cells))


def judged_measures(paper: PaperTable) -> list[Indicator]:
    """The measures of a table that a change can be judged of: those that are printed and have a denominator."""
    return [one for one in paper.indicators if one.printed and one.unit is not Unit.COUNT]


def named(one: Indicator) -> str:
    """What tells a measure's tables from others in their keys: 2, and 3-0-3-mdr where a table has two measures."""
    several = len(judged_measures(BY_NUMBER[one.table])) > 1
    return f"{one.table}-{SHORT_TENURE[one.key].rstrip('.').replace(' ', '-')}" if several else str(one.table)


def latest_end(publication: Publication, audience: str, paper: PaperTable) -> str:
    """The last day of the table's last printed period that is covered; empty where none is."""
    periods, _ = printed_periods(publication, audience, paper, "printed")
    return periods[-1][0] if periods else ""


def label_of(one: Indicator, end: str) -> str:
    """What a column of the measure that ends on a day is called."""
    return ending(date.fromisoformat(end), one.span).label


def _compared_columns(publication: Publication, audience: str, one: Indicator, prefix: str = "") -> list[Column]:
    end = latest_end(publication, audience, BY_NUMBER[one.table])
    if not end:
        return []
    before, change = label_of(one, year_before(end)), CHANGE_UNITS[one.unit]
    ratio = not one.subset and one.unit is Unit.PERCENT
    interval, noted = ("Forhold", "95 %-interval") if ratio else ("95 %-interval", change)

    def column(part: str, label: str, note: str = "", measure: str = one.key) -> Column:
        label = f"{prefix} {label[:1].lower()}{label[1:]}" if prefix else label
        shown = part if part in ("change", "interval", "sign") else "value"
        return Column(f"{one.key}/{end}/{part}", label, one.unit, note, measure, end, one.polarity, shown)

    return [
        column("after", label_of(one, end)),
        replace(column("before", before), period=year_before(end)),
        column("change", "Ændring", change),
        column("interval", interval, noted),
        column("sign", "Vurdering", measure=""),
    ]


def _compared(publication: Publication, audience: str, one: Indicator, group: str) -> tuple[Cell, ...]:
    """The last column's figure without its arrow, and what it is held against."""
    end = latest_end(publication, audience, BY_NUMBER[one.table])
    if not end:
        return ()
    found = year_on_year(publication, audience, one.key, group, end)
    return found.after, found.before, *found.cells


def _printed(publication: Publication, audience: str, one: Indicator, group: str) -> Iterable[Cell]:
    """The printed cells of a measure that is judged, in the columns of its table."""
    periods = {end for end, _ in printed_periods(publication, audience, BY_NUMBER[one.table], "printed")[0]}
    cells = beside_their_arrows(publication, audience, one, group)
    return [cell for end, cell in cells.items() if end in periods]


def _table(
    publication: Publication,
    audience: str,
    measures: Sequence[Indicator],
    columns: Sequence[Column],
    rows: list[Row],
    notes: list[str],
    **words: str | int,
) -> Table:
    """The table with the notes of its measures after those about the comparison."""
    paper = BY_NUMBER[measures[0].table]
    periods, _ = printed_periods(publication, audience, paper, "printed")
    if paper.rows == "areas":
        rows = [row for row in rows if row.block == 0 or any(cell.value for cell in row.cells)]
    told = [*notes, *population_notes(paper), *(one.footnote for one in measures), *period_note(paper, periods)]
    told += breaks_noted(publication, audience, paper)
    stub = "Område" if paper.rows == "areas" else "Faggruppe"
    words = {"number": 0, "stub": stub, "source": paper.source} | words
    return finished(publication, audience, columns, rows, told, **words)


def _prefix(one: Indicator, of: int) -> str:
    return SHORT_TENURE.get(one.key, one.short_title) if of > 1 else ""


def _without_verdict(cell: Cell) -> str:
    return ", ".join(part for part in cell.spoken.split(", ") if part not in danish.ASSESSED.values())
