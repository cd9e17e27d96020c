"""Centres and units beside each other: which lie further from everybody's figure than chance alone would take them.

The limits widen as places get smaller, so that a small place is not read as good or bad for being small.
"""

import csv
import io
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.columns import UNITS
from kpi.papers.comparisons.compared import latest_end, named
from kpi.papers.paper import BY_NUMBER
from kpi.papers.table import Cell, Column, Row, Table, count_cell, value_cell
from kpi.papers.tables import finished
from kpi.publications.publication import Publication
from kpi.statistics.funnel import beyond, binomial_limits, poisson_limits

KINDS = {"center": ("Center", "center", "centre"), "afdeling": ("Afdeling", "afdeling", "afdelinger")}
WITHIN = "inden for"
MOST_NAMED = 5
MIXED_NOTE = (
    "Stederne har ikke de samme faggrupper, så en forskel kan ligge i, hvem der er ansat. Figuren siger, hvor der er "
    "noget at spørge til, ikke hvorfor."
)
FUNNEL_NOTE = (
    "Grænserne viser, hvor meget et sted af den størrelse kan svinge rent tilfældigt, hvis det har samme niveau som "
    "alle ansatte under ét. Uden for 95 %-grænsen ligger omkring et af 20 steder, uden for 99,8 %-grænsen omkring et "
    "af 500."
)


@dataclass(frozen=True)
class Spot:
    """A place that is shown: its name, its counts, its value, and how far out it lies (0,95 above, -0,998 below, 0)."""

    key: str
    name: str
    count: float
    of: float
    value: float
    beyond: float


@dataclass(frozen=True)
class Places:
    """The places of a kind with a measure's figures: those that are shown, and how many are not; `rate` is everybody's.

    `is_share` says that the limits are those of a share, else of a rate of events.
    """

    measure: str
    kind: str
    end: str
    rate: float
    shown: tuple[Spot, ...]
    hidden: int
    is_share: bool

    def limits(self, of, level: float):
        """The lowest and highest value within the limit for denominators, in the printed unit."""
        found = (binomial_limits if self.is_share else poisson_limits)(of, self.rate, level)
        return found.low * 100, found.high * 100


def places(publication: Publication, audience: str, measure: str, kind: str) -> Places | None:
    """The places of a kind (center or afdeling) on the last same date; None where there are none to tell of."""
    one = BY_KEY[measure]
    end = latest_end(publication, audience, BY_NUMBER[one.table])
    frame = publication.figures[audience]
    told = frame[(frame["measure"] == measure) & (frame["place_kind"] == kind) & (frame["period_end"].map(str) == end)]
    rows = told.to_dict("records")
    total = _total(publication, audience, measure, end)
    shown = [row for row in rows if row["status"] == Status.OK]
    hidden = sum(row["status"] == Status.SUPPRESSED for row in rows)
    if one.unit is not Unit.PERCENT or total is None or not (shown or hidden):
        return None
    rate = total["numerator"] / total["denominator"]
    limits = binomial_limits if one.subset else poisson_limits
    out = beyond([row["numerator"] for row in shown], [row["denominator"] for row in shown], rate, limits)
    names = _names(publication, kind)
    spots = [
        Spot(
            row["place"], names.get(row["place"], row["place"]), row["numerator"], row["denominator"], row["value"], far
        )
        for row, far in zip(shown, map(float, out), strict=True)
    ]
    return Places(measure, kind, end, rate, tuple(sorted(spots, key=lambda spot: spot.name)), hidden, one.subset)


def places_table(publication: Publication, audience: str, found: Places) -> Table:
    """A row a place that is shown, those furthest out first: how many, the figure, and where it lies."""
    one = BY_KEY[found.measure]
    heading, _, many = KINDS[found.kind]
    spots = sorted(found.shown, key=lambda spot: (-abs(spot.beyond), spot.name))
    rows = [Row(spot.key, spot.name, _cells(spot, found), 1) for spot in spots]
    columns = [
        Column("of", _of(one), Unit.COUNT, "", found.measure, found.end, part="denominator"),
        Column("value", "Tal", one.unit, "", found.measure, found.end),
        Column("beyond", "Mod tilfældige udsving", Unit.COUNT, part="text"),
    ]
    notes = [
        FUNNEL_NOTE,
        MIXED_NOTE,
        f"{publication.group_names[publication.total]}: {danish.number(found.rate * 100)} {UNITS[one.unit]}.",
    ]
    if found.hidden:
        kinds = danish.counted(found.hidden, KINDS[found.kind][1], many)
        notes.append(f"{kinds} er skjult i denne visning og står hverken i figuren eller i tabellen.")
    words = {
        "key": f"{many}-{named(one)}",
        "number": 0,
        "title": f"{one.title}: {many}",
        "subtitle": "de steder, der ligger længst uden for det tilfældige, står først",
        "stub": heading,
        "source": BY_NUMBER[one.table].source,
    }
    return finished(publication, audience, columns, rows, notes, **words)


def standing_out(found: Places) -> str:
    """How many places lie outside the limits, in one sentence, and how many would by chance.

    Where all are hidden it says so.
    """
    if not found.shown:
        return f"Alle {danish.counted(found.hidden, *KINDS[found.kind][1:])} er skjult i denne visning."
    out = [spot for spot in found.shown if spot.beyond]
    shown = danish.counted(len(found.shown), *KINDS[found.kind][1:])
    expected = danish.number(len(found.shown) / 20, 0)
    if not out:
        return f"Ingen af {shown} ligger uden for det, der kan være tilfældigt."
    told = [f"{spot.name} ({where(spot)})" for spot in sorted(out, key=lambda one: -abs(one.beyond))]
    if len(told) > MOST_NAMED:
        told[MOST_NAMED:] = [f"{danish.number(len(told) - MOST_NAMED, 0)} andre"]
    by_chance = f"Omkring {expected} ville ligge der rent tilfældigt."
    return f"{danish.number(len(out), 0)} af {shown} ligger uden for 95 %-grænsen: {danish.joined(told)}. {by_chance}"


def where(spot: Spot) -> str:
    """Where a place lies, in words: over 95 %-grænsen."""
    if not spot.beyond:
        return WITHIN
    level = "99,8 %" if abs(spot.beyond) > 0.99 else "95 %"
    return f"{'over' if spot.beyond > 0 else 'under'} {level}-grænsen"


def _cells(spot: Spot, found: Places) -> tuple[Cell, ...]:
    figure = {
        "measure": found.measure, "group": spot.key, "period_end": found.end, "status": Status.OK, "value": spot.value,
        "numerator": spot.count, "denominator": spot.of, "arrow": "", "assessment": "", "provisional": False,
    }  # fmt: skip
    return count_cell(figure, "denominator"), value_cell(figure, BY_KEY[found.measure]), _text(where(spot))


def _total(publication: Publication, audience: str, measure: str, end: str):
    group = publication.total
    rows = publication.by_group[audience].get((measure, group, "same_date"), [])
    return next((row for row in rows if row["period_end"] == end and row["status"] == Status.OK), None)


def _names(publication: Publication, kind: str) -> dict[str, str]:
    """The names of the units as HR's reference file has them; a centre's key is its name."""
    if kind == "center":
        return {}
    content = publication.reference.get("afdelinger.csv", b"").decode("utf-8-sig")
    return {line["Afdeling"]: line["Navn"] for line in csv.DictReader(io.StringIO(content), delimiter=";")}


def _of(one) -> str:
    return "Ansatte året før" if not one.subset else "Ansatte"


def _text(text: str) -> Cell:
    return Cell(text, spoken=text)
