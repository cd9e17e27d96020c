"""What stands where no figures can: each state says what is the matter and shows a way on."""

from dash import html

from kpi import danish
from layouts.address import SHOWN_TO, Address
from layouts.door.identity import sees
from layouts.reading import Unknown

START = "python -m kpi publish --as-of 2022-06-30 MAPPE"


def state(title: str, *content) -> list:
    """The content of a page that says what is the matter."""
    return [html.H1(title), *content]


def nothing_published(address: Address, name: str, keys: list[str]) -> list:
    """The state before the first publication: how to start."""
    return state(
        "Der er endnu ikke udgivet noget",
        html.P("Siderne viser tallene, når den første udgivelse er lavet. Sådan kommer HR i gang:", className="lead"),
        html.Ol(
            [
                html.Li(
                    [
                        "Tag HR's egne referencefiler i brug på siden ",
                        html.A("Referencefiler", href="/data/referencefiler"),
                        ": faggrupper, stillinger, afdelinger og ansættelsesformer.",
                    ]
                ),
                html.Li(["Hent udtrækkene fra lønsystemet og Emply ind på siden ", html.A("Data", href="/data"), "."]),
                html.Li(["Udgiv dér, eller fra kommandolinjen: ", html.Code(START), "."]),
            ],
            className="text",
        ),
        html.P("Fejl i filerne bliver nævnt med celle, så de kan rettes. Intet vises, før alt er i orden."),
    )


def publication(address: Address, name: str, keys: list[str]) -> list:
    """The state where the address names a publication that is not there."""
    return state(
        f"Udgivelsen {name} findes ikke",
        html.P(
            ["Der er ", danish.counted(len(keys), "udgivelse", "udgivelser"), " at vælge imellem:"], className="lead"
        ),
        html.Ul([html.Li(html.A(_name(key), href=address.at(key))) for key in keys]),
    )


def audience(address: Address, name: str, keys: list[str]) -> list:
    """The state where the address names a view that is not there."""
    links = [
        html.Li(html.A(f"{danish.sentence(one.title)} visning", href=address.shown_to(one)))
        for one in SHOWN_TO.values()
        if sees(one.key)
    ]
    return state(
        "Visningen findes ikke", html.P("Tallene kan ses i disse visninger:", className="lead"), html.Ul(links)
    )


def group(address: Address, name: str, keys: list[str]) -> list:
    """The state where the address names a staff group that the publication does not have."""
    return state(
        "Faggruppen findes ikke",
        html.P("Faggruppen er ikke med i denne udgivelse. Den kan have fået et andet navn.", className="lead"),
        html.P(html.A("Se alle faggrupper", href=address.to("/faggruppe"))),
    )


def measure(address: Address, name: str, keys: list[str]) -> list:
    """The state where the address names a measure that is not there."""
    return state(
        "Nøgletallet findes ikke",
        html.P("Adressen kan være skrevet forkert.", className="lead"),
        html.P(html.A("Se alle nøgletal", href=address.to("/noegletal"))),
    )


def recipient(address: Address, name: str, keys: list[str]) -> list:
    """The state where the address names a recipient that no paper is made for."""
    return state(
        "Modtageren findes ikke",
        html.P("Der laves ingen sag til den modtager, som adressen nævner.", className="lead"),
        html.P(html.A("Gå til sagen", href=address.to("/sag"))),
    )


def page(address: Address, name: str = "", keys: list[str] = ()) -> list:
    """The state where no page answers at the address."""
    return state(
        "Siden findes ikke",
        html.P(
            "Adressen fører ikke til noget. Den kan være skrevet forkert, eller siden er flyttet.", className="lead"
        ),
        html.P(html.A("Gå til overblikket", href=address.to("/"))),
    )


def denied(address: Address, message: str) -> list:
    """The state where the person's role does not open the page."""
    return state(
        "Adgang nægtet",
        html.P(message, className="lead"),
        html.P(html.A("Gå til overblikket", href="/")),
    )


def damaged(address: Address, message: str) -> list:
    """The state where a publication's files are not as they were written."""
    return state(
        "Udgivelsen kan ikke vises",
        html.P(message, className="lead"),
        html.P(
            "Filerne er ikke, som de var, da de blev udgivet. Hent dem fra en sikkerhedskopi; ret dem ikke i hånden."
        ),
    )


def fault(address: Address, number: str) -> list:
    """The state where a page could not be made: a number to quote, no traceback and no data."""
    return state(
        "Der skete en fejl",
        html.P("Siden kunne ikke vises. Prøv igen; bliver det ved, så oplys nummeret.", className="lead"),
        html.P(["Fejlnummer: ", html.B(number)]),
        html.P(html.A("Gå til overblikket", href=address.to("/"))),
    )


STATES = {
    "nothing_published": nothing_published,
    "publication": publication,
    "audience": audience,
    "group": group,
    "measure": measure,
    "recipient": recipient,
    "page": page,
}


def unknown(address: Address, error: Unknown, keys: list[str]) -> list:
    """The state for what an address names and nobody has."""
    return STATES[error.what](address, error.name, keys)


def _name(key: str) -> str:
    return f"Udgivelse {key}"
