"""Which sign each comparison has and why, and that nothing of a hidden figure is told (statistics.md)."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.definitions.breaks import Break
from kpi.definitions.disclosure import INTERNAL, PUBLIC, RAW
from kpi.definitions.frames import EVIDENCE_COLUMNS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span
from kpi.definitions.periods import ending
from kpi.figures.compare import compare
from kpi.figures.disclose import disclose
from kpi.figures.evidence import evidence
from kpi.figures.reasons import in_words

JUNE, DECEMBER = ("2020-06-30", "2021-06-30", "2022-06-30"), ("2019-12-31", "2020-12-31", "2021-12-31")
PRINTED = ("2020-12-31", "2021-12-31", "2022-06-30")
MOVEMENT = "measure group place_kind place period_end before_end variance both up down stayed".split()
COMPARED = [
    *("before_numerator", "before_denominator", "difference", "low", "high", "p_value"),
    *("up", "down", "stayed"),
]


def rows(measure, cells, series="printed", group="alle", place=("", "")):
    """Raw figures of one measure and group: period ends with (numerator, denominator), or None where missing."""
    found = []
    for end, cell in cells.items():
        numerator, denominator = cell or (nan, nan)
        period = ending(date.fromisoformat(end), BY_KEY[measure].span)
        status = "missing" if cell is None else "undefined" if denominator == 0 else "ok"
        scale = 1 if measure == "weekly_hours" else 100
        value = nan if status != "ok" else numerator if denominator != denominator else scale * numerator / denominator
        found.append(
            {"measure": measure, "group": group, "place_kind": place[0], "place": place[1], "series": series,
             "period_start": period.start.isoformat(), "period_end": end, "period": period.label,
             "numerator": float(numerator), "denominator": float(denominator), "value": value, "status": status,
             "provisional": False}
        )  # fmt: skip
    return found


def moved(measure, end, before, variance, up=30, down=30, stayed=40, group="alle", place=("", "")):
    return dict(zip(MOVEMENT, (measure, group, *place, end, before, variance, 100, up, down, stayed), strict=True))


def judged(*figures, movement=(), audience=RAW, breaks=()):
    """The evidence of raw figures as the audience sees them, by period and group."""
    raw = pd.DataFrame([row for part in figures for row in part])
    shown = compare(disclose(raw, audience))
    found = evidence(shown, pd.DataFrame(movement, columns=MOVEMENT), breaks, audience)
    assert tuple(found.columns) == EVIDENCE_COLUMNS
    return found


def last(measure, before, after, **given):
    """The evidence of June 2022 where June 2021 stands among the same dates."""
    printed = dict(zip(PRINTED, (before, before, after), strict=True))
    found = judged(
        rows(measure, printed), rows(measure, {"2021-06-30": before, "2022-06-30": after}, "same_date"), **given
    )
    found = found[found["period_end"] == "2022-06-30"]
    return found.iloc[0] if len(found) else None


# --- the seven signs


@pytest.mark.parametrize(
    ("measure", "before", "after", "sign", "assessment"),
    [
        ("turnover", (425, 2500), (495, 2500), "clear_up", "worse"),  # 1,165 [1,021; 1,329]
        ("turnover", (495, 2500), (425, 2500), "clear_down", "better"),
        ("turnover", (8, 57), (12, 57), "up", ""),  # 1,500 [0,564; 4,230]
        ("turnover", (12, 57), (8, 57), "down", ""),
        ("turnover", (25, 120), (25, 120), "flat", ""),
        ("turnover", (0, 100), (0, 100), "flat", ""),
        ("turnover", (4, 19), (60, 400), "too_few", ""),
        ("turnover", (60, 400), (4, 19), "too_few", ""),
        ("turnover", (4, 20), (40, 40), "clear_up", "worse"),
        ("turnover", None, (60, 400), "not_comparable", ""),
        ("turnover", None, (4, 19), "not_comparable", ""),  # not comparable comes before too few
        ("left_within_3m", (425, 2500), (495, 2500), "clear_up", "worse"),
        ("left_within_3m", (7, 43), (8, 38), "up", ""),  # +4,8 [-12,2; +22,1]
        ("left_within_3m", (2, 25), (1, 7), "too_few", ""),
        ("left_within_3m", (1, 7), (1, 7), "too_few", ""),  # too few comes before flat
        ("left_within_12m", (2000, 10000), (2004, 10000), "flat", ""),  # 20,0 twice: equal as printed
        ("left_within_12m", (200000, 1000000), (200499, 1000000), "flat", ""),  # flat comes before clear
        ("left_within_12m", (10, 100), (0, 0), None, None),
        ("left_within_12m", (0, 0), (10, 100), "too_few", ""),  # there is a year before, with nobody in it
        ("adverts", (10, nan), (30, nan), None, None),
    ],
)
def test_the_sign_of_a_comparison(measure, before, after, sign, assessment):
    if measure == "adverts":
        assert judged(rows(measure, {"2021-06-30": before, "2022-06-30": after})).empty
        return
    found = last(measure, before, after)
    assert (None if found is None else found["sign"]) == sign
    assert found is None or found["assessment"] == assessment


@pytest.mark.parametrize(
    ("before", "after", "variance", "sign", "assessment"),
    [
        ((635, 1000), (631, 1000), 0.04, "clear_down", "worse"),  # -0,4 ± 0,39
        ((635, 1000), (631, 1000), 0.05, "down", ""),
        ((631, 1000), (635, 1000), 0.04, "clear_up", "better"),
        ((635, 1000), (635, 1000), 0.0, "flat", ""),
        ((12, 19), (631, 1000), 0.01, "too_few", ""),
        ((635, 1000), (631, 1000), nan, "not_comparable", ""),
    ],
)
def test_a_status_is_judged_by_its_persons(before, after, variance, sign, assessment):
    movement = [moved("full_time_share", "2022-06-30", "2021-06-30", variance)]
    found = last("full_time_share", before, after, movement=movement)
    assert (found["sign"], found["assessment"]) == (sign, assessment)
    if sign != "not_comparable":
        assert found["high"] - found["difference"] == pytest.approx(1.96 * variance**0.5, abs=0.0001)
        assert (found["unit"], found["up"], found["down"], found["stayed"]) == ("procentpoint", 30, 30, 40)


def test_what_the_evidence_tells():
    found = last("turnover", (425, 2500), (495, 2500))
    counts = ["before_numerator", "before_denominator", "after_numerator", "after_denominator"]
    assert found[counts].tolist() == [425, 2500, 495, 2500]
    assert found[["difference", "low", "high", "p_value"]].tolist() == pytest.approx(
        [1.165, 1.021, 1.329, 0.023], abs=5e-4
    )
    assert (found["unit"], found["before_end"], found["reason"]) == ("ratio", "2021-06-30", "")
    share = last("left_within_3m", (7, 43), (8, 38))
    assert share[["difference", "low", "high"]].tolist() == pytest.approx([4.8, -12.2, 22.1], abs=0.051)
    assert share["p_value"] == pytest.approx(0.58, abs=0.01)  # the pooled z test's is 0,581
    movement = [moved("weekly_hours", "2022-06-30", "2021-06-30", 0.0025)]
    hours = last("weekly_hours", (3480, 100), (3500, 100), movement=movement)
    assert hours[["difference", "low", "high"]].tolist() == pytest.approx([0.2, 0.102, 0.298], abs=0.001)
    assert (hours["unit"], hours["sign"], hours["assessment"]) == ("timer", "clear_up", "better")
    assert last("turnover", (0, 50), (9, 50))["high"] == inf


# --- what a figure is held against


def test_a_figure_is_held_against_the_same_stretch_of_the_year_before_and_never_the_column_before():
    printed = rows("left_within_3m", dict(zip(PRINTED, ((10, 100), (20, 100), (30, 100)), strict=True)))
    same_date = rows("left_within_3m", dict(zip(JUNE, ((1, 50), (2, 50), (30, 100)), strict=True)), "same_date")
    found = judged(printed, same_date).set_index("period_end")
    assert list(found.index) == ["2021-12-31", "2022-06-30"]
    assert found["before_end"].tolist() == ["2020-12-31", "2021-06-30"]  # full year with full year, half with half
    assert found["before_numerator"].tolist() == [10, 2]


@pytest.mark.parametrize(
    ("end", "before"), [("2022-03-31", "2021-03-31"), ("2021-12-31", "2020-12-31"), ("2021-09-30", "2020-09-30")]
)
def test_a_quarter_is_held_against_the_same_quarter(end, before):
    ends = ["2020-09-30", "2020-12-31", "2021-03-31", "2021-06-30"], ["2021-09-30", "2021-12-31", "2022-03-31"]
    cells = {one: (20 + place, 60) for place, one in enumerate([*ends[0], *ends[1]])}
    measure = "adverts_without_hire"
    printed = rows(measure, {"2021-06-30": (23, 60), **{one: cells[one] for one in ends[1]}})
    found = judged(printed, rows(measure, cells, "same_date"))
    one = found[found["period_end"] == end].iloc[0]
    assert (one["before_end"], one["before_numerator"]) == (before, cells[before][0])


@pytest.mark.parametrize("end", ["2023-02-28", "2024-02-29", "2025-02-28"])
@pytest.mark.parametrize("measure", ["turnover", "left_within_3m", "full_time_share"])
def test_the_end_of_february_finds_the_end_of_the_february_before(end, measure):
    before = {"2023-02-28": "2022-02-28", "2024-02-29": "2023-02-28", "2025-02-28": "2024-02-28"}[end]
    found = judged(
        rows(measure, {"2021-12-31": (30, 100), end: (30, 100)}),
        rows(measure, {before: (30, 100)}, "same_date"),
        movement=[moved(measure, end, before, 0.1)],
    )
    assert found["before_end"].tolist() == [before] and found["sign"].tolist() == ["flat"]


def test_a_period_of_another_length_is_never_the_one_before():
    odd = rows("left_within_3m", {"2021-06-30": (20, 100)}, "same_date")
    odd[0]["period_start"] = "2020-06-30"
    found = judged(rows("left_within_3m", {"2021-12-31": (20, 100), "2022-06-30": (20, 100)}), odd)
    assert found["sign"].tolist() == ["not_comparable"]


def test_first_columns_missing_cells_and_counts_have_no_evidence():
    found = judged(
        rows("turnover", dict(zip(PRINTED, (None, (20, 100), None), strict=True))),
        rows("turnover", {"2020-12-31": (20, 100), "2021-12-31": (20, 100)}, group="b"),
        rows("adverts_hires", {"2021-12-31": (20, nan), "2022-03-31": (20, nan)}),
    )
    assert found[["group", "period_end", "sign"]].values.tolist() == [
        ["alle", "2021-12-31", "not_comparable"],
        ["b", "2021-12-31", "flat"],
    ]


def test_of_places_the_latest_same_date_is_judged():
    place = ("center", "Center A")
    cells = dict(zip(JUNE, ((20, 100), (20, 100), (50, 100)), strict=True))
    found = judged(
        rows("turnover", cells, "same_date", place=place), rows("turnover", cells, "same_date")
    )  # of the whole municipality only printed columns
    assert found[["place_kind", "place", "period_end", "sign"]].values.tolist() == [[*place, "2022-06-30", "clear_up"]]


def test_measures_groups_and_places_are_never_mixed():
    ends = ("2021-06-30", "2022-06-30")
    parts = [
        rows("turnover", {ends[0]: (10 + n, 100), ends[1]: (30 + n, 100)}, group=group, place=place)
        for n, (group, place) in enumerate(
            [("a", ("", "")), ("b", ("", "")), ("a", ("center", "x")), ("a", ("center", "y")), ("a", ("afdeling", "x"))]
        )
    ]
    found = judged(*parts)
    assert found["before_numerator"].tolist() == [10, 11, 12, 13, 14]
    assert found["after_numerator"].tolist() == [30, 31, 32, 33, 34]


# --- reasons


@pytest.mark.parametrize(
    ("measure", "end", "reason"),
    [
        ("adverts_without_hire", "2022-03-31", "der er ingen tal for 1. kvartal 2021 at holde det op imod"),
        ("turnover", "2022-06-30", "der er ingen tal for de tolv måneder til og med juni 2021 at holde det op imod"),
        ("turnover", "2021-12-31", "der er ingen tal for 2020 at holde det op imod"),
        ("left_within_3m", "2022-06-30", "der er ingen tal for januar til juni 2021 at holde det op imod"),
        ("left_within_3m", "2022-01-31", "der er ingen tal for januar 2021 at holde det op imod"),
        ("left_within_3m", "2021-12-31", "der er ingen tal for 2020 at holde det op imod"),
        ("full_time_share", "2022-06-30", "der er ingen tal for 30. juni 2021 at holde det op imod"),
    ],
)
def test_the_reason_where_there_is_nothing_to_compare_with(measure, end, reason):
    found = judged(rows(measure, {"2019-06-30": (30, 100), end: (30, 100)}))
    assert found[["sign", "reason"]].values.tolist() == [["not_comparable", reason]]


def test_the_other_reasons():
    few = last("left_within_3m", (2, 25), (1, 7))
    assert few["reason"] == "nævneren er 7 for januar til juni 2022; under 20 er for få til at vurdere"
    assert last("turnover", (5, 19), (5, 1000))["reason"].startswith(
        "nævneren er 19 for de tolv måneder til og med juni"
    )
    assert "januar til juni 2022" in last("left_within_3m", (1, 7), (2, 7))["reason"]
    hidden = last("turnover", (4, 100), (30, 100), audience=PUBLIC)
    assert hidden["reason"] == (
        "tallet for de tolv måneder til og med juni 2021 er skjult, fordi det bygger på for få personer"
    )
    alone = last("full_time_share", (50, 100), (60, 100))
    assert alone["reason"] == "det er ikke opgjort, hvordan de enkelte ansatte har flyttet sig siden 30. juni 2021"
    assert last("turnover", (25, 120), (26, 120))["reason"] == ""


@pytest.mark.parametrize(
    ("from_day", "broken"),
    [("2020-06-30", False), ("2020-07-01", True), ("2021-07-01", True), ("2022-06-30", True), ("2022-07-01", False)],
)
def test_a_break_parts_the_figures_before_it_from_those_after(from_day, broken):
    """Also where it lies inside the earlier year, which then counts both ways."""
    breaks = [Break("turnover", date.fromisoformat(from_day), "vikarer tælles ikke længere med")]
    found = last("turnover", (425, 2500), (495, 2500), breaks=breaks)
    assert found["sign"] == ("not_comparable" if broken else "clear_up")
    assert found["reason"] == ("vikarer tælles ikke længere med" if broken else "")
    assert not broken or found[COMPARED].isna().all()
    assert last("left_within_3m", (425, 2500), (495, 2500), breaks=breaks)["sign"] == "clear_up"


# --- nothing of what is hidden


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC])
@pytest.mark.parametrize("measure", ["turnover", "left_within_3m", "full_time_share", "weekly_hours"])
def test_a_hidden_figure_has_no_evidence_and_is_told_by_no_other(measure, audience):
    movement = [moved(measure, "2022-06-30", "2021-06-30", 0.37, 31, 32, 33)]
    assert last(measure, (30, 100), (3, 4), movement=movement, audience=audience) is None
    after = last(measure, (3, 4), (30, 100), movement=movement, audience=audience)
    assert after["sign"] == "not_comparable" and "skjult" in after["reason"]
    assert after[COMPARED].isna().all() and after["assessment"] == ""


def test_what_one_series_hides_is_hidden():
    shown = pd.DataFrame(
        rows("turnover", {"2020-12-31": (20, 100), "2021-12-31": (40, 100)})
        + rows("turnover", {"2020-12-31": (20, 100), "2021-12-31": (40, 100)}, "same_date")
    )
    hidden = ["numerator", "denominator", "value"]
    for place, left in ((2, "not_comparable"), (3, None)):
        secondary = shown.copy()
        secondary.loc[place, hidden], secondary.loc[place, "status"] = nan, "suppressed"
        found = evidence(secondary, pd.DataFrame(columns=MOVEMENT))
        assert found["sign"].tolist() == ([left] if left else [])
        assert found["before_numerator"].isna().all()


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(*[st.integers(0, 40)] * 4, st.sampled_from(["turnover", "left_within_12m", "full_time_share"])),
        min_size=1, max_size=6,
    ),
    st.sampled_from([INTERNAL, PUBLIC]),
    st.integers(1, 1000),
)  # fmt: skip
def test_the_evidence_does_not_depend_on_anything_hidden(drawn, audience, other):
    """Two worlds that differ in hidden figures and their persons alone give the same evidence."""
    parts, movement = [], []
    for place, (k1, n1, k2, n2, measure) in enumerate(drawn):
        group = f"g{place}"
        cells = {"2021-06-30": (min(k1, n1), max(k1, n1)), "2022-06-30": (min(k2, n2), max(k2, n2))}
        parts.append(rows(measure, cells, group=group))
        movement.append(moved(measure, "2022-06-30", "2021-06-30", (k1 + 1) / 7, k1, k2, n1, group=group))
    raw = pd.DataFrame([row for part in parts for row in part])
    shown = compare(disclose(raw, audience))
    hidden = set(shown.loc[shown["status"] == "suppressed", "group"])
    elsewhere = [
        one | {"variance": one["variance"] + other, "up": other, "down": other + 1, "stayed": 7 * other}
        if one["group"] in hidden else one
        for one in movement
    ]  # fmt: skip
    there, here = (evidence(shown, pd.DataFrame(one), (), audience) for one in (elsewhere, movement))
    pd.testing.assert_frame_equal(there, here)
    told = set(zip(here["group"], here["period_end"], strict=True))
    open_cells = shown[(shown["status"] == "ok") & (shown["period_end"] == "2022-06-30")]
    assert told == set(zip(open_cells["group"], open_cells["period_end"], strict=True))
    for one in here.to_dict("records"):
        if one["sign"] != "not_comparable" and audience is PUBLIC:
            assert one["before_denominator"] >= 10 or one["before_denominator"] == 0


@pytest.mark.parametrize(
    ("counts", "audience", "told"),
    [
        ((30, 30, 40), PUBLIC, True),
        ((0, 5, 95), PUBLIC, True),
        ((4, 30, 66), PUBLIC, False),
        ((30, 1, 69), PUBLIC, False),
        ((48, 50, 2), PUBLIC, False),
        ((4, 30, 66), INTERNAL, True),
        ((1, 1, 2), INTERNAL, False),
        ((0, 0, 9), PUBLIC, False),
        ((1, 1, 2), RAW, True),
    ],
)
def test_small_counts_of_those_who_moved_are_told_to_nobody_who_may_not_see_them(counts, audience, told):
    movement = [moved("weekly_hours", "2022-06-30", "2021-06-30", 0.01, *counts)]
    found = last("weekly_hours", (3480, 100), (3500, 100), movement=movement, audience=audience)
    expected = list(counts) if told else [nan] * 3
    np.testing.assert_equal(found[["up", "down", "stayed"]].to_numpy(float), expected)
    assert found["sign"] == "clear_up"


def test_the_strictest_audience_is_meant_where_none_is_named():
    shown = pd.DataFrame(rows("weekly_hours", {"2021-06-30": (3480, 100), "2022-06-30": (3500, 100)}))
    movement = pd.DataFrame([moved("weekly_hours", "2022-06-30", "2021-06-30", 0.01, up=4)])
    assert evidence(shown, movement)["up"].isna().all()


# --- whole tables


def test_no_figures_have_no_evidence():
    assert judged(rows("turnover", {"2022-06-30": (20, 100)})).empty


def test_dates_may_be_dates():
    shown = pd.DataFrame(rows("turnover", {"2021-06-30": (425, 2500), "2022-06-30": (495, 2500)}))
    dates = shown.assign(**{side: shown[side].map(date.fromisoformat) for side in ("period_start", "period_end")})
    movement = pd.DataFrame(columns=MOVEMENT)
    pd.testing.assert_frame_equal(evidence(dates, movement), evidence(shown, movement))


def test_every_span_of_the_paper_is_judged():
    assert {one.span for one in BY_KEY.values()} == set(Span)


def test_those_hired_are_named_by_when_they_were_hired():
    assert in_words("first_year_exit_12m", "2022-06-30") == (
        "dem, der blev ansat i de tolv måneder til og med juni 2021"
    )
