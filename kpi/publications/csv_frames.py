"""A publication's frames as CSV, which any program can read years later, and back."""

import io
from collections.abc import Sequence

import pandas as pd
import pyarrow as pa
from pyarrow.csv import write_csv

from kpi.definitions.frames import NUMBERS, TYPES


def written(frame: pd.DataFrame) -> bytes:
    """The frame as CSV with a header: UTF-8, commas, each number with the fewest digits that tell it from others."""
    out = io.BytesIO()
    write_csv(pa.Table.from_pandas(frame, preserve_index=False), out)
    return out.getvalue()


def frame_in(content: bytes, columns: Sequence[str]) -> pd.DataFrame:
    """The frame of the columns that a file's content holds, each of its own type; an empty number is NaN."""
    types = {column: TYPES.get(column, str) for column in columns}
    blank = {column: [""] for column in columns if column in NUMBERS}
    return pd.read_csv(io.BytesIO(content), dtype=types, keep_default_na=False, na_values=blank)
