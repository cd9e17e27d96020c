"""Where sentences stand: the places of the paper in its order, which the page and what is drawn both follow."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from kpi.papers.document import Sentence
from kpi.papers.paper import ATTRACT, BY_NUMBER, PAPER_TABLES, RETAIN

AIM_PLACES = {ATTRACT: "pejlemaerke/tiltraekning", RETAIN: "pejlemaerke/fastholdelse"}
"""Where the sentences on an aim stand, before its tables; those on a table stand at the table's key."""
DIRECTION, RESERVATIONS = "retning", "forbehold"
_BY_AIM = (
    (place, words)
    for aim, papers in groupby(PAPER_TABLES, key=lambda one: one.aim)
    for place, words in (
        (AIM_PLACES[aim], f"pejlemærket «{aim}»"),
        *((f"tabel-{one.number}", f"tabel {one.number}") for one in papers),
    )
)
IN_THE_CASE = dict(_BY_AIM)
IN_THE_SUMMARY = {DIRECTION: "den samlede retning", RESERVATIONS: "forbeholdene"}
PLACES = {**IN_THE_CASE, **IN_THE_SUMMARY}
"""Every place where sentences stand, in words, in the order of the paper."""
HEADINGS: Mapping[str, str] = (
    {place: aim for aim, place in AIM_PLACES.items()}
    | {f"tabel-{number}": paper.name for number, paper in BY_NUMBER.items()}
    | {DIRECTION: "Samlet retning", RESERVATIONS: "Forbehold"}
)
"""What a reader has just read where the sentences of a place begin."""
OF_EVERYONE = ("niveau", "mod-kolonnen-foer", "mod-aaret-foer")
"""What is said of everyone stands together, before what is said of the groups."""
OWN = "egen-"
"""How the last part of the key of an own sentence begins."""


def place_of(key: str) -> str:
    """The place that a sentence stands at, from its key; the last where the paper has no such place."""
    return next((place for place in PLACES if f"{key}/".startswith(f"{place}/")), RESERVATIONS)


def at_place(sentences: Iterable, place: str) -> list:
    """Those of one place, in order."""
    return [one for one in sentences if place_of(one.key) == place]


def paragraphs_of(told: Iterable[Sentence], place: str) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of one place, paragraph by paragraph; an own one stands in that of the sentence before it."""
    found: list[list[Sentence]] = []
    before = None
    for sentence in at_place(told, place):
        about = before if found and _is_own(sentence.key) else _about(sentence.key)
        if not found or (about != before and before is not None):
            found.append([])
        found[-1].append(sentence)
        before = about
    return tuple(map(tuple, found))


def _is_own(key: str) -> bool:
    return key.rsplit("/", 1)[-1].startswith(OWN)


def _about(key: str) -> tuple[str, bool] | None:
    """What a sentence of a table is about: the measure, and whether of everyone or of the groups; None of any other."""
    if _is_own(key) or not key.startswith("tabel-"):
        return None
    _, *measure, claim = key.split("/")
    return "/".join(measure), claim not in OF_EVERYONE
