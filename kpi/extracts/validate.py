"""Sheets -> rows without numbers or names of people, or all findings at once, in Danish, by cell."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd

from kpi.extracts.answers import NO_ANSWERS, Answers
from kpi.extracts.checks import Sources, checked_adverts, checked_leavers, checked_status
from kpi.extracts.columns import PEOPLE, moves
from kpi.extracts.findings import Finding
from kpi.extracts.frames import COLUMNS, frame_of
from kpi.extracts.history_checks import checked_history
from kpi.extracts.pseudonyms import places_in_order
from kpi.extracts.rows import Extracts, empty
from kpi.extracts.sheets import Sheet
from kpi.extracts.taken import Taken, taken

CHECKS: dict[str, Callable[[pd.DataFrame, Sources], tuple[pd.DataFrame, list[Finding]]]] = {
    "ansaettelser": checked_history,
    "bestand": checked_status,
    "fratraadte": checked_leavers,
    "annoncer": checked_adverts,
}


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
    for kind, check in CHECKS.items():
        checked, found = check(rows[kind], sources) if kind in rows else (empty(COLUMNS[kind]), [])
        rows[kind] = checked.reset_index(drop=True)
        findings += found
    history, status, leavers, adverts = (rows.pop(kind) for kind in CHECKS)
    return Extracts(history, status, leavers, adverts, rows, sources), findings


def _nobody_employed(one: Taken) -> list[Finding]:
    """The finding that every row was left out for its status: no file may count as nobody in silence."""
    text = (
        "Alle rækker har en Statuskode, der siger, at ansættelsen er ophørt eller slettet (7, 8, 9 eller S), så ingen "
        "af dem tæller. Træk listen igen med dem, der er ansat (status 0, 1 eller 3). "
    )
    file, sheet = one.sheet.file, one.sheet.sheet
    return [Finding("tom_fil", text + moves("Rækkerne", PEOPLE), file, sheet, tables=PEOPLE)]
