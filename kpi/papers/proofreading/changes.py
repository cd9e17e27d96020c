"""Figures that say a change (2,8 procentpoint, fra 16,7 % til 17,0 %, 21,2 % mod 15,1 %) held against the cells."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.proofreading.attachment import HELD_AGAINST, groups_for, measures_for, pairs_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import check_level
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.sentences.ledger import Entry, Ledger
from kpi.papers.sentences.wording import DIFFERENCES

MOVING = (
    r"(?:steg|stig|fald|øge|vokse|gået|lavere|højere|længere|kortere|reducer|forskel|ændring|fremgang|tilbagegang)\w*"
)
BY = re.compile(
    rf"{MOVING}(?: \S+){{0,6}}? (?:med|på)\s*(?:ca\.|omkring|knap|godt|kun|hele)?\s*$"
    r"|\bforskel\w*\b[^.;:]{0,90} (?:er|var)\s*$",
    re.I,
)
MOVED = re.compile(r"\b(?:steg|stig|fald|øge|vokse|gået|gik|reducer)\w*", re.I)
BY_FIRST = re.compile(r"\bmed\s*$", re.I)
STRAIGHT = re.compile(r"\b(?:steg|steget|faldt|faldet|vokset|gik|gået)\s*$", re.I)
MORE = re.compile(
    r"^\)?\s*(?:pr\. uge )?(?:point )?(?:højere|lavere|længere|kortere|mere|mindre|flere|færre)\b(?! (?:\d|end \d))"
    r"|^\s*(?:under|over)\b(?! \d)|^\s*(?:op|ned|frem|tilbage)\b",
    re.I,
)
TWO_GROUPS = re.compile(r"\b(?:sammenlign|forskel|sidstnævnte|førstnævnte|skiller)\w*|\bmellem\b", re.I)
"""Words that hold the groups of a sentence up against each other."""
UNITS = {Unit.PERCENT: "procentpoint", Unit.HOURS: "timer"}


def is_change(reading: Reading, figure: Mention) -> bool:
    """Whether the words around a figure make it a change: procentpoint, steg med, en stigning på, højere."""
    if figure.kind != "number":
        return False
    if figure.unit == "procentpoint":
        return True
    begin, end = reading.clause(figure.start)
    before, after = reading.text[begin : figure.start], reading.text[figure.end :]
    moved = MOVED.search(reading.text[begin:end])
    return bool(
        BY.search(before) or (BY_FIRST.search(before) and moved) or STRAIGHT.search(before) or MORE.match(after)
    )


def check_change(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Fault]:
    """Faults of a change's unit, and of its size against the printed values."""
    measures = [key for key in measures_for(reading, figure, peers) if BY_KEY[key].unit is not Unit.COUNT]
    if not measures:
        return
    found = differences(reading, figure, measures, ledger, peers)
    size, cells = min(found, key=lambda one: abs(abs(one[0]) - figure.value), default=(figure.value, ()))
    right = danish.rounded(float(abs(size)), figure.decimals) == figure.value
    said = danish.number(abs(size) if not right else figure.value, 1 if not right else figure.decimals)
    told = f"{said}{DIFFERENCES[BY_KEY[measures[0]].unit]}"
    yield from _unit(reading, figure, measures, told, cells)
    if not found:
        reason = "Der er ingen to tal i tabellerne, som har denne forskel."
        yield _of(reading, figure, "tal_ikke_i_tabellerne", reason, "Slet tallet, eller nævn de to tal.", ())
    elif not right:
        reason = f"Forskellen mellem de trykte tal er {told}."
        yield _of(reading, figure, "forkert_forskel", reason, f"Skriv {told}.", cells)


def differences(
    reading: Reading, figure: Mention, measures: Iterable[str], ledger: Ledger, peers: Sequence[Mention]
) -> list[tuple[Decimal, tuple[str, str]]]:
    """The differences that a change may mean, each with the addresses of its two cells."""
    groups, found = groups_for(reading, figure, ledger, peers), []
    for measure in measures:
        for before, after in pairs_for(reading, figure, measure, ledger):
            for group in groups:
                size = ledger.difference(measure, group, before, after)
                if size is not None:
                    found.append((size, (f"{measure}/{group}/{before}", f"{measure}/{group}/{after}")))
        found += _between_groups(reading, measure, ledger)
    return found


def _between_groups(reading: Reading, measure: str, ledger: Ledger) -> list[tuple[Decimal, tuple[str, str]]]:
    """The differences between two groups that the sentence holds up against each other (højere end for kommunen)."""
    against = [one for one in reading.groups if HELD_AGAINST.search(reading.text[: one.start])]
    if not against and TWO_GROUPS.search(reading.text):
        against = list(reading.groups[1:])
    ends = [key for one in reading.periods for key in one.keys] or list(ledger.ends(measure)[-1:])
    found = []
    for other in against:
        for one in reading.groups:
            for end in ends:
                first, second = ledger.at(measure, one.keys[0], end), ledger.at(measure, other.keys[0], end)
                if first and second and one is not other:
                    found.append((first.printed - second.printed, (first.address, second.address)))
    return found


def _unit(reading: Reading, figure: Mention, measures: list[str], told: str, cells: tuple[str, ...]) -> Iterable[Fault]:
    """A fault where a change is told in percent, or in the other measure's unit."""
    right = {UNITS[BY_KEY[measure].unit] for measure in measures}
    if figure.unit in right or not figure.unit:
        return
    if "timer" in right:
        reason, kind = "Arbejdstid måles i timer, og forskellen er i timer.", "procent_for_timer"
    else:
        reason, kind = "Forskellen mellem to procenttal er i procentpoint.", "procent_for_procentpoint"
    yield _of(reading, figure, kind, reason, f"Skriv {told}.", cells)


def ranges_in(reading: Reading) -> list[tuple[Mention, Mention, str]]:
    """The pairs of levels that are held up to each other: (first, second, `til` or `mod`)."""
    numbers = [one for one in reading.figures if one.kind == "number" and one.unit != "procentpoint"]
    found = []
    for first, second in pairwise(numbers):
        between = reading.text[first.end : second.start]
        if first.unit != second.unit:
            continue
        if re.search(r"\bfra\s*(?:\w+ )?$", reading.text[: first.start]) and re.search(r"\btil\s*$", between):
            found.append((first, second, "til"))
        elif re.search(r"\b(?:mod|imod)\s*(?:kun )?$", between) and ";" not in between:
            found.append((first, second, "mod"))
    return found


def check_range(reading: Reading, pair: tuple[Mention, Mention, str], ledger: Ledger) -> Iterable[Fault]:
    """A fault where no two cells of a group are as the two levels say, the earlier one first (fra … til)."""
    first, second, joined = pair
    yield from _way_of_range(reading, pair)
    both = Mention(first.start, second.end, reading.text[first.start : second.end])
    measures = [key for key in measures_for(reading, both) if BY_KEY[key].unit is not Unit.COUNT]
    groups = groups_for(reading, both, ledger)
    seen = []
    for measure in measures:
        for low, high in _pairs(reading, pair, measure, ledger):
            for group in groups:
                before, after = ledger.at(measure, group, low), ledger.at(measure, group, high)
                if before and after:
                    seen.append((before, after) if joined == "til" else (after, before))
        seen += _of_two_groups(reading, measure, ledger) if joined == "mod" else []
    if not seen:
        yield from (fault for one in (first, second) for fault in check_level(reading, one, ledger, (first, second)))
    if not seen or any(_says(first, one) and _says(second, other) for one, other in seen):
        return
    if any(_says(second, one) and _says(first, other) for one, other in seen):
        reason = "Tallene står i omvendt rækkefølge."
        proposal = f"Skriv fra {second.words} til {first.words}." if joined == "til" else "Byt om på tallene."
        yield fault_in(reading, first.start, second.end, "forkert_retning", reason, proposal, _cells(seen[:1]))
        return
    best = min(seen, key=lambda one: (not _says(first, one[0])) + (not _says(second, one[1])))
    for said, entry in zip((first, second), best, strict=True):
        if not _says(said, entry):
            reason = f"I tabellen står der {entry.text} ({entry.label})."
            yield _of(
                reading, said, "tal_ikke_i_tabellerne", reason, f"Skriv {entry.text} {said.unit}.", (entry.address,)
            )


def _way_of_range(reading: Reading, pair: tuple[Mention, Mention, str]) -> Iterable[Fault]:
    """A fault where the clause says steget and its own two figures fall, or the other way round."""
    first, second, joined = pair
    ways = reading.in_clause(reading.ways, first.start)
    if joined == "mod" or len(ways) != 1 or first.value == second.value:
        return
    right, word = ("up", "en stigning") if second.value > first.value else ("down", "et fald")
    if ways[0].keys[0] not in ("flat", right):
        reason = f"Fra {first.words} til {second.words} er {word}."
        yield fault_in(reading, ways[0].start, ways[0].end, "forkert_retning", reason, "Ret ordet eller tallene.")


def _of_two_groups(reading: Reading, measure: str, ledger: Ledger) -> list[tuple[Entry, Entry]]:
    """The cells of two groups that the sentence names, at the same time."""
    groups = [one.keys[0] for one in reading.groups]
    ends = [key for one in reading.periods for key in one.keys] or list(ledger.ends(measure)[-1:])
    pairs = [
        (ledger.at(measure, one, end), ledger.at(measure, other, end))
        for end in ends
        for one, other in permutations(groups, 2)
    ]
    return [(one, other) for one, other in pairs if one and other]


def _pairs(reading: Reading, pair: tuple[Mention, Mention, str], measure: str, ledger: Ledger) -> list[tuple[str, str]]:
    """The comparisons that two levels may be: each with its own period where it has one just after it."""
    first, second, joined = pair
    own = [_own_period(reading, one) for one in (first, second)]
    if joined == "mod":
        own.reverse()
    pairs = pairs_for(reading, second, measure, ledger)
    if not any(own) and not reading.periods and not reading.carried_periods:
        printed = [*pairwise(ledger.ends(measure))]
        return [*pairs, *printed]
    if not any(own):
        return pairs
    ends = sorted({*ledger.ends(measure), *ledger.ends(measure, "same_date")})
    lows, highs = ([one] if one else ends for one in own)
    found = [(low, high) for low in lows for high in highs if low < high or joined == "mod"]
    if all(own):
        return found or [(low, high) for low in lows for high in highs]
    return [one for one in found if one in pairs] or found


def _own_period(reading: Reading, figure: Mention) -> str:
    for one in reading.periods:
        if one.start >= figure.end and one.keys and one.kind not in ("before", "years", "ago") and re.fullmatch(
            r"\)?\s*(?:pr\. uge )?(?:i|pr\.|den|ved)?\s*(?:år )?", reading.text[figure.end : one.start]
        ):  # fmt: skip
            return one.keys[0]
    return ""


def _says(figure: Mention, entry) -> bool:
    return danish.rounded(entry.value, figure.decimals) == figure.value


def _cells(pairs: Iterable[tuple]) -> list[str]:
    return [entry.address for pair in pairs for entry in pair]


def _of(reading: Reading, figure: Mention, kind: str, reason: str, proposal: str, cells: Iterable[str]) -> Fault:
    return fault_in(reading, figure.start, figure.end, kind, reason, proposal, cells)
