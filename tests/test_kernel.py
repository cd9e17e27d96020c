"""The kernel (careers and counts) held against the plain pandas version, against laws, and against drawn careers."""

from collections.abc import Iterable
from datetime import date
from itertools import product

import numpy as np
import pandas as pd
import pytest
from bench import plain_pandas as plain
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi.definitions import populations as who
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Population, Source, Span, StaffGroup, Tally, When
from kpi.definitions.people import MAIN_ROW, OPEN, Coverage, People, day_number
from kpi.definitions.periods import ending, shifted
from kpi.extracts.careers import careers, whole_months
from kpi.extracts.checking.identity import broken_identities
from kpi.figures.count import Cells, Counts

NAMED = tuple(StaffGroup(key, key, "stillinger") for key in ("laerere", "paedagoger", "ssa"))
GROUPS = (StaffGroup("htk", "I alt", "alle"), StaffGroup("ledere", "Ledere", "ledere"), *NAMED)
AREAS, CENTERS, UNITS = ("Skole", "Dagtilbud"), ("ISC", "SUOC", "BYC"), tuple(f"U{number}" for number in range(6))
PLACES = {"": ("",), "area": AREAS, "center": CENTERS, "unit": UNITS}
CELLS = {kind: Cells(GROUPS, AREAS, kind, places) for kind, places in PLACES.items()}
EVERYONE = CELLS[""]

ENDS = [shifted(date(2021, 3, 31), -months) for months in range(15, -1, -1)]
PERIODS = {
    span: tuple(ending(end, span) for end in ENDS) for span in (Span.ROLLING_YEAR, Span.YEAR_TO_DATE, Span.STATUS)
}
POPULATIONS = {
    who.PERMANENT_AND_FLEX: lambda people: people,
    who.PERMANENT: plain.permanent,
    who.PERMANENT_TEN_HOURS: plain.ten_hours,
}
CONDITIONS = {
    None: lambda people: people,
    who.FULL_TIME: plain.full_time,
    who.WITHIN_3_MONTHS: lambda people: people[people["within_3"]],
    who.WITHIN_12_MONTHS: lambda people: people[people["within_12"]],
}
OF_PEOPLE = [indicator for indicator in INDICATORS if indicator.about_people]
STOCK = next(one.denominator for one in OF_PEOPLE if one.span is Span.STATUS)
TALLIES = tuple(dict.fromkeys(tally for one in OF_PEOPLE for tally in (one.numerator, one.denominator)))


# --- drawing people

FIRST = day_number(date(2019, 11, 20))
RATES = (1_000_000, 999_500, 999_499, 864_865, 500_000, 270_135, 270_134, 0)
GAPS = (1, 1, 1, 2, 30, 31, 32, 33, 60, 120)


@st.composite
def row_frames(draw: st.DrawFn) -> pd.DataFrame:
    """Classified rows of a few people, near the edges of the periods and of the rules."""
    rows = []
    numbers = draw(st.permutations(range(7)))
    for employment in range(draw(st.integers(0, 7))):
        rows += draw(employments(employment, numbers[employment]))
    return framed(rows)


@st.composite
def employments(draw: st.DrawFn, employment: int, number: int) -> list[dict]:
    """The rows of one employment, which never overlap; some are split as at a change of the reference files."""
    start = FIRST + draw(st.integers(0, 420))
    hired = start - draw(st.sampled_from([0, 0, 1, 40, 91, 92, 366, 4000]))
    given = {"person": draw(st.integers(0, 2)), "employment": employment, "service_rank": number}
    given |= {"hired": hired, "from_list": draw(st.booleans()) and draw(st.booleans())}
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        end = start + draw(st.integers(0, 200))
        said = [draw(attributes()) for _ in range(2)]
        cut = draw(st.integers(start, end)) if draw(st.integers(0, 4)) == 0 else end
        rows.append({**given, **said[0], "start": start, "end": cut, "row_start": start})
        if cut < end:
            same = {name: said[0][name] for name in ("category", "leader", "rate")}
            rows.append({**given, **said[1], **same, "start": cut + 1, "end": end, "row_start": start})
        start = end + draw(st.sampled_from(GAPS))
    if draw(st.integers(0, 3)) == 0:
        rows[-1]["end"] = OPEN
    for row in rows:
        row["left"] = OPEN
    if draw(st.booleans()):
        rows[-1]["left"] = min(rows[-1]["end"], rows[-1]["start"] + 250) - draw(st.sampled_from([0, 0, 0, 1, 40]))
    return rows


@st.composite
def attributes(draw: st.DrawFn) -> dict:
    """What a row says: the unit gives area and center."""
    unit = draw(st.integers(0, len(UNITS) - 1))
    return {
        "unit": unit,
        "area": unit % len(AREAS),
        "center": unit % len(CENTERS),
        "group": draw(st.integers(-1, len(NAMED) - 1)),
        "category": draw(st.sampled_from([0, 0, 0, 1, -1])),
        "leader": draw(st.booleans()),
        "rate": draw(st.sampled_from(RATES)),
    }


COLUMNS = ("person", "employment", "service_rank", "hired", "start", "end", "left", "row_start", "from_list", *MAIN_ROW)
FLAGS = ("leader", "from_list")


def framed(rows: list[dict]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({name: bool if name in FLAGS else "int64" for name in COLUMNS})


def people_of(rows: pd.DataFrame, adverts: pd.DataFrame | None = None) -> People:
    stays, staff, exits = careers(rows)
    return People(stays, staff, exits, pd.DataFrame() if adverts is None else adverts, Coverage({}, date.max), {})


def some(fraction: int) -> settings:
    """So many times fewer examples than the profile has, for what is slower."""
    return settings(max_examples=settings.default.max_examples // fraction)


# --- the plain version


def plain_counts(rows: pd.DataFrame, source: Source, when: When, span: Span) -> pd.DataFrame:
    """Everyone that a tally of the source and span could count, by period, as the plain version finds them."""
    rows = plain.rows_with_stay(rows)
    stays = plain.stays_of(rows)
    starts, ends = ([day_number(getattr(one, side)) for one in PERIODS[span]] for side in ("start", "end"))
    if source is Source.EXITS:
        return plain.exits(rows, stays, starts, ends)
    return plain.stock(rows, stays, starts if when is When.AT_START else ends)


def agree(rows: pd.DataFrame, kinds: Iterable[str], spans: Iterable[Span], populations: Iterable[Population]) -> None:
    """Asserts that the kernel counts what the plain version counts: every tally, of such populations, spans, places."""
    counts = Counts(people_of(rows))
    for (source, when), span in product({(tally.source, tally.when) for tally in TALLIES}, spans):
        found = plain_counts(rows, source, when, span)
        tallies = [tally for tally in TALLIES if (tally.source, tally.when) == (source, when)]
        for tally, population, kind in product(tallies, populations, kinds):
            people = CONDITIONS[tally.where](POPULATIONS[population](found))
            value = "rate" if tally.value else ""
            wanted = plain.tally(people, len(NAMED), len(ENDS), kind, len(PLACES[kind]), value)
            counted = counts.of(tally, population, PERIODS[span], CELLS[kind])
            assert (counted == wanted.reshape(counted.shape)).all(), (tally.label, population.key, span, kind)


@some(5)
@given(row_frames(), *map(st.sampled_from, (list(PLACES), list(PERIODS), list(POPULATIONS))))
def test_the_kernel_counts_what_the_plain_version_counts(
    rows: pd.DataFrame, kind: str, span: Span, population: Population
) -> None:
    agree(rows, [kind], [span], [population])


@some(3)
@given(row_frames(), st.sampled_from([1, 31, 92]))
def test_the_kernel_makes_the_stays_of_the_plain_version(rows: pd.DataFrame, bridge_days: int) -> None:
    stays, _, exits = careers(rows, bridge_days)
    wanted = plain.stays_of(plain.rows_with_stay(rows, bridge_days))
    pd.testing.assert_frame_equal(stays, wanted[list(stays)], check_dtype=False)
    assert list(exits["day"]) == [day for day in wanted["last"] if day < OPEN]


def crowd(seed: int, persons: int = 300) -> pd.DataFrame:
    """Rows of many people, with overlaps, gaps and second jobs, drawn without hypothesis."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(persons), rng.integers(1, 4, persons))
    employment = np.repeat(np.arange(len(person)), rng.integers(1, 4, len(person)))
    opens = np.diff(employment, prepend=-1) != 0
    length, gap = rng.integers(0, 150, len(employment)), rng.choice(GAPS, len(employment))
    run = np.cumsum(length + gap)
    run -= np.repeat(run[opens], np.bincount(employment)) - (FIRST + rng.integers(0, 420, len(person)))[employment]
    unit = rng.integers(0, len(UNITS), len(run))
    final = np.diff(employment, append=-1) != 0
    end = np.where(final & (rng.random(len(run)) < 0.3), OPEN, run + length)
    return (
        framed([])
        .reindex(range(len(run)))
        .assign(
            person=person[employment],
            employment=employment,
            service_rank=rng.permutation(len(person))[employment],
            hired=run - rng.choice([0, 0, 30, 1000], len(run)),
            start=run,
            end=end,
            left=np.where(final & (rng.random(len(run)) < 0.5), np.minimum(end, run + 300), OPEN),
            row_start=run,
            from_list=rng.random(len(run)) < 0.1,
            group=rng.integers(-1, len(NAMED), len(run)),
            area=unit % len(AREAS),
            center=unit % len(CENTERS),
            unit=unit,
            category=rng.choice([0, 0, 0, 1, -1], len(run)),
            leader=rng.random(len(run)) < 0.2,
            rate=rng.choice(RATES, len(run)),
        )
    )


def test_the_kernel_counts_what_the_plain_version_counts_in_a_crowd() -> None:
    agree(crowd(1), PLACES, PERIODS, POPULATIONS)


def test_no_rows_no_people() -> None:
    agree(framed([]), ["unit"], [Span.STATUS], [who.PERMANENT])
    assert all(frame.empty for frame in careers(framed([])))


def test_adverts_are_counted_by_area() -> None:
    rng = np.random.default_rng(1)
    published = rng.integers(day_number(ENDS[0]), day_number(ENDS[-1]) + 30, 300)
    adverts = pd.DataFrame(
        {
            "area": rng.integers(0, len(AREAS), 300),
            "day": published,
            "outcome": rng.integers(0, len(who.OUTCOMES), 300),
            "hires": rng.integers(0, 4, 300),
        }
    )
    quarters = tuple(ending(end, Span.QUARTER) for end in ENDS[::3])
    counts = Counts(people_of(framed([]), adverts))
    for tally in {one for indicator in INDICATORS for one in (indicator.numerator, indicator.denominator) if one}:
        if tally.source is not Source.ADVERTS:
            continue
        wanted = [
            [plain_adverts(adverts, tally, period, area) for period in quarters] for area in (*range(len(AREAS)), None)
        ]
        assert counts.of(tally, None, quarters, EVERYONE).tolist() == wanted, tally.label


def plain_adverts(adverts: pd.DataFrame, tally: Tally, period, area: int | None) -> int:
    within = adverts[adverts["day"].between(day_number(period.start) + 1, day_number(period.end))]
    if area is not None:
        within = within[within["area"] == area]
    if tally.where is not None:
        outcomes = {
            who.DECIDED: ["ansat", "uden ansættelse"],
            who.UNDECIDED: ["uafklaret"],
            who.WITHOUT_HIRE: ["uden ansættelse"],
        }
        within = within[within["outcome"].map(lambda number: who.OUTCOMES[number]).isin(outcomes[tally.where])]
    return int(within["hires"].sum()) if tally.value else len(within)


# --- laws


@some(3)
@given(row_frames())
def test_stock_moves_by_those_who_come_and_go(rows: pd.DataFrame) -> None:
    """Rule 7's identity, for every population and group: those who come and go are found spell by spell.

    A spell that another one follows counts as both, which is nothing on the whole.
    """
    people = people_of(rows)
    for population in POPULATIONS:
        counted = Counts(people).of(STOCK, population, PERIODS[Span.STATUS], EVERYONE)
        staff = people.staff[population.holds(people.staff)]
        for change, group in zip(np.diff(counted), range(len(GROUPS)), strict=True):
            spells = staff if group == 0 else staff[staff["leader"] if group == 1 else staff["group"] == group - 2]
            assert (change == between_ends(spells["first"]) - between_ends(spells["out"])).all()
    assert broken_identities(people.stays, people.staff, ENDS) == []


def between_ends(days: pd.Series) -> np.ndarray:
    """How many of the days lie after each end and no later than the next."""
    return np.diff(np.searchsorted(np.sort(days), [day_number(end) for end in ENDS], side="right"))


@some(2)
@given(row_frames())
def test_the_stock_of_permanent_staff_moves_by_hires_and_exits(rows: pd.DataFrame) -> None:
    people = people_of(rows)
    turnover = next(one for one in OF_PEOPLE if one.key == "turnover")
    counts = Counts(people)
    exits, before = (
        counts.of(tally, turnover.population, PERIODS[Span.ROLLING_YEAR], EVERYONE)[0]
        for tally in (turnover.numerator, turnover.denominator)
    )
    after = counts.of(STOCK, turnover.population, PERIODS[Span.STATUS], EVERYONE)[0]
    hires = [
        people.stays["first"].between(day_number(period.start) + 1, day_number(period.end)).sum()
        for period in PERIODS[Span.ROLLING_YEAR]
    ]
    assert (after == before + hires - exits).all()


def all_counts(people: People, kind: str = "") -> np.ndarray:
    """Every tally of every population and span, shaped (…, places, groups, periods)."""
    counts = Counts(people)
    counted = [
        counts.of(tally, population, periods, CELLS[kind])
        for tally in TALLIES
        for population in POPULATIONS
        for periods in PERIODS.values()
    ]
    return np.stack(counted).reshape(len(counted), len(PLACES[kind]), len(GROUPS), len(ENDS))


@some(4)
@given(row_frames())
def test_groups_places_and_leaders_add_up(rows: pd.DataFrame) -> None:
    people = people_of(rows)
    whole = all_counts(people)
    outside = People(
        people.stays,
        people.staff[people.staff["group"] == -1],
        people.exits[people.exits["group"] == -1],
        people.adverts,
        people.coverage,
        {},
    )
    everyone, leaders, named = whole[:, :, 0], whole[:, :, 1], whole[:, :, 2:]
    assert (everyone == named.sum(axis=2) + all_counts(outside)[:, :, 0]).all()
    assert (leaders <= everyone).all()
    assert (whole >= 0).all()
    for kind in ("area", "center", "unit"):
        assert (all_counts(people, kind).sum(axis=1, keepdims=True) == whole).all()


@some(2)
@given(row_frames(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(rows: pd.DataFrame, random) -> None:
    order = random.sample(range(len(rows)), len(rows))
    for one, other in zip(careers(rows), careers(rows.iloc[order]), strict=True):
        pd.testing.assert_frame_equal(one, other)


@some(2)
@given(row_frames(), st.integers(0, 2), attributes(), st.integers(0, 400), st.integers(0, 200))
def test_a_row_that_does_not_qualify_changes_nothing(
    rows: pd.DataFrame, person: int, says: dict, start: int, days: int
) -> None:
    start += FIRST
    employment = {"person": person, "employment": 99, "service_rank": 99, "hired": start - 50, "from_list": False}
    dates = {"start": start, "end": start + days, "left": start + days, "row_start": start}
    more = pd.concat([rows, framed([employment | says | dates | {"category": -1}])], ignore_index=True)
    for one, other in zip(careers(rows), careers(more), strict=True):
        pd.testing.assert_frame_equal(one, other)


@some(3)
@given(row_frames(), st.data())
def test_a_row_cut_in_two_that_say_the_same_changes_no_count(rows: pd.DataFrame, data: st.DataObject) -> None:
    long = rows[(rows["end"] > rows["start"]) & (rows["end"] < OPEN)]
    if long.empty:
        return
    row = data.draw(st.sampled_from(list(long.index)))
    day = data.draw(st.integers(int(rows["start"][row]), int(rows["end"][row]) - 1))
    halves = pd.concat([rows, rows.loc[[row]].assign(start=day + 1)], ignore_index=True)
    halves.loc[row, "end"] = day
    assert (all_counts(people_of(halves)) == all_counts(people_of(rows))).all()


@some(8)
@given(row_frames())
def test_narrow_columns_give_the_same(rows: pd.DataFrame) -> None:
    codes = dict.fromkeys(("group", "area", "center", "category"), "int8") | {"unit": "int16"}
    narrow = rows.astype({name: codes.get(name, "int32") for name in COLUMNS if name not in FLAGS})
    for kind in PLACES:
        assert (all_counts(people_of(narrow), kind) == all_counts(people_of(rows), kind)).all()


@pytest.mark.parametrize("order", [(4, 0, 3, 1, 2), (2, 3, 4), (1,)])
def test_groups_come_in_the_order_they_are_declared(order: tuple[int, ...]) -> None:
    people, tally = people_of(crowd(7)), TALLIES[0]
    named = [place for place in order if place >= 2]
    numbered = {place - 2: number for number, place in enumerate(named)}
    renumbered = people.exits.assign(group=people.exits["group"].map(numbered).fillna(-1).astype("int64"))
    periods = PERIODS[Span.ROLLING_YEAR]
    counted = Counts(People(people.stays, people.staff, renumbered, people.adverts, people.coverage, {})).of(
        tally, None, periods, Cells(tuple(GROUPS[place] for place in order), AREAS)
    )
    assert (counted == Counts(people).of(tally, None, periods, EVERYONE)[list(order)]).all()


# --- drawn careers

DAYS_A_CELL = 10
DRAWN = {
    "one row": """
        a 1.0  ====
        main   aaaa
        stay   1111""",
    "a new row of the same employment": """
        a 1.0  ==
        a 0.5    ==
        main   aaaa
        stay   1111""",
    "three cells empty: 31 days on, bridged, and the row before speaks": """
        a 1.0  ==
        b 1.0       ==
        main   aaaaabb
        stay   1111111""",
    "four cells empty: 41 days on, two stays": """
        a 1.0  ==
        b 1.0        ==
        main   aa    bb
        stay   11    22""",
    "the highest rate speaks while it lasts": """
        a 0.5  ========
        b 1.0    ===
        main   aabbbaaa
        stay   11111111""",
    "a lower rate beside says nothing": """
        a 1.0  ======
        b 0.5    ========
        main   aaaaaabbbb
        stay   1111111111""",
    "the same rate: the one hired first, who began first": """
        b 1.0    ======
        a 1.0  ======
        main   aaaaaabb
        stay   11111111""",
    "the same rate and hire date: the lower service number": """
        b 0.5  ===
        a 0.5  =====
        main   aaaaa
        stay   11111""",
    "in a gap the one that ended last, though it has the lower rate": """
        a 0.5  =====
        b 1.0  ===
        c 1.0         ==
        main   bbbaaaacc
        stay   111111111""",
    "in a gap the higher rate of the two that ended last": """
        a 0.5  ====
        b 1.0    ==
        c 0.1  ===
        d 0.2        ==
        main   aabbbbdd
        stay   11111111""",
    "the latest last day of all earlier rows counts for the bridge": """
        a 0.5  =========
        b 1.0  ==
        c 1.0             ==
        main   bbaaaaaaaaacc
        stay   1111111111111""",
    "a chain of overlaps": """
        a 0.3  ===
        b 0.5    ===
        c 0.7      ===
        d 0.1        =====
        main   aabbcccdddd
        stay   11111111111""",
    "a short row within a long one, thrice": """
        a 0.5  ============
        b 1.0    =
        c 1.0      ==
        d 0.7       ===
        main   aabaccddaaaa
        stay   111111111111""",
}


def drawn_rows(lines: list[str]) -> pd.DataFrame:
    """One person's rows: a line is an employment's letter, its rate, and a row of `=`, each cell ten days."""
    rows = []
    for line in lines:
        letter, rate, left = line[0], line[2:5], len(line[:7]) + len(line[7:]) - len(line[7:].lstrip())
        number = ord(letter) - ord("a")
        start, end = (FIRST + DAYS_A_CELL * (cell - 7) for cell in (left, len(line)))
        says = dict.fromkeys(MAIN_ROW, 0) | {"unit": number, "rate": int(float(rate) * 1e6), "leader": False}
        dates = {"hired": start, "start": start, "end": end - 1, "left": OPEN, "row_start": start}
        rows.append({"person": 0, "employment": number, "service_rank": number, "from_list": False, **says, **dates})
    frame = framed(rows)
    return frame.assign(hired=frame.groupby("employment")["start"].transform("min"))


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_drawn_careers(drawing: str) -> None:
    *lines, main, stay = [line[8:] for line in drawing.splitlines()[1:]]
    stays, staff, _ = careers(drawn_rows(lines))
    said = {"main": "", "stay": ""}
    for cell in range(len(main) - 7):
        day = FIRST + DAYS_A_CELL * cell
        there = staff[(staff["first"] <= day) & (day < staff["out"])]
        said["main"] += "".join(chr(ord("a") + unit) for unit in there["unit"]) or " "
        said["stay"] += "".join(str(number + 1) for number in there["stay"]) or " "
    assert said == {"main": main[7:], "stay": stay[7:]}
    assert stays["last"].max() == FIRST + DAYS_A_CELL * (len(main) - 7) - 1


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def row(start: str, end: str = "", hired: str = "", employment: int = 1, **other) -> dict:
    given = {"person": 0, "employment": employment, "service_rank": employment, "from_list": False, "left": OPEN}
    says = dict.fromkeys(MAIN_ROW, 0) | {"rate": 1_000_000, "leader": False}
    dates = {"start": day(start), "row_start": day(start), "end": day(end) if end else OPEN}
    return {**given, **says, **dates, "hired": day(hired or start), **other}


FOREMOST = {
    # the row that speaks while both are valid, the other one
    "the highest rate": ({"rate": 600_000, "hired": "2020-01-01"}, {"rate": 500_000, "hired": "2010-01-01"}),
    "then the earliest hire": ({"hired": "2019-12-31", "service_rank": 9}, {"hired": "2020-01-01", "service_rank": 1}),
    "then the lowest number": ({"service_rank": 9, "hired": "2019-01-01"}, {"service_rank": 10, "hired": "2019-01-01"}),
    "then the latest start": (
        {"service_rank": 9, "row_start": 18_400, "hired": "2019-01-01"},
        {"service_rank": 9, "row_start": 18_399, "hired": "2019-01-01"},
    ),
}


@pytest.mark.parametrize(("speaks", "other"), FOREMOST.values(), ids=FOREMOST)
@pytest.mark.parametrize("starts", [("2020-05-01", "2020-05-20"), ("2020-05-20", "2020-05-01")])
@pytest.mark.parametrize("turned", [False, True])
def test_who_speaks(speaks: dict, other: dict, starts: tuple[str, str], turned: bool) -> None:
    two = zip(starts, (1, 2), (speaks, other), strict=True)
    rows = [row(start, unit=unit, employment=unit, **says) for start, unit, says in two]
    _, staff, _ = careers(framed(rows[::-1] if turned else rows))
    assert list(staff["unit"][staff["first"] >= day("2020-05-20")]) == [1]


def test_a_single_day_together() -> None:
    rows = [
        row("2020-01-01", "2020-01-31", rate=900_000, unit=1),
        row("2020-01-31", rate=800_000, unit=2, employment=2),
    ]
    _, staff, _ = careers(framed(rows))
    assert list(zip(staff["unit"], staff["first"], staff["out"], strict=True)) == [
        (1, day("2020-01-01"), day("2020-01-31")),
        (1, day("2020-01-31"), day("2020-02-01")),
        (2, day("2020-02-01"), OPEN),
    ]


HIRED = {
    # what, the rows, the hire date of each stay
    "no earlier date: the first day": ([row("2020-03-01")], ["2020-03-01"]),
    "the history is cut: the earlier date": ([row("2020-03-01", hired="2011-05-01")], ["2011-05-01"]),
    "a later date is not used": ([row("2020-03-01", hired="2020-04-01")], ["2020-03-01"]),
    "not the employment's earliest row: it was something else before": (
        [row("2020-01-01", "2020-02-29", hired="2011-05-01", category=-1), row("2020-03-01", hired="2011-05-01")],
        ["2020-03-01"],
    ),
    "unless it is from a list": (
        [
            row("2020-01-01", "2020-02-29", hired="2011-05-01", category=-1, from_list=True),
            row("2020-03-01", hired="2011-05-01", from_list=True),
        ],
        ["2011-05-01"],
    ),
    "not before the last day of the stay before": (
        [row("2018-01-01", "2018-12-31"), row("2020-03-01", hired="2018-12-31", employment=2)],
        ["2018-01-01", "2020-03-01"],
    ),
    "but after it": (
        [row("2018-01-01", "2018-12-31"), row("2020-03-01", hired="2019-01-01", employment=2)],
        ["2018-01-01", "2019-01-01"],
    ),
    "several first rows: the earliest": (
        [row("2020-03-01", hired="2012-01-01"), row("2020-03-01", hired="2011-01-01", employment=2)],
        ["2011-01-01"],
    ),
    "a row that joins later says nothing": (
        [row("2020-03-01"), row("2020-03-02", hired="2011-01-01", employment=2)],
        ["2020-03-01"],
    ),
    "before 1970": ([row("1968-08-01", "1969-12-31", hired="1965-08-01")], ["1965-08-01"]),
}


@pytest.mark.parametrize(("rows", "hired"), HIRED.values(), ids=HIRED)
def test_hire_dates(rows: list[dict], hired: list[str]) -> None:
    stays, *_ = careers(framed(rows))
    assert list(stays["hired"]) == [day(text) for text in hired]


LAST_DAYS = {
    "its own end": ([row("2020-01-01", "2020-06-30")], "2020-06-30"),
    "the earlier of its end and the last day": (
        [row("2020-01-01", "2020-06-30", left=day("2020-03-31"))],
        "2020-03-31",
    ),
    "the latest last day on any row": (
        [row("2020-01-01", "2020-02-29", left=day("2020-02-15")), row("2020-03-01", left=day("2020-05-31"))],
        "2020-05-31",
    ),
    "a row that begins after it never came to be": (
        [row("2020-01-01", "2020-02-29", left=day("2020-02-15")), row("2020-03-01")],
        "2020-02-15",
    ),
    "another employment's last day is another's": (
        [row("2020-01-01", "2020-02-29"), row("2020-01-01", employment=2, left=day("2020-01-31"))],
        "2020-02-29",
    ),
    "before 1970": ([row("1968-01-01", left=day("1969-06-30"))], "1969-06-30"),
}


@pytest.mark.parametrize(("rows", "last"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_last_days(rows: list[dict], last: str) -> None:
    stays, staff, exits = careers(framed(rows))
    assert list(stays["last"]) == list(exits["day"]) == [day(last)]
    assert staff["out"].max() == day(last)


@example(date(2020, 11, 30), 90, 3)
@example(date(2021, 11, 30), 90, 3)
@example(date(2020, 2, 29), 365, 12)
@given(st.dates(date(1960, 1, 1), date(2030, 12, 31)), st.integers(0, 800), st.integers(0, 30))
def test_within_so_many_months_is_before_that_day(hired: date, days: int, months: int) -> None:
    last = day_number(hired) + days
    completed = whole_months(np.array([day_number(hired)]), np.array([last]))[0]
    assert (completed < months) == (last < day_number(shifted(hired, months)))
