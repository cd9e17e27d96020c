"""The log against what is stored: a line that was lost is written again, a thing that was lost is told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kpi.publications import logged
from kpi.publications.folders import Unpublishable, read_manifest
from kpi.publications.imports import Imports
from kpi.publications.journal import DONE, ERASE, EXPIRE, IMPORT, PUBLISH, WITHDRAW, Journal
from kpi.publications.publication import Store
from kpi.publications.stored_import import ERASED, EXPIRED, WITHDRAWN
from kpi.publications.transactions import writing

ACTIONS = {WITHDRAWN: WITHDRAW, ERASED: ERASE, EXPIRED: EXPIRE}
ONE_LINE = "person"
"""What an erasure was about in the log, whichever imports it was made in, and is where there was nothing to erase."""
SECONDS = len("2022-06-30T12:00:00")
"""The journal's times go no further."""
LOST = "{} {} står i journalen, men findes ikke i lageret. Hent den fra en sikkerhedskopi."


class Event(NamedTuple):
    """Something that a manifest says was done to an import or a publication, with the warnings that were accepted."""

    action: str
    target: str
    at: str
    who: str
    detail: str
    accepted: tuple[Mapping, ...] = ()


def reconcile(root: Path) -> list[str]:
    """What was amiss between the log and the store, in Danish.

    A line that is not there, because the program was stopped between the deed and the line, is written now. An import
    or a publication that the log tells of and the store has not is only told: it must come from a backup.
    """
    journal, imports, store = Journal(root), Imports(root / "imports"), Store(root / "publications")
    messages = []
    with writing(root, what="at sammenholde journal og lager"):
        lines = [line for line in journal.audit() if line["outcome"] == DONE]
        for event in _unlogged(*_without_told_as_one(_events(imports, store), lines)):
            at, who = datetime.fromisoformat(event.at), event.who
            detail = f"{event.detail} (skrevet igen efter en afbrydelse)".strip()
            logged.accepted_once(journal, event.target, event.accepted, at)
            journal.record(event.action, event.target, who=who, role=logged.ROLE, detail=detail, at=at)
            messages.append(f"Journalen manglede linjen «{event.action} {event.target}». Den er skrevet igen.")
        messages += [LOST.format(noun, target) for noun, target in lost(lines, imports, store)]
    return messages


def lost(lines: list[dict], imports: Imports, store: Store) -> list[tuple[str, str]]:
    """The imports and publications that lines of the log tell of and the store has not: what each is, and its id."""
    found = []
    for action, there, noun in ((IMPORT, imports.ids(), "Importen"), (PUBLISH, store.keys(), "Udgivelsen")):
        told = dict.fromkeys(line["target"] for line in lines if line["action"] == action)
        found += [(noun, target) for target in told if target not in there]
    return found


def _without_told_as_one(events: Iterator[Event], lines: list[dict]) -> tuple[list[Event], list[dict]]:
    """The events and the lines, but for erasures that stand in the log as one line for all imports.

    So they were written until an import had a line of its own; a line that was written again beside is false.
    """
    times = {line["at"] for line in lines if (line["action"], line["target"]) == (ERASE, ONE_LINE)}
    kept = [event for event in events if event.action != ERASE or event.at[:SECONDS] not in times]
    return kept, [line for line in lines if line["action"] != ERASE or line["at"] not in times]


def _unlogged(events: Iterable[Event], lines: list[dict]) -> list[Event]:
    """The events that have no line: of several of a kind about one thing, those at whose time there is none."""
    logged = Counter((line["action"], line["target"]) for line in lines)
    times = {(line["action"], line["target"], line["at"]) for line in lines}
    found = sorted(events, key=lambda event: ((*event[:2], event.at[:SECONDS]) not in times, event.at))
    for event in list(found):
        if logged[event[:2]]:
            logged[event[:2]] -= 1
            found.remove(event)
    return sorted(found, key=lambda event: event.at)


def _events(imports: Imports, store: Store) -> Iterator[Event]:
    """All that the manifests say was done; a manifest that cannot be read says nothing here."""
    for key in imports.ids():
        try:
            manifest = imports.manifest(key)
        except Unpublishable:
            continue
        yield Event(IMPORT, key, manifest["taken_in"], manifest["by"], "", tuple(manifest["accepted"]))
        for note in manifest["changes"]:
            yield Event(ACTIONS[note["what"]], key, note["at"], note["by"], note["reason"])
    for key in reversed(store.keys()):
        try:
            manifest = read_manifest(store.folder / key, f"Udgivelsen {key}")
        except Unpublishable:
            continue
        told = [manifest.get(name, "") for name in ("by", "reason")]
        yield Event(PUBLISH, key, manifest["published"], *told, tuple(manifest.get("accepted", ())))
