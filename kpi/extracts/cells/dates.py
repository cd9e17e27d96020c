"""A cell -> a day since 1970-01-01, or why not: the day always before the month, four figures in the year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time

from kpi import danish
from kpi.definitions.people import OPEN, day_number

TIME = r"(?:[ T]([01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?Z?)?"
DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4})" + TIME)
YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})" + TIME)
RUN_TOGETHER = re.compile(r"(?P<d>\d{1,2})(?P<m>\d\d)(?P<y>\d{4})")
SHORT_YEAR = re.compile(r"\d{1,2}([-./])\d{1,2}\1\d\d|\d{6}")
SERIAL = re.compile(r"\d{1,5}|2958465")
MONTH_OF_YEAR = re.compile(r"(?P<m>\d{1,2})[-./](?P<y>\d{4})")
YEAR_AND_MONTH = re.compile(r"(?P<y>\d{4})[-./](?P<m>\d{1,2})")
MONTH_IN_WORDS = re.compile(rf"(?P<m>{'|'.join(danish.MONTHS)}) (?P<y>\d{{4}})", re.IGNORECASE)

FIRST_YEAR, LAST_YEAR = 1900, 2199
EXCEL_EPOCH = date(1899, 12, 30)
"""Excel's day 0, as its days count from March 1900 on (it believes in 29 February 1900)."""


@dataclass(frozen=True)
class NoDate:
    """Why a cell holds no day: the cause, what is wrong as a sentence, and how to mend it, up to a colon."""

    cause: str
    wrong: str
    mend: str


def day_of(value: object, text: str, *, opens: bool = False, unset_1900: bool = False) -> int | NoDate:
    """The day, `OPEN` for an open end (00-00-0000 too, where `opens` or not), or why there is none.

    `value` is the cell as read and `text` the same as text. `opens` takes far years, and 31-12-9999 as open;
    `unset_1900` takes 1 January 1900 as open, as a leave date that was never set.
    """
    parts = _parts(value, text)
    if isinstance(parts, NoDate):
        return parts
    year, month, day = parts
    if parts == (0, 0, 0) or (opens and parts == (9999, 12, 31)) or (unset_1900 and parts <= (1900, 1, 1)):
        return OPEN
    if FIRST_YEAR <= year <= (9999 if opens else LAST_YEAR):
        try:
            return day_number(date(year, month, day))
        except ValueError:
            pass
    return _no_such_day(year, month, day, text)


def _no_such_day(year: int, month: int, day: int, text: str) -> NoDate:
    if not 1 <= month <= 12:
        mend = "Skriv dagen først og så måneden"
        return NoDate("måned", f"Datoen {text} findes ikke, for der er ingen måned {month}.", mend)
    last = monthrange(year or 1, month)[1] if 0 < year <= 9999 else 31
    if not 1 <= day <= last:
        wrong = f"Datoen {text} findes ikke, for {danish.MONTHS[month - 1]} {year} har {last} dage."
        return NoDate("dag", wrong, "Find den rigtige dato, og skriv dag, måned og år")
    return NoDate("årstal", f"Årstallet i {text} kan ikke være rigtigt.", "Skriv dag, måned og hele årstallet")


def month_of(value: object, text: str) -> int | NoDate:
    """The first day of the month that the cell names, as a date, as 01-2022 or 2022-01, or in words; or why not."""
    if not isinstance(value, date):
        for pattern in (MONTH_OF_YEAR, YEAR_AND_MONTH, MONTH_IN_WORDS):
            found = pattern.fullmatch(text)
            if found:
                word = found["m"].lower()
                month = int(word) if word.isdigit() else danish.MONTHS.index(word) + 1
                text = f"01-{month:02d}-{found['y']}"
    day = day_of(value, text)
    return day if isinstance(day, NoDate) else day_number(date.fromordinal(day + 719163).replace(day=1))


def _parts(value: object, text: str) -> tuple[int, int, int] | NoDate:
    """Year, month and day as written, which need not exist; Excel's day 0 comes as midnight."""
    if isinstance(value, date):
        return value.year, value.month, value.day
    if value == time(0):
        return 0, 0, 0
    if not isinstance(value, bool):
        for pattern in (DAY_FIRST, YEAR_FIRST):
            if found := pattern.fullmatch(text):
                return int(found["y"]), int(found["m"]), int(found["d"])
        if found := RUN_TOGETHER.fullmatch(text):
            return _run_together(found, text)
        serial = re.sub(r",\d+$", "", text) if isinstance(value, float) else text
        if SERIAL.fullmatch(serial) and (isinstance(value, int | float) or int(serial) >= 20_000):
            return _of_serial(int(serial))
        if SHORT_YEAR.fullmatch(text):
            return NoDate("to cifre", f"Datoen {text} har kun to cifre i årstallet.", "Skriv årstallet med fire cifre")
    return NoDate("ingen dato", f"«{text}» er ikke en dato.", "Skriv dag, måned og år som dd-mm-åååå")


def _run_together(found: re.Match, text: str) -> tuple[int, int, int]:
    """ddmmyyyy, or yyyymmdd where the other way round gives no year after 1900; 2958465 is Excel's 31-12-9999."""
    if text == "2958465":
        return 9999, 12, 31
    if len(text) == 8 and int(found["y"]) < FIRST_YEAR and (19 <= int(text[:2]) <= 21 or text == "99991231"):
        return int(text[:4]), int(text[4:6]), int(text[6:])
    return int(found["y"]), int(found["m"]), int(found["d"])


def _of_serial(serial: int) -> tuple[int, int, int]:
    day = date.fromordinal(EXCEL_EPOCH.toordinal() + serial + (serial < 60))
    return day.year, day.month, day.day
