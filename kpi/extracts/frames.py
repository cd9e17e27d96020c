"""A sheet's values -> the rows of its kind, as a frame without numbers or names of people."""

import numpy as np
import pandas as pd

from kpi.definitions.people import OPEN, day_number
from kpi.definitions.populations import UNTOLD
from kpi.extracts.cells.reasons import BY_STATUS
from kpi.extracts.cells.words import DELETED, FIRST_DAY_OUT
from kpi.extracts.pseudonyms import birth_year, combinations, pseudonyms
from kpi.extracts.rows import ADVERT_COLUMNS, EMPLOYMENT_COLUMNS, LEAVER_COLUMNS, STATUS_COLUMNS, TYPES
from kpi.extracts.taken import Taken

COLUMNS = {
    "ansaettelser": EMPLOYMENT_COLUMNS,
    "bestand": STATUS_COLUMNS,
    "fratraadte": LEAVER_COLUMNS,
    "annoncer": ADVERT_COLUMNS,
}


def frame_of(one: Taken, file: int, key: bytes, places: dict[str, str]) -> pd.DataFrame:
    """The rows that will do, in the columns of the kind.

    `file` is the sheet's place among the sources, `places` the service numbers' places in order.
    """
    kind, columns = one.kind.key, COLUMNS.get(one.kind.key)
    fields = dict(one.fields)
    if "person" in fields:
        fields |= _pseudonyms(one, key, places)
    if kind == "bestand" and "on" not in fields and one.on:
        fields["on"] = _same(day_number(one.on), one)
    if columns:
        fields.setdefault("hourly", _same(False, one))
        fields.setdefault("reason", _same(UNTOLD, one))
    told = {name: _column(name, *fields[name]) for name in columns or fields if name in fields}
    if kind == "ansaettelser":
        told["hired"] = np.where(told["hired"] == OPEN, told["start"], told["hired"])
    rows = pd.DataFrame(told | {"file": np.full(len(one.good), file), "line": one.sheet.lines}, copy=False)
    keep = one.good
    if "status" in one.fields:
        rows, keep = _employed(rows, kind, _column("status", *one.fields["status"]), keep)
    rows = rows[keep].reset_index(drop=True) if not keep.all() else rows
    return rows[list(columns)] if columns else rows


def _same(value: object, one: Taken) -> tuple[list, np.ndarray]:
    return [value], np.zeros(len(one.good), dtype=np.int64)


def _column(name: str, values: list, codes: np.ndarray) -> pd.api.extensions.ExtensionArray | np.ndarray:
    """The field's value in every row, of the field's type."""
    kind = TYPES.get(name) or ("str" if any(isinstance(value, str) for value in values) else None)
    if kind == "str":
        return pd.array(values, dtype="str").take(codes)
    return np.array(values, dtype=kind)[codes] if values else np.zeros(0, dtype=kind)


def _pseudonyms(one: Taken, key: bytes, places: dict[str, str]) -> dict[str, tuple[list, np.ndarray]]:
    """The fields that tell persons and employments apart, without their numbers."""
    persons, person = one.fields["person"]
    hashes = pseudonyms(key, persons)
    service, institution = one.fields["service_number"], one.fields.get("institution", _same("", one))
    found, employment = combinations((hashes, person), institution, service)
    return {
        "person": (hashes, person),
        "employment": (pseudonyms(key, map("\x1f".join, found)), employment),
        "birth_year": ([birth_year(number) for number in persons], person),
        "service_number": ([places[number] for number in service[0]], service[1]),
    }


def _employed(
    rows: pd.DataFrame, kind: str, status: pd.api.extensions.ExtensionArray, keep: np.ndarray
) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows and which of them to keep: none that was deleted, none that begins on a first day out.

    A history's rows before such a day end the day before it, and take the reason that it tells.
    """
    if "reason" in rows:
        by_status = np.array([BY_STATUS.get(one, UNTOLD) for one in status])
        rows = rows.assign(reason=np.where(rows["reason"] >= 0, rows["reason"], by_status))
    out = np.isin(np.asarray(status), FIRST_DAY_OUT) & keep & (kind != "fratraadte")
    if kind == "ansaettelser" and out.any():
        order = np.lexsort((~out, rows["start"], rows["employment"]))
        told = rows[["start", "reason"]].astype("float64")[out].reindex(rows.index).iloc[order]
        next_out = told.groupby(rows["employment"].iloc[order]).bfill().sort_index()
        last = next_out["start"].fillna(OPEN + 1).astype("int64") - 1
        reason = next_out["reason"].fillna(UNTOLD).astype("int64").where(rows["reason"] < 0, rows["reason"])
        rows = rows.assign(end=np.minimum(rows["end"], last.where(~out, OPEN)), reason=reason)
    return rows, keep & ~out & (np.asarray(status) != DELETED)
