"""What is hidden from whom, and which arrows follow (disclosure.md; definitions.md, "Printing and comparing")."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions.disclosure import INTERNAL, PUBLIC, RAW
from kpi.figures.compare import compare
from kpi.figures.disclose import disclose
from kpi.figures.numbered import numbered


def figures(measure, *cells, group="alle"):
    """Drawn figures of one measure and group: a period a cell, given as (numerator, denominator) or None (missing)."""
    rows = []
    for place, cell in enumerate(cells):
        numerator, denominator = cell or (np.nan, np.nan)
        is_count = np.isnan(denominator) and cell is not None
        scale = 1 if measure in ("weekly_hours", "adverts") else 100
        status = "missing" if cell is None else "undefined" if denominator == 0 else "ok"
        value = np.nan if status != "ok" else numerator if is_count else scale * numerator / denominator
        rows.append(
            {"measure": measure, "group": group, "place_kind": "", "place": "", "series": "printed",
             "period": str(place), "numerator": numerator, "denominator": denominator, "value": value, "status": status,
             "provisional": False}
        )  # fmt: skip
    return pd.DataFrame(rows)


def status_of(measure, numerator, denominator, audience):
    return disclose(figures(measure, (numerator, denominator)), audience)["status"].item()


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "public", "internal"),
    [
        ("turnover", 5, 9, "suppressed", "ok"),  # denominator under 10
        ("turnover", 5, 10, "ok", "ok"),
        ("turnover", 0, 10, "ok", "ok"),  # zero is shown when the denominator is at least 10
        ("turnover", 0, 9, "suppressed", "ok"),
        ("turnover", 1, 100, "suppressed", "ok"),  # 1 to 4 in the numerator
        ("turnover", 4, 100, "suppressed", "ok"),
        ("turnover", 98, 100, "ok", "ok"),  # exits are not a part of the stock: no complement
        ("turnover", 120, 100, "ok", "ok"),
        ("left_within_3m", 96, 100, "suppressed", "ok"),  # four others
        ("left_within_3m", 95, 100, "ok", "ok"),
        ("left_within_3m", 100, 100, "ok", "ok"),
        ("full_time_share", 1, 12, "suppressed", "ok"),
        ("full_time_share", 2, 4, "suppressed", "suppressed"),  # denominator under 5
        ("full_time_share", 2, 5, "suppressed", "ok"),
        ("weekly_hours", 300, 9, "suppressed", "ok"),
        ("weekly_hours", 2, 10, "ok", "ok"),  # a sum of hours is not a count of persons
        ("adverts_without_hire", 1, 3, "ok", "ok"),  # adverts are not persons
        ("turnover", 0, 0, "undefined", "undefined"),  # for every audience
    ],
)
def test_who_sees_a_cell(measure, numerator, denominator, public, internal):
    assert status_of(measure, numerator, denominator, PUBLIC) == public
    assert status_of(measure, numerator, denominator, INTERNAL) == internal
    assert status_of(measure, numerator, denominator, RAW) in ("ok", "undefined")


def test_the_count_above_an_empty_base_is_hidden_too():
    for audience, count in ((RAW, 3), (INTERNAL, np.nan), (PUBLIC, np.nan)):
        shown = disclose(figures("turnover", (3, 0)), audience)
        assert shown["status"].item() == "undefined"
        np.testing.assert_equal(shown["numerator"].item(), count)


@given(st.integers(0, 200), st.integers(0, 200), st.sampled_from(["turnover", "left_within_3m", "weekly_hours"]))
def test_a_hidden_cell_holds_nothing_and_the_public_never_sees_more(numerator, denominator, measure):
    drawn = figures(measure, (numerator, denominator))
    shown = {audience.key: disclose(drawn, audience) for audience in (INTERNAL, PUBLIC)}
    for frame in shown.values():
        hidden = frame[frame["status"] == "suppressed"]
        assert hidden[["numerator", "denominator", "value"]].isna().all(axis=None)
    if shown["offentlig"]["status"].item() == "ok":
        assert shown["intern"]["status"].item() == "ok"


def arrows(measure, *cells, audience=RAW):
    compared = compare(disclose(figures(measure, *cells), audience))
    return list(zip(compared["arrow"], compared["assessment"], strict=True))


def test_the_arrow_is_the_sign_of_the_difference_of_printed_values():
    # 19.84 and 19.76 both print 19,8; 19.85 prints 19,9
    assert arrows("turnover", (1984, 10000), (1976, 10000)) == [("", ""), ("flat", "same")]
    assert arrows("turnover", (1984, 10000), (1985, 10000)) == [("", ""), ("up", "worse")]


def test_direction_is_not_goodness():
    assert arrows("turnover", (20, 100), (10, 100))[1] == ("down", "better")
    assert arrows("full_time_share", (20, 100), (30, 100))[1] == ("up", "better")
    assert arrows("weekly_hours", (3500, 100), (3400, 100))[1] == ("down", "worse")
    assert arrows("adverts", (20, np.nan), (30, np.nan))[1] == ("up", "")


def test_the_arrow_looks_past_a_missing_column():
    assert arrows("turnover", (20, 100), None, (30, 100)) == [("", ""), ("", ""), ("up", "worse")]


def test_a_hidden_cell_takes_its_own_arrow_and_the_next_ones():
    assert arrows("turnover", (20, 100), (3, 100), (30, 100), (31, 100), audience=PUBLIC) == [
        ("", ""), ("", ""), ("", ""), ("up", "worse"),
    ]  # fmt: skip


def test_nothing_is_compared_with_what_cannot_be_calculated():
    assert arrows("turnover", (20, 100), (0, 0), (30, 100)) == [("", ""), ("", ""), ("", "")]


def test_groups_and_measures_are_never_compared_with_each_other():
    frame = pd.concat([figures("turnover", (20, 100)), figures("turnover", (30, 100), group="b")], ignore_index=True)
    assert list(compare(frame)["arrow"]) == ["", ""]


SAID = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "ab"])] * 2), max_size=12)


@given(first=SAID, second=SAID)
def test_rows_have_one_number_where_they_say_the_same(first, second):
    frames = [pd.DataFrame(rows, columns=["group", "place"], dtype="str") for rows in (first, second)]
    numbers = numbered(["group", "place"], *frames)
    assert [len(one) for one in numbers] == [len(first), len(second)]
    together, rows = np.concatenate(numbers), [*first, *second]
    assert all((together[i] == together[j]) == (rows[i] == rows[j]) for i in range(len(rows)) for j in range(len(rows)))
