"""Mention: words of a sentence that name a measure, a group, a period, a figure or a way."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Mention:
    """Words from `start` to `end` of a sentence.

    `keys` are what is meant: measures, groups, or last days of periods (ISO). `kind` tells more of a period (rolling,
    half, year, day, month, quarter, before) or of a figure (level, change, count, fraction). `value` and `unit` are a
    figure's (unit: %, procentpoint, timer or empty), `about` its godt or knap.
    """

    start: int
    end: int
    words: str
    keys: tuple[str, ...] = ()
    kind: str = ""
    value: Decimal = Decimal(0)
    unit: str = ""
    decimals: int = 0
    about: str = ""
