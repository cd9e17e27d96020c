"""Warnings that a person accepts, one by one, with a reason that is kept; a stop or a question cannot be accepted."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.extracts.findings import WARNING, Finding, stop_on
from kpi.publications.person_numbers import refuse


class Refused(Exception):
    """Raised, with a Danish message, where a rule says no: nothing was changed."""


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


def accepted_warnings(findings: Sequence[Finding], acceptances: Sequence[Acceptance], by: str) -> tuple[dict, ...]:
    """The accepted warnings as they are kept; raises `Stopped` or `NotAccepted`."""
    stop_on(findings, taken_in=True)
    warnings = [finding for finding in findings if finding.severity == WARNING]
    reasons = [next((one.reason for one in acceptances if one.covers(finding)), "").strip() for finding in warnings]
    missing = [finding for finding, reason in zip(warnings, reasons, strict=True) if not reason]
    if missing:
        raise NotAccepted(missing)
    for reason in reasons:
        refuse(reason, "begrundelsen")
    return tuple(
        {"code": one.code, "file": one.file, "cell": one.cell or "", "message": one.message, "reason": reason, "by": by}
        for one, reason in zip(warnings, reasons, strict=True)
    )
