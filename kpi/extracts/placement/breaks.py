"""HR's list of breaks (`brud.csv`, which need not be there), and the breaks that its other reference files tell of."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd

from kpi import danish
from kpi.definitions.breaks import Break, Changed
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import StaffGroup
from kpi.extracts.cells.dates import NoDate, day_of
from kpi.extracts.cells.refusals import A_DAY
from kpi.extracts.columns import folded
from kpi.extracts.findings import Finding
from kpi.extracts.placement.reference_files import BREAKS, REFERENCE_FILES
from kpi.extracts.placement.reference_lines import Line, lines_of

WHERE = ("Gruppe", "Område", "Center")
CHANGED = {
    "opgørelsen": Changed.DEFINITION,
    "kredsen": Changed.POPULATION,
    "kilden": Changed.SOURCE,
    "organisationen": Changed.ORGANISATION,
}
"""What `Ændret` can be."""
MEASURES = {folded(name): key for key, one in BY_KEY.items() for name in (key, one.title)}
EXAMPLE = "«Fleksjobbere tælles nu med.»"
MOST_NAMED = 3
OUTSIDE = "dem uden for faggrupperne"
EPOCH = date(1970, 1, 1)


def declared_breaks(
    content: bytes, groups: Sequence[StaffGroup], job_codes: pd.DataFrame, units: pd.DataFrame, faults: list[Finding]
) -> tuple[Break, ...]:
    """The breaks that HR has written down, line by line; what is wrong with them is added to the faults."""
    found = []
    for line in lines_of(BREAKS, content, REFERENCE_FILES[BREAKS].needed, faults):
        day, measure, rows, centers = (
            _day(line, faults),
            _measure(line, faults),
            _rows(line, groups, job_codes, units, faults),
            _centers(line, units, faults),
        )
        changed, text = CHANGED.get(folded(line.cells["Ændret"])), line.cells["Tekst"].rstrip(".")
        if changed is None:
            known = danish.joined(list(CHANGED), "eller")
            faults.append(line.fault("Ændret", f"Ændret «{line.cells['Ændret']}» kendes ikke. Skriv {known}."))
        if not text:
            faults.append(line.fault("Tekst", f"Tekst mangler i linjen. Skriv, hvad der skete, f.eks. {EXAMPLE}"))
        if sum(bool(line.cells[column]) for column in WHERE) > 1:
            faults.append(line.fault("Gruppe", "Linjen har flere af Gruppe, Område og Center. Udfyld højst én af dem."))
        if day and changed and text:
            found.append(Break(measure, day, _clause(text), changed, rows, centers))
    return tuple(found)


def breaks_of_validity(groups: Sequence[StaffGroup], job_codes: pd.DataFrame, units: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks that `Gyldig fra` tells of: codes that went to another group, units to another centre or area."""
    names = {group.key: group.name for group in groups}
    return (*_of_codes(job_codes, names), *_of_centers(units), *_of_areas(units, job_codes))


def _of_codes(job_codes: pd.DataFrame, names: dict[str, str]) -> Iterable[Break]:
    for (day, before, after), codes in _moves(job_codes, ["code", "area"], "group", "code"):
        rows = tuple(key for key in (before, after) if key)
        there, here = (names.get(key, OUTSIDE) for key in (before, after))
        text = f"{_named('stillingskode', 'stillingskoderne', codes)} er flyttet fra {there} til {here}"
        yield Break("", day, text, Changed.POPULATION, rows)


def _of_centers(units: pd.DataFrame) -> Iterable[Break]:
    for (day, before, after), places in _moves(units, ["unit"], "center", "name"):
        text = f"{danish.joined(places)} er flyttet fra {before or 'intet center'} til {after or 'intet center'}"
        yield Break("", day, text, Changed.ORGANISATION, (), tuple(place for place in (before, after) if place))


def _of_areas(units: pd.DataFrame, job_codes: pd.DataFrame) -> Iterable[Break]:
    for (day, before, after), places in _moves(units, ["unit"], "area", "name"):
        rows = tuple(dict.fromkeys((*groups_in(job_codes, before), *groups_in(job_codes, after))))
        if rows:
            text = f"{danish.joined(places)} er flyttet fra {before} til {after}"
            yield Break("", day, text, Changed.POPULATION, rows)


def groups_in(job_codes: pd.DataFrame, area: str) -> tuple[str, ...]:
    """The staff groups that have codes in the area."""
    inside = job_codes[(job_codes["area"] == area) & (job_codes["group"] != "")]
    return tuple(dict.fromkeys(inside["group"]))


def _moves(lines: pd.DataFrame, by: list[str], what: str, called: str) -> list[tuple[tuple[date, str, str], list[str]]]:
    """What moved from one to another of `what` on a day, by (day, from, to): the names of what moved."""
    found: dict[tuple[date, str, str], list[str]] = {}
    several = lines[lines.duplicated(by, keep=False)]
    for _, of in several.sort_values("valid_from").groupby(by, sort=False):
        for before, after in pairwise(of.to_dict("records")):
            if before[what] != after[what]:
                moved = (EPOCH + timedelta(days=int(after["valid_from"])), before[what], after[what])
                found.setdefault(moved, []).append(after[called])
    return sorted(found.items())


def _clause(text: str) -> str:
    """The sentence as a clause: its first letter is small, but where its first word is in capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _named(one: str, many: str, names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    shown = names[:MOST_NAMED] + ([f"{more} mere"] if more > 0 else [])
    return f"{one if len(names) == 1 else many} {danish.joined(shown)}"


def _day(line: Line, faults: list[Finding]) -> date | None:
    text = line.cells["Fra"]
    day = day_of(text, text) if text else NoDate("", "Fra mangler i linjen.", "Skriv den første dag")
    if isinstance(day, NoDate):
        faults.append(line.fault("Fra", f"{day.wrong} {day.mend}: {A_DAY}."))
        return None
    return EPOCH + timedelta(days=day)


def _measure(line: Line, faults: list[Finding]) -> str:
    """The key of the measure, empty where the line is about all."""
    told = line.cells["Nøgletal"]
    if told and folded(told) not in MEASURES:
        known = danish.joined([one.title for one in INDICATORS if one.printed], "eller")
        faults.append(
            line.fault("Nøgletal", f"Nøgletallet «{told}» kendes ikke. Skriv {known}, eller lad cellen være tom.")
        )
    return MEASURES.get(folded(told), "") if told else ""


def _rows(
    line: Line, groups: Sequence[StaffGroup], job_codes: pd.DataFrame, units: pd.DataFrame, faults: list[Finding]
) -> tuple[str, ...]:
    """The keys of the rows: the group's own, or the area's and those of its groups."""
    group, area = line.cells["Gruppe"], line.cells["Område"]
    by_name = {folded(name): one.key for one in groups for name in (one.key, one.name)}
    if group and folded(group) not in by_name:
        faults.append(
            line.fault("Gruppe", f"Gruppen «{group}» står ikke i grupper.csv. Skriv dens nøgle, f.eks. laerere.")
        )
    if area and area not in set(units["area"]):
        faults.append(
            line.fault("Område", f"Området «{area}» står ikke i afdelinger.csv. Skriv det, som det står der.")
        )
    if group:
        return (by_name[folded(group)],) if folded(group) in by_name else ()
    return (area, *groups_in(job_codes, area)) if area else ()


def _centers(line: Line, units: pd.DataFrame, faults: list[Finding]) -> tuple[str, ...]:
    center = line.cells["Center"]
    if center and center not in set(units["center"]):
        faults.append(
            line.fault("Center", f"Centret «{center}» står ikke i afdelinger.csv. Skriv det, som det står der.")
        )
    return (center,) if center else ()
