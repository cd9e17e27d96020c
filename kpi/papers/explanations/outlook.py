"""Hvad det kræver: what keeping a staff group's headcount takes, if the next year is like the last. Arithmetic only.

Nothing here is a forecast: the exits of the last twelve months and the staff now, taken a step further, with the
interval that such a count has; and the hours that lie in part-time.
"""

from dataclasses import dataclass

from kpi import danish
from kpi.definitions.model import FULL_WEEK, Status, Unit
from kpi.definitions.populations import SENIOR_AGE
from kpi.papers.explanations.flows import stock_on
from kpi.papers.explanations.yearly import Yearly
from kpi.papers.finished import finished
from kpi.papers.table import Cell, Column, Row, Table, unseen_cell, whole_cell
from kpi.publications.publication import Publication
from kpi.statistics.prediction import Prediction, next_exits

FULL_TIME_POINTS = 5
"""How many procentpoint more full-time staff the hours are told for, unless the municipality sets another number."""
MONTHS_A_YEAR = 12
NOT_A_FORECAST = (
    "Regnestykker, ikke en prognose: de siger, hvad der sker, hvis de næste tolv måneder ligner de seneste. De "
    "tager ikke højde for budgetter, børnetal og politiske beslutninger."
)
LEFT_OUT = "De øvrige faggrupper opgøres ikke i denne visning: tallene bag er til intern brug eller skjult."
KEY = "kraeves"


@dataclass(frozen=True)
class MoreHours:
    """The hours that part-timers would add if the share on full time rose by `points`; `moved` are persons.

    `mean` is the part-timers' weekly hours. Where there are fewer part-timers than that, `all_of_them` says that
    everyone moves.
    """

    points: float
    staff: float
    full: float
    mean: float
    moved: float
    hours: float
    all_of_them: bool

    @property
    def posts(self) -> float:
        """The hours as full-time posts."""
        return self.hours / FULL_WEEK


@dataclass(frozen=True)
class Outlook:
    """What it takes to keep a group's headcount. What cannot be told is None."""

    group: str
    exits: float
    stock_before: float
    stock: float
    prediction: Prediction
    more: MoreHours | None
    seniors: float | None


def outlook(publication: Publication, audience: str, group: str, points: float = FULL_TIME_POINTS) -> Outlook | None:
    """The group's arithmetic; None where the audience is not shown the figures that it is made of."""
    yearly, end = Yearly(publication, audience, group), publication.as_of.isoformat()
    year, stock, older = yearly.shown("turnover", end), stock_on(yearly, end), yearly.shown("seniors_58", end)
    if year is None or stock is None or not year["denominator"] > 0:
        return None
    exits, before = year["numerator"], year["denominator"]
    return Outlook(
        group,
        exits,
        before,
        stock,
        next_exits(exits, before, stock),
        more_hours(publication, audience, group, points),
        older["numerator"] if older else None,
    )


def more_hours(publication: Publication, audience: str, group: str, points: float) -> MoreHours | None:
    """The hours if `points` procentpoint more of the staff of tables 4 and 5 were on full time.

    None where the audience is not shown these, or where the part-timers are too few for their mean to be told.
    """
    yearly, end = Yearly(publication, audience, group), publication.as_of.isoformat()
    share, hours = (yearly.shown(key, end) for key in ("full_time_share", "weekly_hours"))
    if share is None or hours is None or share["denominator"] != hours["denominator"]:
        return None
    staff, full = share["denominator"], share["numerator"]
    part_time = staff - full
    if part_time < _smallest_base(publication, audience):
        return None
    mean = (hours["numerator"] - full * FULL_WEEK) / part_time
    wanted = points / 100 * staff
    moved = min(wanted, part_time)
    return MoreHours(points, staff, full, mean, moved, moved * (FULL_WEEK - mean), wanted > part_time)


def outlook_table(publication: Publication, audience: str, points: float = FULL_TIME_POINTS) -> Table | None:
    """A row a staff group with its arithmetic, of those that the audience is shown; None where there is none."""
    found = {group.key: outlook(publication, audience, group.key, points) for group in publication.groups}
    blocks = {"alle": 0, "ledere": 1}
    rows = [
        Row(group.key, group.name, tuple(_cells(told, publication, audience)), blocks.get(group.covers, 2))
        for group in publication.groups
        if (told := found[group.key])
    ]
    if not rows:
        return None
    notes = [NOT_A_FORECAST, *_how(points)]
    notes += [LEFT_OUT] if len(rows) < len(publication.groups) else []
    return finished(
        publication,
        audience,
        _columns(points),
        rows,
        notes,
        key=KEY,
        title="Hvad det kræver at holde antallet af ansatte",
        subtitle=f"de tolv måneder efter {danish.day(publication.as_of)}, hvis de ligner de seneste",
        stub="Faggruppe",
        source="lønudtræk",
    )


def told(one: Outlook, publication: Publication) -> list[tuple[str, str]]:
    """The arithmetic as terms and sentences, with the numbers that it is made of."""
    exits, stock = _whole(one.exits), _whole(one.stock)
    expected, per_month = _whole(one.prediction.expected), one.prediction.expected / MONTHS_A_YEAR
    pairs = [
        ("Ansatte nu", f"{stock} den {danish.day(publication.as_of)}, fastansatte og fleksjobbere."),
        (
            "Fratrædelser at regne med",
            f"{expected} på tolv måneder, typisk mellem {_whole(one.prediction.low)} og {_whole(one.prediction.high)}: "
            f"{exits} fratrådte af {_whole(one.stock_before)} ansatte året før, gange {stock} ansatte nu.",
        ),
        (
            "Ansættelser, der skal til",
            f"De samme {expected}, hvis antallet skal blive ved {stock}; det er {danish.number(per_month)} om måneden. "
            "Skift mellem faggrupper er ikke regnet med.",
        ),
    ]
    if one.more:
        pairs.append(("Timer i deltid", _hours_told(one.more)))
    if one.seniors is not None:
        pairs.append(
            (
                f"{SENIOR_AGE} år og derover",
                f"{_whole(one.seniors)} ansatte er fyldt {SENIOR_AGE} år eller fylder det i år.",
            )
        )
    return pairs


def _hours_told(more: MoreHours) -> str:
    reason = "alle på deltid" if more.all_of_them else f"{danish.number(more.moved)} personer"
    share, raised = 100 * more.full / more.staff, 100 * (more.full + more.moved) / more.staff
    return (
        f"Steg andelen på fuld tid fra {danish.number(share)} % til {danish.number(raised)} %, ville det være {reason} "
        f"og {danish.number(more.hours, 0)} timer om ugen, som {danish.number(more.posts)} fuldtidsstillinger: "
        f"{danish.number(more.moved)} × ({FULL_WEEK} − {danish.number(more.mean)} timer), hvor "
        f"{danish.number(more.mean)} timer er gennemsnittet for {_whole(more.staff - more.full)} på deltid."
    )


def _how(points: float) -> list[str]:
    return [
        "Fratrædelser: de seneste tolv måneders fratrådte, delt med antal ansatte året før, gange antal ansatte nu. "
        "Intervallet rummer næste års tal i omkring 95 af 100 år, hvis intet andet ændrer sig. "
        "Ansættelser: det samme tal.",
        f"Timer: hvis andelen på fuld tid steg med {_points(points)} procentpoint (HR-centrets indstilling), flyttede "
        f"{_points(points)} % af de ansatte i tabel 4 sig fra de deltidsansattes gennemsnit til {FULL_WEEK} timer.",
    ]


def _columns(points: float) -> list[Column]:
    return [
        Column("nu", "Ansatte nu", Unit.COUNT),
        Column("fratraedelser", "Fratrædelser at regne med", Unit.COUNT),
        Column("mindst", "Typisk mindst", Unit.COUNT),
        Column("hoejst", "Typisk højst", Unit.COUNT),
        Column("ansaettelser", "Ansættelser, der skal til", Unit.COUNT),
        Column("timer", f"Timer om ugen ved {_points(points)} procentpoint flere på fuld tid", Unit.COUNT),
        Column("senior", f"{SENIOR_AGE} år og derover", Unit.COUNT),
    ]


def _cells(one: Outlook, publication: Publication, audience: str) -> list[Cell]:
    guess, end = one.prediction, publication.as_of.isoformat()
    counts = (one.stock, guess.expected, guess.low, guess.high, guess.expected, one.more and one.more.hours)
    older = Yearly(publication, audience, one.group).count("seniors_58", end, "numerator")
    return [*(unseen_cell(Status.UNDEFINED) if count is None else whole_cell(count) for count in counts), older]


def _smallest_base(publication: Publication, audience: str) -> int:
    """Fewer than this are not told of, as the publication's own definitions say; nobody is nothing to tell of."""
    return max(publication.audience(audience).smallest_base, 1)


def _whole(count: float) -> str:
    return danish.number(count, 0)


def _points(points: float) -> str:
    return danish.number(points, 0 if points == int(points) else 1)
