"""Figures that say a level (19,8 %, 34,8 timer, godt hver femte) held against the cells."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.proofreading.attachment import attached, groups_for, is_base, measures_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.reading import ELSEWHERE, Reading, fault_in
from kpi.papers.sentences.fraction_words import fraction
from kpi.papers.sentences.ledger import Entry, Ledger
from kpi.papers.sentences.wording import LEVELS, Wording

UNITS = {"%": Unit.PERCENT, "timer": Unit.HOURS}
NEAR = {"%": Decimal(3), "timer": Decimal("0.6")}
"""How far from a round figure a level may lie that is told by it (lidt mere end may be twice that)."""


def entries_for(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> list[Entry]:
    """The cells that a level may be: by the group, the measure and the period that it stands with."""
    measures = [key for key in measures_for(reading, figure, peers) if _fits(key, figure)]
    groups = groups_for(reading, figure, ledger, peers)
    found = []
    for measure in measures:
        for group in groups:
            ends = periods_of_level(reading, figure, measure, ledger, peers)
            found += [entry for end in ends if (entry := ledger.at(measure, group, end))]
    return found


def periods_of_level(
    reading: Reading, figure: Mention, measure: str, ledger: Ledger, peers: Sequence[Mention] = ()
) -> list[str]:
    """The last days that a level may be of: the period it stands with, else those carried over, else any."""
    told = [one for one in reading.periods if one.keys and one.kind != "years"]
    near = reading.in_clause(told, figure.start)
    own = attached(figure, near or told, peers, reading.text)
    if own and (near or not reading.in_clause(reading.figures, own[0].start)):
        days = [key for one in own for key in one.keys]
        begin, end = reading.clause(figure.start)
        if all(is_base(reading, one) or not begin <= one.start < end for one in own):
            days += [*reading.carried_periods, *ledger.ends(measure)[-1:]]
        return list(dict.fromkeys(days))
    if reading.carried_periods:
        return list(dict.fromkeys([*reading.carried_periods, *ledger.ends(measure)[-1:]]))
    return list(dict.fromkeys([*ledger.ends(measure), *ledger.ends(measure, "same_date")[-2:]]))


def holds(figure: Mention, entry: Entry) -> bool:
    """Whether the figure says the cell: rounded half up to its own decimals, or near it on the side it says."""
    if figure.kind == "fraction" or figure.about:
        return is_near(figure, Decimal(repr(entry.value)), entry.printed)
    return danish.rounded(entry.value, figure.decimals) == figure.value


def check_level(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Fault]:
    """A fault where no cell that the level may be bears it out."""
    entries = entries_for(reading, figure, ledger, peers)
    measures = measures_for(reading, figure, peers)
    hours = reading.measures and measures and all(BY_KEY[one].unit is Unit.HOURS for one in measures)
    if figure.unit == "%" and (hours or re.match(r"\s*(?:pr\. uge|om ugen)", reading.text[figure.end :])):
        said = f"Skriv {danish.number(figure.value, figure.decimals)} timer."
        yield _of(reading, figure, "procent_for_timer", "Arbejdstid måles i timer.", said, ())
    elif not entries:
        yield from _of_nothing(reading, figure, ledger, peers)
    elif not any(holds(figure, entry) for entry in entries):
        yield _wrong(reading, figure, entries, Wording(ledger))


def _of_nothing(reading: Reading, figure: Mention, ledger: Ledger, peers: Sequence[Mention]) -> Iterable[Fault]:
    """A level with no cell to be: a fault where the sentence names a group or a period, else it may be of anything."""
    if figure.kind == "fraction" or (not reading.about and ELSEWHERE.search(reading.text)):
        return
    measures = [key for key in measures_for(reading, figure, peers) if _fits(key, figure)]
    groups = {key for one in reading.groups for key in one.keys}
    days = {key for one in reading.periods for key in one.keys} | set(reading.carried_periods)
    if days and not any(entry.end in days for entry in ledger.entries.values()):
        return
    anywhere = any(
        holds(figure, entry)
        for entry in ledger.entries.values()
        if _fits(entry.measure, figure) and (not groups or entry.group in groups) and (not days or entry.end in days)
    )
    if keys_known(reading) and (measures or not anywhere):
        reason = "Tallet står ikke i tabellerne for denne læser: det foreligger ikke, eller det er skjult."
        yield _of(
            reading, figure, "tal_ikke_i_tabellerne", reason, "Slet tallet, eller brug et, der står i en tabel.", ()
        )


def keys_known(reading: Reading) -> bool:
    """Whether the sentence itself names a group or a period."""
    return bool(reading.groups) or any(one.keys for one in reading.periods)


def _wrong(reading: Reading, figure: Mention, entries: list[Entry], wording: Wording) -> Fault:
    entry = min(entries, key=lambda one: abs(one.printed - figure.value))
    level, cells = entry.text + LEVELS[BY_KEY[entry.measure].unit], (entry.address,)
    where = f"{wording.names.get(entry.group, entry.group)}, {entry.label}"
    if figure.kind == "fraction" or figure.about:
        kind = _kind_of_about(figure, entry)
        reason = f"Tallet er {level} ({where}), så »{figure.words}« passer ikke."
        return _of(reading, figure, kind, reason, f"Skriv {_better(figure, entry)}.", cells)
    if not figure.decimals and abs(entry.value - float(figure.value)) < 1 and len(entries) == 1:
        whole = danish.number(entry.value, 0)
        reason = f"Tallet er {level} ({where}), som afrundes til {whole}{LEVELS[BY_KEY[entry.measure].unit]}."
        return _of(reading, figure, "forkert_afrunding", reason, f"Skriv {level}.", cells)
    if figure.unit == "%" and BY_KEY[entry.measure].unit is Unit.HOURS:
        return _of(reading, figure, "procent_for_timer", "Arbejdstid måles i timer.", f"Skriv {level}.", cells)
    reason = f"I tabellen står der {level} ({where})."
    return _of(reading, figure, "tal_ikke_i_tabellerne", reason, f"Skriv {level}.", cells)


def _kind_of_about(figure: Mention, entry: Entry) -> str:
    near = _of_fraction(figure) if figure.kind == "fraction" else NEAR.get(figure.unit, Decimal(1))
    wrong_side = figure.about in ("above", "below") and abs(entry.printed - figure.value) <= 2 * near
    return "godt_og_knap" if wrong_side else "forkert_maengde"


def _of_fraction(figure: Mention) -> Decimal:
    """How far from a fraction a share may lie that is told by it: an eighth of it, at least three procentpoint."""
    return max(Decimal(3), figure.value / 8)


def _better(figure: Mention, entry: Entry) -> str:
    said = fraction(entry.printed) if BY_KEY[entry.measure].unit is Unit.PERCENT else ""
    return said or entry.text + LEVELS[BY_KEY[entry.measure].unit]


def is_near(figure: Mention, value: Decimal, printed: Decimal) -> bool:
    """Whether a figure in words says a value: on the side that it says, and no further from it than its words reach."""
    return _within(figure, value - figure.value, printed - figure.value)


def _within(figure: Mention, apart: Decimal, shown: Decimal) -> bool:
    most = _of_fraction(figure) if figure.kind == "fraction" else NEAR.get(figure.unit, Decimal(1))
    words = figure.words.lower()
    if figure.about in ("above", "below") and not words.startswith(("knap", "godt", "næsten", "tæt på", "lige")):
        most = most * 2 if words.startswith("lidt") else Decimal(100)
    most = most * 3 / 2 if words.startswith("næsten") else most
    if figure.about == "above":
        return 0 < apart <= most
    if figure.about == "below":
        return -most <= apart < 0
    return abs(shown) <= (most if figure.about == "near" else Decimal(2))


def _fits(measure: str, figure: Mention) -> bool:
    if BY_KEY[measure].unit is Unit.COUNT:
        return False
    return figure.kind == "fraction" or UNITS.get(figure.unit, BY_KEY[measure].unit) is BY_KEY[measure].unit


def _of(reading: Reading, figure: Mention, kind: str, reason: str, proposal: str, cells: Iterable[str]) -> Fault:
    return fault_in(reading, figure.start, figure.end, kind, reason, proposal, cells)
