"""The kernel's figures by plain pandas: the kernel's oracle in `tests/test_kernel.py`.

Nothing here comes from the kernel. Stays are a grouped running maximum; the main row is chosen anew for every day that
is asked for; stock and exits are joins with the days and windows, then grouped. Days are whole numbers, rows are as
`kpi.extracts.classify` gives them.
"""

import numpy as np
import pandas as pd

OPEN = (np.datetime64("9999-12-31") - np.datetime64("1970-01-01")).astype(int)
ON_A_ROW = ["group", "area", "center", "unit", "category", "leader", "rate"]


def rows_with_stay(rows: pd.DataFrame, bridge_days: int = 31) -> pd.DataFrame:
    """The qualifying rows, ended by their employment's last day, with their stay (rules 1 to 4)."""
    by_employment = rows.groupby("employment")
    last_day = rows["left"].where(rows["left"] < OPEN).groupby(rows["employment"]).transform("max").fillna(OPEN)
    rows = rows.assign(
        end=rows["end"].where(rows["end"] < last_day, last_day).astype("int64"),
        opens=(rows["start"] == by_employment["start"].transform("min")) | rows["from_list"],
    )
    rows = rows[(rows["category"] >= 0) & (rows["start"] <= rows["end"])].sort_values(["person", "start", "end"])
    latest_end = rows.groupby("person")["end"].cummax()
    latest_before = latest_end.groupby(rows["person"]).shift()
    return rows.assign(stay=(~(rows["start"] - latest_before <= bridge_days)).cumsum() - 1)


def stays_of(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a stay: person, first day, last day, hire date (rules 4 and 6); `rows` have their stay."""
    stays = rows.groupby("stay").agg(person=("person", "first"), first=("start", "min"), last=("end", "max"))
    stays["last_before"] = stays.groupby("person")["last"].shift().fillna(-OPEN)
    openers = rows.join(stays[["first", "last_before"]], on="stay").query("start == first")
    trusted = openers["opens"] & (openers["hired"] < openers["start"]) & (openers["hired"] > openers["last_before"])
    stays["hired"] = openers["hired"].where(trusted, openers["start"]).groupby(openers["stay"]).min()
    return stays.drop(columns="last_before").reset_index()


def main_rows(rows: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """What the main row says of each stay and day that is asked for (rule 5).

    Of the rows that have begun, those that reach furthest towards the day: the valid ones, else those that ended last.
    """
    begun = asked.merge(rows, on="stay").query("start <= day")
    begun = begun.assign(reach=begun[["end", "day"]].min(axis=1))
    order = ["stay", "day", "reach", "rate", "hired", "service_rank", "row_start"]
    foremost = begun.sort_values(order, ascending=[True, True, False, False, True, True, False])
    return foremost.drop_duplicates(["stay", "day"])[[*asked.columns, *ON_A_ROW]]


def stock(rows: pd.DataFrame, stays: pd.DataFrame, days: list[int]) -> pd.DataFrame:
    """One row a person and day on which they are in the stock at its close (rule 7), with `period`, the day's place."""
    wanted = pd.DataFrame({"day": sorted(set(days))})
    there = stays.merge(wanted, how="cross").query("first <= day < last")
    people = main_rows(rows, there[["stay", "day"]])
    return people.merge(pd.DataFrame({"day": days, "period": range(len(days))}), on="day")


def exits(rows: pd.DataFrame, stays: pd.DataFrame, starts: list[int], ends: list[int]) -> pd.DataFrame:
    """One row a person and window (start, end] in which a stay ended (rule 8): `within_3` and `within_12` months."""
    ended = stays[stays["last"] < OPEN].rename(columns={"last": "day"})
    hired, day = (pd.to_datetime(ended[column], unit="D") for column in ("hired", "day"))
    ended = ended[["stay", "day"]].assign(
        within_3=day < hired + pd.DateOffset(months=3), within_12=day < hired + pd.DateOffset(months=12)
    )
    windows = pd.DataFrame({"starts": starts, "ends": ends, "period": range(len(ends))})
    return main_rows(rows, ended).merge(windows, how="cross").query("starts < day <= ends")


def permanent(people: pd.DataFrame) -> pd.DataFrame:
    """Those of the category `fast`."""
    return people[people["category"] == 0]


def ten_hours(people: pd.DataFrame) -> pd.DataFrame:
    """Those of the category `fast` with at least 10 hours a week, rounded to two decimals."""
    return people[(people["category"] == 0) & (people["rate"] * 37 >= 9_995_000)]


def full_time(people: pd.DataFrame) -> pd.DataFrame:
    """Those at full time."""
    return people[people["rate"] >= 999_500]


def tally(
    people: pd.DataFrame, named: int, periods: int, place: str = "", places: int = 1, value: str = ""
) -> np.ndarray:
    """How many persons (or the sum of `value`): by place, by group (everyone, leaders, so many named), by period."""
    people = people.assign(place=people[place] if place else 0)
    rows = pd.concat(
        [
            people.assign(row=0),
            people[people["leader"]].assign(row=1),
            people[people["group"] >= 0].assign(row=lambda named: named["group"] + 2),
        ]
    )
    cells = rows.groupby(["place", "row", "period"])
    counted = cells[value].sum() if value else cells.size()
    grid = pd.MultiIndex.from_product([range(places), range(named + 2), range(periods)])
    return counted.reindex(grid, fill_value=0).to_numpy().reshape(places, named + 2, periods)
