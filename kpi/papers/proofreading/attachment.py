"""Which group, measure and periods a figure or a way of a sentence belongs to."""

import re
from collections.abc import Sequence
from itertools import pairwise

from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import Reading
from kpi.papers.sentences.ledger import Ledger, year_before

JUST_AFTER = re.compile(
    r"\)?\s*\(?(?:pr\. uge |om ugen )?(?:højere |lavere |længere |kortere |fratrådte |af dem |af de |heraf |var )?"
    r"(?:fratrådte )?(?:i|på|for|blandt|hos|pr\.|den|ved|inden for|inden|efter|af|af de|til)?\s*(?:de |den |det )?",
    re.I,
)
GENERIC = re.compile(r"\b(?:fag|medarbejder)?gruppe(?:r|rne|n)?\b", re.I)
"""Groups spoken of without a name."""
BRACKETS = re.compile(r"^\s*\([^()]*\)")
HELD_AGAINST = re.compile(
    r"\b(?:end|over|under|overstiger|overgår) (?:gennemsnittet |niveauet )?(?:for |blandt |i |hos )?(?:de |det )?$",
    re.I,
)
"""What stands before the group that another is held up to: højere end for kommunen, over kommunens gennemsnit."""
OWN_BASE = re.compile(
    r"\)?\s*(?:(?:pr\. uge|om ugen)\s+)?(?:(?:højere|lavere|længere|kortere|mere|mindre)\s+)?(?:end|over|under)\s+"
    r"(?:niveauet\s+|både\s+)?(?:(?:i|den|for|fra)\s+)?(?:de\s+)?",
    re.I,
)
"""What stands between a change and the period that it alone is counted from: 4,1 procentpoint højere end i 2021."""
THEN = re.compile(r"\b(?:siden|derefter|herefter|efterfølgende|derpå|senere)(?! (?:den |år |januar|juni|\d))\b", re.I)
LIST = re.compile(r"\s*(?:,|og|samt|eller|, og)\s*(?:de |den |blandt |for )?", re.I)
BASE = re.compile(
    r"\b(?:siden|end|i forhold til|ift\.|sammenlign\w* med|sammenhold\w* med|mod|imod|fra|niveauet|holdt op mod"
    r"|målt mod|over for|som)"
    r"(?: (?:de )?[\d,]+ ?(?:%|procent|timer|procentpoint))?(?: (?:i|den|pr\.|år|ved|for|niveauet i))*\s*$",
    re.I,
)


def attached(place: Mention, mentions: Sequence[Mention], peers: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions that the figure (or way) at a place belongs to, empty where there are none.

    The one just after it; else, where there are as many as there are figures, the one in its place in the list; else
    the nearest before it, with those that stand in a list with it; else the nearest after it.
    """
    if len(mentions) < 2:
        return tuple(mentions)
    for one in mentions:
        if one.start < place.end and place.start < one.end:
            return (one,)
    for one in mentions:
        if one.start >= place.end and JUST_AFTER.fullmatch(BRACKETS.sub("", text[place.end : one.start])):
            return (one,)
    if len(peers) == len(mentions) and place in peers and _apart(peers, mentions):
        return (mentions[list(peers).index(place)],)
    before = [one for one in mentions if one.end <= place.start]
    if not before:
        after = [one for one in mentions if one.start >= place.end]
        return (*after[:1],)
    if re.fullmatch(r"\s*\(?(?:fra |uændret |med )?", text[before[-1].end : place.start]):
        return (before[-1],)
    return _list_with(before, text)


def _apart(peers: Sequence[Mention], mentions: Sequence[Mention]) -> bool:
    """Whether all of the one stand before all of the other."""
    return peers[-1].end <= mentions[0].start or mentions[-1].end <= peers[0].start


def _list_with(before: list[Mention], text: str) -> tuple[Mention, ...]:
    run = [before[-1]]
    for one in reversed(before[:-1]):
        if not LIST.fullmatch(text[one.end : run[0].start]):
            break
        run.insert(0, one)
    return tuple(run)


def groups_for(reading: Reading, place: Mention, ledger: Ledger, peers: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The rows that a figure or way may speak of: its own, or those of the sentence before, or the total."""
    told = [one for one in reading.groups if one.end <= place.start or not _is_held_against(reading, one)]
    near = reading.in_clause(told, place.start) or told or reading.groups
    own = keys_of(attached(place, near, peers, reading.text))
    if own:
        return own
    total = ledger.total_of(reading.about[0]) if reading.about else ledger.total
    every = ledger.staff_groups if GENERIC.search(reading.text) else ()
    return (*reading.carried_groups, total, *every)


def _is_held_against(reading: Reading, group: Mention) -> bool:
    return bool(HELD_AGAINST.search(reading.text[: group.start]))


def measures_for(reading: Reading, place: Mention, peers: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The measures that a figure or way may speak of."""
    near = reading.in_clause(reading.measures, place.start) or reading.measures
    own = keys_of(attached(place, near, peers, reading.text))
    return own if len(own) == 1 else tuple(key for key in (own or reading.about))


def is_base(reading: Reading, period: Mention) -> bool:
    """Whether the period is what something is compared with: siden 2021, end i 2020, i forhold til året før."""
    return bool(BASE.search(reading.text[: period.start])) or period.kind in ("before", "years", "ago")


def pairs_for(reading: Reading, place: Mention, measure: str, ledger: Ledger) -> list[tuple[str, str]]:
    """The comparisons (before, after) that a change or a way may mean, by the periods that stand with it."""
    ends = [*ledger.ends(measure, "same_date"), *ledger.ends(measure)]
    if not ends:
        return []
    periods = _periods_of(reading, place)
    days = sorted({one.keys[0] for one in periods if one.keys})
    if len(days) == 2:
        return [(days[0], days[1])]
    if len(days) > 2:
        return [*pairwise(days), (days[0], days[-1])]
    if len(days) == 1:
        return _pairs_of_one(reading, place, periods[-1], measure, ledger)
    latest = ledger.ends(measure)[-1]
    carried = [day for day in reading.carried_periods if day in ends]
    found = [(low, high) for low in carried for high in (*carried, latest) if low < high]
    return found + [pair for day in (latest, *carried) for pair in _earlier(measure, day, ledger)]


def _periods_of(reading: Reading, place: Mention) -> tuple[Mention, ...]:
    """The periods of the clause, or of the sentence; of more than two, the nearest one (or two, in fra … til)."""
    told = [one for one in reading.periods if one.kind != "span"]
    base = [one for one in told if one.start >= place.end and OWN_BASE.fullmatch(reading.text[place.end : one.start])]
    if base:
        return (base[0],)
    periods = reading.in_clause(told, place.start)
    periods = periods or tuple(one for one in told if not _of_a_later_clause(reading, one, place))
    if len({one.keys for one in periods}) <= 2 and not _each_its_own(reading, periods):
        return periods
    if not reading.in_clause(periods, place.start):
        return periods
    after = [one for one in periods if one.start >= place.end]
    if len(after) > 1 and _from_to(reading, after[0], after[1]):
        return (after[0], after[1])
    if not after:
        return attached(place, periods, (), reading.text)[-1:]
    return (min(periods, key=lambda one: _gap(one, place)),)


def _from_to(reading: Reading, first: Mention, second: Mention) -> bool:
    """Whether two periods stand as fra … til."""
    between = reading.text[first.end : second.start]
    begins = re.search(r"\bfra (?:år |den )?$", reading.text[: first.start])
    return bool(begins and re.fullmatch(r"\s*til (?:år |den )?", between))


def _of_a_later_clause(reading: Reading, period: Mention, place: Mention) -> bool:
    """Whether the period is told of in a later clause, which has a way of its own: …, dog højere end i 2020."""
    return period.start > place.end and (
        is_base(reading, period) or bool(reading.in_clause(reading.ways, period.start))
    )


def _each_its_own(reading: Reading, periods: tuple[Mention, ...]) -> bool:
    """Whether two periods stand each with its own way (steg i 2021 og faldt i 2022), and are not compared."""
    if len(periods) != 2 or len(reading.in_clause(reading.ways, periods[0].start)) < 2:
        return False
    return not any(is_base(reading, one) for one in periods)


def _gap(one: Mention, place: Mention) -> int:
    return one.start - place.end if one.start >= place.end else 2 * (place.start - one.end)


def _since_then(reading: Reading, place: Mention) -> bool:
    """Whether the clause of a place goes on from the period of the one before: …, og er siden faldet."""
    return bool(THEN.search(reading.text[slice(*reading.clause(place.start))]))


def _pairs_of_one(
    reading: Reading, place: Mention, period: Mention, measure: str, ledger: Ledger
) -> list[tuple[str, str]]:
    day, latest = period.keys[0], ledger.ends(measure)[-1]
    if day < latest and not reading.in_clause([period], place.start) and _since_then(reading, place):
        return [(day, latest)]
    subjects = {one.keys[0] for one in reading.periods if one.keys and not is_base(reading, one)} - {day}
    if is_base(reading, period) and len(subjects) == 1:
        return [tuple(sorted((day, *subjects)))]
    later = [one for one in (*reading.carried_periods, latest) if one > day]
    if is_base(reading, period) and later:
        return [(day, one) for one in later]
    return _earlier(measure, day, ledger)


def _earlier(measure: str, day: str, ledger: Ledger) -> list[tuple[str, str]]:
    """The day against the printed column before it, and against the year before."""
    before = [end for end in ledger.ends(measure) if end < day]
    return list(dict.fromkeys([*((end, day) for end in before[-1:]), (year_before(day), day)]))
