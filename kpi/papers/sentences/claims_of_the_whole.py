"""Claims about the whole: each aim, the overall direction, and what the data cannot say."""

from collections.abc import Iterable

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span
from kpi.papers.comparisons.overall import overall
from kpi.papers.paper import PAPER_TABLES, RETAIN
from kpi.papers.sentences.claim import CLEAR, Claim, is_worse
from kpi.papers.sentences.ledger import Ledger, is_year_end, people_measures


def claims_of_the_whole(ledger: Ledger) -> Iterable[Claim]:
    """The aims, the direction and the reservations."""
    yield from _aims(ledger)
    yield from _direction(ledger)
    yield from _reservations(ledger)


def counted_signs(ledger: Ledger, cells: Iterable[tuple[str, str, str]]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    """The cells that are clearly worse, clearly better, without a clear change, too few, or not to be compared."""
    told: dict[str, list] = {key: [] for key in ("worse", "better", "unclear", "too_few", "not_comparable")}
    for cell in cells:
        sign = ledger.sign(*cell)
        if sign in CLEAR:
            told["worse" if is_worse(cell[0], CLEAR[sign]) else "better"].append(cell)
        else:
            told["unclear" if sign in ("up", "down", "flat") else sign or "not_comparable"].append(cell)
    return {key: tuple(found) for key, found in told.items()}


def _aims(ledger: Ledger) -> Iterable[Claim]:
    measures = [one.key for paper in PAPER_TABLES if paper.aim == RETAIN for one in paper.indicators]
    totals = [(key, ledger.total, ledger.ends(key)[-1]) for key in measures if ledger.ends(key)]
    told = counted_signs(ledger, [cell for cell in totals if ledger.sign(*cell)])
    for kind in ("worse", "better", "unclear"):
        if told[kind]:
            cells = tuple("/".join(cell) for cell in told[kind])
            named = tuple(cell[0] for cell in told[kind])
            yield Claim(f"pejlemaerke/fastholdelse/{kind}", 0, f"aim_{kind}", "", named, cells=cells)


def _direction(ledger: Ledger) -> Iterable[Claim]:
    if ledger.evidence.empty:
        return
    cells = family(ledger)
    told = counted_signs(ledger, [cell for cell in cells if ledger.sign(*cell)])
    judged = {key: len(found) for key, found in told.items()}
    counts = (len(cells), *judged.values(), len(cells) - sum(judged.values()))
    clear = [*told["worse"], *told["better"]]
    addresses = tuple("/".join(cell) for cell in clear)
    yield Claim("retning/tal", 0, "direction", counts=counts, cells=addresses)
    for key in ("worse", "better"):
        if told[key]:
            named = tuple("/".join(cell) for cell in told[key])
            yield Claim(f"retning/{key}", 0, f"direction_{key}", groups=named, cells=named)
    shown = ledger.publication.figures[ledger.audience]
    found = overall(ledger.evidence, shown, ledger.publication.groups)
    if found.tested:
        standing = (found.tested, len(found.clear), len(found.holds))
        yield Claim("retning/tilfaeldige", 0, "false_signals", counts=standing, cells=addresses)


def _reservations(ledger: Ledger) -> Iterable[Claim]:
    yield Claim("forbehold/aarsager", 3, "no_reasons")
    for measure in ("turnover", "left_within_12m"):
        ends = ledger.ends(measure)
        if len(ends) > 1 and not is_year_end(ends[-1]):
            rolling = BY_KEY[measure].span is Span.ROLLING_YEAR
            kind = "overlapping_columns" if rolling else "half_and_full"
            yield Claim(f"forbehold/{BY_KEY[measure].page}", BY_KEY[measure].table, kind, measure, periods=ends[-2:])


def family(ledger: Ledger) -> list[tuple[str, str, str]]:
    """The 45 (measure, group, last day) of the overall direction: the total and the staff groups, every measure."""
    return [
        (one.key, group, ledger.ends(one.key)[-1])
        for one in people_measures()
        if ledger.ends(one.key)
        for group in (ledger.total, *ledger.staff_groups)
    ]
