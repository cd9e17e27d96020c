"""Levels told of many groups at once (ingen under 15 %, fem af otte mellem 40 og 50 %) held against each of them."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kpi.papers.proofreading.attachment import measures_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import holds, periods_of_level
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.quantities import ALL, MOST, NONE, OF_SO_MANY, SO_MANY, count_of, exceptions
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.proofreading.way_checks import BUT
from kpi.papers.sentences.ledger import Entry, Ledger

BETWEEN = re.compile(r"\bmellem\s*$", re.I)


def quantity_of(reading: Reading, figure: Mention) -> re.Match | None:
    """The words of the figure's clause that tell of how many groups it is told; None where it is of none, or moves."""
    begin, end = reading.clause(figure.start)
    if reading.in_clause(reading.ways, figure.start):
        return None
    found = (pattern.search(reading.text, begin, end) for pattern in (ALL, NONE, MOST, OF_SO_MANY, SO_MANY))
    return next((hit for hit in found if hit), None)


def check_level_of_many(
    reading: Reading, figure: Mention, hit: re.Match, ledger: Ledger, levels: list[Mention]
) -> Iterable[Fault]:
    """A fault where the level is not that of as many groups as the words say, whichever the period."""
    if _is_second_of_two(reading, figure, levels):
        return
    found = []
    for measure in measures_for(reading, figure):
        for end in periods_of_level(reading, figure, measure, ledger):
            told = {group: ledger.at(measure, group, end) for group in ledger.staff_groups}
            told = {group: _is_so(reading, figure, entry, levels) for group, entry in told.items() if entry}
            found += [told] if told else []
    if found and not any(_fits(reading, hit, told) for told in found):
        count = f"{sum(found[-1].values())} af {len(found[-1])}"
        reason, proposal = f"Det passer for {count} faggrupper.", f"Skriv {count} faggrupper."
        kind = "alle_med_undtagelse" if hit.re in (ALL, NONE) else "forkert_maengde"
        yield fault_in(reading, hit.start(), hit.end(), kind, reason, proposal)


def _fits(reading: Reading, hit: re.Match, told: Mapping[str, bool]) -> bool:
    """Whether as many groups are so as the words say."""
    count = sum(told.values())
    if hit.re is ALL:
        but = BUT.search(reading.text)
        return not exceptions(told, keys_of(one for one in reading.groups if but and one.start >= but.end()))
    if hit.re is NONE:
        return not count
    if hit.re is MOST:
        return 2 * count > len(told)
    return count == count_of(hit["some"]) and count_of(hit.groupdict().get("all") or "") in (0, len(told))


def _is_so(reading: Reading, figure: Mention, entry: Entry, levels: list[Mention]) -> bool:
    """Whether an entry is as the level says: between two, on the side that it says, or as any level."""
    second = _second_of_two(reading, figure, levels)
    if second:
        return figure.value <= Decimal(repr(entry.value)) <= second.value
    if figure.about in ("above", "below"):
        return (entry.value > figure.value) == (figure.about == "above")
    return holds(figure, entry)


def _second_of_two(reading: Reading, figure: Mention, levels: list[Mention]) -> Mention | None:
    """The other end of mellem 40 og 50 %, for the first of them."""
    after = [one for one in levels if one.start > figure.end]
    between = BETWEEN.search(reading.text[: figure.start]) and after
    return after[0] if between and re.fullmatch(r"\s*og\s*", reading.text[figure.end : after[0].start]) else None


def _is_second_of_two(reading: Reading, figure: Mention, levels: list[Mention]) -> bool:
    return any(_second_of_two(reading, one, levels) is figure for one in levels if one.end < figure.start)
