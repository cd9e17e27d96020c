"""From stays to employments: units, contract forms and the numbers that payroll gives, none of which moves a figure."""

from dataclasses import dataclass, replace
from datetime import date
from math import log

from chance import Chance
from days import DAY, DECEMBER_DRAWN, add_months

MOVES_A_YEAR = 0.05  # changes of unit within the same job
LEAVE = 0.05  # share of stays that have a time of unpaid leave


@dataclass
class Row:
    """A row of HR's history, all but the columns of its employment."""

    first: date
    last: date
    unit: str
    job: str
    form: str
    rate: float
    leader: bool = False
    pay: str = "Månedslønnet"


@dataclass
class Employment:
    hired: date
    rows: list
    number: int = 0

    @property
    def left(self):
        return self.rows[-1].last

    @property
    def first(self):
        return self.rows[0].first


def of_stay(stay, units):
    """The stay's employments in order; a new one after most gaps, and at some changes of job or category."""
    chance, made, before, unit = Chance("employment", stay.key), [], None, None
    for spell in stay.spells:
        if before is None or spell.job[1] != before.job[1]:
            unit = units.pick(chance, spell.job[1], spell.first)
        unit = unit if spell.first <= units.span[unit][1] else units.heir(unit)
        rows = _rows(chance, spell, unit, units, _form(chance, stay, spell))
        if before is None or _starts_anew(chance, before, spell):
            rows = _overlap(chance, before, spell, unit, units) + rows
            made.append(Employment(rows[0].first if made else stay.hired, rows))
        else:
            made[-1].rows += rows
        before, unit = spell, rows[-1].unit
    if chance.yes(LEAVE):
        _leave_of_absence(chance, chance.pick(made))
    for employment in made:
        employment.rows = _joined(employment.rows)
    return made


def _starts_anew(chance, before, spell):
    gap = spell.first > before.last + DAY
    return chance.yes(0.7 if gap else 0.4 if spell.job != before.job or spell.category != before.category else 0.01)


def _overlap(chance, before, spell, unit, units):
    """Some begin in a new job with a few hours while the old one runs on; the old one speaks for them till it ends."""
    first = add_months(spell.first.replace(day=1), -2)
    if (
        not before
        or spell.job == before.job
        or before.rate < 0.4
        or first <= before.first
        or units.span[unit][0] > first
        or not chance.yes(0.4)
    ):
        return []
    return [Row(first, spell.first - DAY, unit, spell.job[0], "Fastansat", 0.2162)]


def _form(chance, stay, spell):
    if spell.category == "fleksjob":
        return "Fleksjob"
    return "Tjenestemand" if stay.hired.year < 1994 and Chance("form", stay.key).yes(0.35) else "Fastansat"


def _rows(chance, spell, unit, units, form):
    """The spell's rows: split where the person moves to another unit of the kind, and where a unit closes."""
    rows, day = [], spell.first
    while True:
        closes = units.span[unit][1]
        wait = int(-log(1 - chance.below(10**6) / 10**6) / MOVES_A_YEAR * 365)
        moves = min(add_months(day.replace(day=1), 1 + wait // 30) - DAY, DECEMBER_DRAWN)
        last = min(spell.last, closes, moves)
        if last == DECEMBER_DRAWN:
            last = spell.last
        rows.append(Row(day, last, unit, spell.job[0], form, spell.rate, spell.leader))
        if last == spell.last:
            return rows
        day = last + DAY
        unit = units.heir(unit) if last == closes else units.pick(chance, spell.job[1], day, but=unit)


def _leave_of_absence(chance, employment):
    """Three to eleven months without pay in the middle of one of the long rows."""
    long = [r for r in employment.rows if r.form == "Fastansat" and (min(r.last, DECEMBER_DRAWN) - r.first).days > 700]
    if long:
        row = chance.pick(long)
        months = (min(row.last, DECEMBER_DRAWN) - row.first).days // 30
        first = add_months(row.first.replace(day=1), chance.between(3, months - 14))
        split(employment, first, add_months(first, chance.between(3, 11)) - DAY, form="Tjenestefri uden løn")


def split(employment, first, last, **new):
    """Give the days first..last of an employment other values; its rows are cut where that begins and ends."""
    rows = []
    for row in employment.rows:
        inside = max(row.first, first), min(row.last, last)
        if inside[0] > inside[1]:
            rows.append(row)
            continue
        if row.first < inside[0]:
            rows.append(replace(row, last=inside[0] - DAY))
        rows.append(replace(row, first=inside[0], last=inside[1], **new))
        if inside[1] < row.last:
            rows.append(replace(row, first=inside[1] + DAY))
    employment.rows = rows


def _joined(rows):
    """The rows with neighbours made one that differ in their days only."""
    made = []
    for row in rows:
        if made and made[-1].last + DAY == row.first and replace(made[-1], first=row.first, last=row.last) == row:
            made[-1] = replace(made[-1], last=row.last)
        else:
            made.append(row)
    return made
