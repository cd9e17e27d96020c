"""Posts: which jobs there are, where, and how many of each (posts.csv); HR's own files say what they are called.

posts.csv: a staff group (`øvrige` for everybody outside the eight), leader or not, a job code, a kind of place (the
letters of a unit's code), how many there are of it against the others, and the hours that are usual there.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from chance import Chance
from days import DAY, OPEN

REFERENCE = Path(__file__).parents[1] / "reference"
OTHER = "øvrige"  # everybody outside the eight groups

# usual hours -> how likely the job is with a full, a part-time and a very small rate
USUAL = {"full": (6, 2, 0.05), "part": (2, 6, 0.4), "few": (0.05, 0.3, 30), "": (1, 1, 1)}


@cache
def _jobs(group, leader):
    """The lines of posts.csv for a group: job, weight, usual hours."""
    with open(Path(__file__).parent / "posts.csv", encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if (line["group"], line["leader"] == "yes") == (group, leader)]
    return [((line["code"], line["place"]), int(line["weight"]), line["hours"]) for line in lines]


def job(chance, group, leader, rate):
    """A (job code, kind of place) for someone of the group with this employment rate."""
    size = 0 if rate > 0.9995 else 1 if rate > 0.27 else 2
    lines = _jobs(group, leader)
    return chance.weighted([line[0] for line in lines], [weight * USUAL[hours][size] for _, weight, hours in lines])


class Units:
    """HR's units by kind of place, with the days they existed."""

    def __init__(self):
        lines = _read("afdelinger.csv")
        self.center = {line["Afdeling"]: line["Center"] for line in lines}  # the last one, where a unit moved
        self.span = {code: self._span([line for line in lines if line["Afdeling"] == code]) for code in self.center}
        self._weight = {code: 0.5 + Chance("unit", code).below(100) / 80 for code in self.center}

    @staticmethod
    def _span(lines):
        """First and last day of a unit; it has several lines where it moved to another centre."""
        first = min(_day(line["Gyldig fra"], date.min) for line in lines)
        return first, max(_day(line["Gyldig til"], OPEN) for line in lines)

    def pick(self, chance, place, day, but=None):
        """A unit of the kind that exists on the day; big ones more often."""
        there = [code for code, (first, last) in self.span.items() if code[:2] == place and first <= day <= last]
        others = [code for code in there if code != but] or there
        return chance.weighted(others, [self._weight[code] for code in others])

    def heir(self, code):
        """The unit that took over when this one closed: the one of its kind that opened the day after, or the first."""
        closes = self.span[code][1]
        kin = [other for other, (_, last) in self.span.items() if other[:2] == code[:2] and last > closes]
        return min(kin, key=lambda other: (self.span[other][0] != closes + DAY, other))


def titles():
    """Job code -> title, as HR's file has them."""
    return {row["Stillingskode"]: row["Stilling"] for row in _read("stillinger.csv")}


def _read(name):
    with open(REFERENCE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _day(text, otherwise):
    return date(int(text[6:]), int(text[3:5]), int(text[:2])) if text else otherwise
