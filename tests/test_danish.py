"""Numbers, dates and arrows in Danish."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import danish


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (19.8, 1, "19,8"),
        (0.25, 1, "0,3"),
        (0.35, 1, "0,4"),
        (-0.04, 1, "0,0"),
        (-0.25, 1, "\u22120,3"),
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (100 * 23 / 63, 1, "36,5"),
        (100 * 23 / 63, 0, "37"),
    ],
)
def test_numbers_are_rounded_half_up_with_comma_and_thousands_dot(value, decimals, text):
    assert danish.number(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(2.8, "+2,8"), (-0.4, "\u22120,4"), (0.0, "0,0"), (0.04, "0,0")])
def test_a_difference_carries_its_sign(value, text):
    assert danish.number(value, sign=True) == text


@given(st.integers(1, 5000), st.integers(0, 5000))
def test_a_share_is_rounded_half_up_from_the_exact_quotient(denominator, numerator):
    tenths = floor(Fraction(1000 * numerator, denominator) + Fraction(1, 2))
    assert danish.rounded(100 * numerator / denominator) == Decimal(tenths) / 10


@pytest.mark.parametrize(
    ("end", "label"),
    [(date(2021, 12, 31), "2021"), (date(2022, 6, 30), "Jun. 2022"), (date(2022, 5, 31), "Maj 2022")],
)
def test_a_column_is_labelled_by_its_end(end, label):
    assert danish.column_label(end) == label


def test_dates_quarters_and_lists_read_as_danish():
    assert danish.day(date(2022, 6, 30)) == "30. juni 2022"
    assert danish.short_day(date(2022, 6, 30)) == "30-06-2022"
    assert [danish.half_year_label(date(2022, month, 28)) for month in (6, 12)] == ["1. halvår 2022", "2. halvår 2022"]
    assert [danish.quarter_label(date(2022, month, 28)) for month in (3, 6, 9, 12)] == [
        f"{quarter}. kvartal 2022" for quarter in (1, 2, 3, 4)
    ]
    assert danish.joined(["april", "maj", "juni"]) == "april, maj og juni"
    assert danish.joined(["april"]) == "april"
    assert danish.counted(1, "række", "rækker") == "1 række"
    assert danish.counted(1200, "række", "rækker") == "1.200 rækker"
