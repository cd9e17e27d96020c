"""The comments on a publication: what each says, who wrote it, and whose papers it goes with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi.publications.folders import in_order
from kpi.publications.journal import COMMENTS, Journal

WHOLE = ""
"""The place of a comment on the whole publication; one on a table stands at the table's key, `tabel-2`."""


@dataclass(frozen=True)
class Comment:
    """A comment as a page or a paper shows it. `recipients` are keys of `kpi.publications.journal.RECIPIENTS`."""

    line: int
    at: datetime
    who: str
    role: str
    publication: str
    place: str
    text: str
    recipients: tuple[str, ...]
    is_shown: bool


def comments_on(
    publication: str, lines: Iterable[Mapping], choices: Mapping[int, tuple[str, ...]]
) -> tuple[Comment, ...]:
    """The comments on a publication, the oldest first, hidden ones too.

    A comment on a publication goes with the amendments that take its place, and never the other way.
    """
    return tuple(_comment(line, choices) for line in lines if _goes_with(line["publication"], publication))


def comments_for(journal: Journal, publication: str, recipient: str) -> tuple[Comment, ...]:
    """The comments that a recipient's paper of a publication has: chosen by HR, and not hidden since."""
    found = comments_on(publication, journal.comments(), journal.choices(COMMENTS))
    return tuple(one for one in found if one.is_shown and recipient in one.recipients)


def _goes_with(written_on: str, publication: str) -> bool:
    return written_on[:7] == publication[:7] and in_order(written_on) <= in_order(publication)


def _comment(line: Mapping, choices: Mapping[int, tuple[str, ...]]) -> Comment:
    return Comment(
        line["id"],
        datetime.fromisoformat(line["at"]),
        line["who"],
        line["role"],
        line["publication"],
        line["place"],
        line["text"],
        choices.get(line["id"], ()),
        bool(line["visible"]),
    )
