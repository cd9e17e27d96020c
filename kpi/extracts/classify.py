"""Rows -> rows with group, area, center and category, by HR's reference files; unknown codes are findings.

Units and codes may hold for a time only, so that a reorganisation does not rewrite history: a row that reaches across
such a change is cut there, and each part takes what held then.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from kpi.definitions.populations import QUALIFYING
from kpi.extracts.findings import Finding
from kpi.extracts.people.leaving import birth_years, reasons
from kpi.extracts.placement.reference import Reference
from kpi.extracts.placement.unknown import Unplaced, unknown_areas, unknown_codes
from kpi.extracts.rows import Source


def classify(
    rows: pd.DataFrame, reference: Reference, sources: tuple[Source, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows with the whole-number codes that careers count by, and findings about codes nobody has placed.

    Groups are numbered in the order of `grupper.csv` among those that cover job codes, areas and centers in the order
    of `afdelinger.csv`, units likewise; -1 is outside every group, and a category that does not qualify.
    """
    coded = _coded(rows, reference)
    placed = _within(coded, _units(reference), ["unit"])
    grouped = _within(placed, _job_codes_by_area(reference), ["job_code", "area"])
    ungrouped = placed[~_whole(grouped, placed)[placed["row"]]].drop_duplicates("row")
    unplaced = Unplaced(
        contracts=rows[~rows["contract"].isin(reference.contracts)],
        units=rows[~_whole(placed, coded)],
        codes=rows.iloc[ungrouped["row"]].assign(area=[reference.areas[area] for area in ungrouped["area"]]),
    )
    explained = {
        "birth_year": birth_years(grouped, grouped["person"].to_numpy()),
        "reason": reasons(grouped, grouped["employment"].to_numpy()),
    }
    grouped = grouped.assign(**explained).drop(columns=["row", "job_code"])
    return grouped, unknown_codes(unplaced, reference, sources)


def classify_adverts(
    adverts: pd.DataFrame, reference: Reference, sources: tuple[Source, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The adverts with their area's number, and findings about areas that `afdelinger.csv` does not know."""
    coded = adverts.assign(area=_numbered(adverts["area"], reference.areas))
    known = coded["area"] >= 0
    return coded[known], unknown_areas(adverts[~known], sources, reference.areas)


def _coded(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The rows with whole numbers for all that their texts say; `row` is the place, `row_start` the start as given."""
    category = {contract: _category(named) for contract, named in reference.contracts.items()}
    told = {
        "row": np.arange(len(rows)),
        "unit": _numbered(rows["unit"], reference.unit_codes),
        "job_code": _numbered(rows["job_code"], _codes(reference)),
        "person": pd.factorize(rows["person"])[0],
        "employment": pd.factorize(rows["employment"])[0],
        "service_rank": _each(rows["service_number"], int),
        "row_start": rows["start"],
        "category": np.where(rows["hourly"], -1, _each(rows["contract"], lambda one: category.get(one, -1))),
    }
    kept = ("start", "end", "left", "hired", "rate", "birth_year", "reason", "file", "line")
    flags = {name: rows[name].to_numpy(bool) for name in ("leader", "from_list")}
    return pd.DataFrame({**told, **{name: rows[name].to_numpy() for name in kept if name in rows}, **flags})


def _category(named: str) -> int:
    return QUALIFYING.index(named) if named in QUALIFYING else -1


def _numbered(names: pd.Series, order: Sequence[str]) -> np.ndarray:
    """The place of each name in the order, -1 where it has none."""
    places = {name: place for place, name in enumerate(order)}
    return _each(names, lambda name: places.get(name, -1))


def _each(texts: pd.Series, number: Callable[[str], int]) -> np.ndarray:
    """The number of each text, worked out once for those that are alike."""
    codes, distinct = pd.factorize(texts)
    return np.array([number(text) for text in distinct.to_numpy()], np.int64)[codes]


def _within(rows: pd.DataFrame, table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows joined with the reference lines of their key, each cut to the days for which the line holds."""
    joined = rows.merge(table, on=keys, how="inner")
    start = np.maximum(joined["start"], joined["valid_from"])
    end = np.minimum(joined["end"], joined["valid_to"])
    return joined.drop(columns=["valid_from", "valid_to"]).assign(start=start, end=end)[start <= end]


def _whole(parts: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """By number of row whether its parts together hold every day of it."""
    size = int(rows["row"].max()) + 1 if len(rows) else 0
    held, wanted = (np.bincount(one["row"], one["end"] - one["start"] + 1, minlength=size) for one in (parts, rows))
    return (np.bincount(parts["row"], minlength=size) > 0) & (held >= wanted)


def _codes(reference: Reference) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reference.job_codes["code"]))


def _units(reference: Reference) -> pd.DataFrame:
    """One line per unit and stretch of days with the numbers of its area and center."""
    units = reference.units
    orders = {"unit": reference.unit_codes, "area": reference.areas, "center": reference.centers}
    numbers = {name: _numbered(units[name], order) for name, order in orders.items()}
    return units[["valid_from", "valid_to"]].assign(**numbers)


def _job_codes_by_area(reference: Reference) -> pd.DataFrame:
    """One line per job code, area and stretch of days with its group: an exact area wins over an empty one."""
    lines = reference.job_codes.to_dict("records")
    exact: dict[tuple[str, str], list[dict]] = {}
    for line in lines:
        if line["area"]:
            exact.setdefault((line["code"], line["area"]), []).append(line)
    anywhere = [
        part
        for line in lines
        if not line["area"]
        for area in reference.areas
        for part in _less({**line, "area": area}, exact.get((line["code"], area), []))
    ]
    table = pd.DataFrame([line for same in exact.values() for line in same] + anywhere)
    groups = [group.key for group in reference.groups if group.covers == "stillinger"]
    orders = {"job_code": _codes(reference), "area": reference.areas, "group": groups}
    numbers = {name: _numbered(table[name.removeprefix("job_")], order) for name, order in orders.items()}
    return table[["valid_from", "valid_to"]].assign(**numbers)


def _less(line: dict, taken: list[dict]) -> list[dict]:
    """The parts of a line for any area that no line for the very area takes."""
    parts, begins = [], line["valid_from"]
    for other in sorted(taken, key=lambda other: other["valid_from"]):
        parts.append({**line, "valid_from": begins, "valid_to": min(line["valid_to"], other["valid_from"] - 1)})
        begins = max(begins, other["valid_to"] + 1)
    parts.append({**line, "valid_from": begins})
    return [part for part in parts if part["valid_from"] <= part["valid_to"]]
