"""A reference file as it lies and as it was sent -> the lines that come, go and change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.extracts.placement.reference_files import (
    BREAKS,
    CONTRACTS,
    GROUPS,
    JOB_CODES,
    REFERENCE_FILES,
    UNITS,
    VALID,
    ReferenceFile,
)
from kpi.extracts.placement.reference_lines import lines_of

FIRST = VALID[0]
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    GROUPS: (("Gruppe",),),
    JOB_CODES: (("Stillingskode", "Område", FIRST), ("Stillingskode", "Område"), ("Stillingskode",)),
    UNITS: (("Afdeling", FIRST), ("Afdeling",)),
    CONTRACTS: (("Ansættelsesform",),),
    BREAKS: (("Fra", "Nøgletal", "Gruppe", "Område", "Center"),),
}
"""What two lines must have in common to be one that changed, the closest first; only where nothing else has it too."""

Cells = tuple[str, ...]


@dataclass(frozen=True)
class FileChange:
    """What becomes of a file: lines that come and go, and those that change, as they were and will be.

    Lines are their cells in the order of the file's columns. `called` is what the sender called the file.
    """

    file: ReferenceFile
    called: str
    came: tuple[Cells, ...]
    gone: tuple[Cells, ...]
    changed: tuple[tuple[Cells, Cells], ...]
    is_reordered: bool

    @property
    def logged(self) -> str:
        """What changes, as the journal tells it: 3 linjer til, 1 ændret."""
        told = [f"{danish.counted(len(self.came), 'linje', 'linjer')} til"] if self.came else []
        told += [danish.counted(len(self.changed), "ændret", "ændrede")] if self.changed else []
        told += [f"{danish.counted(len(self.gone), 'linje', 'linjer')} ud"] if self.gone else []
        told += ["ny rækkefølge"] if self.is_reordered else []
        return ", ".join(told) or "kun skrivemåden"

    @property
    def words(self) -> str:
        """What changes, as a sentence."""
        told = [_moving(self.came, "kommer til")] if self.came else []
        told += [_moving(self.changed, "bliver ændret")] if self.changed else []
        told += [_moving(self.gone, "går ud")] if self.gone else []
        told += ["linjerne står i en anden rækkefølge"] if self.is_reordered else []
        if not told:
            told = ["linjerne er de samme; kun skrivemåden er en anden, f.eks. skilletegnet eller en kolonne, der ikke "
                    "bliver læst"]  # fmt: skip
        return f"{danish.sentence(danish.joined(told))}."


def change_of(name: str, called: str, lying: bytes | None, content: bytes) -> FileChange:
    """What becomes of the file of this name when the content takes the place of what lies, None for nothing."""
    before, after = _cells(name, lying or b""), _cells(name, content)
    same = Counter(before) & Counter(after)
    gone, came = _without(before, same), _without(after, same)
    changed = [pair for columns in KEYS[name] for pair in _paired(name, columns, gone, came)]
    is_reordered = _without(before, Counter(gone + [old for old, _ in changed])) != _without(
        after, Counter(came + [new for _, new in changed])
    )
    return FileChange(REFERENCE_FILES[name], called, tuple(came), tuple(gone), tuple(changed), is_reordered)


def _cells(name: str, content: bytes) -> list[Cells]:
    """The cells of each line in the order of the file's columns; none where a column is missing."""
    file = REFERENCE_FILES[name]
    lines = lines_of(name, content, file.needed, [], VALID if file.is_dated else ())
    return [tuple(line.cells.get(column.name, "") for column in file.columns) for line in lines]


def _without(lines: Iterable[Cells], taken: Mapping[Cells, int]) -> list[Cells]:
    """The lines in their order, without so many of each."""
    left, rest = Counter(taken), []
    for line in lines:
        if left[line]:
            left[line] -= 1
        else:
            rest.append(line)
    return rest


def _paired(name: str, columns: Sequence[str], gone: list[Cells], came: list[Cells]) -> list[tuple[Cells, Cells]]:
    """The lines of both that are the only ones with these cells in common; they are taken out of both."""
    places = [place for place, column in enumerate(REFERENCE_FILES[name].columns) if column.name in columns]

    def by_key(lines: list[Cells]) -> dict[Cells, Cells]:
        keys = [tuple(line[place] for place in places) for line in lines]
        once = {key for key, count in Counter(keys).items() if count == 1}
        return {key: line for key, line in zip(keys, lines, strict=True) if key in once}

    old, new = by_key(gone), by_key(came)
    pairs = [(old[key], new[key]) for key in old if key in new]
    gone[:] = _without(gone, Counter(before for before, _ in pairs))
    came[:] = _without(came, Counter(after for _, after in pairs))
    return pairs


def _moving(lines: Sequence, what: str) -> str:
    return f"{danish.counted(len(lines), 'linje', 'linjer')} {what}"
