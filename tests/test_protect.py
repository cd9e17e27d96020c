"""What is hidden stays hidden from a reader with a pencil (disclosure.md, secondary rules).

On small tables the reader tries everything: `values_of_table` knows nothing of the program's relations, only that rows
and columns add up.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from time import process_time

import numpy as np
import pandas as pd
import pytest
from example_for_tests import example_publication
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi import measuring, pipeline, showing
from kpi.definitions import relations
from kpi.definitions.disclosure import INTERNAL, PUBLIC, RAW, Audience, retained_for
from kpi.definitions.model import Condition, StaffGroup
from kpi.definitions.relations import Structure
from kpi.definitions.retained import COUNTED
from kpi.figures.cohorts import as_figures
from kpi.figures.disclose import disclose
from kpi.figures.protect import Protected, protect
from kpi.figures.solver import bounded, shown_values, solve
from kpi.figures.system import system_of
from kpi.papers.tables import paper_table
from kpi.refreshing.told_before import given_away, kept_hidden, time_taken

ROOT = Path(__file__).resolve().parent.parent
GROUPS = Structure(everyone="alle", leaders="ledere", named=("a", "b"))
UNITS = Structure(everyone="alle", centers={"u1": "c1", "u2": "c1", "u3": "c1", "v1": "c2", "v2": "c2"})
YEAR = ("2020-12-31", "2021-12-31")


def cell(measure, numerator, denominator, group="alle", place=("", ""), period=YEAR, series="printed"):
    """A drawn figure with nothing hidden."""
    status = "ok" if denominator else "undefined"
    value = numerator * 100 / denominator if denominator else np.nan
    return {"measure": measure, "group": group, "place_kind": place[0], "place": place[1], "series": series,
            "period_start": period[0], "period_end": period[1], "period": period[1], "numerator": float(numerator),
            "denominator": float(denominator), "value": value, "status": status, "provisional": False}  # fmt: skip


def shown(cells, audience=PUBLIC, structure=GROUPS, earlier=()):
    """Each cell's status, in order, and what could not be made safe."""
    done = protect(pd.DataFrame(cells), audience, structure, earlier)
    return list(done.figures["status"]), done


def is_unsafe_without(cells, audience=PUBLIC, structure=GROUPS, earlier=()):
    """Whether the solver sees through the primary rules alone."""
    return len(solve([*earlier, disclose(pd.DataFrame(cells), audience)], structure, audience).unsafe) > 0


# --- each rule of disclosure.md


def test_a_unit_against_its_centre_and_a_centre_against_the_total():
    counts = {"u1": (3, 30), "u2": (8, 40), "u3": (9, 50), "v1": (20, 60), "v2": (30, 70)}
    cells = [cell("turnover", *counts[unit], place=("afdeling", unit)) for unit in counts]
    cells += [cell("turnover", 20, 120, place=("center", "c1")), cell("turnover", 50, 130, place=("center", "c2"))]
    cells += [cell("turnover", 70, 250)]
    assert is_unsafe_without(cells, structure=UNITS)
    status, done = shown(cells, structure=UNITS)
    assert status == ["suppressed", "suppressed", "ok", "ok", "ok", "ok", "ok", "ok"]
    assert (done.primary, done.secondary, len(done.unsafe)) == (1, 1, 0)


def test_the_total_gives_way_last_and_a_centre_first():
    cells = [cell("turnover", 3, 30, place=("center", "c1")), cell("turnover", 47, 130, place=("center", "c2"))]
    status, done = shown([*cells, cell("turnover", 50, 160)], structure=UNITS)
    assert status == ["suppressed", "suppressed", "ok"]
    assert not len(done.unsafe)


def test_within_3_and_12_months_and_their_difference():
    cells = [cell("left_within_3m", 2, 40, "a"), cell("left_within_12m", 6, 40, "a"), cell("turnover", 41, 300, "a")]
    assert shown(cells)[0] == ["suppressed", "ok", "ok"]  # 0 to 6 of 40
    cells = [cell("left_within_3m", 0, 40, "a"), cell("left_within_12m", 1, 40, "a"), cell("turnover", 41, 300, "a")]
    assert shown(cells)[0] == ["ok", "suppressed", "ok"]  # 0 to 40
    cells = [cell("left_within_3m", 37, 40, "a"), cell("left_within_12m", 38, 40, "a"), cell("turnover", 41, 300, "a")]
    assert shown(cells)[0] == ["suppressed", "suppressed", "ok"]
    cells = [cell("left_within_3m", 10, 11, "a"), cell("left_within_12m", 11, 11, "a"), cell("turnover", 12, 30, "a")]
    assert shown(cells)[0] == ["suppressed", "ok", "ok"]


def test_a_group_against_the_total_where_the_groups_are_everyone():
    cells = [cell("turnover", 49, 200), cell("turnover", 1, 40, "a"), cell("turnover", 48, 160, "b")]
    assert is_unsafe_without(cells)  # 49 - 48 leaves 0 or 1
    status, done = shown(cells)
    assert status == ["ok", "suppressed", "suppressed"]
    assert not len(done.unsafe)
    cells[0] = cell("turnover", 50, 200)  # 50 - 48 leaves 0, 1 or 2 for a, and the rest for those outside the groups
    assert shown(cells)[0] == ["ok", "suppressed", "ok"]


def test_leaders_against_the_total():
    cells = [cell("turnover", 1, 200), cell("turnover", 1, 40, "ledere")]
    assert shown(cells)[0] == ["suppressed", "suppressed"]
    cells = [cell("left_within_3m", 0, 20), cell("left_within_3m", 0, 9, "ledere")]
    status, done = shown(cells)  # of leaders who left none left early: 0 of how many is still 0, so the total gives way
    assert status == ["suppressed", "suppressed"]
    assert not len(done.unsafe)


def test_the_same_people_in_two_publications():
    first = [cell("left_within_3m", 3, 40, "a", period=("2020-12-31", "2021-06-30"))]
    before = protect(pd.DataFrame(first), PUBLIC, GROUPS).figures
    again = [cell("left_within_3m", 5, 41, "a"), cell("left_within_3m", 2, 1, "a", period=("2021-06-30", "2021-12-31"))]
    assert shown([again[0]], earlier=[before])[0] == ["ok"]  # 0 to 5 of the year were in its first half
    later = cell("left_within_3m", 0, 41, "a")
    assert is_unsafe_without([later], earlier=[before])  # none in the year, so none in its first half
    assert shown([later], earlier=[before])[0] == ["suppressed"]


def test_rolling_years_share_six_months():
    halves = ("2019-12-31", "2020-06-30"), ("2020-06-30", "2020-12-31"), ("2020-12-31", "2021-06-30")
    june = [cell("turnover", 20, 90, "a", period=("2019-12-31", "2020-12-31"))]
    before = protect(pd.DataFrame(june), PUBLIC, GROUPS).figures
    now = [
        cell("turnover", 18, 90, "a", period=halves[0]),
        cell("turnover", 2, 90, "a", period=halves[1]),
        cell("turnover", 30, 95, "a", period=halves[2]),
    ]
    assert is_unsafe_without(now, earlier=[before])
    status, done = shown(now, earlier=[before])
    assert status == ["suppressed", "suppressed", "ok"]
    assert not len(done.unsafe)


def test_what_was_shown_before_cannot_be_hidden_again():
    before = pd.DataFrame([cell("turnover", 3, 90, "a")])
    done = shown([cell("turnover", 3, 90, "a")], earlier=[before])[1]
    assert list(done.figures["status"]) == ["suppressed"]
    assert list(done.unsafe["group"].unique()) == ["a"]


def test_a_count_that_is_shown_twice_is_hidden_twice():
    cells = [cell("turnover", 3, 90, "a"), cell("turnover", 3, 90, "a", series="same_date"), cell("turnover", 9, 900)]
    assert shown(cells)[0] == ["suppressed", "suppressed", "ok"]


def test_nothing_is_hidden_from_raw_and_adverts_are_not_persons():
    cells = [cell("turnover", 1, 3), cell("adverts_without_hire", 1, 3, "Skole")]
    assert shown(cells, RAW)[0] == ["ok", "ok"]
    assert shown(cells, PUBLIC)[0] == ["suppressed", "ok"]


def test_what_was_shown_before_is_not_hidden_for_the_sake_of_another():
    before = pd.DataFrame([cell("turnover", 49, 200), cell("turnover", 48, 160, "b")])
    cells = [cell("turnover", 49, 200), cell("turnover", 1, 40, "a"), cell("turnover", 48, 160, "b")]
    status, done = shown(cells, earlier=[before])
    assert status == ["ok", "suppressed", "ok"]
    assert len(done.unsafe) == 1


# --- measures that explain another


@pytest.fixture
def explained(monkeypatch):
    """Turnover split by a drawn condition, and what came and went, as measures of their own."""
    whole = COUNTED["turnover"]
    keys = [*relations.SPLITS[0].parts, *relations.STOCK_FLOW[1], "turnover_moved_out"]
    for key in keys:
        tally = replace(whole.numerator, where=Condition(key, key, lambda rows: np.zeros(len(rows), bool)))
        monkeypatch.setitem(COUNTED, key, replace(whole, key=key, printed=False, numerator=tally))
    relations.shown_counts.cache_clear()
    yield
    monkeypatch.undo()
    relations.shown_counts.cache_clear()


@pytest.mark.usefixtures("explained")
def test_the_parts_of_turnover_against_turnover():
    counts = {"turnover": 40, "turnover_left_3m": 3, "turnover_left_3_12m": 12, "turnover_left_later": 25}
    cells = [cell(measure, count, 200) for measure, count in counts.items()]
    assert is_unsafe_without(cells)
    status, done = shown(cells)
    assert status == ["ok", "suppressed", "suppressed", "ok"]
    assert not len(done.unsafe)


@pytest.mark.usefixtures("explained")
def test_the_stock_at_the_end_against_the_stock_at_the_start_and_all_that_came_and_went():
    counts = {"turnover": 40, "turnover_hired": 30, "turnover_moved_in": 3, "turnover_moved_out": 13}
    cells = [cell(measure, count, 200, "a") for measure, count in counts.items()]
    after = cell("turnover", 40, 180, "a", period=("2021-12-31", "2022-12-31"))
    assert not is_unsafe_without(cells)
    assert is_unsafe_without([*cells, after])
    status, done = shown([*cells, after])
    assert status[2] == "suppressed"
    assert status.count("suppressed") == 2
    assert not len(done.unsafe)


# --- exhaustive search on small cases


SMALL = Audience("lille", "lille", 0, 2)
"""Hides 1 and 2, so that small tables hold both what is hidden and what is not."""
HALVES = (("2020-12-31", "2021-06-30"), ("2021-06-30", "2021-12-31"), YEAR)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=3, max_size=3))
def test_units_by_half_years_have_three_possible_values(table):
    """Three units that are a centre, in two halves that are a year: what is hidden of nine counts and its margins."""
    full = np.array(table)
    full = np.column_stack([full, full.sum(axis=1)])
    full = np.vstack([full, full.sum(axis=0)])
    places = [*(("afdeling", unit) for unit in ("u1", "u2", "u3")), ("center", "c1")]
    cells = [
        cell("turnover", full[row, column], 100, place=places[row], period=HALVES[column])
        for row, column in itertools.product(range(4), range(3))
    ]
    done = protect(pd.DataFrame(cells), SMALL, UNITS)
    hidden = (done.figures["status"] == "suppressed").to_numpy().reshape(4, 3)
    solved = solve([done.figures], UNITS, SMALL).cells
    values = values_of_table(full, hidden)
    lows, highs = solved["numerator_low"].to_numpy(), solved["numerator_high"].to_numpy()
    for low, high, seen in zip(lows, highs, values, strict=True):
        assert low <= min(seen)
        assert max(seen) <= high
        assert len(seen) >= 3 or len(done.unsafe)
    assert not len(done.unsafe)


@cache
def all_tables():
    """Every table of three rows and two columns of 0 to 8, with its margins."""
    inner = np.indices((9,) * 6, dtype=np.int8).reshape(6, -1).T.reshape(-1, 3, 2)
    whole = np.concatenate([inner, inner.sum(axis=2, keepdims=True, dtype=np.int8)], axis=2)
    return np.concatenate([whole, whole.sum(axis=1, keepdims=True, dtype=np.int8)], axis=1)


def values_of_table(full, hidden):
    """What each hidden cell of a table with margins can be, in every table that agrees with what is shown."""
    agrees = all_tables()
    for row, column in zip(*np.nonzero(~hidden), strict=True):
        agrees = agrees[agrees[:, row, column] == full[row, column]]
    return [set(column) for column in agrees[:, hidden].T.tolist()]


# --- the example, over two publications


@pytest.fixture(scope="module")
def two_publications(tmp_path_factory):
    """The example's figures with nothing hidden, for June and December 2022, and their structure."""
    folder = tmp_path_factory.mktemp("december")
    subprocess.run([sys.executable, "data/example/make.py", "--clean", str(folder)], cwd=ROOT, check=True)
    told = [(ROOT / "data/example/2022-06-30/extract", date(2022, 6, 30), date(2022, 7, 31)),
            (folder / "extract", date(2022, 12, 31), date(2023, 2, 3))]  # fmt: skip
    intakes = [pipeline.take_in([path], ROOT / "data/reference", as_of, drawn) for path, as_of, drawn in told]
    reference = intakes[0].reference
    retention = [(measuring.retention_of(one.people, reference, one.as_of), one.as_of) for one in intakes]
    return [pipeline.all_figures(intake) for intake in intakes], reference, retention


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
def test_retention_keeps_three_values_beside_the_figures_of_two_publications(two_publications, audience):
    frames, reference, retention = two_publications
    structure, totals, told, in_full = showing.structure(reference), measuring.totals_of(reference), [], []
    for figures, (stayed, as_of) in zip(frames, retention, strict=True):
        told.append(showing.for_audiences(figures, [audience], reference, {audience.key: told})[audience.key].figures)
        of_use = retained_for(stayed, audience, totals)
        shown = showing.protect_retention(of_use, audience, structure, told, as_of)
        in_full += [told[-1], disclose(as_figures(of_use, as_of), audience)]
        told.append(as_figures(shown, as_of))
        assert (shown["status"] == "ok").sum() > 50
    solved = solve(told, structure, audience)
    assert len(solved.cells)
    assert not len(solved.unsafe)
    if audience == INTERNAL:
        assert len(solve(in_full, structure, audience).unsafe)


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
def test_the_example_keeps_three_values_and_does_not_without_the_secondary_rules(two_publications, audience):
    (june, december), reference, _ = two_publications
    structure = showing.structure(reference)
    first = showing.for_audiences(june, [audience], reference)[audience.key]
    second = showing.for_audiences(december, [audience], reference, {audience.key: [first.figures]})[audience.key]
    solved = solve([first.figures, second.figures], structure, audience)
    assert len(solved.cells) > 5
    assert not len(solved.unsafe)
    assert not len(first.unsafe)
    assert not len(second.unsafe)
    assert set(second.figures["place_kind"]) >= {"", "center"} and "quarter" in set(second.figures["series"])
    told = [showing.told_to(figures, audience, reference) for figures in (june, december)]
    primary_only = [disclose(figures, audience) for figures in told]
    assert len(solve(primary_only, structure, audience).unsafe) > 2


def test_the_relations_hold_for_the_examples_own_counts(two_publications):
    """A relation that the counts break is no relation: with nothing hidden nothing contradicts itself."""
    frames, reference, retention = two_publications
    structure = showing.structure(reference)
    for figures, (stayed, as_of) in zip(frames, retention, strict=True):
        told = [figures, as_figures(stayed, as_of)]
        system = system_of(told, structure)
        values = shown_values(told, system.cells, system)
        bounds = bounded(system, values, np.zeros(len(values)))
        assert not bounds.contradicted.any()
        whole = np.bincount(system.row, np.isnan(values)[system.column], len(system.low)) == 0
        sums = np.bincount(system.row, np.nan_to_num(values)[system.column] * system.coefficient, len(system.low))
        assert whole.sum() > 500
        assert ((sums >= system.low - 1e-6) & (sums <= system.high + 1e-6))[whole].all()


# --- small employers


EMPLOYERS = [(20, 0), (60, 1)]
"""How many persons, and which draw of them."""


@pytest.fixture(scope="module")
def employers(tmp_path_factory):
    """For each of `EMPLOYERS` its figures with nothing hidden, of two publications half a year apart."""
    text = (ROOT / "data/example/2022-06-30/extract/ansaettelser.csv").read_text(encoding="utf-8-sig")
    head, *rows = text.splitlines()
    by_person = {}
    for row in rows:
        by_person.setdefault(row.partition(";")[0], []).append(row)
    drawn = {}
    for size, seed in EMPLOYERS:
        folder = tmp_path_factory.mktemp(f"employer-{size}")
        people = Random(seed).sample(sorted(by_person), round(1.6 * size))  # of 16 that ever were there 10 are still
        lines = [head, *(row for person in people for row in by_person[person])]
        (folder / "ansaettelser.csv").write_text("\n".join(lines), encoding="utf-8-sig")
        intakes = [pipeline.take_in([folder], ROOT / "data/reference", as_of, date(2022, 7, 31))
                   for as_of in (date(2021, 12, 31), date(2022, 6, 30))]  # fmt: skip
        drawn[size, seed] = [pipeline.all_figures(intake) for intake in intakes], intakes[0].reference
    return drawn


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
@pytest.mark.parametrize("drawn", EMPLOYERS)
def test_of_a_small_employer_little_can_be_worked_out_and_nothing_at_first(employers, drawn, audience):
    figures, reference = employers[drawn]
    structure, told = showing.structure(reference), []
    for frame in figures:
        began = process_time()
        done = showing.for_audiences(frame, [audience], reference, {audience.key: told})[audience.key]
        assert process_time() - began < 10  # it takes about 2
        hidden = (done.figures["status"] == "suppressed").sum()
        assert len(done.unsafe) < hidden / 10 if told else not len(done.unsafe)
        told.append(done.figures)
    primary = [disclose(showing.told_to(frame, audience, reference), audience) for frame in figures]
    assert len(solve(told, structure, audience).unsafe) < len(solve(primary, structure, audience).unsafe) / 5


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
def test_that_nobody_is_there_is_told_to_every_audience(employers, audience):
    """definitions.md: a zero denominator is undefined for every audience."""
    figures, reference = employers[20, 0]
    raw = showing.told_to(figures[0], audience, reference)
    done = showing.for_audiences(figures[0], [audience], reference)[audience.key].figures
    empty = raw["status"] == "undefined"
    assert empty.sum() > 100 and (done.loc[empty, "status"] == "undefined").all()


def test_who_publishes_is_told_how_many_are_hidden_why_and_how_long_that_took():
    nobody, groups = pd.DataFrame(), [StaffGroup("alle", "I alt", "alle"), StaffGroup("chefer", "Ledere", "ledere")]
    rows = [
        ("turnover", "alle", "printed", "", "suppressed"),
        ("turnover", "chefer", "printed", "", "suppressed"),  # leaders stand in table 3 alone
        ("left_within_3m", "chefer", "printed", "", "suppressed"),
        ("turnover", "alle", "printed", "", "ok"),
        ("turnover", "alle", "same_date", "", "suppressed"),
        ("turnover", "alle", "printed", "center", "suppressed"),
        ("seniors_58", "alle", "printed", "", "suppressed"),  # not of the paper
    ]
    shown = pd.DataFrame(rows, columns=["measure", "group", "series", "place_kind", "status"])
    intern, public = Protected(shown, 3, 21, nobody, 0, 0, 1.23), Protected(shown[:0], 1, 0, nobody, 0, 0, 0.04)
    both, why = {"intern": intern, "offentlig": public}, "fordi de kunne bruges til at regne et andet skjult tal ud."
    everywhere = "tal er skjult på alle sider tilsammen, heraf"
    assert kept_hidden(both, (INTERNAL, PUBLIC), groups) == (
        f"Intern visning: 24 {everywhere} 2 i sagens tabeller. Af dem alle er 21 skjult, {why}",
        f"Offentlig visning: 1 {everywhere} 0 i sagens tabeller. Af dem alle er 0 skjult, {why}",
    )
    told = time_taken(both, (INTERNAL, PUBLIC))
    assert told.endswith("tog 1,2 sekunder (intern) og 0,0 sekunder (offentlig).")


@pytest.mark.parametrize("audience", [INTERNAL, PUBLIC], ids=lambda one: one.key)
def test_what_is_hidden_in_the_tables_is_as_many_stars_as_the_tables_have(audience):
    made = example_publication()
    stars = sum(paper_table(made, audience.key, number).hidden for number in (1, 2, 3, 4, 5))
    frame = made.figures[audience.key]
    told = kept_hidden({audience.key: Protected(frame, 0, 0, frame[:0], 0, 0)}, (audience,), made.groups)
    assert f"heraf {stars} i sagens tabeller" in told[0] and (stars or audience is INTERNAL)


def test_what_can_be_worked_out_says_against_what_why_and_what_to_do():
    unsafe = pd.DataFrame({"measure": ["turnover", "turnover", "weekly_hours"], "group": ["a", "b", "a"]})
    one = {"intern": Protected(unsafe, 0, 0, unsafe, 0, 0)}
    keys = ["2022-12-2", "2022-12", "2022-06", "2021-12", "2021-06"]
    (told,) = given_away(one, (INTERNAL,), keys)
    begins = "3 skjulte tal kan regnes ud af det, der er vist i den interne visning"
    assert told.tables == (2, 5) and told.message.startswith(begins)
    assert "op mod 2022-12-2, 2022-12, 2022-06 og 2 ældre (" in told.message
    assert "«Gyldig fra»" in told.message and "databeskyttelsesrådgiveren" in told.message
    (first,) = given_away(one, (INTERNAL,), [])
    assert "op mod" not in first.message and "«Gyldig fra»" not in first.message
    (public,) = given_away({"offentlig": one["intern"]}, (PUBLIC,), keys[-1:])
    assert "i den offentlige visning, når tallene her holdes op mod 2021-06 (" in public.message
