"""The municipality's settings: `settings.toml` in the data folder, parsed into the type that is used.

A key that is not known, or a value that cannot be, is a Danish `SettingsError` that names the file, the line, the key,
the value as it is written and one that will do: a misspelt setting must not silently mean the default.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kpi import danish
from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience
from kpi.definitions.model import NAMELESS
from kpi.municipality import as_written, demands
from kpi.municipality.demands import LOCAL, PROXY

ROLES = ("hr", "direktion", "chef", "laeser")
FILE = "settings.toml"
SAID_TWICE = "Cannot"
"""How the reader of TOML begins where a name stands twice."""


class SettingsError(Exception):
    """Raised, with a Danish message that names the setting, where `settings.toml` cannot be used."""


@dataclass(frozen=True)
class Proxy:
    """How a reverse proxy that has signed the user in tells who it is: only from these addresses are headers believed.

    `groups` maps a role to the sign-in service's groups.
    """

    addresses: tuple[str, ...] = ("127.0.0.1",)
    name_header: str = "X-Forwarded-User"
    groups_header: str = "X-Forwarded-Groups"
    groups_separator: str = ","
    public_address: str = ""
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What a municipality decides; every default is the house's."""

    municipality: str = NAMELESS
    mode: str = LOCAL
    proxy: Proxy = Proxy()
    two_persons_publish: bool = False
    bridge_days: int = 31
    list_years: int = 5
    import_years: int = 10
    audiences: tuple[Audience, ...] = (INTERNAL, PUBLIC)
    full_time_points: int = 5

    def check_address(self, key: str) -> str:
        """Where anybody can see whether a publication is still current; empty where no address is set."""
        public = self.proxy.public_address.rstrip("/")
        return f"{public}/tjek/{key}" if public else ""


# Where each setting stands in the file, and the field it fills.
TOP = {"kommune": "municipality", "drift": "mode"}
SECTIONS = {
    "proxy": {
        "adresser": "addresses",
        "navn": "name_header",
        "grupper": "groups_header",
        "adskiller": "groups_separator",
        "adresse": "public_address",
    },
    "udgivelse": {"to_personer": "two_persons_publish", "pause_dage": "bridge_days"},
    "opbevaring": {"lister_aar": "list_years", "importer_aar": "import_years"},
    "skjul": {"intern_mindste": "", "offentlig_mindste": "", "offentlig_smaa": ""},
    "kraeves": {"fuldtid_point": "full_time_points"},
    "roller": dict.fromkeys(ROLES, ""),
}


def read_settings(folder: Path | None) -> Settings:
    """The settings of a data folder; the defaults where there is none, or it has no `settings.toml`."""
    path = (folder / FILE).absolute() if folder else None
    if path is None or not path.exists():
        return Settings()
    try:
        return settings_of(path.read_text(encoding="utf-8-sig"), path)
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} kan ikke læses: {danish.toml_fault(error)}.") from None
    except OSError:
        raise SettingsError(
            f"{path} kan ikke læses: det skal være en fil, som den bruger, programmet kører som, må læse."
        ) from None


def settings_of(text: str, path: Path = Path(FILE)) -> Settings:
    """The settings that a TOML text holds; `path` is where it stands. Raises `SettingsError`."""
    lines = as_written.lines_of(text)
    told = _told(text, path)
    for name, value in told.items():
        fault = _fault_of(name, value)
        if fault:
            raise SettingsError(f"{_place(path, lines, name)}: {fault}")
    settings = _settings(told)
    for holds, name, words, example in _between(settings):
        if not holds:
            raise SettingsError(f"{_place(path, lines, name)}: {words}. Skriv for eksempel: {example}")
    return settings


def _told(text: str, path: Path) -> dict[str, object]:
    """Every setting that a text has, by its name, `afsnit.navn`; what is not a section stands as it is."""
    try:
        told = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        twice = as_written.stands_twice(text) if f"{error}".startswith(SAID_TWICE) else None
        if twice:
            words = "{0} står to gange, første gang i linje {2}. Saml det ét sted, og slet det andet".format(*twice)
            raise SettingsError(f"{path}, linje {twice[1]}: {words}.") from None
        raise SettingsError(f"{path} kan ikke læses: {danish.toml_fault(error)}.") from None
    found = {}
    for name, value in told.items():
        inside = isinstance(value, dict) and name in SECTIONS
        found |= {f"{name}.{key}": one for key, one in value.items()} if inside else {name: value}
    return found


def _fault_of(name: str, value: object) -> str:
    """What is wrong with a setting by itself, a whole sentence or more; empty where nothing is."""
    section, _, key = name.rpartition(".")
    if name in SECTIONS:
        line = f"{next(iter(SECTIONS[name]))} = …"
        return f"{name} er et afsnit. Skriv [{name}] på en linje for sig, og derunder for eksempel: {line}"
    if name not in demands.DEMANDS:
        known = list(SECTIONS[section]) if section else [*TOP, *(f"[{one}]" for one in SECTIONS)]
        first = f" {key} skal stå øverst, før det første afsnit." if section and key in TOP else ""
        return f"programmet kender ikke {name}.{first} Her kan stå {danish.joined(known, 'eller')}"
    fault = demands.fault_of(name, value)
    there = f"Der står {as_written.as_written(value)}. Skriv for eksempel: {demands.example_of(name)}"
    return f"{name} {fault}. {there}" if fault else ""


def _place(path: Path, lines: dict[str, list[int]], name: str) -> str:
    """The file, and the line where it is known: the setting's own, else its section's."""
    found = lines.get(name) or lines.get(f"[{name}]") or lines.get(f"[{name.rpartition('.')[0]}]")
    return f"{path}, linje {found[0]}" if found else f"{path}"


def _settings(told: dict[str, object]) -> Settings:
    """The settings of values that are each right."""
    plain = {of: told[name] for name, of in TOP.items() if name in told}
    for section in ("udgivelse", "opbevaring", "kraeves"):
        plain |= {of: told[f"{section}.{key}"] for key, of in SECTIONS[section].items() if f"{section}.{key}" in told}
    proxy = {of: told[f"proxy.{key}"] for key, of in SECTIONS["proxy"].items() if f"proxy.{key}" in told}
    if "addresses" in proxy:
        proxy["addresses"] = tuple(proxy["addresses"])
    groups = {role: tuple(told[f"roller.{role}"]) for role in ROLES if f"roller.{role}" in told}
    return Settings(**plain, proxy=Proxy(**proxy, groups=groups), audiences=_audiences(told))


def _audiences(told: dict[str, object]) -> tuple[Audience, ...]:
    internal = replace(INTERNAL, smallest_base=told.get("skjul.intern_mindste", INTERNAL.smallest_base))
    public = replace(
        PUBLIC,
        smallest_base=told.get("skjul.offentlig_mindste", PUBLIC.smallest_base),
        largest_small_count=told.get("skjul.offentlig_smaa", PUBLIC.largest_small_count),
    )
    return internal, public


def _between(settings: Settings) -> Iterator[tuple[bool, str, str, str]]:
    """What must hold between settings that are each right: the one to change, what is wrong if not, and an example."""
    proxy, behind = settings.proxy, settings.mode == PROXY
    groups = [one for named in proxy.groups.values() for one in named]
    no_address = 'drift = "proxy" kræver proxy.adresse, den adresse, brugerne skriver'
    yield not behind or proxy.public_address, "proxy.adresse", no_address, demands.example_of("proxy.adresse")
    no_groups = 'drift = "proxy" kræver grupper under [roller]; ellers kan ingen komme ind'
    yield not behind or groups, "roller.hr", no_groups, demands.example_of("roller.hr")
    alone = 'udgivelse.to_personer kræver drift = "proxy": lokalt hedder alle det samme'
    yield behind or not settings.two_persons_publish, "udgivelse.to_personer", alone, "to_personer = false"
    same = proxy.name_header.lower() == proxy.groups_header.lower()
    one_header = f"proxy.navn og proxy.grupper er begge {proxy.groups_header}; det skal være to headere"
    yield not same, "proxy.grupper", one_header, demands.example_of("proxy.grupper")
    inside = f'proxy.adskiller er "{proxy.groups_separator}", og det tegn står i en gruppes navn under [roller]'
    yield not any(proxy.groups_separator in one for one in groups), "proxy.adskiller", inside, 'adskiller = "|"'
    yield from _between_numbers(settings)


def _between_numbers(settings: Settings) -> Iterator[tuple[bool, str, str, str]]:
    """As `_between`, of years and of what is hidden."""
    years, (internal, public) = settings.list_years, [one.smallest_base for one in settings.audiences]
    few = f"opbevaring.importer_aar er {settings.import_years}, men kan ikke være mindre end lister_aar, som er {years}"
    yield settings.import_years >= years, "opbevaring.importer_aar", few, f"importer_aar = {years}"
    open_door = (
        f"skjul.offentlig_mindste er {public}, men kan ikke være mindre end intern_mindste, som er {internal}: den "
        "offentlige visning må ikke vise det, den interne skjuler"
    )
    yield public >= internal, "skjul.offentlig_mindste", open_door, f"offentlig_mindste = {internal}"
