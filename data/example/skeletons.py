"""The bare stays of targets/persons.csv, which give every printed figure, on more lifelike days.

A figure knows of a stay only: its group, category and leader flag; in which half-year it began and ended; whether it
ended within 3 or 12 months; its rate on three dates. Everything else is drawn anew here.
"""

import csv
from datetime import date
from itertools import pairwise
from math import exp
from pathlib import Path

import posts
from chance import Chance
from days import DAY, FIRST, OPEN, STATUSES, add_months, half_year, hire_day, leave_day, months_within
from stays import Spell, Stay

KEYS = {
    "Lærere, skoler": "laerere",
    "Pædagoger, daginst.omr.": "paedagoger",
    "Pæd. ass., daginst.omr.": "paed_ass",
    "Pædagogmedhj. dag.inst.omr.": "medhj",
    "Social- og sundhedsass., ældrepleje": "ssa",
    "Social- og sundhedshj., ældrepleje": "ssh",
    "Soc.- og sundh.pers., ikke-udd., ældrepleje": "ikke_udd",
    "Sygeplejersker": "sygepl",
    "øvrige": posts.OTHER,
}
HISTORY = date(2020, 1, 1)  # a hire before this day moves no figure but table 3's
HIRED = {2019: 240, 2018: 225, 2017: 180, 2016: 152, 2015: 132} | {
    year: 118 * 0.935 ** (2014 - year) for year in range(1980, 2015)
}
SMALL = (0.0541, 0.0811, 0.1081, 0.1351, 0.1622, 0.1892, 0.2162, 0.2432)  # 2 to 9 hours a week
FLEX = (0.1351, 0.2162, 0.2703, 0.3243, 0.4054, 0.4865, 0.5405, 0.6757)


def stays():
    """One Stay per row of persons.csv."""
    with open(Path(__file__).parent / "targets" / "persons.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mixes = _mixes(rows)
    return [_stay(row, mixes) for row in rows]


def _mixes(rows):
    """Group -> every rate that its people have on the three dates."""
    mixes = {}
    for row in rows:
        mixes.setdefault(KEYS[row["row"]], []).extend(row[f"rate_{day}"] for day in STATUSES if row[f"rate_{day}"])
    return mixes


def _stay(row, mixes):
    chance = Chance("skeleton", row["person"])
    group, category = KEYS[row["row"]], {"fast": "fast", "fleks": "fleksjob"}[row["category"]]
    last = date.fromisoformat(row["last_day"]) if row["last_day"] else OPEN
    hired, last = _days(chance, group, date.fromisoformat(row["hire_date"]), last)
    stay = Stay(row["person"], hired, [Spell(max(hired, FIRST), last, group, category, row["leader"] == "1", 1.0, ())])
    _set_rates(chance, stay, row, mixes)
    if row["leader_from"]:
        stay.change(stay.first, date.fromisoformat(row["leader_from"]) - DAY, leader=False)
    set_jobs(chance, stay)
    return stay


def _days(chance, group, hired, last):
    """New days for a hire and an exit that no figure can tell from the old."""
    within = months_within(hired, last)
    last_span = half_year(last) if last < OPEN else (OPEN, OPEN)
    old = hired < HISTORY and within == 99
    for _ in range(300):
        new_last = leave_day(chance, group, *last_span) if last < OPEN else OPEN
        new_hired = _long_ago(chance, group, new_last) if old else hire_day(chance, group, *half_year(hired))
        if new_hired <= new_last and (last == OPEN or months_within(new_hired, new_last) == within):
            return new_hired, new_last
    return hired, last


def _long_ago(chance, group, last):
    """A hire date before 2020, as the survivors of many years' hires are spread; leavers are more often fairly new."""
    fade = {"ikke_udd": 0.90, "medhj": 0.93}.get(group, 1.0)
    years = list(HIRED)
    leaving = [1 if last == OPEN else 0.6 + 2 * exp((y - 2019) / 2.5) + (y < 1992) for y in years]
    weights = [HIRED[y] * fade ** (2019 - y) * share for y, share in zip(years, leaving, strict=True)]
    year = chance.weighted(years, weights)
    return hire_day(chance, group, date(year, 1, 1), date(year, 12, 31))


def _set_rates(chance, stay, row, mixes):
    """The rates of the three dates, changed on a first of a month somewhere between them."""
    if stay.spells[0].category == "fleksjob":
        stay.change(stay.first, stay.last, rate=chance.pick(FLEX))
        return
    small = chance.pick(SMALL)
    texts = [(day, row[f"rate_{day}"]) for day in STATUSES if row[f"rate_{day}"]]
    texts = texts or [(stay.first, chance.pick(mixes[stay.spells[0].group]))]
    known = [(day, small if text == "<10h" else float(text)) for day, text in texts]
    stay.change(stay.first, stay.last, rate=known[0][1])
    for (before, was), (day, rate) in pairwise(known):
        months = [m for m in (add_months(before + DAY, k) for k in range(12)) if m <= day]
        if rate != was:
            stay.change(chance.pick(months), stay.last, rate=rate)


def set_jobs(chance, stay):
    """A job for every spell; the same one as long as group and leader flag are the same."""
    for before, spell in pairwise([None, *stay.spells]):
        same = before and before.kind == spell.kind
        spell.job = before.job if same else posts.job(chance, spell.group, spell.leader, spell.rate)
