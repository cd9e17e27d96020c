"""Rows of adverts -> adverts with the outcome that they had when the extract was drawn (definitions.md, table 1)."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.people import day_number
from kpi.definitions.populations import OUTCOMES

GIVEN_UP_DAYS = 90
"""Nobody hired this many days past the deadline: the advert led to no hire, closed or not."""


def adverts_with_outcome(rows: pd.DataFrame, drawn: date) -> pd.DataFrame:
    """One row an advert: area, the day it was first published, outcome (its place in `OUTCOMES`) and hires.

    An advert that stands on several rows (published again) is one, first published on the earliest day; the latest
    row tells how it went.
    """
    ordered = rows.sort_values("published", kind="stable")
    first_day = ordered.groupby("job_id", sort=False)["published"].transform("min")
    latest = ordered.assign(day=first_day).drop_duplicates("job_id", keep="last")
    on = day_number(drawn)
    given_up = (latest["closed"] <= on) | (on - latest["deadline"] >= GIVEN_UP_DAYS)
    hired, without, undecided = (OUTCOMES.index(name) for name in OUTCOMES)
    outcome = np.where(latest["hires"] > 0, hired, np.where(given_up, without, undecided))
    kept = {column: latest[column].to_numpy() for column in ("area", "day", "hires")}
    return pd.DataFrame(kept | {"outcome": outcome})
