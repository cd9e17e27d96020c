"""Figures held against the year before, as tables: what they print, that it adds up, that nothing hidden is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from math import inf, nan

import pytest

import app
from kpi import danish, pipeline, showing
from kpi.definitions.breaks import Break, as_json
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.explaining import BY_AGE, BY_TENURE
from kpi.definitions.model import Status
from kpi.papers import tables
from kpi.papers.comparisons import clear, compared, contributed, judged
from kpi.papers.comparisons.overall import by_aim
from kpi.papers.explanations import explained, flows
from kpi.papers.paper import BY_NUMBER, PAPER_TABLES
from kpi.papers.paper_tables import tables_of
from kpi.papers.table import Cell
from kpi.papers.writers.plain import plain
from kpi.publications.publication import Publication

END, BEFORE = "2022-06-30", "2021-06-30"
AUDIENCES = ("intern", "offentlig")
MEASURES = ("turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours")
PRINTED_NUMBER = re.compile(r"[+\u2212]?\d[\d.]*(?:,\d+)?")


def found(sign: str, low: float = nan, high: float = nan, **others) -> dict:
    """A row of evidence."""
    told = {"measure": "left_within_3m", "group": "a", "period_end": END, "before_end": BEFORE, "unit": "procentpoint"}
    return told | {"sign": sign, "difference": nan, "low": low, "high": high, "reason": "", "assessment": ""} | others


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", ".").replace("\u2212", "-"))


def numbers(text: str) -> list[Decimal]:
    return [number(one) for one in PRINTED_NUMBER.findall(text)]


# --- one cell


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (found("clear_up", 0.65, 4.95), "[+0,7; +5,0]"),
        (found("up", -9.5, 11.2), "[\u22129,5; +11,2]"),
        (found("up", -0.02, 0.04), "[0,0; 0,0]"),
        (found("clear_up", 0.04, 3.0), "[+0,04; +3,00]"),
        (found("clear_down", -3.0, -0.004), "[\u22123,000; \u22120,004]"),
        (found("up", -0.16, 0.85, measure="weekly_hours", unit="timer"), "[\u22120,16; +0,85]"),
        (found("up", 0.564, 4.23, measure="turnover", unit="ratio", difference=1.5), "× 1,50 [0,56; 4,23]"),
        (found("clear_up", 1.002, 1.329, measure="turnover", unit="ratio", difference=1.16), "× 1,160 [1,002; 1,329]"),
        (found("clear_up", 1.31, inf, measure="turnover", unit="ratio", difference=inf), "[1,31; ubegrænset]"),
        (found("not_comparable"), "–"),
        (None, "–"),
    ],
)
def test_an_interval_is_printed_with_the_decimals_that_keep_it_true(row: dict | None, text: str) -> None:
    assert judged.interval_cell(row).text == text


@pytest.mark.parametrize(
    ("row", "spoken"),
    [
        (found("clear_up", assessment="worse"), "tydelig stigning siden samme tid året før, forværret"),
        (found("clear_down", assessment="better"), "tydeligt fald siden samme tid året før, forbedret"),
        (found("up"), "op siden samme tid året før, inden for normal variation"),
        (found("down"), "ned siden samme tid året før, inden for normal variation"),
        (found("flat"), "uændret siden samme tid året før"),
        (found("too_few", reason="nævneren er 12"), "for få til at vurdere: nævneren er 12"),
        (found("not_comparable", reason="brud"), "kan ikke sammenlignes: brud"),
        (None, f"kan ikke sammenlignes: {judged.NO_COMPARISON}"),
    ],
)
def test_a_sign_is_read_aloud_with_all_its_words(row: dict | None, spoken: str) -> None:
    figure = Cell("21,2", 21.2, 1, arrow="up", assessment="worse", mark="(f)", spoken="21,2 procent, steget siden 2021")
    cell = judged.judged(figure, row)
    assert cell.spoken == f"21,2 procent, {spoken}, foreløbigt tal"
    assert cell.arrow == "" and cell.sign == (row["sign"] if row else "not_comparable")
    assert cell.assessment == (row["assessment"] if row else "")


def test_what_is_not_shown_gets_no_sign() -> None:
    hidden = Cell("*", status=Status.SUPPRESSED, spoken="skjult, for få personer")
    assert judged.judged(hidden, found("clear_up", assessment="worse")) == hidden
    assert judged.sign_cell(hidden, found("clear_up", assessment="worse")).sign == ""


def test_a_printed_arrow_takes_colour_only_where_it_looks_at_the_year_before() -> None:
    figure = Cell("21,2", 21.2, 1, arrow="up", assessment="worse", spoken="21,2 procent, steget siden 2021, forværret")
    clear_rise = found("clear_up", assessment="worse", before_end="2020-12-31")
    same = judged.beside_its_arrow(figure, clear_rise, "2020-12-31")
    other = judged.beside_its_arrow(figure, clear_rise, "2021-12-31")
    assert (same.arrow, same.sign, same.assessment) == ("up", "clear_up", "worse")
    assert (other.arrow, other.sign, other.assessment) == ("up", "", "")
    told = "21,2 procent, steget siden 2021, tydelig stigning siden samme tid året før, forværret"
    assert same.spoken == other.spoken == told


# --- the tables


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_comparison_prints_what_it_is_made_of(publication: Publication, audience: str, measure: str) -> None:
    """The change is that of the printed values; an interval is clear in print exactly where the sign is."""
    table = compared.measure_table(publication, audience, measure)
    places = {column.key.rpartition("/")[2]: place for place, column in enumerate(table.columns)}
    unchanged = 1 if measure == "turnover" else 0
    for row in table.rows:
        after = row.cells[places["before"] - 1]
        before, change, interval, sign = (row.cells[places[part]] for part in ("before", "change", "interval", "sign"))
        if None in (after.value, before.value):
            assert change.value is None and interval.text == "–"
            assert sign.sign in ("", "not_comparable")
            continue
        assert number(change.text) == number(after.text) - number(before.text)
        low, high = numbers(interval.text)[-2:]
        if sign.sign.startswith("clear_"):
            assert low > unchanged or high < unchanged
            assert sign.assessment in ("better", "worse")
        elif sign.sign in ("up", "down"):
            assert low <= unchanged <= high and sign.assessment == ""
            assert (sign.sign == "up") == (change.value > 0)
        elif sign.sign == "flat":
            assert change.value == 0


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("number_of", range(1, 6))
def test_both_forms_of_a_comparison_say_the_same(publication: Publication, audience: str, number_of: int) -> None:
    whole = compared.compared_table(publication, audience, number_of)
    assert {column.period for column in whole.columns} <= {END, BEFORE, "2022-03-31", "2021-03-31"}
    if BY_NUMBER[number_of].rows == "areas":
        return
    parts = [
        compared.measure_table(publication, audience, one.key) for one in compared.judged_measures(BY_NUMBER[number_of])
    ]
    for place, row in enumerate(whole.rows):
        alone = [cell.text for table in parts for cell in table.rows[place].cells[-4:]]
        assert [cell.text for number, cell in enumerate(row.cells) if number % 5] == alone
        assert [row.cells[n].text for n in range(0, len(row.cells), 5)] == [
            table.rows[place].cells[2].text for table in parts
        ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_printed_arrow_says_whether_it_is_clear(publication: Publication, audience: str) -> None:
    words = [told.split(", ")[0] for _, told in danish.SIGNS.values()]
    arrows = 0
    for measure in MEASURES:
        printed = tables.paper_table(publication, audience, compared.BY_KEY[measure].table)
        places = [place for place, column in enumerate(printed.columns) if column.measure == measure]
        table = compared.measure_table(publication, audience, measure)
        for row, shown in zip(printed.rows, table.rows, strict=True):
            for cell, judged_cell in zip((row.cells[place] for place in places), shown.cells, strict=False):
                assert (cell.text, cell.arrow, cell.mark) == (judged_cell.text, judged_cell.arrow, judged_cell.mark)
                if cell.arrow:
                    arrows += 1
                    after_arrow = judged_cell.spoken.split("siden 20", 1)[1]
                    assert any(word in after_arrow for word in words), judged_cell.spoken
    assert arrows > 60


def test_the_share_of_adverts_without_a_year_before_cannot_be_compared(publication: Publication) -> None:
    table = compared.compared_table(publication, "intern", 1)
    assert table.rows[0].label == "I alt"
    assert all(
        row.cells[-1].sign == "not_comparable" and "1. kvartal 2021" in row.cells[-1].reason for row in table.rows
    )


def test_the_matrix_carries_signs_and_with_the_switch_the_house_arrows(publication: Publication) -> None:
    for audience in AUDIENCES:
        signs, arrows = (tables.overview_table(publication, audience, house) for house in (False, True))
        assert signs.key != arrows.key
        for row, other in zip(signs.rows, arrows.rows, strict=True):
            for cell, house in zip(row.cells, other.cells, strict=True):
                assert cell.text == house.text and cell.arrow == house.sign == ""
                assert bool(cell.sign) == (cell.value is not None)
                assert bool(cell.assessment) == cell.sign.startswith("clear_")


def test_a_table_of_signs_names_each_sign_once(publication: Publication) -> None:
    table = tables.overview_table(publication, "intern")
    symbols = [symbol for symbol, _ in table.symbols]
    assert len(symbols) == len(set(symbols))
    shown = {cell.sign for row in table.rows for cell in row.cells if cell.sign}
    assert {danish.SIGNS[sign] for sign in shown} <= set(table.symbols)


# --- the overall direction


def stands(p_values: dict, rate: float = 0.1) -> set:
    """Benjamini and Hochberg, as the paper of 1995 words it: reject up to the largest k with p(k) <= k/m q."""
    ordered = sorted(p_values, key=p_values.get)
    held = [k for k, key in enumerate(ordered, 1) if p_values[key] <= k / len(ordered) * rate]
    return set(ordered[: max(held, default=0)])


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_clear_ones_stand_worst_first_with_what_chance_may_have_done(
    publication: Publication, audience: str
) -> None:
    groups = {group.key for group in publication.groups if group.covers != "ledere"}
    evidence = publication.evidence[audience]
    family = evidence[
        (evidence["place_kind"] == "") & (evidence["period_end"] == END)
        & evidence["measure"].isin(MEASURES) & evidence["group"].isin(groups)
    ]  # fmt: skip
    tested = family[family["sign"].isin(["clear_up", "clear_down", "up", "down", "flat"])]
    p_values = {f"{row.measure}/{row.group}": row.p_value for row in tested.itertuples()}
    is_clear = {f"{row.measure}/{row.group}" for row in tested.itertuples() if row.assessment}
    table = clear.clear_table(publication, audience)
    assert {row.key for row in table.rows} == is_clear and is_clear
    held = stands(p_values)
    assert [row.cells[-1].text == "næppe" for row in table.rows] == [row.key in held for row in table.rows]
    blocks = [(row.block, p_values[row.key]) for row in table.rows]
    assert blocks == sorted(blocks)
    assert all(row.cells[0].assessment == ("worse" if row.block == 1 else "better") for row in table.rows)


def test_the_direction_is_that_of_the_aims(publication: Publication) -> None:
    found_aims = by_aim(publication.evidence["intern"], publication.figures["intern"], publication.groups)
    direction = clear.direction(publication, "intern")
    assert direction.tested == sum(one.better + one.worse + one.unclear for one in found_aims.values())
    assert len(direction.clear) == sum(one.better + one.worse for one in found_aims.values())


# --- where it comes from


@pytest.mark.parametrize("measure", ["turnover", "full_time_share", "weekly_hours"])
def test_the_centres_parts_add_up_to_the_same_change(publication: Publication, measure: str) -> None:
    found_parts = contributed.contributed(publication, "intern", measure, END, "centre")
    table = contributed.contributed_table(publication, "intern", found_parts)
    *parts, whole = (number(row.cells[0].text) for row in table.rows)
    by_group = contributed.contributed(publication, "intern", measure, END)
    assert sum(parts) == whole == by_group.printed_change
    evidence = publication.evidence["intern"]
    own = evidence[(evidence["measure"] == measure) & (evidence["place_kind"] == "center")]
    own = dict(zip(own["place"], own["assessment"], strict=True))
    assert {row.key: row.cells[0].assessment for row in table.rows if row.key in own} == own
    assert [row.label for row in table.rows][-3:] == [
        found_parts.rows[-1].name,
        "Ændret sammensætning af centrene",
        "HTK i alt",
    ]


def test_a_break_of_everyone_leaves_no_contributions_and_of_a_part_puts_it_in_the_rest(
    publication: Publication,
) -> None:
    def parts(division: str, *breaks: Break) -> list[str] | None:
        parted = replace(publication, definitions=publication.definitions | {"breaks": as_json(breaks)})
        found_parts = contributed.contributed(parted, "intern", "turnover", END, division)
        return found_parts and [row.part for row in found_parts.rows]

    day = date(2022, 1, 1)
    for division, gone in (("faggrupper", "laerere"), ("centre", "ISC")):
        whole = parts(division)
        assert gone in whole and parts(division, Break("turnover", day, "x")) is None
        assert parts(division, Break("turnover", date(2020, 6, 30), "x")) == whole
        assert parts(division, Break("weekly_hours", day, "x")) == whole
        left = parts(division, Break("", day, "x", rows=("laerere",)), Break("", day, "x", centers=("ISC",)))
        assert left == [one for one in whole if one not in (gone, "oevrige")] + ["oevrige"]


def test_the_public_are_told_of_no_centre_that_is_hidden(publication: Publication) -> None:
    for table in contributed.contributed_tables(publication, "offentlig"):
        measure = table.columns[0].measure
        figures = publication.figures["offentlig"]
        of_centres = figures[(figures["measure"] == measure) & (figures["place_kind"] == "center")]
        hidden = set(of_centres.loc[of_centres["status"] == "suppressed", "place"])
        assert not hidden & {row.key for row in table.rows}
    assert contributed.contributed(publication, "offentlig", "turnover", END, "centre") is None
    assert contributed.contributed(publication, "offentlig", "full_time_share", END, "centre") is not None


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_parts_of_a_change_add_up_to_the_printed_change(publication, audience: str, measure: str) -> None:
    """Also where a quarter ends on the same day: that is another period."""
    found_parts = contributed.contributed(publication, audience, measure, END)
    table = contributed.contributed_table(publication, audience, found_parts)
    *parts, whole = (number(row.cells[0].text) for row in table.rows)
    assert sum(parts) == whole
    total = compared.measure_table(publication, audience, measure).rows[0]
    assert whole == number(total.cells[4].text)
    assert table.rows[-1].block == 0
    for row in table.rows[:-2]:
        own = publication.comparisons[audience].get((measure, row.key, END))
        assert row.cells[0].assessment == (own["assessment"] if own else "")


def test_the_sentence_names_the_largest_parts_that_pull_the_way_it_went(publication: Publication) -> None:
    found_parts = contributed.contributed(publication, "intern", "turnover", END)
    told = contributed.in_a_sentence(found_parts, "HTK i alt")
    largest = max(found_parts.rows, key=lambda row: row.within)
    assert told.startswith("Af stigningen på 3,9 procentpoint ligger ")
    assert danish.number(largest.printed_within) in told and told.endswith(".") and not told.endswith("..")


@pytest.mark.parametrize(("kind", "measures"), [(explained.TENURE, BY_TENURE), (explained.AGES, BY_AGE)])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_parts_of_turnover_are_all_of_it(publication, audience: str, kind: str, measures) -> None:
    table = explained.parts_table(publication, audience, kind)
    whole, *parts = (row.cells for row in table.rows)
    assert [column.key for column in table.columns[:4]] == ["count", "2020-06-30", "2021-06-30", END]
    for place in range(4):
        assert sum(cells[place].value for cells in parts) == pytest.approx(whole[place].value)
    assert {row.key for row in table.rows[1:]} <= {one.key for one in measures}


def test_reasons_that_nobody_registered_are_no_table(publication: Publication) -> None:
    assert explained.parts_table(publication, "intern", explained.REASONS) is None


def test_stability_is_what_the_second_reading_leaves(publication: Publication) -> None:
    rows = {row.key: row.cells for row in explained.readings_table(publication, "intern").rows}
    for place in range(3):
        assert number(rows["stability"][place].text) == 100 - number(rows["stayers_left"][place].text)
        short = number(rows["turnover"][place].text) - number(rows["stayers_left"][place].text)
        assert number(rows["short"][place].text) == short
    assert rows["turnover"][2].text == "19,8"
    for key in ("stability", "short"):
        before, after, change = (number(cell.text) for cell in rows[key][1:4])
        assert change == after - before


def test_stock_and_flow_agree_with_another_count_of_the_stock(publication: Publication) -> None:
    """Everyone's age is known in the example, so the stock with a known age is the whole stock."""
    table = flows.flows_table(publication, "intern")
    figures = publication.figures["intern"]
    seniors = figures[
        (figures["measure"] == "seniors_58") & (figures["series"] == "printed") & (figures["place_kind"] == "")
    ]
    counted = {row.group: row.denominator for row in seniors.itertuples() if row.period_end == END}
    assert {row.key: row.cells[-1].value for row in table.rows} == {row.key: counted[row.key] for row in table.rows}
    assert table.rows[0].cells[2].text == table.rows[0].cells[3].text == "0"


def test_a_flow_with_a_hidden_count_tells_no_sum(publication: Publication) -> None:
    for audience in AUDIENCES:
        for row in flows.flows_table(publication, audience).rows:
            if any(cell.value is None for cell in row.cells[:-1]):
                assert row.cells[-1].value is None


def test_those_who_moved_are_told_only_where_none_of_them_is_few(publication: Publication) -> None:
    for row in flows.moved_table(publication, "offentlig", "weekly_hours").rows:
        shown = [cell.value for cell in row.cells if cell.value is not None]
        assert len(shown) in (0, 3) and not any(1 <= value <= 4 for value in shown)


# --- as files


def test_a_column_of_signs_is_one_column_of_words_in_a_file(publication: Publication) -> None:
    content = plain(compared.measure_table(publication, "intern", "turnover"), publication)
    assert content.header[-4:] == (
        "Jun. 2021 (procent)",
        "Ændring (procentpoint)",
        "Forhold (95 %-interval)",
        "Vurdering",
    )
    assert content.rows[0][-1] == "▲ tydelig stigning, forværret"
    assert content.rows[0][-3] == Decimal("3.9")


@pytest.mark.parametrize("paper", PAPER_TABLES, ids=lambda one: one.key)
def test_the_keys_of_tables_are_apart(publication: Publication, paper) -> None:
    made = [compared.compared_table(publication, "intern", paper.number)]
    if paper.rows != "areas":
        made += [compared.measure_table(publication, "intern", one.key) for one in compared.judged_measures(paper)]
        made.append(compared.same_date_table(publication, "intern", paper.number))
    made.append(tables.paper_table(publication, "intern", paper.number))
    assert len({table.key for table in made}) == len(made)
    assert all(re.fullmatch(r"[a-z0-9-]+", table.key) for table in made)


def test_a_year_that_is_printed_already_stands_once() -> None:
    """On a year's last day the year before is the column before: it is not told twice, on the page or in a file."""
    extract = app.ROOT / "data/example/2022-06-30/extract"
    intake = pipeline.take_in([extract], app.ROOT / "data/reference", date(2021, 12, 31), date(2022, 7, 31))
    protected = showing.for_audiences(pipeline.figures_of(intake), (INTERNAL, PUBLIC), intake.reference)
    year_end = pipeline.publication_of(intake, protected, "Eksempel Kommune", True, datetime(2022, 8, 1))
    table = compared.measure_table(year_end, "intern", "turnover")
    assert [column.label for column in table.columns[:3]] == ["2019", "2020", "2021"]
    assert [column.part for column in table.columns[3:]] == ["change", "interval", "sign"]
    change = table.rows[0].cells[3]
    before, after = (danish.rounded(table.rows[0].cells[place].value) for place in (1, 2))
    assert change.text == danish.number(after - before, sign=True)
    for paper in PAPER_TABLES:
        for drawn in tables_of(year_end, "intern", paper):
            header = plain(drawn, year_end).header
            assert len(set(header)) == len(header)
