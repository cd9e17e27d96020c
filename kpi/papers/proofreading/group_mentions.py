"""Where a text names a row of the tables: a staff group, the leaders, the whole municipality, an area."""

import re

from kpi.papers.proofreading.mention import Mention
from kpi.papers.sentences import group_words
from kpi.papers.sentences.ledger import TOTAL_ADVERTS, Ledger

WHOLE = (
    r"(?:[Kk]ommunens?|HTK)(?: som helhed| i alt| samlet(?: set)?)?(?! kommunale)|[Hh]ele kommunen"
    r"|(?:[A-ZÆØÅ][\wæøå-]+ )+Kommunes?\b|[Mm]edarbejderne som helhed|(?:[Aa]lle|[Ss]amtlige) ansatte(?: under ét)?"
)
ALSO = (
    (r"^social- og sundhedsassistent", r"(?:so[cs]u|ssa)[- ]?assistent\w*"),
    (r"^social- og sundhedshjælper", r"(?:so[cs]u)[- ]?hjælper\w*|(?<=og )-hjælper\w*"),
    (r"^pædagogmedhjælper", r"(?<![a-zæøå])medhjælper(?:e|ne|nes)?\b"),
    (r"^ikke-uddannet", r"ikke[- ]uddanne(?:t|de)(?:\s+(?:social-? og sundheds|sosu-?)?(?:personale\w*|ansatte))?"
     r"|uden uddannelse"),
)  # fmt: skip
"""Other names that job titles go by, for the group whose own name begins so."""
ENDINGS = {"ere": "er(?:e|es|ne|nes|en|ens|s)?", "er": "(?:e|er|ers|erne|ernes|en|ens)", "": "s|t|ts|et|ets"}
"""The endings that a job title's plural gives way to: lærere, lærerne, læreren; pædagoger, pædagogerne, pædagog."""


class GroupNames:
    """The names of a publication's rows, ready to be found in a text."""

    def __init__(self, ledger: Ledger) -> None:
        """Takes the ledger whose publication has the rows."""
        names = group_words.in_a_sentence(ledger.publication)
        people = [group for group in ledger.publication.groups if group.covers == "stillinger"]
        told = [(ledger.total, rf"{WHOLE}|{re.escape(names[ledger.total])}")]
        told += [
            (group.key, r"\bleder(?:e|es|ne|nes)\b") for group in ledger.publication.groups if group.covers == "ledere"
        ]
        told += [(group.key, _pattern(names[group.key], group.name)) for group in people]
        self.people = [(key, re.compile(pattern, 0 if key == ledger.total else re.IGNORECASE)) for key, pattern in told]
        areas = [(area, _area_pattern(area)) for area in ledger.publication.areas]
        areas += [(TOTAL_ADVERTS, r"(?:^|\b)(?:i alt|samlet(?: set)?|alle områder|kommunen(?: som helhed| i alt)?)\b")]
        self.areas = [(key, re.compile(pattern, re.IGNORECASE)) for key, pattern in areas]

    def people_in(self, text: str) -> tuple[Mention, ...]:
        """Where the text names a group of people, the longest name first where names overlap."""
        return _found(self.people, text)

    def areas_in(self, text: str) -> tuple[Mention, ...]:
        """Where the text names an area of the job adverts, or all of them."""
        return _found(self.areas, text)


def _found(patterns: list[tuple[str, re.Pattern]], text: str) -> tuple[Mention, ...]:
    hits = [(hit, key) for key, pattern in patterns for hit in pattern.finditer(text) if hit[0]]
    hits.sort(key=lambda one: (one[0].start() - one[0].end(), one[0].start()))
    taken: list[Mention] = []
    for hit, key in hits:
        if not any(hit.start() < one.end and one.start < hit.end() for one in taken):
            taken.append(Mention(hit.start(), hit.end(), hit[0], (key,)))
    return tuple(sorted(taken, key=lambda one: one.start))


def _pattern(name: str, printed: str) -> str:
    """A staff group by its name in a sentence (any ending), by its printed name, and by what else it goes by."""
    plural = next((ending for ending in ENDINGS if ending and name.endswith(ending)), "")
    stem = re.escape(name.removesuffix(plural)).replace(r"social\-", r"social\-?")
    ways = [rf"(?<![\wæøå-]){stem}(?:{ENDINGS[plural]})?\b", re.escape(printed)]
    ways += [other for begins, other in ALSO if re.search(begins, name)]
    return "|".join(ways)


def _area_pattern(area: str) -> str:
    """An area by any of its parts; a single word goes by its stem."""
    ways = []
    for part in area.split("/"):
        stem = re.sub(r"(?:området|ene|erne|ne|en|et|re|er|e)$", "", part) if " " not in part else part
        ways.append(rf"\b{re.escape(stem)}(?!kommune)\w*")
    return "|".join(ways)
