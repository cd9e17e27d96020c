"""Claims -> sentences in Danish: right units, exceptions named, cautious where it is not clear, never a cause."""

from collections.abc import Callable, Iterable
from zlib import crc32

import pandas as pd

from kpi.papers.document import Sentence
from kpi.papers.sentences import prose_of_adverts, prose_of_origins, prose_of_people, prose_of_the_whole
from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.claims import claims
from kpi.papers.sentences.ledger import Ledger
from kpi.papers.sentences.wording import Wording
from kpi.publications.publication import Publication

SAID: dict[str, Callable[[Claim, Wording], tuple[str, ...]]] = (
    prose_of_adverts.SAID | prose_of_people.SAID | prose_of_origins.SAID | prose_of_the_whole.SAID
)
"""Each kind of claim with the ways to say it; which one is used follows from the claim's key."""


def sentences(publication: Publication, audience: str, evidence: pd.DataFrame | None = None) -> tuple[Sentence, ...]:
    """Everything the product says of a publication to an audience, a sentence a claim, in the order of the paper."""
    return written(claims(publication, audience, evidence), Ledger(publication, audience, evidence))


def written(said: Iterable[Claim], ledger: Ledger) -> tuple[Sentence, ...]:
    """The claims as sentences; a sentence's key is its claim's."""
    wording = Wording(ledger)
    return tuple(Sentence(claim.key, _text(claim, wording), claim.cells) for claim in said)


def _text(claim: Claim, wording: Wording) -> str:
    ways = SAID[claim.kind](claim, wording)
    text = ways[crc32(claim.key.encode()) % len(ways)]
    return text[:1].upper() + text[1:]
