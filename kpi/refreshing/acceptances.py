"""Warnings that a person accepts, one by one, with a reason that is kept; a stop or a question cannot be accepted.

What was accepted holds for the same warning about the same rows, wherever in a file they stand, until it is taken back.
"""

import hmac
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kpi import danish
from kpi.definitions.person_numbers import hidden
from kpi.extracts.findings import WARNING, Finding, stop_on
from kpi.publications.person_numbers import refuse
from kpi.refreshing.office import Office

SHOWN = ("code", "file", "cell", "message")
"""What told a warning apart before it had a mark."""


class Refused(Exception):
    """Raised, with a Danish message, where a rule says no: nothing was changed."""


class NoReason(Refused):
    """Raised where a publication must have a public reason, and has none."""

    def __init__(self, as_of: date, changes_history: bool):
        told = "Tal, der allerede er udgivet, bliver ændret. Skriv hvorfor"
        if not changes_history:
            told = f"Der er allerede en udgivelse pr. {danish.day(as_of)}, og ingen af dens tal er ændret. Skal den "
            told += "alligevel rettes, så skriv hvorfor"
        super().__init__(f"{told}: begrundelsen bliver trykt sammen med tallene.")


class NotAccepted(Refused):
    """Raised with the warnings that nobody has accepted yet."""

    def __init__(self, findings: Sequence[Finding]):
        self.findings = tuple(findings)
        super().__init__(
            "Der er advarsler, som ingen har godkendt. Ret filen, eller godkend hver af dem med en begrundelse."
        )


@dataclass(frozen=True)
class Acceptance:
    """A warning that a person accepts, and why: those of a code, or the one at a file's cell."""

    code: str
    reason: str
    file: str = ""
    cell: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is this warning that is accepted."""
        return (
            finding.code == self.code
            and self.file in ("", finding.file)
            and self.cell in ("", finding.cell, *finding.cells)
        )


@dataclass(frozen=True)
class ThisWarning(Acceptance):
    """The acceptance of the warning of a mark, and of no other.

    `by`, `at` and `target` tell who accepted it before, when, and for which import or publication; empty where it is
    accepted now.
    """

    mark: str = ""
    by: str = ""
    at: str = ""
    target: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is this warning that is accepted: one without a mark never is."""
        return bool(self.mark) and (self.code, self.mark) == (finding.code, finding.mark)


def shown(finding: Finding) -> dict[str, str]:
    """What the journal tells of a warning, by the names in `SHOWN`."""
    return {name: getattr(finding, name) or "" for name in SHOWN}


def this(finding: Finding, reason: str) -> ThisWarning:
    """The acceptance of a finding, for a reason."""
    return ThisWarning(finding.code, reason, finding.file, finding.cell or "", finding.mark)


def marked(findings: Iterable[Finding], key: bytes, as_of: date | None) -> tuple[Finding, ...]:
    """The findings, each with its mark: a keyed hash of what it says of which rows, whatever lines they stand on.

    What is not about rows of a file belongs to the date, and to the very words. Findings that cannot be told apart are
    counted, so that each has a mark of its own.
    """
    found, seen = [], Counter()
    for one in findings:
        of_period = [] if one.file and one.rows else [str(as_of or ""), one.file, one.sheet, one.count]
        told = json.dumps([one.code, one.column, of_period, one.rows or one.message])
        seen[told] += 1
        mark = hmac.new(key, f"{seen[told]} {told}".encode(), "sha256").hexdigest()
        found.append(replace(one, mark=mark))
    return tuple(found)


def accepted_before(
    office: Office, findings: Iterable[Finding], sources: Iterable[Mapping], as_of: date | None
) -> list[ThisWarning]:
    """What was accepted before and still holds for these warnings: the latest word about each.

    Where the journal has no mark, an acceptance holds for the very files it was given for: `sources` have the file and
    checksum of each that is looked at now.
    """
    lines = office.journal.acceptances()
    latest = {line["mark"]: line for line in lines if line["mark"]}
    unmarked = {tuple(line[name] for name in SHOWN): line for line in lines if not line["mark"]}
    files, found = {(one["file"], one["sha256"]) for one in sources}, []
    for one in findings:
        line = latest.get(one.mark)
        if line is None:
            line = unmarked.get(tuple(map(hidden, shown(one).values())))
            line = line if line and _is_of(office, line, files, as_of) else None
        if line and line["reason"] and one.severity_taken_in == WARNING:
            told = {"by": line["who"], "at": line["at"], "target": line["target"]}
            found.append(replace(this(one, line["reason"]), **told))
    return found


def _is_of(office: Office, line: Mapping, files: Collection[tuple[str, str]], as_of: date | None) -> bool:
    """Whether the line was written about the very files that are looked at now; without a file, about all of them."""
    target = line["target"]
    if target in office.store.keys():  # noqa: SIM118 (a method, not a dict)
        published = office.store.load(target)
        return published.as_of == as_of and {(one["file"], one["sha256"]) for one in published.sources} == files
    if target not in office.imports.ids() or not line["file"]:
        return False
    sources = office.imports.manifest(target)["sources"]
    held = {(one["file"], one["sha256"]) for one in sources if one["file"] == line["file"]}
    return bool(held) and held <= files


def take_back(office: Office, accepted: ThisWarning, finding: Finding, by: str, at: datetime) -> None:
    """Nothing; what was accepted before is asked about again."""
    told = shown(finding)
    office.journal.accept(accepted.target, who=by, role="hr", reason="", mark=finding.mark, at=at, **told)
    office.journal.record("godkendelse fortrudt", accepted.target, who=by, role="hr", detail=finding.message, at=at)


def accepted_warnings(findings: Sequence[Finding], acceptances: Sequence[Acceptance], by: str) -> tuple[dict, ...]:
    """The accepted warnings as they are kept, `at` empty where that is now; raises `Stopped` or `NotAccepted`."""
    stop_on(findings, taken_in=True)
    warnings = [finding for finding in findings if finding.severity == WARNING]
    given = [next((one for one in acceptances if one.covers(told) and one.reason.strip()), None) for told in warnings]
    missing = [finding for finding, one in zip(warnings, given, strict=True) if one is None]
    if missing:
        raise NotAccepted(missing)
    for one in given:
        refuse(one.reason, "begrundelsen")
    return tuple(_kept(finding, one, by) for finding, one in zip(warnings, given, strict=True))


def _kept(finding: Finding, one: Acceptance, by: str) -> dict:
    earlier = {"by": one.by or by, "at": one.at} if isinstance(one, ThisWarning) else {"by": by, "at": ""}
    return shown(finding) | {"reason": one.reason.strip(), "mark": finding.mark} | earlier
