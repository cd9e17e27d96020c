"""Where the change of the total comes from: what each shown staff group and the mix of them did (Kitagawa).

Made of the figures that the audience is shown and nothing else: what is hidden stands inside the remainder.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import StaffGroup, Status, Unit
from kpi.definitions.periods import shifted
from kpi.statistics.decomposition import kitagawa, with_remainder

REMAINDER = StaffGroup("oevrige", "Øvrige og skjulte grupper", "")
WORTH_A_ROW = 0.5
"""A remainder of fewer people than this is nobody: the shown groups are the total."""


@dataclass(frozen=True)
class Contribution:
    """What a group adds to the change of the total, in the printed unit: inside the group, and by its share of all.

    `printed_within` and `printed_mix` are rounded so that all rows together are the printed change of the total.
    """

    group: str
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

    @property
    def change(self) -> float:
        """The unrounded change, in procentpoint or hours."""
        return self.after - self.before

    @property
    def printed_change(self) -> Decimal:
        """The difference of the two printed values."""
        return _printed_change(self.measure, self.before, self.after)


def contributions(
    shown: pd.DataFrame, measure: str, period_end: str, groups: Sequence[StaffGroup]
) -> Contributions | None:
    """The contributions to the change of a quotient since the year before; None where the total is not shown at both.

    `groups` are the rows of the table with the total (covers `alle`) among them; leaders, who stand in the groups too,
    are left out. A group that is not shown at both ends is in the remainder at both.
    """
    before_end = shifted(date.fromisoformat(period_end), -12).isoformat()
    before, after = (_figures(shown, measure, end) for end in (before_end, period_end))
    total = next(group.key for group in groups if group.covers == "alle")
    if total not in before or total not in after:
        return None
    parts = [one for one in groups if one.covers not in ("alle", "ledere") and one.key in before and one.key in after]
    counts = [_counts(figures, [one.key for one in parts], total) for figures in (before, after)]
    named = [*parts, REMAINDER]
    if not any(base[-1] >= WORTH_A_ROW or abs(count[-1]) >= WORTH_A_ROW for count, base in counts):
        counts, named = [(count[:-1], base[:-1]) for count, base in counts], parts
    scale = 100 if BY_KEY[measure].unit is Unit.PERCENT else 1
    effects = np.column_stack(kitagawa(*counts[0], *counts[1])) * scale
    values = before[total]["value"], after[total]["value"]
    rows = _rows(named, effects, _printed_change(measure, *values), BY_KEY[measure].decimals)
    return Contributions(measure, before_end, period_end, *values, rows)


def _figures(shown: pd.DataFrame, measure: str, end: str) -> dict[str, dict]:
    """The figures of the whole municipality that have a value, by group; what one series hides is hidden.

    A quarter that ends on the day is another period.
    """
    of_a_year = (shown["place_kind"] == "") & (shown["series"] != "quarter")
    rows = shown[of_a_year & (shown["measure"] == measure) & (shown["period_end"].map(str) == end)].to_dict("records")
    hidden = {one["group"] for one in rows if one["status"] == Status.SUPPRESSED}
    return {one["group"]: one for one in rows if one["status"] == Status.OK and one["group"] not in hidden}


def _counts(figures: dict[str, dict], parts: list[str], total: str) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of the parts and, last, of what the total has besides."""
    sides = ("numerator", "denominator")
    return tuple(with_remainder([figures[key][side] for key in parts], figures[total][side]) for side in sides)


def _rows(
    groups: Sequence[StaffGroup], effects: np.ndarray, change: Decimal, decimals: int
) -> tuple[Contribution, ...]:
    printed = iter(_adding_up(effects.ravel().tolist(), change, decimals))
    return tuple(
        Contribution(group.key, group.name, *map(float, effect), next(printed), next(printed))
        for group, effect in zip(groups, effects, strict=True)
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
