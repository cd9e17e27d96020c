"""A cell -> a number, exactly, or why not: a decimal comma, thousands' dots, a minus before or after.

A decimal point is taken for what it is only where it can be nothing else: 0.8649 and 32.5 are numbers, 1.030 is not
(it may be a thousand and thirty), unless the number must be whole.
"""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal
from fractions import Fraction

from kpi.definitions.model import FULL_WEEK, RATE_UNIT

COMMA = re.compile(r"\d+(,\d+)?")
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d{1,3}( \d{3})+(,\d+)?")
POINT = re.compile(r"\d+\.\d+")
MAYBE_THOUSANDS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
PART = re.compile(r"(?P<part>[\d.,]+) ?/ ?(?P<whole>[\d.,]+)")

HIGHEST_RATE, HIGHEST_HOURS = Fraction(13, 10), Fraction(48)
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
LONGEST = 18


@dataclass(frozen=True)
class NoAmount:
    """Why a cell holds no amount: the cause, what is wrong in a sentence, and how to mend it, up to a colon."""

    cause: str
    wrong: str
    mend: str


def number_of(value: object, text: str, *, percent: bool = False, whole: bool = False) -> Fraction | NoAmount:
    """The number, or why there is none; `percent` lets a percent sign stand, `whole` takes 1.030 as a thousand."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fraction(Decimal(repr(value))) if value == value and abs(value) < 10**LONGEST else _none(text)
    body = text.replace("\u2212", "-")
    if percent:
        body = body.removesuffix("%").strip()
    negative = body.startswith("-") or body.endswith("-")
    body = (body[1:] if body.startswith("-") else body[:-1] if negative else body).strip()
    if not isinstance(value, str) or len(body) > LONGEST:
        return _none(text)
    if MAYBE_THOUSANDS.fullmatch(body) and not whole:
        plain = body.replace(".", "")
        wrong = f"«{text}» kan læses både som {plain} og som {body.replace('.', ',')}."
        return NoAmount("tvetydigt", wrong, "Skriv tallet med komma og uden punktum")
    number = _digits(body, whole)
    return _none(text) if number is None else -number if negative else number


def _digits(body: str, whole: bool) -> Fraction | None:
    if COMMA.fullmatch(body):
        return Fraction(body.replace(",", "."))
    if THOUSANDS.fullmatch(body) and (whole or not body.startswith("0.")):
        return Fraction(body.replace(".", "").replace(" ", "").replace(",", "."))
    return Fraction(body) if POINT.fullmatch(body) and not whole else None


def _none(text: str) -> NoAmount:
    return NoAmount("intet tal", f"«{text}» er ikke et tal.", "Skriv tallet med cifre og komma")


def share_of(value: object, text: str) -> Fraction | NoAmount:
    """The employment rate as written: 0,8649, 86,49 % or 32/37."""
    if isinstance(value, str) and (found := PART.fullmatch(text)):
        part, whole = number_of(found["part"], found["part"]), number_of(found["whole"], found["whole"])
        usable = isinstance(part, Fraction) and isinstance(whole, Fraction) and whole > 0
        return part / whole if usable else _none(text)
    number = number_of(value, text, percent=True)
    is_percent = isinstance(number, Fraction) and isinstance(value, str) and text.endswith("%")
    return number / 100 if is_percent else number


def hours_of(value: object, text: str) -> Fraction | NoAmount:
    """The hours, also as hours and minutes or as a part of full time: 32,5 or 32:30 or 32/37."""
    if isinstance(value, str | time | timedelta) and (found := CLOCK.fullmatch(text)):
        return int(found[1]) + Fraction(int(found[2]), 60)
    if isinstance(value, str) and PART.fullmatch(text):
        share = share_of(value, text)
        return share if isinstance(share, NoAmount) else share * FULL_WEEK
    return number_of(value, text)


def count_of(value: object, text: str) -> int | NoAmount:
    """The whole number from 0 up, or why there is none."""
    number = number_of(value, text, whole=True)
    if isinstance(number, NoAmount):
        return number
    if number < 0 or number.denominator != 1:
        return NoAmount("antal", f"«{text}» er ikke et antal.", "Skriv et helt tal fra 0 og op")
    return int(number)


def millionths(rate: Fraction) -> int:
    """The rate in whole millionths of full time, half up."""
    return int(rate * RATE_UNIT + Fraction(1, 2))
