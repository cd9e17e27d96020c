"""What has clearly moved since the year before, as a Table: the worse first, and whether chance may have done it."""

from dataclasses import dataclass

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.comparisons.judged import CHANGE_UNITS
from kpi.papers.comparisons.overall import Judged, Overall, by_aim
from kpi.papers.comparisons.year_on_year import interval_notes, year_on_year
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.publication import Publication

SIGNS = {Unit.PERCENT: " %", Unit.HOURS: " timer", Unit.COUNT: ""}
HARDLY, PERHAPS = "næppe", "måske"
CHANCE_NOTE = (
    "Måske: ændringen er ikke længere tydelig, når der tages højde for, at der er foretaget {tested} sammenligninger "
    "(Benjamini–Hochberg, 10 %)."
)


@dataclass(frozen=True)
class Direction:
    """The verdicts by aim (pejlemærke), in the order of the paper."""

    aims: dict[str, Overall]

    @property
    def clear(self) -> tuple[Judged, ...]:
        """The clear cells of all aims: the worse, from the most certain on, then the better."""
        cells = [cell for one in self.aims.values() for cell in one.clear]
        worse = sorted((cell for cell in cells if cell.verdict == "worse"), key=lambda cell: cell.p_value)
        return (*worse, *sorted((cell for cell in cells if cell.verdict == "better"), key=lambda cell: cell.p_value))

    @property
    def holds(self) -> frozenset[tuple[str, str]]:
        """The measure and group of those that stand when all of an aim are looked at together."""
        return frozenset((cell.measure, cell.group) for one in self.aims.values() for cell in one.holds)

    @property
    def tested(self) -> int:
        """How many figures could be judged."""
        return sum(one.tested for one in self.aims.values())


def direction(publication: Publication, audience: str) -> Direction:
    """Which way the publication's figures move, as the audience sees them."""
    return Direction(by_aim(publication.evidence[audience], publication.figures[audience], publication.groups))


def clear_table(publication: Publication, audience: str) -> Table:
    """The clear changes, a row each: verdict, year before, now, change, interval, and whether it may be chance."""
    found = direction(publication, audience)
    rows = [_row(publication, audience, cell, found.holds) for cell in found.clear]
    notes = interval_notes(BY_KEY[cell.measure] for cell in found.clear)
    notes += [CHANCE_NOTE.format(tested=found.tested)] if any(row.cells[-1].text == PERHAPS for row in rows) else []
    columns = [
        Column("sign", "Vurdering", Unit.COUNT, part="sign"),
        *(Column(key, label, Unit.COUNT, part="text") for key, label in (("before", "Året før"), ("after", "Nu"))),
        Column("change", "Ændring", Unit.COUNT, part="text"),
        Column("interval", "95 %-interval", Unit.COUNT, part="text"),
        Column("chance", "Tilfældigt?", Unit.COUNT, part="text"),
    ]
    words = {
        "key": "tydelige",
        "number": 0,
        "title": "Tydelige ændringer, de værste og sikreste først",
        "subtitle": "samme tid året før mod nu; perioderne overlapper ikke",
        "stub": "Nøgletal og faggruppe",
        "source": "lønudtræk og Emply",
    }
    return finished(publication, audience, columns, rows, notes, **words)


def _row(publication: Publication, audience: str, cell: Judged, holds: frozenset[tuple[str, str]]) -> Row:
    one = BY_KEY[cell.measure]
    found = year_on_year(publication, audience, cell.measure, cell.group, cell.period_end)
    change = found.change
    cells = (
        found.verdict,
        *(
            _text(f"{side.text}{SIGNS[one.unit] if side.value is not None else ''}", side.spoken)
            for side in (found.before, found.after)
        ),
        _text(f"{change.text} {CHANGE_UNITS[one.unit]}" if change.value is not None else change.text, change.spoken),
        found.interval,
        _text(HARDLY if (cell.measure, cell.group) in holds else PERHAPS),
    )
    name = publication.group_names.get(cell.group, "i alt" if cell.group == TOTAL_ADVERTS else cell.group)
    block = 1 if cell.verdict == "worse" else 2
    return Row(f"{cell.measure}/{cell.group}", f"{one.short_title}, {name}", cells, block)


def _text(text: str, spoken: str = "") -> Cell:
    """A cell of a column whose rows have units of their own: the unit stands in the cell."""
    return Cell(text, spoken=spoken or text)
