"""Counts (264 fratrådte, 23 af 63 annoncer) held against the numerators and denominators behind the cells."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpi import danish
from kpi.papers.proofreading.attachment import groups_for, measures_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.levels import periods_of_level
from kpi.papers.proofreading.measure_names import BOTH
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import ADVERTS, Reading, fault_in
from kpi.papers.sentences.ledger import Entry, Ledger

HIRED = re.compile(
    r"\bfør(?:te|t|er)\b.*\btil (?:en )?ansættelse|med ansættelse|\bbesat|\bbesæt|blev der ansat|lykke", re.I
)
NOT_HIRED = re.compile(r"\b(?:ikke|uden|ubesat\w*|forgæves)\b", re.I)
"""Whether a sentence counts the adverts that led to a hire, or those that did not."""
OF_FIGURES = re.compile(r"\s+(?:tydelige|nøgletal|tal|ændringer|sammenligninger)\b")
"""What is counted after `3 af de 5` where that is figures and no people."""
KIN = (ADVERTS, "adverts", "adverts_undecided", "adverts_hires")


def check_count(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Fault]:
    """A fault where no count behind the cells that the sentence may speak of is the one it says."""
    entries = list(_entries(reading, figure, ledger, peers))
    if not entries:
        return
    counts = {count for entry in entries for count in (entry.numerator, entry.denominator) if count == count}
    counts |= {one.denominator - one.numerator for one in entries if one.denominator == one.denominator}
    if not any(_is_about(figure, count) for count in counts):
        near = min(counts, key=lambda count: abs(count - float(figure.value)))
        said = danish.number(near, 0)
        yield _of(reading, figure, f"Bag tabellens tal ligger {said}.", f"Skriv {said}.", entries)


def _is_about(figure: Mention, count: float) -> bool:
    """Whether a count is the one that is said: on the side that is said of it, or within a tenth where it is about."""
    said = float(figure.value)
    if figure.about == "near":
        return abs(count - said) <= said / 10
    if figure.about:
        return (count > said) == (figure.about == "above")
    return count == said


def check_of(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Fault]:
    """Faults of `23 af 63 (36 %)`: the counts against the cells, the percent after them against the counts."""
    part, whole = (int(key) for key in figure.keys)
    if part > whole or not whole or OF_FIGURES.match(reading.text, figure.end):
        return
    entries = [one for one in _entries(reading, figure, ledger, peers) if one.denominator == one.denominator]
    pairs = {(int(one.numerator), int(one.denominator)) for one in entries if one.numerator == one.numerator}
    others = {(denominator - numerator, denominator) for numerator, denominator in pairs}
    if any(one.measure in KIN for one in entries) and not NOT_HIRED.search(reading.text):
        pairs = others if HIRED.search(reading.text) else pairs | others
    if pairs and (part, whole) not in pairs:
        best = min(pairs, key=lambda pair: abs(pair[0] - part) + abs(pair[1] - whole))
        told = f"{best[0]} af {best[1]}"
        yield _of(reading, figure, f"Bag tabellens tal ligger {told}.", f"Skriv {told}.", entries)
    yield from _percent_after(reading, figure, Decimal(100) * part / whole)


def _percent_after(reading: Reading, figure: Mention, share: Decimal) -> Iterable[Fault]:
    after = [one for one in reading.figures if one.start >= figure.end and one.kind == "number" and one.unit == "%"]
    if not after or len(reading.text[figure.end : after[0].start]) > 45:
        return
    said = after[0]
    right = danish.rounded(float(share), said.decimals)
    if said.value != right:
        told, exact = danish.number(right, said.decimals), danish.number(share)
        reason = (
            f"{figure.words} er {exact} %, som afrundes til {told} %."
            if not said.decimals
            else f"{figure.words} er {exact} %."
        )
        kind = "forkert_afrunding" if abs(said.value - share) < 1 else "tal_ikke_i_tabellerne"
        yield fault_in(reading, said.start, said.end, kind, reason, f"Skriv {exact} %.")


def percents_of_counts(reading: Reading) -> set[int]:
    """Where percents stand that belong to a `23 af 63` before them, and are read with it."""
    found = set()
    for figure in reading.figures:
        if figure.kind == "of":
            after = [
                one for one in reading.figures if one.start >= figure.end and one.unit == "%" and one.kind == "number"
            ]
            if after and len(reading.text[figure.end : after[0].start]) <= 45:
                found.add(after[0].start)
    return found


def _entries(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Entry]:
    measures = measures_for(reading, figure, peers)
    measures = KIN if ADVERTS in measures else measures
    if not reading.measures and re.search(r"\bfratr", reading.text, re.I):
        measures = (*measures, *BOTH, "turnover")
    for measure in measures:
        for group in groups_for(reading, figure, ledger, peers):
            for end in periods_of_level(reading, figure, measure, ledger, ()):
                entry = ledger.at(measure, group, end)
                if entry:
                    yield entry


def _of(reading: Reading, figure: Mention, reason: str, proposal: str, entries: list[Entry]) -> Fault:
    cells = [entry.address for entry in entries][:2]
    return fault_in(reading, figure.start, figure.end, "tal_ikke_i_tabellerne", reason, proposal, cells)
