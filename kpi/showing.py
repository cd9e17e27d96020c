"""What each audience may see: hide -> compare -> judge, so that no arrow and no comparison tells what is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from time import perf_counter
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpi import measuring
from kpi.definitions.disclosure import RAW, Audience, charted_for, retained_for
from kpi.definitions.frames import FIGURE_COLUMNS
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.model import Status
from kpi.definitions.relations import NO_PARTS, Structure, structure_of
from kpi.extracts.placement.reference import Reference
from kpi.figures.cohorts import after_a_hidden, as_figures, big_enough, hidden_in, is_settled
from kpi.figures.compare import compare
from kpi.figures.disclose import disclose
from kpi.figures.evidence import evidence
from kpi.figures.levels import of_little_use
from kpi.figures.protect import Protected, protect
from kpi.figures.retention import few_followed

PLACES = ("", "center", "unit")


def structure(reference: Reference) -> Structure:
    """Which groups and places are parts of which, by HR's reference files."""
    return structure_of(reference.groups, zip(reference.units["unit"], reference.units["center"], strict=True))


def told_to(figures: pd.DataFrame, audience: Audience, reference: Reference) -> pd.DataFrame:
    """The figures that the audience is told at all, with nothing hidden yet."""
    totals = measuring.totals_of(reference)
    told = charted_for(figures, audience, totals, {one.key for one in INDICATORS})
    left_out = of_little_use(disclose(told, audience), "".join(totals[:1]))
    return told[~left_out].reset_index(drop=True) if left_out.any() else told


def shown_to(
    figures: pd.DataFrame, audience: Audience, parts: Structure = NO_PARTS, earlier: Sequence[pd.DataFrame] = ()
) -> pd.DataFrame:
    """The figures as an audience sees them: first hidden, then compared.

    `earlier` is what the audience has been shown before, the oldest first.
    """
    return compared(protect(figures, audience, parts, earlier))


def compared(protected: Protected) -> pd.DataFrame:
    """Protected figures with their arrows."""
    return compare(protected.figures)[list(FIGURE_COLUMNS)]


def for_audiences(
    figures: pd.DataFrame,
    audiences: Iterable[Audience],
    reference: Reference,
    earlier: Mapping[str, Sequence[pd.DataFrame]] = MappingProxyType({}),
) -> dict[str, Protected]:
    """The figures as each audience may see them, by its key, after what it has been shown `earlier`."""
    parts, done = structure(reference), {}
    for one in audiences:
        began = perf_counter()
        told = told_to(figures, one, reference)
        protected = protect(told, one, parts, earlier.get(one.key, ()))
        done[one.key] = replace(protected, seconds=perf_counter() - began)
    return done


def protect_retention(
    retention: pd.DataFrame, audience: Audience, structure: Structure, told: Sequence[pd.DataFrame], as_of: date
) -> pd.DataFrame:
    """The retention with nothing hidden, as the audience may see it beside all the figures it is `told`.

    A mark that is not settled is a product of many months' shares, which can give an earlier mark away: it is hidden
    with the first mark before it that is.
    """
    if audience == RAW:
        return retention.copy()
    retention = big_enough(retention, audience)
    if retention.empty:
        return retention
    raw, size = as_figures(retention, as_of), len(retention)
    withheld = np.zeros(len(raw), bool)
    withheld[:size] = few_followed(retention, audience)
    while True:
        shown = protect(raw, audience, structure, told, withheld).figures
        hidden = (shown["status"] == Status.SUPPRESSED).to_numpy()
        after = hidden[:size] | (after_a_hidden(retention, hidden[:size]) & ~is_settled(retention, as_of))
        after &= (retention["status"] == Status.OK).to_numpy()
        if (after == hidden[:size]).all():
            return hidden_in(retention, shown)
        withheld[:size] |= after


def judged(
    people, reference: Reference, as_of: date, shown: Mapping[str, pd.DataFrame], audiences: Iterable[Audience]
) -> dict[str, pd.DataFrame]:
    """The evidence of what each audience is shown, by its key."""
    moved = measuring.movement_of(people, reference, as_of, *PLACES)
    return {one.key: evidence(shown[one.key], moved, reference.breaks, one) for one in audiences}


def retained(
    people,
    reference: Reference,
    as_of: date,
    told: Mapping[str, Sequence[pd.DataFrame]],
    audiences: Iterable[Audience],
) -> dict[str, pd.DataFrame]:
    """How many of the hired stay, as each audience may see it beside all that it is and was `told`, by its key."""
    stayed, parts = measuring.retention_of(people, reference, as_of), structure(reference)
    totals = measuring.totals_of(reference)
    return {
        one.key: protect_retention(retained_for(stayed, one, totals), one, parts, told[one.key], as_of)
        for one in audiences
    }
