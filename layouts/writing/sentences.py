"""Where HR writes the paper's sentences: leaves one out, takes it in again, puts it in other words, adds one."""

import secrets
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from urllib.parse import urlencode

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.document import Sentence
from kpi.papers.sentences.edits import Choice, Own, follow
from kpi.papers.sentences.places import OWN as KEY_OF_OWN
from kpi.papers.sentences.places import PLACES, at_place, place_of
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import GONE, OFF, ON, OWN, TEXT
from kpi.publications.person_numbers import PersonNumber
from layouts import gate
from layouts.address import Address
from layouts.door import roles
from layouts.door.identity import person
from layouts.frame.shell import View
from layouts.papers import proofs, recipients
from layouts.reading import Reading, Unknown, library
from layouts.sections import sentences
from layouts.sections.sentences import Behind, behind, sentence_id, told
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
TOO_LONG = f"Der er for meget i feltet tekst: højst {danish.number(LONGEST, 0)} tegn."


def choose() -> Response:
    """The way back to the sentence, with HR's choice of it kept."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "noegle", "tilstand"))
    reading = reading_of(asked)
    one, (choices, own) = sentence_of(reading, asked["noegle"]), sentences.choices(reading)
    is_own = one.key in {each.key for each in own}
    if asked["tilstand"] not in CHOSEN or is_own != (asked["tilstand"] == REMOVED):
        flask.abort(HTTPStatus.BAD_REQUEST)
    _keep(reading, one.key, asked["tilstand"], choices.get(one.key, Choice()))
    gate.note_choice(named(one.key, reading), CHOSEN[asked["tilstand"]])
    return back_to(asked, one.key)


def form(asked: dict | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The sentence in HR's words, beside what the product says and the figures behind it."""
    gate.require(roles.ONLY_HR)
    asked = asked or page.typed((*STATE, "noegle"))
    reading = reading_of(asked)
    one, own = sentence_of(reading, asked["noegle"]), sentences.choices(reading)[1]
    said = {each.key: each.text for each in reading.sentences()}.get(one.key, "")
    title = f"Ret en sætning ved {PLACES[place_of(one.key)]}"
    held = next((each for each in own if each.key == one.key), None)
    asked = {"tekst": one.text, "efter": held.after if held else ""} | asked
    after = _choices_of_place(reading, place_of(one.key), follow(own, one.key)) if held else {}
    parts = {"product": said, "behind": _behind(reading, asked, one), "after": after}
    return _shown("ret", title, asked, reading, (error, status), **parts)


def write() -> Response:
    """The way back to the sentence in HR's words; or the form, with what was refused."""
    gate.require(roles.ONLY_HR)
    asked, after = page.typed((*STATE, "noegle", "tekst")), flask.request.form.get("efter")
    reading = reading_of(asked)
    one = sentence_of(reading, asked["noegle"])
    try:
        put_in_words(reading, one, asked["tekst"], after)
    except Unpublishable as error:
        return _refused(form, asked if after is None else asked | {"efter": after}, one.key, error)
    return back_to(asked, one.key)


def put_in_words(reading: Reading, one: Sentence, text: str, after: str | None = None) -> None:
    """Nothing; the sentence says the text from now on, bound to the figures that it names.

    An own one stands after the sentence with the key `after`, and where it stood before when that is None.
    """
    text, own = _checked(text), sentences.choices(reading)[1]
    held = next((each for each in own if each.key == one.key), None)
    if held is None:
        _word(reading, one.key, TEXT, text, proofs.printed_with(reading, one, text))
    else:
        known = {"", *_choices_of_place(reading, place_of(one.key), follow(own, one.key))}
        stands = Own(one.key, text, after if after is not None and after in known else held.after)
        _word(reading, one.key, OWN, text, proofs.printed_in(reading, stands), stands.after)
    gate.note_written(named(one.key, reading))


def own_form(asked: dict | None = None, error: str = "", status: int = HTTPStatus.OK) -> Response:
    """The form for a sentence of HR's own; it stands last of its place unless HR chooses another."""
    gate.require(roles.ONLY_HR)
    asked = asked or page.typed((*STATE, "sted", "tekst"))
    reading, place = reading_of(asked), _place(asked)
    after = _choices_of_place(reading, place)
    asked = {"efter": list(after)[-1] if after else ""} | asked
    return _shown("egen", f"Tilføj egen sætning ved {PLACES[place]}", asked, reading, (error, status), after=after)


def write_own() -> Response:
    """The way back to HR's own sentence; or the form, with what was refused."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "sted", "efter", "tekst"))
    reading, place = reading_of(asked), _place(asked)
    after = asked["efter"] if asked["efter"] in _choices_of_place(reading, place) else ""
    key = f"{place}/{KEY_OF_OWN}{secrets.token_hex(4)}"
    try:
        text = _checked(asked["tekst"])
        _word(reading, key, OWN, text, proofs.printed_in(reading, Own(key, text, after)), after)
    except Unpublishable as error:
        return _refused(own_form, asked, key, error)
    gate.note_written(named(key, reading))
    return back_to(asked, key)


def _choices_of_place(reading: Reading, place: str, without: Collection[str] = ()) -> dict[str, str]:
    """The sentences of a place that another can stand after, by their keys."""
    off = {key for key, one in sentences.choices(reading)[0].items() if one.off}
    return {one.key: one.text for one in at_place(told(reading), place) if one.key not in {*without, *off}}


def _keep(reading: Reading, key: str, state: str, held: Choice) -> None:
    """Nothing; the choice is in the journal. What is left out keeps HR's words for the day it is taken in again."""
    if state in (RESET, REMOVED):
        _word(reading, key, ON if state == RESET else GONE)
    else:
        kept = {"publication": held.publication} if held.text else {}
        words = OFF if state == OUT else TEXT if held.text else ON
        _word(reading, key, words, held.text, held.printed, **kept)


def _word(
    reading: Reading,
    key: str,
    state: str,
    text: str = "",
    printed: Mapping[str, str] | None = None,
    after: str = "",
    publication: str | None = None,
) -> None:
    who = {"who": person().name, "role": person().role, "audience": reading.audience.key}
    written_to = reading.publication.key if publication is None else publication
    gate.journal().word(key, state, text=text, printed=printed, after=after, publication=written_to, **who)


def _checked(text: str) -> str:
    """The text in one line; raises `Unpublishable` where it is too long."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise Unpublishable(TOO_LONG)
    return text


def _shown(action: str, title: str, asked: dict, reading: Reading, failed: tuple[str, int], **parts) -> Response:
    error, status = failed
    parts = {"product": "", "behind": (), "after": {}} | parts
    state = {name: asked.get(name, "") for name in (*STATE, "noegle", "sted")}
    back = address_of(asked, asked.get("noegle", ""))
    told_of = {"asked": asked, "state": state, "back": back, "longest": LONGEST, "action": f"/sag/saetning/{action}"}
    return page.shown("sentence.html", title, status, HERE, reading=reading, error=error, **told_of, **parts)


def _refused(again: Callable, asked: dict, key: str, error: Unpublishable) -> Response:
    if isinstance(error, PersonNumber):
        gate.note_written(f"sætningen {key}", PERSON_NUMBER)
    return again(asked, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)


def _behind(reading: Reading, asked: dict, one: Sentence) -> tuple[Behind, ...]:
    entries = {entry.address: entry for entry in reading.ledger().entries.values()}
    return behind(View(reading, Address(HERE, asked["udgivelse"], reading.audience.key), asked), one.cells, entries)


def reading_of(asked: dict) -> Reading:
    """The figures as the recipient sees them; else the answer 404."""
    try:
        return library().read(Address("", asked["udgivelse"], recipients.audience_of(asked["modtager"])))
    except Unknown:
        flask.abort(page.refused("Sagen findes ikke", NO_PAPER, HTTPStatus.NOT_FOUND))


def sentence_of(reading: Reading, key: str) -> Sentence:
    """The sentence; else the answer 404."""
    found = next((one for one in told(reading) if one.key == key), None)
    if found is None:
        flask.abort(page.refused("Sætningen findes ikke", NO_SENTENCE, HTTPStatus.NOT_FOUND))
    return found


def _place(asked: dict) -> str:
    """The place for a sentence of HR's own; else the answer 404."""
    if asked["sted"] not in PLACES:
        flask.abort(page.refused("Stedet findes ikke", NO_PLACE, HTTPStatus.NOT_FOUND))
    return asked["sted"]


def named(key: str, reading: Reading) -> str:
    return f"sætningen {key}, {reading.audience.title} visning"


def address_of(asked: dict, key: str) -> str:
    """The address of the paper as it was asked for, at the sentence of the key where one is told."""
    newest = {"udgivelse": ""} if asked["udgivelse"] == library().keys()[0] else {}
    query = urlencode({name: told for name, told in ({one: asked[one] for one in STATE} | newest).items() if told})
    return HERE + (f"?{query}" if query else "") + (f"#{sentence_id(key)}" if key else "")


def back_to(asked: dict, key: str) -> Response:
    return flask.redirect(address_of(asked, key), HTTPStatus.SEE_OTHER)
