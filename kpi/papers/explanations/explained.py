"""What explains a measure, as Tables: its parts, its other readings, and how the newly hired fare.

Each has the latest same dates of the year, which never overlap, and what has changed since the year before.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kpi import danish
from kpi.definitions.explaining import BY_AGE, BY_REASON, BY_TENURE, FIRST_YEAR_EXITS, READINGS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Status, Unit
from kpi.papers.comparisons.compared import INTERVAL_NOTE, RATIO_NOTE, latest_end, year_before
from kpi.papers.comparisons.judged import before_cell, change_cell, comparison, interval_cell, sign_cell
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

TURNOVER = BY_KEY["turnover"]
TENURE, AGES, REASONS = "anciennitet", "alder", "aarsager"
WORDS = {
    TENURE: ("Personaleomsætning efter, hvor længe de fratrådte havde været ansat", "Fratrådt"),
    AGES: ("Personaleomsætning efter alder", "Alder"),
    REASONS: ("Personaleomsætning efter årsag", "Årsag"),
}
PARTS = {TENURE: BY_TENURE, AGES: BY_AGE, REASONS: BY_REASON}
STABILITY = "Stabilitet: 100 minus B"
READ = {"turnover": "A. ", "stayers_left": "B. ", "turnover_mean_stock": "C. "}
READ_NOTE = (
    "A er kommunens egen læsning. B tæller kun dem, der var ansat et år før; forskellen på A og B er dem, der er ansat "
    "og fratrådt igen inden for året. C deler med gennemsnittet af antal ansatte ved årets to ender."
)


def parts_table(publication: Publication, audience: str, kind: str) -> Table | None:
    """Turnover in parts of the same denominator, of everyone: by `anciennitet`, `alder` or `aarsager`.

    None where the extracts tell nothing of it. The parts are procentpoint of turnover, and the last row is all of it.
    """
    title, stub = WORDS[kind]
    parts = [one for one in PARTS[kind] if not _is_nothing(publication, audience, one)]
    if not parts or (kind == REASONS and not any(_is_told(publication, audience, one) for one in parts)):
        return None
    rows = [_row(publication, audience, one, _short(one), 1) for one in parts]
    rows.append(_row(publication, audience, TURNOVER, TURNOVER.title, 0))
    notes = [RATIO_NOTE, *({one.footnote.split(". ", 1)[1]: "" for one in parts} if kind != TENURE else ())]
    subtitle = "procent af antal ansatte et år før; delene er tilsammen personaleomsætningen"
    words = {"key": f"omsaetning-{kind}", "title": title, "stub": stub, "subtitle": subtitle}
    return _table(publication, audience, rows, notes, "Forhold", **words)


def readings_table(publication: Publication, audience: str) -> Table | None:
    """The three readings of turnover and stability, of everyone; None where the publication did not have them yet."""
    measures = [one for one in (TURNOVER, *READINGS) if _is_told(publication, audience, one)]
    if len(measures) < 2:
        return None
    rows = [_with_times(_row(publication, audience, one, READ[one.key] + one.title, 1), one) for one in measures]
    if any(one.key == "stayers_left" for one in measures):
        rows.append(_stability(publication, audience))
    title = "Personaleomsætning læst på tre måder, og stabilitet"
    words = {"title": title, "stub": "Læsning", "subtitle": "procent"}
    notes = [READ_NOTE, RATIO_NOTE, INTERVAL_NOTE]
    return _table(publication, audience, rows, notes, key="omsaetning-laesninger", **words)


def first_year_table(publication: Publication, audience: str) -> Table | None:
    """The share of the newly hired that were gone within 3 and 12 months; None where it was not measured yet."""
    measures = [one for one in FIRST_YEAR_EXITS if _is_told(publication, audience, one)]
    if not measures:
        return None
    rows = [_row(publication, audience, one, one.title, 1) for one in measures]
    words = {
        "title": "Nyansatte, der er gået igen",
        "stub": "Nøgletal",
        "subtitle": "procent af nyansatte; lavere er bedre",
    }
    notes = [INTERVAL_NOTE, *(one.footnote for one in measures)]
    return _table(publication, audience, rows, notes, key="nyansatte", **words)


def _end(publication: Publication, audience: str) -> str:
    return latest_end(publication, audience, BY_NUMBER[TURNOVER.table])


def _row(publication: Publication, audience: str, one: Indicator, label: str, block: int) -> Row:
    end, group = _end(publication, audience), publication.total
    before, after = (before_cell(publication, audience, one.key, group, day) for day in (year_before(end), end))
    found = comparison(publication, audience, one.key, group, end)
    cells = (before, after, change_cell(before, after, one.key), interval_cell(found), sign_cell(after, found))
    return Row(one.key, label, cells, block)


def _stability(publication: Publication, audience: str) -> Row:
    """100 minus the share of those employed a year before that has left, from the printed value."""
    left = _row(publication, audience, BY_KEY["stayers_left"], "", 1)
    sides = [_less(cell) for cell in left.cells[:2]]
    change = change_cell(*sides, "stayers_left")
    return Row("stability", STABILITY, (*sides, change, Cell("", spoken=""), Cell("", spoken="")), 1)


def _with_times(row: Row, one: Indicator) -> Row:
    """The row with × before its interval where it is a ratio, for a table that has both kinds."""
    before, after, change, interval, sign = row.cells
    if one.subset or interval.status is not Status.OK:
        return row
    return replace(row, cells=(before, after, change, replace(interval, text=f"× {interval.text}"), sign))


def _less(cell: Cell) -> Cell:
    if cell.value is None:
        return cell
    rest = 100 - danish.rounded(cell.value)
    text = danish.number(rest)
    return Cell(text, float(rest), 1, spoken=f"{text} procent")


def _table(
    publication: Publication, audience: str, rows: Sequence[Row], notes: list[str], interval: str = "", **words: str
) -> Table:
    """The table of everybody's figures; `interval` heads the intervals where all of them are ratios."""
    end = _end(publication, audience)
    before, after = (danish.column_label(date.fromisoformat(day)) for day in (year_before(end), end))
    heading = (interval, Unit.PERCENT, "95 %-interval") if interval else ("95 %-interval", Unit.PERCENT, "")
    columns = [
        Column("before", before, Unit.PERCENT, "", "turnover", year_before(end)),
        Column("after", after, Unit.PERCENT, "", "turnover", end),
        Column("change", "Ændring", Unit.PERCENT, "procentpoint", "turnover", end, part="change"),
        Column("interval", *heading, "", end, part="interval"),
        Column("sign", "Vurdering", Unit.PERCENT, "", "", end, part="sign"),
    ]
    return finished(publication, audience, columns, rows, notes, number=0, source="lønudtræk", **words)


def _short(one: Indicator) -> str:
    return one.title.removeprefix("Fratrådt ")


def _is_told(publication: Publication, audience: str, one: Indicator) -> bool:
    cell = before_cell(publication, audience, one.key, publication.total, _end(publication, audience))
    return cell.status is not Status.MISSING


def _is_nothing(publication: Publication, audience: str, one: Indicator) -> bool:
    """Whether a part has nobody in it, such as those of unknown age where every age is known."""
    cell = before_cell(publication, audience, one.key, publication.total, _end(publication, audience))
    return cell.value == 0 and one.key.endswith("unknown")


EXPLAINED = (
    (parts_table, TENURE),
    (parts_table, AGES),
    (parts_table, REASONS),
    (readings_table,),
    (first_year_table,),
)
"""Every table that explains a measure, with what it is asked for besides the publication and the audience."""
