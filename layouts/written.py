"""What people have written, as the pages read it: rows beside the figures, who may write, and where the forms are."""

from collections.abc import Callable
from urllib.parse import urlencode

from dash import html

from kpi.definitions.disclosure import INTERNAL
from kpi.papers.follow_up.actions import Row, Written, interpreted, rows
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import DECISIONS
from kpi.publications.publication import Publication
from layouts import gate
from layouts.door import roles
from layouts.door.identity import person
from layouts.frame.shell import View
from layouts.reading import library

FORM = "/handlinger/skriv"
UNREADABLE = "Det, der er skrevet ved tallene, kan ikke læses lige nu. Tallene er ikke berørt. Fejlnummer: "


def written() -> Written:
    """The journal's lines and choices, and the way to the publications that they were written at."""
    journal = gate.journal()
    return Written(journal.decisions(), journal.choices(DECISIONS), publication_of, library().today())


def publication_of(key: str) -> Publication | None:
    """The publication of a key; None where it is not there, or not as it was."""
    try:
        return library().store.load(key)
    except Unpublishable:
        return None


def rows_for(view: View) -> tuple[Row, ...]:
    """The rows as the page's readers see them."""
    return rows(view.publication, view.reading.audience.key, written())


def rows_in_the_paper(view: View, recipient: str) -> tuple[Row, ...]:
    """The interpretations in the recipient's paper; none where the journal cannot be read, which is told elsewhere."""
    try:
        return interpreted(view.publication, view.reading.audience.key, written(), recipient)
    except Unpublishable:
        return ()


def is_inside(view: View) -> bool:
    """Whether the page shows the figures of those inside: the forms are for them, and write at what they see."""
    return view.reading.audience is INTERNAL


def may_write(view: View) -> bool:
    """Whether who asks may write interpretations, decisions and actions at what the page shows."""
    return is_inside(view) and person().may(roles.WRITERS)


def form_for(view: View, measure: str = "", group: str = "", period: str = "", kind: str = "") -> str:
    """The link to the form, with the cell filled in, and the kind where the link names it."""
    told = {"udgivelse": view.publication.key, "noegletal": measure, "faggruppe": group, "kolonne": period}
    told["slags"] = kind
    return f"{FORM}?{urlencode({name: value for name, value in told.items() if value})}"


def or_told(build: Callable[[], list]) -> list:
    """What is built from the journal; a banner where the journal cannot be read, for the figures still can."""
    try:
        return build()
    except Unpublishable as error:
        return [html.P(UNREADABLE + gate.numbered(error), className="banner")]
