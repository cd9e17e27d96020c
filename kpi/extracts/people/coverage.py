"""What the extracts tell everything about, so that a gap in the source becomes *missing* and not 0."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.model import Source
from kpi.definitions.people import OPEN, Coverage, day_number, merged
from kpi.definitions.populations import UNTOLD


def coverage(
    history: pd.DataFrame,
    status: pd.DataFrame,
    leavers: pd.DataFrame,
    adverts: pd.DataFrame,
    drawn: date,
    covers_from: date | None = None,
    adverts_drawn: date | None = None,
) -> Coverage:
    """The stretches of days that each source covers, none of them past the day it was drawn.

    Reasons cover from the half-year of the first exit that has one (of lists: those that have any), ages all days
    where any person's birth year is known.

    History covers from its earliest Startdato. A status list covers its day. A leavers' list covers the half-years that
    its leave dates lie in. Adverts cover the whole months that have any. `covers_from`, the first complete day as
    somebody gave it, replaces the earliest Startdato and bounds the rest.
    """
    last, given = day_number(drawn), day_number(covers_from) if covers_from else None
    if history.empty:
        staff = [(int(day), int(day)) for day in status["on"].unique()]
        exits, reasons = _half_years(leavers), _half_years(leavers[_tells_why(leavers)])
    else:
        staff = exits = [(int(history["start"].min()) if given is None else given, last)]
        reasons = [(first, last) for first, _ in _half_years(_ended_with_a_reason(history))]
    ages = [(-OPEN, OPEN)] if any(_any_told(rows, "birth_year") for rows in (history, status, leavers)) else []
    last_advert = day_number(adverts_drawn or drawn)
    months = _whole_months(adverts["published"], last_advert)
    stretches = {
        Source.STAFF: merged(_within(staff, given, last)),
        Source.EXITS: merged(_within(exits, given, last)),
        Source.ADVERTS: merged(_within(months, given, last_advert)),
        Source.AGES: tuple(ages),
        Source.REASONS: merged(_within(reasons, given, last)),
    }
    return Coverage(stretches, drawn)


def _any_told(rows: pd.DataFrame, name: str) -> bool:
    return name in rows and bool((rows[name] != UNTOLD).any())


def _tells_why(rows: pd.DataFrame) -> np.ndarray:
    return (rows["reason"] != UNTOLD).to_numpy() if "reason" in rows else np.zeros(len(rows), bool)


def _ended_with_a_reason(history: pd.DataFrame) -> pd.DataFrame:
    """The last days, in `left`, of the employments that a reason is told of."""
    rows = history[history["employment"].isin(history["employment"][_tells_why(history)])]
    given, employment = rows["left"].where(rows["left"] < OPEN), rows["employment"]
    last = np.minimum(rows["end"].groupby(employment).max(), given.groupby(employment).max().fillna(OPEN))
    return pd.DataFrame({"left": last.astype("int64"), "file": 0})


def _within(stretches: list[tuple[int, int]], given: int | None, last: int) -> list[tuple[int, int]]:
    """The stretches from the given first complete day, where one was given, to the day the extracts were drawn."""
    begins = -OPEN if given is None else given
    cut = [(max(first, begins), min(end, last)) for first, end in stretches]
    return [(first, end) for first, end in cut if first <= end]


def _half_years(leavers: pd.DataFrame) -> list[tuple[int, int]]:
    """Each list's stretch: from the start of the half-year of its earliest leave date to the end of its latest's."""
    left = leavers[leavers["left"] < OPEN].groupby("file")["left"].agg(["min", "max"])
    return [(_half_year(first)[0], _half_year(last)[1]) for first, last in left.to_numpy()]


def _half_year(day: int) -> tuple[int, int]:
    month = int(np.datetime64(int(day), "D").astype("datetime64[M]").astype(np.int64))
    begin = np.datetime64(month - month % 6, "M")
    return int(begin.astype("datetime64[D]").astype(np.int64)), int(
        (begin + 6).astype("datetime64[D]").astype(np.int64) - 1
    )


def _whole_months(published: pd.Series, last: int) -> list[tuple[int, int]]:
    """The months that have an advert and were over when the extract was drawn."""
    months = np.unique(published.to_numpy(np.int64).astype("datetime64[D]").astype("datetime64[M]"))
    first_days = months.astype("datetime64[D]").astype(np.int64)
    last_days = (months + 1).astype("datetime64[D]").astype(np.int64) - 1
    return [(int(first), int(end)) for first, end in zip(first_days, last_days, strict=True) if end <= last]
