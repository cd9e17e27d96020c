"""The types that figures are declared with, and the columns of the one table of figures.

Nothing here reads or computes: an indicator says what is added up, for whom and when; `kpi.figures` does it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

RATE_UNIT = 1_000_000
"""Employment rates are whole millionths of full time, so that sums do not depend on the order of the rows."""
FULL_WEEK = 37
"""Hours a week at employment rate 1."""


class Unit(StrEnum):
    """What a value is measured in."""

    COUNT = "antal"
    PERCENT = "procent"
    HOURS = "timer"


class Polarity(StrEnum):
    """Which way is better."""

    LOWER = "lavere er bedre"
    HIGHER = "højere er bedre"
    NONE = ""

    def assessed(self, direction: str) -> str:
        """What a move means: better or worse for up and down, same for flat, empty where no way is better."""
        if not direction or self is Polarity.NONE:
            return ""
        if direction == "flat":
            return "same"
        return "better" if (direction == "up") == (self is Polarity.HIGHER) else "worse"


class Span(StrEnum):
    """The stretch of time that a column of a table covers, as seen from its last day."""

    ROLLING_YEAR = "tolv måneder"
    YEAR_TO_DATE = "1. januar til og med"
    STATUS = "status"
    QUARTER = "kvartal"
    TWO_YEARS = "to år"


class Source(StrEnum):
    """The people, or adverts, that a tally adds up; of ages and reasons only what is known of them is asked."""

    STAFF = "staff"
    EXITS = "exits"
    ADVERTS = "adverts"
    ENTRIES = "entries"
    MOVED_IN = "moved in"
    MOVED_OUT = "moved out"
    AGES = "ages"
    REASONS = "reasons"


class When(StrEnum):
    """When in the period something is counted: a stock at either end, or a flow within it.

    `MEAN` is the mean of the stocks at both ends, `GONE_BY_END` those of the stock at the start whose stay has ended by
    the end, `FIRST_YEAR` the flow within the first of a period's two years.
    """

    AT_START = "start"
    AT_END = "end"
    WITHIN = "within"
    MEAN = "mean"
    GONE_BY_END = "gone by end"
    FIRST_YEAR = "first year"


class Status(StrEnum):
    """What can be said of a cell; never encoded in its value."""

    OK = "ok"
    MISSING = "missing"
    UNDEFINED = "undefined"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True)
class Condition:
    """A mask over people, with the Danish words that say what it asks."""

    key: str
    words: str
    holds: Callable[[pd.DataFrame], np.ndarray]


@dataclass(frozen=True)
class Population(Condition):
    """A mask over main rows that carries the footnote of every table it stands in (`words` completes a sentence)."""

    footnote: str


@dataclass(frozen=True)
class Tally:
    """Something to add up: which people, when, under what condition, and what of each (persons, hours or hires).

    `label` heads its column in the annex of counts, `words` says it in a sentence. `since` is the column of a stock
    with the day from which somebody counts, where that is later than the first.
    """

    source: Source
    when: When
    label: str
    words: str
    where: Condition | None = None
    value: str = ""
    since: str = ""


@dataclass(frozen=True)
class Indicator:
    """A figure as it is declared: a numerator, perhaps over a denominator, for a population and a span of time.

    `subset` says that the numerator's people are among the denominator's, so that the complement is a count of
    people too. `about_people` is false for counts of adverts, which hide nobody. `requires` are sources that must tell
    of the same days as the people do: ages or reasons.
    """

    key: str
    title: str
    short_title: str
    unit: Unit
    polarity: Polarity
    population: Population | None
    span: Span
    numerator: Tally
    denominator: Tally | None
    footnote: str
    reference: str
    page: str
    table: int
    decimals: int = 1
    subset: bool = True
    about_people: bool = True
    printed: bool = True
    requires: tuple[Source, ...] = ()


NAMELESS = "Kommunen"
"""What a municipality is called whose name nobody has set."""


@dataclass(frozen=True)
class StaffGroup:
    """A row of the tables, as HR's `grupper.csv` names it; `covers` is alle, ledere or stillinger."""

    key: str
    name: str
    covers: str
