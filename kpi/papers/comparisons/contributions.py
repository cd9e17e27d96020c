"""Where the change of the total comes from: what each shown staff group or centre and the mix of them did (Kitagawa).

Made of the figures that the audience is shown and nothing else: what is hidden stands inside the remainder.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import StaffGroup, Status, Unit
from kpi.definitions.periods import shifted
from kpi.statistics.decomposition import kitagawa, with_remainder

REMAINDER = "oevrige"
"""The key of the part that everything hidden, or outside every part, stands in."""
WORTH_A_ROW = 0.5
"""A remainder of fewer people than this is nobody: the shown parts are the total."""


@dataclass(frozen=True)
class Division:
    """What the total is divided into: `place_kind` as in the figures, and the words that it is told in.

    `many` is the parts in the definite plural; `inside` goes before a part's name; `outside` is the remainder's place.
    """

    key: str
    place_kind: str
    many: str
    remainder: str
    inside: str
    outside: str


BY_GROUP = Division("faggrupper", "", "grupperne", "Øvrige og skjulte grupper", "hos", "uden for de viste faggrupper")
BY_CENTRE = Division(
    "centre", "center", "centrene", "Øvrige og skjulte centre", "i centeret", "uden for de viste centre"
)


class Part(NamedTuple):
    """One of the parts of the total."""

    key: str
    name: str


@dataclass(frozen=True)
class Contribution:
    """What a part adds to the change of the total, in the printed unit: inside the part, and by its share of all.

    `printed_within` and `printed_mix` are rounded so that all rows together are the printed change of the total.
    """

    part: str
    name: str
    within: float
    mix: float
    printed_within: Decimal
    printed_mix: Decimal

    @property
    def total(self) -> float:
        """Both together."""
        return self.within + self.mix

    @property
    def printed(self) -> Decimal:
        """Both together, as printed."""
        return self.printed_within + self.printed_mix


@dataclass(frozen=True)
class Contributions:
    """The change of a measure's total from one period to the same a year later, and the rows that add up to it."""

    measure: str
    before_end: str
    end: str
    before: float
    after: float
    rows: tuple[Contribution, ...]
    division: Division = BY_GROUP

    @property
    def change(self) -> float:
        """The unrounded change, in procentpoint or hours."""
        return self.after - self.before

    @property
    def printed_change(self) -> Decimal:
        """The difference of the two printed values."""
        return _printed_change(self.measure, self.before, self.after)


def contributions(
    shown: pd.DataFrame,
    measure: str,
    period_end: str,
    groups: Sequence[StaffGroup],
    division: Division = BY_GROUP,
    left_out: Set[str] = frozenset(),
) -> Contributions | None:
    """The contributions to the change of a quotient since the year before; None where the total is not shown at both.

    `groups` are the rows of the table with the total (covers `alle`) among them; leaders, who stand in the groups too,
    are left out. A part that is not shown at both ends, or is `left_out`, is in the remainder at both; without any
    part there are no contributions.
    """
    before_end = shifted(date.fromisoformat(period_end), -12).isoformat()
    ends, total = (before_end, period_end), next(group.key for group in groups if group.covers == "alle")
    wholes = [_figures(shown, measure, end, total).get(total) for end in ends]
    figures = [_figures(shown, measure, end, total, division.place_kind) for end in ends]
    shown_twice = [key for key in figures[1] if key in figures[0] and key not in left_out]
    parts = [part for part in _parts(division, groups, figures[1]) if part.key in shown_twice]
    if None in wholes or not parts:
        return None
    counts = [_counts(of, parts, whole) for of, whole in zip(figures, wholes, strict=True)]
    named = [*parts, Part(REMAINDER, division.remainder)]
    if not any(base[-1] >= WORTH_A_ROW or abs(count[-1]) >= WORTH_A_ROW for count, base in counts):
        counts, named = [(count[:-1], base[:-1]) for count, base in counts], parts
    scale = 100 if BY_KEY[measure].unit is Unit.PERCENT else 1
    effects = np.column_stack(kitagawa(*counts[0], *counts[1])) * scale
    values = [whole["value"] for whole in wholes]
    rows = _rows(named, effects, _printed_change(measure, *values), BY_KEY[measure].decimals)
    return Contributions(measure, before_end, period_end, *values, rows, division)


def _parts(division: Division, groups: Sequence[StaffGroup], places: Iterable[str]) -> list[Part]:
    """The staff groups in printed order, or the centres in the order of the figures; what has no centre is no part."""
    if division.place_kind:
        return [Part(place, place) for place in places if place]
    return [Part(one.key, one.name) for one in groups if one.covers not in ("alle", "ledere")]


def _figures(shown: pd.DataFrame, measure: str, end: str, total: str, place_kind: str = "") -> dict[str, dict]:
    """The figures that have a value, by group, or of everyone by place; what one series hides is hidden.

    A quarter that ends on the day is another period.
    """
    of_a_year = (shown["place_kind"] == place_kind) & (shown["series"] != "quarter")
    rows = shown[of_a_year & (shown["measure"] == measure) & (shown["period_end"].map(str) == end)].to_dict("records")
    by = "place" if place_kind else "group"
    rows = [one for one in rows if not place_kind or one["group"] == total]
    hidden = {one[by] for one in rows if one["status"] == Status.SUPPRESSED}
    return {one[by]: one for one in rows if one["status"] == Status.OK and one[by] not in hidden}


def _counts(figures: Mapping[str, dict], parts: Sequence[Part], whole: Mapping) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of the parts and, last, of what the total has besides."""
    sides = ("numerator", "denominator")
    return tuple(with_remainder([figures[part.key][side] for part in parts], whole[side]) for side in sides)


def _rows(parts: Sequence[Part], effects: np.ndarray, change: Decimal, decimals: int) -> tuple[Contribution, ...]:
    printed = iter(_adding_up(effects.ravel().tolist(), change, decimals))
    return tuple(
        Contribution(part.key, part.name, *map(float, effect), next(printed), next(printed))
        for part, effect in zip(parts, effects, strict=True)
    )


def _adding_up(parts: Iterable[float], change: Decimal, decimals: int) -> list[Decimal]:
    """The parts rounded up or down, nearest first, so that they add up to the change."""
    scaled = np.array(list(parts)) * 10**decimals
    whole = np.floor(scaled).astype(int)
    missing = int(change.scaleb(decimals)) - int(whole.sum())
    whole[np.argsort(whole - scaled, kind="stable")[: max(missing, 0)]] += 1
    return [Decimal(int(one)).scaleb(-decimals) for one in whole]


def _printed_change(measure: str, before: float, after: float) -> Decimal:
    decimals = BY_KEY[measure].decimals
    return danish.rounded(after, decimals) - danish.rounded(before, decimals)
