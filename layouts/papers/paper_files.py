"""The files of a recipient's paper: /sag/hent/<udgivelse>/<modtager>/<fil>, for who may see what the recipient sees."""

from http import HTTPStatus

import flask

from kpi.publications.folders import Unpublishable
from layouts import gate
from layouts.downloads import EXCEL, sent
from layouts.papers.recipients import FILES, papers
from layouts.reading import Unknown, library

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": WORD, "xlsx": EXCEL, "html": "text/html"}
NOT_MADE = "Filen kunne ikke laves: {} Intet er ændret."


def answer(publication: str, recipient: str, name: str) -> flask.Response:
    """The file; 403 where its figures are not for who asks, 404 where the address names what is not there."""
    maker = papers()
    try:
        asked_for = maker.named(recipient)
    except Unknown:
        flask.abort(HTTPStatus.NOT_FOUND)
    gate.require_audience(asked_for.audience)
    published = library().keys()
    if maker.make is None or name not in FILES or publication not in published:
        flask.abort(HTTPStatus.NOT_FOUND)
    try:
        content = maker.make(publication, recipient, name, flask.request.args.get("pile") == "2022")
    except Unpublishable as error:
        raise gate.Refusal(HTTPStatus.CONFLICT, NOT_MADE.format(error)) from error
    named = asked_for.file_name(name, publication)
    gate.note_export(named)
    return sent(content, TYPES[name.rpartition(".")[2]], named)
