"""Superlatives (de største stigninger, den højeste andel) held against the groups' ranks."""

import re
from collections.abc import Iterable
from decimal import Decimal

from kpi import danish
from kpi.papers.proofreading.attachment import groups_for, measures_for, pairs_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import periods_of_level
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import ADVERTS, Reading, fault_in
from kpi.papers.proofreading.way_checks import is_vague
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.wording import Wording

SUPERLATIVE = re.compile(
    r"(?<!næst)(?<!næst-)\b(?:(?P<most>(?:stør|høj|læng)e?st)|(?P<least>lavest|mindst|kortest))e?\b(?! \d)(?! to)"
    r"(?:\s+(?P<change>stigning\w*|fald\w*|ændring\w*|forskel\w*|fremgang\w*))?"
    r"|\b(?P<moved>steg|steget|faldt|faldet|ændret sig)\b[^.,;()]{0,60}? mest\b",
    re.I,
)


OVER_TIME = re.compile(
    r" (?:\w+ )?(?:i|af|over) (?:året|årene|perioden|hele perioden|de (?:to|tre|fire) (?:år|kvartaler))\b"
)
"""What follows a superlative that ranks the periods, not the groups."""
OF_CHANGE = re.compile(
    r"\b(stigning|fald|fremgang|ændring|forskel)\w*\b[^.;]{0,120} (?:er|var) (?:klart |langt )?$", re.I
)
"""A change that is told of before it is called the largest: stigningen i omsætningen er størst blandt …"""


def check_ranks(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """A fault where other groups are higher (or lower, or moved more) than those that are called so."""
    if is_vague(reading):
        return
    for hit in SUPERLATIVE.finditer(reading.text):
        if OVER_TIME.match(reading.text[hit.end() :]):
            yield from _over_time(reading, hit, ledger)
            continue
        named = _named(reading, hit, ledger)
        if not named or not reading.about:
            continue
        place = Mention(hit.start(), hit.end(), hit[0])
        told = list(_rankings(reading, place, hit, ledger))
        told = [one for one in told if set(named) <= set(one)]
        if told and not any(_are_first(named, one) for one in told):
            first = sorted(told[0], key=told[0].get, reverse=True)[: len(named)]
            right = danish.joined([Wording(ledger).names.get(group, group) for group in first])
            reason = f"Det er {right}, der ligger {'lavest' if hit['least'] else 'højest'} i tabellen."
            reason = f"Det er {right}, der har {hit[0].lower()}." if _change(hit) else reason
            yield fault_in(reading, hit.start(), hit.end(), "forkert_superlativ", reason, f"Skriv {right}.")


def _over_time(reading: Reading, hit: re.Match, ledger: Ledger) -> Iterable[Fault]:
    """A fault where the figure that is called the highest of the years is not: 19,7 % – den højeste i de tre år."""
    place = Mention(hit.start(), hit.end(), hit[0])
    levels = [one for one in reading.figures if one.kind == "number" and one.unit != "procentpoint"]
    if not levels:
        return
    said, right = min(levels, key=lambda one: abs(one.start - hit.start())), []
    for measure in measures_for(reading, place):
        for group in groups_for(reading, place, ledger):
            told = [entry.printed for end in ledger.ends(measure) if (entry := ledger.at(measure, group, end))]
            right += [min(told) if hit["least"] else max(told)] if told else []
    if right and said.value not in right:
        told = danish.number(right[0])
        reason, proposal = f"Det er {told}, der er {hit[0].lower()}.", f"Skriv {told}, eller ret ordet."
        yield fault_in(reading, hit.start(), hit.end(), "forkert_superlativ", reason, proposal)


def _change(hit: re.Match) -> str:
    """The change that is ranked (stigning, fald, ændring), empty where it is a level."""
    moved = (hit["moved"] or "").lower()
    before = OF_CHANGE.search(hit.string[: hit.start()])
    if before:
        return before[1].lower()
    return "ændring" if moved.startswith("ændr") else moved or (hit["change"] or "").lower()


def _named(reading: Reading, hit: re.Match, ledger: Ledger) -> tuple[str, ...]:
    """The groups that the superlative is said of: those after it, else those before it, in its clause."""
    _, end = reading.clause(hit.start())
    groups = reading.in_clause(reading.groups, hit.start())
    groups = groups or reading.in_clause(reading.groups, min(end + 1, len(reading.text)))
    groups = [one for one in groups if one.keys[0] != ledger.total]
    stop = next((other.start() for other in SUPERLATIVE.finditer(reading.text, hit.end())), len(reading.text))
    groups = [one for one in groups if one.start < stop]
    after = [one for one in groups if one.start >= hit.end() and "end " not in reading.text[hit.end() : one.start]]
    if after and re.search(r"\b(?:fulgt af|derefter|herefter)\b", reading.text[hit.end() :], re.I):
        after = after[:1]
    return keys_of(after or [one for one in groups if one.end <= hit.start()])


def _rankings(reading: Reading, place: Mention, hit: re.Match, ledger: Ledger) -> Iterable[dict[str, Decimal]]:
    """The staff groups' (or areas') figures that the superlative may rank, each the larger the more it is so."""
    for measure in measures_for(reading, place):
        rows = ledger.publication.areas if measure == ADVERTS else ledger.staff_groups
        sign = -1 if hit["least"] else 1
        if _change(hit):
            way = -1 if _change(hit).startswith("fald") else 1
            for before, after in pairs_for(reading, place, measure, ledger):
                told = {group: ledger.difference(measure, group, before, after) for group in rows}
                absolute = _change(hit).startswith(("ændring", "forskel"))
                yield {
                    key: sign * (abs(one) if absolute else way * one) for key, one in told.items() if one is not None
                }
        else:
            for end in _ends(reading, place, measure, ledger):
                told = {group: ledger.at(measure, group, end) for group in rows}
                yield {key: sign * entry.printed for key, entry in told.items() if entry}


def _ends(reading: Reading, place: Mention, measure: str, ledger: Ledger) -> list[str]:
    if any(one.keys for one in reading.periods) or reading.carried_periods:
        return periods_of_level(reading, place, measure, ledger)
    return list(ledger.ends(measure)[-1:])


def _are_first(named: tuple[str, ...], told: dict[str, Decimal]) -> bool:
    least = min(told[group] for group in named)
    return all(value <= least for group, value in told.items() if group not in named)
