"""The sentences of the paper as the page shows them: with HR's choices, and with the figures that each rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from kpi.definitions.indicators import BY_KEY
from kpi.papers.document import Sentence
from kpi.papers.paper import ATTRACT, BY_NUMBER, PAPER_TABLES, RETAIN
from kpi.papers.paper_tables import tables_of
from kpi.papers.sentences.edits import Choice, Own, chosen, with_choices
from kpi.papers.sentences.ledger import TOTAL_ADVERTS, Entry
from layouts import gate
from layouts.address import last
from layouts.reading import Reading
from layouts.shell import View

AIM_PLACES = {ATTRACT: "pejlemaerke/tiltraekning", RETAIN: "pejlemaerke/fastholdelse"}
"""Where the sentences on an aim stand; those on a table stand at the table's key."""
_BY_AIM = (
    (place, words)
    for aim, papers in groupby(PAPER_TABLES, key=lambda one: one.aim)
    for place, words in (
        (AIM_PLACES[aim], f"pejlemærket «{aim}»"),
        *((f"tabel-{one.number}", f"tabel {one.number}") for one in papers),
    )
)
PLACES = {**dict(_BY_AIM), "retning": "den samlede retning", "forbehold": "forbeholdene"}
"""Every place where sentences stand, in words, in the order of the page."""
ALL_ROWS = "alle områder"


@dataclass(frozen=True)
class Behind:
    """The figures of one row behind a sentence: what the row is, and each figure's period, text and link."""

    row: str
    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Shown:
    """A sentence on the page: `number` counts them, `id` is its place in the address, `off` says HR left it out."""

    number: int
    key: str
    text: str
    off: bool
    edited: bool
    changed: bool
    own: bool
    cells: tuple[str, ...]
    behind: tuple[Behind, ...]

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
    kept = {key: Choice(text=one.text, printed=one.printed) for key, one in choice.items() if one.text}
    return with_choices(reading.sentences(), kept, own, reading.ledger())


def at_place(sentences: Iterable, place: str) -> list:
    """Those of one place, in order."""
    return [one for one in sentences if place_of(one.key) == place]


def place_of(key: str) -> str:
    """The place that a sentence stands at, from its key; the last where the page has no such place."""
    return next((place for place in PLACES if f"{key}/".startswith(f"{place}/")), list(PLACES)[-1])


def shown(view: View, with_left_out: bool) -> tuple[Shown, ...]:
    """Every sentence of the page with the figures behind it; those that HR left out only where they are asked for."""
    choice, own = choices(view.reading)
    off, own_keys = {key for key, one in choice.items() if one.off}, {one.key for one in own}
    entries = {one.address: one for one in view.reading.ledger().entries.values()}
    order = list(PLACES)
    found = [one for one in told(view.reading) if with_left_out or one.key not in off]
    found.sort(key=lambda one: order.index(place_of(one.key)))
    return tuple(
        Shown(
            number,
            one.key,
            one.text,
            one.key in off,
            one.edited,
            one.changed,
            one.key in own_keys,
            one.cells,
            behind(view, one.cells, entries),
        )
        for number, one in enumerate(found, 1)
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
    name = ALL_ROWS if group == TOTAL_ADVERTS else names.get(group, group)
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
