"""Rows -> rows with group, area, center and category, by HR's reference files; unknown codes are findings.

Units and codes may hold for a time only, so that a reorganisation does not rewrite history: a row that reaches across
such a change is cut there, and each part takes what held then.
"""

import numpy as np
import pandas as pd

from kpi.definitions.populations import QUALIFYING
from kpi.extracts.findings import Finding
from kpi.extracts.leaving import birth_years, reasons
from kpi.extracts.reference import Reference
from kpi.extracts.rows import Source
from kpi.extracts.unknown import Unplaced, unknown_areas, unknown_codes


def classify(
    rows: pd.DataFrame, reference: Reference, sources: tuple[Source, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows with the whole-number codes that careers count by, and findings about codes nobody has placed.

    Groups are numbered in the order of `grupper.csv` among those that cover job codes, areas and centers in the order
    of `afdelinger.csv`, units likewise; -1 is outside every group, and a category that does not qualify.
    """
    rows = rows.assign(row=np.arange(len(rows)), row_start=rows["start"])
    placed = _within(rows, reference.units, ["unit"])
    grouped = _within(placed, _job_codes_by_area(reference), ["job_code", "area"])
    whole_units, whole_codes = _whole(placed, rows), _whole(grouped, placed)
    unplaced = Unplaced(
        contracts=rows[~rows["contract"].isin(reference.contracts)],
        units=rows[~rows["row"].isin(whole_units)],
        codes=placed[~placed["row"].isin(whole_codes)].drop_duplicates("row"),
    )
    return _coded(grouped, reference), unknown_codes(unplaced, reference, sources)


def classify_adverts(
    adverts: pd.DataFrame, reference: Reference, sources: tuple[Source, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The adverts with their area's number, and findings about areas that `afdelinger.csv` does not know."""
    number = {area: place for place, area in enumerate(reference.areas)}
    known = adverts["area"].isin(number)
    findings = unknown_areas(adverts[~known], sources, reference.areas)
    coded = adverts[known]
    return coded.assign(area=coded["area"].map(number).astype("int64")), findings


def _within(rows: pd.DataFrame, table: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The rows joined with the reference lines of their key, each cut to the days for which the line holds."""
    joined = rows.merge(table, on=keys, how="inner")
    joined["start"] = np.maximum(joined["start"], joined["valid_from"])
    joined["end"] = np.minimum(joined["end"], joined["valid_to"])
    return joined[joined["start"] <= joined["end"]].drop(columns=["valid_from", "valid_to"])


def _whole(parts: pd.DataFrame, rows: pd.DataFrame) -> pd.Index:
    """The numbers of the rows whose parts together hold every day of them."""
    days = (parts["end"] - parts["start"] + 1).groupby(parts["row"]).sum()
    wanted = (rows["end"] - rows["start"] + 1).groupby(rows["row"]).sum().reindex(days.index)
    return days.index[days >= wanted]


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
    return table[["code", "area", "group", "valid_from", "valid_to"]].rename(columns={"code": "job_code"})


def _less(line: dict, taken: list[dict]) -> list[dict]:
    """The parts of a line for any area that no line for the very area takes."""
    parts, begins = [], line["valid_from"]
    for other in sorted(taken, key=lambda other: other["valid_from"]):
        parts.append({**line, "valid_from": begins, "valid_to": min(line["valid_to"], other["valid_from"] - 1)})
        begins = max(begins, other["valid_to"] + 1)
    parts.append({**line, "valid_from": begins})
    return [part for part in parts if part["valid_from"] <= part["valid_to"]]


def _coded(rows: pd.DataFrame, reference: Reference) -> pd.DataFrame:
    """The rows with whole numbers for everything that is counted by."""
    groups = [group.key for group in reference.groups if group.covers == "stillinger"]
    category = rows["contract"].map(reference.contracts).map({name: place for place, name in enumerate(QUALIFYING)})
    category = category.fillna(-1).astype("int64").where(~rows["hourly"], -1)
    numbered = {
        "group": rows["group"].map({key: place for place, key in enumerate(groups)}).fillna(-1),
        "area": _number(rows["area"], reference.areas),
        "center": _number(rows["center"], reference.centers),
        "unit": _number(rows["unit"], list(dict.fromkeys(reference.units["unit"]))),
        "person": pd.factorize(rows["person"])[0],
        "employment": pd.factorize(rows["employment"])[0],
        "service_rank": rows["service_number"],
    }
    kept = ("start", "end", "left", "hired", "rate", "row_start")
    plain = {column: rows[column].to_numpy() for column in (*kept, "file", "line")}
    flags = {"leader": rows["leader"].astype(bool), "from_list": rows["from_list"].astype(bool)}
    coded = {name: np.asarray(values).astype("int64") for name, values in numbered.items()}
    coded |= {"birth_year": birth_years(rows, coded["person"]), "reason": reasons(rows, coded["employment"])}
    return pd.DataFrame(coded | plain | flags | {"category": category.to_numpy()}, copy=False)


def _number(names: pd.Series, order: list[str] | tuple[str, ...]) -> pd.Series:
    return names.map({name: place for place, name in enumerate(order)})
