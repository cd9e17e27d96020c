"""What the running program writes, or makes a temporary file for: told by Python itself as it happens."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

_TEMPORARY = ("tempfile.mkstemp", "tempfile.mkdtemp")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_NOT_A_FILE = ("/dev/null",)
_told: list[str] | None = None
_is_hooked = False


def _hook(event: str, arguments: tuple) -> None:
    if _told is None:
        return
    if event in _TEMPORARY:
        _told.append(str(arguments[0]))
    elif event == "open" and not isinstance(arguments[0], int) and arguments[2] & _WRITES:
        _told.append(os.fsdecode(arguments[0]))


@contextlib.contextmanager
def files_written() -> Iterator[list[str]]:
    """The paths that are opened for writing, or made as temporary files, while the block runs; of all threads."""
    global _told, _is_hooked
    if not _is_hooked:
        sys.addaudithook(_hook)
        _is_hooked = True
    told: list[str] = []
    _told = told
    try:
        yield told
    finally:
        _told = None
        told[:] = [path for path in told if path not in _NOT_A_FILE]
