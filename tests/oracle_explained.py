"""What explains turnover by a second road: person by person, beside ``oracle`` and with the definitions open.

Nothing here comes from the program. A measure is a function of an `Explained` (the people with what is told of them), a
day E and a test of who belongs; it gives numerator and denominator.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import sqrt
from pathlib import Path

import oracle
from oracle import ONE_DAY, OPEN, main_row, months_later, read_csv, read_date, standing

CATEGORIES = {
    "Egen opsigelse": "egen",
    "Opsagt af arbejdsgiver": "afsked",
    "Alderspension": "pension",
    "Udløb": "udloeb",
    "Afgået ved døden": "doed",
    "Andet": "andet",
    "Kode 17": "andet",
}
SENIOR_AGE = 58


def birth_year(number):
    """By the rule of the CPR office: the seventh digit and the year of two digits give the century."""
    if len(number) != 10 or not number.isdecimal():
        return None
    day, month, year, seventh = int(number[:2]), int(number[2:4]), int(number[4:6]), int(number[6])
    if not (1 <= day <= 31 or 61 <= day <= 91) or not 1 <= month <= 12:
        return None
    if seventh in (0, 1, 2, 3):
        return 1900 + year
    if seventh in (4, 9):
        return 2000 + year if year < 37 else 1900 + year
    return 2000 + year if year < 58 else None


@dataclass(frozen=True)
class Explained:
    """The people of a folder: stays by person, their birth years and reasons, and from when all is told."""

    people: dict
    reference: oracle.Reference
    born: dict
    reason_of: dict  # employment -> (category, its last day)
    covers_from: date
    drawn: date
    reasons_from: date
    centers: dict

    def stays(self):
        return [(person, stay) for person, stays in self.people.items() for stay in stays]

    def who(self, stay, day):
        return standing(stay, day, self.reference)


def read_explained(extract, reference, drawn):
    records = [record for path in sorted(Path(extract).glob("ansaettelser*.csv")) for record in read_csv(path)]
    known = oracle.read_reference(reference)
    rows = oracle.rows_of_history(records, known)
    reason_of, told_until = {}, []
    for employment in {oracle.employment_of(record) for record in records}:
        theirs = [record for record in records if oracle.employment_of(record) == employment]
        told = [record for record in theirs if record.get("Fratrædelsesårsag")]
        if not told:
            continue
        last = max(read_date(record["Slutdato"]) or OPEN for record in theirs)
        last = min(last, oracle.last_days(theirs).get(employment, OPEN))
        word = max(told, key=lambda record: read_date(record["Startdato"]))["Fratrædelsesårsag"]
        reason_of[employment] = CATEGORIES[word], last
        told_until += [last] if last < OPEN else []
    return Explained(
        people=oracle.people_of(rows),
        reference=known,
        born={row.person: birth_year(row.person) for row in rows},
        reason_of=reason_of,
        covers_from=min(read_date(record["Startdato"]) for record in records),
        drawn=drawn,
        reasons_from=oracle.half_year_span([min(told_until)])[0] if told_until else date.max,
        centers={row["Afdeling"]: row["Center"] for row in read_csv(Path(reference) / "afdelinger.csv")},
    )


# Who belongs: a test of a stay on a day


def in_group(told, group, covers):
    return lambda stay, day: told.who(stay, day).belongs_to(group, covers)


def in_unit(told, unit):
    return lambda stay, day: main_row(stay, day).unit == unit


def in_center(told, center):
    return lambda stay, day: told.centers[main_row(stay, day).unit] == center


def stock(told, day, belongs):
    return [
        (person, stay) for person, stay in told.stays() if stay.first_day <= day < stay.last_day and belongs(stay, day)
    ]


def exits(told, after, until, belongs):
    return [
        (person, stay)
        for person, stay in told.stays()
        if after < stay.last_day <= until and belongs(stay, stay.last_day)
    ]


def tenure_part(stay):
    """Which of the three parts of turnover the exit belongs to."""
    if oracle.left_within(stay, 3):
        return "left_3m"
    return "left_3_12m" if oracle.left_within(stay, 12) else "left_later"


def age_part(told, person, stay):
    born = told.born[person]
    if born is None:
        return "age_unknown"
    age = stay.last_day.year - born
    return "under_30" if age < 30 else "30_59" if age < 60 else "60_plus"


def reason_part(told, stay):
    """The reason of the employment that spoke on the last day, where that employment ended then."""
    row = main_row(stay, stay.last_day)
    category, last = told.reason_of.get(row.employment, ("", None))
    return f"reason_{category}" if category and last == stay.last_day else "reason_uoplyst"


def crossings(told, after, until, belongs):
    """How often somebody came into, and went out of, a group inside a stay: from one day's close to the next."""
    came = went = 0
    boundaries = {line.valid_from for line in (*told.reference.units, *told.reference.jobs)}
    for _, stay in told.stays():
        days = (
            {row.start for row in stay.rows} | {row.end + ONE_DAY for row in stay.rows if row.end < OPEN} | boundaries
        )
        for day in sorted(days):
            if after < day <= until and stay.first_day < day <= stay.last_day:
                before, now = belongs(stay, day - ONE_DAY), belongs(stay, day)
                came += now and not before
                went += before and not now
    return came, went


def of_the_year(told, end, belongs):
    """Every measure of the twelve months up to E: measure -> (numerator, denominator)."""
    start = months_later(end, -12)
    stood, stands, left = stock(told, start, belongs), stock(told, end, belongs), exits(told, start, end, belongs)
    parts = Counter(tenure_part(stay) for _, stay in left)
    parts += Counter(age_part(told, person, stay) for person, stay in left)
    parts += Counter(reason_part(told, stay) for _, stay in left)
    hired = [stay for _, stay in told.stays() if start < stay.first_day <= end and belongs(stay, stay.first_day)]
    came, went = crossings(told, start, end, belongs)
    names = ("left_3m", "left_3_12m", "left_later", "under_30", "30_59", "60_plus", "age_unknown")
    reasons = ("egen", "afsked", "pension", "udloeb", "doed", "andet", "uoplyst")
    counts = {name: parts[name] for name in (*names, *(f"reason_{reason}" for reason in reasons))}
    counts |= {"hired": len(hired), "moved_in": came, "moved_out": went}
    told_of = {f"turnover_{name}": (count, len(stood)) for name, count in counts.items()}
    gone = [stay for _, stay in stood if stay.last_day <= end]
    told_of["stayers_left"] = len(gone), len(stood)
    told_of["turnover_mean_stock"] = len(left), Fraction(len(stood) + len(stands), 2)
    return told_of


def first_year(told, end, belongs):
    """Of those hired in the twelve months that end twelve months before E, who was gone within 3 (12) months."""
    first, last = months_later(end, -24), months_later(end, -12)
    hired = [
        stay
        for _, stay in told.stays()
        if first < stay.first_day <= last
        and told.who(stay, stay.first_day).category == "fast"
        and belongs(stay, stay.first_day)
    ]
    return {
        f"first_year_exit_{months}m": (sum(oracle.left_within(stay, months) for stay in hired), len(hired))
        for months in (3, 12)
    }


def seniors(told, end, belongs):
    known = [told.born[person] for person, _ in stock(told, end, belongs) if told.born[person] is not None]
    return {"seniors_58": (sum(end.year - born >= SENIOR_AGE for born in known), len(known))}


def explained(told, end, belongs):
    """Every measure of one column."""
    return of_the_year(told, end, belongs) | first_year(told, end, belongs) | seniors(told, end, belongs)


def is_covered(told, measure, end):
    """Whether all that the column asks of the history is told."""
    if measure == "seniors_58":
        return told.covers_from <= end <= told.drawn
    start = months_later(end, -24 if measure.startswith("first_year") else -12)
    known = told.covers_from <= start and end <= told.drawn
    return known and (not measure.startswith("turnover_reason") or told.reasons_from <= start + ONE_DAY)


# Places and quarters: the paper's own measures, of any stretch and of whoever belongs


def of_the_paper(told, measure, start, end, belongs):
    """Turnover and short stays within (start, end], statuses on the end."""
    if measure == "turnover":
        return len(exits(told, start, end, belongs)), len(stock(told, start, belongs))
    if measure.startswith("left_within"):
        left = [one for _, one in exits(told, start, end, belongs) if told.who(one, one.last_day).category == "fast"]
        months = int(measure.removeprefix("left_within_").removesuffix("m"))
        return sum(oracle.left_within(stay, months) for stay in left), len(left)
    values = list(status_values(told, measure, end, belongs).values())
    return sum(values, Fraction(0)) / (100 if measure == "full_time_share" else 1), len(values)


def status_values(told, measure, day, belongs):
    """By person the value in the printed unit, of the population of tables 4 and 5 on the day."""
    values = {}
    for person, stay in stock(told, day, belongs):
        who = told.who(stay, day)
        if who.category == "fast" and oracle.enough_hours(who):
            full = 100 * Fraction(oracle.full_time(who))
            values[person] = full if measure == "full_time_share" else who.rate * oracle.HOURS_OF_FULL_TIME
    return values


def moved(told, measure, before, after, belongs):
    """(variance, both, up, down, stayed) of a status between two days, by person: the sum of u² of statistics.md."""
    first, second = (status_values(told, measure, day, belongs) for day in (before, after))
    both = first.keys() & second.keys()
    up = sum(second[person] > first[person] for person in both)
    down = sum(second[person] < first[person] for person in both)
    variance = None
    if first and second:
        mean1, mean2 = sum(first.values()) / len(first), sum(second.values()) / len(second)
        variance = Fraction(0)
        for person in first.keys() | second.keys():
            u = Fraction(0)
            if person in second:
                u += (second[person] - mean2) / len(second)
            if person in first:
                u -= (first[person] - mean1) / len(first)
            variance += u * u
        assert sqrt(variance) >= 0
    return variance, len(both), up, down, len(both) - up - down


# Retention


def whole_months_until(hired, day):
    """How many calendar months after the hire date are over when the day begins."""
    months = 0
    while months_later(hired, months + 1) <= day:
        months += 1
    return months


def still_employed(told, first, last, as_of, belongs, marks=(3, 6, 12, 24)):
    """The product limit: mark -> (hired, at risk in the last month, gone, share employed or None).

    `first` and `last` bound the half-year of hire, both included. Time is in whole months; a month is only looked at
    for those of whom it was over at the close of `as_of`.
    """
    followed = []
    for _, stay in told.stays():
        if not first <= stay.first_day <= last or told.who(stay, stay.first_day).category != "fast":
            continue
        if belongs(stay, stay.first_day):
            months_seen = whole_months_until(stay.hire_date, as_of + ONE_DAY)
            left_in = whole_months_until(stay.hire_date, stay.last_day) if stay.last_day < OPEN else None
            event = left_in is not None and left_in < months_seen
            followed.append((left_in if event else months_seen, event))
    told_of = {}
    for mark in marks:
        share = Fraction(1)
        for month in sorted({time for time, event in followed if event and time < mark}):
            there = sum(time > month or (time == month and event) for time, event in followed)
            share *= 1 - Fraction(sum(event and time == month for time, event in followed), there)
        at_risk = sum(time > mark - 1 or (time == mark - 1 and event) for time, event in followed)
        gone = sum(event and time < mark for time, event in followed)
        reached = at_risk > 0 or (followed and share == 0)
        told_of[mark] = (len(followed), at_risk, gone, share) if reached else (len(followed), None, None, None)
    return told_of
