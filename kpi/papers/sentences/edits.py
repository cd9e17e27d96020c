"""Sentences x what HR chose -> the paper's sentences: off, edited, or joined by the officer's own.

An edited sentence keeps its text when the figures are made anew. It keeps what was printed when it was written, too, so
that it can be marked when the figures behind it have moved since.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpi.papers.document import Sentence
from kpi.papers.sentences.ledger import Ledger
from kpi.publications.journal import GONE, OFF, OWN


@dataclass(frozen=True)
class Choice:
    """What HR chose for a sentence: `off`, or a `text` of its own.

    `printed` is what stood in the cells (by address) behind the sentence when the text was written.
    """

    off: bool = False
    text: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Own:
    """A sentence of the officer's own, to stand after the sentence with the key `after` (first where it is empty)."""

    key: str
    text: str
    after: str = ""
    printed: Mapping[str, str] = field(default_factory=dict)


def chosen(lines: Iterable[Mapping], audience: str) -> tuple[dict[str, Choice], tuple[Own, ...]]:
    """What `Journal.wording` tells of the papers for an audience, as `with_choices` takes it: the latest line holds.

    A text that was written for one audience never reaches the other's papers: it may tell what is hidden there.
    """
    latest: dict[str, Mapping] = {}
    own: dict[str, None] = {}
    for line in lines:
        if line["audience"] == audience:
            latest[line["key"]] = line
            if line["state"] == OWN:
                own[line["key"]] = None
    choices = {key: _choice(line) for key, line in latest.items() if key not in own}
    kept = (latest[key] for key in own if latest[key]["state"] not in (GONE, OFF))
    return (
        {key: choice for key, choice in choices.items() if choice != Choice()},
        tuple(Own(line["key"], line["text"], line["after"], line["printed"]) for line in kept),
    )


def printed_behind(cells: Iterable[str], ledger: Ledger) -> dict[str, str]:
    """What is printed in the cells now, by address; empty text where there is nothing to show."""
    shown = {entry.address: entry.text for entry in ledger.entries.values()}
    return {address: shown.get(address, "") for address in cells}


def edited(sentence: Sentence, text: str, ledger: Ledger) -> Choice:
    """The choice of a text for a sentence, with what is printed behind it now."""
    return Choice(text=text, printed=printed_behind(sentence.cells, ledger))


def with_choices(
    sentences: Iterable[Sentence], choices: Mapping[str, Choice], own: Iterable[Own], ledger: Ledger
) -> tuple[Sentence, ...]:
    """The sentences as HR wants them, in order.

    An edited one is marked `edited`, and `changed` where it rests on other cells or other printed values than when it
    was written. An edited one that the product no longer has is kept, changed, at the end of its place.
    """
    sentences, own = list(sentences), list(own)
    keys = {sentence.key for sentence in sentences}
    told = [_chosen(sentence, choices.get(sentence.key, Choice()), ledger) for sentence in sentences]
    found = [_own(one, ledger) for one in own if not one.after]
    for sentence, chosen in zip(sentences, told, strict=True):
        found += [chosen] if chosen else []
        found += [_own(one, ledger) for one in own if one.after == sentence.key]
    lost = [
        Sentence(key, one.text, (), True, True)
        for key, one in choices.items()
        if one.text and not one.off and key not in keys
    ]
    lost += [_own(one, ledger) for one in own if one.after and one.after not in keys]
    for sentence in lost:
        after = next((one.after for one in own if one.key == sentence.key), sentence.key)
        found.insert(_end_of(after.split("/")[0], found), sentence)
    return tuple(found)


def _choice(line: Mapping) -> Choice:
    return Choice(line["state"] == OFF, line["text"], line["printed"] if line["text"] else {})


def _chosen(sentence: Sentence, choice: Choice, ledger: Ledger) -> Sentence | None:
    if choice.off:
        return None
    if not choice.text:
        return sentence
    moved = dict(choice.printed) != printed_behind(sentence.cells, ledger)
    return Sentence(sentence.key, choice.text, sentence.cells, True, moved)


def _own(one: Own, ledger: Ledger) -> Sentence:
    cells = tuple(one.printed)
    return Sentence(one.key, one.text, cells, True, dict(one.printed) != printed_behind(cells, ledger))


def _end_of(place: str, found: list[Sentence]) -> int:
    places = [index for index, sentence in enumerate(found) if sentence.key.split("/")[0] == place]
    return places[-1] + 1 if places else len(found)
