"""Folders that are written whole or not at all, and that tell when a byte of them has changed.

A folder holds files and `manifest.json`, which names every other file with its checksum and ends with a seal: the
checksum of the manifest itself. Everything is written beside, synced and renamed, so that whatever is pulled out of
the wall leaves the folder as it was or as it was to be. Files and folders are for their owner alone.
"""

import contextlib
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

MANIFEST = "manifest.json"
UNFINISHED = ".skrives"
"""The ending of what is being written; a name that begins with a full stop and ends so is nobody's yet."""
FORMAT = 2
"""1 had no seal."""
CHANGED, MISSING, EXTRA = "ændret", "mangler", "hører ikke til"
FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
NO_ROOM = "Der er ikke plads på disken. Skaf plads, og prøv igen."
_DIGITS = 64
_SEAL = slice(-_DIGITS - 4, -4)
"""Where the seal's digits stand in a manifest: before `"`, a line's end, `}` and a line's end."""


class Unpublishable(Exception):
    """Raised, with a Danish message, where the store cannot keep, change or read something."""


class Fault(NamedTuple):
    """A file that is not as it was written: `what` is `CHANGED`, `MISSING` or `EXTRA`."""

    file: str
    what: str

    @property
    def message(self) -> str:
        """The fault as a Danish sentence."""
        return f"Filen {self.file} {self.what if self.what != CHANGED else 'er ændret'}."


def write_whole(target: Path, manifest: Mapping, files: Mapping[str, bytes]) -> None:
    """The new folder `target`, with the files and their manifest; raises `Unpublishable` where the disk is full."""
    with _told_where_full():
        _write_whole(target, manifest, files)


def _write_whole(target: Path, manifest: Mapping, files: Mapping[str, bytes]) -> None:
    beside = target.with_name(f".{target.name}{UNFINISHED}")
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
        raise Unpublishable("En fil har et navn, som fører ud af mappen. Intet er gemt.")
    make_folder(target.parent)
    try:
        remove_folder(beside)
        make_folder(beside)
        for name, content in files.items():
            make_folder((beside / name).parent)
            write_file(beside / name, content)
        write_file(beside / MANIFEST, sealed({**manifest, "checksums": checksums(files)}))
        for folder in sorted({(beside / name).parent for name in files} | {beside}, reverse=True):
            sync_folder(folder)
        os.rename(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    sync_folder(target.parent)


def write_file(path: Path, content: bytes) -> None:
    """The file with the content, on disk; its name is on disk when its folder has been synced.

    Raises `Unpublishable` where the disk is full.
    """
    with _told_where_full():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            rest = memoryview(content)
            while len(rest):
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _told_where_full() -> Iterator[None]:
    """Raises `Unpublishable` in place of an error that says that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Unpublishable(NO_ROOM) from error
        raise


def replace_file(path: Path, content: bytes) -> None:
    """The file with the content in place of what it had, on disk."""
    beside = path.with_name(f"{path.name}{UNFINISHED}")
    write_file(beside, content)
    os.replace(beside, path)
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """The folder and those above it, each told to the one above, on disk."""
    if path.is_dir():
        return
    make_folder(path.parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        return
    sync_folder(path.parent)


def remove_folder(path: Path) -> None:
    """Nothing; the folder and all in it are gone, if they were there. Of a link only the link goes."""
    if path.is_symlink():
        os.unlink(path)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        return
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Nothing; the folder's entries are on disk (Windows has no way to sync a folder, and needs none)."""
    if os.name == "posix":
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def in_order(key: str) -> list[int]:
    """A date with a running number, such as 2023-02-05-1, as it is sorted."""
    return [int(part) for part in key.split("-")]


def checksums(files: Mapping[str, bytes]) -> dict[str, str]:
    """Each file's SHA-256."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def as_json(content: Mapping) -> bytes:
    """The content as JSON that a person can read."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def sealed(manifest: Mapping) -> bytes:
    """The manifest as it is written: its last value is the checksum of all its bytes, with zeros for itself."""
    told = {name: value for name, value in manifest.items() if name not in ("format", "seal")}
    content = as_json({**told, "format": FORMAT, "seal": "0" * _DIGITS})
    return content[: _SEAL.start] + _seal_of(content) + content[_SEAL.stop :]


def unsealed(content: bytes) -> dict | None:
    """The manifest that the bytes hold; None where a byte of them has changed."""
    has_seal = any(f'"{key}":'.encode() in content for key in ("format", "seal"))
    if has_seal and _seal_of(content) != content[_SEAL]:
        return None
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) and (has_seal or "checksums" in found) else None


def _seal_of(content: bytes) -> bytes:
    empty = content[: _SEAL.start] + b"0" * _DIGITS + content[_SEAL.stop :]
    return hashlib.sha256(empty).hexdigest().encode()


def read_manifest(folder: Path, name: str) -> dict:
    """The folder's manifest; `name` is what the folder is called in the message where it is damaged."""
    manifest = unsealed(_content(folder / MANIFEST) or b"")
    if manifest is None:
        raise Unpublishable(f"{name} er beskadiget: filen {MANIFEST} er ændret eller mangler.")
    return manifest


def read_files(folder: Path, manifest: Mapping, name: str) -> dict[str, bytes]:
    """The files that the manifest names, none of them changed; raises `Unpublishable`."""
    files = {}
    for file, checksum in manifest["checksums"].items():
        content = _content(folder / file)
        if content is None or hashlib.sha256(content).hexdigest() != checksum:
            raise Unpublishable(f"{name} er beskadiget: filen {file} er ændret eller mangler.")
        files[file] = content
    return files


def faults(folder: Path) -> list[Fault]:
    """Every file of the folder that is not as it was written, by name; none in a whole folder."""
    content = _content(folder / MANIFEST)
    manifest = unsealed(content or b"")
    if manifest is None:
        return [Fault(MANIFEST, MISSING if content is None else CHANGED)]
    found = []
    for file, checksum in manifest["checksums"].items():
        content = _content(folder / file)
        if content is None or hashlib.sha256(content).hexdigest() != checksum:
            found.append(Fault(file, MISSING if content is None else CHANGED))
    listed = {MANIFEST, *manifest["checksums"]}
    there = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return sorted([*found, *(Fault(file, EXTRA) for file in there if file not in listed)])


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
