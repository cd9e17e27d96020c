"""A warning that is accepted on the page: this one and no other, also where it stands at no cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi import answering
from kpi.acceptances import Acceptance
from kpi.extracts.findings import STOP, WARNING, Finding


@dataclass(frozen=True)
class ThisWarning(Acceptance):
    """The warning with this very sentence."""

    message: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether it is this warning that is accepted."""
        same = (finding.code, finding.file, finding.cell or "", finding.message)
        return same == (self.code, self.file, self.cell, self.message)


def this(finding: Finding, reason: str) -> ThisWarning:
    """The acceptance of a finding, for a reason."""
    return ThisWarning(finding.code, reason, finding.file, finding.cell or "", finding.message)


def reason_for(finding: Finding, accepted: Iterable[Acceptance]) -> str:
    """Why the finding was accepted; empty where it was not."""
    return next((one.reason for one in accepted if one.covers(finding)), "")


def open_warnings(findings: Iterable[Finding], accepted: Iterable[Acceptance]) -> list[Finding]:
    """The warnings that nobody has accepted yet."""
    held = list(accepted)
    return [one for one in findings if one.severity_taken_in == WARNING and not reason_for(one, held)]


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that must be mended or, where they ask something, may be answered."""
    return [one for one in findings if one.severity == STOP]


def asked(findings: Iterable[Finding]) -> list[answering.Question]:
    """What is asked by findings that nothing else is wrong with, each once: to be answered, and not accepted."""
    return answering.open_questions(one for one in findings if one.severity != one.severity_taken_in)
