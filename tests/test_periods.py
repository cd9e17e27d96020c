"""Every column follows from one date (definitions.md, "The tables")."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions import periods
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Source, Span


def ends(span, as_of):
    return [(period.start.isoformat(), period.end.isoformat(), period.label) for period in periods.printed(span, as_of)]


def test_the_columns_of_june_2022():
    assert ends(Span.ROLLING_YEAR, date(2022, 6, 30)) == [
        ("2019-12-31", "2020-12-31", "2020"),
        ("2020-12-31", "2021-12-31", "2021"),
        ("2021-06-30", "2022-06-30", "Jun. 2022"),
    ]
    assert ends(Span.YEAR_TO_DATE, date(2022, 6, 30))[-1] == ("2021-12-31", "2022-06-30", "Jun. 2022")
    assert [label for *_, label in ends(Span.STATUS, date(2022, 12, 31))] == ["2020", "2021", "2022"]


def test_the_four_quarters_up_to_the_date():
    assert [label for *_, label in ends(Span.QUARTER, date(2022, 6, 30))] == [
        "3. kvartal 2021", "4. kvartal 2021", "1. kvartal 2022", "2. kvartal 2022",
    ]  # fmt: skip
    assert ends(Span.QUARTER, date(2022, 2, 28))[-1] == ("2021-09-30", "2021-12-31", "4. kvartal 2021")


@pytest.mark.parametrize(
    ("when", "months", "then"),
    [
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2021, 2, 28), -12, date(2020, 2, 28)),
        (date(2020, 2, 29), -12, date(2019, 2, 28)),
        (date(2022, 1, 1), 3, date(2022, 4, 1)),
        (date(2022, 12, 31), -12, date(2021, 12, 31)),
    ],
)
def test_month_ends_are_clipped_and_never_extended(when, months, then):
    assert periods.shifted(when, months) == then


def test_what_a_column_needs_covered():
    rolling, to_date, status = (
        periods.ending(date(2022, 6, 30), span) for span in (Span.ROLLING_YEAR, Span.YEAR_TO_DATE, Span.STATUS)
    )
    before, end = date(2021, 6, 30), date(2022, 6, 30)
    year = {(Source.STAFF, before, before), (Source.EXITS, date(2021, 7, 1), end)}
    both_ends = year | {(Source.STAFF, end, end)}
    two_years = periods.ending(end, Span.TWO_YEARS)
    wanted = {
        "turnover": (rolling, year),
        "left_within_3m": (to_date, {(Source.EXITS, date(2022, 1, 1), end)}),
        "full_time_share": (status, {(Source.STAFF, end, end)}),
        "stayers_left": (rolling, year),
        "turnover_mean_stock": (rolling, both_ends),
        "turnover_hired": (rolling, both_ends),
        "turnover_moved_out": (rolling, both_ends),
        "turnover_60_plus": (rolling, year | {(Source.AGES, date(2021, 7, 1), end)}),
        "turnover_reason_pension": (rolling, year | {(Source.REASONS, date(2021, 7, 1), end)}),
        "seniors_58": (status, {(Source.STAFF, end, end), (Source.AGES, end, end)}),
        "first_year_exit_12m": (
            two_years,
            {
                (Source.STAFF, date(2020, 6, 30), date(2020, 6, 30)),
                (Source.STAFF, end, end),
                (Source.EXITS, date(2020, 7, 1), end),
            },
        ),
    }
    for key, (period, needed) in wanted.items():
        assert set(period.needs(BY_KEY[key])) == needed, key


MONTH_ENDS = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(
    lambda day: periods.shifted(day.replace(day=1), 1) - periods.ONE_DAY
)


@given(MONTH_ENDS)
def test_periods_of_every_month_end_are_in_order_and_the_same_dates_never_overlap(as_of):
    assert periods.is_month_end(as_of)
    for span in Span:
        for columns in (periods.printed(span, as_of), periods.same_date(span, as_of)):
            assert [p.end for p in columns] == sorted({p.end for p in columns})
            assert [p.start for p in columns] == sorted(p.start for p in columns)
        same = periods.same_date(span, as_of)
        last = "a_year_before" if span is Span.TWO_YEARS else "end"
        assert all(later.start >= getattr(earlier, last) for earlier, later in pairwise(same))
        assert max(p.end for p in periods.printed(span, as_of)) <= as_of


def test_half_years_and_quarters_end_by_as_of_and_follow_one_another():
    for as_of, half, quarter in (
        (date(2022, 6, 30), "1. halvår 2022", "2. kvartal 2022"),
        (date(2022, 2, 28), "2. halvår 2021", "4. kvartal 2021"),
        (date(2021, 12, 31), "2. halvår 2021", "4. kvartal 2021"),
    ):
        halves, quarters = periods.half_years(as_of), periods.quarters(Span.ROLLING_YEAR, as_of)
        assert (len(halves), halves[-1].label) == (20, half)
        assert (len(quarters), quarters[-1].label) == (40, quarter)
        for columns, months in ((halves, 6), (quarters, 3)):
            assert all(one.start == other.end for other, one in pairwise(columns))
            days = [one.end + periods.ONE_DAY for one in columns]
            assert [periods.shifted(day, months) for day in days[:-1]] == days[1:]
        statuses = periods.quarters(Span.STATUS, as_of)
        assert [one.start for one in statuses] == [one.end for one in statuses] == [one.end for one in quarters]
