"""A grid of cells -> a sheet of a known kind: what its columns hold, which rows are rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from operator import itemgetter

import numpy as np
import pandas as pd

from kpi.extracts.asking.answers import Answers
from kpi.extracts.asking.questions import NOWHERE, Origin
from kpi.extracts.cells.texts import letter_of, text_of
from kpi.extracts.columns import Column, Kind, folded, moves
from kpi.extracts.files.unreadable import LARGEST_GRID, TOO_FAR, Unreadable
from kpi.extracts.findings import Finding
from kpi.extracts.headers import HEADER_AT_MOST, header, header_of

TOTAL = re.compile(r"(i alt|ialt|total|sum|subtotal|hovedtotal|antal|gennemsnit)\b", re.IGNORECASE)

MOST_TITLES = 5
"""How many rows above a repeated header may be a page's titles."""


@dataclass(frozen=True)
class Cells:
    """A column of a sheet: each distinct value once, as read, and for every row the place of its value among them."""

    column: Column
    header: str
    letter: str
    values: list = field(repr=False)
    codes: np.ndarray = field(repr=False)

    def of(self, row: int) -> object:
        """The value in the row, as read."""
        return self.values[self.codes[row]]


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet (None in a CSV) with each row's line in the file, and its columns by canonical name.

    Columns that no figure needs were dropped as it was read; `others` are the labels of those whose names mean nothing
    here, which HR may say the meaning of. `titles` has each row's job title, None where the sheet has none: it tells
    what a code is, and goes no further.
    """

    file: str
    sheet: str | None
    kind: Kind
    sha256: str
    lines: np.ndarray
    columns: dict[str, Cells]
    origin: Origin = NOWHERE
    others: tuple[str, ...] = ()
    titles: np.ndarray | None = field(default=None, repr=False)


def sheet_of(
    grid: Sequence[Sequence], lines: np.ndarray, file: str, name: str | None, sha256: str, answers: Answers
) -> tuple[Sheet | None, list[Finding]]:
    """The sheet that the grid holds, or None with the finding that says why not; `lines` are the rows' file lines."""
    _, at, kind = header(grid)
    if kind is None:
        return None, [_unknown(grid, file, name)]
    told, findings = header_of(grid, at, kind, answers, (file, name, int(lines[at])))
    kind, rows = told.kind, _even(grid[at + 1 :], len(grid[at]))
    cells = {
        column.name: Cells(column, text_of(grid[at][place]), letter_of(place), *_distinct(rows, place))
        for column, place in told.places.items()
    }
    keep = _kept(list(cells.values()), rows)
    kept = {
        label: Cells(one.column, one.header, one.letter, one.values, one.codes[keep]) for label, one in cells.items()
    }
    if not keep.any():
        findings.append(_without_rows(kind, file, name))
    titles = _titles(rows, told.title)[keep] if told.title >= 0 else None
    return Sheet(file, name, kind, sha256, lines[at + 1 :][keep], kept, told.origin, told.others, titles), findings


def _even(rows: Sequence[Sequence], width: int) -> Sequence[Sequence]:
    """The rows, each at least as wide as the header."""
    if min(map(len, rows), default=width) >= width:
        return rows
    if len(rows) * width > LARGEST_GRID:
        raise Unreadable(TOO_FAR)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _distinct(rows: Sequence[Sequence], place: int) -> tuple[list, np.ndarray]:
    """The distinct values of a column, and for every row the place of its own among them."""
    values = np.fromiter(map(itemgetter(place), rows), dtype=object, count=len(rows))
    codes, unique = pd.factorize(values)
    if codes.min(initial=0) < 0:  # not a number, as only a tampered workbook has it
        codes, unique = pd.factorize(values, use_na_sentinel=False)
    return list(unique), codes


def _titles(rows: Sequence[Sequence], place: int) -> np.ndarray:
    """The text of the column in every row."""
    values, codes = _distinct(rows, place)
    return np.array([text_of(value) for value in values], dtype=object)[codes]


def _kept(cells: list[Cells], rows: Sequence[Sequence]) -> np.ndarray:
    """Which rows are rows: not blank, not the header once more or a title above it, not a total, not a note below."""
    filled, repeated = np.zeros((2, len(rows)), dtype=np.int64)
    lacks = np.zeros(len(rows), dtype=bool)
    for one in cells:
        texts = {place: value for place, value in enumerate(one.values) if isinstance(value, str)}
        blank = [place for place, text in texts.items() if (len(text) < 6 or text.isspace()) and not text_of(text)]
        again = [place for place, text in texts.items() if one.header[0] in text and folded(text) == folded(one.header)]
        is_blank = np.isin(one.codes, blank) if blank else np.zeros(len(rows), dtype=bool)
        filled += ~is_blank
        lacks |= is_blank & (not one.column.blank)
        repeated += np.isin(one.codes, again) if again else 0
    headers = repeated >= max(2, len(cells) // 2)
    keep = (filled > 0) & ~headers
    keep[[title for at in np.flatnonzero(headers) for title in _titles_above(rows, int(at))]] = False
    sparse = np.flatnonzero(keep & (filled <= max(3, len(cells) // 2)) & lacks)
    last_full = np.flatnonzero(keep & (filled > 1)).max(initial=-1)
    for row in sparse:
        texts = [text for text in map(text_of, rows[row]) if text]
        keep[row] = not (any(map(TOTAL.match, texts)) or (row > last_full and _is_note(texts)))
    return keep


def _titles_above(rows: Sequence[Sequence], header: int) -> list[int]:
    """The places of the title rows just above a header that is repeated: one or two cells with words, or none."""
    above = range(header - 1, max(header - 1 - MOST_TITLES, -1), -1)
    texts = ([text for text in map(text_of, rows[row]) if text] for row in above)
    titles = takewhile(lambda told: len(told) <= 2 and all(any(map(str.isalpha, text)) for text in told), texts)
    return [header - 1 - place for place, _ in enumerate(titles)]


def _is_note(texts: list[str]) -> bool:
    return len(texts) == 1 and (" " in texts[0] or bool(re.fullmatch(r"[\d.,]{1,8}", texts[0])))


def _unknown(grid: Sequence[Sequence], file: str, name: str | None) -> Finding:
    if not any(text_of(cell) for row in grid for cell in row):
        return Finding("tom_fil", f"{_what(name)} er tom. Hent udtrækket igen, og kontrollér, at det har en overskrift "
                       "og rækker.", file, name)  # fmt: skip
    text = (
        f"{_what(name)} er ikke et udtræk, som programmet kender: ingen af de første {HEADER_AT_MOST} linjer er en "
        "overskrift med kendte kolonner. Hent en skabelon, og brug dens overskrifter, f.eks. CPR, Tjenestenummer, "
        "Afdeling og Stillingskode."
    )
    return Finding("ukendt_fil", text, file, name)


def _without_rows(kind: Kind, file: str, name: str | None) -> Finding:
    tables = tuple(sorted({table for column in kind.columns for table in column.tables}))
    title = kind.title[:1].lower() + kind.title[1:]
    text = f"{_what(name)} har en overskrift ({title}), men ingen rækker under den. Hent udtrækket igen."
    return Finding("tom_fil", f"{text} {moves('Rækkerne', tables)}", file, name, tables=tables)


def _what(name: str | None) -> str:
    return "Filen" if name is None else f"Arket «{name}»"
