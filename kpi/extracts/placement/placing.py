"""New lines in HR's reference files: how codes that nobody knew are placed.                            (I/O)"""

import csv
import io
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi.extracts.columns import folded
from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference import read_reference
from kpi.extracts.placement.reference_lines import decoded, separator_of

Line = tuple[str, Mapping[str, str]]
"""A file's name, and the values of its new line by the file's headers."""


def add_lines(own: Path, holding: Path, lines: Sequence[Line]) -> None:
    """Nothing; the files in `own` have these lines more, and are else to the byte as before.

    `holding` is the folder that holds now; it is copied to `own` where that does not exist. Raises `Stopped` where the
    files would not hold with all the lines; then nothing has changed.
    """
    strangers = [file for file, _ in lines if file not in {path.name for path in holding.glob("*.csv")}]
    if strangers:
        text = f"Der er ingen referencefil, der hedder {strangers[0]}."
        raise Stopped([Finding("referencefil_fejl", text, file=strangers[0])])
    finish(own)
    beside, decided = _beside(own)
    own.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copytree(holding, beside)
        for file, values in lines:
            _append(beside / file, values)
        read_reference(beside)
        _keep_only({file for file, _ in lines} if own.is_dir() else None, beside)
        os.replace(beside, decided if own.is_dir() else own)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    _sync(own.parent)
    finish(own)


def is_unfinished(own: Path) -> bool:
    """Whether placing was interrupted, and `finish` has something to do."""
    return any(folder.is_dir() for folder in _beside(own))


def finish(own: Path) -> list[str]:
    """The files that got the lines of an interrupted placing that was decided; what was not decided is gone.

    Only for who has the turn to write, as `add_lines` itself.
    """
    beside, decided = _beside(own)
    shutil.rmtree(beside, ignore_errors=True)
    files = sorted(path.name for path in decided.glob("*.csv"))
    for file in files:
        os.replace(decided / file, own / file)
    if decided.is_dir():
        _sync(own)
        decided.rmdir()
        _sync(own.parent)
    return files


def _beside(own: Path) -> tuple[Path, Path]:
    """Where new files are written, and where they lie once it is decided that they hold: one rename decides."""
    return own.with_name(".placering.skrives"), own.with_name(".placering")


def _keep_only(files: set[str] | None, folder: Path) -> None:
    """Nothing; the folder has these files alone, or all that it had, and they are on disk."""
    for path in folder.iterdir():
        if files is not None and path.name not in files:
            path.unlink() if path.is_file() else shutil.rmtree(path)
        elif path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    _sync(folder)


def _sync(folder: Path) -> None:
    """Nothing; the folder's entries are on disk (Windows has no way to sync a folder, and needs none)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _append(path: Path, values: Mapping[str, str]) -> None:
    text, encoding = decoded(path.read_bytes())
    ending, separator = "\r\n" if "\r\n" in text else "\n", separator_of(text)
    header = [folded(name) for name in next(csv.reader(io.StringIO(text), delimiter=separator))]
    cells = {folded(name): " ".join(value.split()) for name, value in values.items()}
    strangers = [name for name in values if folded(name) not in header]
    if strangers:
        raise Stopped([Finding("referencefil_fejl", f"{path.name} har ingen kolonne {strangers[0]}.", file=path.name)])
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator=ending).writerow([cells.get(name, "") for name in header])
    before = "" if text.endswith(("\n", "\r")) else ending
    with path.open("ab") as written:
        written.write((before + line.getvalue()).encode(encoding, "replace"))
