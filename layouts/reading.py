"""What a page may see: one publication for one audience, read once and kept.

A page is handed a `Reading` and cannot ask it for another audience, so that what is kept for one is never shown to
another.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import flask

from kpi.definitions.disclosure import Audience
from kpi.papers import tables
from kpi.papers.comparisons import clear, compared, contributed, judged
from kpi.papers.comparisons.contributions import BY_GROUP, Contributions
from kpi.papers.document import Sentence
from kpi.papers.explanations import places, quarters, standing
from kpi.papers.explanations.outlook import FULL_TIME_POINTS
from kpi.papers.explanations.places import Places
from kpi.papers.explanations.quarters import Quarters
from kpi.papers.follow_up.rules import HOUSE, Rule
from kpi.papers.paper import BY_NUMBER
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.prose import sentences
from kpi.papers.series import Point, series
from kpi.papers.table import Table
from kpi.publications.publication import Publication, Store
from layouts.address import SHOWN_TO, Address
from layouts.door.identity import sees


class NotForThem(Exception):
    """Raised where a person asks for the figures of an audience that they are not among."""


class Unknown(Exception):
    """Raised where an address names something that does not exist; `what` is a key of `layouts.frame.states`."""

    def __init__(self, what: str, name: str = ""):
        super().__init__(what, name)
        self.what, self.name = what, name


@dataclass(frozen=True, eq=False)
class Reading:
    """One publication for one audience: its tables, made the first time they are asked for."""

    publication: Publication
    audience: Audience
    _kept: dict = field(default_factory=dict, repr=False)

    def paper_table(self, number: int) -> Table:
        """The printed table."""
        return self._keep(tables.paper_table, number)

    def counts_table(self, number: int) -> Table:
        """The numerators and denominators behind the printed table (Bilag 1)."""
        return self._keep(tables.counts_table, number)

    def same_date_table(self, number: int, signs: bool = False) -> Table:
        """The printed table's measures at the same date of each year: periods that do not overlap."""
        return self._keep(compared.same_date_table if signs else tables.like_for_like_table, number)

    def overview_table(self, house_arrows: bool = False) -> Table:
        """The matrix of staff groups and measures, last printed column."""
        return self._keep(tables.overview_table, house_arrows)

    @property
    def is_judged(self) -> bool:
        """Whether the publication froze which changes are clear."""
        return judged.is_judged(self.publication, self.audience.key)

    def direction(self) -> clear.Direction:
        """How many figures are clearly better or worse, and which."""
        return self._keep(clear.direction)

    def clear_table(self) -> Table:
        """The clear changes, the worst first."""
        return self._keep(clear.clear_table)

    def measure_table(self, measure: str) -> Table:
        """The printed columns of a measure and what the last is held against."""
        return self._keep(compared.measure_table, measure)

    def compared_table(self, number: int) -> Table:
        """The last printed column of a table beside the year before."""
        return self._keep(compared.compared_table, number)

    def comparison(self, measure: str, group: str, end: str) -> Mapping | None:
        """The evidence of a figure; None where it is held against nothing."""
        return judged.comparison(self.publication, self.audience.key, measure, group, end)

    @property
    def total(self) -> str:
        """The key of the row for everybody."""
        return self.publication.total

    def latest_end(self, number: int) -> str:
        """The last day of a table's last printed period that is covered; empty where none is."""
        return self._keep(compared.latest_end, BY_NUMBER[number])

    def contributions(self, measure: str, end: str, division: str = BY_GROUP.key) -> Contributions | None:
        """What each part did to the change of the total since the year before; None where it cannot be told."""
        return self._keep(contributed.contributed, measure, end, division)

    def contributed_table(self, found: Contributions) -> Table:
        """The contributions as a table that adds up."""
        return self._keep(contributed.contributed_table, found)

    def by_quarter(self, measure: str, group: str) -> Quarters | None:
        """A measure by quarter; None where there are none to show."""
        return self._keep(quarters.quarters, measure, group)

    def by_quarter_table(self, found: Quarters) -> Table:
        """The figures behind a chart of quarters."""
        return self._keep(quarters.quarters_table, found)

    def places(self, measure: str, kind: str) -> Places | None:
        """The centres or units with a measure's figures; None where fewer than two can be shown."""
        return self._keep(places.places, measure, kind)

    def places_table(self, found: Places) -> Table:
        """The figures behind a funnel."""
        return self._keep(places.places_table, found)

    def group_table(self, group: str) -> Table:
        """All measures of one staff group, as printed and against the year before."""
        return self._keep(standing.standing_table, group)

    def told_of(self, make: Callable, *asked):
        """What a function of `kpi.papers` makes of the publication for this audience, made once."""
        return self._keep(make, *asked)

    def series(self, measure: str, group: str, which: str = "printed") -> tuple[Point, ...]:
        """One measure of one group over time, oldest first."""
        return self._keep(series, measure, group, which)

    def sentences(self) -> tuple[Sentence, ...]:
        """Everything that the product says of the figures, in the order of the paper."""
        return self._keep(sentences)

    def ledger(self) -> Ledger:
        """The printed figures that the sentences rest on."""
        return self._keep(Ledger)

    def _keep(self, make: Callable, *asked):
        key = (make, *asked)
        if key not in self._kept:
            self._kept[key] = make(self.publication, self.audience.key, *asked)
        return self._kept[key]


class Library:
    """The publications as the pages read them; one `Reading` for each audience of each.

    `full_time_points`, `rules` and `municipality` are what HR has set: for the arithmetic of what it takes, for what
    calls for action, and for the windows' titles.
    """

    def __init__(
        self,
        store: Store,
        example: bool,
        today: Callable[[], date] = date.today,
        full_time_points: float = FULL_TIME_POINTS,
        rules: tuple[Rule, ...] = HOUSE,
        municipality: str = "",
    ):
        self.store, self.example, self.today, self.municipality = store, example, today, municipality
        self.full_time_points, self.rules = full_time_points, rules
        self._readings: dict[tuple[str, str], Reading] = {}

    def keys(self) -> list[str]:
        """The keys of all publications, the newest first."""
        return self.store.keys()

    def read(self, address: Address) -> Reading:
        """The reading that an address names.

        Raises `Unknown` where there is none, and `NotForThem` where who asks is not among its audience.
        """
        keys = self.keys()
        if not keys:
            raise Unknown("nothing_published")
        if address.audience and address.audience not in SHOWN_TO:
            raise Unknown("audience", address.audience)
        if address.publication and address.publication not in keys:
            raise Unknown("publication", address.publication)
        key, audience = address.publication or keys[0], SHOWN_TO[address.audience or default_audience()]
        if not sees(audience.key):
            raise NotForThem(audience.key)
        if (key, audience.key) not in self._readings:
            self._readings[key, audience.key] = Reading(self.store.load(key), audience)
        return self._readings[key, audience.key]

    def place_in(self, server: flask.Flask) -> None:
        """Nothing; the server's pages now read this library."""
        server.extensions["arbejdskraft"] = self


def default_audience() -> str:
    """The audience whose figures who asks now sees, unless they ask for another."""
    return next(key for key in SHOWN_TO if sees(key))


def library() -> Library:
    """The library of the server that answers now: never a module's own, so that two apps cannot mix."""
    return flask.current_app.extensions["arbejdskraft"]
