"""What a sentence says against itself: a fraction and its percent, a way and the counts it goes between."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations, pairwise

from kpi import danish
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.figures_said import COUNTS
from kpi.papers.proofreading.levels import is_near
from kpi.papers.proofreading.reading import Reading, fault_in

IN_BRACKETS = re.compile(r"[^\d.,;:()%]{0,60}\((?:ca\. )?")
HELD = re.compile(
    r"\b(?P<way>højere|længere|større|lavere|kortere|mindre) \((?P<one>[\d,]+)[^()]{0,12}"
    r" mod (?P<other>[\d,]+)[^()]{0,12}\)",
    re.I,
)
OF_DIFFERENCE = re.compile(r"\bforskel\w*\b[^.;]{0,120} (?:er|var|på) $", re.I)
SAME = re.compile(r"^[^%()]{0,60}\b(?:det er|svarer til|svarende til|altså|dvs\.) $", re.I)
BY_FRACTION = re.compile(r"\b(?:faldet|faldt|steget|steg|reduceret|vokset) .{0,60}?med (?:\w+ )?$", re.I)
FROM_TO = re.compile(r"\bfra (\d+(?:,\d+)?) ?(?:%|pct\.|procent)? til (\d+(?:,\d+)?)", re.I)
ENDS = re.compile(r"\bfra [^().;]{1,40}\((\d+,\d+)[^()]{0,12}\) til [^().;]{1,40}\((\d+,\d+)", re.I)
POINT = re.compile(r"(?<![\w,.\-–/])\d{1,3}\.\d{1,2}(?=\s*(?:%|procent|pct\b|timer))", re.I)
UPWARD = ("højere", "længere", "større")


def check_inner(reading: Reading) -> Iterable[Fault]:
    """Faults that need no table to be seen."""
    yield from _points(reading)
    yield from _fractions(reading)
    yield from _shares(reading)
    yield from _ends(reading)
    yield from _counts(reading)
    yield from _held(reading)
    yield from _difference(reading)


def _points(reading: Reading) -> Iterable[Fault]:
    """A fault where a figure has a point for its comma: 19.7 %."""
    for hit in POINT.finditer(reading.text):
        told = hit[0].replace(".", ",")
        reason = "Et decimaltal skrives med komma; et punktum deler tusinder."
        yield fault_in(reading, hit.start(), hit.end(), "punktum_for_komma", reason, f"Skriv {told}.")


def _fractions(reading: Reading) -> Iterable[Fault]:
    """A fault where the percent in brackets after a fraction is not near it, or on the other side of it."""
    for one, other in pairwise(reading.figures):
        if one.kind != "fraction" or other.kind != "number" or other.unit != "%":
            continue
        if IN_BRACKETS.fullmatch(reading.text[one.end : other.start]) and not is_near(one, other.value, other.value):
            reason = f"{danish.sentence(one.words)} passer ikke med {other.words}."
            kind = "godt_og_knap" if one.about else "forkert_maengde"
            yield fault_in(reading, one.start, one.end, kind, reason, "Ret ordet eller tallet.")


def _shares(reading: Reading) -> Iterable[Fault]:
    """A fault where a fraction is not that of the two counts, or of the fall or rise, that it is told of."""
    for one in reading.figures:
        if one.kind != "fraction":
            continue
        before = [other for other in reading.figures if other.kind == "of" and other.end <= one.start]
        share = None
        if before and SAME.search(reading.text[before[-1].end : one.start]):
            part, whole = (Decimal(key) for key in before[-1].keys)
            share = 100 * part / whole if whole else None
        moved = FROM_TO.search(reading.text[one.end :])
        if moved and BY_FRACTION.search(reading.text[: one.start]):
            low, high = (Decimal(hit.replace(",", ".")) for hit in moved.groups())
            share = abs(high - low) * 100 / low if low else None
        if share is not None and not is_near(one, share, share):
            reason = f"{danish.sentence(one.words)} passer ikke: det er {danish.number(share)} %."
            yield fault_in(reading, one.start, one.end, "forkert_maengde", reason, "Ret ordet eller tallene.")


def _ends(reading: Reading) -> Iterable[Fault]:
    """A fault where a rise or a fall has its two figures in brackets, and they go the other way."""
    for hit in ENDS.finditer(reading.text):
        ways = reading.in_clause(reading.ways, hit.start())
        low, high = (Decimal(one.replace(",", ".")) for one in hit.groups())
        if len(ways) == 1 and low != high and ways[0].keys[0] not in ("flat", "up" if high > low else "down"):
            reason = f"Fra {hit[1]} til {hit[2]} er {'en stigning' if high > low else 'et fald'}."
            yield fault_in(reading, ways[0].start, ways[0].end, "forkert_retning", reason, "Ret ordet eller tallene.")


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


def _held(reading: Reading) -> Iterable[Fault]:
    """A fault where one is called higher than the other and is not: lavere (33,5 % mod 19,6 %)."""
    for hit in HELD.finditer(reading.text):
        one, other = (Decimal(hit[name].strip(",").replace(",", ".")) for name in ("one", "other"))
        if one != other and (one > other) != (hit["way"].lower() in UPWARD):
            reason = f"{hit['one']} er {'højere' if one > other else 'lavere'} end {hit['other']}."
            yield fault_in(
                reading, hit.start("way"), hit.end("way"), "forkert_retning", reason, "Ret ordet eller tallene."
            )


def _difference(reading: Reading) -> Iterable[Fault]:
    """A fault where the difference of two percents of the sentence is told in percent."""
    percents = [one for one in reading.figures if one.kind == "number" and one.unit == "%"]
    for one in percents:
        others = (abs(low.value - high.value) for low, high in combinations(percents, 2) if one not in (low, high))
        if OF_DIFFERENCE.search(reading.text[: one.start]) and one.value in others:
            reason = "Forskellen mellem to procenttal er i procentpoint."
            yield fault_in(reading, one.start, one.end, "procent_for_procentpoint", reason, "Skriv procentpoint.")


def _is_year(count: int) -> bool:
    return 1990 < count < 2100
