"""Publication (frozen) and Store (append-only folders): what the pages and the papers read.

A publication is a folder: `figures-intern.csv`, `figures-offentlig.csv`, `definitions.json`, `reference/` and
`manifest.json`, which names every other file with its checksum. It is written beside, synced and renamed; a key that
exists is refused; the checksums are verified on the way in. A correction is an amendment: a publication of the same
date with a number after its key, which says what it supersedes and why.
"""

from calendar import monthrange
from contextlib import suppress
from datetime import date
from pathlib import Path

from kpi.definitions.person_numbers import hidden
from kpi.publications.folders import MANIFEST, Fault, Unpublishable, faults, in_order, write_whole
from kpi.publications.stored_publication import (
    KEY,
    Publication,
    files_of,
    publication_in,
    refuse_what_may_not_be_told,
)
from kpi.publications.transactions import root_of, writing

FIRST_AMENDMENT = 2


class Store:
    """The folder of publications. Its methods raise `Unpublishable` with a Danish message."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self._read: dict[str, Publication] = {}

    def keys(self) -> list[str]:
        """The keys of all publications, the newest as_of and latest amendment first."""
        found = (path.parent.name for path in self.folder.glob(f"[0-9]*/{MANIFEST}"))
        return sorted((key for key in found if KEY.fullmatch(key)), key=in_order, reverse=True)

    def load(self, key: str) -> Publication:
        """The publication of the key, its checksums verified the first time it is read."""
        if key not in self._read:
            self._require(key)
            self._read[key] = publication_in(self.folder / key)
        return self._read[key]

    def as_of(self, key: str) -> date:
        """The date of the key's publication, a month's last day; told by the key, so of a damaged one too."""
        year, month = map(int, key[:7].split("-"))
        return date(year, month, monthrange(year, month)[1])

    def latest(self) -> Publication | None:
        """The newest publication, or None where nothing is published yet."""
        keys = self.keys()
        return self.load(keys[0]) if keys else None

    def key_for(self, as_of: date) -> str:
        """The key that a publication of the date gets: the date's own, or the next amendment's."""
        newest = self._newest(as_of)
        return f"{as_of:%Y-%m}-{max(_number(newest), 1) + 1}" if newest else f"{as_of:%Y-%m}"

    def previous(self, as_of: date) -> Publication | None:
        """What a new publication of the date is compared with: the date's newest, else the latest earlier date's."""
        earlier = [key for key in self.keys() if key[:7] <= f"{as_of:%Y-%m}"]
        return self.load(earlier[0]) if earlier else None

    def superseded_by(self, key: str) -> str:
        """The newest amendment of the publication's date; empty where the key is the newest itself."""
        self._require(key)
        newest = self._newest(self.load(key).as_of)
        return "" if newest == key else newest

    def corrections(self, key: str) -> tuple[Publication, ...]:
        """The amendments of the publication's date that came after it, the oldest first; a damaged one is left out."""
        same_date = [one for one in reversed(self.keys()) if one[:7] == key[:7]]
        found = []
        for later in same_date[same_date.index(key) + 1 :]:
            with suppress(Unpublishable):
                found.append(self.load(later))
        return tuple(found)

    def verify(self, key: str) -> list[Fault]:
        """Every file of the publication that is changed, missing or not its own; none in a whole one."""
        self._require(key)
        return faults(self.folder / key)

    def add(self, publication: Publication) -> Path:
        """The folder of the publication, written whole or not at all."""
        files = files_of(publication)
        refuse_what_may_not_be_told(publication)
        target = self.folder / publication.key
        with writing(root_of(self.folder), publication.by, "at udgive"):
            if target.exists():
                raise Unpublishable(f"Udgivelsen {publication.key} findes allerede.")
            self._refuse_silent_amendment(publication)
            write_whole(target, publication.manifest(), files)
        return target

    def _require(self, key: str) -> None:
        if key not in self.keys():
            raise Unpublishable(f"Udgivelsen {hidden(key)} findes ikke.")

    def _newest(self, as_of: date) -> str:
        return next((key for key in self.keys() if key.startswith(f"{as_of:%Y-%m}")), "")

    def _refuse_silent_amendment(self, publication: Publication) -> None:
        """Nothing, where the publication is its date's first, or says what it supersedes and why."""
        newest = self._newest(publication.as_of)
        if _number(publication.key) < FIRST_AMENDMENT and not publication.supersedes:
            return
        if publication.supersedes != newest:
            told = f"den skal afløse {newest}" if newest else "der er ingen udgivelse at afløse"
            raise Unpublishable(f"Udgivelsen {publication.key} er en rettelse, men {told}. Intet er ændret.")
        if not publication.reason.strip():
            raise Unpublishable(
                f"{newest} er udgivet. En rettelse skal have en begrundelse, som bliver trykt, f.eks. --reason "
                "«Fratrædelser i juni er kommet med»."
            )


def _number(key: str) -> int:
    """The amendment's number, or 0."""
    return in_order(key)[2] if key.count("-") == FIRST_AMENDMENT else 0
