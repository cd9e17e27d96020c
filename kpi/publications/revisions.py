"""Two publications -> what is new and what has changed: a new period, and changed history, which never mix.

Only what is printed is compared, for one audience at a time: a hidden cell is hidden here too, and what is told of a
cell never leaves the figures of the audience that may see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from kpi import danish
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Status
from kpi.publications.stored_publication import Publication

COMPARED = ("printed", "same_date")
"""The series whose cells are compared, the one that a reader knows a cell by first."""
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
_PRECISION = 6

Key = tuple[str, str, str, str, str]
"""A cell: measure, group, kind of place, place, last day of the period."""


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
    def in_tables(self) -> bool:
        """Whether its cell stands in the paper's tables; else it is one that explains them, or stands beside them."""
        return self.series == COMPARED[0] and not self.place_kind and self.measure in OF_THE_PAPER

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


def difference(before: Publication | None, after: Publication, audience: str = "intern") -> Difference:
    """What `after` tells an audience that `before` did not, cell by cell, in the order of the tables.

    A cell is of a new period where `before` has no cell of that measure, kind of place and period; one the paper does
    not print and that is missing is left out. Every other that is not as it was is changed history: a missing one that
    was filled, and one of a staff group that came or went, too.
    """
    old, new = _cells(before, audience), _cells(after, audience)
    known, still = {_period(key) for key in old}, {_period(key) for key in new}
    fresh = [_change(key, None, cell) for key, cell in new.items() if _period(key) not in known and _tells(cell)]
    told = [_change(key, old.get(key), cell) for key, cell in new.items() if _period(key) in known]
    gone = [_change(key, cell, None) for key, cell in old.items() if key not in new and _period(key) in still]
    return Difference(tuple(fresh), tuple(change for change in (*told, *gone) if _differs(change)))


def _counts(told: Sequence[Change], in_tables: int) -> Counts:
    of_places = sum(bool(one.place_kind) for one in told)
    return Counts(in_tables, len(told) - in_tables - of_places, of_places)


def revision_log(before: Publication | None, after: Publication, reason: str, at: datetime) -> tuple[dict, ...]:
    """The changed history as `Publication.revisions` keeps it: what each audience is told, apart."""
    kept = ("measure", "group", "place_kind", "place", "period_end", "period", "old", "new", "old_status", "new_status")
    return tuple(
        {"audience": audience, **{name: getattr(change, name) for name in kept}, "reason": reason, "at": at.isoformat()}
        for audience in after.figures
        for change in difference(before, after, audience).changed_history
    )


def _cells(publication: Publication | None, audience: str) -> dict[Key, dict]:
    """The publication's cells with what is printed of them, those of the paper's columns first."""
    if publication is None or audience not in publication.figures:
        return {}
    frame = publication.figures[audience]
    decimals = {one["key"]: one["decimals"] for one in publication.definitions.get("indicators", ())}
    cells: dict[Key, dict] = {}
    for series in COMPARED:
        for figure in frame[frame["series"] == series].to_dict("records"):
            key = tuple(str(figure[name]) for name in ("measure", "group", "place_kind", "place", "period_end"))
            cells.setdefault(key, {"series": series, **_told(figure, decimals.get(key[0], 1))})
    return cells


def _tells(cell: Mapping) -> bool:
    return cell["series"] == COMPARED[0] or cell["status"] != Status.MISSING


def _told(figure: Mapping, decimals: int) -> dict:
    """A figure as it is printed: nothing but its status where it is hidden, missing or undefined."""
    status = str(figure["status"])
    shows = status == Status.OK
    counts = status in (Status.OK, Status.UNDEFINED)
    return {
        "period": str(figure["period"]),
        "value": danish.rounded(figure["value"], decimals) if shows else None,
        "numerator": _count(figure["numerator"]) if counts else None,
        "denominator": _count(figure["denominator"]) if counts else None,
        "status": status,
        "provisional": bool(figure["provisional"]),
    }


def _count(value: float) -> float | None:
    return round(float(value), _PRECISION) if value == value else None


_NOTHING = dict.fromkeys(("value", "numerator", "denominator")) | {"status": ABSENT, "provisional": False}


def _change(key: Key, before: Mapping | None, after: Mapping | None) -> Change:
    old, new = before or _NOTHING, after or _NOTHING
    told = {
        f"{when}_{name}": cell[name]
        for when, cell in (("old", old), ("new", new))
        for name in ("numerator", "denominator", "status")
    }
    both = old["value"] is not None and new["value"] is not None
    return Change(
        *key,
        series=min(cell["series"] for cell in (before, after) if cell),
        period=(after or before)["period"],
        old=_text(old["value"]),
        new=_text(new["value"]),
        difference=_text(new["value"] - old["value"]) if both else "",
        provisional=old["provisional"],
        **told,
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _differs(change: Change) -> bool:
    counts = (change.old_numerator, change.old_denominator) != (change.new_numerator, change.new_denominator)
    return change.is_printed or counts


def _period(key: Key) -> tuple[str, str, str]:
    """The measure, the kind of place and the last day of the cell's period."""
    return key[0], key[2], key[-1]
