"""The rows that come out of HR's files: frames of integer days and rates, no numbers or names of people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from kpi.definitions.people import OPEN as OPEN  # the day of an end that is open, in days since 1970-01-01
from kpi.extracts.asking.questions import NOWHERE, Origin

TYPES = {
    "person": "str",
    "employment": "str",
    "service_number": "str",
    "unit": "str",
    "job_code": "str",
    "contract": "str",
    "hourly": "bool",
    "rate": "int64",
    "leader": "bool",
    "hired": "int64",
    "start": "int64",
    "end": "int64",
    "left": "int64",
    "on": "int64",
    "birth_year": "int64",
    "reason": "int64",
    "job_id": "str",
    "area": "str",
    "published": "int64",
    "deadline": "int64",
    "closed": "int64",
    "hires": "int64",
    "file": "int64",
    "line": "int64",
}

_EMPLOYMENT = "person employment service_number unit job_code contract hourly rate leader hired birth_year".split()

EMPLOYMENT_COLUMNS = (*_EMPLOYMENT, "start", "end", "left", "reason", "file", "line")
"""A row of a history. `person` and `employment` are keyed hashes. `service_number` is not the number itself but its
place in the order of all the numbers that were read together (numbers as numbers, then texts), as text of digits. Days
are counted from 1970-01-01, an open end is `OPEN`; `rate` is in millionths of full time; `hired` is `start` where no
date was given. `birth_year` serves age bands only and `reason` is a place in `REASONS`, -1 where none is told. `file`
is an index into `Extracts.sources`, `line` the file's line from 1."""
STATUS_COLUMNS = (*_EMPLOYMENT, "left", "on", "file", "line")
"""A row of a status list: an employment on the day `on`."""
LEAVER_COLUMNS = (*_EMPLOYMENT, "left", "reason", "file", "line")
"""A row of a leavers' list: an employment whose last day is `left`."""
ADVERT_COLUMNS = tuple("job_id area published deadline closed hires file line".split())
"""A row of Emply's list; `deadline` and `closed` are `OPEN` where there is none."""


def empty(columns: tuple[str, ...]) -> pd.DataFrame:
    """A frame without rows, with the columns and their types."""
    return pd.DataFrame({name: pd.Series(dtype=TYPES[name]) for name in columns})


@dataclass(frozen=True)
class Source:
    """A sheet that was read: its file, its name (None in a CSV), its kind, the file's checksum and its rows.

    `columns` has, by the column's canonical name, its header as typed and its letter. `origin` is where it comes from,
    and `left_is_first_day_out` says that its Fratrædelsesdato was answered to be that. `titles` has the job title of
    each line, None where the sheet tells none; it is never stored.
    """

    file: str
    sheet: str | None
    kind: str
    sha256: str
    rows: int
    columns: dict[str, tuple[str, str]] = field(default_factory=dict)
    origin: Origin = NOWHERE
    left_is_first_day_out: bool = False
    titles: pd.Series | None = field(default=None, repr=False, compare=False)

    def cell(self, column: str, line: int) -> str | None:
        """The address of the cell, such as F122; None where the sheet has no such column."""
        return f"{self.columns[column][1]}{line}" if column in self.columns else None

    def as_json(self) -> dict:
        """What is kept of the source: of its columns the letters, never the headers as they were typed."""
        plain = {name: getattr(self, name) for name in ("file", "sheet", "kind", "sha256", "rows")}
        return plain | {"letters": {name: letter for name, (_, letter) in self.columns.items()}}

    @classmethod
    def of_json(cls, told: Mapping) -> "Source":
        """The source that was kept as that; its columns go by their canonical names."""
        letters = told.get("letters", {})
        plain = {name: told[name] for name in ("file", "sheet", "kind", "sha256", "rows")}
        return cls(**plain, columns={name: (name, letter) for name, letter in letters.items()})


@dataclass(frozen=True)
class Extracts:
    """All rows that were read together, by kind. `other` has the kinds that no measure uses yet."""

    history: pd.DataFrame = field(default_factory=lambda: empty(EMPLOYMENT_COLUMNS))
    status: pd.DataFrame = field(default_factory=lambda: empty(STATUS_COLUMNS))
    leavers: pd.DataFrame = field(default_factory=lambda: empty(LEAVER_COLUMNS))
    adverts: pd.DataFrame = field(default_factory=lambda: empty(ADVERT_COLUMNS))
    other: dict[str, pd.DataFrame] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
