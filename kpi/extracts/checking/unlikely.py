"""Findings about columns that can be read, but hardly say what they were read as: weekly hours, leaders."""

from collections.abc import Mapping

import numpy as np

from kpi import danish
from kpi.definitions.model import FULL_WEEK, RATE_UNIT
from kpi.extracts.cells.amounts import HIGHEST_RATE
from kpi.extracts.cells.refusals import A_RATE
from kpi.extracts.columns import Type
from kpi.extracts.findings import Finding, about_rows
from kpi.extracts.rows import Source
from kpi.extracts.sheets import Sheet

LEAST_HOURS, LEAST_LEADERS = 5, 20
"""So many rows must agree, before a column is thought to say something else."""
Fields = Mapping[str, tuple[list, np.ndarray]]


def unlikely(sheet: Sheet, fields: Fields, good: np.ndarray, source: Source) -> list[Finding]:
    """A warning for each column whose rows, all of them, say what is hardly true; `good` are the rows that will do."""
    return [*_tiny_hours(sheet, fields, good, source), *_all_leaders(sheet, fields, good, source)]


def _tiny_hours(sheet: Sheet, fields: Fields, good: np.ndarray, source: Source) -> list[Finding]:
    """The warning that nobody has more weekly hours than a rate of employment can be."""
    cells = next((one for one in sheet.columns.values() if one.column.type is Type.HOURS), None)
    if cells is None or "rate" not in fields or fields["rate"][1] is not cells.codes:
        return []
    rates = np.array(fields["rate"][0], dtype=np.int64)[cells.codes]
    rows = np.flatnonzero(good & (rates > 0))
    if len(rows) < LEAST_HOURS or rates[rows].max() * FULL_WEEK > HIGHEST_RATE * RATE_UNIT:
        return []
    text = (
        f"{cells.header} er højst 1,3 i alle rækker, så det ligner decimaler, hvor 1 er fuld tid. De er læst som timer "
        f"om ugen. Er de decimaler, så kald kolonnen Beskæftigelsesdecimal: {A_RATE}."
    )
    return [about_rows("tvetydig_kolonne", text, source, cells.column.name, sheet.lines[rows], cells.column.tables)]


def _all_leaders(sheet: Sheet, fields: Fields, good: np.ndarray, source: Source) -> list[Finding]:
    """The warning that every row is a leader's, as when the levels of a Ledelsesniveau stand at everybody."""
    cells = sheet.columns.get("Leder")
    rows = np.flatnonzero(good)
    if cells is None or len(rows) < LEAST_LEADERS:
        return []
    if not np.array(fields["leader"][0], dtype=bool)[cells.codes][rows].all():
        return []
    text = (
        f"{cells.header} gør alle {danish.number(len(rows), 0)} rækker til ledere; et tal fra 1 til 9 læses som leder. "
        "Skriv Ja ved ledere og Nej ved alle andre, og kald kolonnen Leder."
    )
    return [about_rows("tvetydig_kolonne", text, source, "Leder", sheet.lines[rows], cells.column.tables)]
