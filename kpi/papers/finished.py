"""The end of making a table: the signs that occur in it, numbered notes, and the audience's rule where it hides."""

from collections.abc import Iterable, Sequence

from kpi import danish
from kpi.definitions.model import Status
from kpi.papers.table import SYMBOLS, Cell, Column, Row, Table
from kpi.papers.tables import rule_of
from kpi.publications.publication import Publication

SECONDARY = "Der kan være skjult flere tal, så det skjulte ikke kan regnes ud."


def finished(
    publication: Publication,
    audience: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Iterable[str] = (),
    **words: str,
) -> Table:
    """The table: `words` are its key, title, subtitle, stub and source."""
    cells = [cell for row in rows for cell in row.cells]
    hidden = any(cell.status is Status.SUPPRESSED for cell in cells)
    marks = {mark for cell in cells for mark in _marks(cell)}
    told = [f"Note {place}. {note}" for place, note in enumerate(notes, 1)]
    return Table(
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*told, *([f"{rule_of(publication, audience)} {SECONDARY}"] if hidden else [])),
        symbols=tuple((sign, meaning) for sign, meaning in SYMBOLS.items() if sign in marks),
        audience=audience,
        publication=publication.key,
        number=0,
        **words,
    )


def _marks(cell: Cell) -> list[str]:
    return [*cell.mark.split(), danish.ARROWS[cell.arrow], cell.text]
