"""The story in ten lines: HR's files -> rows -> people -> figures -> what an audience may see -> a publication."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from kpi import measuring, showing
from kpi.definitions.declared import declared
from kpi.definitions.disclosure import INTERNAL, PUBLIC, Audience
from kpi.definitions.model import Span
from kpi.definitions.people import People
from kpi.definitions.periods import printed
from kpi.definitions.populations import PAID_ALIKE
from kpi.extracts.asking.answers import NO_ANSWERS, Answers
from kpi.extracts.careers import careers
from kpi.extracts.checking import period_checks, plausibility
from kpi.extracts.checking.identity import broken_identities
from kpi.extracts.checking.not_run import without_guesses
from kpi.extracts.checking.read_as import ReadAs, paid_alike
from kpi.extracts.classify import classify, classify_adverts
from kpi.extracts.findings import Finding, Stopped, stop_on
from kpi.extracts.people import lists
from kpi.extracts.people.adverts import adverts_with_outcome
from kpi.extracts.people.coverage import coverage
from kpi.extracts.people.exclusions import exclusions
from kpi.extracts.people.flows import of_unknown_age, with_flows
from kpi.extracts.placement.reference import Reference, read_reference
from kpi.extracts.read import nothing_in, read
from kpi.extracts.rows import Extracts, Source
from kpi.extracts.validate import validate
from kpi.figures.protect import Protected
from kpi.publications.combined import Combined
from kpi.publications.publication import Publication
from kpi.version import version


@dataclass(frozen=True)
class Placed:
    """Extracts whose rows are placed by the reference files, with every finding so far.

    `persons` are the pseudonyms of the persons by their number in the rows.
    """

    extracts: Extracts
    reference: Reference
    rows: pd.DataFrame
    adverts: pd.DataFrame
    findings: tuple[Finding, ...]
    persons: Sequence[str]


@dataclass(frozen=True)
class Drawn:
    """When the extracts were drawn, and their first complete day where somebody gave it.

    Adverts may have been drawn on another day than the staff.
    """

    staff: date
    covers_from: date | None = None
    adverts: date | None = None


@dataclass(frozen=True)
class Intake:
    """The people of the extracts for one `as_of`, the reference files they were placed by, and the findings."""

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
    answers: Answers = NO_ANSWERS,
) -> Intake:
    """The people of the files, stored nowhere; raises `Stopped` with every finding where one stops the run."""
    return _taken_in(read_in(paths, reference_folder, secrets.token_bytes(32), on, answers), as_of, drawn, covers_from)


def _taken_in(placed: Placed, as_of: date, drawn: date | None, covers_from: date | None) -> Intake:
    drawn, about_drawn = period_checks.drawn_on(as_of, drawn)
    stop_on([*placed.findings, *about_drawn])
    intake = people_of(placed, as_of, Drawn(drawn, covers_from))
    return replace(intake, findings=(*placed.findings, *about_drawn, *intake.findings))


def read_in(
    paths: Iterable[Path], reference_folder: Path, key: bytes, on: date | None = None, answers: Answers = NO_ANSWERS
) -> Placed:
    """The rows of the files, person numbers hashed with the key, placed by HR's reference files.

    `answers` are what HR has said of the files' sources; what is still open is a question on a finding.
    """
    reference = read_reference(reference_folder)
    paths = list(paths)
    sheets, unreadable = read(paths, answers)
    if not sheets and not unreadable:
        unreadable = [nothing_in(paths)]
    extracts, invalid = validate(sheets, key=key, on=on, answers=answers)
    placed = placed_by(reference, extracts)
    return replace(placed, findings=without_guesses([*unreadable, *invalid, *placed.findings]))


def placed_by(reference: Reference, extracts: Extracts) -> Placed:
    """The rows with their group, area and category; findings about their codes, and about what lists leave open."""
    from_lists = lists.rows_from_lists(extracts.status, extracts.leavers)
    history = extracts.history.assign(from_list=False)
    used = history if len(history) else from_lists
    rows, about_codes = classify(used, reference, extracts.sources)
    adverts, about_areas = classify_adverts(extracts.adverts, reference, extracts.sources)
    about_lists = lists.list_findings(from_lists, rows, extracts.sources, used=history.empty)
    findings = (*about_codes, *about_areas, *about_lists)
    return Placed(extracts, reference, rows, adverts, findings, used["person"].unique())


def people_of(placed: Placed, as_of: date, drawn: Drawn, bridge_days: int = 31) -> Intake:
    """The placed rows as people, with the findings about the period; raises `Stopped` where stock and flow disagree."""
    told, reference = placed.extracts, placed.reference
    adverts_drawn = drawn.adverts or drawn.staff
    covered = coverage(
        told.history, told.status, told.leavers, told.adverts, drawn.staff, drawn.covers_from, adverts_drawn
    )
    stays, staff, exits = careers(placed.rows, bridge_days)
    several = period_checks.persons_in_two_employments(placed.rows, placed.persons, as_of)
    facts = {"personer_med_flere_ansaettelser": len(several)}
    adverts = adverts_with_outcome(placed.adverts, adverts_drawn)
    people = with_flows(People(stays, staff, exits, adverts, covered, facts))
    facts["ansatte_uden_kendt_alder"] = of_unknown_age(people, as_of)
    findings = [
        *period_checks.several_employments(several),
        *period_checks.months_without_adverts(covered, as_of),
        *period_checks.areas_without_adverts(people, reference.areas, as_of),
        *plausibility.large_swings(people, reference.groups, as_of),
        *_against_control_totals(people, told, reference),
        *broken_identities(stays, staff, _status_days(as_of)),
    ]
    stop_on(findings)
    return Intake(as_of, drawn.staff, people, reference, told, tuple(findings))


def _against_control_totals(people: People, told: Extracts, reference: Reference) -> list[Finding]:
    totals = told.other.get("kontroltal")
    return [] if totals is None else plausibility.control_totals(people, totals, reference.centers, told.sources)


def _status_days(as_of: date) -> list[date]:
    """The days on which the printed tables count a stock."""
    periods = [period for span in (Span.ROLLING_YEAR, Span.STATUS) for period in printed(span, as_of)]
    return [day for period in periods for day in (period.start, period.end)]


def checked(
    paths: Iterable[Path],
    reference_folder: Path,
    as_of: date | None = None,
    drawn: date | None = None,
    covers_from: date | None = None,
    on: date | None = None,
    answers: Answers = NO_ANSWERS,
) -> tuple[list[Finding], list[ReadAs]]:
    """Every finding about the extracts, those of the period too where `as_of` is given, and how files were read.

    Raises `Stopped` where HR's reference files cannot be used: then no extract is read.
    """
    placed = read_in(paths, reference_folder, secrets.token_bytes(32), on, answers)
    try:
        found = _taken_in(placed, as_of, drawn, covers_from).findings if as_of else placed.findings
    except Stopped as stopped:
        found = stopped.findings
    return list(found), paid_alike(placed.extracts)


def extracts_of(combined: Combined) -> Extracts:
    """The stored rows as they were when they came through the door."""
    sources = tuple(Source.of_json(one) for one in combined.sources)
    return Extracts(
        combined.history, combined.status, combined.leavers, combined.adverts, dict(combined.other), sources
    )


def figures_of(intake: Intake, place_kind: str = "") -> pd.DataFrame:
    """The figures with nothing hidden, for the whole municipality or by `area`, `center` or `unit`."""
    return measuring.of_the_paper(intake.people, intake.reference, intake.as_of, place_kind)


def all_figures(intake: Intake) -> pd.DataFrame:
    """As `figures_of`, with what explains turnover, the quarters, and centers and units; nothing hidden."""
    return measuring.everything(intake.people, intake.reference, intake.as_of)


def publication_of(
    intake: Intake,
    protected: Mapping[str, Protected],
    municipality: str,
    example: bool,
    published: datetime,
    audiences: tuple[Audience, ...] = (INTERNAL, PUBLIC),
    retention: Mapping[str, pd.DataFrame] | None = None,
) -> Publication:
    """A publication of what each audience may see, not yet stored.

    `retention` is worked out, and hidden as the figures are, where it is not given.
    """
    shown = {key: showing.compared(one) for key, one in protected.items()}
    contracts, alike = intake.reference.contracts, [one.file for one in paid_alike(intake.extracts)]
    facts = intake.people.facts | ({PAID_ALIKE: alike} if alike else {})
    return Publication(
        key=intake.as_of.strftime("%Y-%m"),
        as_of=intake.as_of,
        drawn=intake.drawn,
        published=published,
        municipality=municipality,
        example=example,
        version=version(),
        groups=intake.reference.groups,
        areas=tuple(intake.reference.areas),
        sources=tuple(source.as_json() for source in intake.extracts.sources),
        figures=shown,
        definitions=declared(audiences, intake.reference.breaks, bool(alike)),
        reference=intake.reference.files,
        facts=facts | {"udeladt": exclusions(intake.extracts, contracts, intake.people, intake.as_of)},
        evidence=showing.judged(intake.people, intake.reference, intake.as_of, shown, audiences),
        retention=_retained(intake, protected, shown, audiences) if retention is None else retention,
    )


def _retained(
    intake: Intake, protected: Mapping[str, Protected], shown: Mapping[str, pd.DataFrame], audiences: Iterable[Audience]
) -> dict[str, pd.DataFrame]:
    told = {key: [*one.earlier, shown[key]] for key, one in protected.items()}
    return showing.retained(intake.people, intake.reference, intake.as_of, told, audiences)
