"""HR's reference files -> groups, job codes, units and contract forms, or all that is wrong with them at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from kpi import danish
from kpi.definitions.breaks import Break
from kpi.definitions.model import StaffGroup
from kpi.definitions.people import OPEN, day_number
from kpi.definitions.populations import CATEGORIES
from kpi.extracts.cells.dates import NoDate, day_of
from kpi.extracts.cells.refusals import A_DAY
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.breaks import breaks_of_validity, declared_breaks
from kpi.extracts.placement.lying import files_in
from kpi.extracts.placement.reference_files import BREAKS, CONTRACTS, GROUPS, JOB_CODES, REFERENCE_FILES, UNITS, VALID
from kpi.extracts.placement.reference_lines import Line, lines_of, missing

PLACED_IN = {"ukendt_ansaettelsesform": CONTRACTS, "ukendt_afdeling": UNITS, "ukendt_stillingskode": JOB_CODES}
"""The findings that a line more in a reference file mends, with the file."""
EARLIEST = day_number(date(1900, 1, 1))
"""The first day of a line that does not say when it begins."""
COVERS = ("alle", "ledere", "stillinger")
NEEDED = {one.name: one.needed for one in REFERENCE_FILES.values() if not one.optional}
EXAMPLES = {one.name: {column.name: column.example for column in one.columns} for one in REFERENCE_FILES.values()}


@dataclass(frozen=True)
class Reference:
    """HR's own settings: the groups in printed order, where job codes, units and contract forms belong, and breaks.

    `job_codes` has code, title, area (empty: any), group (empty: none), valid_from, valid_to; `units` has unit, name,
    area, center, valid_from, valid_to; days since 1970-01-01, both included, `EARLIEST` and `OPEN` where nothing was
    said. `contracts` gives a contract form's category, `files` the files as they were.
    """

    groups: tuple[StaffGroup, ...]
    job_codes: pd.DataFrame
    units: pd.DataFrame
    contracts: dict[str, str]
    files: dict[str, bytes]
    breaks: tuple[Break, ...] = ()

    @property
    def names(self) -> dict[str, str]:
        """Each group's key with its name, in printed order."""
        return {group.key: group.name for group in self.groups}

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas in the order of `afdelinger.csv`."""
        return tuple(dict.fromkeys(self.units["area"]))

    @property
    def centers(self) -> tuple[str, ...]:
        """The centres in the order of `afdelinger.csv`."""
        return tuple(dict.fromkeys(self.units["center"]))

    @property
    def unit_codes(self) -> tuple[str, ...]:
        """The units in the order of `afdelinger.csv`."""
        return tuple(dict.fromkeys(self.units["unit"]))


def read_reference(folder: Path) -> Reference:
    """The reference files of the folder; raises `Stopped` with everything that is wrong with them."""
    return reference_of(files_in(Path(folder)))


def reference_of(told: Mapping[str, bytes | None]) -> Reference:
    """The reference files by name, None for one that cannot be opened; raises `Stopped` with all that is wrong."""
    files = {name: told[name] for name in (*NEEDED, BREAKS) if told.get(name) is not None}
    unopened = [name for name in (*NEEDED, *told) if name not in files]
    faults = [missing(name, REFERENCE_FILES[name].needed) for name in dict.fromkeys(unopened)]
    lines = {name: _lines(name, files[name], faults) if name in files else [] for name in NEEDED}
    groups = _groups(lines[GROUPS], faults)
    covering = {group.key for group in groups if group.covers == "stillinger"}
    job_codes = _job_codes(lines[JOB_CODES], covering, faults)
    units = _units(lines[UNITS], faults)
    contracts = _contracts(lines[CONTRACTS], faults)
    breaks = breaks_of_validity(groups, job_codes, units)
    if BREAKS in files:
        breaks += declared_breaks(files[BREAKS], groups, job_codes, units, faults)
    if faults:
        raise Stopped(faults)
    return Reference(groups, job_codes, units, contracts, files, breaks)


def _lines(name: str, content: bytes, faults: list[Finding]) -> list[Line]:
    """The file's lines; none, and a fault, where it has no line under its header or a column is missing."""
    before = len(faults)
    lines = lines_of(name, content, NEEDED[name], faults, VALID)
    if not lines and len(faults) == before:
        example = EXAMPLES[name][NEEDED[name][0]]
        text = f"{name} har ingen linjer under overskriften. Tilføj mindst én, f.eks. med {example}."
        faults.append(Finding("referencefil_fejl", text, name))
    return lines


def _groups(lines: list[Line], faults: list[Finding]) -> tuple[StaffGroup, ...]:
    groups: dict[str, StaffGroup] = {}
    for line in lines:
        key, name, covers = (line.cells[column] for column in NEEDED[GROUPS])
        if not key or key in groups:
            text = f"Gruppen «{key}» står to gange." if key else "Gruppe mangler i linjen."
            faults.append(line.fault("Gruppe", f"{text} Giv hver gruppe sin egen nøgle, f.eks. laerere."))
        _filled(line, ("Navn",), faults)
        if covers not in COVERS:
            text = f"Dækker «{covers}» kendes ikke. Skriv {danish.joined(list(COVERS), 'eller')}."
            faults.append(line.fault("Dækker", text))
        groups[key] = StaffGroup(key, name, covers)
    return tuple(groups.values())


def _job_codes(lines: list[Line], groups: set[str], faults: list[Finding]) -> pd.DataFrame:
    rows = []
    for line in lines:
        code, title, area, group = (line.cells[column] for column in NEEDED[JOB_CODES])
        _filled(line, ("Stillingskode",), faults)
        if group and group not in groups:
            known = danish.joined(sorted(groups), "eller") or "en nøgle"
            text = f"Gruppen «{group}» dækker ikke stillinger i {GROUPS}. Skriv {known}, eller lad Gruppe være tom."
            faults.append(line.fault("Gruppe", text))
        rows.append((code, title, area, group, *_validity(line, faults)))
    _told_twice(lines, [((row[0], row[2]), row[4], row[5]) for row in rows], "Stillingskode", faults)
    return _frame(rows, ("code", "title", "area", "group"))


def _units(lines: list[Line], faults: list[Finding]) -> pd.DataFrame:
    rows = []
    for line in lines:
        _filled(line, ("Afdeling", "Område"), faults)
        rows.append((*(line.cells[column] for column in NEEDED[UNITS]), *_validity(line, faults)))
    _told_twice(lines, [((row[0],), row[4], row[5]) for row in rows], "Afdeling", faults)
    return _frame(rows, ("unit", "name", "area", "center"))


def _contracts(lines: list[Line], faults: list[Finding]) -> dict[str, str]:
    contracts: dict[str, str] = {}
    for line in lines:
        form, category = (line.cells[column] for column in NEEDED[CONTRACTS])
        _filled(line, ("Ansættelsesform",), faults)
        if category not in CATEGORIES:
            known = danish.joined(list(CATEGORIES), "eller")
            text = f"Kategorien «{category}» kendes ikke. Skriv {known}."
            faults.append(line.fault("Kategori", text))
        if contracts.setdefault(form, category) != category:
            text = f"Ansættelsesformen «{form}» står to gange med hver sin kategori. Slet den linje, der er forkert."
            faults.append(line.fault("Ansættelsesform", text))
    return contracts


def _filled(line: Line, columns: Iterable[str], faults: list[Finding]) -> None:
    for column in columns:
        if not line.cells[column]:
            example = EXAMPLES[line.file][column]
            faults.append(
                line.fault(
                    column, f"{column} mangler i linjen. Udfyld cellen; et eksempel på, hvad der kan stå, er {example}."
                )
            )


def _validity(line: Line, faults: list[Finding]) -> tuple[int, int]:
    """The first and last day that the line holds."""
    days = {}
    for column, default in zip(VALID, (EARLIEST, OPEN), strict=True):
        text = line.cells.get(column, "")
        day = day_of(text, text, opens=True) if text else default
        if isinstance(day, NoDate):
            faults.append(line.fault(column, f"{day.wrong} {day.mend}: {A_DAY}."))
            day = default
        days[column] = day
    if days[VALID[0]] > days[VALID[1]]:
        faults.append(line.fault(VALID[1], "Gyldig til ligger før Gyldig fra. Ret den dato, der er forkert."))
    return days[VALID[0]], days[VALID[1]]


def _told_twice(lines: list[Line], keys: list[tuple[tuple, int, int]], column: str, faults: list[Finding]) -> None:
    """Adds a fault for each line that says again what another says for some of the same days."""
    latest: dict[tuple, tuple[int, int]] = {}
    for place in sorted(range(len(keys)), key=lambda place: keys[place][:2]):
        key, first, last = keys[place]
        until, before = latest.get(key, (-1, 0))
        if key in latest and first <= until:
            what = danish.joined([part for part in key if part], "i området")
            text = (
                f"{column} {what} står også i linje {before} og gælder de samme dage. Slet den ene linje, eller skil "
                "dem ad med Gyldig fra og Gyldig til: den ene til 31-12-2021, den anden fra 01-01-2022."
            )
            faults.append(lines[place].fault(column, text))
        latest[key] = max((until, before), (last, lines[place].number))


def _frame(rows: list[tuple], texts: tuple[str, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=[*texts, *("valid_from", "valid_to")])
    return frame.astype(dict.fromkeys(texts, "str") | {"valid_from": "int64", "valid_to": "int64"})
