"""Sag: a recipient's paper by aim: sentences, tables with their notes, comments; then the counts (Bilag 1).

HR writes here: each sentence can be left out, put in other words, or joined by one of HR's own.
"""

from itertools import groupby
from urllib.parse import urlencode

import dash
from dash import html

from kpi import danish
from kpi.papers.comments import WHOLE
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.recipients import Recipient
from kpi.publications.folders import Unpublishable
from layouts import comments, forms, left_out, recipients, roles, sentences, shell
from layouts.identity import person
from layouts.parts import drawn, markup
from layouts.printed import counts, coverage, in_paper
from layouts.sentences import AIM_PLACES, PLACES, Shown, at_place, kept
from layouts.shell import View
from layouts.written import or_told

PATH = "/sag"
NOTHING_TOLD = "Der er ingen sætninger til denne udgivelse."


def register(order: int) -> None:
    """Nothing; the page is registered."""
    layout = shell.framed(shell.fixed(PATH), build, False, recipients.adjusted)
    dash.register_page("sag", path=PATH, title=shell.titled("Sagen"), layout=layout, order=order)


def build(view: View) -> list:
    """The content of the page."""
    recipient = recipients.chosen(view.asked, view.reading.audience.key)
    said, remarks = _sentences(view), comments.by_place(view)
    shown = view.publication
    about = f"{recipient.heading} · {shown.municipality}, HR-centret · data pr. {danish.day(shown.as_of)}"
    return [
        html.Div(
            [
                html.H1("Data til monitorering af arbejdskraftudfordringen"),
                html.P(f"{about}, {view.reading.audience.title} visning.", className="lead"),
                markup(_controls(view, recipient, said)),
                *_left_out(view, said),
                html.Nav(html.Ul(_contents()), className="contents", **{"aria-label": "Tabeller"}),
                html.Article(
                    [
                        *_by_aim(view, said, remarks),
                        _summary(view, said),
                        *_about_it_all(remarks[WHOLE]),
                        _annex(view),
                    ],
                    className="paper",
                ),
            ],
            className="sheet desk",
        )
    ]


def may_choose() -> bool:
    """Whether who asks chooses the sentences of the papers: HR does."""
    return person().may(roles.ONLY_HR)


def _sentences(view: View) -> tuple[Shown, ...]:
    """What the product and HR say; nothing where the journal cannot be read, which the comments' banner tells."""
    try:
        return sentences.shown(view, with_left_out=may_choose())
    except Unpublishable:
        return ()


def _left_out(view: View, said: tuple[Shown, ...]) -> list[html.P]:
    """What HR left out of the other papers; nothing to others, nor where the journal cannot be read."""
    return or_told(lambda: left_out.reminders(view, said)) if may_choose() and said else []


def _contents() -> list[html.Li]:
    told = [(f"Tabel {one.number}. {one.title}", f"#tabel-{one.number}") for one in PAPER_TABLES]
    told += [("Opsamling", "#opsamling"), ("Bilag 1. Tabellerne i antal", "#bilag")]
    return [html.Li(html.A(words, href=href)) for words, href in told]


def _controls(view: View, recipient: Recipient, said: tuple[Shown, ...]):
    arrows = kept(view)["pile"]
    at = f"/sag/hent/{view.publication.key}/{recipient.key}/"
    files = recipients.FILES if recipients.papers().make else {}
    return drawn(
        "written/controls.html",
        publication=view.address.publication,
        recipients=recipients.visible(),
        recipient=recipient,
        arrows_2022=arrows == "2022",
        all_open=_all_open(view),
        files=[(at + name + ("?pile=2022" if arrows == "2022" else ""), words) for name, words in files.items()],
        writes=may_choose(),
        proofread_at=f"/sag/korrektur?{urlencode({'udgivelse': view.publication.key, 'modtager': recipient.key})}",
        numbers=[one.number for one in said if one.behind],
    )


def _all_open(view: View) -> bool:
    return kept(view)["bag"] == "1"


def _place(view: View, said: tuple[Shown, ...], place: str) -> list:
    """The sentences of a place, each with its margin; nothing where there are none and nobody to write."""
    found = at_place(said, place)
    if not found and not may_choose():
        return []
    state = {"udgivelse": view.publication.key} | kept(view)
    state["modtager"] = state["modtager"] or recipients.default_for(view.reading.audience.key).key

    def at(path: str, **asked: str) -> str:
        return f"{path}?{urlencode({name: value for name, value in (state | asked).items() if value})}"

    content = drawn(
        "written/sentences.html",
        sentences=found,
        writes=may_choose(),
        all_open=_all_open(view),
        kept=state,
        edit_at=lambda key: at("/sag/saetning/ret", noegle=key),
        add_at=at("/sag/saetning/egen", sted=place),
        place_name=PLACES[place],
        token=forms.token() if may_choose() else "",
        token_field=forms.FIELD,
    )
    return [markup(content, className="sentences")]


def _by_aim(view: View, said: tuple[Shown, ...], remarks: dict[str, list]) -> list[html.Section]:
    sections = []
    numbers, arrows_2022 = sentences.numbers_at(said), kept(view)["pile"] == "2022"
    for place, (aim, papers) in enumerate(groupby(PAPER_TABLES, key=lambda one: one.aim), 1):
        blocks = [
            html.Div(
                [
                    *_place(view, said, f"tabel-{one.number}"),
                    html.Div(
                        [*coverage(view, one), markup(in_paper(view, one, numbers, arrows_2022))], className="block"
                    ),
                    *remarks[f"tabel-{one.number}"],
                ],
                className="told",
            )
            for one in papers
        ]
        heading = html.H2(aim, id=f"pejlemaerke-{place}")
        content = [heading, *_place(view, said, AIM_PLACES[aim]), *blocks]
        sections.append(html.Section(content, **{"aria-labelledby": f"pejlemaerke-{place}"}))
    return sections


def _summary(view: View, said: tuple[Shown, ...]) -> html.Section:
    """The direction and the reservations."""
    parts = []
    for place, title in (("retning", "Samlet retning"), ("forbehold", "Forbehold")):
        found = _place(view, said, place)
        parts += [html.H3(title), *found] if found else []
    content = parts or [html.P(NOTHING_TOLD)]
    return html.Section([html.H2("Opsamling", id="opsamling"), *content], **{"aria-labelledby": "opsamling"})


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
