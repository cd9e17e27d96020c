"""The municipality's settings: `settings.toml` in the data folder, parsed into the type that is used.

A key that is not known, or a value that cannot be, is a Danish `SettingsError` that names it: a misspelt setting must
not silently mean the default.
"""

import ipaddress
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from kpi import danish
from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience
from kpi.definitions.model import NAMELESS

LOCAL, PROXY = "lokal", "proxy"
ROLES = ("hr", "direktion", "chef", "laeser")
SENSIBLE_BRIDGES = (1, 31, 92)
LEAST_LIST_YEARS = 4
MOST_POINTS = 50
"""Beyond so many procentpoint more on full time, the arithmetic of `kraeves` says nothing."""


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


UNREADABLE = "settings.toml kan ikke læses: {}."
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
    path = folder / "settings.toml" if folder else None
    if path is None or not path.is_file():
        return Settings()
    try:
        return settings_of(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise SettingsError(UNREADABLE.format(danish.toml_fault(error))) from None


def settings_of(text: str) -> Settings:
    """The settings that a TOML text holds; raises `SettingsError`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(UNREADABLE.format(danish.toml_fault(error))) from None
    sections = {name: value for name, value in told.items() if name in SECTIONS and isinstance(value, dict)}
    _refuse_unknown(told, sections)
    plain = {TOP[name]: told[name] for name in TOP if name in told}
    for section in ("udgivelse", "opbevaring", "kraeves"):
        plain |= {SECTIONS[section][name]: value for name, value in sections.get(section, {}).items()}
    settings = Settings(
        **plain,
        proxy=_proxy(sections.get("proxy", {}), sections.get("roller", {})),
        audiences=_audiences(sections.get("skjul", {})),
    )
    _check(settings)
    return settings


def _refuse_unknown(told: dict, sections: dict[str, dict]) -> None:
    unknown = [name for name in told if name not in TOP and name not in sections]
    unknown += [f"{section}.{name}" for section, of in sections.items() for name in of if name not in SECTIONS[section]]
    if unknown:
        raise SettingsError(f"settings.toml har en indstilling, som programmet ikke kender: {unknown[0]}")


def _proxy(told: dict, roles: dict) -> Proxy:
    named = {SECTIONS["proxy"][name]: tuple(of) if isinstance(of, list) else of for name, of in told.items()}
    return replace(
        Proxy(), **named, groups={role: tuple(of) if isinstance(of, list) else of for role, of in roles.items()}
    )


def _audiences(told: dict) -> tuple[Audience, ...]:
    internal = replace(INTERNAL, smallest_base=told.get("intern_mindste", INTERNAL.smallest_base))
    public = replace(
        PUBLIC,
        smallest_base=told.get("offentlig_mindste", PUBLIC.smallest_base),
        largest_small_count=told.get("offentlig_smaa", PUBLIC.largest_small_count),
    )
    return internal, public


def _check(settings: Settings) -> None:
    for one in fields(Settings):
        value, default = getattr(settings, one.name), one.default
        if isinstance(default, (bool, int, str)) and type(value) is not type(default):
            raise SettingsError(f"settings.toml: {value!r} kan ikke bruges som {_name_of(one.name)}")
    demands = (
        (settings.mode in (LOCAL, PROXY), f"drift skal være {LOCAL} eller {PROXY}, ikke {settings.mode}"),
        (0 < settings.bridge_days <= 366, f"udgivelse.pause_dage er et antal dage, f.eks. {SENSIBLE_BRIDGES[1]}"),
        (settings.list_years >= LEAST_LIST_YEARS, f"opbevaring.lister_aar skal være mindst {LEAST_LIST_YEARS}"),
        (settings.import_years >= settings.list_years, "opbevaring.importer_aar kan ikke være mindre end lister_aar"),
        *_demands_of_hiding(*settings.audiences),
        (
            1 <= settings.full_time_points <= MOST_POINTS,
            f"kraeves.fuldtid_point er et helt antal procentpoint fra 1 til {MOST_POINTS}",
        ),
        (settings.mode == LOCAL or any(settings.proxy.groups.values()), "drift = proxy kræver grupper under [roller]"),
        (all(type(one) is tuple for one in settings.proxy.groups.values()), 'grupper under [roller] er lister, ["HR"]'),
        (settings.mode == PROXY or not settings.two_persons_publish, "udgivelse.to_personer kræver drift = proxy"),
        (all(_is_address(one) for one in settings.proxy.addresses), "proxy.adresser er IP-adresser"),
    )
    for holds, message in demands:
        if not holds:
            raise SettingsError(f"settings.toml: {message}.")


def _demands_of_hiding(internal: Audience, public: Audience) -> list[tuple[bool, str]]:
    """Whether each setting under `[skjul]` is a whole number and large enough, with what is said if not."""
    told = (
        ("intern_mindste", internal.smallest_base, 1),
        ("offentlig_mindste", public.smallest_base, 1),
        ("offentlig_smaa", public.largest_small_count, 0),
    )
    return [
        (type(value) is int and value >= least, f"skjul.{name} skal være et helt tal på mindst {least}, ikke {value}")
        for name, value, least in told
    ]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return True


def _name_of(attribute: str) -> str:
    names = {of: name for name, of in TOP.items()}
    for section in SECTIONS.values():
        names |= {of: name for name, of in section.items() if of}
    return names.get(attribute, attribute)
