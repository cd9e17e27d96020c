"""The form where an interpretation, a decision or an action is written."""

from datetime import date
from http import HTTPStatus

import flask
from werkzeug.wrappers import Response

from kpi import danish
from kpi.papers.follow_up.actions import FOLLOWS
from kpi.papers.recipients import BY_KEY
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import ACTION, INTERPRETATION, KINDS
from kpi.publications.person_numbers import PersonNumber
from layouts import gate
from layouts.address import Address
from layouts.door import roles
from layouts.door.identity import person
from layouts.reading import Reading, library
from layouts.writing import page, places

HERE = "/handlinger"
TITLE = "Skriv fortolkning, beslutning eller handling"
PLACE = ("noegletal", "faggruppe", "kolonne")
FIELDS = ("udgivelse", "slags", *PLACE, "tekst", "ansvarlig", "frist")
LONGEST = {"tekst": 2_000, "ansvarlig": 120}
NO_TEXT = "Skriv en tekst."
NO_KIND = "Vælg, om det er en fortolkning, en beslutning eller en handling."
NOT_A_DATE = "Fristen er ikke en dato. Skriv den som dd-mm-åååå."
NOT_WHOLE = "En handling skal have en ansvarlig og en frist, så den kan følges op."
NOT_BOTH = "En fortolkning har hverken ansvarlig eller frist. Vælg handling, eller tøm de to felter."
LOST = "Det tal, som adressen nævner, er ikke i udgivelsen. Vælg selv, hvor det hører til."
PERSON_NUMBER = "ligner et personnummer"


def form(told: dict[str, str] | None = None, error: str = "", status: int = HTTPStatus.OK) -> flask.Response:
    """The form, with what the address or the first attempt filled in."""
    gate.require(roles.WRITERS)
    told = told or page.typed(FIELDS)
    reading = page.reading_of(told["udgivelse"])
    figure, lost = "", ""
    try:
        place = places.place_of(reading, told["noegletal"], told["faggruppe"], told["kolonne"])
        chosen = {"noegletal": place.measure, "faggruppe": place.staff_group, "kolonne": place.period_end}
        told, figure = (told if error else told | chosen), places.figure_at(reading, place)
    except places.NoSuchPlace:
        told, lost = (told, "") if error else (told | dict.fromkeys(PLACE, ""), LOST)
    choices = {
        "measures": {one.key: one.title for one in places.MEASURES},
        "groups": reading.publication.group_names,
        "areas": reading.publication.areas,
        "columns": places.columns(reading),
        "kinds": KINDS,
        "longest": LONGEST,
        "follows": follows(),
    }
    told_of = {"told": told, "figure": figure, "error": error, "done": lost}
    return page.shown("action.html", TITLE, status, HERE, reading=reading, **told_of, **choices)


def follows() -> str:
    """Whose papers a line goes with until HR chooses others, as a sentence."""
    named = danish.joined([BY_KEY[key].title for key in FOLLOWS])
    chosen = "i de andre sager kommer det kun med, hvis HR vælger det. Økonomiudvalgets sag er offentlig."
    return f"Det følger sagen til {named}, til HR vælger andet; {chosen}"


def write() -> Response:
    """The way to the list, with the line in it; or the form again, with what was refused."""
    gate.require(roles.WRITERS)
    told = page.typed(FIELDS)
    reading = page.reading_of(told["udgivelse"])
    try:
        line = _decided(reading, told)
    except (Unpublishable, places.NoSuchPlace) as error:
        if isinstance(error, PersonNumber):
            gate.note_written(f"{told['slags']} i {reading.publication.key}", PERSON_NUMBER)
        return form(told, str(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    gate.note_written(f"{told['slags']} {line} i {reading.publication.key}")
    return back_to(reading.publication.key, line)


def _decided(reading: Reading, told: dict[str, str]) -> int:
    """The id of the new line."""
    wrong = _why_not(told)
    if wrong:
        raise Unpublishable(wrong)
    place = places.place_of(reading, told["noegletal"], told["faggruppe"], told["kolonne"])
    return gate.journal().decide(
        told["slags"],
        told["tekst"],
        who=person().name,
        role=person().role,
        publication=reading.publication.key,
        measure=place.measure,
        staff_group=place.staff_group,
        period_end=place.period_end,
        responsible=" ".join(told["ansvarlig"].split()),
        due=_day(told["frist"]),
    )


def _why_not(told: dict[str, str]) -> str:
    """What is to be mended before it can be kept; empty where nothing is."""
    if told["slags"] not in KINDS:
        return NO_KIND
    if not told["tekst"]:
        return NO_TEXT
    if told["frist"] and not _day(told["frist"]):
        return NOT_A_DATE
    if told["slags"] == ACTION and not (told["ansvarlig"] and told["frist"]):
        return NOT_WHOLE
    if told["slags"] == INTERPRETATION and (told["ansvarlig"] or told["frist"]):
        return NOT_BOTH
    return too_long(told)


def too_long(told: dict[str, str]) -> str:
    """Which field has too much in it, and how much it may have; empty where none has."""
    over = next((name for name, most in LONGEST.items() if len(told.get(name, "")) > most), "")
    return f"Der er for meget i feltet {over}: højst {danish.number(LONGEST[over], 0)} tegn." if over else ""


def _day(told: str) -> str:
    """The date as ISO, from what a date field sends or a person types; empty where it is none."""
    day, _, rest = told.replace(".", "-").replace("/", "-").partition("-")
    if len(day) <= 2 and rest:
        month, _, year = rest.partition("-")
        told = f"{year}-{month.zfill(2)}-{day.zfill(2)}"
    try:
        return date.fromisoformat(told).isoformat()
    except ValueError:
        return ""


def back_to(publication: str, line: int) -> Response:
    """The way to the line in the list; the newest publication needs no name in the address."""
    address = Address(HERE, "" if publication == library().keys()[0] else publication)
    return flask.redirect(f"{address.to(HERE, gemt=str(line))}#linje-{line}", HTTPStatus.SEE_OTHER)
