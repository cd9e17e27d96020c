"""Where a staff group stands: every measure of people as printed, beside everybody's, and against the year before."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from kpi import danish
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Indicator, Status, Unit
from kpi.papers.columns import unit_note
from kpi.papers.comparisons.comparability import by_column
from kpi.papers.comparisons.compared import ARROW_NOTE
from kpi.papers.comparisons.judged import bare_cell, beside_their_arrows, is_judged
from kpi.papers.comparisons.year_on_year import YearOnYear, interval_notes, year_on_year
from kpi.papers.finished import finished
from kpi.papers.series import latest_of, series
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

MEASURES = tuple(one for one in INDICATORS if one.about_people and one.printed)
EVERYONE, BEFORE = "i-alt", "before"
COMPARISON = (
    Column(BEFORE, "Året før", Unit.COUNT, part="text"),
    Column("change", "Ændring", Unit.COUNT, part="change"),
    Column("interval", "95 %-interval", Unit.COUNT, part="interval"),
    Column("sign", "Vurdering", Unit.COUNT, part="sign"),
)
YEAR_BEFORE = (
    "Året før er samme tid året før: lige lange perioder, der ikke overlapper. Ændringen er forskellen mellem de to "
    "viste tal, i procentpoint eller timer."
)


def standing_table(publication: Publication, audience: str, group: str) -> Table:
    """A row a measure: its printed columns, everybody's latest, the year before, the change, its interval and verdict.

    A publication of before evidence was frozen has the printed columns and everybody's only.
    """
    judged = is_judged(publication, audience)
    labels = [point.label for point in series(publication, audience, MEASURES[0].key, group)]
    beside = [Column(EVERYONE, publication.group_names[publication.total], Unit.COUNT, labels[-1], part="text")]
    columns = [Column(label, label, Unit.COUNT) for label in labels]
    columns += (beside if group != publication.total else []) + list(COMPARISON if judged else ())
    told = held(publication, audience, group)
    rows = []
    for one in MEASURES:
        cells = list(_printed(publication, audience, one, group, judged))
        cells += [told[one.key].before, *told[one.key].cells] if judged else []
        rows.append(Row(one.key, f"{one.title}, {unit_note(one)}", tuple(cells)))
    notes = [*_populations(), *_cautions(publication, audience, group)]
    notes += [ARROW_NOTE, YEAR_BEFORE, *interval_notes(MEASURES), *_reasons(told)] if judged else []
    return finished(
        publication,
        audience,
        columns,
        rows,
        notes,
        key=f"faggruppe-{group}",
        title=publication.group_names[group],
        subtitle="alle nøgletal",
        stub="Nøgletal",
        source="lønudtræk",
    )


def held(publication: Publication, audience: str, group: str) -> Mapping[str, YearOnYear]:
    """The latest figure of each measure against the year before."""
    ends = {one.key: latest_of(publication, audience, one.key, group).end for one in MEASURES}
    return {key: year_on_year(publication, audience, key, group, end) for key, end in ends.items()}


def is_all_hidden(table: Table) -> bool:
    """Whether the audience is shown nothing at all of the group's latest figures."""
    labels = [place for place, column in enumerate(table.columns) if column.key == column.label]
    shown = [row.cells[place].status for row in table.rows for place in labels]
    return Status.SUPPRESSED in shown and Status.OK not in shown


def lead(publication: Publication, audience: str, group: str) -> str:
    """What has clearly changed since the year before, and what can be said of the others; empty without evidence."""
    told = held(publication, audience, group)
    signs = [told[one.key].sign for one in MEASURES]
    if not any(signs):
        return ""
    clear = [clear_change(one, told[one.key]) for one in MEASURES if told[one.key].is_clear]
    still = sum(sign in ("up", "down", "flat") for sign in signs)
    few = sum(sign in ("too_few", "not_comparable", "") for sign in signs)
    return " ".join(filter(None, [*clear, _rest(still, bool(clear)), _unjudged(few, len(signs))]))


def clear_change(one: Indicator, found: YearOnYear) -> str:
    """The sentence of a clear change: what, which way, from what to what, better or worse."""
    way = "steget" if found.sign == "clear_up" else "faldet"
    unit = {Unit.PERCENT: "\u00a0%", Unit.HOURS: " timer", Unit.COUNT: ""}[one.unit]
    told = f"{one.title} er tydeligt {way}, fra {found.before.text}{unit} til {found.after.text}{unit} på et år"
    return f"{told} ({danish.ASSESSED[found.assessment]})." if found.assessment in ("better", "worse") else f"{told}."


def _rest(still: int, some_clear: bool) -> str:
    if not still:
        return ""
    if not some_clear:
        return "Ingen af de tal, der kan vurderes, har ændret sig tydeligt på et år."
    return "De øvrige tal, der kan vurderes, ligger inden for normal variation."


def _unjudged(few: int, of: int) -> str:
    """How many figures nothing can be said of."""
    return f"{few} af {of} tal kan ikke vurderes." if few else ""


def _printed(publication: Publication, audience: str, one: Indicator, group: str, judged: bool) -> Iterable[Cell]:
    """The printed cells, and everybody's latest without its arrow: the group's is the one that is told of here."""
    points = series(publication, audience, one.key, group)
    if judged:
        yield from beside_their_arrows(publication, audience, one, group).values()
    else:
        yield from (point.cell for point in points)
    if group != publication.total:
        yield bare_cell(publication, audience, one.key, publication.total, points[-1].end)


def _populations() -> list[str]:
    return ["Personaleomsætning omfatter også fleksjobbere; det gør de øvrige nøgletal ikke. Se Metode."]


def _cautions(publication: Publication, audience: str, group: str) -> Iterable[str]:
    """What is to be known before the latest printed column is held against the one before, once for measures alike."""
    told = [(one, _caution(publication, audience, one.key, group)) for one in MEASURES]
    for text, alike in groupby((pair for pair in told if pair[1]), key=lambda pair: pair[1]):
        yield f"{danish.joined([one.title for one, _ in alike])}: {text}"


def _caution(publication: Publication, audience: str, measure: str, group: str) -> str:
    points = series(publication, audience, measure, group)
    found = by_column(measure, points, publication.breaks, group)
    return " ".join(one.sentences for one in found.get(points[-1].end, ())) if points else ""


def _reasons(told: Mapping[str, YearOnYear]) -> Iterable[str]:
    """Why a measure cannot be judged, once for measures with the same reason."""
    why = [(one.title, told[one.key].verdict.reason) for one in MEASURES]
    for reason, alike in groupby((pair for pair in why if pair[1]), key=lambda pair: pair[1]):
        yield f"{danish.joined([title for title, _ in alike])} kan ikke vurderes: {reason}."
