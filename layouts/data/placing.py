"""Codes that HR's reference files do not know, each with a small form: where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import refresh
from kpi.definitions.populations import CATEGORIES
from kpi.extracts.findings import Finding
from kpi.extracts.reference import CONTRACTS, JOB_CODES, UNITS, Reference

FILES = {"ukendt_ansaettelsesform": CONTRACTS, "ukendt_afdeling": UNITS, "ukendt_stillingskode": JOB_CODES}
HEADS = {CONTRACTS: "Ukendte ansættelsesformer", UNITS: "Ukendte afdelinger", JOB_CODES: "Ukendte stillingskoder"}
CATEGORY_WORDS = {
    "fast": "fast (fastansat; tæller i alle tabeller)",
    "fleksjob": "fleksjob (tæller i tabel 2)",
    "elev": "elev (tæller ikke)",
    "ekstraordinær": "ekstraordinær (tæller ikke)",
    "§94": "§94 (tæller ikke)",
    "vikar": "vikar (tæller ikke)",
}
OUTSIDE = "uden-for"
"""The choice of no staff group, which must be made: an empty choice is none."""


@dataclass(frozen=True)
class Choice:
    """A field of the form: free text where there are no options. `chosen` is what it begins with."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    must: bool = True


@dataclass(frozen=True)
class Unplaced:
    """A code that has no place: the finding's number, the file that it belongs in, and what to say of it."""

    number: int
    finding: Finding
    file: str
    code: str
    fixed: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]


def unplaced(findings: Sequence[Finding], read: refresh.Draft) -> list[Unplaced]:
    """The findings that a line in a reference file would mend, by file."""
    reference = read.placed.reference
    found = [
        _unplaced(number, one, read, reference)
        for number, one in enumerate(findings)
        if one.code in FILES and one.value
    ]
    return sorted((one for one in found if one), key=lambda one: list(HEADS).index(one.file))


def values_of(one: Unplaced, told: dict[str, str]) -> dict[str, str]:
    """The line's values by header; raises `KeyError` with the label of a field that was left empty."""
    values = dict(one.fixed)
    for choice in one.choices:
        answer = " ".join(told.get(choice.name, "").split())
        known = {value for value, _ in choice.options}
        if (choice.must and not answer) or (answer and known and answer not in known):
            raise KeyError(choice.label)
        values[choice.name] = "" if answer == OUTSIDE else answer
    return values


def _unplaced(number: int, one: Finding, read: refresh.Draft, reference: Reference) -> Unplaced | None:
    code = str(one.value)
    if one.code == "ukendt_ansaettelsesform":
        options = tuple((key, CATEGORY_WORDS.get(key, key)) for key in CATEGORIES)
        choices = (Choice("Kategori", "Kategori", options),)
        return Unplaced(number, one, CONTRACTS, code, (("Ansættelsesform", code),), choices)
    if one.code == "ukendt_afdeling":
        if code in set(reference.units["unit"]):
            return None
        choices = (
            Choice("Navn", "Afdelingens navn"),
            Choice("Område", "Område", _pairs(reference.areas)),
            Choice("Center", "Center", _pairs(reference.centers)),
        )
        return Unplaced(number, one, UNITS, code, (("Afdeling", code),), choices)
    groups = tuple((group.key, group.name) for group in reference.groups if group.covers == "stillinger")
    known = reference.job_codes[reference.job_codes["code"] == code]
    choices = (
        Choice("Stilling", "Stillingens navn", chosen=known["title"].iloc[0] if len(known) else ""),
        Choice("Område", "Område", _pairs(reference.areas), _area_of(one, read, reference)),
        Choice("Gruppe", "Faggruppe", (*groups, (OUTSIDE, "Uden for faggrupperne (tæller kun i kommunen i alt)"))),
    )
    return Unplaced(number, one, JOB_CODES, code, (("Stillingskode", code),), choices)


def _pairs(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


def _area_of(one: Finding, read: refresh.Draft, reference: Reference) -> str:
    """The area of the unit in the finding's first row; empty where that is not known either."""
    told = read.placed.extracts
    for frame in (told.history, told.status, told.leavers):
        rows = frame[(frame["line"] == one.row) & (frame["job_code"] == one.value)]
        units = reference.units[reference.units["unit"].isin(rows["unit"])]
        if len(units):
            return str(units["area"].iloc[0])
    return ""
