"""The difference from the publication before as two lists that never mix: a new period, and changed history."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import Status, Unit
from kpi.papers.table import NOT_SHOWN
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.changes import Change
from kpi.publications.publication import Publication

ABOUT = {one.key: one.about_people for one in INDICATORS}
"""Of new periods those measures are told; what explains them is only told where it has changed."""
UNITS = {Unit.PERCENT: "%", Unit.HOURS: "timer pr. uge", Unit.COUNT: "antal"}


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
    """

    name: str
    where: str
    old: str
    new: str
    difference: str
    behind: str
    is_printed: bool


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
        )
        for one in ordered
    ]


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
    """The rows behind the figure, as counts: 56 → 57 af 281."""
    hours = 1 if BY_KEY[one.measure].unit is Unit.HOURS else 0
    old, new = _count(one.old_numerator, hours), _count(one.new_numerator, hours)
    old_base, new_base = _count(one.old_denominator), _count(one.new_denominator)
    if old and new and old_base == new_base:
        moved = old if old == new else f"{old} → {new}"
        return f"{moved} af {new_base}" if new_base else moved
    sides = [f"{count} af {base}" if base else count for count, base in ((old, old_base), (new, new_base)) if count]
    if len(sides) == 2:
        return " → ".join(sides)
    return f"{'nu' if new else 'før'} {sides[0]}" if sides else "vises ikke"


def _count(number: float | None, decimals: int = 0) -> str:
    return "" if number is None else danish.number(number, decimals)
