"""Danish -> faults: an officer's text read back to claims and held against a publication, as an audience sees it."""

from collections.abc import Sequence

import pandas as pd

from kpi.papers.proofreading.fault import Fault, Readable
from kpi.papers.proofreading.figure_checks import check_figures
from kpi.papers.proofreading.inner_checks import check_inner
from kpi.papers.proofreading.lines import Line, lines_of
from kpi.papers.proofreading.origins_said import check_origins, tells_origins
from kpi.papers.proofreading.period_checks import check_comparisons, check_names_of_periods, check_tables
from kpi.papers.proofreading.quantities import check_quantities
from kpi.papers.proofreading.ranks import check_ranks
from kpi.papers.proofreading.reading import Reading, before_goal, readings_of
from kpi.papers.proofreading.table_checks import check_cells
from kpi.papers.proofreading.way_checks import check_certainty, check_ways
from kpi.papers.proofreading.whole_text import check_causes, colour_only, titles_against_rows, two_words
from kpi.papers.sentences.ledger import Ledger
from kpi.publications.publication import Publication


def proofread(
    paragraphs: Sequence[Readable], publication: Publication, audience: str, evidence: pd.DataFrame | None = None
) -> tuple[Fault, ...]:
    """What does not hold in the text, in its order; nothing where all of it does.

    `paragraphs` come from `proofreading.texts`; a table is a paragraph a row, its cells parted by tabs. `evidence` is
    the audience's frame of like-for-like comparisons; without it the publication's own, if it has one.
    """
    return proofread_by(paragraphs, Ledger(publication, audience, evidence))


def proofread_by(paragraphs: Sequence[Readable], ledger: Ledger) -> tuple[Fault, ...]:
    """As `proofread`, against a publication that has been opened already."""
    lines = lines_of(paragraphs)
    found = [*check_tables(lines), *two_words(lines), *titles_against_rows(lines), *colour_only(lines)]
    found += check_cells(lines, ledger)
    for reading in readings_of(lines, ledger):
        found += _of_sentence(reading, ledger, _section(lines, reading))
    return _each_once(found)


def _of_sentence(reading: Reading, ledger: Ledger, section: str) -> list[Fault]:
    found = [*check_names_of_periods(reading, ledger)]
    if reading.line.kind == "note":
        return found
    reading = before_goal(reading)
    if tells_origins(reading):
        return [*found, *check_origins(reading, ledger), *check_causes(reading)]
    return [
        *found,
        *check_comparisons(reading, section, ledger),
        *check_inner(reading),
        *check_figures(reading, ledger),
        *check_quantities(reading, ledger),
        *check_ranks(reading, ledger),
        *check_ways(reading, ledger),
        *check_certainty(reading, ledger),
        *check_causes(reading),
    ]


def _section(lines: tuple[Line, ...], reading: Reading) -> str:
    """The text of the section that a sentence stands in, where its caveats may stand."""
    return " ".join(line.text for line in lines if line.section == reading.line.section and line.kind != "row")


def _each_once(found: list[Fault]) -> tuple[Fault, ...]:
    """The faults in the text's order, one of a kind at a place."""
    by_place = {(one.paragraph, one.start, one.kind): one for one in reversed(found)}
    return tuple(by_place[place] for place in sorted(by_place))
