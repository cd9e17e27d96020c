"""What is to be known before a table's figures are held against each other, as notes that travel with the table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kpi import danish
from kpi.definitions.breaks import Break, between
from kpi.definitions.model import Indicator, Status
from kpi.papers.comparisons.comparability import by_column, of_a_break
from kpi.papers.series import series
from kpi.papers.table import BROKEN, Table
from kpi.publications.publication import Publication

BREAK_NOTE = "Brud ({mark}): {told} Tal fra før og efter kan ikke holdes op mod hinanden."
ONE_WAY = "Alle kolonner her er opgjort på den nye måde; tal i den tidligere udgivelse kan ikke holdes op mod dem."
BREAK_OF_ROWS = "Brud ({mark}) for {rows}: {told} Tal fra før og efter kan ikke holdes op mod hinanden."


def break_notes(
    publication: Publication, audience: str, measures: Iterable[Indicator], rows: Iterable[tuple[str, str]]
) -> list[str]:
    """A note for each break that parts two figures of a table: of its printed columns, or of a year and the one before.

    `rows` are the table's rows by key and name; a break of some of them names them.
    """
    rows, measures = list(rows), list(measures)
    found = []
    for one in publication.breaks:
        touched = [
            name for key, name in rows if any(_parts(publication, audience, one, of.key, key) for of in measures)
        ]
        if touched:
            words = BREAK_OF_ROWS if one.rows else BREAK_NOTE
            told = of_a_break(one).sentences
            found.append(words.format(mark=BROKEN, told=told, rows=danish.joined(touched)))
    return found + list(_redefined(publication, measures, rows))


def _redefined(publication: Publication, measures: list[Indicator], rows: list[tuple[str, str]]) -> Iterator[str]:
    """A note for what is counted otherwise than in the publication before."""
    for one in publication.redefined:
        touched = [name for key, name in rows if any(one.touches(of.key, key) for of in measures)]
        if touched:
            who = f" for {danish.joined(touched)}" if one.rows else ""
            yield (
                f"{danish.sentence(one.changed.value)} er ændret siden udgivelse {publication.redefined_since}{who}: "
                f"{one.reason}. {ONE_WAY}"
            )


def with_period_notes(table: Table, publication: Publication, audience: str, measure: str, total: str) -> Table:
    """The table with a note for what its printed columns share, lack or are shorter by, after its other notes."""
    columns = {column.period for column in table.columns}
    told = by_column(measure, series(publication, audience, measure, total))
    texts = dict.fromkeys(one.sentences for end, cautions in told.items() if end in columns for one in cautions)
    numbered = [note for note in table.notes if note.startswith("Note ")]
    added = [f"Note {place}. {text}" for place, text in enumerate(texts, len(numbered) + 1)]
    return replace(table, notes=(*numbered, *added, *(note for note in table.notes if note not in numbered)))


@dataclass(frozen=True)
class Listed:
    """A break in words: of which measure and of whom, since when, what was changed, and how."""

    title: str
    who: str
    since: str
    changed: str
    text: str


def listed_breaks(publication: Publication) -> list[Listed]:
    """What the publication counts otherwise than the one before it, then every break it knows of, the latest first."""
    titles = {one["key"]: one["title"] for name in ("indicators", "explaining")
              for one in publication.definitions.get(name, ())}  # fmt: skip
    dated = sorted(publication.breaks, key=lambda one: one.from_day, reverse=True)
    return [
        Listed(
            titles.get(one.measure, "Alle nøgletal"),
            danish.joined([publication.group_names.get(key, key) for key in (*one.rows, *one.centers)]) or "Alle",
            danish.day(one.from_day) if one.from_day else f"Siden udgivelse {publication.redefined_since}",
            danish.sentence(one.changed.value.rstrip(",")),
            f"{danish.sentence(one.reason.rstrip('.'))}.",
        )
        for one in (*publication.redefined, *dated)
    ]


def _parts(publication: Publication, audience: str, one: Break, measure: str, row: str) -> bool:
    """Whether the break lies between two figures of the row that are held against each other."""
    pairs = [*_columns(publication, audience, measure, row), *_years(publication, audience, measure, row)]
    return any(between([one], measure, row, before, end) for before, end in pairs)


def _columns(publication: Publication, audience: str, measure: str, row: str) -> Iterator[tuple[tuple[str, str], str]]:
    points = [one for one in series(publication, audience, measure, row) if one.cell.status is not Status.MISSING]
    for before, after in pairwise(points):
        yield (before.start, before.end), after.end


def _years(publication: Publication, audience: str, measure: str, row: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The last same date of the year and the one before it."""
    points = series(publication, audience, measure, row, "same_date")
    for before, after in pairwise(points[-2:]):
        yield (before.start, before.end), after.end
