"""Sentences about the whole: each aim, the overall direction, and what the data cannot say."""

from datetime import date

from kpi import danish
from kpi.papers.paper import RETAIN
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.fraction_words import in_words
from kpi.papers.sentences.period_words import covering
from kpi.papers.sentences.wording import MEASURES, Wording

Ways = tuple[str, ...]
JUDGED = {"aim_worse": "tydeligt forværret", "aim_better": "tydeligt forbedret"}


def _aim(claim: Claim, wording: Wording) -> Ways:
    measures = danish.joined([MEASURES[measure] for measure in claim.groups])
    return (f"for pejlemærket ”{RETAIN}” er {measures} {JUDGED[claim.kind]} for kommunen i alt siden året før.",)


def _aim_unclear(claim: Claim, wording: Wording) -> Ways:
    measures = danish.joined([MEASURES[measure] for measure in claim.groups])
    return (f"for kommunen i alt er der ingen tydelig ændring siden året før i {measures}.",)


def _direction(claim: Claim, wording: Wording) -> Ways:
    total, worse, better, unclear, too_few, not_comparable, unseen = claim.counts
    parts = [f"{in_words(unclear)} viser ingen tydelig ændring"] if unclear else []
    parts += [f"{in_words(too_few)} bygger på for få til at vurdere"] if too_few else []
    parts += [f"{in_words(not_comparable)} kan ikke sammenlignes"] if not_comparable else []
    parts += [f"{in_words(unseen)} kan ikke vises eller mangler året før"] if unseen else []
    rest = f"; {danish.joined(parts)}" if parts else ""
    told = f"{_judged(worse)} tydeligt værre og {_judged(better)} tydeligt bedre end året før"
    return (f"af {total} tal er {told}{rest}.",)


def _judged(count: int) -> str:
    return in_words(count, neuter=True)


def _clear_cells(claim: Claim, wording: Wording) -> Ways:
    told = []
    for cell in claim.groups:
        measure, group = cell.split("/")[0], "/".join(cell.split("/")[1:-1])
        told.append(f"{MEASURES[measure]} blandt {wording.names[group]}")
    word = "forværret" if claim.kind == "direction_worse" else "forbedret"
    return (f"i faggrupperne er følgende tydeligt {word}: {danish.joined(told)}.",)


def _false_signals(claim: Claim, wording: Wording) -> Ways:
    compared, expected = claim.counts
    some = f"omkring {in_words(expected)}" if expected else "færre end én"
    return (
        f"selv hvis intet havde ændret sig, ville {some} af {compared} sammenligninger se tydelige ud ved et tilfælde.",
    )


def _no_reasons(claim: Claim, wording: Wording) -> Ways:
    return ("det er ikke registreret, hvorfor de ansatte er fratrådt.",)


def _overlapping(claim: Claim, wording: Wording) -> Ways:
    before, latest = (date.fromisoformat(end) for end in claim.periods)
    shared = 12 - (latest.year * 12 + latest.month - before.year * 12 - before.month)
    columns = f"{covering(claim.measure, claim.periods[1])} og kalenderåret {before.year}"
    months = "måned" if shared == 1 else "måneder"
    return (f"{columns} har {in_words(shared)} {months} til fælles og viser derfor ikke et helt års udvikling.",)


def _half_and_full(claim: Claim, wording: Wording) -> Ways:
    part, whole = covering(claim.measure, claim.periods[1]), claim.periods[0][:4]
    return (f"{part} er kun en del af et år og kan ikke sammenlignes direkte med hele {whole}.",)


SAID = {
    "aim_worse": _aim,
    "aim_better": _aim,
    "aim_unclear": _aim_unclear,
    "direction": _direction,
    "direction_worse": _clear_cells,
    "direction_better": _clear_cells,
    "false_signals": _false_signals,
    "no_reasons": _no_reasons,
    "overlapping_columns": _overlapping,
    "half_and_full": _half_and_full,
}
