"""Quarters with their usual swing, and places within the limits of chance: what stands out, and who is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kpi.definitions.breaks import Break, Changed, as_json
from kpi.definitions.model import Status
from kpi.papers.explanations import places, quarters
from kpi.papers.series import series
from kpi.publications.publication import Publication
from kpi.statistics.control_chart import natural_limits
from layouts.sections import funnel, quarterly

END = "2022-06-30"


def with_quarters(publication: Publication, change) -> Publication:
    """The publication with `change` made to the quarters of everybody's turnover."""
    frame = publication.figures["intern"].copy()
    ours = (frame["measure"] == "turnover") & (frame["group"] == "htk") & (frame["series"] == "quarter")
    others, mine = frame[~ours], change(frame[ours].copy())
    return replace(publication, figures={**publication.figures, "intern": pd.concat([others, mine])})


@pytest.mark.parametrize("measure", ["turnover", "left_within_3m", "left_within_12m"])
def test_the_limits_are_those_of_the_shown_figures(publication: Publication, measure: str) -> None:
    """The mean ± 2,66 × the mean moving range, ranges of 3,267 × their mean or more left out."""
    found = quarters.quarters(publication, "intern", measure, "htk")
    values = np.array([point.cell.value for point in found.points])
    ranges = np.abs(values[1:] - values[:-1])
    reach = 2.66 * ranges[ranges < 3.267 * ranges.mean()].mean()
    assert (found.chart.low, found.chart.high) == pytest.approx((values.mean() - reach, values.mean() + reach))
    drawn = quarterly.drawing(found)
    assert len(drawn.points) == len(values) and len(drawn.strokes) == len(values) - 1
    assert [name for _, name in drawn.limits] == [
        name
        for name, bound in (("nedre grænse", values.mean() - reach), ("øvre grænse", 1.0), ("middel", 1.0))
        if bound > 0
    ]


def broken(publication: Publication, *breaks: Break) -> Publication:
    return replace(publication, definitions=publication.definitions | {"breaks": as_json(breaks)})


def test_after_a_break_the_limits_are_those_of_the_quarters_from_it_on(publication: Publication) -> None:
    whole = quarters.quarters(publication, "intern", "turnover", "htk")
    day = date(2018, 7, 1)
    parted = broken(publication, Break("turnover", day, "nyt lønsystem", Changed.SOURCE))
    found = quarters.quarters(parted, "intern", "turnover", "htk")
    after = [point.cell.value for point in found.points if point.start >= "2018-07-01"]
    assert len(found.points) == len(whole.points) and 12 <= len(after) < len(found.points)
    assert (found.chart.low, found.chart.high) == pytest.approx(natural_limits(after)[1:])
    assert all(point.start >= "2018-07-01" for point, _ in found.marked)
    assert "Brud: Kilden er ændret fra 1. juli 2018. Nyt lønsystem." in quarters.note(found)
    # the quarter that begins with the break still has the stock of the day before it: no stroke to it, nor from it
    assert len(quarterly.drawing(found).strokes) == len(whole.points) - 1 - 2
    late = broken(publication, Break("turnover", date(2021, 1, 1), "nyt lønsystem", Changed.SOURCE))
    few = quarters.quarters(late, "intern", "turnover", "htk")
    assert not few.has_limits and quarters.note(few).startswith(quarters.NO_LIMITS_NOTE)
    others = broken(publication, Break("turnover", day, "x", rows=("laerere",)))
    assert quarters.quarters(others, "intern", "turnover", "htk").broken is None


@pytest.mark.parametrize("measure", ["full_time_share", "weekly_hours"])
def test_a_status_has_a_line_and_no_limits(publication: Publication, measure: str) -> None:
    found = quarters.quarters(publication, "intern", measure, "htk")
    assert found.chart is None and found.marked == () and quarterly.drawing(found).limits == ()
    assert quarters.standing_out(found) == "" and quarters.note(found) == quarters.STATUS_NOTE


def test_fewer_than_twelve_quarters_have_no_limits(publication: Publication) -> None:
    few = quarters.quarters(with_quarters(publication, lambda rows: rows.tail(11)), "intern", "turnover", "htk")
    enough = quarters.quarters(with_quarters(publication, lambda rows: rows.tail(12)), "intern", "turnover", "htk")
    assert not few.has_limits and quarterly.drawing(few).limits == () and quarters.note(few) == quarters.NO_LIMITS_NOTE
    assert enough.has_limits
    assert quarters.quarters(with_quarters(publication, lambda rows: rows.tail(1)), "intern", "turnover", "htk") is None


def test_quarters_in_a_row_that_a_rule_marks_are_told_as_one(publication: Publication) -> None:
    """Ten quarters below the middle and ten above: a stretch for each side, its rule said once."""

    def moved(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.tail(20).assign(value=[4.0, 6.0] * 5 + [8.0, 10.0] * 5)

    found = quarters.quarters(with_quarters(publication, moved), "intern", "turnover", "htk")
    rule = "syv punkter i træk på samme side af midten"
    low, high = (
        [point.label for point, _ in found.marked if (point.cell.value < 7) is below] for below in (True, False)
    )
    assert len(low) > 2 and len(high) > 2 and {rules for _, rules in found.marked} == {(rule,)}
    told = f"{low[0]} til {low[-1]} ({rule}) og {high[0]} til {high[-1]} ({rule})"
    assert quarters.standing_out(found) == f"Disse kvartaler skiller sig ud: {told}."


def test_a_quarter_that_stands_out_is_marked_and_told_by_its_rule(publication: Publication) -> None:
    def leap(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(value=[3.0 + 6 * (place % 2) for place in range(len(rows) - 1)] + [30.0])

    found = quarters.quarters(with_quarters(publication, leap), "intern", "turnover", "htk")
    assert [(point.label, rules) for point, rules in found.marked] == [
        ("2. kvartal 2022", ("uden for en af grænserne",))
    ]
    assert quarters.standing_out(found) == "Disse kvartaler skiller sig ud: 2. kvartal 2022 (uden for en af grænserne)."
    assert [out for _, out in quarterly.drawing(found).points] == [False] * (len(found.points) - 1) + [True]
    table = quarters.quarters_table(publication, "intern", found)
    assert [row.cells[1].text for row in table.rows][-2:] == ["ingen", "uden for en af grænserne"]


def test_a_hidden_quarter_breaks_the_curve(publication: Publication) -> None:
    def hide(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[rows.index[-3], ["value", "numerator", "denominator"]] = np.nan
        rows.loc[rows.index[-3], ["status", "arrow", "assessment"]] = [Status.SUPPRESSED.value, "", ""]
        return rows

    found = quarters.quarters(with_quarters(publication, hide), "intern", "turnover", "htk")
    drawn = quarterly.drawing(found)
    assert len(drawn.points) == len(found.points) - 1 and len(drawn.strokes) == len(found.points) - 3


def test_the_table_of_quarters_has_the_figures_and_no_arrows(publication: Publication) -> None:
    found = quarters.quarters(publication, "offentlig", "turnover", "htk")
    table = quarters.quarters_table(publication, "offentlig", found)
    shown = [
        point
        for point in series(publication, "offentlig", "turnover", "htk", "quarter")
        if point.cell.value is not None
    ]
    assert [(row.label, row.cells[0].text) for row in table.rows] == [(one.label, one.cell.text) for one in shown]
    assert not any(cell.arrow or cell.sign for row in table.rows for cell in row.cells)
    assert quarters.quarters(publication, "offentlig", "turnover", "laerere") is None


@pytest.mark.parametrize(
    ("measure", "kind"), [("turnover", "center"), ("turnover", "afdeling"), ("full_time_share", "center")]
)
def test_a_place_stands_out_where_chance_would_hardly_take_it(
    publication: Publication, measure: str, kind: str
) -> None:
    """Beyond a level: a tail of the exact distribution, counted another way, no larger than half of what is left."""
    found = places.places(publication, "intern", measure, kind)
    assert len(found.shown) > 10
    for spot in found.shown:
        chance = stats.binom(int(spot.of), found.rate) if found.is_share else stats.poisson(spot.of * found.rate)
        above, below = chance.sf(spot.count - 1), chance.cdf(spot.count)
        for level in (0.95, 0.998):
            tail = (1 - level) / 2
            if spot.beyond >= level:
                assert above <= tail
            elif spot.beyond <= -level:
                assert below <= tail
            else:
                assert above > tail and below > tail
    assert {spot.name for spot in found.shown if spot.beyond} <= {
        row.label for row in places.places_table(publication, "intern", found).rows if row.cells[-1].text != "inden for"
    }


def test_units_go_by_the_names_of_the_reference_file(publication: Publication) -> None:
    found = places.places(publication, "intern", "turnover", "afdeling")
    names = {spot.key: spot.name for spot in found.shown}
    assert names["SK01"] == "Bøgelundskolen"
    assert not set(names) & set(names.values())


def test_hidden_places_are_told_of_and_shown_nowhere(publication: Publication) -> None:
    for audience in ("intern", "offentlig"):
        frame = publication.figures[audience]
        for measure in ("turnover", "full_time_share"):
            for kind in places.KINDS:
                found = places.places(publication, audience, measure, kind)
                ours = frame[
                    (frame["measure"] == measure) & (frame["place_kind"] == kind) & (frame["period_end"] == END)
                ]
                hidden = set(ours.loc[ours["status"] == "suppressed", "place"])
                if found is None:
                    assert ours.empty
                    continue
                assert found.hidden == len(hidden) and not hidden & {spot.key for spot in found.shown}
                notes = " ".join(places.places_table(publication, audience, found).notes)
                assert ("skjult i denne visning" in notes) == bool(hidden)
    assert places.places(publication, "offentlig", "turnover", "afdeling") is None, "the public has no units"
    told = places.standing_out(places.places(publication, "offentlig", "turnover", "center"))
    assert told == "Alle 13 centre er skjult i denne visning."


def test_the_funnel_narrows_as_places_grow(publication: Publication) -> None:
    found = places.places(publication, "intern", "turnover", "afdeling")
    (low_small, low_large), (high_small, high_large) = found.limits([20, 2000], 0.95)
    assert high_small - low_small > 2 * (high_large - low_large)
    drawn = funnel.drawing(found)
    assert len(drawn.points) == len(found.shown) and len(drawn.limits) == 4
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y, _ in drawn.points)
    heights = [y for y, _ in drawn.names]
    assert len(heights) == 3 and all(below - above >= 20 for below, above in pairwise(heights)), (
        "as high as a phone's text"
    )
