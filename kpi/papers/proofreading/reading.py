"""Text -> readings: each sentence with what it names, and what it takes over from the sentences before it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.figures_said import figures_in
from kpi.papers.proofreading.group_mentions import GroupNames
from kpi.papers.proofreading.lines import Line, Piece, sentences_of
from kpi.papers.proofreading.measure_names import HOURS, OF_TABLES, TABLE, keys_of, measures_in
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.period_mentions import periods_in, resolved
from kpi.papers.proofreading.ways import GOAL, ways_in
from kpi.papers.sentences.ledger import Ledger

ADVERTS = "adverts_without_hire"
CLAUSE = re.compile(
    r";|:|\s[–-]\s"
    r"|,\s(?=(?:men|mens|hvor(?!for)|hvilket|og|dog|for så|efterfulgt|idet|der|som|så"
    r"|efter|selv ?om|skønt|trods)\b)"
    r"|\s(?=(?:mens|undtagen|bortset fra|på nær|efterfulgt af|for så at)\b)"
    r"|\sog\s(?=(?:steg|faldt|stiger|falder|er|var|har|havde|ligger|lå|blev)\b)"
    r"|\s(?=(?:og|samt) (?:et|en)(?: mindre| større| lille)? (?:fald|stigning)\b)",
    re.I,
)
"""Where a clause ends and another begins."""


FRONTED = re.compile(
    r"(?:mens|selv ?om|hvor|når|da|hvis|efter at|idet|skønt|fordi)\b.*?,\s"
    r"(?=(?:er|var|har|havde|ligger|lå|steg|stiger|faldt|falder|blev|bliver|gælder|gjaldt|gik|går|ses|viser|viste"
    r"|udgør|udgjorde|fratrådte|stoppede|arbejder|arbejdede|kan|skete|sker)\b)",
    re.I,
)
"""A subordinate clause that the sentence begins with: it ends at the comma before the main clause's verb."""


ELSEWHERE = re.compile(
    r"\b(?:syge?fravær|løn|budget|udgift|kroner|mio|trivsel|tilfreds|senior|vikar|elev|ledighed|uddannelse|deltog|møde)\w*",
    re.I,
)
"""What a sentence may be about that no table is: it takes over no measure."""


AS_A_WHOLE = re.compile(r"\b(?:for|end|over|under|mod|hele|blandt|(?:gennemsnit\w*|niveau\w*) i) $", re.I)
"""What stands before "kommunen" where it is everyone that is meant."""


AVERAGE = re.compile(r"\b(?:gennemsnit|snit)", re.I)
"""What makes hours those of table 5, where no measure is named."""


NEWCOMERS = re.compile(r"\bnyansatte?\b|\bblev ansat for\b|\bansat for et til to år siden\b", re.I)
"""What tells of those who were hired, whom none of the paper's tables counts."""


OTHERS = re.compile(
    r"\b(?:blandt|hos)\s+(?!(?:(?:de|alle|vores|kommunens|samtlige|disse|dem|begge|både|hverken|såvel|hhv|henholdsvis|især|flere|nogle|øvrige|andre|andet|en|det|den)\b)"
    r"|ansatte|medarbejder|fratrådte|fastansatte|faggrupp|jobannonce|annonce)[\wæøå-]+",
    re.I,
)
"""People that a sentence names by a word that is no group's."""


@dataclass(frozen=True)
class Reading:
    """A sentence that has been read.

    `measures` to `ways` are its mentions; `about` are the measures it speaks of, its own or those carried over;
    `carried_groups` and `carried_periods` are those of the sentence before, for a sentence that names none.
    """

    line: Line
    piece: Piece
    measures: tuple[Mention, ...]
    about: tuple[str, ...]
    groups: tuple[Mention, ...]
    periods: tuple[Mention, ...]
    figures: tuple[Mention, ...]
    ways: tuple[Mention, ...]
    carried_groups: tuple[str, ...] = ()
    carried_periods: tuple[str, ...] = ()

    @property
    def of_others(self) -> bool:
        """Whether the sentence speaks of people that are no row of the tables, as far as it can be read."""
        return not self.groups and bool(OTHERS.search(self.text))

    @property
    def text(self) -> str:
        """The sentence."""
        return self.piece.text

    def clause(self, place: int) -> tuple[int, int]:
        """Where the clause that holds a place of the sentence begins and ends."""
        names = (*self.groups, *self.measures, *self.periods)
        cuts = [hit.start() for hit in CLAUSE.finditer(self.text)]
        cuts = [cut for cut in cuts if not any(one.start < cut < one.end for one in names)]
        fronted = FRONTED.match(self.text)
        cuts += [fronted.end() - 1] if fronted else []
        begin = max((cut for cut in cuts if cut <= place), default=0)
        return begin, min((cut for cut in cuts if cut > place), default=len(self.text))

    def in_clause(self, mentions: Iterable[Mention], place: int) -> tuple[Mention, ...]:
        """Those of the mentions that stand in the same clause as a place."""
        begin, end = self.clause(place)
        return tuple(one for one in mentions if begin <= one.start < end)


@dataclass(frozen=True)
class Carried:
    """What a sentence may take over: measures, groups and periods of the sentences before it."""

    measures: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()


def readings_of(lines: Iterable[Line], ledger: Ledger) -> tuple[Reading, ...]:
    """Every sentence of the text and the notes, read in order; headings and captions set what the next are about."""
    names, carried, found = GroupNames(ledger), Carried(), []
    for line in lines:
        if line.kind in ("heading", "caption"):
            carried = Carried(keys_of(measures_in(line.text)) or carried.measures)
        if line.kind in ("text", "heading", "caption"):
            carried = replace(carried, groups=(), periods=())
        if line.kind not in ("text", "note"):
            continue
        for piece in sentences_of(line.text):
            reading = read(line, piece, carried, ledger, names)
            found.append(reading)
            carried = _after(reading, carried)
    return tuple(found)


def read(line: Line, piece: Piece, carried: Carried, ledger: Ledger, names: GroupNames) -> Reading:
    """One sentence with its mentions, given what it may take over."""
    text = piece.text
    measures = () if NEWCOMERS.search(text) else measures_in(text)
    table = TABLE.search(text)
    about = keys_of(measures) or (OF_TABLES.get(int(table[1]), ()) if table else ())
    about = about or (() if ELSEWHERE.search(text) or NEWCOMERS.search(text) else carried.measures)
    groups = names.areas_in(text) if about == (ADVERTS,) else _told_of(names.people_in(text), text)
    latest = ledger.ends(about[0])[-1] if about and ledger.ends(about[0]) else ledger.publication.as_of.isoformat()
    periods = _with_data(resolved(periods_in(text), carried.periods, latest), about, ledger)
    figures = figures_in(text, (*periods, *(one for one in measures if any(letter.isdigit() for letter in one.words))))
    if not about and any(one.unit == "timer" for one in figures) and (groups or AVERAGE.search(text)):
        about = HOURS
    return Reading(
        line, piece, measures, about, groups, periods, figures, ways_in(text), carried.groups, carried.periods
    )


def before_goal(reading: Reading) -> Reading:
    """The sentence with only what it tells before it speaks of an aim, a wish or a proposal, which need not be so."""
    goal = GOAL.search(reading.text)
    if not goal:
        return reading
    told = [tuple(one for one in of if one.end <= goal.start()) for of in (reading.figures, reading.ways)]
    return replace(reading, figures=told[0], ways=told[1], groups=reading.groups if any(told) else ())


def _told_of(groups: tuple[Mention, ...], text: str) -> tuple[Mention, ...]:
    """The groups without a bare "kommunen" that is only where the others work: 55 lærere forlod kommunen."""
    others = [one for one in groups if one.words.lower() != "kommunen"]
    return tuple(one for one in groups if one in others or not others or AS_A_WHOLE.search(text[: one.start]))


def _with_data(periods: tuple[Mention, ...], about: tuple[str, ...], ledger: Ledger) -> tuple[Mention, ...]:
    """The periods; those counted back from the latest have no day where no measure has a figure for it."""
    known = {end for key in about for series in ("printed", "same_date") for end in ledger.ends(key, series)}
    return tuple(
        replace(one, keys=()) if one.kind in ("years", "ago") and not known & set(one.keys) else one for one in periods
    )


def _after(reading: Reading, carried: Carried) -> Carried:
    groups = keys_of(reading.groups) or carried.groups
    periods = tuple(one.keys[0] for one in reading.periods if one.keys) or carried.periods
    return Carried(reading.about, groups, periods)


def fault_in(
    reading: Reading, start: int, end: int, kind: str, reason: str, proposal: str, cells: Iterable[str] = ()
) -> Fault:
    """A fault at the words from start to end of the sentence."""
    words = reading.text[start:end]
    begin = reading.piece.start
    return Fault(
        reading.line.number, begin + start, begin + end, words, kind, reason, proposal, tuple(dict.fromkeys(cells))
    )
