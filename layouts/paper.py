"""Sag: the tables of the paper as they are printed, by aim, with their notes, and then the counts (Bilag 1)."""

from itertools import groupby

import dash
from dash import html

from kpi import danish
from kpi.papers.comments import WHOLE
from kpi.papers.paper import PAPER_TABLES
from layouts import comments, shell
from layouts.parts import markup
from layouts.printed import counts, coverage, printed
from layouts.shell import View

PATH = "/sag"


def register(order: int) -> None:
    """Nothing; the page is registered."""
    layout = shell.framed(shell.fixed(PATH), build, wide=False)
    dash.register_page("sag", path=PATH, title=shell.titled("Sagen"), layout=layout, order=order)


def build(view: View) -> list:
    """The content of the page."""
    shown, said = view.publication, comments.by_place(view)
    contents = [
        html.Li(html.A(f"Tabel {one.number}. {one.title}", href=f"#tabel-{one.number}")) for one in PAPER_TABLES
    ] + [html.Li(html.A("Bilag 1. Tabellerne i antal", href="#bilag"))]
    return [
        html.Div(
            [
                html.H1("Data til monitorering af arbejdskraftudfordringen"),
                html.P(
                    f"Data pr. {danish.day(shown.as_of)}, {view.reading.audience.title} visning. Tabellerne står, "
                    "som de skrives ud, med noter. Hver tabel kan kopieres eller hentes.",
                    className="lead",
                ),
                html.Nav(html.Ul(contents), className="contents", **{"aria-label": "Tabeller"}),
                *_by_aim(view, said),
                *_about_it_all(said[WHOLE]),
                _annex(view),
            ],
            className="sheet",
        )
    ]


def _by_aim(view: View, said: dict[str, list]) -> list[html.Section]:
    sections = []
    for place, (aim, papers) in enumerate(groupby(PAPER_TABLES, key=lambda one: one.aim), 1):
        blocks = [
            html.Div(
                [*coverage(view, one), markup(printed(view, one)), *said[f"tabel-{one.number}"]], className="block"
            )
            for one in papers
        ]
        heading = html.H2(aim, id=f"pejlemaerke-{place}")
        sections.append(html.Section([heading, *blocks], **{"aria-labelledby": f"pejlemaerke-{place}"}))
    return sections


def _about_it_all(said: list) -> list[html.Section]:
    heading = html.H2("Kommentarer til det hele", id="kommentarer")
    return [html.Section([heading, *said], **{"aria-labelledby": "kommentarer"})] if said else []


def _annex(view: View) -> html.Section:
    blocks = [html.Div(markup(counts(view, one)), className="block") for one in PAPER_TABLES]
    intro = html.P(
        "Antallene bag procenterne og gennemsnittene: nævnere og tællere, i samme rækkefølge som tabellerne."
    )
    return html.Section(
        [html.H2("Bilag 1. Tabellerne i antal", id="bilag"), intro, *blocks], **{"aria-labelledby": "bilag"}
    )
