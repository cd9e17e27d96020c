"""All that is stored, held against its checksums: imports, publications, papers and the journal.              (I/O)"""

from pathlib import Path
from typing import NamedTuple

from kpi.publications import journal_check, key_check
from kpi.publications.folders import MANIFEST, MISSING, Fault, Unpublishable, faults
from kpi.publications.imports import Imports
from kpi.publications.journal import DONE, Journal
from kpi.publications.journal_lines import FILE as JOURNAL
from kpi.publications.made_papers import MadePapers
from kpi.publications.publication import Store
from kpi.publications.reconcile import lost
from kpi.publications.transactions import decided


class Damage(NamedTuple):
    """Something of the store that is not as it was written: what `thing` it is of, its file, and what is wrong."""

    thing: str
    file: str
    what: str

    @property
    def message(self) -> str:
        """It as a Danish sentence."""
        return f"{self.thing}: {Fault(self.file, self.what).message}" if self.file else f"{self.thing} {self.what}."


class Verified(NamedTuple):
    """What was looked at, and what was found."""

    imports: int
    publications: int
    papers: int
    damage: list[Damage]


def verified(root: Path) -> Verified:
    """The whole of a store looked through; nothing in it is changed."""
    imports, store, papers = Imports(root / "imports"), Store(root / "publications"), MadePapers(root)
    told = {
        **{f"Importen {key}": root / "imports" / key for key in imports.ids()},
        **{f"Udgivelsen {key}": path for key, path in _folders(root / "publications").items()},
        **{f"Sagen {key}": path for key, path in _folders(root / "papers").items()},
    }
    found = [Damage(thing, *fault) for thing, folder in told.items() for fault in faults(folder)]
    found += [*_of_the_journal(root, imports, store), *_of_the_store(root)]
    return Verified(len(imports.ids()), len(store.keys()), len(papers.ids()), found)


def _folders(folder: Path) -> dict[str, Path]:
    """What lies in a folder of folders, by name, also what has no manifest any more; not what is half written."""
    there = folder.iterdir() if folder.is_dir() else ()
    return {path.name: path for path in sorted(there) if path.is_dir() and not path.name.startswith(".")}


def _of_the_journal(root: Path, imports: Imports, store: Store) -> list[Damage]:
    if not (root / JOURNAL).is_file():
        return [Damage("Journalen", JOURNAL, MISSING)]
    found = [Damage("Journalen", "", what) for what in journal_check.faults_of(root / JOURNAL)]
    if found:
        return found
    lines = [line for line in Journal(root).audit() if line["outcome"] == DONE]
    return [Damage(f"{noun} {target}", MANIFEST, MISSING) for noun, target in lost(lines, imports, store)]


def _of_the_store(root: Path) -> list[Damage]:
    """What is wrong with the files that belong to no import, publication or paper."""
    found = []
    for look in (lambda: key_check.fits(root, b""), lambda: decided(root / "imports")):
        try:
            look()
        except Unpublishable as error:
            found.append(Damage("Lageret", "", f"siger: {error}".removesuffix(".")))
    return found
