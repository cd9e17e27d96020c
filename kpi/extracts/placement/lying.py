"""HR's reference files as they lie in their folder: all of one moment, also while others take their place.   (I/O)"""

from pathlib import Path

from kpi.extracts.placement.reference_files import REFERENCE_FILES

CHANGE, NEW = "skift", "nye"
"""In the folder while files are replaced: from when `CHANGE` is there, those in its `NEW` hold."""


def files_in(folder: Path) -> dict[str, bytes | None]:
    """The folder's reference files by name; None for one that is there and cannot be opened.

    They are read until two readings agree, so that files from before and after a change are never taken for one set.
    """
    found, again = _read(folder), _read(folder)
    while found != again:
        found, again = again, _read(folder)
    return found


def _read(folder: Path) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for name in REFERENCE_FILES:
        for path in (folder / CHANGE / NEW / name, folder / name):
            try:
                found[name] = path.read_bytes()
                break
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                found[name] = None
                break
    return found
