"""Findings about counts that are hardly true: against control totals, a year before, and each other."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import StaffGroup, Unit
from kpi.definitions.people import People, day_number
from kpi.definitions.periods import shifted
from kpi.extracts.columns import PEOPLE
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.rows import Source

LARGE_SWING = 0.2
"""A group that grew or shrank by more than this share in a year is looked at once more."""
LEAST_SWINGING, LEAST_EQUAL = 20, 50
"""Smaller groups swing, and smaller counts are equal, by chance alone."""


def stock_by(people: People, column: str, day: int) -> dict[int, int]:
    """How many persons of the staff stand at the close of the day in each number of a column (group, center, …)."""
    staff = people.staff
    there = (staff["first"].to_numpy() <= day) & (day < staff["out"].to_numpy())
    return staff[column][there].value_counts().to_dict()


def large_swings(people: People, groups: tuple[StaffGroup, ...], as_of: date) -> list[Finding]:
    """A warning for each staff group whose number of persons moved by more than a fifth in a year."""
    named = [group for group in groups if group.covers == "stillinger"]
    before, after = (stock_by(people, "group", day_number(day)) for day in (shifted(as_of, -12), as_of))
    findings = []
    for place, group in enumerate(named):
        was, now = before.get(place, 0), after.get(place, 0)
        if was >= LEAST_SWINGING and abs(now - was) > LARGE_SWING * was:
            text = (
                f"{group.name} er gået fra {danish.number(was, 0)} til {danish.number(now, 0)} ansatte på et år, "
                "mere end en femtedel. Se efter, om koder eller afdelinger er flyttet, og skriv i begrundelsen, hvad "
                "det skyldes."
            )
            findings.append(Finding("stort_udsving", text, tables=PEOPLE, count=abs(now - was)))
    return findings


def equal_figures(figures: pd.DataFrame, names: dict[str, str]) -> list[Finding]:
    """A warning for each group whose printed numerator and denominator are those of the column before, both large.

    `names` has the groups' names by key.
    """
    printed = figures[(figures["series"] == "printed") & (figures["place_kind"] == "") & (figures["status"] == "ok")]
    before = printed.groupby(["measure", "group"], sort=False)[["numerator", "denominator"]].shift()
    same = (printed["numerator"] == before["numerator"]) & (printed["denominator"] == before["denominator"])
    likely_copied = printed[same & (printed["numerator"] >= LEAST_EQUAL)]
    return [
        Finding(
            "ens_tal",
            f"{BY_KEY[row.measure].title}, {names.get(row.group, row.group)}: tallene bag {row.period} er de samme som "
            f"i kolonnen før ({_both(row)}). Se efter, om det er det nye udtræk, du har taget ind.",
            tables=(BY_KEY[row.measure].table,),
        )
        for row in likely_copied.itertuples()
    ]


def _both(row: NamedTuple) -> str:
    numerator, denominator = danish.number(row.numerator, 0), danish.counted(int(row.denominator), "person", "personer")
    if BY_KEY[row.measure].unit is Unit.HOURS:
        return f"{numerator} timer, {denominator}"
    return f"{numerator} af {danish.number(row.denominator, 0)}"


def control_totals(
    people: People, totals: pd.DataFrame, centers: tuple[str, ...], sources: tuple[Source, ...]
) -> list[Finding]:
    """A warning for each control total (`kontroltal`) that is not the number of persons counted that day."""
    findings = []
    for total in totals.itertuples():
        stock = stock_by(people, "center", int(total.on))
        counted = stock.get(centers.index(total.center), 0) if total.center in centers else None
        counted = sum(stock.values()) if not total.center else counted
        if counted == total.headcount:
            continue
        day = danish.short_day(date.fromordinal(int(total.on) + 719163))
        where = total.center or "hele kommunen"
        found = (
            "centret står ikke i afdelinger.csv" if counted is None else f"udtrækket har {danish.number(counted, 0)}"
        )
        text = (
            f"Kontroltallet for {where} den {day} er {danish.number(total.headcount, 0)}, men {found}. Se efter, om "
            "begge kun tæller fastansatte månedslønnede og fleksjobbere ved dagens slutning, altså ikke vikarer."
        )
        source = sources[int(total.file)]
        found = about_rows(
            "kontroltal_afviger", text, source, "Antal ansatte", [total.line], PEOPLE, str(total.headcount)
        )
        findings.append(replace(found, rows=(text,)))
    return findings
