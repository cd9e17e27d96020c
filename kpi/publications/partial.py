"""Which of the paper's tables a publication has only a part of, in Danish: it can be filled by a later one."""

import pandas as pd

from kpi import danish
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Status


def partial_tables(figures: pd.DataFrame) -> tuple[str, ...]:
    """A sentence for each table whose latest column the sources do not cover, which names every such column."""
    shown = figures[(figures["series"] == "printed") & (figures["place_kind"] == "")]
    missing = shown[shown["status"] == Status.MISSING]
    found: dict[int, list[str]] = {}
    for one in INDICATORS:
        latest = shown.loc[shown["measure"] == one.key, "period_end"].max()
        of_it = missing[missing["measure"] == one.key].sort_values("period_end")
        if latest in set(of_it["period_end"]):
            found.setdefault(one.table, list(dict.fromkeys(of_it["period"])))
    return tuple(
        f"Tabel {table} mangler {danish.joined([period[:1].lower() + period[1:] for period in periods])}, som "
        "udtrækkene ikke dækker."
        for table, periods in sorted(found.items())
    )
