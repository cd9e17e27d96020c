"""A cell or a status -> why somebody left, as one of few words; what is written there goes no further than here."""

import re

from kpi.definitions.populations import REASONS, UNTOLD
from kpi.extracts.cells.refusals import Refused
from kpi.extracts.sheets import Cells

OTHER = REASONS.index("andet")
WORDS = (
    ("død", r"\bdød|dødsfald"),
    ("pension", r"pension|efterløn|aldersgrænse"),
    ("udløb", r"udløb|tidsbegræns|tidsbestemt|vikariat|åremål"),
    ("egen opsigelse", r"\begen (opsig|anmod|begær)|eget (ønske|initiativ)|selv (sagt|opsagt)|(?<!u)ansøgt"),
    ("egen opsigelse", r"(af|fra) medarbejder|medarbejder(en)?s? (har )?(opsig|opsagt|sagt)|^egen$"),
    ("afsked", r"afsked|bortvis|arbejdsgiver|(af|fra) kommunen|fyret|^opsagt$|nedlagt"),
    ("andet", r"^anden?t?\b|^andre|øvrig|overgået|overdrag|virksomhedsover"),
)
"""What the words of a source mean, the first that fits: a reason of `REASONS`, and a pattern of the folded text."""
SAYS_NOTHING = re.compile(r"[-.?0]*|uoplyst|ukendt|ikke oplyst|ingen")
BY_STATUS = {"7": REASONS.index("død"), "9": REASONS.index("pension")}
"""Silkeborg Data's statuses that tell why: 7 is dead (or emigrated), 9 is pensioned, 8 only that the person left."""
_PATTERNS = [(REASONS.index(reason), re.compile(pattern)) for reason, pattern in WORDS]


def reason(cells: Cells, value: object, text: str) -> int | Refused:
    """The place of the reason in `REASONS`, -1 where none is given; a warning, and `OTHER`, where no word is known."""
    told = " ".join(re.split(r"[\W_]+", text.casefold())).strip()
    if SAYS_NOTHING.fullmatch(text.casefold()) or SAYS_NOTHING.fullmatch(told):
        return UNTOLD
    known = next((place for place, pattern in _PATTERNS if pattern.search(told)), None)
    if known is not None:
        return known
    wrong = f"{cells.header} har koder eller ord, som programmet ikke kender. De regnes som «andet» og gemmes ikke."
    mend = "Skriv Egen opsigelse, Afsked, Pension, Udløb, Død eller Andet."
    return Refused("ukendt_aarsag", "årsag", f"{wrong} {mend}", OTHER)
