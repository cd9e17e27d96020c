"""The writer is killed at every operation: afterwards the store is as it was, or as it was to be, and never between.

This file is run as a program of its own too: a process that does each deed of the store in a child, counts what it
asks of the disk (and of the journal's database), and does it again for each n with the child stopped at the n-th:

* `dræbt`: killed there; of a write, half is on disk.
* `strøm`: as if the power went: what was not synced is lost, new files and names of files.
* `strøm, ældste`: the same, but only the oldest name that was not synced is lost, and what came after it is kept.
* `diskfejl`: the operation fails, the program goes on.

Then the store is read as it stands, recovered, and read again. Each must be the state before the deed, or after it.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow.pandas_compat  # noqa: F401  loaded here once, not in thousands of children
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_imports import a_history, import_of, pseudonym, rows  # noqa: E402
from test_publication import amendment, publication  # noqa: E402

from kpi.publications.combined import combine  # noqa: E402
from kpi.publications.folders import Unpublishable  # noqa: E402
from kpi.publications.imports import Import, Imports  # noqa: E402
from kpi.publications.journal import IMPORT, PUBLISH, Journal  # noqa: E402
from kpi.publications.publication import Publication, Store  # noqa: E402
from kpi.publications.reconcile import reconcile  # noqa: E402
from kpi.publications.transactions import recover, writing  # noqa: E402

KILLED, POWER, OLDEST, FAULT = "dræbt", "strøm", "strøm, ældste", "diskfejl"
MODES = (KILLED, POWER, OLDEST, FAULT)
PROCESSES, LONGEST = 2, 900
AT = datetime(2023, 3, 1, 9, 30)


# --- the deeds


def imports_of(root: Path) -> Imports:
    return Imports(root / "imports")


def store_of(root: Path) -> Store:
    return Store(root / "publications")


def nothing(root: Path) -> None:
    """No store at all."""


def some(root: Path) -> None:
    """Three imports with lines in the journal, two publications."""
    people = {"history": rows("history", {"who": "Anna"}, {"who": "Bo"}), "adverts": rows("adverts", {})}
    lists = {"status": rows("status", {"who": "Anna"}), "leavers": rows("leavers", {"who": "Bo", "left": 19_000})}
    imports_of(root).add(import_of(people, taken_in=datetime(2015, 2, 1)))
    imports_of(root).add(import_of(people | lists, taken_in=datetime(2016, 2, 1)))
    imports_of(root).add(a_history("Anna", "Carla"))
    store_of(root).add(publication())
    reconcile(root)


def take_in(root: Path) -> None:
    """An import and its line, as the pipeline does it."""
    with writing(root, "Anne Holm"):
        key = imports_of(root).add(new_import())
        Journal(root).record(IMPORT, key, who="Anne Holm", role="hr", at=AT)


@cache
def new_import() -> Import:
    return import_of({kind: rows(kind, {"who": "Ny"}) for kind in ("history", "status")})


@cache
def new_publication() -> Publication:
    return publication("2022-12", by="Anne Holm")


@cache
def new_amendment() -> Publication:
    return amendment()


def withdraw(root: Path) -> None:
    imports_of(root).withdraw("2016-02-01-1", "Bente", "Forkert fil", AT)


def erase(root: Path) -> None:
    imports_of(root).erase(pseudonym("Anna"), "Bente", "Anmodning", AT)


def expire(root: Path) -> None:
    imports_of(root).delete_before(date(2020, 1, 1), 5, at=AT)


def publish(root: Path) -> None:
    with writing(root, "Anne Holm"):
        store_of(root).add(new_publication())
        Journal(root).record(PUBLISH, "2022-12", who="Anne Holm", role="hr", at=AT)


def amend(root: Path) -> None:
    store_of(root).add(new_amendment())


def write_in_journal(root: Path) -> None:
    Journal(root).comment("2022-06", "Flere stopper tidligt.", who="Bo", role="chef", at=AT)


def half_erased(root: Path) -> None:
    """An erasure that was killed when it had just been decided."""
    some(root)
    stop_at(root, erase, lambda asked: [name for name, _ in asked[:-1]][-1:] == ["replace"])


def half_taken_in(root: Path) -> None:
    """An import that was killed before it was whole."""
    some(root)
    stop_at(root, take_in, lambda asked: asked[-1][0] == "rename")


def half_prepared(root: Path) -> None:
    """An erasure that was killed when new rows had been written, and nothing decided."""
    some(root)
    stop_at(root, erase, lambda asked: asked[-1][1].endswith(".aendring.json.skrives"))


DEEDS: dict[str, tuple[Callable[[Path], None], Callable[[Path], object]]] = {
    "den første import": (nothing, take_in),
    "en import": (some, take_in),
    "en tilbagetrækning": (some, withdraw),
    "en sletning af en person": (some, erase),
    "en sletning efter frist": (some, expire),
    "den første udgivelse": (nothing, publish),
    "en udgivelse": (some, publish),
    "en rettelse": (some, amend),
    "en kommentar": (some, write_in_journal),
    "oprydning efter en besluttet sletning": (half_erased, recover),
    "oprydning efter en halv import": (half_taken_in, recover),
    "oprydning efter en forberedt sletning": (half_prepared, recover),
}


# --- the disk, counted and stopped


class Stopped(BaseException):
    """Raised where the program is to stop in its own process."""


class Disk:
    """The operations of the disk, each told before it is done: what has been asked, and what is not synced yet.

    All that can change the disk: opening only to read cannot.
    """

    def __init__(self, stash: Path, stop: Callable[[list], bool], how: Callable[[Disk], None]):
        self.stash, self.stop, self.how = stash, stop, how
        self.asked: list[tuple[str, str]] = []
        self.unsure: list[tuple[int, int]] = []
        self.names: list[tuple[int, Callable[[], None]]] = []
        self.unsynced: dict[int, str] = {}
        self.real = {name: getattr(os, name) for name in OPERATIONS}
        self.half: Callable[[], None] = lambda: None

    def put_in_place(self) -> None:
        for name in OPERATIONS:
            setattr(os, name, self._told(name))
        real, disk = sqlite3.connect, self

        class Connection(sqlite3.Connection):
            def execute(self, sql, *rest):
                if sql.split()[0] in ("BEGIN", "COMMIT", "INSERT", "UPDATE"):
                    disk.tell("sqlite", sql)
                return super().execute(sql, *rest)

        sqlite3.connect = lambda *args, **named: real(*args, **named, factory=Connection)

    def tell(self, name: str, what: str) -> None:
        self.asked.append((name, what))
        self.unsure.append((len(self.names), len(self.unsynced)))
        if self.stop(self.asked):
            self.how(self)

    def _told(self, name: str) -> Callable:
        def asked(*args, **named):
            if name == "open" and not args[1] & (os.O_CREAT | os.O_TRUNC):
                return self.real[name](*args, **named)
            path = self._path(name, args, named)
            self.half = lambda: self.real["write"](args[0], args[1][: len(args[1]) // 2]) if name == "write" else None
            self.tell(name, path)
            undo = self._undo(name, path, args)
            found = self.real[name](*args, **named)
            self._note(name, path, args, undo)
            return found

        return asked

    def _path(self, name: str, args: tuple, named: dict) -> str:
        if name in ("write", "fsync", "ftruncate"):
            return os.readlink(f"/proc/self/fd/{args[0]}")
        folder = os.readlink(f"/proc/self/fd/{named['dir_fd']}") if named.get("dir_fd") is not None else os.getcwd()
        return os.path.join(folder, os.fspath(args[1] if name in ("rename", "replace") else args[0]))

    def _kept(self, path: str) -> str | None:
        """A second name of the file, for it to come back by."""
        if not os.path.isfile(path):
            return None
        kept = self.stash / str(len(self.asked))
        os.link(path, kept)
        return str(kept)

    def _undo(self, name: str, path: str, args: tuple) -> Callable[[], None] | None:
        real, there = self.real, self._held(path)
        if name == "mkdir":
            return lambda: shutil.rmtree(there)
        if name == "rmdir":
            return lambda: real["mkdir"](there)
        if name == "open" and not os.path.exists(path):
            return lambda: real["unlink"](there)
        if name == "unlink":
            kept = self._kept(path)
            return lambda: os.link(kept, there)
        if name in ("rename", "replace"):
            before, kept = self._held(os.path.abspath(os.fspath(args[0]))), self._kept(path)

            def back() -> None:
                real["rename"](there, before)
                if kept:
                    os.link(kept, there)

            return back
        return None

    def _held(self, path: str) -> str:
        """The path by its folder, whatever that is called later."""
        return f"/proc/self/fd/{self.real['open'](os.path.dirname(path), os.O_RDONLY)}/{os.path.basename(path)}"

    def _note(self, name: str, path: str, args: tuple, undo: Callable[[], None] | None) -> None:
        """What is not on disk yet, and what a sync has put there."""
        if undo:
            self.names.append((os.stat(os.path.dirname(path)).st_ino, undo))
        if name == "write" and not path.endswith(".lock"):
            self.unsynced[os.fstat(args[0]).st_ino] = path
        if name == "fsync":
            synced = os.fstat(args[0]).st_ino
            self.unsynced.pop(synced, None)
            self.names = [(folder, undo) for folder, undo in self.names if folder != synced]

    def lose_what_is_not_synced(self, only_oldest: bool) -> None:
        for folder, _, files in os.walk(self.stash.parent / "store"):
            for file in files:
                path = os.path.join(folder, file)
                if os.stat(path).st_ino in self.unsynced:
                    os.truncate(path, 0)
        for _, undo in self.names[:1] if only_oldest else reversed(self.names):
            try:
                undo()
            except OSError:
                continue


OPERATIONS = ("open", "write", "fsync", "ftruncate", "rename", "replace", "unlink", "rmdir", "mkdir")


def die(disk: Disk) -> None:
    disk.half()
    os.kill(os.getpid(), signal.SIGKILL)


def lose_power(disk: Disk) -> None:
    disk.lose_what_is_not_synced(only_oldest=False)
    os.kill(os.getpid(), signal.SIGKILL)


def lose_oldest(disk: Disk) -> None:
    disk.lose_what_is_not_synced(only_oldest=True)
    os.kill(os.getpid(), signal.SIGKILL)


def fail(disk: Disk) -> None:
    if disk.asked[-1][0] == "sqlite":
        raise sqlite3.OperationalError("disk I/O error")
    raise OSError(errno.ENOSPC, "No space left on device")


HOW = {KILLED: die, POWER: lose_power, OLDEST: lose_oldest, FAULT: fail}


# --- in a child, so that what dies is not the one that counts


def child(do: Callable[[], object]) -> tuple[int, str]:
    """How a forked process ended, and what it returned, as text."""
    reading, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(reading)
            text, status = json.dumps(do()), 0
        except BaseException:
            text = json.dumps(traceback.format_exc())
        finally:
            with os.fdopen(told, "w") as out:
                out.write(text)
            os._exit(status)
    os.close(told)
    with os.fdopen(reading) as out:
        text = out.read()
    return os.waitpid(pid, 0)[1], text


def done(do: Callable[[], object]) -> object:
    """What a forked process returned; it must have come to its end."""
    status, text = child(do)
    if status:
        raise RuntimeError(json.loads(text) if text else status)
    return json.loads(text)


def stop_at(root: Path, deed: Callable[[Path], object], where: Callable[[list], bool]) -> None:
    """Does the deed and is killed where the operations asked for so far say so."""
    with tempfile.TemporaryDirectory(dir=root.parent) as stash:

        def killed() -> None:
            Disk(Path(stash), where, die).put_in_place()
            deed(root)

        status, text = child(killed)
    assert os.WIFSIGNALED(status), text


def case(root: Path, deed: Callable[[Path], object], number: int, mode: str) -> tuple[int, str]:
    """How the deed ended that was stopped at an operation, and whether it said that it went wrong."""
    stash = root.parent / "gemt"
    stash.mkdir()

    def run() -> str:
        disk = Disk(stash, lambda asked: len(asked) == number, HOW[mode])
        disk.put_in_place()
        try:
            deed(root)
        except (OSError, Unpublishable) as fault:
            return f"{type(fault).__name__}: {fault}"
        if mode in (POWER, OLDEST):
            disk.how(disk)
        return ""

    ended = child(run)
    shutil.rmtree(stash)
    return ended


def operations(root: Path, deed: Callable[[Path], object]) -> list[tuple[list[str], list[int]]]:
    """What the deed asks of the disk, each with how many names and files were not synced by then."""

    def run() -> list:
        disk = Disk(root.parent / "gemt", lambda asked: False, die)
        disk.stash.mkdir()
        disk.put_in_place()
        deed(root)
        return [*zip(disk.asked, disk.unsure, strict=True)]

    return done(run)


# --- what the store says, and all that lies in it


def state(root: Path) -> dict:
    """All that can be read of the store; raises where something is between."""
    imports, store = imports_of(root), store_of(root)
    loaded = [imports.load(key) for key in imports.in_use()]
    combined = combine(loaded)
    frames = [combined.history, combined.status, combined.leavers, combined.adverts]
    journal = Journal(root) if (root / "journal.sqlite").exists() else None
    return {
        "imports": {key: [imports.manifest(key)["frames"], imports.manifest(key)["changes"]] for key in imports.ids()},
        "rows": {one.id: {kind: told(frame) for kind, frame in one.frames.items() if len(frame)} for one in loaded},
        "combined": [told(frame) for frame in frames],
        "publications": [[one.key, one.reason, told(one.figures["intern"])] for one in map(store.load, store.keys())],
        "comments": [line["text"] for line in journal.comments()] if journal else [],
    }


def told(frame: pd.DataFrame) -> str:
    return repr(frame.to_dict("list"))


def files(root: Path) -> dict[str, str]:
    """Every file of the store with its checksum; the lock and the journal's own apart."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock" and not path.name.startswith("journal.sqlite")
    }


def log(root: Path) -> list:
    if not root.exists():
        return []
    return sorted([line["action"], line["target"], line["who"]] for line in Journal(root).audit())


def examined(root: Path) -> dict:
    """The store as it stands, and after it has been recovered and its log reconciled."""
    raw, read = files(root), state(root)
    messages = recover(root)
    cleaned = files(root)
    again = recover(root)
    missing = reconcile(root) if root.exists() else []
    return {
        "read": read, "recovered": state(root) if raw != cleaned else read, "files": cleaned,
        "messages": messages, "again": again,
        "cleared": raw != cleaned, "missing": missing, "log": log(root),
        "faults": [
            *(str(one) for key in imports_of(root).ids() for one in imports_of(root).verify(key)),
            *(str(one) for key in map(str, store_of(root).keys()) for one in store_of(root).verify(key)),
        ],
    }  # fmt: skip


def everything(root: Path) -> str:
    """One checksum of all there is, to know a store that has been seen before."""
    there = [path for path in sorted(root.rglob("*")) if path.name != ".lock"]
    told = [(path.relative_to(root).as_posix(), path.read_bytes() if path.is_file() else b"") for path in there]
    return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True)
class Look:
    """How a store is looked at after a stop: what there is to see, which part of it is the state, and what is wrong.

    `faults` asks for what was found, for that of the store before the deed and after it, and whether it must be after.
    """

    examine: Callable[[Path], dict]
    state: str
    faults: Callable[[dict, dict, dict, bool], list[str]]

    def at(self, roots: dict[str, Path]) -> dict[str, dict]:
        """What there is to see in each store, or the traceback of the attempt."""
        found = {}
        for key, root in roots.items():
            try:
                found[key] = self.examine(root)
            except BaseException:
                found[key] = {"fejl": traceback.format_exc()}
        return found

    def wrong(self, found: dict, old: dict, new: dict, must_be_new: bool) -> list[str]:
        if "fejl" in found:
            return [f"kan ikke læses: {found['fejl'][-1500:]}"]
        return self.faults(found, old, new, must_be_new)


def tried(prepare: Callable, deed: Callable, folder: Path, modes: Sequence[str], look: Look) -> dict:
    """One deed, stopped at every operation in each of the ways: what was found wrong, and how many cases there were."""
    base, ready, after = (folder / part / "store" for part in ("foer", "klar", "efter"))
    for root in (base, ready, after):
        root.parent.mkdir(parents=True)
    done(lambda: prepare(base))
    for root in (ready, after):
        shutil.copytree(base.parent, root.parent, dirs_exist_ok=True)
    old = done(lambda: look.examine(ready))
    asked = operations(after, deed)
    new = done(lambda: look.examine(after))
    stopped, seen = [], {}
    for mode in modes:
        for number in stops(mode, [unsure for _, unsure in asked]):
            root = folder / f"{mode} {number}" / "store"
            shutil.copytree(base.parent, root.parent)
            status, text = case(root, deed, number, mode)
            key = everything(root)
            if seen.setdefault(key, root) != root:
                shutil.rmtree(root.parent)
            stopped.append((mode, number, status, text, key))
    found, wrong, ends = done(lambda: look.at(seen)), [], Counter()
    for mode, number, status, text, key in stopped:
        to_the_end = number > len(asked)
        at = f"{mode} ved {number} af {len(asked)}: {'slut' if to_the_end else ' '.join(asked[number - 1][0])}"
        if os.WIFSIGNALED(status) != (mode in (POWER, OLDEST) or (mode == KILLED and not to_the_end)):
            wrong.append(f"{at}: endte med {status} {text}")
        wrong += [f"{at}: {fault}" for fault in look.wrong(found[key], old, new, must_be_new=to_the_end)]
        ends["ny" if found[key].get(look.state) == new[look.state] != old[look.state] else "gammel"] += 1
    return {
        "wrong": wrong,
        "cases": len(stopped),
        "operations": len(asked),
        "ends": ends,
        "states": len(seen),
        "by mode": Counter(mode for mode, *_ in stopped),
    }


def stops(mode: str, unsure: list[list[int]]) -> list[int]:
    """The numbers of the operations to stop at, and one past the last: all of them, where the mode makes a difference.

    Where everything is synced the power cannot take more than the killing did, nor the oldest name than the only one.
    """
    least = {POWER: 1, OLDEST: 2}.get(mode, 0)
    numbers = [number for number, (names, files) in enumerate(unsure, start=1) if names + files >= least]
    return [*numbers, len(unsure) + 1]


def faults_of(found: dict, old: dict, new: dict, must_be_new: bool) -> list[str]:
    """What is wrong with a store that was stopped: nothing, where it is the old one or the new one."""
    wanted = [new] if must_be_new else [old, new]
    wrong = []
    if not any(found["read"] == one["recovered"] for one in wanted):
        wrong.append("læst før oprydning: midt imellem")
    ended = [one for one in wanted if found["recovered"] == one["recovered"] and found["files"] == one["files"]]
    if not ended:
        wrong.append(f"efter oprydning: midt imellem, filer {sorted(set(found['files']) ^ set(new['files']))}")
    elif found["read"] != found["recovered"]:
        wrong.append("læst før oprydning: noget andet end efter")
    elif not any(found["log"] == one["log"] for one in ended):
        wrong.append(f"journalen siger {found['log']}")
    if found["cleared"] and not found["messages"]:
        wrong.append("ryddede op uden at sige det")
    if found["again"]:
        wrong.append(f"ryddede op to gange: {found['again']}")
    if found["faults"]:
        wrong.append(f"filer er ikke hele: {found['faults']}")
    return wrong


def main(folder: Path, names: list[str]) -> None:
    """Tries the deeds and prints what was found, as JSON.

    Everything is done once in this process first, so that its children need not load and compile it again.
    """
    prepare, deed = DEEDS["en sletning af en person"]
    warm = folder / "varm" / "store"
    warm.parent.mkdir(parents=True)
    for do in (prepare, deed, take_in, publish, amend, examined):
        do(warm)
    tell(DEEDS, folder, MODES, names, Look(examined, "recovered", faults_of))


def tell(deeds: dict[str, tuple], folder: Path, modes: Sequence[str], names: list[str], look: Look) -> None:
    """Tries the deeds and prints what was found, as JSON."""
    gc.collect()
    gc.freeze()
    gc.disable()
    found = {name: tried(*deeds[name], folder / str(place), modes, look) for place, name in enumerate(names)}
    print(json.dumps(found))


def in_processes(file: str, names: list[str], *told: str) -> dict:
    """What each deed came to, from processes of their own; in memory, for its disk is asked thousands of times."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    outcome: dict = {}
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        running = []
        for place in range(PROCESSES):
            command = [sys.executable, "-W", "ignore", file, f"{folder}/{place}", *told, *names[place::PROCESSES]]
            pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            running.append(subprocess.Popen(command, cwd=ROOT, **pipes))
        for process in running:
            out, error = process.communicate(timeout=LONGEST)
            assert process.returncode == 0, error
            outcome |= json.loads(out)
    return outcome


# --- the tests

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs fork and /proc")


@pytest.fixture(scope="module")
def found() -> dict:
    return in_processes(__file__, list(DEEDS))


@pytest.mark.parametrize("deed", DEEDS)
def test_a_writer_that_is_stopped_anywhere_leaves_the_old_or_the_new(found, deed, record_property):
    told = found[deed]
    record_property("tilfælde", told["cases"])
    assert told["wrong"] == [], f"{len(told['wrong'])} af {told['cases']} tilfælde gik galt"
    assert told["by mode"][KILLED] == told["by mode"][FAULT] == told["operations"] + 1 > 3


def test_both_states_were_met_and_every_way_to_stop_was_tried(found, capsys):
    for deed, told in found.items():
        wanted = {"gammel"} if deed.startswith("oprydning") else {"gammel", "ny"}
        assert set(told["ends"]) == wanted, (deed, told["ends"])
    cases, states = (sum(told[name] for told in found.values()) for name in ("cases", "states"))
    assert cases > 800
    with capsys.disabled():
        print(f"\n{cases} afbrydelser af {len(found)} handlinger prøvet, {states} forskellige tilstande", end=" ")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
