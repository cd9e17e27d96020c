"""Findings that need the period: when the extracts were drawn, months without adverts, persons in two employments."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Source, Span
from kpi.definitions.people import Coverage, day_number
from kpi.definitions.periods import printed
from kpi.extracts.findings import Finding

SETTLING_DAYS = 31
"""Exits settle within this many days: an extract drawn earlier leaves them foreløbige."""


def drawn_on(as_of: date, drawn: date | None) -> tuple[date, list[Finding]]:
    """The day that the extracts were drawn, 31 days after `as_of` where nobody said, with what is to be said of it."""
    settled = as_of + timedelta(days=SETTLING_DAYS)
    if drawn is None:
        text = (
            f"Ingen har oplyst, hvornår udtrækkene er trukket. Programmet regner med {danish.short_day(settled)}, "
            "31 dage efter periodens slutning. Oplys datoen, f.eks. --drawn 2022-08-15."
        )
        return settled, [Finding("udtraeksdato_antaget", text, tables=(1, 2, 3, 4, 5))]
    if drawn >= settled:
        return drawn, []
    text = (
        f"Udtrækkene er trukket {danish.short_day(drawn)}, mindre end 31 dage efter periodens slutning "
        f"{danish.short_day(as_of)}. De seneste fratrædelser er foreløbige. Træk dem igen den "
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
    text = (
        f"Der er måneder uden jobannoncer i {danish.joined(missing)}. Kvartalet vises som «foreligger ikke», ikke "
        "som 0. Træk annoncerne igen, hvis der har været opslag i månederne."
    )
    return [Finding("maaneder_uden_annoncer", text, tables=(1,), count=len(missing))]


def persons_in_two_employments(rows: pd.DataFrame, as_of: date) -> int:
    """How many persons have more than one qualifying employment at the close of `as_of`; each is counted once."""
    day = day_number(as_of)
    there = rows[(rows["category"] >= 0) & (rows["start"] <= day) & (np.minimum(rows["end"], rows["left"]) > day)]
    return int((there.groupby("person")["employment"].nunique() > 1).sum())


def several_employments(count: int) -> list[Finding]:
    """A warning that tells how many persons have several employments, where any has."""
    if not count:
        return []
    persons = danish.counted(count, "person har", "personer har")
    text = (
        f"{persons} flere ansættelser på opgørelsesdagen. Hver person tælles én gang, med den ansættelse, der har den "
        "højeste beskæftigelsesgrad. Der skal ikke rettes noget, hvis antallet ligner det sædvanlige."
    )
    return [Finding("flere_ansaettelser", text, tables=(2, 3, 4, 5), count=count)]
