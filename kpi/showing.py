"""What each audience may see: hide -> compare -> judge, so that no arrow and no comparison tells what is hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from time import perf_counter
from types import MappingProxyType

import numpy as np
import pandas as pd

from kpi import measuring
from kpi.definitions.disclosure import Audience, charted_for, retained_for
from kpi.definitions.frames import FIGURE_COLUMNS
from kpi.definitions.indicators import INDICATORS
from kpi.definitions.relations import NO_PARTS, Structure, structure_of
from kpi.extracts.reference import Reference
from kpi.figures.compare import compare
from kpi.figures.disclose import disclose
from kpi.figures.evidence import evidence
from kpi.figures.levels import OLDER, levels, of_little_use
from kpi.figures.protect import Protected, protect
from kpi.figures.retention import disclose_retention

PLACES = ("", "center", "unit")


def structure(reference: Reference) -> Structure:
    """Which groups and places are parts of which, by HR's reference files."""
    return structure_of(reference.groups, zip(reference.units["unit"], reference.units["center"], strict=True))


def told_to(figures: pd.DataFrame, audience: Audience, reference: Reference) -> pd.DataFrame:
    """The figures that the audience is told at all, with nothing hidden yet."""
    told = charted_for(figures, audience, measuring.totals_of(reference), {one.key for one in INDICATORS})
    left_out = _of_little_use(told, audience, reference)
    left_out &= levels(told, structure(reference).everyone) < OLDER
    return told[~left_out].reset_index(drop=True) if left_out.any() else told


def _of_little_use(told: pd.DataFrame, audience: Audience, reference: Reference) -> np.ndarray:
    return of_little_use(disclose(told, audience), structure(reference).everyone)


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
        withheld = _of_little_use(told, one, reference)
        protected = protect(told, one, parts, earlier.get(one.key, ()), withheld)
        done[one.key] = replace(protected, seconds=perf_counter() - began)
    return done


def judged(
    people, reference: Reference, as_of, shown: Mapping[str, pd.DataFrame], audiences: Iterable[Audience]
) -> dict[str, dict[str, pd.DataFrame]]:
    """What a publication freezes beside its figures, by kind and audience: evidence, and how many of the hired stay."""
    moved = pd.concat([measuring.movement_of(people, reference, as_of, kind) for kind in PLACES])
    stayed, totals = measuring.retention_of(people, reference, as_of), measuring.totals_of(reference)
    return {
        "evidence": {one.key: evidence(shown[one.key], moved, audience=one) for one in audiences},
        "retention": {one.key: disclose_retention(retained_for(stayed, one, totals), one) for one in audiences},
    }
