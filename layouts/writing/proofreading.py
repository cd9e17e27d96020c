"""The proof-reader's page: HR's own text comes back with what the publication does not bear out.

The text is held in memory while it is read, and nowhere else: it is not stored, not logged, and no file is written.
"""

from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.proofread import proofread
from kpi.papers.proofreading.fault import KINDS
from kpi.papers.proofreading.texts import Passage, Unreadable, of_file, of_text
from kpi.papers.recipients import Recipient
from layouts import gate
from layouts.address import Address
from layouts.data.upload import MEGABYTE, Limits, Received, announced, receive
from layouts.door import roles
from layouts.drawing.marked_text import paragraphs
from layouts.frame.shell import View
from layouts.papers import recipients
from layouts.reading import Reading, Unknown, library
from layouts.sections.sentences import behind
from layouts.writing import page

HERE = "/sag"
TITLE = "Læs korrektur på en tekst"
FIELDS = ("udgivelse", "modtager", "tekst")
LARGEST, LONGEST = 5 * MEGABYTE, 100_000
LIMITS = Limits(
    total=LARGEST + MEGABYTE,
    each=LARGEST,
    field=LONGEST,
    too_much="Teksten fylder for meget: højst 5 MB. Intet er gemt.",
    too_large="Filen «{}» fylder mere end 5 MB. Fjern billeder, eller del den. Intet er gemt.",
)
NO_TEXT = "Vælg en fil, eller skriv en tekst."
TWO_TEXTS = "Vælg enten en fil eller en tekst, ikke begge. Skal filen læses, så tøm tekstfeltet."
TOO_LONG = f"Teksten er for lang til at blive læst på én gang: højst {danish.number(LONGEST, 0)} tegn."
NO_PAPER = "Udgivelsen eller modtageren findes ikke."


def form() -> Response:
    """The form for a file or a text."""
    gate.require(roles.ONLY_HR)
    return _shown(page.typed(FIELDS))


def read() -> Response:
    """The text with what does not hold, and why; or the form, with why the text could not be read."""
    gate.require(roles.ONLY_HR)
    announced(LIMITS)
    received = receive(LIMITS)
    told = dict.fromkeys(FIELDS, "") | {name: text.strip() for name, text in received.fields.items() if name in FIELDS}
    reading, _ = _reading(told)
    try:
        passages = _passages(received, told["tekst"])
    except Unreadable as error:
        return _shown(told, error=str(error), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    faults = proofread(passages, reading.publication, reading.audience.key)
    view = View(reading, Address(HERE, reading.publication.key, reading.audience.key), {})
    entries = {one.address: one for one in reading.ledger().entries.values()}
    found = [
        {"fault": one, "kind": danish.sentence(KINDS[one.kind]), "behind": behind(view, one.cells, entries)}
        for one in faults
    ]
    result = {"paragraphs": paragraphs(passages, faults), "found": found}
    return _shown(told, name=received.files[0].name if received.files else "", **result)


def _passages(received: Received, text: str) -> tuple[Passage, ...]:
    """The paragraphs of what was sent; raises `Unreadable`."""
    if received.files and text:
        raise Unreadable(TWO_TEXTS)
    passages = of_file(received.files[0].name, received.files[0].data) if received.files else of_text(text)
    if not passages:
        raise Unreadable(NO_TEXT if not received.files else f"{received.files[0].name} har ingen tekst.")
    if sum(len(one.text) for one in passages) > LONGEST:
        raise Unreadable(TOO_LONG)
    return passages


def _shown(told: dict[str, str], status: int = HTTPStatus.OK, **parts) -> Response:
    reading, recipient = _reading(told)
    parts = {"paragraphs": (), "found": (), "name": ""} | parts
    shown = {"told": told, "recipient": recipient, "recipients": recipients.visible(), "longest": LONGEST}
    return page.shown("proofreading.html", TITLE, status, HERE, reading=reading, **shown, **parts)


def _reading(told: dict[str, str]) -> tuple[Reading, Recipient]:
    """The figures that the text is held against, as its recipient sees them; else the answer 404."""
    try:
        reading = library().read(Address("", told["udgivelse"], recipients.audience_of(told["modtager"])))
    except Unknown:
        flask.abort(page.refused("Sagen findes ikke", NO_PAPER, HTTPStatus.NOT_FOUND))
    return reading, recipients.chosen(told, reading.audience.key)
