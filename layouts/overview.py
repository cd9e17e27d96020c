"""Overblik: are we moving the right way? The direction by aim, the matrix, and recruitment."""

from collections import Counter

import dash
from dash import html
from markupsafe import Markup

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.paper import ATTRACT, BY_NUMBER, RETAIN
from kpi.papers.table import Cell, Table
from layouts.drawing.curves import spark
from layouts.drawing.parts import Dressing, drawn, figures, markup
from layouts.frame import shell
from layouts.frame.contents import with_contents
from layouts.frame.shell import View
from layouts.sections import arrows, direction, notes, triggers
from layouts.sections.printed import at_a_glance, coverage

PATH = "/"
ADVERTS = BY_NUMBER[1]
DIRECTIONS = (("worse", "forværret"), ("better", "forbedret"), ("same", "uændret"))
CURVES = (
    "Kurverne går fra den første trykte kolonne til den seneste. Hver har sin egen skala, dog mindst 10 procentpoint "
    "(20 for korte ansættelser, 2 timer for arbejdstid), så små udsving ikke ser store ud. Stiplet: perioderne kan "
    "ikke holdes direkte op mod hinanden."
)
HONESTLY = "Pilene viser retningen, ikke om ændringen er større end de sædvanlige udsving."


def register(order: int) -> None:
    """Nothing; the page is registered."""
    dash.register_page(
        "overblik",
        path=PATH,
        title=shell.titled("Overblik"),
        layout=shell.framed(shell.fixed(PATH), build),
        order=order,
    )


def build(view: View) -> list:
    """The content of the page."""
    table = view.reading.overview_table(view.house_arrows)
    content = [
        html.H1("Bevæger vi os i den rigtige retning?"),
        *(_by_arrows(view, table) if view.house_arrows else _by_signs(view)),
        html.Section(
            [html.H2("Faggruppe for faggruppe", id="alle"), markup(_matrix(view, table)), *arrows.switch(view)],
            **{"aria-labelledby": "alle"},
        ),
        _recruitment(view),
        *filter(None, [triggers.section(view)]),
        *notes.decided(view),
    ]
    return with_contents(content)


def _recruitment(view: View) -> html.Section:
    """The adverts by area, and the way to all that is counted of them."""
    whole = html.A("Se jobannoncerne kvartal for kvartal", href=view.to(f"/noegletal/{ADVERTS.key}"))
    content = [html.H2("Rekruttering", id="rekruttering"), *coverage(view, ADVERTS), markup(at_a_glance(view, ADVERTS))]
    return html.Section([*content, html.P(whole, className="downloads")], **{"aria-labelledby": "rekruttering"})


def _by_signs(view: View) -> list:
    """The answer by what was judged: the paragraph, the count by aim, and what is clear."""
    return [html.P(direction.answer(view), className="lead"), direction.aims(view), direction.clear_section(view)]


def _by_arrows(view: View, table: Table) -> list:
    """The answer by the house arrows, which claim no more than a direction."""
    cells = [cell for row in table.rows for cell in row.cells]
    return [
        *arrows.told(view),
        html.P([_answer(cells), " ", HONESTLY], className="lead"),
        html.Div([_retain(view, cells), _attract(view)], className="aims"),
    ]


def _answer(cells: list[Cell]) -> str:
    """The direction count in one sentence."""
    count = Counter(cell.assessment for cell in cells if cell.arrow)
    if not count:
        return "Der er endnu ikke noget at holde tallene op imod."
    said = [
        f"{danish.number(count['worse'], 0)} forværret",
        f"{danish.number(count['better'], 0)} forbedret",
        danish.counted(count["same"], "uændret", "uændrede"),
    ]
    return f"Af {danish.number(count.total(), 0)} tal er {danish.joined(said)}, målt mod kolonnen før i hver tabel."


def _retain(view: View, cells: list[Cell]) -> html.Section:
    shown = view.reading.publication
    hidden = sum(1 for cell in cells if not cell.arrow)
    many, whole = danish.counted(len(cells), "tal", "tal"), shown.group_names[shown.total]
    notes = [f"{many}: fem nøgletal for {whole} og hver faggruppe."]
    if hidden:
        notes.append(
            f" {danish.number(hidden, 0)} har ingen pil: de er skjult, eller der er intet at holde dem op imod."
        )
    return html.Section(
        [html.H2(RETAIN, id="fastholde"), markup(_direction(cells)), html.Div(html.P(notes), className="notes")],
        **{"aria-labelledby": "fastholde"},
    )


def _attract(view: View) -> html.Section:
    share = ADVERTS.indicators[1]
    points = [view.reading.series(share.key, area) for area in view.publication.areas]
    cells = [shown[-1].cell for series in points if (shown := [one for one in series if one.cell.value is not None])]
    words = "Pilene viser andelen af jobannoncer uden ansættelse, målt mod kvartalet før."
    if not any(cell.arrow for cell in cells):
        words = "Der er endnu kun ét kvartal, så der er ikke noget at holde tallene op imod."
    note = html.P([words, " ", html.A("Se områderne", href="#rekruttering")])
    return html.Section(
        [html.H2(ATTRACT, id="tiltraekke"), markup(_direction(cells)), html.Div(note, className="notes")],
        **{"aria-labelledby": "tiltraekke"},
    )


def _direction(cells: list[Cell]):
    """The signs laid out as units beside their counts: the count is the picture, and teaches the legend."""
    rows = [
        {
            "tone": tone,
            "word": word,
            "signs": [
                danish.ARROWS[arrow]
                for arrow in sorted((one.arrow for one in cells if one.arrow and one.assessment == tone), reverse=True)
            ],
        }
        for tone, word in DIRECTIONS
    ]
    return drawn("direction.html", rows=[row for row in rows if row["signs"]], judged=False)


def _matrix(view: View, table: Table):
    curves = {
        (row.key, column.key): spark(view.reading.series(column.measure, row.key), BY_KEY[column.measure], _tone(cell))
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    }
    return figures(
        table,
        view.reading,
        Dressing(
            row_links={row.key: view.to(f"/faggruppe/{row.key}") for row in table.rows},
            column_links={column.key: view.to(f"/noegletal/{BY_KEY[column.measure].page}") for column in table.columns},
            curves=curves,
            after=Markup('<div class="notes"><p>{}</p></div>').format(CURVES),
        ),
    )


def _tone(cell: Cell) -> str:
    return cell.assessment if cell.assessment in ("better", "worse") else ""
