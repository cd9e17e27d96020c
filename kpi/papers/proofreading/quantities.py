"""Where a sentence tells of all groups, all but some, none, most, only some, or so many of them."""

import re
from collections.abc import Iterable

from kpi import danish
from kpi.papers.proofreading.attachment import measures_for, pairs_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.figures_said import SMALL, WORD
from kpi.papers.proofreading.levels import periods_of_level
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.proofreading.way_checks import BUT, DIRECTION, happened, held_against, is_vague, way_of
from kpi.papers.proofreading.ways import HEDGED, SAID
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.wording import Wording

NOT_COMPARABLE = "not_comparable"
NUMBER = rf"(?:{WORD}|\d+)"
GROUPS = r"(?:fag|medarbejder)?grupper(?:ne)?"
ALL = re.compile(
    rf"(?<!\baf )(?<!\bblandt )\b(?:alle(?: de)?|samtlige|hver eneste af de)(?: {NUMBER})? (?:\w+ )?{GROUPS}", re.I
)
NONE = re.compile(rf"\bingen (?:af )?(?:de )?{GROUPS}", re.I)
MOST = re.compile(rf"\b(?:flertallet af|de fleste(?: af)?|hovedparten af|mere end halvdelen af)(?: de)? {GROUPS}", re.I)
OF_SO_MANY = re.compile(rf"\b(?P<some>{NUMBER}) (?:ud )?af (?:de )?(?P<all>{NUMBER}) {GROUPS}", re.I)
SO_MANY = re.compile(
    rf"(?<!de )(?<!af )\b(?P<some>{NUMBER})(?: af)? {GROUPS}\b (?=har|er|fik|havde|viser|oplevede)", re.I
)
SOME_GROUPS = re.compile(
    r" (?:på|i|inden for|hos) (?:den |det )?(?!20|kommun|perioden|forhold|forbindelse|første|andet)[a-zæøå]{4}", re.I
)
"""The groups of a place, which the tables do not tell apart: i to af tre faggrupper på ældreområdet."""
ONLY = re.compile(r"\b(?:kun|alene|udelukkende)(?: for| blandt| hos| i)? (?:de )?$", re.I)
REST = re.compile(rf"\b(?:de|alle) (?:øvrige|andre|resterende) {GROUPS}", re.I)
ARROWS = re.compile(r"\bpile(?:ne)?\b", re.I)


def check_quantities(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Faults of what the sentence tells of all groups, or of a part of them."""
    if is_vague(reading):
        return
    for pattern, check in ((ALL, _all), (NONE, _none), (MOST, _most), (OF_SO_MANY, _so_many), (SO_MANY, _so_many)):
        for hit in pattern.finditer(reading.text):
            if not (pattern is ALL and REST.search(hit[0])):
                yield from check(reading, hit, ledger)
    yield from _only(reading, ledger)
    yield from _arrows(reading, ledger)


def _went(reading: Reading, way: Mention, ledger: Ledger) -> list[tuple[str, dict[str, bool]]]:
    """Per comparison that the way may mean: which staff groups went that way, of those that can be compared."""
    found, other = [], held_against(reading, way)
    if other:
        return list(_went_past(reading, way, other, ledger))
    for measure in measures_for(reading, way):
        for pair in pairs_for(reading, way, measure, ledger):
            told = {group: happened(measure, group, way.keys[0], [pair], ledger) for group in ledger.staff_groups}
            told = {group: bool(one) for group, one in told.items() if one is not None}
            if "kan sammenlignes" in reading.text:
                told = {key: one for key, one in told.items() if ledger.sign(measure, key, pair[1]) != NOT_COMPARABLE}
            if told:
                found.append((measure, told))
    return found


def _went_past(reading: Reading, way: Mention, other: Mention, ledger: Ledger) -> Iterable[tuple[str, dict[str, bool]]]:
    """Per period: which staff groups lie on the side of another group that the way says."""
    for measure in measures_for(reading, way):
        for end in periods_of_level(reading, way, measure, ledger):
            against = ledger.at(measure, other.keys[0], end)
            told = {group: ledger.at(measure, group, end) for group in ledger.staff_groups}
            if against:
                yield (
                    measure,
                    {group: way_of(against.printed, one.printed) == way.keys[0] for group, one in told.items() if one},
                )


def _way_near(reading: Reading, hit: re.Match) -> Mention | None:
    """The way that the quantity goes with: in its clause, or the nearest of the sentence."""
    ways = reading.in_clause(reading.ways, hit.start()) or reading.ways
    return min(ways, key=lambda one: abs(one.start - hit.start()), default=None)


def _all(reading: Reading, hit: re.Match, ledger: Ledger) -> Iterable[Fault]:
    way = _way_near(reading, hit)
    but = BUT.search(reading.text)
    excepted = keys_of(one for one in reading.groups if but and one.start >= but.end()) if but else ()
    if way is None or (way.keys == ("flat",) and not excepted):
        return
    told = _went(reading, way, ledger)
    wrong = [exceptions(one, excepted) for _, one in told]
    if wrong and all(wrong):
        yield _fault(reading, hit, way, wrong[0], told[0][0], ledger)


def exceptions(told: dict[str, bool], excepted: tuple[str, ...]) -> tuple[str, ...]:
    """The groups that are wrongly among all, or wrongly excepted."""
    return tuple(group for group, went in told.items() if went == (group in excepted))


def _fault(
    reading: Reading, hit: re.Match, way: Mention, wrong: tuple[str, ...], measure: str, ledger: Ledger
) -> Fault:
    told = danish.joined([Wording(ledger).names[group] for group in wrong])
    reason = f"Det passer ikke for {told}."
    proposal = f"Nævn undtagelserne rigtigt: se {told}."
    cells = [f"{measure}/{group}/{ledger.ends(measure)[-1]}" for group in wrong]
    return fault_in(reading, hit.start(), hit.end(), "alle_med_undtagelse", reason, proposal, cells)


def _none(reading: Reading, hit: re.Match, ledger: Ledger) -> Iterable[Fault]:
    """Ingen faggrupper er faldet: a fault where one has, in every comparison that it may mean."""
    said = [one for one in SAID.finditer(reading.text) if one.start() > hit.end()]
    if not said or re.search(r"tydelig|mark", reading.text, re.I):
        return
    way = Mention(said[0].start(), said[0].end(), said[0][0], (said[0].lastgroup,), "way")
    told = _went(reading, way, ledger)
    wrong = [tuple(group for group, went in one.items() if went) for _, one in told]
    if wrong and all(wrong):
        yield _fault(reading, hit, way, wrong[0], told[0][0], ledger)


def _most(reading: Reading, hit: re.Match, ledger: Ledger) -> Iterable[Fault]:
    way = _way_near(reading, hit)
    told = _went(reading, way, ledger) if way else []
    if told and not any(2 * sum(one.values()) > len(one) for _, one in told):
        yield _amount(reading, hit, way, told[0][1])


def _so_many(reading: Reading, hit: re.Match, ledger: Ledger) -> Iterable[Fault]:
    if SOME_GROUPS.match(reading.text[hit.end() :]):
        return
    way = _way_near(reading, hit)
    told = _went(reading, way, ledger) if way else []
    some, whole = count_of(hit["some"]), count_of(hit.groupdict().get("all") or "")
    if told and not any(sum(one.values()) == some and whole in (0, len(one)) for _, one in told):
        yield _amount(reading, hit, way, told[0][1])


def _amount(reading: Reading, hit: re.Match, way: Mention, told: dict[str, bool]) -> Fault:
    count, word = f"{sum(told.values())} af {len(told)}", DIRECTION[way.keys[0]]
    reason = f"Tallet er {word} i {count} faggrupper."
    return fault_in(reading, hit.start(), hit.end(), "forkert_maengde", reason, f"Skriv {count} faggrupper.")


def _only(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Kun blandt a og b ses et fald: a fault where other groups fell too."""
    first = next((one for one in reading.groups if ONLY.search(reading.text[: one.start])), None)
    if first is None:
        return
    ways = reading.in_clause(reading.ways, first.start)
    if not ways or ways[0].keys == ("flat",):
        return
    named = keys_of(reading.in_clause(reading.groups, ways[0].start))
    told = _went(reading, ways[0], ledger)
    wrong = [tuple(group for group, went in one.items() if went != (group in named)) for _, one in told]
    if wrong and all(wrong):
        others = danish.joined([Wording(ledger).names[group] for group in wrong[0]])
        reason = f"Det passer ikke: se også {others}."
        yield fault_in(reading, first.start, first.end, "alle_med_undtagelse", reason, f"Nævn også {others}.")


def _arrows(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Pilene viser stigninger: a fault where some of the table's arrows show the other way."""
    hit = ARROWS.search(reading.text)
    ways = [one for one in reading.ways if hit and one.start > hit.end()]
    if not hit or not ways or HEDGED.search(reading.text) or reading.groups or BUT.search(reading.text):
        return
    for measure in reading.about:
        figures = ledger.publication.by_group[ledger.audience]
        told = [one for group in ledger.staff_groups for one in figures.get((measure, group, "printed"), [])]
        arrows = [one["arrow"] for one in told if one["arrow"]]
        other = [arrow for arrow in arrows if arrow != ways[0].keys[0]]
        if other:
            reason = f"{len(other)} af {len(arrows)} pile ud for faggrupperne viser noget andet."
            proposal = "Nævn undtagelserne, og skriv, hvad pilene viser."
            yield fault_in(reading, hit.start(), ways[0].end, "pile", reason, proposal)
            return


def count_of(word: str) -> int:
    """A number in figures or in words; 0 where it is neither."""
    return int(word) if word.isdigit() else SMALL.get(word.lower(), 0)
