"""The end of making a table: the signs that occur in it, numbered notes, and the audience's rule where it hides."""

from collections.abc import Iterable, Sequence

from kpi.definitions.model import Status
from kpi.papers.table import REVISED, Cell, Column, Row, Table, address, symbols_in
from kpi.publications.publication import Publication
from kpi.publications.revised import reasons_of


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
    notes = [*notes, *(f"Reviderede tal: {reason.rstrip('.')}." for reason in _reasons(publication, audience, cells))]
    told = tuple(f"Note {place}. {note}" for place, note in enumerate(notes, 1))
    return Table(
        columns=tuple(columns),
        rows=tuple(rows),
        notes=told + ((publication.audience(audience).rule,) if hidden else ()),
        symbols=symbols_in(cells),
        audience=audience,
        publication=publication.key,
        **{"number": 0} | words,
    )


def _reasons(publication: Publication, audience: str, cells: Iterable[Cell]) -> tuple[str, ...]:
    """Why the cells that are marked were revised."""
    marked = {cell.address for cell in cells if REVISED in cell.mark}
    lines = publication.revised_cells(audience) if marked else ()
    return reasons_of(one for one in lines if address(one) in marked)
