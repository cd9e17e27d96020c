"""What a publication that lacks a part of a table says of it: each period, and that it is the extracts that lack it."""

from __future__ import annotations

import pandas as pd

from kpi.publications.partial import partial_tables


def figures(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Printed figures of the whole: measure, end of the period, its label and status."""
    told = pd.DataFrame(rows, columns=["measure", "period_end", "period", "status"])
    return told.assign(series="printed", place_kind="")


def adverts(*statuses: str) -> pd.DataFrame:
    ends = ("2021-09-30", "2021-12-31", "2022-03-31", "2022-06-30")
    labels = ("3. kvartal 2021", "4. kvartal 2021", "1. kvartal 2022", "2. kvartal 2022")
    rows = zip(["adverts"] * 4, ends, labels, statuses, strict=True)
    return figures(*rows)


def test_every_quarter_that_is_missing_is_named() -> None:
    assert partial_tables(adverts("missing", "missing", "ok", "missing")) == (
        "Tabel 1 mangler 3. kvartal 2021, 4. kvartal 2021 og 2. kvartal 2022, som udtrækkene ikke dækker.",
    )


def test_a_table_whose_latest_column_is_there_is_whole() -> None:
    assert partial_tables(adverts("missing", "missing", "ok", "ok")) == ()
    assert partial_tables(adverts("ok", "ok", "ok", "suppressed")) == ()


def test_each_table_is_told_once_and_in_order() -> None:
    of_staff = figures(
        ("weekly_hours", "2022-06-30", "Jun. 2022", "missing"),
        ("left_within_3m", "2022-06-30", "Jun. 2022", "missing"),
        ("left_within_12m", "2022-06-30", "Jun. 2022", "missing"),
    )
    assert partial_tables(pd.concat([of_staff, adverts("ok", "ok", "ok", "missing")])) == (
        "Tabel 1 mangler 2. kvartal 2022, som udtrækkene ikke dækker.",
        "Tabel 3 mangler jun. 2022, som udtrækkene ikke dækker.",
        "Tabel 5 mangler jun. 2022, som udtrækkene ikke dækker.",
    )
