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
    some = [area for area in claim.groups if wording.entry(claim.measure, area, claim.periods[0]).numerator]
    none = [wording.names[area] for area in claim.groups if area not in some]
    told = [
        f"{_counts(claim, wording, area, '' if place else ' jobannoncer')} {_at([wording.names[area]])}"
        for place, area in enumerate(some)
    ]
    parts = [f"fordelt på områder blev der ikke ansat på {danish.joined(told)}"] if some else []
    parts += [f"{_at(none)} førte alle jobannoncer med afklaret udfald til ansættelse"] if none else []
    return (f"{'; '.join(parts)}.",)


def _at(areas: list[str]) -> str:
    """Areas with their prepositions: på skoleområdet og inden for dagtilbud samt sundhed."""
    told = [f"på {area}" for area in areas if area.endswith("området")]
    others = [area for area in areas if not area.endswith("området")]
    return danish.joined([*told, *([f"inden for {danish.joined(others, 'samt')}"] if others else [])])


def _counts(claim: Claim, wording: Wording, area: str, noun: str = "") -> str:
    entry = wording.entry(claim.measure, area, claim.periods[0])
    counts = [danish.number(count, 0) for count in (entry.numerator, entry.denominator)]
    return f"{counts[0]} af {'de ' if area == TOTAL_ADVERTS else ''}{counts[1]}{noun} ({entry.text} %)"


def _undecided(claim: Claim, wording: Wording) -> Ways:
    count = claim.counts[0]
    if not count:
        return ("udfaldet var afklaret for alle jobannoncer, da data blev trukket.",)
    adverts, out = danish.counted(count, "jobannonce", "jobannoncer"), "den" if count == 1 else "de"
    return (f"udfaldet var endnu ikke afklaret for {adverts}, da data blev trukket; {out} er holdt ude af andelen.",)


def _uncovered(claim: Claim, wording: Wording) -> Ways:
    quarters = danish.joined([covering(claim.measure, end) for end in claim.periods], "eller")
    return (f"udtrækket fra Emply dækker ikke {quarters}.",)


SAID = {
    "adverts_total": _total,
    "adverts_areas": _areas,
    "undecided": _undecided,
    "uncovered": _uncovered,
}
