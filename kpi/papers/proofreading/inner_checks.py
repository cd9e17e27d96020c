"""What a sentence says against itself: a fraction in words and its percent, a way and the two counts it goes between."""

import re
from collections.abc import Iterable

from kpi import danish
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import is_near
from kpi.papers.proofreading.reading import Reading, fault_in

IN_BRACKETS = re.compile(r"[^\d.,;:()%]{0,60}\((?:ca\. )?")
COUNTS = re.compile(
    r"\bfra (?P<low>\d{1,3}(?:\.?\d{3})*)\b(?![,%])(?P<between>[^,;:%]{0,60}?) til (?P<high>\d{1,3}(?:\.?\d{3})*)\b(?![,%])"
)


def check_inner(reading: Reading) -> Iterable[Fault]:
    """Faults that need no table to be seen."""
    yield from _fractions(reading)
    yield from _counts(reading)


def _fractions(reading: Reading) -> Iterable[Fault]:
    """A fault where the percent in brackets after a fraction is not near it, or on the other side of it."""
    for one, other in zip(reading.figures, reading.figures[1:], strict=False):
        if one.kind != "fraction" or other.kind != "number" or other.unit != "%":
            continue
        if IN_BRACKETS.fullmatch(reading.text[one.end : other.start]) and not is_near(one, other.value, other.value):
            reason = f"{danish.sentence(one.words)} passer ikke med {other.words}."
            kind = "godt_og_knap" if one.about else "forkert_maengde"
            yield fault_in(reading, one.start, one.end, kind, reason, "Ret ordet eller tallet.")


def _counts(reading: Reading) -> Iterable[Fault]:
    """A fault where something rises from a larger count to a smaller, or falls the other way."""
    for hit in COUNTS.finditer(reading.text):
        low, high = (int(hit[name].replace(".", "")) for name in ("low", "high"))
        ways = reading.in_clause(reading.ways, hit.start())
        if low == high or len(ways) != 1 or _is_year(low):
            continue
        right, word = ("up", "en stigning") if high > low else ("down", "et fald")
        if ways[0].keys[0] not in ("flat", right):
            reason = f"Fra {low} til {high} er {word}."
            yield fault_in(reading, ways[0].start, ways[0].end, "forkert_retning", reason, "Ret ordet eller tallene.")


def _is_year(count: int) -> bool:
    return 1990 < count < 2100
