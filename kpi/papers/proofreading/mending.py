"""A fault -> the text mended: what stands in its place, where the proof-reader then has nothing to say of it."""

import re
from collections.abc import Callable, Iterable

from kpi.papers.proofreading.fault import Fault

INSTEAD = re.compile(r"Skriv:? (?P<words>(?!(?:at|det|kun|ordet|første)\b).+)\.$")
"""A proposal that is the very words to write: Skriv 17,2 %. Others tell what to do: Skriv, at det er faldet."""
NOT_IN_PLACE = ("forkert_superlativ",)
"""Kinds whose proposal names something else than the words of the fault: the group that is the highest."""
OTHER_WAY = {
    "steget": "faldet", "steg": "faldt", "stiger": "falder", "stige": "falde", "højere": "lavere", "øget": "mindsket",
    "længere": "kortere", "over": "under", "fremgang": "tilbagegang", "op": "ned", "frem": "tilbage",
}  # fmt: skip
"""Words that turn a way round and leave the sentence Danish: not en stigning, which would be et fald."""
TURNED = {new: old for old, new in OTHER_WAY.items()} | OTHER_WAY
UNCHANGED = ("steget", "faldet", "uændret")
VERB = re.compile(r"\b(?:er|har|var|havde|været|blevet)\b", re.I)
"""What stands before steget and faldet where they are no nouns."""

Reader = Callable[[str], tuple[Fault, ...]]
"""Gives the faults of a text that stands where the faulty one does."""


def mended(text: str, fault: Fault, read: Reader) -> tuple[str, str]:
    """The words to write instead, and the text with them; both empty where no words are known to mend the fault.

    What is proposed is read again: it is offered only where the fault is gone and no new one has come.
    """
    before = len(read(text))
    for words in dict.fromkeys(_instead(text, fault)):
        new = text[: fault.start] + words + text[fault.end :]
        if len(read(new)) < before:
            return words, new
    return "", ""


def _instead(text: str, fault: Fault) -> Iterable[str]:
    said = INSTEAD.match(fault.proposal)
    if said and fault.kind not in NOT_IN_PLACE:
        yield _cased(said["words"], fault.words)
    for word in re.findall(r"[\wæøå]+", fault.words):
        way = word.lower()
        if way in UNCHANGED and not VERB.search(text[: fault.start]):
            continue
        others = [TURNED[way]] if way in TURNED else []
        others += [one for one in UNCHANGED if way in UNCHANGED]
        yield from (fault.words.replace(word, _cased(other, word), 1) for other in others)


def _cased(words: str, like: str) -> str:
    return words[:1].upper() + words[1:] if like[:1].isupper() else words
