"""Claims about the job adverts: how many led to no hire, what is undecided and what the source does not cover."""

from collections.abc import Iterable

from kpi.definitions.model import Unit
from kpi.papers.sentences.claim import Claim, addressed
from kpi.papers.sentences.ledger import TOTAL_ADVERTS, Ledger

MEASURE = "adverts_without_hire"


def advert_claims(ledger: Ledger) -> Iterable[Claim]:
    """What there is to say of table 1."""
    ends = ledger.ends("adverts")
    if ends and ledger.at(MEASURE, TOTAL_ADVERTS, ends[-1]):
        latest = ends[-1]
        yield _claim("i-alt", "adverts_total", (TOTAL_ADVERTS,), (latest,))
        areas = [area for area in ledger.publication.areas if ledger.at(MEASURE, area, latest)]
        areas.sort(key=lambda area: -ledger.at(MEASURE, area, latest).printed)
        if len(areas) > 1:
            yield _claim("omraader", "adverts_areas", tuple(areas), (latest,))
        undecided = ledger.at("adverts_undecided", TOTAL_ADVERTS, latest)
        if undecided:
            cells = addressed("adverts_undecided", (TOTAL_ADVERTS,), (latest,))
            count = (int(undecided.printed),)
            yield Claim(
                "tabel-1/uafklarede", 1, "undecided", MEASURE, (), (latest,), Unit.COUNT, cells=cells, counts=count
            )
    missing = ledger.uncovered("adverts")
    if missing:
        yield Claim("tabel-1/daekning", 1, "uncovered", "adverts", (), missing, Unit.COUNT)


def _claim(name: str, kind: str, groups: tuple[str, ...], periods: tuple[str, ...]) -> Claim:
    cells = addressed(MEASURE, groups, periods)
    return Claim(f"tabel-1/{name}", 1, kind, MEASURE, groups, periods, Unit.PERCENT, cells=cells)
