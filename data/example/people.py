"""People: whose stays and employments they are, when they were born, and a person number that no person can have."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

import employments
from chance import Chance
from days import DAY, DECEMBER, OPEN

BACK_AFTER = timedelta(32)  # one day sooner and the gap would be bridged
YOUNGEST = {
    "laerere": 24,
    "paedagoger": 23,
    "paed_ass": 20,
    "medhj": 18,
    "ssa": 21,
    "ssh": 19,
    "ikke_udd": 18,
    "sygepl": 23,
    "elev": 18,
    "vikar": 18,
}
USUAL_AGE = {
    "medhj": (18, 36),
    "ikke_udd": (18, 40),
    "laerere": (25, 46),
    "paedagoger": (24, 45),
    "sygepl": (24, 47),
    "elev": (18, 40),
    "vikar": (18, 50),
    "§94": (50, 62),
}


@dataclass
class Person:
    key: str
    group: str  # of the first job, for the age
    stays: list = field(default_factory=list)
    employments: list = field(default_factory=list)
    number: str = ""

    @property
    def first(self):
        return min(e.hired for e in self.employments)

    @property
    def last(self):
        return min(max(e.left for e in self.employments), DECEMBER)

    @property
    def ended(self):
        return max(e.left for e in self.employments) < OPEN


def of_stays(stays, units):
    """One person per stay, but for those who left and came back."""
    back = _returns(stays)
    second, by_key = set(back.values()), {stay.key: stay for stay in stays}
    made = []
    for stay in stays:
        if stay.key not in second:
            chain = [stay]
            while chain[-1].key in back:
                chain.append(by_key[back[chain[-1].key]])
            jobs = [employment for part in chain for employment in employments.of_stay(part, units)]
            made.append(Person(stay.key, stay.spells[0].group, chain, jobs))
            _keep_hire_dates(made[-1])
    return made


def _returns(stays):
    """Stay key -> key of the same person's next stay, 32 days to three years later in the same group."""
    chance, back = Chance("returns"), {}
    gone = [s for s in stays if s.last < OPEN]
    for stay in chance.shuffled([s for s in stays if s.hired == s.first > date(2015, 6, 1)]):
        if not chance.yes(0.075):
            continue
        longest = chance.pick((timedelta(45), timedelta(400), timedelta(1000)))
        kin = [s for s in gone if s.key not in back and s.spells[-1].kind == stay.spells[0].kind]
        before = [s for s in kin if s.last + BACK_AFTER <= stay.first <= s.last + longest]
        if before:
            back[chance.pick(before).key] = stay.key
    return back


def _keep_hire_dates(person):
    """Payroll kept the old hire date of some who came back; the definitions must not fall for it."""
    for before, stay in pairwise(person.stays):
        if Chance("kept", stay.key).yes(0.15):
            employment = next(e for e in person.employments if e.first == stay.first)
            employment.hired = before.hired


def give_numbers(people):
    """Person numbers ddmmyy-xxxx with 60 added to the day."""
    taken = set()
    for person in people:
        chance = Chance("born", person.key)
        born = _born(chance, person)
        while not person.number or person.number in taken:
            seventh = chance.between(4, 9) if born.year >= 2000 else chance.between(0, 3)
            person.number = f"{born.day + 60}{born:%m%y}-{seventh}{chance.below(1000):03d}"
        taken.add(person.number)


def _born(chance, person):
    """A birth date that fits the first day and the last: old enough at the one, not too old at the other."""
    first, last = person.first, person.last
    youngest = YOUNGEST.get(person.group, 20)
    low, high = USUAL_AGE.get(person.group, (22, 50))
    if person.ended and (last - first).days > 9 * 365 and chance.yes(0.5):
        year = last.year - chance.between(61, 68)
    else:
        year = first.year - min(chance.between(low, high), chance.between(low, high + 14))
    oldest = last.year - (69 if person.ended else 67)
    year = min(oldest + chance.below(9) if year < oldest else year, first.year - youngest, 2003)
    return date(year, 1, 1) + chance.below(365) * DAY
