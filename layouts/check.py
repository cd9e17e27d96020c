"""Tjek: whether a publication, whose id stands on a paper or in a file, is current, superseded or corrected."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import flask

from layouts.reading import library
from layouts.writing import page
from layouts.written import publication_of

UNKNOWN = (
    "Der er ingen udgivelse med det nummer. Se efter, om nummeret er skrevet, som det står på papiret, f.eks. 2022-06."
)
WHOLE = "Filerne er, som de var, da de blev udgivet. Det er kontrolleret nu."
DAMAGED = "Filerne er ikke, som de var, da de blev udgivet. Brug ikke tallene, før HR har hentet dem fra en kopi."


@dataclass(frozen=True)
class Verdict:
    """What is said of a publication: a sentence, and what came after it with the public notes.

    `corrections` are key, day and reason of each, the oldest first; `newer` is the newest key of a later date.
    """

    words: str
    corrections: tuple[tuple[str, date, str], ...]
    newer: str


def answer(publication: str) -> flask.Response:
    """The page about the publication; 404, without a word of what was asked for, where there is none."""
    store = library().store
    keys = store.keys()
    if publication not in keys:
        back = ("/sag", "Se den nyeste udgivelse")
        return page.refused("Udgivelsen findes ikke", UNKNOWN, HTTPStatus.NOT_FOUND, back)
    is_whole = not store.verify(publication)
    shown = publication_of(publication) if is_whole else None
    return page.shown(
        "check.html",
        f"Udgivelse {publication}",
        key=publication,
        publication=shown,
        verdict=verdict(keys, publication),
        files=WHOLE if is_whole else DAMAGED,
        is_whole=is_whole,
    )


def verdict(keys: list[str], key: str) -> Verdict:
    """What is to be said of the publication; `keys` are all keys, the newest first."""
    same_date = [one for one in keys if one[:7] == key[:7]]
    later = same_date[: same_date.index(key)]
    found = [publication_of(one) for one in reversed(later)]
    corrections = tuple((one.key, one.published.date(), one.reason) for one in found if one)
    newer = next((one for one in keys if one[:7] > key[:7]), "")
    if later:
        return Verdict(f"Afløst af {later[0]}. Brug den i stedet.", corrections, newer)
    words = f"Gældende: den er ikke rettet.{_revised_later(keys, key)}"
    if key != same_date[-1]:
        words = f"Gældende: den retter {same_date[same_date.index(key) + 1]}.{_revised_later(keys, key)}"
    return Verdict(words, (), newer)


def _revised_later(keys: list[str], key: str) -> str:
    """Which later publications tell the publication's periods otherwise, with their public reasons; empty for none."""
    told = []
    for one in (publication_of(later) for later in reversed(keys) if later[:7] > key[:7]):
        own = [change for change in one.revisions if change["reason"] == one.reason] if one else []
        if any(change["period_end"][:7] <= key[:7] for change in own):
            told.append(f" Nogle af dens tal er siden ændret i {one.key}: {one.reason.rstrip('.')}.")
    return "".join(told)
