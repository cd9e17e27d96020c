"""Sag: a recipient's paper by aim: sentences, tables with their notes, comments; then the counts (Bilag 1).

HR writes here: each sentence can be left out, put in other words, or joined by one of HR's own.
"""

from itertools import groupby
from urllib.parse import urlencode

import dash
from dash import html

from kpi import danish
from kpi.papers.assembly import interpretation, title_of
from kpi.papers.comments import WHOLE
from kpi.papers.paper import PAPER_TABLES
from kpi.papers.proofreading.fault import KINDS
from kpi.papers.read_through import MOVED, Found, open_of
from kpi.papers.recipients import CASE, SUMMARY, Recipient
from kpi.papers.sentences.places import AIM_PLACES, HEADINGS, IN_THE_SUMMARY, PLACES, at_place
from kpi.papers.texts import nameless
from kpi.publications.folders import Unpublishable
from layouts import comments
from layouts.door import forms, roles
from layouts.door.identity import person
from layouts.drawing.parts import drawn, markup
from layouts.frame import shell
from layouts.frame.shell import View
from layouts.papers import left_out, proofs, recipients
from layouts.sections import sentences
from layouts.sections.printed import counts, coverage, in_paper
from layouts.sections.sentences import Shown, kept
from layouts.written import or_told, rows_in_the_paper

PATH = "/sag"
NOTHING_TOLD = "Der er ingen sætninger til denne udgivelse."


def register(order: int) -> None:
    """Nothing; the page is registered."""
    layout = shell.framed(shell.fixed(PATH), build, False, recipients.adjusted)
    dash.register_page("sag", path=PATH, title=shell.titled("Sagen"), layout=layout, order=order)


def build(view: View) -> list:
    """The content of the page."""
    recipient = recipients.chosen(view.asked, view.reading.audience.key)
    found = _found(view, recipient)
    said, remarks = _sentences(view, recipient, found), _remarks(view, recipient)
    shown = view.publication
    about = f"{recipient.heading} · {shown.municipality}, HR-centret · data pr. {danish.day(shown.as_of)}"
    return [
        html.Div(
            [
                html.H1(title_of(shown)),
                html.P(f"{about}, {view.reading.audience.title} visning.", className="lead"),
                markup(_controls(view, recipient, said)),
                *_nameless(view),
                *_left_out(view, said),
                *_proof(view, recipient, found),
                html.Nav(html.Ul(_contents(recipient)), className="contents", **{"aria-label": "Tabeller"}),
                html.Article(
                    [
                        *_sections(view, recipient, said, remarks),
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


def _found(view: View, recipient: Recipient) -> tuple[Found, ...]:
    """What the proof-reader has to say of what people wrote in the paper: for HR, who can mend it."""
    try:
        return proofs.found(view.reading, recipient) if may_choose() else ()
    except Unpublishable:
        return ()


def _remarks(view: View, recipient: Recipient) -> dict[str, list]:
    """The interpretations that the recipient's paper has, and the comments with their forms, by their places."""
    found = comments.by_place(view)
    for row in reversed(rows_in_the_paper(view, recipient.key)):
        found[row.paper_place] = [html.P(interpretation(row), className="said"), *found[row.paper_place]]
    return found


def _nameless(view: View) -> list[html.P]:
    """What HR is told where the paper has no name of the municipality; nothing to others."""
    told = nameless(view.publication) if may_choose() else ""
    return [html.P(told, className="banner")] if told else []


def _left_out(view: View, said: tuple[Shown, ...]) -> list[html.P]:
    """What HR left out of the other papers; nothing to others, nor where the journal cannot be read."""
    return or_told(lambda: left_out.reminders(view, said)) if may_choose() and said else []


def _sentences(view: View, recipient: Recipient, found: tuple[Found, ...]) -> tuple[Shown, ...]:
    """What the product and HR say; nothing where the journal cannot be read, which the comments' banner tells."""
    try:
        return sentences.shown(view, recipient, found, with_left_out=may_choose())
    except Unpublishable:
        return ()


def _contents(recipient: Recipient) -> list[html.Li]:
    tables = [(f"Tabel {one.number}. {one.title}", f"#tabel-{one.number}") for one in PAPER_TABLES]
    parts = {CASE: tables, SUMMARY: [("Opsamling", "#opsamling")]}
    told = [link for section in recipient.sections for link in parts.get(section, ())]
    told.append(("Bilag 1. Tabellerne i antal", "#bilag"))
    return [html.Li(html.A(words, href=href)) for words, href in told]


def _proof(view: View, recipient: Recipient, found: tuple[Found, ...]) -> list:
    """What has to be done before the paper can be made; nothing where the texts hold."""
    elsewhere = [one for one in found if not one.is_sentence]
    waiting = open_of(found)
    if not waiting and not elsewhere:
        return []
    asked = {"recipient": recipient, "waiting": waiting, "elsewhere": elsewhere, "sentence_id": sentences.sentence_id}
    return [markup(drawn("written/proof.html", **asked, **_forms(view)))]


def _forms(view: View) -> dict:
    """What the forms beside a text carry, and what tells of a fault."""
    state = {"udgivelse": view.publication.key} | kept(view)
    state["modtager"] = state["modtager"] or recipients.default_for(view.reading.audience.key).key
    token = forms.token() if may_choose() else ""
    return {"kept": state, "token": token, "token_field": forms.FIELD, "kinds": KINDS, "moved": MOVED}


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
    told = _forms(view)

    def at(path: str, **asked: str) -> str:
        return f"{path}?{urlencode({name: value for name, value in (told['kept'] | asked).items() if value})}"

    content = drawn(
        "written/sentences.html",
        sentences=found,
        writes=may_choose(),
        all_open=_all_open(view),
        edit_at=lambda key: at("/sag/saetning/ret", noegle=key),
        add_at=at("/sag/saetning/egen", sted=place),
        place_name=PLACES[place],
        **told,
    )
    return [markup(content, className="sentences")]


def _sections(view: View, recipient: Recipient, said: tuple[Shown, ...], remarks: dict[str, list]) -> list:
    """The sections that hold sentences and tables, in the order of the recipient's paper."""
    found = []
    for section in recipient.sections:
        found += _by_aim(view, said, remarks) if section == CASE else []
        found += [_summary(view, said)] if section == SUMMARY else []
    return found


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
    for place in IN_THE_SUMMARY:
        found = _place(view, said, place)
        parts += [html.H3(HEADINGS[place]), *found] if found else []
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
