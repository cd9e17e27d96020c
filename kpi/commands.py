"""The commands of HR's office: import, withdraw, publish, list, show, diff and verify (cli.md).

Each takes what was asked for and the office, and gives its exit status; results go to standard output, what is told to
a person to standard error.
"""

import json
import math
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from kpi import danish, next_steps, refresh
from kpi.acceptances import Acceptance, NotAccepted
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.definitions.model import Unit
from kpi.extracts.findings import STOP, Finding
from kpi.extracts.not_run import not_run
from kpi.office import Office
from kpi.papers.comparisons.overall import overall
from kpi.papers.table import value_cell
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.publication import Publication
from kpi.publications.revisions import Change, Difference, difference

DONE, STOPPED, WRONG_USE = 0, 1, 2
ACCEPTANCE = re.compile(r"(?P<code>\w+)(@(?P<file>[^=]*):(?P<cell>[A-Z]+\d+))?=(?P<reason>.+)", re.DOTALL)
COUNTS = ("numerator", "denominator")
CONTRACT = "measure group period_end period numerator denominator value status arrow assessment".split()


def tell(findings: Iterable[Finding], taken_in: bool = False) -> None:
    """Nothing; the findings stand on standard error, what stops first, then what was not checked because of them.

    `taken_in`: the files were to be stored, so that what is asked is a stop.
    """
    told = [(one.severity_taken_in if taken_in else one.severity, one) for one in findings]
    for severity, one in sorted(told, key=lambda pair: pair[0] != STOP):
        place = ", ".join(str(part) for part in (one.file, one.sheet, one.cell, one.column) if part)
        say(f"{severity.capitalize()} {one.code}: {place}{': ' if place else ''}{one.message}")
    tell_not_run([one for _, one in told])


def tell_not_run(findings: Sequence[Finding]) -> None:
    """Nothing; what was not checked because of the findings stands on standard error."""
    for one in not_run(findings):
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
    print(identity)
    say(next_steps.after_import(identity, chosen.as_of))
    return DONE


def publish(chosen: Namespace, office: Office) -> int:
    """Publishes what is stored, and extracts that are imported first where any are given; says the key."""
    at = _now()
    if chosen.extracts:
        draft = _draft(chosen, office)
        progress("Gemmer rækkerne, måler og undersøger, hvad der skal skjules")
        print(refresh.import_and_publish(office, draft, chosen.by, at, chosen.accept, chosen.reason or ""))
        return DONE
    progress("Måler og undersøger, hvad der skal skjules")
    proposal = refresh.propose(office, chosen.as_of, at, chosen.by)
    tell(proposal.findings)
    for told in proposal.hidden:
        say(told)
    _tell_difference(proposal.difference, proposal.publication)
    print(refresh.publish(office, proposal, chosen.by, at, chosen.accept, chosen.reason or ""))
    return DONE


def withdraw(chosen: Namespace, office: Office) -> int:
    """Takes an import back: its rows are deleted, published figures stay."""
    refresh.withdraw(office, chosen.import_id, chosen.by, _now(), chosen.reason or "Trukket tilbage fra kommandolinjen")
    say(f"Importen {chosen.import_id} er trukket tilbage. Udgivelser er ikke ændret.")
    return DONE


def list_(chosen: Namespace, office: Office) -> int:
    """Lists the publications, the newest first."""
    told = [_about(office.store.load(key)) for key in office.store.keys()]  # noqa: SIM118 (a method, not a dict)
    if chosen.json:
        _print_json(told)
    else:
        for one in told:
            print(f"{one['key']}\tdata pr. {one['as_of']}\tudgivet {one['published'][:10]}\t{one['reason']}".rstrip())
    return DONE


def show(chosen: Namespace, office: Office) -> int:
    """Shows a publication's figures for an audience."""
    publication = office.store.load(chosen.key)
    compared = publication.comparisons.get(chosen.audience, {})
    figures = [_figure(row, compared) for row in _printed(publication, chosen.audience)]
    if chosen.json:
        about = _about(publication)
        told = {"key": about["key"], "as_of": about["as_of"], "audience": chosen.audience}
        _print_json(told | {"figures": figures, "overall": _overall(publication, chosen.audience)})
    else:
        for one in figures:
            print(f"{one['measure']}\t{one['group']}\t{one['period']}\t{one['printed']}")
    return DONE


def diff(chosen: Namespace, office: Office) -> int:
    """Tells what differs between two publications: a new period, and changed history."""
    before, after = (office.store.load(key) for key in chosen.keys)
    between = difference(before, after)
    if chosen.json:
        _print_json(between.as_json())
    else:
        _tell_difference(between, after, file=sys.stdout)
    return DONE


def verify(chosen: Namespace, office: Office) -> int:
    """Checks the checksums of a publication; status 1 when a byte has changed."""
    faults = office.store.verify(chosen.key)
    if chosen.json:
        _print_json([fault._asdict() for fault in faults])
    else:
        for fault in faults:
            print(fault.message)
    if not faults:
        say(f"Udgivelsen {chosen.key} er uændret.")
    return STOPPED if faults else DONE


def refused(error: Exception) -> int:
    """The exit status where a rule said no, which is told in Danish with the findings behind it."""
    if isinstance(error, NotAccepted):
        tell(error.findings)
    say(str(error))
    if isinstance(error, NotAccepted):
        say("Godkend med --accept KODE=BEGRUNDELSE, én gang for hver advarsel, og kør så kommandoen igen.")
    return STOPPED


def _draft(chosen: Namespace, office: Office) -> refresh.Draft:
    progress("Læser filerne")
    dates = {name: getattr(chosen, name) for name in ("as_of", "drawn", "covers_from", "on")}
    return refresh.read_draft(office, [Path(path) for path in chosen.extracts], date.today(), **dates)


def _now() -> datetime:
    return datetime.now().replace(microsecond=0)


def _about(publication: Publication) -> dict:
    told = publication.manifest()
    kept = ("key", "as_of", "drawn", "published", "by", "supersedes", "reason", "version", "imports", "partial")
    return {name: told[name] for name in kept}


def _printed(publication: Publication, audience: str) -> list[dict]:
    """The figures of the paper's columns, for the whole municipality."""
    frame = publication.figures[audience]
    of_the_paper = frame["measure"].isin([one.key for one in INDICATORS])
    return frame[of_the_paper & (frame["series"] == "printed") & (frame["place_kind"] == "")].to_dict("records")


def _figure(row: dict, compared: Mapping[tuple, dict]) -> dict:
    """A figure as `show --json` gives it: `printed` is the Danish text of the cell."""
    told = {name: _or_null(row[name]) for name in CONTRACT}
    evidence = compared.get((row["measure"], row["group"], row["period_end"]))
    printed = value_cell(row, BY_KEY[row["measure"]]).text
    return told | {"printed": printed, "evidence": _evidence(evidence) if evidence else None}


def _evidence(row: dict) -> dict:
    """A comparison as `show --json` gives it; what is not known, or has no end, is null."""
    sides = {
        side: {"period_end": row[end]}
        | {name: _or_null(row[f"{side}_{name}"]) for name in ("numerator", "denominator")}
        for side, end in (("before", "before_end"), ("after", "period_end"))
    }
    told = {name: _or_null(row[name]) for name in ("low", "high", "unit")}
    return {"sign": row["sign"]} | sides | told | {"reason": row["reason"] or None}


def _or_null(value: object) -> object:
    """The value, or None where it is a number that is not known or has no end."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _overall(publication: Publication, audience: str) -> dict | None:
    """How many of the 45 cells have each verdict; None for a publication from before they were judged."""
    evidence = publication.evidence.get(audience)
    if evidence is None:
        return None
    return overall(evidence, publication.figures[audience], publication.groups).counts


def _tell_difference(between: Difference, after: Publication, file=None) -> None:
    file = file or sys.stderr
    names = {TOTAL_ADVERTS: "I alt"} | after.group_names
    printed = between.in_tables
    counts = len(printed.new_period), len(printed.changed_history)
    beside = len(between.new_period) - counts[0], len(between.changed_history) - counts[1]
    for title, count, rest in zip(("Ny periode", "Ændret historik"), counts, beside, strict=True):
        more = f" (og {danish.number(rest, 0)} bag eller ved siden af dem)" if rest else ""
        print(f"{title}: {danish.number(count, 0)} tal i tabellerne{more}", file=file)
    for one in printed.changed_history:
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


def _print_json(told: Sequence | dict) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=1))
