"""Indicators x people -> the one table of figures, with everything in it and nothing hidden."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.disclosure import SMALLEST_CHARTED_BASE
from kpi.definitions.frames import FIGURE_COLUMNS
from kpi.definitions.model import FULL_WEEK, RATE_UNIT, Indicator, Source, Status, Unit, When
from kpi.definitions.people import People, day_number
from kpi.definitions.periods import Period, printed, quarters, same_date
from kpi.figures.count import PLACE_KINDS, Cells, Counts

PROVISIONAL_DAYS = 31
"""An exit later than this many days before the extract was drawn may yet turn out to be bridged (rule 8)."""
MEASURED = [name for name in FIGURE_COLUMNS if name not in ("arrow", "assessment")]


def measure(
    people: People, indicators: Iterable[Indicator], as_of: date, cells: Cells, years: int = 10
) -> pd.DataFrame:
    """The figures for the columns of the paper and for the same date of each year, one row a figure.

    The columns are those of `FIGURE_COLUMNS` but for arrow and assessment; dates are ISO text. Rows come in
    printed order: indicator, place, group, series, period. The same date goes so many years back.
    """
    series = {"printed": printed, "same_date": lambda span, day: same_date(span, day, years)}
    return _measured(people, indicators, as_of, cells, series)


def at_the_same_date(
    people: People, indicators: Iterable[Indicator], as_of: date, cells: Cells, years: int
) -> pd.DataFrame:
    """As `measure`, for the same date of each of so many years before and `as_of` alone."""
    return _measured(people, indicators, as_of, cells, {"same_date": lambda span, day: same_date(span, day, years)})


def by_quarter(people: People, indicators: Iterable[Indicator], as_of: date, cells: Cells) -> pd.DataFrame:
    """As `measure`, for the quarters up to `as_of` that are covered, at most ten years; statuses are of their ends.

    Turnover is here the exits in the quarter in percent of the stock at its start: about a fourth of a year's. Quarters
    never overlap, as those of a chart over time must not (statistics.md). Of groups those are left out that have a
    quarter whose base is below `SMALLEST_CHARTED_BASE`.
    """
    figures = _measured(people, indicators, as_of, cells, {"quarter": quarters})
    base = figures["denominator"].groupby([figures[key] for key in ("measure", "place", "group")]).transform("min")
    is_total = figures["group"].isin([group.key for group in cells.groups if group.covers == "alle"])
    return figures[is_total | (base >= SMALLEST_CHARTED_BASE)].reset_index(drop=True)


def _measured(
    people: People, indicators: Iterable[Indicator], as_of: date, cells: Cells, series: dict[str, Callable]
) -> pd.DataFrame:
    """The figures of each series; its columns are a function of span and `as_of`. Uncovered ones are only printed."""
    counts = Counts(people)
    parts = []
    for indicator in indicators:
        for name, columns in series.items():
            periods = columns(indicator.span, as_of)
            covered = [people.coverage.holds(period.needs(indicator)) for period in periods]
            if name != "printed":
                periods = [period for period, is_covered in zip(periods, covered, strict=True) if is_covered]
                covered = [True] * len(periods)
            if periods:
                parts.append(_columns(counts, cells, indicator, name, periods, covered))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in MEASURED if parts}
    return pd.DataFrame(columns, columns=list(MEASURED))


def _columns(
    counts: Counts,
    cells: Cells,
    indicator: Indicator,
    series: str,
    periods: Sequence[Period],
    covered: Sequence[bool],
) -> dict[str, np.ndarray]:
    """The figures of one series, column by column: what each is of, and what it is."""
    groups = cells.rows(indicator.numerator.source)
    size, width = len(cells.places) * len(groups), len(periods)
    of = {
        "measure": np.full(size * width, indicator.key),
        "group": np.tile(np.repeat([group.key for group in groups], width), len(cells.places)),
        "place_kind": np.full(size * width, PLACE_KINDS[cells.place_kind]),
        "place": np.repeat(cells.places, len(groups) * width),
        "series": np.full(size * width, series),
        "period_start": np.tile([period.start.isoformat() for period in periods], size),
        "period_end": np.tile([period.end.isoformat() for period in periods], size),
        "period": np.tile([period.label for period in periods], size),
    }
    told = _values(counts, cells, indicator, periods, np.tile(covered, size))
    return of | told | {"provisional": _provisional(counts.people, indicator, periods, size)}


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
    counted = indicator.numerator
    if counted.source is not Source.EXITS and counted.when not in (When.GONE_BY_END, When.FIRST_YEAR):
        return np.full(size * len(periods), False)
    latest = day_number(people.coverage.drawn) - PROVISIONAL_DAYS
    return np.tile([day_number(period.end) > latest for period in periods], size)
