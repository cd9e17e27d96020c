"""Polars: its best formulation that was found. Stages are collected one by one; as one lazy plan it was erratic.

It is given the same ideas as the kernel: a running maximum with the person added as an offset, intervals only where
rows overlap, and runs of periods by a look-up table instead of a join with the days.
"""

import numpy as np
import polars as pl
from task import BRIDGE_DAYS, FULL_TIME, TALLIES, TEN_HOURS, Calendar, before, leaves, rolled_up

from kpi.definitions.people import OPEN

WIDTH = 2 * OPEN
person, start, end, stay, rate = (pl.col(name) for name in ("person", "start", "end", "stay", "rate"))
KEY = stay.cast(pl.Int64) * WIDTH + pl.col("first")
permanent, ten_hours = pl.col("category") == 0, rate >= TEN_HOURS


def figures(rows: pl.DataFrame | pl.LazyFrame, calendar: Calendar, municipalities: int = 1) -> np.ndarray:
    """All tallies, shaped (municipalities, *task.shape)."""
    rows = _with_stay(_qualifying(rows.lazy()))
    stays = _stays(rows)
    staff = _spells(rows, stays)
    rolling, year, status = calendar.rolling, calendar.year, calendar.status
    counted = {"stock_before": pl.len()}
    marks = _marks(staff, ("first", rolling.starts), ("out", rolling.starts), counted, municipalities)
    counted = {"stock": pl.len(), "full_time": (rate >= FULL_TIME).sum(), "rate": rate.cast(pl.Int64).sum()}
    ten = staff.filter(permanent & ten_hours)
    marks |= _marks(ten, ("first", status.ends), ("out", status.ends), counted, municipalities)
    exits = _exits(staff, stays)
    marks |= _marks(exits, ("day", rolling.ends), ("day", rolling.starts), {"exits": pl.len()}, municipalities)
    counted = {"exits_fast": pl.len(), "exits_3": pl.col("within_3").sum(), "exits_12": pl.col("within_12").sum()}
    marks |= _marks(exits.filter(permanent), ("day", year.ends), ("day", year.starts), counted, municipalities)
    return rolled_up(np.stack([marks[name] for name in TALLIES], axis=1))


def _qualifying(rows: pl.LazyFrame) -> pl.DataFrame:
    return (
        rows.with_columns(pl.col("hired", "start", "end", "left").cast(pl.Int32))
        .with_columns(last_day=pl.col("left").max().over("employment"), begins=start.min().over("employment"))
        .filter(pl.col("category") >= 0)
        .with_columns(
            end=pl.min_horizontal(end.fill_null(OPEN), pl.col("last_day").fill_null(OPEN)),
            earliest=start == pl.col("begins"),
        )
        .filter(start <= end)
        .drop("last_day", "begins", "left", "employment")
        .sort(person.cast(pl.Int64) * WIDTH + start)
        .collect()
    )


def _with_stay(rows: pl.DataFrame) -> pl.DataFrame:
    offset = person.cast(pl.Int64) * WIDTH
    latest_end = (end + offset).cum_max() - offset
    rows = rows.with_columns(latest_end=latest_end.cast(pl.Int32))
    gap = start - pl.col("latest_end").shift(1)
    new = (person != person.shift(1)).fill_null(True)
    rows = rows.with_columns(opens=new | (gap > BRIDGE_DAYS), apart=new | (gap > 0))
    alone = pl.col("apart") & pl.col("apart").shift(-1, fill_value=True)
    return rows.with_columns(
        alone=alone, cluster=pl.col("apart").cum_sum(), stay=pl.col("opens").cum_sum().cast(pl.UInt32) - 1
    )


def _stays(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a stay, in order: person, first, last, hired."""
    opening = rows.filter(pl.col("opens")).select("person", first="start")
    closing = rows.filter(pl.col("opens").shift(-1, fill_value=True)).select(last="latest_end")
    stays = pl.concat([opening, closing], how="horizontal").with_row_index("stay")
    last_before = pl.when(person == person.shift(1)).then(pl.col("last").shift(1, fill_value=-OPEN)).otherwise(-OPEN)
    openers = rows.filter(pl.col("earliest")).select("stay", "start", "hired")
    stays = stays.with_columns(last_before=last_before)
    known = stays.select("first", "last_before")[openers["stay"]]
    trusted = (start == pl.col("first")) & (pl.col("hired") > pl.col("last_before"))
    openers = pl.concat([openers, known], how="horizontal").lazy()
    hired = openers.filter(trusted).group_by("stay").agg(pl.col("hired").min())
    stays = stays.lazy().join(hired, on="stay", how="left", maintain_order="left")
    return stays.with_columns(hired=pl.min_horizontal("hired", "first")).collect()


def _spells(rows: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    """One row an interval in which one main row speaks, in order: stay, first, out and what the row says."""
    says = ("stay", "first", "municipality", "center", "group", "leader", "category", "rate")
    alone = rows.filter(pl.col("alone")).rename({"start": "first"}).select(says)
    together = _foremost(rows.filter(~pl.col("alone"))).select(says)
    spells = pl.concat([alone, together]).sort(KEY)
    return spells.with_columns(last=stays["last"].gather(spells["stay"])).with_columns(
        out=pl.when(stay == stay.shift(-1)).then(pl.col("first").shift(-1)).otherwise(pl.col("last"))
    )


def _foremost(rows: pl.DataFrame) -> pl.DataFrame:
    """The overlapping rows cut wherever one begins or ends, each interval with its main row."""
    order = {"rate": True, "hired": False, "service_rank": False, "start": True}
    rows = rows.sort(list(order), descending=list(order.values())).with_row_index("rank")
    cuts = [rows.select("cluster", first=day) for day in (start, end + 1)]
    best = (
        pl.concat(cuts)
        .lazy()
        .join(rows.lazy().select("cluster", "start", "end", "rank"), on="cluster")
        .filter((start <= pl.col("first")) & (pl.col("first") <= end))
        .group_by(pl.col("cluster").cast(pl.Int64) * WIDTH + pl.col("first"))
        .agg(pl.col("rank").min(), pl.col("first").first())
        .collect()
    )
    return rows[best["rank"]].with_columns(best["first"])


def _exits(staff: pl.DataFrame, stays: pl.DataFrame) -> pl.DataFrame:
    final = staff.filter((stay != stay.shift(-1)).fill_null(True)).with_columns(stays["hired"], day="last")
    hired, day = pl.col("hired").cast(pl.Date), pl.col("day").cast(pl.Date)
    return final.filter(pl.col("day") < OPEN).with_columns(
        within_3=day < hired.dt.offset_by("3mo"), within_12=day < hired.dt.offset_by("12mo")
    )


def _marks(people: pl.DataFrame, begin: tuple, finish: tuple, counted: dict, municipalities: int) -> dict:
    """What begins less what ends, for each thing counted: shaped (municipalities, *leaves)."""
    shape = (municipalities, *leaves(len(begin[1])))
    marks = {name: np.zeros(np.prod(shape), np.int64) for name in counted}
    cell = (pl.col("municipality").cast(pl.Int32) * shape[1] + pl.col("center")) * shape[2] + pl.col("group") + 1
    cell = (cell * 2 + pl.col("leader").cast(pl.Int32)) * shape[4]
    people = people.lazy().with_columns(begin=_index(*begin), finish=_index(*finish))
    people = people.filter(pl.col("begin") < pl.col("finish"))
    tables = [people.group_by(cell + pl.col(side)).agg(**counted) for side in ("begin", "finish")]
    for table, sign in zip(pl.collect_all(tables), (1, -1), strict=True):
        for name in counted:
            marks[name][table.to_series(0).to_numpy()] += sign * table[name].to_numpy().astype(np.int64)
    return {name: of.reshape(shape) for name, of in marks.items()}


def _index(column: str, days: np.ndarray) -> pl.Expr:
    table, first = before(days)
    return pl.lit(pl.Series(table.astype(np.int32))).gather((pl.col(column) - first).clip(0, len(table) - 1))
