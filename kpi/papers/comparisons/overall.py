"""Which way are we going: how many figures are clearly better or worse than the year before, and which.

A count of cells, never a composite index (statistics.md, "Overall direction").
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan

import pandas as pd

from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Indicator, StaffGroup, Status, Unit
from kpi.papers.paper import ATTRACT, RETAIN
from kpi.statistics.multiplicity import benjamini_hochberg

VERDICTS = ("better", "worse", "unclear", "too_few", "not_comparable")
WRONGLY_CLEAR = 0.05
"""The share of cells without any change that are clear all the same, at 95 %."""


@dataclass(frozen=True)
class Judged:
    """A cell of the family with its verdict, one of `VERDICTS`; `period_end` is ISO, `p_value` NaN where not tested."""

    measure: str
    group: str
    period_end: str
    verdict: str
    sign: str = ""
    p_value: float = nan


@dataclass(frozen=True)
class Overall:
    """How many cells of a family have each verdict, and the cells themselves in the order of the paper.

    `clear` are the clear ones, worst first: the worse from the most certain on, then the better up to the most
    certain. `holds` are those of them that stand when the family is looked at together (Benjamini and Hochberg, 10 %).
    """

    better: int
    worse: int
    unclear: int
    too_few: int
    not_comparable: int
    cells: tuple[Judged, ...]
    clear: tuple[Judged, ...]
    holds: tuple[Judged, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The number of cells by verdict."""
        return {verdict: getattr(self, verdict) for verdict in VERDICTS}

    @property
    def tested(self) -> int:
        """How many cells could be judged."""
        return self.better + self.worse + self.unclear


def overall(evidence: pd.DataFrame, shown: pd.DataFrame, groups: Sequence[StaffGroup]) -> Overall:
    """The family of the paper: everybody and each staff group × the measures of people, in the last printed column.

    `evidence` and `shown` are what one audience sees. A hidden cell is too few to judge, a missing one not comparable.
    Leaders stand in the groups too and are left out.
    """
    measures = [one for one in INDICATORS if one.about_people and one.printed]
    keys = [group.key for group in groups if group.covers != "ledere"]
    latest = _latest(shown)
    return _of(evidence, [latest[one.key, key] for key in keys for one in measures])


def by_aim(evidence: pd.DataFrame, shown: pd.DataFrame, groups: Sequence[StaffGroup]) -> dict[str, Overall]:
    """The verdicts by aim (pejlemærke): recruit and attract by the adverts of all and each area, retain by `overall`.

    A quarter that nothing covers is not printed, so that the adverts' last column is the last one that is there.
    """
    adverts = {one.key for one in INDICATORS if _is_share_of_adverts(one)}
    covered = shown[shown["measure"].isin(adverts) & (shown["status"] != Status.MISSING)]
    return {ATTRACT: _of(evidence, _latest(covered).values()), RETAIN: overall(evidence, shown, groups)}


def _is_share_of_adverts(one: Indicator) -> bool:
    return one.printed and not one.about_people and one.unit is not Unit.COUNT


def _latest(shown: pd.DataFrame) -> dict[tuple[str, str], dict]:
    """The last printed figure of each measure and group of the whole municipality."""
    printed = shown[(shown["series"] == "printed") & (shown["place_kind"] == "")]
    return {(one["measure"], one["group"]): one for one in printed.to_dict("records")}


def _of(evidence: pd.DataFrame, figures: Iterable[Mapping]) -> Overall:
    whole = evidence[evidence["place_kind"] == ""].to_dict("records")
    known = {(one["measure"], one["group"], str(one["period_end"])): one for one in whole}
    cells = [_judged(known, figure) for figure in figures]
    stands = benjamini_hochberg([cell.p_value for cell in cells])
    held = {(cell.measure, cell.group) for cell, stand in zip(cells, stands, strict=True) if stand}
    worse = sorted((cell for cell in cells if cell.verdict == "worse"), key=lambda cell: cell.p_value)
    better = sorted((cell for cell in cells if cell.verdict == "better"), key=lambda cell: -cell.p_value)
    clear = (*worse, *better)
    counts = [sum(cell.verdict == verdict for cell in cells) for verdict in VERDICTS]
    return Overall(*counts, tuple(cells), clear, tuple(cell for cell in clear if (cell.measure, cell.group) in held))


def _judged(known: Mapping[tuple, Mapping], figure: Mapping) -> Judged:
    cell = (figure["measure"], figure["group"], str(figure["period_end"]))
    found = known.get(cell)
    if found is None:
        is_few = figure["status"] in (Status.SUPPRESSED, Status.UNDEFINED)
        return Judged(*cell, "too_few" if is_few else "not_comparable")
    if found["sign"] in ("too_few", "not_comparable"):
        return Judged(*cell, found["sign"], found["sign"])
    return Judged(*cell, found["assessment"] or "unclear", found["sign"], float(found["p_value"]))
