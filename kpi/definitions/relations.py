"""How the counts behind the figures hang together: what a reader with a pencil can add and subtract (disclosure.md).

A figure shows two counts. The same people counted for another measure, on another page or in another publication are
the same count, so it is named by what it counts and not by who shows it. What is declared here holds for every group,
place and period; `kpi.figures.system` writes it out for the cells that there are. A relation whose measures do not
exist is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from kpi.definitions.model import Indicator, Source, StaffGroup, Tally, Unit, When
from kpi.definitions.retained import COUNTED

NUMERATOR, DENOMINATOR = "numerator", "denominator"
SIDES = (NUMERATOR, DENOMINATOR)

WIDER_POPULATION = {"fast_10_timer": "fast", "fast": "fast_og_fleksjob"}
"""Each population and the next one that it is a part of."""
WIDER_CONDITION = {"inden_3_mdr": "inden_6_mdr", "inden_6_mdr": "inden_12_mdr", "inden_12_mdr": "inden_24_mdr"}
"""Each condition and the next one that whoever meets it meets too; every condition is met by some of all."""

FOLLOWED_TO = "fulgt til "
"""Begins the series, and the cohort, of who had left by a day: a mark of retention that is not settled."""

LEAST_HOURS = 9.995
"""The hours a week of whoever counts in tables 4 and 5 (definitions.md, table 4), before rounding."""
LEAST_FULL_TIME_HOURS = 0.9995 * 37


@dataclass(frozen=True)
class Count:
    """What is counted, whichever measure shows it.

    `when` is `day` (a stock), `window` (a flow, which adds up over time) or `cohort` (neither: `cohort` says whose).
    `value` is empty for persons, else what of each is added up.
    """

    source: str
    when: str
    value: str
    population: str
    where: str
    cohort: str = ""

    @property
    def is_persons(self) -> bool:
        """Whether it is a whole number of persons; a mean of two stocks can be a half."""
        return not self.value and not self.cohort.startswith(When.MEAN.value)

    @property
    def adds_up(self) -> bool:
        """Whether the parts make the whole: who moves from one part to another has not moved in the whole."""
        return self.source not in (Source.MOVED_IN.value, Source.MOVED_OUT.value)


@dataclass(frozen=True)
class Split:
    """The numerators of the parts add up to the whole's. Parts are keys of measures, or all that begin with a key.

    Where a part is not there, the others are together at most the whole.
    """

    whole: str
    parts: tuple[str, ...] = ()
    beginning: str = ""

    def present(self, measures: Iterable[str]) -> tuple[str, ...]:
        """The parts among the measures."""
        begins = self.beginning or "\0"
        return tuple(key for key in measures if key in self.parts or key.startswith(begins))

    def adds_up(self, measures: Iterable[str]) -> bool:
        """Whether every part is among the measures."""
        return set(self.parts) <= set(measures)


SPLITS = (
    Split("turnover", ("turnover_left_3m", "turnover_left_3_12m", "turnover_left_later")),
    Split("turnover", ("turnover_under_30", "turnover_30_59", "turnover_60_plus", "turnover_age_unknown")),
    Split("turnover", beginning="turnover_reason_"),
)
CHAINS = (("first_year_exit_3m", "first_year_exit_12m"),)
"""Numerators that are at most another measure's in the same cell, beyond what population and condition tell."""
CHAINS_OF_ALL = (("stayers_left", "turnover"),)
"""The same, but for everyone only: who is in a group at the start may leave from another."""
STOCK_FLOW = ("turnover", ("turnover_hired", "turnover_moved_in"), ("turnover", "turnover_moved_out"))
"""Whose denominator is the stock at either end, what is added on the way and what is taken off."""


@dataclass(frozen=True)
class Structure:
    """Which groups and places are parts of which: everyone, the leaders, the named groups, units and their centres.

    `centers` gives each unit's centre. An open centre is one whose units change: they need not add up to it.
    """

    everyone: str = ""
    leaders: str = ""
    named: tuple[str, ...] = ()
    centers: Mapping[str, str] = field(default_factory=dict)
    open_centers: frozenset[str] = frozenset()


NO_PARTS = Structure()


def structure_of(groups: Iterable[StaffGroup], units: Iterable[tuple[str, str]] = ()) -> Structure:
    """The structure of HR's groups, and of its lines of unit and centre.

    A unit with more than one centre in time belongs to none here, and leaves its centres open.
    """
    by_cover: dict[str, list[str]] = {"alle": [], "ledere": [], "stillinger": []}
    for group in groups:
        by_cover[group.covers].append(group.key)
    centers: dict[str, set[str]] = {}
    for unit, center in units:
        centers.setdefault(unit, set()).add(center)
    moving = [found for found in centers.values() if len(found) > 1]
    return Structure(
        everyone=next(iter(by_cover["alle"]), ""),
        leaders=next(iter(by_cover["ledere"]), ""),
        named=tuple(by_cover["stillinger"]),
        centers={unit: next(iter(found)) for unit, found in centers.items() if len(found) == 1},
        open_centers=frozenset(center for found in moving for center in found),
    )


@cache
def shown_counts() -> dict[tuple[str, str], Count]:
    """What each measure about people counts on either side, by measure and side."""
    return {
        (one.key, side): count_of(one, tally)
        for one in COUNTED.values()
        if one.about_people
        for side, tally in zip(SIDES, (one.numerator, one.denominator), strict=True)
        if tally is not None
    }


def count_of(indicator: Indicator, tally: Tally) -> Count:
    """The count of an indicator's tally. A condition on the stock at the start may look ahead, so it is a cohort's."""
    population = indicator.population.key if indicator.population else ""
    where = tally.where.key if tally.where else ""
    looks_ahead = tally.when is When.AT_START and bool(where)
    stock = tally.when in (When.AT_START, When.AT_END) and not looks_ahead
    window = tally.when in (When.WITHIN, When.FIRST_YEAR)
    when = "day" if stock else "window" if window else "cohort"
    cohort = f"{tally.when.value} {indicator.span.value}" if when == "cohort" else ""
    return Count(tally.source.value, when, tally.value, population, where, cohort)


def first_of_period(indicator: Indicator, side: str) -> bool:
    """Whether the side is a stock on the period's first day."""
    tally = indicator.numerator if side == NUMERATOR else indicator.denominator
    return tally is not None and tally.when is When.AT_START


def counts_first_year(indicator: Indicator, side: str) -> bool:
    """Whether the side is a flow within the first of the period's two years."""
    tally = indicator.numerator if side == NUMERATOR else indicator.denominator
    return tally is not None and tally.when is When.FIRST_YEAR


def parts_and_wholes(counts: Iterable[Count]) -> list[tuple[Count, Count]]:
    """The pairs of counts of persons where the first is never more than the second, in the same cell."""
    counts = [one for one in counts if one.is_persons]
    return [(part, whole) for part in counts for whole in counts if part != whole and _is_part(part, whole)]


def _is_part(part: Count, whole: Count) -> bool:
    if (part.source, part.when, part.cohort) != (whole.source, whole.when, whole.cohort):
        return False
    wider = _reaches(WIDER_POPULATION, part.population, whole.population)
    return wider and (not whole.where or _reaches(WIDER_CONDITION, part.where, whole.where))


def _reaches(steps: Mapping[str, str], start: str, end: str) -> bool:
    while start != end and start in steps:
        start = steps[start]
    return start == end


def is_subset(indicator: Indicator) -> bool:
    """Whether the numerator's people are among the denominator's."""
    return indicator.subset and indicator.unit is Unit.PERCENT and indicator.denominator is not None
