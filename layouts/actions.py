"""Handlinger: interpretations, decisions and actions, with who answers for them, when, and how the figure went."""

import dash
from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.follow_up.actions import Row, narrowed
from kpi.papers.paper import ATTRACT, RETAIN
from kpi.publications.journal import INTERPRETATION
from layouts.address import last
from layouts.drawing.parts import drawn, markup
from layouts.frame import shell
from layouts.frame.shell import View
from layouts.papers.recipients import goes_to
from layouts.reading import Unknown
from layouts.written import form_for, is_inside, may_write, or_told, rows_for

PATH = "/handlinger"
TITLE = "Fortolkninger, beslutninger og handlinger"
AIMS = {"": "Alle pejlemærker", "tiltraekke": ATTRACT, "fastholde": RETAIN}
SHOWN = {"": "Alle", "aabne": "Kun åbne"}
NOTHING = (
    "Der er endnu ikke skrevet noget. Her står det, der bliver sagt og besluttet om tallene: en fortolkning af et tal, "
    "en beslutning, eller en handling med en ansvarlig og en frist. Når den næste udgivelse kommer, står tallet siden "
    "ved siden af."
)
NONE_OPEN = "Ingen åbne beslutninger eller handlinger"
NOTHING_PUBLIC = "Der er endnu ikke valgt noget til Økonomiudvalgets sag."
PUBLIC_RULE = (
    "Den offentlige visning har det, som HR har valgt til Økonomiudvalgets sag, uden navne og uden noter fra "
    "opfølgningen."
)


def register(order: int) -> None:
    """Nothing; the page is registered."""
    layout = shell.framed(shell.fixed(PATH), build)
    dash.register_page("handlinger", path=PATH, title=shell.titled("Handlinger"), layout=layout, order=order)


def build(view: View) -> list:
    """The content of the page."""
    return [html.H1(TITLE), *or_told(lambda: _content(view))]


def table(view: View, rows: tuple[Row, ...], caption: str, key: str) -> html.Div:
    """The table of decisions and actions, or of interpretations."""
    interprets = all(row.kind == INTERPRETATION for row in rows)
    parts = {"rows": rows, "caption": caption, "key": key, "interprets": interprets, "goes_to": goes_to}
    links = {row.line: _link(view, row) for row in rows}
    return markup(drawn("written/rows.html", **parts, links=links, inside=is_inside(view), writes=may_write(view)))


def _content(view: View) -> list:
    everything = rows_for(view)
    chosen = {name: last(view.asked.get(name)) for name in ("pejlemaerke", "faggruppe", "vis")}
    _refuse_unknown(view, chosen)
    shown = narrowed(
        everything,
        aim=AIMS[chosen["pejlemaerke"]] if chosen["pejlemaerke"] else "",
        staff_group=chosen["faggruppe"],
        is_open=bool(chosen["vis"]),
    )
    rule = [] if is_inside(view) else [html.P(PUBLIC_RULE, className="quiet")]
    if not everything:
        return [html.P(NOTHING if is_inside(view) else NOTHING_PUBLIC, className="lead"), *_way_to_write(view)]
    return [
        *_saved(view, everything),
        html.P(_lead(everything), className="lead"),
        *rule,
        *_way_to_write(view),
        markup(_choice(view, chosen), className="apart-above"),
        *(_sections(view, shown) if shown else [_none_chosen(view)]),
    ]


def _lead(rows: tuple[Row, ...]) -> str:
    """How many are open, how many of them are late, and how much besides there is."""
    to_do, late = sum(row.is_open for row in rows), sum(row.is_late for row in rows)
    done = sum(not row.is_open and row.kind != INTERPRETATION for row in rows)
    read = sum(row.kind == INTERPRETATION for row in rows)
    said = f"Beslutninger og handlinger: {danish.counted(to_do, 'åben', 'åbne')}" if to_do else NONE_OPEN
    said += f", heraf {danish.number(late, 0)} over fristen" if late else ""
    said += f"; {danish.counted(done, 'afsluttet', 'afsluttede')}" if done else ""
    return f"{said}. Fortolkninger: {danish.number(read, 0)}." if read else f"{said}."


def _sections(view: View, rows: tuple[Row, ...]) -> list[html.Section]:
    to_do = tuple(row for row in rows if row.kind != INTERPRETATION)
    read = tuple(row for row in rows if row.kind == INTERPRETATION)
    parts = [("Beslutninger og handlinger", "beslutninger", to_do), ("Fortolkninger", "fortolkninger", read)]
    told = f"De nyeste øverst. Tallet siden er fra udgivelse {view.publication.key}."
    return [
        html.Section([html.H2(title, id=key), table(view, some, told, f"tabel-{key}")], **{"aria-labelledby": key})
        for title, key, some in parts
        if some
    ]


def _link(view: View, row: Row) -> str:
    """The page of the figure or the staff group that the row was written at."""
    if row.measure in BY_KEY:
        return view.to(f"/noegletal/{BY_KEY[row.measure].page}")
    return view.to(f"/faggruppe/{row.staff_group}") if row.staff_group in view.publication.group_names else ""


def _way_to_write(view: View) -> list[html.P]:
    if not may_write(view):
        return []
    return [html.P(html.A("Skriv fortolkning, beslutning eller handling", href=form_for(view)), className="downloads")]


def _saved(view: View, rows: tuple[Row, ...]) -> list[html.P]:
    """What was just written, told where the form led back to."""
    number = last(view.asked.get("gemt"))
    row = next((row for row in rows if str(row.line) == number), None)
    return [html.P(f"Gemt: «{row.text}»", className="banner", role="status")] if row else []


def _none_chosen(view: View) -> html.P:
    return html.P(["Der er ingen, der svarer til valget. ", html.A("Vis alt", href=view.to(PATH))], className="lead")


def _refuse_unknown(view: View, chosen: dict[str, str]) -> None:
    if chosen["faggruppe"] and chosen["faggruppe"] not in _groups(view):
        raise Unknown("group", chosen["faggruppe"])
    if chosen["pejlemaerke"] not in AIMS or chosen["vis"] not in SHOWN:
        raise Unknown("page")


def _groups(view: View) -> dict[str, str]:
    return view.publication.group_names | {area: area for area in view.publication.areas}


def _choice(view: View, chosen: dict[str, str]):
    options = {
        "pejlemaerke": ("Pejlemærke", AIMS),
        "faggruppe": ("Faggruppe eller område", {"": "Alle"} | _groups(view)),
        "vis": ("Status", SHOWN),
    }
    choices = [
        {"label": label, "name": name, "chosen": chosen[name], "options": list(values.items())}
        for name, (label, values) in options.items()
    ]
    named = {"udgivelse": view.address.publication, "visning": view.address.audience}
    return drawn("choice.html", action=PATH, kept=[pair for pair in named.items() if pair[1]], choices=choices)
