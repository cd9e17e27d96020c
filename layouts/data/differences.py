"""The difference from the publication before as two lists that never mix: a new period, and changed history."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import Status, Unit
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.table import NOT_SHOWN
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.changes import Change
from kpi.publications.publication import Publication

ABOUT = {one.key: one.about_people for one in INDICATORS}
"""Of new periods those measures are told; what explains them is only told where it has changed."""
UNITS = {Unit.PERCENT: "%", Unit.HOURS: "timer pr. uge", Unit.COUNT: "antal"}
HAS_COME = "tal, der manglede sidst", "tal, der manglede sidst"
HAS_CHANGED = "ændret", "ændrede"
MOST_AT_ONCE = 12
"""So many lines of a table are seen at once; more are folded."""


@dataclass(frozen=True)
class NewPeriod:
    """A table of new figures: its period, the measures that head it, and a row for each group or area.

    `is_printed` says that the paper's tables have the period; else it stands beside them, at the same time of a year.
    """

    period: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    stub: str
    count: int
    missing: int
    is_printed: bool


@dataclass(frozen=True)
class Changed:
    """A figure that was published and is another now, with the counts behind it.

    `is_printed` says that a figure of the paper's tables is printed otherwise; else only what is behind or beside it.
    `has_come` says that there was no figure before.
    """

    name: str
    where: str
    old: str
    new: str
    difference: str
    behind: str
    is_printed: bool
    table: int
    has_come: bool


@dataclass(frozen=True)
class OfTable:
    """The figures of one of the paper's tables that have changed, or have come; folded where they are many."""

    title: str
    count: str
    lines: tuple[Changed, ...]

    @property
    def is_long(self) -> bool:
        """Whether they would drown the other tables'."""
        return len(self.lines) > MOST_AT_ONCE


def new_periods(changes: Sequence[Change], publication: Publication) -> list[NewPeriod]:
    """The new figures, a table for each period, the newest first; adverts have tables of their own."""
    found = []
    for about_people in (True, False):
        told = [one for one in changes if not one.place_kind and ABOUT.get(one.measure) is about_people]
        periods = dict.fromkeys((one.period_end, one.period) for one in told)
        for end, period in sorted(periods, reverse=True):
            its_own = [one for one in told if (one.period_end, one.period) == (end, period)]
            found.append(_table(period, its_own, publication))
    return found


def _table(period: str, changes: Sequence[Change], publication: Publication) -> NewPeriod:
    measures = [one for one in INDICATORS if any(change.measure == one.key for change in changes)]
    cells = {(one.group, one.measure): _value(one.measure, one.new, one.new_status) for one in changes}
    groups = dict.fromkeys(one.group for one in changes)
    names = names_of(publication)
    rows = tuple(
        (names.get(group, group), tuple(cells.get((group, one.key), "") for one in measures)) for group in groups
    )
    heads = tuple((one.short_title, UNITS[one.unit]) for one in measures)
    stub = "Faggruppe" if measures[0].about_people else "Område"
    missing = sum(one.new_status == Status.MISSING.value for one in changes)
    is_printed = any(one.in_tables for one in changes)
    return NewPeriod(period, heads, rows, stub, len(changes), missing, is_printed)


def changed(changes: Sequence[Change], publication: Publication) -> list[Changed]:
    """The figures that are not as they were published: those that are printed otherwise, then those behind them."""
    names = names_of(publication)
    whole = [one for one in changes if not one.place_kind]
    ordered = sorted(whole, key=lambda one: (not one.in_tables, not one.is_printed))
    return [
        Changed(
            BY_KEY[one.measure].title,
            f"{names.get(one.group, one.group)}, {one.period}",
            _value(one.measure, one.old, one.old_status),
            _value(one.measure, one.new, one.new_status),
            _difference(one),
            _behind(one),
            one.in_tables and one.is_printed,
            BY_KEY[one.measure].table,
            one.has_come,
        )
        for one in ordered
    ]


def by_table(lines: Sequence[Changed]) -> list[OfTable]:
    """Those that are printed otherwise, by table: first what has changed, then what has come; the short lists first."""
    found = []
    for has_come in (False, True):
        for table in PAPER_TABLES:
            told = [one for one in lines if one.is_printed and (one.table, one.has_come) == (table.number, has_come)]
            count = danish.counted(len(told), *(HAS_COME if has_come else HAS_CHANGED))
            found += [OfTable(f"Tabel {table.number}. {table.title}", count, tuple(told))] if told else []
    return sorted(found, key=lambda one: (one.lines[0].has_come, one.is_long))


def names_of(publication: Publication) -> dict[str, str]:
    """The names of the staff groups by their keys, and of all areas together."""
    return {TOTAL_ADVERTS: "I alt"} | publication.group_names


def _value(measure: str, text: str, status: str) -> str:
    if text:
        return danish.number(float(text), _decimals(measure))
    return NOT_SHOWN[Status(status)][0] if status and status != Status.OK.value else "ikke med"


def _difference(one: Change) -> str:
    if not one.difference:
        return one.turn
    decimals = _decimals(one.measure)
    return "uændret" if not float(one.difference) else danish.number(float(one.difference), decimals, sign=True)


def _decimals(measure: str) -> int:
    return 0 if BY_KEY[measure].unit is Unit.COUNT else BY_KEY[measure].decimals


def _behind(one: Change) -> str:
    """The rows behind the figure, as counts: 56 → 57 af 281, or of hours 7.549,0 → 7.551,5 timer, 205 personer."""
    is_hours = BY_KEY[one.measure].unit is Unit.HOURS
    old, new = _count(one.old_numerator, int(is_hours)), _count(one.new_numerator, int(is_hours))
    old_base, new_base = _count(one.old_denominator), _count(one.new_denominator)
    if old and new and old_base == new_base:
        moved = old if old == new else f"{old} → {new}"
        return _of(moved, new_base, is_hours)
    sides = [_of(count, base, is_hours) for count, base in ((old, old_base), (new, new_base)) if count]
    if len(sides) == 2:
        return " → ".join(sides)
    return f"{'nu' if new else 'før'} {sides[0]}" if sides else "vises ikke"


def _of(count: str, base: str, is_hours: bool) -> str:
    if not base:
        return count
    return f"{count} timer, {base} {'person' if base == '1' else 'personer'}" if is_hours else f"{count} af {base}"


def _count(number: float | None, decimals: int = 0) -> str:
    return "" if number is None else danish.number(number, decimals)
