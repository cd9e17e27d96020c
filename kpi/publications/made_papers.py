"""The papers that were made, frozen with their texts: what a recipient was given can be given again.

A paper is a folder in `store/papers/`, named by the day and a number, with its file and a manifest of checksums,
written beside, synced and renamed as a publication is.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kpi.definitions.person_numbers import hidden
from kpi.publications.folders import (
    MANIFEST,
    Unpublishable,
    checksums,
    in_order,
    read_files,
    read_manifest,
    unsealed,
    write_whole,
)
from kpi.publications.transactions import root_of, writing

FOLDER = "papers"


class MadePapers:
    """The folder of papers. Its methods raise `Unpublishable` with a Danish message."""

    def __init__(self, root: Path):
        self.folder = Path(root) / FOLDER

    def ids(self) -> list[str]:
        """The ids of all papers, the newest first."""
        return sorted((path.parent.name for path in self.folder.glob(f"*/{MANIFEST}")), key=in_order, reverse=True)

    def manifest(self, paper: str) -> dict:
        """What is known of a paper: id, publication, recipient, arrows_2022, made and by."""
        return read_manifest(self._at(paper), f"Sagen {hidden(paper)}")

    def of(self, publication: str) -> list[dict]:
        """The manifests of a publication's papers, the newest first; one that is damaged is nobody's."""
        found = (unsealed((self.folder / paper / MANIFEST).read_bytes()) for paper in self.ids())
        return [told for told in found if told and told["publication"] == publication]

    def files(self, paper: str) -> dict[str, bytes]:
        """A paper's files as they were made, every checksum verified."""
        folder = self._at(paper)
        return read_files(folder, read_manifest(folder, f"Sagen {paper}"), f"Sagen {paper}")

    def add(
        self, publication: str, recipient: str, files: Mapping[str, bytes], *, by: str, at: datetime, arrows_2022: bool
    ) -> str:
        """The id of the paper; the one there is where the recipient's newest has the very same bytes."""
        told = {"publication": publication, "recipient": recipient, "arrows_2022": arrows_2022}
        with writing(root_of(self.folder), by, "at gemme en sag"):
            before = [one for one in self.of(publication) if all(one[name] == told[name] for name in told)]
            if before and before[0]["checksums"] == checksums(files):
                return before[0]["id"]
            paper = self._next_id(at)
            write_whole(self.folder / paper, {"id": paper, "made": at.isoformat(), "by": by} | told, files)
        return paper

    def _next_id(self, at: datetime) -> str:
        day = f"{at:%Y-%m-%d}"
        numbers = [in_order(paper)[-1] for paper in self.ids() if paper.startswith(day)]
        return f"{day}-{max(numbers, default=0) + 1}"

    def _at(self, paper: str) -> Path:
        if paper not in self.ids():
            raise Unpublishable(f"Sagen {hidden(paper)} findes ikke.")
        return self.folder / paper
