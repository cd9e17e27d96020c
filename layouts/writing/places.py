"""Where something can be written: the figures, groups and columns of a publication, and what a form chose of them."""

from dataclasses import dataclass

from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.papers.comparisons.since import column_of, told
from kpi.papers.series import Point
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.publication import Publication
from layouts.reading import Reading

MEASURES = tuple(one for one in INDICATORS if one.printed)
NO_MEASURE = "Vælg et nøgletal til kolonnen, eller vælg ingen kolonne."
NO_SUCH_MEASURE = "Nøgletallet findes ikke. Vælg et fra listen."
NO_SUCH_GROUP = "Faggruppen findes ikke i udgivelsen. Vælg en fra listen."
NO_FIGURE = "«{measure}» findes ikke for «{group}». Vælg {other}, eller et andet nøgletal."
NO_COLUMN = "«{measure}» har ikke den kolonne. Vælg en anden, eller «Den seneste»."


class NoSuchPlace(Exception):
    """Raised, with a Danish message, where a form chose what the publication does not have."""


@dataclass(frozen=True)
class Place:
    """Where something is written: the journal's measure, staff group and period, each empty where none is meant."""

    measure: str = ""
    staff_group: str = ""
    period_end: str = ""


def place_of(reading: Reading, measure: str, group: str, period_end: str) -> Place:
    """The place, with the row for everybody and the latest column where a measure alone was chosen."""
    shown = reading.publication
    if measure and measure not in {one.key for one in MEASURES}:
        raise NoSuchPlace(NO_SUCH_MEASURE)
    if group and group not in {*names(shown), TOTAL_ADVERTS}:
        raise NoSuchPlace(NO_SUCH_GROUP)
    if not measure:
        if period_end:
            raise NoSuchPlace(NO_MEASURE)
        return Place(staff_group=group if group in names(shown) else "")
    row = total_of(shown, measure) if group in ("", TOTAL_ADVERTS, staff_total(shown)) else group
    if not reading.series(measure, row):
        other = "en faggruppe" if BY_KEY[measure].about_people else "et område"
        raise NoSuchPlace(
            NO_FIGURE.format(measure=BY_KEY[measure].title, group=names(shown).get(row, row), other=other)
        )
    column = _column(reading, measure, row, period_end)
    if column is None:
        raise NoSuchPlace(NO_COLUMN.format(measure=BY_KEY[measure].title))
    return Place(measure, row, column.end)


def figure_at(reading: Reading, place: Place) -> str:
    """The figure of the place with its unit and period; empty where the place is none."""
    column = _column(reading, place.measure, place.staff_group, place.period_end) if place.measure else None
    return told(column, BY_KEY[place.measure]) if column else ""


def names(publication: Publication) -> dict[str, str]:
    """The rows that can be chosen by their keys: staff groups, then areas."""
    return publication.group_names | {area: area for area in publication.areas}


def total_of(publication: Publication, measure: str) -> str:
    """The key of the measure's row for everybody."""
    return staff_total(publication) if BY_KEY[measure].about_people else TOTAL_ADVERTS


def staff_total(publication: Publication) -> str:
    """The key of the staff group that is everybody."""
    return publication.total


def columns(reading: Reading) -> dict[str, str]:
    """The labels of all printed columns by their last day, the newest first; a day can end a quarter and a year."""
    found: dict[str, dict[str, None]] = {}
    for one in MEASURES:
        for point in reading.series(one.key, total_of(reading.publication, one.key)):
            found.setdefault(point.end, {})[point.label] = None
    return {end: ", ".join(reversed(labels)) for end, labels in sorted(found.items(), reverse=True)}


def _column(reading: Reading, measure: str, row: str, period_end: str) -> Point | None:
    return column_of(reading.publication, reading.audience.key, measure, row, period_end)
