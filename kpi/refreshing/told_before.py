"""What each audience has been told before, and what it can work out all the same: for whoever publishes."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from kpi import danish
from kpi.definitions.disclosure import Audience
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import StaffGroup, Status
from kpi.definitions.retained import COUNTED
from kpi.extracts.findings import Finding
from kpi.figures.cohorts import as_figures
from kpi.figures.protect import Protected
from kpi.publications.publication import Store

OF_LEADERS = 3
"""The table that has a row of leaders."""
LATEST_NAMED = 3
"""So many of the latest publications are named."""
WHY = (
    "Det sker mest, når en stilling eller afdeling er flyttet til en anden faggruppe eller et andet center: forskellen "
    "på gruppens tal før og nu er de få, der blev flyttet. Er de flyttet en bestemt dag, så skriv den i «Gyldig fra» i "
    "referencefilen; så bliver de tidligere tal stående. Ellers kan I lade flytningen være. "
)
WHAT_TO_DO = "Skal det udgives, som det er, så tal først med databeskyttelsesrådgiveren, og skriv det i begrundelsen."


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


def given_away(
    protected: Mapping[str, Protected], audiences: Iterable[Audience], earlier: Sequence[str]
) -> list[Finding]:
    """A warning for each audience that can work out what is hidden, which no more hiding can mend.

    `earlier` are the keys of the publications that the audience has read, the newest first.
    """
    found = []
    for audience in audiences:
        unsafe = protected[audience.key].unsafe
        if len(unsafe):
            measures = [COUNTED[key] for key in dict.fromkeys(unsafe["measure"])]
            tables = tuple(sorted({one.table for one in measures if one.table}))
            cells = danish.counted(len(unsafe), "skjult tal", "skjulte tal")
            text = (
                f"{cells} kan regnes ud af det, der er vist i den {_inflected(audience)} visning{_against(earlier)} "
                f"({danish.joined([one.title for one in measures])}). {WHY if earlier else ''}{WHAT_TO_DO}"
            )
            told = tuple(sorted(" ".join(map(str, one)) for one in unsafe.itertuples(index=False)))
            found.append(Finding("kan_regnes_ud", text, tables=tables, rows=(audience.key, *told)))
    return found


def _inflected(audience: Audience) -> str:
    """The audience's title after «den»: the internal one's gets an e."""
    return audience.title if audience.title.endswith("e") else f"{audience.title}e"


def _against(earlier: Sequence[str]) -> str:
    if not earlier:
        return ""
    older = len(earlier) - LATEST_NAMED
    named = [*earlier[:LATEST_NAMED], *([danish.counted(older, "ældre", "ældre")] if older > 0 else [])]
    return f", når tallene her holdes op mod {danish.joined(named)}"


def kept_hidden(
    protected: Mapping[str, Protected], audiences: Iterable[Audience], groups: Sequence[StaffGroup]
) -> tuple[str, ...]:
    """A Danish sentence for each audience: how many figures are hidden, of them in the paper's tables, and why."""
    found = []
    for audience in audiences:
        one = protected[audience.key]
        hidden = danish.counted(one.primary + one.secondary, "tal", "tal")
        found.append(
            f"{danish.sentence(audience.title)} visning: {hidden} er skjult på alle sider tilsammen, heraf "
            f"{danish.number(_in_tables(one.figures, groups), 0)} i sagens tabeller. Af dem alle er "
            f"{danish.number(one.secondary, 0)} skjult, fordi de kunne bruges til at regne et andet skjult tal ud."
        )
    return tuple(found)


def _in_tables(figures: pd.DataFrame, groups: Sequence[StaffGroup]) -> int:
    """How many cells of the paper's five tables are hidden: leaders stand in table 3 alone."""
    tables = {one.key: one.table for one in INDICATORS if one.printed}
    leaders = {group.key for group in groups if group.covers == "ledere"}
    hidden = figures[(figures["series"] == "printed") & (figures["place_kind"] == "")]
    hidden = hidden[(hidden["status"] == Status.SUPPRESSED) & hidden["measure"].isin(tables)]
    return int((~hidden["group"].isin(leaders) | (hidden["measure"].map(tables) == OF_LEADERS)).sum())


def time_taken(protected: Mapping[str, Protected], audiences: Iterable[Audience]) -> str:
    """How long it took to see to that nothing hidden can be worked out, as a sentence."""
    seconds = [f"{danish.number(protected[one.key].seconds)} sekunder ({one.title})" for one in audiences]
    return f"Kontrollen af, at skjulte tal ikke kan regnes ud, tog {danish.joined(seconds)}."
