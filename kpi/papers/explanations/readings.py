"""Three readings of turnover with their figures: the municipality's, of those who were there, of the mean staff."""

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.finished import finished
from kpi.papers.table import NOT_SHOWN, Cell, Column, Row, Table, value_cell
from kpi.publications.publication import Publication

YEARS = 3
READINGS = (
    ("turnover", "A. Fratrådte i procent af antal ansatte året før"),
    ("stayers_left", "B. Andel af dem, der var ansat året før, som er fratrådt"),
    ("turnover_mean_stock", "C. Fratrådte i procent af gennemsnittet af antal ansatte ved begge ender"),
)
KEY = "omsaetning-tre-maader"
NOTES = (
    "A er kommunens og den, tabel 2 viser. B ligner KRL's og regionernes opgørelser. C er den, engelske NHS og CIPD "
    "bruger.",
    "Stabilitet er 100 minus B. A minus B er dem, der både blev ansat og fratrådte i de tolv måneder: de korte "
    "ansættelser.",
)


def readings_table(publication: Publication, audience: str) -> Table | None:
    """A row a reading of everybody's turnover, a column a year, with stability and A minus B; None where not frozen."""
    total = publication.total
    found = {
        key: {one["period_end"]: one for one in publication.by_group[audience].get((key, total, "same_date"), [])}
        for key, _ in READINGS
    }
    ends = [end for end, one in found["turnover"].items() if one["status"] != Status.MISSING][-YEARS:]
    if not ends or not all(end in of for of in found.values() for end in ends):
        return None
    plain = {"arrow": "", "assessment": ""}
    cells = {key: [value_cell(of[end] | plain, BY_KEY[key]) for end in ends] for key, of in found.items()}
    rows = [Row(key, words, tuple(cells[key])) for key, words in READINGS]
    whole = [Cell("100", 100.0, 1)] * len(ends)
    rows.append(Row("stabilitet", "Stabilitet (100 − B)", tuple(map(_less, whole, cells["stayers_left"])), 2))
    both = map(_less, cells["turnover"], cells["stayers_left"])
    rows.append(Row("korte", "A − B, procentpoint", tuple(both), 2))
    return finished(
        publication,
        audience,
        [Column(end, found["turnover"][end]["period"], Unit.PERCENT, "procent") for end in ends],
        rows,
        NOTES,
        key=KEY,
        title=f"Personaleomsætning på tre måder: {publication.group_names[total]}",
        subtitle="de tolv måneder til og med kolonnens slutdag",
        stub="Læsning",
        source="lønudtræk",
    )


def _less(one: Cell, other: Cell) -> Cell:
    """The difference of two printed values."""
    if one.value is None or other.value is None:
        text, spoken = NOT_SHOWN[Status.MISSING]
        return Cell(text, status=Status.MISSING, spoken=spoken)
    difference = danish.rounded(one.value, 1) - danish.rounded(other.value, 1)
    text = danish.number(difference)
    return Cell(text, float(difference), 1, spoken=text)
