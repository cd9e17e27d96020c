"""An import as it is stored: what its manifest tells, and what may not stand there."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from kpi import danish
from kpi.publications.folders import Unpublishable
from kpi.publications.person_numbers import hidden_anywhere, refuse, refuse_anywhere
from kpi.publications.stored_rows import PEOPLE, Unstorable, admitted, from_parquet, no_rows

WITHDRAWN, ERASED, EXPIRED = "trukket tilbage", "person slettet", "slettet efter frist"
"""What can become of rows, as a manifest's `changes` tell."""
ALWAYS = (*PEOPLE, "adverts")
_SOURCE = ("file", "sheet", "kind", "sha256", "rows")
_SINCE = ("letters",)
"""What a source has besides, in newer imports."""
_ACCEPTED = ("code", "file", "cell", "message", "reason", "by")
_ACCEPTED_SINCE = ("mark", "at")
"""What a warning that was accepted has besides, in newer imports."""
_DATES = ("as_of", "drawn", "covers_from")


@dataclass(frozen=True)
class Import:
    """Extracts that were taken in together, without numbers or names of people.

    `frames` are rows by kind, in the columns of `stored_rows.COLUMNS`; their `file` is an index into `sources` (each
    with file, sheet, kind, sha256, rows and, in newer ones, letters). `accepted` are the warnings that were
    accepted (code, file, cell, message, reason, by, and in newer ones mark and at), `answers` what was answered about
    the files. `id` is given when the import is stored.
    """

    taken_in: datetime
    by: str
    drawn: date
    sources: tuple[Mapping, ...]
    frames: Mapping[str, pd.DataFrame]
    as_of: date | None = None
    covers_from: date | None = None
    accepted: tuple[Mapping, ...] = ()
    answers: Mapping = field(default_factory=dict)
    id: str = ""


def is_withdrawn(manifest: Mapping) -> bool:
    """Whether the import that the manifest tells of was withdrawn."""
    return any(one["what"] == WITHDRAWN for one in manifest["changes"])


def manifest_and_rows(taken: Import, codes: Collection[str]) -> tuple[dict, dict[str, pd.DataFrame]]:
    """What the import's manifest tells, and its rows as they may be stored; raises `Unpublishable`."""
    return _told(taken), _admitted(taken, codes)


def without(manifest: Mapping, kinds: list[str], note: Mapping) -> dict:
    """The manifest when the rows of some kinds have been taken out; the note tells of it, with how many they were."""
    rows = {kind: manifest["frames"][kind]["rows"] for kind in kinds}
    frames = {kind: kept for kind, kept in manifest["frames"].items() if kind not in kinds}
    named = {one["file"] for one in frames.values()}
    sums = {file: checksum for file, checksum in manifest["checksums"].items() if file in named}
    changes = [*manifest["changes"], {**note, "rows": rows}]
    return {**manifest, "frames": frames, "checksums": sums, "changes": changes}


def import_of(manifest: Mapping, files: Mapping[str, bytes]) -> Import:
    """The import that the manifest and its files tell of; raises `Unpublishable` where it was withdrawn."""
    if is_withdrawn(manifest):
        note = manifest["changes"][-1]
        when = danish.day(datetime.fromisoformat(note["at"]).date())
        raise Unpublishable(
            f"Importen {manifest['id']} blev trukket tilbage {when} af {note['by']}. Rækkerne er slettet."
        )
    frames = {kind: from_parquet(files[one["file"]], kind) for kind, one in manifest["frames"].items()}
    return Import(
        taken_in=datetime.fromisoformat(manifest["taken_in"]),
        frames={kind: no_rows(kind) for kind in ALWAYS if kind not in frames} | frames,
        **{name: _dated(manifest[name], date.fromisoformat) for name in _DATES},
        **{name: tuple(manifest[name]) for name in ("sources", "accepted")},
        **{name: manifest[name] for name in ("id", "by", "answers")},
    )


def _told(taken: Import) -> dict:
    """What the manifest tells of the import; raises where a person wrote what looks like a person number."""
    refuse(taken.by, "navnet")
    refuse_anywhere([[one.get("reason", ""), one.get("by", "")] for one in taken.accepted], "begrundelsen")
    refuse_anywhere(dict(taken.answers), "svaret")
    return {
        "taken_in": taken.taken_in.isoformat(),
        "by": taken.by,
        **{name: _dated(getattr(taken, name), date.isoformat) for name in _DATES},
        "sources": [
            hidden_anywhere({name: one[name] for name in _SOURCE} | {name: one[name] for name in _SINCE if name in one})
            for one in taken.sources
        ],
        "accepted": [_accepted(one) for one in taken.accepted],
        "answers": dict(taken.answers),
    }


def _accepted(told: Mapping) -> Mapping:
    since = {name: told[name] for name in _ACCEPTED_SINCE if name in told}
    return hidden_anywhere({name: told.get(name) for name in _ACCEPTED} | since)


def _admitted(taken: Import, codes: Collection[str]) -> dict[str, pd.DataFrame]:
    read = sum(source["rows"] for source in taken.sources)
    frames = {kind: admitted(kind, rows, read, codes) for kind, rows in taken.frames.items() if len(rows.columns)}
    frames = {kind: rows for kind, rows in frames.items() if len(rows)}
    if not frames:
        raise Unstorable("Der er ingen rækker at gemme. Intet er ændret.")
    if any(not rows["file"].between(0, len(taken.sources) - 1).all() for rows in frames.values()):
        raise Unstorable("En række peger på en fil, som ikke er blandt kilderne. Intet er gemt.")
    return frames


def note_of(what: str, by: str, reason: str, at: datetime) -> dict:
    """What a manifest's `changes` tell of a change, but for how many rows; raises `PersonNumber`."""
    refuse(by, "navnet")
    refuse(reason, "begrundelsen")
    return {"what": what, "at": at.isoformat(), "by": by, "reason": reason}


def _dated(value, convert: Callable):
    return convert(value) if value else None
