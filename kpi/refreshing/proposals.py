"""What the half-year refresh hands on: extracts that were read, and a publication as it would be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi import pipeline
from kpi.extracts.asking.answers import NO_ANSWERS, Answers
from kpi.extracts.checking.read_as import ReadAs, paid_alike
from kpi.extracts.findings import Finding
from kpi.publications.changes import Difference
from kpi.publications.publication import Publication


@dataclass(frozen=True)
class Draft:
    """Extracts that were read but not stored: what they hold, everything found, and the answers they were read with."""

    placed: pipeline.Placed
    as_of: date | None
    drawn: pipeline.Drawn
    findings: tuple[Finding, ...]
    answers: Answers = NO_ANSWERS

    @property
    def sources(self) -> list[Mapping]:
        """The sheets that were read, each with its file and checksum."""
        return [one.as_json() for one in self.placed.extracts.sources]

    @property
    def read_as(self) -> list[ReadAs]:
        """How files were read that leave out what the figures are otherwise without."""
        return paid_alike(self.placed.extracts)


@dataclass(frozen=True)
class Proposal:
    """A publication as it would be, what it changes, what was found on the way, and what it is made of."""

    publication: Publication
    before: Publication | None
    difference: Difference
    findings: tuple[Finding, ...]
    made_of: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    time_taken: str = ""

    @property
    def sources(self) -> Sequence[Mapping]:
        """The sheets that the publication is made of, each with its file and checksum."""
        return self.publication.sources

    @property
    def as_of(self) -> date:
        """The date that the publication is of."""
        return self.publication.as_of

    @property
    def needs_reason(self) -> bool:
        """Whether it amends a date that is published, or changes history: then a public reason is asked for."""
        return bool(self.publication.supersedes) or self.difference.needs_reason

    def stored(self, pending: str, identity: str, made_of: tuple[str, ...]) -> "Proposal":
        """The same, now that the import that it counted as pending is stored under an id of its own."""
        imports = tuple(identity if one == pending else one for one in self.publication.imports)
        return replace(self, publication=replace(self.publication, imports=imports), made_of=made_of)
