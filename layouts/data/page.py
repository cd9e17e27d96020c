"""The frame of the pages under `/data`: drawn on the server, one form at a time, with the steps and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask

from kpi import danish
from kpi.definitions.person_numbers import hidden
from kpi.publications.folders import Unpublishable
from kpi.publications.publication import Store
from layouts.data.room import room
from layouts.door import roles, way_back
from layouts.door.identity import person
from layouts.frame.form_pages import form_page

KEPT = ("kilde", "spoergsmaal", "svar", "fund", "begrundelse")
"""What a form that was refused comes back with: which it was, and what was written in it. Never a person's number."""
LENT = "eksempelkommunens. Tag jeres egne i brug på siden Referencefiler, før I tager udtræk ind"


@dataclass(frozen=True)
class Step:
    """A step on the way to a publication, with its state in words."""

    title: str
    href: str
    told: str
    is_done: bool = False
    is_current: bool = False


@dataclass(frozen=True)
class Poll:
    """What a page asks while it waits: where, and the words so far."""

    href: str
    told: str


def shown(template: str, title: str, status: int = 200, **parts) -> flask.Response:
    """The page as an answer. `error` among the parts is told at its top."""
    office = room().office
    told = {"title": title, "municipality": office.settings.municipality, "example": office.example, "facts": _facts()}
    told["sent"] = _sent() if parts.get("error") else {}
    return form_page(f"data/{template}", status, "/data", **told | parts)


def _sent() -> dict[str, str]:
    """What was sent of the form that is shown again, without anything like a person number."""
    asked = flask.request
    is_form = asked.method == "POST" and asked.mimetype == "application/x-www-form-urlencoded"
    return {name: hidden(asked.form[name]) for name in KEPT if name in asked.form} if is_form else {}


def _facts() -> list[tuple[str, str]]:
    office = room().office
    draft = room().draft_of()
    lying = f"data pr. {danish.day(draft.given.as_of)}, slettes kl. {draft.until:%H.%M}" if draft else "ingen"
    return [
        ("Seneste udgivelse", _newest(office.store)),
        ("Kladde", lying),
        ("Visning", "intern, kun HR"),
        ("Du er", f"{person().name} ({roles.NAMES[person().role]})"),
        *([("Referencefiler", LENT)] if office.is_lent else []),
    ]


def _newest(store: Store) -> str:
    """The newest publication with its day; a damaged one is told as that, so that the pages still answer."""
    try:
        latest = store.latest()
    except Unpublishable:
        return f"{store.keys()[0]}, beskadiget"
    return f"{latest.key}, {danish.day(latest.published.date())}" if latest else "ingen endnu"


def refused(title: str, words: Sequence[str], status: int, back: str = "", again: str = "") -> flask.Response:
    """The page that says what could not be done, and shows a way on; `again` is where it can be tried once more."""
    told = {"words": words, "back": back or way_back.page() or "/data", "again": again, "texts": way_back.texts()}
    return shown("refused.html", title, status, **told)
