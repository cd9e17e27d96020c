"""HR's office: where its data lie, what it has decided, and the key of the hashes.                          (I/O)"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kpi import danish
from kpi.definitions.periods import shifted
from kpi.extracts.asking.answers import FILE as ANSWERS
from kpi.extracts.placement.reference_files import REFERENCE_FILES
from kpi.municipality.settings import Settings, read_settings
from kpi.publications.imports import Imports
from kpi.publications.journal import EXPIRE, Journal
from kpi.publications.publication import Publication, Store
from kpi.publications.reconcile import reconcile
from kpi.publications.stored_import import is_withdrawn
from kpi.publications.transactions import recover
from kpi.refreshing.replacing import folder
from kpi.refreshing.store_key import key_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE_MUNICIPALITY = "Eksempel Kommune"
COMES_WITH_IT = ROOT / "data" / "reference"
MEND = (
    "Hent den fra en sikkerhedskopi. Det udgivne kan ses imens, men der kan ikke tages ind, udgives, søges efter eller "
    "slettes en person, og rækkernes frist holdes ikke."
)


@dataclass(frozen=True)
class Office:
    """A data folder opened for work. `told` says in Danish what was put right after an interruption.

    `own_reference` is where HR's reference files lie, or will: until then, those that come with the program hold.
    `answers` is the file of what HR has answered about its sources, beside them where nobody says otherwise. `key` is
    None where it was opened without: then no extract can be read, and no person looked up.
    """

    root: Path
    own_reference: Path
    settings: Settings
    key: bytes | None
    imports: Imports
    store: Store
    journal: Journal
    example: bool = False
    told: tuple[str, ...] = ()
    answers: Path | None = None

    def __post_init__(self):
        """The file of answers has its place, also where the reference files are others than HR's own."""
        object.__setattr__(self, "answers", self.answers or self.own_reference.parent / ANSWERS)

    @property
    def reference(self) -> Path:
        """The folder of the reference files that hold now."""
        return self.own_reference if self.own_reference.is_dir() else COMES_WITH_IT

    @property
    def is_lent(self) -> bool:
        """Whether HR's reference files are those that come with the program, or a copy with lines placed after them."""
        files = sorted(COMES_WITH_IT.glob("*.csv"))
        return not self.example and all(_begins_like(self.reference / one.name, one) for one in files)

    def lent_besides(self, names: Container[str]) -> tuple[str, ...]:
        """The reference files, besides the named ones, that are the example's, or begin as those do."""
        others = [one.name for one in REFERENCE_FILES.values() if not one.optional and one.name not in names]
        lent = (name for name in others if _begins_like(self.reference / name, COMES_WITH_IT / name))
        return () if self.example else tuple(lent)

    def states(self, publication: Publication) -> list[str]:
        """What became of a publication, in Danish: amended or current, partial, made of imports that are withdrawn."""
        newer = self.store.superseded_by(publication.key)
        known, damaged = set(self.imports.ids()), self.imports.damaged()
        there = [key for key in publication.imports if key in known and key not in damaged]
        gone = [key for key in there if is_withdrawn(self.imports.manifest(key))]
        return [
            f"rettet af {newer}" if newer else f"gældende for {danish.day(publication.as_of)}",
            *(["delvis"] if publication.partial else []),
            *(f"importen {key} er trukket tilbage" for key in gone),
            *(f"importen {key} er beskadiget" for key in publication.imports if key in damaged),
        ]

    def made_of(self) -> tuple[str, ...]:
        """What figures are made of and compared with now: the files of rows in use, and the publications, by name."""
        in_use = {key: self.imports.manifest(key)["frames"] for key in self.imports.in_use()}
        rows = [f"{key}/{one['file']}" for key, frames in in_use.items() for one in frames.values()]
        return (*rows, *self.store.keys())


def _begins_like(path: Path, other: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(other.read_bytes())


def office_at(data: Path | None, environment: Mapping[str, str], with_key: bool = True) -> Office:
    """The office of a municipality's data folder, or of the example municipality where there is none.

    What an interrupted run left is put right first. Without the key it is opened for what was published alone. Raises
    `SettingsError`, `SecretError` or `Unpublishable`.
    """
    place = data or ROOT / "data"
    root = place / "store"
    settings = read_settings(data) if data else Settings(municipality=EXAMPLE_MUNICIPALITY)
    told = recover(root)
    key = key_of(root, place, environment, example=data is None) if with_key else None
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)
    imports, own_reference = Imports(root / "imports"), (data or root) / "reference"
    told += [*reconcile(root), *folder.recovered(own_reference, root, Journal(root))]
    told += [*_expired(imports, settings), *_damaged(imports)]
    return Office(
        root=root,
        own_reference=own_reference,
        settings=settings,
        key=key,
        imports=imports,
        store=Store(root / "publications"),
        journal=Journal(root),
        example=data is None,
        told=tuple(told),
    )


def _damaged(imports: Imports) -> list[str]:
    return [f"{message} {MEND}" for message in imports.damaged().values()]


def _expired(imports: Imports, settings: Settings) -> list[str]:
    """What was deleted because the municipality keeps it no longer, a Danish message for each import and kind."""
    now = datetime.now().replace(microsecond=0)
    oldest = shifted(now.date(), -12 * settings.import_years)
    deleted = imports.delete_before(oldest, settings.list_years, at=now)
    for one in dict.fromkeys(row.import_id for row in deleted):
        rows = sum(row.count for row in deleted if row.import_id == one)
        told = danish.counted(rows, "række", "rækker")
        Journal(imports.folder.parent).record(EXPIRE, one, who="programmet", role="hr", detail=told, at=now)
    return [
        f"Importen {row.import_id}: {danish.counted(row.count, 'række', 'rækker')} er slettet efter fristen."
        for row in deleted
    ]
