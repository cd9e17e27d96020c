"""Publication -> Document: its overview, its printed tables and the total over time, for one audience on one page."""

from collections.abc import Iterable

from kpi import danish
from kpi.definitions.model import Indicator, Status
from kpi.papers import tables
from kpi.papers.arrows import without_judgement
from kpi.papers.comparisons.judged import is_judged
from kpi.papers.document import Block, Chart, Document, Heading, Line, TableBlock
from kpi.papers.paper import PAPER_TABLES, PaperTable
from kpi.papers.paper_tables import printed_with_care
from kpi.papers.series import Point, series
from kpi.papers.table import UNIT_SPOKEN, UNITS, Table
from kpi.papers.texts import check_of, corrected_by
from kpi.papers.writers.plain import PARTIAL
from kpi.publications.publication import Publication

TITLE = "Arbejdskraft i tal"
LEAST_POINTS = 2


def whole_document(
    publication: Publication, audience: str, check_address: str = "", corrections: Iterable[Publication] = ()
) -> Document:
    """All that the publication shows the audience, as a document; `corrections` are the amendments that came after."""
    shown = publication.audience(audience)
    overview = _pointing(tables.overview_table(publication, audience, house_arrows=True), publication, audience)
    told = [(PARTIAL, " ".join(publication.partial))] if publication.partial else []
    told.append(("Gælder tallene?", check_of(check_address)))
    return Document(
        title=f"{TITLE}, {danish.day(publication.as_of)}",
        recipient="",
        municipality=publication.municipality,
        audience=audience,
        publication=publication.key,
        facts=(
            *corrected_by(corrections),
            ("Data pr.", danish.day(publication.as_of)),
            ("Trukket", danish.day(publication.drawn)),
            ("Udgivet", danish.day(publication.published.date())),
            ("Visning", f"{danish.sentence(shown.title)}. {shown.rule}"),
            ("Udgivelse", publication.key),
            *told,
        ),
        blocks=(
            Heading("Overblik"),
            TableBlock(overview),
            *(block for paper in PAPER_TABLES for block in _measure(publication, audience, paper)),
        ),
        example=publication.example,
        check_address=check_address,
    )


def total_chart(publication: Publication, audience: str, indicator: Indicator) -> Chart | None:
    """A measure of everybody at the same date each year, which may be compared; None with fewer than two figures."""
    total = next(group for group in publication.groups if group.covers == "alle")
    points = series(publication, audience, indicator.key, total.key, "same_date")
    shown = [point for point in points if point.cell.status is Status.OK]
    if len(shown) < LEAST_POINTS:
        return None
    return Chart(
        key=f"{indicator.key}-samme-dato",
        title=f"{indicator.title}, {total.name}: samme tid hvert år",
        kind="line",
        categories=tuple(point.label for point in points),
        lines=(Line(total.name, tuple(_printed(point) for point in points)),),
        unit=UNITS[indicator.unit],
        decimals=indicator.decimals,
        alt=f"{indicator.title}, {total.name}: {danish.joined([_told(point, indicator) for point in shown])}.",
    )


def _pointing(table: Table, publication: Publication, audience: str) -> Table:
    """The table with arrows that judge nothing, where the publication has judged which changes are clear."""
    return without_judgement(table) if is_judged(publication, audience) else table


def _measure(publication: Publication, audience: str, paper: PaperTable) -> list[Block]:
    table = _pointing(printed_with_care(publication, audience, paper), publication, audience)
    charts = [total_chart(publication, audience, one) for one in paper.indicators if one.about_people]
    return [Heading(paper.name), TableBlock(table), *(chart for chart in charts if chart)]


def _printed(point: Point) -> float | None:
    """The figure as it is printed: no more of it leaves the house."""
    cell = point.cell
    return None if cell.value is None else float(danish.rounded(cell.value, cell.decimals))


def _told(point: Point, indicator: Indicator) -> str:
    return f"{point.label} {point.cell.text}{UNIT_SPOKEN[indicator.unit]}"
