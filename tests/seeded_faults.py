"""True sentences made false, each in one known way: what the proof-reader has to find.

A rule takes a sentence and gives the false ones that it can make of it. What a rule expects are the kinds of fault
that tell of it: a wrong figure in a change, for example, is both a wrong figure and a wrong difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

WRONG_FIGURE = {"tal_ikke_i_tabellerne", "forkert_forskel", "forkert_afrunding", "godt_og_knap", "forkert_maengde"}
WRONG_WAY = {"forkert_retning", "alle_med_undtagelse", "forkert_maengde", "forkert_forskel", "pile"}
SWAPS = {
    "steget": "faldet", "steg": "faldt", "højere": "lavere", "længere": "kortere", "stigning": "fald",
    "over niveauet": "under niveauet", "vokset": "faldet", "tilbage": "frem",
}  # fmt: skip
SWAPS |= {new: old for old, new in SWAPS.items() if old != "vokset"}
GROUPS = (
    "lærere", "pædagoger", "pædagogiske assistenter", "pædagogmedhjælpere", "social- og sundhedsassistenter",
    "social- og sundhedshjælpere", "ikke-uddannet social- og sundhedspersonale", "sygeplejersker",
)  # fmt: skip
FRACTIONS = {
    "hver femte": "hver tredje", "hver tredje": "hver femte", "to ud af fem": "tre ud af fem",
    "halvdelen": "to tredjedele", "to ud af tre": "halvdelen", "en tredjedel": "halvdelen",
}  # fmt: skip


NOT_BOUNDED = "(?<!Under )(?<!Over )(?<!end )(?:" + "|".join(FRACTIONS) + ")"
"""A fraction that is told as it is: of less than a half, it is true to say less than two thirds."""


@dataclass(frozen=True)
class Seeded:
    """A false sentence: the true one, what was done to it, and the kinds of fault that tell of it."""

    true: str
    false: str
    rule: str
    expected: frozenset[str]


def seeded(sentence: str, known: set[str]) -> Iterator[Seeded]:
    """Every false sentence that the rules make of a true one; `known` are printed figures, never put in by chance."""
    for name, (rule, expected) in RULES.items():
        for false in rule(sentence, known):
            if false != sentence:
                yield Seeded(sentence, false, name, frozenset(expected))


def _each(pattern: str, change: Callable[[re.Match], str]) -> Callable[[str, set[str]], Iterator[str]]:
    """A rule that changes one hit of the pattern at a time."""

    def rule(sentence: str, known: set[str]) -> Iterator[str]:
        for hit in re.finditer(pattern, sentence):
            yield sentence[: hit.start()] + change(hit) + sentence[hit.end() :]

    return rule


def _wrong_figures(sentence: str, known: set[str]) -> Iterator[str]:
    for hit in re.finditer(r"(\d+),(\d)(?= ?(?:%|procentpoint|timer|\)| til| mod))", sentence):
        for more in (7, 23):
            tenths = int(hit[1] + hit[2]) + more
            said = f"{tenths // 10},{tenths % 10}"
            if said not in known:
                yield sentence[: hit.start()] + said + sentence[hit.end() :]
                break


def _wrong_ways(sentence: str, known: set[str]) -> Iterator[str]:
    for hit in re.finditer(rf"\b(?:{'|'.join(map(re.escape, SWAPS))})\b", sentence):
        if "ikke sket" not in sentence:
            yield sentence[: hit.start()] + SWAPS[hit[0]] + sentence[hit.end() :]


def _other_groups(sentence: str, known: set[str]) -> Iterator[str]:
    """One group told by another's figure; the other is not named in the sentence already."""
    for hit in re.finditer(rf"\b({'|'.join(map(re.escape, GROUPS))}) \((?:fra )?\d", sentence):
        other = GROUPS[(GROUPS.index(hit[1]) + 3) % len(GROUPS)]
        if other not in sentence:
            yield sentence[: hit.start(1)] + other + sentence[hit.end(1) :]
    alone = [group for group in GROUPS if re.search(rf"(?<![\w-]){group}\b", sentence)]
    if len(alone) == 1 and re.search(r"\d,\d (?:%|timer)", sentence) and "fald" in sentence + "fald":
        yield re.sub(rf"(?<![\w-]){alone[0]}\b", GROUPS[(GROUPS.index(alone[0]) + 2) % len(GROUPS)], sentence)


def _other_periods(sentence: str, known: set[str]) -> Iterator[str]:
    other = {"2020": "2021", "2021": "2020"}
    for hit in re.finditer(r"(?<=\d %) i (2020|2021)\b(?! mod)", sentence):
        yield sentence[: hit.start(1)] + other[hit[1]] + sentence[hit.end(1) :]


def _all(sentence: str, known: set[str]) -> Iterator[str]:
    hit = re.search(r",? undtagen (?:blandt|\w+:) .*?\)(?=[.;]|$| De)", sentence)
    if hit:
        yield sentence[: hit.start()] + sentence[hit.end() :]


def _one_exception_less(sentence: str, known: set[str]) -> Iterator[str]:
    hit = re.search(r"(undtagen (?:blandt|\w+:) )[^()]+\([^()]*\)(?:,| og) ", sentence)
    if hit:
        yield sentence[: hit.end(1)] + sentence[hit.end() :]


def _half(sentence: str, known: set[str]) -> Iterator[str]:
    if "personaleomsætning" in sentence.lower() and "inden for" not in sentence:
        said = re.sub(r"de tolv måneder til og med juni 2022", "første halvår af 2022", sentence)
        yield said


def _cause(sentence: str, known: set[str]) -> Iterator[str]:
    if "ikke " not in sentence and re.search(
        r"(?:personaleomsætning|andelen|arbejdstid).*(?:\bsteget|\bsteg|\bfaldt|\bfaldet)\b", sentence, re.I
    ):
        yield sentence.rstrip(".") + ", hvilket skyldes travlhed."


def _certain(sentence: str, known: set[str]) -> Iterator[str]:
    looks = r"ser (.*) (højere|lavere|længere|kortere) ud \((.*) mod (.*)\), men forskellen ligger inden for normal"
    hit = re.search(rf"{looks} variation", sentence)
    if hit:
        moved = "steget" if hit[2] in ("højere", "længere") else "faldet"
        yield f"{sentence[: hit.start()]}er {hit[1]} {moved} tydeligt, fra {hit[4]} til {hit[3]}{sentence[hit.end() :]}"


def _so_many(sentence: str, known: set[str]) -> Iterator[str]:
    words = "nul en to tre fire fem seks syv otte".split()
    hit = re.search(r"\bi (tre|fire|fem|seks) af (\w+) faggrupper", sentence)
    if hit:
        yield sentence[: hit.start(1)] + words[words.index(hit[1]) + 1] + sentence[hit.end(1) :]


RULES: dict[str, tuple[Callable[[str, set[str]], Iterator[str]], set[str]]] = {
    "% for procentpoint": (_each(r"(?<=\d) procentpoint", lambda hit: " %"), {"procent_for_procentpoint"}),
    "% for timers forskel": (
        _each(r"(?<=\d) timer(?= (?:kortere|længere))", lambda hit: " %"), {"procent_for_timer"}
    ),
    "% for timer": (_each(r"(?<=\d) timer(?= pr\. uge)", lambda hit: " %"), {"procent_for_timer"}),
    "forkert tal": (_wrong_figures, WRONG_FIGURE),
    "forkert retning": (_wrong_ways, WRONG_WAY),
    "anden gruppe": (_other_groups, WRONG_FIGURE | WRONG_WAY | {"forkert_superlativ"}),
    "andet år": (_other_periods, WRONG_FIGURE | WRONG_WAY),
    "godt for knap": (
        _each(r"\b[Gg]odt(?= (?:hver|to|tre|halv|en))", lambda hit: "knap"), {"godt_og_knap", "forkert_maengde"}
    ),
    "knap for godt": (
        _each(r"\b[Kk]nap(?= (?:hver|to|tre|halv|en))", lambda hit: "godt"), {"godt_og_knap", "forkert_maengde"}
    ),
    "alle uden undtagelse": (_all, {"alle_med_undtagelse"}),
    "en undtagelse glemt": (_one_exception_less, {"alle_med_undtagelse"}),
    "halvår for tolv måneder": (_half, {"tolv_maaneder_som_halvaar"}),
    "forkert brøk": (
        _each(NOT_BOUNDED, lambda hit: FRACTIONS[hit[0]]), {"godt_og_knap", "forkert_maengde"}
    ),
    "forkert antal": (_each(r"\b264\b", lambda hit: "246"), {"tal_ikke_i_tabellerne"}),
    "forkert af": (_each(r"\b23(?= (?:ud )?af 63)", lambda hit: "32"), {"tal_ikke_i_tabellerne", "forkert_afrunding"}),
    "forkert superlativ": (
        _each(r"\b(?:højest|lavest|højeste|laveste|største|størst|korteste)\b(?! og)", lambda hit: {
            "højest": "lavest", "lavest": "højest", "højeste": "laveste", "laveste": "højeste", "største": "mindste",
            "størst": "mindst", "korteste": "længste"}[hit[0]]), {"forkert_superlativ"},
    ),
    "årsag": (_cause, {"aarsag", "forskellige_populationer"}),
    "tydelig uden belæg": (_certain, {"ikke_tydelig"}),
    "forkert antal grupper": (_so_many, {"forkert_maengde"}),
    "overlap fortiet": (
        _each(r", men de to perioder har måneder til fælles", lambda hit: ""), {"overlappende_perioder"}
    ),
}  # fmt: skip


# --- tables: rows of text with tabs between the cells, as the proof-reader gets them


@dataclass(frozen=True)
class SeededTable:
    """A table made false: its lines, what was done to it, and where and as what it has to be found (line from 0)."""

    lines: tuple[str, ...]
    rule: str
    line: int
    kind: str


ONE_FIGURE = re.compile(r"^(\d+(?:,\d)?)(?=\D*$)")
HEADING = re.compile(r"\b20\d\d\b|Tabel")
TURNED = {"↑": "↓", "↓": "↑", "↔": "↑"}


def seeded_tables(lines: list[str]) -> Iterator[SeededTable]:
    """Every false table that the rules make of a true one, whose rows with figures are those of the publication."""
    for number, line in enumerate(lines):
        if HEADING.search(line):
            continue
        cells = line.split("\t")
        places = [place for place, cell in enumerate(cells) if place and ONE_FIGURE.match(cell)]
        for rule, kind, made in (*_one_cell(cells, places), *_two_cells(cells, places)):
            yield SeededTable((*lines[:number], "\t".join(made), *lines[number + 1 :]), rule, number, kind)
        below = lines[number + 1].split("\t") if number + 1 < len(lines) else []
        if places and len(below) == len(cells) and any(ONE_FIGURE.match(cell) for cell in below[1:]):
            swapped = ("\t".join([below[0], *cells[1:]]), "\t".join([cells[0], *below[1:]]))
            if _figures(cells) != _figures(below):
                false = (*lines[:number], *swapped, *lines[number + 2 :])
                yield SeededTable(false, "to rækker byttet", number, "tal_ikke_i_tabellerne")


def _one_cell(cells: list[str], places: list[int]) -> Iterator[tuple[str, str, list[str]]]:
    for place in places:
        figure = ONE_FIGURE.match(cells[place])[1]
        whole, _, tenth = figure.partition(",")
        wrong = f"{whole},{(int(tenth) + 1) % 10}" if tenth else str(int(whole) + 1)
        yield "et ciffer forkert", "tal_ikke_i_tabellerne", _with(cells, place, cells[place].replace(figure, wrong, 1))
        arrow = next((one for one in TURNED if one in cells[place]), "")
        if arrow:
            turned = re.sub(r"\b(steget|faldet|uændret)\b", "", cells[place]).replace(arrow, TURNED[arrow])
            yield "pilen vendt", "forkert_retning", _with(cells, place, turned)


def _two_cells(cells: list[str], places: list[int]) -> Iterator[tuple[str, str, list[str]]]:
    for first, second in pairwise(places):
        one, other = (ONE_FIGURE.match(cells[place])[1] for place in (first, second))
        if one != other:
            made = _with(cells, second, cells[second].replace(other, one, 1))
            yield "tallet fra kolonnen før", "tal_ikke_i_tabellerne", made


def _with(cells: list[str], place: int, text: str) -> list[str]:
    return [*cells[:place], text, *cells[place + 1 :]]


def _figures(cells: list[str]) -> list[str]:
    return [hit[1] for cell in cells[1:] if (hit := ONE_FIGURE.match(cell))]
