"""What happened to people besides: earlier work, hours changed and changed back, gaps that are bridged.

None of it is on a day, or of a kind, that a figure sees: work before December 2019, hours between two status dates,
and gaps of at most 31 days.
"""

from dataclasses import replace
from datetime import date, timedelta

import posts
from chance import Chance
from days import DAY, FIRST, add_months

FREE_UNTIL = date(2019, 12, 1)
EARLIER = {
    "paed_ass": ("medhj",),
    "paedagoger": ("medhj", "paed_ass", posts.OTHER),
    "ssa": ("ssh", "ssh", "ikke_udd"),
    "ssh": ("ikke_udd",),
    "laerere": (posts.OTHER,),
    "sygepl": ("ssa",),
    posts.OTHER: ("paedagoger", "ssa", "laerere", "ssh"),
}
BETWEEN = (
    (date(2015, 2, 1), date(2019, 11, 30)),
    (date(2020, 2, 1), date(2020, 12, 20)),
    (date(2021, 2, 1), date(2021, 12, 20)),
    (date(2022, 2, 1), date(2022, 6, 20)),
    (date(2022, 8, 1), date(2022, 12, 20)),
)
RATES = (1.0, 1.0, 0.9459, 0.9189, 0.8649, 0.8108, 0.8108, 0.7568, 0.6757, 0.5405)


def enrich(stays):
    for stay in stays:
        chance = Chance("history", stay.key)
        _earlier_work(chance, stay)
        _earlier_hours(chance, stay)
        for span in BETWEEN:
            _hours_for_a_while(chance, stay, *span)
        _gaps(chance, stay)


def _earlier_work(chance, stay):
    """Some were in another group, not yet in a flex job or not yet leaders until a day before December 2019."""
    spell = stay.spells[0]
    day = _free_day(chance, spell)
    if not day:
        return
    new = {}
    if spell.category == "fleksjob" and chance.yes(0.5):
        new = {"category": "fast", "rate": chance.pick(RATES)}
    elif spell.leader and chance.yes(0.5):
        new = {"leader": False}
    elif spell.group in EARLIER and not spell.leader and chance.yes(0.1):
        new = {"group": chance.pick(EARLIER[spell.group])}
    if new:
        before = replace(spell, **new)
        same = before.group == spell.group and not spell.leader
        job = spell.job if same else posts.job(chance, before.group, before.leader, before.rate)
        stay.change(stay.first, day - DAY, **new, job=job)


def _earlier_hours(chance, stay):
    for _ in range(2):
        spell = stay.spells[0]
        day = _free_day(chance, spell)
        if day and spell.rate > 0.27 and chance.yes(0.07 * (min(FREE_UNTIL, spell.last) - spell.first).days / 365):
            stay.change(stay.first, day - DAY, rate=chance.pick(RATES))


def _free_day(chance, spell):
    """A first of a month in the free years, well inside the spell; None if there is none."""
    first, last = max(spell.first, FIRST) + timedelta(200), min(spell.last, FREE_UNTIL)
    return None if first >= last else _first_of_month(chance, first, last)


def _first_of_month(chance, first, last):
    day = (first + chance.below((last - first).days) * DAY).replace(day=1)
    return day if day >= first else None


def _hours_for_a_while(chance, stay, first, last):
    """Other hours for some months, and the old ones again before the next status date."""
    usual = [s for s in stay.spells if s.category == "fast" and not s.leader and s.rate > 0.5]
    spells = [s for s in usual if min(s.last, last) > max(s.first, first) + timedelta(150)]
    if not spells or not chance.yes(0.05 if (last - first).days < 400 else 0.15):
        return
    spell = chance.pick(spells)
    low, high = max(spell.first, first), min(spell.last - DAY, last)
    begin = add_months(low.replace(day=1), chance.between(1, max(1, (high - low).days // 30 - 3)))
    end = add_months(begin, chance.between(2, 9)) - DAY
    rate = chance.pick([r for r in RATES if abs(r - spell.rate) > 0.02])
    if low < begin < end < high:
        stay.change(begin, end, rate=rate)


def _gaps(chance, stay):
    """A few were away for a while: at most 31 days from the last day of the one row to the first of the next."""
    long = [s for s in stay.spells if (min(s.last, date(2022, 12, 1)) - s.first).days > 300]
    if long and chance.yes(0.022):
        spell = chance.pick(long)
        days = (min(spell.last, date(2022, 12, 1)) - spell.first).days
        day = spell.first + chance.between(120, days - 90) * DAY
        stay.cut(day)
        after = next(s for s in stay.spells if s.first == day + DAY)
        away = chance.weighted((1, 2, 6, 13, 20, 27, 30), (3, 3, 2, 2, 2, 2, 2))
        stay.spells[stay.spells.index(after)] = replace(after, first=after.first + away * DAY)
