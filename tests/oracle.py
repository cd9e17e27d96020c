"""The figures by a second road: slow, plain and person by person, so that the program has something to be held against.

Nothing here comes from the program. Each function is one rule of the definitions (quoted with its number), written for
a reader who has the definitions open beside it. It reads the standard template only (CSV, semicolon, UTF-8 with BOM,
dd-mm-yyyy, decimal comma), believes what it reads, and stops with ``ValueError`` where the definitions have no answer.

Numbers are exact: rates, hours and values are ``Fraction``. Only primary hiding is done, not secondary.
"""

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from pathlib import Path

OPEN = date.max
ONE_DAY = timedelta(days=1)
QUALIFYING_CATEGORIES = ("fast", "fleksjob")
FULL_TIME_RATE = Fraction("0.9995")
HOURS_OF_FULL_TIME = 37
FEWEST_HOURS = 10
DAYS_PAST_DEADLINE = 90
MEASURES = (
    "adverts",
    "adverts_without_hire",
    "turnover",
    "left_within_3m",
    "left_within_12m",
    "full_time_share",
    "weekly_hours",
)
BETTER_LOW = ("adverts_without_hire", "turnover", "left_within_3m", "left_within_12m")
BETTER_HIGH = ("full_time_share", "weekly_hours")
MONTH_NAMES = ("Jan.", "Feb.", "Mar.", "Apr.", "Maj", "Jun.", "Jul.", "Aug.", "Sep.", "Okt.", "Nov.", "Dec.")


# Reading the standard template


def read_csv(path):
    """The rows of one file as dicts of text, identical rows once (an identical row is a ``dublet`` and is left out)."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file, delimiter=";"))
    rows = [{name: (value or "").strip() for name, value in row.items()} for row in table]
    return list({tuple(row.items()): row for row in rows}.values())


def read_date(text):
    """A date, or None for an open end: empty, 31-12-9999 or 9999-12-31."""
    if text in ("", "31-12-9999", "9999-12-31"):
        return None
    day, month, year = text.split("-")
    return date(int(year), int(month), int(day))


def read_number(text):
    return Fraction(text.replace(",", "."))


# Reference files


@dataclass(frozen=True)
class Line:
    """One line of afdelinger.csv or stillinger.csv, valid from one day to another, both included."""

    key: str
    area: str
    group: str
    valid_from: date
    valid_to: date

    def valid_on(self, day):
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True)
class Reference:
    """HR's own files: what a unit, a job code, a contract type and a staff group is."""

    groups: tuple  # (key, what it covers), in printed order
    units: tuple
    jobs: tuple
    categories: dict

    def areas(self):
        """The areas' names in the order of afdelinger.csv."""
        return list(dict.fromkeys(unit.area for unit in self.units if unit.area))

    def area(self, unit, day):
        found = [line for line in self.units if line.key == unit and line.valid_on(day)]
        if not found:
            raise ValueError(f"unknown unit {unit} on {day}")
        return found[0].area

    def group(self, code, area, day):
        """Of the lines of the code, "an exact area wins over an empty one". Empty: outside every group."""
        lines = [line for line in self.jobs if line.key == code and line.valid_on(day)]
        exact = [line for line in lines if line.area == area]
        any_area = [line for line in lines if line.area == ""]
        if not exact and not any_area:
            raise ValueError(f"unknown job code {code} in area {area} on {day}")
        return (exact or any_area)[0].group


def read_reference(folder):
    folder = Path(folder)

    def line(row, key, group):
        return Line(
            key=row[key],
            area=row["Område"],
            group=group,
            valid_from=read_date(row.get("Gyldig fra", "")) or date.min,
            valid_to=read_date(row.get("Gyldig til", "")) or OPEN,
        )

    return Reference(
        groups=tuple((row["Gruppe"], row["Dækker"]) for row in read_csv(folder / "grupper.csv")),
        units=tuple(line(row, "Afdeling", "") for row in read_csv(folder / "afdelinger.csv")),
        jobs=tuple(line(row, "Stillingskode", row["Gruppe"]) for row in read_csv(folder / "stillinger.csv")),
        categories={row["Ansættelsesform"]: row["Kategori"] for row in read_csv(folder / "ansaettelsesformer.csv")},
    )


# Rule 1 to 3: rows


@dataclass(frozen=True)
class Row:
    """Rule 1: an employment with its unit, job code, contract type, rate and leader flag, on the days start to end."""

    person: str
    institution: str
    number: str  # Tjenestenummer
    unit: str
    code: str
    category: str
    hourly: bool
    rate: Fraction
    leader: bool
    hired: date  # Ansættelsesdato on this row
    start: date
    end: date  # the last day the row is valid: the earlier of its Slutdato and the employment's last day
    employment_hired: date  # the employment's (earliest) Ansættelsesdato
    opens_employment: bool  # the employment's earliest row in the extract, of any category
    from_list: bool = False

    @property
    def employment(self):
        return (self.person, self.institution, self.number)

    @property
    def qualifying(self):
        """Rule 3: "rows of fast and fleksjob are qualifying, unless their pay form says hourly pay"."""
        return self.category in QUALIFYING_CATEGORIES and not self.hourly

    def valid_on(self, day):
        """Rule 1: "valid from Startdato to Slutdato, both days included"."""
        return self.start <= day <= self.end


def employment_of(record):
    """Rule 1: an employment is person + Institution + Tjenestenummer."""
    return (record["CPR"], record.get("Institution", ""), record["Tjenestenummer"])


def last_days(records):
    """Rule 2: "an employment's last day is the latest Fratrædelsesdato on any of its rows"."""
    latest = {}
    for record in records:
        leave = read_date(record["Fratrædelsesdato"])
        if leave is not None:
            latest[employment_of(record)] = max(leave, latest.get(employment_of(record), date.min))
    return latest


def category_of(record, reference):
    """Rule 3: the category comes from the contract type; an unknown one is never dropped in silence."""
    if record["Ansættelsesform"] not in reference.categories:
        raise ValueError(f"unknown contract type {record['Ansættelsesform']}")
    return reference.categories[record["Ansættelsesform"]]


def row_of(record, reference, start, end, hired, employment_hired, opens_employment, from_list=False):
    person, institution, number = employment_of(record)
    return Row(
        person=person,
        institution=institution,
        number=number,
        unit=record["Afdeling"],
        code=record["Stillingskode"],
        category=category_of(record, reference),
        hourly=record.get("Lønform", "").casefold().startswith("time"),
        rate=read_number(record["Beskæftigelsesdecimal"]),
        leader=record["Leder"].casefold() == "ja",
        hired=hired,
        start=start,
        end=end,
        employment_hired=employment_hired,
        opens_employment=opens_employment,
        from_list=from_list,
    )


def rows_of_history(records, reference):
    """Rule 1: the rows of a history, each cut at its employment's last day; a row that begins later is gone."""
    last_day_of = last_days(records)
    earliest_start, earliest_hired = {}, {}
    for record in records:
        employment = employment_of(record)
        start = read_date(record["Startdato"])
        hired = read_date(record["Ansættelsesdato"]) or start
        earliest_start[employment] = min(start, earliest_start.get(employment, OPEN))
        earliest_hired[employment] = min(hired, earliest_hired.get(employment, OPEN))
    rows = []
    for record in records:
        employment = employment_of(record)
        start = read_date(record["Startdato"])
        end = min(read_date(record["Slutdato"]) or OPEN, last_day_of.get(employment, OPEN))
        if start <= end:
            rows.append(
                row_of(
                    record,
                    reference,
                    start,
                    end,
                    hired=read_date(record["Ansættelsesdato"]) or start,
                    employment_hired=earliest_hired[employment],
                    opens_employment=start == earliest_start[employment],
                )
            )
    return rows


def rows_of_lists(status_records, leaver_records, reference):
    """Rows rebuilt from status lists and leavers' lists, an employment at a time.

    The first observation reaches back to Ansættelsesdato; each observation holds from its own date until the day before
    the next; a leavers' row holds on its last day; an employment in the last list without a leave date is open.
    """
    last_day_of = last_days(status_records + leaver_records)
    last_list = max((read_date(record["Opgørelsesdato"]) for record in status_records), default=None)
    observations, earliest_hired = {}, {}
    for on_leaving, records in ((False, status_records), (True, leaver_records)):
        for record in records:
            employment = employment_of(record)
            day = last_day_of[employment] if on_leaving else read_date(record["Opgørelsesdato"])
            observations.setdefault(employment, {})[day] = record  # on the same day the leavers' row is the one kept
            hired = read_date(record["Ansættelsesdato"])
            earliest_hired[employment] = min(hired, earliest_hired.get(employment, OPEN))
    rows = []
    for employment, by_day in observations.items():
        days = sorted(by_day)
        if employment not in last_day_of and days[-1] != last_list:
            raise ValueError("an employment is gone from the last list and has no leave date")
        last_day = last_day_of.get(employment, OPEN)
        for position, day in enumerate(days):
            start = min(day, earliest_hired[employment]) if position == 0 else day
            end = days[position + 1] - ONE_DAY if position + 1 < len(days) else last_day
            end = min(end, last_day)
            if start <= end:
                rows.append(
                    row_of(
                        by_day[day],
                        reference,
                        start,
                        end,
                        hired=read_date(by_day[day]["Ansættelsesdato"]),
                        employment_hired=earliest_hired[employment],
                        opens_employment=position == 0,
                        from_list=True,
                    )
                )
    return rows


# Rule 4 to 6: stays


@dataclass(frozen=True)
class Stay:
    rows: tuple  # qualifying rows of one person
    first_day: date
    last_day: date
    hire_date: date


def stays_of(rows, bridge_days=31):
    """Rule 4: one person's qualifying rows, joined where the next begins at most 31 days after "the latest last day
    of all earlier rows of the stay (next start - last day <= 31)"."""
    joined = []
    for row in sorted((row for row in rows if row.qualifying), key=lambda row: (row.start, row.end)):
        latest_last_day = max(earlier.end for earlier in joined[-1]) if joined else None
        if joined and (row.start - latest_last_day).days <= bridge_days:
            joined[-1].append(row)
        else:
            joined.append([row])
    stays = []
    for stay_rows in joined:
        stays.append(
            Stay(
                rows=tuple(stay_rows),
                first_day=min(row.start for row in stay_rows),
                last_day=max(row.end for row in stay_rows),
                hire_date=hire_date(stay_rows, stays[-1].last_day if stays else None),
            )
        )
    return stays


def hire_date(stay_rows, last_day_of_stay_before):
    """Rule 6: "the start of its first row. Where that row is its employment's earliest row in the extract (of any
    category) ... an earlier Ansættelsesdato of that employment is used, unless it lies on or before the last day of
    the person's stay before. Several first rows: the earliest of their hire dates."

    From lists: the Ansættelsesdato of the first employment(s).
    """
    first_day = min(row.start for row in stay_rows)
    candidates = []
    for row in stay_rows:
        if row.start != first_day:
            continue
        may_be_cut = row.opens_employment and row.employment_hired < row.start
        after_the_stay_before = row.employment_hired > (last_day_of_stay_before or date.min)
        use_hired = row.from_list or (may_be_cut and after_the_stay_before)
        candidates.append(row.employment_hired if use_hired else row.start)
    return min(candidates)


def number_order(number):
    """Rule 5: "the lowest Tjenestenummer (as a number where it is one)"; numbers before other texts."""
    return (0, int(number), "") if number.isdecimal() else (1, 0, number)


def main_row(stay, day):
    """Rule 5: the row that speaks for the person that day: highest rate, earliest Ansættelsesdato, lowest
    Tjenestenummer, latest Startdato. "In a bridged gap: the rows that ended last before it"."""
    rows = [row for row in stay.rows if row.valid_on(day)]
    if not rows:
        ended = [row for row in stay.rows if row.end < day]
        latest_end = max(row.end for row in ended)
        rows = [row for row in ended if row.end == latest_end]
    return min(rows, key=lambda row: (-row.rate, row.hired, number_order(row.number), -row.start.toordinal()))


@dataclass(frozen=True)
class Standing:
    """What the main row says of the person on a day (rule 5: "group, unit, category, leader flag and hours")."""

    group: str
    category: str
    leader: bool
    rate: Fraction

    def belongs_to(self, group, covers):
        if covers == "alle":
            return True
        if covers == "ledere":
            return self.leader
        return self.group == group


def standing(stay, day, reference):
    row = main_row(stay, day)
    lookup_day = min(day, row.end)  # in a bridged gap the row speaks as it stood when it ended
    area = reference.area(row.unit, lookup_day)
    return Standing(reference.group(row.code, area, lookup_day), row.category, row.leader, row.rate)


# Rule 7 and 8: stock and exits


def stock(people, day, reference):
    """Rule 7: "stays with first day <= D and last day > D, at the close of the day": a list of standings."""
    return [
        standing(stay, day, reference)
        for stays in people.values()
        for stay in stays
        if stay.first_day <= day < stay.last_day
    ]


def exits(people, after, until, reference):
    """Rule 8: "a stay whose last day is in (S, E]"; "the main row of the last day decides": (stay, standing) pairs."""
    return [
        (stay, standing(stay, stay.last_day, reference))
        for stays in people.values()
        for stay in stays
        if after < stay.last_day <= until
    ]


# The tables


def months_later(day, months):
    """The same day of another month, clipped to the month's end and never extended."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def left_within(stay, months):
    """ "Tenure within k months: last day < hire date + k calendar months"."""
    return stay.last_day < months_later(stay.hire_date, months)


def full_time(standing_):
    return standing_.rate >= FULL_TIME_RATE


def enough_hours(standing_):
    """Tables 4 and 5: "weekly hours >= 10 (rounded to two decimals)"."""
    return half_up(standing_.rate * HOURS_OF_FULL_TIME, 2) >= FEWEST_HOURS


@dataclass(frozen=True)
class Column:
    label: str
    start: date  # the first day of the table's own period
    end: date


def year_columns(as_of):
    """Tables 2 to 5: 31-12 of the two years before, then E; a calendar year's label is the year."""
    ends = [date(as_of.year - 2, 12, 31), date(as_of.year - 1, 12, 31), as_of]
    return [
        Column(
            label=str(end.year) if (end.month, end.day) == (12, 31) else f"{MONTH_NAMES[end.month - 1]} {end.year}",
            start=date(end.year, 1, 1),
            end=end,
        )
        for end in ends
    ]


def quarter_columns(as_of):
    """Table 1: "the four quarters up to E": the last four that have ended on or before E."""
    columns = []
    year, quarter = as_of.year, 4
    while len(columns) < 4:
        start = date(year, 3 * quarter - 2, 1)
        end = months_later(start, 3) - ONE_DAY
        if end <= as_of:
            columns.insert(0, Column(f"{quarter}. kvartal {year}", start, end))
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return columns


def turnover(people, column, group, covers, reference):
    """Table 2, reading A: exits in (E - 1 year, E] / stock on E - 1 year, of fast and fleksjob."""
    year_before = months_later(column.end, -12)
    left = [who for _, who in exits(people, year_before, column.end, reference) if who.belongs_to(group, covers)]
    stood = [who for who in stock(people, year_before, reference) if who.belongs_to(group, covers)]
    return len(left), len(stood)


def left_within_share(people, column, group, covers, reference, months):
    """Table 3: exits with tenure within k months / exits, where the main row of the last day is fast."""
    left = [
        stay
        for stay, who in exits(people, column.start - ONE_DAY, column.end, reference)
        if who.category == "fast" and who.belongs_to(group, covers)
    ]
    return sum(left_within(stay, months) for stay in left), len(left)


def status_population(people, column, group, covers, reference):
    """Tables 4 and 5: of the stock on E, main row fast with at least 10 weekly hours."""
    return [
        who
        for who in stock(people, column.end, reference)
        if who.category == "fast" and enough_hours(who) and who.belongs_to(group, covers)
    ]


def full_time_share(people, column, group, covers, reference):
    who = status_population(people, column, group, covers, reference)
    return sum(full_time(one) for one in who), len(who)


def weekly_hours(people, column, group, covers, reference):
    who = status_population(people, column, group, covers, reference)
    return sum((one.rate * HOURS_OF_FULL_TIME for one in who), Fraction(0)), len(who)


STAFF_TALLIES = {
    "turnover": turnover,
    "left_within_3m": lambda *of: left_within_share(*of, months=3),
    "left_within_12m": lambda *of: left_within_share(*of, months=12),
    "full_time_share": full_time_share,
    "weekly_hours": weekly_hours,
}


def advert_outcome(advert, drawn):
    """Table 1: *hired* (at least one hire), *without hire* (nobody hired, and closed or 90 days or more past its
    deadline when the extract was drawn), *undecided* (the rest)."""
    if int(advert["Antal ansatte"] or 0) >= 1:
        return "hired"
    deadline = read_date(advert["Ansøgningsfrist"])
    if advert["Afsluttet"] or (deadline is not None and (drawn - deadline).days >= DAYS_PAST_DEADLINE):
        return "without_hire"
    return "undecided"


def advert_tally(adverts, measure, column, area, drawn):
    published = [
        advert
        for advert in adverts
        if column.start <= read_date(advert["Publiceret"]) <= column.end and area in ("alle", advert["Område"])
    ]
    if measure == "adverts":
        return len(published), None
    outcomes = [advert_outcome(advert, drawn) for advert in published]
    return outcomes.count("without_hire"), outcomes.count("hired") + outcomes.count("without_hire")


# What is covered


@dataclass(frozen=True)
class HistoryCoverage:
    """From a first complete date (given, else the earliest Startdato) to the date the extract was drawn."""

    covers_from: date
    drawn: date

    def stock(self, day):
        return self.covers_from <= day <= self.drawn

    def exits(self, first, last):
        return self.covers_from <= first and last <= self.drawn


@dataclass(frozen=True)
class ListCoverage:
    """A stock on the days that have a status list; exits on the days of the half-years the leavers' lists span."""

    status_days: frozenset
    spans: tuple  # (first day, last day) of each leavers' list
    covers_from: date
    drawn: date

    def stock(self, day):
        return day in self.status_days and self.covers_from <= day <= self.drawn

    def exits(self, first, last):
        day = first
        while day <= last:
            if day < self.covers_from or day > self.drawn or not any(start <= day <= end for start, end in self.spans):
                return False
            day += ONE_DAY
        return True


def half_year_span(leave_dates):
    """From the half-year's start before the earliest to the half-year's end after the latest."""
    earliest, latest = min(leave_dates), max(leave_dates)
    return (
        date(earliest.year, 1 if earliest.month <= 6 else 7, 1),
        date(latest.year, 6, 30) if latest.month <= 6 else date(latest.year, 12, 31),
    )


def staff_column_covered(coverage, measure, column):
    """ "Turnover from E - 1 year to E, table 3 from 1 January to E, tables 4 and 5 the day E"."""
    if coverage is None:
        return False
    if measure == "turnover":
        year_before = months_later(column.end, -12)
        return coverage.stock(year_before) and coverage.exits(year_before + ONE_DAY, column.end)
    if measure in ("left_within_3m", "left_within_12m"):
        return coverage.exits(column.start, column.end)
    return coverage.stock(column.end)


def quarter_covered(adverts, column, covers_from, drawn):
    """Adverts: "whole months that have any advert, a quarter when all its months do", none after the date drawn."""
    for month in range(3):
        first = months_later(column.start, month)
        last = months_later(first, 1) - ONE_DAY
        if last > drawn or (covers_from is not None and first < covers_from):
            return False
        if not any(first <= read_date(advert["Publiceret"]) <= last for advert in adverts):
            return False
    return True


# Printing, hiding and comparing


def half_up(value, places):
    """A Decimal with so many places, rounded half up from the exact quotient."""
    return Decimal(floor(Fraction(value) * 10**places + Fraction(1, 2))).scaleb(-places)


def value_of(measure, numerator, denominator):
    if measure == "adverts":
        return Fraction(numerator)
    return Fraction(numerator) / denominator * (1 if measure == "weekly_hours" else 100)


def printed(measure, value):
    return half_up(value, 0 if measure == "adverts" else 1)


def hidden(measure, numerator, denominator, audience):
    """Disclosure, the primary rules. Counts of adverts are not persons: table 1 is never hidden."""
    if audience == "raa" or measure in ("adverts", "adverts_without_hire"):
        return False
    if audience == "intern":
        return denominator < 5
    if audience != "offentlig":
        raise ValueError(f"unknown audience {audience}")
    if denominator < 10:
        return True
    if measure == "weekly_hours":
        return False
    if 1 <= numerator <= 4:
        return True
    return measure != "turnover" and 1 <= denominator - numerator <= 4


def house_arrow(measure, value, value_before):
    """ "Sign of the difference between the two *printed* values, ↔ if they are equal"."""
    now, before = printed(measure, value), printed(measure, value_before)
    return "flat" if now == before else "up" if now > before else "down"


def assessed(measure, arrow):
    """Polarity: turnover, short tenure and adverts without hire are better low, full-time share and hours high."""
    if not arrow or measure not in BETTER_LOW + BETTER_HIGH:
        return ""
    if arrow == "flat":
        return "same"
    return "better" if (arrow == "down") == (measure in BETTER_LOW) else "worse"


def cells(measure, group, tallies, audience):
    """One line of a table: `tallies` are (column, covered, numerator, denominator) in printed order.

    "A missing column's cells are missing and its table leaves it out; the next arrow looks past it"; after a suppressed
    or undefined cell, which is printed, there is nothing to compare with.
    """
    line, value_before = [], None
    for column, covered, numerator, denominator in tallies:
        value, arrow = None, ""
        if not covered:
            status = "missing"
        elif denominator == 0:
            status = "undefined"
        elif hidden(measure, numerator, denominator, audience):
            status = "suppressed"
        else:
            status, value = "ok", value_of(measure, numerator, denominator)
        if status in ("missing", "suppressed"):
            numerator = denominator = None
        if status == "undefined" and audience != "raa" and numerator and not measure.startswith("adverts"):
            numerator = None  # "hiding acts on the count": a base of 0 is below every audience's smallest
        if value is not None and value_before is not None:
            arrow = house_arrow(measure, value, value_before)
        if status != "missing":
            value_before = value
        line.append(
            {
                "measure": measure,
                "group": group,
                "period_end": column.end.isoformat(),
                "period": column.label,
                "numerator": numerator,
                "denominator": denominator,
                "value": value,
                "status": status,
                "arrow": arrow,
                "assessment": assessed(measure, arrow),
            }
        )
    return line


# The whole


def people_of(rows, bridge_days=31):
    """Person -> stays."""
    rows_by_person = {}
    for row in rows:
        rows_by_person.setdefault(row.person, []).append(row)
    return {person: stays_of(theirs, bridge_days) for person, theirs in rows_by_person.items()}


def read_staff(extract, reference, drawn, covers_from=None):
    """(rows, coverage) of a folder that holds a history, or else status lists and leavers' lists, or neither."""
    extract = Path(extract)
    history = [record for path in sorted(extract.glob("ansaettelser*.csv")) for record in read_csv(path)]
    status_lists = [record for path in sorted(extract.glob("bestand*.csv")) for record in read_csv(path)]
    leaver_files = [records for path in sorted(extract.glob("fratraadte*.csv")) if (records := read_csv(path))]
    if history and (status_lists or leaver_files):
        raise ValueError("a history and lists in one folder")
    if history:
        first = covers_from or min(read_date(record["Startdato"]) for record in history)
        return rows_of_history(history, reference), HistoryCoverage(first, drawn)
    if not status_lists and not leaver_files:
        return [], None
    leavers = [record for records in leaver_files for record in records]
    leave_dates = [[read_date(record["Fratrædelsesdato"]) for record in records] for records in leaver_files]
    coverage = ListCoverage(
        status_days=frozenset(read_date(record["Opgørelsesdato"]) for record in status_lists),
        spans=tuple(half_year_span(dates) for dates in leave_dates),
        covers_from=covers_from or date.min,
        drawn=drawn,
    )
    return rows_of_lists(status_lists, leavers, reference), coverage


def figures(extract, reference, as_of, drawn=None, *, covers_from=None, audience="intern", bridge_days=31):
    """The rows of the command ``figures`` as dicts, in printed order: by measure, then group, then column.

    `extract` and `reference` are folders, the dates are ``date``; `drawn` is 31 days after `as_of` when not given. The
    dicts' numerator, denominator and value are int or Fraction, None where the file has an empty field; the other
    fields are the file's texts.
    """
    drawn = drawn or as_of + timedelta(days=31)
    reference = read_reference(reference)
    rows, coverage = read_staff(extract, reference, drawn, covers_from)
    adverts = [record for path in sorted(Path(extract).glob("annoncer*.csv")) for record in read_csv(path)]
    people = people_of(rows, bridge_days)
    printed_rows = []
    for measure in ("adverts", "adverts_without_hire"):
        for area in [*reference.areas(), "alle"]:
            tallies = []
            for column in quarter_columns(as_of):
                covered = quarter_covered(adverts, column, covers_from, drawn)
                tallies.append((column, covered, *advert_tally(adverts, measure, column, area, drawn)))
            printed_rows += cells(measure, area, tallies, audience)
    for measure, tally in STAFF_TALLIES.items():
        for group, covers in reference.groups:
            tallies = []
            for column in year_columns(as_of):
                covered = staff_column_covered(coverage, measure, column)
                counts = tally(people, column, group, covers, reference) if covered else (None, None)
                tallies.append((column, covered, *counts))
            printed_rows += cells(measure, group, tallies, audience)
    return printed_rows


NOTHING_SHOWN = {"numerator": None, "denominator": None, "value": None, "arrow": "", "assessment": ""}


def disagreements(expected, actual, *, more_hidden_allowed=False):
    """What differs between `figures` above and the rows of the program's file (``csv.DictReader``): lines of text.

    With `more_hidden_allowed` the file may hide a cell that is shown here (secondary hiding), and must then take its
    own arrow and the next one's with it; it may never show a cell that is hidden here.
    """
    faults = []
    if [key(row) for row in expected] != [key(row) for row in actual]:
        faults.append("the rows are not the same, or not in the same order")
    found = {key(row): row for row in actual}
    hidden_before = {}
    for shown in expected:
        row, other = shown, found.get(key(shown))
        if other is None:
            faults.append(f"{key(row)}: no row")
            continue
        line = (row["measure"], row["group"])
        hidden_here = more_hidden_allowed and other["status"] == "suppressed" and row["status"] == "ok"
        if hidden_here:
            row = {**row, **NOTHING_SHOWN, "status": "suppressed"}
        elif hidden_before.get(line):
            row = {**row, "arrow": "", "assessment": ""}
        if row["status"] != "missing":
            hidden_before[line] = hidden_here
        faults += [
            f"{key(row)} {name}: expected {row[name]}, got {other[name]}"
            for name in row
            if not same(row[name], other[name])
        ]
    return faults


def key(row):
    return (row["measure"], row["group"], row["period_end"])


def same(expected, text):
    """Whether a field of the file says what is expected; numbers to nine digits, as the file may hold floats."""
    if expected is None or isinstance(expected, str):
        return (expected or "") == (text or "")
    if text in ("", None):
        return False
    return abs(float(text) - float(expected)) <= 1e-9 * max(1.0, abs(float(expected)))
