"""Two publications -> what is new and what has changed: a new period, and changed history, which never mix.

Only what is printed is compared, for one audience at a time: a hidden cell is hidden here too, and what is told of a
cell never leaves the figures of the audience that may see it.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from kpi import danish
from kpi.definitions.model import Status
from kpi.publications.changes import ABSENT, COMPARED, COUNTS, Change, Difference
from kpi.publications.revised import taken_over
from kpi.publications.stored_publication import Publication

_PRECISION = 6

Key = tuple[str, str, str, str, str]
"""A cell: measure, group, kind of place, place, last day of the period."""


def difference(before: Publication | None, after: Publication, audience: str = "intern") -> Difference:
    """What `after` tells an audience that `before` did not, cell by cell, in the order of the tables.

    A cell is of a new period where `before` has no cell of that measure, kind of place and period; one the paper does
    not print and that is missing is left out. Every other that is not as it was is changed history: a missing one that
    was filled, and one of a staff group that came or went, too.
    """
    old, new = _cells(before, audience), _cells(after, audience)
    known, still = {_period(key) for key in old}, {_period(key) for key in new}
    fresh = [_change(key, None, cell) for key, cell in new.items() if _period(key) not in known and _tells(cell)]
    told = [_change(key, old.get(key), cell) for key, cell in new.items() if _period(key) in known]
    gone = [_change(key, cell, None) for key, cell in old.items() if key not in new and _period(key) in still]
    return Difference(tuple(fresh), tuple(change for change in (*told, *gone) if _differs(change)))


def revision_log(before: Publication | None, after: Publication, reason: str, at: datetime) -> tuple[dict, ...]:
    """The changed history as `Publication.revisions` keeps it: what each audience is told, apart.

    `counts` names those behind the cell, numerator or denominator, that are not as they were. An amendment takes over
    the lines of what it supersedes, so that who holds any paper from before it finds what reads otherwise there.
    """
    own = _own(before, after, reason, at)
    return taken_over(before.revisions, own) if before and before.key == after.supersedes else own


def _own(before: Publication | None, after: Publication, reason: str, at: datetime) -> tuple[dict, ...]:
    kept = ("measure", "group", "place_kind", "place", "period_end", "period", "old", "new", "old_status", "new_status")
    return tuple(
        {"audience": audience, **{name: getattr(change, name) for name in kept}}
        | {"counts": list(change.counts), "reason": reason, "at": at.isoformat()}
        for audience in after.figures
        for change in difference(before, after, audience).changed_history
    )


def _cells(publication: Publication | None, audience: str) -> dict[Key, dict]:
    """The publication's cells with what is printed of them, those of the paper's columns first."""
    if publication is None or audience not in publication.figures:
        return {}
    frame = publication.figures[audience]
    decimals = {one["key"]: one["decimals"] for one in publication.definitions.get("indicators", ())}
    cells: dict[Key, dict] = {}
    for series in COMPARED:
        for figure in frame[frame["series"] == series].to_dict("records"):
            key = tuple(str(figure[name]) for name in ("measure", "group", "place_kind", "place", "period_end"))
            cells.setdefault(key, {"series": series, **_told(figure, decimals.get(key[0], 1))})
    return cells


def _tells(cell: Mapping) -> bool:
    return cell["series"] == COMPARED[0] or cell["status"] != Status.MISSING


def _told(figure: Mapping, decimals: int) -> dict:
    """A figure as it is printed: nothing but its status where it is hidden, missing or undefined."""
    status = str(figure["status"])
    shows = status == Status.OK
    counts = status in (Status.OK, Status.UNDEFINED)
    return {
        "period": str(figure["period"]),
        "value": danish.rounded(figure["value"], decimals) if shows else None,
        "numerator": _count(figure["numerator"]) if counts else None,
        "denominator": _count(figure["denominator"]) if counts else None,
        "status": status,
        "provisional": bool(figure["provisional"]),
    }


def _count(value: float) -> float | None:
    return round(float(value), _PRECISION) if value == value else None


_NOTHING = dict.fromkeys(("value", "numerator", "denominator")) | {"status": ABSENT, "provisional": False}


def _change(key: Key, before: Mapping | None, after: Mapping | None) -> Change:
    old, new = before or _NOTHING, after or _NOTHING
    told = {f"{when}_{name}": cell[name] for when, cell in (("old", old), ("new", new)) for name in (*COUNTS, "status")}
    both = old["value"] is not None and new["value"] is not None
    return Change(
        *key,
        series=min(cell["series"] for cell in (before, after) if cell),
        period=(after or before)["period"],
        old=_text(old["value"]),
        new=_text(new["value"]),
        difference=_text(new["value"] - old["value"]) if both else "",
        provisional=old["provisional"],
        **told,
    )


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _differs(change: Change) -> bool:
    return change.is_printed or bool(change.counts)


def _period(key: Key) -> tuple[str, str, str]:
    """The measure, the kind of place and the last day of the cell's period."""
    return key[0], key[2], key[-1]
