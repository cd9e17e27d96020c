"""Where a change of the total comes from, as a Table that adds up, and in one sentence."""

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Polarity
from kpi.papers.comparisons.compared import label_of, named
from kpi.papers.comparisons.contributions import REMAINDER, Contribution, Contributions, contributions
from kpi.papers.comparisons.judged import CHANGE_UNITS, comparison
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER
from kpi.papers.sentences import group_words
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

MIX = "sammensaetning"
NOTES = (
    "Kitagawas opdeling: ændringen inden for hver gruppe, og hvad det betyder, at grupperne er blevet større eller "
    "mindre. Delene er tilsammen hele ændringen af de to trykte tal.",
    "Farve: gruppens egen ændring er tydelig. Grå: den er inden for normal variation, eller den er ikke vurderet.",
    "Tallene siger hvor, ikke hvorfor.",
)


def contributed(publication: Publication, audience: str, measure: str, end: str) -> Contributions | None:
    """The contributions to the change of a measure's total since the year before; None where it cannot be told."""
    return contributions(publication.figures[audience], measure, end, publication.groups)


def contributed_table(publication: Publication, audience: str, found: Contributions) -> Table:
    """A row for each group, one for the changed mix of them, and the whole change, in procentpoint or hours."""
    one = BY_KEY[found.measure]
    unit = CHANGE_UNITS[one.unit]
    total = next(group for group in publication.groups if group.covers == "alle")
    mix = sum((row.printed_mix for row in found.rows), start=danish.rounded(0, one.decimals))
    parts = [(row.group, row.name, row.printed_within) for row in found.rows] + [
        (MIX, "Ændret sammensætning af grupperne", mix)
    ]
    rows = [Row(key, name, (_cell(publication, audience, found, key, value),), 1) for key, name, value in parts]
    rows.append(Row(total.key, total.name, (_cell(publication, audience, found, total.key, found.printed_change),), 0))
    column = Column("contribution", "Bidrag", one.unit, unit, found.measure, found.end, Polarity.NONE, "change")
    sides = ((found.before, found.before_end), (found.after, found.end))
    before, after = (f"{danish.number(value, one.decimals)} ({label_of(one, day)})" for value, day in sides)
    words = {
        "key": f"bidrag-{named(one)}",
        "number": 0,
        "title": f"{one.title}: bidrag til ændringen for {total.name}",
        "subtitle": f"fra {before} til {after}, {unit}",
        "stub": "Del",
        "source": BY_NUMBER[one.table].source,
    }
    return finished(publication, audience, [column], rows, list(NOTES), **words)


def in_a_sentence(found: Contributions, total: str) -> str:
    """Which groups most of the change lies in: the two largest that pull the way the total went."""
    one = BY_KEY[found.measure]
    change, unit = found.printed_change, CHANGE_UNITS[one.unit]
    if not change:
        return f"{one.short_title} for {total} er det samme som året før; grupperne kan have trukket hver sin vej."
    along = [row for row in found.rows if row.printed_within * change > 0]
    most = sorted(along, key=lambda row: abs(row.within), reverse=True)[:2]
    kind = "stigningen" if change > 0 else "faldet"
    size = danish.number(abs(change), one.decimals)
    if not most:
        return f"Ingen enkelt gruppe trækker samme vej som {kind} på {size} {unit}."
    told = danish.joined([f"{danish.number(abs(row.printed_within), one.decimals)} {_where(row)}" for row in most])
    if abs(sum(row.printed_within for row in most)) > abs(change):
        return f"De største bidrag til {kind} på {size} {unit} er {told}; andre trækker den modsatte vej."
    return f"Af {kind} på {size} {unit} ligger {told}."


def _where(row: Contribution) -> str:
    if row.group == REMAINDER.key:
        return "uden for de viste faggrupper"
    return f"blandt {group_words.in_small_letters(row.name)}"


def _cell(publication: Publication, audience: str, found: Contributions, group: str, value) -> Cell:
    """The contribution, with better or worse where the group's own change is clear."""
    judged = comparison(publication, audience, found.measure, group, found.end)
    assessment = judged["assessment"] if judged else ""
    one = BY_KEY[found.measure]
    text = danish.number(value, one.decimals, sign=True)
    spoken = f"{text} {CHANGE_UNITS[one.unit]}" + (
        f", gruppen er tydeligt {danish.ASSESSED[assessment]}" if assessment else ""
    )
    return Cell(text, float(value), one.decimals, assessment=assessment, spoken=spoken)
