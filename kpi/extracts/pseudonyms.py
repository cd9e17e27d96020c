"""Person and service numbers -> keyed hashes, birth years and places in order: no number goes further than here."""

import hmac
import re
from collections.abc import Iterable

import numpy as np

from kpi.definitions.populations import UNTOLD

LENGTH = 32
"""Hexadecimal digits that are kept of a hash: 128 bits tell all people apart."""


def pseudonyms(key: bytes, texts: Iterable[str]) -> list[str]:
    """The keyed hash (HMAC-SHA256, shortened) of each text: the same for the same text and key."""
    keyed, found = hmac.new(key, digestmod="sha256"), []
    for text in texts:
        one = keyed.copy()
        one.update(text.encode())
        found.append(one.hexdigest()[:LENGTH])
    return found


CPR = re.compile(r"(?:[06][1-9]|[1278]\d|[39][01])(?:0[1-9]|1[0-2])(\d\d)(\d)\d{3}")
"""Ten digits that begin with a day (60 is added to those of invented people) and a month."""


def birth_year(number: str) -> int:
    """The year of birth that a CPR number tells by its fifth to seventh digit, for age bands only; else `UNTOLD`.

    The seventh digit gives the century (CPR-kontoret, "Personnummeret i CPR"): 0 to 3 is 19, 4 and 9 are 20 up to the
    year 36 and else 19, 5 to 8 are 20 up to 57 and else 18. Nobody employed was born in the 1800s.
    """
    found = CPR.fullmatch(number)
    if not found:
        return UNTOLD
    year, seventh = int(found[1]), int(found[2])
    if seventh <= 3:
        return 1900 + year
    if seventh in (4, 9):
        return (2000 if year <= 36 else 1900) + year
    return 2000 + year if year <= 57 else UNTOLD


def combinations(*columns: tuple[list, np.ndarray]) -> tuple[list[tuple], np.ndarray]:
    """Every combination of the columns' values that some row has, and for each row the place of its own among them.

    A column is its distinct values and each row's place among them.
    """
    sizes = [max(len(values), 1) for values, _ in columns]
    flat = np.ravel_multi_index([codes for _, codes in columns], sizes) if len(columns[0][1]) else np.zeros(0, np.int64)
    found, codes = np.unique(flat, return_inverse=True)
    places = np.unravel_index(found, sizes)
    taken = [[values[place] for place in column] for (values, _), column in zip(columns, places, strict=True)]
    return list(zip(*taken, strict=True)), codes


def places_in_order(numbers: Iterable[str]) -> dict[str, str]:
    """The place of each service number among them all, as text: numbers as numbers first, then texts."""
    distinct = set(numbers)
    whole = {number for number in distinct if number.isascii() and number.isdigit() and len(number) <= 18}
    return {number: str(place) for place, number in enumerate([*sorted(whole, key=int), *sorted(distinct - whole)])}
