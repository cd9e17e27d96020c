"""Two sets of reference files -> what the later one means for figures of the past, in Danish."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from kpi import danish
from kpi.extracts.placement.reference import EARLIEST, Reference

MOST_NAMED = 3
EPOCH = date(1970, 1, 1)
NOTHING = "Tidligere tal flytter sig ikke."
MOVES = (
    "Har udtrækkene sådanne rækker, flytter tidligere tal sig: de står som ændret historik i den næste udgivelse, som "
    "skal have en begrundelse."
)
STOPS = "Har udtrækkene sådanne rækker, er de et stop, til de har en plads."
STAYS = "Tal fra før dagen bliver, som de er."


def told_of_history(before: Reference, after: Reference) -> list[str]:
    """What becomes of figures of the past, a sentence or two for each kind of change."""
    told = _placed("stillingskode", "stillingskoder", before.job_codes, after.job_codes, "code", ["area", "group"])
    told += _placed("afdeling", "afdelinger", before.units, after.units, "unit", ["area", "center"])
    told += _contracts(before, after) + _groups(before, after)
    if before.breaks != after.breaks:
        told.append("Bruddene er ikke de samme. De gælder også for sammenligninger bagud i den næste udgivelse.")
    return told or [NOTHING]


class Move(NamedTuple):
    """The first day that something is placed otherwise, as a number of days, and whether it has a place then."""

    day: int
    has_place: bool


def moved_from(before: pd.DataFrame, after: pd.DataFrame, key: str, placing: list[str]) -> dict[str, Move]:
    """When each key is placed otherwise than before, for those that had a place that day; `EARLIEST` is always.

    The frames are those of a `Reference`; a key that has no place any more is placed otherwise.
    """
    old, new = (_lines_by(key, placing, frame) for frame in (before, after))
    found = {}
    for one in (one for one in old if old[one] != new.get(one)):
        was, will = old[one], new.get(one, set())
        days = sorted({EARLIEST, *(first for first, _, _ in was | will), *(last + 1 for _, last, _ in was | will)})
        moved = (day for day in days if _on(day, was) and _on(day, was) != _on(day, will))
        if (day := next(moved, None)) is not None:
            found[one] = Move(day, bool(_on(day, will)))
    return found


def _lines_by(key: str, placing: list[str], frame: pd.DataFrame) -> dict[str, set[tuple[int, int, tuple]]]:
    """Each key's lines: the first and the last day, and the place."""
    found: dict[str, set] = {}
    places = zip(*(frame[name] for name in placing), strict=True)
    for one, first, last, place in zip(frame[key], frame["valid_from"], frame["valid_to"], places, strict=True):
        found.setdefault(one, set()).add((first, last, place))
    return found


def _on(day: int, lines: Iterable[tuple[int, int, tuple]]) -> frozenset:
    return frozenset(place for first, last, place in lines if first <= day <= last)


def _placed(one: str, many: str, before: pd.DataFrame, after: pd.DataFrame, key: str, placing: list[str]) -> list[str]:
    moved, there = moved_from(before, after, key, placing), set(after[key])
    gone = Move(EARLIEST, has_place=False)
    by_move: dict[Move, list[str]] = {}
    for name, move in moved.items():
        by_move.setdefault(move if name in there else gone, []).append(name)
    return [f"{_named(one, many, by_move[move])} {_told(move)}" for move in sorted(by_move)]


def _told(move: Move) -> str:
    day = danish.day(EPOCH + timedelta(days=move.day))
    if move.day == EARLIEST:
        return f"bliver placeret anderledes, også bagud. {MOVES}" if move.has_place else f"går ud. {STOPS}"
    return f"bliver placeret anderledes fra {day}. {STAYS}" if move.has_place else f"har ingen plads fra {day}. {STOPS}"


def _contracts(before: Reference, after: Reference) -> list[str]:
    old, new = before.contracts, after.contracts
    lost = [form for form in old if form not in new]
    moved = [form for form in old if form in new and old[form] != new[form]]
    words = "ansættelsesform", "ansættelsesformer"
    told = [f"{_named(*words, lost)} går ud. {STOPS}"] if lost else []
    return told + ([f"{_named(*words, moved)} får en anden kategori. {MOVES}"] if moved else [])


def _groups(before: Reference, after: Reference) -> list[str]:
    old, new = ({group.key: group for group in one.groups} for one in (before, after))
    told = []
    if lost := [key for key in old if key not in new]:
        told.append(f"{_named('faggruppe', 'faggrupper', lost)} går ud. Den næste udgivelse har ingen tal for dem.")
    if came := [key for key in new if key not in old]:
        told.append(f"{_named('faggruppe', 'faggrupper', came)} er ny. Den får tal, også bagud, i den næste udgivelse.")
    if moved := _differing(old, new, lambda group: group.covers):
        told.append(f"{_named('faggruppe', 'faggrupper', moved)} dækker noget andet. {MOVES}")
    if renamed := _differing(old, new, lambda group: group.name):
        told.append(f"{_named('faggruppe', 'faggrupper', renamed)} får et nyt navn i den næste udgivelse.")
    return told


def _differing(old: Mapping, new: Mapping, what: Callable) -> list[str]:
    return [key for key in old if key in new and what(old[key]) != what(new[key])]


def _named(one: str, many: str, names: list[str]) -> str:
    """How many there are of a thing, and the first of their names: 2 stillingskoder (3001 og 3002)."""
    more = len(names) - MOST_NAMED
    shown = names[:MOST_NAMED] + ([f"{danish.number(more, 0)} mere"] if more > 0 else [])
    return f"{danish.counted(len(names), one, many)} ({danish.joined(shown)})"
