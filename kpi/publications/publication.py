"""Publication (frozen) and Store (append-only folders): what the pages and the papers read.

A publication is a folder: `figures-intern.csv`, `figures-offentlig.csv`, `definitions.json`, `reference/` and
`manifest.json`, which names every other file with its checksum. It is written beside, synced and renamed; a key that
exists is refused; the checksums are verified on the way in.
"""

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

import pandas as pd

from kpi.definitions.model import FIGURE_COLUMNS, StaffGroup

TEXT_COLUMNS = tuple(
    column for column in FIGURE_COLUMNS if column not in ("numerator", "denominator", "value", "provisional")
)


class Unpublishable(Exception):
    """Raised, with a Danish message, where a publication cannot be stored or read."""


@dataclass(frozen=True)
class Publication:
    """Frozen figures for each audience, with everything that is needed to read them years later.

    `figures` holds one frame per audience with the columns `FIGURE_COLUMNS` (dates as ISO text). `facts` are counts
    that the pages tell of (persons with several employments and the like). `definitions` are the declarations as they
    were.
    """

    key: str
    as_of: date
    drawn: date
    published: datetime
    municipality: str
    example: bool
    version: str
    groups: tuple[StaffGroup, ...]
    areas: tuple[str, ...]
    sources: tuple[Mapping, ...]
    figures: Mapping[str, pd.DataFrame]
    definitions: Mapping = field(default_factory=dict)
    reference: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping = field(default_factory=dict)
    accepted: tuple[Mapping, ...] = ()
    revisions: tuple[Mapping, ...] = ()

    @cached_property
    def group_names(self) -> dict[str, str]:
        """Each staff group's key with its name, in printed order."""
        return {group.key: group.name for group in self.groups}

    @cached_property
    def by_group(self) -> dict[str, dict[tuple[str, str, str], list[dict]]]:
        """Per audience, the figures of each (measure, group, series) of the whole municipality, oldest period first."""
        found: dict[str, dict] = {}
        for audience, frame in self.figures.items():
            cells = found.setdefault(audience, {})
            for figure in frame[frame["place_kind"] == ""].to_dict("records"):
                cells.setdefault((figure["measure"], figure["group"], figure["series"]), []).append(figure)
        return found

    @cached_property
    def group_areas(self) -> dict[str, str]:
        """Each staff group's area by the publication's own job codes, empty where its codes hold in any area."""
        content = self.reference.get("stillinger.csv", b"").decode("utf-8-sig")
        lines = csv.DictReader(io.StringIO(content), delimiter=";")
        return {line["Gruppe"]: line["Område"] for line in lines if line["Gruppe"]}

    def manifest(self) -> dict:
        """What the manifest says of the publication, without checksums."""
        told = {name: getattr(self, name) for name in ("key", "municipality", "example", "version")}
        dates = {name: getattr(self, name).isoformat() for name in ("as_of", "drawn", "published")}
        lists = {
            "groups": [asdict(group) for group in self.groups],
            "areas": list(self.areas),
            "sources": [dict(source) for source in self.sources],
            "facts": dict(self.facts),
            "accepted": [dict(accepted) for accepted in self.accepted],
            "revisions": [dict(revision) for revision in self.revisions],
        }
        return told | dates | lists


class Store:
    """The folder of publications. Its methods raise `Unpublishable` with a Danish message."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._read: dict[str, Publication] = {}

    def keys(self) -> list[str]:
        """The keys of all publications, the newest as_of and latest amendment first."""
        found = [path.parent.name for path in self.folder.glob("[0-9]*/manifest.json")]
        return sorted(found, key=lambda key: [int(part) for part in key.split("-")], reverse=True)

    def load(self, key: str) -> Publication:
        """The publication of the key, its checksums verified the first time it is read."""
        if key not in self._read:
            if key not in self.keys():
                raise Unpublishable(f"Udgivelsen {key} findes ikke.")
            self._read[key] = _read(self.folder / key)
        return self._read[key]

    def latest(self) -> Publication | None:
        """The newest publication, or None where nothing is published yet."""
        keys = self.keys()
        return self.load(keys[0]) if keys else None

    def add(self, publication: Publication) -> Path:
        """The folder of the publication, written whole or not at all."""
        target = self.folder / publication.key
        if target.exists():
            raise Unpublishable(f"Udgivelsen {publication.key} findes allerede.")
        beside = self.folder / f".{publication.key}.{os.getpid()}.skrives"
        shutil.rmtree(beside, ignore_errors=True)
        _write(publication, beside)
        os.rename(beside, target)
        _sync(self.folder)
        return target


def _files(publication: Publication) -> dict[str, bytes]:
    files = {
        f"figures-{audience}.csv": frame.to_csv(index=False, lineterminator="\n").encode()
        for audience, frame in publication.figures.items()
    }
    files["definitions.json"] = _json(publication.definitions)
    return files | {f"reference/{name}": content for name, content in publication.reference.items()}


def _json(content: Mapping) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _write(publication: Publication, folder: Path) -> None:
    files = _files(publication)
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = _json(publication.manifest() | {"checksums": checksums})
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    for path in (folder / "reference", folder):
        _sync(path)


def _sync(folder: Path) -> None:
    """Nothing; the folder's entries are on disk (Windows has no way to sync a folder, and needs none)."""
    if os.name == "posix" and folder.is_dir():
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def _read(folder: Path) -> Publication:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    files = {}
    for name, checksum in manifest["checksums"].items():
        content = (folder / name).read_bytes() if (folder / name).is_file() else b""
        if hashlib.sha256(content).hexdigest() != checksum:
            raise Unpublishable(f"Udgivelsen {folder.name} er beskadiget: filen {name} er ændret eller mangler.")
        files[name] = content
    return Publication(
        **{name: manifest[name] for name in ("key", "municipality", "example", "version", "facts")},
        as_of=date.fromisoformat(manifest["as_of"]),
        drawn=date.fromisoformat(manifest["drawn"]),
        published=datetime.fromisoformat(manifest["published"]),
        groups=tuple(StaffGroup(**group) for group in manifest["groups"]),
        areas=tuple(manifest["areas"]),
        **{name: tuple(manifest[name]) for name in ("sources", "accepted", "revisions")},
        figures={name[8:-4]: _frame(files[name]) for name in files if name.startswith("figures-")},
        definitions=json.loads(files["definitions.json"]),
        reference={name[10:]: content for name, content in files.items() if name.startswith("reference/")},
    )


def _frame(content: bytes) -> pd.DataFrame:
    numbers = {column: [""] for column in ("numerator", "denominator", "value")}
    types = dict.fromkeys(TEXT_COLUMNS, str)
    return pd.read_csv(io.BytesIO(content), dtype=types, keep_default_na=False, na_values=numbers)
