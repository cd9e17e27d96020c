"""What Danes call the measures."""

import re
from collections.abc import Iterable

from kpi.papers.proofreading.mention import Mention

SHORT, WITHIN_YEAR = "left_within_3m", "left_within_12m"
BOTH = (SHORT, WITHIN_YEAR)
HOURS = ("weekly_hours",)
MONTHS = r"(?:måneder\w*|mdr\.?)"
WITHIN = (
    r"(?:inden\s?for|inden|efter|højst|under|mindre end|de første)\s+(?:de første\s+)?(?:hhv\.?\s+|henholdsvis\s+)?"
)
PATTERNS = (
    (rf"(?:{WITHIN})(?:3|tre)(?:\s+{MONTHS})?\s+(?:hhv\.|og|eller|henholdsvis)\s+(?:12|tolv)\s+{MONTHS}", BOTH),
    (rf"(?:{WITHIN})(?:3|tre)\s+{MONTHS}|0[-–]3 mdr\.?|(?:3|tre) måneders ansættelse", (SHORT,)),
    (rf"(?:{WITHIN})(?:12|tolv)\s+{MONTHS}|0[-–]12 mdr\.?|(?:12|tolv) måneders ansættelse", (WITHIN_YEAR,)),
    (r"(?:under|mindre end|højst) (?:et|ét|1) år\b|(?:et|ét) års ansættelse", (WITHIN_YEAR,)),
    (r"inden\s?for (?:et|det første) år\b|(?:det|deres) første ansættelsesår", (WITHIN_YEAR,)),
    (r"kort(?:e|varige)? ansættelse\w*", BOTH),
    (r"personale(?:omsætning|gennemstrømning)\w*|medarbejderomsætning\w*|\bomsætning(?:en)?\b", ("turnover",)),
    (r"udskiftning\w*|\bskift(?:er|ede|et) job\b|\bforl(?:ader|od|adt) (?:kommunen|deres|sin)\b", ("turnover",)),
    (r"(?:på )?fuld\s?tid\w*|37 timer(?: om ugen| pr\.? uge)?", ("full_time_share",)),
    (r"arbejdstid\w*|(?:beskæftigelses|ansættelses)grad\w*|timer (?:pr\.? uge\w*|om ugen)|ugentlige? time\w*", HOURS),
    (r"\w*annonce\w*|stillingsopslag\w*|\bopslag(?:ene)?\b", ("adverts_without_hire",)),
)  # fmt: skip
COMPILED = tuple((re.compile(pattern, re.IGNORECASE), keys) for pattern, keys in PATTERNS)
OF_TABLES = {1: ("adverts_without_hire",), 2: ("turnover",), 3: BOTH, 4: ("full_time_share",), 5: ("weekly_hours",)}
TABLE = re.compile(r"\btabel(?:len)? ?(\d)\b", re.IGNORECASE)


def measures_in(text: str) -> tuple[Mention, ...]:
    """Where the text names a measure, in its order; `korte ansættelser` names both within 3 and within 12 months."""
    found: list[Mention] = []
    for pattern, keys in COMPILED:
        for hit in pattern.finditer(text):
            if not any(hit.start() < one.end and one.start < hit.end() for one in found):
                found.append(Mention(hit.start(), hit.end(), hit[0], keys))
    return tuple(sorted(found, key=lambda one: one.start))


def keys_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The keys that the mentions name, each once, in order."""
    return tuple(dict.fromkeys(key for one in mentions for key in one.keys))
