"""What has changed between two publications: a cell before and after, and how many of them, in Danish."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from kpi import danish
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Status

COMPARED = ("printed", "same_date")
"""The series whose cells are compared, the one that a reader knows a cell by first."""
COUNTS = ("numerator", "denominator")
"""The counts behind a cell."""
OF_THE_PAPER = frozenset(one.key for one in INDICATORS)
ABSENT = ""
"""The status of a cell that a publication does not have: a staff group that came or went."""
CAME = {
    ABSENT: "er kommet med",
    Status.MISSING: "foreligger nu",
    Status.SUPPRESSED: "vises nu",
    Status.UNDEFINED: "kan beregnes nu",
}
WENT = {
    ABSENT: "er ikke med længere",
    Status.MISSING: "foreligger ikke længere",
    Status.SUPPRESSED: "skjules nu",
    Status.UNDEFINED: "kan ikke beregnes længere",
}
FILLED_UNSHOWN = "foreligger nu, men vises ikke"


@dataclass(frozen=True)
class Change:
    """A cell before and after. Values are printed ones, as decimal text; empty where nothing is told.

    `series` is `printed` where either publication prints the cell in a column of the paper, else `same_date`.
    Numerators and denominators are the rows behind the cell, as counts; None where they are hidden or missing.
    `provisional` says that the old figure was marked so.
    """

    measure: str
    group: str
    place_kind: str
    place: str
    period_end: str
    series: str
    period: str
    old: str
    new: str
    difference: str
    old_numerator: float | None
    new_numerator: float | None
    old_denominator: float | None
    new_denominator: float | None
    old_status: str
    new_status: str
    provisional: bool

    @property
    def is_printed(self) -> bool:
        """Whether the printed value, or that there is one, has changed; else only the counts behind it have."""
        return (self.old, self.old_status) != (self.new, self.new_status)

    @property
    def counts(self) -> tuple[str, ...]:
        """Which of the counts behind it are not as they were."""
        return tuple(part for part in COUNTS if getattr(self, f"old_{part}") != getattr(self, f"new_{part}"))

    @property
    def in_tables(self) -> bool:
        """Whether its cell stands in the paper's tables; else it is one that explains them, or stands beside them."""
        return self.series == COMPARED[0] and not self.place_kind and self.measure in OF_THE_PAPER

    @property
    def has_come(self) -> bool:
        """Whether there is a figure where none was told before: it is new to the reader, and has no difference."""
        return bool(self.new) and not self.old

    @property
    def turn(self) -> str:
        """What became of a cell that has no difference to tell, in Danish: a gap that was filled is "foreligger nu"."""
        if self.difference or self.old_status == self.new_status:
            return ""
        if self.new:
            return CAME[self.old_status]
        return FILLED_UNSHOWN if self.old_status == Status.MISSING and self.new_status else WENT[self.new_status]


class Counts(NamedTuple):
    """How many figures: one is a cell of a table for an audience.

    Those of the paper's tables, those beside them for the whole municipality, and those of centers and units.
    """

    in_tables: int
    beside: int
    of_places: int

    @property
    def words(self) -> str:
        """The counts in Danish: 9 tal i tabellerne, 6 ved siden af dem og 12 for centre og afdelinger."""
        told = [f"{danish.number(self.in_tables, 0)} tal i tabellerne"]
        told += [f"{danish.number(self.beside, 0)} ved siden af dem"] if self.beside else []
        told += [f"{danish.number(self.of_places, 0)} for centre og afdelinger"] if self.of_places else []
        return danish.joined(told)


COUNTED = (
    "Et tal er én celle i en tabel, som HR ser den. Ved siden af tabellerne står antallene bag tallene, tal, der "
    "forklarer dem, og sammenligningen «samme tid hvert år»."
)
"""What is counted, for whoever reads the counts."""


@dataclass(frozen=True)
class Difference:
    """What a publication has that the one before it had not, and what it says otherwise."""

    new_period: tuple[Change, ...]
    changed_history: tuple[Change, ...]

    @property
    def needs_reason(self) -> bool:
        """Whether history has changed, which must be explained before it is published."""
        return bool(self.changed_history)

    @property
    def in_tables(self) -> "Difference":
        """What of it a reader of the paper's tables sees: the new cells, and those that are printed otherwise."""
        new = tuple(one for one in self.new_period if one.in_tables)
        return Difference(new, tuple(one for one in self.changed_history if one.in_tables and one.is_printed))

    @property
    def counts(self) -> tuple[Counts, Counts]:
        """How many figures are of a new period, and how many are changed history."""
        printed = self.in_tables
        both = (self.new_period, printed.new_period), (self.changed_history, printed.changed_history)
        new, changed = (_counts(told, len(shown)) for told, shown in both)
        return new, changed

    def as_json(self) -> dict:
        """The two lists as `diff --json` prints them."""
        return {name: [asdict(one) for one in getattr(self, name)] for name in ("new_period", "changed_history")}


def _counts(told: Sequence[Change], in_tables: int) -> Counts:
    of_places = sum(bool(one.place_kind) for one in told)
    return Counts(in_tables, len(told) - in_tables - of_places, of_places)
