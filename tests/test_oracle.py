"""The oracle itself, pinned by careers worked out by hand: every expected value has its reason beside it."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import oracle
import pytest
import random_extracts
from oracle import OPEN, Column, HistoryCoverage, Line, ListCoverage, Reference, Row, Stay

HERE = Path(__file__).parent


def day(text):
    return date.fromisoformat(text)


def row(start, end=None, *, hired=None, opens=True, rate="1", number="1", category="fast", **other):
    start = day(start)
    hired = day(hired) if hired else start
    given = {"institution": "", "hourly": False, "leader": False, "from_list": False, "unit": "SK1", "code": "10"}
    return Row(
        person="p",
        number=number,
        category=category,
        rate=Fraction(rate),
        hired=hired,
        start=start,
        end=day(end) if end else OPEN,
        employment_hired=hired,
        opens_employment=opens,
        **{**given, **other},
    )


def spans(*rows):
    return [(stay.first_day.isoformat(), stay.last_day.isoformat()) for stay in oracle.stays_of(rows)]


# Rule 1 and 2: rows and last days

REFERENCE = Reference(
    groups=(("htk", "alle"), ("ledere", "ledere"), ("laerere", "stillinger")),
    units=(Line("SK1", "Skole", "", date.min, OPEN),),
    jobs=(Line("10", "Skole", "laerere", date.min, OPEN),),
    categories={"Fastansat": "fast", "Fleksjob": "fleksjob", "Vikar": "vikar"},
)


def record(start, end, leave="", number="1", **other):
    return {
        "CPR": "p",
        "Tjenestenummer": number,
        "Afdeling": "SK1",
        "Stillingskode": "10",
        "Ansættelsesform": "Fastansat",
        "Beskæftigelsesdecimal": "0,8108",
        "Leder": "Nej",
        "Ansættelsesdato": start,
        "Startdato": start,
        "Slutdato": end,
        "Fratrædelsesdato": leave,
        **other,
    }


def days_of(*records):
    return [(row.start.isoformat(), row.end.isoformat()) for row in oracle.rows_of_history(records, REFERENCE)]


def test_a_row_ends_on_the_earlier_of_its_slutdato_and_the_last_day():
    assert days_of(record("01-01-2020", "31-12-2020", "30-06-2020")) == [("2020-01-01", "2020-06-30")]
    assert days_of(record("01-01-2020", "30-06-2020", "31-12-2020")) == [("2020-01-01", "2020-06-30")]


@pytest.mark.parametrize("open_end", ["", "31-12-9999", "9999-12-31"])
def test_an_open_end(open_end):
    assert days_of(record("01-01-2020", open_end, open_end)) == [("2020-01-01", "9999-12-31")]


def test_the_last_day_is_the_latest_on_any_row_and_holds_for_all_rows():
    # Row 1 says 31 March, row 2 nothing, row 3 31 May: the employment's last day is 31 May, so row 1 runs to its own
    # Slutdato, row 2 is cut at 31 May, and row 3, which begins on 1 June, never comes to be.
    assert days_of(
        record("01-01-2020", "30-04-2020", "31-03-2020"),
        record("01-05-2020", "31-05-2020"),
        record("01-06-2020", "", "31-05-2020"),
    ) == [("2020-01-01", "2020-04-30"), ("2020-05-01", "2020-05-31")]
    # The other job has a number of its own and is not cut.
    assert days_of(record("01-01-2020", ""), record("01-01-2020", "", "31-01-2020", number="2")) == [
        ("2020-01-01", "9999-12-31"),
        ("2020-01-01", "2020-01-31"),
    ]


def test_an_employment_is_person_institution_and_number():
    # The same number in institution B is another employment: its leave date does not end the one in A.
    assert days_of(
        record("01-01-2020", "", Institution="A"), record("01-01-2020", "", "31-01-2020", Institution="B")
    ) == [("2020-01-01", "9999-12-31"), ("2020-01-01", "2020-01-31")]


def test_opening_row_and_hire_date_of_the_employment():
    first, second = oracle.rows_of_history(
        [
            record("01-05-2020", "", Ansættelsesdato="01-01-2019"),
            record("01-01-2020", "30-04-2020", Ansættelsesdato="01-01-2019", Ansættelsesform="Vikar"),
        ],
        REFERENCE,
    )
    assert (first.opens_employment, second.opens_employment) == (False, True)  # of any category: the vikar row opens
    assert first.employment_hired == day("2019-01-01")


# Rule 3: category


def test_qualifying_rows():
    assert row("2020-01-01").qualifying
    assert row("2020-01-01", category="fleksjob").qualifying
    assert not row("2020-01-01", hourly=True).qualifying
    for category in ("elev", "ekstraordinær", "§94", "vikar"):
        assert not row("2020-01-01", category=category).qualifying


def test_pay_form_and_unknown_contract_type():
    records = [record("01-01-2020", "", number=form, Lønform=form) for form in ("Timeløn", "Månedsløn")]
    rows = oracle.rows_of_history(records, REFERENCE)
    assert [row.hourly for row in rows] == [True, False]
    with pytest.raises(ValueError, match="contract type"):
        oracle.rows_of_history([record("01-01-2020", "", Ansættelsesform="Konsulent")], REFERENCE)


# Rule 4: stays


def test_the_bridge_is_31_days_from_last_day_to_next_start():
    # 31 January + 31 days is 2 March in a leap year's February of 29: 31 Jan -> 2 Mar 2020 is 31 days.
    assert spans(row("2020-01-01", "2020-01-31"), row("2020-03-02", "2020-03-31")) == [("2020-01-01", "2020-03-31")]
    assert len(spans(row("2020-01-01", "2020-01-31"), row("2020-03-03", "2020-03-31"))) == 2
    # 2021 has no 29 February: 3 March is the 31st day, 4 March the 32nd.
    assert len(spans(row("2021-01-01", "2021-01-31"), row("2021-03-03", "2021-03-31"))) == 1
    assert len(spans(row("2021-01-01", "2021-01-31"), row("2021-03-04", "2021-03-31"))) == 2


def test_the_latest_last_day_of_all_earlier_rows_counts():
    # The row before, by start, ended on 10 January; but the first one lasts to 30 June, so 31 July is 31 days on.
    rows = [row("2020-01-01", "2020-06-30"), row("2020-01-05", "2020-01-10"), row("2020-07-31", "2020-12-31")]
    assert spans(*rows) == [("2020-01-01", "2020-12-31")]
    assert spans(*reversed(rows)) == [("2020-01-01", "2020-12-31")]
    assert spans(rows[0], rows[1], row("2020-08-01", "2020-12-31")) == [
        ("2020-01-01", "2020-06-30"),
        ("2020-08-01", "2020-12-31"),
    ]


def test_moves_between_fast_and_fleksjob_do_not_break_but_other_categories_do():
    fast, fleks = row("2020-01-01", "2020-03-31"), row("2020-04-01", "2020-12-31", category="fleksjob")
    assert spans(fast, fleks) == [("2020-01-01", "2020-12-31")]
    # Vikar for the 32 days 1 April to 2 May: 3 May - 31 March = 33 days. The middle does not qualify: two stays.
    vikar = row("2020-04-01", "2020-05-02", category="vikar")
    assert spans(fast, vikar, row("2020-05-03")) == [("2020-01-01", "2020-03-31"), ("2020-05-03", "9999-12-31")]
    # Vikar for the 30 days of April: 1 May - 31 March = 31 days, bridged.
    assert spans(fast, row("2020-04-01", "2020-04-30", category="vikar"), row("2020-05-01")) == [
        ("2020-01-01", "9999-12-31")
    ]


def test_an_open_row_swallows_what_follows():
    assert spans(row("2020-01-01"), row("2022-01-01", "2022-02-01")) == [("2020-01-01", "9999-12-31")]


def test_rows_that_begin_after_the_period_or_after_the_extract_was_drawn_bridge_too():
    # Last day 30 June 2022, back on 31 July: 31 days, no exit in any column to June 2022.
    rows = oracle.rows_of_history(
        [record("01-01-2020", "30-06-2022", "30-06-2022"), record("31-07-2022", "", number="2")], REFERENCE
    )
    people = oracle.people_of(rows)
    assert oracle.exits(people, day("2019-12-31"), day("2022-07-30"), REFERENCE) == []
    assert len(oracle.stock(people, day("2022-06-30"), REFERENCE)) == 1


# Rule 5: main row


def stay_of(*rows):
    (stay,) = oracle.stays_of(rows)
    return stay


@pytest.mark.parametrize(
    ("winner", "other"),
    [
        ({"rate": "0.6", "hired": "2020-01-01", "number": "9"}, {"rate": "0.5", "hired": "2010-01-01", "number": "1"}),
        ({"hired": "2019-12-31", "number": "9"}, {"hired": "2020-01-01", "number": "1"}),
        ({"number": "9"}, {"number": "10"}),  # as numbers; as texts "10" would come first
        ({"number": "0099"}, {"number": "100"}),
        ({"number": "A10"}, {"number": "A9"}),  # as texts, because they are not numbers
        ({"number": "200"}, {"number": "1A"}),  # a number before what is none
    ],
)
def test_the_order_of_main_rows(winner, other):
    for start, later in (("2020-01-01", "2020-02-01"), ("2020-02-01", "2020-01-01")):
        rows = [row(start, **{"hired": "2020-01-01", **winner}), row(later, **{"hired": "2020-01-01", **other})]
        assert oracle.main_row(stay_of(*rows), day("2020-06-01")) is rows[0]
        assert oracle.main_row(stay_of(*reversed(rows)), day("2020-06-01")) is rows[0]


def test_the_latest_start_is_the_last_level():
    # The same number in two institutions, the same rate and Ansættelsesdato: the row that started last speaks.
    early = row("2020-01-01", hired="2020-01-01", institution="A", leader=True)
    late = row("2020-03-01", hired="2020-01-01", institution="B")
    assert oracle.main_row(stay_of(early, late), day("2020-06-01")) is late
    assert oracle.main_row(stay_of(early, late), day("2020-02-29")) is early  # the other is not valid yet


def test_only_rows_valid_that_day_and_qualifying():
    small = row("2020-01-01", rate="0.5")
    large = row("2020-02-01", "2020-03-31", rate="1", number="2")
    hourly = row("2020-01-01", rate="1.2", hourly=True, number="3")
    stay = stay_of(small, large, hourly)
    assert oracle.main_row(stay, day("2020-01-31")) is small
    assert oracle.main_row(stay, day("2020-02-01")) is large
    assert oracle.main_row(stay, day("2020-03-31")) is large  # both days included
    assert oracle.main_row(stay, day("2020-04-01")) is small


def test_in_a_bridged_gap_the_rows_that_ended_last_before_it_speak():
    full_but_earlier = row("2020-01-01", "2020-03-30", rate="1")
    half = row("2020-01-01", "2020-03-31", rate="0.5", number="2")
    more = row("2020-01-01", "2020-03-31", rate="0.6", number="3")
    after = row("2020-04-20", rate="1", number="4")
    stay = stay_of(full_but_earlier, half, more, after)
    assert oracle.main_row(stay, day("2020-04-10")) is more  # of the two that ended on 31 March the higher rate
    assert oracle.main_row(stay, day("2020-04-20")) is after


def test_standing_comes_from_the_main_row_and_the_day():
    reference = Reference(
        groups=REFERENCE.groups,
        units=(
            Line("U", "Dagtilbud", "", date.min, day("2020-12-31")),
            Line("U", "Skole", "", day("2021-01-01"), OPEN),
        ),
        jobs=(Line("10", "", "", date.min, OPEN), Line("10", "Skole", "laerere", day("2021-07-01"), OPEN)),
        categories=REFERENCE.categories,
    )
    stay = stay_of(row("2020-01-01", unit="U", leader=True, rate="0.5"))
    standing = oracle.standing(stay, day("2020-12-31"), reference)
    assert (standing.group, standing.category, standing.leader, standing.rate) == ("", "fast", True, Fraction(1, 2))
    assert oracle.standing(stay, day("2021-06-30"), reference).group == ""  # in a school, but the exact line is not yet
    assert oracle.standing(stay, day("2021-07-01"), reference).group == "laerere"


def test_an_exact_area_beats_an_empty_one_whatever_their_order():
    lines = (Line("10", "", "", date.min, OPEN), Line("10", "Dagtilbud", "paedagoger", date.min, OPEN))
    for jobs in (lines, lines[::-1]):
        reference = Reference(groups=(), units=(), jobs=jobs, categories={})
        assert reference.group("10", "Dagtilbud", day("2022-01-01")) == "paedagoger"
        assert reference.group("10", "Skole", day("2022-01-01")) == ""


def test_unknown_unit_code_and_area_stop():
    with pytest.raises(ValueError, match="unknown unit"):
        REFERENCE.area("XX", day("2022-01-01"))
    with pytest.raises(ValueError, match="unknown job code"):
        REFERENCE.group("99", "Skole", day("2022-01-01"))
    with pytest.raises(ValueError, match="unknown job code"):  # a known code in an area that no line covers
        REFERENCE.group("10", "Dagtilbud", day("2022-01-01"))


# Rule 6: hire date


def hire_dates(*rows):
    return [stay.hire_date.isoformat() for stay in oracle.stays_of(rows)]


def test_the_hire_date_is_the_first_rows_start():
    assert hire_dates(row("2020-01-01", "2020-02-01"), row("2020-02-02", number="2")) == ["2020-01-01"]
    assert hire_dates(row("2020-01-01", hired="2020-03-01")) == ["2020-01-01"]  # a later Ansættelsesdato is not used


def test_a_cut_history_uses_the_earlier_ansaettelsesdato():
    assert hire_dates(row("2020-01-01", hired="2015-08-01")) == ["2015-08-01"]


def test_not_where_the_employment_has_an_earlier_row_of_any_category():
    # Was a vikar since August 2015 in the same employment: fast from 2020 is a hire in 2020.
    vikar = row("2015-08-01", "2019-12-31", category="vikar")
    assert hire_dates(vikar, row("2020-01-01", hired="2015-08-01", opens=False)) == ["2020-01-01"]


@pytest.mark.parametrize(
    ("hired", "expected"),
    [("2019-06-29", "2020-01-01"), ("2019-06-30", "2020-01-01"), ("2019-07-01", "2019-07-01")],
)
def test_not_where_it_lies_on_or_before_the_last_day_of_the_stay_before(hired, expected):
    before = row("2018-01-01", "2019-06-30")
    assert hire_dates(before, row("2020-01-01", hired=hired, number="2")) == ["2018-01-01", expected]


def test_of_several_first_rows_the_earliest_hire_date():
    rows = [
        row("2020-01-01", hired="2019-10-01", number="1"),
        row("2020-01-01", hired="2019-09-01", number="2"),
        row("2020-01-01", hired="2015-01-01", number="3", opens=False),  # not its employment's first row
        row("2020-01-02", hired="2014-01-01", number="4"),  # not a first row of the stay
    ]
    assert hire_dates(*rows) == ["2019-09-01"]


# Rule 7 and 8: stock and exits


@pytest.mark.parametrize(
    ("start", "end", "in_stock"),
    [
        ("2021-12-31", None, 1),  # first day <= D
        ("2022-01-01", None, 0),
        ("2020-01-01", "2021-12-31", 0),  # gone at the close of the day
        ("2020-01-01", "2022-01-01", 1),
        ("2021-12-31", "2021-12-31", 0),  # one day: an entry and an exit, never stock
    ],
)
def test_stock_at_the_close_of_the_day(start, end, in_stock):
    people = {"p": oracle.stays_of([row(start, end)])}
    assert len(oracle.stock(people, day("2021-12-31"), REFERENCE)) == in_stock


def test_a_person_in_a_bridged_gap_is_stock():
    people = {"p": oracle.stays_of([row("2021-01-01", "2021-12-20"), row("2022-01-20")])}
    assert len(oracle.stock(people, day("2021-12-31"), REFERENCE)) == 1
    assert oracle.exits(people, day("2020-12-31"), day("2021-12-31"), REFERENCE) == []


@pytest.mark.parametrize(("end", "count"), [("2020-12-31", 0), ("2021-01-01", 1), ("2021-12-31", 1), ("2022-01-01", 0)])
def test_exits_leave_out_s_and_include_e(end, count):
    people = {"p": oracle.stays_of([row("2019-01-01", end)])}
    assert len(oracle.exits(people, day("2020-12-31"), day("2021-12-31"), REFERENCE)) == count


def test_the_job_that_ends_first_is_no_exit():
    people = {"p": oracle.stays_of([row("2019-01-01", "2021-06-30"), row("2019-01-01", rate="0.2", number="2")])}
    assert oracle.exits(people, day("2020-12-31"), day("2021-12-31"), REFERENCE) == []


def test_the_main_row_of_the_last_day_decides():
    # The full-time job ended on 30 May, the small flex job the day after: the exit is a flex job's.
    flex_job = row("2019-01-01", "2021-05-31", rate="0.3", number="2", category="fleksjob")
    rows = [row("2019-01-01", "2021-05-30"), flex_job]
    people = {"p": oracle.stays_of(rows)}
    ((_, standing),) = oracle.exits(people, day("2020-12-31"), day("2021-12-31"), REFERENCE)
    assert standing.category == "fleksjob"
    assert oracle.left_within_share(people, YEARS[1], "htk", "alle", REFERENCE, 3) == (0, 0)  # table 3 is fast only
    assert oracle.turnover(people, YEARS[1], "htk", "alle", REFERENCE) == (1, 1)


# Columns and tenure

YEARS = oracle.year_columns(day("2022-06-30"))


def test_year_columns():
    assert [(column.label, column.end.isoformat()) for column in YEARS] == [
        ("2020", "2020-12-31"),
        ("2021", "2021-12-31"),
        ("Jun. 2022", "2022-06-30"),
    ]
    assert YEARS[2].start == day("2022-01-01")
    assert [column.label for column in oracle.year_columns(day("2022-12-31"))] == ["2020", "2021", "2022"]


def test_quarter_columns():
    columns = oracle.quarter_columns(day("2022-06-30"))
    assert [(column.label, column.start.isoformat(), column.end.isoformat()) for column in columns] == [
        ("3. kvartal 2021", "2021-07-01", "2021-09-30"),
        ("4. kvartal 2021", "2021-10-01", "2021-12-31"),
        ("1. kvartal 2022", "2022-01-01", "2022-03-31"),
        ("2. kvartal 2022", "2022-04-01", "2022-06-30"),
    ]
    # a quarter that has not ended is not up to E
    assert [column.label for column in oracle.quarter_columns(day("2022-05-31"))][-1] == "1. kvartal 2022"


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2022-01-01", 3, "2022-04-01"),
        ("2021-11-30", 3, "2022-02-28"),
        ("2019-11-30", 3, "2020-02-29"),
        ("2021-10-31", 3, "2022-01-31"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2021-02-28", -12, "2020-02-28"),  # clipped, never extended
        ("2020-02-29", -12, "2019-02-28"),
        ("2021-02-28", 12, "2022-02-28"),
        ("2022-12-31", -12, "2021-12-31"),
    ],
)
def test_months_later(start, months, expected):
    assert oracle.months_later(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("hired", "last_day", "within_3", "within_12"),
    [
        ("2022-01-01", "2022-03-31", True, True),
        ("2022-01-01", "2022-04-01", False, True),
        ("2021-11-30", "2022-02-27", True, True),  # + 3 months is 28 February
        ("2021-11-30", "2022-02-28", False, True),
        ("2019-11-30", "2020-02-28", True, True),  # in a leap year 29 February
        ("2019-11-30", "2020-02-29", False, True),
        ("2020-02-29", "2021-02-27", False, True),  # + 12 months is 28 February
        ("2020-02-29", "2021-02-28", False, False),
        ("2021-01-01", "2021-12-31", False, True),
        ("2021-01-01", "2022-01-01", False, False),
        ("2021-05-05", "2021-05-05", True, True),
    ],
)
def test_tenure(hired, last_day, within_3, within_12):
    stay = Stay(rows=(), first_day=day(hired), last_day=day(last_day), hire_date=day(hired))
    assert (oracle.left_within(stay, 3), oracle.left_within(stay, 12)) == (within_3, within_12)


def test_tenure_counts_from_the_stay_and_not_from_the_last_job():
    # Two months, then a bridged gap, then two months in a new job: five months in all.
    stay = stay_of(row("2021-01-01", "2021-02-28"), row("2021-03-31", "2021-05-31", number="2"))
    assert not oracle.left_within(stay, 3)


def test_tenure_counts_from_an_earlier_ansaettelsesdato():
    # The row began on 1 May, but the history is cut: hired 1 March, so 31 May is within 3 months and 1 June is not.
    assert oracle.left_within(stay_of(row("2021-05-01", "2021-05-31", hired="2021-03-01")), 3)
    assert not oracle.left_within(stay_of(row("2021-05-01", "2021-06-01", hired="2021-03-01")), 3)


# Tables 4 and 5


@pytest.mark.parametrize(
    ("rate", "counts", "full"),
    [
        ("1", True, True),
        ("1.0811", True, True),
        ("0.9995", True, True),
        ("0.9994", True, False),
        ("0.2703", True, False),  # 10.0011 hours
        ("0.2702", True, False),  # 9.9974 is 10.00 to two decimals
        ("0.2701", False, False),  # 9.9937 is 9.99
        ("0", False, False),
    ],
)
def test_rates(rate, counts, full):
    people = {"p": oracle.stays_of([row("2020-01-01", rate=rate)])}
    assert oracle.full_time_share(people, YEARS[0], "htk", "alle", REFERENCE) == (int(full), int(counts))
    assert oracle.weekly_hours(people, YEARS[0], "htk", "alle", REFERENCE) == (
        Fraction(rate) * 37 if counts else 0,
        int(counts),
    )


def test_the_main_row_is_chosen_before_the_population():
    # The flex job has the higher rate and speaks; that the other job is fast and has 10 hours does not bring it in.
    rows = [row("2020-01-01", rate="0.6", category="fleksjob"), row("2020-01-01", rate="0.5", number="2")]
    people = {"p": oracle.stays_of(rows)}
    assert oracle.full_time_share(people, YEARS[0], "htk", "alle", REFERENCE) == (0, 0)
    # Neither are the hours of two jobs added: 0.2 + 0.2 is still under 10 hours for the main row.
    people = {"p": oracle.stays_of([row("2020-01-01", rate="0.2"), row("2020-01-01", rate="0.2", number="2")])}
    assert oracle.weekly_hours(people, YEARS[0], "htk", "alle", REFERENCE) == (0, 0)


# Table 1


@pytest.mark.parametrize(
    ("hires", "deadline", "closed", "outcome"),
    [
        ("1", "", "", "hired"),
        ("7", "01-01-2022", "01-02-2022", "hired"),
        ("0", "", "01-02-2022", "without_hire"),  # closed
        ("0", "02-07-2022", "", "without_hire"),  # 90 days before 30 September: 28 in July + 31 + 30 + 1
        ("0", "03-07-2022", "", "undecided"),  # 89 days
        ("0", "", "", "undecided"),  # no deadline, not closed
        ("", "", "", "undecided"),
    ],
)
def test_outcomes_of_adverts(hires, deadline, closed, outcome):
    advert = {"Antal ansatte": hires, "Ansøgningsfrist": deadline, "Afsluttet": closed}
    assert oracle.advert_outcome(advert, day("2022-09-30")) == outcome


def test_the_share_leaves_out_the_undecided():
    def advert(area, published, hires, closed=""):
        outcome = {"Antal ansatte": hires, "Ansøgningsfrist": "", "Afsluttet": closed}
        return {"Område": area, "Publiceret": published, **outcome}

    adverts = [
        advert("Skole", "01-01-2022", "2"),
        advert("Skole", "31-03-2022", "0", "01-04-2022"),
        advert("Skole", "01-02-2022", "0"),
        advert("Dagtilbud", "01-02-2022", "0", "01-04-2022"),
        advert("Skole", "31-12-2021", "1"),
        advert("Skole", "01-04-2022", "1"),
    ]
    quarter = Column("1. kvartal 2022", day("2022-01-01"), day("2022-03-31"))

    def tally(measure, area):
        return oracle.advert_tally(adverts, measure, quarter, area, day("2022-09-30"))

    assert tally("adverts", "Skole") == (3, None)
    assert tally("adverts", "alle") == (4, None)
    assert tally("adverts_without_hire", "Skole") == (1, 2)  # of three, one is undecided
    assert tally("adverts_without_hire", "alle") == (2, 3)


def test_an_identical_row_is_left_out(tmp_path):
    rows = [["J1", "01-01-2022"], ["J2", "01-01-2022"], ["J1", "01-01-2022"]]
    write(tmp_path / "annoncer.csv", ["Job-id", "Publiceret"], *rows)
    assert [advert["Job-id"] for advert in oracle.read_csv(tmp_path / "annoncer.csv")] == ["J1", "J2"]


# Coverage


def test_history_covers_from_the_first_complete_date_to_the_date_drawn():
    def covered(measure, column, covers_from="2019-12-31", drawn="2022-06-30"):
        return oracle.staff_column_covered(HistoryCoverage(day(covers_from), day(drawn)), measure, YEARS[column])

    assert covered("turnover", 0)  # the stock on 31 December 2019
    assert not covered("turnover", 0, covers_from="2020-01-01")
    assert covered("left_within_3m", 0, covers_from="2020-01-01")
    assert not covered("left_within_3m", 0, covers_from="2020-01-02")
    assert covered("weekly_hours", 0, covers_from="2020-12-31")
    assert not covered("weekly_hours", 0, covers_from="2021-01-01")
    assert covered("turnover", 2, covers_from="2021-06-30")
    assert not covered("turnover", 2, covers_from="2021-07-01")
    for measure in oracle.STAFF_TALLIES:
        assert covered(measure, 2)
        assert not covered(measure, 2, drawn="2022-06-29")
        assert not oracle.staff_column_covered(None, measure, YEARS[0])


def test_lists_cover_the_days_and_the_half_years_they_speak_of():
    assert oracle.half_year_span([day("2021-03-31"), day("2021-08-01")]) == (day("2021-01-01"), day("2021-12-31"))
    assert oracle.half_year_span([day("2021-06-30")]) == (day("2021-01-01"), day("2021-06-30"))
    assert oracle.half_year_span([day("2021-07-01")]) == (day("2021-07-01"), day("2021-12-31"))
    coverage = ListCoverage(
        status_days=frozenset({day("2021-06-30"), day("2022-06-30")}),
        spans=((day("2021-07-01"), day("2021-12-31")), (day("2022-01-01"), day("2022-06-30"))),
        covers_from=date.min,
        drawn=day("2022-06-30"),
    )
    covered = {measure: oracle.staff_column_covered(coverage, measure, YEARS[2]) for measure in oracle.STAFF_TALLIES}
    assert all(covered.values())
    assert not oracle.staff_column_covered(coverage, "turnover", YEARS[1])  # no list of 31 December 2020
    assert not oracle.staff_column_covered(coverage, "left_within_3m", YEARS[1])  # no leavers of January to June 2021
    assert not oracle.staff_column_covered(coverage, "weekly_hours", YEARS[1])
    early = ListCoverage(coverage.status_days, coverage.spans, date.min, day("2022-06-15"))
    assert not early.exits(day("2022-01-01"), day("2022-06-30"))  # never past the day drawn


def test_a_quarter_is_covered_when_all_its_whole_months_have_adverts():
    quarter = Column("", day("2022-01-01"), day("2022-03-31"))
    adverts = [{"Publiceret": "31-01-2022"}, {"Publiceret": "01-02-2022"}, {"Publiceret": "15-03-2022"}]
    assert oracle.quarter_covered(adverts, quarter, None, day("2022-03-31"))
    assert not oracle.quarter_covered(adverts, quarter, None, day("2022-03-30"))  # March is not whole
    assert not oracle.quarter_covered(adverts[:2], quarter, None, day("2022-09-30"))
    assert not oracle.quarter_covered(adverts[1:], quarter, None, day("2022-09-30"))
    assert not oracle.quarter_covered([], quarter, None, day("2022-09-30"))


# Printing, hiding, arrows


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2300, 63), 1, "36.5"),  # 36.507…
        (Fraction(2300, 63), 0, "37"),  # the minutes' 36 is a slip
        (Fraction(1, 20), 1, "0.1"),  # exactly 0.05: up
        (Fraction(25, 2), 0, "13"),  # 12.5: up, not to the even 12
        (Fraction(495, 25), 1, "19.8"),
        (Fraction("9.995"), 2, "10.00"),
        (0, 1, "0.0"),
        (100, 1, "100.0"),
    ],
)
def test_rounding_half_up(value, places, text):
    assert oracle.half_up(value, places) == Decimal(text)


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "intern", "offentlig"),
    [
        ("turnover", 5, 10, False, False),
        ("turnover", 4, 10, False, True),
        ("turnover", 1, 500, False, True),
        ("turnover", 0, 10, False, False),  # zero is shown when the denominator is at least 10
        ("turnover", 0, 9, False, True),
        ("turnover", 9, 9, False, True),
        ("turnover", 9, 10, False, False),  # the complement, 1, does not apply to turnover
        ("turnover", 12, 10, False, False),
        ("turnover", 3, 4, True, True),
        ("turnover", 3, 5, False, True),
        ("left_within_3m", 6, 10, False, True),  # complement 4
        ("left_within_3m", 5, 10, False, False),
        ("left_within_12m", 10, 10, False, False),  # complement 0
        ("left_within_12m", 9, 10, False, True),
        ("full_time_share", 496, 500, False, True),
        ("full_time_share", 495, 500, False, False),
        ("weekly_hours", Fraction(3), 10, False, False),  # hours are no count
        ("weekly_hours", Fraction(300), 9, False, True),
        ("weekly_hours", Fraction(130), 4, True, True),
        ("adverts", 1, None, False, False),  # counts of adverts are not persons
        ("adverts_without_hire", 1, 3, False, False),
    ],
)
def test_primary_hiding(measure, numerator, denominator, intern, offentlig):
    assert oracle.hidden(measure, numerator, denominator, "raa") is False
    assert oracle.hidden(measure, numerator, denominator, "intern") is intern
    assert oracle.hidden(measure, numerator, denominator, "offentlig") is offentlig


def line(measure, *tallies, audience="raa"):
    filled = [
        (Column(str(year), date(year, 1, 1), date(year, 12, 31)), tally is not None, *(tally or (None, None)))
        for year, tally in enumerate(tallies, 2019)
    ]
    cells = oracle.cells(measure, "htk", filled, audience)
    return [(cell["status"], cell["arrow"], cell["assessment"]) for cell in cells]


def test_the_arrow_looks_past_missing_columns():
    # 20,0 — missing — 30,0: up, and a higher turnover is worse.
    assert line("turnover", (20, 100), None, (30, 100)) == [("ok", "", ""), ("missing", "", ""), ("ok", "up", "worse")]
    assert line("turnover", None, (20, 100), (20, 100)) == [("missing", "", ""), ("ok", "", ""), ("ok", "flat", "same")]


def test_no_arrow_after_a_suppressed_or_undefined_cell():
    assert line("turnover", (20, 100), (2, 4), (30, 100), audience="intern") == [
        ("ok", "", ""),
        ("suppressed", "", ""),
        ("ok", "", ""),
    ]
    assert line("turnover", (20, 100), (0, 0), (30, 100)) == [("ok", "", ""), ("undefined", "", ""), ("ok", "", "")]
    # missing after suppressed: the column printed before the last is still the suppressed one
    assert line("turnover", (2, 4), None, (30, 100), audience="intern")[2] == ("ok", "", "")


def test_arrows_compare_what_is_printed():
    # 36,507… and 36,533… are both printed 36,5.
    assert line("full_time_share", (23, 63), (137, 375))[1] == ("ok", "flat", "same")
    # 36,5 to 36,6: up, better for full time
    assert line("full_time_share", (365, 1000), (366, 1000))[1] == ("ok", "up", "better")
    assert line("weekly_hours", (Fraction(340), 10), (Fraction(339), 10))[1] == ("ok", "down", "worse")
    assert line("left_within_3m", (5, 10), (4, 10))[1] == ("ok", "down", "better")
    assert line("adverts", (17, None), (16, None))[1] == ("ok", "down", "")  # a count has no assessment
    assert line("adverts", (0, None), (0, None))[1] == ("ok", "flat", "")
    assert line("adverts_without_hire", (1, 4), (0, 4))[1] == ("ok", "down", "better")


def test_what_a_cell_holds():
    column = Column("x", date(2020, 1, 1), date(2020, 12, 31))
    tallies = [(column, True, 23, 63), (column, True, 3, 0), (column, True, 2, 4), (column, False, None, None)]
    cells = oracle.cells("turnover", "htk", tallies, "intern")
    assert oracle.cells("turnover", "htk", tallies[1:2], "raa")[0]["numerator"] == 3  # hidden from readers only
    assert [(cell["status"], cell["numerator"], cell["denominator"], cell["value"]) for cell in cells] == [
        ("ok", 23, 63, Fraction(2300, 63)),
        ("undefined", None, 0, None),
        ("suppressed", None, None, None),
        ("missing", None, None, None),
    ]


def test_a_zero_denominator_is_undefined_for_every_audience():
    for audience in ("raa", "intern", "offentlig"):
        assert line("left_within_3m", (0, 0), audience=audience) == [("undefined", "", "")]


def test_the_arrows_of_the_minutes():
    """The house arrow gives all 76 arrows that were printed in October 2022."""
    with open(HERE / "published" / "figures.csv", encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))
    before, count = {}, 0
    for figure in published:
        of = (figure["measure"], figure["group"])
        if figure["arrow"]:
            arrow = oracle.house_arrow(figure["measure"], Fraction(figure["value"]), Fraction(before[of]))
            assert arrow == figure["arrow"], figure
            count += 1
        before[of] = figure["value"]
    assert count == 76


# A whole municipality, by hand

PEOPLE = {
    # A has been there all along.
    "A": ("01-01-2015", "", "1", "Fastansat", "Nej"),
    # B: in the stock of 31-12-2019, gone at the close of 31-12-2020.
    "B": ("01-01-2019", "31-12-2020", "0,5", "Fastansat", "Nej"),
    # C: hired 31 March, + 3 months is 30 June, gone the 29th: within 3 months.
    "C": ("31-03-2020", "29-06-2020", "1", "Fastansat", "Nej"),
    # D: a leader in a flex job, not there on 30-06-2021.
    "D": ("01-07-2021", "", "0,6", "Fleksjob", "Ja"),
    # E: a calendar year, within 12 months.
    "E": ("01-01-2021", "31-12-2021", "0,5", "Fastansat", "Nej"),
    # F: the first day is in the stock of 30-06-2021, the last day is an exit of 30-06-2022; 12 months and a day.
    "F": ("30-06-2021", "30-06-2022", "0,8", "Fastansat", "Nej"),
}
HAND_WORKED = {
    # 2020: A and B in stock, B and C left. 2021: A in stock, E left. To June 2022: A, E, F in stock, E and F left.
    "turnover": [(2, 2, "", ""), (1, 1, "flat", "same"), (2, 3, "down", "better")],
    # 2020: C of B and C. 2021: E stayed longer. 2022: F stayed longer.
    "left_within_3m": [(1, 2, "", ""), (0, 1, "down", "better"), (0, 1, "flat", "same")],
    # 2020: C. 2021: E. 2022: F was there 12 months and a day.
    "left_within_12m": [(1, 2, "", ""), (1, 1, "up", "worse"), (0, 1, "down", "better")],
    # 2020: A. 2021: A and F (E is gone, D is a flex job). 2022: A.
    "full_time_share": [(1, 1, "", ""), (1, 2, "down", "worse"), (1, 1, "up", "better")],
    # 37; 37 + 29,6 = 66,6; 37.
    "weekly_hours": [(37, 1, "", ""), (Fraction("66.6"), 2, "down", "worse"), (37, 1, "up", "better")],
}
STAFF_COLUMNS = [
    *("CPR", "Tjenestenummer", "Afdeling", "Stillingskode", "Ansættelsesform", "Beskæftigelsesdecimal", "Leder"),
    *("Ansættelsesdato", "Startdato", "Slutdato", "Fratrædelsesdato", "Opgørelsesdato"),
]


def write(path, header, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(";".join(row) for row in [header, *rows]), encoding="utf-8-sig")


def staff_row(person, **dates):
    start, _, rate, form, leader = PEOPLE[person]
    row = {"CPR": person, "Tjenestenummer": "1", "Afdeling": "SK1", "Stillingskode": "10", "Ansættelsesform": form}
    row |= {"Beskæftigelsesdecimal": rate, "Leder": leader, "Ansættelsesdato": start, **dates}
    return [row.get(name, "") for name in STAFF_COLUMNS]


@pytest.fixture
def reference(tmp_path):
    folder = tmp_path / "reference"
    files = {
        "grupper": "Gruppe;Navn;Dækker\nhtk;I alt;alle\nledere;Ledere;ledere\nlaerere;Lærere;stillinger",
        "stillinger": "Stillingskode;Stilling;Område;Gruppe\n10;Lærer;Skole;laerere",
        "afdelinger": "Afdeling;Navn;Område;Center\nSK1;Skole 1;Skole;ISC",
        "ansaettelsesformer": "Ansættelsesform;Kategori\nFastansat;fast\nFleksjob;fleksjob",
    }
    for name, text in files.items():
        write(folder / f"{name}.csv", *(line.split(";") for line in text.split("\n")))
    return folder


@pytest.fixture
def history(tmp_path):
    rows = [
        staff_row(person, Startdato=start, Slutdato=end, Fratrædelsesdato=end)
        for person, (start, end, *_) in PEOPLE.items()
    ]
    write(tmp_path / "extract" / "ansaettelser.csv", STAFF_COLUMNS, *rows)
    return tmp_path / "extract"


@pytest.fixture
def lists(tmp_path):
    folder = tmp_path / "lists"
    on_lists = {"31-12-2019": "AB", "31-12-2020": "A", "30-06-2021": "AEF", "31-12-2021": "ADEF", "30-06-2022": "ADF"}
    for listed_on, people in on_lists.items():
        rows = [staff_row(person, Opgørelsesdato=listed_on) for person in people]
        write(folder / f"bestand {listed_on}.csv", STAFF_COLUMNS, *rows)
    for year, people in (("2020", "BC"), ("2021-22", "EF")):
        rows = [staff_row(person, Fratrædelsesdato=PEOPLE[person][1]) for person in people]
        write(folder / f"fratraadte {year}.csv", STAFF_COLUMNS, *rows)
    return folder


def of(figures, measure, group):
    cells = [cell for cell in figures if (cell["measure"], cell["group"]) == (measure, group)]
    return [(cell["numerator"], cell["denominator"], cell["arrow"], cell["assessment"]) for cell in cells]


def test_a_municipality_by_hand(history, reference):
    figures = oracle.figures(history, reference, day("2022-06-30"), day("2022-09-30"), audience="raa")
    for measure, expected in HAND_WORKED.items():
        assert of(figures, measure, "htk") == expected, measure
    # D, the only leader, is no teacher's exception: the group is the job's, so all six are laerere.
    assert of(figures, "turnover", "laerere") == HAND_WORKED["turnover"]
    # D is not there on 30-06-2021 and has not left; as a flex job D is in none of tables 3 to 5.
    for measure in HAND_WORKED:
        assert [cell[:2] for cell in of(figures, measure, "ledere")] == [(0, 0)] * 3
    # no adverts at all is missing, not zero
    assert {cell["status"] for cell in figures if cell["measure"].startswith("adverts")} == {"missing"}
    # in printed order
    assert list(dict.fromkeys(cell["measure"] for cell in figures)) == list(oracle.MEASURES)
    assert list(dict.fromkeys(cell["group"] for cell in figures)) == ["Skole", "alle", "htk", "ledere", "laerere"]
    assert len(figures) == 2 * 2 * 4 + 5 * 3 * 3


def test_for_intern_all_of_it_is_too_small(history, reference):
    figures = oracle.figures(history, reference, day("2022-06-30"), day("2022-09-30"))
    assert {cell["status"] for cell in figures if cell["group"] == "htk"} == {"suppressed"}
    assert {cell["status"] for cell in figures if cell["group"] == "ledere"} == {"undefined"}


def test_a_history_that_covers_from_later(history, reference):
    figures = oracle.figures(
        history, reference, day("2022-06-30"), day("2022-09-30"), covers_from=day("2020-12-31"), audience="raa"
    )
    # the stock of 31-12-2019 is not covered, that of 31-12-2020 is; the exits of 2020 are not
    nothing = (None, None, "", "")
    assert of(figures, "turnover", "htk") == [nothing, (1, 1, "", ""), HAND_WORKED["turnover"][2]]
    assert of(figures, "left_within_3m", "htk") == [nothing, (0, 1, "", ""), (0, 1, "flat", "same")]
    assert of(figures, "weekly_hours", "htk") == HAND_WORKED["weekly_hours"]


def test_the_same_municipality_in_lists(lists, reference):
    figures = oracle.figures(lists, reference, day("2022-06-30"), day("2022-09-30"), audience="raa")
    # One leavers' list spans 2020, the other July 2021 to June 2022: January to June 2021 is covered by none, so 2021
    # is missing in tables 2 and 3 and the arrow looks past it: 100,0 to 66,7; 50,0 to 0,0.
    nothing = (None, None, "", "")
    assert of(figures, "turnover", "htk") == [(2, 2, "", ""), nothing, (2, 3, "down", "better")]
    assert of(figures, "left_within_3m", "htk") == [(1, 2, "", ""), nothing, (0, 1, "down", "better")]
    assert of(figures, "left_within_12m", "htk") == [(1, 2, "", ""), nothing, (0, 1, "down", "better")]
    assert of(figures, "full_time_share", "htk") == HAND_WORKED["full_time_share"]
    assert of(figures, "weekly_hours", "htk") == HAND_WORKED["weekly_hours"]


def test_rows_rebuilt_from_lists():
    def listed(on, leave="", **other):
        return record("15-02-2020", "", leave, **{"Opgørelsesdato": on, **other})

    status = [listed("30-06-2020"), listed("31-12-2020", Beskæftigelsesdecimal="1")]
    leaver = record("15-02-2020", "", "31-03-2021", Leder="Ja")
    rows = oracle.rows_of_lists(status, [leaver], REFERENCE)
    # The first list reaches back to Ansættelsesdato and holds until the day before the next; the leavers' row has its
    # own day, and what the last list said holds until the day before it.
    assert [(row.start.isoformat(), row.end.isoformat(), str(row.rate), row.leader) for row in rows] == [
        ("2020-02-15", "2020-12-30", "2027/2500", False),
        ("2020-12-31", "2021-03-30", "1", False),
        ("2021-03-31", "2021-03-31", "2027/2500", True),
    ]
    # In the last list without a leave date: open.
    assert oracle.rows_of_lists(status, [], REFERENCE)[-1].end == OPEN
    # Only ever in a leavers' list: one row from Ansættelsesdato to the last day.
    (alone,) = oracle.rows_of_lists([], [leaver], REFERENCE)
    assert (alone.start, alone.end) == (day("2020-02-15"), day("2021-03-31"))
    # Gone from the last list without having left: the definitions have no answer.
    with pytest.raises(ValueError, match="no leave date"):
        oracle.rows_of_lists([*status, listed("30-06-2021", number="2") | {"Tjenestenummer": "2"}], [], REFERENCE)


def test_the_hire_date_in_lists_is_ansaettelsesdato():
    # Vikar on 30 June, fast on 31 December: the stay begins on 31 December, but the hire date is the employment's.
    rows = oracle.rows_of_lists(
        [
            record("15-02-2020", "", Opgørelsesdato="30-06-2020", Ansættelsesform="Vikar"),
            record("15-02-2020", "", Opgørelsesdato="31-12-2020"),
        ],
        [],
        REFERENCE,
    )
    (stay,) = oracle.stays_of(rows)
    assert (stay.first_day, stay.hire_date) == (day("2020-12-31"), day("2020-02-15"))


# The oracle against the given case, and against itself


def test_the_small_case():
    case = HERE / "cases" / "small"
    dates = json.loads((case / "case.json").read_text(encoding="utf-8"))
    figures = oracle.figures(
        case / "extract", case / "reference", day(dates["as_of"]), day(dates["drawn"]), audience="raa"
    )
    found = {oracle.key(cell): cell for cell in figures}
    with open(case / "expected.csv", encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    assert len(expected) == 190
    for cell in expected:
        mine = found[oracle.key(cell)]
        assert oracle.same(mine["numerator"], cell["numerator"]), cell
        assert oracle.same(mine["denominator"], cell["denominator"]), cell


@pytest.mark.parametrize("seed", range(4))
def test_stock_moves_by_entries_and_exits(tmp_path, seed):
    """Rule 7's identity: stock(E) = stock(S) + entries in (S, E] - exits in (S, E]."""
    random_extracts.write_case(tmp_path, seed, 150)
    reference = oracle.read_reference(tmp_path / "reference")
    rows, _ = oracle.read_staff(tmp_path / "extract", reference, day("2022-09-30"))
    people = oracle.people_of(rows)
    stays = [stay for theirs in people.values() for stay in theirs]
    days = [day("2019-12-31") + timedelta(days=47 * step) for step in range(20)]
    for start, end in pairwise(days):
        entries = sum(start < stay.first_day <= end for stay in stays)
        left = len(oracle.exits(people, start, end, reference))
        stock_before, stock_after = (len(oracle.stock(people, on, reference)) for on in (start, end))
        assert stock_after == stock_before + entries - left


@pytest.mark.parametrize(
    ("seed", "as_of", "drawn"),
    [
        (1, "2022-06-30", None),
        (2, "2022-12-31", None),
        (3, "2022-06-30", "2022-06-30"),
        (4, "2021-02-28", None),
        (5, "2024-02-29", None),
    ],
)
def test_lists_and_history_give_the_same(tmp_path, seed, as_of, drawn):
    drawn = day(drawn) if drawn else None
    case = random_extracts.write_case(tmp_path, seed, 300, with_lists=True, as_of=day(as_of), drawn=drawn)
    dates = (day(case["as_of"]), day(case["drawn"]))
    of_history, of_lists = (
        oracle.figures(tmp_path / name, tmp_path / "reference", *dates, audience="raa")
        for name in ("extract", "extract_lists")
    )
    assert of_history == of_lists
    assert sum(cell["status"] == "ok" for cell in of_history) > 100


def test_a_random_case_is_the_same_each_time(tmp_path):
    for name in ("one", "two"):
        random_extracts.write_case(tmp_path / name, 7, 60, with_lists=True)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) > 10
    for path in files:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_disagreements():
    expected = [
        *oracle.cells("turnover", "htk", [(YEARS[0], True, 20, 100), (YEARS[1], True, 30, 100)], "offentlig"),
    ]
    as_file = [{name: "" if field is None else str(field) for name, field in row.items()} for row in expected]
    as_file = [{**row, "value": str(float(Fraction(row["value"])))} for row in as_file]
    assert oracle.disagreements(expected, as_file) == []
    assert len(oracle.disagreements(expected, [{**as_file[0], "numerator": "21"}, as_file[1]])) == 1
    assert oracle.disagreements(expected, as_file[::-1]) == ["the rows are not the same, or not in the same order"]
    blank = dict.fromkeys(("numerator", "denominator", "value", "arrow", "assessment"), "")
    hidden = [{**as_file[0], **blank, "status": "suppressed"}, {**as_file[1], "arrow": "", "assessment": ""}]
    assert oracle.disagreements(expected, hidden)
    assert oracle.disagreements(expected, hidden, more_hidden_allowed=True) == []
    leaky = [{**hidden[0], "denominator": "100"}, hidden[1]]
    assert oracle.disagreements(expected, leaky, more_hidden_allowed=True)
    # an arrow left after a hidden cell says something of it
    assert oracle.disagreements(expected, [hidden[0], as_file[1]], more_hidden_allowed=True)
