"""Days: the example's landmarks, months added, tenure, and the days on which people are hired and leave."""

from calendar import monthrange
from datetime import date, timedelta

OPEN = date.max  # no last day yet
DAY = timedelta(1)
FIRST = date(2015, 1, 1)  # HR's history begins here
STATUSES = (date(2020, 12, 31), date(2021, 12, 31), date(2022, 6, 30))  # tables 4 and 5 look on these days
JUNE, JUNE_DRAWN = date(2022, 6, 30), date(2022, 7, 31)
DECEMBER, DECEMBER_DRAWN = date(2022, 12, 31), date(2023, 2, 3)

HIRES = {"school": (10, 7, 5, 4, 2, 2, 3, 44, 8, 6, 5, 4), "other": (10, 9, 9, 8, 8, 7, 4, 14, 11, 8, 7, 5)}
LEAVES = {"school": (6, 5, 5, 4, 5, 9, 44, 5, 4, 4, 4, 5), "other": (7, 7, 8, 8, 8, 10, 12, 10, 9, 7, 7, 10)}


def add_months(day, months):
    """The same day `months` later; a month's end is clipped, never extended."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def half_year(day):
    """First and last day of the half-year that holds `day`."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def months_within(hired, last):
    """3, 12 or 99: the narrowest of table 3's limits that a stay with this hire date and last day falls within."""
    return next((k for k in (3, 12) if last < add_months(hired, k)), 99)


def danish(day):
    return "" if day == OPEN else f"{day:%d-%m-%Y}"


def hire_day(chance, group, first, last):
    """A day in first..last on which someone of the group might begin: mostly a month's first or fifteenth."""

    def day_of(month):
        if chance.yes(0.74 if group != "laerere" else 0.85):
            return month
        return month.replace(day=15) if chance.yes(0.5) else month.replace(day=chance.between(2, 28))

    return _seasonal(chance, HIRES["school" if group == "laerere" else "other"], first, last, day_of)


def leave_day(chance, group, first, last):
    """A day in first..last on which someone of the group might leave: mostly a month's end."""

    def day_of(month):
        return month_end(month) if chance.yes(0.84) else month.replace(day=chance.between(1, 28))

    return _seasonal(chance, LEAVES["school" if group == "laerere" else "other"], first, last, day_of)


def _seasonal(chance, weights, first, last, day_of):
    months = list(_months(first, last))
    for _ in range(40):
        day = day_of(chance.weighted(months, [weights[m.month - 1] for m in months]))
        if first <= day <= last:
            return day
    return first + chance.below((last - first).days + 1) * DAY


def _months(first, last):
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)
