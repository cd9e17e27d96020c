"""The form for a comment on the paper's tables or on the whole, and what HR chooses about one."""

from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.comments import WHOLE, Comment, comments_on
from kpi.papers.paper import PAPER_TABLES
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import COMMENTS
from kpi.publications.person_numbers import PersonNumber
from layouts import gate
from layouts.address import Address
from layouts.door import roles
from layouts.papers import recipients
from layouts.reading import library
from layouts.writing import page
from layouts.writing.actions import LONGEST, NO_TEXT, PERSON_NUMBER, too_long

HERE = "/sag"
FIELDS = ("udgivelse", "sted", "tekst")
PLACES = {WHOLE: "Det hele"} | {f"tabel-{one.number}": f"Tabel {one.number}. {one.title}" for one in PAPER_TABLES}
"""What a comment can be on, by the places that the journal keeps."""
NO_PLACE = "Vælg, hvad kommentaren handler om."
GONE = "Kommentaren findes ikke."


def form(told: dict[str, str] | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The form, with what the address or the first attempt filled in."""
    gate.require(roles.INSIDE)
    told = told or page.typed(FIELDS)
    parts = {"told": told, "error": error, "places": PLACES, "longest": LONGEST["tekst"]}
    reading = page.reading_of(told["udgivelse"])
    return page.shown("comment.html", "Skriv en kommentar", status, HERE, reading=reading, **parts)


def write() -> Response:
    """The way to the comment on the page; or the form, with what was refused."""
    by, told = gate.require(roles.INSIDE), page.typed(FIELDS)
    publication = page.reading_of(told["udgivelse"]).publication.key
    try:
        wrong = "" if told["tekst"] else NO_TEXT
        wrong = wrong or ("" if told["sted"] in PLACES else NO_PLACE) or too_long(told)
        if wrong:
            raise Unpublishable(wrong)
        line = gate.journal().comment(publication, told["tekst"], who=by.name, role=by.role, place=told["sted"])
    except Unpublishable as error:
        if isinstance(error, PersonNumber):
            gate.note_written(f"kommentar i {publication}", PERSON_NUMBER)
        return form(told, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    gate.note_written(f"kommentar {line} i {publication}")
    return _back_to(publication, line)


def choose(comment: int) -> Response:
    """The way back to the comment, with HR's choice of papers kept."""
    by, one = gate.require(roles.ONLY_HR), _comment(comment)
    chosen = recipients.ticked()
    gate.journal().choose(COMMENTS, comment, chosen, who=by.name, role=by.role)
    gate.note_choice(f"kommentar {comment}", danish.joined([recipients.names()[key] for key in chosen]) or "ingen")
    return _back_to(one.publication, comment)


def show(comment: int) -> Response:
    """The way back to the comment, which is now shown, or hidden from the page and from every paper."""
    gate.require(roles.ONLY_HR)
    one, shown = _comment(comment), flask.request.form.get("vis") == "ja"
    gate.journal().show(comment, shown)
    gate.note_choice(f"kommentar {comment}", "vist" if shown else "skjult")
    return _back_to(one.publication, comment)


def _comment(number: int) -> Comment:
    """The comment, else the answer 404."""
    newest = page.reading_of("").publication.key
    lines = [line for line in gate.journal().comments() if line["id"] == number]
    if not lines:
        flask.abort(page.refused("Kommentaren findes ikke", GONE, HTTPStatus.NOT_FOUND))
    return comments_on(lines[0]["publication"] or newest, lines, {})[0]


def _back_to(publication: str, line: int) -> Response:
    address = Address(HERE, "" if publication == library().keys()[0] else publication)
    return flask.redirect(f"{address.to(HERE)}#kommentar-{line}", HTTPStatus.SEE_OTHER)
