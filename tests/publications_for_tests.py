"""A small publication from literal counts, hidden and compared as the program does it: for tests that need no extracts.

`COUNTS` has for each group the numerator and denominator of each measure at the end of 2020, 2021 and June 2022. The
figures of "Få personer" are hidden from the public: their numbers stand nowhere else, so that a file can be searched
for them (`HIDDEN_NUMBERS`).
"""

from __future__ import annotations

from datetime import date, datetime
from math import isnan, nan

import pandas as pd

from kpi import showing
from kpi.definitions.declared import declared
from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Indicator, StaffGroup, Status, Unit
from kpi.definitions.periods import printed, same_date
from kpi.publications.publication import Publication

AS_OF = date(2022, 6, 30)
FORMULA = "=1+1"
"""The name of a staff group, as bad as a name can be."""
GROUPS = (
    StaffGroup("alle", "Kommunen i alt", "alle"),
    StaffGroup("ledere", "Ledere", "ledere"),
    StaffGroup("laerere", "Lærere; skoler & <b>andre</b>", "stillinger"),
    StaffGroup("formel", FORMULA, "stillinger"),
    StaffGroup("minus", '-2+3 "citat"\tmed tabulator', "stillinger"),
    StaffGroup("faa", "Få personer", "stillinger"),
    StaffGroup("ingen", "Ingen ansatte", "stillinger"),
)
AREAS = ("Skole", "Ældre")
MEASURES = ("turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours")
COUNTS = {
    "alle": (
        ((402, 2400), (421, 2450), (482, 2434)),
        ((85, 402), (80, 421), (56, 264)),
        ((158, 402), (150, 421), (104, 264)),
        ((1500, 2384), (1531, 2410), (1519, 2407)),
        ((82729, 2384), (83868, 2410), (83764, 2407)),
    ),
    "ledere": (
        ((12, 120), (15, 121), (26, 122)),
        ((0, 12), (0, 15), (5, 26)),
        ((5, 12), (6, 15), (7, 26)),
        ((115, 120), (116, 121), (117, 122)),
        ((4428, 120), (4465, 121), (4502, 122)),
    ),
    "laerere": (
        ((50, 375), (55, 370), (60, 361)),
        ((10, 50), (11, 55), (5, 30)),
        ((20, 50), (22, 55), (12, 30)),
        ((316, 364), (303, 352), (310, 352)),
        ((13031, 364), (12672, 352), (12742, 352)),
    ),
    "formel": (
        ((20, 80), (20, 80), (19, 80)),
        ((5, 20), (5, 20), (0, 10)),
        ((10, 20), (10, 20), (5, 10)),
        ((40, 80), (40, 80), (41, 80)),
        ((2800, 80), (2804, 80), (2796, 80)),
    ),
    "minus": (
        ((8, 60), (9, 61), (10, 62)),
        ((0, 18), (5, 19), (6, 20)),
        ((9, 18), (9, 19), (9, 20)),
        ((30, 60), (31, 61), (32, 62)),
        ((2100, 60), (2135, 61), (2170, 62)),
    ),
    "faa": (
        ((1, 7919), (2, 7927), (3, 7933)),
        ((1, 6763), (2, 6779), (3, 6781)),
        ((4, 6763), (3, 6779), (2, 6781)),
        ((3, 5923), (2, 5927), (1, 5939)),
        ((193.25, 6), (230.75, 7), (265.5, 8)),
    ),
    "ingen": (((0, 0),) * 3,) * 5,
}
ADVERTS = {"alle": (100, 23, 63, 14, 90), "Skole": (60, 13, 40, 7, 50), "Ældre": (40, 10, 23, 7, 40)}
"""Published, without hire, decided, undecided and hires of the only quarter that is covered."""
HIDDEN_NUMBERS = (
    *("7919", "7927", "7933", "6763", "6779", "6781", "5923", "5927", "5939"),
    *("193.25", "193.3", "230.75", "230.8", "265.5", "32.2083", "32.9642", "33.1875"),
    *("0.0126", "0.0252", "0.0378", "0.0147", "0.0295", "0.0442", "0.0591", "0.0506", "0.0337", "0.0168"),
)
"""Denominators, hours and unrounded values of "Få personer", as a file would hold them."""
STILLINGER = "Stillingskode;Stilling;Område;Gruppe\n" + "".join(
    f"{code};Stilling;{area};{group}\n"
    for code, area, group in (
        (1, "Skole", "laerere"),
        (2, "Skole", "formel"),
        (3, "Ældre", "minus"),
        (4, "Ældre", "faa"),
    )
)


def small_publication(key: str = "2022-06", **changes) -> Publication:
    """The publication; `changes` replaces any of its parts."""
    raw = raw_figures()
    parts = {
        "key": key,
        "as_of": AS_OF,
        "drawn": date(2022, 7, 31),
        "published": datetime(2022, 9, 26, 12, 0),
        "municipality": "Prøve & Test Kommune",
        "example": True,
        "version": "0.1.0",
        "groups": GROUPS,
        "areas": AREAS,
        "sources": ({"file": "ansaettelser.csv", "rows": 2},),
        "figures": {audience.key: as_stored(showing.shown_to(raw, audience)) for audience in (INTERNAL, PUBLIC)},
        "definitions": declared(),
        "reference": {"stillinger.csv": STILLINGER.encode("utf-8-sig")},
    }
    return Publication(**(parts | changes))


def raw_figures() -> pd.DataFrame:
    """The figures with nothing hidden, for the columns of the paper and for the same date of three years."""
    return pd.DataFrame([figure for one in INDICATORS for figure in _figures(one)])


def as_stored(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with their dates as a publication keeps them: ISO text."""
    return figures.assign(**{name: figures[name].map(str) for name in ("period_start", "period_end")})


def _figures(one: Indicator) -> list[dict]:
    found = []
    for series, periods in (("printed", printed(one.span, AS_OF)), ("same_date", same_date(one.span, AS_OF, 2))):
        groups = COUNTS if one.about_people else ADVERTS
        for group in groups:
            for place, period in enumerate(periods):
                counts = _counts(one, group, place) if one.about_people else _adverts(one, group, period.label)
                if counts is not None or series == "printed":
                    found.append(_figure(one, group, series, period, counts))
    return found


def _counts(one: Indicator, group: str, place: int) -> tuple[float, float]:
    return COUNTS[group][MEASURES.index(one.key)][place]


def _adverts(one: Indicator, area: str, label: str) -> tuple[float, float] | None:
    if label != "1. kvartal 2022":
        return None
    published, without, decided, undecided, hires = ADVERTS[area]
    return {
        "adverts": (published, nan),
        "adverts_without_hire": (without, decided),
        "adverts_undecided": (undecided, nan),
        "adverts_hires": (hires, nan),
    }[one.key]


def _figure(one: Indicator, group: str, series: str, period, counts: tuple[float, float] | None) -> dict:
    numerator, denominator = counts or (nan, nan)
    scale = 100 if one.unit is Unit.PERCENT else 1
    value = numerator if isnan(denominator) else scale * numerator / denominator if denominator else nan
    status = Status.MISSING if counts is None else Status.OK if value == value else Status.UNDEFINED
    return {
        "measure": one.key,
        "group": group,
        "place_kind": "",
        "place": "",
        "series": series,
        "period_start": period.start,
        "period_end": period.end,
        "period": period.label,
        "numerator": float(numerator),
        "denominator": float(denominator),
        "value": float(value),
        "status": status.value,
        "provisional": one.key in MEASURES[:3] and period.end == AS_OF and counts is not None,
    }
