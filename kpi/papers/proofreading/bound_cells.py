"""A sentence that has been read -> the cells that it says: those that its figures, changes and ways rest on."""

from collections.abc import Iterable, Sequence

from kpi.papers.proofreading.attachment import GENERIC, groups_for, measures_for, pairs_for
from kpi.papers.proofreading.changes import differences, is_change, ranges_in
from kpi.papers.proofreading.counts_said import KIN, percents_of_counts
from kpi.papers.proofreading.levels import entries_for, holds, periods_of_level
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.origins_said import origins_of, tells_origins
from kpi.papers.proofreading.ranks import SUPERLATIVE
from kpi.papers.proofreading.reading import ADVERTS, Reading
from kpi.papers.proofreading.way_checks import happened
from kpi.papers.sentences.ledger import Entry, Ledger

Range = tuple[Mention, Mention, str]


def cells_said(reading: Reading, ledger: Ledger) -> tuple[str, ...]:
    """The addresses of the cells that bear the sentence out, in its order; none where it says no figure of a table.

    A sentence without a figure rests on the two cells of each way that it tells, and a superlative on the cells that
    are ranked. What the publication does not bear out has no cell.
    """
    if reading.of_others:
        return ()
    if tells_origins(reading):
        return tuple(origins_of(reading, ledger))
    ranges = ranges_in(reading)
    told = [cell for one in ranges for cell in _of_range(reading, one, ledger)]
    done = {one.start for first, second, _ in ranges for one in (first, second)} | percents_of_counts(reading)
    figures = [one for one in reading.figures if one.start not in done]
    levels = [one for one in figures if one.kind in ("number", "fraction") and not is_change(reading, one)]
    for figure in figures:
        told += _of_figure(reading, figure, levels, ledger)
    told = told or [cell for way in reading.ways for cell in _of_way(reading, way, ledger)]
    told = told or [cell for hit in SUPERLATIVE.finditer(reading.text) for cell in _ranked(reading, hit, ledger)]
    return tuple(dict.fromkeys(told))


def _of_figure(reading: Reading, figure: Mention, levels: Sequence[Mention], ledger: Ledger) -> Iterable[str]:
    if figure.kind in ("of", "count"):
        return [one.address for one in _counted(reading, figure, ledger)][:1]
    if is_change(reading, figure):
        peers = [one for one in reading.figures if is_change(reading, one)]
        found = differences(reading, figure, measures_for(reading, figure, peers), ledger, peers)
        return next((cells for size, cells in found if abs(size) == figure.value), ())
    return _best(reading, [one for one in entries_for(reading, figure, ledger, levels) if holds(figure, one)])


def _of_range(reading: Reading, said: Range, ledger: Ledger) -> Iterable[str]:
    """The two cells that a range says (fra 16,7 % til 17,0 %), the first pair that is as it says."""
    first, second, joined = said
    both = Mention(first.start, second.end, reading.text[first.start : second.end])
    for measure in measures_for(reading, both):
        for group in groups_for(reading, both, ledger):
            for before, after in pairs_for(reading, both, measure, ledger):
                pair = [ledger.at(measure, group, end) for end in (before, after)]
                pair = pair if joined == "til" else pair[::-1]
                if all(pair) and holds(first, pair[0]) and holds(second, pair[1]):
                    return [one.address for one in pair]
    peers = (first, second)
    alone = [[one for one in entries_for(reading, figure, ledger, peers) if holds(figure, one)] for figure in peers]
    return [cell for found in alone for cell in _best(reading, found)]


def _best(reading: Reading, found: Sequence[Entry]) -> list[str]:
    """The first cell that a level may be; where no period is named, the latest of that row."""
    if not found:
        return []
    row = [one for one in found if (one.measure, one.group) == (found[0].measure, found[0].group)]
    return [(found[0] if _names_a_period(reading) else max(row, key=lambda one: one.end)).address]


def _names_a_period(reading: Reading) -> bool:
    return any(one.keys for one in reading.periods) or bool(reading.carried_periods)


def _counted(reading: Reading, figure: Mention, ledger: Ledger) -> Iterable[Entry]:
    """The cells whose numerator or denominator a count is; of `23 af 63`, those with both."""
    said = {float(key) for key in figure.keys} or {float(figure.value)}
    measures = measures_for(reading, figure)
    for measure in KIN if ADVERTS in measures else measures:
        for group in groups_for(reading, figure, ledger):
            for end in periods_of_level(reading, figure, measure, ledger):
                entry = ledger.at(measure, group, end)
                if entry and said <= {entry.numerator, entry.denominator, entry.denominator - entry.numerator}:
                    yield entry


def _of_way(reading: Reading, way: Mention, ledger: Ledger) -> Iterable[str]:
    """The cells of the groups that went the way, in the first comparison that bears it out."""
    every = ledger.staff_groups if GENERIC.search(reading.text) else ()
    groups = keys_of(reading.in_clause(reading.groups, way.start)) or every or groups_for(reading, way, ledger)
    for measure in measures_for(reading, way):
        for group in groups:
            for pair in pairs_for(reading, way, measure, ledger):
                if happened(measure, group, way.keys[0], [pair], ledger):
                    yield from (f"{measure}/{group}/{end}" for end in pair)
                    break


def _ranked(reading: Reading, hit, ledger: Ledger) -> Iterable[str]:
    """The cells of the groups that a superlative names, and of all that they are ranked among."""
    place = Mention(hit.start(), hit.end(), hit[0])
    for measure in measures_for(reading, place) if reading.groups else ():
        rows = ledger.publication.areas if measure == ADVERTS else ledger.staff_groups
        named = periods_of_level(reading, place, measure, ledger) if _names_a_period(reading) else ledger.ends(measure)
        for end in named[:1] if _names_a_period(reading) else named[-1:]:
            yield from (f"{measure}/{group}/{end}" for group in rows if ledger.at(measure, group, end))
