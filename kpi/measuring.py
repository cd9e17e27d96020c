"""What is measured of a staff: the figures of the paper, what explains them, the quarters and the places.

Everything here is raw: nothing is hidden, and only `kpi.pipeline` knows what comes before and after.
"""

from datetime import date

import pandas as pd

from kpi.definitions.indicators import BY_KEY, EXPLAINING, INDICATORS
from kpi.definitions.model import Span
from kpi.definitions.people import People
from kpi.extracts.placement.reference import Reference
from kpi.figures.count import Cells
from kpi.figures.measure import at_the_same_date, by_quarter, measure
from kpi.figures.movement import movement
from kpi.figures.retention import retention

EXPLAINED_YEARS = 3
"""How many years back what explains turnover goes at the same date, besides the paper's columns."""
BY_QUARTER = ("turnover", "left_within_3m", "left_within_12m", "full_time_share", "weekly_hours")
OF_EVERYONE_BY_QUARTER = ("left_within_3m", "left_within_12m")
"""Too few leave a staff group in a quarter for a share of them."""
BY_PLACE = ("turnover", "left_within_12m", "full_time_share", "weekly_hours", "seniors_58")


def cells_of(reference: Reference, place_kind: str = "", everyone_alone: bool = False) -> Cells:
    """The groups and areas that figures are counted by: in the whole, or in each `area`, `center` or `unit`."""
    places = {"": ("",), "area": reference.areas, "center": reference.centers, "unit": reference.unit_codes}[place_kind]
    return Cells(reference.groups, tuple(reference.areas), place_kind, tuple(places), everyone_alone)


def totals_of(reference: Reference) -> tuple[str, ...]:
    """The keys of the groups that cover everyone."""
    return tuple(group.key for group in reference.groups if group.covers == "alle")


def of_the_paper(people: People, reference: Reference, as_of: date, place_kind: str = "") -> pd.DataFrame:
    """The figures of the paper's indicators, for the whole municipality or by `area`, `center` or `unit`."""
    indicators = [indicator for indicator in INDICATORS if indicator.about_people or not place_kind]
    return measure(people, indicators, as_of, cells_of(reference, place_kind))


def everything(people: People, reference: Reference, as_of: date) -> pd.DataFrame:
    """The figures of the paper, then what explains turnover, the quarters, and centers and units.

    Of places there is the group that covers everyone, on the same date of this year and the one before.
    """
    whole, totals = cells_of(reference), totals_of(reference)
    quarters = by_quarter(people, [BY_KEY[key] for key in BY_QUARTER], as_of, whole)
    of_total = quarters["group"].isin(totals)
    parts = [
        of_the_paper(people, reference, as_of),
        measure(people, EXPLAINING, as_of, whole, EXPLAINED_YEARS),
        quarters[of_total | ~quarters["measure"].isin(OF_EVERYONE_BY_QUARTER)],
    ]
    for place_kind in ("center", "unit"):
        measures, cells = [BY_KEY[key] for key in BY_PLACE], cells_of(reference, place_kind, everyone_alone=True)
        parts.append(at_the_same_date(people, measures, as_of, cells, 1))
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def retention_of(people: People, reference: Reference, as_of: date) -> pd.DataFrame:
    """How many of each half-year's hires are still employed, by group, in `RETENTION_COLUMNS`."""
    return retention(people, as_of, cells_of(reference))


def movement_of(people: People, reference: Reference, as_of: date, *place_kinds: str) -> pd.DataFrame:
    """What the statuses of tables 4 and 5 did by person, in `MOVEMENT_COLUMNS`; of places for everyone there."""
    measures = [indicator for indicator in INDICATORS if indicator.span is Span.STATUS]
    cells = [cells_of(reference, kind, everyone_alone=bool(kind)) for kind in place_kinds]
    return movement(people, measures, as_of, cells)
