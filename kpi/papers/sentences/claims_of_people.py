"""Claims about a measure of people: the total, then which staff groups move, and what can be said of them."""

from collections.abc import Iterable

from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.contributed import DIVISIONS, largest
from kpi.papers.sentences.claim import CLEAR, Claim, addressed, direction_of
from kpi.papers.sentences.ledger import Ledger, differ_in_kind, year_before

MOST_NAMED = 3
"""How many groups a sentence names before it counts them instead."""


def claims_of_people(ledger: Ledger, measure: str) -> Iterable[Claim]:
    """What there is to say of one measure of people: the total first, then the staff groups."""
    ends = ledger.ends(measure)
    if not ends:
        return
    yield from _of_total(ledger, measure, ends)
    yield from _of_groups(ledger, measure, ends[-1])
    yield from _origins(ledger, measure, ends[-1])


def _of_total(ledger: Ledger, measure: str, ends: tuple[str, ...]) -> Iterable[Claim]:
    """The total's level, its printed change, and its like-for-like change with what is clear about it."""
    total, latest = ledger.total, ends[-1]
    if not ledger.at(measure, total, latest):
        return
    yield _claim(measure, "niveau", "level", (total,), (latest,))
    before = ends[-2] if len(ends) > 1 else ""
    year = year_before(latest)
    is_apart = differ_in_kind(measure, before, latest) or ledger.is_broken(measure, total, latest) if before else True
    if not is_apart and before != year and ledger.at(measure, total, before):
        way = direction_of(ledger, measure, total, before, latest)
        yield _claim(measure, "mod-kolonnen-foer", "printed_change", (total,), (before, latest), way)
    if ledger.at(measure, total, year) and ledger.sign(measure, total, latest) != "not_comparable":
        way, certainty = direction_of(ledger, measure, total, year, latest), _certainty(ledger, measure, total, latest)
        yield _claim(measure, "mod-aaret-foer", "yearly_change", (total,), (year, latest), way, certainty)


def _of_groups(ledger: Ledger, measure: str, latest: str) -> Iterable[Claim]:
    """The staff groups a year before and now: the way of them all with its exceptions, and what is clear."""
    year = year_before(latest)
    ways = {group: direction_of(ledger, measure, group, year, latest) for group in ledger.staff_groups}
    signs = {group: ledger.sign(measure, group, latest) for group in ways}
    ways = {group: way for group, way in ways.items() if way and signs[group] != "not_comparable"}
    yield from _exceptions(measure, ways, (year, latest))
    by_size = sorted(ways, key=lambda group: -abs(ledger.difference(measure, group, year, latest)))
    for sign, way in CLEAR.items():
        clear = tuple(group for group in by_size if signs[group] == sign and ways[group] == way)
        if clear:
            name = "tydelige-stigninger" if way == "up" else "tydelige-fald"
            yield _claim(measure, name, "clear", clear[:MOST_NAMED], (year, latest), way, "clear", clear[MOST_NAMED:])
    judged = [group for group in ways if signs[group] in ("up", "down", "flat", *CLEAR)]
    unclear = tuple(group for group in judged if signs[group] not in CLEAR)
    if unclear:
        rest = tuple(group for group in judged if group not in unclear)
        yield _claim(measure, "ikke-tydelige", "unclear", unclear, (year, latest), "", "unclear", rest)
    yield from _not_judged(ledger, measure, latest)


def _origins(ledger: Ledger, measure: str, latest: str) -> Iterable[Claim]:
    """Which groups, and which centres, a clear change of the total comes from."""
    if ledger.sign(measure, ledger.total, latest) not in CLEAR:
        return
    for division in DIVISIONS:
        found = ledger.contributions(measure, division)
        if found is not None and largest(found):
            way, periods = ("up" if found.printed_change > 0 else "down"), (found.before_end, latest)
            kind = f"origins_{division}"
            yield _claim(measure, f"bidrag-{division}", kind, (ledger.total,), periods, way, "clear")


def _exceptions(measure: str, ways: dict[str, str], periods: tuple[str, str]) -> Iterable[Claim]:
    if len(ways) < 4:
        return
    up, down = (tuple(group for group, way in ways.items() if way == which) for which in ("up", "down"))
    most, way = (up, "up") if len(up) >= len(down) else (down, "down")
    others = tuple(group for group in ways if group not in most)
    kind = "all_but" if len(others) <= MOST_NAMED else "count"
    yield _claim(measure, "alle-undtagen", kind, most, periods, way, "", others)


def _not_judged(ledger: Ledger, measure: str, latest: str) -> Iterable[Claim]:
    for sign, key in (("too_few", "for-faa"), ("not_comparable", "kan-ikke-sammenlignes")):
        groups = tuple(
            group
            for group in (ledger.total, *ledger.staff_groups)
            if ledger.sign(measure, group, latest) == sign and ledger.at(measure, group, latest)
        )
        if groups:
            yield _claim(measure, key, sign, groups, (latest,))


def _certainty(ledger: Ledger, measure: str, group: str, latest: str) -> str:
    sign = ledger.sign(measure, group, latest)
    return "clear" if sign in CLEAR else "unclear" if sign in ("up", "down", "flat") else ""


def _claim(
    measure: str,
    name: str,
    kind: str,
    groups: tuple[str, ...],
    periods: tuple[str, ...],
    direction: str = "",
    certainty: str = "",
    others: tuple[str, ...] = (),
) -> Claim:
    one = BY_KEY[measure]
    cells = addressed(measure, (*groups, *others), periods)
    key = f"tabel-{one.table}/{measure}/{name}"
    return Claim(key, one.table, kind, measure, groups, periods, one.unit, direction, certainty, cells, others)
