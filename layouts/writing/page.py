"""The frame of the pages with forms, outside `/data`: drawn on the server, with what was typed kept where it fails."""

from collections.abc import Mapping
from http import HTTPStatus

import flask

from kpi import danish
from kpi.definitions.disclosure import INTERNAL
from kpi.publications.folders import Unpublishable
from layouts.address import Address
from layouts.door import roles, way_back
from layouts.door.identity import person
from layouts.frame.form_pages import form_page
from layouts.reading import Reading, Unknown, library
from layouts.written import publication_of

NO_PUBLICATION = "Udgivelsen findes ikke, så der er ikke noget at skrive ved. Begynd fra den side, hvor tallet står."
NOT_READABLE = "Udgivelsens filer er ikke, som de var, da de blev udgivet. Hent dem fra en sikkerhedskopi."


def shown(template: str, title: str, status: int = HTTPStatus.OK, here: str = "", **parts) -> flask.Response:
    """The page as an answer; `here` is the section that it belongs to. `error` among the parts is told at its top."""
    told = {"title": title, "municipality": _municipality(), "example": library().example}
    told["facts"] = _facts(parts.get("reading"))
    return form_page(f"written/{template}", status, here, **told | parts)


def refused(title: str, text: str, status: int, back: tuple[str, str] | None = None) -> flask.Response:
    """The page that says what could not be done, and shows a way on."""
    back = back or (way_back.page() or "/", "Gå tilbage")
    return shown("refused.html", title, status, text=text, back=back, texts=way_back.texts())


def reading_of(publication: str) -> Reading:
    """The figures of a publication as those inside see them, the newest where the key is empty; else the answer 404."""
    try:
        return library().read(Address("", publication, INTERNAL.key))
    except Unknown:
        flask.abort(refused("Udgivelsen findes ikke", NO_PUBLICATION, HTTPStatus.NOT_FOUND))
    except Unpublishable:
        flask.abort(refused("Udgivelsen kan ikke vises", NOT_READABLE, HTTPStatus.CONFLICT))


def typed(names: Mapping[str, int] | tuple[str, ...]) -> dict[str, str]:
    """What was filled in, by name; line breaks of a text are kept, blanks around it are not."""
    told = flask.request.form if flask.request.method == "POST" else flask.request.args
    return {name: told.get(name, "").replace("\r\n", "\n").strip() for name in names}


def _municipality() -> str:
    """The municipality's name, as its newest publication has it; empty where there is none to read."""
    newest = next(iter(library().keys()), "")
    publication = publication_of(newest) if newest else None
    return publication.municipality if publication else ""


def _facts(reading: Reading | None) -> list[tuple[str, str]]:
    told = [("Du er", f"{person().name} ({roles.NAMES[person().role]})")]
    if reading is None:
        return told
    shown_one = reading.publication
    return [
        ("Data pr.", danish.day(shown_one.as_of)),
        ("Udgivelse", shown_one.key),
        ("Visning", reading.audience.title),
        *told,
    ]
