"""The one presentation model: what the tables of the example say, part by part."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from kpi import pipeline, showing
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.model import Status
from kpi.papers import tables
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.series import series
from kpi.papers.table import count_cell

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def publication():
    intake = pipeline.take_in(
        [ROOT / "data/example/2022-06-30/extract"], ROOT / "data/reference", date(2022, 6, 30), date(2022, 7, 31)
    )
    figures = pipeline.figures_of(intake)
    protected = showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference)
    return pipeline.publication_of(intake, protected, "Eksempel Kommune", True, datetime(2022, 9, 26))


def texts(table, row):
    return [cell.text for line in table.rows if line.key == row for cell in line.cells]


def test_the_rows_stand_in_the_order_of_the_minutes_with_the_total_first(publication):
    turnover, short_tenure = (tables.paper_table(publication, "intern", number) for number in (2, 3))
    names = [group.name for group in publication.groups]
    assert [row.label for row in short_tenure.rows] == names
    assert [row.label for row in turnover.rows] == [name for name in names if name != "HTK i alt - Ledere"]
    assert turnover.rows[0].block == 0
    assert [row.block for row in turnover.rows] == sorted(row.block for row in turnover.rows)


def test_a_column_that_is_missing_is_left_out_and_named(publication):
    adverts = tables.paper_table(publication, "intern", 1)
    assert {column.period for column in adverts.columns} == {"2022-03-31"}
    assert "3. kvartal 2021, 4. kvartal 2021 og 2. kvartal 2022 foreligger ikke: Emply dækker dem ikke." in " ".join(
        adverts.notes
    )


def test_table_1_prints_counts_the_share_and_the_undecided(publication):
    adverts = tables.paper_table(publication, "intern", 1)
    assert texts(adverts, "Dagtilbud")[:4] == ["63", "23", "36,5", "0"]
    assert texts(adverts, "alle")[:3] == ["117", "51", "43,6"]
    assert "Administration" not in [row.key for row in adverts.rows]


def test_the_annex_holds_the_counts_behind_the_printed_figures(publication):
    counts = tables.counts_table(publication, "intern", 3)
    assert [column.label for column in counts.columns][-3:] == [
        "Fratrådte, Jun. 2022", "Heraf inden 3 mdr., Jun. 2022", "Heraf inden 12 mdr., Jun. 2022",
    ]  # fmt: skip
    assert texts(counts, "htk")[-3:] == ["264", "56", "104"]


def test_a_cell_says_aloud_what_its_arrow_and_colour_say(publication):
    cell = tables.paper_table(publication, "intern", 2).rows[0].cells[-1]
    assert cell.spoken == "19,8 procent, steget siden 2021, forværret"
    assert (cell.arrow, cell.assessment, cell.word) == ("up", "worse", "forværret")


def test_the_latest_column_is_dated_in_a_note(publication):
    notes = " ".join(tables.paper_table(publication, "intern", 2).notes)
    assert (
        "Jun. 2022 er fratrådte 1. juli 2021 til og med 30. juni 2022 i procent af antal ansatte 30. juni 2021."
        in notes
    )


@pytest.mark.parametrize("number", range(1, 6))
def test_no_hidden_cell_holds_a_number_anywhere(publication, number):
    for make in (tables.paper_table, tables.counts_table, tables.like_for_like_table):
        table = make(publication, "offentlig", number)
        hidden = [cell for row in table.rows for cell in row.cells if cell.status is Status.SUPPRESSED]
        assert all((cell.text, cell.value, cell.arrow) == ("*", None, "") for cell in hidden)
        assert table.hidden == len(hidden)
        if hidden:
            assert table.notes[-1].startswith("* skjult: færre end 10")


def test_the_public_sees_less_and_never_other_numbers(publication):
    less = 0
    for number in range(1, 6):
        shown = [
            [cell.text for row in tables.paper_table(publication, audience, number).rows for cell in row.cells]
            for audience in ("intern", "offentlig")
        ]
        assert all(public in (internal, "*") for internal, public in zip(*shown, strict=True))
        less += sum(public == "*" for public in shown[1])
    assert less > 0


def test_like_for_like_periods_are_the_same_date_of_each_year(publication):
    for paper in PAPER_TABLES[1:]:
        table = tables.like_for_like_table(publication, "intern", paper.number)
        assert {column.period[5:] for column in table.columns} == {"06-30"}


def test_a_point_before_the_figures_arrow_is_the_column_before(publication):
    points = series(publication, "intern", "turnover", "htk", "same_date")
    assert [point.label for point in points][-2:] == ["Jun. 2021", "Jun. 2022"]
    assert points[-1].cell.text == "19,8"


def test_a_revised_figure_is_marked_and_explained(publication):
    revision = {
        "audience": "intern", "measure": "turnover", "group": "htk", "place_kind": "", "place": "",
        "period_end": "2021-12-31", "period": "2021", "old": "16.9", "new": "17.0", "old_status": "ok",
        "new_status": "ok", "reason": "Sene fratrædelser", "at": "2022-09-26T00:00:00",
    }  # fmt: skip
    revised = replace(publication, revisions=(revision,), reason="Sene fratrædelser er kommet med")
    table = tables.paper_table(revised, "intern", 2)
    assert [cell.mark for cell in table.rows[0].cells] == ["", "(r)", ""]
    assert "revideret tal" in table.rows[0].cells[1].spoken
    assert ("(r)", "revideret tal") in table.symbols
    assert table.notes[-1].endswith("Reviderede tal: Sene fratrædelser.")
    first = {name: revision[name] for name in ("old", "old_status", "reason")}
    again = first | {"old": "16.8", "reason": "En kode er rettet."}
    amended = revision | again | {"old": "16.9", "steps": [first, again]}
    table = tables.paper_table(replace(publication, revisions=(amended,), reason="En kode er rettet."), "intern", 2)
    assert [note.partition(". ")[2] for note in table.notes[-2:]] == [
        "Reviderede tal: Sene fratrædelser.",
        "Reviderede tal: En kode er rettet.",
    ]
    alike = revision | {"old": "17.0", "counts": ["numerator"]}
    same = replace(publication, revisions=(alike,))
    assert not any(cell.mark for cell in tables.paper_table(same, "intern", 2).rows[0].cells)
    counts = tables.counts_table(same, "intern", 2)
    assert [cell.mark for cell in counts.rows[0].cells].count("(r)") == 1
    assert counts.notes[-1].endswith("Reviderede tal: Sene fratrædelser.")
    public = tables.paper_table(revised, "offentlig", 2)
    assert not any(cell.mark for row in public.rows for cell in row.cells)


def test_a_count_that_is_hidden_above_an_empty_base_is_a_star():
    figure = {"measure": "turnover", "group": "a", "period_end": "2022-06-30", "status": "undefined"}
    hidden = count_cell(figure | {"numerator": float("nan"), "denominator": 0.0}, "numerator")
    assert (hidden.text, hidden.value, hidden.status) == ("*", None, Status.SUPPRESSED)
    assert count_cell(figure | {"numerator": float("nan"), "denominator": 0.0}, "denominator").text == "0"
