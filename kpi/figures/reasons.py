"""Why a figure cannot be judged, as a Danish clause."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span, Status
from kpi.definitions.periods import ending, shifted

FEWEST = 20
"""Fewer than this in either denominator are too few to judge (statistics.md)."""
HIDDEN = "tallet for {period} er skjult, fordi det bygger på for få personer"
NOTHING = "der er ingen tal for {period} at holde det op imod"
NOT_FOLLOWED = "det er ikke opgjort, hvordan de enkelte ansatte har flyttet sig siden {period}"
TOO_FEW = "nævneren er {count} for {period}; under {fewest} er for få til at vurdere"


def why_not_comparable(pair: Mapping) -> str:
    """Why a figure is held against nothing: the year before is hidden, is not there, or its people are not followed."""
    text = {Status.SUPPRESSED: HIDDEN, Status.OK: NOT_FOLLOWED}.get(pair["before_status"], NOTHING)
    return text.format(period=in_words(pair["measure"], pair["before_end"]))


def why_too_few(pair: Mapping) -> str:
    """Which denominator is too small: the smaller, and of two alike the later."""
    which = "before_" if pair["before_denominator"] < pair["denominator"] else ""
    count, end = pair[f"{which}denominator"], pair["before_end"] if which else pair["period_end"]
    return TOO_FEW.format(count=danish.number(count, 0), period=in_words(pair["measure"], end), fewest=FEWEST)


@lru_cache(maxsize=1024)
def in_words(measure: str, end: str) -> str:
    """The period of a measure by its last day, within a sentence: 1. kvartal 2021, januar til juni 2021."""
    last, span = date.fromisoformat(end), BY_KEY[measure].span
    label = ending(last, span).label
    if span is Span.STATUS:
        return danish.day(last)
    if span is Span.TWO_YEARS:
        return f"dem, der blev ansat i de tolv måneder til og med {danish.month(shifted(last, -12))}"
    if span is Span.QUARTER or label == str(last.year):
        return label
    if span is Span.ROLLING_YEAR:
        return f"de tolv måneder til og med {danish.month(last)}"
    return danish.month(last) if last.month == 1 else f"januar til {danish.month(last)}"
