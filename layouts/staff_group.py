"""Faggruppe: all measures of one staff group, their curves beside the whole municipality's, and the counts behind."""

import dash
from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.papers.paper import BY_NUMBER
from layouts import notes, parts, shell
from layouts.address import Address, last
from layouts.curves import FIVE_ACROSS, WIDE_SPARK_SIZE, day, multiples, spark
from layouts.parts import Dressing, Small, figures, markup
from layouts.printed import total_of
from layouts.reading import Unknown, library
from layouts.shell import View

PATH = "/faggruppe"
MEASURES = tuple(one for one in INDICATORS if one.about_people and one.printed)


def register(order: int) -> None:
    """Nothing; the pages of the staff groups are registered."""
    layout = shell.framed(lambda asked: f"{PATH}/{last(asked['faggruppe'])}" if "faggruppe" in asked else PATH, build)
    dash.register_page("faggrupper", path=PATH, title=_title, layout=layout, order=order)
    dash.register_page("en_faggruppe", path_template=f"{PATH}/<faggruppe>", title=_title, layout=layout, order=order)


def build(view: View) -> list:
    """The content of a staff group's page."""
    names = view.publication.group_names
    key = last(view.asked.get("faggruppe")) or next(iter(names))
    if key not in names:
        raise Unknown("group", key)
    links = [shell.link(name, view.to(f"{PATH}/{one}"), current=one == key) for one, name in names.items()]
    return [
        shell.siblings("Faggrupper", links),
        html.H1(names[key]),
        *_lead(view, key),
        html.Section(markup(_table(view, key)), **{"aria-label": "Alle nøgletal"}),
        *notes.at_group(view, key),
        *_development(view, key),
        *_counts(view, key),
    ]


def _title(faggruppe: str = "") -> str:
    try:
        return shell.titled(library().read(Address(PATH)).publication.group_names.get(faggruppe, "Faggrupper"))
    except Unknown:
        return shell.titled("Faggrupper")


def _lead(view: View, key: str) -> list:
    """How many of the group's figures went which way; nothing where none can be told."""
    cells = [series[-1].cell for one in MEASURES if (series := view.reading.series(one.key, key))]
    told = [
        f"{danish.number(count, 0)} {word}"
        for tone, word in (("worse", "forværret"), ("better", "forbedret"), ("same", "uændret"))
        if (count := sum(cell.assessment == tone for cell in cells if cell.arrow))
    ]
    if not told:
        return []
    compared = sum(bool(cell.arrow) for cell in cells)
    words = f"Af {danish.number(compared, 0)} tal er {danish.joined(told)}, målt mod kolonnen før."
    return [
        html.P(
            f"{words} Pilene viser retningen, ikke om ændringen er større end de sædvanlige udsving.", className="lead"
        )
    ]


def _table(view: View, key: str):
    table = view.reading.group_table(key)
    series = {one.key: view.reading.series(one.key, key) for one in MEASURES}
    curves = {
        measure: spark(points, BY_KEY[measure], _tone(points), WIDE_SPARK_SIZE) for measure, points in series.items()
    }
    links = {one.key: view.to(f"/noegletal/{one.page}") for one in MEASURES}
    return figures(table, view.reading, Dressing(row_links=links, row_curves=curves))


def _tone(points: tuple) -> str:
    assessment = points[-1].cell.assessment if points else ""
    return assessment if assessment in ("better", "worse") else ""


def _development(view: View, key: str) -> list:
    """The group's curves, each measure on its own scale with the whole municipality thin behind it."""
    name, total = view.publication.group_names[key], total_of(view, BY_NUMBER[2])
    whole = view.publication.group_names[total]
    small = []
    for one in MEASURES:
        named = {whole: view.reading.series(one.key, total), name: view.reading.series(one.key, key)}
        curve = multiples(named, {name: _tone(named[name])}, whole, FIVE_ACROSS).get(name)
        small += [Small(one.title, curve, one, view.to(f"/noegletal/{one.page}"), scale=True)] if curve else []
    if not small:
        return []
    intro = "Hvert nøgletal har sin egen skala." + (f" Tynd kurve: {whole}." if key != total else "")
    intro += " Stiplet: perioderne overlapper eller er ikke lige lange."
    content = [
        html.H2("Udviklingen", id="udvikling"),
        html.P(intro, className="quiet"),
        markup(parts.multiples(small, "five")),
    ]
    return [html.Section(content, **{"aria-labelledby": "udvikling"})]


def _counts(view: View, key: str) -> list:
    """The counts behind the latest figures, in words."""
    facts = [part for number in (2, 3, 4, 5) for part in _fact(view, number, key)]
    if not facts:
        return []
    end = day(view.reading.series("full_time_share", key)[-1].end)
    return [
        html.Section(
            [
                html.H2("Tallene bag", id="tallene-bag"),
                html.P(f"Antal bag de seneste tal, pr. {danish.day(end)}.", className="quiet"),
                html.Dl(facts, className="definition"),
            ],
            **{"aria-labelledby": "tallene-bag"},
        )
    ]


def _fact(view: View, number: int, key: str) -> list:
    table = view.reading.counts_table(number)
    row = next((row for row in table.rows if row.key == key), None)
    if row is None or not table.columns:
        return []
    latest = table.columns[-1].period
    pairs = [pair for pair in zip(table.columns, row.cells, strict=True) if pair[0].period == latest]
    period = f", {view.reading.series(BY_NUMBER[number].indicators[0].key, key)[-1].label}"
    said = " · ".join(f"{column.label.removesuffix(period)}: {cell.text}" for column, cell in pairs)
    return [html.Dt(BY_NUMBER[number].name), html.Dd(said)]
