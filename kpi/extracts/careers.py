"""Rows -> stays -> main rows -> staff (stock) and exits (flow): one line per person (definitions.md, "From HR's rows").

Everything is arrays of whole numbers: one sort of the qualifying rows, then running maxima, no loop over persons. Only
the stays in which rows overlap are cut into intervals; in the others each row speaks until the next begins.
"""

import numpy as np
import pandas as pd

from kpi.definitions.people import MAIN_ROW, OPEN

BRIDGE_DAYS = 31
"""A stay goes on where the next row begins at most this many days after the last day of all rows before it."""
WIDTH = 2 * OPEN
"""More days than there are: number * WIDTH + day sorts by number, then by day."""

Columns = dict[str, np.ndarray]


def careers(rows: pd.DataFrame, bridge_days: int = BRIDGE_DAYS) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The frames `stays`, `staff` and `exits` of `People`, from classified rows.

    `rows` has whole numbers in person, employment, service_rank, category (-1 does not qualify), rate, hired, start,
    end, left (`OPEN` for none), row_start (the start before a row was split at a change of the reference files), the
    codes of `MAIN_ROW`, and the flags leader and from_list.
    """
    given = {name: rows[name].to_numpy() for name in rows}
    qualifying = _qualifying(given)
    latest_end, gap = _reach(qualifying)
    opens = gap > bridge_days
    stays = _stays(qualifying, opens, latest_end)
    stay = np.cumsum(opens) - 1
    main, first = _main_rows(qualifying, stay, gap <= 0, stays["last"])
    main_rows = {name: given[name][qualifying["row"][main]] for name in MAIN_ROW}
    staff = _staff(main_rows, stay[main], first, stays["last"])
    return tuple(pd.DataFrame(columns, copy=False) for columns in (stays, staff, _exits(stays, staff)))


def _qualifying(rows: Columns) -> Columns:
    """What stays are made of: the qualifying rows by person and start, ended by their employment's last day (rules 1 to 3).

    `row` is the place among all rows; `opens_employment` tells that the row is its employment's earliest, of any
    category, or that it is from a list.
    """
    employment, start, left = rows["employment"], rows["start"], rows["left"]
    count = int(employment.max(initial=-1)) + 1
    begins, last_day = np.full(count, OPEN), np.full(count, -OPEN)
    np.minimum.at(begins, employment, start)
    np.maximum.at(last_day, employment, np.where(left < OPEN, left, -OPEN))
    last_day[last_day == -OPEN] = OPEN
    end = np.minimum(rows["end"], last_day[employment])
    row = np.flatnonzero((rows["category"] >= 0) & (start <= end))
    row = row[np.argsort(rows["person"][row] * WIDTH + start[row], kind="stable")]
    made = {"end": end, "opens_employment": (start == begins[employment]) | rows["from_list"]}
    kept = {name: rows[name] for name in ("person", "start", "hired", "rate", "service_rank", "row_start")} | made
    return {"row": row} | {name: column[row] for name, column in kept.items()}


def _begins(numbers: np.ndarray) -> np.ndarray:
    """A mask of the places where a new number begins in sorted numbers."""
    begins = np.ones(len(numbers), bool)
    begins[1:] = numbers[1:] != numbers[:-1]
    return begins


def _reach(rows: Columns) -> tuple[np.ndarray, np.ndarray]:
    """The latest last day of the person's rows so far, and how long after the one before it a row begins (rule 4).

    The gap is at most 0 where the row overlaps an earlier one, and `OPEN` where the person has none.
    """
    opens = _begins(rows["person"])
    offset = np.cumsum(opens) * WIDTH
    latest_end = np.maximum.accumulate(rows["end"] + offset) - offset
    gap = np.full(len(opens), OPEN)
    gap[1:] = rows["start"][1:] - latest_end[:-1]
    gap[opens] = OPEN
    return latest_end, gap


def _stays(rows: Columns, opens: np.ndarray, latest_end: np.ndarray) -> Columns:
    """One row a stay: person, first, last day, and hire date (rule 6)."""
    begins = np.flatnonzero(opens)
    person, first = rows["person"][begins], rows["start"][begins]
    last = latest_end[np.append(begins[1:], len(opens))[: len(begins)] - 1]
    last_before = np.where(_begins(person), -OPEN, np.roll(last, 1))
    stay = np.cumsum(opens) - 1
    openers = np.flatnonzero(rows["opens_employment"] & (rows["start"] == first[stay]))
    stay, hired = stay[openers], rows["hired"][openers]
    trusted = hired > last_before[stay]
    hire_date = first.copy()
    np.minimum.at(hire_date, stay[trusted], hired[trusted])
    return {"person": person, "first": first, "last": last, "hired": hire_date}


def _main_rows(rows: Columns, stay: np.ndarray, overlaps: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The intervals in which one row speaks, by stay and day: its place in `rows`, and the interval's first day.

    A bridged gap has no row of its own; the rows that ended last before it are those of the interval before (rule 5).
    """
    crowded = np.zeros(len(last), bool)
    crowded[stay[overlaps]] = True
    crowded = crowded[stay]
    alone, together = np.flatnonzero(~crowded), np.flatnonzero(crowded)
    foremost, first = _foremost({name: column[together] for name, column in rows.items()}, stay[together], last)
    main = np.concatenate((alone, together[foremost]))
    first = np.concatenate((rows["start"][alone], first))
    order = np.argsort(stay[main] * WIDTH + first, kind="stable")
    return main[order], first[order]


def _foremost(rows: Columns, stay: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Stays cut wherever one of their rows begins or ends: each interval's main row and first day (rule 5).

    The main row has the highest rate, then the earliest hire, the lowest service number, the latest start.
    """
    start, end = stay * WIDTH + rows["start"], stay * WIDTH + rows["end"] + 1
    cuts, at = np.unique(np.concatenate((start, end)), return_index=True)
    begin, lengths = np.searchsorted(cuts, start), np.searchsorted(cuts, end)
    lengths -= begin
    interval = np.arange(lengths.sum()) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    by_rank = np.lexsort(
        (rows["service_rank"] * WIDTH - rows["row_start"], rows["hired"] - rows["rate"] * WIDTH)
    )
    best = np.full(len(cuts), len(by_rank))
    np.minimum.at(best, interval, np.repeat(np.argsort(by_rank), lengths))
    silent = np.flatnonzero(best == len(by_rank))
    best[silent] = best[silent - 1]
    cut_stay = np.concatenate((stay, stay))[at]
    day = cuts - cut_stay * WIDTH
    inside = day <= last[cut_stay]
    return by_rank[best[inside]], day[inside]


def _staff(main_rows: Columns, stay: np.ndarray, first: np.ndarray, last: np.ndarray) -> Columns:
    """One row a spell: the intervals, joined where the main row says the same as before."""
    changed = _begins(stay)
    for says in main_rows.values():
        changed[1:] |= says[1:] != says[:-1]
    spells = np.flatnonzero(changed)
    stay, first = stay[spells], first[spells]
    out = last[stay]
    goes_on = np.flatnonzero(stay[1:] == stay[:-1])
    out[goes_on] = first[goes_on + 1]
    return {"stay": stay, "first": first, "out": out} | {name: says[spells] for name, says in main_rows.items()}


def _exits(stays: Columns, staff: Columns) -> Columns:
    """One row a stay that ended, with its tenure in whole months and the main row of its last day (rule 8)."""
    ended = np.flatnonzero(stays["last"] < OPEN)
    final = np.cumsum(np.bincount(staff["stay"], minlength=len(stays["last"])))[ended] - 1
    day = stays["last"][ended]
    exits = {"day": day, "tenure_months": whole_months(stays["hired"][ended], day)}
    return exits | {column: staff[column][final] for column in MAIN_ROW}


def whole_months(first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """How many calendar months have been completed from the first day to the last, month ends clipped.

    Within k months is last < first + k months, which is: fewer than k months completed (definitions.md, "The tables").
    """
    if not len(first):
        return np.zeros(0, np.int64)
    months = np.array([first.min(), last.max()]).astype("datetime64[D]").astype("datetime64[M]")
    begins = np.arange(months[0], months[1] + 2).astype("datetime64[D]").astype(np.int64)
    lengths = np.diff(begins)
    month_of = np.repeat(np.arange(len(lengths)), lengths)
    month_first, month_last = month_of[first - begins[0]], month_of[last - begins[0]]
    day_first, day_last = first - begins[month_first], last - begins[month_last]
    return month_last - month_first - (day_last < np.minimum(day_first, lengths[month_last] - 1))
