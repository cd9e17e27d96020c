"""What each rule took out: from the rows that were read to the persons that the tables count (Bilag 1's waterfall)."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.definitions.people import People, day_number
from kpi.definitions.populations import CATEGORIES, PERMANENT, PERMANENT_TEN_HOURS, QUALIFYING
from kpi.extracts.people.leaving import last_days
from kpi.extracts.people.lists import rows_from_lists
from kpi.extracts.rows import Extracts

ROWS, PERSONS = "rækker", "personer"
START, LESS, LEFT = "udgangspunkt", "udeladt", "tilbage"


@dataclass(frozen=True)
class Step:
    """A step of the waterfall: what was there, what a rule took out, or what is left; `unit` is what is counted."""

    kind: str
    words: str
    unit: str
    count: int


def exclusions(told: Extracts, contracts: Mapping[str, str], people: People, as_of: date) -> list[dict]:
    """The steps in order, as plain data: the rows that were read, then the persons employed on `as_of`.

    The rows are those that careers are made of, of the history or else of the lists. What is left after a step is what
    was there less what it took out.
    """
    rows = told.history if len(told.history) else rows_from_lists(told.status, told.leavers)
    steps = [*_of_rows(rows, contracts), *_of_persons(people, as_of)]
    return [asdict(step) for step in steps]


def _of_rows(rows: pd.DataFrame, contracts: Mapping[str, str]) -> Iterator[Step]:
    contract, forms = pd.factorize(rows["contract"])
    category = np.array([contracts.get(form, "") for form in forms], "U")[contract]
    hourly = rows["hourly"].to_numpy(bool)
    yield Step(START, "Rækker i udtrækkene, uden dubletter", ROWS, len(rows))
    for name in CATEGORIES:
        if name not in QUALIFYING:
            yield Step(LESS, f"Ansættelsesform i kategorien {name}", ROWS, int((category == name).sum()))
    permanent = np.isin(category, QUALIFYING)
    yield Step(LESS, "Timelønnede", ROWS, int((permanent & hourly).sum()))
    qualifying = permanent & ~hourly
    last_day = last_days(rows["left"].to_numpy(), pd.factorize(rows["employment"])[0])
    late = int((qualifying & (rows["start"].to_numpy() > last_day)).sum())
    yield Step(LESS, "Rækker efter ansættelsens sidste dag", ROWS, late)
    yield Step(LEFT, "Rækker, som ansættelsesforløbene er lavet af", ROWS, int(qualifying.sum()) - late)


def _of_persons(people: People, as_of: date) -> Iterator[Step]:
    day = day_number(as_of)
    there = people.staff[(people.staff["first"] <= day) & (people.staff["out"] > day)]
    permanent, ten_hours = PERMANENT.holds(there), PERMANENT_TEN_HOURS.holds(there)
    yield Step(START, "Fastansatte og fleksjobbere på opgørelsesdagen (tabel 2)", PERSONS, len(there))
    yield Step(LESS, "Fleksjobbere", PERSONS, int(np.sum(~permanent)))
    yield Step(LEFT, "Fastansatte (tabel 3)", PERSONS, int(np.sum(permanent)))
    yield Step(LESS, "Under 10 timer om ugen", PERSONS, int(np.sum(permanent & ~ten_hours)))
    yield Step(LEFT, "Fastansatte med mindst 10 timer om ugen (tabel 4 og 5)", PERSONS, int(np.sum(ten_hours)))
