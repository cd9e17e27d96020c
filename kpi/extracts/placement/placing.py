"""New lines in HR's reference files: how codes that nobody knew are placed.                            (I/O)"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from kpi.extracts.findings import Finding, Stopped
from kpi.extracts.placement.reference import read_reference

BOM = b"\xef\xbb\xbf"


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
    own.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=own.parent, prefix=".placering.") as beside:
        trial = Path(beside) / "reference"
        shutil.copytree(holding, trial)
        for file, values in lines:
            _append(trial / file, values)
        read_reference(trial)
        if own.is_dir():
            for file in dict.fromkeys(file for file, _ in lines):
                os.replace(trial / file, own / file)
        else:
            os.replace(trial, own)


def _append(path: Path, values: Mapping[str, str]) -> None:
    content = path.read_bytes()
    text, encoding = _decoded(content.removeprefix(BOM))
    ending = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader(io.StringIO(text), delimiter=";"))
    strangers = [name for name in values if name not in header]
    if strangers:
        raise Stopped([Finding("referencefil_fejl", f"{path.name} har ingen kolonne {strangers[0]}.", file=path.name)])
    line = io.StringIO()
    cells = [" ".join(values.get(name, "").split()) for name in header]
    csv.writer(line, delimiter=";", lineterminator=ending).writerow(cells)
    whole = text if text.endswith(("\n", "\r")) else text + ending
    with path.open("wb") as written:
        written.write((BOM if content.startswith(BOM) else b"") + _encoded(whole + line.getvalue(), encoding))
        written.flush()
        os.fsync(written.fileno())


def _decoded(content: bytes) -> tuple[str, str]:
    """The text with its encoding: UTF-8, or Windows-1252 as Excel saves a plain CSV."""
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


def _encoded(text: str, encoding: str) -> bytes:
    """The text in the file's encoding; what Windows-1252 has no sign for is written as "?"."""
    if encoding == "utf-8":
        return text.encode(encoding)
    return b"".join(one.encode("cp1252", "replace") if ord(one) > 255 else one.encode("latin-1") for one in text)
