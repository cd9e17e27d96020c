"""Findings about what an extract tells otherwise than the one before: employments that are gone, and a changed past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.people import day_number
from kpi.extracts.columns import PEOPLE
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.placement.reference import Reference
from kpi.extracts.rows import Extracts, Source

COMPARED = ["start", "end", "left", "unit", "job_code", "contract", "hourly", "rate", "leader", "hired"]
MOST_NAMED = 10
"""Employments whose place in the last extract a finding tells; of more it tells how many."""
LEAST_OF_UNIT = 3
"""So many employments of a department that is gone are told of as the department; fewer by their lines."""


def history_since(before: Extracts, after: Extracts, known_until: date, reference: Reference) -> list[Finding]:
    """Warnings about employments of the last extract that are gone, by cause, or whose past is told otherwise.

    `known_until` is the day the last one was drawn: what lies later is news. Nothing of a person is told, but the
    department, the job and the line of the last extract's file.
    """
    last = day_number(known_until)
    past, present = (_past(one.history, last) for one in (before, after))
    told_before, told_now = _told(past), _told(present)
    gone = sorted(set(told_before) - set(after.history["employment"]))
    alike = _alike(gone, told_before, told_now, set(before.history["employment"]))
    rest = _places([one for one in gone if one not in alike], past)
    lacks_unit = _lacks_unit(rest, after.history)
    named = _Named(before.sources, reference)
    return [
        *_told_otherwise(alike, past, after, named, known_until),
        *_departments(rest[lacks_unit], named, known_until),
        *_ones(rest[~lacks_unit], named, known_until),
        *_changed(told_before, told_now, after, known_until),
    ]


class _Named:
    """What places of the last extract are called: files by the last extract's, units and jobs by HR's own."""

    def __init__(self, sources: Sequence[Source], reference: Reference):
        self._sources = sources
        self._units = dict(zip(reference.units["unit"], reference.units["name"], strict=True))
        self._jobs = dict(zip(reference.job_codes["code"], reference.job_codes["title"], strict=True))

    def line(self, row: Mapping) -> str:
        """The line in the last extract."""
        return f"linje {row['line']} i {self._sources[int(row['file'])].file}"

    def unit(self, unit: str) -> str:
        """The department by code and name."""
        return _with_name(unit, self._units)

    def place(self, row: Mapping) -> str:
        """The line, the department and the job."""
        job = _with_name(row["job_code"], self._jobs)
        return f"{self.line(row)} (afdeling {self.unit(row['unit'])}, stillingskode {job})"


def _with_name(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}" if names.get(code) else code


def _alike(gone: Iterable[str], before: Mapping, now: Mapping, known: set[str]) -> dict[str, str]:
    """Of the employments that are gone, those that stand under another number now, with the one they stand as."""
    new: dict[frozenset, list[str]] = {}
    for one in sorted(set(now) - known, reverse=True):
        new.setdefault(now[one], []).append(one)
    return {one: new[before[one]].pop() for one in gone if new.get(before[one])}


def _places(employments: Sequence[str], past: pd.DataFrame) -> pd.DataFrame:
    """The last row of each of the employments, in the order of the files."""
    rows = past[past["employment"].isin(employments)].sort_values("start", kind="stable")
    return rows.drop_duplicates("employment", keep="last").sort_values(["file", "line"])


def _lacks_unit(places: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Which of the places are of a department that the extract has no row of, and that several were in."""
    several = places.groupby("unit")["unit"].transform("size") >= LEAST_OF_UNIT
    return several & ~places["unit"].isin(after["unit"].unique())


def _told_otherwise(
    alike: Mapping[str, str], past: pd.DataFrame, after: Extracts, named: _Named, known_until: date
) -> list[Finding]:
    """A finding for each file about rows that tell an employment of the last extract under another number."""
    rows = after.history[after.history["employment"].isin(alike.values())].drop_duplicates("employment")
    was = {alike[row["employment"]]: row for row in _places(list(alike), past).to_dict("records")}
    found = []
    for file, part in rows.groupby("file"):
        text = (
            f"Rækken ligner en ansættelse, der i sidste udtræk stod på {named.line(was[part['employment'].iloc[0]])}, "
            "men personens nummer, institutionen eller tjenestenummeret er et andet. Ansættelsen fra sidst tæller "
            "ikke længere med, og denne tæller som en ny. Se efter, om nummeret er skrevet forkert."
        )
        source = after.sources[int(file)]
        one = about_rows("forsvundne_raekker", text, source, "CPR", list(part["line"]), PEOPLE)
        said = sorted(f"{was[new]['employment']} {new}" for new in part["employment"])
        found.append(replace(one, rows=(str(known_until), *said)))
    return found


def _departments(places: pd.DataFrame, named: _Named, known_until: date) -> list[Finding]:
    """A finding about departments that the extract has no row of, though the last one had."""
    units = places["unit"].value_counts(sort=False)
    told = [
        f"{named.unit(unit)} ({danish.counted(count, 'ansættelse', 'ansættelser')})" for unit, count in units.items()
    ]
    what = "Afdelingen" if len(told) == 1 else "Afdelingerne"
    text = (
        f"{what} {danish.joined(told)} fra sidste udtræk mangler helt i dette og tæller ikke længere med. "
        "Er en afdeling lukket eller flyttet, skal rækkerne stadig stå i udtrækket, for de tæller bagud i tid. "
        "Træk udtrækket igen med alle afdelinger."
    )
    return _of_gone(text, places, known_until)


def _ones(places: pd.DataFrame, named: _Named, known_until: date) -> list[Finding]:
    """A finding about the other employments that are gone, with where they stood."""
    told = [named.place(row) for row in places.head(MOST_NAMED).to_dict("records")]
    rest = len(places) - len(told)
    told += [danish.counted(rest, "anden", "andre")] if rest else []
    count = danish.counted(len(places), "ansættelse", "ansættelser")
    they, was = ("den", "Den") if len(places) == 1 else ("de", "De")
    text = (
        f"{count} fra sidste udtræk står ikke i dette og tæller ikke længere med. {was} stod i sidste udtræk på "
        f"{danish.joined(told)}. Spørg lønkontoret, om {they} skal ud, f.eks. fordi {they} var oprettet ved en fejl."
    )
    return _of_gone(text, places, known_until)


def _of_gone(text: str, places: pd.DataFrame, known_until: date) -> list[Finding]:
    told = (str(known_until), *sorted(places["employment"]))
    one = Finding("forsvundne_raekker", text, tables=PEOPLE, count=len(places), rows=told)
    return [one] if len(places) else []


def _changed(before: Mapping, now: Mapping, after: Extracts, known_until: date) -> list[Finding]:
    """A finding for each file about employments whose past is told otherwise."""
    changed = {one for one, told in now.items() if one in before and before[one] != told}
    rows, found = after.history[after.history["employment"].isin(changed)].drop_duplicates("employment"), []
    for file, lines in rows.groupby("file"):
        text = (
            f"Historikken før {danish.short_day(known_until)} er ændret siden sidste udtræk. Tal, der er udgivet, kan "
            "derfor blive ændret. Se forskellen, før du udgiver, og skriv, hvad den skyldes."
        )
        source = after.sources[int(file)]
        one = about_rows("aendret_historik", text, source, "Startdato", list(lines["line"]), PEOPLE, None)
        moved = [f"{one} {sorted(before[one])} {sorted(now[one])}" for one in sorted(lines["employment"])]
        found.append(replace(one, rows=(str(known_until), *moved)))
    return found


def _past(rows: pd.DataFrame, last: int) -> pd.DataFrame:
    """The rows as they were known on the last day: what begins later is gone, what ends later is open."""
    known = rows[rows["start"] <= last]
    later = {column: np.where(known[column] > last, last + 1, known[column]) for column in ("end", "left")}
    return known.assign(**later)


def _told(rows: pd.DataFrame) -> dict[str, frozenset]:
    """What is told of each employment, whatever the order of its rows."""
    hashed = pd.util.hash_pandas_object(rows[COMPARED], index=False)
    return hashed.groupby(rows["employment"].to_numpy()).agg(frozenset).to_dict()
