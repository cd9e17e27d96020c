"""Rows -> stays -> main rows -> staff (stock) and exits (flow): one line per person (definitions.md, "From HR's rows").

Everything is arrays of whole numbers: one sort of the qualifying rows, then running maxima, no loop over persons. Only
where a person's rows overlap is time cut into intervals; elsewhere each row speaks until the next begins.
"""

import numpy as np
import pandas as pd

from kpi.definitions.people import EXPLAINS, MAIN_ROW, OPEN, whole_months

BRIDGE_DAYS = 31
"""A stay goes on where the next row begins at most this many days after the last day of all rows before it."""
WIDTH = np.int64(2 * OPEN)
"""More days than there are: number * WIDTH + day sorts by number, then by day. As an int64 it widens narrow columns."""

RANKED_BY = ("rate", "hired", "service_rank", "row_start")
NEEDED = ("person", "employment", "start", "end", "left", "from_list", "hired", "service_rank", "row_start")
"""What careers are made of, besides what the main row says."""

Columns = dict[str, np.ndarray]


def careers(rows: pd.DataFrame, bridge_days: int = BRIDGE_DAYS) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The frames `stays`, `staff` and `exits` of `People`, from classified rows.

    `rows` has whole numbers in person, employment, service_rank, category (-1 does not qualify), rate, hired, start,
    end, left (`OPEN` for none), row_start (the start before a row was split at a change of the reference files), the
    codes of `MAIN_ROW`, and the flags leader and from_list; `EXPLAINS` goes along where it is there.
    """
    says = (*MAIN_ROW, *(name for name in EXPLAINS if name in rows))
    given = {name: rows[name].to_numpy() for name in (*NEEDED, *says)}
    given["end"], begins = _clipped(given)
    row = _in_order(given)
    latest_end, gap = _reach(given, row)
    opens = np.flatnonzero(gap > bridge_days)
    stay = np.repeat(np.arange(len(opens)), np.diff(opens, append=len(row)))
    last = latest_end[np.append(opens[1:], len(row))[: len(opens)] - 1]
    stays = _stays(given, row, opens, stay, last, begins)
    main, first = _main_rows(given, row, gap)
    stay, row = stay[main], row[main]
    main_rows = {name: given[name][row] for name in says}
    final = np.flatnonzero(np.diff(stay, append=-1))
    out = np.append(first[1:], 0)[: len(first)]
    out[final] = last
    staff = {"stay": stay, "first": first, "out": out} | main_rows
    exits = _exits(stays, {name: told[final] for name, told in main_rows.items()})
    return tuple(pd.DataFrame(columns, copy=False) for columns in (stays, staff, exits))


def _clipped(rows: Columns) -> tuple[np.ndarray, np.ndarray]:
    """Each row's end, at the latest its employment's last day, and each employment's first day (rules 1 and 2)."""
    employment, start, left = rows["employment"].astype(np.intp, copy=False), rows["start"], rows["left"]
    count = int(employment.max(initial=-1)) + 1
    begins, last_day = np.full(count, OPEN, start.dtype), np.full(count, OPEN, left.dtype)
    np.minimum.at(begins, employment, start)
    leaves = np.flatnonzero(left < OPEN)
    left, employed = left[leaves], employment[leaves]
    last_day[employed] = -OPEN
    np.maximum.at(last_day, employed, left)
    return np.minimum(rows["end"], last_day[employment]), begins


def _in_order(rows: Columns) -> np.ndarray:
    """The places of the qualifying rows, by person and start (rule 3)."""
    row = np.flatnonzero((rows["category"] >= 0) & (rows["start"] <= rows["end"]))
    return row[np.argsort(rows["person"][row] * WIDTH + rows["start"][row], kind="stable")]


def _reach(rows: Columns, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The latest last day of the person's rows so far, and how long after the one before it a row begins (rule 4).

    The gap is at most 0 where the row overlaps an earlier one, and `OPEN` where the person has none.
    """
    person, start = rows["person"][row], rows["start"][row]
    offset = person * WIDTH
    latest_end = np.maximum.accumulate(rows["end"][row] + offset) - offset
    gap = np.full(len(row), OPEN)
    gap[1:] = np.where(person[1:] == person[:-1], start[1:] - latest_end[:-1], OPEN)
    return latest_end, gap


def _stays(
    rows: Columns, row: np.ndarray, opens: np.ndarray, stay: np.ndarray, last: np.ndarray, begins: np.ndarray
) -> Columns:
    """One row a stay: person, first, last day, and hire date (rule 6).

    A hire date is believed where its row is the employment's earliest, of any category, or is from a list.
    """
    person, first = rows["person"][row[opens]], rows["start"][row[opens]]
    goes_before = np.full(len(opens), -OPEN)
    goes_before[1:] = np.where(person[1:] == person[:-1], last[:-1], -OPEN)
    openers = np.flatnonzero(rows["start"][row] == first[stay])
    of, row = stay[openers], row[openers]
    hired = rows["hired"][row]
    cut = rows["from_list"][row] | (first[of] == begins[rows["employment"][row]])
    trusted = np.flatnonzero(cut & (hired > goes_before[of]))
    hire_date = first.copy()
    np.minimum.at(hire_date, of[trusted], hired[trusted])
    return {"person": person, "first": first, "last": last, "hired": hire_date}


def _main_rows(rows: Columns, row: np.ndarray, gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The intervals in which one row speaks, by person and day: its place in `row`, and the interval's first day.

    A row that overlaps no other speaks from its start. Nobody's row begins in a bridged gap: there the interval before
    goes on, and its row is of those that ended last (rule 5).
    """
    apart = gap > 0
    alone = apart & np.append(apart[1:], True)[: len(gap)]
    alone, together = np.flatnonzero(alone), np.flatnonzero(~alone)
    foremost, first = _foremost(rows, row[together])
    main = np.concatenate((alone, together[foremost]))
    first = np.concatenate((rows["start"][row[alone]], first))
    order = np.argsort(rows["person"][row[main]] * WIDTH + first, kind="stable")
    return main[order], first[order]


def _foremost(rows: Columns, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Time cut wherever one of a person's rows begins or ends: each interval's main row and first day (rule 5).

    The main row has the highest rate, then the earliest hire, the lowest service number, the latest start.
    """
    rows = {name: rows[name][row] for name in ("person", "start", "end", *RANKED_BY)}
    start, end = (rows["person"] * WIDTH + rows[side] for side in ("start", "end"))
    cuts = np.sort(np.concatenate((start, end + 1)))
    cuts = cuts[np.append(cuts[1:] != cuts[:-1], True)[: len(cuts)]]
    begin = np.searchsorted(cuts, start)
    lengths = np.searchsorted(cuts, end + 1) - begin
    place = np.repeat(np.arange(len(row)), lengths)
    interval = np.arange(len(place)) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    for key in (rows["hired"] - rows["rate"] * WIDTH, rows["service_rank"] * WIDTH - rows["row_start"]):
        lowest = np.full(len(cuts), np.iinfo(np.int64).max)
        np.minimum.at(lowest, interval, key[place])
        foremost = np.flatnonzero(key[place] == lowest[interval])
        place, interval = place[foremost], interval[foremost]
    main = np.full(len(cuts), -1)
    main[interval] = place
    main, cuts = main[main >= 0], cuts[main >= 0]
    return main, cuts - rows["person"][main] * WIDTH


def _exits(stays: Columns, main_rows: Columns) -> Columns:
    """One row a stay that ended, with its tenure in whole months and the main row of its last day (rule 8)."""
    ended = np.flatnonzero(stays["last"] < OPEN)
    day = stays["last"][ended]
    exits = {"day": day, "tenure_months": whole_months(stays["hired"][ended], day)}
    return exits | {name: says[ended] for name, says in main_rows.items()}
