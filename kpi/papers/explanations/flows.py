"""Who came, moved and left, and whose hours went up or down, as Tables of all staff groups, or of one by year."""

from collections.abc import Iterable, Mapping
from datetime import date

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.comparisons.compared import latest_end
from kpi.papers.comparisons.judged import comparison
from kpi.papers.comparisons.year_on_year import year_before
from kpi.papers.explanations.yearly import YEARS, Yearly
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER
from kpi.papers.table import Cell, Column, Row, Table, unseen_cell, whole_cell
from kpi.papers.tables import rows_of
from kpi.publications.publication import Publication

NOTES = (
    "Personer, fastansatte og fleksjobbere. Læs fra venstre: dem, der var ansat, plus dem, der er kommet, minus dem, "
    "der er gået, giver dem, der er ansat på slutdagen.",
    "En flytning mellem to faggrupper tæller i begge, men ikke i rækken for alle, for den er ikke en fratrædelse.",
)
FLOWS = (
    ("turnover", "denominator", 1, "Ansatte {before}"),
    ("turnover_hired", "numerator", 1, "Ansat"),
    ("turnover_moved_in", "numerator", 1, "Kommet fra anden faggruppe"),
    ("turnover_moved_out", "numerator", -1, "Gået til anden faggruppe"),
    ("turnover", "numerator", -1, "Fratrådt"),
)
"""The measure and its part, whether it is added or taken away, and its words."""
MOVES = ("turnover_moved_in", "turnover_moved_out")
OF_LEADERS = {"turnover_moved_in": "Blevet leder", "turnover_moved_out": "Ikke længere leder"}


def stock_on(told: Yearly, end: str) -> float | None:
    """The staff at the close of the day, from who was there a year before, came and went.

    None where any of these is not shown: then it is not told either.
    """
    found = [told.shown(key, end) for key, *_ in FLOWS]
    if any(one is None for one in found):
        return None
    return sum(sign * one[part] for one, (_, part, sign, _) in zip(found, FLOWS, strict=True))


def flows_table(publication: Publication, audience: str, group: str = "") -> Table | None:
    """Who was there, came, moved and left in twelve months, and who is there now: a row a staff group.

    Of one group a row a year, the oldest first. None where the audience is told of no hires.
    """
    if group:
        return _of_a_group(Yearly(publication, audience, group))
    ends = Yearly(publication, audience, publication.total).ends("turnover_hired")
    if not ends:
        return None
    groups = [(Yearly(publication, audience, key), block) for key, _, block in rows_of(publication, "groups")]
    rows = [
        Row(told.group, told.name, tuple(_cells(told, ends[-1])), block)
        for told, block in groups
        if ends[-1] in told.ends("turnover_hired")
    ]
    before, after = (danish.day(date.fromisoformat(day)) for day in (year_before(ends[-1]), ends[-1]))
    words = {"key": "bevaegelser", "title": "Ansat, flyttet og fratrådt", "stub": "Faggruppe"}
    words |= {"subtitle": f"antal personer fra {before} til {after}", "source": "lønudtræk"}
    return finished(publication, audience, _columns(before, after, end=ends[-1]), rows, NOTES, **words)


def moved_table(publication: Publication, audience: str, measure: str) -> Table | None:
    """How many of those present on both dates went up, down and stayed, by group; None where nobody was followed."""
    end = latest_end(publication, audience, BY_NUMBER[BY_KEY[measure].table])
    found = {
        group: comparison(publication, audience, measure, group, end) for group, _, _ in rows_of(publication, "groups")
    }
    if not any(one is not None and one["up"] == one["up"] for one in found.values()):
        return None
    rows = [
        Row(group, name, tuple(_moved(found[group], side) for side in ("up", "stayed", "down")), block)
        for group, name, block in rows_of(publication, "groups")
    ]
    labels = (("up", "Gået op"), ("stayed", "Uændret"), ("down", "Gået ned"))
    columns = [Column(side, label, Unit.COUNT, "", measure, end, part="numerator") for side, label in labels]
    words = {"key": "flyttet-sig", "title": "De samme ansatte på begge dage", "stub": "Faggruppe"}
    words["subtitle"] = "antal personer, der har fået flere, lige mange eller færre timer end samme dag året før"
    return finished(publication, audience, columns, rows, [], source="lønudtræk", **words)


def _moved(found: Mapping | None, side: str) -> Cell:
    return unseen_cell(Status.SUPPRESSED) if found is None else whole_cell(found[side])


def _of_a_group(told: Yearly) -> Table | None:
    ends = told.ends("turnover_hired")[-YEARS:]
    if not ends:
        return None
    moves = {"alle": {}, "ledere": OF_LEADERS}.get(told.covers)
    rows = [Row(end, told.label(end), tuple(_cells(told, end, moves))) for end in ends]
    words = {"key": f"bevaegelser-{told.group}", "title": f"Ansat, flyttet og fratrådt: {told.name}"}
    words |= {"subtitle": "antal personer i de tolv måneder til og med slutdagen", "stub": "Til og med"}
    columns = _columns("året før", "på slutdagen", moves)
    return finished(told.publication, told.audience, columns, rows, NOTES, source="lønudtræk", **words)


def _columns(before: str, after: str, moves: Mapping[str, str] | None = None, end: str = "") -> list[Column]:
    """The columns from the staff `before` to the staff `after`; `moves` are other words of the moves."""
    columns = [
        Column(
            f"{key}/{part}", (moves or {}).get(key, label.format(before=before)), Unit.COUNT, "", key, end, part=part
        )
        for key, part, _, label in _told(moves)
    ]
    return [*columns, Column("after", f"Ansatte {after}", Unit.COUNT, "", "turnover", end, part="denominator")]


def _cells(told: Yearly, end: str, moves: Mapping[str, str] | None = None) -> Iterable[Cell]:
    """The counts of a group, and what they add up to; not shown where one of them is not."""
    cells = [told.count(key, end, part) for key, part, *_ in _told(moves)]
    yield from cells
    stock = stock_on(told, end)
    unseen = next((cell.status for cell in cells if cell.value is None), Status.MISSING)
    yield unseen_cell(unseen) if stock is None else whole_cell(stock)


def _told(moves: Mapping[str, str] | None) -> Iterable[tuple]:
    """The flows that are told: nobody moves into or out of everybody."""
    return [flow for flow in FLOWS if moves is None or flow[0] not in MOVES or flow[0] in moves]


MOVEMENTS = ((flows_table,), (moved_table, "weekly_hours"))
"""Every table of movements, with what it is asked for besides the publication and the audience."""
