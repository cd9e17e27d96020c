"""How life went on after June 2022, until February 2023; no printed figure binds it."""

from dataclasses import replace
from datetime import date, timedelta

import posts
from chance import Chance
from days import DECEMBER_DRAWN, OPEN, add_months, hire_day, leave_day
from skeletons import FLEX
from stays import Stay, is_open
from trades import LADDERS

# from, to, and the same time a year before, from which the number of leavers is taken
WINDOWS = (
    (date(2022, 7, 1), date(2022, 12, 31), date(2021, 7, 1), date(2021, 12, 31)),
    (date(2023, 1, 1), date(2023, 1, 31), date(2022, 1, 1), date(2022, 1, 31)),
)
CHANGES = {"rate": 110, "group": 16, "fleksjob": 8, "leader": 7}


def live_on(stays):
    """End some of the stays and change others, and return the stays of the people hired."""
    hired = []
    for window in WINDOWS:
        for group in LADDERS:
            hired += _window(stays + hired, group, *window)
    _change(stays)
    return hired


def _window(stays, group, first, last, first_before, last_before):
    chance = Chance("coming", group, first)
    usual = sum(1 for s in stays if first_before <= s.last <= last_before and s.spells[-1].group == group)
    staff = [s for s in stays if is_open(s) and s.spells[-1].group == group and s.first < first]
    posts_left, wanted = [], round(usual * (0.84 + chance.below(26) / 100))
    while len(posts_left) < wanted:
        stay = chance.weighted(staff, [_restless(s, first) for s in staff])
        staff.remove(stay)
        stay.spells[-1].last = leave_day(chance, group, first, last)
        posts_left.append(stay.spells[-1])
    number = max(0, wanted + chance.between(-1, 2)) if posts_left else 0
    key = f"coming-{group}-{first:%Y%m}"
    return [_hire(chance, f"{key}-{n}", chance.pick(posts_left), first, last) for n in range(number)]


def _restless(stay, day):
    return 3 if stay.hired > add_months(day, -12) else 2 if stay.hired.year < 1990 else 1


def _hire(chance, key, post, first, last):
    """Someone new in a post that was left; some leave again before the extract of February is drawn."""
    hired = hire_day(chance, post.group, first, last)
    stays_for = chance.weighted((45, 75, 110, 200, 0), (6, 7, 5, 5, 77))
    end = (
        leave_day(chance, post.group, hired + timedelta(stays_for - 20), hired + timedelta(stays_for + 20))
        if stays_for
        else OPEN
    )
    end = end if end <= DECEMBER_DRAWN + timedelta(60) else OPEN
    return Stay(key, hired, [replace(post, first=hired, last=end)])


def _change(stays):
    """Changes of hours, group, category and leadership on a first of a month."""
    chance = Chance("coming", "changes")
    pool = iter(chance.shuffled([s for s in stays if is_open(s) and _may_change(s.spells[-1])]))
    for what, number in CHANGES.items():
        for _ in range(number):
            stay, day = next(pool), add_months(date(2022, 8, 1), chance.below(6))
            new = _new(chance, what, stay.spells[-1])
            if new and stay.first < day:
                stay.change(day, OPEN, **new)


def _may_change(spell):
    return spell.category == "fast" and not spell.leader and spell.rate > 0.4


def _new(chance, what, spell):
    if what == "rate":
        return _other_hours(chance, spell.rate)
    if what == "fleksjob":
        return {"category": "fleksjob", "rate": chance.pick(FLEX)}
    if what == "leader":
        return {"leader": True, "group": posts.OTHER, "job": posts.job(chance, posts.OTHER, True, 1.0), "rate": 1.0}
    higher = [group for group, below in LADDERS.items() if spell.group in below]
    if not higher:
        return None
    group = chance.pick(higher)
    return {"group": group, "job": posts.job(chance, group, False, spell.rate)}


def _other_hours(chance, rate):
    """Part-timers mostly go up, and most of those on full time stay there."""
    if rate > 0.9995:
        return {"rate": chance.pick((0.9459, 0.8649, 0.8108))} if chance.yes(0.4) else None
    return {
        "rate": 1.0 if chance.yes(0.55) else chance.pick([r for r in (0.9459, 0.8649, 0.8108, 0.7568) if r != rate])
    }
