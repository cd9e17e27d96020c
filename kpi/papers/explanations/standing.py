"""Where a staff group stands: every measure of people as printed, beside everybody's, and against the year before."""

from collections.abc import Iterable
from itertools import groupby

from kpi import danish
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Indicator, Status, Unit
from kpi.papers.columns import unit_note
from kpi.papers.comparisons.comparability import by_column
from kpi.papers.comparisons.year_on_year import NONE, Compared, compared
from kpi.papers.finished import finished
from kpi.papers.series import series
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

MEASURES = tuple(one for one in INDICATORS if one.about_people and one.printed)
EVERYONE, BEFORE, CHANGE, INTERVAL, VERDICT = "i-alt", "aaret-foer", "aendring", "interval", "vurdering"
COMPARISON = (
    Column(BEFORE, "Året før", Unit.COUNT),
    Column(CHANGE, "Ændring", Unit.COUNT),
    Column(INTERVAL, "95 %-interval", Unit.COUNT),
    Column(VERDICT, "Vurdering", Unit.COUNT),
)
YEAR_BEFORE = (
    "Året før er samme tid året før: lige lange perioder, der ikke overlapper. Ændringen er forskellen mellem de to "
    "viste tal, i procentpoint eller timer. Intervallet siger, hvad ændringen kan være, når tilfældige udsving regnes "
    "med; for personaleomsætning er det af forholdet mellem de to år (×)."
)


def standing_table(publication: Publication, audience: str, group: str) -> Table:
    """A row a measure: its printed columns, everybody's latest, the year before, the change, its interval and verdict.

    A publication of before evidence was frozen has the printed columns and everybody's only.
    """
    total = publication.total
    told = {one.key: compared(publication, audience, one.key, group) for one in MEASURES}
    judged = any(one.sign for one in told.values())
    labels = [point.label for point in series(publication, audience, MEASURES[0].key, group)]
    beside = [Column(EVERYONE, publication.group_names[total], Unit.COUNT, labels[-1])] if group != total else []
    columns = [Column(label, label, Unit.COUNT) for label in labels] + beside + list(COMPARISON if judged else ())
    rows = []
    for one in MEASURES:
        cells = [point.cell for point in series(publication, audience, one.key, group)]
        cells += [_unmoved(series(publication, audience, one.key, total)[-1].cell)] if beside else []
        cells += _comparison(told[one.key]) if judged else []
        rows.append(Row(one.key, f"{one.title}, {unit_note(one)}", tuple(cells)))
    return finished(
        publication,
        audience,
        columns,
        rows,
        [
            *_populations(),
            *_cautions(publication, audience, group),
            *([YEAR_BEFORE] if judged else ()),
            *_reasons(told),
        ],
        key=f"faggruppe-{group}",
        title=publication.group_names[group],
        subtitle="alle nøgletal",
        stub="Nøgletal",
        source="lønudtræk",
    )


def is_all_hidden(table: Table) -> bool:
    """Whether the audience is shown nothing at all of the group's latest figures."""
    labels = [place for place, column in enumerate(table.columns) if column.key == column.label]
    shown = [row.cells[place].status for row in table.rows for place in labels]
    return Status.SUPPRESSED in shown and Status.OK not in shown


def lead(publication: Publication, audience: str, group: str) -> str:
    """What has clearly changed since the year before, and what can be said of the others; empty without evidence."""
    told = [(one, compared(publication, audience, one.key, group)) for one in MEASURES]
    signed = [(one, found) for one, found in told if found.sign]
    if not signed:
        return ""
    clear = [clear_change(one, found) for one, found in signed if found.is_clear]
    still = sum(found.sign in ("up", "down", "flat") for _, found in signed)
    few = sum(found.sign in ("too_few", "not_comparable") for _, found in signed) + len(told) - len(signed)
    return " ".join(filter(None, [*clear, _rest(still, bool(clear)), _unjudged(few, len(told))]))


def clear_change(one: Indicator, found: Compared) -> str:
    """The sentence of a clear change: what, which way, from what to what, better or worse."""
    way = "steget" if found.sign == "clear_up" else "faldet"
    unit = {Unit.PERCENT: "\u00a0%", Unit.HOURS: " timer", Unit.COUNT: ""}[one.unit]
    told = f"{one.title} er tydeligt {way}, fra {found.before.text}{unit} til {found.now.cell.text}{unit} på et år"
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


def _comparison(found: Compared) -> list[Cell]:
    return [found.before, found.change, found.interval, found.verdict]


def _unmoved(cell: Cell) -> Cell:
    """Everybody's figure without its arrow: the group's is the one that is told of here."""
    return NONE if cell.value is None else Cell(cell.text, cell.value, cell.decimals, spoken=cell.spoken.split(", ")[0])


def _populations() -> list[str]:
    return ["Personaleomsætning omfatter også fleksjobbere, de øvrige nøgletal gør ikke; se Metode."]


def _cautions(publication: Publication, audience: str, group: str) -> Iterable[str]:
    """What is to be known before the latest printed column is held against the one before, once for measures alike."""
    told = [(one, _caution(publication, audience, one.key, group)) for one in MEASURES]
    for text, alike in groupby((pair for pair in told if pair[1]), key=lambda pair: pair[1]):
        yield f"{danish.joined([one.title for one, _ in alike])}: {text}"


def _caution(publication: Publication, audience: str, measure: str, group: str) -> str:
    points = series(publication, audience, measure, group)
    found = by_column(measure, points, publication.breaks, group)
    return " ".join(one.sentences for one in found.get(points[-1].end, ())) if points else ""


def _reasons(told: dict[str, Compared]) -> Iterable[str]:
    """Why a measure cannot be judged, once for measures with the same reason."""
    why = [(one.title, told[one.key].reason) for one in MEASURES if told[one.key].reason]
    for reason, alike in groupby(why, key=lambda pair: pair[1]):
        yield f"{danish.joined([title for title, _ in alike])} kan ikke vurderes: {reason}."
