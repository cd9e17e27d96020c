"""Idiomatic pandas, without the kernel's sweep: joins with the days that are asked for, then one group-by a table.

The main row is chosen (as the plain version does it) only in stays where rows overlap; elsewhere each row speaks until
the next begins.
"""

import numpy as np
import pandas as pd
import plain_pandas as plain
from municipalities import CENTERS, NAMED
from task import FULL_TIME, TALLIES, TEN_HOURS, Calendar


def figures(rows: pd.DataFrame, calendar: Calendar) -> np.ndarray:
    """All tallies of one municipality, shaped as `task.shape`."""
    rows = plain.rows_with_stay(rows)
    stays = plain.stays_of(rows)
    latest_before = rows.groupby("stay")["end"].cummax().groupby(rows["stay"]).shift()
    crowded = (rows["start"] <= latest_before).groupby(rows["stay"]).transform("any")
    before, there = (_stock(rows, stays, crowded, days) for days in (calendar.rolling.starts, calendar.status.ends))
    left = plain.exits(rows, stays, calendar.rolling.starts, calendar.rolling.ends)
    left_in_year = plain.permanent(plain.exits(rows, stays, calendar.year.starts, calendar.year.ends))
    there = there[(there["category"] == 0) & (there["rate"] >= TEN_HOURS)]
    counted = (
        _counted(left, len(calendar), exits=1),
        _counted(before, len(calendar), stock_before=1),
        _counted(
            left_in_year,
            len(calendar),
            exits_fast=1,
            exits_3=left_in_year["within_3"],
            exits_12=left_in_year["within_12"],
        ),
        _counted(there, len(calendar), stock=1, full_time=there["rate"] >= FULL_TIME, rate=there["rate"]),
    )
    tallies = {name: table[name] for table in counted for name in table}
    return np.stack([tallies[name].to_numpy().reshape(1 + len(CENTERS), -1, len(calendar)) for name in TALLIES])


def _stock(rows: pd.DataFrame, stays: pd.DataFrame, crowded: pd.Series, days: np.ndarray) -> pd.DataFrame:
    """One row a person and day on which they are in the stock, with what their main row says."""
    alone = rows[~crowded].join(stays.set_index("stay")["last"], on="stay")
    alone = alone.assign(out=alone.groupby("stay")["start"].shift(-1).fillna(alone["last"]))
    asked = pd.DataFrame({"day": days, "period": range(len(days))})
    speaks = alone[["start", "out", *plain.ON_A_ROW]].merge(asked, how="cross").query("start <= day < out")
    together = plain.stock(rows[crowded], stays[stays["stay"].isin(rows["stay"][crowded])], days)
    return pd.concat([speaks, together], ignore_index=True)


def _counted(people: pd.DataFrame, periods: int, **tallies) -> pd.DataFrame:
    """The sums of some columns by place, group and period, on the full grid."""
    people = people.assign(**tallies)
    rows = pd.concat(
        [
            people.assign(row=0),
            people[people["leader"]].assign(row=1),
            people[people["group"] >= 0].assign(row=lambda named: named["group"] + 2),
        ]
    )
    rows = pd.concat([rows.assign(place=0), rows.assign(place=rows["center"] + 1)])
    grid = pd.MultiIndex.from_product([range(1 + len(CENTERS)), range(2 + len(NAMED)), range(periods)])
    return rows.groupby(["place", "row", "period"])[list(tallies)].sum().reindex(grid, fill_value=0)
