"""The two guides: for the officer of HR, and for the municipality's IT and data protection officer.

Their words stand in templates; `tests/test_guides.py` holds them to the program. They are there before anything is
published, for they say how to begin.
"""

from collections.abc import Callable
from dataclasses import dataclass

import dash
from dash import html

from kpi.version import version
from layouts import gate
from layouts.address import Address
from layouts.door import roles
from layouts.drawing.parts import drawn, markup
from layouts.frame import shell, states
from layouts.frame.contents import to_chapters
from layouts.reading import library


@dataclass(frozen=True)
class Guide:
    """A guide: where it is, what it is called, whom it is for and the template of its chapters."""

    key: str
    path: str
    title: str
    lead: str
    template: str


GUIDES = (
    Guide(
        "vejledning",
        "/vejledning",
        "Vejledning for HR",
        "Sådan laver du halvårets tal: fra lønsystemets filer til en udgivelse, som ingen kan ændre.",
        "guide_hr.html",
    ),
    Guide(
        "drift",
        "/drift",
        "Vejledning for IT og databeskyttelse",
        "Sådan bliver programmet installeret, passet og sikret, og sådan kan behandlingen beskrives.",
        "guide_it.html",
    ),
)


def register(order: int) -> None:
    """Nothing; the pages of the guides are registered."""
    for place, guide in enumerate(GUIDES):
        dash.register_page(
            guide.key, path=guide.path, title=shell.titled(guide.title), layout=_layout(guide), order=order + place
        )


def build(guide: Guide) -> list:
    """The content of a guide's page."""
    others = [shell.link(one.title, one.path, current=one is guide) for one in GUIDES]
    return [
        shell.siblings("Vejledninger", others),
        html.H1(guide.title),
        html.P(guide.lead, className="lead"),
        html.P(f"Gælder version {version()}. Vejledningen kan printes.", className="quiet"),
        markup(drawn(guide.template), className="sheet guide"),
        to_chapters(),
    ]


def _layout(guide: Guide) -> Callable[..., html.Div]:
    """The layout function of a guide's page; it reads no publication."""

    def layout(**asked) -> html.Div:
        address = Address.of(guide.path, asked)
        try:
            gate.require(roles.of_page(guide.path))
            content = build(guide)
        except gate.Refusal as refusal:
            content = states.denied(address, refusal.text)
        return shell.page(library(), address, None, content, wide=False)

    return layout
