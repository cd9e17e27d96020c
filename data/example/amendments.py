"""What payroll learnt, or mended, between the two extracts: history that the first one tells differently."""

from dataclasses import replace
from datetime import date

from chance import Chance
from days import DAY, JUNE, OPEN, danish
from employments import Employment, split


def amend(people, units):
    """Change the people, and return what was changed: one record per employment."""
    chance, log = Chance("amendments"), []
    single = [p for p in people if p.stays and len(p.employments) == 1]
    pool = iter(chance.shuffled([p for p in single if _steady(p.employments[0])]))
    for day in (date(2022, 4, 30), date(2022, 5, 31), JUNE, JUNE):
        _left_after_all(log, next(pool), day)
    for person in chance.shuffled([p for p in single if _left_in_june(p.employments[0])])[:2]:
        _came_back(log, chance, person, people)
    for since in (date(2021, 12, 1), date(2021, 10, 1), date(2022, 3, 1), date(2022, 5, 1)):
        _other_hours(log, next(p for p in pool if p.employments[0].rows[-1].rate == 1.0), since)
    _other_unit(log, chance, next(pool), units)
    _other_job(log, next(p for p in pool if p.employments[0].rows[-1].job == "3221"))
    for years in (-1, 1):
        _other_hire_date(log, next(p for p in pool if p.employments[0].hired.year < 2012), years)
    new = iter([p for p in single if _new_in_spring(p.employments[0])])
    _substitute_after_all(log, next(new))
    _never_came(log, next(new), people)
    return sorted(log, key=lambda record: record["Tjenestenummer"])


def _steady(employment):
    row = employment.rows[-1]
    return row.last == OPEN and row.first < date(2021, 6, 1) and row.form == "Fastansat" and not row.leader


def _left_in_june(employment):
    row = employment.rows[-1]
    return date(2022, 6, 17) <= row.last <= JUNE and row.form == "Fastansat" and row.first < date(2021, 6, 1)


def _new_in_spring(employment):
    return date(2022, 2, 1) < employment.first < date(2022, 6, 20) and employment.left == OPEN


def _note(log, employment, what):
    log.append({"Tjenestenummer": str(employment.number), "changed": what})


def _left_after_all(log, person, day):
    employment = person.employments[0]
    employment.rows[-1].last = day
    _note(log, employment, f"left on {danish(day)}; registered late: in the first extract the employment is open")


def _came_back(log, chance, person, people):
    """An exit that turns out to be a bridged gap: employed again at most 31 days later, registered in August."""
    old = person.employments[0]
    first = old.left + chance.between(9, 31) * DAY
    number = max(e.number for p in people for e in p.employments) + chance.between(1, 4)
    person.employments.append(Employment(first, [replace(old.rows[-1], first=first, last=OPEN)], number))
    what = (
        f"employed again from {danish(first)} with number {number}: the gap is bridged, the exit in the first is gone"
    )
    _note(log, old, what)


def _other_hours(log, person, since):
    employment = person.employments[0]
    split(employment, since, OPEN, rate=0.8649)
    _note(log, employment, f"32 hours instead of 37 since {danish(since)}, back-dated")


def _other_unit(log, chance, person, units):
    employment = person.employments[0]
    unit = units.pick(chance, employment.rows[-1].unit[:2], date(2022, 5, 1), but=employment.rows[-1].unit)
    split(employment, date(2022, 5, 1), OPEN, unit=unit)
    _note(log, employment, f"in unit {unit} since 01-05-2022, back-dated")


def _other_job(log, person):
    employment = person.employments[0]
    split(employment, date(2022, 3, 1), OPEN, job="3211")
    _note(log, employment, "pædagogisk assistent (3211) since 01-03-2022, was in the books as pædagogmedhjælper (3221)")


def _other_hire_date(log, person, years):
    employment = person.employments[0]
    employment.hired = employment.hired.replace(year=employment.hired.year + years, day=1)
    _note(log, employment, f"Ansættelsesdato corrected to {danish(employment.hired)}")


def _substitute_after_all(log, person):
    employment = person.employments[0]
    employment.rows = [replace(row, form="Vikar") for row in employment.rows]
    _note(log, employment, "contract form corrected from Fastansat to Vikar, from the first day")


def _never_came(log, person, people):
    _note(log, person.employments[0], "deleted: the person never began")
    people.remove(person)
