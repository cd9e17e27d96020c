"""Recipient x what is written -> Parts: every text of the paper as it will be read, with what each text is called.

The tables are not among them. A sentence goes by its key, a text that somebody typed elsewhere by one of its own:
`baggrund`, `indstilling/2`, `kommentar/7`, `handling/3`, `fortolkning/4` (the journal's lines).
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from kpi import danish
from kpi.definitions.model import NAMELESS
from kpi.papers import recipients
from kpi.papers.document import Sentence
from kpi.papers.recipients import SECTIONS, Recipient
from kpi.papers.sentences.places import HEADINGS, IN_THE_CASE, IN_THE_SUMMARY, paragraphs_of
from kpi.papers.written import Written
from kpi.publications.publication import Publication
from kpi.publications.revised import reasons_of

HALF_YEAR = 6
TYPED = {
    "baggrund": "baggrunden",
    "indstilling": "indstillingen",
    "kommentar": "en kommentar",
    "handling": "en handling",
    "fortolkning": "en fortolkning",
}
"""What the texts are called that stand in no place of the sentences, by the first part of their keys."""


@dataclass(frozen=True)
class Part:
    """A part of the paper that is read by itself: its heading, and its paragraphs' sentences."""

    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


def period_of(publication: Publication) -> str:
    """The half-year that the paper is about: januar–juni 2022."""
    last = publication.as_of
    first = danish.MONTHS[(last.month - HALF_YEAR) % len(danish.MONTHS)]
    return f"{first}–{danish.month(last)}"


def changed_of(publication: Publication) -> tuple[tuple[str, str], ...]:
    """Why figures of before read otherwise now, under its name: a correction, or revised figures; empty where none.

    A correction also tells why figures were revised in what it takes the place of.
    """
    if not publication.reason:
        return ()
    if not publication.supersedes:
        return (("Reviderede tal", publication.reason),)
    before = [reason for reason in reasons_of(publication.revisions) if reason != publication.reason]
    told = [("Rettelse", f"Afløser {publication.supersedes}. {publication.reason}")]
    told += [("Reviderede tal", " ".join(f"{reason.rstrip('.')}." for reason in before))] if before else []
    return tuple(told)


def corrected_by(corrections: Iterable[Publication]) -> tuple[tuple[str, str], ...]:
    """What took the place of a publication after it was made, under its name; empty where nothing did."""
    told = [f"{one.key}, udgivet {danish.day(one.published.date())}: {one.reason.rstrip('.')}." for one in corrections]
    return (("Rettet af", f"{' '.join(told)} Brug den nye udgivelse."),) if told else ()


def nameless(publication: Publication, is_published: bool = True) -> str:
    """What HR is told where the municipality's name stands nowhere; empty where it does."""
    if publication.municipality != NAMELESS:
        return ""
    said = f"Der står «{NAMELESS}» i sagen og bilaget, for settings.toml har ikke kommunens navn."
    mend = 'Skriv kommune = "Navn Kommune" i filen, start programmet igen, og udgiv'
    after = "igen med en begrundelse. Navnet kan også rettes i filerne." if is_published else "så."
    return f"{said} {mend} {after}"


def check_of(address: str) -> str:
    """Where it is seen whether a publication still holds; without a public address, where in the program."""
    return address or "Se siden Tjek i programmet"


def filled(text: str, publication: Publication) -> str:
    """A recipient's own words with what stands in braces filled in."""
    return text.replace("{periode}", period_of(publication)).replace("{kommune}", publication.municipality)


def is_typed(sentence: Sentence) -> bool:
    """Whether a person wrote the text, or changed it."""
    return sentence.edited or sentence.key.split("/")[0] in TYPED


def places_of(recipient: Recipient) -> tuple[str, ...]:
    """The places of the sentences in the recipient's paper, in its order."""
    found = {recipients.CASE: IN_THE_CASE, recipients.SUMMARY: IN_THE_SUMMARY}
    return tuple(place for section in recipient.sections for place in found.get(section, ()))


def parts_of(
    publication: Publication, recipient: Recipient, told: Sequence[Sentence], written: Written
) -> tuple[Part, ...]:
    """The parts of the paper in the recipient's order; `told` are the sentences as HR wants them."""
    found = (part for key in recipient.sections for part in _parts(key, publication, recipient, told, written))
    return tuple(part for part in found if part.paragraphs)


def _parts(
    section: str, publication: Publication, recipient: Recipient, told: Sequence[Sentence], written: Written
) -> Iterable[Part]:
    if section == recipients.BACKGROUND:
        yield _typed(section, [("baggrund", filled(recipient.background, publication))])
    elif section == recipients.PROPOSAL:
        texts = [filled(text, publication) for text in recipient.proposal]
        yield _typed(section, [(f"indstilling/{number}", text) for number, text in enumerate(texts, 1)])
    elif section in (recipients.CASE, recipients.SUMMARY):
        for place in IN_THE_CASE if section == recipients.CASE else IN_THE_SUMMARY:
            yield Part(HEADINGS[place], (*paragraphs_of(told, place), *_typed_at(written, place)))
        if section == recipients.SUMMARY:
            yield Part(SECTIONS[section], tuple(_interpretations(written, "")))
    elif section == recipients.ACTIONS:
        yield _typed(section, [(f"handling/{row.line}", row.text) for row in written.actions])
    elif section == recipients.COMMENTS:
        others = {one.place for one in written.comments} - set(IN_THE_CASE)
        yield Part(SECTIONS[section], tuple(_comments(written, others)))


def _typed(section: str, texts: Iterable[tuple[str, str]]) -> Part:
    return Part(SECTIONS[section], tuple((Sentence(key, text),) for key, text in texts))


def _typed_at(written: Written, place: str) -> Iterable[tuple[Sentence, ...]]:
    return (*_interpretations(written, place), *_comments(written, {place}))


def _interpretations(written: Written, place: str) -> Iterable[tuple[Sentence, ...]]:
    found = (one for one in written.interpretations if one.paper_place == place)
    return ((Sentence(f"fortolkning/{one.line}", one.text),) for one in found)


def _comments(written: Written, places: Set[str]) -> Iterable[tuple[Sentence, ...]]:
    return ((Sentence(f"kommentar/{one.line}", one.text),) for one in written.comments if one.place in places)
