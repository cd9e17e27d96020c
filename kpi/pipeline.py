"""The story in ten lines: HR's files -> rows -> people -> figures -> what an audience may see -> a publication."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

import kpi
from kpi.definitions.declared import declared
from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import FIGURE_COLUMNS, Span
from kpi.definitions.people import People
from kpi.definitions.periods import printed
from kpi.extracts import lists, period_checks
from kpi.extracts.adverts import adverts_with_outcome
from kpi.extracts.careers import careers
from kpi.extracts.classify import classify, classify_adverts
from kpi.extracts.coverage import coverage
from kpi.extracts.findings import Finding, stop_on
from kpi.extracts.identity import broken_identities
from kpi.extracts.read import read
from kpi.extracts.reference import Reference, read_reference
from kpi.extracts.rows import Extracts
from kpi.extracts.validate import validate
from kpi.figures.compare import compare
from kpi.figures.count import Cells
from kpi.figures.disclose import disclose
from kpi.figures.measure import measure
from kpi.publications.publication import Publication, Store


@dataclass(frozen=True)
class Intake:
    """Extracts taken in for one `as_of`: the people, the reference files they were placed by, and the findings."""

    as_of: date
    drawn: date
    people: People
    reference: Reference
    extracts: Extracts
    findings: tuple[Finding, ...]


def take_in(
    paths: Iterable[Path],
    reference_folder: Path,
    as_of: date,
    drawn: date | None = None,
    covers_from: date | None = None,
    on: date | None = None,
) -> Intake:
    """The people of the extracts, with every finding; raises `Stopped` with them all where one stops the run."""
    reference = read_reference(reference_folder)
    extracts, findings = _rows(paths, on)
    drawn, about_drawn = period_checks.drawn_on(as_of, drawn)
    findings += about_drawn
    rows, adverts, about_codes = _classified(extracts, reference)
    findings += about_codes
    stop_on(findings)
    covered = coverage(extracts.history, extracts.status, extracts.leavers, extracts.adverts, drawn, covers_from)
    stays, staff, exits = careers(rows)
    several = period_checks.persons_in_two_employments(rows, as_of)
    facts = {"personer_med_flere_ansaettelser": several}
    people = People(stays, staff, exits, adverts_with_outcome(adverts, drawn), covered, facts)
    findings += period_checks.several_employments(several) + period_checks.months_without_adverts(covered, as_of)
    ends = [
        day
        for span in (Span.ROLLING_YEAR, Span.STATUS)
        for period in printed(span, as_of)
        for day in (period.start, period.end)
    ]
    findings += broken_identities(stays, staff, ends)
    stop_on(findings)
    return Intake(as_of, drawn, people, reference, extracts, tuple(findings))


def checked(
    paths: Iterable[Path], reference_folder: Path, as_of: date | None = None, **dates: date | None
) -> list[Finding]:
    """Every finding about the extracts, those of the period too where `as_of` is given; raises `Stopped` likewise."""
    if as_of:
        return list(take_in(paths, reference_folder, as_of, **dates).findings)
    reference = read_reference(reference_folder)
    extracts, findings = _rows(paths, dates.get("on"))
    *_, about_codes = _classified(extracts, reference)
    return findings + about_codes


def _rows(paths: Iterable[Path], on: date | None) -> tuple[Extracts, list[Finding]]:
    sheets, unreadable = read(paths)
    extracts, invalid = validate(sheets, key=secrets.token_bytes(32), on=on)
    return extracts, [*unreadable, *invalid]


def _classified(extracts: Extracts, reference: Reference) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """Classified rows of employments and adverts, and the findings about their codes and about the lists."""
    from_lists = lists.rows_from_lists(extracts.status, extracts.leavers)
    history = extracts.history.assign(from_list=False)
    used = history if len(history) else from_lists
    rows, about_codes = classify(used, reference, extracts.sources)
    adverts, about_areas = classify_adverts(extracts.adverts, reference, extracts.sources)
    about_lists = lists.list_findings(from_lists, rows, used=history.empty)
    return rows, adverts, [*about_codes, *about_areas, *about_lists]


def figures_of(intake: Intake, place_kind: str = "") -> pd.DataFrame:
    """The figures with nothing hidden, for the whole municipality or by `area`, `center` or `unit`."""
    reference = intake.reference
    places = {"": ("",), "area": reference.areas, "center": reference.centers, "unit": reference.unit_codes}[place_kind]
    cells = Cells(reference.groups, tuple(reference.areas), place_kind, tuple(places))
    indicators = [indicator for indicator in INDICATORS if indicator.about_people or not place_kind]
    return measure(intake.people, indicators, intake.as_of, cells)


def shown_to(figures: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    """The figures as an audience sees them: first hidden, then compared, so that no arrow tells what is hidden."""
    return compare(disclose(figures, audience))[list(FIGURE_COLUMNS)]


def publication_of(intake: Intake, municipality: str, example: bool, published: datetime) -> Publication:
    """A publication of the extracts, frozen for each audience but not yet stored."""
    figures = figures_of(intake)
    return Publication(
        key=intake.as_of.strftime("%Y-%m"),
        as_of=intake.as_of,
        drawn=intake.drawn,
        published=published,
        municipality=municipality,
        example=example,
        version=kpi.__version__,
        groups=intake.reference.groups,
        areas=tuple(intake.reference.areas),
        sources=tuple(source.as_json() for source in intake.extracts.sources),
        figures={audience.key: shown_to(figures, audience) for audience in (INTERNAL, PUBLIC)},
        definitions=declared(),
        reference=intake.reference.files,
        facts=intake.people.facts,
        accepted=tuple({"code": one.code, "message": one.message, "reason": "Eksempel"} for one in intake.findings),
    )


def first_publication(
    store: Store, extracts: Path, reference: Path, as_of: date, drawn: date, municipality: str
) -> str:
    """The key of the example's publication, made from its extracts, with its warnings accepted."""
    intake = take_in([extracts], reference, as_of, drawn)
    store.add(publication_of(intake, municipality, example=True, published=datetime.now().replace(microsecond=0)))
    return as_of.strftime("%Y-%m")
