"""What an audience is told of a staff group at the same date of each year, by measure and last day."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status
from kpi.papers.table import Cell, count_cell, unseen_cell, value_cell
from kpi.publications.publication import Publication

YEARS = 3
"""How many periods a year apart are told, the latest."""
NO_ARROW = {"arrow": "", "assessment": ""}


@dataclass(frozen=True)
class Yearly:
    """A staff group's figures of equally long periods a year apart, as one audience may see them."""

    publication: Publication
    audience: str
    group: str

    @property
    def name(self) -> str:
        """The group's name."""
        return self.publication.group_names[self.group]

    @property
    def covers(self) -> str:
        """Whom the group covers: alle, ledere or stillinger."""
        return next(one.covers for one in self.publication.groups if one.key == self.group)

    def figures(self, measure: str) -> list[Mapping]:
        """The measure's figures, oldest first; none where the audience is not told of it for the group."""
        return self.publication.by_group[self.audience].get((measure, self.group, "same_date"), [])

    def ends(self, measure: str = "turnover") -> list[str]:
        """The last days of the periods that the sources cover, oldest first."""
        return [one["period_end"] for one in self.figures(measure) if one["status"] != Status.MISSING]

    def figure(self, measure: str, end: str) -> Mapping | None:
        """The figure of the period that ends on the day."""
        return next((one for one in self.figures(measure) if one["period_end"] == end), None)

    def shown(self, measure: str, end: str) -> Mapping | None:
        """The figure where it has a value to show."""
        found = self.figure(measure, end)
        return found if found and found["status"] == Status.OK else None

    def label(self, end: str, measure: str = "turnover") -> str:
        """What the period is called."""
        return self.figure(measure, end)["period"]

    def count(self, measure: str, end: str, part: str) -> Cell:
        """The cell of a numerator or denominator."""
        found = self.figure(measure, end)
        return count_cell(found, part) if found else unseen_cell(Status.MISSING)

    def value(self, measure: str, end: str) -> Cell:
        """The cell of a value, without an arrow."""
        found = self.figure(measure, end)
        return value_cell(found | NO_ARROW, BY_KEY[measure]) if found else unseen_cell(Status.MISSING)
