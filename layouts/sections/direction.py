"""Which way are we going: the verdicts by aim as a picture that counts, what is clear, and where it comes from."""

from collections.abc import Iterable

from dash import html

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.papers.comparisons.chance import by_chance
from kpi.papers.comparisons.contributed import DIVISIONS, in_a_sentence
from kpi.papers.comparisons.overall import Judged, Overall
from kpi.papers.paper import ATTRACT, BY_NUMBER, RETAIN
from layouts.drawing.parts import Dressing, drawn, figures, markup
from layouts.frame.shell import View
from layouts.sections.printed import total_of

WORDS = {
    "worse": "tydeligt værre",
    "better": "tydeligt bedre",
    "unclear": "uden tydelig ændring",
    "too_few": "for få til at vurdere",
    "not_comparable": "kan ikke sammenlignes",
}
ORDER = {"clear_up": 0, "clear_down": 1, "up": 2, "down": 3, "flat": 4}
HOW = "Sådan vurderes en ændring"
NOTHING_CLEAR = "Ingen af tallene har ændret sig tydeligt siden samme tid året før."


def answer(view: View) -> str:
    """The overall direction in one paragraph: how many are clear, how many are not, and what chance alone would do."""
    found = view.reading.direction().aims[RETAIN]
    total = danish.number(len(found.cells), 0)
    if not found.tested:
        return f"Ingen af de {total} tal kan endnu holdes op mod samme tid året før."
    said = (
        f"Af {total} tal er {danish.number(found.worse, 0)} tydeligt værre end for et år siden, og "
        f"{danish.number(found.better, 0)} er tydeligt bedre. For {danish.number(found.unclear, 0)} kan der ikke ses "
        "en tydelig ændring"
    )
    unjudged = found.too_few + found.not_comparable
    said += f", og {danish.number(unjudged, 0)} kan ikke vurderes." if unjudged else "."
    return f"{said} {by_chance(found.tested, len(found.clear), len(found.holds))}"


def aims(view: View) -> html.Div:
    """The direction count of each aim."""
    found = view.reading.direction().aims
    retain, attract = found[RETAIN], found[ATTRACT]
    return html.Div(
        [
            _aim(RETAIN, "fastholde", retain, [_retain_note(view, retain), html.A(HOW, href=view.to("/metode"))]),
            _aim(
                ATTRACT,
                "tiltraekke",
                attract,
                [_attract_note(view, attract), html.A("Se områderne", href="#rekruttering")],
            ),
        ],
        className="aims",
    )


def clear_section(view: View) -> html.Section:
    """What is clearly worse and what is better, and where the total's changes come from."""
    table = view.reading.clear_table()
    heading = html.H2("Hvad er tydeligt værre, og hvad er bedre", id="tydeligt")
    if not table.rows:
        return html.Section([heading, html.P(NOTHING_CLEAR)], **{"aria-labelledby": "tydeligt"})
    links = {row.key: view.to(f"/noegletal/{BY_KEY[row.key.split('/')[0]].page}") for row in table.rows}
    content = [
        heading,
        html.Div(_comes_from(view), className="before-table"),
        markup(figures(table, view.reading, Dressing(row_links=links))),
    ]
    return html.Section(content, **{"aria-labelledby": "tydeligt"})


def _comes_from(view: View) -> list[html.P]:
    """A paragraph for each clear change of the total: which groups it lies in, and which centres."""
    total = total_of(view, BY_NUMBER[2])
    told = []
    for cell in view.reading.direction().clear:
        found = [view.reading.contributions(cell.measure, cell.period_end, one) for one in DIVISIONS]
        found = [one for one in found if one is not None] if cell.group == total else []
        if found:
            one = BY_KEY[cell.measure]
            sentences = [in_a_sentence(parts, view.publication.group_names[total]) for parts in found]
            words = f": {_lower(' '.join(sentences))} "
            href = f"{view.to(f'/noegletal/{one.page}')}#bidrag"
            told.append(html.P([html.B(f"{one.short_title} i alt"), words, html.A("Se alle bidrag", href=href)]))
    return told


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _aim(aim: str, key: str, found: Overall, note: list) -> html.Section:
    words = [part for one in note for part in (one, " ")]
    picture = markup(drawn("direction.html", rows=_rows(found.cells), judged=True))
    return html.Section(
        [html.H2(aim, id=key), picture, html.Div(html.P(words), className="notes")], **{"aria-labelledby": key}
    )


def _rows(cells: Iterable[Judged]) -> list[dict]:
    """The signs of the cells by verdict, the clear first: the count is the picture, and teaches the legend."""
    cells = list(cells)
    rows = []
    for verdict, word in WORDS.items():
        signs = sorted(
            (cell.sign or verdict for cell in cells if cell.verdict == verdict), key=lambda one: ORDER.get(one, 9)
        )
        if signs:
            tone = verdict if verdict in ("better", "worse") else "common"
            rows.append({"tone": tone, "word": word, "signs": [danish.SIGNS[sign][0] for sign in signs]})
    return rows


def _retain_note(view: View, found: Overall) -> str:
    shown = view.reading.publication
    whole = shown.group_names[shown.total]
    tested = danish.number(found.tested, 0)
    return (
        f"{danish.number(len(found.cells), 0)} tal: fem nøgletal for {whole} og hver faggruppe, hvert holdt op "
        f"mod samme tid året før. {tested} kan vurderes."
    )


def _attract_note(view: View, found: Overall) -> str:
    """The latest adverts in words, and whether there is anything to hold them against."""
    adverts = BY_NUMBER[1]
    points = view.reading.series(adverts.indicators[1].key, total_of(view, adverts))
    latest = next((point for point in reversed(points) if point.cell.value is not None), None)
    if latest is None:
        return "Der er ingen tal for jobannoncer i denne udgivelse."
    told = f"I {latest.label} førte {latest.cell.text} procent af jobannoncerne ikke til ansættelse."
    if found.tested:
        return told
    return f"{told} Der er endnu ikke noget år, det kan holdes op imod."
