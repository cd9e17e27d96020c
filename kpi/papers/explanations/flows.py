"""Who came, moved and left, and whose hours went up or down, as Tables by staff group."""

from collections.abc import Mapping
from datetime import date

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.comparisons.compared import latest_end, year_before
from kpi.papers.comparisons.judged import comparison
from kpi.papers.finished import finished
from kpi.papers.paper import BY_NUMBER
from kpi.papers.table import NOT_SHOWN, Cell, Column, Row, Table, count_cell
from kpi.papers.tables import rows_of
from kpi.publications.publication import Publication

FLOW_NOTE = (
    "Læs fra venstre: dem, der var ansat, plus dem, der er kommet, minus dem, der er gået, giver dem, der er ansat nu. "
    "En flytning mellem to faggrupper tæller i begge, men ikke i rækken for alle, for den er ikke en fratrædelse."
)
FLOWS = (
    ("turnover", "denominator", 1, "Ansatte {before}"),
    ("turnover_hired", "numerator", 1, "Ansat"),
    ("turnover_moved_in", "numerator", 1, "Kommet fra anden gruppe"),
    ("turnover_moved_out", "numerator", -1, "Gået til anden gruppe"),
    ("turnover", "numerator", -1, "Fratrådt"),
)


def flows_table(publication: Publication, audience: str) -> Table | None:
    """Who came, moved and left in the twelve months, by group; None where it was not measured yet."""
    end = latest_end(publication, audience, BY_NUMBER[BY_KEY["turnover"].table])
    if not end or not any(_hired(publication, audience, group, end) for group in publication.group_names):
        return None
    before, after = (danish.day(date.fromisoformat(day)) for day in (year_before(end), end))
    rows = [
        Row(group, name, _flow(publication, audience, group, end), block)
        for group, name, block in rows_of(publication, "groups")
        if _hired(publication, audience, group, end)
    ]
    columns = [
        Column(f"{measure}/{part}", label.format(before=before), Unit.COUNT, "", measure, end, part=part)
        for measure, part, _, label in FLOWS
    ]
    columns.append(Column("after", f"Ansatte {after}", Unit.COUNT, "", "turnover", end, part="denominator"))
    words = {
        "key": "bevaegelser",
        "number": 0,
        "title": "Ansat, flyttet og fratrådt",
        "subtitle": f"antal personer fra {before} til {after}",
        "stub": "Faggruppe",
        "source": "lønudtræk",
    }
    return finished(publication, audience, columns, rows, [FLOW_NOTE], **words)


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
    words = {
        "key": "flyttet-sig",
        "number": 0,
        "title": "De samme ansatte på begge dage",
        "subtitle": "antal personer, der har fået flere, lige mange eller færre timer end samme dag året før",
        "stub": "Faggruppe",
        "source": "lønudtræk",
    }
    return finished(publication, audience, columns, rows, [], **words)


def _moved(found: Mapping | None, side: str) -> Cell:
    if found is None or found[side] != found[side]:
        text, spoken = NOT_SHOWN[Status.SUPPRESSED]
        return Cell(text, status=Status.SUPPRESSED, spoken=spoken)
    text = danish.number(found[side], 0)
    return Cell(text, float(found[side]), spoken=text)


def _flow(publication: Publication, audience: str, group: str, end: str) -> tuple[Cell, ...]:
    """The counts of a group, and what they add up to; hidden where one of them is."""
    by_group = publication.by_group[audience]
    cells = []
    for measure, part, _, _ in FLOWS:
        figures = by_group.get((measure, group, "printed"), [])
        figure = next((one for one in figures if one["period_end"] == end), None)
        cells.append(count_cell(figure, part) if figure else _unknown(Status.MISSING))
    unseen = next((cell.status for cell in cells if cell.value is None), None)
    if unseen is not None:
        return (*cells, _unknown(unseen))
    after = sum(sign * cell.value for cell, (_, _, sign, _) in zip(cells, FLOWS, strict=True))
    text = danish.number(after, 0)
    return (*cells, Cell(text, after, spoken=text))


def _hired(publication: Publication, audience: str, group: str, end: str) -> bool:
    """Whether the audience is told of the group's hires at all, hidden or not."""
    figures = publication.by_group[audience].get(("turnover_hired", group, "printed"), [])
    return any(one["period_end"] == end for one in figures)


def _unknown(status: Status) -> Cell:
    text, spoken = NOT_SHOWN[status]
    return Cell(text, status=status, spoken=spoken)


MOVEMENTS = ((flows_table,), (moved_table, "weekly_hours"))
"""Every table of movements, with what it is asked for besides the publication and the audience."""
