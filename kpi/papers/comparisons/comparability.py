"""What is to be known before two printed columns are held against each other, in words for page, Word and Excel.

The paper prints the columns and arrows of the minutes, also where they compare what cannot be compared
(definitions.md, "Comparable or not"); these sentences stand where the arrow stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpi import danish
from kpi.definitions.breaks import Break, Changed, between
from kpi.definitions.model import Status
from kpi.papers.series import Point

OVERLAPPING, UNEQUAL, NOT_COVERED = "overlapping", "unequal", "not_covered"
BROKEN = {
    Changed.DEFINITION: "definition",
    Changed.POPULATION: "population",
    Changed.SOURCE: "source",
    Changed.ORGANISATION: "organisation",
}


@dataclass(frozen=True)
class Caution:
    """Why an arrow is to be read with care: `kind` is overlapping, unequal, not_covered or one of `BROKEN`.

    `title` says what is the matter and `text` what it means, each in whole sentences.
    """

    kind: str
    title: str
    text: str

    @property
    def sentences(self) -> str:
        """The title and the text as one text."""
        return f"{self.title} {self.text}"


def by_column(
    measure: str, printed: Sequence[Point], breaks: Sequence[Break] = (), row: str = ""
) -> Mapping[str, tuple[Caution, ...]]:
    """The cautions of a row's printed columns of a measure, by the column's last day; columns without any are left out.

    A column is held against the one that its arrow looks back at: the one printed before it, past what is missing.
    """
    found, before, skipped = {}, None, []
    for point in printed:
        if point.cell.status is Status.MISSING:
            skipped.append(point)
            continue
        if before and before.cell.value is not None and point.cell.value is not None:
            parted = between(breaks, measure, row, (before.start, before.end), point.end)
            found[point.end] = cautions(before, point, skipped, parted)
        before, skipped = point, []
    return {end: told for end, told in found.items() if told}


def cautions(
    before: Point, after: Point, skipped: Sequence[Point] = (), breaks: Sequence[Break] = ()
) -> tuple[Caution, ...]:
    """What is to be known before `after` is held against `before`, most important first.

    `skipped` are the missing columns between them, `breaks` the breaks.
    """
    return (*map(of_a_break, breaks), *_of_the_periods(before, after), *_of_the_source(before, after, skipped))


def column_note(before: Point, after: Point) -> str:
    """What stands at the head of the later column: that it overlaps the earlier, or is shorter; empty where neither."""
    if comparable(before, after):
        return ""
    return f"overlapper {before.label}" if shared_months(before, after) else f"{months(after)} af 12 måneder"


def comparable(before: Point, after: Point) -> bool:
    """Whether two periods can be held against each other: they share no days and are equally long."""
    if after.start == after.end:
        return True
    return after.start >= before.end and months(before) == months(after)


def shared_months(before: Point, after: Point) -> int:
    """How many months two periods have in common."""
    return max(month(before.end) - month(after.start), 0)


def months(point: Point) -> int:
    """The length of a point's period in whole months."""
    return month(point.end) - month(point.start)


def month(iso: str) -> int:
    """A day's month as a number that grows by one a month."""
    when = date.fromisoformat(iso)
    return when.year * 12 + when.month


def _of_the_periods(before: Point, after: Point) -> list[Caution]:
    if comparable(before, after):
        return []
    shared = shared_months(before, after)
    if shared:
        title = f"{after.label} kan ikke holdes direkte op mod {before.label}."
        months_shared = danish.counted(shared, "måned", "måneder")
        text = f"De to kolonner har {months_shared} til fælles, så de samme fratrædelser tæller i begge."
        return [Caution(OVERLAPPING, title, text)]
    title = f"{after.label} dækker {months(after)} måneder, {before.label} dækker {months(before)}."
    text = "Et tal for en del af året kan ikke holdes direkte op mod et helt år, for fratrædelser følger årets gang."
    return [Caution(UNEQUAL, title, text)]


def _of_the_source(before: Point, after: Point, skipped: Sequence[Point]) -> list[Caution]:
    if not skipped:
        return []
    title = f"{danish.joined([point.label for point in skipped])} foreligger ikke."
    text = f"Kilden dækker ikke hele perioden. Pilen ved {after.label} ser derfor på {before.label}."
    return [Caution(NOT_COVERED, title, text)]


def of_a_break(one: Break) -> Caution:
    """The caution of a break: what was changed, from which day, and how."""
    title = f"{danish.sentence(one.changed.value)} er ændret fra {danish.day(one.from_day)}."
    return Caution(BROKEN[one.changed], title, f"{danish.sentence(one.reason.rstrip('.'))}.")
