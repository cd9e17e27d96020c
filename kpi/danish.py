"""Numbers, dates, periods and arrows in Danish: the only place that knows the comma."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

MISSING, UNDEFINED, SUPPRESSED = "..", "–", "*"
MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
SHORT_MONTHS = "Jan. Feb. Mar. Apr. Maj Jun. Jul. Aug. Sep. Okt. Nov. Dec.".split()
ARROWS = {"up": "↑", "down": "↓", "flat": "↔", "": ""}
MOVED = {"up": "steget", "down": "faldet", "flat": "uændret", "": ""}
SIGNS = {
    "clear_up": ("▲", "tydelig stigning"),
    "clear_down": ("▼", "tydeligt fald"),
    "up": ("↑", "op, inden for normal variation"),
    "down": ("↓", "ned, inden for normal variation"),
    "flat": ("↔", "uændret"),
    "too_few": ("●", "for få til at vurdere"),
    "not_comparable": ("⊘", "kan ikke sammenlignes"),
}
"""What the like-for-like comparison says, each with its sign and its words (statistics.md)."""
ASSESSED = {"better": "forbedret", "worse": "forværret", "same": "uændret", "": ""}
_SWAP = str.maketrans(",.", ".,")


def rounded(value: float, decimals: int = 1) -> Decimal:
    """The value rounded half up, away from zero at a tie (definitions.md, "Printing and comparing")."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float | Decimal, decimals: int = 1, *, sign: bool = False) -> str:
    """The number as a Dane writes it: 1.234,5 with a real minus, and a plus where `sign` asks for it."""
    shown = rounded(float(value), decimals)
    before = "\u2212" if shown < 0 else "+" if sign and shown > 0 else ""
    return before + f"{abs(shown):,.{decimals}f}".translate(_SWAP)


def day(when: date) -> str:
    """A date in a sentence: 30. juni 2022."""
    return f"{when.day}. {MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """A month in a sentence: juni 2022."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def short_day(when: date) -> str:
    """A date in a table or a file: 30-06-2022."""
    return when.strftime("%d-%m-%Y")


def column_label(end: date) -> str:
    """The label of a column that ends on a day: 2021 at the year's end, else Jun. 2022."""
    return str(end.year) if (end.month, end.day) == (12, 31) else f"{SHORT_MONTHS[end.month - 1]} {end.year}"


def quarter_label(end: date) -> str:
    """The label of a quarter by its last day: 1. kvartal 2022."""
    return f"{(end.month + 2) // 3}. kvartal {end.year}"


def half_year_label(end: date) -> str:
    """The label of a half-year by its last day: 1. halvår 2022."""
    return f"{(end.month + 5) // 6}. halvår {end.year}"


def joined(words: list[str], last: str = "og") -> str:
    """The words as a Danish list: a, b og c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: 1 ansat, 2 ansatte."""
    return f"{number(count, 0)} {one if count == 1 else many}"


def toml_fault(error: ValueError) -> str:
    """What is wrong with a TOML file that could not be read, as a clause; `error` is the reader's own."""
    if isinstance(error, UnicodeDecodeError):
        return "den er ikke gemt som UTF-8. Gem den igen som UTF-8"
    found = re.search(r"line (\d+), column (\d+)", str(error))
    where = f"i linje {found[1]}, tegn {found[2]}" if found else "sidst i filen"
    return f'der er en fejl {where}. Tekster skrives i anførselstegn, lister i kantede parenteser: ["HR", "Løn"]'


def sentence(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
