"""What lies on HR's desk: for each person one draft, in a private folder and in memory, for half an hour at most.

The files lie there under names of our own; what the sender called them is shown, and is nothing but text. When a
draft is stored, thrown away or too old its folder is gone; a restart begins with a clear desk.
"""

import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from kpi import refresh
from kpi.acceptances import Acceptance
from kpi.publications.folders import make_folder
from kpi.publications.person_numbers import hidden
from layouts.data.jobs import Job

LIFETIME = timedelta(minutes=30)
FOLDER = ".modtaget"
LONGEST_NAME = 80
SUFFIXES = (".csv", ".txt", ".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True)
class Given:
    """What the officer said of the files."""

    as_of: date
    drawn: date | None = None
    covers_from: date | None = None
    on: date | None = None


@dataclass(eq=False)
class Draft:
    """Files that were sent and are being looked at. `names` has what each file is shown as, by its own name here."""

    owner: str
    folder: Path
    names: dict[str, str]
    given: Given
    until: datetime
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    job: Job | None = None
    accepted: list[Acceptance] = field(default_factory=list)

    @property
    def paths(self) -> list[Path]:
        """The files."""
        return [self.folder / name for name in self.names]

    def read(self) -> refresh.Draft:
        """What was read, with the files called what the officer calls them; raises what the reading raised."""
        return self.job.result()

    def named(self, read: refresh.Draft) -> refresh.Draft:
        """What was read, with the files' shown names in place of ours."""
        told = read.placed.extracts
        sources = tuple(replace(one, file=self.names.get(one.file, one.file)) for one in told.sources)
        placed = replace(read.placed, extracts=replace(told, sources=sources))
        return replace(read, placed=placed, findings=tuple(map(self.named_finding, read.findings)))

    def named_finding(self, finding):
        """The finding, with the file's shown name in place of ours."""
        message = finding.message
        for ours, shown in self.names.items():
            message = message.replace(ours, shown)
        return replace(finding, file=self.names.get(finding.file, finding.file), message=message)


class Desk:
    """The drafts, by their owners. Nobody finds another person's."""

    def __init__(self, root: Path, now: Callable[[], datetime] = datetime.now, lifetime: timedelta = LIFETIME):
        self.folder, self._now, self._lifetime = root / FOLDER, now, lifetime
        self._drafts: dict[str, Draft] = {}
        self._lock = threading.Lock()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_folder(self) -> Path:
        """An empty folder that only we can read, for the files of a draft to come."""
        folder = self.folder / secrets.token_hex(8)
        make_folder(folder)
        folder.chmod(0o700)
        return folder

    def throw_away(self, folder: Path) -> None:
        """Nothing; the folder and its files are gone."""
        shutil.rmtree(folder, ignore_errors=True)

    def put(self, owner: str, folder: Path, names: dict[str, str], given: Given) -> Draft:
        """The owner's new draft; what was accepted of the one before is kept, and the rest of it is thrown away."""
        draft = Draft(owner, folder, names, given, self._now() + self._lifetime)
        with self._lock:
            before = self._drafts.pop(owner, None)
            self._drafts[owner] = draft
        if before:
            draft.accepted = before.accepted
            self.throw_away(before.folder)
        timer = threading.Timer(self._lifetime.total_seconds(), self.drop, [draft])
        timer.daemon = True
        timer.start()
        return draft

    def of(self, owner: str) -> Draft | None:
        """The owner's draft, where it is not too old."""
        draft = self._drafts.get(owner)
        if draft and self._now() >= draft.until:
            self.drop(draft)
            return None
        return draft

    def find(self, key: str, owner: str) -> Draft | None:
        """The owner's draft of this id."""
        draft = self.of(owner)
        return draft if draft and secrets.compare_digest(draft.id.encode(), key.encode()) else None

    def drop(self, draft: Draft) -> None:
        """Nothing; the draft and its files are gone."""
        with self._lock:
            if self._drafts.get(draft.owner) is draft:
                del self._drafts[draft.owner]
        self.throw_away(draft.folder)


def shown_name(told: str, number: int) -> str:
    """What a file is called on the page: the last part of the sender's name for it, as text and not too long."""
    last = re.split(r"[/\\]", told)[-1]
    text = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in last)
    text = hidden(" ".join(text.split()))
    if len(text) > LONGEST_NAME:
        text = f"{text[: LONGEST_NAME - 12]}…{text[-10:]}"
    return text or f"fil {number}"


def our_name(told: str, number: int) -> str:
    """What a file is called on the disk: nothing of the sender's but an ending that we know."""
    ending = next((one for one in SUFFIXES if told.lower().endswith(one)), ".dat")
    return f"modtaget-{number}{ending}"
