"""The door: who may ask at all, and what every answer carries. It stands on Flask before Dash does.

A gate that is added after `Dash(server=…)` runs after Dash's own first request, and pages would be built for
strangers. Whoever is turned away stands in the log, without anything that they sent.
"""

import logging
import secrets
from http import HTTPStatus
from urllib.parse import quote, urlencode

import dash
import flask
from dash.exceptions import DependencyException, InvalidResourceError
from werkzeug.exceptions import HTTPException

from kpi.definitions.disclosure import PUBLIC
from kpi.definitions.person_numbers import hidden
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import DENIED, DONE, Journal
from kpi.publications.traces import without_text
from layouts.address import SHOWN_TO, last
from layouts.door import callbacks, forms, policy, roles, way_back
from layouts.door.denials import ENTRY, Denials
from layouts.door.identity import Entrance, OwnMachine, Person
from layouts.drawing.parts import drawn

log = logging.getLogger("arbejdskraft")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITE = {None, "same-origin", "none"}
FILES = ("/assets/", "/_dash-component-suites/")
DOCUMENTS = ("/", "/<path:path>")
EXPORT, WRITING, CHOICE = "eksport", "skrivning", "valg"
A_YEAR = "public, max-age=31536000, immutable"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
WORDS = {
    401: ("Log ind først", "Programmet kan ikke se, hvem du er, eller du er ikke i en gruppe, der giver adgang."),
    403: ("Adgang nægtet", "Du har ikke adgang til det, som adressen fører til."),
    404: ("Siden findes ikke", "Adressen fører ikke til noget. Den kan være skrevet forkert, eller siden er flyttet."),
    413: ("Det er for stort", "Det, der blev sendt, er større, end programmet tager imod. Intet er gemt."),
    500: ("Der skete en fejl", "Siden kunne ikke vises. Prøv igen; bliver det ved, så oplys nummeret nedenfor."),
}
KEEPS_TEXTS = (HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.INTERNAL_SERVER_ERROR)
"""Where a form was read and turned away all the same: what was written in it is shown, so that it is not lost."""
REFUSED = ("Det kunne ikke lade sig gøre", "Programmet forstod ikke forespørgslen.")
ELSEWHERE = "Formularen kom fra et andet sted end programmets egne sider. Intet er ændret."
NO_TOKEN = "Formularen er udløbet. Gå tilbage, og udfyld den på ny. Intet er ændret."
NO_ROLE = (
    "Du er logget ind som {name}, men er ikke i en gruppe, der giver adgang. Spørg HR eller it-afdelingen, og sig, at "
    "der skal stå en af dine grupper under [roller] i settings.toml."
)
NOT_YOURS = "Din rolle ({role}) giver ikke adgang til det, som adressen fører til."


class Refusal(HTTPException):
    """A request that is turned away, with Danish words for the page and a short reason for the log."""

    def __init__(self, code: int, text: str = "", why: str = ""):
        super().__init__(why)
        self.code, self.text, self.why = code, text, why


def close_to_strangers(server: flask.Flask, entrance: Entrance | None = None, journal: Journal | None = None) -> None:
    """Nothing; the server now answers only those whom the entrance lets in, each within their role."""
    entrance = entrance or OwnMachine()
    server.extensions["adgangslog"], server.extensions["afviste"] = journal, Denials(journal)
    forms.set_up_cookie(server, entrance.secure)

    @server.before_request
    def turn_away():
        flask.g.person = None
        try:
            _admit(entrance)
        except Refusal as refusal:
            note_denied(refusal.why)
            raise
        return _public_instead()

    for kind in (HTTPException, Exception):
        server.register_error_handler(kind, fault)


def _admit(entrance: Entrance) -> None:
    """Nothing, or `Refusal`: the host, the person, the form's origin, the role and the form's token, in that order."""
    asked = flask.request
    if not entrance.is_own_host(asked.host):
        raise Refusal(HTTPStatus.FORBIDDEN, entrance.where, "fremmed værtsnavn")
    signed_in = asked.environ.get("REMOTE_ADDR", ""), asked.environ
    flask.g.person = entrance.person(*signed_in)
    if flask.g.person is None:
        flask.g.name = entrance.name(*signed_in)
        text, why = (NO_ROLE.format(name=flask.g.name), "uden rolle") if flask.g.name else ("", "ikke logget ind")
        raise Refusal(HTTPStatus.UNAUTHORIZED, text, why)
    changes = asked.method not in SAFE_METHODS
    if changes and _comes_from_elsewhere(entrance):
        raise Refusal(HTTPStatus.FORBIDDEN, ELSEWHERE, "formular fra et andet sted")
    rule = asked.url_rule.rule if asked.url_rule else ""
    if rule and not flask.g.person.may(roles.ROUTES.get(rule, roles.ONLY_HR)):
        raise _not_yours(flask.g.person)
    own_way = rule in roles.DASH or rule in roles.OWN_TOKEN_CHECK
    if changes and rule and not own_way and not forms.is_token(asked.form.get(forms.FIELD)):
        raise Refusal(HTTPStatus.FORBIDDEN, NO_TOKEN, "formular uden gyldigt bevis")


def require(allowed: frozenset[str]) -> Person:
    """The person who asks, where they have one of the roles; else 403 and a line in the log."""
    if not flask.g.person.may(allowed):
        note_denied("rollen giver ikke adgang")
        raise _not_yours(flask.g.person)
    return flask.g.person


def require_audience(audience: str) -> None:
    """Nothing where the person may see the figures of the audience; else 403 and a line in the log."""
    require(roles.AUDIENCES.get(audience, frozenset()))


def note_denied(why: str) -> None:
    """Nothing; the log says that somebody was turned away, and from which route; those without a name are counted."""
    rule = flask.request.url_rule
    target = f"{flask.request.method} {rule.rule if rule else '(ukendt adresse)'}"
    if flask.g.get("person") is None:
        address, name = flask.request.environ.get("REMOTE_ADDR", ""), flask.g.get("name", "")
        flask.current_app.extensions["afviste"].note(address, target, why, name)
    else:
        _note(ENTRY, target, DENIED, why)


def note_export(file: str) -> None:
    """Nothing; a line in the log says that a file left the house."""
    _note(EXPORT, file, DONE, "")


def note_written(target: str, refused: str = "") -> None:
    """Nothing; a line in the log says at what somebody wrote, or why it was refused, without a word of the text."""
    _note(WRITING, target, DENIED if refused else DONE, refused)


def note_choice(target: str, chosen: str) -> None:
    """Nothing; a line in the log says what HR chose about something that is written."""
    _note(CHOICE, target, DONE, chosen)


def journal() -> Journal:
    """The journal of the server that answers now."""
    return flask.current_app.extensions["adgangslog"]


def _note(action: str, target: str, outcome: str, detail: str) -> None:
    journal, person = flask.current_app.extensions.get("adgangslog"), flask.g.get("person")
    told = {"who": person.name, "role": person.role} if person else {"who": "", "role": ""}
    try:
        if journal is not None:
            journal.record(action, target, outcome=outcome, detail=detail, **told)
    except Unpublishable:
        log.exception("Journalen kunne ikke skrives: %s %s %s", action, target, outcome)


def _not_yours(person: Person) -> Refusal:
    role = roles.NAMES[person.role].lower()
    return Refusal(HTTPStatus.FORBIDDEN, NOT_YOURS.format(role=role), "rollen giver ikke adgang")


def _public_instead() -> flask.typing.ResponseReturnValue | None:
    """The way to the public view of the same page, for who may not see the one that the address names."""
    asked = flask.request
    wanted = last(asked.args.getlist("visning") or None)
    if not asked.url_rule or asked.url_rule.rule not in DOCUMENTS or wanted not in SHOWN_TO:
        return None
    if flask.g.person.sees(wanted):
        return None
    note_denied("rollen giver ikke adgang til visningen")
    kept = [(name, value) for name, value in asked.args.items(multi=True) if name != "visning"]
    query = urlencode([*kept, ("visning", PUBLIC.key)])
    return flask.redirect(f"/{quote(asked.path.lstrip('/'))}?{query}", HTTPStatus.SEE_OTHER)


def secure_answers(server: flask.Flask, app: dash.Dash) -> None:
    """Nothing; every answer now carries the headers, and an address without a page its status."""
    for kind in (DependencyException, InvalidResourceError):
        server.register_error_handler(kind, lambda error: fault(None, HTTPStatus.NOT_FOUND))
    content_policy = policy.of(app)

    @server.before_request
    def refuse_what_no_page_sends():
        sent = flask.request.method == "POST" and flask.request.path == callbacks.ROUTE
        if sent and not callbacks.is_well_formed(flask.request.get_json(), app.callback_map):
            raise Refusal(HTTPStatus.BAD_REQUEST)

    @server.after_request
    def add_headers(response: flask.Response) -> flask.Response:
        path = flask.request.path
        response.headers.update(HEADERS | {"Content-Security-Policy": content_policy})
        if response.status_code >= HTTPStatus.BAD_REQUEST or not path.startswith(FILES):
            response.headers["Cache-Control"] = "no-store"
        elif path.startswith("/assets/") and "m" in flask.request.args:
            response.headers["Cache-Control"] = A_YEAR
        if flask.request.endpoint == "/<path:path>" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.OK if way_back.leads_to_a_page(path) else HTTPStatus.NOT_FOUND
        return response


def fault(error: Exception | None, status: int = HTTPStatus.INTERNAL_SERVER_ERROR) -> tuple[str, int]:
    """The page that a fault is answered with: Danish words and a number to quote, no traceback and no data.

    What the store says of itself, such as which file of it is damaged, is told as it is.
    """
    if isinstance(error, Unpublishable):
        error = Refusal(HTTPStatus.CONFLICT, str(error))
    code = error.code or status if isinstance(error, HTTPException) else status
    number = numbered(error if code >= HTTPStatus.INTERNAL_SERVER_ERROR else None)
    title, text = WORDS.get(code, WORDS[500] if code >= HTTPStatus.INTERNAL_SERVER_ERROR else REFUSED)
    text = getattr(error, "text", "") or text
    texts = way_back.texts() if code in KEEPS_TEXTS else []
    told = {"title": title, "text": text, "texts": texts, "back": way_back.page()}
    return drawn("fault.html", number=f"{code}-{number}", **told), code


def numbered(error: Exception | None) -> str:
    """A number to quote, under which the log tells the rest."""
    number = secrets.token_hex(3).upper()
    if error is not None:
        log.error("Fejl %s ved %s\n%s", number, hidden(flask.request.path), without_text(error))
    return number


def _comes_from_elsewhere(entrance: Entrance) -> bool:
    """Whether a page of another site sent it: who tells neither origin nor referer is no browser on a foreign page."""
    headers, host = flask.request.headers, flask.request.host
    told = [headers[name] for name in ("Origin", "Referer") if name in headers]
    foreign = any(not entrance.is_own_origin(one, host) for one in told)
    return foreign or headers.get("Sec-Fetch-Site") not in OWN_SITE
