"""The key of the hashes: made on first use, readable by its owner only, and kept outside the data folder.      (I/O)

A copy of the data does not carry it. Who loses it can still show every figure, but can no longer follow persons from
older imports into new ones: whether the key fits the store is known to `kpi.refreshing.store_key`.
"""

import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

KEY_BYTES = 32
NAME = "arbejdskraft-i-tal/noegle"


class SecretError(Exception):
    """Raised, with a Danish message, where the key cannot be used."""


def secret_file(environment: Mapping[str, str]) -> Path:
    """Where the key lies: `KPI_SECRET_FILE`, else in the user's own configuration folder."""
    if environment.get("KPI_SECRET_FILE"):
        return Path(environment["KPI_SECRET_FILE"])
    own = {"win32": environment.get("APPDATA"), "darwin": str(Path.home() / "Library/Application Support")}
    return Path(own.get(sys.platform) or environment.get("XDG_CONFIG_HOME") or Path.home() / ".config") / NAME


def refuse_place(path: Path, data_folder: Path) -> None:
    """Nothing, or `SecretError` where the key lies with the data, or would."""
    if data_folder.resolve() in path.resolve().parents:
        raise SecretError(
            "Nøglen må ikke ligge i datamappen. Ret KPI_SECRET_FILE, så en kopi af data ikke har den med."
        )


def read_or_make(path: Path, data_folder: Path) -> bytes:
    """The key, made where there is none; raises `SecretError` where others can read it or it lies with the data."""
    refuse_place(path, data_folder)
    if not path.exists():
        _make(path)
    return read(path)


def read(path: Path) -> bytes:
    """The key that is there; raises `SecretError` where others can read it or it is damaged."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SecretError(f"Andre kan læse nøglen i {path}. Ret rettighederne, f.eks. med chmod 600.")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise SecretError(f"Nøglen i {path} er beskadiget. Læg den rigtige tilbage fra jeres sikkerhedskopi af nøglen.")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
