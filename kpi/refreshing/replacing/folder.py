"""The folder of HR's reference files: several changed at once or none, and those that are replaced kept.      (I/O)

The new files and those that they replace are written in a folder of their own inside it. Its name decides: from when
that is there the new files hold, also for those who read meanwhile (`placement.lying`), and they are put in place, and
the journal gets its lines, now or at the next start. Only for who has the turn to write (`transactions.writing`).
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kpi import danish
from kpi.extracts.placement.lying import CHANGE, NEW, files_in
from kpi.extracts.placement.reference_files import REFERENCE_FILES
from kpi.publications import folders
from kpi.publications.folders import UNFINISHED, Unpublishable, in_order
from kpi.publications.journal import PLACE, REPLACED, Journal
from kpi.publications.logged import ROLE
from kpi.publications.person_numbers import hidden
from kpi.publications.transactions import writing

EARLIER = "tidligere"
VERSION = re.compile(r"\d{4}-\d\d-\d\d-\d+")
WHAT = {REPLACED: "Udskiftningen af", PLACE: "Placeringen af koder i"}
CHANGING = "En ændring af referencefilerne"
NOT_BEGUN = f"{CHANGING} blev afbrudt, før den kom i gang, og er fjernet. Intet er ændret."
WAS_DONE = f"{CHANGING} nåede at blive færdig før en afbrydelse."
NOT_WRITTEN = (
    "Referencefilerne kan ikke skrives i datamappen. Intet er ændret. Enten er disken fuld, eller programmet må ikke "
    "skrive i mappen reference: bed it-afdelingen om at se på det."
)
NOT_IN_PLACE = (
    "Referencefilerne er taget i brug, men disken svigtede, før alt var lagt på plads. Det bliver gjort færdigt, næste "
    "gang programmet starter. Fortæl it-afdelingen det."
)


class NotInPlace(Unpublishable):
    """Raised, with a Danish message, where files are in use and the disk failed before they were put in place."""


@dataclass(frozen=True)
class Deed:
    """Who puts files in use and when, the journal's action, and its lines: a file, and in words what changed in it.

    Of files that are replaced those before are kept; of files that get lines at their end they need not be.
    """

    by: str
    at: datetime
    told: Sequence[tuple[str, str]]
    action: str


def put(own: Path, holding: Path, files: Mapping[str, bytes], journal: Journal, deed: Deed) -> None:
    """Nothing; the files lie in `own` with the others of `holding`, the folder that holds now, and have their lines.

    Raises `Unpublishable` where they cannot be written, and `NotInPlace` where they are decided and nothing more.
    """
    is_ready = False
    try:
        finish(own, journal)
        _make_own(own, holding)
        is_ready = True
        lying = files_in(own) if deed.action == REPLACED else {}
        written = {f"{NEW}/{name}": content for name, content in files.items()}
        written |= {f"{EARLIER}/{name}": lying[name] for name in files if lying.get(name) is not None}
        told = {"by": hidden(deed.by), "at": deed.at.isoformat(timespec="seconds"), "action": deed.action}
        told["told"] = [list(line) for line in deed.told]
        folders.write_whole(own / CHANGE, told | {"version": _next_version(own, deed.at.date())}, written)
        finish(own, journal)
    except (OSError, Unpublishable) as error:
        if is_ready and (own / CHANGE).is_dir():
            raise NotInPlace(NOT_IN_PLACE) from None
        raise Unpublishable(NOT_WRITTEN if isinstance(error, OSError) else f"{error} Intet er ændret.") from None


def recovered(own: Path, root: Path, journal: Journal) -> list[str]:
    """What became of a change of the files that was interrupted, in Danish; most often nothing. `root` is the store."""
    if not any(path.is_dir() for path in (own / CHANGE, *_unfinished(own), _done(own))):
        return []
    with writing(root, what="at rydde op efter en afbrydelse"):
        message = finish(own, journal)
    return [message] if message else []


def finish(own: Path, journal: Journal) -> str:
    """What became of a change that was begun, in words: one that was decided is done, any other is gone."""
    message = WAS_DONE if _done(own).is_dir() else ""
    for half in _unfinished(own):
        message = NOT_BEGUN if half.is_dir() else message
        folders.remove_folder(half)
    folders.remove_folder(_done(own))
    change = own / CHANGE
    if not change.is_dir():
        return message
    deed = folders.read_manifest(change, CHANGING)
    if (change / EARLIER).is_dir():
        _move(change / EARLIER, own / EARLIER / deed["version"])
    for path in sorted((change / NEW).iterdir()):
        _move(path, own / path.name)
    for name, words in deed["told"]:
        _note(journal, name, words, deed)
    _move(change, _done(own))
    folders.remove_folder(_done(own))
    names = danish.joined(list(dict.fromkeys(name for name, _ in deed["told"])))
    return f"{WHAT[deed['action']]} {names} blev afbrudt og er nu gjort færdig."


def earlier_versions(own: Path) -> dict[str, list[str]]:
    """The names of the files of each earlier version, by the day it was replaced and a number; the latest first."""
    names = [path.name for path in (own / EARLIER).glob("*") if VERSION.fullmatch(path.name) and path.is_dir()]
    return {
        version: [name for name in REFERENCE_FILES if (own / EARLIER / version / name).is_file()]
        for version in sorted(names, key=in_order, reverse=True)
    }


def earlier_file(own: Path, version: str, name: str) -> bytes | None:
    """A file of an earlier version, to the byte; None where there is none."""
    is_there = name in earlier_versions(own).get(version, ())
    return (own / EARLIER / version / name).read_bytes() if is_there else None


def _make_own(own: Path, holding: Path) -> None:
    """Nothing; `own` is there, as it was or with the files of the folder that holds now."""
    if own.is_dir():
        return
    _, beside = _unfinished(own)
    folders.make_folder(beside)
    for name, content in files_in(holding).items():
        folders.write_file(beside / name, content)
    folders.sync_folder(beside)
    _move(beside, own)


def _move(path: Path, target: Path) -> None:
    """Nothing; what is at the path is at the target, on disk."""
    folders.make_folder(target.parent)
    os.replace(path, target)
    folders.sync_folder(target.parent)
    if path.parent != target.parent:
        folders.sync_folder(path.parent)


def _next_version(own: Path, day: date) -> str:
    """The name of the version that is replaced: the day and the next number."""
    there = [in_order(version)[-1] for version in earlier_versions(own) if version.startswith(f"{day}-")]
    return f"{day}-{max(there, default=0) + 1}"


def _note(journal: Journal, name: str, words: str, deed: Mapping) -> None:
    """Nothing; the file stands in the journal, once."""
    told = {"at": deed["at"], "who": deed["by"], "detail": words}
    lines = journal.audit(action=deed["action"], target=name)
    if not any(told.items() <= line.items() for line in lines):
        at = datetime.fromisoformat(deed["at"])
        journal.record(deed["action"], name, who=deed["by"], role=ROLE, detail=words, at=at)


def _unfinished(own: Path) -> tuple[Path, Path]:
    """A change that is being written and is not decided, and the folder itself while it is made."""
    return own / f".{CHANGE}{UNFINISHED}", own.with_name(f".{own.name}{UNFINISHED}")


def _done(own: Path) -> Path:
    """A change that is done, and is being removed."""
    return own / f".{CHANGE}.faerdig"
