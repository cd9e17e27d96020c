"""The six steps on the way to a publication, each with its state in words."""

from collections.abc import Sequence
from datetime import date

from kpi import danish
from kpi.extracts.checking.counted import counts_in_words, stops, without_place
from kpi.extracts.findings import Finding
from kpi.refreshing import on_the_way, refresh
from layouts.data import placing
from layouts.data.acceptances import asked, holding, open_warnings
from layouts.data.desk import Draft
from layouts.data.page import Step
from layouts.data.room import room
from layouts.door.identity import person

FILES, CHECK, PLACE, LOOK, COMPARE, PUBLISH = (
    "Hent filer",
    "Kontrollér",
    "Placér koder",
    "Se tabellerne",
    "Forskel fra sidst",
    "Udgiv",
)
LATER = "venter"
IN_USE = "taget ind"


def of_files() -> tuple[Step, ...]:
    """The steps before any file was sent."""
    first = Step(FILES, "/data/ny", "her er du", is_current=True)
    return (first, *(Step(title, "", LATER) for title in (CHECK, PLACE, LOOK, COMPARE, PUBLISH)))


def of_draft(held: Draft, found: Sequence[Finding], read: refresh.Draft | None, here: str) -> tuple[Step, ...]:
    """The steps of a draft; `here` is the last part of the page's address."""
    at = f"/data/kladde/{held.id}"
    if not held.job.is_done:
        reading = Step(CHECK, f"{at}/fund", "i gang", is_current=True)
        rest = (Step(title, "", LATER) for title in (PLACE, LOOK, COMPARE, PUBLISH))
        return (Step(FILES, "/data/ny", _files(held), is_done=True), reading, *rest)
    unplaced = len(without_place(found))
    mend = len(stops(found)) - unplaced
    counts = mend, unplaced, len(asked(found)), len(open_warnings(found, holding(read, held.accepted)))
    clear = not any(counts)
    codes = placing.unplaced(found, read) if read else []
    checked = "færdig" if clear else danish.joined(_counts(*counts))
    placed = danish.counted(len(codes), "kode venter på dig", "koder venter på dig") if codes else "ingen koder venter"
    return (
        Step(FILES, "/data/ny", _files(held), is_done=True),
        Step(CHECK, f"{at}/fund", checked, clear, here == "fund"),
        Step(PLACE, f"{at}/placer", placed, not codes, here == "placer"),
        Step(LOOK, "", "venter: tag udtrækkene ind" if clear else LATER),
        Step(COMPARE, "", LATER),
        Step(PUBLISH, "", LATER),
    )


def of_proposal(as_of: date, proposal: refresh.Proposal | None, here: str) -> tuple[Step, ...]:
    """The steps of a publication as it would be; `here` is the last part of the page's address."""
    at = f"/data/udgiv/{as_of.isoformat()}"
    looked = compared = "beregnes nu" if proposal is None else "kan ses"
    ready = LATER
    if proposal:
        new, changed = (danish.number(counts.in_tables, 0) for counts in proposal.difference.counts)
        compared = f"{new} nye, {changed} ændrede"
        ready = danish.joined(_lacks(proposal)) or ("en kollega udgiver" if _is_a_colleagues(proposal) else "klar")
    return (
        Step(FILES, "/data/ny", IN_USE, is_done=True),
        Step(CHECK, "", IN_USE, is_done=True),
        Step(PLACE, "", IN_USE, is_done=True),
        Step(LOOK, f"{at}/tabeller", looked, proposal is not None and here != "tabeller", here == "tabeller"),
        Step(COMPARE, f"{at}/forskel", compared, proposal is not None and here == "udgiv", here == "forskel"),
        Step(PUBLISH, f"{at}/udgiv", ready, False, here == "udgiv"),
    )


def lacking(proposal: refresh.Proposal) -> tuple[int, bool]:
    """How many warnings nobody has accepted, and whether a public reason is asked for and not written."""
    open_ones = open_warnings(proposal.findings, holding(proposal, ()))
    return len(open_ones), proposal.needs_reason and not on_the_way.reason_of(room().office, proposal)


def _lacks(proposal: refresh.Proposal) -> list[str]:
    open_ones, lacks_reason = lacking(proposal)
    return [*_counts(0, 0, 0, open_ones), *(["begrundelse mangler"] if lacks_reason else [])]


def _is_a_colleagues(proposal: refresh.Proposal) -> bool:
    return on_the_way.must_be_another(room().office, proposal, person().name)


def _files(held: Draft) -> str:
    return f"færdig: {danish.counted(len(held.names), 'fil', 'filer')}"


def _counts(stopping: int, codes: int, questions: int, open_ones: int) -> list[str]:
    told = counts_in_words(stopping, codes, questions)
    return told + ([danish.counted(open_ones, "åben advarsel", "åbne advarsler")] if open_ones else [])
