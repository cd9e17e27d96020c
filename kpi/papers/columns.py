"""The columns of the tables: what heads them and which figure each shows."""

from collections.abc import Iterable

from kpi.definitions.model import Indicator, Unit
from kpi.papers.paper import PaperTable
from kpi.papers.table import UNITS, Column

SHORT_TENURE = {"left_within_3m": "0-3 mdr.", "left_within_12m": "0-12 mdr."}
BASES = {"turnover": "procent", "left_within_3m": "procent af fratrådte", "left_within_12m": "procent af fratrådte"}


def paper_columns(paper: PaperTable, end: str, label: str) -> Iterable[Column]:
    """The columns of a period in the printed table; `end` is the period's last day (ISO), `label` what it is called."""
    for one in paper.indicators:
        if paper.number == 1:
            yield from _advert_columns(one, end, label)
        else:
            heading = f"{SHORT_TENURE[one.key]} {label}" if one.key in SHORT_TENURE else label
            yield Column(f"{one.key}/{end}", heading, one.unit, "", one.key, end, one.polarity)


def _advert_columns(one: Indicator, end: str, label: str) -> Iterable[Column]:
    if one.unit is Unit.PERCENT:
        heading = f"{one.short_title}, {label}"
        yield Column(f"{one.key}/{end}/antal", heading, Unit.COUNT, "", one.key, end, part="numerator")
        yield Column(f"{one.key}/{end}", f"Andel i procent, {label}", one.unit, "", one.key, end, one.polarity)
    else:
        yield Column(f"{one.key}/{end}", f"{one.short_title}, {label}", one.unit, "", one.key, end)


def count_columns(paper: PaperTable, end: str, label: str) -> Iterable[Column]:
    """The columns of a period in the annex of counts: the denominator and the numerators, each tally once."""
    seen = set()
    parts = [(one, part) for part in ("denominator", "numerator") for one in paper.indicators]
    for one, part in parts:
        tally = getattr(one, part)
        if tally is not None and tally not in seen:
            seen.add(tally)
            unit = Unit.HOURS if tally.value == "hours" else Unit.COUNT
            yield Column(f"{one.key}/{end}/{part}", f"{tally.label}, {label}", unit, "", one.key, end, part=part)


def unit_note(indicator: Indicator) -> str:
    """The unit and which way is better, as it stands under a heading."""
    return f"{BASES.get(indicator.key, UNITS[indicator.unit])}; {indicator.polarity}"
