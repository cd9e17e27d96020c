"""The sentences of the paper as the page shows them: with HR's choices, and with the figures that each rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import quote

from kpi.definitions.indicators import BY_KEY
from kpi.papers.document import Sentence
from kpi.papers.paper import BY_NUMBER
from kpi.papers.paper_tables import tables_of
from kpi.papers.read_through import Found
from kpi.papers.recipients import Recipient
from kpi.papers.sentences.edits import Choice, Own, chosen, with_choices
from kpi.papers.sentences.ledger import TOTAL_ADVERTS, Entry
from kpi.papers.sentences.places import at_place
from kpi.papers.texts import places_of
from layouts import gate
from layouts.address import last
from layouts.frame.shell import View
from layouts.reading import Reading

ALL_ROWS = "alle områder"


@dataclass(frozen=True)
class Behind:
    """The figures of one row behind a sentence: what the row is, and each figure's period, text and link."""

    row: str
    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Shown:
    """A sentence on the page: `number` counts them, `id` is its place in the address, `off` says HR left it out.

    `found` is what the proof-reader has to say of it where HR wrote it.
    """

    number: int
    key: str
    text: str
    off: bool
    edited: bool
    own: bool
    cells: tuple[str, ...]
    behind: tuple[Behind, ...]
    found: tuple[Found, ...]

    @property
    def id(self) -> str:
        """The id of the sentence on the page."""
        return sentence_id(self.key)


def sentence_id(key: str) -> str:
    """The id of a sentence on the page, from its key."""
    return "saetning-" + key.replace("/", "-")


def kept(view: View) -> dict[str, str]:
    """What the address of the page asks for besides publication and audience."""
    return {name: last(view.asked.get(name)) for name in ("modtager", "pile", "bag")}


def cell_id(address: str) -> str:
    """The id of a figure on the page, from its address."""
    return "celle-" + "-".join(address.replace("/", " ").split())


def choices(reading: Reading) -> tuple[dict[str, Choice], tuple[Own, ...]]:
    """What HR has chosen of the sentences that the audience reads."""
    return chosen(gate.journal().wording(), reading.audience.key)


def told(reading: Reading) -> tuple[Sentence, ...]:
    """The sentences as HR wants them; those that HR left out stand among them, as the choice has them."""
    choice, own = choices(reading)
    kept = {key: replace(one, off=False) for key, one in choice.items() if one.text}
    return with_choices(reading.sentences(), kept, own, reading.ledger())


def shown(view: View, recipient: Recipient, found: Iterable[Found], with_left_out: bool) -> tuple[Shown, ...]:
    """The sentences of the recipient's paper in its order; those that HR left out only where they are asked for."""
    choice, own = choices(view.reading)
    off, own_keys = {key for key, one in choice.items() if one.off}, {one.key for one in own}
    entries = {one.address: one for one in view.reading.ledger().entries.values()}
    by_key: dict[str, list[Found]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one)
    every = told(view.reading)
    those = [one for place in places_of(recipient) for one in at_place(every, place)]
    return tuple(
        Shown(
            number,
            one.key,
            one.text,
            one.key in off,
            one.edited,
            one.key in own_keys,
            one.cells,
            behind(view, one.cells, entries),
            tuple(by_key.get(one.key, ())),
        )
        for number, one in enumerate((one for one in those if with_left_out or one.key not in off), 1)
    )


def behind(view: View, cells: tuple[str, ...], entries: Mapping[str, Entry]) -> tuple[Behind, ...]:
    """The figures behind a sentence, a row of a table at a time; one that is not printed now is left out."""
    found = [entries[cell] for cell in cells if cell in entries]
    rows = groupby(found, key=lambda one: (one.measure, one.group))
    return tuple(
        Behind(_row(view, measure, group), tuple(_figure(view, one) for one in those))
        for (measure, group), those in rows
    )


def numbers_at(sentences: tuple[Shown, ...]) -> dict[str, str]:
    """By a figure's address, the numbers of the sentences that rest on it, parted by blanks."""
    found: dict[str, list[str]] = {}
    for one in sentences:
        for cell in one.cells:
            found.setdefault(cell, []).append(str(one.number))
    return {cell: " ".join(numbers) for cell, numbers in found.items()}


def _row(view: View, measure: str, group: str) -> str:
    indicator, names = BY_KEY[measure], view.publication.group_names
    of_all_adverts = group == TOTAL_ADVERTS and not indicator.about_people
    name = ALL_ROWS if of_all_adverts else names.get(group, group)
    several = len(BY_NUMBER[indicator.table].indicators) > 1
    which = f", {indicator.short_title[:1].lower()}{indicator.short_title[1:]}" if several else ""
    return f"Tabel {indicator.table}{which}, {name}"


def _figure(view: View, entry: Entry) -> tuple[str, str, str]:
    """The period, the figure and the way to it: in the table on this page, else on the page of its measure, if any."""
    indicator = BY_KEY[entry.measure]
    paper = BY_NUMBER[indicator.table]
    drawn = view.reading.told_of(tables_of, paper, kept(view)["pile"] == "2022")
    in_table = {cell.address for table in drawn for row in table.rows for cell in row.cells}
    if entry.address in in_table:
        return entry.label, entry.text, f"{view.to('/sag', **kept(view))}#{quote(cell_id(entry.address))}"
    return entry.label, entry.text, view.to(f"/noegletal/{paper.key}") if indicator.printed else ""
