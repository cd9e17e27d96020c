"""The tables as the paper draws them: as wide as a page, with the year before and a verdict beside each figure."""

from dataclasses import replace

from kpi.papers.arrows import without_judgement
from kpi.papers.comparisons.compared import INTERVAL_NOTE, RATIO_NOTE, compared_table, judged_measures, measure_table
from kpi.papers.comparisons.guard import with_period_notes
from kpi.papers.comparisons.judged import is_judged
from kpi.papers.paper import PaperTable
from kpi.papers.table import Table
from kpi.papers.tables import TOTAL_ADVERTS, paper_table
from kpi.publications.publication import Publication

IN_THE_ANNEX = ("change", "interval")
"""What of a comparison is left to the annex: the words stand in the paper."""
WHERE = (
    "Vurderingen holder tallet op mod samme tid året før. Færre end 20 i nævneren er for få til at vurdere. Ændringer "
    "og 95 %-intervaller står i bilag 1."
)


def tables_of(publication: Publication, audience: str, paper: PaperTable, arrows_2022: bool = False) -> list[Table]:
    """The table of the paper, and where it has several measures their comparisons, each a table of its own.

    With `arrows_2022`, and in publications from before changes were judged, the table alone as it was printed then.
    """
    printed = printed_with_care(publication, audience, paper)
    if arrows_2022 or paper.rows == "areas" or not is_judged(publication, audience):
        return [printed]
    measures = judged_measures(paper)
    if len(measures) == 1:
        table = _told(measure_table(publication, audience, measures[0].key))
        return [_guarded(table, publication, audience, paper)]
    both = compared_table(publication, audience, paper.number)
    return [without_judgement(printed), *(_of_measure(both, one.key, one.title) for one in measures)]


def printed_with_care(publication: Publication, audience: str, paper: PaperTable) -> Table:
    """The printed table with what is to be known before its columns are held against each other."""
    return _guarded(paper_table(publication, audience, paper.number), publication, audience, paper)


def _guarded(table: Table, publication: Publication, audience: str, paper: PaperTable) -> Table:
    """The table with what is to be known before its printed columns are held against each other."""
    total = TOTAL_ADVERTS if paper.rows == "areas" else publication.total
    return with_period_notes(table, publication, audience, paper.indicators[0].key, total)


def _of_measure(table: Table, measure: str, title: str) -> Table:
    """The comparison of one measure alone."""
    words = {"key": f"{table.key}-{measure}", "title": f"{title}: mod samme tid året før"}
    return _told(_with(replace(table, **words), [one.key.startswith(f"{measure}/") for one in table.columns]))


def _told(table: Table) -> Table:
    """The table without what stands in the annex, and a note that says so."""
    kept = _with(table, [column.part not in IN_THE_ANNEX for column in table.columns])
    notes = [note for note in kept.notes if note.partition(". ")[2] not in (RATIO_NOTE, INTERVAL_NOTE)]
    texts = [note.partition(". ")[2] if note.startswith("Note ") else note for note in notes]
    return replace(
        _without_reasons(kept), notes=tuple(f"Note {number}. {text}" for number, text in enumerate([*texts, WHERE], 1))
    )


def _without_reasons(table: Table) -> Table:
    """Verdicts in their own words: why a figure cannot be judged stands in the sentences and in the annex."""
    rows = tuple(replace(row, cells=tuple(replace(cell, reason="") for cell in row.cells)) for row in table.rows)
    return replace(table, rows=rows)


def _with(table: Table, kept: list[bool]) -> Table:
    columns = tuple(column for column, is_kept in zip(table.columns, kept, strict=True) if is_kept)
    rows = tuple(
        replace(row, cells=tuple(cell for cell, is_kept in zip(row.cells, kept, strict=True) if is_kept))
        for row in table.rows
    )
    return replace(table, columns=columns, rows=rows)
