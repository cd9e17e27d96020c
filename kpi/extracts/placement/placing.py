"""New lines in HR's reference files: how codes that nobody knew are placed.                            (I/O)"""

import csv
import io
import os
import shutil
import tempfile
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
        written.flush()
        os.fsync(written.fileno())
