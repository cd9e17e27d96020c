"""What each audience has been told before, and what it can work out all the same: for whoever publishes."""

from collections.abc import Iterable, Mapping

import pandas as pd

from kpi import danish
from kpi.definitions.disclosure import Audience
from kpi.definitions.retained import COUNTED
from kpi.extracts.findings import Finding
from kpi.figures.cohorts import as_figures
from kpi.figures.protect import Protected
from kpi.publications.publication import Store


def told_before(store: Store) -> dict[str, list[pd.DataFrame]]:
    """The figures of every publication by audience, the oldest first: what was superseded has been read, too.

    What was told of retention stands beside them as figures.
    """
    told: dict[str, list[pd.DataFrame]] = {}
    for key in reversed(store.keys()):
        for audience, figures in store.load(key).figures.items():
            told.setdefault(audience, []).append(figures)
        for audience, retention in store.load(key).retention.items():
            told.setdefault(audience, []).append(as_figures(retention, store.load(key).as_of))
    return told


def given_away(protected: Mapping[str, Protected], audiences: Iterable[Audience]) -> list[Finding]:
    """A warning for each audience that can work out what is hidden, which no more hiding can mend."""
    found = []
    for audience in audiences:
        unsafe = protected[audience.key].unsafe
        if len(unsafe):
            titles = [COUNTED[key].title for key in dict.fromkeys(unsafe["measure"])]
            cells = danish.counted(len(unsafe), "skjult tal", "skjulte tal")
            text = (
                f"{cells} kan regnes ud af det, der er vist for {audience.title}, her eller i en tidligere udgivelse "
                f"({danish.joined(titles)}). Tal med databeskyttelsesrådgiveren, før I udgiver."
            )
            told = tuple(sorted(" ".join(map(str, one)) for one in unsafe.itertuples(index=False)))
            found.append(Finding("kan_regnes_ud", text, rows=(audience.key, *told)))
    return found


def kept_hidden(protected: Mapping[str, Protected], audiences: Iterable[Audience]) -> tuple[str, ...]:
    """A Danish sentence for each audience: how many figures are hidden, why, and how long that took to see to."""
    found = []
    for audience in audiences:
        one = protected[audience.key]
        hidden = danish.counted(one.primary + one.secondary, "tal", "tal")
        found.append(
            f"{danish.sentence(audience.title)} visning: {hidden} er skjult, heraf {danish.number(one.secondary, 0)}, "
            f"fordi de kunne bruges til at regne et andet skjult tal ud. Kontrollen tog {danish.number(one.seconds)} "
            "sekunder."
        )
    return tuple(found)
