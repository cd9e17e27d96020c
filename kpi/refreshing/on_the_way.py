"""What HR says on the way to a publication: warnings accepted, the public reason, and who may publish.          (I/O)

It is kept in the journal under the key that the publication will have, so that colleagues share it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from kpi import danish
from kpi.extracts.findings import Finding
from kpi.publications import journal
from kpi.publications.person_numbers import refuse
from kpi.refreshing.acceptances import Refused, shown
from kpi.refreshing.office import Office
from kpi.refreshing.proposals import Proposal
from kpi.refreshing.signing import is_same


@dataclass(frozen=True)
class Reason:
    """The public reason of a publication to be, who wrote it and when."""

    text: str
    by: str
    at: datetime

    @property
    def given(self) -> str:
        """Who wrote it and when, in words."""
        return f"af {self.by} {danish.day(self.at.date())}"


def accept(office: Office, proposal: Proposal, finding: Finding, reason: str, by: str, at: datetime) -> None:
    """Nothing; the warning is accepted for whoever publishes, until somebody takes it back."""
    key, told = proposal.publication.key, shown(finding)
    office.journal.accept(key, who=by, role="hr", reason=reason, mark=finding.mark, at=at, **told)


def keep_reason(office: Office, as_of: date, text: str, by: str, at: datetime) -> None:
    """Nothing; the reason stands ready for whoever publishes the date next. Raises `PersonNumber`."""
    refuse(text, "begrundelsen")
    office.journal.record(journal.REASON, office.store.key_for(as_of), who=by, role="hr", detail=text, at=at)


def reason_of(office: Office, proposal: Proposal) -> Reason | None:
    """The reason that was written last; None where nobody has written any."""
    lines = office.journal.audit(action=journal.REASON, target=proposal.publication.key, latest=1)
    return next((Reason(one["detail"], one["who"], datetime.fromisoformat(one["at"])) for one in lines), None)


def takers(office: Office, proposal: Proposal) -> tuple[str, ...]:
    """Those who took in what the publication is made of, each once."""
    known = set(office.imports.ids())
    held = (office.imports.manifest(one)["by"] for one in proposal.publication.imports if one in known)
    return tuple(dict.fromkeys(held))


def must_be_another(office: Office, proposal: Proposal, by: str) -> bool:
    """Whether the settings want another person than this one to publish."""
    return office.settings.two_persons_publish and any(is_same(by, one) for one in takers(office, proposal))


def refuse_who_took_in(office: Office, proposal: Proposal, by: str, takes_in: str = "") -> None:
    """Nothing, or `Refused` where another person must publish; `takes_in` takes files in together with it."""
    if must_be_another(office, proposal, by) or (office.settings.two_persons_publish and is_same(by, takes_in)):
        raise Refused("En anden i HR end den, der tog filerne ind, skal udgive. Det er bestemt i indstillingerne.")
