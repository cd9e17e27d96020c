"""Sentences about a measure of people: the total's level and change, and which staff groups move."""

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span, Unit
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.claims_of_people import MOST_NAMED
from kpi.papers.sentences.fraction_words import fraction, in_words
from kpi.papers.sentences.ledger import Ledger, overlap
from kpi.papers.sentences.period_words import covering, within
from kpi.papers.sentences.wording import MEASURES, MOVED, Wording

Ways = tuple[str, ...]
VARIATION = "inden for normal variation"
CLEARLY = {"up": "en tydelig stigning", "down": "et tydeligt fald"}


def _level(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (end,) = claim.measure, claim.groups, claim.periods
    level, when = wording.level(measure, group, end), within(measure, end)
    subject = MEASURES[measure]
    if BY_KEY[measure].table == 3:
        return _leavers(claim, wording)
    level += " pr. uge" if claim.unit is Unit.HOURS else ""
    return (f"{subject} for {wording.names[group]} var {level} {when}.",)


def _leavers(claim: Claim, wording: Wording) -> Ways:
    """Of how many leavers which part left early, with the fraction that comes near."""
    entry = wording.entry(claim.measure, claim.groups[0], claim.periods[0])
    share, left = fraction(entry.printed), danish.number(entry.denominator, 0)
    told = f"{share} ({entry.text} %)" if share else f"{entry.text} %"
    when = within(claim.measure, claim.periods[0])
    if claim.measure == "left_within_3m":
        return (f"af de {left} fastansatte, der fratrådte {when}, havde {told} været ansat i mindre end 3 måneder.",)
    return (f"{when} fratrådte {left} fastansatte; {told} havde været ansat i mindre end 12 måneder.",)


def _printed_change(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (before, latest) = claim.measure, claim.groups, claim.periods
    text = f"sammenlignet med {covering(measure, before)} er {MEASURES[measure]} for {wording.names[group]}"
    if claim.direction == "flat":
        text += " uændret"
    else:
        way = wording.compared(measure, claim.direction)
        text += f" {wording.difference(measure, group, before, latest)} {way}"
    shared = ", men de to perioder har måneder til fælles" if overlap(measure, before, latest) else ""
    return (f"{text}{shared}.",)


def _yearly_change(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (before, latest) = claim.measure, claim.groups, claim.periods
    start = f"i forhold til {covering(measure, before)}"
    subject = f"{MEASURES[measure]} for {wording.names[group]}"
    if claim.direction == "flat":
        return (f"{start} er {subject} uændret.",)
    size, way = wording.difference(measure, group, before, latest), wording.compared(measure, claim.direction)
    first, last = wording.level(measure, group, before), wording.level(measure, group, latest)
    if claim.certainty == "clear":
        return (f"{start} er {subject} {MOVED[claim.direction]} tydeligt, fra {first} til {last} ({size}).",)
    if claim.certainty == "unclear":
        return (f"{start} ser {subject} {way} ud ({last} mod {first}), men forskellen ligger {VARIATION}.",)
    return (f"{start} er {subject} {size} {way} ({last} mod {first}).",)


def _all_but(claim: Claim, wording: Wording) -> Ways:
    measure, (before, latest) = claim.measure, claim.periods
    who, but = _everyone(len(claim.groups) + len(claim.others), wording.ledger), ""
    if claim.others:
        moves = wording.moves(measure, claim.others, before, latest)
        but = f" undtagen {in_words(len(claim.others))}: {moves}"
    return (f"{_past(claim, wording)} {who if but else who.rstrip(',')}{but}.",)


def _past(claim: Claim, wording: Wording) -> str:
    """The measure with the period that it is higher or lower than."""
    measure, before = claim.measure, claim.periods[0]
    return f"{MEASURES[measure]} er {wording.compared(measure, claim.direction)} end {within(measure, before)}"


def _everyone(shown: int, ledger: Ledger) -> str:
    if shown == len(ledger.staff_groups):
        return "i alle faggrupper"
    return f"i alle {in_words(shown)} faggrupper, der kan sammenlignes,"


def _count(claim: Claim, wording: Wording) -> Ways:
    shown = len(claim.groups) + len(claim.others)
    part = f"i {in_words(len(claim.groups))} af {in_words(shown)} faggrupper"
    return (f"{_past(claim, wording)} {part}: {wording.groups(claim.groups)}.",)


def _clear(claim: Claim, wording: Wording) -> Ways:
    measure, (before, latest) = claim.measure, claim.periods
    told, against = wording.moves(measure, claim.groups, before, latest), covering(measure, before)
    more = len(claim.others)
    also = f" samt i {in_words(more)} {'anden faggruppe' if more == 1 else 'andre faggrupper'}" if more else ""
    return (f"{CLEARLY[claim.direction]} i {MEASURES[measure]} siden {against} ses blandt {told}{also}.",)


def _unclear(claim: Claim, wording: Wording) -> Ways:
    subject, against = MEASURES[claim.measure], covering(claim.measure, claim.periods[0])
    shown, every = len(claim.groups), len(wording.ledger.staff_groups)
    if shown == every:
        return (f"ingen af faggrupperne viser en tydelig ændring i {subject} siden {against}.",)
    if shown > MOST_NAMED:
        who = f"i {in_words(shown)} af {in_words(every)} faggrupper"
        return (f"{who} ligger ændringen i {subject} siden {against} {VARIATION}.",)
    return (f"blandt {wording.groups(claim.groups)} ligger ændringen i {subject} siden {against} {VARIATION}.",)


def _too_few(claim: Claim, wording: Wording) -> Ways:
    people = "fratrådte" if BY_KEY[claim.measure].span is Span.YEAR_TO_DATE else "ansatte"
    names, subject = wording.groups(claim.groups), MEASURES[claim.measure]
    return (f"for {names} er der for få {people} til at vurdere ændringen i {subject}.",)


def _not_comparable(claim: Claim, wording: Wording) -> Ways:
    names, subject = wording.groups(claim.groups), MEASURES[claim.measure]
    rows = [wording.ledger.signs.get((claim.measure, group, claim.periods[0]), {}) for group in claim.groups]
    reasons = {str(row.get("reason") or "") for row in rows} - {"", "nan"}
    why = f" ({'; '.join(sorted(reason.rstrip('.') for reason in reasons))})" if reasons else ""
    return (f"for {names} kan {subject} ikke sammenlignes med året før{why}.",)


SAID = {
    "level": _level,
    "printed_change": _printed_change,
    "yearly_change": _yearly_change,
    "all_but": _all_but,
    "count": _count,
    "clear": _clear,
    "unclear": _unclear,
    "too_few": _too_few,
    "not_comparable": _not_comparable,
}
