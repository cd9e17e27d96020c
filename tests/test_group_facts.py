"""What a staff group's page tells: each table against counts drawn for it, worked out by hand or in another way."""

from __future__ import annotations

from math import inf

import pytest
from drawn_groups import BEFORE, END, cohort, drawn, figure, judged
from hypothesis import given
from hypothesis import strategies as st

from kpi.definitions.model import Status
from kpi.papers.comparisons.year_on_year import YearOnYear, year_on_year
from kpi.papers.explanations.explained import AGES, TENURE, first_year_table, parts_table, readings_table
from kpi.papers.explanations.flows import flows_table
from kpi.papers.explanations.outlook import more_hours, outlook, outlook_table, told
from kpi.papers.explanations.retained import retained_in_words, retention_table, stays
from kpi.papers.explanations.standing import MEASURES, is_all_hidden, lead, standing_table
from kpi.papers.writers.beside import sign_text

FLOW = ("turnover_hired", "turnover_moved_in", "turnover_moved_out")


def texts(table, row: str) -> list[str]:
    return [cell.text for one in table.rows if one.key == row for cell in one.cells]


def against(publication, measure: str) -> YearOnYear:
    return year_on_year(publication, "intern", measure, "laerere", END)


def flow(before: int, hired: int, came: int, went: int, left: int, **changes) -> list[dict]:
    parts = zip(("turnover", *FLOW), (left, hired, came, went), strict=True)
    return [row for key, count in parts for row in figure(key, count, before, **changes)]


def whole_group(**replaced) -> list[dict]:
    """A group of 120 a year ago and 100 now, of whom 40 on full time and 60 on 30 hours."""
    rows = {
        "flow": flow(120, 12, 3, 5, 30),
        "share": figure("full_time_share", 40, 100),
        "hours": figure("weekly_hours", 40 * 37 + 60 * 30, 100),
        "older": figure("seniors_58", 17, 100),
    }
    return [row for of in (rows | replaced).values() for row in of]


# --- stock and flow


@given(st.tuples(*[st.integers(0, 3000)] * 5))
def test_stock_and_flow_add_up(counts):
    before, hired, came, went, left = counts
    table = flows_table(drawn(flow(max(before, 1), hired, came, went, left)), "intern", "laerere")
    *flows, now = (cell.value for cell in table.rows[0].cells)
    assert flows == [max(before, 1), hired, came, went, left]
    assert now == max(before, 1) + hired + came - went - left


def test_what_is_hidden_is_not_worked_out():
    rows = [row for row in flow(120, 12, 3, 5, 30) if row["measure"] != "turnover_moved_in"]
    publication = drawn(rows + figure("turnover_moved_in", 3, 120, status="suppressed"))
    table = flows_table(publication, "intern", "laerere")
    assert texts(table, END) == ["120", "12", "*", "5", "30", "*"]
    assert table.hidden == 2 and any("skjult" in note for note in table.notes)
    assert outlook(publication, "intern", "laerere") is None


def test_the_moves_are_named_for_the_group():
    def labels(group):
        table = flows_table(drawn(flow(120, 12, 3, 5, 30, group=group)), "intern", group)
        assert [len(row.cells) for row in table.rows] == [len(table.columns)]
        return [column.label for column in table.columns]

    assert labels("alle") == ["Ansatte året før", "Ansat", "Fratrådt", "Ansatte på slutdagen"]
    assert labels("ledere")[2:4] == ["Blevet leder", "Ikke længere leder"]
    assert labels("laerere")[2:4] == ["Kommet fra anden faggruppe", "Gået til anden faggruppe"]


def test_the_groups_and_the_years_of_one_are_told_by_the_same_table():
    groups = {"alle": (900, 90, 0, 0, 80), "laerere": (120, 12, 3, 5, 30), "formel": (80, 8, 1, 2, 9)}
    rows = [row for group, counts in groups.items() for row in flow(*counts, group=group)]
    rows += [row | {"period_end": BEFORE} for row in flow(110, 20, 2, 1, 11) if row["series"] == "same_date"]
    publication = drawn(rows)
    table = flows_table(publication, "intern")
    assert [row.key for row in table.rows] == ["alle", "laerere", "formel"]
    assert texts(table, "laerere") == ["120", "12", "3", "5", "30", "100"]
    years = flows_table(publication, "intern", "laerere")
    assert [row.key for row in years.rows] == [BEFORE, END]
    assert texts(years, END) == texts(table, "laerere") and texts(years, BEFORE)[-1] == "120"


def test_an_audience_that_is_not_told_has_no_tables():
    publication = drawn(figure("turnover", 30, 120))
    for make in (flows_table, first_year_table, retention_table):
        assert make(publication, "intern", "laerere") is None
    for kind in (AGES, TENURE):
        assert parts_table(publication, "intern", kind, "laerere") is None
    assert flows_table(publication, "intern") is None
    assert outlook(publication, "intern", "laerere") is None and outlook_table(publication, "intern") is None


# --- who leaves, and who is new


@pytest.mark.parametrize(("unknown", "rows"), [(0, 4), (2, 5)])
def test_the_age_bands_are_turnover_and_unknown_ages_are_told_where_there_are_any(unknown, rows):
    parts = zip(
        ("turnover_under_30", "turnover_30_59", "turnover_60_plus", "turnover_age_unknown"),
        (9, 16, 3, unknown),
        strict=True,
    )
    figures = figure("turnover", 28 + unknown, 140) + [row for key, n in parts for row in figure(key, n, 140)]
    table = parts_table(drawn(figures), "intern", AGES, "laerere")
    assert len(table.rows) == rows
    total, *bands = table.rows
    assert total.cells[0].value == sum(row.cells[0].value for row in bands) == 28 + unknown
    assert total.cells[1].value == pytest.approx(sum(row.cells[1].value for row in bands))
    assert texts(table, "turnover_30_59")[:2] == ["16", "11,4"]


def test_hidden_unknown_ages_are_not_nobody():
    figures = figure("turnover", 28, 140) + figure("turnover_under_30", 28, 140)
    hidden = figure("turnover_age_unknown", 1, 140, status="suppressed")
    table = parts_table(drawn(figures + hidden), "intern", AGES, "laerere")
    assert texts(table, "turnover_age_unknown") == ["*", "*", "–", "–", ""]


def test_a_part_stands_against_the_year_before():
    """8 of 57 against 12 of 57: 1,500 [0,564; 4,230] (statistics.md, worked values)."""
    figures = [row for end in (BEFORE, END) for row in figure("turnover", 20, 57, end=end)]
    figures += figure("turnover_under_30", 8, 57, end=BEFORE) + figure("turnover_under_30", 12, 57)
    evidence = [judged("turnover_under_30", "up", 1.5, 0.564, 4.23, unit="ratio")]
    table = parts_table(drawn(figures, evidence), "intern", AGES, "laerere")
    assert texts(table, "turnover_under_30") == ["12", "14,0", "21,1", "+7,1", "× 1,50 [0,56; 4,23]", ""]
    assert [row.cells[-1].sign for row in table.rows] == ["not_comparable", "up"]


def test_the_new_ones_stand_with_their_verdict():
    figures = figure("first_year_exit_3m", 5, 37) + figure("first_year_exit_3m", 0, 37, end=BEFORE)
    figures += figure("first_year_exit_12m", 8, 19) + figure("first_year_exit_12m", 7, 37, end=BEFORE)
    reason = "nævneren er 19; under 20 er for få til at vurdere"
    evidence = [
        judged("first_year_exit_3m", "clear_up", 13.5, 1.4, 28.0),
        judged("first_year_exit_12m", "too_few", reason=reason),
    ]
    table = first_year_table(drawn(figures, evidence), "intern", "laerere")
    assert texts(table, "first_year_exit_3m") == ["37", "0,0", "13,5", "+13,5", "[+1,4; +28,0]", ""]
    assert texts(table, "first_year_exit_12m") == ["19", "18,9", "42,1", "+23,2", "–", ""]
    assert [sign_text(row.cells[-1]) for row in table.rows] == ["▲ tydelig stigning, forværret", f"● {reason}"]
    assert any(reason in note for note in table.notes)


# --- how long they stay


def test_retention_is_told_as_far_as_it_has_been_followed():
    rows = cohort("2021-06-30", "1. halvår 2021", 40, (3, 38, 4, 90.0, "ok"), (12, 30, 12, 70.0, "ok"))
    rows += cohort("2021-12-31", "2. halvår 2021", 30, (3, 30, 6, 80.0, "ok"), (12, 10, 8, 66.4, "ok"))
    rows += cohort("2022-06-30", "1. halvår 2022", 20, (3, 9, 2, 88.5, "ok"), (12, 0, 2, 0.0, "missing"))
    publication = drawn((), retention=rows)
    table = retention_table(publication, "intern", "laerere")
    assert [row.label for row in table.rows] == ["1. halvår 2021", "2. halvår 2021", "1. halvår 2022"]
    told_of = [[f"{cell.text} {cell.mark}".strip() for cell in row.cells] for row in table.rows]
    assert told_of == [["40", "90", "70"], ["30", "80", ".."], ["20", "89 (f)", ".."]]
    words = retained_in_words(publication, "intern", "laerere")
    assert words == "Af dem, der blev ansat i 1. halvår 2021, var 70\u00a0% stadig ansat efter 12 måneder."
    assert [one.value for one in stays(publication, "intern", "laerere")["2. halvår 2021"]] == [100.0, 80.0, None]


def test_half_of_those_who_have_not_left_is_enough():
    """30 hired, 8 gone: 22 have not left, so 11 followed is half of them and 10 is not."""
    for followed, text in ((11, "66"), (10, "..")):
        publication = drawn((), retention=cohort("2021-12-31", "2. halvår 2021", 30, (12, followed, 8, 66.4, "ok")))
        shown = retention_table(publication, "intern", "laerere").rows[0].cells[1]
        assert (shown.text, shown.mark) == (text, "(f)" if text == "66" else "")


def test_a_half_year_that_is_hidden_is_a_star_and_not_a_number():
    row = cohort(
        "2021-06-30", "1. halvår 2021", float("nan"), (3, float("nan"), float("nan"), float("nan"), "suppressed")
    )
    table = retention_table(drawn((), retention=row), "intern", "laerere")
    assert [cell.text for cell in table.rows[0].cells] == ["*", "*"] and table.hidden == 2


# --- against the year before


def test_the_ratio_of_turnover_stands_with_its_interval():
    """425 of 2.500 against 495 of 2.500: 1,165 [1,021; 1,329] (statistics.md, worked values)."""
    figures = figure("turnover", 425, 2500, end=BEFORE) + figure("turnover", 495, 2500)
    found = against(drawn(figures, [judged("turnover", "clear_up", 1.165, 1.021, 1.329)]), "turnover")
    assert (found.before.text, found.after.text, found.change.text) == ("17,0", "19,8", "+2,8")
    assert found.interval.text == "× 1,17 [1,02; 1,33]" and found.is_clear
    assert found.interval.spoken == "forhold 1,17, interval fra 1,02 til 1,33"
    assert sign_text(found.verdict) == "▲ tydelig stigning, forværret" and found.verdict.assessment == "worse"
    assert found.change.spoken == "+2,8 procentpoint"


def test_a_share_stands_with_the_interval_of_the_difference():
    """25 of 120 against 26 of 120: +0,8 [-9,5; +11,2] (statistics.md, worked values)."""
    figures = figure("left_within_3m", 25, 120, end=BEFORE) + figure("left_within_3m", 26, 120)
    publication = drawn(figures, [judged("left_within_3m", "up", 0.83, -9.5, 11.2)])
    found = against(publication, "left_within_3m")
    assert (found.change.text, found.interval.text) == ("+0,9", "[−9,5; +11,2]")
    assert sign_text(found.verdict) == "↑ op, inden for normal variation"
    assert not found.is_clear and not found.assessment


def test_the_change_is_that_of_the_printed_values():
    """63,5 to 63,1 is -0,4, though the minutes' text says 0,5 (definitions.md): 1.531/2.410 and 1.519/2.407."""
    figures = figure("full_time_share", 1531, 2410, end=BEFORE) + figure("full_time_share", 1519, 2407)
    publication = drawn(figures, [judged("full_time_share", "down", -0.42, -1.2, 0.4)])
    assert against(publication, "full_time_share").change.text == "−0,4"


def test_an_endless_interval_has_no_upper_limit():
    figures = figure("turnover", 0, 40, end=BEFORE) + figure("turnover", 6, 40)
    found = against(drawn(figures, [judged("turnover", "clear_up", inf, 1.2, inf)]), "turnover")
    assert found.interval.text == "[1,20; ubegrænset]"
    assert found.interval.spoken == "interval fra 1,20 til ubegrænset"


@pytest.mark.parametrize(("sign", "words"), [("too_few", "for få til"), ("not_comparable", "kan ikke sammenlignes")])
def test_what_cannot_be_judged_says_why(sign, words):
    reason = "tallet for 2021 er skjult, fordi det bygger på for få personer"
    figures = figure("turnover", 2, 15, end=BEFORE) + figure("turnover", 3, 15)
    found = against(drawn(figures, [judged("turnover", sign, reason=reason)]), "turnover")
    assert found.interval.text == "–" and found.verdict.reason == reason and not found.is_clear
    assert found.verdict.spoken.startswith(words) and found.verdict.spoken.endswith(f": {reason}")


def test_a_figure_without_evidence_is_held_against_nothing():
    found = against(drawn(figure("turnover", 6, 40)), "turnover")
    assert [cell.text for cell in (found.before, *found.cells)] == ["..", "–", "–", ""]
    assert found.verdict.sign == "not_comparable" and not found.sign and not found.is_clear


def test_a_hidden_figure_is_not_told_by_its_evidence():
    figures = figure("turnover", 12, 40, end=BEFORE) + figure("turnover", 3, 40, status="suppressed")
    found = against(drawn(figures, [judged("turnover", "clear_down", 0.25, 0.1, 0.8)]), "turnover")
    assert [cell.text for cell in (found.after, found.before, *found.cells)] == ["*", "30,0", "–", "–", ""]
    assert found.verdict.spoken == "skjult, for få personer" and not found.verdict.sign and not found.sign


def standing_publication():
    """Five measures for the group and for everyone; short tenure is hidden, turnover is clear."""
    rows = []
    for group in ("alle", "laerere"):
        for one in MEASURES:
            hidden = group == "laerere" and one.key.startswith("left_")
            for end, count in ((BEFORE, 30), (END, 45)):
                rows += figure(one.key, count, 90, group, end, "suppressed" if hidden else "ok")
    return drawn(rows, [judged("turnover", "clear_up", 1.5, 1.1, 2.1), judged("full_time_share", "up", 16.7, -2, 30)])


def test_the_standing_says_all_of_a_group_once():
    table = standing_table(standing_publication(), "intern", "laerere")
    assert [column.label for column in table.columns] == [
        *("Jun. 2021", "Jun. 2022", "Kommunen i alt"),
        *("Året før", "Ændring", "95 %-interval", "Vurdering"),
    ]
    assert texts(table, "turnover") == [*("33,3", "50,0", "50,0", "33,3", "+16,7", "× 1,50 [1,10; 2,10]", "")]
    signs = {row.key: row.cells[-1].sign for row in table.rows}
    assert signs == {
        "turnover": "clear_up",
        "left_within_3m": "",
        "left_within_12m": "",
        "full_time_share": "up",
        "weekly_hours": "not_comparable",
    }
    assert texts(table, "left_within_3m") == ["*", "*", "50,0", "*", "–", "–", ""]
    assert table.hidden == 6 and sum("skjult:" in note for note in table.notes) == 1
    assert not is_all_hidden(table)
    words = lead(standing_publication(), "intern", "laerere")
    assert words.startswith(
        "Personaleomsætning er tydeligt steget, fra 33,3\u00a0% til 50,0\u00a0% på et år (forværret)."
    )
    assert words.endswith("3 af 5 tal kan ikke vurderes.")


def test_a_publication_without_evidence_is_told_as_printed():
    publication = drawn(
        [row for one in MEASURES for group in ("alle", "laerere") for row in figure(one.key, 9, 90, group)]
    )
    table = standing_table(publication, "intern", "laerere")
    assert [column.label for column in table.columns] == ["Jun. 2022", "Kommunen i alt"]
    assert lead(publication, "intern", "laerere") == ""


def test_a_group_with_nothing_to_show_is_known():
    rows = [row for one in MEASURES for row in figure(one.key, 9, 90, status="suppressed")]
    rows += [row for one in MEASURES for row in figure(one.key, 9, 90, "alle")]
    assert is_all_hidden(standing_table(drawn(rows), "intern", "laerere"))


# --- what it takes


def test_the_arithmetic_is_that_of_the_last_year():
    """30 left of 120; 120 + 12 + 3 - 5 - 30 = 100 are there: 30 / 120 × 100 = 25, and as many hires."""
    publication = drawn(whole_group())
    found = outlook(publication, "intern", "laerere")
    assert (found.stock, found.prediction.expected, found.seniors) == (100, 25.0, 17)
    assert found.prediction.low < 25 < found.prediction.high
    said = dict(told(found, publication))
    assert "25 på tolv måneder" in said["Fratrædelser at regne med"]
    assert "30 fratrådte af 120 ansatte året før, gange 100 ansatte nu" in said["Fratrædelser at regne med"]
    assert said["Ansættelser, der skal til"].startswith(
        "De samme 25, hvis antallet skal blive ved 100; det er 2,1 om måneden"
    )
    table = outlook_table(publication, "intern")
    row = table.rows[0]
    assert [row.cells[place].text for place in (0, 1, 4, 6)] == ["100", "25", "25", "17"]
    assert any("ikke en prognose" in note for note in table.notes)


def test_the_hours_are_share_times_staff_times_what_part_timers_lack():
    """5 procentpoint of 100 are 5 persons, each from 30 to 37 hours: 35 hours a week."""
    publication = drawn(whole_group())
    more = more_hours(publication, "intern", "laerere", 5)
    assert (more.moved, more.mean, more.hours, more.all_of_them) == (5, 30, 35, False)
    said = dict(told(outlook(publication, "intern", "laerere", 5), publication))["Timer i deltid"]
    assert "fra 40,0 % til 45,0 %" in said and "5,0 × (37 − 30,0 timer)" in said and "35 timer om ugen" in said


@given(st.integers(5, 400), st.integers(0, 400), st.floats(10, 36.9), st.integers(1, 50))
def test_no_more_move_than_there_are(part_time, full, mean, points):
    staff = part_time + full
    rows = whole_group(
        share=figure("full_time_share", full, staff), hours=figure("weekly_hours", full * 37 + part_time * mean, staff)
    )
    more = more_hours(drawn(rows), "intern", "laerere", points)
    assert more.moved <= part_time and more.hours == pytest.approx(more.moved * (37 - mean), abs=1e-6)
    assert more.all_of_them == (points / 100 * staff > part_time)


def test_the_hours_of_too_few_part_timers_are_not_told():
    """Four part-timers' mean is no more to be told than a group of four; the audience `intern` begins at five."""
    for part_time, is_told in ((4, False), (5, True)):
        hours = figure("weekly_hours", (100 - part_time) * 37 + part_time * 30, 100)
        rows = whole_group(share=figure("full_time_share", 100 - part_time, 100), hours=hours)
        assert (more_hours(drawn(rows), "intern", "laerere", 5) is not None) == is_told
        cell = outlook_table(drawn(rows), "intern").rows[0].cells[5]
        assert (cell.status is Status.OK) == is_told


def test_hidden_seniors_are_a_star_in_the_table_and_nothing_in_the_words():
    publication = drawn(whole_group(older=figure("seniors_58", 2, 100, status="suppressed")))
    assert outlook_table(publication, "intern").rows[0].cells[6].text == "*"
    assert "58 år og derover" not in dict(told(outlook(publication, "intern", "laerere"), publication))


# --- the three readings


def test_the_readings_of_turnover_stand_beside_each_other():
    """A 55/200, B 40/200, C 55/220: 27,5, 20,0 and 25,0; stability 80,0; A - B 7,5."""
    rows = figure("turnover", 55, 200, "alle") + figure("stayers_left", 40, 200, "alle")
    table = readings_table(drawn(rows + figure("turnover_mean_stock", 55, 220, "alle")), "intern")
    assert [row.cells[0].text for row in table.rows] == ["27,5", "20,0", "25,0", "80,0", "7,5"]
    assert readings_table(drawn(rows), "intern") is None
