"""How long new colleagues stay: the retention of a staff group's half-years of hire as a table and as points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpi import danish
from kpi.definitions.model import Status, Unit
from kpi.definitions.periods import shifted
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table, unseen_cell, whole_cell
from kpi.publications.publication import Publication

COHORTS = 8
"""How many half-years of hire are told, the latest."""
FOLLOWED = 2
"""One in so many of those who have not left must have been followed as far as a mark, or it is not told."""
NOTES = (
    "Procent stadig ansat så mange måneder efter ansættelsen, af fastansatte månedslønnede, der blev ansat i halvåret, "
    "i den faggruppe, de blev ansat i. De, der stadig er ansat, tæller med, så længe de kan følges (Kaplan–Meier).",
    "(f): ikke alle i halvåret er fulgt så længe endnu, så tallet ændrer sig. Er under halvdelen af de tilbageværende "
    "fulgt så længe, vises det ikke (..).",
)


@dataclass(frozen=True)
class Stay:
    """The percentage still employed after some months; `value` is None where it is not told."""

    months: int
    value: float | None
    text: str


def retention_table(publication: Publication, audience: str, group: str) -> Table | None:
    """A row a half-year of hire, oldest first: how many were hired, and the share still employed after each mark.

    None where the audience is not told, or nothing covers it: the public are told of everyone only.
    """
    cohorts = _cohorts(publication, audience, group)
    if not cohorts:
        return None
    marks = [int(one["months"]) for one in next(iter(cohorts.values()))]
    columns = [Column("ansat", "Ansat", Unit.COUNT)]
    columns += [Column(f"{months}-mdr", f"Efter {months} mdr.", Unit.COUNT) for months in marks]
    rows = [
        Row(
            marked[0]["cohort_end"],
            name,
            (whole_cell(marked[0]["hired"]), *(_cell(one, publication.as_of) for one in marked)),
        )
        for name, marked in cohorts.items()
    ]
    return finished(
        publication,
        audience,
        columns,
        rows,
        NOTES,
        key=f"fastholdelse-{group}",
        title=f"Stadig ansat, procent: {publication.group_names[group]}",
        subtitle="efter halvår for ansættelsen",
        stub="Ansat i",
        source="lønudtræk",
    )


def stays(publication: Publication, audience: str, group: str) -> dict[str, tuple[Stay, ...]]:
    """Each half-year's points, from everybody at no months on; without any point that the table does not tell."""
    found = {}
    for name, marked in _cohorts(publication, audience, group).items():
        cells = [(int(one["months"]), _cell(one, publication.as_of)) for one in marked]
        found[name] = (Stay(0, 100.0, "100"), *(Stay(months, cell.value, cell.text) for months, cell in cells))
    return found


def retained_in_words(publication: Publication, audience: str, group: str, months: int = 12) -> str:
    """The latest half-year that is followed so long, and the one a year before it, in a sentence; empty without one."""
    cohorts = _cohorts(publication, audience, group)
    told = [
        (name, cell.text)
        for name, marked in cohorts.items()
        for one in marked
        if one["months"] == months and (cell := _cell(one, publication.as_of)).value is not None and not cell.mark
    ]
    if not told:
        return ""
    name, text = told[-1]
    words = f"Af dem, der blev ansat i {name}, var {text}\u00a0% stadig ansat efter {months} måneder."
    year_before = dict(told[:-1]).get(_a_year_before(name))
    return words + (f" Året før var det {year_before}\u00a0%." if year_before else "")


def _a_year_before(name: str) -> str:
    half, year = name.rsplit(" ", 1)
    return f"{half} {int(year) - 1}"


def _cohorts(publication: Publication, audience: str, group: str) -> dict[str, Sequence[Mapping]]:
    """The rows of each of the latest half-years, by its name."""
    frame = publication.retention.get(audience)
    if frame is None:
        return {}
    by_cohort: dict[str, list[Mapping]] = {}
    for one in frame[frame["group"] == group].to_dict("records"):
        by_cohort.setdefault(one["cohort"], []).append(one)
    return dict(list(by_cohort.items())[-COHORTS:])


def _cell(one: Mapping, as_of: date) -> Cell:
    """The share still employed; missing too where too few are followed so far for it to say anything."""
    if one["status"] != Status.OK:
        return unseen_cell(one["status"])
    if one["at_risk"] * FOLLOWED < one["hired"] - one["gone"] or not one["hired"]:
        return unseen_cell(Status.MISSING)
    text = danish.number(one["value"], 0)
    is_whole = shifted(date.fromisoformat(str(one["cohort_end"])), int(one["months"])) <= as_of
    spoken = f"{text} procent" + ("" if is_whole else ", foreløbigt tal")
    return Cell(text, float(one["value"]), 0, mark="" if is_whole else "(f)", spoken=spoken)
