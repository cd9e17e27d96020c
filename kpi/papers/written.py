"""What people have added to a paper, as the journal holds it: choices and own sentences, decisions and comments."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kpi.definitions.disclosure import PUBLIC
from kpi.papers.comments import Comment, comments_for
from kpi.papers.document import Sentence
from kpi.papers.follow_up.actions import Row, decided_before, interpreted
from kpi.papers.follow_up.actions import Written as Lines
from kpi.papers.follow_up.rules import Rule
from kpi.papers.follow_up.triggers import triggered
from kpi.papers.recipients import Recipient
from kpi.papers.sentences.edits import Choice, Own, chosen
from kpi.publications.journal import DECISIONS, Journal
from kpi.publications.publication import Publication


@dataclass(frozen=True)
class Written:
    """What people have added to a paper: HR's choices and own sentences, decisions, interpretations and comments.

    `triggered` are sentences that HR's own rules make of the figures.
    """

    choices: Mapping[str, Choice] = field(default_factory=dict)
    own: tuple[Own, ...] = ()
    actions: tuple[Row, ...] = ()
    interpretations: tuple[Row, ...] = ()
    comments: tuple[Comment, ...] = ()
    triggered: tuple[Sentence, ...] = ()


NOTHING = Written()


def written_for(
    journal: Journal,
    publication: Publication,
    recipient: Recipient,
    find: Callable[[str], Publication | None],
    rules: Iterable[Rule],
    today: date,
) -> Written:
    """What people have added to the recipient's paper of a publication, and what HR's rules find in its figures.

    What the rules find stays inside the house: it is a proposal until the directors have seen it. `find` gives an
    earlier publication by its key.
    """
    choices, own = chosen(journal.wording(), recipient.audience)
    lines = Lines(journal.decisions(), journal.choices(DECISIONS), find, today)
    inside = recipient.audience != PUBLIC.key
    calls = triggered(publication, recipient.audience, rules) if inside else ()
    return Written(
        choices=choices,
        own=own,
        actions=decided_before(publication, recipient.audience, lines, recipient.key),
        interpretations=interpreted(publication, recipient.audience, lines, recipient.key),
        comments=comments_for(journal, publication.key, recipient.key),
        triggered=tuple(Sentence("", one.sentence, one.cells) for one in calls),
    )
