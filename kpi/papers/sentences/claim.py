"""Claim: something to say of a publication, bound to the cells it rests on, before it has words."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Polarity, Unit
from kpi.papers.sentences.ledger import Ledger

CLEAR = {"clear_up": "up", "clear_down": "down"}


@dataclass(frozen=True)
class Claim:
    """Something to say: `kind` is what, `groups` of whom (worst or largest first), `periods` oldest first (ISO).

    `key` is the same in every publication. `direction` is up, down, flat or empty; `certainty` is clear, unclear or
    empty where nothing is compared. `cells` are addresses `measure/group/period_end`. `others` are the groups that the
    claim is not about: the exceptions of an "alle". `counts` are counts of cells. `table` is 0 for what is about
    several.
    """

    key: str
    table: int
    kind: str
    measure: str = ""
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    unit: Unit = Unit.PERCENT
    direction: str = ""
    certainty: str = ""
    cells: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()


def addressed(measure: str, groups: Iterable[str], periods: Iterable[str]) -> tuple[str, ...]:
    """The addresses of the groups' cells in the periods."""
    periods = tuple(periods)
    return tuple(f"{measure}/{group}/{end}" for group in groups for end in periods)


def direction_of(ledger: Ledger, measure: str, group: str, before: str, after: str) -> str:
    """Which way the printed values went: up, down, flat, or empty where either is not shown."""
    difference = ledger.difference(measure, group, before, after)
    return "" if difference is None else "up" if difference > 0 else "down" if difference < 0 else "flat"


def is_worse(measure: str, direction: str) -> bool:
    """Whether the direction is the wrong way for the measure."""
    return (BY_KEY[measure].polarity is Polarity.LOWER) == (direction == "up")
