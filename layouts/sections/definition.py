"""The definition card of a measure's page."""

from dash import html

from kpi import danish
from kpi.papers.meaning import meaning
from kpi.papers.paper import PaperTable
from kpi.publications.publication import Publication
from layouts.frame.shell import next_date


def card(publication: Publication, measure: str, paper: PaperTable) -> html.Dl:
    """The definition of a measure, with its source and when its figures come again."""
    return html.Dl(
        [
            part
            for name, value in [*meaning(publication, measure), *_origin(publication, paper)]
            for part in (html.Dt(name), html.Dd(value))
        ],
        className="definition",
    )


def _origin(publication: Publication, paper: PaperTable) -> list[tuple[str, str]]:
    return [
        ("Kilde", f"{danish.sentence(paper.source)}, trukket {danish.day(publication.drawn)}."),
        ("Næste tal", f"Data pr. {danish.day(next_date(publication.as_of))}."),
    ]
