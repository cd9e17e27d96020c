"""The columns of the frames that everything after people is: figures, evidence, retention and movement."""

FIGURE_COLUMNS = (
    "measure",
    "group",
    "place_kind",
    "place",
    "series",
    "period_start",
    "period_end",
    "period",
    "numerator",
    "denominator",
    "value",
    "status",
    "provisional",
    "arrow",
    "assessment",
)
"""One row per indicator x group x period (x place). `series` is `printed` (the columns of the paper), `same_date`
(the same stretch of each year, which never overlap) or `quarter` (quarters, for charts over time; the measures of a
year then speak of the quarter); `place_kind` is empty, område, center or afdeling."""

EVIDENCE_COLUMNS = (
    "measure",
    "group",
    "place_kind",
    "place",
    "period_end",
    "sign",
    "before_end",
    "before_numerator",
    "before_denominator",
    "after_numerator",
    "after_denominator",
    "difference",
    "low",
    "high",
    "unit",
    "p_value",
    "reason",
    "up",
    "down",
    "stayed",
    "assessment",
)
"""One row per figure that is held against the same stretch of the year before. `sign` is one of `kpi.danish.SIGNS`.
`difference` and its 95 % interval, `low` to `high`, are in `unit`: procentpoint, timer, or ratio (after / before, whose
`high` is infinite where nothing happened before). `reason` is a Danish clause, where there is one to give. `up`, `down`
and `stayed` count those present at both dates of a status. `assessment` is better or worse for a clear sign, else
empty. What is not known, or not to be told, is NaN or empty."""
RETENTION_COLUMNS = (
    "group",
    "cohort_start",
    "cohort_end",
    "cohort",
    "months",
    "hired",
    "at_risk",
    "gone",
    "value",
    "status",
)
"""One row per group x half-year of hire x months: how many were `hired`, how many of those had all these months behind
them or were at risk in the last of them (`at_risk`), how many had `gone` before, and the percentage still employed."""

MOVEMENT_COLUMNS = (
    "measure",
    "group",
    "place_kind",
    "place",
    "period_end",
    "before_end",
    "variance",
    "both",
    "up",
    "down",
    "stayed",
)
"""One row per status measure x group (x place) x pair of days a year apart: the variance of the difference by person,
in the printed unit squared, and of `both` present on both days how many went up, down and stayed (statistics.md)."""

NUMBERS = (
    *("numerator", "denominator", "value", "before_numerator", "before_denominator", "after_numerator"),
    *("after_denominator", "difference", "low", "high", "p_value", "up", "down", "stayed"),
    *("hired", "at_risk", "gone"),
)
"""The columns of any of these frames that hold numbers, or nothing."""
TYPES = dict.fromkeys(NUMBERS, float) | {"months": int, "provisional": bool}
"""The type of a column's cells, by name; of any other it is text."""
