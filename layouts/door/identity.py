"""Who asks: the one person of this machine, or the user that a reverse proxy has signed in.

A header is believed only where the connection itself comes from one of the proxy's addresses. No other header, not
X-Forwarded-For either, says where a request comes from.
"""

import ipaddress
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

import flask

from kpi.municipality.settings import Proxy
from layouts.door import roles

OWN_HOSTS = {"127.0.0.1", "localhost"}
LONGEST_NAME = 200
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True)
class Person:
    """Somebody with the roles that they have here."""

    name: str
    roles: frozenset[str]

    @property
    def role(self) -> str:
        """The role that the log tells: the first of those that the person has."""
        return next((role for role in roles.NAMES if role in self.roles), "")

    def may(self, allowed: frozenset[str]) -> bool:
        """Whether one of the person's roles is among those that are allowed."""
        return bool(self.roles & allowed)

    def sees(self, audience: str) -> bool:
        """Whether the person may see the figures of the audience."""
        return self.may(roles.AUDIENCES.get(audience, frozenset()))


HERE = Person("HR på denne maskine", roles.EVERYBODY)
"""The one person of *lokal*: whoever sits at the machine."""


class Entrance(Protocol):
    """How people come in: what the address is, and who somebody is."""

    secure: bool
    where: str

    def is_own_host(self, host: str) -> bool:
        """Whether a request to this host is meant for us."""

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether a page of this origin is one of ours."""

    def person(self, peer: str, environ: Mapping) -> Person | None:
        """Who asks, or None where nobody says so who can be believed."""

    def name(self, peer: str, environ: Mapping) -> str:
        """The name of who has signed in, whatever they may; empty where nobody has."""


@dataclass(frozen=True)
class OwnMachine:
    """*lokal*: only the machine itself, and one person with every role."""

    secure: bool = False
    where: str = "Denne adresse kan kun åbnes fra den maskine, som programmet kører på."

    def is_own_host(self, host: str) -> bool:
        """Whether the host is this machine by its own name: no name that leads here from elsewhere will do."""
        return (host.rsplit(":", 1)[0] if host.count(":") == 1 else host) in OWN_HOSTS

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether the page came from the same host and port."""
        return urlsplit(origin).netloc == host

    def person(self, peer: str, environ: Mapping) -> Person | None:
        """The person at the machine."""
        return HERE if _is_among(peer, ("127.0.0.0/8", "::1/128")) else None

    def name(self, peer: str, environ: Mapping) -> str:
        """Nobody signs in here."""
        return ""


@dataclass(frozen=True)
class BehindProxy:
    """*proxy*: the user that the proxy has signed in, with the roles that the user's groups give."""

    proxy: Proxy
    secure: bool = True

    @property
    def where(self) -> str:
        """What somebody is told who came another way."""
        return f"Brug adressen {self.proxy.public_address}."

    def is_own_host(self, host: str) -> bool:
        """Whether the host is the public address's."""
        return _netloc(f"//{host}", self._public.scheme) == _netloc(self.proxy.public_address, self._public.scheme)

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether the page came from the public address."""
        told = urlsplit(origin)
        return told.scheme == self._public.scheme and self.is_own_host(told.netloc)

    def person(self, peer: str, environ: Mapping) -> Person | None:
        """The signed-in user; None from another address, without a name, or without a group that gives a role."""
        name = self.name(peer, environ)
        told = _told(environ, self.proxy.groups_header).split(self.proxy.groups_separator)
        groups = {one.strip() for one in told} - {""}
        found = frozenset(role for role, named in self.proxy.groups.items() if groups & set(named))
        return Person(name, found) if name and found else None

    def name(self, peer: str, environ: Mapping) -> str:
        """The name that the proxy tells; empty from another address, and where it is not one name."""
        name = _told(environ, self.proxy.name_header).strip() if _is_among(peer, self.proxy.addresses) else ""
        return name if _is_name(name) else ""

    @property
    def _public(self):
        return urlsplit(self.proxy.public_address)


def person() -> Person:
    """Who asks now: the gate has said so before anything else ran."""
    return flask.g.person


def sees(audience: str) -> bool:
    """Whether who asks now may see the figures of the audience; outside a request nobody asks, and nothing is sent."""
    return not flask.has_request_context() or person().sees(audience)


def _told(environ: Mapping, header: str) -> str:
    """The header's text: proxies send UTF-8, which WSGI hands over as Latin-1."""
    raw = environ.get(f"HTTP_{header.upper().replace('-', '_')}", "")
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw


def _is_name(name: str) -> bool:
    """Whether it is one name: a header that was sent twice has a comma, and nothing else invisible is let in."""
    printable = not any(unicodedata.category(sign)[0] == "C" for sign in name)
    return 0 < len(name) <= LONGEST_NAME and printable and "," not in name


def _is_among(peer: str, addresses: tuple[str, ...]) -> bool:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(one) for one in addresses)


def _netloc(address: str, scheme: str) -> str:
    """The address's host and port in small letters, without the port that its scheme has anyway."""
    return urlsplit(address).netloc.lower().removesuffix(DEFAULT_PORTS.get(scheme, ""))
