"""Whose paper the page shows, and what makes its files: the server's own, so that two apps cannot mix."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import flask

from kpi import danish
from kpi.definitions.disclosure import INTERNAL
from kpi.papers.recipients import RECIPIENTS, Recipient
from kpi.publications.journal import DIRECTORS
from layouts.address import Address, last
from layouts.door.identity import sees
from layouts.reading import Unknown, default_audience

DEFAULTS = {INTERNAL.key: DIRECTORS}
"""Whose paper who sees an audience is shown first; the last of those that they may see where none is told."""
FILES = {"sag.docx": "Word, sagen", "bilag1.xlsx": "Excel, bilag 1", "tabeller.html": "Tabellerne som én fil"}
"""The files of a paper, with what their links say."""
MAKER = "sagens filer"


@dataclass(frozen=True)
class Papers:
    """Who gets a paper, and `make`, which gives a file of one: (publication, recipient, file, arrows of 2022)."""

    make: Callable[[str, str, str, bool], bytes] | None = None
    recipients: tuple[Recipient, ...] = RECIPIENTS

    def place_in(self, server: flask.Flask) -> None:
        """Nothing; the server's page and its files are now made by these."""
        server.extensions[MAKER] = self

    def named(self, key: str) -> Recipient:
        """The recipient of a key; raises `Unknown` where none has it."""
        found = next((one for one in self.recipients if one.key == key), None)
        if found is None:
            raise Unknown("recipient", key)
        return found


def papers() -> Papers:
    """The papers of the server that answers now; without a maker where none is placed."""
    return flask.current_app.extensions.get(MAKER, Papers())


def names() -> dict[str, str]:
    """What each recipient is called, by their key."""
    return {one.key: one.title for one in papers().recipients}


def ticked() -> list[str]:
    """The keys of the recipients that the form has ticked."""
    return [key for key in names() if key in flask.request.form.getlist("modtager")]


def goes_to(keys: Iterable[str]) -> str:
    """Whose papers something goes with, in words."""
    named = [name for key, name in names().items() if key in keys]
    return f"følger sagen til {danish.joined(named)}" if named else "følger ingen sag"


def visible() -> tuple[Recipient, ...]:
    """The recipients whose paper who asks may see."""
    return tuple(one for one in papers().recipients if sees(one.audience))


def default_for(audience: str) -> Recipient:
    """The recipient that an audience is shown where the address names none."""
    among = [one for one in papers().recipients if one.audience == audience]
    return next((one for one in among if one.key == DEFAULTS.get(audience)), among[-1])


def adjusted(address: Address, asked: Mapping) -> Address:
    """The address with the audience of the recipient that it names: the recipient goes before a view."""
    key = last(asked.get("modtager"))
    return replace(address, audience=papers().named(key).audience) if key else address


def chosen(asked: Mapping, audience: str) -> Recipient:
    """The recipient that the page shows: the one that was asked for where the audience is theirs."""
    key = last(asked.get("modtager"))
    asked_for = papers().named(key) if key else default_for(audience)
    return asked_for if asked_for.audience == audience else default_for(audience)


def audience_of(recipient: str) -> str:
    """The audience of a recipient, or the default of who asks where the key is empty."""
    return papers().named(recipient).audience if recipient else default_audience()
