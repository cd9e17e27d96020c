"""What the retention of new colleagues counts, declared as figures are: so that its counts are theirs too."""

from kpi.definitions import populations as who
from kpi.definitions.explaining import RULES, SHORT_STAYS
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Condition, Indicator, Polarity, Source, Span, Tally, Unit, When
from kpi.definitions.tallies import HIRED

MARKS = {3: who.WITHIN_3_MONTHS, 6: who.WITHIN_6_MONTHS, 12: who.WITHIN_12_MONTHS, 24: who.WITHIN_24_MONTHS}
"""Months of employment, and the condition that somebody had left by then."""
HIRED_KEY = "hired"


def _of_the_hired(key: str, title: str, unit: Unit, where: Condition | None = None) -> Indicator:
    return Indicator(
        key=key,
        title=title,
        short_title=title,
        unit=unit,
        polarity=Polarity.NONE,
        population=who.PERMANENT,
        span=Span.TWO_YEARS,
        numerator=Tally(Source.ENTRIES, When.WITHIN, title, title.lower(), where),
        denominator=HIRED,
        footnote="",
        reference=RULES,
        page=SHORT_STAYS,
        table=0,
        printed=False,
    )


RETAINED = (
    _of_the_hired(HIRED_KEY, "Ansat i halvåret", Unit.COUNT),
    *(
        _of_the_hired(f"gone_{months}m", f"Af halvårets ansatte fratrådt {condition.words}", Unit.PERCENT, condition)
        for months, condition in MARKS.items()
    ),
)
"""How many a half-year hired, and of those how many had left by each mark; no page shows them as figures."""
COUNTED = BY_KEY | {one.key: one for one in RETAINED}
"""Every indicator whose counts can be shown somewhere, as a figure or as retention."""
