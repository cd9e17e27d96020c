"""Person and service numbers -> keyed hashes and places in order, so that no number goes further than here."""

import hmac
from collections.abc import Iterable

import numpy as np

LENGTH = 32
"""Hexadecimal digits that are kept of a hash: 128 bits tell all people apart."""


def pseudonyms(key: bytes, texts: Iterable[str]) -> list[str]:
    """The keyed hash (HMAC-SHA256, shortened) of each text: the same for the same text and key."""
    return [hmac.digest(key, text.encode(), "sha256").hex()[:LENGTH] for text in texts]


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
