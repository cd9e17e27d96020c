"""Evidence drawn for tests: the frame that a publication freezes for each audience, from its own figures.

The signs come from a plain normal approximation, which is good enough to have some of each; the real ones are the
program's own matter.
"""

from __future__ import annotations

from math import erfc, sqrt

import pandas as pd

from kpi.definitions.model import Indicator, Polarity
from kpi.papers.sentences.ledger import Ledger, people_measures, year_before
from kpi.publications.publication import Publication

COLUMNS = ["measure", "group", "place_kind", "place", "period_end", "sign", "reason", "assessment", "p_value"]


def drawn_evidence(publication: Publication, audience: str, smallest: int = 20) -> pd.DataFrame:
    """A row for each latest figure of a person's measure that has one the year before, with its sign."""
    ledger, rows = Ledger(publication, audience, None), []
    for one in people_measures():
        for group in (ledger.total, *ledger.staff_groups):
            for end in ledger.ends(one.key)[-1:]:
                before, after = (ledger.at(one.key, group, when) for when in (year_before(end), end))
                if before and after:
                    sign = _sign(one.key, before, after, smallest)
                    chance = erfc(abs(after.value - before.value) / _spread(one.key, before, after) / sqrt(2))
                    rows.append((one.key, group, "", "", end, sign, "", _assessed(one, sign), chance))
    return pd.DataFrame(rows, columns=COLUMNS)


def _sign(measure: str, before, after, smallest: int) -> str:
    if min(before.denominator, after.denominator) < smallest:
        return "too_few"
    if before.printed == after.printed:
        return "flat"
    way = "up" if after.printed > before.printed else "down"
    spread = _spread(measure, before, after)
    return f"clear_{way}" if abs(after.value - before.value) > 1.96 * spread else way


def _assessed(one: Indicator, sign: str) -> str:
    if not sign.startswith("clear"):
        return ""
    return "worse" if (one.polarity is Polarity.LOWER) == (sign == "clear_up") else "better"


def _spread(measure: str, before, after) -> float:
    return 0.1 if measure == "weekly_hours" else sqrt(_variance(before) + _variance(after)) or 1e-9


def _variance(entry) -> float:
    share = entry.value / 100
    return 10_000 * share * (1 - share) / entry.denominator
