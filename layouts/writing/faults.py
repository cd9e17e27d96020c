"""What HR does about a fault in the paper's texts: writes what is proposed, or lets the words stand and says why."""

from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from kpi.papers.proofreading.fault import KINDS
from kpi.papers.read_through import KEPT, Found
from kpi.publications.folders import Unpublishable
from kpi.publications.person_numbers import PersonNumber
from layouts import gate
from layouts.door import roles
from layouts.papers import proofs, recipients
from layouts.reading import Reading
from layouts.writing import page
from layouts.writing.actions import PERSON_NUMBER
from layouts.writing.sentences import (
    HERE,
    LONGEST,
    STATE,
    TOO_LONG,
    address_of,
    back_to,
    named,
    put_in_words,
    reading_of,
    sentence_of,
)

NO_FAULT = "Fundet er der ikke længere: teksten eller tallene er ændret. Se sagen igen."
TITLE = "Behold teksten alligevel"


def mend() -> Response:
    """The way back to the sentence, which now says what the proof-reader proposed."""
    gate.require(roles.ONLY_HR)
    asked = page.typed((*STATE, "fund"))
    reading = reading_of(asked)
    one = _found(reading, asked)
    if not one.mended:
        flask.abort(HTTPStatus.BAD_REQUEST)
    put_in_words(reading, sentence_of(reading, one.key), one.mended)
    return back_to(asked, one.key)


def keep() -> Response:
    """The way back to the text, whose words now stand with HR's reason; or what was wrong with the reason."""
    by, asked = gate.require(roles.ONLY_HR), page.typed((*STATE, "fund", "begrundelse"))
    reading = reading_of(asked)
    one = _found(reading, asked)
    try:
        if len(asked["begrundelse"]) > LONGEST:
            raise Unpublishable(TOO_LONG.replace("tekst", "begrundelse"))
        who = {"who": by.name, "role": by.role, "audience": reading.audience.key}
        gate.journal().keep(**one.told, reason=asked["begrundelse"], **who)
    except Unpublishable as error:
        if isinstance(error, PersonNumber):
            gate.note_written(named(one.key, reading), PERSON_NUMBER)
        return _form(reading, one, asked, str(error))
    gate.note_choice(named(one.key, reading), KEPT.format(KINDS[one.fault.kind]))
    return back_to(asked, one.key)


def _form(reading: Reading, one: Found, asked: dict, error: str) -> Response:
    """The form for the reason once more, with what was refused and what was written."""
    told_of = {
        "fault": one.fault,
        "kind": KINDS[one.fault.kind],
        "state": {name: asked[name] for name in (*STATE, "fund")},
        "reason": asked["begrundelse"],
        "back": address_of(asked, one.key),
        "longest": LONGEST,
    }
    return page.shown(
        "keep.html", TITLE, HTTPStatus.UNPROCESSABLE_ENTITY, HERE, reading=reading, error=error, **told_of
    )


def _found(reading: Reading, asked: dict) -> Found:
    """The fault; else the answer 409."""
    recipient = recipients.chosen(asked, reading.audience.key)
    one = next((one for one in proofs.found(reading, recipient) if one.id == asked["fund"]), None)
    if one is None:
        flask.abort(page.refused("Fundet er der ikke længere", NO_FAULT, HTTPStatus.CONFLICT))
    return one
