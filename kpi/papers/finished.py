"""The end of making a table: the signs that occur in it, numbered notes, and the audience's rule where it hides."""

from collections.abc import Iterable, Sequence

from kpi.definitions.model import Status
from kpi.definitions.populations import PAID_ALIKE, footnote_where
from kpi.papers.table import REVISED, Column, Row, Table, symbols_in
from kpi.publications.publication import Publication


def finished(
    publication: Publication,
    audience: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Iterable[str] = (),
    **words: str | int,
) -> Table:
    """The table with the symbols that occur in it, and the audience's rule where something is hidden.

    `words` are its key, number (none unless given), title, subtitle, stub and source.
    """
    cells = [cell for row in rows for cell in row.cells]
    hidden = any(cell.status is Status.SUPPRESSED for cell in cells)
    if publication.reason and any(REVISED in cell.mark for cell in cells):
        notes = [*notes, f"Reviderede tal: {publication.reason.rstrip('.')}."]
    alike = bool(publication.facts.get(PAID_ALIKE))
    told = tuple(f"Note {place}. {footnote_where(note, alike)}" for place, note in enumerate(notes, 1))
    return Table(
        columns=tuple(columns),
        rows=tuple(rows),
        notes=told + ((publication.audience(audience).rule,) if hidden else ()),
        symbols=symbols_in(cells),
        audience=audience,
        publication=publication.key,
        **{"number": 0} | words,
    )
