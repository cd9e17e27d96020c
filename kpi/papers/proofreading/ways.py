"""Where a text says which way something went, and how sure it is."""

import re

from kpi.papers.proofreading.mention import Mention

UP = (
    r"steg(?:et|e)?|stige[rt]?|stigning(?:en|er|erne)?|stigende|højere|forøge[ts]?|øge(?:t|s|de|r)|vokse[trd]?\w*"
    r"|større (?:andel|del)|tiltaget|fremgang|gået (?:en smule |lidt )?(?:op|frem)|over niveauet|ligger over|voksende"
    r"|over(?= (?:hele )?(?:kommunen|HTK))"
)
DOWN = (
    r"fald(?:et|er|ende|ene)?|faldt|falde|lavere|reduceret|mindske[ts]|mindre (?:andel|del)|dalet|aftaget|tilbagegang"
    r"|gået (?:en smule |lidt )?(?:ned|tilbage)|under niveauet|ligger under"
    r"|under(?= (?:hele )?(?:kommunen|HTK))"
)
LONG, SHORT = r"længere", r"kortere"
FLAT = r"(?<!næsten )(?<!stort set )(?<!nogenlunde )(?<!omtrent )(?<!så godt som )uændre(?:t|de)"
SAID = re.compile(rf"\b(?:(?P<up>{UP}|{LONG})|(?P<down>{DOWN}|{SHORT})|(?P<flat>{FLAT}))(?![\wæøå])", re.I)
DENIED = re.compile(
    r"(?:\bhverken\b[^.;:]*$|\b(?:ikke(?!-| uddanne)|ingen|hverken|uden(?! ansættelse)|aldrig|næppe)\b|, om\b)"
    r"(?:\s+[\wæøå-]+){0,5}\s*$",
    re.I,
)
NOT_SAID = re.compile(
    r"\b(?:hvis(?! (?:man|vi))|såfremt|målet|mål om|(?<!mod )forvent\w*|ønske\w*|bør|foreslå\w*|ville|måtte"
    r"|lavere er bedre|højere er bedre)\b",
    re.I,
)
GOAL = re.compile(r"\b(?:målet|mål om|målsætning\w*|(?<!mod )forvent\w*|ønske\w*|foreslå\w*|budget\w*)\b", re.I)
HEDGED = re.compile(r"\b(?:generelt|overordnet(?: set)?|tendens\w*|samlet set|typisk|i retning af)\b", re.I)
CLEAR = re.compile(r"\b(?:tydelig\w*|markant\w*|signifikant\w*|statistisk sikker\w*|kraftig\w*)\b", re.I)
NORMAL = re.compile(r"normal(?:e)? variation|normale udsving|tilfældige udsving", re.I)


def ways_in(text: str) -> tuple[Mention, ...]:
    """Where the text says steget, faldet or uændret (or the like) without denying it; none in a wish or a condition."""
    if NOT_SAID.search(text):
        return ()
    found = []
    for hit in SAID.finditer(text):
        if not DENIED.search(text[: hit.start()]) and not re.match(r"\s+er bedre", text[hit.end() :]):
            found.append(Mention(hit.start(), hit.end(), hit[0], (hit.lastgroup,), "way"))
    return tuple(found)
