"""Where a sentence says which way something went: of a group, of all groups but some, of most, of so many, of none."""

import re
from collections.abc import Iterable
from decimal import Decimal

from kpi import danish
from kpi.papers.proofreading.attachment import GENERIC, attached, groups_for, measures_for, pairs_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.proofreading.ways import CLEAR, HEDGED, NORMAL, SAID
from kpi.papers.sentences.claim import CLEAR as CLEAR_SIGNS
from kpi.papers.sentences.claim import direction_of
from kpi.papers.sentences.ledger import Ledger, year_before
from kpi.papers.sentences.wording import Wording

BUT = re.compile(
    r"\b(?:undtagen|undtaget|bortset fra|på nær|med undtagelse af|ser bort fra|fraregnet|dog ikke|men ikke)\b", re.I
)
AGAINST = re.compile(
    r"\bend (?:gennemsnittet )?(?:for |blandt |i |hos )?(?:de )?$|\b(?:over|under) (?:niveauet for )?$", re.I
)
OF_A_CHANGE = re.compile(
    r"(?:større|mindre|højere|lavere) end (?:stigningen|faldet)|(?:stigningen|faldet) .{0,60}(?:større|mindre) end",
    re.I,
)
REST = re.compile(r"\b(?:de|alle) (?:øvrige|andre|resterende)\b(?! \w+område)", re.I)
"""The groups that the sentence has not named before."""
COUNTED = re.compile(r"\bantal", re.I)
"""What a clause says that tells of a count, not of the measure."""
NEITHER = re.compile(r"\bhverken\b", re.I)
REACHES = re.compile(r" (?:\w+ )?til ")
"""What stands between a way and the figure that it ends at."""
Tried = tuple[str, str, list[tuple[str, str]]]
"""A measure and a group with the comparisons that a sentence may mean of them."""
DIRECTION = {"up": "steget", "down": "faldet", "flat": "uændret"}


def check_ways(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Faults of the directions that the sentence tells of single groups."""
    if OF_A_CHANGE.search(reading.text) or not reading.about or reading.of_others:
        return
    yield from _neither(reading, ledger)
    for way in reading.ways:
        if way.keys == ("flat",) and is_vague(reading):
            continue
        groups = keys_of(reading.in_clause(reading.groups, way.start))
        if reading.text[: way.start].endswith("("):
            groups = keys_of(attached(way, reading.groups, (), reading.text))
        groups = tuple(group for group in groups if group not in _excepted(reading, way))
        if not groups and GENERIC.search(reading.text):
            continue
        other = held_against(reading, way)
        if other:
            yield from _cross(reading, way, other, ledger)
        elif groups or not HEDGED.search(reading.text):
            yield from _of_groups(reading, way, groups, ledger)


def _neither(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """A fault where neither of the groups is said to have gone a way that all of them went."""
    hit = NEITHER.search(reading.text)
    if not hit or len(reading.groups) < 2:
        return
    said = next((one for one in SAID.finditer(reading.text) if one.start() > hit.end()), None)
    if said is None or reading.ways:
        return
    way = Mention(said.start(), said.end(), said[0], (said.lastgroup,), "way")
    groups = keys_of(reading.groups)
    for measure in measures_for(reading, way):
        pairs = pairs_for(reading, way, measure, ledger)
        if all(happened(measure, group, said.lastgroup, pairs, ledger) for group in groups):
            yield _fault(reading, way, (measure, groups[0], pairs[0]), ledger)


def is_vague(reading: Reading) -> bool:
    """Whether the sentence makes an exception of something that it does not name: når man ser bort fra de små."""
    but = BUT.search(reading.text)
    return bool(but) and not any(one.start >= but.end() for one in reading.groups)


def _excepted(reading: Reading, way: Mention) -> tuple[str, ...]:
    """The groups between an "undtagen" and the way: alle undtagen lærere har højere …"""
    but = BUT.search(reading.text[: way.start])
    return keys_of(one for one in reading.groups if but and but.end() <= one.start < way.start)


def happened(measure: str, group: str, way: str, pairs: Iterable[tuple[str, str]], ledger: Ledger) -> bool | None:
    """Whether the group went the way in any of the comparisons; None where none of them can be made."""
    told = [direction_of(ledger, measure, group, before, after) for before, after in pairs]
    told = [one for one in told if one]
    return None if not told else way in told


def _counts_went(measure: str, group: str, way: str, pairs: Iterable[tuple[str, str]], ledger: Ledger) -> bool:
    """Whether one of the counts behind the group's figures went the way in any of the comparisons."""
    told = [(ledger.at(measure, group, before), ledger.at(measure, group, after)) for before, after in pairs]
    counts = [
        ((low.numerator, high.numerator), (low.denominator, high.denominator)) for low, high in told if low and high
    ]
    return any(way_of(before, after) == way for both in counts for before, after in both)


def _of_groups(reading: Reading, way: Mention, groups: tuple[str, ...], ledger: Ledger) -> Iterable[Fault]:
    said, own = way.keys[0], bool(groups)
    begin, end = reading.clause(way.start)
    if not own and REST.search(reading.text, begin, end):
        named, own = keys_of(reading.groups), True
        groups = tuple(group for group in ledger.staff_groups if group not in named)
    groups = groups or groups_for(reading, way, ledger)
    measures = measures_for(reading, way)
    counted = bool(COUNTED.search(reading.text[slice(*reading.clause(way.start))]))
    if not own and reading.groups:
        groups = keys_of(reading.groups)
    tried = [(measure, group, pairs_for(reading, way, measure, ledger)) for measure in measures for group in groups]
    tried = _that_reach(reading, way, tried, ledger) or tried
    wrong = [
        (measure, group, pairs[0])
        for measure, group, pairs in tried
        if happened(measure, group, said, pairs, ledger) is False
        and not (counted and _counts_went(measure, group, said, pairs, ledger))
    ]
    if wrong and (own or len(wrong) == len(tried)):
        yield _fault(reading, way, wrong[0], ledger)


def _that_reach(reading: Reading, way: Mention, tried: list[Tried], ledger: Ledger) -> list[Tried]:
    """Those that end at the figure that the way is said to reach (steg til 63,0 procent); none where there is none."""
    reached = [one.value for one in reading.figures if REACHES.fullmatch(reading.text[way.end : one.start])]
    if not reached:
        return []
    ending = [
        (
            measure,
            group,
            [(before, after) for before, after in pairs if _is_printed(measure, group, after, reached[0], ledger)],
        )
        for measure, group, pairs in tried
    ]
    return [one for one in ending if one[2]]


def _is_printed(measure: str, group: str, end: str, value: Decimal, ledger: Ledger) -> bool:
    entry = ledger.at(measure, group, end)
    return entry is not None and entry.printed == value


def _fault(reading: Reading, way: Mention, wrong: tuple[str, str, tuple[str, str]], ledger: Ledger) -> Fault:
    measure, group, (before, after) = wrong
    right = DIRECTION[direction_of(ledger, measure, group, before, after) or "flat"]
    wording = Wording(ledger)
    name, cells = wording.names.get(group, group), [f"{measure}/{group}/{end}" for end in (before, after)]
    told = " til ".join(ledger.at(*cell.split("/", 1)[:1], group, cell.rsplit("/", 1)[1]).text for cell in cells)
    reason = (
        f"Tallet for {name} er {right}: fra {told}." if right != "uændret" else f"Tallet for {name} er uændret: {told}."
    )
    return fault_in(reading, way.start, way.end, "forkert_retning", reason, f"Skriv, at det er {right}.", cells)


def held_against(reading: Reading, way: Mention) -> Mention | None:
    """The group that another is held up to (højere end for kommunen), or None."""
    after = [one for one in reading.in_clause(reading.groups, way.start) if one.start >= way.start]
    return next((one for one in after if AGAINST.search(reading.text[way.start : one.start])), None)


def _cross(reading: Reading, way: Mention, other: Mention, ledger: Ledger) -> Iterable[Fault]:
    """A group held up to another: højere blandt lærere end for kommunen i alt."""
    groups = [one for one in reading.groups if one.end <= other.start]
    names = keys_of(groups) or reading.carried_groups
    for measure in measures_for(reading, way):
        ends = [key for one in reading.periods for key in one.keys] or list(ledger.ends(measure)[-1:])
        for group in names:
            pairs = [(ledger.at(measure, other.keys[0], end), ledger.at(measure, group, end)) for end in ends]
            pairs = [(low, high) for low, high in pairs if low and high]
            if pairs and not any(way_of(low.printed, high.printed) == way.keys[0] for low, high in pairs):
                cells = [one.address for one in pairs[-1]]
                reason = f"I tabellen står der {pairs[-1][1].text} mod {pairs[-1][0].text}."
                yield fault_in(
                    reading, way.start, way.end, "forkert_retning", reason, "Vend sammenligningen om.", cells
                )


def way_of(before: Decimal | float, after: Decimal | float) -> str:
    """Which way a figure went: up, down or flat."""
    return "up" if after > before else "down" if after < before else "flat"


def check_certainty(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """A fault where a change is called clear that lies within normal variation, or the other way round."""
    if NORMAL.search(reading.text) or not ledger.signs or not reading.about:
        return
    for hit in CLEAR.finditer(reading.text):
        way = min(reading.ways, key=lambda one: abs(one.start - hit.start()), default=None)
        if (
            way is None
            or way.keys == ("flat",)
            or re.search(r"\b(?:ingen|ikke|hverken)\b", reading.text[: hit.start()], re.I)
        ):
            continue
        begin, end = reading.clause(hit.start())
        if not begin <= way.start < end:
            continue
        groups = keys_of(reading.in_clause(reading.groups, way.start)) or groups_for(reading, way, ledger)[:1]
        for measure in measures_for(reading, way):
            pairs = pairs_for(reading, way, measure, ledger)
            ends = [after for before, after in pairs if before == year_before(after)]
            yield from _unclear(reading, (hit.start(), hit.end()), measure, groups, ends, ledger)


def _unclear(
    reading: Reading,
    place: tuple[int, int],
    measure: str,
    groups: tuple[str, ...],
    ends: list[str],
    ledger: Ledger,
) -> Iterable[Fault]:
    """A fault where a group's change is not clear in any like-for-like comparison that the words may mean."""
    for group in groups:
        signs = {end: sign for end in ends if (sign := ledger.sign(measure, group, end))}
        if signs and not any(sign in CLEAR_SIGNS for sign in signs.values()):
            end, sign = next(iter(signs.items()))
            reason = f"Ændringen for {Wording(ledger).names[group]}: {danish.SIGNS[sign][1]}."
            proposal = "Skriv, at tallet ser højere eller lavere ud, men ligger inden for normal variation."
            yield fault_in(reading, *place, "ikke_tydelig", reason, proposal, [f"{measure}/{group}/{end}"])
            return
