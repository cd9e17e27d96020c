"""What lies on HR's desk: for each person one draft, in memory only, for half an hour at most.

What the sender called a file is shown, and is nothing but text. When a draft is stored, thrown away or too old its
files are let go; a restart begins with a clear desk.
"""

import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path, PurePath

from kpi import danish
from kpi.definitions.person_numbers import HIDDEN, hidden, looks_like_one
from kpi.refreshing import refresh
from kpi.refreshing.acceptances import Acceptance
from kpi.refreshing.officers_files import MEGABYTE, Upload
from layouts import gate
from layouts.data.jobs import Job

LIFETIME = timedelta(minutes=30)
MOST_HELD = 600 * MEGABYTE
"""Bytes of all drafts together, and of the files that are on their way in."""
FULL = (
    f"Programmet holder allerede så mange filer, som det kan: højst {MOST_HELD // MEGABYTE} MB for alle kladder "
    "tilsammen. Kassér din egen kladde, hvis du har en, eller prøv igen senere; en kladde slettes efter højst "
    "30 minutter. Intet er gemt."
)
EARLIER_FOLDER = ".modtaget"
"""Where earlier versions had the files of a draft."""
LONGEST_NAME = 80
LONGEST_STEM = 60
"""Signs of a file's name that the marked file is called after."""


@dataclass(frozen=True)
class Given:
    """What the officer said of the files."""

    as_of: date
    drawn: date | None = None
    covers_from: date | None = None
    on: date | None = None


@dataclass(eq=False)
class Draft:
    """Files that were sent and are being looked at; of reference files nothing more is `given`.

    `marked` has the files that are being marked, or wait to be fetched, by number: the reading whose findings they are
    marked with, and the marking. `instead_of` tells of the draft that these files took the place of, in words.
    """

    owner: str
    files: tuple[Upload, ...]
    given: Given | None
    until: datetime
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    job: Job | None = None
    accepted: list[Acceptance] = field(default_factory=list)
    marked: dict[int, tuple[Job, Job]] = field(default_factory=dict)
    timer: threading.Timer | None = None
    instead_of: str = ""

    @property
    def told(self) -> str:
        """What it is, in words: the date that is given, and how many files."""
        files = danish.counted(len(self.files), "fil", "filer")
        return f"data pr. {danish.day(self.given.as_of)}, {files}" if self.given else files

    @property
    def names(self) -> dict[int, str]:
        """What each file is shown as, by its number."""
        return {number: file.name for number, file in enumerate(self.files, start=1)}

    @property
    def size(self) -> int:
        """Bytes that the files take up."""
        return sum(len(file.data) for file in self.files)

    def read(self) -> refresh.Draft:
        """What was read; raises what the reading raised."""
        return self.job.result()

    def let_go(self) -> None:
        """Nothing; the files are out of memory."""
        self.files = ()
        self.marked = {}
        if self.timer:
            self.timer.cancel()


class Desk:
    """The drafts, by their owners. Of another person's nobody is shown more than whose it is."""

    def __init__(self, root: Path, now: Callable[[], datetime] = datetime.now, lifetime: timedelta = LIFETIME):
        self._now, self._lifetime = now, lifetime
        self._drafts: dict[str, Draft] = {}
        self._coming = 0
        self._lock = threading.Lock()
        shutil.rmtree(root / EARLIER_FOLDER, ignore_errors=True)

    @contextmanager
    def room_for(self, size: int) -> Iterator[None]:
        """Room for so many bytes, while they are received and put; raises `gate.Refusal` where there is not enough."""
        with self._lock:
            if sum(draft.size for draft in self._drafts.values()) + self._coming + size > MOST_HELD:
                raise gate.Refusal(HTTPStatus.SERVICE_UNAVAILABLE, FULL)
            self._coming += size
        try:
            yield
        finally:
            with self._lock:
                self._coming -= size

    def put(self, owner: str, files: Sequence[Upload], given: Given | None = None) -> Draft:
        """The owner's new draft; what was accepted of the one before is kept, and the rest of it is thrown away."""
        draft = Draft(owner, tuple(files), given, self._now() + self._lifetime)
        draft.timer = threading.Timer(self._lifetime.total_seconds(), self.drop, [draft])
        draft.timer.daemon = True
        with self._lock:
            before = self._drafts.pop(owner, None)
            self._drafts[owner] = draft
        if before:
            draft.accepted, draft.instead_of = before.accepted, before.told
            before.let_go()
        draft.timer.start()
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

    def of_another(self, key: str, owner: str) -> Draft | None:
        """The draft of this id where it is somebody else's."""
        for other in [one for one in self._drafts if one != owner]:
            if found := self.find(key, other):
                return found
        return None

    def drop(self, draft: Draft) -> None:
        """Nothing; the draft and its files are gone."""
        with self._lock:
            if self._drafts.get(draft.owner) is draft:
                del self._drafts[draft.owner]
        draft.let_go()


def shown_name(told: str, number: int) -> str:
    """What a file is called on the page: the last part of the sender's name for it, as text and not too long."""
    last = re.split(r"[/\\]", told)[-1]
    text = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in last)
    text = hidden(" ".join(text.split()))
    if len(text) > LONGEST_NAME:
        text = f"{text[: LONGEST_NAME - 12]}…{text[-10:]}"
    return text or f"fil {number}"


def stem_of(shown: str, number: int) -> str:
    """What a file's own marked workbook is called after: letters, digits and dashes of its name, without its ending.

    Where that leaves nothing, or what looks like a person number, it is the file's number.
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", PurePath(shown.replace(HIDDEN, " ")).stem))
    stem = "-".join(words)[:LONGEST_STEM].strip("-")
    is_told = stem and not looks_like_one(stem) and not looks_like_one(stem.replace("-", ""))
    return stem if is_told else f"fil-{number}"
