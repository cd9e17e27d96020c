"""Who may what: the one table of roles. The gate reads it before every request, and a test reads every route.

What does not stand here is HR's alone, so that a route that somebody forgot is closed to the others.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kpi.definitions.disclosure import INTERNAL, PUBLIC

HR, DIRECTION, CHIEF, READER = "hr", "direktion", "chef", "laeser"
NAMES = {HR: "HR", DIRECTION: "Direktion", CHIEF: "Chef", READER: "Læser"}
"""Each role with its Danish name; the first that a person has is the one that the log tells."""
EVERYBODY = frozenset(NAMES)
INSIDE = frozenset({HR, DIRECTION, CHIEF})
WRITERS = frozenset({HR, DIRECTION})
"""Who writes interpretations, decisions and actions; a comment is for everybody inside."""
ONLY_HR = frozenset({HR})

AUDIENCES: Mapping[str, frozenset[str]] = MappingProxyType({INTERNAL.key: INSIDE, PUBLIC.key: EVERYBODY})
"""Who may see the figures of an audience. A person's default is the first that they may see."""

PAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "/": EVERYBODY,
        "/noegletal": EVERYBODY,
        "/noegletal/<noegle>": EVERYBODY,
        "/faggruppe": EVERYBODY,
        "/faggruppe/<faggruppe>": EVERYBODY,
        "/sag": EVERYBODY,
        "/handlinger": EVERYBODY,
        "/metode": EVERYBODY,
        "/vejledning": EVERYBODY,
        "/drift": EVERYBODY,
        "/siden-findes-ikke": EVERYBODY,
    }
)
"""Dash's pages: each checks its role when it is built, for the document around them all is one route."""

DASH = MappingProxyType(
    {
        "/": EVERYBODY,
        "/<path:path>": EVERYBODY,
        "/assets/<path:filename>": EVERYBODY,
        "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": EVERYBODY,
        "/_dash-layout": EVERYBODY,
        "/_dash-dependencies": EVERYBODY,
        "/_dash-update-component": EVERYBODY,
        "/_reload-hash": EVERYBODY,
        "/_favicon.ico": EVERYBODY,
    }
)
"""What Dash answers itself. Its only way to write, a callback, is JSON: no form of another site can send that."""

DATA = (
    "/data",
    "/data/skabelon/<kind>.xlsx",
    "/data/referencefiler",
    "/data/referencefiler/<file>.csv",
    "/data/referencefiler/skabelon/<file>.csv",
    "/data/referencefiler/tidligere/<version>/<file>.csv",
    "/data/referencefiler/kladde/<draft>",
    "/data/referencefiler/kladde/<draft>/brug",
    "/data/referencefiler/kladde/<draft>/kasser",
    "/data/ny",
    "/data/kladde/<draft>",
    "/data/kladde/<draft>/status",
    "/data/kladde/<draft>/fund",
    "/data/kladde/<draft>/fund.csv",
    "/data/kladde/<draft>/fil/<int:number>",
    "/data/kladde/<draft>/fil/<int:number>/laves",
    "/data/kladde/<draft>/fil/<int:number>/status",
    "/data/kladde/<draft>/godkend",
    "/data/kladde/<draft>/placer",
    "/data/kladde/<draft>/svar",
    "/data/kladde/<draft>/igen",
    "/data/kladde/<draft>/gem",
    "/data/kladde/<draft>/kasser",
    "/data/udgiv/<as_of>",
    "/data/udgiv/<as_of>/status",
    "/data/udgiv/<as_of>/tabeller",
    "/data/udgiv/<as_of>/forskel",
    "/data/udgiv/<as_of>/udgiv",
    "/data/udgiv/<as_of>/godkend",
    "/data/udgiv/<as_of>/begrundelse",
    "/data/import/<key>",
    "/data/import/<key>/tilbage",
    "/data/person",
    "/data/svar",
)
"""The half-year refresh: HR's alone."""

WRITTEN = MappingProxyType(
    {
        "/handlinger/skriv": WRITERS,
        "/handlinger/<int:line>/opfoelgning": WRITERS,
        "/handlinger/<int:line>/modtagere": ONLY_HR,
        "/sag/kommentar": INSIDE,
        "/sag/kommentar/<int:comment>/modtagere": ONLY_HR,
        "/sag/kommentar/<int:comment>/vis": ONLY_HR,
        "/sag/saetning/valg": ONLY_HR,
        "/sag/saetning/ret": ONLY_HR,
        "/sag/saetning/egen": ONLY_HR,
        "/sag/fund/ret": ONLY_HR,
        "/sag/fund/behold": ONLY_HR,
        "/sag/korrektur": ONLY_HR,
    }
)
"""What people write at the figures. A page shows each no more of it than the audience that they see."""

ROUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **DASH,
        "/faggrupper": EVERYBODY,
        "/hent/<publication>/<name>.<suffix>": EVERYBODY,
        "/sag/hent/<publication>/<recipient>/<name>": EVERYBODY,
        "/tjek/<publication>": EVERYBODY,
        **WRITTEN,
        **dict.fromkeys(DATA, ONLY_HR),
    }
)
"""Every route of the server."""

OWN_TOKEN_CHECK = frozenset({"/data/ny", "/data/referencefiler", "/sag/korrektur"})
"""The routes that take in files: each reads the token as the first part of what is sent, before any file."""


def of_page(path: str) -> frozenset[str]:
    """Who may open the page at a path."""
    for template, allowed in PAGES.items():
        start, variable, _ = template.partition("<")
        if path == template or (variable and path.startswith(start)):
            return allowed
    return ROUTES.get(path, ONLY_HR)
