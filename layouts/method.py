"""Metode: what every figure is, generated from what the publication itself was made with."""

import csv
import io
from collections.abc import Iterable

import dash
from dash import html

from kpi import danish
from kpi.papers.comparisons.guard import listed_breaks
from kpi.papers.meaning import meaning
from kpi.papers.paper import PAPER_TABLES, PaperTable
from kpi.papers.series import Point
from kpi.papers.table import SYMBOLS
from kpi.papers.writers.around import text_sign
from layouts.drawing.curves import day
from layouts.drawing.parts import TONES, drawn, markup
from layouts.frame import shell
from layouts.frame.contents import CHAPTERS, to_chapters
from layouts.frame.shell import View
from layouts.sections import method_statistics
from layouts.sections.printed import total_of

PATH = "/metode"
KINDS = {
    "ansaettelser": "ansættelser (historik)",
    "bestand": "statusliste",
    "fratraadte": "liste over fratrådte",
    "annoncer": "jobannoncer",
}
FEW = 10
NOT_SAID = (
    (
        "Hvorfor folk fratræder",
        "Tallene viser, hvor og hvornår, ikke hvorfor. Hvor lønsystemet har en årsag, er den groft inddelt.",
    ),
    (
        "Hvad en tydelig ændring skyldes",
        "Et tydeligt tegn siger, at ændringen er større end de sædvanlige udsving. Det siger intet om årsagen. De "
        "tynde pile i tabellerne siger kun retningen: i små grupper peger de op eller ned næsten hver gang, også når "
        "intet har ændret sig.",
    ),
    (
        "Hvor mange nyansatte der går igen",
        "Tabel 3 viser, hvor stor en del af de fratrådte der kun var ansat i kort tid. Den stiger også, når flere "
        "ansættes. Andelen af de nyansatte, der er gået igen, står på siden Korte ansættelser.",
    ),
    (
        "Om to tabeller hænger sammen",
        "Tabellerne omfatter ikke de samme personer: fleksjob tæller med i tabel 2, men ikke i tabel 3, 4 og 5. Et tal "
        "i én tabel kan derfor ikke forklare et tal i en anden.",
    ),
    (
        "Hvor mange stillinger der er ubesatte",
        "En jobannonce kan gælde flere stillinger, og praksis for at lukke annoncer i Emply er ikke ens overalt.",
    ),
)
HIDDEN = (
    "En procent er et antal: i en lille gruppe røber én decimal både tæller og nævner. Derfor skjules tallet, dets pil "
    "og dets punkt i figurerne, når for få personer står bag. En fil, der hentes uden valgt visning, er den offentlige."
)
BREAKS = (
    "Er det, der tælles, ændret på en dag, kan tal fra før og efter ikke holdes op mod hinanden. Det kan være "
    "opgørelsen, kredsen af ansatte, kilden eller organisationen. Tallet efter bruddet har tegnet |, vurderingen er "
    "«kan ikke sammenlignes» med grunden, og noten under tabellen siger, hvad der skete. HR skriver brud i brud.csv. "
    "Programmet finder selv de stillingskoder og afdelinger, som skifter faggruppe, center eller område fra en dag, og "
    "de definitioner, som er ændret siden forrige udgivelse. Hver udgivelse beholder sine brud."
)
BREAKS_FOUND = "Udgivelsen kender disse brud, det nyeste først:"
NO_BREAKS = "Udgivelsen kender ingen brud."
SECONDARY = (
    "Et skjult tal må heller ikke kunne regnes ud af det, der vises: en gruppe af summen, 12 måneder af 3, to "
    "udgivelser af hinanden. Før hver udgivelse prøves det, om hvert skjult tal stadig kan være mindst tre "
    "forskellige; kan det ikke, skjules flere tal. Derfor kan også et større tal være skjult."
)


def register(order: int) -> None:
    """Nothing; the page is registered."""
    layout = shell.framed(shell.fixed(PATH), build, wide=False)
    dash.register_page("metode", path=PATH, title=shell.titled("Metode"), layout=layout, order=order)


def build(view: View) -> list:
    """The content of the page."""
    sections = (
        ("noegletal", "Nøgletallene", _measures(view)),
        ("hvem", "Hvem der tæller med", _people(view)),
        ("perioder", "Perioderne", [markup(_periods(view))]),
        (
            "regler",
            "Reglerne bag",
            [_terms((rule["title"], rule["text"]) for rule in view.publication.definitions["rules"])],
        ),
        ("tegn", "Pile, farver og tegn", _signs()),
        ("brud", "Brud i tallene", _breaks(view)),
        *method_statistics.sections(view),
        ("skjult", "Hvad der er skjult, og for hvem", _hidden(view)),
        ("kilder", "Kilder", _sources(view)),
        ("ikke", "Hvad tallene ikke kan sige", [_terms(NOT_SAID)]),
    )
    words = "Alt her er skrevet ud fra de definitioner og referencefiler, som udgivelsen er lavet med."
    chapters = html.Div(_chapters(sections), className="sheet guide")
    return [html.H1("Sådan er tallene lavet"), html.P(words, className="lead"), chapters, to_chapters()]


def _chapters(sections: Iterable[tuple[str, str, list]]) -> list:
    """The list of the chapters, and each of them under its heading."""
    ways = html.Ul([html.Li(html.A(title, href=f"#{key}")) for key, title, _ in sections])
    listed = html.Nav(ways, id=CHAPTERS, className="contents", **{"aria-label": "Afsnit"})
    return [
        listed,
        *[html.Section([html.H2(title, id=key), *body], **{"aria-labelledby": key}) for key, title, body in sections],
    ]


def _breaks(view: View) -> list:
    """What a break is, how HR tells of one, and those that the publication knows of."""
    listed = listed_breaks(view.publication)
    told = [html.P(BREAKS), html.P(BREAKS_FOUND if listed else NO_BREAKS)]
    pairs = [(f"{one.since}: {one.title}, {one.who}", f"{one.changed} er ændret. {one.text}") for one in listed]
    return [*told, _terms(pairs)] if pairs else told


def _terms(pairs: Iterable[tuple[str, str]]) -> html.Dl:
    return html.Dl([part for term, text in pairs for part in (html.Dt(term), html.Dd(text))], className="definition")


def _measures(view: View) -> list:
    parts = []
    for one in view.publication.definitions["indicators"]:
        parts += [html.H3(one["title"], id=one["key"]), _terms(_told(view, one["key"]))]
    return [html.Div(parts, className="definitions")]


def _told(view: View, measure: str) -> list[tuple[str, str]]:
    one = next(one for one in view.publication.definitions["indicators"] if one["key"] == measure)
    where = f"Tabel {one['table']}." if one["printed"] else f"Ved siden af tabel {one['table']}."
    return [("Vises i", where), *meaning(view.publication, measure)]


def _people(view: View) -> list:
    told = [(danish.sentence(one["words"]), one["footnote"]) for one in view.publication.definitions["populations"]]
    forms = _reference(view, "ansaettelsesformer.csv", "Ansættelsesform", "Kategori")
    codes = _reference(view, "stillinger.csv", "Gruppe", "Stilling", "Område")
    names = view.publication.group_names
    groups = [
        (names[key], danish.joined(list(dict.fromkeys(_position(line) for line in codes if line[0] == key))))
        for key in names
        if any(line[0] == key for line in codes)
    ]
    return [
        _terms(told),
        markup(_listing("Ansættelsesformer og kategorier", ("Ansættelsesform", "Kategori"), forms)),
        markup(_listing("Faggrupper og stillinger", ("Faggruppe", "Stillinger"), groups)),
    ]


def _position(line: tuple[str, ...]) -> str:
    return f"{line[1]} ({line[2]})" if line[2] else line[1]


def _reference(view: View, name: str, *columns: str) -> list[tuple[str, ...]]:
    """The columns of one of HR's reference files, as the publication keeps it."""
    content = view.publication.reference.get(name, b"").decode("utf-8-sig")
    return [tuple(line[column] for column in columns) for line in csv.DictReader(io.StringIO(content), delimiter=";")]


def _listing(caption: str, heads: tuple[str, ...], rows: list[tuple[str, ...]], shape: str = ""):
    return drawn("listing.html", caption=caption, heads=heads, rows=rows, shape=shape)


def _periods(view: View):
    rows = [
        (f"Tabel {paper.number}", danish.joined([_span(point) for point in _columns(view, paper)]))
        for paper in PAPER_TABLES
    ]
    return _listing("Tabellernes kolonner i denne udgivelse", ("Tabel", "Kolonner"), rows)


def _columns(view: View, paper: PaperTable) -> tuple[Point, ...]:
    return view.reading.series(paper.indicators[0].key, total_of(view, paper))


def _span(point: Point) -> str:
    missing = "" if point.cell.value is not None else f", {point.cell.spoken}"
    if point.start == point.end:
        return f"{point.label} ({danish.day(day(point.end))}{missing})"
    first = day(point.start).toordinal() + 1
    return (
        f"{point.label} ({danish.day(day(point.start).fromordinal(first))} til {danish.day(day(point.end))}{missing})"
    )


def _signs() -> list:
    signs = [(text_sign(sign), f"{danish.sentence(meaning)}.") for sign, meaning in SYMBOLS.items()]
    colours = [
        (tone.split(": ")[0], f"{danish.sentence(tone.split(': ')[1])}, målt på nøgletallets retning.")
        for _, tone in TONES
    ]
    return [_terms(signs + [(danish.sentence(name), text) for name, text in colours])]


def _hidden(view: View) -> list:
    rules = [
        (f"{danish.sentence(one['title'])} visning", one["rule"]) for one in view.publication.definitions["audiences"]
    ]
    hidden = [(f"Tabel {paper.number}", view.reading.paper_table(paper.number).hidden) for paper in PAPER_TABLES]
    rows = [(name, danish.number(count, 0)) for name, count in hidden]
    caption = f"Skjulte tal i tabellerne, {view.reading.audience.title} visning"
    return [html.P(HIDDEN), html.P(SECONDARY), _terms(rules), markup(_listing(caption, ("Tabel", "Skjulte tal"), rows))]


def _sources(view: View) -> list:
    shown = view.publication
    rows = [
        (one["file"], KINDS.get(one["kind"], one["kind"]), danish.number(one["rows"], 0), one["sha256"][:12])
        for one in shown.sources
    ]
    words = [f"Udtrækkene er trukket {danish.day(shown.drawn)}."]
    several = shown.facts.get("personer_med_flere_ansaettelser")
    if several is not None:
        said = danish.number(several, 0) if several >= FEW else f"Under {FEW}"
        words.append(f" {said} personer havde flere ansættelser på opgørelsesdagen; de tæller én gang.")
    heads = ("Fil", "Art", "Rækker", "Kontrolsum (begyndelsen)")
    return [html.P(words), markup(_listing("Filer, som udgivelsen er lavet af", heads, rows))]
