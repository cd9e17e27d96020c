"""What is known of an exit: its day, and where the source tells it how old the person is and why the person left."""

import numpy as np
import pandas as pd

from kpi.definitions.people import OPEN
from kpi.definitions.populations import UNTOLD


def last_days(left: np.ndarray, employment: np.ndarray) -> np.ndarray:
    """For every row its employment's latest leave date, or `OPEN` (definitions.md, rule 2)."""
    latest = np.full(employment.max(initial=-1) + 1, -OPEN)
    np.maximum.at(latest, employment, np.where(left < OPEN, left, -OPEN))
    return np.where(latest == -OPEN, OPEN, latest)[employment]


def birth_years(rows: pd.DataFrame, person: np.ndarray) -> np.ndarray:
    """Each row's person's year of birth, as any of the person's rows tells it: older imports do not."""
    return _latest(_told(rows, "birth_year"), person, np.arange(len(rows)))


def reasons(rows: pd.DataFrame, employment: np.ndarray) -> np.ndarray:
    """Why the employment ended, on the rows that it ended with, as the latest of its rows that tells it says.

    Where an employment goes on in another category, who leaves permanent staff has not been given that reason.
    """
    told = _told(rows, "reason")
    if (told == UNTOLD).all():
        return told
    start, end = rows["start"].to_numpy(), rows["end"].to_numpy()
    latest = _latest(told, employment, np.argsort(start, kind="stable"))
    end = np.minimum(end, last_days(rows["left"].to_numpy(), employment))
    ended = np.full(employment.max(initial=-1) + 1, -OPEN)
    np.maximum.at(ended, employment, np.where(start <= end, end, -OPEN))
    return np.where(end == ended[employment], latest, UNTOLD)


def _latest(told: np.ndarray, of: np.ndarray, order: np.ndarray) -> np.ndarray:
    """For each row what the last of the rows, in this order, tells of the same person or employment."""
    known = np.full(of.max(initial=-1) + 1, UNTOLD)
    order = order[told[order] != UNTOLD]
    known[of[order]] = told[order]
    return known[of]


def _told(rows: pd.DataFrame, name: str) -> np.ndarray:
    return rows[name].to_numpy(np.int64) if name in rows else np.full(len(rows), UNTOLD)
