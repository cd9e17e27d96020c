"""The bench's data: municipalities drawn from a seed, a municipality's rows always the same however many are drawn.

A row is what `kpi.extracts.classify` gives: whole-number codes, days since 1970-01-01. The rows come as an extract
does, by person, employment and start. Some persons hold a second job beside the first, some come back after a gap (that
is bridged, or is not), some change unit, rate or contract, some rows run past the day their employment ends.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kpi.definitions.model import Span, StaffGroup
from kpi.definitions.people import OPEN, day_number
from kpi.definitions.periods import Period, ending, shifted

SEED = 20221010
FIRST, DRAWN = day_number(date(2013, 1, 1)), day_number(date(2023, 1, 31))
NAMED = tuple(StaffGroup(f"g{number}", f"Gruppe {number}", "stillinger") for number in range(9))
GROUPS = (StaffGroup("htk", "I alt", "alle"), StaffGroup("ledere", "Ledere", "ledere"), *NAMED)
AREAS = tuple(f"Område {number}" for number in range(8))
CENTERS = tuple(f"C{number:02}" for number in range(12))
UNITS = 110
PERSONS = 9_300
RATES = (1_000_000, 999_500, 945_900, 891_900, 864_865, 810_800, 750_000, 500_000, 270_200, 250_000, 100_000)
OPEN_DAYS = ("end", "left")
DAYS = ("hired", "start", *OPEN_DAYS)


@dataclass(frozen=True)
class Employments:
    """What is drawn of each employment, in the order of the persons: arrays of one length, days as whole numbers."""

    person: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    hired: np.ndarray
    group: np.ndarray


def rows_of(number: int) -> dict[str, np.ndarray]:
    """The rows of one municipality as int64 columns, numbered from 0; leader and from_list are flags."""
    rng = np.random.default_rng((SEED, number))
    jobs = _employments(rng, _persons(number))
    employment, start = _row_starts(rng, jobs)
    final = np.diff(employment, append=-1) != 0
    end = np.where(final, jobs.end[employment], np.append(start[1:], 0) - 1)
    unit = _kept(rng, employment, rng.integers(UNITS, size=len(start)), 0.15)
    return {
        "person": jobs.person[employment],
        "employment": employment,
        "service_rank": rng.permutation(len(jobs.person))[employment],
        "group": jobs.group[employment],
        "area": unit % len(AREAS),
        "center": unit % len(CENTERS),
        "unit": unit,
        "category": _kept(rng, employment, rng.choice([0, 1, -1], len(start), p=[0.87, 0.03, 0.10]), 0.05),
        "leader": _kept(rng, employment, rng.random(len(start)) < 0.04, 0.03),
        "rate": _kept(rng, employment, rng.choice(RATES, len(start)), 0.6),
        "hired": jobs.hired[employment],
        "start": start,
        "end": end,
        "left": _leave_days(rng, final, start, end),
        "row_start": start,
        "from_list": np.zeros(len(start), bool),
    }


def _persons(number: int) -> int:
    """How many persons a municipality has: the first ten are like the first, the rest a quarter larger on the whole."""
    if number == 0:
        return PERSONS
    size = np.random.default_rng((SEED, number, 1)).uniform(0.4, 1.6)
    return int(PERSONS * size * (1 if number < 10 else 1.27))


def _employments(rng: np.random.Generator, persons: int) -> Employments:
    jobs = rng.choice([1, 2, 3, 4], persons, p=[0.78, 0.15, 0.05, 0.02])
    person = np.repeat(np.arange(persons), jobs)
    opens = np.diff(person, prepend=-1) != 0
    count = len(person)
    length = np.where(rng.random(count) < 0.12, rng.integers(0, 150, count), rng.exponential(1500, count))
    length = length.astype(np.int64)
    there = opens & (rng.random(len(person)) < 0.4)
    step = np.where(opens, np.where(there, 0, rng.integers(1, DRAWN - FIRST + 60, len(person))), _steps(rng, length))
    run = np.cumsum(step)
    begin = FIRST + run - np.repeat((run - step)[opens], jobs)
    end = begin + length
    known = (end <= DRAWN) | ((end < DRAWN + 60) & (rng.random(len(person)) < 0.5))
    before = rng.exponential(3000, len(person)).astype(np.int64) + 1
    earlier = there | (rng.random(len(person)) < 0.03)
    kept = begin <= DRAWN + 60
    drawn = {
        "person": person,
        "begin": begin,
        "end": np.where(known, end, OPEN),
        "hired": begin - np.where(earlier, before, 0),
        "group": rng.integers(-2, len(NAMED), len(person)).clip(-1),
    }
    return Employments(**{name: of[kept] for name, of in drawn.items()})


def _steps(rng: np.random.Generator, length: np.ndarray) -> np.ndarray:
    """From an employment's first day to the next one's: beside it, the day after, after a bridged gap, or apart."""
    before = np.roll(length, 1)
    beside = (before * rng.random(len(length))).astype(np.int64)
    count = len(length)
    gap = np.stack([np.ones(count, np.int64), rng.integers(2, 32, count), rng.integers(32, 900, count)])
    kind = rng.choice(4, len(length), p=[0.4, 0.15, 0.15, 0.3])
    return np.where(kind == 0, beside, before + gap[np.maximum(kind, 1) - 1, np.arange(len(length))])


def _row_starts(rng: np.random.Generator, jobs: Employments) -> tuple[np.ndarray, np.ndarray]:
    """Each row's employment and first day: the employment's own, and those on which something changes."""
    length = np.minimum(jobs.end, DRAWN) - jobs.begin
    changes = rng.poisson(np.maximum(length, 0) / 560)
    of = np.repeat(np.arange(len(length)), changes)
    day = jobs.begin[of] + (length[of] * rng.random(len(of))).astype(np.int64)
    keys = np.concatenate([np.arange(len(length)) << 20 | jobs.begin, of << 20 | day])
    keys = np.unique(keys)
    return keys >> 20, keys & (1 << 20) - 1


def _kept(rng: np.random.Generator, employment: np.ndarray, values: np.ndarray, chance: float) -> np.ndarray:
    """The values, each kept until it changes with the given chance at a later row of the employment."""
    opens = np.diff(employment, prepend=-1) != 0
    changes = opens | (rng.random(len(values)) < chance)
    return values[np.maximum.accumulate(np.where(changes, np.arange(len(values)), 0))]


def _leave_days(rng: np.random.Generator, final: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Fratrædelsesdato on an employment's last row: as a rule its end, seldom none, seldom some days before."""
    chance = rng.random(len(end))
    early = np.maximum(end - rng.integers(1, 31, len(end)), start)
    return np.where(~final | (chance < 0.05) | (end == OPEN), OPEN, np.where(chance > 0.98, early, end))


def write_parquet(path, count: int) -> int:
    """Writes so many municipalities to one file, a row group each, and gives the number of rows.

    Days are dates and an open end is null; persons and employments are numbered through all municipalities.
    """
    rows = persons = employments = 0
    with pq.ParquetWriter(path, SCHEMA) as file:
        for number in range(count):
            columns = rows_of(number)
            table = _table(number, columns, persons, employments)
            file.write_table(table, row_group_size=max(len(table), 1))
            rows += len(table)
            persons += int(columns["person"].max()) + 1
            employments += int(columns["employment"].max()) + 1
    return rows


SCHEMA = pa.schema(
    [("municipality", pa.int16())]
    + [(name, pa.int32()) for name in ("person", "employment", "service_rank")]
    + [(name, pa.int8()) for name in ("group", "area", "center")]
    + [("unit", pa.int16()), ("category", pa.int8()), ("leader", pa.bool_()), ("rate", pa.int32())]
    + [(name, pa.date32()) for name in DAYS]
)


def _table(number: int, columns: dict[str, np.ndarray], persons: int, employments: int) -> pa.Table:
    columns = columns | {
        "municipality": np.full(len(columns["person"]), number),
        "person": columns["person"] + persons,
        "employment": columns["employment"] + employments,
    }
    arrays = [
        pa.array(columns[field.name].astype(np.int32), mask=columns[field.name] == OPEN).cast(field.type)
        if field.name in OPEN_DAYS
        else pa.array(columns[field.name]).cast(pa.int32() if field.name in DAYS else field.type).cast(field.type)
        for field in SCHEMA
    ]
    return pa.table(arrays, schema=SCHEMA)


def spans(count: int) -> dict[Span, tuple[Period, ...]]:
    """For each span of the staff's tables so many periods up to the end of 2022: by quarter, or by month where many."""
    months = 1 if count > 40 else 3
    ends = [shifted(date(2022, 12, 31), -months * back) for back in range(count - 1, -1, -1)]
    of_staff = (Span.ROLLING_YEAR, Span.YEAR_TO_DATE, Span.STATUS)
    return {span: tuple(ending(end, span) for end in ends) for span in of_staff}
