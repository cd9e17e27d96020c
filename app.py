"""The composition root: settings from the environment, the store, the pages, the server."""

import argparse
import json
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import flask
import waitress

from kpi import pipeline
from kpi.publications.publication import Store
from layouts import downloads, gate, pages
from layouts.document import INDEX, Document
from layouts.reading import Library

ROOT = Path(__file__).resolve().parent
EXAMPLE, REFERENCE = ROOT / "data/example/2022-06-30", ROOT / "data/reference"
MUNICIPALITY = "Eksempel Kommune"
HOST = "127.0.0.1"
PORT = 8050
THREADS = 8
LARGEST_REQUEST = 1_000_000
"""Bytes that a page may send: no page takes files in yet."""


@dataclass(frozen=True)
class Settings:
    """Where the publications lie, and whether they are the example's."""

    publications: Path
    example: bool


def settings_from(environment: dict[str, str]) -> Settings:
    """The settings: the municipality's own folder where KPI_DATA_DIR names one, else the example's."""
    own = environment.get("KPI_DATA_DIR")
    return Settings((Path(own) if own else ROOT / "data") / "store/publications", example=not own)


def open_store(settings: Settings) -> Store:
    """The store of publications; the example's first one is made where there is none."""
    settings.publications.mkdir(parents=True, exist_ok=True)
    store = Store(settings.publications)
    if settings.example and not store.keys():
        case = json.loads((EXAMPLE / "case.json").read_text(encoding="utf-8"))
        as_of, drawn = date.fromisoformat(case["as_of"]), date.fromisoformat(case["drawn"])
        pipeline.first_publication(store, EXAMPLE / "extract", REFERENCE, as_of, drawn, MUNICIPALITY)
    return store


def create_app(settings: Settings) -> Document:
    """The app, ready to be served. The gate stands on the server before Dash does, see `layouts.gate`."""
    server = flask.Flask("arbejdskraft", static_folder=None)
    server.secret_key = secrets.token_bytes(32)
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    gate.close_to_strangers(server)
    Library(open_store(settings), settings.example).place_in(server)
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
    gate.secure_answers(server, app)
    return app


def free_port(wanted: int) -> int:
    """The wanted port, or another where that is taken."""
    for port in (wanted, 0):
        with socket.socket() as trial:
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return trial.getsockname()[1]
    raise SystemExit("Der er ingen ledig port på maskinen.")


def main(arguments: list[str] | None = None) -> None:
    """Serves the app to this machine until it is stopped."""
    parser = argparse.ArgumentParser(prog="app", description="Arbejdskraft i tal", add_help=True)
    parser.add_argument("--port", type=int, default=PORT, help="port på denne maskine")
    parser.add_argument("--host", default=HOST, help=f"kun {HOST}: programmet åbner ingen dør for andre maskiner")
    asked = parser.parse_args(arguments)
    if asked.host not in gate.OWN_HOSTS:
        parser.exit(2, f"Programmet svarer kun denne maskine ({HOST}), ikke {asked.host}.\n")
    settings = settings_from(dict(os.environ))
    if settings.example:
        print("Gør eksemplet klar …", file=sys.stderr, flush=True)
    app, port = create_app(settings), free_port(asked.port)
    print(f"Arbejdskraft i tal: http://{HOST}:{port}/  (stop med Ctrl+C)", flush=True)
    waitress.serve(app.server, host=HOST, port=port, threads=THREADS, ident=None)


if __name__ == "__main__":
    main()
