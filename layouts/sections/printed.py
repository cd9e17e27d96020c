"""The printed tables and the counts behind them, as the pages of the measures and the paper show them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import compress

from dash import html
from markupsafe import Markup

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.papers.arrows import without_judgement
from kpi.papers.paper import PaperTable
from kpi.papers.paper_tables import tables_of
from kpi.papers.series import Point
from kpi.papers.table import Cell, Table, symbols_in
from kpi.papers.tables import TOTAL_ADVERTS
from layouts.drawing.parts import MOST_COLUMNS, Dressing, figures
from layouts.frame.shell import View
from layouts.sections import comparability
from layouts.sections.sentences import cell_id

SHARES = ("adverts_without_hire", "adverts_undecided")
"""Of the adverts: the share without hire, and beside it how many it leaves out (definitions.md, table 1)."""


def printed(view: View, paper: PaperTable) -> Markup:
    """The printed table with what is to be known before its columns are compared, notes and downloads.

    Its arrows only point, unless those of the minutes were asked for: a change that was not judged has no colour.
    """
    table = view.reading.paper_table(paper.number)
    table = table if view.house_arrows else without_judgement(table)
    history, same_date = total_series(view, paper), total_series(view, paper, "same_date")
    after = comparability.drawing(history, same_date)
    notes = comparability.column_notes(table, history)
    dressing = Dressing(row_links=group_links(view, paper), column_notes=notes, after=after)
    return figures(table, view.reading, dressing)


def at_a_glance(view: View, paper: PaperTable) -> Markup:
    """As `printed`, but of adverts in more quarters than a page holds the shares alone, in one table."""
    table = view.reading.paper_table(paper.number)
    kept = [column.part == "value" and column.measure in SHARES for column in table.columns]
    if len(table.columns) <= MOST_COLUMNS or not any(kept):
        return printed(view, paper)
    table = table if view.house_arrows else without_judgement(table)
    rows = [replace(row, cells=tuple(map(_plain_count, compress(row.cells, kept)))) for row in table.rows]
    share = BY_KEY[SHARES[0]]
    shares = replace(
        table,
        key=f"{table.key}-andele",
        number=0,
        title=f"Jobannoncer {share.short_title.lower()}",
        subtitle=f"andel i procent af annoncer med afklaret udfald, {share.polarity}; de uafklarede i antal",
        columns=tuple(replace(one, label=_short(one.label)) for one in compress(table.columns, kept)),
        rows=tuple(rows),
        symbols=symbols_in(cell for row in rows for cell in row.cells),
    )
    return figures(shares, view.reading, Dressing(files=False))


def _short(label: str) -> str:
    """The label of a quarter's column, so short that eight stand side by side: Andel, 1. kv. 2022."""
    return label.replace("Andel i procent", "Andel").replace(". kvartal ", ".\u00a0kv.\u00a0")


def _plain_count(cell: Cell) -> Cell:
    """A share as it is; a count without its arrow, which would say nothing of how the adverts went."""
    if cell.decimals:
        return cell
    spoken = ", ".join(part for part in cell.spoken.split(", ") if " siden " not in part)
    return replace(cell, arrow="", assessment="", spoken=spoken)


def in_paper(view: View, paper: PaperTable, sentences: Mapping[str, str], arrows_2022: bool) -> Markup:
    """The tables as the paper has them: each figure has an address, and the numbers of its sentences.

    A figure that stands twice has its address where it stands first. The id of them all is the printed table's.
    """
    tables, history = view.reading.told_of(tables_of, paper, arrows_2022), total_series(view, paper)
    seen: set[str] = set()
    made = []
    for table in tables:
        noted = comparability.column_notes(table, history) if table is tables[0] else {}
        dressing = Dressing(
            row_links=group_links(view, paper),
            column_notes={key: note for key, note in noted.items() if not key.endswith("/sign")},
            cells=_addresses(table, sentences, seen),
        )
        if table is tables[-1]:
            after = comparability.drawing(history, total_series(view, paper, "same_date"), judged=not arrows_2022)
            dressing = replace(dressing, after=after)
        made.append(Markup('<div class="block">{}</div>').format(figures(table, view.reading, dressing)))
    drawn = Markup("").join(made)
    key = f"tabel-{paper.number}"
    return drawn if tables[0].key == key else Markup('<div id="{}">{}</div>').format(key, drawn)


def _addresses(table: Table, sentences: Mapping[str, str], seen: set[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """By row and column, the id of each figure that was not seen before and the numbers of its sentences."""
    found = {}
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if cell.address and column.part == "value" and cell.address not in seen:
                seen.add(cell.address)
                found[row.key, column.key] = (cell_id(cell.address), sentences.get(cell.address, ""))
    return found


def coverage(view: View, paper: PaperTable) -> list[html.P]:
    """The banner of a table that its sources do not cover whole; nothing where they do."""
    points = total_series(view, paper)
    shown = [point.label for point in points if point.cell.status is not Status.MISSING]
    if len(shown) == len(points):
        return []
    covers = f"dækker kun {danish.joined(shown)}" if shown else "foreligger ikke i denne udgivelse"
    return [html.P(f"Tabel {paper.number} {covers}.", className="banner")]


def counts(view: View, paper: PaperTable) -> Markup:
    """The numerators and denominators behind the printed table (Bilag 1)."""
    table = view.reading.counts_table(paper.number)
    return figures(table, view.reading, Dressing(row_links=group_links(view, paper)))


def group_links(view: View, paper: PaperTable) -> dict[str, str]:
    """Where the names of the rows lead: each staff group to its page, an area nowhere."""
    if paper.rows == "areas":
        return {}
    return {group: view.to(f"/faggruppe/{group}") for group in view.publication.group_names}


def row_names(view: View, paper: PaperTable) -> dict[str, str]:
    """The rows of the printed table by their keys."""
    return {row.key: row.label for row in view.reading.paper_table(paper.number).rows}


def total_of(view: View, paper: PaperTable) -> str:
    """The key of the row for everybody."""
    if paper.rows == "areas":
        return TOTAL_ADVERTS
    return view.publication.total


def total_series(view: View, paper: PaperTable, which: str = "printed") -> tuple[Point, ...]:
    """The first measure of the table for everybody, over time."""
    return view.reading.series(paper.indicators[0].key, total_of(view, paper), which)
