"""Random municipalities in the standard template, to hold the program against the oracle.

``write_case`` writes ``extract/``, ``reference/`` and ``case.json`` with invented people, whose person numbers nobody
can have (the day of birth plus 60). The careers are drawn to hit the rules' edges, not to look like life.

What is kept out, because the program must stop at it or the definitions have no answer: rows of one employment that
overlap and differ; unknown units, codes and contract types; main rows equal at every level; one person with both
numeric and other Tjenestenumre; a reorganisation inside a bridged gap.

With ``with_lists`` the same people are also written as status lists and leavers' lists (``extract_lists/``), and only
people are drawn whose figures must be the same both ways. ``same_in_lists`` says who they are.
"""

import csv
import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from random import Random

from oracle import (
    OPEN,
    QUALIFYING_CATEGORIES,
    half_year_span,
    months_later,
    number_order,
    read_number,
    read_reference,
    year_columns,
)

CATEGORY_OF_FORM = {
    "Fastansat": "fast",
    "Fleksjob": "fleksjob",
    "Elev": "elev",
    "Ekstraordinært ansat": "ekstraordinær",
    "Paragraf 94": "§94",
    "Vikar": "vikar",
}
FORM_WEIGHTS = (78, 8, 3, 3, 3, 5)
OTHER_FORMS = ("Elev", "Ekstraordinært ansat", "Paragraf 94", "Vikar")
GROUPS = (
    ("htk", "HTK i alt", "alle"),
    ("ledere", "HTK i alt - Ledere", "ledere"),
    ("laerere", "Lærere, skoler", "stillinger"),
    ("paedagoger", "Pædagoger, daginst.omr.", "stillinger"),
    ("paed_ass", "Pæd. ass., daginst.omr.", "stillinger"),
    ("medhj", "Pædagogmedhj. dag.inst.omr.", "stillinger"),
    ("ssa", "Social- og sundhedsass., ældrepleje", "stillinger"),
    ("ssh", "Social- og sundhedshj., ældrepleje", "stillinger"),
    ("ikke_udd", "Soc.- og sundh.pers., ikke-udd., ældrepleje", "stillinger"),
    ("sygepl", "Sygeplejersker", "stillinger"),
    ("tandl", "Tandlæger", "stillinger"),
)
AREAS = (
    ("SK", "Skole", "ISC"),
    ("DA", "Dagtilbud", "ISC"),
    ("ÆL", "Ældrepleje", "SUOC"),
    ("AD", "Administration", "BYC"),
    ("TA", "Tandpleje", "SUOC"),
)
TITLES = {
    "3001": "Lærer",
    "3010": "Pædagog",
    "3011": "Pædagogisk assistent",
    "3012": "Pædagogmedhjælper",
    "4001": "Social- og sundhedsassistent",
    "4002": "Social- og sundhedshjælper",
    "4003": "Omsorgsmedhjælper",
    "4010": "Sygeplejerske",
    "5001": "Administrativ medarbejder",
    "6001": "Tandlæge",
}
# (code, unit's first letters, weight)
ROLES = (
    ("3001", "SK", 20),
    ("3010", "DA", 14),
    ("3010", "SK", 8),
    ("3010", "AD", 1),
    ("3011", "DA", 7),
    ("3012", "DA", 10),
    ("3012", "SK", 4),
    ("4001", "ÆL", 9),
    ("4002", "ÆL", 9),
    ("4003", "ÆL", 6),
    ("4010", "ÆL", 5),
    ("4010", "AD", 3),
    ("4010", "SK", 1),
    ("5001", "AD", 9),
    ("5001", "DA", 1),
    ("6001", "TA", 2),
)
RATES = (
    *("1",) * 12,
    *("0,8649", "0,8649", "0,8108", "0,9459", "0,5", "0,5", "0,25", "0,1", "0"),
    *("0,9995", "0,9995", "0,9994", "0,2703", "0,2703", "0,2702", "0,2701", "1,0811", "1,2"),
)
COLUMNS = (
    "CPR",
    "Institution",
    "Tjenestenummer",
    "Afdeling",
    "Stillingskode",
    "Stilling",
    "Ansættelsesform",
    "Lønform",
    "Beskæftigelsesdecimal",
    "Leder",
    "Ansættelsesdato",
    "Startdato",
    "Slutdato",
    "Fratrædelsesdato",
    "Opgørelsesdato",
)


@dataclass(frozen=True)
class Spell:
    """One row of an employment: valid from `start` to `end` (None: open), both included."""

    start: date
    end: date | None
    form: str = "Fastansat"
    rate: str = "1"
    leader: bool = False
    hourly: bool = False
    code: str = ""
    unit: str = ""

    @property
    def qualifying(self):
        return CATEGORY_OF_FORM[self.form] in QUALIFYING_CATEGORIES and not self.hourly


@dataclass
class Employment:
    spells: list
    hired: date
    leave: date | None = None  # the latest Fratrædelsesdato
    leave_stands_on: frozenset = frozenset()  # positions of the rows that carry it
    earlier_leave: tuple = ()  # (position, an earlier Fratrædelsesdato that stands on that row)
    number: str = ""
    institution: str = "A"
    shares_number_with_next: bool = False
    open_text: str = ""

    def effective(self):
        """The rows as the definitions cut them: at the employment's last day."""
        last_day = self.leave or OPEN
        return [replace(one, end=min(one.end or OPEN, last_day)) for one in self.spells if one.start <= last_day]


@dataclass
class Edges:
    """The days that the rules turn on, for one as_of."""

    as_of: date
    drawn: date
    stock_days: list = field(init=False)
    days: list = field(init=False)
    reorganised_on: date = field(init=False)
    reorganised_again_on: date = field(init=False)

    def __post_init__(self):
        ends = [column.end for column in year_columns(self.as_of)]
        self.stock_days = sorted({*ends, *(months_later(end, -12) for end in ends)})
        around = [day + timedelta(days=shift) for day in self.stock_days for shift in (-1, 0, 0, 0, 1, 1)]
        month_ends = [
            months_later(date(self.as_of.year - 3, 1, 1), count) - timedelta(days=1) for count in range(1, 40)
        ]
        leap = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2021, 2, 28), date(2021, 3, 1)]
        self.days = around + month_ends + leap
        self.reorganised_on = date(self.as_of.year - 1, 1, 1)
        self.reorganised_again_on = date(self.as_of.year - 1, 7, 1)


# Reference files


def write_csv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)


def as_text(day):
    return day.strftime("%d-%m-%Y") if day else ""


def write_reference(folder, edges, reorganised):
    """HR's four files; with a reorganisation units and codes carry Gyldig fra and Gyldig til."""
    since, since_again = as_text(edges.reorganised_on), as_text(edges.reorganised_again_on)
    before = as_text(edges.reorganised_on - timedelta(days=1))
    before_again = as_text(edges.reorganised_again_on - timedelta(days=1))
    units = [
        [f"{letters}{number:02}", f"{area} {number}", area, center, "", ""]
        for letters, area, center in AREAS
        for number in range(1, 3 if area == "Tandpleje" else 6)
    ]
    jobs = [
        ["3001", "Skole", "laerere", "", ""],
        ["3010", "", "", "", ""],
        ["3010", "Dagtilbud", "paedagoger", "", ""],
        ["3011", "Dagtilbud", "paed_ass", "", ""],
        ["3012", "Skole", "", "", ""],
        ["3012", "Dagtilbud", "medhj", "", ""],
        ["4001", "Ældrepleje", "ssa", "", ""],
        ["4002", "Ældrepleje", "ssh", "", ""],
        ["4003", "Ældrepleje", "ikke_udd", "", ""],
        ["4010", "", "sygepl", "", ""],
        ["5001", "", "", "", ""],
        ["6001", "Tandpleje", "tandl", "", ""],
    ]
    if reorganised:
        # a unit that changes area, one that is closed, one that is opened
        units = [unit for unit in units if unit[0] not in ("DA02", "ÆL03")]
        units += [
            ["DA02", "Dagtilbud 2", "Dagtilbud", "ISC", "", before],
            ["DA02", "Dagtilbud 2 ved skolen", "Skole", "ISC", since, ""],
            ["ÆL03", "Ældrepleje 3", "Ældrepleje", "SUOC", "", before_again],
            ["ÆL09", "Ældrepleje 9", "Ældrepleje", "SUOC", since_again, ""],
        ]
        # a code that changes group, and one whose exact area beats the empty one from a day on only
        jobs = [job for job in jobs if job[0] != "4003"]
        jobs += [
            ["4003", "Ældrepleje", "ssh", "", before],
            ["4003", "Ældrepleje", "ikke_udd", since, ""],
            ["4010", "Administration", "", since_again, ""],
        ]
    width = None if reorganised else -2
    dates = ["Gyldig fra", "Gyldig til"]
    write_csv(
        folder / "afdelinger.csv",
        ["Afdeling", "Navn", "Område", "Center", *dates][:width],
        [unit[:width] for unit in units],
    )
    write_csv(
        folder / "stillinger.csv",
        ["Stillingskode", "Stilling", "Område", "Gruppe", *dates][:width],
        [[job[0], TITLES[job[0]], *job[1:]][:width] for job in jobs],
    )
    write_csv(folder / "grupper.csv", ["Gruppe", "Navn", "Dækker"], GROUPS)
    write_csv(folder / "ansaettelsesformer.csv", ["Ansættelsesform", "Kategori"], CATEGORY_OF_FORM.items())


# Careers


class Careers:
    """Draws careers: each ``draw_…`` is one kind of nastiness and gives a person's employments."""

    def __init__(self, rng, edges, reference):
        self.rng = rng
        self.edges = edges
        self.reference = reference
        self.units = sorted({unit.key for unit in reference.units})
        self.boundaries = sorted(
            {line.valid_from for line in (*reference.units, *reference.jobs) if line.valid_from > date.min}
        )

    def chance(self, probability):
        return self.rng.random() < probability

    def day(self):
        """A day on an edge, or any day of the last years."""
        if self.chance(0.5):
            return self.rng.choice(self.edges.days)
        return self.edges.drawn - timedelta(days=self.rng.randrange(-20, 365 * 4))

    def length(self):
        """Days from the first day to the last: 0 is a stay of one day."""
        return self.rng.choice((0, 1, 27, 30, 31, 45, 59, 89, 90, 120, 200, 364, 365, 366, 500, 800))

    def spell(self, start, end, **fixed):
        if end is not None and end < start:
            end = start
        form = self.rng.choices(list(CATEGORY_OF_FORM), FORM_WEIGHTS)[0]
        drawn = {"form": form, "rate": self.rng.choice(RATES), "leader": self.chance(0.07)}
        return self.with_role(Spell(start, end, **{**drawn, **fixed}))

    def with_role(self, spell):
        """The row with a job code and a unit that are known on each of its days."""
        while True:
            code, letters, _ = self.rng.choices(ROLES, [weight for *_, weight in ROLES])[0]
            unit = self.rng.choice([unit for unit in self.units if unit.startswith(letters)])
            days = [spell.start, *(day for day in self.boundaries if spell.start < day <= (spell.end or OPEN))]
            try:
                for day in [*days, spell.end or OPEN]:
                    self.reference.group(code, self.reference.area(unit, day), day)
            except ValueError:
                continue
            return replace(spell, code=code, unit=unit)

    def employment(self, *spells, hired=None):
        """Ended on its last row's last day, with the leave date on all rows, on some, or (Slutdato alone) on none."""
        spells = list(spells)
        employment = Employment(spells, hired or spells[0].start)
        if spells[-1].end is not None:
            self.leave(employment, spells[-1].end, even_none=True)
        employment.open_text = self.rng.choice(("", "", "31-12-9999"))
        return employment

    def leave(self, employment, day, even_none=False):
        places = range(len(employment.spells))
        where = self.rng.random()
        if where < 0.6:
            employment.leave_stands_on = frozenset(places)
        elif where < 0.9 or not even_none:
            employment.leave_stands_on = frozenset(self.rng.sample(places, self.rng.randint(1, len(places))))
        else:
            return
        employment.leave = day

    def draw_steady(self):
        start = self.day()
        end = None if self.chance(0.55) else start + timedelta(days=self.length())
        return [self.employment(self.spell(start, end))]

    def draw_long_serving(self):
        start = date(self.edges.as_of.year - self.rng.randint(4, 12), self.rng.randint(1, 12), self.rng.randint(1, 28))
        end = None if self.chance(0.7) else max(self.day(), start)
        return [self.employment(self.spell(start, end))]

    def draw_edge_exit(self):
        """The last day, or the first, exactly on S or E or a day to either side."""
        day = self.rng.choice(self.edges.stock_days) + timedelta(days=self.rng.choice((-1, 0, 0, 0, 1)))
        if self.chance(0.5):
            return [self.employment(self.spell(day - timedelta(days=self.length()), day))]
        return [self.employment(self.spell(day, None if self.chance(0.4) else day + timedelta(days=self.length())))]

    def draw_tenure_edge(self):
        """Left on the 3 or 12 months' edge, or a day to either side; often hired or gone on a month's end."""
        months = self.rng.choice((3, 12))
        shift = timedelta(days=self.rng.choice((-2, -1, -1, 0, 0, 1)))
        if self.chance(0.5):
            start = self.day()
            end = months_later(start, months) + shift
        else:
            end = self.day()
            start = months_later(end, -months) + shift
        return [self.employment(self.spell(start, end, form=self.rng.choice(("Fastansat", "Fastansat", "Fleksjob"))))]

    def draw_chain(self):
        """Employments with gaps on the 31 days' edge, sometimes bridged by a longer earlier row."""
        form = self.rng.choice(("Fastansat", "Fastansat", "Fastansat", "Fleksjob"))
        start, employments = self.day(), []
        for _ in range(self.rng.randint(2, 4)):
            end = start + timedelta(days=self.rng.choice((0, 5, 20, 45, 80, 150)))
            employments.append(self.employment(self.spell(start, end, form=form)))
            latest_end = end
            if self.chance(0.35):  # a second job that began before and lasts longer: its end is what counts
                latest_end = end + timedelta(days=self.rng.choice((1, 10, 31, 32, 60)))
                longer = self.spell(start - timedelta(days=self.rng.choice((0, 1, 3))), latest_end, form=form)
                employments.append(self.employment(longer))
            start = latest_end + timedelta(days=self.rng.choice((1, 2, 30, 31, 31, 31, 32, 32, 33)))
        if self.chance(0.4):
            last = employments[-1]
            last.spells[-1] = replace(self.spell(last.spells[-1].start, None, form=form))
            last.leave, last.leave_stands_on = None, frozenset()
        return employments

    def draw_gap_inside(self):
        """One employment whose own rows have a gap, without any leave date."""
        start = self.day()
        end = start + timedelta(days=self.length())
        again = end + timedelta(days=self.rng.choice((2, 30, 31, 32, 33)))
        last_day = None if self.chance(0.5) else again + timedelta(days=self.length())
        spells = [self.spell(start, end), self.spell(again, last_day)]
        employment = Employment(spells, start)
        if spells[-1].end and self.chance(0.7):
            self.leave(employment, spells[-1].end)
        return [employment]

    def draw_two_jobs(self):
        """Two jobs at once, equal on the first levels of the main row's order: rate, hire date, number, start."""
        level = self.rng.randint(0, 4)
        day = self.day()
        past = (0, 0, 1, 10, 31, 100)
        ends = [None if self.chance(0.45) else day + timedelta(days=self.rng.choice(past)) for _ in "ab"]
        if self.chance(0.3):
            ends[1] = ends[0]
        starts = [day - timedelta(days=self.rng.choice((0, 1, 20, 90, 365, 700))) for _ in "ab"]
        rate = self.rng.choice(RATES)
        form = None if self.chance(0.4) else "Fastansat"
        fixed = {"form": form} if form else {}
        first = self.spell(starts[0], ends[0], **fixed, **({"rate": rate} if level >= 1 else {}))
        second = self.spell(starts[1], ends[1], **fixed, **({"rate": rate} if level >= 1 else {}))
        hired = min(starts) - timedelta(days=self.rng.choice((0, 0, 0, 1, 400)))
        jobs = [
            self.employment(spell, hired=hired if level >= 2 else min(spell.start, hired) if self.chance(0.2) else None)
            for spell in (first, second)
        ]
        jobs[0].shares_number_with_next = level == 3
        return jobs

    def draw_two_first_rows(self):
        """Jobs that begin on the same day, each with an Ansættelsesdato of its own, gone within the tenure edges."""
        start = self.day()
        end = months_later(start, self.rng.choice((3, 12))) - timedelta(days=self.rng.choice((2, 31, 60, 200)))
        jobs = []
        for _ in range(self.rng.randint(2, 3)):
            hired = start - timedelta(days=self.rng.choice((0, 1, 30, 59, 150)))
            jobs.append(self.employment(self.spell(start, max(start, end), form="Fastansat"), hired=hired))
        return jobs

    def draw_gap_on_a_stock_day(self):
        """A bridged gap over a day that a stock is asked for, after jobs that ended one by one or together."""
        day = self.rng.choice(self.edges.stock_days)
        ends = [day - timedelta(days=back) for back in self.rng.sample((0, 1, 2, 9, 10, 20), self.rng.randint(1, 3))]
        if self.chance(0.3):
            ends.append(max(ends))
        again = max(ends) + timedelta(days=self.rng.choice((21, 29, 30, 31, 31, 32)))
        last_day = None if self.chance(0.6) else again + timedelta(days=self.length())
        before = [self.employment(self.spell(end - timedelta(days=self.rng.choice((0, 60, 400))), end)) for end in ends]
        return [*before, self.employment(self.spell(again, last_day))]

    def draw_mover(self):
        """Moves between units, groups, rates and leadership inside one employment, often on an edge."""
        days = sorted({self.day() for _ in range(self.rng.randint(2, 5))})
        form = "Fastansat" if self.chance(0.7) else "Fleksjob"
        last_day = None if self.chance(0.6) else days[-1] + timedelta(days=self.length())
        ends = [*(day - timedelta(days=1) for day in days[1:]), last_day]
        return [self.employment(*(self.spell(start, end, form=form) for start, end in zip(days, ends, strict=True)))]

    def draw_category_change(self):
        """Between qualifying and other contract types or pay forms; a middle part as long as the bridge, or nearly."""
        start, spells = self.day(), []
        for _ in range(self.rng.randint(2, 4)):
            kind = self.rng.random()
            fixed = {"form": self.rng.choice(OTHER_FORMS)}
            if kind < 0.55:
                fixed = {"form": self.rng.choice(("Fastansat", "Fastansat", "Fleksjob"))}
            elif kind < 0.75:
                fixed = {"form": "Fastansat", "hourly": True}
            end = start + timedelta(days=self.rng.choice((0, 28, 29, 30, 31, 59, 89, 200)))
            spells.append(self.spell(start, end, **fixed))
            start = end + timedelta(days=1)
        if self.chance(0.5):
            spells[-1] = self.with_role(replace(spells[-1], end=None))
        return [self.employment(*spells)]

    def draw_cut_history(self):
        """Ansættelsesdato before the first row, alone, or around the last day of the stay before."""
        start = self.day()
        end = None if self.chance(0.4) else start + timedelta(days=self.length())
        if self.chance(0.4):
            hired = start - timedelta(days=self.rng.choice((1, 40, 89, 300)))
            return [self.employment(self.spell(start, end), hired=hired)]
        last_day_before = start - timedelta(days=self.rng.choice((32, 33, 40, 90)))
        before = self.spell(last_day_before - timedelta(days=self.length()), last_day_before)
        hired = last_day_before + timedelta(days=self.rng.choice((-30, -1, 0, 0, 0, 1, 1, 1, 2)))
        if self.chance(0.6):  # within so many months of one date and not of the other
            end = months_later(start, self.rng.choice((3, 12))) - timedelta(days=self.rng.choice((1, 15, 31)))
        return [self.employment(before), self.employment(self.spell(start, end, form="Fastansat"), hired=hired)]

    def draw_left_early(self):
        """Fratrædelsesdato before Slutdato, on some rows only, differing between rows; rows that begin after it."""
        first = self.day()
        turn = first + timedelta(days=1 + self.length())
        end = None if self.chance(0.4) else turn + timedelta(days=self.length())
        spells = [self.spell(first, turn - timedelta(days=1)), self.spell(turn, end)]
        employment = Employment(spells, first)
        latest = end or turn + timedelta(days=300)
        day = first + timedelta(days=self.rng.randint(0, (latest - first).days))
        on_edges = [edge for edge in self.edges.days if first <= edge <= latest]
        on_edge = self.rng.choice(on_edges or [day])
        self.leave(employment, self.rng.choice((day, on_edge, turn - timedelta(days=1), turn)))
        if self.chance(0.6):
            employment.leave_stands_on = frozenset({self.rng.randint(0, 1)})
        bare = [place for place in (0, 1) if place not in employment.leave_stands_on]
        if bare and employment.leave > first and self.chance(0.5):
            before_it = min((employment.leave - first).days, self.rng.choice((1, 31, 200)))
            employment.earlier_leave = (bare[0], employment.leave - timedelta(days=before_it))
        return [employment]

    def draw_hired_late(self):
        """Ansættelsesdato after Startdato: a warning, and the row's start is what counts."""
        start = self.day()
        spell = self.spell(start, start + timedelta(days=self.length()))
        return [self.employment(spell, hired=start + timedelta(days=9))]

    def draw_back_after_the_period(self):
        """Left shortly before E, back within or after 31 days, after E or even after the extract was drawn."""
        last_day = self.edges.as_of - timedelta(days=self.rng.randint(0, 31))
        again = last_day + timedelta(days=self.rng.choice((30, 31, 31, 32, 32, 60, 120)))
        return [
            self.employment(self.spell(last_day - timedelta(days=self.length()), last_day, form="Fastansat")),
            self.employment(self.spell(again, None, form="Fastansat")),
        ]

    DRAWS = (
        (draw_steady, 14),
        (draw_long_serving, 16),
        (draw_edge_exit, 9),
        (draw_tenure_edge, 12),
        (draw_chain, 10),
        (draw_gap_inside, 3),
        (draw_two_jobs, 14),
        (draw_two_first_rows, 4),
        (draw_gap_on_a_stock_day, 6),
        (draw_mover, 10),
        (draw_category_change, 9),
        (draw_cut_history, 7),
        (draw_left_early, 11),
        (draw_hired_late, 1),
        (draw_back_after_the_period, 3),
    )

    def person(self):
        """One person's employments, with Tjenestenumre: all of them numbers, or none of them."""
        draws, weights = zip(*self.DRAWS, strict=True)
        while True:
            employments = self.rng.choices(draws, weights)[0](self)
            if self.chance(0.12):
                employments += self.rng.choices(draws, weights)[0](self)
            self.number(employments)
            if lawful(employments, self.boundaries):
                return employments

    def number(self, employments):
        start = self.rng.choice((7, 8, 98, 99, 998, 100200))
        numbers = [str(start + place) for place in range(len(employments))]
        kind = self.rng.random()
        if kind < 0.15:
            numbers = [f"T{'ABCDEFGHIJKL'[place]}{start}" for place in range(len(employments))]
        elif kind < 0.3:
            numbers = [number.zfill(8) for number in numbers]
        self.rng.shuffle(numbers)
        for employment, number in zip(employments, numbers, strict=True):
            employment.number = number
        for one, other in pairwise(employments):
            if one.shares_number_with_next:
                other.number, one.institution, other.institution = one.number, *self.rng.sample("AB", 2)


def lawful(employments, boundaries):
    """Nothing that the program must stop at, no main rows equal at every level, no reorganisation in a gap."""
    for employment in employments:
        spells = employment.spells
        if any(one.end is None or one.end >= other.start for one, other in pairwise(spells)):
            return False
        if employment.leave and employment.leave < spells[0].start:
            return False
    for one, other in combinations(employments, 2):
        if (one.institution, one.number) == (other.institution, other.number):
            return False
        if number_order(one.number) == number_order(other.number) and one.hired == other.hired:
            keys = [{(read_number(spell.rate), spell.start) for spell in job.spells} for job in (one, other)]
            if keys[0] & keys[1]:
                return False
    effective = sorted(
        (spell.start, spell.end) for job in employments for spell in job.effective() if spell.qualifying
    )
    latest_end = date.min
    for start, end in effective:
        in_gap = latest_end > date.min and any(latest_end < boundary < start for boundary in boundaries)
        if in_gap and (start - latest_end).days <= 31:
            return False
        latest_end = max(latest_end, end)
    return True


def same_in_lists(employments, edges):
    """Whether lists must give this person the same figures as the history does.

    Left out are those of whom lists know something else than the history:

    * between qualifying and other contract types (or pay forms) inside one employment: lists do not see the day
      (from fast to fleksjob is no matter: both qualify, and lists see the category on every day that is asked for);
    * an employment whose own rows have a gap: lists take it as one piece;
    * an Ansættelsesdato that is not the first row's start: lists count from it, the history from the row, unless this
      is the only employment and its first row is older than the first list;
    * jobs at once that only Startdato tells apart (rate, Ansættelsesdato and number equal): lists have no Startdato;
    * an employment that begins after the extract was drawn: no list has it yet.

    Two jobs of which rows change between two lists make no difference: stocks are asked for on the lists' own days, and
    all rows that hold on a stay's last day end on it, so that the leavers' lists have them.
    """
    for employment in employments:
        spells = employment.effective()
        if not spells:
            continue
        if len({spell.qualifying for spell in spells}) > 1 or spells[-1].start > edges.drawn:
            return False
        if any(one.end + timedelta(days=1) != other.start for one, other in pairwise(spells)):
            return False
        alone_and_old = len(employments) == 1 and spells[0].start <= edges.stock_days[0]
        if employment.hired != spells[0].start and not (alone_and_old and employment.hired < spells[0].start):
            return False
    return not any(
        number_order(one.number) == number_order(other.number) and one.hired == other.hired
        for one, other in combinations(employments, 2)
    )


def half_years(first, last):
    """The first day of each half-year from the one `first` lies in to the one `last` lies in."""
    day, _ = half_year_span([first])
    while day <= last:
        yield day
        day = months_later(day, 6)


def anchors(careers, edges):
    """People who make the columns covered both ways: one who began long ago, one leaver in each half-year."""
    long_ago = date(edges.as_of.year - 9, 8, 1)
    people = [[careers.employment(careers.spell(long_ago, None, form="Fastansat"))]]
    for day in half_years(edges.stock_days[0], edges.as_of):
        last_day = day + timedelta(days=10)
        job = careers.employment(careers.spell(last_day - timedelta(days=700), last_day, form="Fastansat"))
        people.append([job])
    for employments in people:
        careers.number(employments)
    return people


# Files


def person_number(rng, taken):
    """A number that no person can have: the day is 61 to 91."""
    while True:
        number = f"{rng.randint(1, 28) + 60:02}{rng.randint(1, 12):02}{rng.randint(55, 99)}{rng.randint(0, 9999):04}"
        if number not in taken:
            taken.add(number)
            return number


def record(person, employment, spell, **dates):
    return {
        "CPR": person,
        "Institution": employment.institution,
        "Tjenestenummer": employment.number,
        "Afdeling": spell.unit,
        "Stillingskode": spell.code,
        "Stilling": TITLES[spell.code],
        "Ansættelsesform": spell.form,
        "Lønform": "Timeløn" if spell.hourly else "Månedsløn",
        "Beskæftigelsesdecimal": spell.rate,
        "Leder": "Ja" if spell.leader else "Nej",
        "Ansættelsesdato": as_text(employment.hired),
        **dates,
    }


def history_records(rng, people):
    records = []
    for person, employments in people.items():
        for employment in employments:
            for place, spell in enumerate(employment.spells):
                leave = as_text(employment.leave) if place in employment.leave_stands_on else ""
                if employment.earlier_leave and employment.earlier_leave[0] == place:
                    leave = as_text(employment.earlier_leave[1])
                if employment.leave is None:
                    leave = employment.open_text
                dates = {
                    "Startdato": as_text(spell.start),
                    "Slutdato": as_text(spell.end) or employment.open_text,
                    "Fratrædelsesdato": leave,
                }
                records.append(record(person, employment, spell, **dates))
                if rng.random() < 0.003:
                    records.append(records[-1])
    return records


def write_records(path, records, without):
    columns = [column for column in COLUMNS if column not in without]
    write_csv(path, columns, [[row[column] for column in columns] for row in records])


def write_lists(folder, rng, people, edges, without):
    """One status list for each day that a stock is asked for and one for the day drawn; a leavers' list a half-year."""
    without = {*without, "Startdato", "Slutdato"}
    for day in sorted({*edges.stock_days, edges.drawn}):
        records = []
        for person, employments in people.items():
            for employment in employments:
                spells = employment.effective()
                for spell in spells:
                    if spell.start <= day <= spell.end:
                        last_day = spells[-1].end
                        known = last_day != OPEN and rng.random() < 0.3
                        dates = {"Fratrædelsesdato": as_text(last_day) if known else "", "Opgørelsesdato": as_text(day)}
                        records.append(record(person, employment, spell, **dates))
        write_records(folder / f"bestand_{day}.csv", records, without)
    leavers = {}
    for person, employments in people.items():
        for employment in employments:
            spells = employment.effective()
            if spells and spells[-1].end <= edges.drawn:
                leave = spells[-1].end
                row = record(person, employment, spells[-1], **{"Fratrædelsesdato": as_text(leave)})
                leavers.setdefault(half_year_span([leave]), []).append(row)
    for (first, _), records in sorted(leavers.items()):
        name = f"fratraadte_{first.year}_{1 if first.month == 1 else 2}.csv"
        write_records(folder / name, records, {*without, "Opgørelsesdato"})


def advert_rows(rng, edges, missing_months):
    """Adverts of two years and a half, with the outcomes' edges, at least one a month but in `missing_months`."""
    first = date(edges.as_of.year - 2, 1, 1)
    days = []
    month = first
    while month <= edges.drawn:
        count = rng.randint(1, 12)
        days += [month + timedelta(days=rng.choice((0, 27, rng.randint(0, 27)))) for _ in range(count)]
        days.append(months_later(month, 1) - timedelta(days=1))
        month = months_later(month, 1)
    rows = []
    for place, day in enumerate(days):
        if (day.year, day.month) in missing_months or day > edges.drawn:
            continue
        _, area, _ = rng.choices(AREAS, (5, 5, 5, 4, 1))[0]
        deadline = day + timedelta(days=rng.choice((14, 21, 28)))
        turning = edges.drawn - timedelta(days=rng.choice((89, 90, 91)))
        if rng.random() < 0.5 and day <= turning <= day + timedelta(days=200):
            deadline = turning
        if rng.random() < 0.12:
            deadline = None
        closed = min((deadline or day) + timedelta(days=rng.randint(0, 60)), edges.drawn)
        if rng.random() < 0.5:
            closed = None
        hires = rng.choice((0, 0, 0, 1, 1, 2, 7))
        title = rng.choice(list(TITLES.values()))
        rows.append([f"J{place:05}", title, area, as_text(day), as_text(deadline), as_text(closed), hires])
    rows += rng.sample(rows, 4)  # identical rows, to be left out
    rng.shuffle(rows)
    return rows


def write_case(
    folder,
    seed,
    persons,
    *,
    with_lists=False,
    as_of=date(2022, 6, 30),
    drawn=None,
    covers_from=None,
    reorganised=None,
    missing_months=None,
):
    """Writes a case and returns what its ``case.json`` holds; the same arguments write the same files.

    `drawn` is three months after `as_of` when not given. `covers_from` is only noted in case.json (for
    ``--covers-from``). `reorganised` and `missing_months` (a set of (year, month) without adverts) are drawn when None.
    With `with_lists`, `extract_lists/` says the same as `extract/`; its adverts are the same file.
    """
    folder = Path(folder)
    rng = Random(f"{seed}")
    drawn = drawn or as_of + timedelta(days=92)
    if with_lists and drawn < as_of:
        raise ValueError("lists need a day drawn on or after as_of")
    edges = Edges(as_of, drawn)
    reorganised = rng.random() < 0.6 if reorganised is None else reorganised
    if missing_months is None:
        last_months = [months_later(as_of, -back) for back in range(12)]
        missing = rng.sample(last_months, rng.choice((0, 0, 1, 2)))
        missing_months = {(day.year, day.month) for day in missing}
    write_reference(folder / "reference", edges, reorganised)
    careers = Careers(rng, edges, read_reference(folder / "reference"))
    everyone = anchors(careers, edges)
    while len(everyone) < persons:
        employments = careers.person()
        if not with_lists or same_in_lists(employments, edges):
            everyone.append(employments)
    rng.shuffle(everyone)
    taken = set()
    people = {person_number(rng, taken): employments for employments in everyone}
    every_employment = [employment for employments in everyone for employment in employments]
    without = set()
    if not any(spell.hourly for employment in every_employment for spell in employment.spells):
        without.add("Lønform")
    if not any(employment.institution == "B" for employment in every_employment):
        without.add("Institution")
    records = history_records(rng, people)
    rng.shuffle(records)
    write_records(folder / "extract" / "ansaettelser.csv", records, {*without, "Opgørelsesdato"})
    adverts = advert_rows(rng, edges, missing_months)
    if with_lists:
        write_lists(folder / "extract_lists", rng, people, edges, without)
    for name in ("extract", "extract_lists") if with_lists else ("extract",):
        header = ["Job-id", "Titel", "Område", "Publiceret", "Ansøgningsfrist", "Afsluttet", "Antal ansatte"]
        write_csv(folder / name / "annoncer.csv", header, adverts)
    case = {"as_of": as_of.isoformat(), "drawn": drawn.isoformat()}
    if covers_from:
        case["covers_from"] = covers_from.isoformat()
    (folder / "case.json").write_text(json.dumps(case), encoding="utf-8")
    return case
