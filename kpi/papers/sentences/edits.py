"""Sentences x what HR chose -> the paper's sentences: off, edited, or joined by the officer's own.

A text of HR's keeps its words when the figures are made anew. It keeps the figures that it was bound to when it was
written, too, so that it can be marked when they have moved since, or when it is read at another half-year's figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpi.papers.document import Sentence
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.places import PLACES, place_of
from kpi.publications.journal import GONE, OFF, OWN

PERIOD = len("2022-06")
"""How much of a publication's key is its half-year: an amendment's goes on."""


@dataclass(frozen=True)
class Choice:
    """What HR chose for a sentence: `off`, or a `text` of its own.

    `printed` is what stood in the cells (by address) that the text is bound to when it was written, `publication` the
    key of the figures that it was written to.
    """

    off: bool = False
    text: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)
    publication: str = ""


@dataclass(frozen=True)
class Own:
    """A sentence of the officer's own, to stand after the sentence with the key `after` (first where it is empty)."""

    key: str
    text: str
    after: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)
    publication: str = ""


def chosen(lines: Iterable[Mapping], audience: str) -> tuple[dict[str, Choice], tuple[Own, ...]]:
    """What `Journal.wording` tells of the papers for an audience, as `with_choices` takes it: the latest line holds.

    A text that was written for one audience never reaches the other's papers: it may tell what is hidden there.
    """
    latest: dict[str, Mapping] = {}
    own: dict[str, str] = {}
    for line in lines:
        if line["audience"] == audience:
            latest[line["key"]] = line
            if line["state"] == OWN:
                own[line["key"]] = line["after"]
    choices = {key: _choice(line) for key, line in latest.items() if key not in own}
    gone = {key: after for key, after in own.items() if latest[key]["state"] in (GONE, OFF)}
    kept = (latest[key] for key in own if key not in gone)
    return (
        {key: choice for key, choice in choices.items() if choice != Choice()},
        tuple(
            Own(line["key"], line["text"], _standing(line["after"], gone), line["printed"], line["publication"])
            for line in kept
        ),
    )


def printed_behind(cells: Iterable[str], ledger: Ledger) -> dict[str, str]:
    """What is printed in the cells now, by address; empty text where there is nothing to show."""
    shown = {entry.address: entry.text for entry in ledger.entries.values()}
    return {address: shown.get(address, "") for address in cells}


def with_choices(
    sentences: Iterable[Sentence], choices: Mapping[str, Choice], own: Iterable[Own], ledger: Ledger
) -> tuple[Sentence, ...]:
    """The sentences as HR wants them, in order.

    A text of HR's is marked `edited`, and `changed` where a cell that it is bound to prints something else than when
    it was written, or where it was written to another half-year's figures. An edited one that the product no longer
    has is kept, changed, at the end of its place; so is an own one whose sentence before it is no longer there.
    """
    sentences = list(sentences)
    keys = {sentence.key for sentence in sentences}
    row: list[tuple[str, Sentence | None]] = [
        (sentence.key, _chosen(sentence, choices.get(sentence.key, Choice()), ledger)) for sentence in sentences
    ]
    for key, one in choices.items():
        if one.text and not one.off and key not in keys:
            row.insert(_end_of(key, row), (key, _lost(key, one)))
    _put_in(row, list(own), ledger)
    return tuple(sentence for _, sentence in row if sentence)


def follow(own: Iterable[Own], key: str) -> set[str]:
    """The keys of the own sentences that stand after the one with a key, after one of those, and so on; itself too."""
    own, found, more = list(own), set(), {key}
    while more - found:
        found |= more
        more = {one.key for one in own if one.after in found}
    return found


def _standing(after: str, gone: Mapping[str, str]) -> str:
    """The key that an own sentence stands after, where the one that it followed may have been removed."""
    seen = set()
    while after in gone and after not in seen:
        seen.add(after)
        after = gone[after]
    return after


def _put_in(row: list[tuple[str, Sentence | None]], own: list[Own], ledger: Ledger) -> None:
    """Nothing; the own sentences stand in the row, each straight after the one that it follows."""
    for one in own:
        if not one.after:
            row.insert(_start_of(one.key, row), (one.key, _own(one, ledger)))
    waiting = [one for one in own if one.after]
    while waiting:
        keys = [key for key, _ in row]
        one = next((one for one in waiting if one.after in keys), waiting[0])
        at = keys.index(one.after) + 1 if one.after in keys else _end_of(one.after, row)
        row.insert(at, (one.key, _own(one, ledger)))
        waiting.remove(one)


def _choice(line: Mapping) -> Choice:
    if not line["text"]:
        return Choice(line["state"] == OFF)
    return Choice(line["state"] == OFF, line["text"], line["printed"], line["publication"])


def _chosen(sentence: Sentence, choice: Choice, ledger: Ledger) -> Sentence | None:
    if choice.off:
        return None
    if not choice.text:
        return sentence
    return _bound(sentence.key, choice.text, choice, ledger, sentence.cells)


def _own(one: Own, ledger: Ledger) -> Sentence:
    return _bound(one.key, one.text, one, ledger)


def _bound(key: str, text: str, kept: Choice | Own, ledger: Ledger, cells: tuple[str, ...] = ()) -> Sentence:
    """A text of HR's with the cells that it is bound to; `cells` are those of the product's own words."""
    printed = dict(kept.printed)
    moved = printed != printed_behind(printed, ledger)
    elsewhere = bool(printed) and kept.publication[:PERIOD] not in ("", ledger.publication.key[:PERIOD])
    unbound = bool(cells) and (not printed or (not kept.publication and set(printed) != set(cells)))
    changed = moved or elsewhere or unbound
    return Sentence(key, text, tuple(printed) or cells, True, changed, tuple(printed.items()), kept.publication)


def _lost(key: str, one: Choice) -> Sentence:
    """A text of HR's for a sentence that the product no longer has."""
    return Sentence(key, one.text, tuple(one.printed), True, True, tuple(one.printed.items()), one.publication)


def _start_of(key: str, row: list[tuple[str, Sentence | None]]) -> int:
    place = place_of(key)
    known = any(f"{key}/".startswith(f"{one}/") for one in PLACES)
    return next((at for at, (other, _) in enumerate(row) if known and place_of(other) == place), 0)


def _end_of(key: str, row: list[tuple[str, Sentence | None]]) -> int:
    places = [at for at, (other, _) in enumerate(row) if place_of(other) == place_of(key)]
    return places[-1] + 1 if places else len(row)
