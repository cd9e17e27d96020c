"""Findings as the page shows them: what it is called, where it stands, what it moves, and whether it was accepted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kpi import danish
from kpi.definitions.finding_titles import finding_title
from kpi.extracts.checking.counted import called
from kpi.extracts.checking.not_run import not_run
from kpi.extracts.findings import STOP, Finding
from kpi.refreshing import answering
from kpi.refreshing.acceptances import Acceptance, ThisWarning
from layouts.data.acceptances import accepted_as

SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """A finding with its number in the list, how it was accepted, and where its code is placed."""

    number: int
    finding: Finding
    accepted: Acceptance | None = None
    place: str = ""

    @property
    def severity(self) -> str:
        """What it is: Stop, Spørgsmål or Advarsel."""
        return called(self.finding)

    @property
    def is_stop(self) -> bool:
        """Whether it must be mended or answered, and cannot be accepted."""
        return self.finding.severity_taken_in == STOP

    @property
    def accepted_by(self) -> str:
        """Who accepted it and when, in words, where that was done before; else empty."""
        one = self.accepted
        if not isinstance(one, ThisWarning) or not one.by:
            return ""
        return f"af {one.by} {danish.day(datetime.fromisoformat(one.at).date())}"

    @property
    def asked(self) -> answering.Told | None:
        """The question that it asks, with how it is read until that is answered; None where it asks nothing."""
        return answering.Told(self.finding.question) if self.finding.question else None

    @property
    def title(self) -> str:
        """What the finding is called."""
        return finding_title(self.finding.code)

    @property
    def address(self) -> str:
        """Where it stands, the largest word of the finding."""
        one = self.finding
        whole = "Hele filen" if one.file else "Alle filer"
        return one.cell or (f"Linje {one.row}" if one.row else "") or one.column or whole

    @property
    def around(self) -> list[str]:
        """The column, the sheet and the file, where the address does not say so already."""
        one = self.finding
        told = [one.column if one.column != self.address else "", f"ark {one.sheet}" if one.sheet else "", one.file]
        return [text for text in told if text]

    @property
    def tables(self) -> str:
        """The tables that it moves, in words; of what cannot be read or used nobody knows yet."""
        numbers = [str(number) for number in self.finding.tables]
        if numbers:
            return f"tabel {danish.joined(numbers)}"
        return "vides ikke endnu" if self.is_stop else "ingen af tabellerne"

    @property
    def count(self) -> str:
        """How many rows share it."""
        return danish.number(self.finding.count, 0)

    @property
    def cells(self) -> tuple[str, ...]:
        """The first cells, where there are several."""
        return self.finding.cells[:SHOWN] if len(self.finding.cells) > 1 else ()


def listed(findings: Sequence[Finding], accepted: Iterable[Acceptance], places: dict[str, str]) -> list[Shown]:
    """The findings in order: what stops, what is asked, what is open, what is accepted; each keeps its number."""
    held = list(accepted)
    found = [
        Shown(number, one, accepted_as(one, held), places.get(one.code, "")) for number, one in enumerate(findings)
    ]
    return sorted(found, key=lambda one: (not one.is_stop, bool(one.finding.question), bool(one.accepted), one.number))


def refused(finding: Finding, wrong: str) -> str:
    """What was refused of a finding's form, with which finding it was."""
    one = Shown(0, finding)
    return f"«{one.title}», {one.address}: {wrong}"


def not_checked(findings: Sequence[Finding]) -> list[str]:
    """What was not checked because of the findings, a sentence each."""
    return [one.text for one in not_run(findings)]
