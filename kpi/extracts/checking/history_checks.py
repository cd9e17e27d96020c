"""The history's rows -> those to use, and findings about rows of one employment that contradict each other."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from kpi.definitions.people import OPEN
from kpi.extracts.checking.checks import (
    COMPARED,
    Sources,
    day_words,
    difference,
    elsewhere,
    forwards,
    hired_late,
    told,
    without_duplicates,
)
from kpi.extracts.columns import PEOPLE, TENURE
from kpi.extracts.findings import Finding
from kpi.extracts.people.leaving import last_days

NEVER = -(10**6)
SPAN = 2**23
"""More days than lie between `NEVER` and `OPEN`."""


def checked_history(rows: pd.DataFrame, sources: Sources) -> tuple[pd.DataFrame, list[Finding]]:
    """The history without its duplicates and without rows that end before they begin, and what was found."""
    rows, findings = without_duplicates(rows, sources, PEOPLE)
    rows, backwards = forwards(rows, sources, "start", "end", PEOPLE)
    employment = pd.factorize(rows["employment"])[0]
    last_day = last_days(rows["left"].to_numpy(), employment)
    late = rows[rows["hired"].to_numpy() > rows["start"].to_numpy()]
    hired = told("ansat_efter_start", late, sources, "hired", hired_late("start"), TENURE)
    overlaps = _overlaps(rows, employment, last_day, sources)
    return rows, [*findings, *backwards, *overlaps, *hired, *_left_otherwise(rows, employment, last_day, sources)]


def _overlaps(rows: pd.DataFrame, employment: np.ndarray, last_day: np.ndarray, sources: Sources) -> list[Finding]:
    """A finding about rows that hold on the same days as an earlier row of the employment, and differ from it."""
    start, end = rows["start"].to_numpy(), np.minimum(rows["end"].to_numpy(), last_day)
    order = np.argsort(employment * SPAN + start - NEVER, kind="stable")
    order = order[start[order] <= end[order]]
    latest = np.maximum.accumulate(employment[order] * SPAN + end[order] - NEVER)
    touches = latest[:-1] >= employment[order][1:] * SPAN + start[order][1:] - NEVER
    suspects = order[np.isin(employment[order], employment[order][1:][touches])]
    said = rows.iloc[suspects].groupby(list(COMPARED), sort=False, dropna=False).ngroup().to_numpy()
    listed = zip(suspects, employment[suspects], start[suspects], end[suspects], said, strict=True)
    earlier = {rows.index[later]: before for before, later in _overlapping(listed)}

    def text(row: pd.Series) -> str:
        before, day = rows.iloc[earlier[row.name]], row["start"]
        first = f"inje {before['line']}{elsewhere(before, row, sources)}"
        mend = (
            f"Den ene skal slutte, før den anden begynder. Er linje {row['line']} rigtig, skal l{first} have Slutdato "
            f"{day_words(day - 1)}."
            if before["start"] < day
            else "De begynder samme dag. Find ud af, hvilken af de to der er forkert, og slet den."
        )
        return (
            f"L{first} og linje {row['line']} er samme ansættelse og gælder begge den {day_words(day)}, men siger ikke "
            f"det samme om {difference(before, row)}. {mend}"
        )

    return told("overlappende_raekker", rows[rows.index.isin(earlier)], sources, "start", text, PEOPLE)


def _overlapping(rows: Iterable[tuple]) -> list[tuple[int, int]]:
    """Pairs of an earlier row and one that begins before it ends and says something else, in one pass.

    The rows are (place, employment, start, end, what is said) in order of employment and start. For each employment
    the two latest ends of rows that say different things are enough to know.
    """
    pairs, latest, current = [], [], None
    for place, employment, start, end, said in rows:
        if employment != current:
            latest, current = [], employment
        before = next((other for other in latest if other[1] != said and other[0] >= start), None)
        if before:
            pairs.append((before[2], place))
        same = [other for other in latest if other[1] == said]
        rest = [other for other in latest if other[1] != said]
        latest = sorted([*rest, max([*same, (end, said, place)])], reverse=True)[:2]
    return pairs


def _left_otherwise(
    rows: pd.DataFrame, employment: np.ndarray, last_day: np.ndarray, sources: Sources
) -> list[Finding]:
    """Findings about employments that end on another day than their rows: the earlier day is used."""
    start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
    latest_start = np.full(employment.max(initial=-1) + 1, NEVER)
    np.maximum.at(latest_start, employment, start)
    without_end = (last_day < OPEN) & (end == OPEN) & (start == latest_start[employment])
    before_end = (last_day < end) & (end < OPEN)
    day = pd.Series(last_day, rows.index)

    def unended(row: pd.Series) -> str:
        left = day_words(day[row.name])
        return (
            f"Ansættelsen har Fratrædelsesdato {left}, men ingen Slutdato. Den regnes til og med {left}. Er personen "
            f"fratrådt, så skriv {left} i Slutdato også; ellers slet Fratrædelsesdato."
        )

    def ended_late(row: pd.Series) -> str:
        left = day_words(day[row.name])
        return (
            f"Ansættelsen har Fratrædelsesdato {left}, men rækken har Slutdato {day_words(row['end'])}. Ansættelsen "
            f"regnes til og med {left}. Er Fratrædelsesdato rigtig, skal Slutdato være {left}; ellers ret "
            "Fratrædelsesdato."
        )

    return [
        *told("fratraadt_uden_slut", rows[without_end], sources, "left", unended, PEOPLE),
        *told("fratraadt_foer_slut", rows[before_end], sources, "left", ended_late, PEOPLE),
    ]
