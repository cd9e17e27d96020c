"""Indicators x people -> the one table of figures, with everything in it and nothing hidden."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Indicator, Source, Status, Unit
from kpi.definitions.people import People, day_number
from kpi.definitions.periods import Period, printed, same_date
from kpi.figures.count import Cells, Counts

PROVISIONAL_DAYS = 31
"""An exit later than this many days before the extract was drawn may yet turn out to be bridged (rule 8)."""
PLACE_KINDS = {"": "", "area": "område", "center": "center", "unit": "afdeling"}


def measure(people: People, indicators: Iterable[Indicator], as_of, cells: Cells) -> pd.DataFrame:
    """The figures for the columns of the paper and for the same date of each year, one row a figure.

    The columns are those of `FIGURE_COLUMNS` but for arrow and assessment; dates are ISO text. Rows come in
    printed order: indicator, place, group, series, period.
    """
    counts = Counts(people)
    frames = []
    for indicator in indicators:
        columns = printed(indicator.span, as_of)
        covered = [period for period in same_date(indicator.span, as_of) if _is_covered(people, indicator, period)]
        for series, periods in (("printed", columns), ("same_date", covered)):
            if periods:
                frames.append(_frame(counts, cells, indicator, series, periods))
    return pd.concat(frames, ignore_index=True)


def _is_covered(people: People, indicator: Indicator, period: Period) -> bool:
    return people.coverage.holds(period.needs(indicator.span))


def _frame(counts: Counts, cells: Cells, indicator: Indicator, series: str, periods: Sequence[Period]) -> pd.DataFrame:
    people = counts.people
    groups = cells.rows(indicator.numerator.source)
    size, width = len(cells.places) * len(groups), len(periods)
    covered = np.tile([_is_covered(people, indicator, period) for period in periods], size)
    frame = {
        "measure": indicator.key,
        "group": np.tile(np.repeat([group.key for group in groups], width), len(cells.places)),
        "place_kind": PLACE_KINDS[cells.place_kind],
        "place": np.repeat(cells.places, len(groups) * width),
        "series": series,
        "period_start": np.tile([period.start.isoformat() for period in periods], size),
        "period_end": np.tile([period.end.isoformat() for period in periods], size),
        "period": np.tile([period.label for period in periods], size),
    }
    return pd.DataFrame(
        frame
        | _values(counts, cells, indicator, periods, covered)
        | {"provisional": _provisional(people, indicator, periods, size)}
    )


def _values(counts: Counts, cells: Cells, indicator: Indicator, periods: Sequence[Period], covered: np.ndarray) -> dict:
    """Numerator, denominator, value in the printed unit, and status; a quotient is of whole numbers, rounded once."""
    numerator = counts.of(indicator.numerator, indicator.population, periods, cells).ravel()
    scale = FULL_WEEK / RATE_UNIT if indicator.numerator.value == "hours" else 1
    if indicator.denominator is None:
        denominator, defined, value = np.full(numerator.shape, np.nan), covered, numerator
    else:
        denominator = counts.of(indicator.denominator, indicator.population, periods, cells).ravel()
        defined = covered & (denominator > 0)
        over = np.where(defined, denominator, np.nan)
        value = numerator * FULL_WEEK / (over * RATE_UNIT) if scale != 1 else _quotient(numerator, over, indicator.unit)
    status = np.where(covered, np.where(defined, Status.OK, Status.UNDEFINED), Status.MISSING)
    told = {"numerator": numerator * FULL_WEEK / RATE_UNIT if scale != 1 else numerator, "denominator": denominator}
    values = {name: np.where(covered, of, np.nan) for name, of in told.items()}
    return values | {"value": np.where(defined, value, np.nan), "status": status}


def _quotient(numerator: np.ndarray, denominator: np.ndarray, unit: Unit) -> np.ndarray:
    return numerator * (100 if unit is Unit.PERCENT else 1) / denominator


def _provisional(people: People, indicator: Indicator, periods: Sequence[Period], size: int) -> np.ndarray:
    """Whether a column counts exits that may yet turn out to be bridged."""
    if indicator.numerator.source is not Source.EXITS:
        return np.full(size * len(periods), False)
    latest = day_number(people.coverage.drawn) - PROVISIONAL_DAYS
    return np.tile([day_number(period.end) > latest for period in periods], size)
