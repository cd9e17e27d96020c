"""What explains turnover, held against the person-by-person oracle, and against the laws that it must keep."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import oracle_explained as slow
import pandas as pd
import pytest
import random_extracts
from oracle import ONE_DAY, months_later

from kpi import measuring, pipeline, showing
from kpi.definitions.disclosure import INTERNAL, PUBLIC, RAW, charted_for
from kpi.definitions.indicators import EXPLAINING, INDICATORS
from kpi.definitions.relations import Structure

ROOT = Path(__file__).resolve().parent.parent
AS_OF = (date(2022, 6, 30), date(2021, 12, 31), date(2022, 2, 28), date(2020, 2, 29))
KEYS = [one.key for one in EXPLAINING]


class Case:
    """A random municipality: what the program says of it, and the oracle's people."""

    def __init__(self, folder, seed, persons, as_of):
        dates = random_extracts.write_case(folder, seed, persons, as_of=as_of, explained=True)
        self.as_of, drawn = (date.fromisoformat(dates[name]) for name in ("as_of", "drawn"))
        self.intake = pipeline.take_in([folder / "extract"], folder / "reference", self.as_of, drawn)
        self.told = slow.read_explained(folder / "extract", folder / "reference", drawn)
        self.figures = pipeline.all_figures(self.intake)
        self.of = self.intake.people, self.intake.reference, self.as_of

    def groups(self):
        return [
            (group.key, slow.in_group(self.told, group.key, group.covers)) for group in self.intake.reference.groups
        ]


@pytest.fixture(scope="module", params=range(4))
def case(request, tmp_path_factory):
    seed = request.param
    return Case(tmp_path_factory.mktemp("case"), f"explained {seed}", 160, AS_OF[seed])


def same(row, numerator, denominator):
    got = row["numerator"], row["denominator"]
    return np.allclose(got, (float(numerator), float(denominator)), rtol=1e-9, atol=1e-6)


def test_every_measure_of_every_group_is_the_oracles(case):
    explaining = case.figures[case.figures["measure"].isin(KEYS) & (case.figures["place_kind"] == "")]
    rows = {
        (one["measure"], one["group"], one["series"], one["period_end"]): one for one in explaining.to_dict("records")
    }
    ends = sorted({key[3] for key in rows})
    assert {key[0] for key in rows} == set(KEYS)
    faults, compared = [], 0
    for group, belongs in case.groups():
        for end in ends:
            day = date.fromisoformat(end)
            for measure, counts in slow.explained(case.told, day, belongs).items():
                for series in ("printed", "same_date"):
                    row = rows.get((measure, group, series, end))
                    if row is None:
                        continue
                    compared += 1
                    covered = slow.is_covered(case.told, measure, day)
                    wanted = "missing" if not covered else "ok" if counts[1] else "undefined"
                    if row["status"] != wanted or (covered and not same(row, *counts)):
                        faults.append((measure, group, end, wanted, counts, row["status"], row["numerator"]))
    assert not faults, faults[:10]
    assert compared > 1500


def test_reasons_and_ages_of_every_kind_were_drawn(case):
    total = case.figures[(case.figures["group"] == "htk") & (case.figures["series"] == "same_date")]
    counted = total[total["place_kind"] == ""].groupby("measure")["numerator"].max()
    seen = [key for key in KEYS if counted.get(key, 0) > 0]
    assert len(seen) >= len(KEYS) - 4, set(KEYS) - set(seen)


# --- laws


def by_column(figures, measure):
    rows = figures[(figures["measure"] == measure) & (figures["place_kind"] == "") & (figures["series"] != "quarter")]
    return rows.set_index(["group", "series", "period_end"]).sort_index()


PARTS = {
    "tenure": ("turnover_left_3m", "turnover_left_3_12m", "turnover_left_later"),
    "age": ("turnover_under_30", "turnover_30_59", "turnover_60_plus", "turnover_age_unknown"),
    "reason": tuple(key for key in KEYS if key.startswith("turnover_reason")),
}


@pytest.mark.parametrize("parts", PARTS.values(), ids=PARTS)
def test_the_parts_are_turnover_exactly(case, parts):
    whole = by_column(case.figures, "turnover")
    columns = [by_column(case.figures, part) for part in parts]
    known = columns[0].index[(columns[0]["status"] == "ok").to_numpy()]
    assert len(known)
    added = sum(column.loc[known, "numerator"] for column in columns)
    assert (added == whole.loc[known, "numerator"]).all()
    assert all((column.loc[known, "denominator"] == whole.loc[known, "denominator"]).all() for column in columns)


def test_of_everyone_reading_a_less_reading_b_is_who_was_hired_and_gone_within_the_year(case):
    turnover, stayers = (by_column(case.figures, key).loc["htk"] for key in ("turnover", "stayers_left"))
    stays = case.intake.people.stays
    for (series, end), row in stayers[stayers["status"] == "ok"].iterrows():
        start = months_later(date.fromisoformat(end), -12)
        first, last = ((stays[side] > (start - date(1970, 1, 1)).days) for side in ("first", "last"))
        gone = stays["last"] <= (date.fromisoformat(end) - date(1970, 1, 1)).days
        assert turnover.loc[(series, end), "numerator"] - row["numerator"] == (first & last & gone).sum()


@pytest.mark.parametrize("place_kind", ["", "center", "unit"])
def test_stock_and_flow_add_up_in_every_group_and_place(case, place_kind):
    """stock(E) = stock(S) + hired + moved in - exits - moved out (rule 7), whoever is counted where."""
    people, reference, as_of = case.of
    keys = ("turnover", "turnover_hired", "turnover_moved_in", "turnover_moved_out", "turnover_mean_stock")
    measures = [one for one in (*pipeline.measuring.INDICATORS, *EXPLAINING) if one.key in keys]
    frame = pipeline.measuring.measure(people, measures, as_of, measuring.cells_of(reference, place_kind), 3)
    frame = frame[(frame["status"] != "missing") & (frame["series"] == "same_date")]
    told = {key: frame[frame["measure"] == key].set_index(["place", "group", "period_end"]) for key in keys}
    count = {key: rows["numerator"] for key, rows in told.items()}
    before, mean = told["turnover"]["denominator"], told["turnover_mean_stock"]["denominator"]
    flow = count["turnover_hired"] + count["turnover_moved_in"] - count["turnover"] - count["turnover_moved_out"]
    assert len(flow) and (2 * mean - before == before + flow).all()
    assert not place_kind or count["turnover_moved_in"].sum() > 0


def test_nobody_moves_into_or_out_of_everyone(case):
    for key in ("turnover_moved_in", "turnover_moved_out"):
        assert not by_column(case.figures, key).loc["htk", "numerator"].any()


@pytest.mark.parametrize("seed", range(2))
def test_lists_tell_the_same_but_for_the_group_somebody_came_to_and_the_day_of_a_move(tmp_path, seed):
    """Lists know the group and category that were first seen, not those at hire."""
    dates = random_extracts.write_case(tmp_path, f"lists {seed}", 300, with_lists=True, explained=True)
    frames = []
    for extract in ("extract", "extract_lists"):
        days = map(date.fromisoformat, dates.values())
        intake = pipeline.take_in([tmp_path / extract], tmp_path / "reference", *days)
        figures = pipeline.all_figures(intake)
        rows = figures[figures["measure"].isin(KEYS) & (figures["series"] == "printed")]
        frames.append(rows.set_index(["measure", "group", "period_end"])[["status", "numerator", "denominator"]])
    history, lists = frames
    known = lists[lists["status"] == "ok"].index
    assert len(known) > 600 and ("first_year_exit_12m", "htk") in known.droplevel(2)
    differs = (history.loc[known] != lists.loc[known]).any(axis=1)
    different = {(measure, group) for measure, group, _ in known[differs.to_numpy()]}
    by_group = {
        "turnover_hired",
        "turnover_moved_in",
        "turnover_moved_out",
        "first_year_exit_3m",
        "first_year_exit_12m",
    }
    assert {measure for measure, _ in different} <= by_group
    assert {measure for measure, group in different if group == "htk"} <= {"first_year_exit_3m", "first_year_exit_12m"}


# --- places and quarters


@pytest.mark.parametrize("place_kind", ["center", "afdeling"])
def test_places_are_the_oracles(case, place_kind):
    rows = case.figures[case.figures["place_kind"] == place_kind]
    belongs = slow.in_center if place_kind == "center" else slow.in_unit
    assert set(rows["series"]) == {"same_date"} and set(rows["group"]) == {"htk"}
    assert set(rows["measure"]) == set(measuring.BY_PLACE) and rows["period_end"].nunique() == 2
    for row in rows.to_dict("records"):
        end = date.fromisoformat(row["period_end"])
        who = belongs(case.told, row["place"])
        if row["measure"] == "seniors_58":
            counts = slow.seniors(case.told, end, who)["seniors_58"]
        else:
            counts = slow.of_the_paper(case.told, row["measure"], date.fromisoformat(row["period_start"]), end, who)
        assert same(row, *counts), row


def test_quarters_never_overlap_and_are_the_oracles(case):
    rows = case.figures[case.figures["series"] == "quarter"]
    of_total = rows[rows["group"] == "htk"]
    assert set(of_total["measure"]) == set(measuring.BY_QUARTER)
    groups = dict(case.groups())
    ends = sorted(of_total["period_end"].unique())
    assert [months_later(date.fromisoformat(end) + ONE_DAY, 3) for end in ends[:-1]] == [
        date.fromisoformat(end) + ONE_DAY for end in ends[1:]
    ]
    assert ends[-1] == max(end for end in ends) and date.fromisoformat(ends[-1]) <= case.as_of
    starts = [date.fromisoformat(day) for day in of_total[of_total["measure"] == "turnover"]["period_start"]]
    charted = set(rows[rows["measure"] == "turnover"]["group"])
    assert charted < set(groups)
    for group, belongs in groups.items():
        large = all(len(slow.stock(case.told, day, belongs)) >= 20 for day in starts)
        assert (group in charted) == (large or group == "htk")
    recent = rows[rows["period_end"] >= ends[-8]]
    for row in recent.to_dict("records"):
        end = date.fromisoformat(row["period_end"])
        start = months_later(end + ONE_DAY, -3) - ONE_DAY
        counts = slow.of_the_paper(case.told, row["measure"], start, end, groups[row["group"]])
        assert same(row, *counts), row


def test_groups_have_quarters_where_every_base_is_twenty_and_only_inside_the_house(monkeypatch):
    people = pipeline.take_in(
        [ROOT / "data/example/2022-06-30/extract"], ROOT / "data/reference", date(2022, 6, 30), date(2022, 7, 31)
    )
    figures = pipeline.all_figures(people)
    quarters = figures[figures["series"] == "quarter"]
    of_groups = quarters[quarters["group"] != "htk"]
    assert (of_groups["denominator"] >= 20).all()
    assert set(of_groups["measure"]) == {"turnover", "full_time_share", "weekly_hours"}
    staff, of_turnover = people.people.staff, quarters[quarters["measure"] == "turnover"]["period_start"]
    days = [(date.fromisoformat(end) - date(1970, 1, 1)).days for end in sorted(set(of_turnover))]
    groups = [group.key for group in people.reference.groups if group.covers == "stillinger"]
    turnover = set(of_groups[of_groups["measure"] == "turnover"]["group"]) - {"ledere"}
    smallest = {
        key: min(((staff["group"] == place) & (staff["first"] <= day) & (day < staff["out"])).sum() for day in days)
        for place, key in enumerate(groups)
    }
    assert turnover == {key for key, least in smallest.items() if least >= 20}
    key, least = min(smallest.items(), key=lambda one: one[1])
    for threshold, charted in ((least, True), (least + 1, False)):
        monkeypatch.setattr("kpi.figures.measure.SMALLEST_CHARTED_BASE", threshold)
        again = pipeline.all_figures(people)
        rows = again[(again["series"] == "quarter") & (again["measure"] == "turnover")]
        assert (key in set(rows["group"])) is charted
    paper = {one.key for one in INDICATORS}
    shown = {one.key: charted_for(figures, one, ("htk",), paper) for one in (RAW, INTERNAL, PUBLIC)}
    assert len(shown["raa"]) == len(figures)
    inside, public = shown["intern"], shown["offentlig"]
    assert set(inside[inside["series"] == "quarter"]["group"]) == {"htk", *of_groups["group"]}
    assert set(public[public["series"] == "quarter"]["group"]) == {"htk"}
    assert set(inside["place_kind"]) == {"", "center", "afdeling"} and set(public["place_kind"]) == {"", "center"}
    assert set(public[~public["measure"].isin(paper)]["group"]) == {"htk"}
    splits = {"turnover_left_3m", "turnover_left_3_12m", "turnover_left_later"}
    assert set(inside[inside["measure"].isin(splits)]["group"]) == {"htk"}
    of_paper = [
        frame[frame["measure"].isin(paper) & (frame["place_kind"] == "")] for frame in (figures, inside, public)
    ]
    assert len({(frame["series"] != "quarter").sum() for frame in of_paper}) == 1


# --- movement and retention


@pytest.mark.parametrize("place_kind", ["", "center"])
def test_movement_is_the_oracles(case, place_kind):
    frame = measuring.movement_of(*case.of, place_kind)
    assert len(frame) > 20
    groups = dict(case.groups())
    for row in frame.to_dict("records"):
        in_group, in_center = groups[row["group"]], slow.in_center(case.told, row["place"])
        belongs = (
            in_group if not place_kind else lambda stay, day, a=in_group, b=in_center: a(stay, day) and b(stay, day)
        )
        before, after = (date.fromisoformat(row[name]) for name in ("before_end", "period_end"))
        variance, *counts = slow.moved(case.told, row["measure"], before, after, belongs)
        assert [row[name] for name in ("both", "up", "down", "stayed")] == counts, row
        if variance is None:
            assert np.isnan(row["variance"])
        else:
            assert row["variance"] == pytest.approx(float(variance), rel=1e-7, abs=1e-9)


def test_retention_is_the_oracles(case):
    frame = measuring.retention_of(*case.of)
    groups = dict(case.groups())
    assert set(frame["status"]) >= {"ok", "missing"}
    for (group, first, end), rows in frame.groupby(["group", "cohort_start", "cohort_end"]):
        begin, last = date.fromisoformat(first) + ONE_DAY, date.fromisoformat(end)
        wanted = slow.still_employed(case.told, begin, last, case.as_of, groups[group])
        assert list(rows["months"]) == [3, 6, 12, 24]
        for row in rows.to_dict("records"):
            hired, at_risk, gone, share = wanted[row["months"]]
            assert row["hired"] == hired
            assert row["status"] == ("ok" if share is not None else "missing" if hired else "undefined"), row
            if share is not None:
                assert (row["at_risk"], row["gone"]) == (at_risk, gone), row
                assert row["value"] == pytest.approx(100 * float(share))


def test_of_cohorts_that_are_followed_to_the_end_retention_is_the_first_year_exits_complement(case):
    """Where everyone hired in two half-years has the months behind them, the two ways of asking give one answer."""
    frame = measuring.retention_of(*case.of)
    if case.as_of.month not in (6, 12):
        return
    exits = by_column(case.figures, "first_year_exit_12m").loc["htk"].loc["same_date"]
    year = frame[(frame["group"] == "htk") & (frame["months"] == 12)].set_index("cohort_end")
    for end, row in exits[exits["status"] == "ok"].iterrows():
        last = months_later(date.fromisoformat(end), -12)
        half = months_later(last + ONE_DAY, -6) - ONE_DAY
        two = year.loc[[half.isoformat(), last.isoformat()]]
        assert two["hired"].sum() == row["denominator"]
        assert two["gone"].sum() == row["numerator"]


def retained(**changes):
    row = {"group": "htk", "cohort_start": "2020-12-31", "cohort_end": "2021-06-30", "cohort": "1. halvår 2021"}
    row |= {"months": 12, "hired": 40.0, "at_risk": 30.0, "gone": 10.0, "value": 75.0, "status": "ok"} | changes
    return pd.DataFrame([row])


@pytest.mark.parametrize(
    ("changes", "internal", "public"),
    [
        ({}, "ok", "ok"),
        ({"hired": 9.0, "at_risk": 9.0, "gone": 0.0}, "ok", "suppressed"),
        ({"hired": 10.0, "at_risk": 10.0, "gone": 0.0}, "ok", "ok"),
        ({"hired": 4.0, "at_risk": 4.0, "gone": 0.0}, "suppressed", "suppressed"),
        ({"hired": 40.0, "at_risk": 3.0, "gone": 0.0}, "suppressed", "suppressed"),
        ({"gone": 4.0}, "ok", "suppressed"),
        ({"gone": 5.0}, "ok", "ok"),
        ({"gone": 36.0, "at_risk": 5.0}, "ok", "suppressed"),
        ({"gone": 40.0, "at_risk": 0.0, "value": 0.0}, "ok", "ok"),
        ({"at_risk": np.nan, "gone": np.nan, "value": np.nan, "status": "missing"}, "missing", "missing"),
    ],
)
def test_what_is_too_small_to_show_of_a_cohort(changes, internal, public):
    for audience, wanted in ((INTERNAL, internal), (PUBLIC, public), (RAW, changes.get("status", "ok"))):
        found = showing.protect_retention(retained(**changes), audience, Structure(), (), date(2022, 6, 30))
        shown = found.iloc[0] if len(found) else dict.fromkeys(found.columns, np.nan) | {"status": "suppressed"}
        assert shown["status"] == wanted, audience.key
        hidden = wanted != "ok"
        assert [bool(np.isnan(shown[name])) for name in ("at_risk", "gone", "value")] == [hidden] * 3


# --- what is not told is not zero


def test_without_reasons_and_birth_years_those_measures_are_missing(tmp_path):
    random_extracts.write_case(tmp_path, "untold", 60)
    dates = json.loads((tmp_path / "case.json").read_text())
    path = tmp_path / "extract/ansaettelser.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([lines[0], *("P" + line[4:] for line in lines[1:])]), encoding="utf-8-sig")
    intake = pipeline.take_in([tmp_path / "extract"], tmp_path / "reference", *map(date.fromisoformat, dates.values()))
    figures = pipeline.all_figures(intake)
    asks = {one.key for one in EXPLAINING if one.requires}
    assert len(asks) == 12
    untold = figures[figures["measure"].isin(asks)]
    assert set(untold["status"]) == {"missing"} and untold["numerator"].isna().all()
    assert intake.people.facts["ansatte_uden_kendt_alder"] > 0
    others = figures[figures["measure"].isin(set(KEYS) - asks) & (figures["group"] == "htk")]
    assert (others["status"] == "ok").mean() > 0.9
