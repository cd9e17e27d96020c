"""Status lists and leavers' lists -> rows of history, so that both kinds of extract take the same road from there.

An employment's observations are its rows on the lists, by day, and at last its row on a leavers' list. The first
reaches back to the hire date; each holds until the day before the next; a leavers' row holds on the last day. What
happened between two lists is not known, and no figure asks for it.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from kpi import danish
from kpi.definitions.people import OPEN
from kpi.definitions.populations import UNTOLD
from kpi.extracts.columns import PEOPLE
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.rows import EMPLOYMENT_COLUMNS, Source, empty


def rows_from_lists(status: pd.DataFrame, leavers: pd.DataFrame) -> pd.DataFrame:
    """Rows with start, end and left, in the columns of the history, of the employments on the lists.

    `status` has the day in `on`. An employment that is missing from a later list without having left is ended the day
    before that list.
    """
    if status.empty and leavers.empty:
        return empty(EMPLOYMENT_COLUMNS).assign(from_list=True)
    told = [
        status.assign(seen=status["on"], has_left=False, reason=UNTOLD),
        leavers.assign(seen=leavers["left"], has_left=True),
    ]
    observed = pd.concat(told, ignore_index=True)
    observed["left"] = _latest_leave_date(observed)
    observed = observed[observed["seen"] <= observed["left"]].sort_values(["employment", "seen", "has_left"])
    observed = observed.drop_duplicates(["employment", "seen"], keep="last")
    employment, seen = observed["employment"].to_numpy(), observed["seen"].to_numpy()
    is_first = np.append(True, employment[1:] != employment[:-1])[: len(seen)]
    is_final = np.append(employment[1:] != employment[:-1], True)[: len(seen)]
    start = np.where(is_first, np.minimum(observed["hired"].to_numpy(), seen), seen)
    end = np.where(is_final, _ends(observed, status["on"]), np.append(start[1:] - 1, 0)[: len(seen)])
    return observed.assign(start=start, end=end, from_list=True).drop(columns=["seen", "on", "has_left"])


def list_findings(from_lists: pd.DataFrame, rows: pd.DataFrame, sources: Sequence[Source], used: bool) -> list[Finding]:
    """Warnings about what the lists leave open; `rows` are the classified ones, `used` is false beside a history."""
    if from_lists.empty:
        return []
    if not used:
        text = "Der er både historik og lister. Kun historikken er brugt; listerne er ikke talt med."
        return [Finding("lister_ikke_brugt", text, tables=PEOPLE, count=len(from_lists))]
    findings = []
    ended = from_lists[~from_lists["employment"].duplicated(keep="last")]
    vanished = ended[(ended["end"] < OPEN) & (ended["left"] >= OPEN)]
    findings += [_gone(part, sources[int(file)]) for file, part in vanished.groupby("file")]
    before = rows.groupby("employment", sort=False)["category"].shift()
    changed = rows[before.notna() & (before != rows["category"])]
    if len(changed):
        text = (
            f"{danish.counted(len(changed), 'ansættelse skifter', 'ansættelser skifter')} ansættelsesform mellem to "
            "lister. Listerne siger ikke hvornår. Derfor bruges ansættelsesdatoen, og tallet kan afvige fra "
            "historikkens."
        )
        named = changed[["start", "category"]].assign(
            employment=from_lists["employment"].unique()[changed["employment"]]
        )
        findings.append(_about("blev_fast_undervejs", text, (2, 3), named))
    return findings


def _gone(vanished: pd.DataFrame, source: Source) -> Finding:
    """A finding about employments of a status list that are on no later list, at the lines where they stood last."""
    stands = "ansættelse på statuslisten står" if len(vanished) == 1 else "ansættelser på statuslisten står"
    they = "Den tælles" if len(vanished) == 1 else "De tælles"
    add = "den" if len(vanished) == 1 else "dem"
    text = (
        f"{danish.number(len(vanished), 0)} {stands} hverken på den næste eller på en liste over fratrådte. {they} som "
        f"fratrådt dagen før den næste liste. Tilføj {add} på listen over fratrådte med Fratrædelsesdato."
    )
    found = about_rows("forsvundne_raekker", text, source, None, sorted(vanished["line"]), PEOPLE)
    return replace(found, rows=_said(vanished[["employment", "end"]]))


def _about(code: str, text: str, tables: tuple[int, ...], employments: pd.DataFrame) -> Finding:
    said = _said(employments)
    return Finding(code, text, tables=tables, count=len(said), rows=said)


def _said(employments: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(" ".join(map(str, one)) for one in employments.itertuples(index=False)))


def _latest_leave_date(observed: pd.DataFrame) -> pd.Series:
    """The latest leave date on any of the employment's rows, or open (definitions.md, rule 2)."""
    given = observed["left"].where(observed["left"] < OPEN)
    return given.groupby(observed["employment"]).transform("max").fillna(OPEN).astype("int64")


def _ends(observed: pd.DataFrame, list_days: pd.Series) -> np.ndarray:
    """The last day of each employment's last observation: the day it left, the day before the next list, or open."""
    left, seen = observed["left"].to_numpy(), observed["seen"].to_numpy()
    days = np.append(np.unique(list_days.to_numpy()), OPEN + 1)
    next_list = days[np.searchsorted(days, seen, side="right")]
    return np.where(left < OPEN, left, np.where(next_list > OPEN, OPEN, next_list - 1))
