"""The composition root: settings from the environment, HR's office, who may see what, the pages, the server."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import flask

from kpi.command_line.danish_parser import Danish
from kpi.export import maker_of
from kpi.extracts.secret import SecretError
from kpi.municipality.action_rules import read_rules
from kpi.municipality.paper_settings import read_recipients
from kpi.municipality.settings import PROXY, SettingsError, read_settings
from kpi.municipality.settings import Settings as Decided
from kpi.papers.follow_up.rules import RulesError
from kpi.publications.folders import Unpublishable
from kpi.publications.imports import Imports
from kpi.publications.journal import Journal
from kpi.publications.publication import Store
from kpi.publications.transactions import root_of
from kpi.refreshing import refresh
from kpi.refreshing.office import EXAMPLE_MUNICIPALITY, Office, office_at
from layouts import downloads, gate, pages
from layouts.data import routes as data
from layouts.data.upload import LARGEST_TOTAL
from layouts.door import identity, serving
from layouts.frame.document import INDEX, Document
from layouts.papers.recipients import Papers
from layouts.reading import Library
from layouts.writing import routes as writing

ROOT = Path(__file__).resolve().parent
EXAMPLE = ROOT / "data/example/2022-06-30"
HOST = "127.0.0.1"
PORT = 8050
UNUSABLE = "Datamappen kan ikke læses og skrives: {}. Ret rettighederne, eller spørg it-afdelingen.\n"
LARGEST_REQUEST = 1_000_000
"""Bytes that a page may send; a route that takes in files has a limit of its own."""


@dataclass(frozen=True)
class Settings:
    """Where the publications lie, and whether they are the example's.

    `environment` leads to HR's office; without it, or an `office`, the store gets one with a key of its own that is
    gone with it.
    """

    publications: Path
    example: bool
    environment: Mapping[str, str] | None = field(default=None, compare=False)
    office: Office | None = field(default=None, compare=False)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """The settings: the municipality's own folder where KPI_DATA_DIR names one, else the example's."""
    own = environment.get("KPI_DATA_DIR")
    return Settings((Path(own) if own else ROOT / "data") / "store/publications", not own, environment)


def open_office(settings: Settings) -> Office:
    """HR's office; the example's first publication is made where there is none."""
    settings.publications.mkdir(parents=True, exist_ok=True)
    if settings.office:
        return settings.office
    if settings.environment is not None:
        own = settings.environment.get("KPI_DATA_DIR")
        office = office_at(Path(own) if own else None, settings.environment)
    else:
        root, store = root_of(settings.publications), Store(settings.publications)
        imports, key = Imports(root / "imports"), secrets.token_bytes(32)
        decided = Decided(municipality=EXAMPLE_MUNICIPALITY)
        office = Office(root, root / "reference", decided, key, imports, store, Journal(root), settings.example)
    if office.example and not office.store.keys():
        _publish_example(office)
    return office


def open_store(settings: Settings) -> Store:
    """The store of publications; the example's first one is made where there is none."""
    return open_office(settings).store


def _publish_example(office: Office) -> None:
    case = json.loads((EXAMPLE / "case.json").read_text(encoding="utf-8"))
    as_of, drawn = (date.fromisoformat(case[name]) for name in ("as_of", "drawn"))
    refresh.publish_example(office, EXAMPLE / "extract", as_of, drawn, datetime.now().replace(microsecond=0))


def create_app(settings: Settings) -> Document:
    """The app, ready to be served. The gate stands on the server before Dash does, see `layouts.gate`."""
    office = open_office(settings)
    server = flask.Flask("arbejdskraft", static_folder=None)
    server.secret_key = secrets.token_bytes(32)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    gate.close_to_strangers(server, entrance_of(office.settings), office.journal)
    rules = read_rules(office.own_reference.parent)
    points, name = office.settings.full_time_points, office.settings.municipality
    Library(office.store, office.example, full_time_points=points, rules=rules, municipality=name).place_in(server)
    Papers(maker_of(office), read_recipients(office.own_reference.parent)).place_in(server)
    app = Document(
        "arbejdskraft",
        server=server,
        title="Arbejdskraft i tal",
        update_title=None,
        index_string=INDEX,
        assets_folder=str(ROOT / "layouts/assets"),
        use_pages=True,
        pages_folder="",
        include_pages_meta=False,
        suppress_callback_exceptions=True,
        compress=True,
        enable_mcp=False,
    )
    pages.register(app)
    downloads.register(server)
    data.register(server, office)
    writing.register(server)
    gate.secure_answers(server, app)
    return app


def entrance_of(decided: Decided) -> identity.Entrance:
    """How people come in: the machine itself, or a proxy that has signed them in."""
    return identity.BehindProxy(decided.proxy) if decided.mode == PROXY else identity.OwnMachine()


def free_port(wanted: int) -> int:
    """The wanted port, or another where that is taken: by a program that listens, not by what one left behind."""
    for port in (wanted, 0):
        with socket.socket() as trial:
            if os.name == "posix":
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return trial.getsockname()[1]
    raise SystemExit("Der er ingen ledig port på maskinen.")


def main(arguments: list[str] | None = None) -> None:
    """Serves the app, to this machine or to the proxy, until it is stopped."""
    parser = Danish(prog="app", description="Arbejdskraft i tal")
    parser.add_argument("--port", type=int, default=PORT, help="port på denne maskine")
    parser.add_argument("--host", default=HOST, help=f"{HOST}; en anden kun, når drift = proxy i settings.toml")
    asked = parser.parse_args(arguments)
    settings = settings_from(dict(os.environ))
    try:
        decided = read_settings(None if settings.example else settings.publications.parent.parent)
        _refuse_open_doors(parser, decided, asked.host)
        if settings.example:
            print("Gør eksemplet klar …", file=sys.stderr, flush=True)
        app = create_app(settings)
    except (SettingsError, RulesError, SecretError, Unpublishable) as error:
        parser.exit(1, f"{error}\n")
    except OSError as error:
        parser.exit(1, UNUSABLE.format(error.filename or error.strerror))
    host, port, told = _where(decided, asked.host, asked.port)
    try:
        listening = serving.listening(app.server, host, port, LARGEST_TOTAL)
    except OSError:
        parser.exit(
            1, f"Porten {port} på {host} kan ikke bruges: måske kører programmet allerede. Vælg en anden: --port\n"
        )
    print(f"Arbejdskraft i tal: {told}  (stop med Ctrl+C)", flush=True)
    listening.run()


def _where(decided: Decided, host: str, port: int) -> tuple[str, int, str]:
    """The host and port to listen on, and the address that people go to."""
    if decided.mode == PROXY:
        return host, port, decided.proxy.public_address
    free = free_port(port)
    if port not in (0, free):
        print(f"Porten {port} er optaget af et andet program.", file=sys.stderr)
    return HOST, free, f"http://{HOST}:{free}/"


def _refuse_open_doors(parser: Danish, decided: Decided, host: str) -> None:
    """Ends with status 2 where the app would answer machines that it must not."""
    if decided.mode != PROXY and host not in identity.OWN_HOSTS:
        parser.exit(2, f"Programmet svarer kun denne maskine ({HOST}), ikke {host}.\n")


if __name__ == "__main__":
    main()
