"""Sentences about a measure of people: the total's level and change, and which staff groups move."""

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span, Unit
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.fraction_words import fraction, in_words
from kpi.papers.sentences.ledger import Ledger, overlap
from kpi.papers.sentences.period_words import covering, within
from kpi.papers.sentences.wording import MEASURES, MOVED, Wording

Ways = tuple[str, ...]
VARIATION = "inden for normal variation"


def _level(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (end,) = claim.measure, claim.groups, claim.periods
    level, when = wording.level(measure, group, end), within(measure, end)
    subject = MEASURES[measure]
    if BY_KEY[measure].table == 3:
        return _leavers(claim, wording)
    level += " pr. uge" if claim.unit is Unit.HOURS else ""
    name = wording.names[group]
    return (f"for {name} var {subject} {level} {when}.", f"{subject} for {name} var {level} {when}.")


def _leavers(claim: Claim, wording: Wording) -> Ways:
    """Of how many leavers which part left early, with the fraction that comes near."""
    entry = wording.entry(claim.measure, claim.groups[0], claim.periods[0])
    share, left = fraction(entry.printed), danish.number(entry.denominator, 0)
    told = f"{share} ({entry.text} %)" if share else f"{entry.text} %"
    months = "3 måneder" if claim.measure == "left_within_3m" else "12 måneder"
    when = within(claim.measure, claim.periods[0])
    return (f"{when} fratrådte {left} fastansatte, og af dem fratrådte {told} inden for {months} efter ansættelsen.",)


def _printed_change(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (before, latest) = claim.measure, claim.groups, claim.periods
    subject, name = MEASURES[measure], wording.names[group]
    if claim.direction == "flat":
        text = f"for {name} var {subject} uændret {within(measure, latest)} i forhold til {covering(measure, before)}"
    else:
        size, way = wording.difference(measure, group, before, latest), wording.compared(measure, claim.direction)
        text = f"for {name} var {subject} {size} {way} {within(measure, latest)} end {within(measure, before)}"
    shared = ", men de to perioder har måneder til fælles" if overlap(measure, before, latest) else ""
    return (f"{text}{shared}.",)


def _yearly_change(claim: Claim, wording: Wording) -> Ways:
    measure, (group,), (before, latest) = claim.measure, claim.groups, claim.periods
    subject, name, against = MEASURES[measure], wording.names[group], covering(measure, before)
    if claim.direction == "flat":
        return (f"i forhold til {against} er {subject} for {name} uændret.",)
    size, way = wording.difference(measure, group, before, latest), wording.compared(measure, claim.direction)
    first, last = wording.level(measure, group, before), wording.level(measure, group, latest)
    if claim.certainty == "clear":
        moved = f"{MOVED[claim.direction]} tydeligt"
        return (
            f"i forhold til {against} er {subject} for {name} {moved}, fra {first} til {last} ({size}).",
            f"for {name} er {subject} {moved} i forhold til {against}, fra {first} til {last} ({size}).",
        )
    if claim.certainty == "unclear":
        looks = f"i forhold til {against} ser {subject} for {name} {way} ud ({last} mod {first})"
        return (f"{looks}, men forskellen ligger {VARIATION}.",)
    return (f"i forhold til {against} er {subject} for {name} {size} {way} ({last} mod {first}).",)


def _all_but(claim: Claim, wording: Wording) -> Ways:
    measure, (before, latest) = claim.measure, claim.periods
    way, against = wording.compared(measure, claim.direction), covering(measure, before)
    who = _everyone(len(claim.groups) + len(claim.others), wording.ledger)
    but = f" undtagen blandt {wording.moves(measure, claim.others, before, latest)}" if claim.others else ""
    return (f"i forhold til {against} er {MEASURES[measure]} {way} {who if but else who.rstrip(',')}{but}.",)


def _everyone(shown: int, ledger: Ledger) -> str:
    if shown == len(ledger.staff_groups):
        return "i alle faggrupper"
    return f"i alle {in_words(shown)} faggrupper, der kan sammenlignes,"


def _count(claim: Claim, wording: Wording) -> Ways:
    measure, (before, _), shown = claim.measure, claim.periods, len(claim.groups) + len(claim.others)
    way, against = wording.compared(measure, claim.direction), covering(measure, before)
    part = f"i {in_words(len(claim.groups))} af {in_words(shown)} faggrupper"
    return (f"i forhold til {against} er {MEASURES[measure]} {way} {part}: {wording.groups(claim.groups)}.",)


def _clear(claim: Claim, wording: Wording) -> Ways:
    measure, (before, latest) = claim.measure, claim.periods
    told, against = wording.moves(measure, claim.groups, before, latest), covering(measure, before)
    more = len(claim.others)
    also = f" samt i {in_words(more)} {'anden faggruppe' if more == 1 else 'andre faggrupper'}" if more else ""
    moved = MOVED[claim.direction]
    return (
        f"{MEASURES[measure]} er {moved} tydeligt i forhold til {against} blandt {told}{also}.",
        f"i forhold til {against} er {MEASURES[measure]} {moved} tydeligt blandt {told}{also}.",
    )


def _unclear(claim: Claim, wording: Wording) -> Ways:
    subject, against = MEASURES[claim.measure], covering(claim.measure, claim.periods[0])
    if not claim.others and len(claim.groups) > 3:
        groups = "ingen af faggrupperne" if len(claim.groups) == len(wording.ledger.staff_groups) else ""
        if groups:
            return (f"i forhold til {against} viser {groups} en tydelig ændring i {subject}.",)
    names = wording.groups(claim.groups)
    none = f"blandt {names} er der ingen tydelig ændring i {subject} i forhold til {against}."
    if BY_KEY[claim.measure].table == 3:
        return (none,)
    return (none, f"blandt {names} ligger ændringen i {subject} {VARIATION} i forhold til {against}.")


def _too_few(claim: Claim, wording: Wording) -> Ways:
    people = "fratrådte" if BY_KEY[claim.measure].span is Span.YEAR_TO_DATE else "ansatte"
    names, subject = wording.groups(claim.groups), MEASURES[claim.measure]
    return (f"for {names} er der for få {people} til at vurdere, om {subject} har ændret sig.",)


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
