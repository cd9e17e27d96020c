"""A grid of cells -> where its header is, what kind of file it tells, and which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.definitions.person_numbers import hidden
from kpi.extracts.asking.answers import Answers
from kpi.extracts.asking.questions import NONE_OF_THEM, Origin, origin_of, which_column
from kpi.extracts.cells.texts import letter_of, text_of
from kpi.extracts.columns import KINDS, Column, Kind, Type, folded, moves
from kpi.extracts.files.unreadable import TOO_WIDE, WIDEST, Unreadable
from kpi.extracts.findings import Finding

HEADER_WITHIN, HEADER_AT_MOST = 30, 200
"""How many lines are searched for the best header, and how many for any where those have none."""
LONGEST_NAME = 80
MOST_CHOICES = 60
"""How many columns without a meaning are offered, where one is missing."""
ANSWERED, UNSURE = -1, 100
"""Ranks of a column: HR said that it is the one, or its name does not tell enough."""
_NAMES = {kind.key: kind.names() for kind in KINDS}
_UNSURE = {kind.key: kind.unsure_names() for kind in KINDS}


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its row in the grid, its labels (a name that stands twice has a number), its origin.

    `places` has the place of each column that is used, `others` the labels that mean nothing here, `title` the place of
    the job's title, -1 where none stands: it tells what a code is, so nobody is asked which of two it is.
    """

    at: int
    kind: Kind
    labels: tuple[str, ...]
    origin: Origin
    places: dict[Column, int]
    others: tuple[str, ...]
    title: int = -1


def header(grid: Sequence[Sequence]) -> tuple[tuple[int, float], int, Kind | None]:
    """How much of a kind the header tells, its place and the kind; the topmost of the best among the first lines."""
    best, at, found = (0, 0.0), 0, None
    for place, row in enumerate(grid[:HEADER_AT_MOST]):
        if found is not None and place >= HEADER_WITHIN:
            break
        names = {folded(cell) for cell in row[:WIDEST] if isinstance(cell, str) and 0 < len(cell) < LONGEST_NAME}
        score, kind = _kind_of(names)
        if kind is not None and score > best:
            best, at, found = score, place, kind
    return best, at, found


def _kind_of(names: set[str]) -> tuple[tuple[int, float], Kind | None]:
    best, found = (0, 0.0), None
    for kind in KINDS:
        known = _NAMES[kind.key]
        needs = {known[name][0].need for name in names if name in known} - {""}
        score = (len(needs), len(needs) / len(kind.needs))
        if score > best and len(needs) >= 2 and (score[1] >= 0.5 or len(needs) >= 4):
            best, found = score, kind
    return best, found


def header_of(
    grid: Sequence[Sequence], at: int, kind: Kind, answers: Answers, place: tuple[str, str | None, int]
) -> tuple[Header, list[Finding]]:
    """The header in that row, and findings about columns that more than one may be; `place` is file, sheet, line."""
    if len(grid[at]) > WIDEST:
        raise Unreadable(TOO_WIDE)
    texts = [text_of(cell) for cell in grid[at]]
    labels = _labels(texts)
    origin = origin_of(kind.key, labels)
    told = answers.of(origin.key, which_column(""))
    named = {label: column for column, label in told.items() if label in labels}
    names = [folded(named.get(label, text)) for label, text in zip(labels, texts, strict=True)]
    kind = _kind_of(set(names))[1] or kind
    candidates = _candidates(kind, names, {place for place, label in enumerate(labels) if label in named})
    chosen, findings = {}, []
    for column, ranked in candidates.items():
        rivals = [other for _, other in _rivals(ranked, grid, at)]
        unsure = ranked[0][0] >= UNSURE
        if unsure and told.get(column.name) == NONE_OF_THEM:
            continue
        chosen[column] = ranked[0][1]
        if rivals or unsure:
            findings.append(_ambiguous(column, origin, labels, [ranked[0][1], *rivals], unsure, place))
    known = {*_NAMES[kind.key], *_UNSURE[kind.key]}
    others = tuple(label for label, name in zip(labels, names, strict=True) if label and name not in known)
    return Header(at, kind, labels, origin, chosen, others[:MOST_CHOICES], _title(kind, names)), findings


def _labels(texts: Sequence[str]) -> tuple[str, ...]:
    labels, seen = [], {}
    for text in texts:
        seen[folded(text)] = number = seen.get(folded(text), 0) + 1
        labels.append(hidden(f"{text} ({number})" if text and number > 1 else text))
    return tuple(labels)


def _candidates(kind: Kind, names: Sequence[str], answered: set[int]) -> dict[Column, list[tuple[int, int]]]:
    """The places of each used column with their ranks, the best first: as answered, canonical, alias, unsure."""
    found: dict[Column, list[tuple[int, int]]] = {}
    for place, name in enumerate(names):
        column, rank = _NAMES[kind.key].get(name) or (_UNSURE[kind.key].get(name), UNSURE)
        if column is not None and column.type not in (Type.UNUSED, Type.TITLE):
            found.setdefault(column, []).append((ANSWERED if place in answered else rank, place))
    return {column: sorted(ranked) for column, ranked in found.items()}


def _title(kind: Kind, names: Sequence[str]) -> int:
    """The place of the column that tells the job's title, the best known name first; -1 where there is none."""
    known = [(_NAMES[kind.key][name], place) for place, name in enumerate(names) if name in _NAMES[kind.key]]
    titles = [(rank, place) for (column, rank), place in known if column.type is Type.TITLE]
    return min(titles, default=(0, -1))[1]


def _rivals(ranked: list[tuple[int, int]], grid: Sequence[Sequence], at: int) -> list[tuple[int, int]]:
    """The other places that may as well be the column's, where the rows do not say the same in them."""
    (rank, place), *others = ranked
    if rank == ANSWERED:
        return []
    like = [(other_rank, other) for other_rank, other in others if rank or other_rank == rank]
    return [(r, other) for r, other in like if any(_cell(row, other) != _cell(row, place) for row in grid[at + 1 :])]


def _cell(row: Sequence, place: int) -> object:
    return row[place] if place < len(row) else ""


def _ambiguous(
    column: Column,
    origin: Origin,
    labels: Sequence[str],
    places: list[int],
    unsure: bool,
    place: tuple[str, str | None, int],
) -> Finding:
    file, sheet, line = place
    first, *others = (f"kolonne {letter_of(one)} ({labels[one]})" for one in places)
    if others:
        wrong = f"Både {first} og {others[0]} kan være {column.name}, og de er ikke ens."
    else:
        wrong = f"K{first[1:]} kan være {column.name}."
    text = (
        f"{wrong} Kolonne {letter_of(places[0])} er brugt. Lad kun den rigtige hedde {column.name}. "
        f"{moves('Kolonnen', column.tables)}"
    )
    choices = [*(labels[one] for one in places), *([NONE_OF_THEM] if unsure else [])]
    question = origin.asks(which_column(column.name), f"Hvilken kolonne er {column.name}?", choices, labels[places[0]])
    cell = f"{letter_of(places[0])}{line}"
    return Finding("tvetydig_kolonne", text, file, sheet, line, labels[places[0]], cell, None, column.tables,
                   cells=(cell,), question=question)  # fmt: skip
