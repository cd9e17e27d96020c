"""Publications as they would be: computed beside the request, kept while what they are made of stays the same."""

import hashlib
import threading
from collections.abc import Callable
from datetime import date, datetime

from kpi import danish
from kpi.refreshing import refresh
from kpi.refreshing.office import Office
from layouts.data.jobs import Job, Worker

MOST_KEPT = 3


class Previews:
    """The proposals by their date."""

    def __init__(self, office: Office, worker: Worker, now: Callable[[], datetime]):
        self._office, self._worker, self._now = office, worker, now
        self._jobs: dict[date, tuple[str, Job]] = {}
        self._lock = threading.Lock()

    def of(self, as_of: date) -> Job:
        """The work that gives the proposal of a date: begun anew where what it is made of has changed."""
        made_of = self._made_of()
        with self._lock:
            kept = self._jobs.get(as_of)
            if kept and kept[0] == made_of:
                return kept[1]
            while len(self._jobs) >= MOST_KEPT:
                del self._jobs[next(iter(self._jobs))]
            job = self._worker.ask(
                f"Beregner tabellerne pr. {danish.day(as_of)}",
                lambda: refresh.propose(self._office, as_of, self._now().replace(microsecond=0)),
            )
            self._jobs[as_of] = made_of, job
            return job

    def _made_of(self) -> str:
        """A fingerprint of the imports in use, the publications and HR's reference files."""
        office, content = self._office, hashlib.sha256()
        content.update(repr((office.imports.ids(), office.imports.in_use(), office.store.keys())).encode())
        for key in office.imports.in_use():
            content.update(repr(office.imports.manifest(key)["checksums"]).encode())
        for path in sorted(office.reference.glob("*.csv")):
            content.update(path.read_bytes())
        return content.hexdigest()
