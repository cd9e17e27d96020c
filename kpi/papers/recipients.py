"""Who a paper is for: what it asks of them, which sections it has, in which order, and what they may see.

The house's recipients; a municipality's own wording is read from `sager.toml` (`kpi.municipality.paper_settings`).
"""

from dataclasses import dataclass

from kpi.definitions.disclosure import INTERNAL, PUBLIC
from kpi.publications.journal import COMMITTEE, DIRECTORS, MANAGERS, WORKS_COUNCIL

BACKGROUND, PROPOSAL, DECISION, CASE, SUMMARY, ACTIONS, COMMENTS, ANNEX = (
    *("baggrund", "indstilling", "beslutning", "sagsfremstilling", "opsamling", "handlinger", "bemaerkninger"),
    "bilag",
)
SECTIONS = {
    BACKGROUND: "Baggrund",
    PROPOSAL: "Indstilling",
    DECISION: "Beslutning",
    CASE: "Sagsfremstilling",
    SUMMARY: "Opsamling på de fremlagte data",
    ACTIONS: "Besluttet sidst, og hvordan det gik",
    COMMENTS: "Direktionens bemærkninger",
    ANNEX: "Bilag",
}
"""Every section that a paper can have, with its heading."""


@dataclass(frozen=True)
class Recipient:
    """A recipient: `purpose` says what the paper is for (til beslutning), `audience` what they may see.

    `background` and `proposal` are the recipient's own words; {periode} and {kommune} are filled in.
    """

    key: str
    title: str
    purpose: str
    audience: str
    sections: tuple[str, ...]
    background: str
    proposal: tuple[str, ...]
    kind: str = "Sag"

    @property
    def heading(self) -> str:
        """What the paper is called, under its title: Sag til Direktionen, til beslutning."""
        return f"{self.kind} til {self.title}, {self.purpose}"

    def file_name(self, name: str, publication: str) -> str:
        """What a file of the paper is called when it is fetched: sag-2022-06-direktionen.docx."""
        stem, suffix = name.rsplit(".", 1)
        return f"{stem}-{publication}-{self.key}.{suffix}"


_BACKGROUND = (
    "{kommune} følger to gange om året, hvordan det går med at rekruttere og fastholde medarbejdere. Sagen fremlægger "
    "data for {periode}."
)
_WHOLE = (BACKGROUND, PROPOSAL, DECISION, CASE, SUMMARY, ACTIONS, ANNEX)
_DISCUSSED = "drøfter, hvad tallene betyder på deres område, og hvad de giver anledning til."

RECIPIENTS = (
    Recipient(
        DIRECTORS,
        "Direktionen",
        "til beslutning",
        INTERNAL.key,
        _WHOLE,
        f"{_BACKGROUND} Derefter drøftes data i Chefforum og Hovedudvalget og forelægges Økonomiudvalget til "
        "orientering.",
        (
            "HR-centret indstiller, at Direktionen",
            "tager data til efterretning,",
            "beslutter, om tallene giver anledning til handling, og",
            "beslutter, hvilke bemærkninger der følger data til Økonomiudvalget.",
        ),
    ),
    Recipient(
        MANAGERS,
        "Chefforum",
        "til drøftelse",
        INTERNAL.key,
        (BACKGROUND, PROPOSAL, CASE, SUMMARY, ACTIONS, ANNEX),
        _BACKGROUND,
        (f"HR-centret indstiller, at Chefforum {_DISCUSSED}",),
    ),
    Recipient(
        WORKS_COUNCIL,
        "Hovedudvalget",
        "til drøftelse",
        PUBLIC.key,
        (BACKGROUND, PROPOSAL, CASE, SUMMARY, COMMENTS, ANNEX),
        _BACKGROUND,
        (f"HR-centret indstiller, at Hovedudvalget {_DISCUSSED}",),
    ),
    Recipient(
        COMMITTEE,
        "Økonomiudvalget",
        "til orientering",
        PUBLIC.key,
        (BACKGROUND, PROPOSAL, DECISION, CASE, SUMMARY, COMMENTS, ANNEX),
        _BACKGROUND,
        ("Administrationen indstiller, at Økonomiudvalget tager data til efterretning.",),
        kind="M-sag",
    ),
)
BY_KEY = {recipient.key: recipient for recipient in RECIPIENTS}
