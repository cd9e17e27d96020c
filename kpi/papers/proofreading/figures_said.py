"""Where a text says a figure: percent, procentpoint, hours, a count, one of another, or a fraction in words."""

import re
from collections.abc import Iterable
from decimal import Decimal

from kpi.papers.proofreading.mention import Mention

UNIT = r"(?P<unit>%-?point|procent-?point|pct\.?-?point|%|procent|pct\.?|timer?)?"
NUMBER = re.compile(
    rf"(?<![\w,.\-–/])(?P<number>\d{{1,3}}(?:\.\d{{3}})+|\d+(?:,\d+)?)(?![\d/])\s*{UNIT}(?![\wæøå])", re.I
)
MASKED = re.compile(
    r"\btabel(?:len|ler(?:ne)?)? ?\d(?: (?:og|til) \d)?|(?:\bbilag|\bnote|\bpunkt|§|\bparagraf) ?\d+"
    r"|\bdel \d+ af \d+|\bgrænse\w* på [\d,]+ ?(?:%|procent|timer)?|\b37 timer\b|\b95 ?%"
    r"|\b\d+ (?:måned\w*|mdr\.?|dage?|år|tal|sammenligninger|pejlemærker)\b|\b\d+\)\s|\b\d+/\d+\b"
    r"|\b(?:mindst|mindre end|færre end|under) \d+ (?:timer|personer|ansatte|fratrådte)\b",
    re.I,
)
PEOPLE = (
    r"(?:fastansatte|fratrådte|fratrædelser|ansatte|medarbejdere|personer|jobannoncer|stillingsannoncer|annoncer|opslag"
    r"|stillinger|stillingsopslag)"
)
MANY = r"\d{1,3}(?:\.\d{3})+|\d{1,4}"
OF = re.compile(
    rf"(?<![\w,.])(?<!\bdel )(?P<part>{MANY}) (?:(?:[a-zæøå-]+ ){{0,5}}?ud )?af (?:de )?(?:i alt )?"
    rf"(?P<whole>{MANY})(?![\d,]|\.\d)",
    re.I,
)
COUNT = re.compile(rf"(?<![\w,.])(?P<count>\d{{1,3}}(?:\.\d{{3}})*) (?:publicerede |af dem )?{PEOPLE}\b", re.I)
COUNTS = re.compile(
    r"\bantal\w*\b[^.;:]{0,80}?\bfra (?P<low>\d{1,3}(?:\.?\d{3})?)\b(?![,%])(?P<between>[^,;:%]{0,60}?)"
    r" til (?P<high>\d{1,3}(?:\.?\d{3})?)\b(?![,%])",
    re.I,
)
WORDS = enumerate("en to tre fire fem seks syv otte ni ti elleve tolv".split(), 1)
PART = re.compile(
    r"\b(?:heraf (?:fratrådte |var |er )?|(?:antal|antallet af) (?:fratrådte|jobannoncer)(?: fastansatte)? (?:var|er) )"
    r"(?P<count>\d{1,3}(?:\.\d{3})*)(?![\d,]| ?%| procent)",
    re.I,
)
SMALL = {word: place for place, word in WORDS} | {"ét": 1, "én": 1}
PARTS = {"halvdel": 2, "tredjedel": 3, "fjerdedel": 4, "femtedel": 5, "sjettedel": 6, "tiendedel": 10}
EVERY = {"anden": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sjette": 6, "tiende": 10}
EVERY |= {f"{part}.": part for part in (3, 4, 5, 6, 10)}
WORD = "|".join(SMALL)
ABOVE = (
    "lidt mere end",
    "lidt mere en",
    "lidt over",
    "lige over",
    "godt og vel",
    "godt",
    "mere end",
    "flere end",
    "over",
)
BELOW = (
    "lidt under",
    "lige under",
    "lidt mindre end",
    "knapt",
    "knap",
    "næsten",
    "tæt på",
    "mindre end",
    "færre end",
    "under",
)
AROUND = ("omkring", "cirka", "ca.", "omtrent", "rundt regnet")
ABOUT = rf"(?P<about>{'|'.join(map(re.escape, (*ABOVE, *BELOW, *AROUND)))})"
FRACTION = re.compile(
    rf"(?:\b{ABOUT} )?\b(?:(?P<half>halvdelen)|hver (?P<every>{'|'.join(map(re.escape, EVERY))})(?![\wæøå])"
    rf"|(?P<some>{WORD}) (?:ud )?af (?P<all>{WORD})\b(?! (?:faggrupper|grupper|områder|tal))"
    rf"|(?P<many>{WORD}) (?P<part>{'|'.join(PARTS)})e?(?! (?:procentpoint|time)))",
    re.I,
)
BY_WAY_OF = re.compile(r"\bfra [\d,]+ ?(?:%|pct\.|procent|timer)? over $", re.I)
"""Fra 38,4 % over 42,1 % til 46,2 %: the second is no bound."""
ROUND = re.compile(rf"\b{ABOUT}\s*$", re.I)


def figures_in(text: str, taken: Iterable[Mention]) -> tuple[Mention, ...]:
    """Every figure of the text that a table could tell, in its order; `taken` are words that are no figures."""
    blocked = [(one.start, one.end) for one in taken] + [hit.span() for hit in MASKED.finditer(text)]
    found: list[Mention] = []
    for mention in (*_fractions(text), *_of_each_other(text), *_counts(text), *_numbers(text)):
        spans = [*blocked, *((one.start, one.end) for one in found)]
        if mention.kind in ("fraction", "of") or not any(
            mention.start < end and start < mention.end for start, end in spans
        ):
            found.append(mention)
    found.sort(key=lambda one: one.start)
    return _with_shared_units(text, found)


def _fractions(text: str) -> Iterable[Mention]:
    for hit in FRACTION.finditer(text):
        about = _side((hit["about"] or "").lower())
        yield Mention(hit.start(), hit.end(), hit[0], (), "fraction", _share(hit), "%", 0, about)


def _share(hit: re.Match) -> Decimal:
    if hit["half"]:
        return Decimal(50)
    if hit["every"]:
        return Decimal(100) / EVERY[hit["every"].lower()]
    if hit["some"]:
        return Decimal(100) * SMALL[hit["some"].lower()] / SMALL[hit["all"].lower()]
    return Decimal(100) * SMALL[hit["many"].lower()] / PARTS[hit["part"].lower()]


def _side(about: str) -> str:
    return "above" if about in ABOVE else "below" if about in BELOW else "near" if about else ""


def _of_each_other(text: str) -> Iterable[Mention]:
    for hit in OF.finditer(text):
        counts = tuple(hit[name].replace(".", "") for name in ("part", "whole"))
        yield Mention(hit.start(), hit.end(), hit[0], counts, "of")


def _counts(text: str) -> Iterable[Mention]:
    for hit in PART.finditer(text):
        value = Decimal(hit["count"].replace(".", ""))
        yield Mention(hit.start("count"), hit.end("count"), hit["count"], (), "count", value)
    for hit in COUNTS.finditer(text):
        for name in ("low", "high"):
            value = Decimal(hit[name].replace(".", ""))
            yield Mention(hit.start(name), hit.end(name), hit[name], (), "count", value)
    for hit in COUNT.finditer(text):
        value, about = Decimal(hit["count"].replace(".", "")), ROUND.search(text[: hit.start()])
        side = _side(about["about"].lower()) if about else ""
        yield Mention(hit.start(), hit.end("count"), hit["count"], (), "count", value, about=side)


def _numbers(text: str) -> Iterable[Mention]:
    for hit in NUMBER.finditer(text):
        said = hit["number"]
        value, decimals = Decimal(said.replace(".", "").replace(",", ".")), len(said.partition(",")[2])
        end = hit.end() if hit["unit"] else hit.end("number")
        about = ROUND.search(text[: hit.start()])
        side = _side(about["about"].lower()) if about and not BY_WAY_OF.search(text[: hit.start()]) else ""
        yield Mention(
            hit.start(), end, text[hit.start() : end], (), "number", value, _unit(hit["unit"]), decimals, side
        )


def _unit(said: str | None) -> str:
    told = (said or "").lower()
    return "procentpoint" if "point" in told else "%" if told[:1] in ("%", "p") else "timer" if told else ""


def _with_shared_units(text: str, found: list[Mention]) -> tuple[Mention, ...]:
    """The figures, where one without a unit takes its neighbour's (fra 16,7 til 17,0 %; 36,2 timer mod 35,9)."""
    told = []
    for place, one in enumerate(found):
        if one.kind == "number" and not one.unit:
            after = found[place + 1] if place + 1 < len(found) else None
            before = told[-1] if told else None
            if (
                after
                and after.unit
                and re.fullmatch(r",? ?(?:til|og|eller|mod|hhv\.|henholdsvis|[-–])? ?", text[one.end : after.start])
            ):
                one = _with_unit(one, after.unit)
            elif before and before.unit in ("%", "timer") and before.kind == "number" and one.decimals:
                one = _with_unit(one, before.unit)
        told.append(one)
    return tuple(one for one in told if one.kind != "number" or one.unit or one.decimals)


def _with_unit(one: Mention, unit: str) -> Mention:
    return Mention(one.start, one.end, one.words, one.keys, one.kind, one.value, unit, one.decimals, one.about)
