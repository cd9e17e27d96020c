"""The difference between two publications as two lists, before the newer one is made and when it is there."""

from http import HTTPStatus

import flask

from kpi.publications.changes import COUNTED, Difference
from kpi.publications.publication import Publication
from kpi.publications.revisions import difference
from layouts import gate
from layouts.data import differences, page
from layouts.data.room import room
from layouts.door import roles

UNKNOWN = ("Der er ingen udgivelse med den nøgle. Vælg en på siden Data.",)


def lists(before: Publication | None, change: Difference, made: Publication) -> dict:
    """What the page draws of a difference."""
    changed = differences.changed(change.changed_history, made)
    return {
        "before": before,
        "publication": made,
        "periods": differences.new_periods(change.new_period, made),
        "changed": changed,
        "by_table": differences.by_table(changed),
        "counts": change.counts,
        "counted": COUNTED,
    }


def published(key: str) -> flask.Response:
    """What was new and what was changed when the publication was made."""
    gate.require(roles.ONLY_HR)
    store = room().office.store
    if key not in store.keys():  # noqa: SIM118 (a method, not a dict)
        return page.refused("Udgivelsen findes ikke", UNKNOWN, HTTPStatus.NOT_FOUND, "/data")
    made = store.load(key)
    before = _before(made)
    told = lists(before, difference(before, made), made)
    return page.shown("differences.html", f"Forskel fra sidst: udgivelsen {key}", day="", needs_reason=False, **told)


def _before(made: Publication) -> Publication | None:
    """What the publication was compared with: of those there were then the date's own, else the latest earlier one."""
    store = room().office.store
    earlier = [store.load(one) for one in store.keys() if one[:7] <= made.key[:7] and one != made.key]  # noqa: SIM118
    return next((one for one in earlier if one.published <= made.published), None)
