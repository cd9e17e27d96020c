"""A publication with counts drawn for a test: explaining measures, evidence and retention of a few staff groups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from math import nan

import pandas as pd
from publications_for_tests import small_publication

from kpi.definitions.frames import EVIDENCE_COLUMNS, FIGURE_COLUMNS, RETENTION_COLUMNS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span, Unit
from kpi.publications.publication import Publication

END, BEFORE = "2022-06-30", "2021-06-30"
LABELS = {END: "Jun. 2022", BEFORE: "Jun. 2021", "2022-03-31": "1. kvartal 2022"}


def figure(
    measure: str,
    numerator: float,
    denominator: float = nan,
    group: str = "laerere",
    end: str = END,
    status: str = "ok",
    kinds: Iterable[str] = ("printed", "same_date"),
) -> list[dict]:
    """The rows of a figure in each series, with its value as definitions.md says it is reckoned."""
    one = BY_KEY[measure]
    value = (
        numerator / denominator * (100 if one.unit is Unit.PERCENT else 1) if denominator == denominator else numerator
    )
    start = end if one.span is Span.STATUS else f"{int(end[:4]) - 1}{end[4:]}"
    row = dict.fromkeys(FIGURE_COLUMNS, "") | {
        "measure": measure,
        "group": group,
        "period_start": start,
        "period_end": end,
        "period": LABELS[end],
        "numerator": float(numerator),
        "denominator": float(denominator),
        "value": float(value),
        "status": status,
        "provisional": False,
    }
    if status != "ok":
        row |= {"numerator": nan, "denominator": nan, "value": nan}
    return [row | {"series": kind} for kind in kinds]


def judged(
    measure: str,
    sign: str,
    difference: float = nan,
    low: float = nan,
    high: float = nan,
    group: str = "laerere",
    **told,
) -> dict:
    """A row of evidence of the latest figure."""
    unit = {"turnover": "ratio", "weekly_hours": "timer"}.get(measure, "procentpoint")
    polarity = BY_KEY[measure].polarity
    row = dict.fromkeys(EVIDENCE_COLUMNS, nan) | {
        "measure": measure,
        "group": group,
        "place_kind": "",
        "place": "",
        "period_end": END,
        "before_end": BEFORE,
        "sign": sign,
        "difference": difference,
        "low": low,
        "high": high,
        "unit": unit,
        "reason": "",
        "assessment": polarity.assessed(sign.removeprefix("clear_")) if sign.startswith("clear_") else "",
    }
    return row | told


def cohort(end: str, name: str, hired: float, *marks: tuple[int, float, float, float, str]) -> list[dict]:
    """The rows of a half-year of hire: each mark is months, at risk, gone, value and status."""
    whole = {"group": "laerere", "cohort_start": "", "cohort_end": end, "cohort": name, "hired": float(hired)}
    names = ("months", "at_risk", "gone", "value", "status")
    return [whole | dict(zip(names, mark, strict=True)) for mark in marks]


def drawn(
    figures: Iterable[dict], evidence: Iterable[dict] = (), retention: Iterable[dict] = (), **changes
) -> Publication:
    """The publication that has these rows for the audience `intern`, and nothing else."""
    frames = {
        "figures": pd.DataFrame(sorted(figures, key=lambda one: one["period_end"]), columns=list(FIGURE_COLUMNS)),
        "evidence": pd.DataFrame(list(evidence), columns=list(EVIDENCE_COLUMNS)),
        "retention": pd.DataFrame(list(retention), columns=list(RETENTION_COLUMNS)),
    }
    told = {name: {"intern": frame} for name, frame in frames.items()}
    return replace(_base(), **told, **changes)


@cache
def _base() -> Publication:
    return small_publication(as_of=date(2022, 6, 30))
