"""Where a change of the total comes from, as a Table that adds up, and in one sentence."""

from datetime import date

from kpi import danish
from kpi.definitions.breaks import between
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Polarity
from kpi.definitions.periods import ending, shifted
from kpi.papers.comparisons.compared import judged_measures, label_of, latest_end, named
from kpi.papers.comparisons.contributions import (
    BY_CENTRE,
    BY_GROUP,
    REMAINDER,
    Contribution,
    Contributions,
    Division,
    contributions,
)
from kpi.papers.comparisons.judged import CHANGE_UNITS, comparison
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER
from kpi.papers.sentences import group_words
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

MIX = "sammensaetning"
DIVISIONS = {one.key: one for one in (BY_GROUP, BY_CENTRE)}
KEYS = {BY_GROUP.key: "bidrag", BY_CENTRE.key: "bidrag-centre"}
"""What the tables' keys begin with."""
NOTE = (
    "Ændringen er delt i to: det, der er sket inden for {each}, og det, at {many} er blevet større eller mindre "
    "(Kitagawas opdeling). Delene er tilsammen hele ændringen af de to trykte tal."
)
EACH = {BY_GROUP.key: ("hver gruppe", "gruppens"), BY_CENTRE.key: ("hvert center", "centrets")}
TONES = "Farve på skærmen: {own} egen ændring er tydelig. Grå: inden for normal variation, eller ikke vurderet."
NOBODY = {BY_GROUP.key: "Ingen enkelt gruppe", BY_CENTRE.key: "Intet enkelt center"}
WHERE_NOT_WHY = "Tallene siger hvor, ikke hvorfor."
MIXED = "Centrene har ikke de samme faggrupper, så en forskel kan ligge i, hvem der er ansat."


def contributed(
    publication: Publication, audience: str, measure: str, end: str, division: str = BY_GROUP.key
) -> Contributions | None:
    """The contributions to the change of a measure's total since the year before; None where it cannot be told.

    `division` is `faggrupper` or `centre`. A part with a break in between is in the remainder.
    """
    of = DIVISIONS[division]
    if _broken(publication, measure, end, publication.total):
        return None
    figures = publication.figures[audience]
    places = figures.loc[figures["place_kind"] == of.place_kind, "place"].unique() if of.place_kind else ()
    left_out = {
        place for place in places if _broken(publication, measure, end, publication.total, of.place_kind, place)
    }
    left_out |= {one.key for one in publication.groups if _broken(publication, measure, end, one.key)}
    return contributions(figures, measure, end, publication.groups, of, left_out)


def _broken(publication: Publication, measure: str, end: str, row: str, place_kind: str = "", place: str = "") -> bool:
    """Whether a break parts a row's figure from that of the year before."""
    one, last = BY_KEY[measure], date.fromisoformat(end)
    before = ending(shifted(last, -12), one.span)
    period = before.start.isoformat(), before.end.isoformat()
    return bool(between(publication.breaks, measure, row, period, end, place_kind, place))


def contributed_tables(publication: Publication, audience: str) -> list[Table]:
    """Every measure's contributions, by group and by centre, that the audience can be told, in the paper's order."""
    measures = [
        (one.key, latest_end(publication, audience, paper))
        for paper in BY_NUMBER.values()
        for one in judged_measures(paper)
        if one.about_people
    ]
    found = [
        contributed(publication, audience, measure, end, division)
        for measure, end in measures
        if end
        for division in DIVISIONS
    ]
    return [contributed_table(publication, audience, one) for one in found if one is not None]


def contributed_table(publication: Publication, audience: str, found: Contributions) -> Table:
    """A row for each part, one for the changed mix of them, and the whole change, in procentpoint or hours."""
    one, division = BY_KEY[found.measure], found.division
    unit, each = CHANGE_UNITS[one.unit], EACH[division.key]
    total = next(group for group in publication.groups if group.covers == "alle")
    mix = sum((row.printed_mix for row in found.rows), start=danish.rounded(0, one.decimals))
    parts = [(row.part, row.name, row.printed_within) for row in found.rows] + [
        (MIX, f"Ændret sammensætning af {division.many}", mix)
    ]
    judged = _judged(publication, audience, found)
    rows = [Row(key, name, (_cell(found, value, judged.get(key, "")),), 1) for key, name, value in parts]
    of_all = comparison(publication, audience, found.measure, total.key, found.end)
    whole = _cell(found, found.printed_change, of_all["assessment"] if of_all else "")
    rows.append(Row(total.key, total.name, (whole,), 0))
    column = Column("contribution", "Bidrag", one.unit, unit, found.measure, found.end, Polarity.NONE, "change")
    sides = ((found.before, found.before_end), (found.after, found.end))
    before, after = (f"{danish.number(value, one.decimals)} ({label_of(one, day)})" for value, day in sides)
    notes = [NOTE.format(each=each[0], many=division.many), TONES.format(own=each[1])]
    words = {
        "key": f"{KEYS[division.key]}-{named(one)}",
        "title": f"{one.title}: {_whose(division)} til ændringen for {total.name}",
        "subtitle": f"fra {before} til {after}, {unit}",
        "stub": "Del",
        "source": BY_NUMBER[one.table].source,
    }
    notes += [MIXED] * bool(division.place_kind) + [WHERE_NOT_WHY]
    return finished(publication, audience, [column], rows, notes, **words)


def _whose(division: Division) -> str:
    return "bidrag fra centrene" if division.place_kind else "bidrag"


def in_a_sentence(found: Contributions, total: str) -> str:
    """Which parts most of the change lies in: the two largest that pull the way the total went."""
    one, division = BY_KEY[found.measure], found.division
    change, unit = found.printed_change, CHANGE_UNITS[one.unit]
    if not change:
        return (
            f"{one.short_title} for {total} er det samme som året før; {division.many} kan have trukket hver sin vej."
        )
    kind = "stigningen" if change > 0 else "faldet"
    size = danish.number(abs(change), one.decimals)
    most = largest(found)
    if not most:
        return f"{NOBODY[division.key]} trækker samme vej som {kind} på {size} {unit}."
    told = danish.joined([told_of(found, row, _named(row, division)) for row in most]).rstrip(".")
    if abs(sum(row.printed_within for row in most)) > abs(change):
        return f"De største bidrag til {kind} på {size} {unit} er {told}; andre trækker den modsatte vej."
    return f"Af {kind} på {size} {unit} ligger {told}."


def _named(row: Contribution, division: Division) -> str:
    return row.name if division.place_kind else group_words.in_small_letters(row.name)


def largest(found: Contributions) -> list[Contribution]:
    """The two parts that most of the change lies in, of those that pull the way the total went."""
    along = [row for row in found.rows if row.printed_within * found.printed_change > 0]
    return sorted(along, key=lambda row: abs(row.within), reverse=True)[:2]


def told_of(found: Contributions, row: Contribution, name: str) -> str:
    """A part's contribution with where it lies: 0,5 hos lærere."""
    where = found.division.outside if row.part == REMAINDER else f"{found.division.inside} {name}"
    return f"{danish.number(abs(row.printed_within), BY_KEY[found.measure].decimals)} {where}"


def _judged(publication: Publication, audience: str, found: Contributions) -> dict[str, str]:
    """Better or worse of each part whose own change is clear."""
    frame = publication.evidence.get(audience)
    if frame is None or frame.empty:
        return {}
    ours = (frame["measure"] == found.measure) & (frame["period_end"] == found.end)
    rows = frame[ours & (frame["place_kind"] == found.division.place_kind)]
    return dict(zip(rows["place" if found.division.place_kind else "group"], rows["assessment"], strict=True))


def _cell(found: Contributions, value, assessment: str) -> Cell:
    """The contribution, with better or worse where the part's own change is clear."""
    one = BY_KEY[found.measure]
    text = danish.number(value, one.decimals, sign=True)
    spoken = f"{text} {CHANGE_UNITS[one.unit]}"
    if assessment:
        spoken += f", {EACH[found.division.key][1]} egen ændring er tydeligt {danish.ASSESSED[assessment]}"
    return Cell(text, float(value), one.decimals, assessment=assessment, spoken=spoken)
