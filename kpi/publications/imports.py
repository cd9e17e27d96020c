"""What was taken in, on disk: the rows of each import without numbers or names of people, and what became of them.

An import is a folder of Parquet files with a manifest. Its rows can be taken out again: all of them (withdrawn), those
that are too old to be kept, or one person's. Then the manifest keeps who did it, when and how many rows, and the
sources' checksums; the rows themselves are gone.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from kpi import danish
from kpi.definitions.periods import shifted
from kpi.definitions.person_numbers import hidden
from kpi.publications.combined import Combined, combine
from kpi.publications.folders import (
    Fault,
    Unpublishable,
    checksums,
    faults,
    in_order,
    read_files,
    read_manifest,
    sync_folder,
    write_file,
    write_whole,
)
from kpi.publications.stored_import import (
    ERASED,
    EXPIRED,
    WITHDRAWN,
    Import,
    import_of,
    is_withdrawn,
    manifest_and_rows,
    note_of,
    without,
)
from kpi.publications.stored_rows import LISTS, PEOPLE, PSEUDONYM, Unstorable, as_parquet
from kpi.publications.transactions import change, decided, root_of, writing

LEAST_LIST_YEARS = 4
_ID = re.compile(r"\d{4}-\d{2}-\d{2}-[1-9]\d*")


class Rows(NamedTuple):
    """How many rows of a kind an import has, or had."""

    import_id: str
    kind: str
    count: int


class Imports:
    """The folder of imports. Its methods raise `Unpublishable` with a Danish message."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)

    def ids(self) -> list[str]:
        """The ids of all imports, the first taken in first; those whose rows are gone too."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted((path.name for path in found if _ID.fullmatch(path.name) and path.is_dir()), key=in_order)

    def in_use(self) -> list[str]:
        """The ids of the imports whose rows are there, not withdrawn and not too old."""
        return [key for key in self.ids() if self.manifest(key)["frames"]]

    def damaged(self) -> dict[str, str]:
        """What is wrong with each import whose manifest cannot be read, by its id: until it is mended none is in use.

        Figures without its rows would be wrong, and so would an answer about a person.
        """
        found = {}
        for key in self.ids():
            try:
                self.manifest(key)
            except Unpublishable as error:
                found[key] = str(error)
        return found

    def manifest(self, key: str) -> dict:
        """What is known of an import but its rows: `changes` tells what was taken out of it, by whom and when."""
        self._require(key)
        manifest = decided(self.folder).get(key) or read_manifest(self.folder / key, f"Importen {key}")
        if manifest.get("id") != key:
            raise Unpublishable(f"Mappen {key} hører ikke til her: den er en kopi af en anden import.")
        return manifest

    def accepted(self, keys: Iterable[str]) -> tuple[Mapping, ...]:
        """The warnings that were accepted when these imports were taken in."""
        return tuple(one for key in keys for one in self.manifest(key)["accepted"])

    def load(self, key: str) -> Import:
        """The import with its rows, their checksums verified."""
        manifest = self.manifest(key)
        try:
            return self._loaded(manifest)
        except Unpublishable:
            again = self.manifest(key)
            if again == manifest:
                raise
            return self._loaded(again)

    def add(self, taken: Import, codes: Collection[str] = ()) -> str:
        """The id of the import, stored whole or not at all.

        `codes` are the texts of HR's reference files: in rows they may look like anything, other texts not like a
        person number.
        """
        told, frames = manifest_and_rows(taken, codes)
        with writing(root_of(self.folder), taken.by, "at tage udtræk ind"):
            key = self.next_id(taken.taken_in.date())
            files = {f"{kind}.parquet": as_parquet(rows) for kind, rows in frames.items()}
            kept = {kind: {"file": f"{kind}.parquet", "rows": len(rows)} for kind, rows in frames.items()}
            write_whole(self.folder / key, {"id": key, **told, "frames": kept, "changes": []}, files)
        return key

    def verify(self, key: str) -> list[Fault]:
        """Every file of the import that is not as it was written."""
        self._require(key)
        return faults(self.folder / key)

    def combined(self) -> Combined:
        """The rows that are measured: those of all imports in use, see `combine`."""
        return combine([self.load(key) for key in self.in_use()])

    def withdraw(self, key: str, by: str, reason: str, at: datetime) -> None:
        """Nothing; the import is out of use and its rows are deleted, for good."""
        with writing(root_of(self.folder), by, "at trække en import tilbage"):
            manifest = self.manifest(key)
            if is_withdrawn(manifest):
                raise Unpublishable(f"Importen {key} er allerede trukket tilbage.")
            note = note_of(WITHDRAWN, by, reason, at)
            new = {key: without(manifest, list(manifest["frames"]), note)}
            change(self.folder, f"Tilbagetrækningen af importen {key}", new)

    def withdraw_all(self, by: str, reason: str, at: datetime) -> tuple[str, ...]:
        """The ids of the imports that were in use: all at once they are not, and their rows are deleted, for good."""
        note = note_of(WITHDRAWN, by, reason, at)
        with writing(root_of(self.folder), by, "at trække alle importer tilbage"):
            manifests = {key: self.manifest(key) for key in self.in_use()}
            new = {key: without(told, list(told["frames"]), note) for key, told in manifests.items()}
            if new:
                change(self.folder, f"Tilbagetrækningen af {danish.joined(list(new))}", new)
        return tuple(new)

    def delete_before(
        self,
        day: date,
        keep_lists_years: int = 5,
        *,
        at: datetime | None = None,
        by: str = "programmet",
        reason: str = "Opbevaringsfristen er gået",
    ) -> list[Rows]:
        """What was deleted: the rows that were taken in before the day.

        Status lists and leavers' lists stay until they were taken in more than `keep_lists_years` before `at`, and what
        is damaged until it is mended.
        """
        if keep_lists_years < LEAST_LIST_YEARS:
            raise Unpublishable(f"Lister gemmes i mindst {LEAST_LIST_YEARS} år: ansættelsesforløb bygges af dem.")
        at = at or datetime.now().replace(microsecond=0)
        oldest = min(day, shifted(at.date(), -12 * keep_lists_years))
        with writing(root_of(self.folder), by, "at slette gamle importer"):
            deleted, new, damaged = [], {}, self.damaged()
            for key in (one for one in self.ids() if one not in damaged):
                manifest = self.manifest(key)
                taken_in = datetime.fromisoformat(manifest["taken_in"]).date()
                old = [kind for kind in manifest["frames"] if taken_in < (oldest if kind in LISTS else day)]
                deleted += [Rows(key, kind, manifest["frames"][kind]["rows"]) for kind in old]
                if old:
                    new[key] = without(manifest, old, note_of(EXPIRED, by, reason, at))
            if new:
                change(self.folder, "Sletningen af importer, hvis frist er gået,", new)
        return deleted

    def find(self, person: str) -> list[Rows]:
        """Where there are rows about the person, who is told by pseudonym."""
        return [rows for found, _ in self._without_person(person).values() for rows in found]

    def erase(self, person: str, by: str, reason: str, at: datetime) -> list[Rows]:
        """What was deleted: every row about the person in every import, all or nothing. Figures stay."""
        note = note_of(ERASED, by, reason, at)
        with writing(root_of(self.folder), by, "at slette en person"):
            about = self._without_person(person)
            new = {key: self._rewritten(self.manifest(key), kept, note) for key, (_, kept) in about.items()}
            if new:
                change(self.folder, f"Sletningen af en person i {danish.joined(list(new))}", new)
        return [rows for found, _ in about.values() for rows in found]

    def _require(self, key: str) -> None:
        if key not in self.ids():
            raise Unpublishable(f"Importen {hidden(key)} findes ikke.")

    def _without_person(self, person: str) -> dict[str, tuple[list[Rows], dict[str, pd.DataFrame]]]:
        """By import that has rows about the person: how many of each kind, and the other rows of those kinds."""
        if not PSEUDONYM.fullmatch(person):
            raise Unstorable("En person findes ved sit pseudonym, ikke ved sit nummer. Intet er ændret.")
        about = {}
        for key in self.in_use():
            frames = self.load(key).frames
            kept = {kind: frames[kind][frames[kind]["person"] != person] for kind in PEOPLE}
            kept = {kind: rows for kind, rows in kept.items() if len(rows) < len(frames[kind])}
            if kept:
                about[key] = [Rows(key, kind, len(frames[kind]) - len(rows)) for kind, rows in kept.items()], kept
        return about

    def next_id(self, day: date) -> str:
        """The id that the next import of the day gets."""
        numbers = [in_order(key)[-1] for key in self.ids() if key.startswith(f"{day}-")]
        return f"{day}-{max(numbers, default=0) + 1}"

    def _rewritten(self, manifest: dict, kept: Mapping[str, pd.DataFrame], note: dict) -> dict:
        """The import's manifest when some kinds keep only these rows, which are on disk beside the others."""
        folder, number = self.folder / manifest["id"], len(manifest["changes"]) + 2
        gone = {kind: manifest["frames"][kind]["rows"] - len(rows) for kind, rows in kept.items()}
        new = without(manifest, list(kept), note)
        new["changes"][-1]["rows"] = gone
        for kind, rows in kept.items():
            if len(rows):
                name, content = f"{kind}.{number}.parquet", as_parquet(rows.reset_index(drop=True))
                write_file(folder / name, content)
                new["frames"][kind] = {"file": name, "rows": len(rows)}
                new["checksums"] |= checksums({name: content})
        sync_folder(folder)
        return new

    def _loaded(self, manifest: dict) -> Import:
        return import_of(manifest, read_files(self.folder / manifest["id"], manifest, f"Importen {manifest['id']}"))
