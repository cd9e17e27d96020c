"""A period in a sentence: what a column covers, said so that nobody takes twelve months for six."""

from datetime import date

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Span
from kpi.papers.sentences.ledger import is_year_end


def within(measure: str, end: str) -> str:
    """The period after its preposition: i 2021, i de tolv måneder til og med juni 2022, den 30. juni 2022."""
    span, last = BY_KEY[measure].span, date.fromisoformat(end)
    if span is Span.STATUS:
        return f"den {danish.day(last)}"
    return f"i {covering(measure, end)}"


def covering(measure: str, end: str) -> str:
    """The period without its preposition: 2021, de tolv måneder til og med juni 2022, første halvår af 2022."""
    span, last = BY_KEY[measure].span, date.fromisoformat(end)
    if span is Span.STATUS:
        return f"den {danish.day(last)}"
    if span is Span.QUARTER:
        return danish.quarter_label(last)
    if is_year_end(end):
        return str(last.year)
    if span is Span.ROLLING_YEAR:
        return f"de tolv måneder til og med {danish.month(last)}"
    return f"første halvår af {last.year}" if last.month == 6 else f"januar til og med {danish.month(last)}"


def a_year_before(measure: str, end: str) -> str:
    """The same stretch a year earlier than `end`, with its preposition: i de tolv måneder før, året før."""
    span = BY_KEY[measure].span
    if span is Span.ROLLING_YEAR and not is_year_end(end):
        return "i de tolv måneder før"
    if span is Span.STATUS:
        return "et år før"
    return "året før" if is_year_end(end) else "i samme periode året før"
