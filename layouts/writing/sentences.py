"""Where HR writes the paper's sentences: leaves one out, takes it in again, puts it in other words, adds one."""

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.document import Sentence
from kpi.papers.sentences.edits import Choice, printed_behind
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import GONE, OFF, ON, OWN, TEXT
from kpi.publications.person_numbers import PersonNumber
from layouts import gate, recipients, roles, sentences
from layouts.address import Address
from layouts.identity import person
from layouts.reading import Reading, Unknown, library
from layouts.sentences import PLACES, Behind, at_place, behind, place_of, sentence_id, told
from layouts.shell import View
from layouts.writing import page
from layouts.writing.actions import PERSON_NUMBER

HERE = "/sag"
STATE = ("udgivelse", "modtager", "pile", "bag")
LONGEST = 1_000
OUT, IN, RESET, REMOVED = "off", "on", "reset", "gone"
"""What the buttons ask for: left out, taken in as it was, as the product says it, an own one removed."""
CHOSEN = {OUT: "udeladt", IN: "taget med", RESET: "gendannet", REMOVED: "fjernet"}
NO_SENTENCE = "Sætningen findes ikke i denne udgivelse. Den kan være fjernet."
NO_PLACE = "Sagen har ikke det sted, som adressen nævner."
NO_PAPER = "Udgivelsen eller modtageren findes ikke."
BACK = (HERE, "Gå til sagen")
TOO_LONG = f"Der er for meget i feltet tekst: højst {danish.number(LONGEST, 0)} tegn."


def choose() -> Response:
    """The way back to the sentence, with HR's choice of it kept."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "noegle", "tilstand"))
    reading = _reading(asked)
    one, (choices, own) = _sentence(reading, asked["noegle"]), sentences.choices(reading)
    is_own = one.key in {each.key for each in own}
    if asked["tilstand"] not in CHOSEN or is_own != (asked["tilstand"] == REMOVED):
        flask.abort(HTTPStatus.BAD_REQUEST)
    _keep(reading, one.key, asked["tilstand"], choices.get(one.key, Choice()))
    gate.note_choice(_named(one.key, reading), CHOSEN[asked["tilstand"]])
    return _back_to(asked, one.key)


def form(asked: dict | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The sentence in HR's words, beside what the product says and the figures behind it."""
    gate.require(roles.ONLY_HR)
    asked = asked or page.typed((*STATE, "noegle"))
    reading = _reading(asked)
    one = _sentence(reading, asked["noegle"])
    said = {each.key: each.text for each in reading.sentences()}.get(one.key, "")
    title = f"Ret en sætning ved {PLACES[place_of(one.key)]}"
    asked = {"tekst": one.text} | asked
    return _shown("ret", title, asked, reading, (error, status), product=said, behind=_behind(reading, asked, one))


def write() -> Response:
    """The way back to the sentence in HR's words; or the form, with what was refused."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "noegle", "tekst"))
    reading = _reading(asked)
    one, (_, own) = _sentence(reading, asked["noegle"]), sentences.choices(reading)
    held = next((each for each in own if each.key == one.key), None)
    try:
        if held:
            _word(reading, one.key, OWN, asked["tekst"], held.printed, held.after)
        else:
            _word(reading, one.key, TEXT, asked["tekst"], printed_behind(one.cells, reading.ledger()))
    except Unpublishable as error:
        return _refused(form, asked, one.key, error)
    gate.note_written(_named(one.key, reading))
    return _back_to(asked, one.key)


def own_form(asked: dict | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The form for a sentence of HR's own."""
    gate.require(roles.ONLY_HR)
    asked = asked or page.typed((*STATE, "sted", "efter", "tekst"))
    reading, place = _reading(asked), _place(asked)
    after = {one.key: one.text for one in at_place(reading.sentences(), place)}
    return _shown("egen", f"Tilføj egen sætning ved {PLACES[place]}", asked, reading, (error, status), after=after)


def write_own() -> Response:
    """The way back to HR's own sentence; or the form, with what was refused."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "sted", "efter", "tekst"))
    reading, place = _reading(asked), _place(asked)
    key, known = f"{place}/egen-{secrets.token_hex(4)}", {one.key for one in reading.sentences()}
    try:
        _word(reading, key, OWN, asked["tekst"], {}, asked["efter"] if asked["efter"] in known else "")
    except Unpublishable as error:
        return _refused(own_form, asked, key, error)
    gate.note_written(_named(key, reading))
    return _back_to(asked, key)


def _keep(reading: Reading, key: str, state: str, held: Choice) -> None:
    """Nothing; the choice is in the journal. What is left out keeps HR's words for the day it is taken in again."""
    if state in (RESET, REMOVED):
        _word(reading, key, ON if state == RESET else GONE)
    elif state == OUT:
        _word(reading, key, OFF, held.text, held.printed)
    else:
        _word(reading, key, TEXT if held.text else ON, held.text, held.printed)


def _word(
    reading: Reading, key: str, state: str, text: str = "", printed: Mapping[str, str] | None = None, after: str = ""
) -> None:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Unpublishable(TOO_LONG)
    who = {"who": person().name, "role": person().role, "audience": reading.audience.key}
    gate.journal().word(key, state, text=text, printed=printed, after=after, **who)


def _shown(action: str, title: str, asked: dict, reading: Reading, failed: tuple[str, int], **parts) -> Response:
    error, status = failed
    parts = {"product": "", "behind": (), "after": {}} | parts
    state = {name: asked.get(name, "") for name in (*STATE, "noegle", "sted")}
    back = _back(asked, asked.get("noegle", ""))
    told_of = {"asked": asked, "state": state, "back": back, "longest": LONGEST, "action": f"/sag/saetning/{action}"}
    return page.shown("sentence.html", title, status, HERE, reading=reading, error=error, **told_of, **parts)


def _refused(again: Callable, asked: dict, key: str, error: Unpublishable) -> Response:
    if isinstance(error, PersonNumber):
        gate.note_written(f"sætningen {key}", PERSON_NUMBER)
    return again(asked, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)


def _behind(reading: Reading, asked: dict, one: Sentence) -> tuple[Behind, ...]:
    entries = {entry.address: entry for entry in reading.ledger().entries.values()}
    return behind(View(reading, Address(HERE, asked["udgivelse"], reading.audience.key), asked), one.cells, entries)


def _reading(asked: dict) -> Reading:
    """The figures as the recipient sees them; else the answer 404."""
    try:
        return library().read(Address("", asked["udgivelse"], recipients.audience_of(asked["modtager"])))
    except Unknown:
        flask.abort(page.refused("Sagen findes ikke", NO_PAPER, HTTPStatus.NOT_FOUND, BACK))


def _sentence(reading: Reading, key: str) -> Sentence:
    """The sentence; else the answer 404."""
    found = next((one for one in told(reading) if one.key == key), None)
    if found is None:
        flask.abort(page.refused("Sætningen findes ikke", NO_SENTENCE, HTTPStatus.NOT_FOUND, BACK))
    return found


def _place(asked: dict) -> str:
    """The place for a sentence of HR's own; else the answer 404."""
    if asked["sted"] not in PLACES:
        flask.abort(page.refused("Stedet findes ikke", NO_PLACE, HTTPStatus.NOT_FOUND, BACK))
    return asked["sted"]


def _named(key: str, reading: Reading) -> str:
    return f"sætningen {key}, {reading.audience.title} visning"


def _back(asked: dict, key: str) -> str:
    newest = {"udgivelse": ""} if asked["udgivelse"] == library().keys()[0] else {}
    query = urlencode({name: told for name, told in ({one: asked[one] for one in STATE} | newest).items() if told})
    return HERE + (f"?{query}" if query else "") + (f"#{sentence_id(key)}" if key else "")


def _back_to(asked: dict, key: str) -> Response:
    return flask.redirect(_back(asked, key), HTTPStatus.SEE_OTHER)
