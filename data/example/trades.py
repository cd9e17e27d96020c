"""Lives traded between people from 2020 to June 2022: changes of hours, groups, category and leadership.

Every change is a trade (see stays.trade), so all of them together leave every printed figure as it was.
"""

from datetime import date

import posts
from chance import Chance
from days import DAY, JUNE, add_months, months_within
from stays import trade

FROM = date(2020, 1, 31)
PAIRS_A_MONTH = 9  # one of the two works more from then on, the other less
# group of a new post -> where colleagues who take it come from
LADDERS = {
    "paed_ass": ("medhj",),
    "paedagoger": ("paed_ass", "medhj", posts.OTHER),
    "ssh": ("ikke_udd",),
    "ssa": ("ssh",),
    "medhj": (posts.OTHER,),
    "ikke_udd": (posts.OTHER,),
    "laerere": (posts.OTHER,),
    "sygepl": ("ssa",),
    posts.OTHER: ("paedagoger", "ssa", "laerere", "sygepl", "paed_ass", "ssh", "medhj"),
}


def make(stays):
    hires(stays)
    hours(stays)


def hours(stays):
    """On a month's last day pairs in the same job trade what comes after: the one's hours go up, the other's down."""
    chance, day = Chance("trades", "hours"), FROM
    while day < date(2022, 6, 1):
        at_work = {}
        for stay in stays:
            spell = stay.on(day)
            if spell and spell.last > day and spell.category == "fast":
                at_work.setdefault((spell.kind, spell.job), []).append(stay)
        pool = chance.shuffled([stay for mates in at_work.values() if len(mates) > 5 for stay in mates])
        _trade_hours(chance, pool, at_work, day)
        day = add_months(day + DAY, 1) - DAY


def _trade_hours(chance, pool, at_work, day):
    done = set()
    for stay in pool:
        spell = stay.on(day)
        mate = chance.pick(at_work[spell.kind, spell.job])
        step = abs(mate.on(day).rate - spell.rate)
        if mate is not stay and 0.02 < step < 0.3 and not {stay.key, mate.key} & done and trade(stay, mate, day):
            done |= {stay.key, mate.key}
        if len(done) >= 2 * PAIRS_A_MONTH:
            return


def hires(stays):
    """Some new posts go to a colleague instead, and the newly hired person takes the colleague's place."""
    chance = Chance("trades", "hires")
    for hired in [
        s for s in stays if FROM < s.first < JUNE and s.hired == s.first and months_within(s.hired, s.last) == 99
    ]:
        post, day = hired.spells[0], hired.first - DAY
        wish = _wish(chance, post)
        if wish:
            there = [s for s in stays if s.hired < add_months(day, -18) and s.first < day < s.last]
            mates = [s for s in there if _suits(s.on(day), post, *wish)]
            for mate in chance.shuffled(mates)[:6]:
                if trade(mate, hired, day):
                    break


def _wish(chance, post):
    """Groups, category and leader flag that whoever takes the post should have; None: it goes to the one hired."""
    if post.category == "fleksjob":
        return ((post.group,), "fast", False) if chance.yes(0.6) else None
    if post.leader:
        groups = (post.group, "paedagoger", "laerere") if post.group == posts.OTHER else (post.group,)
        return (groups, "fast", False) if chance.yes(0.5) else None
    if chance.yes(0.01):
        return (post.group,), "fleksjob", False
    return (LADDERS[post.group], "fast", False) if chance.yes(0.17) else None


def _suits(spell, post, groups, category, leader):
    if not spell or (spell.category, spell.leader) != (category, leader) or spell.group not in groups:
        return False
    if post.category == "fleksjob":
        return spell.job == post.job or post.group != posts.OTHER
    return post.category != spell.category or abs(spell.rate - post.rate) < (0.2 if post.leader else 0.3)
