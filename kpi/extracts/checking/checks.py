"""Rows -> the rows to use, and findings about those that contradict themselves or each other."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.extracts.columns import ADVERTS, BY_KEY, PEOPLE, TENURE
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.rows import Source

Sources = tuple[Source, ...]
NAMES = {column.field: column.name for kind in reversed(BY_KEY.values()) for column in reversed(kind.columns)}
COMPARED = ("unit", "job_code", "contract", "hourly", "rate", "leader", "hired")
"""What two rows of an employment may not say differently of the same day."""


def checked_status(rows: pd.DataFrame, sources: Sources) -> tuple[pd.DataFrame, list[Finding]]:
    """The status lists without their duplicates, and what was found."""
    rows, findings = without_duplicates(rows, sources, PEOPLE)
    late = rows[rows["hired"].to_numpy() > rows["on"].to_numpy()]
    late = told("ansat_efter_start", late, sources, "hired", hired_late("on"), TENURE)
    return rows, [*findings, *_repeated(rows, sources, "on"), *late]


def checked_leavers(rows: pd.DataFrame, sources: Sources) -> tuple[pd.DataFrame, list[Finding]]:
    """The leavers' lists without their duplicates and without those who left before they were hired."""
    rows, findings = without_duplicates(rows, sources, PEOPLE)
    rows, backwards = forwards(rows, sources, "hired", "left", PEOPLE)
    return rows, [*findings, *backwards, *_repeated(rows, sources, "left")]


def checked_adverts(rows: pd.DataFrame, sources: Sources) -> tuple[pd.DataFrame, list[Finding]]:
    """The adverts without duplicates and without those that were closed before they were published."""
    rows, findings = without_duplicates(rows, sources, ADVERTS)
    rows, backwards = forwards(rows, sources, "published", "closed", ADVERTS)
    return rows, [*findings, *backwards]


def without_duplicates(
    rows: pd.DataFrame, sources: Sources, tables: tuple[int, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows without those that repeat an earlier one to the letter, and a finding about them."""
    said = [name for name in rows.columns if name not in ("reason", "file", "line")]
    alike = np.flatnonzero(rows.duplicated([name for name in said if rows[name].dtype != "str"], keep=False))
    again = np.zeros(len(rows), bool)
    again[alike] = rows.iloc[alike].duplicated(said)
    if not again.any():
        return rows, []
    first = rows.groupby(said, sort=False, dropna=False)[["file", "line"]].transform("first")

    def text(row: pd.Series) -> str:
        other = first.loc[row.name]
        same = f"linje {other['line']}{elsewhere(other, row, sources)}"
        return f"Linje {row['line']} er magen til {same}, og kun den ene er talt med. Slet den ene af dem."

    return rows[~again], told("dublet", rows[again], sources, None, text, tables)


def told(
    code: str,
    rows: pd.DataFrame,
    sources: Sources,
    field: str | None,
    text: Callable[[pd.Series], str],
    tables: tuple[int, ...],
) -> list[Finding]:
    """A finding for each file about the day in the field, or the whole rows, in the words of the first of them."""
    found = []
    for file, part in rows.groupby("file") if len(rows) else ():
        first, column = part.iloc[0], NAMES[field] if field else None
        value, words = None, text(first)
        if field and first[field] != OPEN:
            typed = field == "left" and sources[file].left_is_first_day_out
            value = day_words(first[field] + typed)
            words += " Fratrædelsesdato er her den sidste dag, altså dagen før den, der står i filen." if typed else ""
        found.append(about_rows(code, words, sources[file], column, part["line"].tolist(), tables, value))
    return found


def elsewhere(other: pd.Series, row: pd.Series, sources: Sources) -> str:
    """Where the other row stands, to be put after its line: empty where it stands in the row's own sheet."""
    there, here = sources[int(other["file"])], sources[int(row["file"])]
    if there is here:
        return ""
    if there.file == here.file and there.sheet != here.sheet:
        return f" i arket «{there.sheet}»"
    return f" i {there.file}" + (f" (arket «{there.sheet}»)" if there.sheet else "")


def day_words(day: int) -> str:
    """The day as dd-mm-yyyy."""
    return danish.short_day(date(1970, 1, 1) + timedelta(int(day)))


def forwards(
    rows: pd.DataFrame, sources: Sources, first: str, last: str, tables: tuple[int, ...]
) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows whose last day is not before the first, and a finding about the others."""
    backwards = rows[last].to_numpy() < rows[first].to_numpy()
    if not backwards.any():
        return rows, []

    def text(row: pd.Series) -> str:
        return (
            f"{NAMES[last]} {day_words(row[last])} ligger før {NAMES[first]} {day_words(row[first])}. Find ud af, "
            f"hvilken dato der er forkert, og ret den. {NAMES[first]} 01-03-2021 og {NAMES[last]} 31-03-2021 ville "
            "passe sammen."
        )

    return rows[~backwards], told("slut_foer_start", rows[backwards], sources, last, text, tables)


def hired_late(field: str) -> Callable[[pd.Series], str]:
    """The words for a hire date after the day in the field."""

    def text(row: pd.Series) -> str:
        day = day_words(row[field])
        return (
            f"Ansættelsesdato {day_words(row['hired'])} ligger efter {NAMES[field]} {day}. Ansættelsen regnes fra "
            f"{NAMES[field]}. Er den rigtig, skal Ansættelsesdato være {day} eller en tidligere dag."
        )

    return text


def _repeated(rows: pd.DataFrame, sources: Sources, on: str) -> list[Finding]:
    """A finding about employments that stand twice, and differently, on the same day."""
    again = rows[rows.duplicated(["employment", on])]

    def text(row: pd.Series) -> str:
        same = rows[(rows["employment"] == row["employment"]) & (rows[on] == row[on])].iloc[0]
        return (
            f"Linje {same['line']}{elsewhere(same, row, sources)} og linje {row['line']} er samme ansættelse den "
            f"{day_words(row[on])}, men siger ikke det samme om {difference(same, row)}. Find ud af, hvilken af de to "
            "der er forkert, og slet den."
        )

    return told("overlappende_raekker", again, sources, None, text, PEOPLE)


def difference(one: pd.Series, other: pd.Series) -> str:
    """The columns that two rows of an employment do not say the same in, as a list in a sentence."""
    names = [NAMES[field] for field in COMPARED if one[field] != other[field]]
    return danish.joined(names or [NAMES["left"]])
