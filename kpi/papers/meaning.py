"""What a measure is, in the words that its publication was made with: for page, paper and annex."""

from collections.abc import Mapping

from kpi import danish
from kpi.publications.publication import Publication

SPANS = {
    "tolv måneder": "de tolv måneder til og med kolonnens slutdag",
    "1. januar til og med": "1. januar til og med kolonnens slutdag",
    "status": "status på kolonnens slutdag",
    "kvartal": "kvartalet",
}


def declared(publication: Publication, measure: str) -> Mapping | None:
    """The declaration of a measure as the publication keeps it; None where it did not have the measure yet."""
    return next((one for one in publication.definitions.get("indicators", ()) if one["key"] == measure), None)


def population(publication: Publication, key: str) -> Mapping | None:
    """The declaration of a population as the publication keeps it."""
    return next((one for one in publication.definitions.get("populations", ()) if one["key"] == key), None)


def meaning(publication: Publication, measure: str) -> list[tuple[str, str]]:
    """What is counted, out of what, for whom, over which time, and which way is better, each with its heading."""
    one = declared(publication, measure)
    if one is None:
        return []
    who = population(publication, one["population"])
    told = [
        ("Tæller", one["numerator"]),
        ("Nævner", one["denominator"]),
        ("Omfatter", who["words"] if who else "jobannoncer i rekrutteringssystemet"),
        ("Periode", SPANS.get(one["span"], one["span"])),
        ("Retning", one["polarity"]),
        ("Bemærk", one["footnote"]),
        ("Første gang vist", one["reference"]),
    ]
    return [(name, f"{danish.sentence(value).rstrip('.')}.") for name, value in told if value]
