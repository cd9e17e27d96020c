"""Idiomatic pandas: the plain version that is the kernel's oracle, asked for the bench's figures."""

import numpy as np
import pandas as pd
import plain_pandas as plain
from municipalities import CENTERS, NAMED
from task import TALLIES, Calendar


def figures(rows: pd.DataFrame, calendar: Calendar) -> np.ndarray:
    """All tallies of one municipality, shaped as `task.shape`."""
    rows = plain.rows_with_stay(rows)
    stays = plain.stays_of(rows)
    left = plain.exits(rows, stays, calendar.rolling.starts, calendar.rolling.ends)
    left_in_year = plain.permanent(plain.exits(rows, stays, calendar.year.starts, calendar.year.ends))
    there = plain.ten_hours(plain.stock(rows, stays, calendar.status.ends))
    people = {
        "exits": left,
        "stock_before": plain.stock(rows, stays, calendar.rolling.starts),
        "exits_3": left_in_year[left_in_year["within_3"]],
        "exits_12": left_in_year[left_in_year["within_12"]],
        "exits_fast": left_in_year,
        "full_time": plain.full_time(there),
        "rate": there,
        "stock": there,
    }
    return np.stack([_everywhere(people[name], len(calendar), "rate" if name == "rate" else "") for name in TALLIES])


def _everywhere(people: pd.DataFrame, periods: int, value: str) -> np.ndarray:
    whole = plain.tally(people, len(NAMED), periods, value=value)
    by_center = plain.tally(people, len(NAMED), periods, "center", len(CENTERS), value)
    return np.concatenate((whole, by_center))
