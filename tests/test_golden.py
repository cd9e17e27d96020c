"""The paper of October 2022, figure by figure and arrow by arrow, from the example municipality's extract.

`published/figures.csv` holds the tables of the minutes (the minutes themselves are not the program's output). Where
the minutes' *text* slips, the product does not repeat it: those are listed by name below.
"""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpi import danish, pipeline, showing
from kpi.definitions.disclosure import INTERNAL

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = list(csv.DictReader((ROOT / "tests/published/figures.csv").open(encoding="utf-8")))
PERIODS = {"2020": "2020", "2021": "2021", "2022-06": "Jun. 2022", "2022-Q1": "1. kvartal 2022"}


@pytest.fixture(scope="module")
def intake():
    return pipeline.take_in(
        [ROOT / "data/example/2022-06-30/extract"], ROOT / "data/reference", date(2022, 6, 30), date(2022, 7, 31)
    )


@pytest.fixture(scope="module")
def figures(intake):
    """The printed figures for audience intern, by measure, the group's name and the period's label."""
    names = {group.key: group.name for group in intake.reference.groups}
    shown = showing.shown_to(pipeline.figures_of(intake), INTERNAL, showing.structure(intake.reference))
    printed = shown[shown["series"] == "printed"].to_dict("records")
    return {(row["measure"], names.get(row["group"], row["group"]), row["period"]): row for row in printed}


def test_the_published_tables_are_whole():
    assert len(PUBLISHED) == 129
    assert sum(bool(row["arrow"]) for row in PUBLISHED) == 76


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: f"{row['measure']} {row['group']} {row['period']}")
def test_figure_and_arrow_are_those_of_the_minutes(figures, row):
    figure = figures[row["measure"], row["group"], PERIODS[row["period"]]]
    assert figure["status"] == "ok"
    if row["table"] == "1":
        assert figure["numerator"] == int(row["value"])
    else:
        assert danish.rounded(figure["value"]) == Decimal(row["value"])
    if row["arrow"]:
        assert figure["arrow"] == row["arrow"]


def test_264_left_in_the_first_half_of_2022_of_whom_56_and_104_stayed_briefly(figures):
    within_3, within_12 = (figures[key, "HTK i alt", "Jun. 2022"] for key in ("left_within_3m", "left_within_12m"))
    assert (within_3["numerator"], within_3["denominator"]) == (56, 264)
    assert (within_12["numerator"], within_12["denominator"]) == (104, 264)


@pytest.mark.parametrize(
    ("group", "arrow"),
    [
        ("Pæd. ass., daginst.omr.", "down"),
        ("Sygeplejersker", "down"),
        ("Lærere, skoler", "up"),
        ("Pædagoger, daginst.omr.", "up"),
        ("Pædagogmedhj. dag.inst.omr.", "up"),
        ("Social- og sundhedsass., ældrepleje", "up"),
        ("Social- og sundhedshj., ældrepleje", "up"),
        ("Soc.- og sundh.pers., ikke-udd., ældrepleje", "up"),
    ],
)
def test_where_table_3_has_a_gap_the_directions_of_the_text_hold(figures, group, arrow):
    assert figures["left_within_12m", group, "Jun. 2022"]["arrow"] == arrow


def test_april_to_june_of_the_adverts_are_missing_and_not_zero(figures):
    for area in ("Skoleområdet", "Dagtilbud", "Plejecentre/hjemmeplejen"):
        figure = figures["adverts", area, "2. kvartal 2022"]
        assert figure["status"] == "missing"
        assert figure["numerator"] != figure["numerator"]


SLIPS = [
    ("23 af 63 annoncer skrives som 36 %", "adverts_without_hire", "Dagtilbud", "1. kvartal 2022", "36.5"),
    ("5 af 17 annoncer skrives som 29 %", "adverts_without_hire", "Skoleområdet", "1. kvartal 2022", "29.4"),
    ("23 af 37 skrives som 62 %", "adverts_without_hire", "Plejecentre/hjemmeplejen", "1. kvartal 2022", "62.2"),
    ("knap hver femte: 21,2 % er over en femtedel", "left_within_3m", "HTK i alt", "Jun. 2022", "21.2"),
]


@pytest.mark.parametrize(("slip", "measure", "group", "period", "value"), SLIPS, ids=[slip[0] for slip in SLIPS])
def test_a_slip_of_the_text_is_not_repeated(figures, slip, measure, group, period, value):
    assert danish.rounded(figures[measure, group, period]["value"]) == Decimal(value)


CHANGES = [
    ("0,5 for 0,4 i tabel 4", "full_time_share", "HTK i alt", "2021", "Jun. 2022", "-0.4"),
    ("0,3 % for 0,3 procentpoint i tabel 2", "turnover", "HTK i alt", "2020", "2021", "0.3"),
    ("2,8 % for 2,8 procentpoint i tabel 2", "turnover", "HTK i alt", "2021", "Jun. 2022", "2.8"),
    ("0,3 % for 0,3 timer i tabel 5", "weekly_hours", "Pædagoger, daginst.omr.", "2020", "Jun. 2022", "-0.3"),
]


@pytest.mark.parametrize(("slip", "measure", "group", "before", "after", "change"), CHANGES)
def test_changes_are_those_of_the_printed_values(figures, slip, measure, group, before, after, change):
    printed = [danish.rounded(figures[measure, group, period]["value"]) for period in (before, after)]
    assert printed[1] - printed[0] == Decimal(change)
