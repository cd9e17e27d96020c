"""Sheets -> rows without numbers or names of people, or all findings at once, in Danish, by cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from kpi.extracts.asking.answers import NO_ANSWERS, Answers
from kpi.extracts.cells.convert import DAYS
from kpi.extracts.cells.texts import text_of
from kpi.extracts.checking.checks import Sources, checked_adverts, checked_leavers, checked_status
from kpi.extracts.checking.history_checks import checked_history
from kpi.extracts.columns import PEOPLE, moves
from kpi.extracts.findings import WARNING, Finding
from kpi.extracts.frames import COLUMNS, frame_of
from kpi.extracts.pseudonyms import places_in_order, pseudonyms
from kpi.extracts.rows import Extracts, empty
from kpi.extracts.sheets import Sheet
from kpi.extracts.taken import Taken, taken

CHECKS: dict[str, Callable[[pd.DataFrame, Sources], tuple[pd.DataFrame, list[Finding]]]] = {
    "ansaettelser": checked_history,
    "bestand": checked_status,
    "fratraadte": checked_leavers,
    "annoncer": checked_adverts,
}
UNTOLD = ("service_number", "file", "line")
"""Columns that say where a row stands among the others, and nothing of the row itself."""


def validate(
    sheets: Sequence[Sheet], *, key: bytes, on: date | None = None, answers: Answers = NO_ANSWERS
) -> tuple[Extracts, list[Finding]]:
    """The rows of the sheets by kind, and every finding about them.

    `key` is the secret of the hashes, `on` the day of a status list that does not tell it, `answers` what HR has said
    of the sources. Rows with a cell that cannot be read are left out, as are those of a sheet that lacks a column: the
    findings about them are stops.
    """
    took = [taken(sheet, on, answers) for sheet in sheets]
    findings = [finding for one in took for finding in one.findings]
    numbers = (number for one in took for number in one.fields.get("service_number", ([],))[0])
    places, sources = places_in_order(numbers), tuple(one.source for one in took)
    frames: dict[str, list[pd.DataFrame]] = {}
    for file, one in enumerate(took):
        if one.complete and len(one.good):
            frame = frame_of(one, file, key, places)
            frames.setdefault(one.kind.key, []).append(frame)
            findings += _nobody_employed(one) if one.good.any() and frame.empty else []
    rows = {kind: pd.concat(parts, ignore_index=True) if parts[1:] else parts[0] for kind, parts in frames.items()}
    whole = dict(rows)
    for kind, check in CHECKS.items():
        checked, found = check(rows[kind], sources) if kind in rows else (empty(COLUMNS[kind]), [])
        rows[kind] = checked.reset_index(drop=True)
        findings += found
    history, status, leavers, adverts = (rows.pop(kind) for kind in CHECKS)
    findings = [_wherever_it_stands(finding, took, whole, key) for finding in findings]
    return Extracts(history, status, leavers, adverts, rows, sources), findings


def _wherever_it_stands(
    finding: Finding, took: Sequence[Taken], frames: Mapping[str, pd.DataFrame], key: bytes
) -> Finding:
    """The finding; a warning with what its rows say, and the others of their employments, whatever their lines.

    One whose rows cannot all be found, or whose file is not the only one of its name, holds for that very file.
    """
    where = finding.file, finding.sheet
    files = [file for file, one in enumerate(took) if (one.sheet.file, one.sheet.sheet) == where]
    rows = frames.get(took[files[0]].kind.key) if len(files) == 1 and finding.severity_taken_in == WARNING else None
    whole = next((name for name in ("employment", "job_id") if rows is not None and name in rows), None)
    if not whole:
        return finding
    own = rows[(rows["file"] == files[0]) & rows["line"].isin(finding.lines)]
    if len(own) != len(finding.lines):
        return finding
    beside = _said(rows[rows[whole].isin(own[whole])])
    typed = pseudonyms(key, _typed(took[files[0]], finding, own["line"].to_numpy()))
    told = [f"{said} {text}" for said, text in zip(_said(own), typed, strict=True)]
    return replace(finding, rows=(*sorted(told), "", *sorted(beside)))


def _said(rows: pd.DataFrame) -> list[str]:
    told = rows[[name for name in rows.columns if name not in UNTOLD]]
    return [f"{one:016x}" for one in pd.util.hash_pandas_object(told, index=False)]


def _typed(one: Taken, finding: Finding, lines: np.ndarray) -> list[str]:
    """What was typed in the finding's column on the lines, where the rows hold only what it was taken for."""
    cells = next((cells for cells in one.sheet.columns.values() if cells.header == finding.column), None)
    if cells is None or cells.column.type in DAYS:
        return [""] * len(lines)
    return [text_of(cells.of(row)) for row in np.searchsorted(one.sheet.lines, lines)]


def _nobody_employed(one: Taken) -> list[Finding]:
    """The finding that every row was left out for its status: no file may count as nobody in silence."""
    text = (
        "Alle rækker har en Statuskode, der siger, at ansættelsen er ophørt eller slettet (7, 8, 9 eller S), så ingen "
        "af dem tæller. Træk listen igen med dem, der er ansat (status 0, 1 eller 3). "
    )
    file, sheet = one.sheet.file, one.sheet.sheet
    return [Finding("tom_fil", text + moves("Rækkerne", PEOPLE), file, sheet, tables=PEOPLE)]
