"""Sentences about where a change of the total comes from: the groups, or the centres, that most of it lies in."""

from kpi import danish
from kpi.papers.comparisons.contributed import BY_CENTRE, BY_GROUP, DIVISIONS, largest, told_of
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.period_words import covering
from kpi.papers.sentences.wording import MEASURES, Wording


def _origins(claim: Claim, wording: Wording) -> tuple[str, ...]:
    """What changed since when is said once: the sentence about the centres follows that about the groups."""
    division = claim.kind.removeprefix("origins_")
    found = wording.ledger.contributions(claim.measure, division)
    kind = "stigningen" if claim.direction == "up" else "faldet"
    size = wording.difference(claim.measure, claim.groups[0], *claim.periods)
    parts = [told_of(found, row, wording.names.get(row.part, row.name)) for row in largest(found)]
    by_group = wording.ledger.contributions(claim.measure, BY_GROUP.key)
    if division == BY_CENTRE.key and by_group is not None and largest(by_group):
        return (f"af {kind} på {size} ligger {danish.joined(parts)}.",)
    against = covering(claim.measure, claim.periods[0])
    return (f"af {kind} i {MEASURES[claim.measure]} på {size} i forhold til {against} ligger {danish.joined(parts)}.",)


SAID = {f"origins_{division}": _origins for division in DIVISIONS}
