"""Faggruppe: one staff group, its measures, how long new colleagues stay, who leaves, and what it takes to keep it."""

import dash
from dash import html
from markupsafe import Markup

from kpi import danish
from kpi.papers.columns import unit_note
from kpi.papers.explanations.explained import AGES, TENURE, first_year_table, parts_table
from kpi.papers.explanations.flows import flows_table
from kpi.papers.explanations.retained import retained_in_words, retention_table
from kpi.papers.explanations.retained import stays as stays_of
from kpi.papers.explanations.standing import BEFORE, MEASURES, held, is_all_hidden, lead
from kpi.papers.paper import BY_NUMBER
from kpi.papers.table import Table
from layouts import all_groups
from layouts.address import SHOWN_TO, Address, last
from layouts.door.identity import sees
from layouts.drawing.curves import WIDE_SPARK_SIZE, day, spark
from layouts.drawing.parts import Dressing, figures, markup
from layouts.drawing.stays import stays
from layouts.frame import shell
from layouts.frame.contents import with_contents
from layouts.frame.shell import View
from layouts.reading import Unknown, library
from layouts.sections import notes, quarterly, takes, triggers
from layouts.written import is_inside

PATH = "/faggruppe"
INSIDE_ONLY = (
    "Hvor længe nye kolleger bliver, tilgang og afgang, fratrådtes alder, kvartaler og hvad det kræver, opgøres for "
    "faggrupper kun til intern brug: i små grupper ville tallene vise enkeltpersoner."
)
CHOOSE = "Vælg en faggruppe for at se dens nøgletal, hvor længe nye kolleger bliver, og hvad der kalder på handling."
BEFORE_THEM = "Udgivelsen er fra før fastholdelse, tilgang, afgang og alder blev opgjort."
DASHED = Markup(
    '<div class="notes"><p>Stiplet kurve: perioderne overlapper, er ikke lige lange, eller der er et brud imellem.</p>'
    "</div>"
)
DEFINITE = {"intern": "interne", "offentlig": "offentlige"}
HIDDEN = "Alle seneste tal for {name} er skjult i den {audience} visning, fordi gruppen er for lille. Reglen: {rule}"


def register(order: int) -> None:
    """Nothing; the pages of the staff groups are registered."""
    layout = shell.framed(lambda asked: f"{PATH}/{last(asked['faggruppe'])}" if "faggruppe" in asked else PATH, build)
    dash.register_page("faggrupper", path=PATH, title=_title, layout=layout, order=order)
    dash.register_page("en_faggruppe", path_template=f"{PATH}/<faggruppe>", title=_title, layout=layout, order=order)


def build(view: View) -> list:
    """The content of a staff group's page; without a group, of the page of them all."""
    names = view.publication.group_names
    key = last(view.asked.get("faggruppe"))
    if key and key not in names:
        raise Unknown("group", key)
    links = [shell.link(name, view.to(f"{PATH}/{one}"), current=one == key) for one, name in names.items()]
    siblings = shell.siblings("Faggrupper", links)
    return [siblings, *(_group(view, key) if key else _all(view))]


def _all(view: View) -> list:
    return [html.H1("Faggrupper"), html.P(CHOOSE, className="lead"), all_groups.section(view), *takes.all_groups(view)]


def _group(view: View, key: str) -> list:
    table = view.reading.group_table(key)
    hidden = is_all_hidden(table)
    found = [
        None if hidden else _standing(view, key, table),
        triggers.at_group(view, key),
        *notes.at_group(view, key),
        _new_colleagues(view, key),
        _flows(view, key),
        _leavers(view, key),
        *quarterly.of_group(view, key),
        takes.at_group(view, key),
        _not_told(view, key),
        None if hidden else _counts(view, key),
    ]
    top = _all_hidden(view, key, table) if hidden else _lead(view, key)
    content = [html.H1(view.publication.group_names[key]), *top, *(one for one in found if one is not None)]
    return with_contents(content)


def _title(faggruppe: str = "") -> str:
    try:
        return shell.titled(library().read(Address(PATH)).publication.group_names.get(faggruppe, "Faggrupper"))()
    except Unknown:
        return shell.titled("Faggrupper")()


def _lead(view: View, key: str) -> list:
    """What has clearly changed in a year; nothing where the publication has no evidence."""
    words = view.reading.told_of(lead, key)
    return [html.P(words, className="lead")] if words else []


def _all_hidden(view: View, key: str, table: Table) -> list:
    """That everything is hidden, said once in place of a table of stars."""
    told = {"name": view.publication.group_names[key], "audience": DEFINITE[view.reading.audience.key]}
    return [
        html.P(HIDDEN.format(rule=table.notes[-1].removeprefix("* skjult: "), **told), className="banner apart-above")
    ]


def _standing(view: View, key: str, table: Table) -> html.Section:
    """All measures as printed and against the year before, each with its curve; only a clear change takes colour."""
    told = view.reading.told_of(held, key)
    curves = {
        one.key: spark(view.reading.series(one.key, key), one, told[one.key].assessment, WIDE_SPARK_SIZE)
        for one in MEASURES
    }
    dressing = Dressing(
        row_links={one.key: view.to(f"/noegletal/{one.page}") for one in MEASURES},
        row_notes={one.key: unit_note(one) for one in MEASURES},
        row_curves=curves,
        apart=frozenset({BEFORE}),
        after=DASHED if any(curve and curve.is_dashed for curve in curves.values()) else "",
    )
    return html.Section(markup(figures(table, view.reading, dressing)), **{"aria-label": "Alle nøgletal"})


def _new_colleagues(view: View, key: str) -> html.Section | None:
    """How long those hired in each half-year have stayed, and how many left within their first year."""
    table, rates = view.reading.told_of(retention_table, key), view.reading.told_of(first_year_table, key)
    if table is None and rates is None:
        return None
    content = [html.H2("Hvor længe nye kolleger bliver", id="fastholdelse")]
    if table is not None:
        words = view.reading.told_of(retained_in_words, key)
        content += [html.P(words)] if words else []
        content.append(html.Div([markup(_drawn(view, table)), _curves(view, key)], className="side-by-side"))
    if rates is not None:
        content.append(markup(_drawn(view, rates), className="block apart-above"))
    return html.Section(content, **{"aria-labelledby": "fastholdelse"})


def _curves(view: View, key: str) -> html.Div:
    total = view.publication.total
    name = view.publication.group_names[total]
    whole = view.reading.told_of(stays_of, total) if key != total else {}
    intro = "Procent stadig ansat efter så mange måneder, efter halvår for ansættelsen."
    intro += f" Tynd kurve: {name}." if key != total else ""
    drawn = markup(stays(view.reading.told_of(stays_of, key), whole, name))
    return html.Div([html.P(intro, className="quiet"), drawn])


def _flows(view: View, key: str) -> html.Section | None:
    """Who came, moved and left."""
    table = view.reading.told_of(flows_table, key)
    if table is None:
        return None
    content = [html.H2("Tilgang og afgang", id="bevaegelser"), markup(_drawn(view, table))]
    return html.Section(content, **{"aria-labelledby": "bevaegelser"})


def _leavers(view: View, key: str) -> html.Section | None:
    """The leavers by age, and of everyone by how long they had been employed."""
    found = [table for kind in (AGES, TENURE) if (table := view.reading.told_of(parts_table, kind, key))]
    if not found:
        return None
    drawn = [html.Div(markup(_drawn(view, table)), className="block") for table in found]
    return html.Section([html.H2("Hvem der fratræder", id="fratraadte"), *drawn], **{"aria-labelledby": "fratraadte"})


def _not_told(view: View, key: str) -> html.Section | None:
    """What is for internal use only, said once; or that the publication is older than it."""
    if view.reading.told_of(flows_table, key) is not None or view.reading.told_of(retention_table, key) is not None:
        return None
    if is_inside(view) or not view.publication.retention:
        return html.Section(html.P(BEFORE_THEM, className="banner"), **{"aria-label": "Ikke opgjort"})
    internal = next(one for one in SHOWN_TO.values() if one is not view.reading.audience)
    way = [" ", html.A("Vis den interne visning", href=view.address.shown_to(internal))] if sees(internal.key) else []
    return html.Section(html.P([INSIDE_ONLY, *way], className="banner"), **{"aria-label": "Til intern brug"})


def _drawn(view: View, table: Table) -> Markup:
    return figures(table, view.reading)


def _counts(view: View, key: str) -> html.Section | None:
    """The counts behind the latest figures, in words."""
    facts = [part for number in (2, 3, 4, 5) for part in _fact(view, number, key)]
    if not facts:
        return None
    end = day(view.reading.series("full_time_share", key)[-1].end)
    return html.Section(
        [
            html.H2("Tallene bag", id="tallene-bag"),
            html.P(f"Antal bag de seneste tal, pr. {danish.day(end)}.", className="quiet"),
            html.Dl(facts, className="definition"),
        ],
        **{"aria-labelledby": "tallene-bag"},
    )


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
