"""The half-year refresh: take in -> find -> accept -> compare -> publish -> amend, for page and command alike.

`read_draft` and `propose` only look; `import_draft`, `publish`, `withdraw` and `erase_person` write, all or nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from kpi import pipeline, showing
from kpi.extracts.checking import period_checks, plausibility, since_last
from kpi.extracts.checking.not_run import without_guesses
from kpi.extracts.findings import Finding, stop_on
from kpi.extracts.placement import placing
from kpi.extracts.placement.lying import files_in
from kpi.extracts.placement.reference import Reference, read_reference
from kpi.publications import journal, logged
from kpi.publications.combined import combine
from kpi.publications.person_numbers import refuse, refuse_anywhere
from kpi.publications.publication import Publication
from kpi.publications.redefined import with_redefined
from kpi.publications.revisions import difference, revision_log
from kpi.publications.stored_import import Import
from kpi.publications.together import together
from kpi.publications.transactions import writing
from kpi.refreshing import answering, on_the_way
from kpi.refreshing.acceptances import (
    Acceptance,
    NoReason,
    Refused,
    ThisWarning,
    accepted_before,
    accepted_warnings,
    marked,
)
from kpi.refreshing.office import Office
from kpi.refreshing.proposals import Draft, Proposal
from kpi.refreshing.replacing import folder
from kpi.refreshing.told_before import given_away, kept_hidden, told_before

EXAMPLE = "Eksempel"
NOT_YET_STORED = 10**6


def read_draft(
    office: Office,
    paths: Iterable[Path],
    today: date,
    as_of: date | None = None,
    drawn: date | None = None,
    covers_from: date | None = None,
    on: date | None = None,
) -> Draft:
    """The extracts, read as HR has answered, with every finding, also against the last import; stores nothing."""
    answers = answering.answers_in(office.answers)
    placed = pipeline.read_in(paths, office.reference, office.key, on, answers)
    told, about_drawn = period_checks.drawn_on(as_of, drawn) if as_of else (drawn or today, [])
    before, history, since = office.imports.combined(), placed.extracts.history, []
    if len(before.history) and len(history):
        earlier = pipeline.extracts_of(before)
        since = since_last.history_since(earlier, placed.extracts, before.staff_drawn, placed.reference)
    findings = marked(without_guesses([*placed.findings, *about_drawn, *since]), office.key, as_of)
    return Draft(placed, as_of, pipeline.Drawn(told, covers_from), findings, answers)


def accepted_earlier(office: Office, one: Draft | Proposal) -> list[ThisWarning]:
    """What was accepted before of the warnings of a draft or a proposal, and holds without being asked again."""
    return accepted_before(office, one.findings, one.sources, one.as_of)


def import_draft(office: Office, draft: Draft, by: str, at: datetime, acceptances: Sequence[Acceptance] = ()) -> str:
    """The id of the import that now holds the draft's rows.

    Raises `Stopped` where a finding stops it or asks something, `NotAccepted` where a warning was not accepted, and
    `Outdated` where something was answered after the files were read: nothing is stored.
    """
    accepted = accepted_warnings(draft.findings, [*acceptances, *accepted_earlier(office, draft)], by)
    answering.refuse_outdated(office, draft.placed.extracts.sources, draft.answers)
    taken = _taken(draft, by, at, accepted)
    with writing(office.root, by, "at tage udtræk ind"):
        identity = office.imports.add(taken, _codes(draft.placed.reference))
        logged.import_taken_in(office.journal, identity, taken)
    return identity


def import_and_publish(
    office: Office, draft: Draft, by: str, at: datetime, acceptances: Sequence[Acceptance] = (), reason: str = ""
) -> str:
    """The key of the publication of what is stored and the draft together; where something says no, nothing is."""
    accepted = accepted_warnings(draft.findings, [*acceptances, *accepted_earlier(office, draft)], by)
    taken = _taken(draft, by, at, accepted)
    answering.refuse_outdated(office, draft.placed.extracts.sources, draft.answers)
    with writing(office.root, by, "at tage udtræk ind og udgive"):
        proposal = propose(office, draft.as_of, at, by, taken)
        _refuse(office, proposal, by, acceptances, reason, taken_in_by=by)
        made = f"imports/{office.imports.next_id(at.date())}", f"publications/{proposal.publication.key}"
        with together(office.root, *made):
            identity = office.imports.add(taken, _codes(draft.placed.reference))
            publication = _frozen(
                office, proposal.stored(taken.id, identity, office.made_of()), by, at, acceptances, reason
            )
        logged.import_taken_in(office.journal, identity, taken)
        logged.published(office.journal, publication)
    return publication.key


def propose(office: Office, as_of: date, at: datetime, by: str = "", pending: Import | None = None) -> Proposal:
    """The publication that what is stored gives, and its difference from the one before; stores nothing.

    `pending` is counted as if it were taken in.
    """
    made_of = office.made_of()
    stored = [office.imports.load(one) for one in office.imports.in_use()]
    combined = combine([*stored, *([pending] if pending else [])])
    if not combined.imports:
        raise Refused("Der er ikke taget nogen udtræk ind endnu. Tag først udtrækkene ind.")
    reference = read_reference(office.reference)
    placed = pipeline.placed_by(reference, pipeline.extracts_of(combined))
    stop_on(placed.findings)
    drawn = pipeline.Drawn(combined.staff_drawn or combined.adverts_drawn, combined.covers_from, combined.adverts_drawn)
    intake = pipeline.people_of(placed, as_of, drawn, office.settings.bridge_days)
    figures, audiences = pipeline.all_figures(intake), office.settings.audiences
    protected = showing.for_audiences(figures, audiences, reference, told_before(office.store))
    about = (*placed.findings, *period_checks.drawn_on(as_of, drawn.staff)[1], *intake.findings)
    findings = (*about, *plausibility.equal_figures(figures, reference.names), *given_away(protected, audiences))
    newest = office.store.previous(as_of)
    publication = replace(
        pipeline.publication_of(intake, protected, office.settings.municipality, office.example, at, audiences),
        key=office.store.key_for(as_of),
        by=by,
        imports=combined.imports,
        supersedes=newest.key if newest and newest.as_of == as_of else "",
        partial=pipeline.partial_tables(figures),
    )
    publication = with_redefined(publication, newest)
    changed, told = difference(newest, publication), marked(findings, office.key, as_of)
    return Proposal(publication, newest, changed, told, made_of, kept_hidden(protected, audiences))


def publish(
    office: Office,
    proposal: Proposal,
    by: str,
    at: datetime,
    acceptances: Sequence[Acceptance] = (),
    reason: str = "",
) -> str:
    """The key of the publication that is now frozen.

    Raises `NotAccepted`, `Refused` where a reason is asked for, or where the settings want another person than the
    one who took the files in, and `Unpublishable` where the store says no: nothing is published.
    """
    with writing(office.root, by, "at udgive"):
        publication = _frozen(office, proposal, by, at, acceptances, reason)
        logged.published(office.journal, publication)
    return publication.key


def _frozen(
    office: Office, proposal: Proposal, by: str, at: datetime, acceptances: Sequence[Acceptance], reason: str
) -> Publication:
    """The publication that is now in the store; `publish` says what may be refused."""
    if proposal.made_of != office.made_of():
        raise Refused(
            "Der er taget noget ind, eller noget er udgivet, siden tallene blev beregnet. Se dem igen, før du udgiver."
        )
    accepted = _refuse(office, proposal, by, acceptances, reason)
    reason = reason.strip()
    revisions = revision_log(proposal.before, proposal.publication, reason, at) if proposal.needs_reason else ()
    taken_in = office.imports.accepted(proposal.publication.imports)
    told = {"taken_in": taken_in, "accepted": accepted, "revisions": revisions}
    publication = replace(proposal.publication, by=by, published=at, reason=reason, **told)
    office.store.add(publication)
    return publication


def publish_example(office: Office, extracts: Path, as_of: date, drawn: date, at: datetime) -> str:
    """The key of the example's publication: taken in and published with every warning accepted ("Eksempel")."""
    draft = read_draft(office, [extracts], drawn, as_of, drawn)
    import_draft(office, draft, EXAMPLE, at, _all_of(draft.findings))
    proposal = propose(office, as_of, at, EXAMPLE)
    return publish(office, proposal, EXAMPLE, at, _all_of(proposal.findings), EXAMPLE if proposal.needs_reason else "")


def _all_of(findings: Iterable[Finding]) -> list[Acceptance]:
    return [Acceptance(finding.code, EXAMPLE) for finding in findings]


def withdraw(office: Office, import_id: str, by: str, at: datetime, reason: str) -> None:
    """Nothing; the import is out of use and its rows are deleted. Figures that were published stay."""
    with writing(office.root, by, "at trække en import tilbage"):
        office.imports.withdraw(import_id, by, reason, at)
        office.journal.record(journal.WITHDRAW, import_id, who=by, role="hr", detail=reason, at=at)


def place(office: Office, lines: Sequence[placing.Line], by: str, at: datetime) -> None:
    """Nothing; the lines, values by header, stand in HR's reference files, such as `stillinger.csv`: all, or none.

    Where HR has no reference files of its own yet, it gets a copy of those that come with the program first. Raises
    `Stopped` where the files would not hold with the lines, `Unpublishable` where a value looks like a person number.
    """
    refuse_anywhere([list(values.values()) for _, values in lines], "linjen")
    with writing(office.root, by, "at placere koder"):
        files = placing.with_lines(files_in(office.reference), lines)
        told = [(file, ", ".join(value for value in values.values() if value)) for file, values in lines]
        deed = folder.Deed(by, at, told, journal.PLACE)
        folder.put(office.own_reference, office.reference, files, office.journal, deed)


def _refuse(
    office: Office,
    proposal: Proposal,
    by: str,
    acceptances: Sequence[Acceptance],
    reason: str,
    taken_in_by: str = "",
) -> tuple[dict, ...]:
    """The warnings as they were accepted, where nothing stands in the way of publishing; else raises."""
    on_the_way.refuse_who_took_in(office, proposal, by, taken_in_by)
    if proposal.needs_reason and not reason.strip():
        raise NoReason(proposal.as_of, proposal.difference.needs_reason)
    refuse(reason, "begrundelsen")
    return accepted_warnings(proposal.findings, [*acceptances, *accepted_earlier(office, proposal)], by)


def _taken(draft: Draft, by: str, at: datetime, accepted: tuple[dict, ...]) -> Import:
    """The draft as an import; its id, until it is stored, comes after every other of the day."""
    told = draft.placed.extracts
    frames = {"history": told.history, "status": told.status, "leavers": told.leavers, "adverts": told.adverts}
    return Import(
        id=f"{at:%Y-%m-%d}-{NOT_YET_STORED}",
        taken_in=at,
        by=by,
        drawn=draft.drawn.staff,
        sources=tuple(source.as_json() for source in told.sources),
        frames=frames | told.other,
        as_of=draft.as_of,
        covers_from=draft.drawn.covers_from,
        accepted=accepted,
        answers=answering.used(told.sources, draft.answers),
    )


def _codes(reference: Reference) -> set[str]:
    """The texts that rows may hold because HR's reference files do."""
    units, codes = reference.units, reference.job_codes
    return {*units["unit"], *units["area"], *codes["code"], *reference.contracts}
