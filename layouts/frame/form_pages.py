"""The frame of every page with forms: drawn on the server, with the sections, the publication's facts and the token."""

from collections.abc import Sequence

import flask

from layouts.address import Address
from layouts.door import forms, roles
from layouts.door.identity import person
from layouts.drawing.parts import drawn
from layouts.frame import shell

Facts = Sequence[tuple[str, str]]


def form_page(
    template: str, status: int, here: str, title: str, municipality: str, example: bool, facts: Facts, **parts
) -> flask.Response:
    """The page as an answer; `here` is the section that it belongs to. `error` among the parts is told at its top."""
    sections = [(path, title) for path, title in shell.SECTIONS if person().may(roles.of_page(path))]
    frame = {
        "title": title,
        "document_title": shell.document_title(title, municipality),
        "links": [{"href": Address(path).to(path), "title": title, "here": path == here} for path, title in sections],
        "municipality": municipality,
        "example": shell.EXAMPLE if example else "",
        "about": shell.ABOUT_THE_EXAMPLE if example else "",
        "facts": facts,
        "token": forms.token(),
        "token_field": forms.FIELD,
        "error": "",
        "done": "",
        "poll": None,
        "steps": (),
    }
    return flask.make_response(drawn(template, **frame | parts), status)
