"""Whether a figure has really changed since the same stretch of the year before, and whether it can be told."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from kpi.definitions.breaks import Break, between
from kpi.definitions.disclosure import PUBLIC, Audience
from kpi.definitions.frames import EVIDENCE_COLUMNS
from kpi.definitions.model import Indicator, Span, Status, Unit
from kpi.figures.like_for_like import PLACE, like_for_like
from kpi.figures.numbered import numbered
from kpi.figures.of_measure import assessed, of_measure
from kpi.figures.reasons import FEWEST, why_not_comparable, why_too_few
from kpi.figures.rounding import in_last_decimals
from kpi.statistics.differences import Difference, by_person, newcombe, rate_ratio

POINTS, HOURS, RATIO = "procentpoint", "timer", "ratio"
MOVED = ["up", "down", "stayed"]
TOLD_OF = ["measure", "period_end", "denominator", "before_end", "before_denominator", "before_status"]
"""What a reason is made of."""
BEFORE = ["before_numerator", "before_denominator"]


def evidence(
    shown: pd.DataFrame, movement: pd.DataFrame, breaks: Sequence[Break] = (), audience: Audience = PUBLIC
) -> pd.DataFrame:
    """The evidence of what an audience is shown, in `EVIDENCE_COLUMNS`: one row a figure that has a value.

    `shown` is disclosed. `movement` is not (measure, group, place_kind, place, period_end, before_end, variance in the
    printed unit squared, up, down, stayed): of it only rows are told that belong to two shown figures, and counts of
    persons only where the audience may see them. Counts and first columns have no evidence (statistics.md).
    """
    pairs = _with_movement(like_for_like(shown), movement)
    ratio, in_hours = _where(pairs, _is_ratio), _where(pairs, lambda one: one.unit is Unit.HOURS)
    broken = _broken(pairs, breaks)
    sound = _sound(pairs) & (broken == "")
    differences = _differences(pairs, ratio, sound)
    signs = _signs(pairs, ratio, sound, differences)
    clear = np.select([signs == "clear_up", signs == "clear_down"], ["up", "down"], "")
    found = differences | {
        "unit": np.select([ratio, in_hours], [RATIO, HOURS], POINTS),
        "sign": signs,
        "reason": _reasons(pairs, signs, broken),
        "assessment": assessed(pairs["measure"], clear),
        **_where_told(pairs, BEFORE, sound),
        **_where_told(pairs, MOVED, sound & ~_is_telling(pairs, audience)),
    }
    told = {"estimate": "difference", "numerator": "after_numerator", "denominator": "after_denominator"}
    return pairs.assign(**found).rename(columns=told)[list(EVIDENCE_COLUMNS)]


def _where_told(pairs: pd.DataFrame, columns: Sequence[str], is_told: np.ndarray) -> dict[str, np.ndarray]:
    """The columns with nothing in the rows that are not told."""
    return {name: np.where(is_told, pairs[name], np.nan) for name in columns}


def _with_movement(pairs: pd.DataFrame, movement: pd.DataFrame) -> pd.DataFrame:
    figure, moved = numbered((*PLACE, "period_end", "before_end"), pairs, movement)
    row = pd.Index(moved).get_indexer(figure)
    told = {name: movement[name].astype(float).array.take(row, allow_fill=True) for name in ("variance", *MOVED)}
    return pairs.assign(**told)


def _is_ratio(one: Indicator) -> bool:
    return one.unit is Unit.PERCENT and not one.subset


def _where(pairs: pd.DataFrame, holds) -> np.ndarray:
    """The rows whose indicator is as asked for."""
    return of_measure(pairs["measure"], holds)


def _broken(pairs: pd.DataFrame, breaks: Sequence[Break]) -> np.ndarray:
    """The reason of the break between the two figures of each pair, or nothing."""
    reasons = np.full(len(pairs), "", object)
    for place, pair in enumerate(pairs.itertuples(index=False) if breaks else ()):
        before = pair.before_start, pair.before_end
        found = between(breaks, pair.measure, pair.group, before, pair.period_end, pair.place_kind, pair.place)
        reasons[place] = found[0].reason if found else ""
    return reasons


def _sound(pairs: pd.DataFrame) -> np.ndarray:
    """Where there is something to hold the figure against; a year before without a base is there, and is too few."""
    status, is_status = pairs["before_status"], _where(pairs, lambda one: one.span is Span.STATUS)
    followed = ~is_status | pairs["variance"].notna()
    return ((status == Status.UNDEFINED) | ((status == Status.OK) & followed)).to_numpy()


def _differences(pairs: pd.DataFrame, ratio: np.ndarray, sound: np.ndarray) -> dict[str, np.ndarray]:
    """The difference of each row with its interval, by the method of its kind, in its unit."""
    is_status = _where(pairs, lambda one: one.span is Span.STATUS)
    counts = pairs[["before_numerator", "before_denominator", "numerator", "denominator"]].to_numpy(float)
    found = np.full((len(pairs), len(Difference._fields)), np.nan)
    whole = sound & (pairs["before_status"] == Status.OK).to_numpy()
    shares, rates, people = whole & ~ratio & ~is_status, whole & ratio, whole & is_status
    found[shares] = np.column_stack(newcombe(*counts[shares].T)) * [100, 100, 100, 1]
    found[rates] = np.column_stack(rate_ratio(*counts[rates].T))
    moved = (pairs["value"] - pairs["before_value"]).to_numpy(float)
    found[people] = np.column_stack(by_person(moved[people], pairs["variance"].to_numpy(float)[people]))
    return dict(zip(Difference._fields, found.T, strict=True))


def _signs(
    pairs: pd.DataFrame, ratio: np.ndarray, sound: np.ndarray, differences: Mapping[str, np.ndarray]
) -> np.ndarray:
    """The first that applies: not comparable, too few, flat, clear, and otherwise up or down (statistics.md)."""
    unchanged = np.where(ratio, 1, 0)
    few = ~(np.minimum(pairs["before_denominator"], pairs["denominator"]) >= FEWEST)
    flat = _printed(pairs, "") == _printed(pairs, "before_")
    rises = (pairs["value"] > pairs["before_value"]).to_numpy()
    rules = [~sound, few, flat, differences["low"] > unchanged, differences["high"] < unchanged, rises]
    signs = ["not_comparable", "too_few", "flat", "clear_up", "clear_down", "up"]
    return np.select([np.asarray(rule, bool) for rule in rules], signs, "down")


def _printed(pairs: pd.DataFrame, side: str) -> np.ndarray:
    return in_last_decimals(pairs[f"{side}value"], pairs["measure"], pairs[f"{side}status"])


def _reasons(pairs: pd.DataFrame, signs: np.ndarray, broken: np.ndarray) -> np.ndarray:
    """The reason of each break, and why what has no sign for want of a year before, or of people, has none."""
    asked, reasons = {"not_comparable": why_not_comparable, "too_few": why_too_few}, broken.copy()
    places = np.flatnonzero(np.isin(signs, list(asked)) & (broken == ""))
    for place, pair in zip(places, pairs[TOLD_OF].iloc[places].to_dict("records"), strict=True):
        reasons[place] = asked[signs[place]](pair)
    return reasons


def _is_telling(pairs: pd.DataFrame, audience: Audience) -> np.ndarray:
    """Where the counts of those who went up, down or stayed are too small for the audience: then none is told."""
    counts = pairs[MOVED].to_numpy(float)
    small = (counts >= 1) & (counts <= audience.largest_small_count)
    return small.any(axis=1) | (counts.sum(axis=1) < audience.smallest_base)
