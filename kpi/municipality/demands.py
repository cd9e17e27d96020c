"""What each setting must be: what is wrong with a value, in Danish, and one example that is right.

A demand says "" of a value that will do, else the words that follow the setting's name.
"""

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit

LOCAL, PROXY = "lokal", "proxy"
LEAST_LIST_YEARS, MOST_YEARS = 4, 50
MOST_POINTS = 50
"""Beyond so many procentpoint more on full time, the arithmetic of `kraeves` says nothing."""
LARGEST_LEAST = 1000
"""Nobody hides figures of more persons than so: it must be a slip."""
LONGEST_NAME = 100
WIDEST_NET = {4: 16, 6: 48}
"""The least bits of a net's address, by its version: whoever is in the net can say that they are anybody."""
AN_ADDRESS = '"https://arbejdskraft.kommune.dk"'

Demand = Callable[[object], str]


def fault_of(name: str, value: object) -> str:
    """What is wrong with a setting's value, as words that follow its name; empty where it will do."""
    return DEMANDS[name][0](value)


def example_of(name: str) -> str:
    """A line that would do."""
    return f"{name.rpartition('.')[2]} = {DEMANDS[name][1]}"


def _text(words: str, fits: Callable[[str], object]) -> Demand:
    """A text that fits; `words` say what it must be."""
    return lambda value: "" if isinstance(value, str) and fits(value) else f"skal være {words}"


def _whole(least: int, most: int, of: str = "et helt tal") -> Demand:
    def demand(value: object) -> str:
        fits = type(value) is int and least <= value <= most
        quoted = " uden anførselstegn" if isinstance(value, str) else ""
        return "" if fits else f"skal være {of} fra {least} til {most}{quoted}"

    return demand


def _yes_or_no(value: object) -> str:
    return "" if isinstance(value, bool) else "skal være true eller false, uden anførselstegn"


def _groups(value: object) -> str:
    if not isinstance(value, list):
        return "skal være en liste af grupper i kantede parenteser, også når der kun er én"
    wrong = any(not isinstance(one, str) or not one.strip() or one != one.strip() for one in value)
    return "skal være navne på grupper i anførselstegn, uden tomme navne og uden blanke for og bag" if wrong else ""


def _addresses(value: object) -> str:
    if not isinstance(value, list) or not value:
        return "skal være en liste af IP-adresser eller net i kantede parenteser, med mindst én"
    return next(filter(None, map(_wrong_address, value)), "")


def _wrong_address(told: object) -> str:
    """What is wrong with one address; a net must be told by its first address, and not hold all the world."""
    try:
        net = ipaddress.ip_network(told if isinstance(told, str) else "", strict=False)
    except ValueError:
        return f"har «{told}», som ikke er en IP-adresse eller et net i anførselstegn"
    if told.partition("/")[0] not in (str(net.network_address), net.network_address.exploded):
        return f"har «{told}», som ikke er navnet på et net; nettet hedder {net}"
    if net.prefixlen < WIDEST_NET[net.version]:
        return f"har «{told}», som er for mange adresser: enhver i nettet kan udgive sig for enhver. Skriv kun proxyens"
    return ""


def _is_public_address(text: str) -> bool:
    """Whether it is empty, or https with a host, and a port at most."""
    try:
        told = urlsplit(text)
        port, host = told.port, told.hostname or ""
    except ValueError:
        return False
    bare = told.path in ("", "/") and not (told.query or told.fragment or told.username)
    host_fits = re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:]*", host)
    return not text or bool(told.scheme == "https" and host_fits and bare and port != 0)


def _one_sign(text: str) -> bool:
    return len(text) == 1 and text.isprintable() and not text.isalnum() and text not in "-_."


HEADER = _text("navnet på en header: bogstaver, tal og bindestreger", re.compile(r"[A-Za-z0-9-]+").fullmatch)
YEARS = _whole(LEAST_LIST_YEARS, MOST_YEARS, "et helt antal år")
LEAST = _whole(1, LARGEST_LEAST)
DEMANDS: dict[str, tuple[Demand, str]] = {
    "kommune": (
        _text(
            f"kommunens navn i anførselstegn, højst {LONGEST_NAME} tegn",
            lambda text: 0 < len(text.strip()) <= LONGEST_NAME and text.isprintable(),
        ),
        '"Høje-Taastrup Kommune"',
    ),
    "drift": (_text(f'"{LOCAL}" eller "{PROXY}"', (LOCAL, PROXY).__contains__), f'"{PROXY}"'),
    "proxy.adresser": (_addresses, '["127.0.0.1"]'),
    "proxy.navn": (HEADER, '"X-Forwarded-User"'),
    "proxy.grupper": (HEADER, '"X-Forwarded-Groups"'),
    "proxy.adskiller": (_text("ét tegn i anførselstegn, som ikke kan være en del af et navn", _one_sign), '","'),
    "proxy.adresse": (
        _text("https:// og et værtsnavn, uden sti, og kun med de bogstaver, en adresse kan have", _is_public_address),
        AN_ADDRESS,
    ),
    "udgivelse.to_personer": (_yes_or_no, "true"),
    "udgivelse.pause_dage": (_whole(1, 366, "et helt antal dage"), "31"),
    "opbevaring.lister_aar": (YEARS, "5"),
    "opbevaring.importer_aar": (YEARS, "10"),
    "skjul.intern_mindste": (LEAST, "5"),
    "skjul.offentlig_mindste": (LEAST, "10"),
    "skjul.offentlig_smaa": (_whole(0, LARGEST_LEAST), "4"),
    "kraeves.fuldtid_point": (_whole(1, MOST_POINTS, "et helt antal procentpoint"), "5"),
    "roller.hr": (_groups, '["GRP-HR-Noegletal"]'),
    "roller.direktion": (_groups, '["GRP-Direktion"]'),
    "roller.chef": (_groups, '["GRP-Chefforum"]'),
    "roller.laeser": (_groups, '["GRP-Alle-Ansatte"]'),
}
