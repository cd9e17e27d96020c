"""Whether a figure has really changed since the same stretch of the year before, and whether it can be told."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kpi.definitions.breaks import Break, between
from kpi.definitions.disclosure import PUBLIC, Audience
from kpi.definitions.frames import EVIDENCE_COLUMNS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Indicator, Span, Status, Unit
from kpi.figures.like_for_like import PLACE, like_for_like
from kpi.figures.reasons import FEWEST, why_not_comparable, why_too_few
from kpi.figures.rounding import in_last_decimals
from kpi.statistics.differences import Difference, by_person, newcombe, rate_ratio

POINTS, HOURS, RATIO = "procentpoint", "timer", "ratio"
MOVED = ["up", "down", "stayed"]
COMPARED = ["before_numerator", "before_denominator", *Difference._fields]


def evidence(
    shown: pd.DataFrame, movement: pd.DataFrame, breaks: Sequence[Break] = (), audience: Audience = PUBLIC
) -> pd.DataFrame:
    """The evidence of what an audience is shown, in `EVIDENCE_COLUMNS`: one row a figure that has a value.

    `shown` is disclosed. `movement` is not (measure, group, place_kind, place, period_end, before_end, variance in the
    printed unit squared, up, down, stayed): of it only rows are told that belong to two shown figures, and counts of
    persons only where the audience may see them. Counts and first columns have no evidence (statistics.md).
    """
    pairs = _with_movement(like_for_like(shown), movement)
    ratio = _where(pairs, _is_ratio)
    pairs["unit"] = np.where(ratio, RATIO, np.where(_where(pairs, lambda one: one.unit is Unit.HOURS), HOURS, POINTS))
    broken = [_break(pair, breaks) for pair in pairs.itertuples(index=False)]
    sound = _sound(pairs) & np.array([reason == "" for reason in broken], bool)
    pairs = pairs.assign(**_differences(pairs, ratio, sound))
    pairs["sign"] = _signs(pairs, ratio, sound)
    pairs["reason"] = [reason or _reason(pair) for reason, pair in zip(broken, pairs.to_dict("records"), strict=True)]
    pairs.loc[~sound, COMPARED] = np.nan
    pairs.loc[~sound | _is_telling(pairs, audience), MOVED] = np.nan
    pairs["assessment"] = [_assessment(*one) for one in zip(pairs["measure"], pairs["sign"], strict=True)]
    told = {"estimate": "difference", "numerator": "after_numerator", "denominator": "after_denominator"}
    return pairs.rename(columns=told)[list(EVIDENCE_COLUMNS)]


def _with_movement(pairs: pd.DataFrame, movement: pd.DataFrame) -> pd.DataFrame:
    keys = [*PLACE, "period_end", "before_end"]
    known = movement.assign(**{key: movement[key].map(str).astype(str) for key in keys})[[*keys, "variance", *MOVED]]
    return pairs.merge(known, how="left", on=keys, validate="one_to_one").astype({name: float for name in MOVED})


def _is_ratio(one: Indicator) -> bool:
    return one.unit is Unit.PERCENT and not one.subset


def _where(pairs: pd.DataFrame, holds) -> np.ndarray:
    """The rows whose indicator is as asked for."""
    return pairs["measure"].map({key: holds(one) for key, one in BY_KEY.items()}).to_numpy(bool)


def _break(pair, breaks: Sequence[Break]) -> str:
    """The reason of the break between two figures, or nothing."""
    before = pair.before_start, pair.before_end
    found = between(breaks, pair.measure, pair.group, before, pair.period_end, pair.place_kind, pair.place)
    return found[0].reason if found else ""


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


def _signs(pairs: pd.DataFrame, ratio: np.ndarray, sound: np.ndarray) -> np.ndarray:
    """The first that applies: not comparable, too few, flat, clear, and otherwise up or down (statistics.md)."""
    unchanged = np.where(ratio, 1, 0)
    few = ~(np.minimum(pairs["before_denominator"], pairs["denominator"]) >= FEWEST)
    flat = [
        in_last_decimals(one.value, one.measure) == in_last_decimals(one.before_value, one.measure, one.before_status)
        for one in pairs[["measure", "value", "before_value", "before_status"]].itertuples(index=False)
    ]
    rises = (pairs["value"] > pairs["before_value"]).to_numpy()
    rules = [~sound, few, np.array(flat, bool), pairs["low"] > unchanged, pairs["high"] < unchanged, rises]
    signs = ["not_comparable", "too_few", "flat", "clear_up", "clear_down", "up"]
    return np.select([np.asarray(rule, bool) for rule in rules], signs, "down")


def _reason(pair: dict) -> str:
    asked = {"not_comparable": why_not_comparable, "too_few": why_too_few}
    return asked[pair["sign"]](pair) if pair["sign"] in asked else ""


def _is_telling(pairs: pd.DataFrame, audience: Audience) -> np.ndarray:
    """Where the counts of those who went up, down or stayed are too small for the audience: then none is told."""
    counts = pairs[MOVED].to_numpy(float)
    small = (counts >= 1) & (counts <= audience.largest_small_count)
    return small.any(axis=1) | (counts.sum(axis=1) < audience.smallest_base)


def _assessment(measure: str, sign: str) -> str:
    return BY_KEY[measure].polarity.assessed(sign.removeprefix("clear_")) if sign.startswith("clear_") else ""
