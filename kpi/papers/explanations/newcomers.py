"""What a new colleague risks: the share of a year's hires that had left again within 3 and within 12 months."""

from collections.abc import Sequence

from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.papers.comparisons.year_on_year import compared
from kpi.papers.explanations.yearly import YEARS, Yearly
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

MEASURES = ("first_year_exit_3m", "first_year_exit_12m")
NOTE = (
    "Af dem, der blev ansat i de tolv måneder, der sluttede et år før kolonnens slutdag: andelen, der var fratrådt "
    "igen inden for 3 (12) måneder. Det er det, en ny kollega risikerer; tabel 3 siger, hvem de fratrådte er."
)


def newcomers_table(publication: Publication, audience: str, group: str) -> Table | None:
    """How many were hired, their first-year exit rates by year, and the verdict; None where it is not told."""
    told = Yearly(publication, audience, group)
    ends = told.ends(MEASURES[0])[-YEARS:]
    if not ends:
        return None
    found = {key: compared(publication, audience, key, group) for key in MEASURES}
    rows = [Row(key, BY_KEY[key].title, (*_cells(told, key, ends), found[key].verdict)) for key in MEASURES]
    reasons = [f"{BY_KEY[key].title} kan ikke vurderes: {one.reason}." for key, one in found.items() if one.reason]
    return finished(
        publication,
        audience,
        _columns(told, ends),
        rows,
        [NOTE, *reasons],
        key=f"nyansatte-{group}",
        title=f"Nyansatte, der er fratrådt igen: {told.name}",
        subtitle="lavere er bedre",
        stub="Nøgletal",
        source="lønudtræk",
    )


def _columns(told: Yearly, ends: Sequence[str]) -> list[Column]:
    labels = [told.label(end, MEASURES[0]) for end in ends]
    return [
        Column("ansat", "Ansat", Unit.COUNT, f"antal, {labels[-1]}"),
        *(Column(end, label, Unit.PERCENT, "procent") for end, label in zip(ends, labels, strict=True)),
        Column("vurdering", "Vurdering", Unit.COUNT),
    ]


def _cells(told: Yearly, key: str, ends: Sequence[str]) -> list[Cell]:
    return [told.count(key, ends[-1], "denominator"), *(told.value(key, end) for end in ends)]
