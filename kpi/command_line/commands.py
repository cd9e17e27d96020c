"""The commands of HR's office: import, withdraw and publish (cli.md), and what all commands say.

Each takes what was asked for and the office, and gives its exit status; results go to standard output, what is told to
a person to standard error.
"""

import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from kpi import danish
from kpi.command_line import next_steps
from kpi.definitions.indicators import BY_KEY
from kpi.definitions.model import Unit
from kpi.extracts.checking.counted import called, worst_first
from kpi.extracts.checking.not_run import not_run
from kpi.extracts.checking.read_as import ReadAs
from kpi.extracts.findings import Finding
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.changes import COUNTED, Change, Difference
from kpi.publications.publication import Publication
from kpi.refreshing import refresh
from kpi.refreshing.acceptances import Acceptance, NoReason, NotAccepted
from kpi.refreshing.office import Office

DONE, STOPPED = 0, 1
ACCEPTANCE = re.compile(r"(?P<code>\w+)(@(?P<file>[^=]*):(?P<cell>[A-Z]+\d+))?=(?P<reason>.+)", re.DOTALL)


def tell(findings: Iterable[Finding], read_as: Iterable[ReadAs] = ()) -> None:
    """Nothing; the findings stand on standard error, what stops first, then what `tell_besides` tells."""
    told = worst_first(findings)
    for one in told:
        place = ", ".join(str(part) for part in (one.file, one.sheet, one.cell, one.column) if part)
        say(f"{called(one)} {one.code}: {place}{': ' if place else ''}{one.message}")
    tell_besides(told, read_as)


def tell_besides(findings: Sequence[Finding], read_as: Iterable[ReadAs] = ()) -> None:
    """Nothing; what was not checked because of the findings, and how files were read, stands on standard error."""
    for one in (*not_run(findings), *read_as):
        say(one.text)


def say(text: str) -> None:
    """Nothing; the text stands on standard error."""
    print(text, file=sys.stderr)


def progress(text: str) -> None:
    """Nothing; where somebody sits at a terminal, what is being done now stands on standard error."""
    if sys.stderr.isatty():
        say(f"{text} …")


def acceptance(text: str) -> Acceptance:
    """The acceptance that CODE=REASON or CODE@FILE:CELL=REASON says; raises `ValueError`."""
    found = ACCEPTANCE.fullmatch(text)
    if not found or not found["reason"].strip():
        raise ValueError(text)
    return Acceptance(found["code"], found["reason"].strip(), found["file"] or "", found["cell"] or "")


def import_(chosen: Namespace, office: Office) -> int:
    """Checks and stores extracts; says the import's id."""
    draft = _draft(chosen, office)
    progress("Gemmer rækkerne")
    identity = refresh.import_draft(office, draft, chosen.by, _now(), chosen.accept)
    _tell_accepted_before(office.imports.manifest(identity)["accepted"])
    print(identity)
    say(next_steps.after_import(identity, chosen.as_of))
    return DONE


def publish(chosen: Namespace, office: Office) -> int:
    """Publishes what is stored, and extracts that are imported first where any are given; says the key."""
    at = _now()
    if chosen.extracts:
        draft = _draft(chosen, office)
        progress("Gemmer rækkerne, måler og undersøger, hvad der skal skjules")
        key = refresh.import_and_publish(office, draft, chosen.by, at, chosen.accept, chosen.reason or "")
        _tell_accepted_before(office.store.load(key).accepted)
        print(key)
        return DONE
    progress("Måler og undersøger, hvad der skal skjules")
    proposal = refresh.propose(office, chosen.as_of, at, chosen.by)
    tell(proposal.findings)
    for told in (*proposal.hidden, proposal.time_taken):
        say(told)
    tell_difference(proposal.difference, proposal.publication)
    key = refresh.publish(office, proposal, chosen.by, at, chosen.accept, chosen.reason or "")
    _tell_accepted_before(office.store.load(key).accepted)
    print(key)
    return DONE


def withdraw(chosen: Namespace, office: Office) -> int:
    """Takes an import back: its rows are deleted, published figures stay."""
    refresh.withdraw(office, chosen.import_id, chosen.by, _now(), chosen.reason or "Trukket tilbage fra kommandolinjen")
    say(f"Importen {chosen.import_id} er trukket tilbage. Udgivelser er ikke ændret.")
    return DONE


def refused(error: Exception) -> int:
    """The exit status where a rule said no, which is told in Danish with the findings behind it."""
    if isinstance(error, NotAccepted):
        tell(error.findings)
    say(str(error))
    if isinstance(error, NoReason):
        say("Skriv begrundelsen med --reason TEKST, og kør så kommandoen igen.")
    if isinstance(error, NotAccepted):
        say("Godkend med --accept KODE=BEGRUNDELSE, én gang for hver advarsel, og kør så kommandoen igen.")
    return STOPPED


def _draft(chosen: Namespace, office: Office) -> refresh.Draft:
    progress("Læser filerne")
    dates = {name: getattr(chosen, name) for name in ("as_of", "drawn", "covers_from", "on")}
    draft = refresh.read_draft(office, [Path(path) for path in chosen.extracts], date.today(), **dates)
    tell_besides((), draft.read_as)
    return draft


def _tell_accepted_before(accepted: Iterable[Mapping]) -> None:
    """Nothing; the warnings that were accepted before, and were not asked for again, stand on standard error."""
    for one in accepted:
        if one.get("at"):
            when = danish.day(datetime.fromisoformat(one["at"]).date())
            say(f"Godkendt før: {one['code']}, af {one['by']} {when}: «{one['reason']}»")


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


def tell_difference(between: Difference, after: Publication, file=None) -> None:
    """Nothing; what is new and what has changed stands in the file, or on standard error."""
    file = file or sys.stderr
    names = {TOTAL_ADVERTS: "I alt"} | after.group_names
    for title, counts in zip(("Ny periode", "Ændret historik"), between.counts, strict=True):
        print(f"{title}: {counts.words}.", file=file)
    print(COUNTED, file=file)
    for one in sorted(between.in_tables.changed_history, key=lambda one: one.has_come):
        print(
            f"  {BY_KEY[one.measure].title}, {names.get(one.group, one.group)}, {one.period}: {_moved(one)}", file=file
        )


def _moved(one: Change) -> str:
    """What became of a figure, as a reader sees it: 19,8 → 19,9, or foreligger nu: 63."""
    indicator = BY_KEY[one.measure]
    decimals = 0 if indicator.unit is Unit.COUNT else indicator.decimals
    shown = [danish.number(float(text), decimals) for text in (one.old, one.new) if text]
    if one.turn:
        return f"{one.turn}: {shown[0]}" if one.new else f"{one.turn}{f' (før {shown[0]})' if shown else ''}"
    return " → ".join(shown)
