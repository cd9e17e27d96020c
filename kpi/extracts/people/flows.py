"""People -> who came, and who moved between groups and places, so that every stock's change adds up (rule 7)."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.people import BORDERS, EXPLAINS, MAIN_ROW, OPEN, People, day_number, whole_months
from kpi.definitions.populations import SENIOR_AGE, UNTOLD

STILL_HERE = 10**6
"""The tenure, in months, of who has not left."""


def with_flows(people: People) -> People:
    """The people with what explains their figures: `entries`, moves, ages at the exit, and on each spell the stay's
    last day and the day from which the person is a senior.
    """
    staff = people.staff.assign(
        last=people.stays["last"].to_numpy()[people.staff["stay"].to_numpy()],
        senior_from=_new_years_day(people.staff["birth_year"].to_numpy(), SENIOR_AGE),
    )
    exits = people.exits.assign(age=_ages(people.exits))
    moved_out, moved_in = _moves(people.staff)
    entries = _entries(people.stays, people.staff)
    return replace(people, staff=staff, exits=exits, entries=entries, moved_in=moved_in, moved_out=moved_out)


def of_unknown_age(people: People, as_of: date) -> int:
    """How many of the stock at the close of the day have no known birth year: seniors are counted without them."""
    day, staff = day_number(as_of), people.staff
    there = (staff["first"] <= day) & (day < staff["out"])
    return int((there & (staff["birth_year"] == UNTOLD)).sum())


def _entries(stays: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """One row a stay: its first day, hire date, last day and tenure then, and the main row of the first day."""
    opens = np.flatnonzero(np.diff(staff["stay"].to_numpy(), prepend=-1))
    says = {name: staff[name].to_numpy()[opens] for name in (*MAIN_ROW, *EXPLAINS)}
    first, last, hired = (stays[name].to_numpy() for name in ("first", "last", "hired"))
    ended = last < OPEN
    tenure = np.full(len(stays), STILL_HERE)
    tenure[ended] = whole_months(hired[ended], last[ended])
    return pd.DataFrame({"day": first, "hired": hired, "last": last, "tenure_months": tenure} | says)


def _moves(staff: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The spells that were left, and those that were gone to, of each change that crosses one of `BORDERS`."""
    stay = staff["stay"].to_numpy()
    after = np.flatnonzero(stay[1:] == stay[:-1]) + 1
    crossed = {name: staff[name].to_numpy()[after] != staff[name].to_numpy()[after - 1] for name in BORDERS}
    moved = np.logical_or.reduce(list(crossed.values()))
    flags = {f"other_{name}": other[moved] for name, other in crossed.items()}
    after = after[moved]
    day = staff["first"].to_numpy()[after]
    sides = (
        {"day": day} | {name: staff[name].to_numpy()[spells] for name in MAIN_ROW} | flags
        for spells in (after - 1, after)
    )
    return tuple(map(pd.DataFrame, sides))


def _ages(exits: pd.DataFrame) -> np.ndarray:
    """Each leaver's age by the end of the year of the exit, -1 where it is not known."""
    born = exits["birth_year"].to_numpy()
    year = exits["day"].to_numpy().astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return np.where(born == UNTOLD, UNTOLD, np.maximum(year - born, 0))


def _new_years_day(born: np.ndarray, age: int) -> np.ndarray:
    """The first day of the year in which somebody born in the year is so old, `OPEN` where that is not known."""
    days = (born + age - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return np.where(born == UNTOLD, OPEN, days)
