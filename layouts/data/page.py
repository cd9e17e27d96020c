"""The frame of the pages under `/data`: drawn on the server, one form at a time, with the steps and what was said."""

from collections.abc import Sequence
from dataclasses import dataclass

import flask

from kpi import danish
from layouts import roles
from layouts.data.room import room
from layouts.form_pages import form_page
from layouts.identity import person

LENT = "eksempelkommunens. Læg jeres egne i datamappens reference, før I tager udtræk ind"


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
    return form_page(f"data/{template}", status, "/data", **told | parts)


def _facts() -> list[tuple[str, str]]:
    office = room().office
    latest, is_lent = office.store.latest(), not office.example and office.reference != office.own_reference
    newest = f"{latest.key}, {danish.day(latest.published.date())}" if latest else "ingen endnu"
    draft = room().draft_of()
    lying = f"data pr. {danish.day(draft.given.as_of)}, slettes kl. {draft.until:%H.%M}" if draft else "ingen"
    return [
        ("Seneste udgivelse", newest),
        ("Kladde", lying),
        *([("Referencefiler", LENT)] if is_lent else []),
        ("Visning", "intern, kun HR"),
        ("Du er", f"{person().name} ({roles.NAMES[person().role]})"),
    ]


def refused(title: str, words: Sequence[str], status: int, back: str = "/data", again: str = "") -> flask.Response:
    """The page that says what could not be done, and shows a way on; `again` is where it can be tried once more."""
    return shown("refused.html", title, status, words=words, back=back, again=again)
