"""The comments on the paper's tables and on the whole, as the paper's page shows them, with the forms."""

from kpi.papers.comments import Comment, comments_on
from kpi.papers.follow_up.actions import PUBLIC_RECIPIENT
from kpi.publications.journal import COMMENTS
from layouts import gate
from layouts.door import forms, roles
from layouts.door.identity import person
from layouts.drawing.parts import drawn, markup
from layouts.frame.shell import View
from layouts.papers.recipients import goes_to, names
from layouts.writing.actions import LONGEST
from layouts.writing.comments import PLACES
from layouts.written import is_inside, or_told


def by_place(view: View) -> dict[str, list]:
    """The comments at each place of the paper, each with its form; nothing where there is neither."""
    found: dict[str, list] = dict.fromkeys(PLACES, ())

    def fill() -> list:
        shown = _shown(view)
        for place in PLACES:
            found[place] = _at(view, place, [one for one in shown if one.place == place])
        return []

    told = or_told(fill)
    return found | ({"": told} if told else {})


def _shown(view: View) -> tuple[Comment, ...]:
    """What the audience sees: the public what HR chose for the public paper; hidden ones are there for HR alone."""
    journal = gate.journal()
    found = comments_on(view.publication.key, journal.comments(), journal.choices(COMMENTS))
    if not is_inside(view):
        return tuple(one for one in found if one.is_shown and PUBLIC_RECIPIENT in one.recipients)
    return tuple(one for one in found if one.is_shown or person().may(roles.ONLY_HR))


def _at(view: View, place: str, comments: list[Comment]) -> list:
    inside = is_inside(view)
    writes, chooses = inside and person().may(roles.INSIDE), inside and person().may(roles.ONLY_HR)
    if not comments and not writes:
        return []
    content = drawn(
        "written/comments.html",
        place=place,
        comments=comments,
        publication=view.publication.key,
        inside=inside,
        writes=writes,
        chooses=chooses,
        recipients=names(),
        goes_to=goes_to,
        longest=LONGEST["tekst"],
        token=forms.token() if writes else "",
        token_field=forms.FIELD,
    )
    return [markup(content)]
