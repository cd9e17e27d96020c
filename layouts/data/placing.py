"""Codes that HR's reference files do not know, each with a small form: where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.definitions.populations import CATEGORIES
from kpi.extracts.findings import Finding
from kpi.extracts.placement.reference import CONTRACTS, JOB_CODES, PLACED_IN, UNITS, Reference
from kpi.publications.person_numbers import refuse
from kpi.refreshing import refresh

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
CONFIRMED = "bekraeftet"
NOT_CONFIRMED = "Forslaget til {} er ikke bekræftet. Sæt flueben ved det, eller vælg en anden plads."


class Unsaid(Exception):
    """Raised, with a Danish message, where the officer has not said all that a line needs."""


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

    @property
    def is_proposed(self) -> bool:
        """Whether the last choice, which is the one that places the code, begins with a proposal."""
        return bool(self.choices[-1].chosen)

    def of(self, typed: dict[str, str]) -> dict[str, str]:
        """What was typed of a whole form for this code, by the names of its choices."""
        return {one.name: typed.get(f"{self.number}-{one.name}", one.chosen) for one in self.choices}

    def is_confirmed(self, typed: dict[str, str]) -> bool:
        """Whether the officer has said that the proposal is right."""
        return bool(typed.get(f"{self.number}-{CONFIRMED}"))

    def is_touched(self, typed: dict[str, str]) -> bool:
        """Whether the officer has confirmed or changed anything: what is not touched is left for later."""
        told = self.of(typed)
        return self.is_confirmed(typed) or any(told[one.name].strip() != one.chosen for one in self.choices)


def unplaced(findings: Sequence[Finding], read: refresh.Draft) -> list[Unplaced]:
    """The findings that a line in a reference file would mend, by file."""
    reference = read.placed.reference
    found = [
        _unplaced(number, one, reference) for number, one in enumerate(findings) if one.code in PLACED_IN and one.value
    ]
    return sorted((one for one in found if one), key=lambda one: list(HEADS).index(one.file))


def values_of(one: Unplaced, typed: dict[str, str]) -> dict[str, str]:
    """The line's values by header.

    Raises `Unsaid` where a field is empty or a proposal is not confirmed, `PersonNumber` where one looks like that.
    """
    values, told = dict(one.fixed), one.of(typed)
    for choice in one.choices:
        answer = " ".join(told[choice.name].split())
        known = {value for value, _ in choice.options}
        if (choice.must and not answer) or (answer and known and answer not in known):
            raise Unsaid(f"Udfyld «{choice.label}» for {one.code}.")
        refuse(answer, f"«{choice.label}» for {one.code}")
        values[choice.name] = "" if answer == OUTSIDE else answer
    last = one.choices[-1]
    if one.is_proposed and told[last.name] == last.chosen and not one.is_confirmed(typed):
        raise Unsaid(NOT_CONFIRMED.format(one.code))
    return values


def _unplaced(number: int, one: Finding, reference: Reference) -> Unplaced | None:
    code, told = str(one.value), one.beside
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
    outside = (OUTSIDE, "Uden for faggrupperne (tæller kun i kommunen i alt)")
    proposed = "" if told.group is None else told.group or OUTSIDE
    choices = (
        Choice("Stilling", "Stillingens navn", chosen=told.title),
        Choice("Område", "Område", _pairs(reference.areas), told.area),
        Choice("Gruppe", "Faggruppe", (*groups, outside), proposed),
    )
    return Unplaced(number, one, JOB_CODES, code, (("Stillingskode", code),), choices)


def _pairs(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)
