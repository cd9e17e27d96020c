"""The name of a staff group or an area in a sentence: HR's short names written out, in small letters."""

import re

from kpi import danish
from kpi.publications.publication import Publication

WRITTEN_OUT = (
    (r"soc\.- og sundh\.\s?pers\.", "social- og sundhedspersonale"),
    (r"soc\.- og sundh\.", "social- og sundheds"),
    (r"sundhedsass\.", "sundhedsassistenter"),
    (r"sundhedshj\.", "sundhedshjælpere"),
    (r"pæd\. ?ass\.", "pædagogiske assistenter"),
    (r"pædagogmedhj\.", "pædagogmedhjælpere"),
    (r"ikke-udd\.", "ikke-uddannet"),
    (r"\bdag\.?inst\.(?:omr\.)?", "daginstitutioner"),
    (r"\bpers\.", "personale"),
    (r"\bass\.", "assistenter"),
    (r"\bmedhj\.", "medhjælpere"),
    (r"\bomr\.", "området"),
)
"""Abbreviations of public job titles, and what they stand for."""
LEADERS = "ledere"


def in_a_sentence(publication: Publication) -> dict[str, str]:
    """Each row's key with its name in a sentence, with the place where the name alone would be ambiguous."""
    parts = {group.key: _apart(group.name) for group in publication.groups}
    names = [name for name, _ in parts.values()]
    told = {
        key: f"{name} i {place}" if place and names.count(name) > 1 else name for key, (name, place) in parts.items()
    }
    return told | {area: area_name(area) for area in publication.areas} | {"alle": "alle områder"} | _whole(publication)


def area_name(area: str) -> str:
    """An area in a sentence: dagtilbud, skoleområdet, plejecentre og hjemmepleje."""
    return danish.joined([_small(part) for part in area.split("/")])


def in_small_letters(name: str) -> str:
    """A group's printed name in a sentence, without its place: pædagogmedhjælpere."""
    return _apart(name)[0]


def written_out(name: str) -> str:
    """The name without the abbreviations of job titles."""
    for short, long in WRITTEN_OUT:
        name = re.sub(short, long, name, flags=re.IGNORECASE)
    return name


def _apart(printed: str) -> tuple[str, str]:
    """The name of a group and its place, both in small letters."""
    whole = written_out(printed)
    name, *rest = (part.strip() for part in re.split(r",|\s(?=daginstitutioner)", " ".join(whole.split())))
    adjectives = [part for part in rest if part.startswith("ikke-")]
    place = next((part for part in rest if part and part not in adjectives), "")
    return " ".join([*adjectives, _small(name)]), _small(place)


def _whole(publication: Publication) -> dict[str, str]:
    """Everyone by the name that the tables have, and the leaders."""
    fixed = ((group, group.name if group.covers == "alle" else LEADERS) for group in publication.groups)
    return {group.key: name for group, name in fixed if group.covers in ("alle", "ledere")}


def _small(name: str) -> str:
    """The name with a small first letter, unless it is an abbreviation in capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
