"""Those who are turned away without a name, in the log: told at once, then counted, so that nobody can fill the log."""

import logging
import threading
from collections.abc import Callable

from kpi import danish
from kpi.publications.folders import Unpublishable
from kpi.publications.journal import DENIED, Journal

log = logging.getLogger("arbejdskraft")

ENTRY = "adgang"
WINDOW = 60.0
"""Seconds in which an address has one line of its own, and one that counts the rest."""
MOST_ADDRESSES = 100
"""Addresses with lines of their own within the window; those of all others are counted together."""
OTHERS = ""


class Denials:
    """The denied attempts of nobody in particular, written to a journal: the first of an address, and how many more."""

    def __init__(self, journal: Journal | None, after: Callable[[float, Callable], None] | None = None):
        self._journal, self._after = journal, after or _later
        self._more: dict[str, tuple[str, int]] = {}
        self._lock = threading.Lock()

    def note(self, address: str, target: str, why: str, name: str = "") -> None:
        """Nothing; the attempt stands in the log, or is counted there when the window ends.

        `name` is of one who has signed in without a role, so that IT can see who asks for access.
        """
        with self._lock:
            if not self._more:
                self._after(WINDOW, self.close_window)
            asked = f"{address} {name}"
            key = asked if asked in self._more or len(self._more) < MOST_ADDRESSES else OTHERS
            is_first = key not in self._more
            why, more = (why, -1) if is_first else self._more[key]
            self._more[key] = why, more + 1
        if is_first:
            self._write(target, why, name)

    def close_window(self) -> None:
        """Nothing; what was counted stands in the log, and the next attempt opens a new window."""
        with self._lock:
            counted, self._more = self._more, {}
        for why, more in counted.values():
            if more:
                times = danish.counted(more, "gang", "gange")
                self._write("(flere forsøg)", f"{why}: {times} mere inden for et minut")

    def _write(self, target: str, detail: str, name: str = "") -> None:
        try:
            if self._journal is not None:
                self._journal.record(ENTRY, target, who=name, role="", outcome=DENIED, detail=detail)
        except Unpublishable:
            log.exception("Journalen kunne ikke skrives: %s %s %s", ENTRY, target, DENIED)


def _later(seconds: float, work: Callable) -> None:
    timer = threading.Timer(seconds, work)
    timer.daemon = True
    timer.start()
