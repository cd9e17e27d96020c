"""The overall direction, where a change of the total comes from, and what to know before columns are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import nan

import pandas as pd
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kpi.definitions.breaks import Break, Changed
from kpi.definitions.frames import EVIDENCE_COLUMNS
from kpi.definitions.model import StaffGroup, Status
from kpi.papers.comparisons.comparability import by_column, cautions, column_note
from kpi.papers.comparisons.contributions import BY_CENTRE, contributions
from kpi.papers.comparisons.overall import by_aim, overall
from kpi.papers.paper import ATTRACT, RETAIN
from kpi.papers.series import Point
from kpi.papers.table import Cell

MEASURES = ("turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours")
GROUPS = (
    StaffGroup("alle", "Kommunen i alt", "alle"),
    StaffGroup("ledere", "Ledere", "ledere"),
    *(StaffGroup(f"g{place}", f"Gruppe {place}", "stillinger") for place in range(1, 9)),
)
KEYS = [group.key for group in GROUPS]


def figure(measure, group, end="2022-06-30", counts=(20, 100), status="ok", series="printed"):
    numerator, denominator = counts if status == "ok" else (nan, nan)
    scale = 1 if measure == "weekly_hours" else 100
    return {
        "measure": measure, "group": group, "place_kind": "", "place": "", "series": series, "period_end": end,
        "numerator": float(numerator), "denominator": float(denominator), "status": status,
        "value": scale * numerator / denominator if status == "ok" else nan,
    }  # fmt: skip


def seen(measure, group, sign, p_value=nan, assessment="", end="2022-06-30"):
    told = {"measure": measure, "group": group, "place_kind": "", "place": "", "period_end": end, "sign": sign}
    return dict.fromkeys(EVIDENCE_COLUMNS, nan) | told | {"p_value": p_value, "assessment": assessment}


def family(changed=(), signs=()):
    """All cells of the paper, quiet but for those that are given."""
    statuses = {(measure, group): status for measure, group, status in changed}
    printed = [
        figure(measure, group, end, status=statuses.get((measure, group), "ok") if end == "2022-06-30" else "ok")
        for measure in MEASURES
        for group in KEYS
        for end in ("2021-12-31", "2022-06-30")
    ]
    told = {(one["measure"], one["group"]): one for one in signs}
    evidence = [
        told.get((one["measure"], one["group"]), seen(one["measure"], one["group"], "up", 0.6))
        for one in printed
        if one["period_end"] == "2022-06-30" and one["status"] == "ok"
    ]
    earlier = [seen(measure, group, "clear_up", 1e-9, "worse", "2021-12-31") for measure in MEASURES for group in KEYS]
    return pd.DataFrame(evidence + earlier), pd.DataFrame(printed)


# --- the overall direction


def test_the_family_is_45_cells_of_the_last_column_without_the_leaders():
    found = overall(*family(), GROUPS)
    assert found.counts == {"better": 0, "worse": 0, "unclear": 45, "too_few": 0, "not_comparable": 0}
    assert {cell.group for cell in found.cells} == set(KEYS) - {"ledere"}
    assert {cell.period_end for cell in found.cells} == {"2022-06-30"}
    assert found.clear == found.holds == ()


def test_each_cell_counts_once_as_what_it_is():
    changed = [("turnover", "g1", "suppressed"), ("turnover", "g2", "missing"), ("turnover", "g3", "undefined")]
    signs = [
        seen("turnover", "g4", "too_few"),
        seen("turnover", "g5", "not_comparable"),
        seen("turnover", "g6", "flat", 0.9),
        seen("turnover", "g7", "down", 0.2),
        seen("turnover", "g8", "clear_down", 0.0004, "better"),
        seen("turnover", "alle", "clear_up", 0.0001, "worse"),
        seen("turnover", "ledere", "clear_up", 0.0001, "worse"),
    ]
    found = overall(*family(changed, signs), GROUPS)
    assert found.counts == {"better": 1, "worse": 1, "unclear": 38, "too_few": 3, "not_comparable": 2}
    assert sum(found.counts.values()) == len(found.cells) == 45


def test_the_clear_ones_are_ranked_worst_first_and_only_some_hold_together():
    signs = [
        seen("turnover", "alle", "clear_up", 0.03, "worse"),
        seen("turnover", "g1", "clear_up", 0.0001, "worse"),
        seen("full_time_share", "g2", "clear_up", 0.0002, "better"),
        seen("full_time_share", "g3", "clear_up", 0.04, "better"),
    ]
    found = overall(*family((), signs), GROUPS)
    assert [(cell.measure, cell.group) for cell in found.clear] == [
        ("turnover", "g1"), ("turnover", "alle"), ("full_time_share", "g3"), ("full_time_share", "g2"),
    ]  # fmt: skip
    # of 45 tests at 10 percent the third smallest p-value may be 3 × 0,1 / 45 = 0,0067 at most
    assert [cell.group for cell in found.holds] == ["g1", "g2"]
    # and of the ten that can be judged, the fourth of them 4 × 0,1 / 10 = 0,04
    few = [(measure, group, "suppressed") for measure in MEASURES for group in KEYS]
    open_cells = {(one["measure"], one["group"]) for one in signs} | {("weekly_hours", f"g{n}") for n in range(1, 7)}
    found = overall(*family([one for one in few if one[:2] not in open_cells], signs), GROUPS)
    assert [cell.group for cell in found.holds] == ["g1", "alle", "g3", "g2"]


def test_by_aim_the_adverts_stand_for_recruiting_in_their_last_printed_quarter():
    evidence, shown = family()
    quarters = [
        figure("adverts_without_hire", group, end, status=status)
        for group in ("Skole", "alle")
        for end, status in (("2021-12-31", "ok"), ("2022-03-31", "ok"), ("2022-06-30", "missing"))
    ]
    counted = [figure("adverts", "alle", "2022-03-31")]
    told = [
        seen("adverts_without_hire", "alle", "clear_up", 0.01, "worse", "2022-03-31"),
        seen("adverts_without_hire", "Skole", "too_few", end="2022-03-31"),
    ]
    shown = pd.concat([shown, pd.DataFrame(quarters + counted)], ignore_index=True)
    found = by_aim(pd.concat([evidence, pd.DataFrame(told)], ignore_index=True), shown, GROUPS)
    assert list(found) == [ATTRACT, RETAIN]
    assert found[ATTRACT].counts == {"better": 0, "worse": 1, "unclear": 0, "too_few": 1, "not_comparable": 0}
    assert found[RETAIN] == overall(evidence, shown, GROUPS)
    assert by_aim(evidence, family()[1], GROUPS)[ATTRACT].cells == ()


# --- where a change of the total comes from


def table(counts, measure="turnover", hidden=()):
    """Figures of June 2021 and June 2022: each group's (count, of, count, of); the total is given with them."""
    found = []
    for group, (*before, k2, n2) in counts.items():
        for end, pair in (("2021-06-30", before), ("2022-06-30", (k2, n2))):
            status = "suppressed" if (group, end) in hidden else "ok" if pair[1] else "undefined"
            found.append(figure(measure, group, end, pair, status, "same_date"))
    return pd.DataFrame(found)


def test_the_contributions_are_those_of_the_shown_groups_and_the_rest():
    counts = {"alle": (40, 400, 70, 400), "g1": (10, 100, 20, 100), "g2": (20, 200, 30, 200)}
    found = contributions(table(counts | {"ledere": (5, 40, 9, 40)}), "turnover", "2022-06-30", GROUPS)
    assert [row.part for row in found.rows] == ["g1", "g2", "oevrige"]
    assert [row.name for row in found.rows][-1] == "Øvrige og skjulte grupper"
    # a quarter of the staff went from 10 to 20 percent, a half from 10 to 15, the last quarter from 10 to 20
    assert [row.within for row in found.rows] == pytest.approx([2.5, 2.5, 2.5])
    assert [row.mix for row in found.rows] == pytest.approx([0, 0, 0])
    assert (found.before_end, found.end) == ("2021-06-30", "2022-06-30")
    assert (found.change, found.printed_change) == (pytest.approx(7.5), Decimal("7.5"))


def test_without_anybody_else_there_is_no_remainder():
    shown = table({"alle": (30, 300, 50, 300), "g1": (10, 100, 20, 100), "g2": (20, 200, 30, 200)})
    assert [row.part for row in contributions(shown, "turnover", "2022-06-30", GROUPS).rows] == ["g1", "g2"]


@pytest.mark.parametrize("end", ["2021-06-30", "2022-06-30"])
def test_a_group_that_is_hidden_at_either_end_is_in_the_remainder_at_both(end):
    counts = {"alle": (40, 400, 60, 400), "g1": (10, 100, 20, 100), "g2": (20, 200, 30, 200)}
    found = contributions(table(counts, hidden={("g2", end)}), "turnover", "2022-06-30", GROUPS)
    assert [row.part for row in found.rows] == ["g1", "oevrige"]
    other = counts | {"g2": (1, 200, 199, 200) if end == "2021-06-30" else (20, 200, 1, 7)}
    shown = table(counts, hidden={("g2", end)})
    twin = shown[shown["group"] == "g2"].assign(status="ok", numerator=3.0, denominator=5.0, value=60.0)
    assert contributions(table(other, hidden={("g2", end)}), "turnover", "2022-06-30", GROUPS) == found
    assert contributions(pd.concat([twin, shown]), "turnover", "2022-06-30", GROUPS) == found


def test_there_are_none_where_the_total_is_not_shown_at_both_ends():
    counts = {"alle": (40, 400, 60, 400), "g1": (10, 100, 20, 100)}
    assert contributions(table(counts, hidden={("alle", "2021-06-30")}), "turnover", "2022-06-30", GROUPS) is None
    assert contributions(table(counts), "turnover", "2021-06-30", GROUPS) is None
    assert contributions(table(counts), "weekly_hours", "2022-06-30", GROUPS) is None


def centres(counts, measure="turnover", hidden=()):
    """Figures of everyone in centres, beside the total's, as `table` has them of groups."""
    shown = table(counts, measure, hidden)
    inside = shown["group"] != "alle"
    places = shown[inside].assign(place_kind="center", place=shown["group"], group="alle")
    of_groups_there = places.assign(group="g1", numerator=7.0)
    return pd.concat([shown[~inside], places, of_groups_there], ignore_index=True)


def by_centre(shown, measure="turnover"):
    return contributions(shown, measure, "2022-06-30", GROUPS, BY_CENTRE)


def test_the_contributions_of_centres_are_those_that_are_shown_and_the_rest():
    found = by_centre(centres({"alle": (40, 400, 70, 400), "Nord": (10, 100, 20, 100), "Syd": (20, 200, 30, 200)}))
    assert [(row.part, row.name) for row in found.rows] == [
        ("Nord", "Nord"),
        ("Syd", "Syd"),
        ("oevrige", "Øvrige og skjulte centre"),
    ]
    assert [row.within for row in found.rows] == pytest.approx([2.5, 2.5, 2.5])
    assert by_centre(table({"alle": (40, 400, 70, 400), "g1": (10, 100, 20, 100)})) is None


@pytest.mark.parametrize("end", ["2021-06-30", "2022-06-30"])
def test_a_hidden_centre_is_in_the_rest_at_both_ends_and_moves_nothing(end):
    counts = {"alle": (40, 400, 60, 400), "Nord": (10, 100, 20, 100), "Syd": (20, 200, 30, 200)}
    found = by_centre(centres(counts, hidden={("Syd", end)}))
    assert [row.part for row in found.rows] == ["Nord", "oevrige"]
    other = counts | {"Syd": (1, 200, 199, 200) if end == "2021-06-30" else (20, 200, 1, 7)}
    assert by_centre(centres(other, hidden={("Syd", end)})) == found
    assert by_centre(centres(counts, hidden={("Syd", end), ("Nord", "2022-06-30")})) is None


def test_people_without_a_centre_and_parts_left_out_are_in_the_rest():
    counts = {"alle": (40, 400, 60, 400), "Nord": (10, 100, 20, 100), "": (20, 200, 30, 200)}
    assert [row.part for row in by_centre(centres(counts)).rows] == ["Nord", "oevrige"]
    counts = {"alle": (40, 400, 60, 400), "g1": (10, 100, 20, 100), "g2": (20, 200, 30, 200)}
    found = contributions(table(counts), "turnover", "2022-06-30", GROUPS, left_out={"g2"})
    assert [row.part for row in found.rows] == ["g1", "oevrige"]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(*[st.tuples(st.integers(0, 300), st.integers(0, 300))] * 2), min_size=1, max_size=8),
    st.tuples(st.integers(0, 40), st.integers(1, 90), st.integers(0, 40), st.integers(1, 90)),
    st.sampled_from(["turnover", "weekly_hours"]),
)
def test_the_rows_add_up_to_the_change_unrounded_and_as_printed(drawn, others, measure):
    hours = 31.25 if measure == "weekly_hours" else 1
    parts = {f"g{place}": (k1 * hours, n1, k2 * hours, n2) for place, ((k1, n1), (k2, n2)) in enumerate(drawn, 1)}
    besides = (others[0] * hours, others[1], others[2] * hours, others[3])
    total = tuple(sum(part[side] for part in (*parts.values(), besides)) for side in range(4))
    everybody = {"alle": total} | parts
    found = contributions(table(everybody, measure), measure, "2022-06-30", GROUPS)
    event("none" if found is None else "some")
    assert (found is None) == (not any(part[1] and part[3] for part in parts.values()))
    if found is None:
        return
    inside = by_centre(centres(everybody, measure), measure)
    assert [replace(row, name="") for row in inside.rows] == [replace(row, name="") for row in found.rows]
    assert sum(row.total for row in found.rows) == pytest.approx(found.change, abs=1e-9)
    assert sum(row.printed for row in found.rows) == found.printed_change
    for row in found.rows:
        assert abs(float(row.printed_within) - row.within) < 0.1 + 1e-9
        assert abs(float(row.printed_mix) - row.mix) < 0.1 + 1e-9


# --- what is to be known before columns are compared

HIDDEN, MISSING = Cell("*", status=Status.SUPPRESSED), Cell("..", status=Status.MISSING)


def column(label, start, end, cell=None):
    return Point(label, start, end, cell or Cell("20,0", 20.0, 1))


YEAR_2020, YEAR_2021 = column("2020", "2019-12-31", "2020-12-31"), column("2021", "2020-12-31", "2021-12-31")
ROLLING, HALF = column("Jun. 2022", "2021-06-30", "2022-06-30"), column("Jun. 2022", "2021-12-31", "2022-06-30")


def test_overlapping_years_and_half_against_full_are_told():
    (overlap,) = cautions(YEAR_2021, ROLLING)
    assert overlap.sentences == (
        "Jun. 2022 kan ikke holdes direkte op mod 2021. De to kolonner har 6 måneder til fælles, så de samme "
        "fratrædelser tæller i begge."
    )
    (unequal,) = cautions(YEAR_2021, HALF)
    assert (overlap.kind, unequal.kind) == ("overlapping", "unequal")
    assert unequal.title == "Jun. 2022 dækker 6 måneder, 2021 dækker 12."
    assert [column_note(YEAR_2021, one) for one in (ROLLING, HALF)] == ["overlapper 2021", "6 af 12 måneder"]
    assert cautions(YEAR_2020, YEAR_2021) == () and column_note(YEAR_2020, YEAR_2021) == ""
    (one_month,) = cautions(YEAR_2021, column("Nov. 2022", "2021-11-30", "2022-11-30"))
    assert "har 1 måned til fælles" in one_month.text


def test_statuses_and_quarters_can_be_compared():
    status = [column(label, end, end) for label, end in (("2021", "2021-12-31"), ("Jun. 2022", "2022-06-30"))]
    quarters = [column("1. kvartal", "2021-12-31", "2022-03-31"), column("2. kvartal", "2022-03-31", "2022-06-30")]
    assert cautions(*status) == cautions(*quarters) == ()


def test_a_break_is_told_of_its_own_measure_and_first():
    breaks = [
        Break("turnover", date(2022, 1, 1), "fleksjob tælles nu med", Changed.POPULATION),
        Break("turnover", date(2021, 6, 30), "pauser på op til 31 dage bryder ikke længere et forløb."),
        Break("weekly_hours", date(2022, 1, 1), "timer regnes anderledes"),
    ]
    told = by_column("turnover", (YEAR_2020, YEAR_2021, ROLLING), breaks)
    assert [one.kind for one in told["2021-12-31"]] == ["definition"]
    assert told["2021-12-31"][0].sentences == (
        "Opgørelsen er ændret fra 30. juni 2021. Pauser på op til 31 dage bryder ikke længere et forløb."
    )
    # the calendar year 2021 has both sides of 30 June in it
    assert [one.kind for one in told["2022-06-30"]] == ["population", "definition", "overlapping"]
    assert told["2022-06-30"][0].title == "Kredsen, der tælles med, er ændret fra 1. januar 2022."


def test_a_column_that_the_source_does_not_cover_is_looked_past_and_told():
    gone = column("2021", "2020-12-31", "2021-12-31", MISSING)
    told = by_column("turnover", (YEAR_2020, gone, ROLLING))
    assert list(told) == ["2022-06-30"]
    (one,) = told["2022-06-30"]
    assert one.kind == "not_covered"
    assert one.sentences == (
        "2021 foreligger ikke. Kilden dækker ikke hele perioden. Pilen ved Jun. 2022 ser derfor på 2020."
    )
    assert by_column("turnover", (gone, ROLLING)) == {}


def test_where_no_arrow_stands_nothing_is_told():
    hidden = column("2021", "2020-12-31", "2021-12-31", HIDDEN)
    assert by_column("turnover", (YEAR_2020, hidden, ROLLING)) == {}
    assert by_column("turnover", (YEAR_2020, YEAR_2021, column("Jun. 2022", "2021-06-30", "2022-06-30", HIDDEN))) == {}
    assert list(by_column("turnover", (YEAR_2020, YEAR_2021, ROLLING))) == ["2022-06-30"]
