"""The commands about publications: list, show, diff and verify (cli.md).

Each takes what was asked for and the office (`verify`, which must also work where the office cannot be opened, the
store's folder), and gives its exit status; results go to standard output.
"""

import json
import math
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi import danish
from kpi.command_line.commands import DONE, STOPPED, say, tell_difference
from kpi.definitions.disclosure import PUBLIC
from kpi.definitions.indicators import BY_KEY, INDICATORS
from kpi.papers.comparisons.overall import overall
from kpi.papers.table import value_cell
from kpi.papers.tables import TOTAL_ADVERTS
from kpi.publications.folders import Unpublishable
from kpi.publications.publication import Publication, Store
from kpi.publications.revisions import difference
from kpi.publications.verified import verified
from kpi.refreshing.office import Office
from kpi.refreshing.signing import machine_user

CONTRACT = "measure group period_end period numerator denominator value status arrow assessment".split()


def list_(chosen: Namespace, office: Office) -> int:
    """Lists the publications, the newest first; status 1, and what is wrong, where one of them is damaged."""
    listed, damaged = [], []
    for key in office.store.keys():  # noqa: SIM118 (a method, not a dict)
        try:
            listed.append(office.store.load(key))
        except Unpublishable as error:
            damaged.append(str(error))
    if chosen.json:
        _print_json([_about(one) | {"states": office.states(one)} for one in listed])
    else:
        for one in listed:
            days = f"data pr. {danish.day(one.as_of)}\tudgivet {danish.day(one.published.date())}"
            print(f"{one.key}\t{days}\t{', '.join(office.states(one))}\t{one.reason}".rstrip())
    for message in damaged:
        say(message)
    return STOPPED if damaged else DONE


def show(chosen: Namespace, office: Office) -> int:
    """Shows a publication's figures for an audience; that somebody saw more than the public stands in the log."""
    publication = office.store.load(chosen.key)
    if chosen.audience != PUBLIC.key:
        _note_shown(office, f"show {chosen.key}, {chosen.audience} visning")
    compared = publication.comparisons.get(chosen.audience, {})
    figures = [_figure(row, compared) for row in _printed(publication, chosen.audience)]
    if chosen.json:
        about = _about(publication)
        told = {"key": about["key"], "as_of": about["as_of"], "audience": chosen.audience}
        _print_json(told | {"figures": figures, "overall": _overall(publication, chosen.audience)})
    else:
        names = {TOTAL_ADVERTS: "I alt"} | publication.group_names
        for one in figures:
            title, group = BY_KEY[one["measure"]].title, names.get(one["group"], one["group"])
            print(f"{title}\t{group}\t{one['period']}\t{one['printed']}")
    return DONE


def diff(chosen: Namespace, office: Office) -> int:
    """Tells what differs between two publications: a new period, and changed history."""
    before, after = (office.store.load(key) for key in chosen.keys)
    between = difference(before, after)
    _note_shown(office, f"diff {before.key} {after.key}")
    if chosen.json:
        _print_json(between.as_json())
    else:
        tell_difference(between, after, file=sys.stdout)
    return DONE


def verify(chosen: Namespace, root: Path) -> int:
    """Checks the checksums of a publication, or of all that is stored; status 1 when a byte has changed."""
    if not chosen.key:
        return _verify_all(chosen, root)
    faults = Store(root / "publications").verify(chosen.key)
    if chosen.json:
        _print_json([fault._asdict() for fault in faults])
    else:
        for fault in faults:
            print(fault.message)
    if not faults:
        say(f"Udgivelsen {chosen.key} er uændret.")
    return STOPPED if faults else DONE


def _verify_all(chosen: Namespace, root: Path) -> int:
    found = verified(root)
    if chosen.json:
        _print_json([one._asdict() for one in found.damage])
    else:
        for one in found.damage:
            print(one.message)
    counted = (
        danish.counted(found.imports, "import", "importer"),
        danish.counted(found.publications, "udgivelse", "udgivelser"),
        danish.counted(found.papers, "sag", "sager"),
        "journalen",
    )
    what = danish.counted(len(found.damage), "fejl", "fejl") if found.damage else "Alt er, som det blev skrevet"
    say(f"Kontrolleret: {danish.joined(list(counted))}. {what}.")
    return STOPPED if found.damage else DONE


def _note_shown(office: Office, what: str) -> None:
    office.journal.record("eksport", what, who=machine_user(), role="hr", detail="kommandolinjen")


def _about(publication: Publication) -> dict:
    told = publication.manifest()
    kept = ("key", "as_of", "drawn", "published", "by", "supersedes", "reason", "version", "imports", "partial")
    return {name: told[name] for name in kept}


def _printed(publication: Publication, audience: str) -> list[dict]:
    """The figures of the paper's columns, for the whole municipality."""
    frame = publication.figures[audience]
    of_the_paper = frame["measure"].isin([one.key for one in INDICATORS])
    return frame[of_the_paper & (frame["series"] == "printed") & (frame["place_kind"] == "")].to_dict("records")


def _figure(row: dict, compared: Mapping[tuple, dict]) -> dict:
    """A figure as `show --json` gives it: `printed` is the Danish text of the cell."""
    told = {name: _or_null(row[name]) for name in CONTRACT}
    evidence = compared.get((row["measure"], row["group"], row["period_end"]))
    printed = value_cell(row, BY_KEY[row["measure"]]).text
    return told | {"printed": printed, "evidence": _evidence(evidence) if evidence else None}


def _evidence(row: dict) -> dict:
    """A comparison as `show --json` gives it; what is not known, or has no end, is null."""
    sides = {
        side: {"period_end": row[end]}
        | {name: _or_null(row[f"{side}_{name}"]) for name in ("numerator", "denominator")}
        for side, end in (("before", "before_end"), ("after", "period_end"))
    }
    told = {name: _or_null(row[name]) for name in ("low", "high", "unit")}
    return {"sign": row["sign"]} | sides | told | {"reason": row["reason"] or None}


def _or_null(value: object) -> object:
    """The value, or None where it is a number that is not known or has no end."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _overall(publication: Publication, audience: str) -> dict | None:
    """How many of the 45 cells have each verdict; None for a publication from before they were judged."""
    evidence = publication.evidence.get(audience)
    if evidence is None:
        return None
    return overall(evidence, publication.figures[audience], publication.groups).counts


def _print_json(told: Sequence | dict) -> None:
    print(json.dumps(told, ensure_ascii=False, indent=1))
