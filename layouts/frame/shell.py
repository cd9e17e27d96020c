"""The frame of every page: who shows it, as of when, for whom, and the way to the other pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dash import html

from kpi import danish
from kpi.definitions.disclosure import PUBLIC
from kpi.definitions.periods import shifted
from kpi.papers.writers.plain import EXAMPLE, PARTIAL
from kpi.publications.publication import Publication, Unpublishable
from layouts import gate
from layouts.address import SHOWN_TO, Address
from layouts.door import roles
from layouts.door.identity import person, sees
from layouts.frame import states
from layouts.reading import Library, Reading, Unknown, library

NAME = "Arbejdskraft i tal"
ABOUT_THE_EXAMPLE = (
    "Kommunen, de ansatte og udtrækkene er lavet til formålet. Tabellerne for juni 2022 gengiver de tal, der blev "
    "forelagt Direktionen den 10. oktober 2022; alt andet er opdigtet."
)
SECTIONS = (
    ("/", "Overblik"),
    ("/noegletal", "Nøgletal"),
    ("/faggruppe", "Faggrupper"),
    ("/sag", "Sagen"),
    ("/handlinger", "Handlinger"),
    ("/data", "Data"),
    ("/metode", "Metode"),
    ("/vejledning", "Vejledning"),
)
MONTHS_BETWEEN = 6
"""A publication is made twice a year."""
MONTHS_UNTIL_STALE = 9


@dataclass(frozen=True)
class View:
    """What a page is made from: what may be seen, where it is, and what the address asks for besides."""

    reading: Reading
    address: Address
    asked: Mapping

    @property
    def publication(self) -> Publication:
        """The publication that is shown."""
        return self.reading.publication

    @property
    def house_arrows(self) -> bool:
        """Whether the arrows of the minutes are shown: where they are asked for, and where nothing was judged."""
        return bool(self.address.arrows) or not self.reading.is_judged

    def to(self, path: str, **asked: str) -> str:
        """The link to another page that keeps publication, audience and arrows."""
        return self.address.to(path, **asked)


def titled(name: str) -> Callable[[], str]:
    """What gives the document's title: the page, the municipality and what this is, in the order a reader looks."""
    return lambda: document_title(name, library().municipality)


def document_title(name: str, municipality: str) -> str:
    """The title of a window: Faggrupper – Eksempel Kommune – Arbejdskraft i tal."""
    return " – ".join(filter(None, (name, municipality, NAME)))


def framed(
    path: Callable[[Mapping], str],
    build: Callable[[View], list],
    wide: bool = True,
    adjusted: Callable[[Address, Mapping], Address] = lambda address, asked: address,
) -> Callable[..., html.Div]:
    """The layout function of a page: `build` gives its content, every way it can fail gives a state instead.

    The route of every page is the same, so each checks here who may see it. `adjusted` gives the address with what
    the page itself asks for: a recipient has an audience.
    """

    def layout(**asked) -> html.Div:
        address, shelf = Address.of(path(asked), asked), library()
        reading, content = None, []
        try:
            gate.require(roles.of_page(address.path))
            address = _as_they_may(adjusted(address, asked))
            reading = shelf.read(address)
            content = build(View(reading, address, asked))
        except gate.Refusal as refusal:
            content = states.denied(address, refusal.text)
        except Unknown as error:
            content = states.unknown(address, error, shelf.keys())
        except Unpublishable as error:
            content = states.damaged(address, str(error))
        except Exception as error:
            content = states.fault(address, gate.numbered(error))
        return page(shelf, address, reading, content, wide)

    return layout


def _as_they_may(address: Address) -> Address:
    """The address with the public view in place of one that who asks may not see."""
    if address.audience not in SHOWN_TO or sees(address.audience):
        return address
    gate.note_denied("rollen giver ikke adgang til visningen")
    return replace(address, audience=PUBLIC.key)


def page(shelf: Library, address: Address, reading: Reading | None, content: list, wide: bool = True) -> html.Div:
    """The whole page: skip link, header, banners, content and foot."""
    return html.Div(
        [
            html.A("Gå til indhold", href="#indhold", className="skip"),
            html.Header([_navigation(shelf, address, reading), _strip(shelf, address, reading)], className="masthead"),
            html.Main([*_banners(shelf, address, reading), *content], id="indhold", tabIndex=-1),
            html.Footer(_foot(shelf, reading), className="colophon"),
        ],
        className="landscape" if wide else "portrait",
    )


def _navigation(shelf: Library, address: Address, reading: Reading | None) -> html.Nav:
    owner = reading.publication.municipality if reading else ""
    named = [NAME, html.Span([" ", owner], className="quiet")]
    example = [html.Span(EXAMPLE, className="example")] if shelf.example else []
    return html.Nav([html.Strong(named + example), *_links(address)], **{"aria-label": "Sider"})


def _links(address: Address) -> list[html.A]:
    def here(path: str) -> bool:
        return address.path == path or (path != "/" and address.path.startswith(path + "/"))

    shown = [(path, title) for path, title in SECTIONS if person().may(roles.of_page(path))]
    return [link(title, address.to(path), here(path)) for path, title in shown]


def link(title: str, href: str, current: bool = False) -> html.A:
    """A link that says whether it leads to where the reader is."""
    return html.A(title, href=href, **({"aria-current": "page"} if current else {}))


def siblings(label: str, links: list[html.A]) -> html.Nav:
    """The links to the pages beside this one."""
    return html.Nav(links, className="siblings", **{"aria-label": label})


def _strip(shelf: Library, address: Address, reading: Reading | None) -> html.Dl | None:
    if reading is None:
        return None
    shown, audience = reading.publication, reading.audience
    others = [one for one in SHOWN_TO.values() if one is not audience and sees(one.key)]
    facts = [
        ("Data pr.", [danish.day(shown.as_of), html.Span(_age(shown.as_of, shelf.today()), className="quiet")]),
        ("Udgivet", danish.day(shown.published.date())),
        ("Næste", danish.day(next_date(shown.as_of))),
        ("Omfatter", "fastansatte, se tabellernes noter"),
        ("Kilde", f"lønudtræk og Emply {danish.day(shown.drawn)}"),
        ("Visning", [audience.title, *(_switch(address, one) for one in others)]),
        ("Udgivelse", html.A(shown.key, href=address.at(shown.key), title="Fast adresse til denne udgivelse")),
    ]
    facts += [(PARTIAL, " ".join(shown.partial))] if shown.partial else []
    paper = f"{NAME} · {shown.municipality} · udgivelse {shown.key} · {audience.title} visning"
    if shelf.example:
        paper += f" · {EXAMPLE}"
    pairs = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts]
    return html.Dl(pairs, className="publication", **{"data-paper": paper})


def _switch(address: Address, audience) -> html.Span:
    return html.Span([" · ", html.A(f"vis {audience.title}", href=address.shown_to(audience))], className="switch")


def next_date(as_of: date) -> date:
    """The day that the next publication's data are of: half a year on, to the month's end."""
    after = shifted(as_of, MONTHS_BETWEEN + 1)
    return date.fromordinal(after.replace(day=1).toordinal() - 1)


def _age(as_of: date, today: date) -> str:
    months = (today.year - as_of.year) * 12 + today.month - as_of.month
    return f" · {danish.counted(months, 'måned gammel', 'måneder gamle')}" if months >= MONTHS_UNTIL_STALE else ""


def _banners(shelf: Library, address: Address, reading: Reading | None) -> list:
    if reading is None or not (keys := shelf.keys()) or reading.publication.key == keys[0]:
        return []
    if corrections := shelf.store.corrections(reading.publication.key):
        one = corrections[-1]
        words = f"Udgivelsen er rettet af {one.key}: {one.reason.rstrip('.')}. "
        return [html.P([words, html.A("Se den rettede", href=address.at(one.key))], className="banner")]
    newer = html.A("Se den nyeste", href=address.at(""))
    return [html.P(["Der er kommet en nyere udgivelse, ", keys[0], ". ", newer], className="banner")]


def _foot(shelf: Library, reading: Reading | None) -> list:
    words = []
    if shelf.example:
        words.append(html.P(f"{EXAMPLE}. {ABOUT_THE_EXAMPLE}"))
    if reading:
        shown = reading.publication
        words.append(
            html.P(
                [
                    f"HR-centret, {shown.municipality} · udgivelse {shown.key} · lavet med version {shown.version} · ",
                    html.A("Tjek, om den gælder", href=f"/tjek/{shown.key}"),
                ]
            )
        )
    return words


def not_found(**asked) -> html.Div:
    """The page for an address that leads nowhere."""
    shelf, address = library(), Address.of("", asked)
    return page(shelf, Address(""), None, states.page(address))


def fixed(path: str) -> Callable[[Mapping], str]:
    """The path of a page that has one address."""
    return lambda asked: path
