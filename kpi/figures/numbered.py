"""Numbers for what rows say, so that rows that say the same are found without holding their texts together."""

from collections.abc import Iterable

import numpy as np
import pandas as pd


def numbered(columns: Iterable[str], *frames: pd.DataFrame) -> list[np.ndarray]:
    """For each frame a number a row: the same for rows, of any of the frames, that say the same in the columns."""
    ends = np.cumsum([len(frame) for frame in frames])
    number = np.zeros(ends[-1], np.int64)
    for name in columns:
        texts = np.concatenate([frame[name].to_numpy(object) for frame in frames])
        codes, distinct = pd.factorize(texts, use_na_sentinel=False)
        number = number * len(distinct) + codes
    return np.split(number, ends[:-1])
