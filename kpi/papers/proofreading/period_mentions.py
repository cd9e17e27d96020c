"""Where a text names a period, and the last day that it ends on."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from kpi import danish
from kpi.definitions.periods import shifted
from kpi.papers.proofreading.mention import Mention
from kpi.papers.sentences.ledger import year_before

MONTH_NAMES = [*danish.MONTHS, *(month.rstrip(".").lower() for month in danish.SHORT_MONTHS), "sept"]
NAMES = "|".join(sorted(set(MONTH_NAMES), key=len, reverse=True))
MONTH = rf"(?P<month>{NAMES})\.?"
YEAR = r"(?P<year>20\d\d)"
TO = r" ?(?:[-–]|til(?: og med)?) ?"
SHORT_YEAR = r"\.? ?'?(?:20)?(?P<{}>\d\d)\b"
TWO = rf"(?P<first>{NAMES}){SHORT_YEAR.format('before')}{TO}(?P<second>{NAMES}){SHORT_YEAR.format('after')}"
ROLLING = (
    r"(?:de )?(?:seneste |sidste )?(?:tolv|12) måneder,? (?:der slutter |til og med |frem til |op til |indtil |til )"
    rf"(?:udgangen af |med )?(?:\d+\. )?{MONTH} {YEAR}"
)
LAST_YEAR = r"(?:sidste år|året før|i fjor|et år (?:før|tidligere))"
BEFORE = (
    r"(?:i )?(?:de )?(?:tolv|12) måneder (?:før|forinden|tidligere)|(?:for )?(?:et|ét) år (?:før|siden|tidligere)"
    r"|året (?:før|forinden)|sidste år|i fjor"
    rf"|(?:samme|første) (?:tid|tidspunkt|dato|dag|periode|halvår) {LAST_YEAR}"
)
YEARS = {"et": 1, "ét": 1, "to": 2, "tre": 3, "2": 2, "3": 3}
SOME_YEARS = r"(?P<years>[eé]t|to|tre|[23]) år"
DURING = rf"(?:på|over|gennem|løbet af) (?:de (?:seneste|sidste) )?{SOME_YEARS}\b(?! i træk)"
AGO = rf"(?:for )?{SOME_YEARS} (?:siden|før|forinden|tidligere)"
QUARTERS = {"første": 1, "andet": 2, "tredje": 3, "fjerde": 4}
HALF = (
    rf"(?:(?:første|1\.) (?:halvår|halvdel)(?: af| i)?(?: år)?|januar{TO}juni(?: år)?"
    r"|de første seks måneder (?:af|i)(?: år)?)"
)


def _of_month(hit: re.Match) -> str:
    place = MONTH_NAMES.index(hit["month"].lower())
    month = place % 12 + 1 if place < 24 else 9
    return _last_day(int(hit["year"]), month)


def _last_day(year: int, month: int) -> str:
    return f"{year}-{month:02}-{monthrange(year, month)[1]}"


def _of_day(hit: re.Match) -> str:
    month = MONTH_NAMES.index(hit["month"].lower()) % 12 + 1
    return f"{hit['year']}-{month:02}-{int(hit['day']):02}"


def _of_quarter(hit: re.Match) -> str:
    told = hit["quarter"].rstrip(".").lower()
    return _last_day(int(hit["year"]), 3 * (int(told) if told.isdigit() else QUARTERS[told]))


PATTERNS: tuple[tuple[str, str, Callable[[re.Match], str]], ...] = (
    ("span", TWO, lambda hit: ""),
    ("rolling", ROLLING, _of_month),
    ("rolling", rf"1\. (?:{NAMES}) 20\d\d{TO}(?:den )?\d+\. {MONTH} {YEAR}", _of_month),
    ("before", BEFORE, lambda hit: ""),
    ("years", r"\bdet (?:seneste|sidste|forløbne) år\b", lambda hit: "-1"),
    ("years", DURING, lambda hit: f"-{YEARS[hit['years'].lower()]}"),
    ("ago", AGO, lambda hit: f"-{YEARS[hit['years'].lower()]}"),
    ("later", r"(?:et|ét) (?P<half>halvt )?år (?:senere|efter)", lambda hit: "+6" if hit["half"] else "+12"),
    ("half", rf"{HALF} {YEAR}", lambda hit: f"{hit['year']}-06-30"),
    ("half2", rf"(?:andet|2\.) (?:halvår|halvdel)(?: af| i)?(?: år)? {YEAR}", lambda hit: f"{hit['year']}-12-31"),
    ("quarter", rf"(?P<quarter>[1-4]\.)(?= (?:til|og) [1-4]\. kvartal(?: af| i)?(?: år)? {YEAR})", _of_quarter),
    ("quarter", rf"(?P<quarter>[1-4]\.|første|andet|tredje|fjerde) kvartal(?: af| i)?(?: år)? {YEAR}", _of_quarter),
    ("day", rf"(?:den )?(?P<day>\d{{1,2}})\. {MONTH} {YEAR}", _of_day),
    ("month", rf"(?:udgangen af |ultimo )?\b{MONTH} {YEAR}", _of_month),
    ("half", r"(?:første|1\.) (?:halvår|halvdel)\b(?! af| i)", lambda hit: "latest"),
    ("half2", r"(?:andet|2\.) halvår\b(?! af| i)", lambda hit: "latest"),
    ("now", r"\b(?:nu|i dag|for øjeblikket|aktuelt)\b", lambda hit: "latest"),
    ("day", rf"(?:ultimo|udgangen af|slutningen af|årsskiftet) (?:år )?{YEAR}", lambda hit: f"{hit['year']}-12-31"),
    ("year", rf"(?:(?:hele |kalender)?året |hele |år )?\b{YEAR}\b", lambda hit: f"{hit['year']}-12-31"),
)  # fmt: skip
COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE), end) for kind, pattern, end in PATTERNS)


def periods_in(text: str) -> tuple[Mention, ...]:
    """Where the text names a period, in its order; a period before another (`året før`) has no day yet."""
    found: list[Mention] = []
    for kind, pattern, end in COMPILED:
        for hit in pattern.finditer(text):
            if not any(hit.start() < one.end and one.start < hit.end() for one in found):
                day = end(hit)
                found.append(Mention(hit.start(), hit.end(), hit[0], (day,) if day else (), kind))
    return tuple(sorted(found, key=lambda one: one.start))


def resolved(mentions: tuple[Mention, ...], carried: tuple[str, ...], latest: str) -> tuple[Mention, ...]:
    """The periods with their last days: `året før` is a year before the period named last, 2022 may be half of it."""
    told, anchor = [], carried[-1] if carried else latest
    days = [one.keys[0] for one in mentions if one.keys and one.keys[0][0] == "2"]
    if days and not carried and days[0] >= latest:
        anchor = days[0]
    for one in mentions:
        end = one.keys[0] if one.keys else ""
        if end == "latest":
            end = latest
        elif one.kind == "later":
            end = shifted(date.fromisoformat(anchor), int(end)).isoformat()
        elif one.kind == "before":
            end = year_before(min(anchor, latest))
        elif one.kind in ("years", "ago"):
            end = shifted(date.fromisoformat(latest), 12 * int(end)).isoformat()
        elif one.kind == "year" and end > latest and end[:4] == latest[:4]:
            end = latest
        if end and one.kind not in ("before", "years", "ago", "span"):
            anchor = end
        told.append(Mention(one.start, one.end, one.words, (end,) if end else (), one.kind))
    return tuple(told)
