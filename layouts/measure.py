"""Nøgletal: a page for each table of the paper, with the comparison that is sound and the definition."""

import dash
from dash import html

from kpi import danish
from kpi.definitions.model import Indicator
from kpi.papers.comparisons.compared import judged_measures
from kpi.papers.paper import BY_KEY, PAPER_TABLES, PaperTable
from layouts.drawing import parts
from layouts.drawing.curves import NINE_ACROSS, SIX_ACROSS, Curve, day, multiples
from layouts.drawing.parts import SPOKEN_UNITS, Small, markup
from layouts.frame import shell
from layouts.frame.contents import with_contents
from layouts.frame.shell import View
from layouts.reading import Unknown
from layouts.sections import funnel, notes, origins, quarterly, same_date
from layouts.sections import printed_and_judged as judged
from layouts.sections.definition import card
from layouts.sections.printed import coverage, group_links, row_names, total_of

PATH = "/noegletal"
LEADS = {
    "stillingsannoncer": "I {label} blev der publiceret {0} jobannoncer. Af dem med et afklaret udfald førte {1} "
    "procent ikke til ansættelse.",
    "personaleomsaetning": "I de tolv måneder til og med {month} svarede fratrædelserne til {0} procent af dem, der "
    "var ansat et år før.",
    "korte-ansaettelser": "Af dem, der fratrådte fra 1. januar til {day}, fratrådte {0} procent inden for 3 måneder "
    "efter ansættelsen og {1} procent inden for 12 måneder.",
    "fuldtid": "Den {day} var {0} procent af de ansatte på fuld tid.",
    "timer": "Den {day} var den gennemsnitlige arbejdstid {0} timer pr. uge.",
}


def register(order: int) -> None:
    """Nothing; the pages of the measures are registered."""
    layout = shell.framed(lambda asked: f"{PATH}/{asked['noegle']}" if asked.get("noegle") else PATH, build)
    dash.register_page("noegletal", path=PATH, title=_title, layout=layout, order=order)
    dash.register_page("et_noegletal", path_template=f"{PATH}/<noegle>", title=_title, layout=layout, order=order)


def build(view: View) -> list:
    """The content of a measure's page."""
    key = view.asked.get("noegle", PAPER_TABLES[0].key)
    if key not in BY_KEY:
        raise Unknown("measure", str(key))
    paper = BY_KEY[key]
    links = [shell.link(one.name, view.to(f"{PATH}/{one.key}"), current=one is paper) for one in PAPER_TABLES]
    content = [
        shell.siblings("Nøgletal", links),
        html.H1(paper.name),
        *_lead(view, paper),
        html.Section([*coverage(view, paper), *judged.section(view, paper)], **{"aria-label": f"Tabel {paper.number}"}),
        *notes.at_measure(view, paper),
        *_development(view, paper),
        *_origins(view, paper),
        same_date.section(view, paper),
        _definitions(view, paper),
    ]
    return with_contents(content)


def _title(noegle: str = PAPER_TABLES[0].key) -> str:
    return shell.titled(BY_KEY[noegle].name if noegle in BY_KEY else "Nøgletal")()


def _lead(view: View, paper: PaperTable) -> list:
    """One sentence with the latest figures for everybody; none where one of them cannot be shown."""
    series = [view.reading.series(one.key, total_of(view, paper)) for one in paper.indicators if one.printed]
    latest = [next((point for point in reversed(points) if point.cell.value is not None), None) for points in series]
    if not all(latest):
        return []
    end = day(latest[0].end)
    said = (point.cell.text for point in latest)
    words = LEADS[paper.key].format(*said, day=danish.day(end), month=danish.month(end), label=latest[0].label)
    told = [words, *(judged.verdict(view, paper, one) for one in judged_measures(paper))]
    return [html.P(" ".join(filter(None, told)), className="lead")]


def _origins(view: View, paper: PaperTable) -> list:
    """What explains the measure; it is told by signs, so not where house arrows are shown."""
    if view.house_arrows or paper.rows == "areas":
        return []
    besides = {
        "personaleomsaetning": lambda: origins.turnover(view),
        "korte-ansaettelser": lambda: origins.newly_hired(view),
        "timer": lambda: origins.hours(view, paper),
    }
    return [
        *origins.contributions(view, paper),
        *besides.get(paper.key, list)(),
        *quarterly.section(view, paper),
        *funnel.section(view, paper),
    ]


def _development(view: View, paper: PaperTable) -> list:
    """Small multiples on one scale, for each share of the table that has a history; counts would tell sizes only."""
    drawings = [(one, _curves(view, paper, one)) for one in judged_measures(paper)]
    drawings = [(one, curves) for one, curves in drawings if curves]
    if not drawings:
        return []
    total = row_names(view, paper)[total_of(view, paper)]
    colours = "Farve: tydelig ændring siden samme tid året før."
    intro = f"Tynd kurve: {total}. {'Farverne følger pilene i tabellen.' if view.house_arrows else colours}"
    if any(curve.is_dashed for _, curves in drawings for curve in curves.values()):
        intro += " Stiplet: perioderne overlapper, er ikke lige lange, eller der er et brud imellem."
    content = [html.H2("Udviklingen på samme skala", id="udvikling"), html.P(intro, className="quiet")]
    for one, curves in drawings:
        scale = f"{next(iter(curves.values())).scale}{SPOKEN_UNITS[one.unit]}"
        content.append(
            html.H3([one.title, html.Span(f", alle på skalaen {scale}", className="quiet")], className="caption")
        )
        content.append(markup(_multiples(view, paper, one, curves)))
    return [html.Section(content, **{"aria-labelledby": "udvikling"})]


def _curves(view: View, paper: PaperTable, one: Indicator) -> dict[str, Curve]:
    named = {name: view.reading.series(one.key, key) for key, name in row_names(view, paper).items()}
    tones = {row_names(view, paper)[key]: _tone(view, paper, one, key) for key in row_names(view, paper)}
    width = SIX_ACROSS if paper.rows == "areas" else NINE_ACROSS
    return multiples(named, tones, row_names(view, paper)[total_of(view, paper)], width)


def _tone(view: View, paper: PaperTable, one: Indicator, group: str) -> str:
    """Better or worse: by the last arrow where house arrows are shown, else where the change is clear."""
    if view.house_arrows:
        points = view.reading.series(one.key, group)
        return points[-1].cell.assessment if points else ""
    found = view.reading.comparison(one.key, group, view.reading.latest_end(paper.number))
    return found["assessment"] if found else ""


def _multiples(view: View, paper: PaperTable, one: Indicator, curves: dict[str, Curve]):
    keys = {name: key for key, name in row_names(view, paper).items()}
    links = group_links(view, paper)
    small = [Small(name, curve, one, links.get(keys[name], "")) for name, curve in curves.items()]
    shape = "six" if paper.rows == "areas" else "ten" if len(small) > 9 else ""
    return parts.multiples(small, shape)


def _definitions(view: View, paper: PaperTable) -> html.Section:
    measures = [one for one in paper.indicators if one.printed]
    content = [html.H2("Definition", id="definition")]
    for one in measures:
        content += [html.H3(one.title)] if len(measures) > 1 else []
        content.append(card(view.publication, one.key, paper))
    return html.Section(content, className="definitions", **{"aria-labelledby": "definition"})
