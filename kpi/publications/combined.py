"""Imports in use -> the rows that are measured, with where each of them came from.

Of two imports the later is the one whose extracts were drawn later, and of the same day the one taken in later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.publications.folders import in_order
from kpi.publications.stored_import import Import
from kpi.publications.stored_rows import COLUMNS, no_rows

HALF_YEAR = 6


@dataclass(frozen=True)
class Combined:
    """The rows that are measured, and what they cover.

    `staff_drawn` and `adverts_drawn` are the latest days that the rows used were drawn, `covers_from` the first
    complete day as it was given: of the history used, else of the earliest list (None where one of them has none).
    `sources` are those that a row came from, `imports` the ids of theirs.
    """

    history: pd.DataFrame
    status: pd.DataFrame
    leavers: pd.DataFrame
    adverts: pd.DataFrame
    other: Mapping[str, pd.DataFrame]
    sources: tuple[Mapping, ...]
    imports: tuple[str, ...]
    staff_drawn: date | None
    adverts_drawn: date | None
    covers_from: date | None


def combine(imports: Sequence[Import]) -> Combined:
    """The rows of the imports together.

    The history is the latest import's that has one, alone. A status list takes the place of earlier ones of the same
    day. A row of a leavers' list takes the place of earlier ones of the same employment in the same half-year: lists
    are drawn by half-year, and an employment that is not on a later list may stand on one of another institution. An
    advert is the latest import's that has it, first published on the earliest day that any says. Of the other kinds
    the latest import's rows are all there is.
    """
    ordered = sorted(imports, key=lambda one: (one.drawn, in_order(one.id)))
    rows = {kind: _latest(kind, _of(ordered, kind)) for kind in COLUMNS}
    used = {kind: [ordered[place] for place in of["taken"].drop_duplicates()] for kind, of in rows.items()}
    staff = used["history"] or [*used["status"], *used["leavers"]]
    known = [one.covers_from for one in staff if one.covers_from]
    taken = sorted({place for of in rows.values() for place in of["taken"]})
    frames, sources = _numbered(rows, ordered)
    return Combined(
        **{kind: frames.pop(kind) for kind in ("history", "status", "leavers", "adverts")},
        other={kind: frame for kind, frame in frames.items() if len(frame)},
        sources=sources,
        imports=tuple(sorted((ordered[place].id for place in taken), key=in_order)),
        staff_drawn=max((one.drawn for one in staff), default=None),
        adverts_drawn=max((one.drawn for one in used["adverts"]), default=None),
        covers_from=min(known) if known and len(known) == len(staff) else None,
    )


def _of(ordered: Sequence[Import], kind: str) -> pd.DataFrame:
    """All rows of the kind, the earliest import's first, with the import's place in `taken`."""
    parts = [
        one.frames[kind].assign(taken=place)
        for place, one in enumerate(ordered)
        if kind in one.frames and len(one.frames[kind])
    ]
    return pd.concat(parts, ignore_index=True) if parts else no_rows(kind).assign(taken=np.zeros(0, np.int64))


def _latest(kind: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose place no later import's takes."""
    if rows.empty:
        return rows
    if kind == "adverts":
        return _adverts(rows)
    same = {"status": ["on"], "leavers": ["employment", "half_year"]}.get(kind)
    if same is None:
        return rows[rows["taken"] == rows["taken"].max()]
    half_year = rows["left"].to_numpy().astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) // HALF_YEAR
    latest = rows.assign(half_year=half_year).groupby(same)["taken"].transform("max")
    return rows[rows["taken"] == latest]


def _adverts(rows: pd.DataFrame) -> pd.DataFrame:
    """The latest import's rows of each advert; an earlier first day becomes a row of its own before them."""
    by_job = rows.groupby("job_id")
    kept = rows[rows["taken"] == by_job["taken"].transform("max")]
    first = by_job["published"].min()
    one_each = kept.sort_values("published", kind="stable").drop_duplicates("job_id")
    earlier = one_each.assign(published=one_each["job_id"].map(first))
    earlier = earlier[earlier["published"] < one_each["published"]]
    return pd.concat([earlier, kept], ignore_index=True) if len(earlier) else kept


def _numbered(
    rows: Mapping[str, pd.DataFrame], ordered: Sequence[Import]
) -> tuple[dict[str, pd.DataFrame], tuple[Mapping, ...]]:
    """The frames with `file` counted among the sources that are used, and those."""
    pairs = {kind: list(zip(of["taken"], of["file"], strict=True)) for kind, of in rows.items()}
    used = sorted({pair for of in pairs.values() for pair in of})
    number = {pair: place for place, pair in enumerate(used)}
    frames = {}
    for kind, of in rows.items():
        file = np.array([number[pair] for pair in pairs[kind]], dtype=np.int64)
        frames[kind] = of.assign(file=file).drop(columns="taken").reset_index(drop=True)
    return frames, tuple(dict(ordered[taken].sources[file]) for taken, file in used)
