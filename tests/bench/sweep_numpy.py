"""The bare sweep: the kernel's arithmetic for exactly these figures, in numpy alone, with nothing declared and no frames.

It is the yardstick for what the product's declarations and frames cost. Rows are a dict of int64 columns.
"""

import numpy as np
from municipalities import CENTERS, NAMED
from task import BRIDGE_DAYS, FULL_TIME, TALLIES, TEN_HOURS, Calendar, Windows

from kpi.definitions.people import OPEN

WIDTH = 2 * OPEN
FLEX, SHORT, PART, FULL = range(4)
"""Who a person is to the populations: a flexible job, permanent below ten hours, part time, full time."""
SOON, YEAR, LATER = range(3)
"""When a person left: within 3 months of being hired, within 12, later."""


def figures(rows: dict[str, np.ndarray], calendar: Calendar) -> np.ndarray:
    """All tallies of one municipality, shaped as `task.shape`."""
    rows = _qualifying(rows)
    opens, overlaps, latest_end = _stays(rows)
    begins = np.flatnonzero(opens)
    stay, last = np.cumsum(opens) - 1, latest_end[np.append(begins[1:], len(opens)) - 1]
    hired = _hire_dates(rows, stay, rows["start"][begins], last, rows["person"][begins])
    main, first = _main_rows(rows, stay, overlaps, last)
    stay, cell, rate = stay[main], _cells(rows)[main], rows["rate"][main]
    final = np.append(stay[1:] != stay[:-1], True)
    out = np.where(final, last[stay], np.append(first[1:], 0))
    gone, closed = np.flatnonzero(final)[last < OPEN], last < OPEN
    left = _exits(cell[gone], last[closed], hired[closed], calendar)
    return np.stack([*left, *_stocks(cell, rate, first, out, calendar)])[[EXITS_AND_STOCKS.index(name) for name in TALLIES]]


EXITS_AND_STOCKS = ("exits", "exits_3", "exits_12", "exits_fast", "stock_before", "stock", "full_time", "rate")


def _qualifying(rows: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    employment, start, left = rows["employment"], rows["start"], rows["left"]
    begins = np.full(employment.max() + 1, OPEN)
    last_day = np.full(len(begins), -OPEN)
    np.minimum.at(begins, employment, start)
    np.maximum.at(last_day, employment, np.where(left < OPEN, left, -OPEN))
    last_day[last_day == -OPEN] = OPEN
    end = np.minimum(rows["end"], last_day[employment])
    kept = np.flatnonzero((rows["category"] >= 0) & (start <= end))
    kept = kept[np.argsort(rows["person"][kept] * WIDTH + start[kept], kind="stable")]
    wanted = ("person", "service_rank", "group", "center", "category", "leader", "rate", "hired", "start")
    made = {"end": end, "earliest": start == begins[employment]}
    return {name: rows[name][kept] for name in wanted} | {name: column[kept] for name, column in made.items()}


def _stays(rows: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether a row opens a stay, whether it overlaps an earlier one, and the latest end so far."""
    new = np.append(True, rows["person"][1:] != rows["person"][:-1])
    offset = np.cumsum(new) * WIDTH
    latest_end = np.maximum.accumulate(rows["end"] + offset) - offset
    gap = np.append(OPEN, rows["start"][1:] - latest_end[:-1])
    return new | (gap > BRIDGE_DAYS), ~new & (gap <= 0), latest_end


def _hire_dates(rows, stay, first, last, person) -> np.ndarray:
    same = np.append(False, person[1:] == person[:-1])
    last_before = np.where(same, np.append(-OPEN, last[:-1]), -OPEN)
    openers = np.flatnonzero(rows["earliest"] & (rows["start"] == first[stay]))
    openers = openers[rows["hired"][openers] > last_before[stay[openers]]]
    hired = first.copy()
    np.minimum.at(hired, stay[openers], rows["hired"][openers])
    return hired


def _main_rows(rows, stay, overlaps, last) -> tuple[np.ndarray, np.ndarray]:
    crowded = np.zeros(len(last), bool)
    crowded[stay[overlaps]] = True
    crowded = crowded[stay]
    alone, together = np.flatnonzero(~crowded), np.flatnonzero(crowded)
    foremost, cut = _foremost({name: column[together] for name, column in rows.items()}, stay[together], last)
    main, first = np.concatenate((alone, together[foremost])), np.concatenate((rows["start"][alone], cut))
    order = np.argsort(stay[main] * WIDTH + first, kind="stable")
    return main[order], first[order]


def _foremost(rows, stay, last) -> tuple[np.ndarray, np.ndarray]:
    start, end = stay * WIDTH + rows["start"], stay * WIDTH + rows["end"] + 1
    cuts, at = np.unique(np.concatenate((start, end)), return_index=True)
    begin = np.searchsorted(cuts, start)
    lengths = np.searchsorted(cuts, end) - begin
    interval = np.arange(lengths.sum()) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    by_rank = np.lexsort((rows["service_rank"] * WIDTH - rows["start"], rows["hired"] - rows["rate"] * WIDTH))
    best = np.full(len(cuts), len(by_rank))
    np.minimum.at(best, interval, np.repeat(np.argsort(by_rank), lengths))
    silent = np.flatnonzero(best == len(by_rank))
    best[silent] = best[silent - 1]
    cut_stay = np.append(stay, stay)[at]
    day = cuts - cut_stay * WIDTH
    inside = day <= last[cut_stay]
    return by_rank[best[inside]], day[inside]


def _cells(rows: dict[str, np.ndarray]) -> np.ndarray:
    """A row's smallest cell: center, group, leader, and who the person is to the populations."""
    rate = rows["rate"]
    kind = np.where(rows["category"] == 0, SHORT + (rate >= TEN_HOURS) + (rate >= FULL_TIME), FLEX)
    return ((rows["center"] * (len(NAMED) + 1) + rows["group"] + 1) * 2 + rows["leader"]) * 4 + kind


def _exits(cell, day, hired, calendar) -> tuple[np.ndarray, ...]:
    tenure = np.where(_within(hired, day, 3), SOON, np.where(_within(hired, day, 12), YEAR, LATER))
    rolling, year = calendar.rolling, calendar.year
    left = _sweep(cell, 4, _index(rolling.ends, day), _index(rolling.starts, day), len(calendar))
    permanent = np.flatnonzero(cell % 4 != FLEX)
    cell, day = cell[permanent] // 4 * 3 + tenure[permanent], day[permanent]
    soon = _sweep(cell, 3, _index(year.ends, day), _index(year.starts, day), len(calendar))
    return left.sum(0), soon[SOON], soon[SOON] + soon[YEAR], soon.sum(0)


def _stocks(cell, rate, first, out, calendar) -> tuple[np.ndarray, ...]:
    days = calendar.rolling.starts
    before = _sweep(cell, 4, _index(days, first), _index(days, out), len(calendar))
    days = calendar.status.ends
    begin, end = _index(days, first), _index(days, out)
    stock = _sweep(cell, 4, begin, end, len(calendar))
    hours = _sweep(cell, 4, begin, end, len(calendar), rate)
    return before.sum(0), stock[PART] + stock[FULL], stock[FULL], hours[PART] + hours[FULL]


def _sweep(cell, kinds, begin, end, periods, weight=None) -> np.ndarray:
    """What begins less what ends, rolled up to groups and to the whole, then cumulated: kinds, places, groups, periods."""
    counted = np.flatnonzero(begin < end)
    cell, weight = cell[counted] * (periods + 1), None if weight is None else weight[counted]
    size = len(CENTERS) * (len(NAMED) + 1) * 2 * kinds * (periods + 1)
    marks = np.bincount(cell + begin[counted], weight, size) - np.bincount(cell + end[counted], weight, size)
    marks = marks.reshape(len(CENTERS), len(NAMED) + 1, 2, kinds, -1)[..., :-1]
    rolled = np.zeros((kinds, 1 + len(CENTERS), 2 + len(NAMED), periods), np.int64)
    rolled[:, 1:, 0] = marks.sum((1, 2)).swapaxes(0, 1)
    rolled[:, 1:, 1] = marks[:, :, 1].sum(1).swapaxes(0, 1)
    rolled[:, 1:, 2:] = marks[:, 1:].sum(2).transpose(2, 0, 1, 3)
    rolled[:, 0] = rolled[:, 1:].sum(1)
    return np.cumsum(rolled, axis=3)


def _index(days: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """How many of the sorted days lie before each wanted day, by a look-up table."""
    table = np.repeat(np.arange(len(days) + 1), np.diff(days, prepend=days[0] - 1, append=days[-1] + 1))
    return table[np.clip(wanted - days[0], 0, len(table) - 1)]


def _within(hired: np.ndarray, day: np.ndarray, months: int) -> np.ndarray:
    """Whether the day lies before the hire date so many calendar months on, month ends clipped."""
    low, high = np.array([hired.min(), day.max()]).astype("datetime64[D]").astype("datetime64[M]")
    begins = np.arange(low, high + months + 2).astype("datetime64[D]").astype(np.int64)
    lengths = np.diff(begins)
    month = np.repeat(np.arange(len(lengths)), lengths)[hired - begins[0]]
    later = month + months
    return day < begins[later] + np.minimum(hired - begins[month], lengths[later] - 1)
