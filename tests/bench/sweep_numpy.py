"""The bare sweep: the kernel's arithmetic for exactly these figures, in numpy alone: nothing declared, no frames.

It is the yardstick for what the product's declarations and frames cost. Rows are a dict of int64 columns.
"""

import numpy as np
from municipalities import CENTERS, NAMED
from task import BRIDGE_DAYS, FULL_TIME, TALLIES, TEN_HOURS, Calendar

from kpi.definitions.people import OPEN

WIDTH = 2 * OPEN
FLEX, SHORT, PART, FULL = range(4)
"""Who a person is to the populations: a flexible job, permanent below ten hours, part time, full time."""
SOON, YEAR, LATER = range(3)
"""When a person left: within 3 months of being hired, within 12, later."""


def figures(rows: dict[str, np.ndarray], calendar: Calendar) -> np.ndarray:
    """All tallies of one municipality, shaped as `task.shape`."""
    end, begins = _clipped(rows)
    row = np.flatnonzero((rows["category"] >= 0) & (rows["start"] <= end))
    row = row[np.argsort(rows["person"][row] * WIDTH + rows["start"][row], kind="stable")]
    person, start, end = rows["person"][row], rows["start"][row], end[row]
    latest_end = np.maximum.accumulate(end + person * WIDTH) - person * WIDTH
    gap = np.append(OPEN, np.where(person[1:] == person[:-1], start[1:] - latest_end[:-1], OPEN))
    opens = np.flatnonzero(gap > BRIDGE_DAYS)
    stay = np.repeat(np.arange(len(opens)), np.diff(opens, append=len(gap)))
    last = latest_end[np.append(opens[1:], len(gap)) - 1]
    hired = _hire_dates(rows, row, stay, opens, last, begins)
    main, first = _main_rows(rows, row, person, start, end, gap)
    final = np.append(np.flatnonzero(np.diff(stay[main])), len(main) - 1)
    out = np.append(first[1:], 0)
    out[final] = last
    cell, rate = _cells(rows, row[main]), rows["rate"][row[main]]
    ended = np.flatnonzero(last < OPEN)
    exits = _exits(cell[final[ended]], last[ended], hired[ended], calendar)
    return np.stack([*exits, *_stocks(cell, rate, first, out, calendar)])[[COUNTED.index(name) for name in TALLIES]]


COUNTED = ("exits", "exits_3", "exits_12", "exits_fast", "stock_before", "stock", "full_time", "rate")


def _clipped(rows) -> tuple[np.ndarray, np.ndarray]:
    employment = rows["employment"]
    begins = np.full(employment.max() + 1, OPEN)
    last_day = begins.copy()
    np.minimum.at(begins, employment, rows["start"])
    leaves = np.flatnonzero(rows["left"] < OPEN)
    left, employed = rows["left"][leaves], employment[leaves]
    last_day[employed] = -OPEN
    np.maximum.at(last_day, employed, left)
    return np.minimum(rows["end"], last_day[employment]), begins


def _hire_dates(rows, row, stay, opens, last, begins) -> np.ndarray:
    person, first = rows["person"][row[opens]], rows["start"][row[opens]]
    last_before = np.append(-OPEN, np.where(person[1:] == person[:-1], last[:-1], -OPEN))
    openers = np.flatnonzero(rows["start"][row] == first[stay])
    of, row = stay[openers], row[openers]
    earlier = rows["hired"][row]
    trusted = np.flatnonzero((first[of] == begins[rows["employment"][row]]) & (earlier > last_before[of]))
    hired = first.copy()
    np.minimum.at(hired, of[trusted], earlier[trusted])
    return hired


def _main_rows(rows, row, person, start, end, gap) -> tuple[np.ndarray, np.ndarray]:
    apart = gap > 0
    alone = apart & np.append(apart[1:], True)
    alone, together = np.flatnonzero(alone), np.flatnonzero(~alone)
    crowd = {name: rows[name][row[together]] for name in ("hired", "rate", "service_rank")}
    crowd |= {"person": person[together], "start": start[together], "end": end[together]}
    foremost, cut = _foremost(crowd)
    main, first = np.concatenate((alone, together[foremost])), np.concatenate((start[alone], cut))
    order = np.argsort(person[main] * WIDTH + first, kind="stable")
    return main[order], first[order]


def _foremost(rows) -> tuple[np.ndarray, np.ndarray]:
    start, end = rows["person"] * WIDTH + rows["start"], rows["person"] * WIDTH + rows["end"] + 1
    cuts = np.sort(np.concatenate((start, end)))
    cuts = cuts[np.append(cuts[1:] != cuts[:-1], True)]
    begin = np.searchsorted(cuts, start)
    lengths = np.searchsorted(cuts, end) - begin
    place = np.repeat(np.arange(len(start)), lengths)
    interval = np.arange(len(place)) + np.repeat(begin - np.cumsum(lengths) + lengths, lengths)
    for key in (rows["hired"] - rows["rate"] * WIDTH, rows["service_rank"] * WIDTH - rows["start"]):
        lowest = np.full(len(cuts), np.iinfo(np.int64).max)
        np.minimum.at(lowest, interval, key[place])
        foremost = np.flatnonzero(key[place] == lowest[interval])
        place, interval = place[foremost], interval[foremost]
    main = np.full(len(cuts), -1)
    main[interval] = place
    main, cuts = main[main >= 0], cuts[main >= 0]
    return main, cuts - rows["person"][main] * WIDTH


def _cells(rows, row) -> np.ndarray:
    """A row's smallest cell: center, group, leader, and who the person is to the populations."""
    rate = rows["rate"][row]
    kind = np.where(rows["category"][row] == 0, SHORT + (rate >= TEN_HOURS) + (rate >= FULL_TIME), FLEX)
    return ((rows["center"][row] * (len(NAMED) + 1) + rows["group"][row] + 1) * 2 + rows["leader"][row]) * 4 + kind


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
    """What begins less what ends, rolled up and cumulated: kinds, places, groups, periods."""
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
