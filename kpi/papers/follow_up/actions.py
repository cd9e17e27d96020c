"""Interpretations, decisions and actions as rows: what, at which figure, who answers for it, and how the figure went.

The journal only adds lines. A line that is about another follows it up: the latest status of them holds, and each note
stands with its day. What the public sees of it is what HR has chosen for the public paper, without names and notes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kpi.definitions.disclosure import PUBLIC
from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.since import Since, since
from kpi.papers.paper import BY_NUMBER
from kpi.papers.recipients import ACTIONS, RECIPIENTS
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.folders import in_order
from kpi.publications.journal import ACTION, COMMITTEE, COMPLETED, DECISION, GIVEN_UP, INTERPRETATION, RETRACTED
from kpi.publications.publication import Publication

PUBLIC_RECIPIENT = COMMITTEE
"""The recipient whose paper everybody can read."""
FOLLOWS = tuple(one.key for one in RECIPIENTS if ACTIONS in one.sections)
"""The papers that a line goes with until HR chooses: those inside, whose paper tells what was decided."""
NO_STATUS = "ingen status endnu"
GENERAL = "Hele sagen"
AS_WRITTEN = ("kind", "text", "publication", "measure", "staff_group", "period_end", "role", "responsible")

Choices = Mapping[int, tuple[str, ...]]
Finder = Callable[[str], Publication | None]
"""Gives the publication of a key, None where there is none."""


@dataclass(frozen=True)
class FollowUp:
    """What was written about a line later: a status, a note, or both."""

    at: datetime
    who: str
    role: str
    status: str
    text: str


@dataclass(frozen=True)
class Row:
    """An interpretation, a decision or an action, at a figure, a group or the whole.

    `place` says where in words. `who` is empty where names are not for the audience. `figure` is the figure then and
    since, None where it was not written at one. `is_late` says that it is open and its due date is past.
    """

    line: int
    kind: str
    text: str
    publication: str
    measure: str
    staff_group: str
    period_end: str
    place: str
    at: datetime
    who: str
    role: str
    responsible: str
    due: date | None
    status: str
    is_late: bool
    followed: tuple[FollowUp, ...]
    figure: Since | None
    recipients: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.kind != INTERPRETATION and self.status not in (COMPLETED, GIVEN_UP)

    @property
    def aim(self) -> str:
        """The aim (pejlemærke) of the measure; empty where it was written at none."""
        return BY_NUMBER[BY_KEY[self.measure].table].aim if self.measure in BY_KEY else ""

    @property
    def paper_place(self) -> str:
        """The place of the paper that it belongs to: tabel-2; empty where it is about no measure."""
        return f"tabel-{BY_KEY[self.measure].table}" if self.measure in BY_KEY else ""


@dataclass(frozen=True)
class Written:
    """What the rows are made of: the journal's lines and choices, and the publications that they were written at."""

    lines: Sequence[Mapping]
    choices: Choices
    publication_of: Finder
    today: date


def rows(publication: Publication, audience: str, written: Written) -> tuple[Row, ...]:
    """The rows as the publication's readers see them, the newest first.

    Lines about later publications are not there yet, retracted ones no longer. The public has those that HR has chosen
    for the public paper.
    """
    later = _follow_ups(written.lines)
    found = [
        _row(line, later.get(line["id"], []), publication, audience, written)
        for line in written.lines
        if line["about"] is None and not _is_later(line["publication"], publication.key)
    ]
    return tuple(row for row in reversed(found) if row.status != RETRACTED and _is_for(row, audience))


def decided_before(publication: Publication, audience: str, written: Written, recipient: str = "") -> tuple[Row, ...]:
    """The decisions and actions of last time, and those from before that are still open; the newest first.

    Last time is the latest earlier date that any were written at. With a recipient, only what goes with their paper.
    """
    earlier = [
        row
        for row in rows(publication, audience, written)
        if row.kind in (DECISION, ACTION) and row.publication[:7] < publication.key[:7]
    ]
    chosen = [row for row in earlier if not recipient or recipient in row.recipients]
    last_time = max((row.publication[:7] for row in chosen), default="")
    return tuple(row for row in chosen if row.is_open or row.publication[:7] == last_time)


def interpreted(publication: Publication, audience: str, written: Written, recipient: str) -> tuple[Row, ...]:
    """The interpretations of the publication's own date that go with the recipient's paper, the oldest first."""
    return tuple(
        row
        for row in reversed(rows(publication, audience, written))
        if row.kind == INTERPRETATION and row.publication[:7] == publication.key[:7] and recipient in row.recipients
    )


def narrowed(
    found: Iterable[Row], *, measures: Sequence[str] = (), staff_group: str = "", aim: str = "", is_open: bool = False
) -> tuple[Row, ...]:
    """The rows of any of the measures, of a staff group, of an aim, and the open ones: whatever is asked for."""
    return tuple(
        row
        for row in found
        if (not measures or row.measure in measures)
        and (not staff_group or row.staff_group == staff_group)
        and (not aim or row.aim == aim)
        and (not is_open or row.is_open)
    )


def place_in_words(publications: Iterable[Publication | None], measure: str, staff_group: str) -> str:
    """Where something was written, as the first publication that knows it names it: Personaleomsætning, Lærere."""
    title = BY_KEY[measure].title if measure in BY_KEY else ""
    if _is_adverts(measure) and staff_group == TOTAL_ADVERTS:
        return f"{title}, i alt"
    names = (one.group_names.get(staff_group, "") for one in publications if one)
    return ", ".join(filter(None, (title, next(filter(None, names), staff_group)))) or GENERAL


def _row(line: Mapping, later: list[Mapping], publication: Publication, audience: str, written: Written) -> Row:
    before = written.publication_of(line["publication"]) if line["publication"] else None
    is_public, due = audience == PUBLIC.key, date.fromisoformat(line["due"]) if line["due"] else None
    followed = tuple(_follow_up(one) for one in later)
    status = next((one.status for one in reversed(followed) if one.status), "")
    row = Row(
        **{name: line[name] for name in AS_WRITTEN},
        line=line["id"],
        place=place_in_words((publication, before), line["measure"], line["staff_group"]),
        at=datetime.fromisoformat(line["at"]),
        who="" if is_public else line["who"],
        due=due,
        status=status or ("" if line["kind"] == INTERPRETATION else NO_STATUS),
        is_late=False,
        followed=() if is_public else followed,
        figure=since(before, publication, audience, line),
        recipients=written.choices.get(line["id"], FOLLOWS),
    )
    return replace(row, is_late=row.is_open and due is not None and due < written.today)


def _follow_up(line: Mapping) -> FollowUp:
    return FollowUp(datetime.fromisoformat(line["at"]), line["who"], line["role"], line["status"], line["text"])


def _follow_ups(lines: Sequence[Mapping]) -> dict[int, list[Mapping]]:
    """The lines that follow each first line up, the oldest first, those that follow a follow-up too."""
    first: dict[int, int] = {}
    found: dict[int, list[Mapping]] = {}
    for line in lines:
        first[line["id"]] = line["id"] if line["about"] is None else first[line["about"]]
        if line["about"] is not None:
            found.setdefault(first[line["id"]], []).append(line)
    return found


def _is_later(written_at: str, shown: str) -> bool:
    return bool(written_at) and in_order(written_at) > in_order(shown)


def _is_for(row: Row, audience: str) -> bool:
    return audience != PUBLIC.key or PUBLIC_RECIPIENT in row.recipients


def _is_adverts(measure: str) -> bool:
    return measure in BY_KEY and not BY_KEY[measure].about_people
