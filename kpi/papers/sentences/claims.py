"""Publication -> Claims: what a careful officer would say of the tables, each bound to the cells it rests on.

A claim has no words and no values: `prose` says it in Danish from the cells. The data hold no reasons for
leaving, so no claim is about a cause.
"""

import pandas as pd

from kpi.papers.sentences.claim import Claim
from kpi.papers.sentences.claims_of_adverts import advert_claims
from kpi.papers.sentences.claims_of_people import claims_of_people
from kpi.papers.sentences.claims_of_the_whole import claims_of_the_whole
from kpi.papers.sentences.ledger import Ledger, people_measures
from kpi.publications.publication import Publication


def claims(publication: Publication, audience: str, evidence: pd.DataFrame | None = None) -> tuple[Claim, ...]:
    """Everything to say of the publication to the audience, in the order of the paper: tables, then the whole.

    `evidence` is the audience's frame of like-for-like comparisons; without it the publication's own, if it has one.
    """
    ledger = Ledger(publication, audience, evidence)
    people = [claim for one in people_measures() for claim in claims_of_people(ledger, one.key)]
    return (*advert_claims(ledger), *people, *claims_of_the_whole(ledger))
