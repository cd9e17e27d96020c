"""The columns of the tables: every stretch of time follows from one `as_of` date (definitions.md, "The tables")."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from kpi import danish
from kpi.definitions.model import Indicator, Source, Span, When

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A column's stretch of time: `start` is not in it, `end` is. A status has its day as `end`."""

    start: date
    end: date
    label: str

    @property
    def a_year_before(self) -> date:
        """The day a year before the end."""
        return shifted(self.end, -12)

    def needs(self, indicator: Indicator) -> list[tuple[Source, date, date]]:
        """The days that each source must cover, first and last, before anything can be said of this column.

        Who came or moved is known where both stocks and all exits between them are, and where nobody can have been
        there before the source begins.
        """
        stocks, flow = [(Source.STAFF, day, day) for day in (self.start, self.end)], (self.start + ONE_DAY, self.end)
        needed = []
        for tally in (indicator.numerator, indicator.denominator):
            if tally is None:
                continue
            came = tally.source in (Source.ENTRIES, Source.MOVED_IN, Source.MOVED_OUT)
            needed += stocks[:1] if came or tally.when in (When.AT_START, When.MEAN, When.GONE_BY_END) else []
            needed += stocks[1:] if came or tally.when in (When.AT_END, When.MEAN) else []
            if came or tally.when is When.GONE_BY_END:
                needed.append((Source.EXITS, *flow))
            elif tally.when is When.WITHIN:
                needed.append((tally.source, *flow))
        return needed + [(source, min(flow), self.end) for source in indicator.requires]


def shifted(when: date, months: int) -> date:
    """The date so many calendar months later (or earlier), clipped to the month's end and never extended to it."""
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return date(year, month + 1, min(when.day, monthrange(year, month + 1)[1]))


def is_month_end(when: date) -> bool:
    """Whether the date is the last of its month, as every `as_of` must be."""
    return (when + ONE_DAY).day == 1


def ending(end: date, span: Span) -> Period:
    """The period of the given span that ends on the day."""
    if span is Span.QUARTER:
        return Period(date(end.year, end.month - 2, 1) - ONE_DAY, end, danish.quarter_label(end))
    starts = {
        Span.ROLLING_YEAR: shifted(end, -12),
        Span.TWO_YEARS: shifted(end, -24),
        Span.YEAR_TO_DATE: date(end.year - 1, 12, 31),
        Span.STATUS: end,
    }
    return Period(starts[span], end, danish.column_label(end))


def printed(span: Span, as_of: date) -> tuple[Period, ...]:
    """The columns of the paper, oldest first: two year ends and `as_of`, or the four quarters up to it."""
    if span is Span.QUARTER:
        return tuple(_quarters(as_of, 4))
    return tuple(ending(end, span) for end in (date(as_of.year - 2, 12, 31), date(as_of.year - 1, 12, 31), as_of))


def same_date(span: Span, as_of: date, years: int = 10) -> tuple[Period, ...]:
    """The same stretch of each year up to `as_of`, oldest first: periods that never overlap (quarters: all of them)."""
    if span is Span.QUARTER:
        return tuple(_quarters(as_of, 4 * years))
    ends = [as_of]
    for _ in range(years):
        ends.append(shifted(ends[-1], -12))
    return tuple(ending(end, span) for end in reversed(ends))


def quarters(span: Span, as_of: date, years: int = 10) -> tuple[Period, ...]:
    """The quarters up to `as_of`, oldest first, for a measure of any span: of a status their last days."""
    return tuple(
        Period(one.end if span is Span.STATUS else one.start, one.end, one.label) for one in _quarters(as_of, 4 * years)
    )


def half_years(as_of: date, years: int = 10) -> tuple[Period, ...]:
    """The half-years that have ended by `as_of`, oldest first: the cohorts of who was hired."""
    last = (as_of.year * 12 + as_of.month - (0 if is_month_end(as_of) else 1)) // 6 * 6
    ends = [_last_day(last - 6 * back) for back in range(2 * years - 1, -1, -1)]
    return tuple(Period(date(end.year, end.month - 5, 1) - ONE_DAY, end, danish.half_year_label(end)) for end in ends)


def _quarters(as_of: date, count: int) -> list[Period]:
    complete_months = as_of.year * 12 + as_of.month - (0 if is_month_end(as_of) else 1)
    last = complete_months - complete_months % 3
    return [ending(_last_day(last - 3 * back), Span.QUARTER) for back in range(count - 1, -1, -1)]


def _last_day(months: int) -> date:
    year, month = divmod(months - 1, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
