"""Findings that need the period: when extracts were drawn, what the adverts lack, persons in two employments."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Source, Span
from kpi.definitions.people import Coverage, People, day_number
from kpi.definitions.periods import printed
from kpi.extracts.checking.plausibility import stock_by
from kpi.extracts.findings import Finding

SETTLING_DAYS = 31
"""Exits settle within this many days: an extract drawn earlier leaves them foreløbige."""

GONE = (
    "er der ingen jobannoncer i {period}, men det har der været før. Det regnes som 0. Mangler annoncerne i "
    "udtrækket, så træk det igen med alle områder."
)
NEVER = (
    "er der ansatte, men ingen jobannoncer i udtrækket til og med {end}. Derfra kommer intet med i tabellen, heller "
    "ikke i «I alt». Skal udtrækket kun dække nogle områder, så skriv det i begrundelsen; ellers træk det igen med "
    "alle områder."
)
"""What is said of areas without adverts: where there were some before, and where there never were."""


def drawn_on(as_of: date, drawn: date | None) -> tuple[date, list[Finding]]:
    """The day that the extracts were drawn, 31 days after `as_of` where nobody said, with what is to be said of it."""
    settled = as_of + timedelta(days=SETTLING_DAYS)
    if drawn is None:
        text = (
            "Det er ikke oplyst, hvilken dag udtrækkene er trukket. Programmet går ud fra den "
            f"{danish.short_day(settled)}, 31 dage efter periodens slutning. Skriv dagen i feltet "
            "«Trukket» (i kommandoen: --drawn åååå-mm-dd)."
        )
        return settled, [Finding("udtraeksdato_antaget", text, tables=(1, 2, 3, 4, 5))]
    if drawn >= settled:
        return drawn, []
    text = (
        f"Udtrækkene er trukket den {danish.short_day(drawn)}, mindre end 31 dage efter periodens slutning den "
        f"{danish.short_day(as_of)}. De seneste fratrædelser er derfor foreløbige. Træk helst udtrækkene igen den "
        f"{danish.short_day(settled)} eller senere."
    )
    return drawn, [Finding("udtraek_for_tidligt", text, tables=(2, 3))]


def months_without_adverts(coverage: Coverage, as_of: date) -> list[Finding]:
    """A warning that names the quarters of the printed table that the adverts do not cover, where there are any."""
    if not coverage.stretches[Source.ADVERTS]:
        return []
    missing = [
        period.label for period in printed(Span.QUARTER, as_of) if not coverage.holds(period.needs(BY_KEY["adverts"]))
    ]
    if not missing:
        return []
    shown = "Kvartalet står" if len(missing) == 1 else "Kvartalerne står"
    text = (
        f"Der er måneder uden jobannoncer i {danish.joined(missing)}. {shown} derfor som «foreligger ikke» og ikke "
        "som 0. Har der været opslag i de måneder, så træk jobannoncerne igen."
    )
    return [Finding("maaneder_uden_annoncer", text, tables=(1,), count=len(missing))]


def areas_without_adverts(people: People, areas: tuple[str, ...], as_of: date) -> list[Finding]:
    """A warning about the areas with staff but no advert in the half-year to `as_of`, where other areas have some.

    Only the half-year's quarters that are covered count; what no source covers is told by `months_without_adverts`.
    Areas that had adverts before then are told of apart: there something is gone, elsewhere it may never have come.
    """
    adverts, staffed = people.adverts, stock_by(people, "area", day_number(as_of))
    half_year, needed = printed(Span.QUARTER, as_of)[-2:], BY_KEY["adverts"]
    quarters = [period for period in half_year if people.coverage.holds(period.needs(needed))]
    within = [adverts["day"].between(day_number(one.start) + 1, day_number(one.end)) for one in quarters]
    now = set(adverts["area"][np.logical_or.reduce(within)]) if within else set()
    if not now:
        return []
    before = set(adverts["area"][adverts["day"] <= day_number(quarters[0].start)])
    empty = [place for place in range(len(areas)) if staffed.get(place) and place not in now]
    told = {"period": danish.joined([one.label for one in quarters]), "end": danish.day(quarters[-1].end)}
    named = {
        GONE: [areas[place] for place in empty if place in before],
        NEVER: [areas[place] for place in empty if place not in before],
    }
    return [_of_areas(names, text.format(**told)) for text, names in named.items() if names]


def _of_areas(names: list[str], text: str) -> Finding:
    where = danish.joined([f"«{name}»" for name in names])
    return Finding("omraader_uden_annoncer", f"I {where} {text}", tables=(1,), count=len(names))


def persons_in_two_employments(rows: pd.DataFrame, persons: Sequence[str], as_of: date) -> tuple[str, ...]:
    """The persons who have more than one qualifying employment at the close of `as_of`, in order of pseudonym.

    `persons` are the pseudonyms by the persons' number in the rows.
    """
    day = day_number(as_of)
    there = rows[(rows["category"] >= 0) & (rows["start"] <= day) & (np.minimum(rows["end"], rows["left"]) > day)]
    employments = there.groupby("person")["employment"].nunique()
    return tuple(sorted(persons[number] for number in employments.index[employments > 1]))


def several_employments(persons: tuple[str, ...]) -> list[Finding]:
    """A warning that tells how many persons have several employments, where any has; each is counted once."""
    if not persons:
        return []
    several = danish.counted(len(persons), "person har", "personer har")
    text = (
        f"{several} flere ansættelser på opgørelsesdagen. Hver person tælles én gang, med den ansættelse, der har den "
        "højeste beskæftigelsesgrad. Der skal ikke rettes noget, hvis antallet ligner det sædvanlige."
    )
    return [Finding("flere_ansaettelser", text, tables=(2, 3, 4, 5), count=len(persons), rows=persons)]
