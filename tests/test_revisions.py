"""What differs between two publications: a new period and changed history, which never mix, and nothing hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from math import nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publications_for_tests import small_publication

from kpi.command_line import commands
from kpi.definitions.frames import FIGURE_COLUMNS
from kpi.papers.table import count_cell
from kpi.papers.texts import changed_of
from kpi.publications.changes import Change
from kpi.publications.publication import Publication, Store
from kpi.publications.revised import reasons_of
from kpi.publications.revisions import difference, revision_log
from layouts.data.differences import MOST_AT_ONCE, by_table
from layouts.data.differences import changed as changed_on_page

AT = datetime(2023, 2, 10, 9, 0)
DEFINITIONS = {"indicators": [{"key": "turnover", "decimals": 1}, {"key": "weekly_hours", "decimals": 1}]}


def cell(measure="turnover", group="alle", end="2021-12-31", series="printed", status="ok", **changes) -> dict:
    figure = dict.fromkeys(FIGURE_COLUMNS, "") | {
        "measure": measure, "group": group, "series": series, "period_start": "2020-12-31", "period_end": end,
        "period": end[:4], "numerator": 421.0, "denominator": 2450.0, "status": status, "provisional": False,
    }  # fmt: skip
    figure |= changes
    figure["value"] = changes.get("value", 100 * figure["numerator"] / (figure["denominator"] or nan))
    if status in ("suppressed", "missing"):
        figure |= {"numerator": nan, "denominator": nan, "value": nan}
    return figure


@cache
def small() -> Publication:
    return small_publication()


def publication(*figures: dict, public: tuple[dict, ...] | None = None, **changes) -> Publication:
    frames = {"intern": pd.DataFrame(figures, columns=list(FIGURE_COLUMNS))}
    if public is not None:
        frames["offentlig"] = pd.DataFrame(public, columns=list(FIGURE_COLUMNS))
    return replace(small(), **({"figures": frames, "definitions": DEFINITIONS} | changes))


def changed(before: dict, after: dict) -> Change:
    found = difference(publication(before), publication(after))
    assert found.new_period == ()
    (one,) = found.changed_history
    return one


def test_the_same_figures_differ_in_nothing():
    one = small_publication()
    for audience in one.figures:
        told = difference(one, one, audience)
        assert told.new_period == () == told.changed_history and not told.needs_reason


def test_what_was_stored_and_read_does_not_differ_from_what_was_made(tmp_path):
    made = small_publication()
    store = Store(tmp_path)
    store.add(made)
    assert not difference(store.load(made.key), made).needs_reason
    assert not difference(made, store.load(made.key), "offentlig").needs_reason


def test_only_cells_of_the_papers_tables_are_counted_as_such(capsys):
    """A figure beside the tables, of a place or of what explains one, is told of but never counted among them."""
    others = {"same date": {"series": "same_date"}, "place": {"place_kind": "center", "place": "ISC"}}
    others["explains"] = {"measure": "turnover_under_30"}
    before = [cell(), *(cell(**{"end": f"201{n}-12-31"} | of) for n, of in enumerate(others.values()))]
    after = [one | {"numerator": one["numerator"] + 50, "value": one["value"] + 2} for one in before]
    told = difference(publication(*before), publication(*after, cell(end="2022-12-31")))
    assert (len(told.new_period), len(told.changed_history)) == (1, 4)
    counted = told.in_tables
    assert [one.period_end for one in counted.new_period] == ["2022-12-31"]
    assert [(one.measure, one.period_end) for one in counted.changed_history] == [("turnover", "2021-12-31")]
    only_counts = difference(publication(cell()), publication(cell(numerator=421.001, value=cell()["value"])))
    assert len(only_counts.changed_history) == 1 and only_counts.in_tables.changed_history == ()
    assert told.counts == ((1, 0, 0), (1, 2, 1)) and only_counts.counts == ((0, 0, 0), (0, 1, 0))
    commands.tell_difference(told, publication(*after))
    said = capsys.readouterr().err.splitlines()
    assert said[:2] == [
        "Ny periode: 1 tal i tabellerne.",
        "Ændret historik: 1 tal i tabellerne, 2 ved siden af dem og 1 for centre og afdelinger.",
    ]
    on_page = changed_on_page(told.changed_history, publication(*after))
    assert sum(one.is_printed for one in on_page) == 1 and sum(not one.is_printed for one in on_page) == 2


def test_dates_may_be_dates_or_text():
    text = publication(cell())
    frame = text.figures["intern"].assign(period_end=[date(2021, 12, 31)])
    assert not difference(text, publication(figures={"intern": frame})).needs_reason


def test_places_that_were_not_told_before_are_new_and_never_history():
    place = {"series": "same_date", "place_kind": "center", "place": "ISC"}
    told = difference(publication(cell()), publication(cell(), cell(**place)))
    assert [(one.place_kind, one.place) for one in told.new_period] == [("center", "ISC")]
    assert told.changed_history == ()


def test_a_column_that_was_not_there_is_a_new_period_and_never_history():
    before = publication(cell(), cell(end="2022-06-30"))
    after = publication(cell(), cell(end="2022-12-31"), cell(group="ledere", end="2022-12-31"))
    told = difference(before, after)
    assert [(one.group, one.period_end, one.old, one.new) for one in told.new_period] == [
        ("alle", "2022-12-31", "", "17.2"),
        ("ledere", "2022-12-31", "", "17.2"),
    ]
    assert told.changed_history == () and not told.needs_reason


def test_the_first_publication_is_new_altogether():
    told = difference(None, publication(cell(), cell(group="ledere")))
    assert len(told.new_period) == 2 and told.changed_history == ()


def test_changed_history_says_old_new_difference_and_the_rows_behind():
    one = changed(cell(numerator=421.0), cell(numerator=425.0, denominator=2452.0))
    assert (one.measure, one.group, one.period_end, one.period, one.series) == (
        "turnover", "alle", "2021-12-31", "2021", "printed",
    )  # fmt: skip
    assert (one.old, one.new, one.difference) == ("17.2", "17.3", "0.1")
    assert (one.old_numerator, one.new_numerator) == (421.0, 425.0)
    assert (one.old_denominator, one.new_denominator) == (2450.0, 2452.0)
    assert (one.old_status, one.new_status) == ("ok", "ok") and one.is_printed


def test_differences_are_those_of_the_printed_values():
    one = changed(cell(value=63.54), cell(value=63.05))
    assert (one.old, one.new, one.difference) == ("63.5", "63.1", "-0.4")


def test_counts_that_changed_behind_the_same_printed_value_are_told_as_such():
    one = changed(cell(numerator=421.0, denominator=2450.0), cell(numerator=422.0, denominator=2456.0))
    assert (one.old, one.new, one.difference, one.is_printed) == ("17.2", "17.2", "0.0", False)


def test_an_arrow_or_a_mark_alone_is_no_changed_history():
    before, after = (
        publication(cell(provisional=True)),
        publication(cell(provisional=False, arrow="up", assessment="worse")),
    )
    assert not difference(before, after).needs_reason
    assert changed(cell(provisional=True), cell(numerator=430.0)).provisional


def test_a_missing_cell_that_was_filled_is_changed_history():
    one = changed(cell(status="missing"), cell())
    assert (one.old, one.new, one.difference) == ("", "17.2", "")
    assert (one.old_status, one.new_status, one.old_numerator, one.new_numerator) == ("missing", "ok", None, 421.0)


NONE = {"numerator": nan, "denominator": 0.0}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (cell(status="missing"), cell(), "foreligger nu"),
        (cell(), cell(status="missing"), "foreligger ikke længere"),
        (cell(status="suppressed"), cell(), "vises nu"),
        (cell(), cell(status="suppressed"), "skjules nu"),
        (cell(status="undefined", **NONE), cell(), "kan beregnes nu"),
        (cell(), cell(status="undefined", **NONE), "kan ikke beregnes længere"),
        (cell(status="missing"), cell(status="suppressed"), "foreligger nu, men vises ikke"),
        (cell(status="missing"), cell(status="undefined", **NONE), "foreligger nu, men vises ikke"),
        (cell(status="suppressed"), cell(status="missing"), "foreligger ikke længere"),
        (cell(), cell(numerator=430.0), ""),
        (cell(), cell(numerator=421.5), ""),
    ],
)
def test_what_became_of_a_cell_that_has_no_difference_is_told_in_words(before, after, words):
    assert changed(before, after).turn == words


def test_a_group_that_came_or_went_is_told_in_words():
    alone, both = publication(cell()), publication(cell(), cell(group="ledere"))
    assert [one.turn for one in difference(alone, both).changed_history] == ["er kommet med"]
    assert [one.turn for one in difference(both, alone).changed_history] == ["er ikke med længere"]


def test_a_gap_that_was_filled_stands_on_the_page_and_in_the_command_as_here_now(capsys):
    gap = cell("adverts", "Skole", "2022-06-30", status="missing", period="2. kvartal 2022")
    filled = gap | {"status": "ok", "numerator": 63.0, "denominator": nan, "value": 63.0}
    before, after = publication(gap, cell()), publication(filled, cell(numerator=425.0))
    found = difference(before, after)
    [gap_now, turnover] = changed_on_page(found.changed_history, after)
    assert (gap_now.name, gap_now.where) == ("Jobannoncer publiceret", "Skole, 2. kvartal 2022")
    assert (gap_now.old, gap_now.new, gap_now.difference, gap_now.behind) == ("..", "63", "foreligger nu", "nu 63")
    assert (turnover.old, turnover.new, turnover.difference) == ("17,2", "17,3", "+0,1")
    commands.tell_difference(found, after)
    told = capsys.readouterr().err.splitlines()
    assert "  Jobannoncer publiceret, Skole, 2. kvartal 2022: foreligger nu: 63" in told
    assert told[-2] == f"  Personaleomsætning, {after.group_names['alle']}, 2021: 17,2 → 17,3", "what changed first"


def test_a_zero_base_is_told_without_a_value():
    one = changed(cell(), cell(status="undefined", numerator=nan, denominator=0.0))
    assert (one.new, one.new_status, one.new_numerator, one.new_denominator) == ("", "undefined", None, 0.0)


def test_a_group_that_came_or_went_is_changed_history():
    came = difference(publication(cell()), publication(cell(), cell(group="ledere"))).changed_history
    assert [(one.group, one.old_status, one.new_status, one.new) for one in came] == [("ledere", "", "ok", "17.2")]
    went = difference(publication(cell(), cell(group="ledere")), publication(cell())).changed_history
    assert [(one.group, one.old_status, one.new_status, one.old) for one in went] == [("ledere", "ok", "", "17.2")]


def test_a_column_that_is_no_longer_printed_is_not_told():
    before, after = publication(cell(), cell(end="2022-06-30")), publication(cell())
    assert difference(before, after) == difference(after, after)


def test_a_cell_that_stands_in_both_series_is_told_once_by_its_printed_column():
    before = publication(cell(), cell(series="same_date", period="dec. 2021"))
    after = publication(cell(series="same_date", numerator=430.0), cell(numerator=430.0))
    (one,) = difference(before, after).changed_history
    assert (one.series, one.period) == ("printed", "2021")
    (one,) = difference(before, publication(cell(series="same_date", numerator=430.0))).changed_history
    assert one.series == "printed"


def test_the_same_date_of_earlier_years_is_history_and_what_is_missing_there_is_left_out():
    before = publication(cell(end="2021-06-30", series="same_date"))
    after = publication(
        cell(end="2021-06-30", series="same_date", numerator=430.0),
        cell(end="2012-06-30", series="same_date", status="missing"),
        cell(end="2022-12-31", status="missing"),
    )
    told = difference(before, after)
    assert [one.period_end for one in told.changed_history] == ["2021-06-30"]
    assert [(one.period_end, one.new_status) for one in told.new_period] == [("2022-12-31", "missing")]


def test_other_series_are_not_compared():
    before, after = publication(cell(series="quarters")), publication(cell(series="quarters", numerator=1.0))
    assert not difference(before, after).needs_reason


def test_places_are_cells_of_their_own():
    before = publication(cell(), cell(place_kind="center", place="ISC"))
    after = publication(cell(), cell(place_kind="center", place="ISC", numerator=400.0))
    (one,) = difference(before, after).changed_history
    assert (one.place_kind, one.place) == ("center", "ISC")


# --- hidden cells


def test_hidden_cells_are_compared_as_hidden():
    hidden = cell(status="suppressed")
    assert not difference(publication(hidden), publication(hidden)).needs_reason


def test_a_cell_that_became_hidden_or_shown_tells_only_what_was_printed():
    one = changed(cell(), cell(status="suppressed"))
    assert (one.old, one.new, one.difference) == ("17.2", "", "")
    assert (one.new_numerator, one.new_denominator, one.new_status) == (None, None, "suppressed")
    one = changed(cell(status="suppressed"), cell())
    assert (one.old, one.old_numerator, one.old_denominator, one.new) == ("", None, None, "17.2")


def test_a_hidden_cell_tells_nothing_even_where_a_frame_still_has_its_numbers():
    leaky = cell() | {"status": "suppressed"}
    told = json.dumps(difference(publication(cell(status="missing")), publication(leaky)).as_json())
    told += json.dumps(difference(None, publication(leaky)).as_json())
    assert "17.2" not in told and "421" not in told and "2450" not in told


def test_each_audience_has_its_own_difference():
    hidden = cell(status="suppressed")
    before = publication(cell(), public=(hidden,))
    after = publication(cell(numerator=430.0), public=(hidden,))
    assert difference(before, after).needs_reason
    assert not difference(before, after, "offentlig").needs_reason


# --- the revision log


def test_the_log_becomes_the_marks_of_each_audience_and_survives_the_disk(tmp_path):
    hidden = cell(status="suppressed")
    before = publication(cell(), cell(group="ledere"), public=(cell(), hidden))
    new = (cell(numerator=430.0), cell(group="ledere", numerator=1.0))
    after = publication(*new, public=(cell(numerator=430.0), cell(group="ledere", status="suppressed")))
    log = revision_log(before, after, "Juni er kommet med", AT)
    assert log[0] == {
        "audience": "intern", "measure": "turnover", "group": "alle", "place_kind": "", "place": "",
        "period_end": "2021-12-31", "period": "2021", "old": "17.2", "new": "17.6", "old_status": "ok",
        "new_status": "ok", "counts": ["numerator"], "reason": "Juni er kommet med", "at": "2023-02-10T09:00:00",
    }  # fmt: skip
    assert [(one["audience"], one["group"]) for one in log] == [
        ("intern", "alle"), ("intern", "ledere"), ("offentlig", "alle"), ("offentlig", "ledere"),
    ]  # fmt: skip
    assert [one["new"] for one in log if one["audience"] == "offentlig"] == ["17.6", ""]
    store = Store(tmp_path)
    store.add(publication(*new, revisions=log))
    read = store.load("2022-06")
    assert read.revisions == log
    assert read.revised("offentlig") == {
        ("turnover", "alle", "2021-12-31"): ("value", "numerator"),
        ("turnover", "ledere", "2021-12-31"): ("value",),
    }
    assert read.revised("ingen") == {}


def test_nothing_changed_is_no_log():
    assert revision_log(publication(cell()), publication(cell()), "", AT) == ()
    assert revision_log(None, publication(cell()), "", AT) == ()


def test_a_revision_of_a_place_marks_no_cell_of_the_whole():
    before = publication(cell(place_kind="center", place="ISC"))
    after = publication(cell(place_kind="center", place="ISC", numerator=1.0))
    log = revision_log(before, after, "x", AT)
    assert len(log) == 1 and publication(cell(), revisions=log).revised("intern") == {}


def test_a_count_is_marked_where_it_is_not_as_it_was_itself():
    """The base of the share is the same, so it is not marked; publications from before counts were logged mark none."""
    before, after = publication(cell()), publication(cell(numerator=430.0))
    log = revision_log(before, after, "x", AT)
    (figure,) = publication(cell(numerator=430.0), revisions=log).by_group["intern"]["turnover", "alle", "printed"]
    marked = {part: count_cell(figure, part) for part in ("numerator", "denominator")}
    assert {part: one.mark for part, one in marked.items()} == {"numerator": "(r)", "denominator": ""}
    assert marked["numerator"].spoken == "430, revideret tal"
    older = [{name: told for name, told in one.items() if name != "counts"} for one in log]
    (figure,) = publication(cell(), revisions=tuple(older)).by_group["intern"]["turnover", "alle", "printed"]
    assert figure["revised"] == ("value",) and count_cell(figure, "numerator").mark == ""


# --- an amendment takes over the lines of what it supersedes


def amended(key: str, before: Publication, supersedes: str, reason: str, *figures: dict) -> Publication:
    now = publication(*figures, key=key, supersedes=supersedes, reason=reason)
    return replace(now, revisions=revision_log(before, now, reason, AT))


def test_an_amendment_keeps_the_marks_and_reasons_of_what_it_corrects():
    june = publication(cell(), cell(group="ledere"))
    first = amended("2022-12", june, "", "Sene fratrædelser", cell(numerator=430.0), cell(group="ledere"))
    second = amended("2022-12-2", first, "2022-12", "En kode", cell(numerator=430.0), cell(group="ledere", numerator=1))
    told = {one["group"]: (one["old"], one["new"], one["reason"]) for one in second.revisions}
    assert told == {"alle": ("17.2", "17.6", "Sene fratrædelser"), "ledere": ("17.2", "0.0", "En kode")}
    assert set(second.revised("intern")) == {("turnover", group, "2021-12-31") for group in told}
    assert len(first.revisions) == 1
    assert changed_of(second) == (("Rettelse", "Afløser 2022-12. En kode"), ("Reviderede tal", "Sene fratrædelser."))


def test_a_cell_that_changes_twice_is_held_against_the_first_with_both_reasons():
    june = publication(cell())
    first = amended("2022-12", june, "", "Sene fratrædelser", cell(numerator=430.0))
    second = amended("2022-12-2", first, "2022-12", "En kode", cell(numerator=430.0, denominator=2000.0))
    [one] = second.revisions
    assert (one["old"], one["new"], one["counts"]) == ("17.2", "21.5", ["numerator", "denominator"])
    assert reasons_of(second.revisions) == ("Sene fratrædelser", "En kode")
    third = amended("2022-12-3", second, "2022-12-2", "En til", cell(numerator=430.0, denominator=3000.0))
    assert reasons_of(third.revisions) == ("Sene fratrædelser", "En kode", "En til")


def test_a_figure_that_is_back_as_it_was_is_held_against_the_publication_that_was_wrong():
    june = publication(cell())
    first = amended("2022-12", june, "", "Sene fratrædelser", cell(numerator=430.0))
    second = amended("2022-12-2", first, "2022-12", "De var talt med før", cell())
    [one] = second.revisions
    assert (one["old"], one["new"]) == ("17.6", "17.2")
    assert reasons_of(second.revisions) == ("De var talt med før",)


def test_another_date_begins_a_log_of_its_own():
    june = publication(cell())
    first = amended("2022-12", june, "", "Sene fratrædelser", cell(numerator=430.0))
    later = amended("2023-06", first, "", "", cell(numerator=430.0))
    assert later.revisions == ()


@given(st.lists(st.lists(st.integers(420, 424), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=50, deadline=None)
def test_every_cell_that_differs_from_any_publication_before_has_a_line_and_no_other(chain):
    """Counted from the publications themselves: 420 to 424 of 2450 print as 17,1 to 17,3, so some print alike."""
    groups = ("alle", "ledere", "laerere")

    def figures(counts):
        return [cell(group=group, numerator=float(count)) for group, count in zip(groups, counts, strict=True)]

    made = [publication(*figures(chain[0]), key="2022-06")]
    for number, counts in enumerate(chain[1:], 1):
        supersedes = made[-1].key if number > 1 else ""
        made.append(amended(f"2022-12-{number}", made[-1], supersedes, f"Grund {number}", *figures(counts)))
    lines = {one["group"]: one for one in made[-1].revisions}
    printed = [[str((Decimal(100 * n) / 2450).quantize(Decimal("0.1"))) for n in counts] for counts in chain]
    for place, group in enumerate(groups):
        counts, values = [one[place] for one in chain], [one[place] for one in printed]
        assert (group in lines) == (len(set(counts)) > 1)
        marked = made[-1].revised("intern").get(("turnover", group, "2021-12-31"), ())
        if len(set(values)) > 1:
            others = [value for value in values if value != values[-1]]
            assert "value" in marked and lines[group]["new"] == values[-1]
            assert lines[group]["old"] == others[0]
            since = values.index(others[0]) + 1
            given = [n for n in range(since, len(chain)) if counts[n] != counts[n - 1]]
            assert reasons_of([lines[group]]) == tuple(f"Grund {n}" for n in given)
        else:
            assert "value" not in marked


# --- any two publications

CELLS = st.lists(
    st.tuples(
        st.sampled_from(["turnover", "weekly_hours"]),
        st.sampled_from(["alle", "ledere"]),
        st.sampled_from(["2020-12-31", "2021-12-31", "2022-06-30"]),
        st.sampled_from(["printed", "same_date"]),
        st.sampled_from(["ok", "ok", "missing", "suppressed"]),
        st.integers(0, 5),
    ),
    max_size=8,
    unique_by=lambda told: told[:4],
)


@given(CELLS, CELLS)
def test_every_difference_is_told_once_and_in_one_list_only(old, new):
    def made(told):
        figures = [cell(*one[:5], numerator=float(one[5]), denominator=7.0) for one in told]
        return publication(*figures)

    def shown(told):
        found = {}
        for series in ("same_date", "printed"):
            for measure, group, end, of, status, count in told:
                if of == series:
                    value = str((Decimal(100 * count) / 7).quantize(Decimal("0.1"))) if status == "ok" else ""
                    found[measure, group, end] = status, value, series
        return found

    before, after = shown(old), shown(new)
    columns, still = {(key[0], key[2]) for key in before}, {(key[0], key[2]) for key in after}
    fresh = {
        key
        for key, (status, _, series) in after.items()
        if (key[0], key[2]) not in columns and (series == "printed" or status != "missing")
    }
    known = [key for key in after if (key[0], key[2]) in columns]
    history = {key for key in known if after[key][:2] != before.get(key, ())[:2]}
    gone = {key for key in before if key not in after and (key[0], key[2]) in still}
    found = difference(made(old), made(new))
    assert sorted((one.measure, one.group, one.period_end) for one in found.new_period) == sorted(fresh)
    listed = [(one.measure, one.group, one.period_end) for one in found.changed_history]
    assert sorted(listed) == sorted(history | gone)
    for one in (*found.new_period, *found.changed_history):
        key = one.measure, one.group, one.period_end
        assert (one.old_status, one.old) == before.get(key, ("", ""))[:2]
        assert (one.new_status, one.new) == after.get(key, ("", ""))[:2]
    json.dumps(found.as_json(), allow_nan=False)


@pytest.mark.parametrize("audience", ["intern", "offentlig"])
def test_the_printed_value_of_a_real_publication_is_what_the_difference_says(audience):
    before = small_publication()
    frame = before.figures[audience]
    moved = frame.assign(value=frame["value"] + 1, numerator=frame["numerator"] + 1)
    told = difference(before, small_publication(figures={audience: moved}), audience)
    assert told.new_period == () and len(told.changed_history) > 50
    assert all(one.difference == "1.0" for one in told.changed_history if one.measure != "adverts" and one.old)
    assert not any("suppressed" in (one.old_status, one.new_status) for one in told.changed_history)


def test_on_the_page_hours_are_hours_and_persons() -> None:
    def behind(before: tuple[float, float], after: tuple[float, float]) -> str:
        cells = [cell("weekly_hours", numerator=n, denominator=d) for n, d in (before, after)]
        [one] = changed_on_page([changed(*cells)], publication(cells[1]))
        return one.behind

    assert behind((7548.9, 205), (7550.4, 205)) == "7.548,9 → 7.550,4 timer, 205 personer"
    assert behind((7548.9, 205), (7550.4, 206)) == "7.548,9 timer, 205 personer → 7.550,4 timer, 206 personer"
    assert behind((7.5, 2), (37, 1)) == "7,5 timer, 2 personer → 37,0 timer, 1 person"


def advert(area: str, number: int, status: str = "ok") -> dict:
    return cell("adverts", area, "2022-03-31", status=status, numerator=float(number), denominator=nan, value=number)


def test_on_the_page_what_changed_comes_before_what_has_come_and_no_table_drowns_another() -> None:
    """Adverts fill many lines, most of them gaps that were filled; the staff's few are open before and after."""
    many, came = range(MOST_AT_ONCE + 1), range(100, 120)
    before = [advert(f"a{n}", n) for n in many] + [advert(f"b{n}", 0, "missing") for n in came]
    before += [cell(numerator=400.0), cell("weekly_hours", numerator=7000.0, denominator=200.0)]
    after = [advert(f"a{n}", n + 1) for n in many] + [advert(f"b{n}", n) for n in came]
    after += [cell(numerator=430.0), cell("weekly_hours", numerator=7400.0, denominator=200.0)]
    made = publication(*after)
    told = changed_on_page(difference(publication(*before), made).changed_history, made)
    groups = by_table(told)
    assert [(one.title.partition(".")[0], one.count, one.is_long) for one in groups] == [
        ("Tabel 2", "1 ændret", False),
        ("Tabel 5", "1 ændret", False),
        ("Tabel 1", f"{len(many)} ændrede", True),
        ("Tabel 1", f"{len(came)} tal, der manglede sidst", True),
    ]
    assert sorted(line.where for one in groups for line in one.lines) == sorted(one.where for one in told)
    assert {line.difference for line in groups[-1].lines} == {"foreligger nu"}
    few = [one for one in told if not one.has_come or one.where.startswith("b100,")]
    assert [one.count for one in by_table(few)][-2:] == [f"{len(many)} ændrede", "1 tal, der manglede sidst"]
    [first] = by_table(told[:1])
    assert not first.is_long


def test_what_only_stands_behind_is_of_no_table() -> None:
    after = cell(numerator=421.0, denominator=2451.0, value=100 * 421 / 2450)
    [one] = changed_on_page([changed(cell(), after)], publication(after))
    assert not one.is_printed and by_table([one]) == []
