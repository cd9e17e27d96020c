"""What is accepted, open and asked of the findings on the page: each warning apart, also where it stands at no cell."""

from collections.abc import Iterable

from kpi.extracts.findings import WARNING, Finding
from kpi.refreshing import acceptances, answering, refresh
from kpi.refreshing.acceptances import Acceptance
from layouts.data.room import room


def holding(about: refresh.Draft | refresh.Proposal | None, accepted: Iterable[Acceptance]) -> list[Acceptance]:
    """What was accepted of a draft or a proposal: now, and before where that still holds; `about` is None unread."""
    return [*accepted, *(refresh.accepted_earlier(room().office, about) if about else ())]


def accepted_as(finding: Finding, accepted: Iterable[Acceptance]) -> Acceptance | None:
    """How the finding was accepted; None where it was not."""
    return next((one for one in accepted if one.covers(finding)), None)


def take_back(finding: Finding, about: refresh.Draft | refresh.Proposal | None, by: str) -> None:
    """Nothing; an acceptance of the finding from before holds no more, where there is one."""
    earlier = accepted_as(finding, holding(about, ()))
    if earlier:
        acceptances.take_back(room().office, earlier, finding, by, room().moment())


def open_warnings(findings: Iterable[Finding], accepted: Iterable[Acceptance]) -> list[Finding]:
    """The warnings that nobody has accepted yet."""
    held = list(accepted)
    return [one for one in findings if one.severity_taken_in == WARNING and not accepted_as(one, held)]


def asked(findings: Iterable[Finding]) -> list[answering.Question]:
    """What the findings ask, each once: to be answered, and not accepted."""
    return answering.open_questions(findings)
