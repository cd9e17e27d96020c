"""Those whom the exclusions are about: substitutes, trainees, §94, extraordinary and hourly paid, and second jobs.

Some are people of their own, some are permanent staff before, beside or after their time.
"""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import posts
from chance import Chance
from days import DAY, DECEMBER_DRAWN, FIRST, OPEN, add_months, hire_day, month_end
from employments import Employment, Row
from people import Person

MONTHLY, HOURLY = "Månedslønnet", "Timelønnet"
SECOND_JOBS = (("5104", "KF"), ("3241", "KL"), ("3221", "SF"), ("5103", "KF"), ("6203", "PC"), ("6205", "SH"))
TRAINEE = {"ssh": ("3392", 430), "ssa": ("3391", 800), "paed_ass": ("3393", 780)}


def strangers(units):
    """People who never were permanent staff; strangers.csv says how many of a form, how long, where, on what pay."""
    with open(Path(__file__).parent / "strangers.csv", encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    made = [_stranger(line, number, units) for line in lines for number in range(int(line["people"]))]
    return [person for person in made if person]


def _stranger(line, number, units):
    """A person with one such employment, or two; None where it ended before HR's history begins."""
    chance = Chance("stranger", line["form"], number)
    year, shortest, longest = chance.between(2013, 2022), int(line["shortest"]), int(line["longest"])
    hired = hire_day(chance, line["age"], date(year, 1, 1), date(year, 12, 31))
    last = _end(chance, hired, shortest, longest)
    if last < FIRST:
        return None
    pay = HOURLY if chance.yes(float(line["hourly"])) else MONTHLY
    job = tuple(chance.pick(line["jobs"].split()).split("@"))
    rates = [float(rate) for rate in line["rates"].split()]
    spans = [(hired, last)]
    if line["form"] == "Vikar" and last < OPEN and chance.yes(0.3):
        again = last + chance.between(20, 200) * DAY
        spans.append((again, _end(chance, again, 20, 200)))
    made = [_employment(chance, units, job, span, line["form"], chance.pick(rates), pay) for span in spans]
    return Person(f"{line['form']}-{number}", line["age"], [], made)


def _end(chance, hired, shortest, longest):
    last = hired + chance.between(shortest, longest) * DAY
    last = month_end(last) if chance.yes(0.7) else last
    return last if last < DECEMBER_DRAWN + timedelta(120) else OPEN


def _employment(chance, units, job, span, form, rate, pay):
    """An employment in one job; a row for each of the units where the first one closed."""
    hired, last = span
    rows, day = [], max(hired, FIRST)
    unit = units.pick(chance, job[1], day)
    while True:
        closes = min(last, units.span[unit][1])
        rows.append(Row(day, closes, unit, job[0], form, rate, False, pay))
        if closes == last:
            return Employment(hired, rows)
        day, unit = closes + DAY, units.heir(unit)


def beside(people, units):
    """What permanent staff were or did besides: all of it outside the figures."""
    for person in people:
        chance = Chance("beside", person.key)
        _before(chance, person, units)
        _after(chance, person, units)
        _second_job(chance, person, units)


def _before(chance, person, units):
    """A trainee or substitute who then was hired: in the same employment or in one of its own."""
    stay, employment = person.stays[0], person.employments[0]
    row = employment.rows[0]
    if stay.hired < date(2015, 6, 1) or row.leader or not chance.yes(0.16):
        return
    code, days = TRAINEE.get(stay.spells[0].group, (row.job, chance.between(20, 300)))
    trainee = code != row.job
    if not trainee and stay.spells[0].group == posts.OTHER and chance.yes(0.5):
        return
    first = max(stay.first - days * DAY, FIRST)
    forms = (("Vikar", MONTHLY), ("Vikar", HOURLY), ("Fastansat", HOURLY))
    form, pay = ("Elev", MONTHLY) if trainee else chance.weighted(forms, (6, 2, 1))
    rate = 1.0 if trainee else row.rate
    before = first, stay.first - DAY
    if units.span[row.unit][0] <= first and chance.yes(0.45):
        employment.rows.insert(0, Row(*before, row.unit, code, form, rate, False, pay))
        employment.hired = first
    else:
        job = code, stay.spells[0].job[1]
        person.employments.insert(0, _employment(chance, units, job, before, form, rate, pay))


def _after(chance, person, units):
    """Some who left go on as substitutes in the same employment: an exit all the same."""
    employment = max(person.employments, key=lambda e: e.left)
    row = employment.rows[-1]
    if person.ended and person.stays[-1].last == row.last < date(2022, 6, 1) and not row.leader and chance.yes(0.06):
        last = month_end(add_months(row.last, chance.between(1, 14)))
        if last <= min(DECEMBER_DRAWN, units.span[row.unit][1]):
            employment.rows.append(Row(row.last + DAY, last, row.unit, row.job, "Vikar", 0.2703, False, HOURLY))


def _second_job(chance, person, units):
    """A job of few hours beside the first, so that the main row stays what it is; qualifying or not."""
    stay = person.stays[0]
    days = (min(stay.last, DECEMBER_DRAWN) - stay.first).days
    whole = all(a.last + DAY == b.first for a, b in pairwise(stay.spells))
    if not whole or min(s.rate for s in stay.spells) < 0.4 or days < 300 or not chance.yes(0.13):
        return
    first = add_months(stay.first.replace(day=1), chance.between(2, 9 + days // 40))
    last = min(month_end(first + chance.between(90, 1500) * DAY), stay.last)
    last = OPEN if last > DECEMBER_DRAWN and stay.last == OPEN else last
    if first + timedelta(30) > min(last, DECEMBER_DRAWN):
        return
    form, pay = chance.weighted((("Fastansat", MONTHLY), ("Fastansat", HOURLY), ("Tilkaldevikar", HOURLY)), (5, 2, 3))
    job, rate = chance.pick(SECOND_JOBS), chance.pick((0.0811, 0.1351, 0.2162))
    person.employments.append(_employment(chance, units, job, (first, last), form, rate, pay))
