"""What explains a measure, as Tables of everybody or of a staff group: its parts, other readings, the newly hired.

Each has the latest same dates of the year, which never overlap, and what has changed since the year before.
"""

from collections.abc import Sequence

from kpi import danish
from kpi.definitions.explaining import BY_AGE, BY_REASON, BY_TENURE, FIRST_YEAR_EXITS, READINGS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Status, Unit
from kpi.papers.comparisons.judged import change_cell
from kpi.papers.comparisons.year_on_year import interval_notes, year_before, year_on_year
from kpi.papers.explanations.yearly import YEARS, Yearly
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table, unseen_cell
from kpi.publications.publication import Publication

TURNOVER = BY_KEY["turnover"]
TENURE, AGES, REASONS = "anciennitet", "alder", "aarsager"
WORDS = {
    TENURE: ("Personaleomsætning efter ansættelsens længde", "Fratrådt"),
    AGES: ("Personaleomsætning efter alder", "Alder"),
    REASONS: ("Personaleomsætning efter årsag", "Årsag"),
}
PARTS = {TENURE: BY_TENURE, AGES: BY_AGE, REASONS: BY_REASON}
PARTS_SUBTITLE = "procent af antal ansatte et år før; delene er tilsammen personaleomsætningen"
READ = {"turnover": "A. ", "stayers_left": "B. ", "turnover_mean_stock": "C. "}
READ_NOTE = (
    "A er kommunens og den, tabel 2 viser. B tæller kun dem, der var ansat et år før, og ligner opgørelserne fra "
    "Kommunernes og Regionernes Løndatakontor (KRL) og regionerne. C deler med gennemsnittet af antal ansatte ved "
    "årets to ender, som man gør i det engelske sundhedsvæsen (NHS).",
    "Stabilitet er 100 minus B. A minus B er dem, der både er ansat og fratrådt i de tolv måneder: de korte "
    "ansættelser.",
)
RISK_NOTE = "Tallet ser på dem, der blev ansat; tabel 3 ser på dem, der er fratrådt."
NO_VERDICT = (Cell("", spoken=""), Cell("", spoken=""))


def parts_table(publication: Publication, audience: str, kind: str, group: str = "") -> Table | None:
    """Turnover in parts of the same denominator: by `anciennitet`, `alder` or `aarsager`; of everybody unless a group.

    None where the audience is told nothing of it. The parts are procentpoint of turnover, the first row is all of it.
    """
    told = Yearly(publication, audience, group or publication.total)
    parts = [one for one in PARTS[kind] if told.ends(one.key) and not _is_nobody(told, one)]
    if not parts:
        return None
    rows = [_row(told, TURNOVER, "I alt", "numerator", block=0)]
    rows += [_row(told, one, danish.sentence(one.title.removeprefix("Fratrådt ")), "numerator") for one in parts]
    title, stub = WORDS[kind]
    notes = [*interval_notes(parts), *({one.footnote.split(". ", 1)[1]: "" for one in parts} if kind != TENURE else ())]
    words = {"key": f"{kind}-{told.group}", "title": f"{title}: {told.name}", "stub": stub, "subtitle": PARTS_SUBTITLE}
    return _table(told, TURNOVER, ("Fratrådte", "Forhold"), rows, notes, **words)


def readings_table(publication: Publication, audience: str) -> Table | None:
    """Three readings of everybody's turnover, with stability and A minus B; None where they were not frozen yet."""
    told = Yearly(publication, audience, publication.total)
    measures = (TURNOVER, *READINGS)
    if not all(told.ends(one.key) for one in measures):
        return None
    rows = [_row(told, one, READ[one.key] + one.title) for one in measures]
    first, second, _ = (row.cells[: len(_ends(told, TURNOVER))] for row in rows)
    all_of_them = [Cell("100", 100.0, 1)] * len(second)
    for key, label, cells in (
        ("stability", "Stabilitet: 100 minus B", map(_less, all_of_them, second)),
        ("short", "A minus B, procentpoint", map(_less, first, second)),
    ):
        rows.append(_worked_out(told, key, label, tuple(cells)))
    words = {"title": f"Personaleomsætning læst på tre måder: {told.name}", "stub": "Læsning", "subtitle": "procent"}
    notes = [*READ_NOTE, *interval_notes(measures)]
    return _table(told, TURNOVER, ("", ""), rows, notes, key="omsaetning-laesninger", **words)


def first_year_table(publication: Publication, audience: str, group: str = "") -> Table | None:
    """The share of the newly hired that were gone within 3 and 12 months; None where it is not told."""
    told = Yearly(publication, audience, group or publication.total)
    measures = [one for one in FIRST_YEAR_EXITS if told.ends(one.key)]
    if not measures:
        return None
    rows = [_row(told, one, one.title, "denominator") for one in measures]
    notes = [*interval_notes(measures), *(one.footnote for one in measures), RISK_NOTE]
    notes += [f"{row.label} kan ikke vurderes: {row.cells[-1].reason}." for row in rows if row.cells[-1].reason]
    words = {"title": f"Nyansatte, der er fratrådt igen: {told.name}", "stub": "Nøgletal"}
    words |= {"subtitle": "procent af nyansatte; lavere er bedre"}
    return _table(told, measures[0], ("Ansat", ""), rows, notes, key=f"nyansatte-{told.group}", **words)


def _row(told: Yearly, one: Indicator, label: str, counted: str = "", block: int = 1) -> Row:
    """The measure in each of the latest years, and the last against the year before; `counted` is told before them."""
    ends = _ends(told, one)
    found = year_on_year(told.publication, told.audience, one.key, told.group, ends[-1])
    counts = [told.count(one.key, ends[-1], counted)] if counted else []
    return Row(one.key, label, (*counts, *(told.value(one.key, end) for end in ends), *found.cells), block)


def _worked_out(told: Yearly, key: str, label: str, cells: tuple[Cell, ...]) -> Row:
    """A row of what other rows make together: it has a change, and nothing that judges it."""
    ends = _ends(told, TURNOVER)
    before = dict(zip(ends, cells, strict=True)).get(year_before(ends[-1]), unseen_cell(Status.MISSING))
    return Row(key, label, (*cells, change_cell(before, cells[-1], TURNOVER.key), *NO_VERDICT))


def _ends(told: Yearly, one: Indicator) -> list[str]:
    """The last days of the years that a table has: those of turnover, where the measure is a part of it."""
    return told.ends(one.key if one in FIRST_YEAR_EXITS else TURNOVER.key)[-YEARS:]


def _less(one: Cell, other: Cell) -> Cell:
    """The difference of two printed values; where one of them is not shown, the sign that says why."""
    unseen = next((cell for cell in (one, other) if cell.value is None), None)
    if unseen is not None:
        return unseen_cell(unseen.status)
    difference = danish.rounded(one.value) - danish.rounded(other.value)
    text = danish.number(difference)
    return Cell(text, float(difference), 1, spoken=text)


def _is_nobody(told: Yearly, one: Indicator) -> bool:
    """Whether a part of what is not known has nobody in it in any of the years; what is hidden is not nobody."""
    latest = told.figures(one.key)[-YEARS:]
    return one.key.endswith("unknown") and all(
        figure["status"] != Status.SUPPRESSED and not figure["numerator"] > 0 for figure in latest
    )


def _table(
    told: Yearly, one: Indicator, heads: tuple[str, str], rows: Sequence[Row], notes: list[str], **words: str
) -> Table:
    """The table with the years of a measure; `heads` name the count and, where all are ratios, the intervals."""
    counted, ratio = heads
    ends = _ends(told, one)
    labels = [told.label(end, one.key) for end in ends]
    heading = (ratio, Unit.PERCENT, "95 %-interval") if ratio else ("95 %-interval", Unit.PERCENT, "")
    columns = [
        *([Column("count", counted, Unit.COUNT, f"antal, {labels[-1]}", part="text")] if counted else []),
        *(Column(end, label, Unit.PERCENT, "", one.key, end) for end, label in zip(ends, labels, strict=True)),
        Column("change", "Ændring", Unit.PERCENT, "procentpoint", one.key, ends[-1], part="change"),
        Column("interval", *heading, "", ends[-1], part="interval"),
        Column("sign", "Vurdering", Unit.PERCENT, "", "", ends[-1], part="sign"),
    ]
    return finished(told.publication, told.audience, columns, rows, notes, source="lønudtræk", **words)


EXPLAINED = ((parts_table, TENURE), (parts_table, AGES), (parts_table, REASONS), (readings_table,), (first_year_table,))
"""Every table that explains a measure of everybody, with what it is asked for besides publication and audience."""
