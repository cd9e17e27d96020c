"""The methods of statistics.md: its worked values, published examples, and oracles that sum exact probabilities.

Published examples: Newcombe 1998, "Interval estimation for the difference between independent proportions" (table II,
method 10) and "Two-sided confidence intervals for the single proportion" (table I, method 3); Garwood's limits of a
Poisson count; Benjamini and Hochberg 1995 (section 4); the individuals chart of the NIST/SEMATECH e-Handbook, 6.3.2.2;
the 6-MP arm of Freireich 1963; the funnel's limits of Seaton and Manktelow 2012 (BMC Medical Research Methodology
12:98, table of the probability-based prediction limits). The binomial limits have brute force in whole fractions.
"""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from math import comb, exp, factorial, inf, isnan, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kpi.statistics.control_chart import control_chart, natural_limits
from kpi.statistics.decomposition import kitagawa, with_remainder
from kpi.statistics.differences import by_person, newcombe, rate_ratio
from kpi.statistics.funnel import LEVELS, beyond, binomial_limits, poisson_limits
from kpi.statistics.intervals import mean, poisson_rate, wilson
from kpi.statistics.multiplicity import benjamini_hochberg
from kpi.statistics.prediction import next_exits
from kpi.statistics.survival import kaplan_meier

ROOT = Path(__file__).resolve().parent.parent
TENTH = 0.0501
"""As near as a value that is printed with one decimal can be."""
COUNTS = st.tuples(st.integers(0, 60), st.integers(1, 60)).map(lambda drawn: (min(drawn), max(drawn)))
EXITS = st.tuples(st.integers(0, 60), st.integers(1, 400))


def binomial(k: int, n: int, p: Fraction) -> Fraction:
    return comb(n, k) * p**k * (1 - p) ** (n - k)


def at_most(k: int, n: int, p) -> Fraction:
    return sum((binomial(one, n, Fraction(p)) for one in range(k + 1)), Fraction(0))


def floats(numbers) -> list[float]:
    return [float(one) for one in numbers]


# --- intervals


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(56, 264, 16.7, 26.5), (104, 264, 33.7, 45.4), (5, 17, 13.3, 53.1), (23, 63, 25.7, 48.9), (23, 37, 46.1, 75.9)],
)
def test_wilsons_interval_as_statistics_md_has_it(count, of, low, high):
    assert np.array(wilson(count, of)) * 100 == pytest.approx([low, high], abs=TENTH)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_as_newcombe_has_it(count, of, low, high):
    assert np.array(wilson(count, of)) == pytest.approx([low, high], abs=0.000051)


@given(COUNTS)
def test_wilsons_interval_is_the_shares_that_a_score_test_does_not_reject(drawn):
    count, of = drawn
    low, high = wilson(count, of)
    assert 0 <= low <= count / of + 1e-12 and count / of - 1e-12 <= high <= 1
    for limit, certain in ((float(low), count == 0), (float(high), count == of)):
        if not certain:
            assert (count / of - limit) ** 2 == pytest.approx(1.959964**2 * limit * (1 - limit) / of, rel=1e-4)
    assert np.array(wilson(of - count, of)) == pytest.approx([1 - high, 1 - low])


@pytest.mark.parametrize(
    ("count", "of", "value", "low", "high"),
    [(25, 120, 20.8, 13.5, 30.8), (495, 2500, 19.8, 18.1, 21.6), (0, 30, 0, 0, 12.3)],
)
def test_the_exact_interval_of_a_rate(count, of, value, low, high):
    assert np.array([count / of, *poisson_rate(count, of)]) * 100 == pytest.approx([value, low, high], abs=TENTH)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0, 3.689), (5, 1.623, 11.668), (10, 4.795, 18.390)])
def test_garwoods_limits(count, low, high):
    assert np.array(poisson_rate(count, 1)) == pytest.approx([low, high], abs=0.0006)


@given(st.integers(0, 80))
def test_the_limits_of_a_rate_leave_a_fortieth_on_each_side(count):
    low, high = (float(one) for one in poisson_rate(count, 1))
    assert sum(exp(-high) * high**k / factorial(k) for k in range(count + 1)) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert sum(exp(-low) * low**k / factorial(k) for k in range(count)) == pytest.approx(0.975, rel=1e-6)


def test_the_t_interval_of_a_mean():
    from scipy.stats import ttest_1samp

    hours = [37, 32, 30, 37, 28.5]
    expected = ttest_1samp(hours, 0).confidence_interval(0.95)
    assert np.array(mean(np.mean(hours), np.std(hours, ddof=1), 5)) == pytest.approx([expected.low, expected.high])
    assert np.isnan(mean(37, 0, 1)).all()


def test_what_has_no_base_has_no_interval():
    for found in (wilson(0, 0), poisson_rate(0, 0), newcombe(0, 0, 1, 2), rate_ratio(1, 2, 0, 0)):
        assert np.isnan(np.array(found)).all()


# --- differences


@pytest.mark.parametrize(
    ("counts", "difference", "low", "high"),
    [
        ((1, 28, 2, 25), 4.4, -10.8, 21.6),
        ((2, 25, 1, 7), 6.3, -14.3, 43.8),
        ((1, 10, 1, 7), 4.3, -28.3, 42.2),
        ((7, 43, 8, 38), 4.8, -12.2, 22.1),
        ((425, 2500, 495, 2500), 2.8, 0.65, 4.95),
        ((25, 120, 26, 120), 0.8, -9.5, 11.2),
    ],
)
def test_newcombes_interval_as_statistics_md_has_it(counts, difference, low, high):
    near = 0.0051 if counts[1] == 2500 else TENTH
    found = newcombe(*counts)
    assert found.estimate * 100 == pytest.approx(difference, abs=TENTH)
    assert [found.low * 100, found.high * 100] == pytest.approx([low, high], abs=near)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((48, 80, 56, 70), 0.0524, 0.3339),
        ((3, 10, 9, 10), 0.1705, 0.8090),
        ((2, 7, 6, 7), 0.0582, 0.8062),
        ((0, 29, 5, 56), -0.0381, 0.1926),
        ((0, 20, 0, 10), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((0, 20, 10, 10), 0.6791, 1.0),
        ((0, 10, 10, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_as_newcombe_has_it(counts, low, high):
    found = newcombe(*counts)
    assert [found.low, found.high] == pytest.approx([low, high], abs=0.000051)


@given(COUNTS, COUNTS)
def test_newcombes_difference_turns_round_with_before_and_after(before, after):
    there, back = newcombe(*before, *after), newcombe(*after, *before)
    assert floats([-back.estimate, -back.high, -back.low, back.p_value]) == pytest.approx(floats(there), abs=1e-12)
    others = newcombe(before[1] - before[0], before[1], after[1] - after[0], after[1])
    assert floats([others.low, others.high]) == pytest.approx(floats([-there.high, -there.low]), abs=1e-12)
    assert -1 - 1e-12 <= there.low <= there.estimate <= there.high <= 1 + 1e-12


def every_table(n1: int, n2: int) -> tuple[np.ndarray, np.ndarray]:
    one, other = np.meshgrid(np.arange(n1 + 1), np.arange(n2 + 1))
    return one.ravel(), other.ravel()


@pytest.mark.parametrize(("n1", "n2"), [(5, 8), (20, 20), (30, 90), (120, 115)])
def test_the_p_value_of_two_shares_never_contradicts_the_interval(n1, n2):
    one, other = every_table(n1, n2)
    found = newcombe(one, n1, other, n2)
    leaves_out = (found.low > 0) | (found.high < 0)
    assert ((found.p_value < 0.05) == leaves_out).all()
    assert leaves_out.any() and not leaves_out.all()


def test_the_pooled_z_test_does_contradict_the_interval_in_some_tables():
    from scipy.stats import norm

    one, other = every_table(30, 90)
    found = newcombe(one, 30, other, 90)
    pooled = (one + other) / 120
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (other / 90 - one / 30) / np.sqrt(pooled * (1 - pooled) * (1 / 30 + 1 / 90))
    by_z = 2 * norm.sf(np.abs(np.nan_to_num(z))) < 0.05
    contradicted = (by_z != (found.p_value < 0.05)).mean()
    assert 0 < contradicted < 0.02


@pytest.mark.parametrize(
    ("counts", "ratio", "low", "high", "p_value"),
    [
        ((425, 2500, 495, 2500), 1.165, 1.021, 1.329, 0.023),
        ((25, 120, 26, 120), 1.040, 0.577, 1.877, None),
        ((8, 57, 12, 57), 1.500, 0.564, 4.230, 0.50),
    ],
)
def test_the_ratio_of_two_rates_as_statistics_md_has_it(counts, ratio, low, high, p_value):
    found = rate_ratio(*counts)
    assert [found.estimate, found.low, found.high] == pytest.approx([ratio, low, high], abs=0.00051)
    if p_value:
        assert found.p_value == pytest.approx(p_value, abs=0.0051 if p_value == 0.50 else 0.00051)


@given(EXITS, EXITS)
def test_the_ratio_is_the_exact_conditional_binomial(before, after):
    (k1, n1), (k2, n2) = before, after
    found = floats(rate_ratio(k1, n1, k2, n2))
    ratio, low, high, p_value = found

    def at_least_k2(share) -> Fraction:
        return 1 - at_most(k2 - 1, k1 + k2, share)

    def at_most_k2(share) -> Fraction:
        return at_most(k2, k1 + k2, share)

    unchanged = Fraction(n2, n1 + n2)
    assert p_value == pytest.approx(float(min(1, 2 * at_least_k2(unchanged), 2 * at_most_k2(unchanged))), rel=1e-9)
    for limit, tail in ((low, at_least_k2), (high, at_most_k2)):
        if 0 < limit < inf:
            assert float(tail(limit * n2 / (limit * n2 + n1))) == pytest.approx(0.025, rel=1e-6)
    assert (low == 0) == (k2 == 0) and (high == inf) == (k1 == 0)
    if p_value != pytest.approx(0.05, rel=1e-9):
        assert (p_value < 0.05) == (low > 1 or high < 1)
    if k1 and k2:
        assert floats(rate_ratio(k2, n2, k1, n1)) == pytest.approx([1 / ratio, 1 / high, 1 / low, p_value], rel=1e-9)


def test_nothing_before_and_nothing_at_all():
    first = rate_ratio(0, 50, 9, 50)
    assert first.estimate == inf and first.high == inf and first.low > 1
    nothing = rate_ratio(0, 50, 0, 50)
    assert isnan(nothing.estimate) and (nothing.low, nothing.high, nothing.p_value) == (0, inf, 1)


def persons(before: dict, after: dict) -> tuple[float, float]:
    """The difference of the means and its variance by person, word by word from statistics.md."""
    m1, m2 = np.mean(list(before.values())), np.mean(list(after.values()))
    u = [
        (after[one] - m2 if one in after else 0) / len(after) - (before[one] - m1 if one in before else 0) / len(before)
        for one in before.keys() | after.keys()
    ]
    return m2 - m1, sum(part**2 for part in u)


def test_a_small_rise_of_the_same_people_is_clear_where_strangers_would_hide_it():
    before = {person: 37.0 if person % 2 else 30.0 for person in range(100)}
    after = {person: hours + (1.0 if person % 4 == 0 else 0.0) for person, hours in before.items()}
    difference, variance = persons(before, after)
    found = by_person(difference, variance)
    # 25 of 100 went up by one hour: 0,25 ± 1,96 × the root of 0,25 × 0,75 / 100
    assert [found.estimate, found.low, found.high] == pytest.approx([0.25, 0.1651, 0.3349], abs=0.0001)
    strangers = by_person(*persons(before, {person + 100: hours for person, hours in after.items()}))
    assert strangers.low < 0 < strangers.high


def test_without_variance_a_difference_is_certain_and_no_difference_is_none():
    assert [float(one) for one in by_person(-5.0, 0.0)] == [-5, -5, -5, 0]
    assert [float(one) for one in by_person(0.0, 0.0)] == [0, 0, 0, 1]
    assert np.isnan(by_person(nan, 1.0).p_value) and np.isnan(by_person(1.0, nan).p_value)


@given(st.floats(-10, 10), st.floats(1e-6, 10))
def test_the_p_value_by_person_is_the_intervals(difference, variance):
    found = by_person(difference, variance)
    assert (found.p_value < 0.05) == bool(found.low > 0 or found.high < 0)


# --- many tests at once

FIFTEEN = "0.0001 0.0004 0.0019 0.0095 0.0201 0.0278 0.0298 0.0344 0.0459 0.3240 0.4262 0.5719 0.6528 0.7590 1"


def test_benjamini_and_hochbergs_own_example():
    p_values = [float(one) for one in FIFTEEN.split()]
    assert benjamini_hochberg(p_values, 0.05).tolist() == [True] * 4 + [False] * 11
    assert benjamini_hochberg(p_values, 0.10).tolist() == [True] * 9 + [False] * 6


@given(st.lists(st.one_of(st.floats(0, 1), st.just(nan)), max_size=50))
def test_what_holds_is_what_scipys_corrected_p_values_say(p_values):
    from scipy.stats import false_discovery_control

    tested = [p for p in p_values if not isnan(p)]
    corrected = iter(false_discovery_control(tested) if tested else [])
    expected = [False if isnan(p) else next(corrected) for p in p_values]
    found = benjamini_hochberg(p_values)
    for holds, p in zip(found, expected, strict=True):
        if p is False or p != pytest.approx(0.10, rel=1e-9):
            assert holds == (p is not False and p <= 0.10)


def test_a_test_that_was_not_made_is_none_of_the_family():
    assert benjamini_hochberg([0.04, 0.09]).tolist() == [True, True]
    assert benjamini_hochberg([0.04, 0.09, nan, nan]).tolist() == [True, True, False, False]
    assert benjamini_hochberg([0.06, 0.9]).tolist() == [False, False]
    assert benjamini_hochberg([]).tolist() == []


# --- where a change comes from


def test_a_change_inside_one_part_is_that_parts():
    parts = kitagawa([20, 10], [100, 100], [30, 10], [100, 100])
    assert parts.within == pytest.approx([0.05, 0]) and parts.mix == pytest.approx([0, 0])


def test_a_change_of_the_mix_alone():
    # rates stay 10 and 30 percent; the part with the high rate grows from half to three quarters
    parts = kitagawa([10, 30], [100, 100], [5, 45], [50, 150])
    assert parts.within == pytest.approx([0, 0])
    # mean rate of the total: (20 + 25) / 2 = 22,5; shares move by a quarter
    assert parts.mix == pytest.approx([(0.10 - 0.225) * -0.25, (0.30 - 0.225) * 0.25])


def test_exits_above_an_empty_base_are_counted_inside_the_part():
    parts = kitagawa([10, 0], [100, 0], [10, 5], [100, 0])
    assert parts.within == pytest.approx([0, 0.05]) and parts.mix == pytest.approx([0, 0])


@given(st.lists(st.tuples(*[st.integers(0, 500)] * 4), min_size=1, max_size=9))
def test_the_parts_add_up_to_the_change(drawn):
    k1, n1, k2, n2 = np.array(drawn, float).T
    if not (n1.sum() and n2.sum()):
        return
    parts = kitagawa(k1, n1, k2, n2)
    change = Fraction(int(k2.sum()), int(n2.sum())) - Fraction(int(k1.sum()), int(n1.sum()))
    assert float(np.sum(parts)) == pytest.approx(float(change), abs=1e-9)
    whole = (n1 > 0) & (n2 > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (k2 / n2 - k1 / n1) * (n1 / n1.sum() + n2 / n2.sum()) / 2
    assert parts.within[whole] == pytest.approx(inside[whole], abs=1e-9)


def test_a_remainder_is_what_the_total_has_besides():
    assert with_remainder([3, 4], 10).tolist() == [3, 4, 3]
    assert with_remainder([], 10).tolist() == [10]


# --- control charts

WORKED = [1.4, 1.6, 1.2, 1.9, 1.5, 1.3, 1.8, 1.4, 1.7, 1.6, 1.5, 2.9]
QUIET = [10, 11, 10, 9, 10, 11, 9, 10, 11, 9, 10, 10, 11, 9]


def test_the_worked_chart_of_statistics_md():
    chart = control_chart(WORKED)
    assert [chart.centre, chart.low, chart.high] == pytest.approx([1.65, 0.7722, 2.5278], abs=0.00005)
    assert chart.marks == ((),) * 11 + (("limit",),)


def test_nists_individuals_chart():
    flow = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
    assert list(natural_limits(flow)) == pytest.approx([50.81, 45.8159, 55.8041], abs=0.001)  # 2,66 for 3 / 1,128
    chart = control_chart(flow)
    assert (chart.centre, chart.low, chart.high) == (pytest.approx(50.81), None, None) and set(chart.marks) == {()}


def test_twelve_points_have_limits_and_eleven_do_not():
    assert control_chart(WORKED[:11]).low is None
    assert control_chart([*WORKED[:11], nan]).low is None
    assert control_chart(WORKED).low is not None


def test_a_quiet_series_is_not_marked_and_a_constant_one_neither():
    assert set(control_chart(QUIET).marks) == {()}
    for value in (0.1, 19.8, 0.0):
        chart = control_chart([value] * 14)
        assert set(chart.marks) == {()} and chart.high == pytest.approx(chart.low, abs=1e-12)


def marked(values, rule):
    return [place for place, rules in enumerate(control_chart(values).marks) if rule in rules]


def test_six_moves_one_way_mark_seven_points():
    assert marked([*QUIET, 9, 9.4, 9.8, 10.2, 10.6, 11, 11.4, 10], "trend") == [14, 15, 16, 17, 18, 19, 20]
    assert marked([*QUIET, 10, 9, 9.4, 9.8, 10.2, 10.6, 11, 10], "trend") == []
    assert marked([*QUIET, 11, 10.6, 10.2, 9.8, 9.4, 9, 8.6, 10], "trend") == [14, 15, 16, 17, 18, 19, 20]
    assert marked([*QUIET, 9, 9.4, 9.8, nan, 10.2, 10.6, 11, 11.4, 10], "trend") == []


def test_seven_on_one_side_mark_all_of_them():
    base = [9, 11] * 7  # the centre stays at 10 with as much below as above
    above, below = [10.5, 10.8] * 3 + [10.5], [9.5, 9.2] * 3 + [9.5]
    run = [*base, *above, *below]
    assert marked(run, "one_side") == list(range(13, 28))  # the last 11 of the base leads into the run above
    shorter = [*base[:-1], *above[:6], 10, *below[:6], *[11, 9] * 7, 11]
    assert marked(shorter, "one_side") == []


def test_two_of_three_in_the_outer_third_mark_those_two():
    around = [9.5, 10.5] * 8
    values = [*around, 10, 12.3, 10, 12.3, 10, *around]
    centre, _, high = natural_limits(values)
    assert centre + (high - centre) * 2 / 3 < 12.3 < high
    assert marked(values, "near_limit") == [17, 19]
    assert marked([*around, 10, 12.3, 10, 9.5, 12.3, 10, *around], "near_limit") == []
    assert marked([*around, 10, 12.3, 10, 7.7, 10, *around], "near_limit") == []
    assert marked([*around, 10, 7.7, 7.7, 10, *around], "near_limit") == [17, 18]
    assert marked([*around, 10, 12.3, nan, 12.3, 10, *around], "near_limit") == []


def test_a_period_without_a_figure_has_no_mark_and_takes_its_moves_with_it():
    values = [*WORKED[:6], nan, *WORKED[6:]]
    chart = control_chart(values)
    ranges = [0.2, 0.4, 0.7, 0.4, 0.2, 0.4, 0.3, 0.1, 0.1]  # without 1,3 to 1,8, and 1,4 at the end is screened out
    assert chart.high - chart.centre == pytest.approx(2.66 * np.mean(ranges))
    assert chart.marks[6] == () and chart.marks[-1] == ("limit",)


@given(st.lists(st.floats(0, 100), min_size=12, max_size=40), st.floats(-50, 50), st.floats(0.5, 20))
def test_a_chart_moves_and_stretches_with_its_series(values, moved, stretched):
    values = np.round(values, 1)
    one, other = natural_limits(values), natural_limits(values * stretched + moved)
    assert list(other) == pytest.approx([limit * stretched + moved for limit in one], abs=1e-6)
    turned = natural_limits(values[::-1])
    assert list(turned) == pytest.approx(list(one))
    assert one.low <= one.centre <= one.high


# --- funnels


@given(st.integers(1, 120), st.integers(1, 99))
def test_the_binomial_limits_by_brute_force(of, percent):
    rate = Fraction(percent, 100)
    for level in LEVELS:
        low, high = (round(float(side) * of) for side in binomial_limits(of, float(rate), level))
        tail = (1 - Fraction(str(level))) / 2
        sums = np.cumsum([binomial(k, of, rate) for k in range(of + 1)])
        assert low == next(k for k, below in enumerate(sums) if below >= tail - Fraction(1, 10**12))
        assert high == next(k for k, below in enumerate(sums) if below >= 1 - tail - Fraction(1, 10**12))


@given(st.integers(1, 400), st.floats(0.02, 0.6))
def test_the_poisson_limits_by_brute_force(of, rate):
    for level in LEVELS:
        low, high = (round(float(side) * of) for side in poisson_limits(of, rate, level))
        tail, expected = (1 - level) / 2, of * rate
        probability, below, sums = exp(-expected), 0.0, []
        for k in range(high + 2):
            below += probability
            sums.append(below)
            probability *= expected / (k + 1)
        assert sums[low] >= tail - 1e-9 and (low == 0 or sums[low - 1] < tail + 1e-9)
        assert sums[high] >= 1 - tail - 1e-9 and (high == 0 or sums[high - 1] < 1 - tail + 1e-9)


@pytest.mark.parametrize(
    ("above", "to", "below_the_low", "above_the_high"),
    [
        (0.99, 50, (0.0186, 0, 0.0250), (0.0201, 0.0052, 0.0250)),
        (50, 100, (0.0215, 0.0172, 0.0250), None),
        (100, 500, (0.0233, 0.0194, 0.0250), None),
        (500, 1000, (0.0239, 0.0224, 0.0250), None),
    ],
)
def test_the_poisson_limits_as_seaton_and_manktelow_have_them(above, to, below_the_low, above_the_high):
    """The median, least and largest probability of lying beyond the 95 % limit by chance, by the expected number.

    The publication does not say how finely it went through the expected numbers: a hundredth apart, all are as printed.
    """
    expected = np.round(np.arange(above + 0.01, to + 0.005, 0.01), 2)
    low, high = (np.rint(side * expected) for side in poisson_limits(expected, 1.0))
    for beyond_it, published in (
        (stats.poisson.cdf(low - 1, expected), below_the_low),
        (stats.poisson.sf(high, expected), above_the_high),
    ):
        told = [f"{one:.4f}" for one in (np.median(beyond_it), beyond_it.min(), beyond_it.max())]
        assert published is None or told == [f"{one:.4f}" for one in published]


@pytest.mark.parametrize("limits", [binomial_limits, poisson_limits])
def test_the_wider_limits_lie_outside_and_counts_grow_with_the_unit(limits):
    of = np.arange(1, 500)
    narrow, wide = limits(of, 0.2, 0.95), limits(of, 0.2, 0.998)
    assert (wide.low <= narrow.low).all() and (wide.high >= narrow.high).all()
    for side in (*narrow, *wide):
        assert (np.diff(np.rint(side * of)) >= 0).all()
    assert narrow.high[-1] - narrow.low[-1] < (narrow.high[50] - narrow.low[50]) / 2


def test_a_unit_beyond_the_limits_is_told_with_its_side():
    # of 100 at 20 percent: P(X <= 12) = 0,025, P(X >= 29) = 0,020; P(X <= 8) = 0,0009, P(X >= 34) = 0,0007
    counts = np.array([8, 11, 12, 20, 28, 29, 33, 34])
    assert float(at_most(12, 100, Fraction(1, 5))) == pytest.approx(0.0253, abs=0.0001)
    assert beyond(counts, 100, 0.2).tolist() == [-0.998, -0.95, 0, 0, 0, 0.95, 0.95, 0.998]
    assert beyond([0, 0], [0, 1], 0.2).tolist() == [0, 0]
    assert beyond([15], [20], 0.2, limits=poisson_limits).tolist() == [0.998]
    assert beyond([0, 1], [10, 10], 0.0).tolist() == [0, 0.998]
    assert np.isnan(np.array(binomial_limits(0, 0.2))).all()


# --- retention


def followed(months, left, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """How many are at risk in each step, and leave in it; who is censored in a step has been followed through it."""
    months, left = np.array(months), np.array(left, bool)
    at_risk = [(months >= step).sum() for step in range(steps)]
    return np.array(at_risk), np.array([(left & (months == step)).sum() for step in range(steps)])


def test_the_6_mp_arm_of_freireich():
    weeks = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
    at_risk, left = followed([int(one.rstrip("+")) for one in weeks], ["+" not in one for one in weeks], 36)
    remissions = [6, 7, 10, 13, 16, 22, 23]
    assert at_risk[remissions].tolist() == [21, 17, 15, 12, 11, 7, 6]
    found = kaplan_meier(at_risk, left)
    expected = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert found[remissions] == pytest.approx(expected, abs=0.00005)
    assert found[5] == 1 and found[35] == found[23]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_without_censoring_it_is_the_plain_share_that_stayed(months):
    found = kaplan_meier(*followed(months, [True] * len(months), 42))
    assert found == pytest.approx([np.mean(np.array(months) > step) for step in range(42)])


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40))
def test_the_probabilities_are_scipys(drawn):
    from scipy.stats import CensoredData, ecdf

    months, left = np.array([one for one, _ in drawn], float), np.array([two for _, two in drawn])
    expected = ecdf(CensoredData(uncensored=months[left], right=months[~left])).sf
    for step, share in enumerate(kaplan_meier(*followed(months, left, 32))):
        if isnan(share):
            assert step > months.max()
        else:
            assert share == pytest.approx(expected.evaluate(step))


def test_a_step_that_nobody_is_followed_through_is_not_known_unless_all_have_left():
    found = kaplan_meier([[2, 1, 0], [2, 1, 0]], [[1, 1, 0], [1, 0, 0]])
    assert found[0].tolist() == [0.5, 0, 0]
    assert found[1, :2].tolist() == [0.5, 0.5] and isnan(found[1, 2])


# --- what is to be expected


def test_the_prediction_is_the_negative_binomials():
    from scipy.stats import nbinom

    for exits, stock, now in ((25, 120, 118), (0, 30, 30), (495, 2500, 2700), (3, 40, 10)):
        expected = [nbinom.ppf(q, exits + 0.5, stock / (stock + now)) for q in (0.025, 0.975)]
        found = next_exits(exits, stock, now)
        assert [found.low, found.high] == expected and found.expected == pytest.approx(exits * now / stock)
    assert next_exits(5, 40, 0) == (0, 0, 0)
    with pytest.raises(ValueError):
        next_exits(0, 0, 10)


@pytest.mark.parametrize("mean_exits", [5, 20, 60])
def test_next_year_is_within_the_prediction_in_95_of_100_years(mean_exits):
    from scipy.stats import poisson

    years = np.arange(int(mean_exits + 8 * mean_exits**0.5) + 8)
    weights = poisson.pmf(years, mean_exits)
    found = [next_exits(int(exits), 100, 100) for exits in years]
    within = [poisson.cdf(one.high, mean_exits) - poisson.cdf(one.low - 1, mean_exits) for one in found]
    assert 0.945 < np.dot(weights, within) < 0.98
    naive = [np.diff(poisson.cdf([poisson.ppf(0.025, k) - 1, poisson.ppf(0.975, k)], mean_exits))[0] for k in years]
    assert np.dot(weights, naive) < 0.88


# --- the start of the app


def test_scipy_is_not_imported_before_it_is_used():
    modules = "intervals differences multiplicity decomposition control_chart funnel survival prediction".split()
    told = "; ".join(f"import kpi.statistics.{one}" for one in modules)
    told += "; import kpi.figures.evidence, kpi.papers.comparisons.overall, kpi.papers.comparisons.contributions"
    code = f"import sys; {told}; print([one for one in sys.modules if one.split('.')[0] == 'scipy'])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
