"""The door: who may ask at all, and what every answer carries. It stands on Flask before Dash does.

A gate that is added after `Dash(server=…)` runs after Dash's own first request, and pages would be built for
strangers. Here only the machine itself may ask; roles are checked in the same place.
"""

import logging
import secrets
from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

import dash
import flask
from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import HTTPException

from layouts.parts import drawn

log = logging.getLogger("arbejdskraft")

OWN_HOSTS = {"127.0.0.1", "localhost"}
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITE = {None, "same-origin", "none"}
FILES = ("/assets/", "/_dash-component-suites/")
A_YEAR = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WORDS = {
    403: ("Adgang nægtet", "Denne adresse kan kun åbnes fra den maskine, som programmet kører på."),
    404: ("Siden findes ikke", "Adressen fører ikke til noget. Den kan være skrevet forkert, eller siden er flyttet."),
    500: ("Der skete en fejl", "Siden kunne ikke vises. Prøv igen; bliver det ved, så oplys nummeret nedenfor."),
}
REFUSED = ("Det kunne ikke lade sig gøre", "Programmet forstod ikke forespørgslen.")


def close_to_strangers(server: flask.Flask) -> None:
    """Nothing; the server now answers its own machine only, and takes no form from another site."""

    @server.before_request
    def turn_away():
        if _host(flask.request.host) not in OWN_HOSTS:
            flask.abort(HTTPStatus.FORBIDDEN)
        if flask.request.method not in SAFE_METHODS and _comes_from_elsewhere(flask.request.headers):
            flask.abort(HTTPStatus.FORBIDDEN)

    for kind in (HTTPException, Exception):
        server.register_error_handler(kind, fault)


def secure_answers(server: flask.Flask, app: dash.Dash) -> None:
    """Nothing; every answer now carries the headers, and an address without a page its status."""
    for kind in (DependencyException, InvalidResourceError):
        server.register_error_handler(kind, lambda error: fault(None, HTTPStatus.NOT_FOUND))
    policy = _policy_of(app)

    @server.after_request
    def add_headers(response: flask.Response) -> flask.Response:
        path = flask.request.path
        response.headers.update(HEADERS | {"Content-Security-Policy": policy()})
        if response.status_code >= HTTPStatus.BAD_REQUEST or not path.startswith(FILES):
            response.headers["Cache-Control"] = "no-store"
        elif path.startswith("/assets/") and "m" in flask.request.args:
            response.headers["Cache-Control"] = A_YEAR
        if flask.request.endpoint == "/<path:path>" and not leads_to_a_page(path):
            response.status_code = HTTPStatus.NOT_FOUND
        return response


def fault(error: Exception | None, status: int = HTTPStatus.INTERNAL_SERVER_ERROR) -> tuple[str, int]:
    """The page that a fault is answered with: Danish words and a number to quote, no traceback and no data."""
    code = error.code or status if isinstance(error, HTTPException) else status
    number = numbered(error if code >= HTTPStatus.INTERNAL_SERVER_ERROR else None)
    title, text = WORDS.get(code, WORDS[500] if code >= HTTPStatus.INTERNAL_SERVER_ERROR else REFUSED)
    return drawn("fault.html", title=title, text=text, number=f"{code}-{number}"), code


def numbered(error: Exception | None) -> str:
    """A number to quote, under which the log tells the rest."""
    number = secrets.token_hex(3).upper()
    if error is not None:
        log.error("Fejl %s ved %s", number, flask.request.path, exc_info=error)
    return number


def leads_to_a_page(path: str) -> bool:
    """Whether one of the registered pages answers at the path."""
    for page in dash.page_registry.values():
        template = page["path_template"] or page["path"]
        start, variable, _ = template.partition("<")
        if path.rstrip("/") == template.rstrip("/") or (variable and path.startswith(start) and path != start):
            return page["module"] != "not_found_404"
    return False


def _policy_of(app: dash.Dash) -> Callable[[], str]:
    """The policy with the hashes of Dash's own scripts: computed at the first answer, when Pages has added its own."""
    computed: list[str] = []

    def policy() -> str:
        if not computed:
            computed.append(POLICY.format(hashes=" ".join(app.csp_hashes())))
        return computed[0]

    return policy


def _host(named: str) -> str:
    return named.rsplit(":", 1)[0] if named.count(":") == 1 else named


def _comes_from_elsewhere(headers) -> bool:
    origin = headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != flask.request.host
    return foreign or headers.get("Sec-Fetch-Site") not in OWN_SITE
