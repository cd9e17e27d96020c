"""The tables as the paper draws them: as wide as a page, with the year before and a verdict beside each figure."""

from dataclasses import replace

from kpi.papers.arrows import without_judgement
from kpi.papers.comparisons.compared import compared_table, judged_measures, measure_table
from kpi.papers.comparisons.guard import with_period_notes
from kpi.papers.comparisons.judged import is_judged
from kpi.papers.comparisons.year_on_year import INTERVAL_NOTE, RATIO_NOTE
from kpi.papers.paper import PaperTable
from kpi.papers.table import Table, symbols_in
from kpi.papers.tables import TOTAL_ADVERTS, paper_table
from kpi.publications.publication import Publication

IN_THE_ANNEX = ("change", "interval")
"""What of a comparison is left to the annex: the words stand in the paper."""
WHERE = (
    "Vurderingen holder tallet op mod samme tid året før. Færre end 20 i nævneren er for få til at vurdere. Ændringer "
    "og 95 %-intervaller står i bilag 1."
)
ALSO = "Noterne til tabel {number} gælder også her."


def tables_of(publication: Publication, audience: str, paper: PaperTable, arrows_2022: bool = False) -> list[Table]:
    """The table of the paper, and where it has several measures their comparison, a table of its own.

    Their keys are `sag-2`, and `sag-3` with `sag-3-mod-foer`. With `arrows_2022` it is the table alone as it was
    printed then, `tabel-2`; in publications from before changes were judged its arrows judge nothing.
    """
    printed = printed_with_care(publication, audience, paper)
    if arrows_2022:
        return [printed]
    key, measures = f"sag-{paper.number}", judged_measures(paper)
    if paper.rows == "areas" or not is_judged(publication, audience):
        return [replace(without_judgement(printed), key=key)]
    if len(measures) == 1:
        table = replace(_told(measure_table(publication, audience, measures[0].key)), key=key, title=paper.title)
        return [_guarded(table, publication, audience, paper)]
    both = _told(compared_table(publication, audience, paper.number), printed.notes, ALSO.format(number=paper.number))
    title = f"Tabel {paper.number} holdt op mod samme tid året før"
    return [replace(without_judgement(printed), key=key), replace(both, key=f"{key}-mod-foer", title=title)]


def printed_with_care(publication: Publication, audience: str, paper: PaperTable) -> Table:
    """The printed table with what is to be known before its columns are held against each other."""
    return _guarded(paper_table(publication, audience, paper.number), publication, audience, paper)


def _guarded(table: Table, publication: Publication, audience: str, paper: PaperTable) -> Table:
    total = TOTAL_ADVERTS if paper.rows == "areas" else publication.total
    return with_period_notes(table, publication, audience, paper.indicators[0].key, total)


def _told(table: Table, said: tuple[str, ...] = (), first: str = "") -> Table:
    """The table without what stands in the annex, and a note that says so; notes `said` before are not said again."""
    kept = _with(table, [column.part not in IN_THE_ANNEX for column in table.columns])
    known = {_unnumbered(note) for note in said} | {RATIO_NOTE, INTERVAL_NOTE}
    texts = [text for note in kept.notes if (text := _unnumbered(note)) not in known or not note.startswith("Note ")]
    numbered = [*filter(None, [first]), *texts, WHERE]
    return replace(
        _without_reasons(kept), notes=tuple(f"Note {number}. {text}" for number, text in enumerate(numbered, 1))
    )


def _unnumbered(note: str) -> str:
    """A note's text without its number; the rule of what is hidden has none."""
    return note.partition(". ")[2] if note.startswith("Note ") else note


def _without_reasons(table: Table) -> Table:
    """Verdicts in their own words: why a figure cannot be judged stands in the sentences and in the annex."""
    rows = tuple(replace(row, cells=tuple(replace(cell, reason="") for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows)


def _with(table: Table, kept: list[bool]) -> Table:
    """The table with some of its columns, and the symbols that still occur in it."""
    columns = tuple(column for column, is_kept in zip(table.columns, kept, strict=True) if is_kept)
    rows = tuple(
        replace(row, cells=tuple(cell for cell, is_kept in zip(row.cells, kept, strict=True) if is_kept))
        for row in table.rows
    )
    symbols = symbols_in(cell for row in rows for cell in row.cells)
    return replace(table, columns=columns, rows=rows, symbols=symbols)
