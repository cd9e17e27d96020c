"""Who leaves a staff group: the leavers by age, and of everyone by how long they had been employed."""

from collections.abc import Iterable, Sequence

from kpi import danish
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Status, Unit
from kpi.papers.explanations.yearly import OVER_A_YEAR, YEARS, Yearly
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table
from kpi.publications.publication import Publication

AGES = ("turnover_under_30", "turnover_30_59", "turnover_60_plus")
AGE_UNKNOWN = "turnover_age_unknown"
TENURES = ("turnover_left_3m", "turnover_left_3_12m", "turnover_left_later")
PARTS_NOTE = "Procent er af antal ansatte året før, så delene tilsammen er personaleomsætningen."
AGE_NOTE = "Alderen er fratrædelsens år minus fødselsåret."


def ages_table(publication: Publication, audience: str, group: str) -> Table | None:
    """The leavers by age band, in number and in percent of the staff a year before; None where ages are not told."""
    told = Yearly(publication, audience, group)
    keys = (*AGES, AGE_UNKNOWN) if _is_anybody(told, AGE_UNKNOWN) else AGES
    words = {"key": f"alder-{group}", "title": f"Fratrådte efter alder: {told.name}", "stub": "Alder"}
    return _table(told, keys, [PARTS_NOTE, AGE_NOTE], **words)


def tenure_table(publication: Publication, audience: str, group: str) -> Table | None:
    """The leavers by how long they had been employed; told of everyone only, see `kpi.definitions.disclosure`."""
    told = Yearly(publication, audience, group)
    title = f"Fratrådte efter ansættelsens længde: {told.name}"
    return _table(told, TENURES, [PARTS_NOTE], key=f"anciennitet-{group}", title=title, stub="Fratrådt")


def _table(told: Yearly, keys: Sequence[str], notes: list[str], **words: str) -> Table | None:
    """Turnover and the parts that it is made of, in number and percent; None where the parts are not told."""
    if not told.ends(keys[0]):
        return None
    ends = told.ends()[-YEARS:]
    rows = [Row("turnover", "I alt", tuple(_pairs(told, "turnover", ends)), block=0)]
    rows += [Row(key, _part(key), tuple(_pairs(told, key, ends))) for key in keys]
    columns = []
    for end in ends:
        columns += [
            Column(f"{end}/antal", f"Antal, {told.label(end)}", Unit.COUNT, "", "turnover", end, part="numerator"),
            Column(end, f"Procent, {told.label(end)}", Unit.PERCENT, "", "turnover", end),
        ]
    told_by = {"subtitle": OVER_A_YEAR, "source": "lønudtræk"}
    return finished(told.publication, told.audience, columns, rows, notes, **told_by, **words)


def _pairs(told: Yearly, key: str, ends: Iterable[str]) -> Iterable[Cell]:
    for end in ends:
        yield told.count(key, end, "numerator")
        yield told.value(key, end)


def _part(key: str) -> str:
    return danish.sentence(BY_KEY[key].title.removeprefix("Fratrådt "))


def _is_anybody(told: Yearly, key: str) -> bool:
    """Whether anybody is counted in any of the latest periods, or might be: what is hidden is not nobody."""
    latest = told.figures(key)[-YEARS:]
    return any(one["status"] == Status.SUPPRESSED or one["numerator"] > 0 for one in latest)
