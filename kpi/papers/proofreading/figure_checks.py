"""Every figure of a sentence, each held against what it says: a level, a change, two levels, a count."""

import re
from collections.abc import Iterable

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.proofreading.attachment import measures_for
from kpi.papers.proofreading.changes import BY, UNITS, check_change, check_range, differences, is_change, ranges_in
from kpi.papers.proofreading.counts_said import check_count, check_of, percents_of_counts
from kpi.papers.proofreading.doubt import may_be_difference, may_be_level, may_be_range
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import check_level, entries_for, holds, periods_of_level
from kpi.papers.proofreading.levels_of_many import check_level_of_many, quantity_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import OTHERS, Reading, fault_in
from kpi.papers.sentences.ledger import Ledger

WRONG_UNIT = ("procent_for_procentpoint", "procent_for_timer")
HIGHEST = re.compile(r"\b(?:højest|størst|længst)e?\b", re.I)
LOWEST = re.compile(r"\b(?:lavest|mindst|kortest)e?\b", re.I)
APPOSED = re.compile(r"\($|\b(?:altså|dvs\.|det vil sige|nemlig|svarende til)(?: (?:med|hele|på))? $", re.I)
"""What stands before a figure that tells again what the sentence has told."""
APART = re.compile(r"\b(?:mellem|forskel\w*|spænd\w*)\b", re.I)
"""A sentence with both tells of the spread between the groups."""


def check_figures(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Faults of the sentence's figures; a sentence that names no measure is held against every cell."""
    if reading.of_others:
        return
    ranges = ranges_in(reading)
    in_ranges = {one.start for first, second, _ in ranges for one in (first, second)}
    for first, second, joined in ranges:
        found = list(check_range(reading, (first, second, joined), ledger))
        wrong_way = [one for one in found if one.kind == "forkert_retning"]
        doubted = found and may_be_range(reading, first, second, joined == "til", ledger)
        yield from wrong_way if doubted else found
    skipped = in_ranges | percents_of_counts(reading)
    levels = [one for one in reading.figures if one.kind == "number" and one.start not in skipped]
    levels = [one for one in levels if not is_change(reading, one)]
    for figure in reading.figures:
        if figure.start not in skipped and not _of_the_rest(reading, figure):
            yield from _check_one(reading, figure, ledger, levels)


def _check_one(reading: Reading, figure: Mention, ledger: Ledger, levels: list[Mention]) -> Iterable[Fault]:
    """Faults of a figure by what it says: counts, a spread, a change, a level of many groups, a level."""
    if figure.kind == "of":
        yield from check_of(reading, figure, ledger, _same_kind(reading, figure))
    elif figure.kind == "count":
        yield from check_count(reading, figure, ledger, _same_kind(reading, figure))
    elif figure.kind == "fraction" and BY.search(reading.text[: figure.start]):
        return
    elif _is_spread(reading, figure):
        yield from _check_spread(reading, figure, ledger)
    elif is_change(reading, figure):
        yield from _check_change(reading, figure, ledger)
    elif _is_change_in_percent(reading, figure, ledger, levels):
        yield from _told_in_percent(reading, figure, ledger)
    elif quantity := quantity_of(reading, figure):
        yield from check_level_of_many(reading, figure, quantity, ledger, levels)
    else:
        found = list(check_level(reading, figure, ledger, levels))
        yield from found if not found or not may_be_level(reading, figure, ledger) else ()


def _check_change(reading: Reading, figure: Mention, ledger: Ledger) -> Iterable[Fault]:
    """Faults of a change; a wrong unit is one, whatever the change is of."""
    peers = [one for one in reading.figures if is_change(reading, one)]
    for fault in check_change(reading, figure, ledger, peers):
        if fault.kind in WRONG_UNIT or not may_be_difference(reading, figure, ledger):
            yield fault


def _of_the_rest(reading: Reading, figure: Mention) -> bool:
    """Whether a figure is of people of whom no table tells: those on part time, or those right after it, unknown."""
    _, end = reading.clause(figure.start)
    after = reading.text[figure.end : end]
    others = OTHERS.match(after.lstrip())
    known = others and any(0 <= one.start - figure.end <= others.end() for one in reading.groups)
    return bool(re.match(r"[^.;,]*\bdeltid", after) or (others and not known))


def _is_spread(reading: Reading, figure: Mention) -> bool:
    """Whether a figure is the difference between the highest and the lowest of the groups."""
    begin, end = reading.clause(figure.start)
    clause = reading.text[begin:end]
    apart = figure.unit == "procentpoint" or APART.search(clause)
    return figure.kind == "number" and bool(apart and HIGHEST.search(clause) and LOWEST.search(clause))


def _check_spread(reading: Reading, figure: Mention, ledger: Ledger) -> Iterable[Fault]:
    """A fault where the groups' highest and lowest figures are never as far apart."""
    told = []
    for measure in measures_for(reading, figure):
        groups = ledger.staff_groups if BY_KEY[measure].about_people else ledger.publication.areas
        for end in periods_of_level(reading, figure, measure, ledger):
            printed = [entry.printed for group in groups if (entry := ledger.at(measure, group, end))]
            told += [max(printed) - min(printed)] if printed else []
    if figure.unit == "%" and figure.value in told:
        reason, proposal = "Forskellen mellem to procenttal er i procentpoint.", "Skriv procentpoint."
        yield fault_in(reading, figure.start, figure.end, "procent_for_procentpoint", reason, proposal)
    elif told and figure.value not in told:
        right = danish.number(min(told, key=lambda one: abs(one - figure.value)))
        reason = f"Der er {right} mellem den højeste og den laveste."
        yield fault_in(reading, figure.start, figure.end, "forkert_forskel", reason, f"Skriv {right}.")


def _same_kind(reading: Reading, figure: Mention) -> list[Mention]:
    return [one for one in reading.figures if one.kind == figure.kind]


def _is_change_in_percent(reading: Reading, figure: Mention, ledger: Ledger, levels: list[Mention]) -> bool:
    """Whether a percent in brackets is no level of what it stands with, but the size of a change that is told of."""
    if (
        figure.kind != "number"
        or figure.unit not in ("%", "timer")
        or not _of_changes(reading)
        or not APPOSED.search(reading.text[: figure.start])
    ):
        return False
    if any(holds(figure, entry) for entry in entries_for(reading, figure, ledger, levels)):
        return False
    found = differences(reading, figure, measures_for(reading, figure, levels), ledger, levels)
    return any(abs(size) == figure.value for size, _ in found)


def _of_changes(reading: Reading) -> bool:
    return bool(reading.ways) or bool(re.search(r"forskel|ændring|udvikling", reading.text, re.I))


def _told_in_percent(reading: Reading, figure: Mention, ledger: Ledger) -> Iterable[Fault]:
    measures = measures_for(reading, figure)
    if UNITS.get(BY_KEY[measures[0]].unit) == figure.unit:
        return
    told = differences(reading, figure, measures, ledger, ())
    cells = next((cells for size, cells in told if abs(size) == figure.value), ())
    right, said = UNITS.get(BY_KEY[measures[0]].unit, "procentpoint"), danish.number(figure.value, figure.decimals)
    hours = right == "timer"
    kind = "procent_for_timer" if hours else "procent_for_procentpoint"
    reason = "Arbejdstid måles i timer." if hours else "Forskellen mellem to procenttal er i procentpoint."
    yield fault_in(reading, figure.start, figure.end, kind, reason, f"Skriv {said} {right}.", cells)
