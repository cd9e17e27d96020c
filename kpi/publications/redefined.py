"""Two publications -> what is counted otherwise in the later one, from what each of them froze.

Within a publication every column is counted in one way. What was printed in an earlier one, by other definitions or
another placing of codes, units or contract forms, cannot be held against it.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from kpi import danish
from kpi.definitions.breaks import Break, Changed, as_json
from kpi.definitions.populations import QUALIFYING
from kpi.publications.stored_publication import Publication

COUNTED = {"numerator": "tælleren", "denominator": "nævneren", "span": "perioden"}
"""What of a definition makes it another figure, and what it is called."""
DAYS = ("%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
MOST_NAMED = 3


def redefined(before: Publication, now: Publication) -> tuple[Break, ...]:
    """What is counted otherwise in `now`, as breaks without a day; what either of them does not tell is left out."""
    return (*_definitions(before, now), *_contracts(before, now), *_codes(before, now), *_units(before, now))


def with_redefined(publication: Publication, before: Publication | None) -> Publication:
    """The publication with what it counts otherwise than the one before it among its definitions."""
    if before is None:
        return publication
    told = {"since": before.key, "breaks": as_json(redefined(before, publication))}
    return replace(publication, definitions={**publication.definitions, "redefined": told})


def _definitions(before: Publication, now: Publication) -> Iterable[Break]:
    """The measures whose parts or population are said in other words."""
    earlier = _by_key(before, "indicators") | _by_key(before, "explaining")
    people = [_by_key(one, "populations") for one in (before, now)]
    for key, one in (_by_key(now, "indicators") | _by_key(now, "explaining")).items():
        old = earlier.get(key)
        if old is None:
            continue
        changed = [f"{name} er nu {one[field]}" for field, name in COUNTED.items() if old.get(field) != one.get(field)]
        if changed:
            yield Break(key, None, danish.joined(changed))
        old_words, words = (
            told.get(of["population"], {}).get("words", "") for told, of in zip(people, (old, one), strict=True)
        )
        if words and old_words and words != old_words:
            yield Break(key, None, f"tallet omfatter nu {words}", Changed.POPULATION)


def _contracts(before: Publication, now: Publication) -> Iterable[Break]:
    """The contract forms that came among permanent staff, or went out of it."""
    old, new = (
        {line.get("Ansættelsesform", ""): line.get("Kategori", "") for line in _lines(one, "ansaettelsesformer.csv")}
        for one in (before, now)
    )
    moved = [form for form, category in new.items() if old.get(form, category) != category]
    moved = [form for form in moved if {old[form], new[form]} & set(QUALIFYING)]
    if moved:
        rows = tuple(group.key for group in now.groups)
        yield Break("", None, f"{_named(moved)} er placeret i en anden kategori", Changed.POPULATION, rows)


def _codes(before: Publication, now: Publication) -> Iterable[Break]:
    """The job codes that stood in another staff group on the earlier publication's day."""
    old, new = (
        _placed(one, "stillinger.csv", ("Stillingskode", "Område"), "Gruppe", before.as_of) for one in (before, now)
    )
    moved = {code: (old[code], group) for code, group in new.items() if old.get(code, group) != group}
    if moved:
        rows = tuple(dict.fromkeys(key for pair in moved.values() for key in pair if key))
        codes = list(dict.fromkeys(code for code, _ in moved))
        kind = "stillingskoden" if len(codes) == 1 else "stillingskoderne"
        words = f"{kind} {_named(codes)} er placeret i en anden faggruppe"
        yield Break("", None, words, Changed.POPULATION, rows)


def _units(before: Publication, now: Publication) -> Iterable[Break]:
    """The units that stood in another centre, or in another area, on the earlier publication's day."""
    old, new = (_placed(one, "afdelinger.csv", ("Afdeling",), "Center", before.as_of) for one in (before, now))
    moved = {unit: (old[unit], center) for unit, center in new.items() if old.get(unit, center) != center}
    if moved:
        centers = tuple(dict.fromkeys(key for pair in moved.values() for key in pair if key))
        names = [unit for (unit,) in moved]
        yield Break("", None, f"{_named(names)} er placeret i et andet center", Changed.ORGANISATION, (), centers)
    old, new = (_placed(one, "afdelinger.csv", ("Afdeling",), "Område", before.as_of) for one in (before, now))
    moved = {unit: (old[unit], area) for unit, area in new.items() if old.get(unit, area) != area}
    areas = {area for pair in moved.values() for area in pair}
    rows = tuple(group for group, area in now.group_areas.items() if area in areas)
    if rows:
        names = [unit for (unit,) in moved]
        yield Break("", None, f"{_named(names)} er placeret i et andet område", Changed.POPULATION, rows)


def _placed(
    publication: Publication, file: str, by: tuple[str, ...], what: str, on: date
) -> dict[tuple[str, ...], str]:
    """Where each code or unit stood on the day, by the publication's own reference file."""
    valid = [
        line
        for line in _lines(publication, file)
        if _day(line.get("Gyldig fra"), date.min) <= on <= _day(line.get("Gyldig til"), date.max)
    ]
    return {tuple(line.get(column, "") for column in by): line.get(what, "") for line in valid}


def _day(text: str | None, default: date) -> date:
    for form in DAYS if text else ():
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return default


def _lines(publication: Publication, file: str) -> list[dict[str, str]]:
    content = publication.reference.get(file, b"").decode("utf-8-sig", errors="replace")
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def _by_key(publication: Publication, name: str) -> dict[str, Mapping]:
    return {one["key"]: one for one in publication.definitions.get(name, ())}


def _named(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return danish.joined(names[:MOST_NAMED] + ([f"{more} mere"] if more > 0 else []))
