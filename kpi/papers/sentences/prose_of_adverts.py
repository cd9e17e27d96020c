"""Sentences about the job adverts."""

from kpi import danish
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.ledger import TOTAL_ADVERTS
from kpi.papers.sentences.period_words import covering
from kpi.papers.sentences.wording import Wording

Ways = tuple[str, ...]


def _total(claim: Claim, wording: Wording) -> Ways:
    told = _counts(claim, wording, TOTAL_ADVERTS, " jobannoncer med afklaret udfald")
    return (f"i {covering(claim.measure, claim.periods[0])} blev der ikke ansat på {told}.",)


def _areas(claim: Claim, wording: Wording) -> Ways:
    first, *others = claim.groups
    told = [f"{_counts(claim, wording, first, ' jobannoncer')} inden for {wording.names[first]}"]
    told += [f"{_counts(claim, wording, area)} inden for {wording.names[area]}" for area in others]
    return (f"fordelt på områder blev der ikke ansat på {danish.joined(told)}.",)


def _counts(claim: Claim, wording: Wording, area: str, noun: str = "") -> str:
    entry = wording.entry(claim.measure, area, claim.periods[0])
    counts = [danish.number(count, 0) for count in (entry.numerator, entry.denominator)]
    return f"{counts[0]} af {counts[1]}{noun} ({entry.text} %)"


def _undecided(claim: Claim, wording: Wording) -> Ways:
    count = claim.counts[0]
    if not count:
        return ("ingen jobannoncer havde uafklaret udfald, da udtrækket blev trukket.",)
    out = "er holdt ude af andelen"
    return (f"{danish.counted(count, 'jobannonce', 'jobannoncer')} havde uafklaret udfald og {out}.",)


def _uncovered(claim: Claim, wording: Wording) -> Ways:
    quarters = danish.joined([covering(claim.measure, end) for end in claim.periods])
    return (f"udtrækket fra Emply dækker ikke {quarters}.",)


def _aim(claim: Claim, wording: Wording) -> Ways:
    level, quarter = wording.level(claim.measure, TOTAL_ADVERTS, claim.periods[0]), claim.periods[0]
    period = covering(claim.measure, quarter)
    return (f"samlet var andelen af jobannoncer uden ansættelse {level} i {period}.",)


SAID = {
    "adverts_total": _total,
    "adverts_areas": _areas,
    "undecided": _undecided,
    "uncovered": _uncovered,
    "aim_attract": _aim,
}
