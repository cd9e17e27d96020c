"""One municipality as HR hands it over: the reference files and a history in xlsx, and the ways through it."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import xlsxwriter
from municipalities import AREAS, CENTERS, DRAWN, GROUPS, NAMED, OPEN_DAYS, UNITS, rows_of

from kpi.definitions.model import RATE_UNIT
from kpi.definitions.people import OPEN
from kpi.definitions.populations import QUALIFYING

AS_OF = date(2022, 12, 31)
CONTRACTS = {"Fastansat": "fast", "Fleksjob": "fleksjob", "Vikar": "vikar"}
HEADER = (
    "CPR Tjenestenummer Afdeling Stillingskode Ansættelsesform Beskæftigelsesdecimal Leder Ansættelsesdato Startdato "
    "Slutdato Fratrædelsesdato"
).split()


def write_reference(folder: Path) -> None:
    """HR's four files for the drawn municipality: a job code a group, in any area, and one that is in no group."""
    units = [
        [_unit(number), _unit(number), AREAS[number % len(AREAS)], CENTERS[number % len(CENTERS)]]
        for number in range(UNITS)
    ]
    codes = [
        [_job_code(place), f"Stilling {place}", "", NAMED[place].key if place >= 0 else ""]
        for place in range(-1, len(NAMED))
    ]
    tables = {
        "grupper.csv": [["Gruppe", "Navn", "Dækker"], *([one.key, one.name, one.covers] for one in GROUPS)],
        "stillinger.csv": [["Stillingskode", "Stilling", "Område", "Gruppe"], *codes],
        "afdelinger.csv": [["Afdeling", "Navn", "Område", "Center"], *units],
        "ansaettelsesformer.csv": [["Ansættelsesform", "Kategori"], *CONTRACTS.items()],
    }
    folder.mkdir()
    for name, lines in tables.items():
        with open(folder / name, "w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)


def write_history(path: Path) -> int:
    """Writes the first municipality's rows, dates as dates and rates as numbers, and gives how many there are."""
    columns = _as_written(rows_of(0))
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, dated = book.add_worksheet("Ansættelser"), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, HEADER)
        for line, row in enumerate(zip(*columns, strict=True), 1):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, place, value, dated)
                elif value is not None:
                    sheet.write(line, place, value)
    return len(columns[0])


def _as_written(rows: dict[str, np.ndarray]) -> list[list]:
    contracts = dict(zip((*range(len(QUALIFYING)), -1), CONTRACTS, strict=True))
    coded = {
        "person": _person,
        "service_rank": lambda number: str(100_000 + number),
        "unit": _unit,
        "group": _job_code,
        "category": contracts.get,
        "rate": lambda rate: rate / RATE_UNIT,
        "leader": lambda leads: "Ja" if leads else "Nej",
    } | dict.fromkeys(("hired", "start", *OPEN_DAYS), _day)
    return [[of(value) for value in rows[name].tolist()] for name, of in coded.items()]


def _person(number: int) -> str:
    """A number that nobody can have: the day of birth is past every month's end."""
    day, month, year = 61 + number % 28, 1 + number // 28 % 12, 40 + number // 336 % 60
    return f"{day}{month:02}{year}-{number % 10_000:04}"


def _unit(number: int) -> str:
    return f"A{number:03}"


def _job_code(group: int) -> str:
    return str(3001 + group)


def _day(number: int) -> datetime | None:
    return None if number == OPEN else datetime(1970, 1, 1) + timedelta(days=number)


def frozen_publication(history: str, reference: str):
    """A run from the workbook to a frozen publication on the disk, but for the solver; gives its number of figures.

    Each run's store lies in a folder of its own beside the workbook, and is removed with it.
    """
    from kpi import measuring, pipeline, showing
    from kpi.definitions.disclosure import INTERNAL, PUBLIC, retained_for
    from kpi.figures.disclose import disclose
    from kpi.figures.protect import Protected
    from kpi.publications.publication import Store

    def run() -> int:
        intake = _taken_in(history, reference)
        figures, protected = pipeline.all_figures(intake), {}
        for audience in (INTERNAL, PUBLIC):
            told = showing.told_to(figures, audience, intake.reference)
            protected[audience.key] = Protected(disclose(told, audience), 0, 0, told[:0], 0, 0)
        stayed, totals = (
            measuring.retention_of(intake.people, intake.reference, AS_OF),
            measuring.totals_of(intake.reference),
        )
        retention = {one.key: retained_for(stayed, one, totals) for one in (INTERNAL, PUBLIC)}
        at = datetime(2023, 2, 1)
        publication = pipeline.publication_of(intake, protected, "Bænk Kommune", False, at, retention=retention)
        Store(Path(mkdtemp(dir=Path(history).parent)) / "publications").add(publication)
        return sum(len(figures) for figures in publication.figures.values())

    return run


def kept_hidden(history: str, reference: str):
    """A run of the solver over all that the publication tells both audiences; gives how many cells are hidden."""
    from kpi import pipeline, showing
    from kpi.definitions.disclosure import INTERNAL, PUBLIC

    intake = _taken_in(history, reference)
    figures = pipeline.all_figures(intake)

    def run() -> int:
        done = showing.for_audiences(figures, (INTERNAL, PUBLIC), intake.reference)
        told = {key: [one.figures] for key, one in done.items()}
        showing.retained(intake.people, intake.reference, AS_OF, told, (INTERNAL, PUBLIC))
        return sum(one.primary + one.secondary for one in done.values())

    return run


def _taken_in(history: str, reference: str):
    from kpi import pipeline

    return pipeline.take_in([Path(history)], Path(reference), AS_OF, date(1970, 1, 1) + timedelta(days=DRAWN))


def cells_read(history: str):
    """A run that reads every cell of the workbook; gives the number of rows, the header's too."""
    from python_calamine import CalamineWorkbook

    return lambda: len(CalamineWorkbook.from_path(history).get_sheet_by_index(0).to_python())
