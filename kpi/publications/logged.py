"""The lines that the log gets of an import and of a publication: what was done, and each warning that was accepted."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kpi import danish
from kpi.publications.journal import IMPORT, PUBLISH, Journal
from kpi.publications.stored_import import Import
from kpi.publications.stored_publication import Publication

ROLE = "hr"
"""Only HR takes in, takes back, deletes and publishes."""
TOLD = ("code", "reason", "file", "cell", "message", "mark")


def import_taken_in(journal: Journal, identity: str, taken: Import) -> None:
    """Nothing; the import that was stored under this id stands in the log."""
    detail = ", ".join(
        f"{source['file']}: {danish.counted(source['rows'], 'række', 'rækker')}" for source in taken.sources
    )
    accepted_once(journal, identity, taken.accepted, taken.taken_in)
    journal.record(IMPORT, identity, who=taken.by, role=ROLE, detail=detail, at=taken.taken_in)


def published(journal: Journal, publication: Publication) -> None:
    """Nothing; the publication stands in the log."""
    told = {"who": publication.by, "role": ROLE, "detail": publication.reason, "at": publication.published}
    accepted_once(journal, publication.key, publication.accepted, publication.published)
    journal.record(PUBLISH, publication.key, **told)


def accepted_once(journal: Journal, target: str, accepted: Iterable[Mapping], at: datetime) -> None:
    """Nothing; each warning that was accepted stands in the journal, those that stood there already once.

    One that was accepted before has its own time, else `at`.
    """
    there = {tuple(line[name] for name in TOLD) for line in journal.acceptances(target)}
    for one in accepted:
        told = {name: one.get(name) or "" for name in TOLD}
        if tuple(told.values()) not in there:
            when = datetime.fromisoformat(one["at"]) if one.get("at") else at
            journal.accept(target, who=one["by"], role=ROLE, at=when, **told)
