"""Who was in a staff group, came, moved and left, and who is there now: stock and flow that add up."""

from kpi.definitions.model import Unit
from kpi.papers.explanations.yearly import OVER_A_YEAR, YEARS, Yearly, whole
from kpi.papers.finished import finished
from kpi.papers.table import Column, Row, Table
from kpi.publications.publication import Publication

FLOWS = (
    ("turnover", "denominator", "Ansatte året før", ""),
    ("turnover_hired", "numerator", "Ansat", "+"),
    ("turnover_moved_in", "numerator", "Kommet fra en anden faggruppe", "+"),
    ("turnover_moved_out", "numerator", "Gået til en anden faggruppe", "−"),
    ("turnover", "numerator", "Fratrådt", "−"),
)
"""The measure and its part, the words of the row, and whether it is added or taken away."""
MOVES = {
    "alle": {},
    "ledere": {"turnover_moved_in": "Blevet leder", "turnover_moved_out": "Ikke længere leder"},
    "stillinger": {key: words for key, _, words, _ in FLOWS if key.startswith("turnover_moved")},
}
"""The words of the moves by whom the group covers; nobody moves into or out of everybody."""
NOTE = (
    "Personer, fastansatte og fleksjobbere. Ansatte på slutdagen er regnet af de øvrige tal: ansatte året før plus "
    "tilgang minus afgang. Den, der skifter gruppe, tæller hverken som nyansat eller som fratrådt."
)


def stock_on(told: Yearly, end: str) -> float | None:
    """The staff at the close of the day, from who was there a year before, came and went.

    None where any of these is not shown: then it is not told either.
    """
    found = [told.shown(key, end) for key, *_ in FLOWS]
    if any(one is None for one in found):
        return None
    pairs = zip(found, FLOWS, strict=True)
    return sum((-1 if sign == "−" else 1) * one[part] for one, (_, part, _, sign) in pairs)


def flows_table(publication: Publication, audience: str, group: str) -> Table | None:
    """A row each for the staff a year before, what came, what went, and the staff now; a column a year.

    None where the audience is not told of the group's flows.
    """
    told = Yearly(publication, audience, group)
    if not told.ends("turnover_hired"):
        return None
    ends, moves = told.ends()[-YEARS:], MOVES[told.covers]
    rows = [
        Row(
            f"{key}-{part}",
            f"{sign} {moves.get(key, words)}".strip(),
            tuple(told.count(key, end, part) for end in ends),
        )
        for key, part, words, sign in FLOWS
        if not key.startswith("turnover_moved") or key in moves
    ]
    now = tuple(whole(stock_on(told, end)) for end in ends)
    rows.append(Row("nu", "= Ansatte på slutdagen", now, block=2))
    return finished(
        publication,
        audience,
        [Column(end, told.label(end), Unit.COUNT, "antal") for end in ends],
        rows,
        [NOTE],
        key=f"bevaegelser-{group}",
        title=f"Tilgang og afgang: {told.name}",
        subtitle=OVER_A_YEAR,
        stub="Personer",
        source="lønudtræk",
    )
