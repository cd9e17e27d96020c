"""The people who came and left between 2015 and 2019: no figure of 2022 sees them, but the years before it do."""

from datetime import date
from math import exp

import posts
from chance import Chance
from days import FIRST, OPEN, add_months, hire_day, leave_day, months_within
from skeletons import FLEX, SMALL, set_jobs
from stays import Spell, Stay

YEARS = {2015: 0.96, 2016: 0.93, 2017: 0.98, 2018: 1.03, 2019: 1.06}  # how busy a year was
# share of the group that leaves in a usual year; of the leavers, share within 3 and within 12 months
LEAVERS = {
    "laerere": (0.145, 0.10, 0.24),
    "paedagoger": (0.145, 0.10, 0.24),
    "paed_ass": (0.13, 0.05, 0.18),
    "medhj": (0.20, 0.24, 0.46),
    "ssa": (0.165, 0.13, 0.36),
    "ssh": (0.15, 0.14, 0.36),
    "ikke_udd": (0.27, 0.22, 0.52),
    "sygepl": (0.20, 0.10, 0.30),
    posts.OTHER: (0.138, 0.07, 0.21),
}
FLEX_LEAVERS = 0.09


def stays(survivors):
    """Stays that ended in 2015 to 2019, as many as the groups' sizes at the end of 2019 ask for."""
    made = []
    for group, (share, *short) in LEAVERS.items():
        staff = [s.on(date(2019, 12, 31)) for s in survivors]
        staff = [s for s in staff if s and s.group == group]
        for year, busy in YEARS.items():
            for category, rate in (("fast", share), ("fleksjob", FLEX_LEAVERS)):
                mates = [s for s in staff if s.category == category]
                chance = Chance("past", group, category, year)
                for number in range(round(len(mates) * rate * busy * (0.94 + chance.below(100) / 800))):
                    made.append(_stay(chance, f"{group}-{category}-{year}-{number}", chance.pick(mates), year, short))
    return made


def _stay(chance, key, mate, year, short):
    """Someone who left in the year, with the post and rate of a mate who stayed."""
    within = chance.weighted((3, 12, 99), (short[0], short[1] - short[0], 1 - short[1]))
    settled = mate.category == "fleksjob" or (mate.leader and chance.yes(0.9))
    hired, last = _days(chance, mate.group, year, 99 if settled else within)
    rate = mate.rate if chance.yes(0.9) else chance.pick(SMALL if mate.rate < 0.27 else (1.0, 0.8649, 0.8108))
    rate = chance.pick(FLEX) if mate.category == "fleksjob" else rate
    stay = Stay(key, hired, [Spell(max(hired, FIRST), last, mate.group, mate.category, mate.leader, rate, ())])
    set_jobs(chance, stay)
    return stay


def _days(chance, group, year, within):
    for _ in range(400):
        last = leave_day(chance, group, date(year, 1, 1), date(year, 12, 31))
        if within == 99:
            ages = range(1, 36)
            weights = [0.25 * exp(-age / 2.2) + 0.045 * 0.935**age + 0.02 * (age > 27) for age in ages]
            hire_year = year - chance.weighted(ages, weights)
            hired = hire_day(chance, group, date(hire_year, 1, 1), date(hire_year, 12, 31))
        else:
            hired = hire_day(chance, group, add_months(last, -within), last)
        if months_within(hired, last) == within and hired <= last < OPEN:
            return hired, last
    raise ValueError(f"no days for a leaver of {group} in {year}")
