"""Control totals: the permanent staff at the close of a day by centre, as a source outside payroll would give them."""

from datetime import timedelta

from days import danish

COLUMNS = ("Kilde", "Dato", "Center", "Antal ansatte")
PERMANENT = ("Fastansat", "Tjenestemand", "Tjenestefri uden løn", "Fleksjob")
BRIDGED = timedelta(31)


def lines(people, day, units):
    """One line for the whole municipality (no centre) and one per centre."""
    rows = [row for row in (_main_row(person, day) for person in people) if row]
    centres = [units.center[row.unit] for row in rows]
    counts = [("", len(rows))] + [(centre, centres.count(centre)) for centre in dict.fromkeys(units.center.values())]
    return [
        {"Kilde": "KRL", "Dato": danish(day), "Center": centre, "Antal ansatte": str(count)} for centre, count in counts
    ]


def _main_row(person, day):
    """The row that speaks for the person at the close of the day; None for those who are not permanent staff then."""
    rows = [(e, r) for e in person.employments for r in e.rows if r.form in PERMANENT and r.pay == "Månedslønnet"]
    begun = [(e, r) for e, r in rows if r.first <= day]
    if not begun:
        return None
    last = max(r.last for _, r in begun)
    if last <= day and not any(r.first > day and r.first - last <= BRIDGED for _, r in rows):
        return None
    there = [(e, r) for e, r in begun if r.last >= min(day, last)]
    return min(there, key=lambda pair: (-pair[1].rate, pair[0].hired, pair[0].number, -pair[1].first.toordinal()))[1]
