"""One writer at a time, and what is left of one that was interrupted: finished, or removed.

A change of several folders at once is decided by one file, `.aendring.json`, which holds their new manifests. Before
it is there nothing has changed; from then on everything has, and whoever writes next finishes the work. Readers ask
`decided` first, and so never see half of it.
"""

import contextlib
import json
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kpi.publications.folders import (
    FULL,
    MANIFEST,
    UNFINISHED,
    Unpublishable,
    make_folder,
    remove_folder,
    replace_file,
    sealed,
    sync_folder,
    unsealed,
)
from kpi.publications.together import finish as finish_together

if os.name == "nt":
    import msvcrt
else:
    import fcntl

LOCK = ".lock"
WAIT = 10.0
"""Seconds that a writer waits for the one before it."""
PAUSE = 0.05
CHANGE = ".aendring.json"
FOLDERS = {"imports": "Importen", "publications": "Udgivelsen", "papers": "Sagen"}
"""The store's folders of folders, with what one of each is called."""
_OUT_OF_THE_WAY = 1 << 20
"""The byte that is locked on Windows, where a locked byte cannot be read: far behind those that say who has it."""
_HALF_WRITTEN = re.compile(rf"\.([\d-]+)(\.\d+)?{re.escape(UNFINISHED)}")


class Busy(Unpublishable):
    """Raised where somebody else is writing; the Danish message says who, and since when."""


@dataclass
class _Turn:
    """Whose turn it is to write in a store, among the threads of this process; `depth` counts nested turns."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0
    handle: int = -1


_TURNS: dict[Path, _Turn] = {}


def root_of(folder: Path) -> Path:
    """The store that a folder of folders lies in: the folder itself where it has a name of its own."""
    return folder.parent if folder.name in FOLDERS else folder


@contextlib.contextmanager
def writing(root: Path, by: str = "", what: str = "at skrive", wait: float = WAIT) -> Iterator[list[str]]:
    """The store is this thread's to write in; gives what was done about an interrupted writer, as `recover` does.

    `what` completes "er i gang med …". Turns nest. Raises `Busy` when the store was not free within `wait` seconds.
    """
    until = time.monotonic() + wait
    turn = _TURNS.setdefault(root.resolve(), _Turn())
    if not turn.lock.acquire(timeout=wait):
        raise Busy(_who_has(root))
    try:
        messages = []
        if not turn.depth:
            turn.handle = _locked(root, by, what, until)
        turn.depth += 1
        try:
            if turn.depth == 1:
                messages = _recovered(root)
            yield messages
        finally:
            turn.depth -= 1
            if not turn.depth:
                _unlock(turn.handle)
    finally:
        turn.lock.release()


def recover(root: Path, wait: float = WAIT) -> list[str]:
    """What an interrupted writer left, finished or removed: a Danish message for each. Nothing else is touched."""
    if not root.is_dir():
        return []
    with writing(root, what="at rydde op efter en afbrydelse", wait=wait) as messages:
        return messages


def change(folder: Path, words: str, manifests: Mapping[str, Mapping]) -> None:
    """Gives each named folder its new manifest, all at once; the files that they name are there already.

    `words` say in Danish what is done, for the message if it is interrupted: "Tilbagetrækningen af importen …". Files
    that a new manifest does not name any more are removed.
    """
    replace_file(folder / CHANGE, sealed({"words": words, "manifests": dict(manifests)}))
    _finish(folder)


def decided(folder: Path) -> dict[str, dict]:
    """The manifests of a change that is decided but not finished, by folder; most often none."""
    return _change(folder).get("manifests", {})


def _change(folder: Path) -> dict:
    try:
        content = (folder / CHANGE).read_bytes()
    except FileNotFoundError:
        return {}
    told = unsealed(content)
    if told is None:
        raise Unpublishable(f"Lageret er beskadiget: filen {folder.name}/{CHANGE} er ændret. Hent en sikkerhedskopi.")
    return told


def _finish(folder: Path) -> str:
    """What the decided change was, in words, once it is finished; empty where there was none."""
    told = _change(folder)
    for name, manifest in told.get("manifests", {}).items():
        replace_file(folder / name / MANIFEST, sealed(manifest))
        _remove_unnamed(folder / name)
    if told:
        os.unlink(folder / CHANGE)
        sync_folder(folder)
    return told.get("words", "")


def _remove_unnamed(folder: Path) -> bool:
    """Whether there were rows, or files half written, that the manifest does not name: they are gone."""
    told = unsealed((folder / MANIFEST).read_bytes())
    named = set(told["checksums"]) if told else {path.name for path in folder.glob("*.parquet")}
    there = [path for path in folder.iterdir() if path.name.endswith((".parquet", UNFINISHED))]
    unnamed = [path for path in there if path.name not in named]
    for path in sorted(unnamed):
        os.unlink(path)
    if unnamed:
        sync_folder(folder)
    return bool(unnamed)


def _recovered(root: Path) -> list[str]:
    messages = list(filter(None, [finish_together(root)]))
    for name, noun in FOLDERS.items():
        folder = root / name
        words = _finish(folder)
        if words:
            messages.append(f"{words} blev afbrudt og er nu gjort færdig.")
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            half = _HALF_WRITTEN.fullmatch(path.name)
            if half and (path.is_dir() or path.is_symlink()):
                remove_folder(path)
                messages.append(f"{noun} {half[1]} blev ikke færdig og er fjernet. Intet er ændret.")
            elif path.name == f"{CHANGE}{UNFINISHED}":
                os.unlink(path)
                sync_folder(folder)
                messages.append("En ændring blev ikke færdig og er fjernet. Intet er ændret.")
            elif name == "imports" and (path / MANIFEST).is_file() and _remove_unnamed(path):
                messages.append(f"En ændring af importen {path.name} blev ikke færdig og er fjernet. Intet er ændret.")
    return messages


def _locked(root: Path, by: str, what: str, until: float) -> int:
    """The handle of the store's lock, once it is ours."""
    make_folder(root)
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _taken(handle):
            if time.monotonic() > until:
                raise Busy(_who_has(root))
            time.sleep(PAUSE)
        _tell(handle, {"by": by, "what": what, "since": datetime.now().strftime("%H.%M")})
    except BaseException:
        os.close(handle)
        raise
    return handle


def _tell(handle: int, told: Mapping[str, str]) -> None:
    """Nothing; the lock says who has it, where there is room: on a full disk it holds all the same."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        os.write(handle, json.dumps(told).encode())
    except OSError as error:
        if error.errno not in FULL:
            raise


def _taken(handle: int) -> bool:
    try:
        if os.name == "nt":
            os.lseek(handle, _OUT_OF_THE_WAY, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _unlock(handle: int) -> None:
    try:
        os.ftruncate(handle, 0)
        if os.name == "nt":
            os.lseek(handle, _OUT_OF_THE_WAY, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    finally:
        os.close(handle)


def _who_has(root: Path) -> str:
    try:
        told = json.loads((root / LOCK).read_bytes())
    except (OSError, ValueError):
        told = {}
    who = told.get("by") or "En anden"
    since = f" (siden kl. {told['since']})" if told.get("since") else ""
    return f"{who} er i gang med {told.get('what') or 'at skrive'}{since}. Intet er ændret. Prøv igen om lidt."
