"""The texts of a paper that people wrote -> what does not hold in them, and what HR has let stand all the same.

Each part of the paper is read by itself, as its reader meets it: its heading, then its sentences in their order, the
product's own among them, since a sentence takes over what the one before it speaks of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.document import Sentence
from kpi.papers.proofread import proofread_by
from kpi.papers.proofreading.bound_cells import cells_said
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.lines import lines_of
from kpi.papers.proofreading.mending import mended
from kpi.papers.proofreading.reading import readings_of
from kpi.papers.proofreading.texts import Passage
from kpi.papers.sentences.edits import printed_behind
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.places import HEADINGS, PLACES, paragraphs_of, place_of
from kpi.papers.sentences.wording import Wording
from kpi.papers.texts import TYPED, Part, is_typed
from kpi.publications.publication import Publication

MOVED = "tal_aendret"
TOLD = ("key", "text", "kind", "words", "found")
KEPT = "beholdt trods fund: {}"
"""What the log says of a fault that HR lets stand, with its kind."""
LOOK_AGAIN = "Læs sætningen igen, og ret den, så den passer til tallene nu."


@dataclass(frozen=True)
class Found:
    """A fault of a text that somebody wrote. `key` is the text's (`kpi.papers.texts`), the fault's place lies in it.

    `words` and `mended` are what to write in place of the fault's words, and the text with it; empty where no words are
    known to mend it. `kept` is why HR lets it stand; empty while it is open.
    """

    key: str
    text: str
    fault: Fault
    words: str = ""
    mended: str = ""
    kept: str = ""

    @property
    def id(self) -> str:
        """What tells the fault from others: another text, or another figure, makes it a new one."""
        told = (str(self.fault.start), *self.told.values())
        return sha256("\n".join(told).encode()).hexdigest()[:12]

    @property
    def told(self) -> dict[str, str]:
        """The fault as `Journal.keep` takes it: it is the same one for as long as all of this is."""
        fault = self.fault
        return {"key": self.key, "text": self.text, "kind": fault.kind, "words": fault.words, "found": fault.reason}

    @property
    def is_sentence(self) -> bool:
        """Whether the text is one of the paper's sentences, which can be put in other words where it is read."""
        return self.key.split("/")[0] not in TYPED

    @property
    def where(self) -> str:
        """Where the text stands, in words: Tabel 2, indstillingen."""
        first = self.key.split("/")[0]
        return danish.sentence(TYPED[first] if first in TYPED else PLACES[place_of(self.key)])


def found_in(
    parts: Iterable[Part], publication: Publication, audience: str, kept: Iterable[Mapping] = ()
) -> tuple[Found, ...]:
    """What does not hold in the texts that people wrote, in the paper's order, those that HR lets stand among them.

    `kept` are the lines of `Journal.kept`.
    """
    reasons = {tuple(line[name] for name in TOLD): line["reason"] for line in kept if line["audience"] == audience}
    ledger = Ledger(publication, audience)
    found = [
        one
        for part in parts
        if any(is_typed(sentence) for paragraph in part.paragraphs for sentence in paragraph)
        for one in _of_part(part, ledger)
    ]
    return tuple(replace(one, kept=reasons.get(tuple(one.told.values()), "")) for one in found)


def open_of(found: Iterable[Found]) -> tuple[Found, ...]:
    """Those that are neither mended nor kept."""
    return tuple(one for one in found if not one.kept)


def bound_cells(told: Iterable[Sentence], key: str, ledger: Ledger) -> tuple[str, ...]:
    """The addresses of the cells that the sentence with a key says, read among the others of its place."""
    place = place_of(key)
    part = Part(HEADINGS[place], paragraphs_of(told, place))
    at = next((number, _spans(one)[key]) for number, one in enumerate(part.paragraphs, 1) if key in _spans(one))
    readings = readings_of(lines_of(_passages(part)), ledger)
    own = [one for one in readings if one.line.number == at[0] and at[1][0] <= one.piece.start < at[1][1]]
    return tuple(dict.fromkeys(cell for one in own for cell in cells_said(one, ledger)))


def _of_part(part: Part, ledger: Ledger) -> Iterable[Found]:
    faults = _read(part, ledger)
    for number, paragraph in enumerate(part.paragraphs, 1):
        spans = _spans(paragraph)
        for sentence in filter(is_typed, paragraph):
            begin, end = spans[sentence.key]
            for fault in faults:
                if fault.paragraph == number and begin <= fault.start < end:
                    own = replace(fault, start=fault.start - begin, end=fault.end - begin)
                    read = partial(_with_text, part, sentence.key, ledger)
                    yield Found(sentence.key, sentence.text, own, *mended(sentence.text, own, read))
            if sentence.changed:
                yield Found(sentence.key, sentence.text, _moved(sentence, ledger))


def _read(part: Part, ledger: Ledger) -> tuple[Fault, ...]:
    return proofread_by(_passages(part), ledger)


def _with_text(part: Part, key: str, ledger: Ledger, text: str) -> tuple[Fault, ...]:
    """The faults of the part where the sentence with a key says something else."""
    paragraphs = tuple(
        tuple(replace(one, text=text) if one.key == key else one for one in paragraph) for paragraph in part.paragraphs
    )
    return _read(replace(part, paragraphs=paragraphs), ledger)


def _passages(part: Part) -> list[Passage]:
    """The part as paragraphs to read: its heading is number 0."""
    texts = (" ".join(sentence.text for sentence in paragraph) for paragraph in part.paragraphs)
    return [Passage(number, text) for number, text in enumerate((part.heading, *texts))]


def _spans(paragraph: Iterable[Sentence]) -> dict[str, tuple[int, int]]:
    """Where each sentence begins and ends in its paragraph, by its key."""
    found, begin = {}, 0
    for sentence in paragraph:
        found[sentence.key] = (begin, begin + len(sentence.text))
        begin += len(sentence.text) + 1
    return found


def _moved(sentence: Sentence, ledger: Ledger) -> Fault:
    """What has moved behind a text since it was written."""
    then = dict(sentence.printed)
    now = printed_behind(then, ledger)
    moved = [address for address in then if then[address] != now[address]]
    if moved:
        reason = " ".join(_told(address, then[address], now[address], ledger) for address in moved)
    elif sentence.written_to:
        reason = f"Sætningen er skrevet til tallene i udgivelse {sentence.written_to}."
    else:
        reason = "Programmets egen sætning bygger på andre tal nu."
    return Fault(1, 0, len(sentence.text), sentence.text, MOVED, reason, LOOK_AGAIN, tuple(moved))


def _told(address: str, then: str, now: str, ledger: Ledger) -> str:
    (measure, row), end = address.rpartition("/")[0].split("/", 1), address.rpartition("/")[2]
    entry = ledger.at(measure, row, end)
    period = entry.label if entry else danish.day(date.fromisoformat(end))
    where = f"{BY_KEY[measure].title}, {Wording(ledger).names.get(row, row)}, {period}"
    return f"{where}: var {then or 'skjult'}, {'er nu ' + now if now else 'vises ikke længere'}."
