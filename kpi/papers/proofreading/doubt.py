"""Where a figure may belong otherwise in its sentence than it was read: then nothing can be said against it.

What stands right beside a figure binds it; else any group, measure and period that the sentence names may be its own.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.proofreading.attachment import BRACKETS, GENERIC, JUST_AFTER, is_base
from kpi.papers.proofreading.changes import MOVED
from kpi.papers.proofreading.levels import UNITS, holds
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import Reading
from kpi.papers.sentences.ledger import Entry, Ledger


def may_be_level(reading: Reading, figure: Mention, ledger: Ledger) -> bool:
    """Whether the level is one of a group, a measure and a period that the sentence names, if not of those it reads."""
    return any(holds(figure, entry) for entry in _entries(reading, figure, ledger))


def may_be_range(reading: Reading, first: Mention, second: Mention, in_order: bool, ledger: Ledger) -> bool:
    """Whether two levels are those of one measure that the sentence may hold up to each other, the earlier first."""
    entries = [*_entries(reading, first, ledger), *_entries(reading, second, ledger)]
    pairs = ((one, other) for one in entries for other in entries if one.measure == other.measure)
    return any(
        _says(first, one) and _says(second, other) and (not in_order or one.end < other.end) for one, other in pairs
    )


def may_be_difference(reading: Reading, figure: Mention, ledger: Ledger) -> bool:
    """Whether the size is that of a change, or of two groups' difference, that the sentence may tell of."""
    entries = list(_entries(reading, figure, ledger))
    moved = MOVED.search(reading.text[slice(*reading.clause(figure.start))])
    for one, other in combinations(entries, 2):
        same_day = one.end == other.end and not moved
        alike = one.measure == other.measure and (one.group == other.group or same_day)
        if alike and danish.rounded(float(abs(one.printed - other.printed)), figure.decimals) == figure.value:
            return True
    return False


def _entries(reading: Reading, figure: Mention, ledger: Ledger) -> Iterable[Entry]:
    for measure in _measures(reading, figure):
        days = _days(reading, figure, measure, ledger)
        for group in _groups(reading, figure, measure, ledger):
            yield from (entry for day in days if (entry := ledger.at(measure, group, day)))


def _measures(reading: Reading, figure: Mention) -> tuple[str, ...]:
    wanted = UNITS.get("%" if figure.unit == "procentpoint" else figure.unit)
    keys = _beside(reading, figure, reading.measures) or reading.about
    units = {key: BY_KEY[key].unit for key in keys}
    return tuple(key for key, unit in units.items() if unit is wanted or (not wanted and unit is not Unit.COUNT))


def _groups(reading: Reading, figure: Mention, measure: str, ledger: Ledger) -> tuple[str, ...]:
    named = _beside(reading, figure, reading.groups) or keys_of(reading.groups)
    if named:
        return named
    every = ledger.staff_groups if GENERIC.search(reading.text) else ()
    return tuple(dict.fromkeys([*reading.carried_groups, ledger.total_of(measure), *every]))


def _days(reading: Reading, figure: Mention, measure: str, ledger: Ledger) -> list[str]:
    told = [one for one in reading.periods if one.keys and one.kind != "years"]
    beside, latest = _beside(reading, figure, told), list(ledger.ends(measure)[-1:])
    if beside and figure.unit != "procentpoint":
        return list(beside)
    near = reading.in_clause(told, figure.start)
    if not told or (not near and reading.in_clause(reading.figures, told[0].start)):
        return list(dict.fromkeys([*ledger.ends(measure), *ledger.ends(measure, "same_date")[-2:]]))
    counted_from = not near or any(is_base(reading, one) for one in told)
    more = [*reading.carried_periods, *latest] if counted_from else []
    return list(dict.fromkeys([*keys_of(told), *more]))


def _beside(reading: Reading, figure: Mention, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The keys of the mention that stands right after the figure, or right before its bracket."""
    for one in mentions:
        after = one.start >= figure.end and JUST_AFTER.fullmatch(BRACKETS.sub("", reading.text[figure.end : one.start]))
        if after or (one.end <= figure.start and reading.text[one.end : figure.start].strip() == "("):
            return one.keys
    return ()


def _says(figure: Mention, entry: Entry) -> bool:
    return danish.rounded(entry.value, figure.decimals) == figure.value
