"""What only the whole text shows: two words for one thing, a title against its rows, causes, and colour alone."""

import re
from collections.abc import Iterable

from kpi.definitions.indicators import BY_KEY
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.lines import Line
from kpi.papers.proofreading.measure_names import keys_of
from kpi.papers.proofreading.reading import Reading, fault_in

SYNONYMS = (
    ("ansættelsesgrad", "beskæftigelsesgrad", "beskæftigelsesbrøk", "ansættelsesbrøk"),
    ("personaleomsætning", "personalegennemstrømning", "medarbejderomsætning"),
    ("jobannonce", "stillingsannonce", "stillingsopslag"),
)
"""Words for one thing: a text should choose one of each."""
STRONG = r"forklaring\w*|forklare[rst]?|skyldes|skyldtes|på grund af|som følge af|forårsag\w*|årsagen\w*"
CAUSE = re.compile(rf"\b(?:{STRONG}|fordi|derfor er|hvilket hænger sammen med)\b", re.I)
ONLY_CAUSE = re.compile(rf"\b(?:{STRONG})\b", re.I)
LEFT = re.compile(
    r"\b(?:(?:holdt|holder|hørt|hører) op|stopp(?:et|ede|er)|fratr[åæ]d\w*|(?:sagt|siger|sagde) op|forlad\w+|forlod"
    r"|søg(?:t|er|te) (?:væk|andet)|rejst|rejser)\b",
    re.I,
)
"""What a sentence says of those who have left."""
OPEN = re.compile(r"\b(?:om|hvorvidt|hvis|måske|mulig\w*|formentlig|undersøg\w*|spørg\w*|hvad|hvorfor)\b", re.I)
"""What leaves open whether it is so."""
DENIED = re.compile(r"\b(?:ikke(?!-)|ingen|hverken|uden(?! ansættelse))\b", re.I)
ARROW = re.compile("[↑↓↔▲▼●■]")
WORDS_OF_WORTH = re.compile(r"forbedr|forværr|bedre|værre|dårlig", re.I)


def two_words(lines: tuple[Line, ...]) -> Iterable[Fault]:
    """The first place where a second word is used for a thing that already has one."""
    for words in SYNONYMS:
        found = [
            (place, hit.start(), line, hit)
            for place, line in enumerate(lines)
            for word in words
            for hit in re.finditer(rf"\b{word}\w*", line.text, re.I)
        ]
        found.sort(key=lambda one: one[:2])
        used = [next(word for word in words if one[3][0].lower().startswith(word)) for one in found]
        other = next((one for one, word in zip(found, used, strict=True) if word != used[0]), None)
        if other:
            _, start, line, hit = other
            second = next(word for word in words if hit[0].lower().startswith(word))
            reason = f"Teksten bruger både {used[0]} og {second} om det samme."
            proposal = f"Vælg ét ord, f.eks. {used[0]}, og brug det hele vejen."
            yield Fault(line.number, start, hit.end(), hit[0], "to_ord_for_det_samme", reason, proposal)


def titles_against_rows(lines: tuple[Line, ...]) -> Iterable[Fault]:
    """A table's title that says med ansættelse where its rows (or the publication's table) say uden."""
    for line in lines:
        hit = re.search(r"\bmed ansættelse\w*", line.text, re.I)
        if line.kind != "caption" or not hit:
            continue
        rows = [other.text for other in lines if other.kind == "row" and other.table == line.table]
        says_without = any("uden ansættelse" in row.lower() for row in rows) or (not rows and line.table == 1)
        if says_without and not any("med ansættelse" in row.lower() for row in rows):
            reason = "Titlen siger med ansættelse, men rækkerne viser annoncer uden ansættelse."
            yield Fault(
                line.number, hit.start(), hit.end(), hit[0], "titel_og_raekker", reason, "Skriv uden ansættelse."
            )


def check_causes(reading: Reading) -> Iterable[Fault]:
    """A change of a measure explained: by a table about other people, or by anything, as no reasons are registered."""
    hit = CAUSE.search(reading.text)
    if not hit or DENIED.search(reading.text[: hit.start()]):
        return
    if not reading.ways:
        yield from _why_they_left(reading)
        return
    own = keys_of(reading.measures)
    populations = {BY_KEY[key].population.key for key in own if BY_KEY[key].population}
    if len(populations) > 1:
        reason = "De to tabeller omfatter ikke de samme personer, så den ene kan ikke forklare den anden."
        proposal = "Beskriv de to udviklinger hver for sig."
        yield fault_in(reading, hit.start(), hit.end(), "forskellige_populationer", reason, proposal)
    elif reading.about and (ONLY_CAUSE.search(reading.text) or _gives_a_reason(reading, hit)):
        reason = "Data viser ikke årsager: det er ikke registreret, hvorfor tallene har ændret sig."
        yield fault_in(reading, hit.start(), hit.end(), "aarsag", reason, "Skriv kun, hvad tallene viser.")


def _why_they_left(reading: Reading) -> Iterable[Fault]:
    """A fault where people are said to have left for a reason: holdt op på grund af lønnen."""
    hit = ONLY_CAUSE.search(reading.text)
    if hit and LEFT.search(reading.text) and not OPEN.search(reading.text[: hit.start()]):
        reason = "Data viser ikke årsager: det er ikke registreret, hvorfor de ansatte er fratrådt."
        yield fault_in(reading, hit.start(), hit.end(), "aarsag", reason, "Skriv kun, hvad tallene viser.")


def _gives_a_reason(reading: Reading, hit: re.Match) -> bool:
    """Whether the words are of why something went its way: steget, fordi lønnen er for lav."""
    return hit[0].casefold() == "fordi" and any(way.start < hit.start() for way in reading.ways)


def colour_only(lines: tuple[Line, ...]) -> Iterable[Fault]:
    """The first arrow of a Word file that tells good from bad by its colour alone."""
    coloured = [
        (line, run)
        for line in lines
        for run in line.runs
        if run.colour and ARROW.search(run.text) and not WORDS_OF_WORTH.search(line.text)
    ]
    if len({run.colour for _, run in coloured}) > 1:
        line, run = coloured[0]
        start = max(line.text.find(run.text.strip()), 0)
        reason = "Farven alene viser, hvad der er godt og skidt; den kan ikke ses af alle eller på sort-hvidt papir."
        proposal = "Skriv ordet ved pilen: forbedret eller forværret."
        words = run.text.strip()
        yield Fault(line.number, start, start + len(words), words, "kun_farve", reason, proposal)
