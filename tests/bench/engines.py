"""The engines, each ready to run in a process of its own: what is loaded beforehand, and what a run is.

`in_memory` makes the engine's own kind of table of one municipality before the clock starts; `from_parquet` reads the
file in every run. Both give a function of no arguments that returns the figures, shaped (municipalities, *task.shape).
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from municipalities import OPEN_DAYS, rows_of, spans
from task import calendar

from kpi.definitions.people import OPEN

Run = Callable[[], np.ndarray]


def in_memory(engine: str, path: str, periods: int) -> Run:
    """A run over one municipality's rows, which lie in memory as the engine likes them best."""
    asked = calendar(periods)
    if engine == "numpy":
        import sweep_numpy

        rows = rows_of(0)
        return lambda: sweep_numpy.figures(rows, asked)[None]
    if engine == "duckdb":
        import with_duckdb

        connection = with_duckdb.prepared(f"create table rows as select * from '{path}'", asked)
        return lambda: with_duckdb.figures(connection, asked)
    if engine == "polars":
        import polars
        import with_polars

        frame = polars.read_parquet(path)
        return lambda: with_polars.figures(frame, asked)
    import pandas

    rows = pandas.DataFrame(rows_of(0), copy=False)
    if engine == "pandas":
        import with_pandas

        return lambda: with_pandas.figures(rows, asked)[None]
    import product

    return lambda: product.figures(rows, spans(periods))[None]


def from_parquet(engine: str, path: str, periods: int, municipalities: int) -> Run:
    """A run over a file of municipalities, which every run reads anew."""
    asked = calendar(periods)
    if engine == "duckdb":
        import with_duckdb

        connection = with_duckdb.prepared(f"create view rows as select * from '{path}'", asked)
        return lambda: with_duckdb.figures(connection, asked, municipalities)
    if engine == "polars":
        import polars
        import with_polars

        return lambda: with_polars.figures(polars.scan_parquet(path), asked, municipalities)
    import pandas
    import product

    columns = spans(periods)
    return lambda: np.stack(
        [product.figures(pandas.DataFrame(rows, copy=False), columns) for rows in _by_municipality(path)]
    )


def _by_municipality(path: str):
    """The rows of each municipality in turn, a row group of the file, much as `municipalities.rows_of` has them."""
    file = pq.ParquetFile(path)
    for group in range(file.num_row_groups):
        table = file.read_row_group(group, use_threads=False)
        rows = {name: _column(table, name) for name in table.schema.names if name != "municipality"}
        rows["employment"] = rows["employment"] - rows["employment"].min()
        yield rows | {"row_start": rows["start"], "from_list": np.zeros(len(table), bool)}


def _column(table: pa.Table, name: str) -> np.ndarray:
    """A column in the file's own width, days as whole numbers and an open end as `OPEN`."""
    column = table.column(name).combine_chunks()
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    if name in OPEN_DAYS:
        column = column.fill_null(OPEN)
    return column.to_numpy(zero_copy_only=False)
