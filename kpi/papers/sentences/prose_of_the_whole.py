"""Sentences about the whole: each aim, the overall direction, and what the data cannot say."""

from datetime import date

from kpi import danish
from kpi.papers.comparisons.chance import by_chance
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.fraction_words import in_words
from kpi.papers.sentences.period_words import covering
from kpi.papers.sentences.wording import MEASURES, Wording

Ways = tuple[str, ...]


def _aim_worse(claim: Claim, wording: Wording) -> Ways:
    return (f"{wording.measures(claim.groups)} for {wording.whole} er tydeligt forværret siden året før.",)


def _aim_better(claim: Claim, wording: Wording) -> Ways:
    return (f"{wording.measures(claim.groups)} for {wording.whole} er tydeligt forbedret siden året før.",)


def _aim_unclear(claim: Claim, wording: Wording) -> Ways:
    measures = wording.measures(claim.groups, "eller")
    return (f"siden året før er der for {wording.whole} ingen tydelig ændring i {measures}.",)


def _direction(claim: Claim, wording: Wording) -> Ways:
    total, worse, better, unclear, too_few, not_comparable, unseen = claim.counts
    parts = [f"{in_words(unclear)} viser ingen tydelig ændring"] if unclear else []
    parts += [f"{in_words(too_few)} bygger på for få personer til en vurdering"] if too_few else []
    parts += [f"{in_words(not_comparable)} kan ikke sammenlignes"] if not_comparable else []
    parts += [f"{in_words(unseen)} kan ikke vises eller mangler året før"] if unseen else []
    *first, last = parts or [""]
    rest = f"; {', '.join(first)}{', og ' if first else ''}{last}" if parts else ""
    told = f"{_judged(worse)} tydeligt værre og {_judged(better)} tydeligt bedre end året før"
    return (f"af de {total} tal for {wording.whole} og faggrupperne er {told}{rest}.",)


def _judged(count: int) -> str:
    return in_words(count, neuter=True)


def _clear_cells(claim: Claim, wording: Wording) -> Ways:
    groups: dict[str, list[str]] = {}
    for cell in claim.groups:
        measure, *group = cell.split("/")[:-1]
        groups.setdefault(measure, []).append(wording.names["/".join(group)])
    told = [f"{MEASURES[measure]} {_of_whom(names, wording.whole)}" for measure, names in groups.items()]
    word = "forværret" if claim.kind == "direction_worse" else "forbedret"
    return (f"tydeligt {word} er {danish.joined(told, 'samt')}.",)


def _of_whom(names: list[str], whole: str) -> str:
    """Of everyone, of groups, or both: for HTK i alt og blandt lærere."""
    groups = [name for name in names if name != whole]
    told = [f"for {whole}"] * (whole in names) + [f"blandt {danish.joined(groups)}"] * bool(groups)
    return danish.joined(told)


def _false_signals(claim: Claim, wording: Wording) -> Ways:
    return (by_chance(*claim.counts),)


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
    "aim_worse": _aim_worse,
    "aim_better": _aim_better,
    "aim_unclear": _aim_unclear,
    "direction": _direction,
    "direction_worse": _clear_cells,
    "direction_better": _clear_cells,
    "false_signals": _false_signals,
    "no_reasons": _no_reasons,
    "overlapping_columns": _overlapping,
    "half_and_full": _half_and_full,
}
