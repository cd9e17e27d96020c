"""What is found when a period is measured: each with its exact sentence, and at no cell of a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpi import pipeline
from kpi.definitions.model import Source
from kpi.definitions.people import OPEN, Coverage, People, day_number
from kpi.extracts.checking.identity import broken_identities
from kpi.extracts.checking.period_checks import areas_without_adverts, months_without_adverts
from kpi.extracts.checking.plausibility import equal_figures
from kpi.extracts.findings import Finding, Stopped

AS_OF = date(2022, 6, 30)
ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests/cases/small"
BROKEN = (
    "Bestanden 30. juni 2022 svarer ikke til bestanden 31. december 2021 plus tilgang minus afgang. Det er en fejl i "
    "programmet, ikke i filen: udgiv ikke, og giv besked til den, der vedligeholder det."
)


def told(findings: list[Finding]) -> list[tuple]:
    return [(one.code, one.severity, one.file, one.cell, one.tables, one.message) for one in findings]


# --- identitet_brudt


def staff_of(*spells: tuple[int, int, int]) -> pd.DataFrame:
    """Spells (stay, first day, first day out) of full-time teachers."""
    frame = pd.DataFrame(spells, columns=["stay", "first", "out"])
    return frame.assign(group=0, area=0, center=0, unit=0, category=0, leader=False, rate=1_000_000)


def stays_of(*stays: tuple[int, int]) -> pd.DataFrame:
    """Stays (first day, last day), each of a person of its own."""
    frame = pd.DataFrame(stays, columns=["first", "last"])
    return frame.assign(person=range(len(stays)), hired=frame["first"])


HIRED, CAME, LEFT = (day_number(date.fromisoformat(text)) for text in ("2020-01-01", "2022-02-01", "2022-03-15"))
DAYS = [date(2020, 12, 31), date(2021, 12, 31), AS_OF]


def test_a_stock_that_is_what_was_there_and_came_and_went_is_let_be() -> None:
    stays = stays_of((HIRED, OPEN), (HIRED, LEFT), (CAME, OPEN))
    staff = staff_of((0, HIRED, OPEN), (1, HIRED, LEFT), (2, CAME, OPEN))
    assert broken_identities(stays, staff, DAYS) == []


@pytest.mark.parametrize(
    "staff",
    [
        [(0, HIRED, OPEN), (1, HIRED, OPEN), (2, CAME, OPEN)],
        [(0, HIRED, OPEN), (1, HIRED, LEFT), (2, HIRED, OPEN)],
        [(0, HIRED, LEFT), (1, HIRED, LEFT), (2, CAME, OPEN)],
    ],
    ids=["still there", "there too early", "gone too early"],
)
def test_a_stock_that_is_not_says_between_which_days(staff: list) -> None:
    stays = stays_of((HIRED, OPEN), (HIRED, LEFT), (CAME, OPEN))
    assert told(broken_identities(stays, staff_of(*staff), DAYS)) == [
        ("identitet_brudt", "stop", "", None, (2, 3, 4, 5), BROKEN)
    ]


def test_it_stops_a_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.careers

    def careers(*given):
        """The real ones, but for one who left in the last half-year and is counted as if still there."""
        stays, staff, exits = real(*given)
        there = staff["first"] <= day_number(date(2021, 12, 31))
        gone = staff.index[there & staff["out"].between(day_number(date(2022, 1, 2)), day_number(AS_OF))]
        last = next(row for row in gone if row + 1 == len(staff) or staff["stay"][row + 1] != staff["stay"][row])
        return stays, staff.assign(out=staff["out"].where(staff.index != last, OPEN)), exits

    monkeypatch.setattr(pipeline, "careers", careers)
    with pytest.raises(Stopped) as stopped:
        pipeline.take_in([SMALL / "extract"], SMALL / "reference", AS_OF, date(2022, 9, 30))
    [broken] = [one for one in stopped.value.findings if one.severity == "stop"]
    assert (broken.code, broken.cell) == ("identitet_brudt", None)
    assert broken.message.startswith("Bestanden 30. juni 2022 svarer ikke til bestanden ")
    assert broken.message.endswith("Det er en fejl i programmet, ikke i filen: udgiv ikke, og giv besked til den, "
                                   "der vedligeholder det.")  # fmt: skip


# --- ens_tal


def figures(*columns: tuple[float, float], measure: str = "turnover", status: str = "ok") -> pd.DataFrame:
    """One group's figures (numerator, denominator), a column of the table each."""
    frame = pd.DataFrame(columns, columns=["numerator", "denominator"])
    periods = [str(2020 + place) for place in range(len(columns))]
    return frame.assign(series="printed", place_kind="", status=status, measure=measure, group="htk", period=periods)


def test_two_equal_columns_are_told() -> None:
    found = equal_figures(figures((402, 2400), (402, 2400), (403, 2400)), {"htk": "Kommunen i alt"})
    assert told(found) == [
        (
            *("ens_tal", "advarsel", "", None, (2,)),
            "Personaleomsætning, Kommunen i alt: tallene bag 2021 er de samme som i kolonnen før (402 af 2.400). Se "
            "efter, om det er det nye udtræk, du har taget ind.",
        )
    ]
    shares = equal_figures(figures((1519, 2407), (1519, 2407), measure="full_time_share"), {})
    assert [one.message for one in shares] == [
        "Ansatte på fuld tid, htk: tallene bag 2021 er de samme som i kolonnen før (1.519 af 2.407). Se efter, om "
        "det er det nye udtræk, du har taget ind."
    ]
    hours = equal_figures(figures((7548.9, 205), (7548.9, 205), measure="weekly_hours"), {})
    assert "de samme som i kolonnen før (7.549 timer, 205 personer)." in hours[0].message


@pytest.mark.parametrize(
    "columns",
    [[(49, 2400), (49, 2400)], [(402, 2400), (402, 2401)], [(402, 2400), (401, 2400)], [(50, 90), (60, 90), (50, 90)]],
    ids=["by chance", "another denominator", "another numerator", "not the column before"],
)
def test_what_is_not_equal_or_is_so_by_chance_is_not(columns: list) -> None:
    assert equal_figures(figures(*columns), {}) == []


def test_fifty_are_told_and_what_is_missing_is_not() -> None:
    assert len(equal_figures(figures((50, 90), (50, 90)), {})) == 1
    assert equal_figures(figures((50, 90), (50, 90), status="missing"), {}) == []
    other = figures((50, 90)), figures((50, 90)).assign(group="ledere")
    assert equal_figures(pd.concat(other, ignore_index=True), {}) == []


# --- maaneder_uden_annoncer


def covered(*stretches: tuple[str, str]) -> Coverage:
    days = tuple(tuple(day_number(date.fromisoformat(day)) for day in stretch) for stretch in stretches)
    return Coverage({Source.ADVERTS: days}, date(2022, 7, 31))


def test_the_quarters_without_adverts_are_named() -> None:
    found = months_without_adverts(covered(("2019-01-01", "2022-03-31"), ("2022-06-01", "2022-07-31")), AS_OF)
    assert told(found) == [
        (
            *("maaneder_uden_annoncer", "advarsel", "", None, (1,)),
            "Der er måneder uden jobannoncer i 2. kvartal 2022. Kvartalet står derfor som «foreligger ikke» og ikke "
            "som 0. Har der været opslag i de måneder, så træk jobannoncerne igen.",
        )
    ]
    assert months_without_adverts(covered(("2019-01-01", "2022-07-31")), AS_OF) == []
    assert months_without_adverts(Coverage({Source.ADVERTS: ()}, AS_OF), AS_OF) == []


def test_several_quarters_stand_as_not_there() -> None:
    [found] = months_without_adverts(covered(("2022-01-01", "2022-03-31")), AS_OF)
    assert "i 3. kvartal 2021, 4. kvartal 2021 og 2. kvartal 2022. Kvartalerne står derfor som" in found.message


# --- omraader_uden_annoncer

AREAS = ("Skole", "Dagtilbud", "Børn og unge", "Sundhed")
WHOLE_YEAR = ("2021-07-01", "2022-07-31")


def staffed(areas: tuple[int, ...], *adverts: tuple[int, str], over: tuple[str, str] = WHOLE_YEAR) -> People:
    """A teacher in each of the areas, and adverts (area, day published), of a source that covers so much."""
    staff = staff_of(*((place, HIRED, OPEN) for place in range(len(areas)))).assign(area=areas)
    rows = pd.DataFrame([(area, day_number(date.fromisoformat(day))) for area, day in adverts], columns=["area", "day"])
    return People(stays_of(), staff, staff, rows, covered(over), {})


def test_an_area_that_had_adverts_and_one_that_never_had_any_are_told_apart() -> None:
    people = staffed((0, 1, 2, 3), (0, "2022-02-01"), (0, "2021-08-01"), (2, "2021-12-31"), (1, "2022-07-01"))
    assert told(areas_without_adverts(people, AREAS, AS_OF)) == [
        (
            *("omraader_uden_annoncer", "advarsel", "", None, (1,)),
            "I «Børn og unge» er der ingen jobannoncer i 1. kvartal 2022 og 2. kvartal 2022, men det har der været "
            "før. Det regnes som 0. Mangler annoncerne i udtrækket, så træk det igen med alle områder.",
        ),
        (
            *("omraader_uden_annoncer", "advarsel", "", None, (1,)),
            "I «Dagtilbud» og «Sundhed» er der ansatte, men ingen jobannoncer i udtrækket til og med 30. juni 2022. "
            "Derfra kommer intet med i tabellen, heller ikke i «I alt». Skal udtrækket kun dække nogle områder, så "
            "skriv det i begrundelsen; ellers træk det igen med alle områder.",
        ),
    ]


@pytest.mark.parametrize(
    "people",
    [
        staffed((0, 1), (0, "2022-01-01"), (1, "2022-06-30")),
        staffed((0, 1)),
        staffed((0, 1), (0, "2021-12-31"), (1, "2021-12-31")),
        staffed((0,), (0, "2022-02-01"), (1, "2021-08-01")),
        staffed((0, 1), (0, "2022-05-01"), over=("2022-05-01", "2022-05-31")),
        staffed((0, 1), (0, "2022-05-01"), (1, "2022-02-01"), over=("2022-01-01", "2022-03-31")),
    ],
    ids=[
        "all have some",
        "no adverts",
        "others have none",
        "nobody is there",
        "no quarter covered",
        "covered to March",
    ],
)
def test_nothing_is_said_where_no_area_is_missing(people: People) -> None:
    assert [one for one in areas_without_adverts(people, AREAS, AS_OF) if "«Dagtilbud»" in one.message] == []


def test_only_the_quarters_that_are_covered_count() -> None:
    people = staffed((0, 1), (0, "2022-02-01"), (1, "2021-12-31"), over=("2021-07-01", "2022-03-31"))
    [found] = areas_without_adverts(people, AREAS, AS_OF)
    assert "«Dagtilbud» er der ingen jobannoncer i 1. kvartal 2022, men" in found.message


def test_it_is_a_warning_that_each_way_in_asks_to_be_accepted() -> None:
    extract = ROOT / "data/example/2022-06-30/extract"
    intake = pipeline.take_in([extract], ROOT / "data/reference", AS_OF, date(2022, 7, 31))
    [found] = [one for one in intake.findings if one.code == "omraader_uden_annoncer"]
    left_out = set(intake.reference.areas) - {"Skoleområdet", "Dagtilbud", "Plejecentre/hjemmeplejen"}
    assert found.severity == "advarsel" and found.count == len(left_out) == 8
    assert all(f"«{area}»" in found.message for area in left_out)
