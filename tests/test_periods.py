"""Every column follows from one date (definitions.md, "The tables")."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions import periods
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
    assert rolling.needs(Span.ROLLING_YEAR) == {
        Source.STAFF: (date(2021, 6, 30), date(2021, 6, 30)),
        Source.EXITS: (date(2021, 7, 1), date(2022, 6, 30)),
    }
    assert to_date.needs(Span.YEAR_TO_DATE) == {Source.EXITS: (date(2022, 1, 1), date(2022, 6, 30))}
    assert status.needs(Span.STATUS) == {Source.STAFF: (date(2022, 6, 30), date(2022, 6, 30))}


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
        assert all(later.start >= earlier.end for earlier, later in pairwise(same))
        assert max(p.end for p in periods.printed(span, as_of)) <= as_of
