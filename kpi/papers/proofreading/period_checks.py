"""Periods that are called what they are not, or held up to others that they cannot be compared with."""

import re
from collections.abc import Iterable
from datetime import date

from kpi import danish
from kpi.papers.proofreading.attachment import is_base, measures_for
from kpi.papers.proofreading.fault import Fault
from kpi.papers.proofreading.lines import Line
from kpi.papers.proofreading.measure_names import BOTH, OF_TABLES
from kpi.papers.proofreading.mention import Mention
from kpi.papers.proofreading.period_mentions import periods_in
from kpi.papers.proofreading.reading import Reading, fault_in
from kpi.papers.sentences.ledger import Ledger, differ_in_kind, overlap

OVERLAP_TOLD = re.compile(r"overlap|til fælles|fælles måneder|ikke et helt års udvikling", re.I)
HALF_TOLD = re.compile(
    r"(?:halvt? år|halvår\w*|del af et år|del af året).*(?:ikke|forsigtig)|ikke (?:direkte )?(?:sammenlign|holdes op)",
    re.I,
)
PART_OF_YEAR = re.compile(r"jun|halv|kvartal|til og med|ind ?til", re.I)


def check_names_of_periods(reading: Reading, ledger: Ledger) -> Iterable[Fault]:
    """A rolling year called a half, and a span of months that may be twelve or thirteen."""
    flows = {"turnover", *BOTH}
    if not (reading.measures or reading.figures or reading.ways or _is_flow(reading)):
        return
    for period in reading.periods:
        measures = set(_measures_near(reading, period))
        if period.kind in ("half", "half2") and measures == {"turnover"}:
            reason = "Personaleomsætningen er opgjort over tolv måneder, ikke et halvår."
            proposal = f"Skriv: de tolv måneder til og med {_month_meant(period, ledger)}."
            yield fault_in(reading, period.start, period.end, "tolv_maaneder_som_halvaar", reason, proposal)
        if period.kind == "span" and _same_month(period) and (measures & flows or _is_flow(reading)):
            reason = "Fra juni til juni kan læses som 12 eller 13 måneder."
            proposal = "Skriv første og sidste dag, f.eks. 1. juli 2021 til og med 30. juni 2022."
            yield fault_in(reading, period.start, period.end, "tolv_eller_tretten_maaneder", reason, proposal)


def check_comparisons(reading: Reading, told: str, ledger: Ledger) -> Iterable[Fault]:
    """Columns that overlap or differ in kind, held up to each other; `told` is the section's text with its caveats."""
    if not reading.ways and not any(one.unit == "procentpoint" for one in reading.figures):
        return
    days = list(dict.fromkeys(one.keys[0] for one in reading.periods if one.keys and one.kind != "span"))
    if len(days) == 1 and reading.about and is_base(reading, reading.periods[-1]):
        days += ledger.ends(reading.about[0])[-1:]
    if len(set(days)) != 2:
        return
    before, after = sorted(days)
    second = reading.periods[-1]
    if reading.about == ("turnover",) and overlap("turnover", before, after) and not OVERLAP_TOLD.search(told):
        yield _overlap(reading, second)
    leavers = reading.about and set(reading.about) <= set(BOTH)
    if leavers and differ_in_kind(BOTH[0], before, after) and not HALF_TOLD.search(told):
        yield _half(reading, second)


def check_tables(lines: tuple[Line, ...]) -> Iterable[Fault]:
    """Tables whose columns overlap or differ in kind, where nothing in their section says so."""
    for place, line in enumerate(lines):
        if line.kind != "row" or not line.table or (place and lines[place - 1].kind == "row"):
            continue
        years = [one for one in periods_in(line.text) if one.keys]
        part = [one for one in years if one.kind != "year"] or PART_OF_YEAR.search(line.text)
        whole = [one for one in years if one.kind == "year"]
        notes = " ".join(other.text for other in lines if other.section == line.section)
        measures = OF_TABLES.get(line.table, ())
        if not part or not whole:
            continue
        if measures == ("turnover",) and not OVERLAP_TOLD.search(notes):
            yield _of_row(line, "overlappende_perioder")
        if measures == BOTH and not HALF_TOLD.search(notes):
            yield _of_row(line, "halvt_aar_mod_helt")


TOLD = {
    "overlappende_perioder": (
        "De tolv måneder overlapper kalenderåret, som de står ved siden af.",
        "Skriv, at perioderne har måneder til fælles, eller sammenlign med de tolv måneder før.",
    ),
    "halvt_aar_mod_helt": (
        "Et halvt år kan ikke sammenlignes direkte med et helt.",
        "Skriv det, eller sammenlign med samme halvår året før.",
    ),
}


def _of_row(line: Line, kind: str) -> Fault:
    text = line.text.strip()
    start = line.text.index(text)
    return Fault(line.number, start, start + len(text), text, kind, *TOLD[kind])


def _overlap(reading: Reading, period: Mention) -> Fault:
    return fault_in(reading, period.start, period.end, "overlappende_perioder", *TOLD["overlappende_perioder"])


def _half(reading: Reading, period: Mention) -> Fault:
    return fault_in(reading, period.start, period.end, "halvt_aar_mod_helt", *TOLD["halvt_aar_mod_helt"])


def _measures_near(reading: Reading, period: Mention) -> tuple[str, ...]:
    """The measures of the period's clause; else those of the sentence."""
    near = reading.in_clause(reading.measures, period.start)
    if near:
        return tuple(key for one in near for key in one.keys)
    begin, _ = reading.clause(period.start)
    sub = re.search(r",\s*at\b", reading.text[begin : period.start])
    return measures_for(reading, period) if not sub else reading.about


def _month_meant(period: Mention, ledger: Ledger) -> str:
    """The month that the column of the half ends with; where no column does, that of the latest."""
    ends = ledger.ends("turnover")
    end = next((end for end in ends if end in period.keys), ends[-1])
    return danish.month(date.fromisoformat(end))


def _same_month(period: Mention) -> bool:
    months = re.findall(r"[a-zæøå]{3,}", period.words.lower().replace("til og med", ""))
    months = [month[:3] for month in months if month not in ("til", "med")]
    years = re.findall(r"(\d\d)\b", period.words)
    return len(months) == 2 and months[0] == months[1] and len(set(years)) == 2


def _is_flow(reading: Reading) -> bool:
    return bool(re.search(r"fratr|periode|omsætning", reading.text, re.I))
