"""A grid of cells -> a sheet of a known kind: where its header is, what its columns are, which rows are rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter

import numpy as np
import pandas as pd

from kpi.extracts.columns import KINDS, Column, Kind, Type, folded, moves
from kpi.extracts.findings import Finding

HEADER_WITHIN = 30
"""How many lines are searched for the header."""
TOTAL = re.compile(r"(i alt|ialt|total|sum|subtotal|hovedtotal|antal|gennemsnit)\b", re.IGNORECASE)
_NAMES = {kind.key: kind.names() for kind in KINDS}


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

    Columns that no figure needs were dropped as it was read.
    """

    file: str
    sheet: str | None
    kind: Kind
    sha256: str
    lines: np.ndarray
    columns: dict[str, Cells]


def text_of(value: object) -> str:
    """The cell as text, without blanks around it: 123.0 is "123", a date is dd-mm-yyyy, ="007" is "007"."""
    if isinstance(value, str):
        if value.isalnum():
            return value
        text = " ".join(value.split())
        if len(text) > 3 and text.startswith('="') and text.endswith('"'):
            text = text[2:-1].strip()
        return text[1:] if text.startswith("'") else text
    if isinstance(value, bool):
        return "SAND" if value else "FALSK"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", ",")
    if isinstance(value, date):
        time = value.strftime(" %H:%M") if isinstance(value, datetime) and value.time().replace(microsecond=0) else ""
        day = f"{value.day:02d}-{value.month:02d}-{value.year:04d}"
        return day + (time if time != " 00:00" else "")
    if isinstance(value, timedelta):
        return f"{value // timedelta(hours=1)}:{value // timedelta(minutes=1) % 60:02d}"
    return "" if value is None else str(value)


def letter_of(position: int) -> str:
    """The letter of a column by its position from 0: 0 is A, 27 is AB."""
    letters = ""
    while position >= 0:
        position, rest = divmod(position, 26)
        letters, position = chr(65 + rest) + letters, position - 1
    return letters


def sheet_of(
    grid: Sequence[Sequence], lines: np.ndarray, file: str, name: str | None, sha256: str
) -> tuple[Sheet | None, list[Finding]]:
    """The sheet that the grid holds, or None with the finding that says why not; `lines` are the rows' file lines."""
    _, at, kind = header(grid)
    if kind is None:
        return None, [_unknown(grid, file, name)]
    heads, rows = grid[at], _even(grid[at + 1 :], len(grid[at]))
    found, findings = _found(kind, heads, rows, file, name, int(lines[at]))
    cells = {
        column.name: Cells(column, text_of(heads[place]), letter_of(place), *_distinct(rows, place))
        for column, place in found.items()
    }
    keep = _kept(list(cells.values()), rows)
    kept = {
        label: Cells(one.column, one.header, one.letter, one.values, one.codes[keep]) for label, one in cells.items()
    }
    if not keep.any():
        findings.append(_without_rows(kind, file, name))
    return Sheet(file, name, kind, sha256, lines[at + 1 :][keep], kept), findings


def header(grid: Sequence[Sequence]) -> tuple[tuple[int, float], int, Kind | None]:
    """How much of a kind the header tells, its place and the kind; the topmost of the best among the first lines."""
    best, at, found = (0, 0.0), 0, None
    for place, row in enumerate(grid[:HEADER_WITHIN]):
        names = {folded(cell) for cell in row if isinstance(cell, str) and cell}
        for kind in KINDS:
            needs = {_NAMES[kind.key][name][0].need for name in names if name in _NAMES[kind.key]} - {""}
            score = (len(needs), len(needs) / len(kind.needs))
            if score > best and len(needs) >= 2 and (score[1] >= 0.5 or len(needs) >= 4):
                best, at, found = score, place, kind
    return best, at, found


def _found(
    kind: Kind, heads: Sequence, rows: Sequence[Sequence], file: str, name: str | None, line: int
) -> tuple[dict[Column, int], list[Finding]]:
    """Each used column's place: the canonical name wins over an alias, the leftmost over its like."""
    places: dict[Column, list[tuple[int, int]]] = {}
    for place, cell in enumerate(heads):
        column, rank = _NAMES[kind.key].get(folded(text_of(cell)), (None, 0))
        if column is not None and column.type is not Type.UNUSED:
            places.setdefault(column, []).append((rank, place))
    chosen, findings = {}, []
    for column, candidates in places.items():
        (rank, place), *others = sorted(candidates)
        chosen[column] = place
        rivals = [other for other_rank, other in others if rank or other_rank == rank]
        if any(row[other] != row[place] for other in rivals for row in rows):
            findings.append(_ambiguous(column, heads, place, rivals[0], file, name, line))
    return chosen, findings


def _even(rows: Sequence[Sequence], width: int) -> Sequence[Sequence]:
    """The rows, each at least as wide as the header."""
    if min(map(len, rows), default=width) >= width:
        return rows
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _distinct(rows: Sequence[Sequence], place: int) -> tuple[list, np.ndarray]:
    """The distinct values of a column, and for every row the place of its own among them."""
    values = np.fromiter(map(itemgetter(place), rows), dtype=object, count=len(rows))
    codes, unique = pd.factorize(values)
    if codes.min(initial=0) < 0:  # not a number, as only a tampered workbook has it
        codes, unique = pd.factorize(values, use_na_sentinel=False)
    return list(unique), codes


def _kept(cells: list[Cells], rows: Sequence[Sequence]) -> np.ndarray:
    """Which rows are rows: not blank, not the header once more, not a total, not a note below."""
    filled = np.zeros(len(rows), dtype=np.int64)
    repeated = np.zeros(len(rows), dtype=np.int64)
    for one in cells:
        texts = {place: value for place, value in enumerate(one.values) if isinstance(value, str)}
        blank = [place for place, text in texts.items() if (len(text) < 6 or text.isspace()) and not text_of(text)]
        again = [place for place, text in texts.items() if one.header[0] in text and folded(text) == folded(one.header)]
        filled += ~np.isin(one.codes, blank) if blank else 1
        repeated += np.isin(one.codes, again) if again else 0
    keep = (filled > 0) & (repeated < max(2, len(cells) // 2))
    sparse = np.flatnonzero(keep & (filled <= max(3, len(cells) // 2)) & (filled < len(cells)))
    last_full = np.flatnonzero(keep & (filled > 1)).max(initial=-1)
    for row in sparse:
        texts = [text for text in map(text_of, rows[row]) if text]
        keep[row] = not (any(map(TOTAL.match, texts)) or (row > last_full and _is_note(texts)))
    return keep


def _is_note(texts: list[str]) -> bool:
    return len(texts) == 1 and (" " in texts[0] or bool(re.fullmatch(r"[\d.,]{1,8}", texts[0])))


def _unknown(grid: Sequence[Sequence], file: str, name: str | None) -> Finding:
    if not any(text_of(cell) for row in grid for cell in row):
        return Finding("tom_fil", f"{_what(name)} er tom. Hent udtrækket igen, og kontrollér, at det har en overskrift "
                       "og rækker.", file, name)  # fmt: skip
    text = (
        f"{_what(name)} er ikke et udtræk, som programmet kender: ingen af de første {HEADER_WITHIN} linjer er en "
        "overskrift med kendte kolonner. Hent en skabelon, og brug dens overskrifter, f.eks. CPR, Tjenestenummer, "
        "Afdeling og Stillingskode."
    )
    return Finding("ukendt_fil", text, file, name)


def _without_rows(kind: Kind, file: str, name: str | None) -> Finding:
    tables = tuple(sorted({table for column in kind.columns for table in column.tables}))
    title = kind.title[:1].lower() + kind.title[1:]
    text = f"{_what(name)} har en overskrift ({title}), men ingen rækker under den. Hent udtrækket igen."
    return Finding("tom_fil", f"{text} {moves('Rækkerne', tables)}", file, name, tables=tables)


def _ambiguous(
    column: Column, heads: Sequence, place: int, other: int, file: str, name: str | None, line: int
) -> Finding:
    text = (
        f"Både kolonne {letter_of(place)} ({text_of(heads[place])}) og kolonne {letter_of(other)} "
        f"({text_of(heads[other])}) kan være {column.name}, og de er ikke ens. Kolonne {letter_of(place)} er brugt. "
        f"Lad kun den rigtige hedde {column.name}. {moves('Kolonnen', column.tables)}"
    )
    cell = f"{letter_of(place)}{line}"
    return Finding("tvetydig_kolonne", text, file, name, line, text_of(heads[place]), cell, None, column.tables,
                   cells=(cell,))  # fmt: skip


def _what(name: str | None) -> str:
    return "Filen" if name is None else f"Arket «{name}»"
