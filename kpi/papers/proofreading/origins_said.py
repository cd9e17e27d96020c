"""Where a sentence tells which part of a change lies in a staff group or a centre."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.contributed import DIVISIONS
from kpi.papers.comparisons.contributions import Contributions
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.sentences.ledger import Ledger, people_measures
from kpi.papers.sentences.wording import DIFFERENCES, Wording

NUMBER = r"\d+(?:,\d+)?"
ORIGINS = re.compile(
    rf"^Af (?P<way>stigningen|faldet)\b.*? på (?P<size>{NUMBER}) (?P<unit>procentpoint|timer)\b.*? ligger ",
    re.I,
)
PART = re.compile(
    rf"(?P<size>{NUMBER})(?: procentpoint| timer)? (?P<where>hos|i(?: cente?ret)?|uden for) (?P<name>\S.*)", re.I
)
APART = re.compile(rf",? og (?={NUMBER} )|, (?={NUMBER} )")


def tells_origins(reading: Reading) -> bool:
    """Whether the sentence parts a change of everyone."""
    return bool(ORIGINS.search(reading.text))


def check_origins(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """Faults of the size of the change and of its parts; a part that no table names is passed over."""
    said = ORIGINS.search(reading.text)
    found = _divided(reading, said, ledger)
    meant = _so_large(found, said)
    if meant and _way(meant[0]) != said["way"].casefold():
        right = f"Skriv {_way(meant[0])}."
        yield fault_in(
            reading, *said.span("way"), "forkert_retning", "Tallet gik den anden vej.", right, _cells(meant[0], ledger)
        )
    elif found and not meant:
        size = danish.number(abs(found[0].printed_change), BY_KEY[found[0].measure].decimals)
        reason = f"Forskellen mellem de trykte tal er {size} {said['unit']}."
        yield fault_in(
            reading, *said.span("size"), "forkert_forskel", reason, f"Skriv {size}.", _cells(found[0], ledger)
        )
    else:
        yield from _parts(reading, said.end(), meant, ledger)


def origins_of(reading: Reading, ledger: Ledger) -> list[str]:
    """The addresses of the two cells whose difference the sentence parts; none where no change is so large."""
    said = ORIGINS.search(reading.text)
    meant = _so_large(_divided(reading, said, ledger), said)
    return _cells(meant[0], ledger) if meant else []


def _divided(reading: Reading, said: re.Match, ledger: Ledger) -> list[Contributions]:
    """The divisions of the changes that the sentence may be about."""
    asked = [one for one in people_measures() if not reading.about or one.key in reading.about]
    found = [
        ledger.contributions(one.key, division)
        for one in asked
        if DIFFERENCES[one.unit].strip() == said["unit"]
        for division in DIVISIONS
    ]
    return [one for one in found if one is not None]


def _so_large(found: list[Contributions], said: re.Match) -> list[Contributions]:
    """Those whose change is as large as the sentence says."""
    return [one for one in found if abs(one.printed_change) == _number(said["size"])]


def _way(one: Contributions) -> str:
    return "stigningen" if one.printed_change > 0 else "faldet"


def _parts(reading: Reading, begin: int, meant: list[Contributions], ledger: Ledger) -> Iterable[Fault]:
    names = Wording(ledger).names
    cuts = [begin, *(hit.end() for hit in APART.finditer(reading.text, begin)), len(reading.text)]
    for first, last in pairwise(cuts):
        said = PART.match(reading.text, first, last)
        rows = [(row, one) for one in meant for row in one.rows if said and _is_named(said, row, one, names)]
        if rows and all(abs(row.printed_within) != _number(said["size"]) for row, _ in rows):
            right = danish.number(abs(rows[0][0].printed_within), BY_KEY[rows[0][1].measure].decimals)
            reason = f"Bidraget er {right}."
            cells = _cells(rows[0][1], ledger)
            yield fault_in(reading, *said.span("size"), "tal_ikke_i_tabellerne", reason, f"Skriv {right}.", cells)


def _is_named(said: re.Match, row, one: Contributions, names: dict[str, str]) -> bool:
    words = said["name"].casefold()
    if said["where"].casefold() == "uden for":
        return one.division.outside.casefold() == f"uden for {words}".rstrip(".")
    return any(words.startswith(name.casefold().rstrip(".")) for name in (row.name, names.get(row.part, row.name)))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _cells(one: Contributions, ledger: Ledger) -> list[str]:
    return [f"{one.measure}/{ledger.total}/{end}" for end in (one.before_end, one.end)]
