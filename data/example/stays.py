"""A stay: one person's time among the permanent staff, as spells; and the trade that changes lives but no figure."""

from dataclasses import dataclass, replace
from datetime import date

from days import DAY, JUNE, OPEN, months_within


@dataclass
class Spell:
    """From `first` to `last`, both included, nothing that a figure sees changes."""

    first: date
    last: date
    group: str
    category: str  # fast or fleksjob
    leader: bool
    rate: float
    job: tuple  # job code, kind of place

    @property
    def kind(self):
        return self.group, self.category, self.leader


@dataclass
class Stay:
    key: str
    hired: date  # before `first` where HR's history was cut
    spells: list

    @property
    def first(self):
        return self.spells[0].first

    @property
    def last(self):
        return self.spells[-1].last

    def on(self, day):
        """The spell of the day, or None."""
        return next((spell for spell in self.spells if spell.first <= day <= spell.last), None)

    def cut(self, day):
        """Make a border between `day` and the day after, if the stay has both."""
        spell = self.on(day)
        if spell and spell.last > day:
            at = self.spells.index(spell)
            self.spells[at : at + 1] = [replace(spell, last=day), replace(spell, first=day + DAY)]

    def change(self, first, last, **new):
        """The spells of first..last with some of their values changed."""
        self.cut(first - DAY)
        self.cut(last)
        self.spells = [replace(s, **new) if first <= s.first and s.last <= last else s for s in self.spells]


def trade(one, two, day):
    """Whether the two stays could swap everything that comes after `day`; if so they did.

    On every day there are then as many people of each group, category, rate and leader flag as before, and as many
    exits; only who they are has changed. Table 3 also asks how long a leaver was there: a trade that would move a
    leaver across 3 or 12 months is refused. `two` may begin on the day after: then it is a hire that goes elsewhere.
    """
    if not (one.first <= day < one.last and two.first <= day + DAY and day < two.last):
        return False
    leavers = [(a, b) for a, b in ((one, two), (two, one)) if b.last <= JUNE]
    if any(months_within(a.hired, b.last) != months_within(b.hired, b.last) for a, b in leavers):
        return False
    one.cut(day)
    two.cut(day)
    rest = [s for s in one.spells if s.first > day], [s for s in two.spells if s.first > day]
    one.spells = [s for s in one.spells if s.last <= day] + rest[1]
    two.spells = [s for s in two.spells if s.last <= day] + rest[0]
    return True


def is_open(stay):
    return stay.last == OPEN
