"""Where a series breaks: what is counted before a day cannot be held against what is counted from it on."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from kpi.definitions.explaining import WHOLE
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.periods import Period


class Changed(StrEnum):
    """What a break changed; completes "… er ændret"."""

    DEFINITION = "opgørelsen"
    POPULATION = "kredsen, der tælles med,"
    SOURCE = "kilden"
    ORGANISATION = "organisationen"


@dataclass(frozen=True)
class Break:
    """A break in a series. `from_day` is the first day of the new way; None where two publications differ throughout.

    `reason` is the Danish clause that says what happened. An empty `measure` is every measure. `rows` are the keys of
    the rows that it touches (staff groups, areas of adverts), `centers` the centres; without either it touches all.
    """

    measure: str
    from_day: date | None
    reason: str
    changed: Changed = Changed.DEFINITION
    rows: tuple[str, ...] = ()
    centers: tuple[str, ...] = ()

    def touches(self, measure: str, row: str, place_kind: str = "", place: str = "") -> bool:
        """Whether a figure of the measure, of the row (in a place) is one of those it is about.

        A break of turnover is one of its parts and of its other readings too.
        """
        if self.measure not in ("", measure, WHOLE.get(measure)):
            return False
        if not self.rows and not self.centers:
            return True
        return place in self.centers if place_kind == "center" else not place_kind and row in self.rows

    def parts(self, first: date, end: date) -> bool:
        """Whether it lies after the first day that the earlier figure counts, and not after the later one's end."""
        return self.from_day is not None and first < self.from_day <= end


def between(
    breaks: Iterable[Break],
    measure: str,
    row: str,
    before: tuple[str, str],
    end: str,
    place_kind: str = "",
    place: str = "",
) -> tuple[Break, ...]:
    """The breaks between a figure whose period is `before` (its two ends, ISO) and the one that ends on `end`."""
    ours = [one for one in breaks if one.from_day and one.touches(measure, row, place_kind, place)]
    if not ours:
        return ()
    first, last = first_counted(measure, *before), date.fromisoformat(end)
    return tuple(one for one in ours if one.parts(first, last))


def first_counted(measure: str, start: str, end: str) -> date:
    """The first day that a figure of the measure counts anything on: of turnover the day of the stock it is out of."""
    needed = Period(date.fromisoformat(start), date.fromisoformat(end), "").needs(BY_KEY[measure])
    return min(first for _, first, _ in needed)


def as_json(breaks: Iterable[Break]) -> list[dict]:
    """The breaks as a publication keeps them."""
    return [asdict(one) | {"from_day": one.from_day.isoformat() if one.from_day else ""} for one in breaks]


def from_json(told: Iterable[Mapping]) -> tuple[Break, ...]:
    """The breaks that a publication has kept."""
    return tuple(
        Break(
            one["measure"],
            date.fromisoformat(one["from_day"]) if one["from_day"] else None,
            one["reason"],
            Changed(one["changed"]),
            tuple(one["rows"]),
            tuple(one["centers"]),
        )
        for one in told
    )
