"""Alle faggrupper: a row for each staff group with which way its measures go, and the way to its page."""

from dash import html
from markupsafe import Markup

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.table import Cell, Table
from layouts.drawing.parts import drawn, markup
from layouts.frame.shell import View
from layouts.sections import arrows

TITLE = "Retningen i hver faggruppe"
HEADS = ("Faggruppe", "Tydeligt bedre", "Tydeligt værre", "Ingen tydelig ændring", "Kan ikke vurderes")
BY_ARROWS = ("Faggruppe", "Bedre", "Værre", "Uændret", "Uden pil")
JUDGED = "De fem nøgletal om ansatte, hvert holdt op mod samme tid året før."
POINTED = "De fem nøgletal om ansatte, hvert holdt op mod kolonnen før i den tabel, det står i."
NONE = "ingen"


def section(view: View) -> html.Section:
    """The list of the groups: the measures that are better and worse by name, and how many are neither."""
    table = view.reading.overview_table(view.house_arrows)
    rows = [[_link(view, row.key, row.label), *_told(table, row.cells, view.house_arrows)] for row in table.rows]
    heads = BY_ARROWS if view.house_arrows else HEADS
    caption = POINTED if view.house_arrows else JUDGED
    listed = markup(drawn("listing.html", caption=caption, heads=heads, rows=rows, shape="full"))
    return html.Section([html.H2(TITLE, id="retning"), listed, *arrows.switch(view)], **{"aria-labelledby": "retning"})


def _link(view: View, group: str, name: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(view.to(f"/faggruppe/{group}"), name)


def _told(table: Table, cells: tuple[Cell, ...], house_arrows: bool) -> list[str]:
    """What stands in the columns: names of the measures that are better, that are worse, and two counts."""
    of: dict[str, list[str]] = {"better": [], "worse": [], "neither": [], "not": []}
    for column, cell in zip(table.columns, cells, strict=True):
        of[_verdict(cell, house_arrows)].append(BY_KEY[column.measure].short_title)
    named = [danish.joined([name.lower() for name in of[verdict]]) or NONE for verdict in ("better", "worse")]
    return [*map(danish.sentence, named), *(danish.number(len(of[verdict]), 0) for verdict in ("neither", "not"))]


def _verdict(cell: Cell, house_arrows: bool) -> str:
    if house_arrows:
        told = {"better": "better", "worse": "worse"}.get(cell.assessment, "neither")
        return told if cell.arrow else "not"
    if cell.sign in ("clear_up", "clear_down"):
        return cell.assessment if cell.assessment in ("better", "worse") else "neither"
    return "neither" if cell.sign in ("up", "down", "flat") else "not"
