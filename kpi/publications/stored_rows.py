"""What may be stored of people: the columns of each kind of rows, and a door that lets nothing else in.

The rows come from `kpi.extracts` with keyed hashes in place of person numbers. This is the last place where a number
or a name could slip through, so it trusts nobody: it knows its columns, and looks at every value that could be one.
"""

import functools
import io
import re
from collections.abc import Collection

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from kpi.definitions.person_numbers import looks_like_one
from kpi.publications.folders import Unpublishable

_EMPLOYMENT = {
    **dict.fromkeys(("person", "employment", "service_number", "unit", "job_code", "contract"), "str"),
    **{"hourly": "bool", "rate": "int64", "leader": "bool", "hired": "int64", "birth_year": "int64"},
}
_PLACE = {"file": "int64", "line": "int64"}
COLUMNS: dict[str, dict[str, str]] = {
    "history": {**_EMPLOYMENT, **dict.fromkeys(("start", "end", "left", "reason"), "int64"), **_PLACE},
    "status": {**_EMPLOYMENT, **dict.fromkeys(("left", "on"), "int64"), **_PLACE},
    "leavers": {**_EMPLOYMENT, **dict.fromkeys(("left", "reason"), "int64"), **_PLACE},
    "adverts": {
        **dict.fromkeys(("job_id", "area"), "str"),
        **dict.fromkeys(("published", "deadline", "closed", "hires"), "int64"),
        **_PLACE,
    },
    "sygefravaer": {
        **{"unit": "str", "month": "int64"},
        **dict.fromkeys(("absence_days", "absence_hours", "full_time"), "float64"),
        **_PLACE,
    },
    "maaltal": {"center": "str", "year": "int64", "target": "float64", **_PLACE},
    "senioraftaler": {"unit": "str", **dict.fromkeys(("year", "seniors", "offered", "agreed"), "int64"), **_PLACE},
    "benchmark": {
        **dict.fromkeys(("group", "municipality", "period"), "str"),
        **{"turnover": "float64", "source": "str", "definition": "str"},
        **_PLACE,
    },
    "kontroltal": {"source": "str", "on": "int64", "center": "str", "headcount": "int64", **_PLACE},
}
"""Each kind of rows with its columns and their types, in order. Days are counted from 1970-01-01."""
UNTOLD = {"birth_year": -1, "reason": -1}
"""What stands for a column that imports of earlier versions have not."""
PEOPLE = ("history", "status", "leavers")
"""The kinds whose rows are about persons: all their columns are needed, as those of `adverts` are."""
LISTS = ("status", "leavers")
"""The kinds that are kept for years, because stays are built from them."""
PSEUDONYM = re.compile(r"[0-9a-f]{32,64}")
_HASHED = ("person", "employment")
_KINDS = {"str": "O", "bool": "b", "int64": "iu", "float64": "fiu"}
"""By declared type the kinds of numpy's that it may be made of; texts and categories are objects."""
_TOO_LARGE = 100_000_000
"""No number of a row is so large, and every person number that is written as a number is."""
_MEND = "Intet er gemt. Det er en fejl i programmet: kontakt den, der har installeret det."


class Unstorable(Unpublishable):
    """Raised, with a Danish message that repeats no value, where rows hold what must not be stored."""


def admitted(kind: str, rows: pd.DataFrame, read: int, codes: Collection[str] = ()) -> pd.DataFrame:
    """The rows as they may be stored, in the columns of their kind; raises `Unstorable`.

    `read` is how many rows the sources have in all: no service number's place among them is higher. `codes` are texts
    of the reference files, which may look as they please.
    """
    if kind not in COLUMNS:
        raise Unstorable(f"Rækker af slagsen {kind!r} kan ikke gemmes. {_MEND}")
    rows = _in_declared_columns(kind, rows)
    for name in rows:
        if not _may_stay(rows[name], read, codes):
            raise Unstorable(
                f"Rækkerne ({kind}) har en værdi i kolonnen {name}, som ikke må gemmes: den kan pege på en person. "
                f"{_MEND if name in (*_HASHED, 'service_number') else 'Intet er gemt. Ret kolonnen i udtrækket.'}"
            )
    return rows


def _in_declared_columns(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    declared, found = COLUMNS[kind], list(rows.columns)
    strange = [place for place, name in enumerate(found, start=1) if name not in declared or found.count(name) > 1]
    if strange:
        raise Unstorable(f"Rækkerne ({kind}) har en kolonne, som ikke må gemmes (nr. {strange[0]}). {_MEND}")
    needed = declared if kind in (*PEOPLE, "adverts") else _PLACE
    missing = [name for name in needed if name not in found]
    if missing:
        raise Unstorable(f"Rækkerne ({kind}) mangler kolonnen {missing[0]}. {_MEND}")
    told = {name: declared[name] for name in declared if name in found}
    if any(len(rows) and rows[name].dtype.kind not in _KINDS[dtype] for name, dtype in told.items()):
        raise Unstorable(f"Rækkerne ({kind}) har værdier, som ikke er af kolonnens type. {_MEND}")
    return rows.reset_index(drop=True)[list(told)].astype(told)


def _may_stay(column: pd.Series, read: int, codes: Collection[str]) -> bool:
    """Whether none of the column's values can be a person number."""
    if column.dtype == "bool":
        return True
    values = column.drop_duplicates().dropna()
    if column.dtype != "str":
        return bool((values.abs() < _TOO_LARGE).all())
    if column.name in _HASHED:
        return len(values) == column.nunique(dropna=False) and all(map(PSEUDONYM.fullmatch, values))
    if column.name == "service_number":
        return all(text.isascii() and text.isdigit() and int(text) < read for text in values)
    return not any(looks_like_one(text) for text in values if text not in codes)


def as_parquet(rows: pd.DataFrame) -> bytes:
    """The rows as a Parquet file."""
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    content = io.BytesIO()
    pq.write_table(table, content, compression="zstd", store_schema=False)
    return content.getvalue()


def from_parquet(content: bytes, kind: str) -> pd.DataFrame:
    """The rows of a Parquet file, in the columns and types of their kind; an earlier version's may lack some."""
    rows = pq.ParquetFile(io.BytesIO(content)).read().to_pandas()
    lacking = {name: value for name, value in UNTOLD.items() if name in COLUMNS[kind] and name not in rows}
    if lacking:
        rows = rows.assign(**lacking)[list(COLUMNS[kind])]
    others = {name: COLUMNS[kind][name] for name, dtype in rows.dtypes.items() if dtype != COLUMNS[kind][name]}
    return rows.astype(others) if others else rows


def no_rows(kind: str) -> pd.DataFrame:
    """Rows of the kind, none."""
    return _no_rows(kind).copy()


@functools.cache
def _no_rows(kind: str) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in COLUMNS[kind].items()})
